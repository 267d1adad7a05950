//! The parts of the Responses shape that both gateways share: output items and the order of events.
//! Not ids of requests, usage or the frame around an event: each gateway adds its own.
//! **Invariant:** sequence numbers run from 0 without gaps, and the text deltas joined are the text of the item.

use super::completion::{Completion, Finish, Said, Spoken};
use serde_json::{Map, Value, json};

/// One event in time.
pub(super) struct Event {
    pub(super) after_ms: u32,
    pub(super) json: Value,
    pub(super) shows_text: bool,
}

/// Reads the word that decides how it ended.
pub(super) fn status(completion: &Completion) -> &'static str {
    if completion.finish() == Finish::Length { "incomplete" } else { "completed" }
}

/// The output items of the first choice, each with its id.
pub(super) fn output(completion: &Completion, tag: &str, done: bool) -> Vec<Value> {
    let Some(spoken) = completion.choices.first().filter(|_| done) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    if !spoken.reasoning.is_empty() {
        items.push(reasoning_item(spoken, tag));
    }
    if spoken.call.is_some() {
        items.extend(call_item(spoken, tag, true));
    } else {
        items.push(message_item(spoken, tag, status(completion)));
    }
    items
}

fn reasoning_item(spoken: &Spoken, tag: &str) -> Value {
    json!({
        "id": format!("rs_{tag}"), "type": "reasoning", "status": "completed", "summary": [],
        "content": [{ "type": "reasoning_text", "text": spoken.reasoning }]
    })
}

fn message_item(spoken: &Spoken, tag: &str, status: &str) -> Value {
    json!({
        "id": format!("msg_{tag}"), "type": "message", "role": "assistant", "status": status,
        "content": [part(&spoken.text)]
    })
}

fn call_item(spoken: &Spoken, tag: &str, done: bool) -> Option<Value> {
    let call = spoken.call.as_ref()?;
    let (arguments, status) = if done { (call.arguments.as_str(), "completed") } else { ("", "in_progress") };
    Some(json!({
        "id": format!("fc_{tag}"), "type": "function_call", "call_id": call.id, "name": call.name,
        "arguments": arguments, "status": status
    }))
}

fn part(text: &str) -> Value {
    json!({ "type": "output_text", "text": text, "annotations": [], "logprobs": [] })
}

/// All events of an answer. `response` gives the gateway's response object, before the end (`false`) and at it.
pub(super) fn events(completion: &Completion, tag: &str, response: impl Fn(bool) -> Value) -> Vec<Event> {
    let mut row = Row { events: Vec::new() };
    row.push(5, "response.created", json!({ "response": response(false) }), false);
    row.push(1, "response.in_progress", json!({ "response": response(false) }), false);
    let Some(spoken) = completion.choices.first() else {
        return row.events;
    };
    let mut index = 0;
    let mut open: Option<&str> = None;
    for beat in completion.beats().iter().filter(|beat| beat.choice == 0) {
        let (kind, name, content, text) = match beat.said {
            Said::Reasoning(text) => ("reasoning", "response.reasoning_text.delta", true, text),
            Said::Text(text) => ("message", "response.output_text.delta", true, text),
            Said::CallStart(_) => {
                close(&mut row, &mut index, open, spoken, tag, status(completion));
                open = Some("call");
                let fields = json!({ "output_index": index, "item": call_item(spoken, tag, false) });
                row.push(beat.after_ms, "response.output_item.added", fields, false);
                continue;
            }
            Said::CallPart(text) => ("call", "response.function_call_arguments.delta", false, text),
        };
        if open != Some(kind) {
            close(&mut row, &mut index, open, spoken, tag, status(completion));
            begin(&mut row, index, kind, tag);
            open = Some(kind);
        }
        let mut fields = json!({ "item_id": item_id(kind, tag), "output_index": index, "delta": text });
        if let Some(fields) = fields.as_object_mut() {
            if content {
                fields.insert("content_index".into(), 0.into());
            }
            if kind == "message" {
                fields.insert("logprobs".into(), json!([]));
            }
        }
        row.push(beat.after_ms, name, fields, kind == "message");
    }
    close(&mut row, &mut index, open, spoken, tag, status(completion));
    let last = if status(completion) == "completed" { "response.completed" } else { "response.incomplete" };
    row.push(20, last, json!({ "response": response(true) }), false);
    row.events
}

fn item_id(kind: &str, tag: &str) -> String {
    match kind {
        "reasoning" => format!("rs_{tag}"),
        "message" => format!("msg_{tag}"),
        _ => format!("fc_{tag}"),
    }
}

fn begin(row: &mut Row, index: usize, kind: &str, tag: &str) {
    let id = item_id(kind, tag);
    if kind == "message" {
        let item = json!({ "id": id, "type": "message", "role": "assistant", "status": "in_progress", "content": [] });
        row.push(1, "response.output_item.added", json!({ "output_index": index, "item": item }), false);
        let fields = json!({ "item_id": id, "output_index": index, "content_index": 0, "part": part("") });
        row.push(0, "response.content_part.added", fields, false);
    } else if kind == "reasoning" {
        let item = json!({ "id": id, "type": "reasoning", "status": "in_progress", "summary": [] });
        row.push(1, "response.output_item.added", json!({ "output_index": index, "item": item }), false);
    }
}

fn close(row: &mut Row, index: &mut usize, open: Option<&str>, spoken: &Spoken, tag: &str, status: &str) {
    let Some(kind) = open else {
        return;
    };
    let place = |more: Value| {
        let mut fields = json!({ "item_id": item_id(kind, tag), "output_index": *index });
        if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
            fields.extend(more);
        }
        fields
    };
    let item = match kind {
        "reasoning" => {
            let fields = place(json!({ "content_index": 0, "text": spoken.reasoning }));
            row.push(2, "response.reasoning_text.done", fields, false);
            Some(reasoning_item(spoken, tag))
        }
        "message" => {
            let fields = place(json!({ "content_index": 0, "text": spoken.text, "logprobs": [] }));
            row.push(2, "response.output_text.done", fields, false);
            row.push(
                0,
                "response.content_part.done",
                place(json!({ "content_index": 0, "part": part(&spoken.text) })),
                false,
            );
            Some(message_item(spoken, tag, status))
        }
        _ => {
            let call = spoken.call.as_ref();
            let (name, arguments) = call.map_or(("", ""), |call| (call.name.as_str(), call.arguments.as_str()));
            let fields = place(json!({ "name": name, "arguments": arguments }));
            row.push(2, "response.function_call_arguments.done", fields, false);
            call_item(spoken, tag, true)
        }
    };
    row.push(0, "response.output_item.done", json!({ "output_index": *index, "item": item }), false);
    *index += 1;
}

struct Row {
    events: Vec<Event>,
}

impl Row {
    fn push(&mut self, after_ms: u32, name: &str, fields: Value, shows_text: bool) {
        let mut object = Map::new();
        object.insert("type".into(), name.into());
        object.insert("sequence_number".into(), self.events.len().into());
        if let Value::Object(fields) = fields {
            object.extend(fields);
        }
        self.events.push(Event { after_ms, json: Value::Object(object), shows_text });
    }
}

/// Fields that the response object repeats from the request, with OpenAI's defaults.
pub(super) fn echoed(body: &Map<String, Value>) -> Map<String, Value> {
    let of =
        |name: &str, otherwise: Value| body.get(name).filter(|value| !value.is_null()).cloned().unwrap_or(otherwise);
    let mut fields = Map::new();
    for (name, otherwise) in [
        ("instructions", Value::Null),
        ("max_output_tokens", Value::Null),
        ("max_tool_calls", Value::Null),
        ("metadata", json!({})),
        ("parallel_tool_calls", json!(true)),
        ("previous_response_id", Value::Null),
        ("prompt_cache_key", Value::Null),
        ("reasoning", json!({ "effort": null, "summary": null })),
        ("safety_identifier", Value::Null),
        ("service_tier", json!("default")),
        ("store", json!(false)),
        ("temperature", json!(1)),
        ("text", json!({ "format": { "type": "text" } })),
        ("tool_choice", json!("auto")),
        ("tools", json!([])),
        ("top_logprobs", json!(0)),
        ("top_p", json!(1)),
        ("truncation", json!("disabled")),
        ("user", Value::Null),
    ] {
        fields.insert(name.to_owned(), of(name, otherwise));
    }
    fields
}
