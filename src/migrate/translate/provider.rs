//! `provider`: preferences of routing, ids of providers, and promises of privacy.
//! Not `routing`, which is the target's own and wins over this object there.
//! **Invariant:** a list that limits providers is never made longer, and a promise never goes by itself.

use super::draft::{Draft, RowName, member};
use super::{PrivacyDecision, Severity};
use crate::migrate::field_map::{Edition, Kind};
use crate::migrate::presets::provider_id::{Found, find};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Translates it.
pub(super) fn translate(draft: &mut Draft<'_>) {
    draft.revise("provider", |draft, value| {
        let Value::Object(wishes) = value else {
            let reason =
                "The target takes an object here and answers 400 to anything else: name the provider in provider.only.";
            return draft.unsupported("provider", (Kind::Request, "provider as text"), &value, reason).then_some(value);
        };
        let was_empty = wishes.is_empty();
        let kept = translated(draft, wishes);
        (was_empty || !kept.is_empty()).then_some(Value::Object(kept))
    });
}

/// The preferences for the target.
pub(super) fn translated(draft: &mut Draft<'_>, wishes: Map<String, Value>) -> Map<String, Value> {
    let has_retention = wishes.contains_key("zdr");
    let keeps_order = wishes.get("allow_fallbacks").or(wishes.get("allowFallbacks")) == Some(&Value::Bool(false));
    let mut asks_for_retention = false;
    let mut kept = Map::new();
    for (name, value) in wishes {
        let path = member("provider", &name);
        let value = match name.as_str() {
            "order" => ids(draft, &path, "order", value, keeps_order),
            "only" => ids(draft, &path, "only", value, true),
            "ignore" => ids(draft, &path, "ignore", value, false),
            "data_collection" | "dataCollection" => {
                let (stays, retention) = data_collection(draft, &path, value);
                asks_for_retention |= retention;
                if retention && !has_retention {
                    kept.insert("zdr".to_owned(), Value::Bool(true));
                }
                stays
            }
            "zdr" => {
                if value == Value::Bool(true) {
                    let reason = "PRIVACY: the target reads zdr; its documents call it require_zero_data_retention. It stays. Prove it with a request before you rely on it.";
                    draft.tell(&path, (Kind::Preference, "zdr"), Severity::Privacy, Some(&value), Some(&value), reason);
                }
                Some(value)
            }
            "enforce_distillable_text" | "enforceDistillableText" => distillable(draft, &path, value),
            "quantizations" => quantizations(draft, &path, value),
            "sort" => sort(draft, &path, value),
            "max_price" | "maxPrice" => {
                let reason = "The target reads the same members; that they are USD per million tokens there too is an assumption.";
                draft.tell(&path, (Kind::Preference, "max_price"), Severity::Note, Some(&value), Some(&value), reason);
                Some(value)
            }
            _ => Some(value),
        };
        if let Some(value) = value {
            kept.insert(name, value);
        }
    }
    if asks_for_retention {
        kept.insert("zdr".to_owned(), Value::Bool(true));
    }
    kept
}

/// A list of provider ids. `limits` says that nothing outside of it may be used.
fn ids(draft: &mut Draft<'_>, path: &str, name: &'static str, value: Value, limits: bool) -> Option<Value> {
    let row: RowName = (Kind::Preference, name);
    let Value::Array(list) = value else { return Some(value) };
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    let mut unknown = Vec::new();
    for (at, item) in list.iter().enumerate() {
        let Some(text) = item.as_str() else {
            kept.push(item.clone());
            continue;
        };
        let place = format!("{path}[{at}]");
        match find(text) {
            Found::Same => {
                if seen.insert(text.to_owned()) {
                    kept.push(item.clone());
                }
            }
            Found::Known { target, variant, likely } => {
                let after = Value::from(target);
                let (row, severity, reason) = if variant {
                    let reason = "The target has no variants of providers, so that any of its offers may be used.";
                    ((Kind::Preference, "slug with a variant"), Severity::Degrades, reason)
                } else if likely {
                    (
                        row,
                        Severity::Degrades,
                        "The provider's id on the target by the likeness of the names: check the list of providers.",
                    )
                } else {
                    (row, Severity::Note, "The provider's id on the target.")
                };
                draft.tell(place, row, severity, Some(item), Some(&after), reason);
                if seen.insert(target.to_owned()) {
                    kept.push(after);
                }
            }
            Found::Unknown => unknown.push((place, item)),
        }
    }
    if unknown.is_empty() {
        return Some(Value::Array(kept));
    }
    if name == "ignore" {
        // It stays, for the case that the target has it under this very name after all.
        for (place, item) in &unknown {
            let reason = "The target is not known to have this provider. If it has it under another name, it is not kept out: check the list of providers.";
            draft.tell(place, row, Severity::Degrades, Some(item), Some(item), reason);
            kept.push((*item).clone());
        }
        return Some(Value::Array(kept));
    }
    if kept.is_empty() && limits {
        let before = Value::Array(list.clone());
        let reason = "The target is not known to have any of these providers, and without one no route is left (400). Without the list any provider may be used: choose.";
        return draft.unsupported(path, row, &before, reason).then_some(before);
    }
    for (place, item) in &unknown {
        let reason = "The target is not known to have this provider, so that it is left out of the list.";
        draft.gone(place, row, Severity::Degrades, item, reason);
    }
    (!kept.is_empty()).then_some(Value::Array(kept))
}

/// What stays of it, and whether zero retention is asked for instead.
fn data_collection(draft: &mut Draft<'_>, path: &str, value: Value) -> (Option<Value>, bool) {
    const ROW: RowName = (Kind::Preference, "data_collection");
    if value.as_str() == Some("allow") {
        let reason =
            "The target refuses data_collection with 400. allow is the source's default, so that nothing is lost.";
        draft.gone(path, ROW, Severity::Note, &value, reason);
        return (None, false);
    }
    match draft.decisions.privacy {
        PrivacyDecision::Ask => {
            let reason = "PRIVACY: the target refuses data_collection with 400 and has nothing that keeps this promise. It stays, so that no prompt is sent without it. Choose: zero data retention instead, which is another promise, or a policy of the workspace, or give the promise up.";
            draft.ask(path, ROW, Severity::Privacy, &value, reason);
            (Some(value), false)
        }
        PrivacyDecision::ZeroRetention => {
            let after = serde_json::json!({ "zdr": true });
            let reason = "PRIVACY: as decided, zero data retention is asked for instead. It is another promise: tell those to whom you gave the first.";
            draft.tell(path, ROW, Severity::Privacy, Some(&value), Some(&after), reason);
            (None, true)
        }
        PrivacyDecision::GiveUp => {
            let reason =
                "PRIVACY: as decided, this promise is given up. Providers may keep prompts and learn from them.";
            draft.gone(path, ROW, Severity::Privacy, &value, reason);
            (None, false)
        }
    }
}

fn distillable(draft: &mut Draft<'_>, path: &str, value: Value) -> Option<Value> {
    const ROW: RowName = (Kind::Preference, "enforce_distillable_text");
    if value == Value::Bool(false) {
        draft.gone(path, ROW, Severity::Note, &value, "The target refuses this field with 400; false is the default.");
        return None;
    }
    let reason = "The target refuses this field with 400 and has nothing like it: whether a model's answers may be used for training has to be checked by hand.";
    draft.unsupported(path, ROW, &value, reason).then_some(value)
}

fn quantizations(draft: &mut Draft<'_>, path: &str, value: Value) -> Option<Value> {
    const ROW: RowName = (Kind::Preference, "quantizations");
    match draft.edition {
        Edition::AiStats => {
            let reason = "This edition of the target refuses quantizations with 400: any precision may serve.";
            draft.gone(path, ROW, Severity::Degrades, &value, reason);
            None
        }
        Edition::Phaseo => {
            let reason = "The newest edition filters by its catalogue, so that no provider may be left; an older one answers 400.";
            draft.tell(path, ROW, Severity::Note, Some(&value), Some(&value), reason);
            Some(value)
        }
    }
}

fn sort(draft: &mut Draft<'_>, path: &str, value: Value) -> Option<Value> {
    const KNOWN: [&str; 3] = ["price", "latency", "throughput"];
    const UNKNOWN: &str = "The target sorts by price, latency or throughput; this wish is lost.";
    let row: RowName = (Kind::Preference, "sort: exacto");
    match value {
        Value::String(word) if KNOWN.contains(&word.as_str()) => Some(Value::String(word)),
        Value::Object(mut object) => {
            if let Some(partition) = object.shift_remove("partition") {
                let severity = if partition == "model" { Severity::Note } else { Severity::Degrades };
                let reason = "The target does not read partition: it sorts the providers of one model.";
                draft.gone(
                    member(path, "partition"),
                    (Kind::Preference, "sort.partition"),
                    severity,
                    &partition,
                    reason,
                );
            }
            let word = ["by", "mode", "metric"].iter().find_map(|name| object.get(*name)).and_then(Value::as_str);
            if word.is_some_and(|word| KNOWN.contains(&word)) {
                return Some(Value::Object(object));
            }
            draft.gone(path, row, Severity::Degrades, &Value::Object(object), UNKNOWN);
            None
        }
        other => {
            draft.gone(path, row, Severity::Degrades, &other, UNKNOWN);
            None
        }
    }
}
