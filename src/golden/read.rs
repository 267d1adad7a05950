//! Sets of other tools, read. Which form a text has is found out by its name and its beginning.
//! Not the page: this runs in the worker, where heavy readers do not slow the first load.
//! **Invariant:** no text panics it, and everything that a set cannot carry is said.

mod batch;
mod captured;
mod generation;
mod promptfoo;
mod table;
mod yaml;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::set::GoldenSet;
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;

/// What a set is read with.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The name of the file.
    pub name: String,
    /// The request of the editor: rows without a request of their own fill its variables.
    pub template: Map<String, Value>,
    /// The endpoint of that request.
    pub endpoint: Endpoint,
}

/// The longest text that is read, in bytes.
const LIMIT: usize = 64 * 1024 * 1024;

/// A reader of one form: the set, and what it could not carry.
type Read = (GoldenSet, Vec<Diagnostic>);

/// Reads a set. Recordings (HAR) and cURL commands are read by [`crate::exchange`], which takes every key out.
///
/// # Errors
/// If the text is no set of any known form.
pub fn read(text: &str, context: &Context) -> Result<Read, Diagnostic> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > LIMIT {
        return Err(Diagnostic::new(
            "The file is larger than 64 MiB.",
            "A set of prompts is rarely that large.",
            "Split it.",
        ));
    }
    if text.trim().is_empty() {
        return Err(Diagnostic::new("The file is empty.", "It has no text in it.", "Choose another file."));
    }
    if text.trim_start().starts_with('<') {
        return Err(Diagnostic::new(
            format!("There is a web page instead of a set in {}.", named(context)),
            "It begins with a tag: often it is the error of a server, saved under another name.",
            "Open it in an editor to see what it says, and take the file from its source again.",
        ));
    }
    let (mut set, mut notes) = of_form(text, context)?;
    if set.name.is_empty() {
        set.name = context.name.clone();
    }
    notes.extend(set.settle());
    if set.cases.is_empty() {
        return Err(match notes.into_iter().next() {
            // Of a part it was said that the rest was taken; there is none.
            Some(note) if note.do_this == REST_TAKEN => Diagnostic::new(
                format!("Nothing of {} could be taken.", named(context)),
                format!("{} {}", note.what, note.why),
                "Look at what is in it. It may have been cut on the way, or be another kind of file than its name says.",
            ),
            Some(note) => note,
            None => unknown(context),
        });
    }
    Ok((set, notes))
}

fn of_form(text: &str, context: &Context) -> Result<Read, Diagnostic> {
    let ending = context.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "yaml" | "yml" => return promptfoo::read(&yaml::read(text)?),
        "csv" | "tsv" => return table::read(text, if ending == "tsv" { b'\t' } else { b',' }, context),
        "jsonl" | "ndjson" => return Ok(batch::read(text)),
        "har" | "sh" | "bat" | "ps1" => return Ok(captured::read(text)),
        _ => {}
    }
    if text.trim_start().starts_with(['{', '[']) {
        return match serde_json::from_str::<Value>(text) {
            Ok(value) => of_json(&value, context),
            // One document a line.
            Err(_) => Ok(batch::read(text)),
        };
    }
    if text.lines().any(|line| line.trim_start().starts_with("curl")) {
        return Ok(captured::read(text));
    }
    let first = text.lines().next().unwrap_or_default();
    if first.contains(',') && !first.contains(": ") {
        return table::read(text, b',', context);
    }
    promptfoo::read(&yaml::read(text)?)
}

fn of_json(value: &Value, context: &Context) -> Result<Read, Diagnostic> {
    let has = |name: &str| value.get(name).is_some();
    if has("cases") {
        return serde_json::from_value(value.clone()).map(|set| (set, Vec::new())).map_err(|error| {
            Diagnostic::new(
                "The set cannot be read.",
                format!("The reader says: {error}."),
                "Export it again, or compare it with a set that this page wrote.",
            )
        });
    }
    if value.pointer("/log/entries").is_some() {
        return Ok(captured::read(&value.to_string()));
    }
    if has("prompts") || has("tests") {
        return promptfoo::read(value);
    }
    if has("custom_id") {
        return Ok(batch::read(&value.to_string()));
    }
    generation::read(value).ok_or_else(|| unknown(context))
}

fn unknown(context: &Context) -> Diagnostic {
    Diagnostic::new(
        format!("No set was found in {}.", named(context)),
        "It is neither OpenAI batch JSONL, CSV, promptfoo YAML, a HAR recording, cURL commands, stored generations, nor a set that this page wrote.",
        "Name the file by its form (.jsonl, .csv, .yaml, .har, .sh, .json), or look at what is in it.",
    )
}

/// What a text is called that may have no name.
fn named(context: &Context) -> &str {
    if context.name.is_empty() { "the text" } else { &context.name }
}

const REST_TAKEN: &str = "The rest of the set was taken. Change the file if you need this part.";

/// What happens to a case that cannot be carried.
fn left_out(what: impl Into<String>, why: impl Into<String>) -> Diagnostic {
    Diagnostic::new(what, why, REST_TAKEN)
}
