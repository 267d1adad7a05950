//! Redaction of whole values: the errors and answers that a gateway sent.
//! **Invariant:** what comes back from a gateway is cleaned before the page keeps it.

use std::borrow::Cow;

use serde_json::Value;

use super::redaction::Redactor;
use crate::gateway::answer::Answer;
use crate::gateway::error::{GatewayError, Original};

/// Cleans a text in place and says whether there was anything to clean.
pub fn text(text: &mut String, redactor: &Redactor) -> bool {
    let Cow::Owned(clean) = redactor.redact(text) else { return false };
    *text = clean;
    true
}

/// Cleans every text of a JSON value, names of fields included.
pub fn json(value: &mut Value, redactor: &Redactor) {
    match value {
        Value::String(content) => {
            text(content, redactor);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| json(item, redactor)),
        Value::Object(fields) => {
            if fields.keys().any(|name| matches!(redactor.redact(name), Cow::Owned(_))) {
                *fields = std::mem::take(fields)
                    .into_iter()
                    .map(|(name, content)| (redactor.redact(&name).into_owned(), content))
                    .collect();
            }
            fields.values_mut().for_each(|content| json(content, redactor));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Cleans an error.
pub fn error(error: &mut GatewayError, redactor: &Redactor) {
    text(&mut error.message, redactor);
    for field in [&mut error.code, &mut error.reason, &mut error.request_id].into_iter().flatten() {
        text(field, redactor);
    }
    match &mut error.original {
        Original::Json(value) => json(value, redactor),
        Original::Text(original) => {
            text(original, redactor);
        }
    }
}

/// Cleans an answer and says whether its texts, put together from frames, held anything to clean.
pub fn answer(answer: &mut Answer, redactor: &Redactor) -> bool {
    for field in [&mut answer.id, &mut answer.model, &mut answer.provider].into_iter().flatten() {
        text(field, redactor);
    }
    let mut found = false;
    for choice in &mut answer.choices {
        found |= text(&mut choice.text, redactor);
        found |= text(&mut choice.reasoning, redactor);
        let words = [&mut choice.refusal, &mut choice.finish_reason, &mut choice.native_finish_reason];
        for word in words.into_iter().flatten() {
            found |= text(word, redactor);
        }
        for call in &mut choice.tool_calls {
            found |= text(&mut call.name, redactor);
            found |= text(&mut call.arguments, redactor);
            if let Some(id) = &mut call.id {
                text(id, redactor);
            }
        }
    }
    if let Some(inner) = &mut answer.error {
        error(inner, redactor);
    }
    found
}
