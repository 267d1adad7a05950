//! JSON that was pasted as it is: a recording (HAR), the body of a request, or a list of bodies.
//! Not a check of the body: the editor does that.

use serde_json::Value;

use super::har;
use super::imported::{Draft, ImportedRequest};
use crate::diagnostic::Diagnostic;

/// Reads it.
pub(super) fn read(text: &str) -> (Vec<ImportedRequest>, Vec<Diagnostic>) {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let problem = Diagnostic::new(
                format!("The text is not valid JSON, at line {} column {}.", error.line(), error.column()),
                "It begins like JSON. It was cut off, or changed by hand.",
                "Copy it again, to its end.",
            );
            return (Vec::new(), vec![problem]);
        }
    };
    if har::is_har(&value) {
        return har::read(&value);
    }
    match value {
        Value::Object(_) => (vec![request(text.trim().to_owned())], Vec::new()),
        Value::Array(items) if !items.is_empty() && items.iter().all(is_body) => {
            (items.iter().map(|item| request(format!("{item:#}"))).collect(), Vec::new())
        }
        _ => {
            let problem = Diagnostic::new(
                "The JSON is no request.",
                "It is a list of something else than requests, or a single value.",
                "Paste one request, as an object.",
            );
            (Vec::new(), vec![problem])
        }
    }
}

/// Whether a value is the body of a request to a model.
pub(super) fn is_body(value: &Value) -> bool {
    value.get("messages").is_some_and(Value::is_array)
        || (value.get("input").is_some() && (value.get("model").is_some() || value.get("instructions").is_some()))
}

fn request(body: String) -> ImportedRequest {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    Draft { method: "POST".to_owned(), headers, body: Some(body), ..Draft::default() }.finish()
}
