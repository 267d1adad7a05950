//! Writes a compatibility layer: one module, TypeScript or Python, that a team adds to its code for the time of the
//! move, so that going to the target and back is one environment variable.
//! Not a client, and not a change to any file: the team calls the module where it builds its client and reads replies.
//!
//! The texts below `compatibility/` are whole sections of the module. They have no holes: what differs from team to
//! team is written as constants between them, and a section stands in the module or does not.
//!
//! **Invariant:** whatever the ids and names contain, the module reads back exactly them; it holds no key; and it
//! fills no field of a reply with anything but what the target sent.

mod error_words;
mod field;
mod python;
mod typescript;

use std::collections::{HashMap, HashSet};

pub use field::{Outcome, ResponseField};

/// The languages of the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// TypeScript without any package: Node 20, browsers and edge runtimes (ES2020).
    #[default]
    TypeScript,
    /// Python 3.9 or later, standard library only.
    Python,
}

impl Language {
    /// Both, in the order in which the page offers them.
    pub const ALL: [Language; 2] = [Language::TypeScript, Language::Python];

    /// The name shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Language::TypeScript => "TypeScript",
            Language::Python => "Python",
        }
    }

    /// The name of a downloaded file.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Language::TypeScript => "gateway-compatibility.ts",
            Language::Python => "gateway_compatibility.py",
        }
    }
}

/// A gateway as the module knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint<'a> {
    /// The name in messages, for example `Phaseo Gateway`.
    pub name: &'a str,
    /// The base URL with its version; slashes at its end are dropped.
    pub base_url: &'a str,
    /// The environment variable that holds the key.
    pub key_variable: &'a str,
}

/// What differs from team to team.
#[derive(Debug, Clone, Copy)]
pub struct Layer<'a> {
    /// OpenRouter, chosen with `GATEWAY=openrouter`.
    pub source: Endpoint<'a>,
    /// Where the team moves to, chosen with `GATEWAY=target`.
    pub target: Endpoint<'a>,
    /// Approved pairs: id on the source, id on the target. Of two pairs with the same source id the later counts.
    pub aliases: &'a [(&'a str, &'a str)],
    /// Ids in use that have no approved target yet. An id that is here counts as unresolved, even if it has a pair.
    pub unresolved: &'a [&'a str],
    /// Request headers that the target is not to get, in any case of letters.
    pub dropped_headers: &'a [&'a str],
    /// The fields that the team's code reads from replies, in any order.
    pub fields: &'a [ResponseField],
}

/// Writes the module. The same layer gives the same text.
#[must_use]
pub fn generate(language: Language, layer: &Layer<'_>) -> String {
    let content = Content::of(layer);
    match language {
        Language::TypeScript => typescript::write(&content),
        Language::Python => python::write(&content),
    }
}

/// A layer without repetitions and contradictions.
struct Content<'a> {
    /// Of the source and of the target, with the name of each in the code.
    endpoints: [(&'static str, Endpoint<'a>); 2],
    aliases: Vec<(&'a str, &'a str)>,
    unresolved: Vec<&'a str>,
    /// Lower case.
    dropped_headers: Vec<String>,
    /// In the order of `ResponseField::ALL`.
    fields: Vec<ResponseField>,
}

impl<'a> Content<'a> {
    fn of(layer: &Layer<'a>) -> Self {
        let unresolved = once_each(layer.unresolved.iter().copied());
        let refused: HashSet<&str> = unresolved.iter().copied().collect();
        let target_of: HashMap<&str, &str> = layer.aliases.iter().copied().collect();
        let sources = once_each(layer.aliases.iter().map(|(source, _)| *source));
        let pair = |source: &'a str| target_of.get(source).map(|target| (source, *target));
        let trimmed =
            |endpoint: Endpoint<'a>| Endpoint { base_url: endpoint.base_url.trim_end_matches('/'), ..endpoint };
        Content {
            endpoints: [("openrouter", trimmed(layer.source)), ("target", trimmed(layer.target))],
            aliases: sources.into_iter().filter(|source| !refused.contains(source)).filter_map(pair).collect(),
            unresolved,
            dropped_headers: once_each(layer.dropped_headers.iter().map(|name| name.trim().to_ascii_lowercase())),
            fields: ResponseField::ALL.into_iter().filter(|field| is_read(layer.fields, *field)).collect(),
        }
    }

    /// The fields for which code is needed.
    fn restored(&self) -> impl Iterator<Item = ResponseField> {
        self.fields.iter().copied().filter(|field| field.outcome() == Outcome::Restored)
    }

    /// Whether the code walks over messages.
    fn walks_messages(&self) -> bool {
        self.restored().any(|field| matches!(field, ResponseField::Reasoning | ResponseField::ReasoningDetails))
    }

    /// What becomes of each field that the code reads, as the lines of a comment of `width` characters.
    fn field_lines(&self, width: usize) -> Vec<String> {
        let paragraph = |field: &ResponseField| {
            let verdict = match field.outcome() {
                Outcome::Restored => "",
                Outcome::Same => "unchanged: ",
                Outcome::Absent => "absent on the target: ",
            };
            wrapped(&format!("- `{}`: {verdict}{}", field.path(), field.note()), width)
        };
        self.fields.iter().flat_map(paragraph).collect()
    }
}

/// Whether code reads a field, or another that is made from it.
fn is_read(fields: &[ResponseField], field: ResponseField) -> bool {
    fields.contains(&field) || (field == ResponseField::ErrorCode && fields.contains(&ResponseField::ErrorMetadata))
}

/// The items without repetitions, each where it first was.
fn once_each<T: Clone + Eq + std::hash::Hash>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = HashSet::new();
    items.filter(|item| seen.insert(item.clone())).collect()
}

/// The words of a list item in lines of at most `width` characters; lines after the first are indented by two.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("  {word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests;
