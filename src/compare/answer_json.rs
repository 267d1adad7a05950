//! The JSON of an answer as one value, however it came: a whole body as it is, a stream put together as if it had come
//! whole. Not the reading of its meaning, which is `gateway::merge`'s; here every field stays, known or not.
//!
//! A chunk's `delta` and a whole answer's `message` are one place, `message`. A text that came in pieces is the one that
//! the merger holds. **Invariant:** a field that some frame had is there; what is `null` in a later frame erases nothing.
//! **Invariant:** each frame is read once, when it comes, so that the end of a long stream costs nothing.

use serde_json::{Map, Value, json};

use super::run::Run;
use crate::gateway::answer::{Choice, ToolCall};

/// What the frames so far add up to, without the texts that come in pieces.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// The only object so far: it may be a whole body.
    only: Option<Map<String, Value>>,
    /// How many objects there were.
    objects: usize,
    /// The `response` of the last event that has one.
    response: Option<Value>,
    /// All chunks in one.
    whole: Map<String, Value>,
    /// Snapshots of the other endpoint, in one: the target lets them into chat streams, where they repeat what the chunks
    /// said. They count only where there are no chunks.
    guests: Map<String, Value>,
    has_choices: bool,
}

impl Gathered {
    /// Takes the next frame; what is no JSON object adds nothing.
    pub fn take(&mut self, frame: &str) {
        let Ok(Value::Object(mut object)) = serde_json::from_str(frame.trim()) else { return };
        self.objects += 1;
        self.only = None;
        self.has_choices |= object.contains_key("choices");
        if self.objects == 1 && !is_event(&object) && !has_delta(&object) {
            self.only = Some(object.clone());
        }
        if !is_event(&object) {
            let is_guest = object.get("object").and_then(Value::as_str) == Some("response");
            fold(if is_guest { &mut self.guests } else { &mut self.whole }, &object);
        }
        if let Some(response @ Value::Object(_)) = object.get_mut("response") {
            self.response = Some(response.take());
        }
    }
}

/// The answer; `None` if no frame of it is JSON, or if the frames were left out of the case.
#[must_use]
pub fn answer_json(run: &Run) -> Option<Value> {
    let gathered = run.gathered();
    if let Some(only) = &gathered.only {
        return Some(Value::Object(only.clone()));
    }
    // `/responses`: the last event holds the whole answer.
    if let Some(response) = &gathered.response {
        return Some(response.clone());
    }
    let mut whole = if gathered.has_choices { Map::new() } else { gathered.guests.clone() };
    fold(&mut whole, &gathered.whole);
    if whole.is_empty() {
        return None;
    }
    if let Some(Value::Array(choices)) = whole.get_mut("choices") {
        for (choice, read) in choices.iter_mut().zip(&run.answer.choices) {
            complete(choice, read);
        }
    }
    Some(Value::Object(whole))
}

fn is_event(object: &Map<String, Value>) -> bool {
    object.get("type").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("response."))
}

fn has_delta(object: &Map<String, Value>) -> bool {
    let choices = object.get("choices").and_then(Value::as_array);
    choices.is_some_and(|choices| choices.iter().any(|choice| choice.get("delta").is_some()))
}

/// Takes a frame in: what it says replaces what was held, but for choices, which are taken by their index.
fn fold(whole: &mut Map<String, Value>, frame: &Map<String, Value>) {
    for (name, value) in frame {
        match (name.as_str(), value) {
            ("choices", Value::Array(choices)) => {
                let held = whole.entry("choices").or_insert_with(|| json!([]));
                for (position, choice) in choices.iter().enumerate() {
                    let index = choice.get("index").and_then(Value::as_u64).unwrap_or(position as u64);
                    fold_choice(held, index, choice);
                }
            }
            (_, Value::Object(inner)) => match whole.get_mut(name) {
                Some(Value::Object(held)) => fold(held, inner),
                _ => {
                    whole.insert(name.clone(), value.clone());
                }
            },
            _ => set(whole, name, value),
        }
    }
}

fn set(held: &mut Map<String, Value>, name: &str, value: &Value) {
    if !value.is_null() || !held.contains_key(name) {
        held.insert(name.to_owned(), value.clone());
    }
}

/// How many choices are believed; an index beyond is of a broken frame.
const MOST_CHOICES: u64 = 128;

fn fold_choice(held: &mut Value, index: u64, choice: &Value) {
    let (Value::Array(held), Value::Object(choice)) = (held, choice) else { return };
    if index >= MOST_CHOICES {
        return;
    }
    while held.len() as u64 <= index {
        held.push(Value::Object(Map::new()));
    }
    let Some(Value::Object(held)) = usize::try_from(index).ok().and_then(|at| held.get_mut(at)) else { return };
    for (name, value) in choice {
        match (name.as_str(), value) {
            ("delta" | "message", Value::Object(message)) => {
                let place = held.entry("message").or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(place) = place {
                    message.iter().for_each(|(name, value)| fold_message(place, name, value));
                }
            }
            _ => set(held, name, value),
        }
    }
}

/// A list of a message grows by what a frame adds; by the index of its items where they have one.
fn fold_message(message: &mut Map<String, Value>, name: &str, value: &Value) {
    let Value::Array(items) = value else {
        set(message, name, value);
        return;
    };
    let place = message.entry(name).or_insert_with(|| json!([]));
    if place.is_null() {
        *place = json!([]);
    }
    let Value::Array(held) = place else { return };
    for (position, item) in items.iter().enumerate() {
        let at = item.get("index").and_then(Value::as_u64).unwrap_or(position as u64);
        let is_full = held.len() as u64 >= MOST_CHOICES;
        match (usize::try_from(at).ok().and_then(|at| held.get_mut(at)), item) {
            (Some(Value::Object(held)), Value::Object(item)) => fold(held, item),
            _ if !is_full => held.push(item.clone()),
            _ => {}
        }
    }
}

/// Puts in the texts that came in pieces.
fn complete(choice: &mut Value, read: &Choice) {
    let Some(Value::Object(message)) = choice.get_mut("message") else { return };
    if !read.text.is_empty() {
        message.insert("content".to_owned(), Value::String(read.text.clone()));
    }
    for name in ["reasoning", "reasoning_content"] {
        if let Some(place @ Value::String(_)) = message.get_mut(name) {
            *place = Value::String(read.reasoning.clone());
        }
    }
    if let Some(refusal) = &read.refusal {
        message.insert("refusal".to_owned(), Value::String(refusal.clone()));
    }
    if let Some(Value::Array(calls)) = message.get_mut("tool_calls") {
        for (call, read) in calls.iter_mut().zip(&read.tool_calls) {
            complete_call(call, read);
        }
    }
}

fn complete_call(call: &mut Value, read: &ToolCall) {
    if let Some(Value::Object(function)) = call.get_mut("function") {
        function.insert("name".to_owned(), Value::String(read.name.clone()));
        function.insert("arguments".to_owned(), Value::String(read.arguments.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests_support::run_of;
    use crate::gateway::endpoint::Endpoint;
    use crate::gateway::http::HttpHead;
    use crate::share::redaction::Redactor;

    #[track_caller]
    fn check(endpoint: Endpoint, stream: bool, body: &str, expected: Value) {
        assert_eq!(answer_json(&run_of(endpoint, stream, body)), Some(expected));
    }

    #[test]
    fn a_body_is_itself() {
        let body = json!({"id": "x", "choices": [{"message": {"content": "hi"}}], "odd": [1]});
        check(Endpoint::ChatCompletions, false, &body.to_string(), body);
    }

    #[test]
    fn chunks_are_put_together() {
        let body = concat!(
            ": wait\n\n",
            "data: {\"id\":\"a\",\"provider\":\"P\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Gu\"},\"finish_reason\":null}]}\n\n",
            "data: {\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ten\"},\"finish_reason\":null}]}\n\n",
            "data: {\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1}}\n\n",
            "data: [DONE]\n\n",
        );
        let expected = json!({
            "id": "a", "provider": "P",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "Guten"}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1}
        });
        check(Endpoint::ChatCompletions, true, body, expected);
    }

    #[test]
    fn fragments_of_arguments_are_one_text() {
        let frame = |arguments: &str, first: bool| {
            let call = if first {
                json!({"index": 0, "id": "call_1", "type": "function", "function": {"name": "weather", "arguments": arguments}})
            } else {
                json!({"index": 0, "function": {"arguments": arguments}})
            };
            format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]}))
        };
        let body = frame("{\"city\":", true) + &frame("\"Rome\"}", false);
        let call = json!({"index": 0, "id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\":\"Rome\"}"}});
        check(
            Endpoint::ChatCompletions,
            true,
            &body,
            json!({"choices": [{"index": 0, "message": {"tool_calls": [call]}}]}),
        );
    }

    #[test]
    fn the_last_event_of_responses_is_the_answer() {
        let body = concat!(
            "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"status\":\"in_progress\"}}\n\n",
            "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n",
            "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[]}}\n\n",
        );
        check(Endpoint::Responses, true, body, json!({"id": "r", "status": "completed", "output": []}));
    }

    #[test]
    fn a_guest_counts_only_where_there_are_no_chunks() {
        let guest = json!({"object": "response", "id": "guest", "extra": 1});
        let chunk = json!({"id": "c", "choices": [{"index": 0, "delta": {"content": "Hi"}}]});
        let whole = json!({"id": "c", "choices": [{"index": 0, "message": {"content": "Hi"}}]});
        let other = json!({"note": "x"});
        for (frames, expected) in [
            (vec![&guest, &chunk], &whole),
            (vec![&chunk, &guest], &whole),
            (vec![&guest, &other], &json!({"object": "response", "id": "guest", "extra": 1, "note": "x"})),
        ] {
            let body: String = frames.iter().map(|frame| format!("data: {frame}\n\n")).collect();
            check(Endpoint::ChatCompletions, true, &body, expected.clone());
        }
    }

    #[test]
    fn a_key_that_comes_in_pieces_leaves_none_of_them() {
        // Of no known form, so that a piece is not masked by itself.
        let key = "marker-of-a-key-0123456789-abcdefghij-klmnopqrst";
        let (redactor, (one, other)) = (Redactor::new([(key.to_owned(), "source key")]), key.split_at(24));
        let mut run = run_of(Endpoint::ChatCompletions, true, "data: {\"id\":\"a\"}\n\n");
        run.head_arrived(0.0, HttpHead { status: 200, headers: Vec::new() }, &redactor);
        // Each piece comes with a batch of its own, and one more after the key was whole.
        for piece in [one, other, " bye"] {
            let chunk = json!({"id": piece, "choices": [{"index": 0, "delta": {"content": piece, "odd": [piece]}}]});
            let frames = run.bytes_arrived(1.0, format!("data: {chunk}\n\n").as_bytes());
            run.keep(frames, &redactor);
        }
        let said = format!("{:?} {:?}", run.gathered(), answer_json(&run));
        assert!(!said.contains(one) && !said.contains(other), "{said}");
    }

    #[test]
    fn no_json_is_no_answer() {
        for body in ["", "<html>", "data: [DONE]\n\n"] {
            assert_eq!(answer_json(&run_of(Endpoint::ChatCompletions, true, body)), None, "{body}");
        }
    }
}
