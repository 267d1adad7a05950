//! The model id, and the lists that stand beside it: `models`, `route`.
//! Not a choice of models: an id changes by an approved pair or by a documented form; likeness never decides.
//! **Invariant:** an id of the target stays as it is.

use super::Severity;
use super::draft::Draft;
use super::suffix;
use crate::migrate::field_map::{Edition, Kind, row};
use serde_json::{Value, json};

/// What clients put before an id to say which API it is for.
const CLIENT_PREFIXES: [&str; 3] = ["openrouter/", "openrouter:", "open_router/"];

/// Authors with another name on the target (its catalogue, 22 August 2026). The names of their models differ too, so
/// that the id is a person's choice.
const MOVED_AUTHORS: [&str; 8] =
    ["x-ai/", "meta-llama/", "mistralai/", "bytedance-seed/", "deepcogito/", "essentialai/", "liquid/", "ibm-granite/"];

/// Ids under such authors that the target resolves as aliases (likewise).
const KEPT_ALIASES: [&str; 2] = ["mistralai/mistral-nemo", "ibm-granite/granite-4.0-h-micro"];

const ROUTERS: [&str; 7] = [
    "openrouter/auto",
    "openrouter/auto-beta",
    "openrouter/free",
    "openrouter/fusion",
    "openrouter/fusion-flash",
    "openrouter/pareto-code",
    "openrouter/bodybuilder",
];

/// Translates them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    fallbacks(draft);
    if !draft.body.contains_key("model") {
        let reason = "The source takes the account's default model; the target answers 400. Name the model that the account has.";
        draft.ask("model", (Kind::Model, "no model"), Severity::Refused, &Value::Null, reason);
    }
    draft.revise("model", |draft, value| match value {
        Value::String(id) => Some(Value::from(translated(draft, &id))),
        other => Some(other),
    });
}

/// `models` and `route`: accepted, and read by nobody.
fn fallbacks(draft: &mut Draft<'_>) {
    if let Some(models) = draft.body.shift_remove("models") {
        let first = models.get(0).filter(|first| first.is_string()).cloned();
        match first.filter(|_| !draft.body.contains_key("model")) {
            Some(first) => {
                // It was the model that is asked first, so it stands first.
                let rest = std::mem::take(&mut draft.body);
                draft.body.insert("model".to_owned(), first.clone());
                draft.body.extend(rest);
                let reason = "The target wants model and answers 400 without it. The first of the list becomes the model; the others are no fallbacks there.";
                let row = (Kind::Request, "models without model");
                draft.tell("models", row, Severity::Degrades, Some(&models), Some(&json!({ "model": first })), reason);
            }
            None => {
                let reason = "The target accepts models and does not read it: there is no fallback per request. It has dynamic routes bound to a key, and in its newest edition phaseo/auto.";
                draft.gone("models", (Kind::Request, "models"), Severity::Degrades, &models, reason);
            }
        }
    }
    if let Some(route) = draft.body.shift_remove("route") {
        let reason = "The target does not read route on chat and refuses it on /responses.";
        draft.gone("route", (Kind::Request, "route"), Severity::Note, &route, reason);
    }
}

/// The id for the target.
fn translated(draft: &mut Draft<'_>, id: &str) -> String {
    if let Some(target) = approved(draft, id) {
        return target;
    }
    if let Some(slug) = id.strip_prefix("@preset/") {
        let after = format!("@{slug}");
        let reason =
            "Presets of the source do not move: make the preset on the target under this name, or it answers 500.";
        tell(draft, (Kind::Model, "@preset/slug"), Severity::Degrades, id, &after, reason);
        if let Some(change) = draft.changes.last_mut() {
            change.requires_decision = true;
        }
        return after;
    }
    if let Some((model, _)) = id.split_once("@preset/") {
        let before = Value::from(id);
        let reason = "The target knows presets by the model name alone, so that a model and a preset do not go together. Make a preset with this model there.";
        let stays = draft.unsupported("model", (Kind::Model, "author/slug@preset/slug"), &before, reason);
        let model = if stays { return id.to_owned() } else { model.to_owned() };
        return translated_form(draft, &model);
    }
    translated_form(draft, id)
}

fn translated_form(draft: &mut Draft<'_>, id: &str) -> String {
    let bare = without_client_prefix(id);
    if bare != id {
        let reason = "The prefix is for clients that speak to many APIs; no API reads it.";
        tell(draft, (Kind::Model, "openrouter/ before an id"), Severity::Note, id, bare, reason);
    }
    if let Some(target) = approved(draft, bare) {
        return target;
    }
    let (base, suffixes) = suffix::split(bare);
    let (base, kept) = suffix::translate(draft, base, suffixes);
    if let Some(name) = ROUTERS.iter().find(|name| **name == base) {
        return format!("{}{kept}", router(draft, name));
    }
    let plain = base.strip_prefix('~').unwrap_or(base);
    if plain != base {
        let reason = "The aliases of the target have no ~; 39 of them were known in August 2026.";
        tell(draft, (Kind::Model, "~author/family-latest"), Severity::Note, base, plain, reason);
    }
    let plain = match approved(draft, plain) {
        Some(target) => target,
        None => {
            doubtful(draft, plain);
            plain.to_owned()
        }
    };
    format!("{plain}{kept}")
}

/// Strips what only a client understands, unless the author really is `openrouter`.
fn without_client_prefix(id: &str) -> &str {
    for prefix in CLIENT_PREFIXES {
        if let Some(rest) = id.strip_prefix(prefix).filter(|rest| rest.contains('/')) {
            return rest;
        }
    }
    id
}

/// Tells ids that the target surely does not know.
fn doubtful(draft: &mut Draft<'_>, id: &str) {
    let value = Value::from(id);
    if let Some(author) = MOVED_AUTHORS.iter().find(|author| id.starts_with(**author) && !KEPT_ALIASES.contains(&id)) {
        let target = row(Kind::Model, author).map_or("another author", |row| row.target);
        let reason = format!(
            "The target has this author's models under {target}, with names of its own. Choose the model; a likely name is not proof."
        );
        draft.ask("model", (Kind::Model, author), Severity::Refused, &value, reason);
    } else if id.starts_with("openrouter/") {
        let reason = "A model that only the source has. Choose a model.";
        draft.ask("model", (Kind::Model, "openrouter/ before an id"), Severity::Refused, &value, reason);
    } else if !id.contains('/') && !id.starts_with('@') {
        let reason = "Ids of the target have an author: author/slug. Choose the model.";
        draft.ask("model", (Kind::Model, "id without author"), Severity::Refused, &value, reason);
    }
}

fn approved(draft: &mut Draft<'_>, id: &str) -> Option<String> {
    let (_, target) = draft.decisions.aliases.iter().find(|(source, _)| *source == id)?;
    if *target != id {
        tell(draft, (Kind::Model, "author/slug"), Severity::Note, id, target, "By the approved alias map.");
    }
    Some((*target).to_owned())
}

fn router(draft: &mut Draft<'_>, name: &'static str) -> String {
    let before = Value::from(name);
    match name {
        "openrouter/free" if draft.edition == Edition::Phaseo => {
            let reason = "The target's own router of free models, if the workspace has free routes.";
            tell(draft, (Kind::Model, name), Severity::Degrades, name, "phaseo/free", reason);
            return "phaseo/free".to_owned();
        }
        "openrouter/auto" | "openrouter/auto-beta" if draft.edition == Edition::Phaseo => {
            let allowed = allowed_models(draft);
            let routing = draft.body.entry("routing").or_insert_with(|| json!({}));
            if let (Some(allowed), Value::Object(routing)) = (allowed, routing) {
                routing.insert("auto".to_owned(), json!({ "allowed_models": allowed }));
                let reason = "The target's own router (alpha) chooses among routing.auto.allowed_models, which are those of the plugin. It chooses by its own rules.";
                tell(draft, (Kind::Model, name), Severity::Degrades, name, "phaseo/auto", reason);
                return "phaseo/auto".to_owned();
            }
            if draft.body.get("routing").and_then(Value::as_object).is_some_and(serde_json::Map::is_empty) {
                draft.body.shift_remove("routing");
            }
        }
        _ => {}
    }
    let reason = match draft.edition {
        Edition::Phaseo if name.starts_with("openrouter/auto") => {
            "The target has phaseo/auto (alpha), which wants a list of 2 to 8 models in routing.auto.allowed_models. Choose the models, or one model."
        }
        _ => "The target has no such router. Choose a model.",
    };
    draft.ask("model", (Kind::Model, name), Severity::Refused, &before, reason);
    name.to_owned()
}

/// The 2 to 8 plain ids that the plugin of the source's router allows.
fn allowed_models(draft: &Draft<'_>) -> Option<Vec<String>> {
    let plugins = draft.body.get("plugins").and_then(Value::as_array)?;
    let plugin = plugins
        .iter()
        .find(|plugin| matches!(plugin.get("id").and_then(Value::as_str), Some("auto-router" | "auto-beta-router")))?;
    let list = plugin.get("allowed_models").and_then(Value::as_array).filter(|list| (2..=8).contains(&list.len()))?;
    let of = |id: &str| {
        let pair = draft.decisions.aliases.iter().find(|(source, _)| *source == id);
        pair.map_or(id, |(_, target)| *target).to_owned()
    };
    let plain = |id: &&str| id.contains('/') && !id.contains('*');
    let ids: Vec<String> = list.iter().filter_map(Value::as_str).filter(plain).map(of).collect();
    (ids.len() == list.len()).then_some(ids)
}

pub(super) fn tell(
    draft: &mut Draft<'_>,
    name: (Kind, &'static str),
    severity: Severity,
    before: &str,
    after: &str,
    reason: &str,
) {
    draft.tell("model", name, severity, Some(&Value::from(before)), Some(&Value::from(after)), reason);
}
