//! The messages of chat and the input items of responses: nulls, parts, reasoning of former turns, calls of functions.
//! Not the text in them. **Invariant:** the order of messages and parts is kept; only what a person decided goes.

use super::Severity;
use super::caching::PART_REASON;
use super::draft::{Draft, kind_of, member, rename};
use super::nulls::without_nulls;
use crate::gateway::endpoint::Endpoint;
use crate::migrate::field_map::Kind;
use serde_json::{Map, Value, json};

const CONTENT_NULL: (Kind, &str) = (Kind::Request, "messages[].content: null");
const FILE_PART: (Kind, &str) = (Kind::Request, "messages[].content[].type: file");
const PART_CACHE: (Kind, &str) = (Kind::Request, "messages[].content[].cache_control");
const REASONING: (Kind, &str) = (Kind::Request, "messages[].reasoning");
const DETAILS: (Kind, &str) = (Kind::Request, "messages[].reasoning_details");
const ROLE_FUNCTION: (Kind, &str) = (Kind::Request, "messages[].role: function");
const CALL: (Kind, &str) = (Kind::Request, "messages[].function_call");

/// The call of a function that an answer is still expected for.
struct OpenCall {
    name: Option<Value>,
    id: String,
}

/// Translates them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    let list = match draft.endpoint {
        Endpoint::ChatCompletions => "messages",
        Endpoint::Responses => "input",
    };
    draft.revise(list, |draft, value| {
        let Value::Array(messages) = value else { return Some(value) };
        let mut open = None;
        let kept = messages.into_iter().enumerate().filter_map(|(at, message)| {
            let path = format!("{list}[{at}]");
            match message {
                Value::Object(message) => one(draft, &path, at, message, &mut open).map(Value::Object),
                other => Some(other),
            }
        });
        Some(Value::Array(kept.collect()))
    });
}

fn one(
    draft: &mut Draft<'_>,
    path: &str,
    at: usize,
    mut message: Map<String, Value>,
    open: &mut Option<OpenCall>,
) -> Option<Map<String, Value>> {
    let is_message = draft.endpoint == Endpoint::ChatCompletions
        || matches!(message.get("type").and_then(Value::as_str), None | Some("message"));
    if is_message && message.get("content").is_some_and(Value::is_null) {
        let empty = Value::from("");
        let reason = "The target refuses content: null with 400, also beside tool_calls: an empty text says the same.";
        draft.tell(member(path, "content"), CONTENT_NULL, Severity::Note, Some(&Value::Null), Some(&empty), reason);
        message.insert("content".to_owned(), empty);
    }
    without_nulls(draft, &mut message, path, &[]);
    if draft.endpoint == Endpoint::ChatCompletions {
        function_call(draft, path, at, &mut message, open);
        if message.get("role").and_then(Value::as_str) == Some("function")
            && !function_answer(draft, path, &mut message, open)
        {
            return None;
        }
        reasoning(draft, path, &mut message);
    }
    if let Some(Value::Array(parts)) = message.get_mut("content") {
        let had = parts.len();
        let place = member(path, "content");
        let old = std::mem::take(parts);
        *parts = old
            .into_iter()
            .enumerate()
            .filter_map(|(at, part)| one_part(draft, &format!("{place}[{at}]"), part))
            .collect();
        if parts.is_empty() && had > 0 {
            message.insert("content".to_owned(), Value::from(""));
        }
    }
    Some(message)
}

fn one_part(draft: &mut Draft<'_>, path: &str, part: Value) -> Option<Value> {
    let Value::Object(mut part) = part else { return Some(part) };
    without_nulls(draft, &mut part, path, &[]);
    for inner in ["image_url", "input_audio", "video_url", "file"] {
        if let Some(Value::Object(object)) = part.get_mut(inner) {
            without_nulls(draft, object, &member(path, inner), &[]);
        }
    }
    if let Some(control) = part.shift_remove("cache_control") {
        draft.gone(member(path, "cache_control"), PART_CACHE, Severity::Degrades, &control, PART_REASON);
    }
    let part = Value::Object(part);
    if kind_of(&part) == "file" && draft.endpoint == Endpoint::ChatCompletions {
        let reason = "The target refuses file parts on chat with 400. Send input_file on /responses, or put the text of the file into the message; without it the model does not see the file.";
        return draft.unsupported(path, FILE_PART, &part, reason).then_some(part);
    }
    Some(part)
}

/// Reasoning of a former turn: the target reads `reasoning_content` only.
fn reasoning(draft: &mut Draft<'_>, path: &str, message: &mut Map<String, Value>) {
    let details = message.shift_remove("reasoning_details");
    let texts: Vec<&str> = details
        .as_ref()
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|detail| detail.get("text").or_else(|| detail.get("summary")).and_then(Value::as_str))
        .collect();
    let is_there = message.contains_key("reasoning_content");
    match message.get("reasoning").cloned() {
        Some(Value::String(text)) if !is_there => {
            rename(message, "reasoning", "reasoning_content");
            let before = Value::from(text);
            let after = json!({ "reasoning_content": before });
            let reason = "The target reads reasoning of a former turn under the name reasoning_content and drops reasoning silently.";
            draft.tell(member(path, "reasoning"), REASONING, Severity::Note, Some(&before), Some(&after), reason);
        }
        Some(other) => {
            message.shift_remove("reasoning");
            let reason = "The target drops reasoning silently.";
            draft.gone(member(path, "reasoning"), REASONING, Severity::Note, &other, reason);
        }
        None if !is_there && !texts.is_empty() => {
            message.insert("reasoning_content".to_owned(), Value::from(texts.concat()));
        }
        None => {}
    }
    if let Some(details) = &details {
        let after = message.get("reasoning_content").map(|text| json!({ "reasoning_content": text }));
        let reason = "The target drops reasoning_details silently: only the text goes on, as reasoning_content. Signatures and encrypted parts of former turns do not reach the model.";
        let place = member(path, "reasoning_details");
        draft.tell(place, DETAILS, Severity::Degrades, Some(details), after.as_ref(), reason);
    }
}

/// `function_call` of an assistant's message becomes one of `tool_calls`.
fn function_call(
    draft: &mut Draft<'_>,
    path: &str,
    at: usize,
    message: &mut Map<String, Value>,
    open: &mut Option<OpenCall>,
) {
    if message.contains_key("tool_calls") || !message.get("function_call").is_some_and(Value::is_object) {
        return;
    }
    let Some(call) = message.get("function_call").cloned() else { return };
    let id = format!("call_of_message_{at}");
    let calls = json!([{ "id": id, "type": "function", "function": call }]);
    let after = json!({ "tool_calls": calls });
    rename(message, "function_call", "tool_calls");
    message.insert("tool_calls".to_owned(), calls);
    *open = Some(OpenCall { name: call.get("name").cloned(), id });
    let reason = "The target knows calls of functions as tool_calls, which have an id; the id is made up here.";
    draft.tell(member(path, "function_call"), CALL, Severity::Note, Some(&call), Some(&after), reason);
}

/// The answer of a function becomes that of a tool. False if it goes.
fn function_answer(
    draft: &mut Draft<'_>,
    path: &str,
    message: &mut Map<String, Value>,
    open: &mut Option<OpenCall>,
) -> bool {
    let before = Value::from("function");
    let answers =
        open.as_ref().is_some_and(|call| message.get("name").is_none_or(|name| Some(name) == call.name.as_ref()));
    match open.take().filter(|_| answers) {
        Some(call) => {
            message.insert("role".to_owned(), Value::from("tool"));
            message.insert("tool_call_id".to_owned(), Value::from(call.id));
            let reason = "The target refuses the role function with 400; it is the role tool with the id of the call.";
            let after = Value::from("tool");
            draft.tell(member(path, "role"), ROLE_FUNCTION, Severity::Note, Some(&before), Some(&after), reason);
            true
        }
        None => {
            let reason = "The target refuses the role function with 400, and no call before it tells the id that the role tool needs.";
            draft.unsupported(member(path, "role"), ROLE_FUNCTION, &before, reason)
        }
    }
}
