//! Recordings of a browser or a proxy: HTTP Archive 1.2.
//! Not their answers: only what was asked of a model is taken.
//! Source: the HAR 1.2 specification, and what Chromium and Firefox write.

use serde_json::Value;

use super::imported::{Draft, ImportedRequest};
use super::json_body::is_body;
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;

/// Whether a value is a recording.
pub(super) fn is_har(value: &Value) -> bool {
    value.get("log").and_then(|log| log.get("entries")).is_some_and(Value::is_array)
}

/// The requests of a recording that ask a model.
pub(super) fn read(recording: &Value) -> (Vec<ImportedRequest>, Vec<Diagnostic>) {
    let entries = recording.get("log").and_then(|log| log.get("entries")).and_then(Value::as_array);
    let all: Vec<&Value> = entries.into_iter().flatten().filter_map(|entry| entry.get("request")).collect();
    let requests: Vec<ImportedRequest> = all.iter().filter_map(|request| of_model(request)).collect();
    let mut diagnostics = Vec::new();
    if requests.is_empty() {
        diagnostics.push(Diagnostic::new(
            format!("None of the {} requests in this recording asks a model.", all.len()),
            "No address ends with /chat/completions or /responses, and no body has messages.",
            "Record again while the application asks its model, and save the recording with content.",
        ));
    } else if requests.len() < all.len() {
        diagnostics.push(Diagnostic::new(
            format!("{} of {} requests in this recording ask a model.", requests.len(), all.len()),
            "The others are pages, files and questions of the browser.",
            "Choose one below.",
        ));
    }
    (requests, diagnostics)
}

fn of_model(request: &Value) -> Option<ImportedRequest> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let method = text(request, "method");
    let url = text(request, "url");
    let post = request.get("postData");
    let body = post.and_then(|post| post.get("text")).and_then(Value::as_str).map(str::to_owned);
    let parsed: Option<Value> = body.as_deref().and_then(|body| serde_json::from_str(body).ok());
    let asks = parsed.as_ref().is_some_and(is_body);
    // A preflight goes to the same address.
    if method.eq_ignore_ascii_case("OPTIONS") || !(asks || (Endpoint::parse(&url).is_some() && post.is_some())) {
        return None;
    }
    let listed = request.get("headers").and_then(Value::as_array);
    let mut headers: Vec<(String, String)> = listed
        .into_iter()
        .flatten()
        .map(|header| (text(header, "name"), text(header, "value")))
        // `:authority` and its like are the address again, and the length is counted by whoever sends.
        .filter(|(name, _)| !name.starts_with(':') && !name.eq_ignore_ascii_case("content-length"))
        .collect();
    let mime = post.map(|post| text(post, "mimeType")).unwrap_or_default();
    let has_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if !has_type && !mime.is_empty() {
        headers.push(("Content-Type".to_owned(), mime));
    }
    let mut notes = Vec::new();
    if body.is_none() {
        notes.push(Diagnostic::new(
            "The recording has no body for this request.",
            "It was saved without content, or the body was too long for it.",
            "Save the recording with content, or paste the body into \"Request body\".",
        ));
    }
    Some(Draft { method, url, headers, body, notes, ..Draft::default() }.finish())
}
