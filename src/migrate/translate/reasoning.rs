//! `reasoning` and `include_reasoning`.
//! Not the reasoning of former turns, which stands in messages.

use super::Severity;
use super::draft::Draft;
use crate::migrate::field_map::Kind;
use serde_json::{Value, json};

const INCLUDE: (Kind, &str) = (Kind::Request, "include_reasoning");
const EXCLUDE: (Kind, &str) = (Kind::Request, "reasoning.exclude");

/// Translates them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if let Some(include) = draft.body.shift_remove("include_reasoning") {
        let has_own = draft.body.contains_key("reasoning") || draft.body.contains_key("reasoning_effort");
        if include == Value::Bool(true) && !has_own {
            let after = json!({ "enabled": true });
            draft.body.insert("reasoning".to_owned(), after.clone());
            let reason =
                "The target refuses include_reasoning with 400; it reads reasoning, and adds effort medium to it.";
            draft.tell("include_reasoning", INCLUDE, Severity::Note, Some(&include), Some(&after), reason);
        } else if include == Value::Bool(true) {
            let reason = "The target refuses include_reasoning with 400; reasoning is asked for already.";
            draft.gone("include_reasoning", INCLUDE, Severity::Note, &include, reason);
        } else {
            let reason = "The target refuses include_reasoning with 400 and cannot hide reasoning: leave reasoning_content out of what is shown.";
            draft.gone("include_reasoning", INCLUDE, Severity::Degrades, &include, reason);
        }
    }
    draft.revise("reasoning", |draft, value| {
        let Value::Object(mut reasoning) = value else {
            draft.ask("reasoning", (Kind::Request, "reasoning"), Severity::Refused, &value, "The target takes an object here and answers 400.");
            return Some(value);
        };
        if let Some(exclude) = reasoning.shift_remove("exclude") {
            let (severity, reason) = if exclude == Value::Bool(false) {
                (Severity::Note, "The target does not know exclude; false is what it does anyway.")
            } else {
                (Severity::Degrades, "The target drops exclude silently: reasoning comes back in reasoning_content. Leave it out of what is shown.")
            };
            draft.gone("reasoning.exclude", EXCLUDE, severity, &exclude, reason);
            if reasoning.is_empty() {
                // An empty object would ask for effort medium.
                return None;
            }
        }
        if let Some(budget) = reasoning.get("max_tokens").filter(|_| !reasoning.contains_key("effort")) {
            let reason = "The target adds effort medium beside max_tokens.";
            draft.tell("reasoning.max_tokens", (Kind::Request, "reasoning.max_tokens"), Severity::Note, Some(budget), Some(budget), reason);
        }
        if let Some(context) = reasoning.get("context") {
            let reason = "Whether the target reads this is not known; its schema does not name it.";
            draft.tell("reasoning.context", (Kind::Request, "reasoning.context"), Severity::Degrades, Some(context), Some(context), reason);
        }
        Some(Value::Object(reasoning))
    });
}
