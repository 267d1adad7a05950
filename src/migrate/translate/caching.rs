//! Prompt caching: `cache_control` at the top, `prompt_cache_options`. Parts and tools are read where they are.
//! The target documents `cache_control`, and its code refuses it at the top and strips it from parts (22 August 2026).

use super::Severity;
use super::draft::Draft;
use crate::migrate::field_map::Kind;
use serde_json::{Map, Value, json};

/// Why a mark of a part or tool goes.
pub(super) const PART_REASON: &str = "The target drops cache_control on parts and tools silently: nothing is cached, and the full price is paid. Use provider_options.anthropic.cache_control, or blocks of /messages.";

const TOP: (Kind, &str) = (Kind::Request, "cache_control");
const OPTIONS: (Kind, &str) = (Kind::Request, "prompt_cache_options");

/// Translates them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if let Some(control) = draft.body.shift_remove("cache_control") {
        let is_anthropic = draft.body.get("model").and_then(Value::as_str).is_some_and(|id| id.contains("anthropic/"));
        if is_anthropic && put(&mut draft.body, &control) {
            let reason = "The target refuses cache_control at the top with 400; for Anthropic it reads provider_options.anthropic.cache_control. Look at cached_tokens of the answers.";
            let after = json!({ "provider_options": { "anthropic": { "cache_control": control } } });
            draft.tell("cache_control", TOP, Severity::Degrades, Some(&control), Some(&after), reason);
        } else {
            let reason = "The target refuses cache_control at the top with 400. Models other than Anthropic's cache by themselves or not at all.";
            draft.gone("cache_control", TOP, Severity::Degrades, &control, reason);
        }
    }
    if let Some(options) = draft.body.shift_remove("prompt_cache_options") {
        let reason =
            "The target refuses prompt_cache_options with 400; it has prompt_cache_key and prompt_cache_retention.";
        draft.gone("prompt_cache_options", OPTIONS, Severity::Degrades, &options, reason);
    }
}

/// Puts the mark where the target reads it; false if something is in the way.
fn put(body: &mut Map<String, Value>, control: &Value) -> bool {
    let object = || Value::Object(Map::new());
    let Value::Object(options) = body.entry("provider_options").or_insert_with(object) else { return false };
    let Value::Object(anthropic) = options.entry("anthropic").or_insert_with(object) else { return false };
    if anthropic.contains_key("cache_control") {
        return false;
    }
    anthropic.insert("cache_control".to_owned(), control.clone());
    true
}
