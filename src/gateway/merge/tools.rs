//! Tool calls from fragments.
//!
//! Two habits exist for the arguments in a stream: each fragment adds to the text (the usual one), or each repeats
//! everything so far (target, where the upstream speaks the responses protocol, August 2026). A fragment that starts
//! with everything held looks like a repetition but need not be one: `{"a":` followed by `{"a":1}` may be the start
//! of `{"a":{"a":1}}`. So both readings are kept, and the one that is JSON is taken once the answer has ended;
//! arguments are one JSON object, for which never both are.
//!
//! **Invariant:** `arguments` of the answer always holds one of the readings, and the right one after `settle`.

use crate::gateway::answer::ToolCall;
use serde_json::Value;

/// The readings of the fragments of one call.
#[derive(Debug, Clone, Default)]
struct Arguments {
    /// All fragments, one after the other.
    appended: String,
    /// The same, but a fragment that starts with everything held replaces it; `None` as long as both are equal.
    repeated: Option<String>,
    /// The last fragment was a repetition. Until the end this decides what is shown.
    repeats: bool,
}

impl Arguments {
    fn from_whole(text: &str) -> Self {
        Arguments { appended: text.to_owned(), ..Arguments::default() }
    }

    /// Takes a fragment and brings the text shown up to date.
    fn push(&mut self, fragment: &str, shown: &mut String) {
        if fragment.is_empty() {
            return;
        }
        let was_appended = !self.repeats;
        let held = self.repeated.as_deref().unwrap_or(&self.appended);
        self.repeats = repeats(fragment, held);
        if self.repeats {
            self.repeated = Some(fragment.to_owned());
        } else if let Some(repeated) = &mut self.repeated {
            repeated.push_str(fragment);
        }
        self.appended.push_str(fragment);
        if self.repeats {
            fragment.clone_into(shown);
        } else if was_appended {
            shown.push_str(fragment);
        } else {
            self.appended.clone_into(shown);
        }
    }

    /// The reading that is JSON; if none is, the one that was shown last.
    fn settled(&self) -> &str {
        let repeated = self.repeated.as_deref();
        let shown = if self.repeats { repeated.unwrap_or(&self.appended) } else { &self.appended };
        [Some(self.appended.as_str()), repeated].into_iter().flatten().find(|text| is_json(text)).unwrap_or(shown)
    }
}

/// Whether a fragment starts with everything held, white space aside: a final repetition may be spaced differently.
fn repeats(fragment: &str, held: &str) -> bool {
    let mut rest = fragment.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let mut held = held.bytes().filter(|byte| !byte.is_ascii_whitespace()).peekable();
    held.peek().is_some() && held.all(|byte| rest.next() == Some(byte))
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// What is known of the calls of one choice beside the calls themselves.
#[derive(Debug, Clone, Default)]
pub(super) struct Tools {
    /// By which key the fragments of each call come, in ascending order and parallel to the calls.
    entries: Vec<(u64, Arguments)>,
}

impl Tools {
    /// Adds a fragment of a call. The keys order the calls; `index` of a call is its key.
    pub(super) fn add(&mut self, calls: &mut Vec<ToolCall>, key: u64, id: Option<&str>, name: &str, arguments: &str) {
        let position = self.open(calls, key);
        let (Some(call), Some((_, entry))) = (calls.get_mut(position), self.entries.get_mut(position)) else {
            return;
        };
        if let Some(id) = id {
            call.id = Some(id.to_owned());
        }
        // A name comes once, or is repeated, or (rarely) in pieces.
        if name.starts_with(&call.name) {
            name.clone_into(&mut call.name);
        } else {
            call.name.push_str(name);
        }
        entry.push(arguments, &mut call.arguments);
    }

    /// Replaces a call by its final form; empty fields erase nothing.
    pub(super) fn set(&mut self, calls: &mut Vec<ToolCall>, key: u64, id: Option<&str>, name: &str, arguments: &str) {
        let position = self.open(calls, key);
        let (Some(call), Some((_, entry))) = (calls.get_mut(position), self.entries.get_mut(position)) else {
            return;
        };
        if let Some(id) = id {
            call.id = Some(id.to_owned());
        }
        if !name.is_empty() {
            name.clone_into(&mut call.name);
        }
        if !arguments.is_empty() {
            arguments.clone_into(&mut call.arguments);
            *entry = Arguments::from_whole(arguments);
        }
    }

    /// The key of the call with that id, for fragments that carry no index.
    pub(super) fn key_of(&self, calls: &[ToolCall], id: &str) -> Option<u64> {
        let position = calls.iter().position(|call| call.id.as_deref() == Some(id))?;
        self.entries.get(position).map(|(key, _)| *key)
    }

    /// The key of the last call.
    pub(super) fn last_key(&self) -> Option<u64> {
        self.entries.last().map(|(key, _)| *key)
    }

    /// Whether no call has come.
    pub(super) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Chooses the right reading of every call.
    pub(super) fn settle(&mut self, calls: &mut [ToolCall]) {
        for (call, (_, entry)) in calls.iter_mut().zip(&self.entries) {
            if entry.repeated.is_some() {
                entry.settled().clone_into(&mut call.arguments);
            }
        }
    }

    fn open(&mut self, calls: &mut Vec<ToolCall>, key: u64) -> usize {
        match self.entries.binary_search_by_key(&key, |(held, _)| *held) {
            Ok(position) => position,
            Err(position) => {
                self.entries.insert(position, (key, Arguments::default()));
                calls.insert(position.min(calls.len()), ToolCall { index: key, ..ToolCall::default() });
                position
            }
        }
    }
}

/// Arguments as text: a few upstreams send the object itself.
pub(super) fn arguments_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fragments: &[&str], arguments: &str) {
        let (mut tools, mut calls) = (Tools::default(), Vec::new());
        for fragment in fragments {
            tools.add(&mut calls, 0, None, "", fragment);
        }
        tools.settle(&mut calls);
        assert_eq!(calls[0].arguments, arguments, "{fragments:?}");
    }

    #[test]
    fn additions() {
        check(&["{\"city\":", "\"Rome\"}"], "{\"city\":\"Rome\"}");
        check(&["", "{}"], "{}");
        check(&["{", "\"a\":[", "[", "1]]}"], "{\"a\":[[1]]}");
    }

    #[test]
    fn repetitions() {
        check(&["", "{\"city\":", "{\"city\":\"Rome\"}", "{\"city\":\"Rome\"}"], "{\"city\":\"Rome\"}");
        check(&["{", "{\"a\"", "{\"a\":1}"], "{\"a\":1}");
        // Additions first, then everything once more.
        check(&["{\"a\"", ":1}", "{\"a\":1}"], "{\"a\":1}");
        // The repetition is spaced differently, so it starts with nothing that is held.
        check(&["{\"a\":1", "}", "{\"a\": 1}"], "{\"a\": 1}");
    }

    #[test]
    fn additions_that_look_like_repetitions() {
        check(&["{\"a\":", "{\"a\":1}", "}"], "{\"a\":{\"a\":1}}");
        check(&["{\"a\":", "{\"a\":", "{\"a\":2}}}"], "{\"a\":{\"a\":{\"a\":2}}}");
        check(&["[", "[", "]]"], "[[]]");
    }

    #[test]
    fn broken_arguments_are_kept() {
        check(&["{\"a\":", "oops"], "{\"a\":oops");
        check(&["{\"city\":", "{\"city\":\"Ro"], "{\"city\":\"Ro");
        // Cut inside a nested object: the fragment that is JSON by itself is not the whole.
        check(&["{\"x\":", "{\"b\":2}"], "{\"x\":{\"b\":2}");
    }

    #[test]
    fn while_it_streams_the_better_guess_is_shown() {
        let (mut tools, mut calls) = (Tools::default(), Vec::new());
        tools.add(&mut calls, 0, Some("call_1"), "get_weather", "{\"city\":");
        tools.add(&mut calls, 0, None, "get_weather", "{\"city\":\"Ro");
        assert_eq!(calls[0].arguments, "{\"city\":\"Ro");
        assert_eq!(calls[0].name, "get_weather");
        tools.add(&mut calls, 0, None, "", "me\"}");
        tools.settle(&mut calls);
        assert_eq!(calls[0].arguments, "{\"city\":\"Rome\"}");
    }

    #[test]
    fn calls_are_ordered_by_key() {
        let (mut tools, mut calls) = (Tools::default(), Vec::new());
        tools.add(&mut calls, 4, Some("b"), "second", "{}");
        tools.add(&mut calls, 1, Some("a"), "first", "{}");
        let names: Vec<&str> = calls.iter().map(|call| call.name.as_str()).collect();
        assert_eq!(names, ["first", "second"]);
        assert_eq!(tools.key_of(&calls, "b"), Some(4));
    }
}
