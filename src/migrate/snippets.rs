//! One request as code, for the source and again for the target: TypeScript, Python, cURL.
//! Not a template with holes: every value is written as a literal of its language, whatever it contains.
//! **Invariant:** the code sends the body as given (with `stream` as chosen) and takes the key from the environment.

mod curl;
mod literal;
mod python;
pub(crate) mod quote;
mod typescript;

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;

/// The languages of snippets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SnippetLanguage {
    /// TypeScript with the `openai` package.
    #[default]
    TypeScript,
    /// Python with the `openai` package.
    Python,
    /// The command line program.
    Curl,
}

impl SnippetLanguage {
    /// All, in the order in which the page offers them.
    pub const ALL: [SnippetLanguage; 3] = [SnippetLanguage::TypeScript, SnippetLanguage::Python, SnippetLanguage::Curl];

    /// The name shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            SnippetLanguage::TypeScript => "TypeScript (openai)",
            SnippetLanguage::Python => "Python (openai)",
            SnippetLanguage::Curl => "cURL",
        }
    }

    /// The name of a downloaded file.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            SnippetLanguage::TypeScript => "request.ts",
            SnippetLanguage::Python => "request.py",
            SnippetLanguage::Curl => "request.sh",
        }
    }
}

/// What a snippet says.
#[derive(Debug, Clone, Copy)]
pub struct SnippetContext<'a> {
    /// The base URL with its version, for example `https://openrouter.ai/api/v1`; a slash at its end is dropped.
    pub base_url: &'a str,
    /// The name of the environment variable that holds the key.
    pub key_variable: &'a str,
    /// Which endpoint is called.
    pub endpoint: Endpoint,
    /// Whether the answer is streamed; the body's `stream` follows it.
    pub stream: bool,
    /// The body of the request, a JSON object.
    pub body: &'a Value,
    /// Further headers; `Content-Type` is every language's own affair.
    pub headers: &'a [(String, String)],
}

/// A context that was checked, with the body as it is sent.
struct Checked<'a> {
    base_url: &'a str,
    key_variable: &'a str,
    endpoint: Endpoint,
    stream: bool,
    body: Map<String, Value>,
    headers: Vec<(&'a str, &'a str)>,
}

/// Writes the request as code.
///
/// # Errors
/// If something cannot be written safely: a variable that is no plain name, a base URL that is no URL, a body that is
/// no object, a header that would carry a key or break out of its line.
pub fn snippet(language: SnippetLanguage, context: &SnippetContext<'_>) -> Result<String, Diagnostic> {
    let checked = check(context)?;
    Ok(match language {
        SnippetLanguage::TypeScript => typescript::write(&checked),
        SnippetLanguage::Python => python::write(&checked),
        SnippetLanguage::Curl => curl::write(&checked),
    })
}

/// The body as a snippet sends it: `stream` is there if it is on, and says no if it is off and was there.
#[must_use]
pub fn body_as_sent(body: &Map<String, Value>, stream: bool) -> Map<String, Value> {
    let mut body = body.clone();
    if stream || body.contains_key("stream") {
        // Inserting over a field keeps its place.
        body.insert("stream".to_owned(), Value::Bool(stream));
    }
    body
}

fn check<'a>(context: &SnippetContext<'a>) -> Result<Checked<'a>, Diagnostic> {
    if !is_variable_name(context.key_variable) {
        return Err(Diagnostic::new(
            "The key variable is no name that a shell and a program can both read.",
            "It is empty or has characters other than letters, digits and underscores, or starts with a digit.",
            "Correct \"Key variable\" under Connect, for example PHASEO_API_KEY.",
        ));
    }
    let base_url = context.base_url.trim().trim_end_matches('/');
    let is_url = ["https://", "http://"].iter().any(|scheme| {
        base_url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && base_url.len() > scheme.len()
    });
    if !is_url || base_url.chars().any(|character| character.is_whitespace() || character.is_control()) {
        return Err(Diagnostic::new(
            "The base URL is no URL.",
            "It does not start with https:// or http://, or has a space in it.",
            "Correct \"Base URL\" under Connect.",
        ));
    }
    let Value::Object(body) = context.body else {
        return Err(Diagnostic::new(
            "The request body is no JSON object.",
            "A request to a model is an object with fields such as \"model\" and \"messages\".",
            "Correct \"Request body\" under Compare.",
        ));
    };
    Ok(Checked {
        base_url,
        key_variable: context.key_variable,
        endpoint: context.endpoint,
        stream: context.stream,
        body: body_as_sent(body, context.stream),
        headers: check_headers(context.headers)?,
    })
}

fn is_variable_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// The headers to write, the last of each name; literals of objects cannot hold a name twice.
fn check_headers(headers: &[(String, String)]) -> Result<Vec<(&str, &str)>, Diagnostic> {
    let mut checked: Vec<(&str, &str)> = Vec::new();
    for (name, value) in headers {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_token) || !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(Diagnostic::new(
                "A header of the request cannot be written as code.",
                "Its name has a character that no header name has, or its value has one that not every client can send.",
                "Write it with plain letters, digits and punctuation on one line, or remove it.",
            ));
        }
        if name.eq_ignore_ascii_case("authorization") {
            return Err(Diagnostic::new(
                "The request has an Authorization header of its own.",
                "Code here takes the key from the environment, so that it never stands in a file.",
                "Remove the header and name the key's variable instead.",
            ));
        }
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        checked.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        checked.push((name, value));
    }
    Ok(checked)
}
