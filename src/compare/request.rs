//! The request that a person wrote, checked, and the body that each side is sent.
//! Not a translator: apart from the model's approved alias and the stream switch both sides get the same JSON.
//! **Invariant:** every number keeps the digits and every object the order in which it was written.

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;

/// A request body that may be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    fields: Map<String, Value>,
    endpoint: Endpoint,
}

/// The largest body the target takes, in bytes (the target's public source, 22 Aug 2026).
const BODY_LIMIT: usize = 16 * 1024 * 1024;

impl Prepared {
    /// Checks the text of the editor.
    ///
    /// # Errors
    /// What is wrong and where, if it is no JSON object or lacks what the endpoint cannot do without.
    pub fn read(text: &str, endpoint: Endpoint) -> Result<Prepared, Diagnostic> {
        if text.len() > BODY_LIMIT {
            return Err(Diagnostic::new(
                "The request body is larger than 16 MiB.",
                "The target refuses bodies above that size with 413.",
                "Pass images by URL, or shorten it.",
            ));
        }
        let value: Value = serde_json::from_str(text).map_err(|error| {
            Diagnostic::new(
                format!("The request body is not valid JSON, at line {} column {}.", error.line(), error.column()),
                format!("The reader says: {}.", plain_reason(&error)),
                "Correct it at that place. Run waits until it is valid.",
            )
        })?;
        let Value::Object(fields) = value else {
            return Err(Diagnostic::new(
                "The request body is not a JSON object.",
                "A list or a single value was entered.",
                "Start it with { and name its fields.",
            ));
        };
        match fields.get("model") {
            Some(Value::String(model)) if !model.trim().is_empty() => {}
            _ => {
                return Err(Diagnostic::new(
                    "The request has no model.",
                    "Without it the source takes your account's default and the target refuses the request.",
                    "Add a field \"model\" with a model id.",
                ));
            }
        }
        let (needed, shape) = match endpoint {
            Endpoint::ChatCompletions => ("messages", "a list of messages"),
            Endpoint::Responses => ("input", "a text or a list of items"),
        };
        let present = match fields.get(needed) {
            Some(Value::Array(items)) => !items.is_empty(),
            Some(Value::String(_)) => endpoint == Endpoint::Responses,
            _ => false,
        };
        if !present {
            return Err(Diagnostic::new(
                format!("The request has no {needed}."),
                format!("{} expects {shape}.", endpoint.path()),
                format!("Add a field \"{needed}\", or choose the other endpoint."),
            ));
        }
        Ok(Prepared { fields, endpoint })
    }

    /// The model that the request names.
    #[must_use]
    pub fn model(&self) -> &str {
        self.fields.get("model").and_then(Value::as_str).unwrap_or("").trim()
    }

    /// The names of its fields, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }

    /// The endpoint it is for.
    #[must_use]
    pub const fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// The body for one side: `model` replaced where an alias is given, `stream` as switched.
    #[must_use]
    pub fn body(&self, model: Option<&str>, stream: bool) -> Value {
        let mut fields = self.fields.clone();
        if let Some(model) = model {
            fields.insert("model".to_owned(), Value::String(model.to_owned()));
        }
        if stream || fields.contains_key("stream") {
            fields.insert("stream".to_owned(), Value::Bool(stream));
        }
        if !stream {
            // Both gateways refuse stream options on a request that does not stream.
            fields.shift_remove("stream_options");
        }
        Value::Object(fields)
    }
}

/// serde_json's reason without its own position, which stands in the message already.
fn plain_reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => text.get(..at).unwrap_or(&text).to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAT: &str = r#"{"temperature": 0.70, "model": "a/b", "messages": [{"role": "user", "content": "hi"}], "seed": 12345678901234567890}"#;

    #[test]
    fn digits_and_order_survive() {
        let prepared = Prepared::read(CHAT, Endpoint::ChatCompletions).unwrap();
        assert_eq!(prepared.model(), "a/b");
        assert_eq!(
            prepared.body(Some("c/d"), true).to_string(),
            r#"{"temperature":0.70,"model":"c/d","messages":[{"role":"user","content":"hi"}],"seed":12345678901234567890,"stream":true}"#
        );
        assert!(!prepared.body(None, false).to_string().contains("stream"));
    }

    #[track_caller]
    fn refused(text: &str, endpoint: Endpoint, words: &str) {
        let diagnostic = Prepared::read(text, endpoint).unwrap_err();
        assert!(diagnostic.what.contains(words), "{diagnostic:?}");
    }

    #[test]
    fn refusals_name_the_place() {
        refused("", Endpoint::ChatCompletions, "line 1");
        refused("{\n  \"model\": \"a/b\",\n}", Endpoint::ChatCompletions, "line 3 column 1");
        refused("[]", Endpoint::ChatCompletions, "object");
        refused("{}", Endpoint::ChatCompletions, "no model");
        refused(r#"{"model": ""}"#, Endpoint::ChatCompletions, "no model");
        refused(r#"{"model": "a/b"}"#, Endpoint::ChatCompletions, "no messages");
        refused(r#"{"model": "a/b", "messages": []}"#, Endpoint::ChatCompletions, "no messages");
        refused(r#"{"model": "a/b", "messages": [1]}"#, Endpoint::Responses, "no input");
        assert!(Prepared::read(r#"{"model": "a/b", "input": "hi"}"#, Endpoint::Responses).is_ok());
    }
}
