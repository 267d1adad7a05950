//! Calls of JavaScript's `fetch`, as browsers copy them and as people write them.
//! Not a reader of JavaScript: of a program it takes the constants and the calls, and reads literals.
//! **Invariant:** an expression that is no literal stays as it is written, within `${…}`, and is named.

mod literal;

use serde_json::Value;

use super::cursor::{begins_name, in_name};
use super::imported::{Draft, ImportedRequest};
use super::notes;
use crate::diagnostic::Diagnostic;
use literal::Literals;

/// Reads the calls.
pub(super) fn read(text: &str) -> (Vec<ImportedRequest>, Vec<Diagnostic>) {
    let mut literals = Literals::new(text);
    let mut requests = Vec::new();
    let mut before = ' ';
    while let Some(next) = literals.cursor.peek() {
        if matches!(next, '"' | '\'' | '`') {
            literals.text();
        } else if literals.comment() {
            // Passed.
        } else if begins_name(next) && !in_name(before) && before != '.' {
            let word = literals.cursor.take_while(|character| in_name(character) || character == '$');
            match word {
                "const" | "let" | "var" => literals.declaration(),
                "fetch" => requests.extend(call(&mut literals)),
                _ => {}
            }
            before = 'a';
            continue;
        } else {
            literals.cursor.next();
        }
        before = next;
    }
    let diagnostics = if requests.is_empty() { vec![notes::nothing_found(text)] } else { Vec::new() };
    (requests, diagnostics)
}

/// `(url, options)` behind the word `fetch`.
fn call(literals: &mut Literals<'_>) -> Option<ImportedRequest> {
    literals.space();
    if !literals.cursor.take("(") {
        return None;
    }
    literals.unread.clear();
    let arguments = literals.arguments(')');
    let mut arguments = arguments.into_iter();
    let (mut url, mut options) = (arguments.next()?, arguments.next().unwrap_or(Value::Null));
    // `new Request(url, options)` is read as a list of both.
    if let Value::Array(inner) = url {
        let mut inner = inner.into_iter();
        url = inner.next()?;
        options = inner.next().unwrap_or(options);
    }
    let Value::String(url) = url else { return None };
    let mut notes = Vec::new();
    let headers = headers(options.get("headers"));
    let body = match options.get("body") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => {
            notes.push(Diagnostic::new(
                "The body is an object that `fetch` would send as `[object Object]`.",
                "JSON.stringify is missing around it.",
                "It was read as JSON. Correct the program where it comes from.",
            ));
            Some(format!("{other:#}"))
        }
    };
    let method = options.get("method").and_then(Value::as_str).map(str::to_owned);
    if method.is_none() && body.is_some() {
        notes.push(Diagnostic::new(
            "The call has a body and no method.",
            "`fetch` would refuse it, since GET has no body.",
            "It was read as POST. Correct the program where it comes from.",
        ));
    }
    let method = method.unwrap_or_else(|| if body.is_some() { "POST" } else { "GET" }.to_owned());
    let mut draft = Draft { method, url, headers, body, notes, ..Draft::default() };
    let kept = |name: &String| {
        let written = format!("${{{name}}}");
        draft.url.contains(&written)
            || draft.body.as_ref().is_some_and(|body| body.contains(&written))
            || draft
                .headers
                .iter()
                .any(|(name, value)| value.contains(&written) && !super::credential::is_credential(name))
    };
    let unread: Vec<String> = literals.unread.iter().filter(|name| kept(name)).cloned().collect();
    if !unread.is_empty() {
        notes::push(&mut draft.notes, notes::variables(&unread));
    }
    Some(draft.finish())
}

/// Headers as an object, or as a list of pairs.
fn headers(value: Option<&Value>) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Some(Value::Object(fields)) => fields.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
        Some(Value::Array(pairs)) => {
            let pair = |pair: &Value| Some((text(pair.get(0)?), text(pair.get(1)?)));
            pairs.iter().filter_map(pair).collect()
        }
        _ => Vec::new(),
    }
}
