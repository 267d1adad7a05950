//! The output of `/responses`, from events and from whole response objects.
//! Not a store of all items: only texts, reasoning, refusals and function calls are held.
//!
//! Deltas are kept apart by output and part until the end, because parts may be streamed side by side.
//!
//! **Invariant:** the answer's text is the parts' texts in the order of output and part, with nothing between them;
//! reasoning parts are paragraphs, and summaries count only if there is no full reasoning.

use super::Extent;
use super::chat::{finish, replace};
use super::tools::{Tools, arguments_of};
use crate::gateway::answer::{Answer, Choice, ToolCall};
use crate::gateway::field::{first_text, list, text};
use crate::gateway::frame::Carries;
use serde_json::Value;
use std::collections::BTreeMap;

/// Output and part.
type Key = (u64, u64);

/// Texts by their place.
#[derive(Debug, Clone, Default)]
struct Parts(BTreeMap<Key, String>);

impl Parts {
    fn append(&mut self, key: Key, addition: &str) -> Place {
        let last = self.0.last_key_value().map(|(last, _)| *last);
        self.0.entry(key).or_default().push_str(addition);
        match last {
            Some(last) if last == key => Place::SameEnd,
            Some(last) if last > key => Place::Within,
            _ => Place::NewEnd,
        }
    }

    fn joined(&self, between: &str) -> String {
        self.0.values().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
    }
}

/// Where an addition fell: at the end of the joined text it can be added there too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    SameEnd,
    NewEnd,
    Within,
}

/// The kinds of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Refusal,
    Reasoning,
    Summary,
}

/// What the output is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct ResponsesMerge {
    texts: Parts,
    refusals: Parts,
    reasonings: Parts,
    summaries: Parts,
    tools: Tools,
    /// Which output an item id stands for, for events that carry no index.
    items: BTreeMap<String, u64>,
    last_output: u64,
}

impl ResponsesMerge {
    /// Takes an event that is not a whole response.
    pub(super) fn event(&mut self, answer: &mut Answer, kind: &str, value: &Value) -> Carries {
        let Some(name) = kind.strip_prefix("response.") else {
            return Carries::default();
        };
        let output = self.output_of(value);
        let part = ["content_index", "summary_index"].iter().find_map(|key| value.get(key).and_then(Value::as_u64));
        let key = (output, part.unwrap_or(0));
        let words = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
        let (delta, whole) = (Extent::Fragment, Extent::Whole);
        match name {
            "output_text.delta" => self.words(answer, Kind::Text, key, words("delta"), delta),
            "output_text.done" => self.words(answer, Kind::Text, key, words("text"), whole),
            "refusal.delta" => self.words(answer, Kind::Refusal, key, words("delta"), delta),
            "refusal.done" => self.words(answer, Kind::Refusal, key, words("refusal"), whole),
            "reasoning_text.delta" | "reasoning.delta" => {
                self.words(answer, Kind::Reasoning, key, words("delta"), delta)
            }
            "reasoning_text.done" | "reasoning.done" => self.words(answer, Kind::Reasoning, key, words("text"), whole),
            "reasoning_summary_text.delta" | "reasoning_summary.delta" => {
                self.words(answer, Kind::Summary, key, words("delta"), delta)
            }
            "reasoning_summary_text.done" | "reasoning_summary.done" => {
                self.words(answer, Kind::Summary, key, words("text"), whole)
            }
            "function_call_arguments.delta" => {
                let fragment = arguments_of(value.get("delta"));
                if let Some(choice) = choice_of(answer) {
                    self.tools.add(&mut choice.tool_calls, output, None, "", &fragment);
                }
                renumber(answer);
                Carries { tool: !fragment.is_empty(), ..Carries::default() }
            }
            "function_call_arguments.done" => {
                let arguments = arguments_of(value.get("arguments"));
                let call = (text(value, "call_id"), text(value, "name").unwrap_or_default());
                self.call(answer, output, call, &arguments)
            }
            "content_part.done" => value.get("part").map_or(Carries::default(), |part| self.part(answer, key, part)),
            "output_item.added" | "output_item.done" => {
                value.get("item").map_or(Carries::default(), |item| self.item(answer, output, item))
            }
            _ => Carries::default(),
        }
    }

    /// Takes a whole response. What it holds replaces what was streamed; what it leaves out stays.
    pub(super) fn snapshot(&mut self, answer: &mut Answer, response: &Value) -> Carries {
        let mut whole = Answer::default();
        let mut fresh = ResponsesMerge::default();
        for (position, item) in list(response, "output").iter().enumerate() {
            fresh.item(&mut whole, position as u64, item);
        }
        let mut found = whole.choices.into_iter().next().unwrap_or_default();
        // A convenience of the client libraries that a few servers put on the wire.
        if found.text.is_empty() {
            found.text = text(response, "output_text").unwrap_or_default().to_owned();
        }
        let status = text(response, "status");
        let reason = response.get("incomplete_details").and_then(|details| text(details, "reason")).or(status);
        let mut carries = Carries { snapshot: true, ..Carries::default() };
        if found == Choice::default() && reason.is_none_or(|reason| reason == "failed") && answer.choices.is_empty() {
            return carries;
        }
        let Some(held) = choice_of(answer) else { return carries };
        carries.text = replace(&mut held.text, &found.text);
        carries.reasoning = replace(&mut held.reasoning, &found.reasoning);
        if found.refusal.is_some() {
            held.refusal = found.refusal;
        }
        if !found.tool_calls.is_empty() {
            carries.tool = held.tool_calls != found.tool_calls;
            held.tool_calls = found.tool_calls;
        }
        if let Some(reason) = reason {
            finish(&mut held.finish_reason, reason);
        }
        if !fresh.tools.is_empty() {
            self.tools = fresh.tools;
        }
        for (held, fresh) in [
            (&mut self.texts, fresh.texts),
            (&mut self.refusals, fresh.refusals),
            (&mut self.reasonings, fresh.reasonings),
            (&mut self.summaries, fresh.summaries),
        ] {
            if !fresh.0.is_empty() {
                *held = fresh;
            }
        }
        carries
    }

    /// Chooses the right reading of all tool arguments.
    pub(super) fn settle(&mut self, answer: &mut Answer) {
        if let Some(choice) = answer.choices.first_mut().filter(|_| !self.tools.is_empty()) {
            self.tools.settle(&mut choice.tool_calls);
        }
    }

    fn item(&mut self, answer: &mut Answer, output: u64, item: &Value) -> Carries {
        if let Some(id) = text(item, "id") {
            self.items.entry(id.to_owned()).or_insert(output);
        }
        match text(item, "type") {
            Some("function_call") => {
                let call = (first_text(item, &["call_id", "id"]), text(item, "name").unwrap_or_default());
                self.call(answer, output, call, &arguments_of(item.get("arguments")))
            }
            Some("message") | None => match item.get("content") {
                Some(Value::String(content)) => self.words(answer, Kind::Text, (output, 0), content, Extent::Whole),
                _ => self.parts(answer, output, list(item, "content")),
            },
            Some("reasoning") => {
                let full = self.parts(answer, output, list(item, "content"));
                full.and(self.parts(answer, output, list(item, "summary")))
            }
            Some(_) => Carries::default(),
        }
    }

    fn parts(&mut self, answer: &mut Answer, output: u64, parts: &[Value]) -> Carries {
        let mut carries = Carries::default();
        for (position, part) in parts.iter().enumerate() {
            carries = carries.and(self.part(answer, (output, position as u64), part));
        }
        carries
    }

    fn part(&mut self, answer: &mut Answer, key: Key, part: &Value) -> Carries {
        let words = |field: &str| part.get(field).and_then(Value::as_str).unwrap_or_default();
        match text(part, "type") {
            Some("output_text" | "text") | None => self.words(answer, Kind::Text, key, words("text"), Extent::Whole),
            Some("refusal") => self.words(answer, Kind::Refusal, key, words("refusal"), Extent::Whole),
            Some("reasoning_text") => self.words(answer, Kind::Reasoning, key, words("text"), Extent::Whole),
            Some("summary_text") => self.words(answer, Kind::Summary, key, words("text"), Extent::Whole),
            Some(_) => Carries::default(),
        }
    }

    fn call(&mut self, answer: &mut Answer, output: u64, (id, name): (Option<&str>, &str), arguments: &str) -> Carries {
        let Some(choice) = choice_of(answer) else {
            return Carries::default();
        };
        let before = choice.tool_calls.clone();
        self.tools.set(&mut choice.tool_calls, output, id, name, arguments);
        renumber(answer);
        let is_new = answer.choices.first().is_some_and(|choice| choice.tool_calls != before);
        Carries { tool: is_new, ..Carries::default() }
    }

    fn words(&mut self, answer: &mut Answer, kind: Kind, key: Key, words: &str, extent: Extent) -> Carries {
        if words.is_empty() {
            return Carries::default();
        }
        let parts = match kind {
            Kind::Text => &mut self.texts,
            Kind::Refusal => &mut self.refusals,
            Kind::Reasoning => &mut self.reasonings,
            Kind::Summary => &mut self.summaries,
        };
        let place = match extent {
            Extent::Whole if parts.0.get(&key).is_some_and(|held| held == words) => return Carries::default(),
            Extent::Whole => {
                parts.0.insert(key, words.to_owned());
                Place::Within
            }
            Extent::Fragment => parts.append(key, words),
        };
        let Some(choice) = choice_of(answer) else {
            return Carries::default();
        };
        match kind {
            Kind::Text if place == Place::Within => choice.text = self.texts.joined(""),
            Kind::Text => choice.text.push_str(words),
            Kind::Refusal => choice.refusal = Some(self.refusals.joined("")),
            // At the end of the part that is shown last, an addition needs no new joining.
            Kind::Reasoning if place == Place::SameEnd => choice.reasoning.push_str(words),
            Kind::Summary if place == Place::SameEnd && self.reasonings.0.is_empty() => {
                choice.reasoning.push_str(words);
            }
            Kind::Reasoning | Kind::Summary => {
                let shown = if self.reasonings.0.is_empty() { &self.summaries } else { &self.reasonings };
                choice.reasoning = shown.joined("\n\n");
            }
        }
        Carries {
            text: kind == Kind::Text,
            reasoning: matches!(kind, Kind::Reasoning | Kind::Summary),
            ..Carries::default()
        }
    }

    fn output_of(&mut self, value: &Value) -> u64 {
        let by_item = || self.items.get(text(value, "item_id")?).copied();
        let index = value.get("output_index").and_then(Value::as_u64).or_else(by_item);
        self.last_output = index.unwrap_or(self.last_output);
        self.last_output
    }
}

/// `/responses` has one choice; the `Option` only spares an `unwrap`.
fn choice_of(answer: &mut Answer) -> Option<&mut Choice> {
    if answer.choices.is_empty() {
        answer.choices.push(Choice::default());
    }
    answer.choices.first_mut()
}

/// Calls count from zero, as on `/chat/completions`; the output index counts other items too.
fn renumber(answer: &mut Answer) {
    let calls: &mut [ToolCall] = answer.choices.first_mut().map_or(&mut [], |choice| &mut choice.tool_calls);
    for (position, call) in calls.iter_mut().enumerate() {
        call.index = position as u64;
    }
}
