//! Requests from elsewhere: cURL commands of three shells, recorded HAR files, JavaScript's `fetch`, plain JSON bodies.
//! Not a shell and not an HTTP client: nothing is run, no file is read, no variable of an environment is looked up.
//!
//! | file | what it knows |
//! | --- | --- |
//! | [`imported`] | what comes out, and that no key is in it |
//! | `credential` | which headers and addresses hold keys |
//! | `shell` | words of bash, of the Windows command prompt and of PowerShell |
//! | `curl` | what the options of curl mean |
//! | `har`, `fetch`, `json_body` | the other forms |
//! | `cursor` | a place in a text that is read once, forwards |
//! | `notes` | what is said of what was left out or not understood |
//!
//! **Invariant:** no key is in what comes out, nor in a note; what was left out or not understood is said.

mod credential;
mod curl;
mod cursor;
mod fetch;
mod har;
pub mod imported;
mod json_body;
mod notes;
mod shell;

use crate::diagnostic::Diagnostic;
use imported::ImportedRequest;
pub use shell::Dialect;

/// The longest text that is read, in bytes. Recordings are the longest, and a browser holds one more copy of them.
const LIMIT: usize = 64 * 1024 * 1024;

/// Reads requests out of a text whose form and shell are found out.
#[must_use]
pub fn import(text: &str) -> (Vec<ImportedRequest>, Vec<Diagnostic>) {
    import_as(text, None)
}

/// Reads requests out of a text. The shell decides only if the text is a command.
#[must_use]
pub fn import_as(text: &str, dialect: Option<Dialect>) -> (Vec<ImportedRequest>, Vec<Diagnostic>) {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return (Vec::new(), Vec::new());
    }
    if text.len() > LIMIT {
        let problem = Diagnostic::new(
            "The text is longer than 64 MiB.",
            "A recording of a whole session was pasted.",
            "Save only the calls that you need, and import that.",
        );
        return (Vec::new(), vec![problem]);
    }
    if text.trim_start().starts_with(['{', '[']) {
        return json_body::read(text);
    }
    let (requests, diagnostics) = curl::read(text, dialect);
    if !requests.is_empty() {
        return (requests, diagnostics);
    }
    if text.contains("fetch") {
        return fetch::read(text);
    }
    if diagnostics.is_empty() { (Vec::new(), vec![notes::nothing_found(text)]) } else { (requests, diagnostics) }
}

#[cfg(test)]
mod tests;
