//! Choices of `/chat/completions`, from chunks and from whole completions.
//! Not a check of the protocol: a chunk that breaks it gives what can be had from it.
//! **Invariant:** choices stand in the order of their `index`, each index once.

use super::Extent;
use super::tools::{Tools, arguments_of};
use crate::gateway::answer::{Answer, Choice};
use crate::gateway::field::{count, list, text};
use crate::gateway::frame::Carries;
use serde_json::Value;
use std::borrow::Cow;

/// What is known of the choices beside the choices themselves.
#[derive(Debug, Clone, Default)]
pub(super) struct ChatMerge {
    /// Index and tool calls of each choice, in ascending order and parallel to the answer's choices.
    entries: Vec<(u64, Tools)>,
}

impl ChatMerge {
    /// Takes everything in `choices`; the list may be empty or null.
    pub(super) fn take(&mut self, answer: &mut Answer, value: &Value, extent: Extent, is_chunk: bool) -> Carries {
        let mut carries = Carries::default();
        for (position, choice) in list(value, "choices").iter().enumerate().filter(|(_, choice)| choice.is_object()) {
            let index = choice.get("index").and_then(count).unwrap_or(position as u64);
            let Some((held, tools)) = self.open(answer, index) else {
                continue;
            };
            let one = take_choice(held, tools, choice, extent, is_chunk);
            carries = carries.and(one);
        }
        carries
    }

    /// Whether a chunk has brought any output.
    pub(super) fn has_spoken(&self, answer: &Answer) -> bool {
        let speaks = |choice: &Choice| !choice.text.is_empty() || !choice.tool_calls.is_empty();
        !self.entries.is_empty() && answer.choices.iter().any(speaks)
    }

    /// Chooses the right reading of all tool arguments.
    pub(super) fn settle(&mut self, answer: &mut Answer) {
        for (choice, (_, tools)) in answer.choices.iter_mut().zip(&mut self.entries) {
            tools.settle(&mut choice.tool_calls);
        }
    }

    fn open<'a>(&'a mut self, answer: &'a mut Answer, index: u64) -> Option<(&'a mut Choice, &'a mut Tools)> {
        let position = match self.entries.binary_search_by_key(&index, |(held, _)| *held) {
            Ok(position) => position,
            Err(position) => {
                self.entries.insert(position, (index, Tools::default()));
                // A response snapshot that came before the first chunk has made a choice already.
                if answer.choices.len() < self.entries.len() {
                    answer.choices.insert(position.min(answer.choices.len()), Choice::default());
                }
                position
            }
        };
        Some((answer.choices.get_mut(position)?, &mut self.entries.get_mut(position)?.1))
    }
}

fn take_choice(held: &mut Choice, tools: &mut Tools, choice: &Value, extent: Extent, is_chunk: bool) -> Carries {
    let mut carries = Carries::default();
    let delta = choice.get("delta").filter(|delta| delta.is_object());
    let message = choice.get("message").filter(|message| message.is_object());
    // A completion has a message, a chunk has a delta. Some servers write `message` into chunks: such a message is a
    // snapshot only if it repeats what is held.
    let (body, whole) = match (extent, delta, message) {
        (Extent::Whole, delta, message) => (message.or(delta), true),
        (Extent::Fragment, Some(delta), _) => (Some(delta), false),
        (Extent::Fragment, None, Some(message)) => (Some(message), !is_chunk || repeats(held, message)),
        (Extent::Fragment, None, None) => (None, false),
    };
    if let Some(body) = body {
        carries = if whole { take_whole(held, tools, body) } else { take_fragment(held, tools, body) };
    }
    // The text of the old completions protocol, which some upstreams still let through.
    if let Some(old) = choice.get("text").and_then(Value::as_str).filter(|_| body.is_none()) {
        carries.text = if whole { replace(&mut held.text, old) } else { append(&mut held.text, old) };
    }
    if let Some(reason) = text(choice, "finish_reason") {
        finish(&mut held.finish_reason, reason);
        carries.finish = true;
    }
    if let Some(reason) = text(choice, "native_finish_reason") {
        held.native_finish_reason = Some(reason.to_owned());
    }
    carries
}

fn take_fragment(held: &mut Choice, tools: &mut Tools, delta: &Value) -> Carries {
    let mut carries = Carries {
        text: append(&mut held.text, &content_of(delta)),
        reasoning: append(&mut held.reasoning, &reasoning_of(delta)),
        ..Carries::default()
    };
    if let Some(refusal) = text(delta, "refusal") {
        held.refusal.get_or_insert_default().push_str(refusal);
    }
    let calls = list(delta, "tool_calls");
    for (position, call) in calls.iter().enumerate() {
        let id = text(call, "id");
        let key = key_of(held, tools, call, id, position, calls.len());
        let (name, arguments) = function_of(call.get("function").unwrap_or(call));
        tools.add(&mut held.tool_calls, key, id, name, &arguments);
        carries.tool = true;
    }
    if let Some(function) = delta.get("function_call").filter(|function| function.is_object()) {
        let (name, arguments) = function_of(function);
        tools.add(&mut held.tool_calls, 0, None, name, &arguments);
        carries.tool = true;
    }
    carries
}

fn take_whole(held: &mut Choice, tools: &mut Tools, message: &Value) -> Carries {
    let mut carries = Carries {
        snapshot: true,
        text: replace(&mut held.text, &content_of(message)),
        reasoning: replace(&mut held.reasoning, &reasoning_of(message)),
        ..Carries::default()
    };
    if let Some(refusal) = text(message, "refusal") {
        held.refusal = Some(refusal.to_owned());
    }
    let calls = list(message, "tool_calls");
    let function = message.get("function_call").filter(|function| function.is_object());
    if calls.is_empty() && function.is_none() {
        return carries;
    }
    let (mut fresh, mut fresh_calls) = (Tools::default(), Vec::new());
    for (position, call) in calls.iter().enumerate() {
        let key = call.get("index").and_then(count).unwrap_or(position as u64);
        let (name, arguments) = function_of(call.get("function").unwrap_or(call));
        fresh.set(&mut fresh_calls, key, text(call, "id"), name, &arguments);
    }
    if let Some(function) = function.filter(|_| calls.is_empty()) {
        let (name, arguments) = function_of(function);
        fresh.set(&mut fresh_calls, 0, None, name, &arguments);
    }
    carries.tool = fresh_calls != held.tool_calls;
    held.tool_calls = fresh_calls;
    *tools = fresh;
    carries
}

/// To which call a fragment belongs: by index; without one by id; without both it goes on with the last one.
fn key_of(held: &Choice, tools: &Tools, call: &Value, id: Option<&str>, position: usize, together: usize) -> u64 {
    if let Some(index) = call.get("index").and_then(count) {
        return index;
    }
    let next = tools.last_key().map_or(0, |last| last.saturating_add(1));
    match id {
        Some(id) => tools.key_of(&held.tool_calls, id).unwrap_or(next),
        None if together > 1 => position as u64,
        None => tools.last_key().unwrap_or(0),
    }
}

fn function_of(function: &Value) -> (&str, String) {
    let name = function.get("name").and_then(Value::as_str).unwrap_or_default();
    (name, arguments_of(function.get("arguments")))
}

/// The visible text: a string, or a list of parts of which those with text count.
fn content_of(message: &Value) -> Cow<'_, str> {
    match message.get("content") {
        Some(Value::String(content)) => Cow::Borrowed(content),
        Some(Value::Array(parts)) => parts
            .iter()
            .filter(|part| matches!(text(part, "type"), None | Some("text" | "output_text")))
            .filter_map(|part| part.as_str().or_else(|| part.get("text").and_then(Value::as_str)))
            .collect::<String>()
            .into(),
        _ => Cow::Borrowed(""),
    }
}

/// The reasoning text. A gateway that sends it under several names repeats itself, so one name is taken:
/// `reasoning` (source), `reasoning_content` (target), else the texts of `reasoning_details`.
fn reasoning_of(message: &Value) -> Cow<'_, str> {
    let named = ["reasoning", "reasoning_content"]
        .iter()
        .find_map(|key| message.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()));
    if let Some(named) = named {
        return Cow::Borrowed(named);
    }
    list(message, "reasoning_details")
        .iter()
        .filter_map(|detail| ["text", "summary"].iter().find_map(|key| detail.get(key).and_then(Value::as_str)))
        .collect::<String>()
        .into()
}

/// Whether a message repeats what is held, so that adding it would double it.
fn repeats(held: &Choice, message: &Value) -> bool {
    !held.text.is_empty() && content_of(message).starts_with(&held.text)
}

fn append(held: &mut String, addition: &str) -> bool {
    held.push_str(addition);
    !addition.is_empty()
}

/// Takes a text that is complete. An empty one erases nothing: some snapshots leave the text out.
pub(super) fn replace(held: &mut String, complete: &str) -> bool {
    let is_new = !complete.is_empty() && held != complete;
    if is_new {
        complete.clone_into(held);
    }
    is_new
}

/// A reason may come twice (source, August 2026). `completed` is the word of another protocol that re-encoded frames
/// bring along, so it gives way; `error` stays.
pub(super) fn finish(held: &mut Option<String>, reason: &str) {
    let gives_way = held.is_some() && reason == "completed";
    if !gives_way && held.as_deref() != Some("error") {
        *held = Some(reason.to_owned());
    }
}
