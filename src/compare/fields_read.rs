//! The response fields that the scanned code reads, looked up in the raw frames of a run.
//! Not a verdict, and not a list of all fields: only those that the code would miss.
//!
//! **Invariant:** "absent" is said only of an answer whose frames were all read; what this call cannot show is called so.

use serde_json::Value;

use super::run::{Run, RunState};

/// What an answer says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// It is there, with this value as JSON, shortened.
    Value(String),
    /// The whole answer was read, and it is not there, or null.
    Absent,
    /// It belongs to another call, or to an error, or a browser may not read it.
    NotInThisAnswer,
    /// The frames are not all there: still running, cut off, withheld, or left out of the case.
    NotRead,
}

/// The longest value that is shown, in characters.
const SHOWN: usize = 48;

/// Looks a field up, by the name that the inventory has for it.
#[must_use]
pub fn seen(run: &Run, field: &str) -> Seen {
    let path: Vec<&str> = field.split('.').collect();
    let elsewhere = ["headers", "stream", "generation", "key", "providerMetadata"];
    let is_of_error = path.first() == Some(&"error");
    if path.first().is_some_and(|first| elsewhere.contains(first)) || (is_of_error && run.state == RunState::Answered) {
        return Seen::NotInThisAnswer;
    }
    let mut unread = !matches!(run.state, RunState::Answered | RunState::Refused) || run.frames.is_empty();
    for frame in &run.frames {
        match serde_json::from_str::<Value>(&frame.data) {
            Ok(reply) => {
                if let Some(value) = find(&reply, &path) {
                    return Seen::Value(shortened(&value.to_string()));
                }
            }
            Err(_) => unread |= frame.data.trim_start() != "[DONE]" && !frame.data.trim_start().is_empty(),
        }
    }
    if unread { Seen::NotRead } else { Seen::Absent }
}

/// The value at a path in the reply, in a choice of it, in its message or its delta. Null is none.
fn find<'a>(reply: &'a Value, path: &[&str]) -> Option<&'a Value> {
    // `/responses` puts its last event's answer one level below.
    let replies = [Some(reply), reply.get("response")].into_iter().flatten();
    replies
        .flat_map(|reply| {
            let choices = reply.get("choices").and_then(Value::as_array).into_iter().flatten();
            let within = choices.flat_map(|choice| [Some(choice), choice.get("message"), choice.get("delta")]);
            within.flatten().chain([reply])
        })
        .find_map(|place| {
            // The inventory names the fields of a message from the message on.
            let path = if path.first() == Some(&"message") { path.get(1..).unwrap_or_default() } else { path };
            path.iter().try_fold(place, |value, name| value.get(name)).filter(|value| !value.is_null())
        })
}

fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::Marks;
    use crate::gateway::answer::Answer;
    use crate::gateway::endpoint::Endpoint;
    use crate::gateway::http::{HttpRequest, Method};
    use crate::gateway::reader::{Carries, Ending, Frame};

    fn run(state: RunState, frames: &[&str]) -> Run {
        let request = HttpRequest { method: Method::Post, url: String::new(), headers: Vec::new(), body: None };
        let mut run = Run::new(request, Endpoint::default(), true, false);
        let frame = |data: &&str| Frame {
            at_ms: 0.0,
            event: None,
            data: (*data).to_owned(),
            carries: Carries::from_words(std::iter::empty()),
        };
        let frames = frames.iter().map(frame).collect();
        run.restore(state, Marks::default(), None, frames, Answer::default(), Ending::Done);
        run
    }

    #[test]
    fn fields_are_found_where_each_stands() {
        let value = |text: &str| Seen::Value(text.to_owned());
        for (field, frames, expected) in [
            ("usage.cost", &[r#"{"usage":{"cost":0.0010}}"#][..], value("0.0010")),
            ("usage.cost", &[r#"{"usage":{"cost":null}}"#], Seen::Absent),
            ("usage.cost", &[r#"{"choices":[]}"#, r#"{"usage":{"cost":1}}"#, "[DONE]"], value("1")),
            ("message.reasoning", &[r#"{"choices":[{"delta":{"reasoning":"so"}}]}"#], value("\"so\"")),
            ("message.reasoning", &[r#"{"choices":[{"message":{"reasoning_content":"so"}}]}"#], Seen::Absent),
            ("reasoning_details", &[r#"{"choices":[{"message":{"reasoning_details":[]}}]}"#], value("[]")),
            ("native_finish_reason", &[r#"{"choices":[{"native_finish_reason":"stop"}]}"#], value("\"stop\"")),
            ("provider", &[r#"{"provider":"OpenAI"}"#], value("\"OpenAI\"")),
            ("id", &[r#"{"type":"response.completed","response":{"id":"r1"}}"#], value("\"r1\"")),
            ("error.code", &[r#"{"id":"x"}"#], Seen::NotInThisAnswer),
            ("generation.total_cost", &[r#"{"id":"x"}"#], Seen::NotInThisAnswer),
            ("headers", &[r#"{"id":"x"}"#], Seen::NotInThisAnswer),
            ("provider", &[r#"{"id":"x"}"#, "[withheld]"], Seen::NotRead),
            ("provider", &[], Seen::NotRead),
        ] {
            assert_eq!(seen(&run(RunState::Answered, frames), field), expected, "{field} {frames:?}");
        }
        let refused = run(RunState::Refused, &[r#"{"error":{"code":402}}"#]);
        assert_eq!(seen(&refused, "error.code"), value("402"));
    }

    #[test]
    fn absent_is_not_said_of_an_answer_that_did_not_come_whole() {
        for state in [RunState::Running, RunState::Stopped] {
            assert_eq!(seen(&run(state, &[r#"{"id":"x"}"#]), "provider"), Seen::NotRead);
        }
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let long = format!(r#"{{"provider":"{}"}}"#, "é".repeat(100));
        let Seen::Value(text) = seen(&run(RunState::Answered, &[&long]), "provider") else { panic!() };
        assert_eq!(text.chars().count(), SHOWN + 1);
    }
}
