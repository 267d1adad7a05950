//! Places and types of both answers, items of lists folded into one.
//!
//! **Invariant:** null is absent, and a difference whose parent differs too is said once, at the parent.

use std::collections::BTreeSet;

use super::{Case, Layer, Reason, Standing, Verdict};
use crate::compare::answer_json::answer_json;
use crate::compare::ignore_rule::covering;
use crate::compare::shape::shape;
use crate::measure::number::NOTHING;
use crate::migrate::field_map::{Edition, Fate, Kind, Row, rows};

/// What every client of the protocol reads: chat, then responses.
const CORE: [&str; 9] = [
    "choices[]",
    "choices[].message",
    "choices[].message.content",
    "choices[].message.tool_calls[].function.name",
    "choices[].message.tool_calls[].function.arguments",
    "choices[].finish_reason",
    "output[]",
    "output[].type",
    "output[].content[].text",
];

/// Names that stand before the field that code reads.
const PREFIXES: [&str; 3] = ["choices[].message.", "choices[].", ""];

pub(super) fn judge(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = case.not_whole(Layer::Schema) {
        return verdict;
    }
    let (Some(source), Some(target)) = (answer_json(case.source), answer_json(case.target)) else {
        return Verdict::undecided(
            Layer::Schema,
            "There is no JSON of both answers to look at: the frames were left out of the case, or hold none.",
        );
    };
    let (source, target) = (shape(&source), shape(&target));
    let paths: BTreeSet<&String> = source.keys().chain(target.keys()).collect();
    let mut reasons = Vec::new();
    for path in paths {
        let parent_is_missing =
            parent(path).is_some_and(|parent| source.contains_key(parent) != target.contains_key(parent));
        if parent_is_missing {
            continue;
        }
        let (here, there) = (source.get(path), target.get(path));
        let differs = match (here, there) {
            (Some(here), Some(there)) => here.is_disjoint(there),
            _ => true,
        };
        if differs {
            reasons.push(reason(case, path, here, there).at(path));
        }
    }
    let passed = if reasons.is_empty() {
        "Both answers have the same fields of the same types."
    } else {
        "The answers differ in fields, but in none that counts."
    };
    Verdict::of(Layer::Schema, reasons, passed)
}

fn reason(
    case: &Case<'_>,
    path: &str,
    here: Option<&BTreeSet<&'static str>>,
    there: Option<&BTreeSet<&'static str>>,
) -> Reason {
    let words = |types: Option<&BTreeSet<&'static str>>| {
        types.map_or_else(|| NOTHING.to_owned(), |types| types.iter().copied().collect::<Vec<_>>().join(" or "))
    };
    let what = match (here, there) {
        (Some(_), Some(_)) => format!("`{path}` has another type at the target."),
        (Some(_), None) => format!("`{path}` is missing at the target."),
        (None, _) => format!("`{path}` is only at the target."),
    };
    let (standing, why) = if let Some(rule) = covering(case.ignored, path) {
        (Standing::Pass, format!("Not counted: {}", rule.reason))
    } else if here.is_none() {
        (Standing::Pass, "A field that is added breaks no reader.".to_owned())
    } else if let Some(read) = read_by_code(case.fields_read.unwrap_or_default(), path) {
        (Standing::Fail, format!("Your code reads `{read}`.{}", advice(case, path)))
    } else if CORE.contains(&path) {
        (Standing::Fail, "Every client of this protocol reads it.".to_owned())
    } else {
        // A field that the map calls the same, without a word more, is not documented as different.
        let edition = Edition::of_profile(case.profile).unwrap_or_default();
        let row = field_map_row(path).filter(|row| row.fate(edition) != Fate::Same || !row.note.is_empty());
        match (row, case.fields_read) {
            (Some(row), Some(_)) => (Standing::Pass, format!("{} No scanned code reads it.", documented(case, row))),
            (Some(row), None) => (
                Standing::Undecided,
                format!("{} No code was scanned, so who reads it is not known.", documented(case, row)),
            ),
            (None, _) => (Standing::Undecided, "The field map does not know this difference.".to_owned()),
        }
    };
    Reason::new(standing, format!("{what} {why}"), words(here), words(there))
}

/// What the field map has for a place that code reads.
fn advice(case: &Case<'_>, path: &str) -> String {
    field_map_row(path).map(|row| format!(" {}", documented(case, row))).unwrap_or_default()
}

fn documented(case: &Case<'_>, row: &Row) -> String {
    let edition = Edition::of_profile(case.profile).unwrap_or_default();
    let there = match row.target {
        "" => String::new(),
        target => format!(", there `{target}`"),
    };
    let note = if row.note.is_empty() { String::new() } else { format!(" {}", row.note) };
    format!("Field map, `{}`: {}{there} ({}).{note}", row.name, row.fate(edition).word(), row.date)
}

/// The names by which a place may be called: `choices[].message.reasoning` is also `message.reasoning`, `reasoning`.
fn names(path: &str) -> impl Iterator<Item = &str> {
    let of_message = path.strip_prefix("choices[].");
    let short = PREFIXES.into_iter().filter_map(move |prefix| path.strip_prefix(prefix));
    short.chain(of_message)
}

/// Whether a place is the field, or within it.
fn is_within(place: &str, field: &str) -> bool {
    let field = field.trim_end_matches("[]");
    place.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn read_by_code<'a>(fields: &'a [String], path: &str) -> Option<&'a str> {
    let reads = |field: &&String| names(path).any(|name| is_within(name, field) || is_within(field, name));
    fields.iter().find(reads).map(String::as_str)
}

fn field_map_row(path: &str) -> Option<&'static Row> {
    let of_answers = rows().iter().filter(|row| row.kind == Kind::Response && !row.name.contains(": "));
    of_answers.filter(|row| names(path).any(|name| is_within(name, row.name))).max_by_key(|row| row.name.len())
}

fn parent(path: &str) -> Option<&str> {
    match path.strip_suffix("[]") {
        Some(list) => Some(list),
        None => path.rsplit_once('.').map(|(parent, _)| parent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_the_inventory_lead_to_their_places() {
        let fields = |field: &str| vec![field.to_owned()];
        for (field, path, reads) in [
            ("usage.cost", "usage.cost", true),
            ("usage.cost", "usage", true),
            ("usage.cost", "usage.cost_details", false),
            ("native_finish_reason", "choices[].native_finish_reason", true),
            ("message.reasoning", "choices[].message.reasoning", true),
            ("reasoning_details", "choices[].message.reasoning_details", true),
            ("reasoning_details", "choices[].message.reasoning_details[].format", true),
            ("provider", "provider", true),
            ("provider", "providers", false),
        ] {
            assert_eq!(read_by_code(&fields(field), path).is_some(), reads, "{field} {path}");
        }
        // A place has its own row, or that of what it stands in.
        for (path, name) in [
            ("choices[].message.reasoning_details[].format", Some("message.reasoning_details[].format")),
            ("choices[].message.reasoning_details[].new_member", Some("message.reasoning_details[]")),
            ("usage.cost_details.upstream_inference_cost", Some("usage.cost_details.upstream_inference_cost")),
            ("usage.cost_details.new_member", Some("usage.cost_details")),
            ("surely_unknown", None),
        ] {
            assert_eq!(field_map_row(path).map(|row| row.name), name, "{path}");
        }
    }
}
