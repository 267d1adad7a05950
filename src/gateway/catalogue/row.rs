//! One model of a list, from any of the known row shapes.
//! Not an offer of one provider: prices and limits are those the list shows for the model as a whole.
//! **Invariant:** `id` is never empty; every other field is empty or `None` only if the row does not say it.

use super::price::Prices;
use crate::gateway::field::{count, first_count, first_text, list, text, texts};
use crate::gateway::money::Usd;
use serde_json::Value;

/// Words for a model that is not served any more, with `_` for spaces and dashes.
const GONE: [&str; 8] =
    ["retired", "inactive", "disabled", "unavailable", "discontinued", "sunset", "removed", "withdrawn"];

/// Words for a model that is not served yet.
const COMING: [&str; 5] = ["coming_soon", "upcoming", "announced", "rumoured", "planned"];

/// A model as a gateway lists it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ModelRow {
    /// What to send as `model`: `id`, else `model_id`, else `canonical_slug`.
    pub id: String,
    /// The name for people.
    pub name: Option<String>,
    /// The dated id behind it, which answers may carry instead of `id` (source; target until August 2026).
    pub canonical_slug: Option<String>,
    /// Other ids that lead to it.
    pub aliases: Vec<String>,
    /// The id that a moving alias (`~author/family-latest`) stands for (source).
    pub alias_target: Option<String>,
    /// Who made it: the target's organization, OpenAI's `owned_by`.
    pub organization: Option<String>,
    /// Tokens that fit in; where a list gives a limit of the input only, that one.
    pub context_length: Option<u64>,
    /// Most tokens of one answer.
    pub max_output_tokens: Option<u64>,
    /// `text`, `image` … as written, in the list's order.
    pub input_modalities: Vec<String>,
    /// `text`, `image` … as written, in the list's order.
    pub output_modalities: Vec<String>,
    /// Names of request parameters, a union over providers.
    pub parameters: Vec<String>,
    /// Parameters with the range that the list gives, written `0 to 2` (target since August 2026).
    pub parameter_ranges: Vec<(String, String)>,
    /// Endpoints as the target names them (`chat.completions`, `responses` …).
    pub endpoints: Vec<String>,
    /// US dollars for a million input tokens.
    pub price_input_per_million: Option<Usd>,
    /// US dollars for a million output tokens.
    pub price_output_per_million: Option<Usd>,
    /// US dollars for a million input tokens read from a cache.
    pub price_cached_input_per_million: Option<Usd>,
    /// The price is that of whichever model answers (the source writes `-1`); then the prices are `None`.
    pub price_varies: bool,
    /// Ids of the providers that serve it, each once; an offer that is not active or not routable serves nothing.
    pub providers: Vec<String>,
    /// The day it was published, `YYYY-MM-DD` in UTC where the list gives seconds, else as written.
    pub created: Option<String>,
    /// `active`, `deprecated`, `Available` … as written.
    pub lifecycle_status: Option<String>,
    /// Whether it can be used now, as written (target since March 2026).
    pub availability_status: Option<String>,
    /// When it goes away, as written (the source's `expiration_date`, the target's `lifecycle.retires_at`).
    pub retires_at: Option<String>,
    /// What the gateway says to use instead.
    pub replacement_id: Option<String>,
}

impl ModelRow {
    /// Reads a row of any generation:
    ///
    /// | list | key | told by |
    /// | --- | --- | --- |
    /// | target, December 2025 to March 2026 | `model_id` | `input_types`, `providers[].params` |
    /// | target, March to August 2026 | `id` and `model_id` | `architecture`, flat `pricing` |
    /// | target since 10 August 2026 | `id` | `modalities`, `limits`, `capabilities`, `pricing.meters`, `offers` |
    /// | the same since late August | `id` | `offers[].residency` and private models |
    /// | source (October 2026) | `id` | `architecture`, flat `pricing`, `top_provider` |
    /// | OpenAI's bare list | `id` | `created`, `owned_by` |
    ///
    /// A plain string is a row with nothing but an id. `None` if there is no id.
    #[must_use]
    pub fn read(row: &Value) -> Option<ModelRow> {
        if let Some(id) = row.as_str() {
            return ModelRow::from_id(id);
        }
        let id = first_text(row, &["id", "model_id", "canonical_slug"])?;
        let lifecycle = row.get("lifecycle").unwrap_or(&Value::Null);
        let limits = row.get("limits").unwrap_or(&Value::Null);
        let top = row.get("top_provider").unwrap_or(&Value::Null);
        let capabilities = row.get("capabilities").unwrap_or(&Value::Null);
        let prices = Prices::read(row);
        let owned = |text: Option<&str>| text.map(|text| text.trim().to_owned());
        let mut read = ModelRow {
            name: owned(text(row, "name")),
            canonical_slug: owned(text(row, "canonical_slug")),
            aliases: texts(row, "aliases"),
            alias_target: owned(row.get("alias_target").and_then(|target| text(target, "slug"))),
            organization: owned(
                (row.get("organization").and_then(|organization| first_text(organization, &["id", "name"])))
                    .or_else(|| first_text(row, &["organization", "organisation_id", "organization_id", "owned_by"])),
            ),
            context_length: first_count(row, &["context_length"])
                .or_else(|| first_count(limits, &["input_tokens"]))
                .or_else(|| first_count(top, &["context_length"])),
            max_output_tokens: first_count(row, &["max_output_tokens", "max_completion_tokens"])
                .or_else(|| first_count(limits, &["output_tokens"]))
                .or_else(|| first_count(top, &["max_completion_tokens"])),
            input_modalities: modalities(row, "input"),
            output_modalities: modalities(row, "output"),
            parameters: parameters(row, capabilities),
            parameter_ranges: parameter_ranges(capabilities),
            endpoints: union([texts(row, "endpoints"), texts(capabilities, "endpoints")]),
            price_input_per_million: prices.input,
            price_output_per_million: prices.output,
            price_cached_input_per_million: prices.cached_input,
            price_varies: prices.vary,
            providers: providers(row),
            created: created(row, lifecycle),
            lifecycle_status: owned(text(lifecycle, "status").or_else(|| text(row, "status"))),
            availability_status: owned(row.get("availability").and_then(|availability| text(availability, "status"))),
            retires_at: owned(text(lifecycle, "retires_at").or_else(|| text(row, "expiration_date"))),
            replacement_id: owned(text(lifecycle, "replacement_id")),
            id: id.trim().to_owned(),
        };
        // Older editions name a first provider of every row, also of one that nobody serves.
        if !read.is_served() {
            read.providers.clear();
        }
        Some(read)
    }

    /// Whether the list says that the model can be asked for now; a list that does not speak of it says yes.
    #[must_use]
    pub fn is_served(&self) -> bool {
        self.unserved().is_none()
    }

    /// The list's own word for a model that cannot be asked for now, and whether it is still to come.
    #[must_use]
    pub fn unserved(&self) -> Option<(&str, bool)> {
        let said = [&self.lifecycle_status, &self.availability_status].into_iter().flatten();
        said.filter_map(|word| {
            let plain = word.to_ascii_lowercase().replace([' ', '-'], "_");
            let is_coming = COMING.contains(&plain.as_str());
            (is_coming || GONE.contains(&plain.as_str())).then_some((word.as_str(), is_coming))
        })
        .next()
    }

    /// A row of which only the id is known; `None` if that is blank.
    #[must_use]
    pub fn from_id(id: &str) -> Option<ModelRow> {
        let id = id.trim();
        (!id.is_empty()).then(|| ModelRow { id: id.to_owned(), ..ModelRow::default() })
    }
}

/// `architecture.input_modalities` (source, second generation), `modalities.input` (third), `input_types` (first); a
/// row that has none of the lists may still have `architecture.modality`, written `text+image->text`.
fn modalities(row: &Value, direction: &str) -> Vec<String> {
    let architecture = row.get("architecture").unwrap_or(&Value::Null);
    let listed = union([
        texts(architecture, &format!("{direction}_modalities")),
        row.get("modalities").map(|modalities| texts(modalities, direction)).unwrap_or_default(),
        texts(row, &format!("{direction}_modalities")),
        texts(row, &format!("{direction}_types")),
    ]);
    if !listed.is_empty() {
        return listed;
    }
    let sides = text(architecture, "modality").and_then(|modality| modality.split_once("->"));
    let side = sides.map(|(input, output)| if direction == "input" { input } else { output });
    side.map(|side| side.split('+').map(|word| word.trim().to_owned()).collect()).unwrap_or_default()
}

/// The first generation names parameters only beside each provider.
fn parameters(row: &Value, capabilities: &Value) -> Vec<String> {
    let named = union([texts(row, "supported_parameters"), texts(capabilities, "parameters")]);
    if named.is_empty() {
        union(list(row, "providers").iter().map(|provider| texts(provider, "params")))
    } else {
        named
    }
}

/// `parameter_details`: an object a parameter, with the ends of its range if it has one.
fn parameter_ranges(capabilities: &Value) -> Vec<(String, String)> {
    let details = capabilities.get("parameter_details").and_then(Value::as_object).into_iter().flatten();
    let end = |detail: &Value, names: [&str; 2]| {
        names.into_iter().find_map(|name| detail.get(name)).filter(|end| end.is_number()).map(ToString::to_string)
    };
    details
        .filter_map(|(name, detail)| {
            let range = match (end(detail, ["min", "minimum"]), end(detail, ["max", "maximum"])) {
                (Some(least), Some(most)) => format!("{least} to {most}"),
                (Some(least), None) => format!("from {least}"),
                (None, Some(most)) => format!("to {most}"),
                (None, None) => return None,
            };
            Some((name.clone(), range))
        })
        .collect()
}

fn providers(row: &Value) -> Vec<String> {
    let of_first = list(row, "providers")
        .iter()
        .filter_map(|provider| provider.as_str().or_else(|| first_text(provider, &["api_provider_id", "id", "name"])));
    let of_third = list(row, "offers")
        .iter()
        .filter(|offer| serves(offer))
        .filter_map(|offer| text(offer, "provider").or_else(|| first_text(offer.get("provider")?, &["id", "name"])));
    let of_second = text(row, "top_provider_id");
    union([of_first.chain(of_third).chain(of_second).map(str::to_owned).collect()])
}

/// Whether an offer takes requests now: it does unless it says otherwise (target since August 2026).
pub(super) fn serves(offer: &Value) -> bool {
    let is_active = text(offer, "status").is_none_or(|word| word.eq_ignore_ascii_case("active"));
    is_active && offer.get("routable").and_then(Value::as_bool) != Some(false)
}

/// All members in their order, each once.
fn union(lists: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    lists.into_iter().flatten().filter(|member| seen.insert(member.clone())).collect()
}

fn created(row: &Value, lifecycle: &Value) -> Option<String> {
    let day = ["created", "created_at"].iter().find_map(|key| row.get(key).and_then(count).and_then(day_of));
    let written =
        || text(lifecycle, "released_at").or_else(|| first_text(row, &["release_date", "created", "created_at"]));
    day.or_else(|| written().map(str::to_owned))
}

/// The day of a time in seconds since 1970, in UTC, by the usual arithmetic on years that start in March. Zero is
/// what servers write that do not know, so it is no day.
fn day_of(seconds: u64) -> Option<String> {
    const END_OF_9999: u64 = 253_402_300_800;
    if !(1..END_OF_9999).contains(&seconds) {
        return None;
    }
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check_day(seconds: u64, day: Option<&str>) {
        assert_eq!(day_of(seconds).as_deref(), day);
    }

    #[test]
    fn days() {
        check_day(1, Some("1970-01-01"));
        check_day(951_782_400, Some("2000-02-29"));
        check_day(951_868_799, Some("2000-02-29"));
        check_day(1_744_651_381, Some("2025-04-14"));
        check_day(253_402_300_799, Some("9999-12-31"));
        check_day(253_402_300_800, None);
        check_day(0, None);
    }

    #[test]
    fn only_offers_that_take_requests_are_providers() {
        let offer = |id: &str, status: &str, routable: bool| json!({"provider": {"id": id}, "status": status, "routable": routable});
        let row = ModelRow::read(&json!({"id": "a/b", "offers": [
            offer("one", "active", true), offer("two", "inactive", true), offer("three", "active", false),
            {"provider": {"id": "four"}},
        ]}));
        assert_eq!(row.unwrap().providers, ["one", "four"]);
    }

    #[track_caller]
    fn check_served(lifecycle: &str, availability: &str, said: Option<(&str, bool)>) {
        let row = json!({"id": "a/b", "lifecycle": {"status": lifecycle}, "availability": {"status": availability}});
        assert_eq!(ModelRow::read(&row).unwrap().unserved(), said);
    }

    #[test]
    fn a_row_says_whether_it_is_served() {
        check_served("active", "active", None);
        check_served("deprecated", "active", None);
        check_served("Available", "something new", None);
        check_served("retired", "inactive", Some(("retired", false)));
        check_served("active", "inactive", Some(("inactive", false)));
        check_served("active", "coming_soon", Some(("coming_soon", true)));
        check_served("active", "Coming soon", Some(("Coming soon", true)));
    }

    #[test]
    fn odd_rows() {
        assert_eq!(ModelRow::read(&json!({"name": "no id"})), None);
        assert_eq!(ModelRow::read(&json!("  ")), None);
        assert_eq!(ModelRow::read(&json!(5)), None);
        assert_eq!(ModelRow::read(&json!({"id": " a/b ", "model_id": "c"})).map(|row| row.id).as_deref(), Some("a/b"));
        assert_eq!(
            ModelRow::read(&json!({"id": "", "canonical_slug": "a/b-1"})).map(|row| row.id).as_deref(),
            Some("a/b-1")
        );
        let old = ModelRow::read(&json!({"id": "a/b", "architecture": {"modality": "text+image->text"}})).unwrap();
        assert_eq!(
            (old.input_modalities, old.output_modalities),
            (vec!["text".into(), "image".into()], vec!["text".into()])
        );
        let wrong =
            ModelRow::read(&json!({"id": "a/b", "context_length": "x", "aliases": "c", "pricing": 3, "created": null}));
        assert_eq!(wrong, ModelRow::from_id("a/b"));
    }
}
