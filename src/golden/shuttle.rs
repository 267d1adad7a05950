//! A set on its way between page and worker: as text, because it holds JSON of any shape. Not the readers and writers.
//! **Invariant:** what the worker says of a set is a set or a reason, never nothing.

use super::read::{Context, read};
use super::set::GoldenSet;
use super::write::{Form, Place, write};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::inventory::protocol::SetRead;

type Words = (String, String, String);

fn words(Diagnostic { what, why, do_this }: Diagnostic) -> Words {
    (what, why, do_this)
}

/// Reads a file as a set.
///
/// # Errors
/// The three parts of the message, if it is none.
pub fn read_set(name: String, text: &str, template: &str, endpoint: &str) -> Result<SetRead, Words> {
    let context = Context {
        name,
        template: serde_json::from_str(template).unwrap_or_default(),
        endpoint: Endpoint::parse(endpoint).unwrap_or_default(),
    };
    let (set, notes) = read(text, &context).map_err(words)?;
    let set = serde_json::to_string(&set).unwrap_or_default();
    Ok(SetRead { set, notes: notes.into_iter().map(words).collect() })
}

/// Writes a set in a form of another tool.
///
/// # Errors
/// If the page sent what is no set.
pub fn write_set(set: &str, form: Form, base_url: String, key_variable: String) -> Result<String, Diagnostic> {
    let set: GoldenSet = serde_json::from_str(set).map_err(|error| {
        Diagnostic::new(
            "The set could not be written.",
            format!("The page and the worker are of different versions, most likely: {error}."),
            "Reload the page and try again.",
        )
    })?;
    Ok(write(&set, form, &Place { base_url, key_variable }))
}
