//! What OpenAI's dialect replaced long ago and the source still takes: `prompt` on chat, `functions`, `function_call`.
//! Not the messages that hold such calls: those are `messages`' part.

use super::Severity;
use super::draft::Draft;
use crate::gateway::endpoint::Endpoint;
use crate::migrate::field_map::Kind;
use serde_json::{Value, json};

/// Translates them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if draft.endpoint == Endpoint::ChatCompletions {
        prompt(draft);
    }
    functions(draft);
    function_call(draft);
}

fn prompt(draft: &mut Draft<'_>) {
    const ROW: (Kind, &str) = (Kind::Request, "prompt");
    let Some(prompt) = draft.body.get("prompt").cloned() else { return };
    if draft.body.contains_key("messages") {
        draft.body.shift_remove("prompt");
        let reason = "The target refuses prompt on chat with 400; messages are there.";
        draft.gone("prompt", ROW, Severity::Degrades, &prompt, reason);
    } else if prompt.is_string() {
        let messages = json!([{ "role": "user", "content": prompt }]);
        super::draft::rename(&mut draft.body, "prompt", "messages");
        draft.body.insert("messages".to_owned(), messages.clone());
        let messages = json!({ "messages": messages });
        let reason = "The target has no bare prompt: it becomes a message of the user. The model may answer otherwise.";
        draft.tell("prompt", ROW, Severity::Degrades, Some(&prompt), Some(&messages), reason);
    } else {
        let reason = "The target has no bare prompt, and a list of prompts is several requests: write messages.";
        draft.ask("prompt", ROW, Severity::Refused, &prompt, reason);
    }
}

fn functions(draft: &mut Draft<'_>) {
    const ROW: (Kind, &str) = (Kind::Request, "functions");
    let Some(Value::Array(functions)) = draft.body.get("functions") else { return };
    let before = Value::Array(functions.clone());
    let tools: Vec<Value> =
        functions.iter().map(|function| json!({ "type": "function", "function": function })).collect();
    match draft.body.get_mut("tools") {
        None => {
            super::draft::rename(&mut draft.body, "functions", "tools");
            draft.body.insert("tools".to_owned(), Value::Array(tools));
        }
        Some(Value::Array(there)) => {
            there.extend(tools);
            draft.body.shift_remove("functions");
        }
        Some(_) => {
            let reason = "The target refuses functions with 400, and tools is no list: write them as tools.";
            draft.ask("functions", ROW, Severity::Refused, &before, reason);
            return;
        }
    }
    let after = draft.body.get("tools").map(|tools| json!({ "tools": tools }));
    let reason =
        "The target refuses functions with 400; they are tools of type function. The answer comes in tool_calls.";
    draft.tell("functions", ROW, Severity::Degrades, Some(&before), after.as_ref(), reason);
}

fn function_call(draft: &mut Draft<'_>) {
    const ROW: (Kind, &str) = (Kind::Request, "function_call");
    let Some(before) = draft.body.get("function_call").cloned() else { return };
    if draft.body.contains_key("tool_choice") {
        draft.body.shift_remove("function_call");
        let reason = "The target refuses function_call with 400; tool_choice is there.";
        draft.gone("function_call", ROW, Severity::Note, &before, reason);
        return;
    }
    let after = match &before {
        Value::Object(named) => json!({ "type": "function", "function": named }),
        other => other.clone(),
    };
    super::draft::rename(&mut draft.body, "function_call", "tool_choice");
    draft.body.insert("tool_choice".to_owned(), after.clone());
    let after = json!({ "tool_choice": after });
    let reason = "The target refuses function_call with 400; it is called tool_choice.";
    draft.tell("function_call", ROW, Severity::Note, Some(&before), Some(&after), reason);
}
