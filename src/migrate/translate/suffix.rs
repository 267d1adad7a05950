//! Suffixes of model ids: `:nitro`, `:floor`, `:online`, `:thinking` and the others, one after another.
//! Not `provider:org/model`, the target's own form: only what follows the last slash is read.
//! **Invariant:** what the target knows stays; a suffix that costs money or is unknown is never dropped by itself.

use super::Severity;
use super::draft::Draft;
use crate::migrate::field_map::{Edition, Kind};
use serde_json::{Value, json};

/// The ids that the target has with `:free` (its catalogue, 22 August 2026).
const FREE: [&str; 11] = [
    "google/gemma-4-26b-a4b",
    "google/gemma-4-31b",
    "mistral/devstral-small-2",
    "mistral/leanstral",
    "mistral/leanstral-1.5",
    "nex-agi/nex-n2-pro",
    "poolside/laguna-m.1",
    "poolside/laguna-s-2.1",
    "poolside/laguna-xs-2.1",
    "tencent/hy3",
    "xiaomi/mimo-v2.5-tts",
];

/// Takes an id apart: what stands before the first colon of its name, and the suffixes with their colons.
pub(super) fn split(id: &str) -> (&str, &str) {
    let name = id.rfind('/').map_or(0, |slash| slash + 1);
    let colon = id.get(name..).and_then(|rest| rest.find(':')).map(|colon| name + colon);
    match colon.and_then(|colon| Some((id.get(..colon)?, id.get(colon..)?))) {
        Some((base, suffixes)) => (base, suffixes),
        None => (id, ""),
    }
}

/// Translates the suffixes; gives the base and the suffixes that stay.
pub(super) fn translate<'a>(draft: &mut Draft<'_>, base: &'a str, suffixes: &str) -> (&'a str, String) {
    let mut kept = String::new();
    for suffix in suffixes.split(':').skip(1) {
        if stays(draft, base, suffix) {
            kept.push(':');
            kept.push_str(suffix);
        }
    }
    (base, kept)
}

fn stays(draft: &mut Draft<'_>, base: &str, suffix: &str) -> bool {
    let before = Value::from(format!(":{suffix}"));
    let gone = |draft: &mut Draft<'_>, name: &'static str, after: Option<Value>, reason: &str| {
        draft.tell("model", (Kind::Suffix, name), Severity::Degrades, Some(&before), after.as_ref(), reason);
        false
    };
    match suffix {
        "free" if FREE.contains(&base) => true,
        "free" => {
            let reason = "The target has this id with :free only if its catalogue says so (11 ids in August 2026), and answers 400 otherwise. Without the suffix the model costs money: choose.";
            draft.ask("model", (Kind::Suffix, ":free"), Severity::Refused, &before, reason);
            true
        }
        "nitro" if draft.edition == Edition::Phaseo => {
            let reason = "The newest guide supports :nitro. Should it be refused, send provider.sort throughput.";
            draft.tell("model", (Kind::Suffix, ":nitro"), Severity::Note, Some(&before), Some(&before), reason);
            true
        }
        // The target's own suffixes.
        "cheap" | "fast" if draft.edition == Edition::Phaseo => true,
        "nitro" => sorted(draft, &before, ":nitro", "throughput"),
        "floor" => sorted(draft, &before, ":floor", "price"),
        "online" => {
            if draft.add_tool("phaseo:web_search") {
                let reason = "The target has no :online: its tool phaseo:web_search searches, at its own prices and when the model calls it.";
                gone(draft, ":online", Some(json!({ "tools": [{ "type": "phaseo:web_search" }] })), reason)
            } else {
                let reason = "The target has no :online, and tools is no list: add the tool phaseo:web_search.";
                gone(draft, ":online", None, reason)
            }
        }
        "thinking" => {
            let asked = draft.body.contains_key("reasoning") || draft.body.contains_key("reasoning_effort");
            if asked {
                let reason = "The target has no :thinking; reasoning is asked for already.";
                return gone(draft, ":thinking", None, reason);
            }
            draft.set_inner("reasoning", "effort", "medium");
            let reason =
                "The target has no :thinking: reasoning with an effort asks for the same. Medium is its default.";
            gone(draft, ":thinking", Some(json!({ "reasoning": { "effort": "medium" } })), reason)
        }
        "extended" => gone(
            draft,
            ":extended",
            None,
            "The target has no listing with a longer context: check the limits of the model.",
        ),
        "exacto" => {
            gone(draft, ":exacto", None, "The target does not sort providers by quality: name them in provider.order.")
        }
        "beta" => gone(draft, ":beta", None, "The target has no such listing."),
        "batch" => gone(
            draft,
            ":batch",
            None,
            "Batches are an endpoint of their own on the target; this request pays the full price.",
        ),
        _ => {
            let reason = "The target reads an unknown suffix as a part of the id and answers 400.";
            draft.unsupported("model", (Kind::Suffix, "any other suffix"), &before, reason)
        }
    }
}

fn sorted(draft: &mut Draft<'_>, before: &Value, name: &'static str, by: &str) -> bool {
    let after = json!({ "provider": { "sort": by } });
    let (after, reason) = if draft.set_inner("provider", "sort", by) {
        (Some(after), "The target does not know this suffix; provider.sort says the same.")
    } else {
        (None, "The target does not know this suffix, and provider.sort says something else already, which stays.")
    };
    draft.tell("model", (Kind::Suffix, name), Severity::Degrades, Some(before), after.as_ref(), reason);
    false
}
