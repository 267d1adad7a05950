//! A request that was read from elsewhere, cleaned of keys.
//! Not what is sent: the page sends the body to its own two gateways and sets the headers itself.
//! **Invariant:** an [`ImportedRequest`] is made by [`Draft::finish`] alone, which takes every key out.

use std::borrow::Cow;

use serde_json::Value;

pub use super::credential::Credential;
use super::{credential, notes};
use crate::diagnostic::Diagnostic;
use crate::share::redaction::Redactor;

/// A request as another program would have sent it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedRequest {
    /// The method, as written.
    pub method: String,
    /// The address, without a user, a password or a key in it.
    pub url: String,
    /// Header names and values in their order, without credentials, and without what the program adds by itself.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// What was taken out because it is, or stands for, a key.
    pub credentials: Vec<Credential>,
    /// What a person has to know about it.
    pub notes: Vec<Diagnostic>,
}

impl ImportedRequest {
    /// The same without the secrets that the redactor knows by value.
    #[must_use]
    pub fn redacted(mut self, redactor: &Redactor) -> ImportedRequest {
        let clean = |text: &mut String| {
            if let Cow::Owned(clean) = redactor.redact(text) {
                *text = clean;
            }
        };
        clean(&mut self.method);
        clean(&mut self.url);
        for (name, value) in &mut self.headers {
            clean(name);
            clean(value);
        }
        match &mut self.body {
            Body::None => {}
            Body::Json(text) | Body::Text(text) => clean(text),
            Body::Form(parts) => parts.iter_mut().for_each(|part| {
                clean(&mut part.name);
                clean(&mut part.value);
            }),
        }
        for credential in &mut self.credentials {
            clean(&mut credential.place);
            credential.variable.iter_mut().for_each(clean);
        }
        for note in &mut self.notes {
            clean(&mut note.what);
            clean(&mut note.why);
            clean(&mut note.do_this);
        }
        self
    }
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Body {
    /// None, or an empty one.
    #[default]
    None,
    /// JSON: an object or a list. The text is as it was written.
    Json(String),
    /// Any other text.
    Text(String),
    /// The parts of a form, sent as `multipart/form-data`.
    Form(Vec<FormPart>),
}

impl Body {
    /// The body as text, unless it is a form or there is none.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Body::Json(text) | Body::Text(text) => Some(text),
            Body::None | Body::Form(_) => None,
        }
    }
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPart {
    /// Its name.
    pub name: String,
    /// Its text, or the name of the file that would have been read.
    pub value: String,
    /// Whether `value` is the name of a file.
    pub is_file: bool,
}

/// A request that may still hold keys: it has no `Debug`, and [`Draft::finish`] is the only way out.
#[derive(Default)]
pub(super) struct Draft {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    pub form: Vec<FormPart>,
    pub credentials: Vec<Credential>,
    pub notes: Vec<Diagnostic>,
}

impl Draft {
    /// Takes the keys out, and says so.
    pub fn finish(self) -> ImportedRequest {
        let Draft { method, url, headers, body, form, mut credentials, mut notes } = self;
        let url = credential::clean_url(&url, &mut credentials);
        let mut kept = Vec::new();
        for (name, value) in headers {
            if credential::is_credential(&name) {
                credentials.push(Credential::of_header(name, &value));
                continue;
            }
            kept.push((clean(&name, "a header", &mut notes), clean(&value, "a header", &mut notes)));
        }
        let body = match body {
            Some(text) if !text.is_empty() => {
                let text = clean(&text, "the body", &mut notes);
                let is_json =
                    serde_json::from_str::<Value>(&text).is_ok_and(|value| value.is_object() || value.is_array());
                if is_json { Body::Json(text) } else { Body::Text(text) }
            }
            _ if form.is_empty() => Body::None,
            _ => Body::Form(form.into_iter().map(|part| clean_part(part, &mut notes)).collect()),
        };
        let url = clean(&url, "the address", &mut notes);
        let method = clean(&method, "the method", &mut notes);
        for credential in &credentials {
            notes::push(&mut notes, notes::credential(credential));
        }
        if let Some(note) = notes::gateway_headers(&kept) {
            notes::push(&mut notes, note);
        }
        ImportedRequest { method, url, headers: kept, body, credentials, notes }
    }
}

fn clean_part(part: FormPart, notes: &mut Vec<Diagnostic>) -> FormPart {
    FormPart {
        name: clean(&part.name, "a part of the form", notes),
        value: clean(&part.value, "a part of the form", notes),
        is_file: part.is_file,
    }
}

/// The text without what has the form of a key.
fn clean(text: &str, place: &'static str, notes: &mut Vec<Diagnostic>) -> String {
    let (text, had_key) = credential::without_keys(text);
    if had_key {
        notes::push(notes, notes::key_in(place));
    }
    text
}
