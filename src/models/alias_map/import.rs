//! Reads an alias map that a team has already: the exports of [`super::export`], maps in code of many languages,
//! key-value configuration, LiteLLM's `model_list`, and tables of two columns.
//! Not a parser of any of them: it looks for pairs of texts that are tied to each other as a key is to its value.
//! **Invariant:** any text is taken, in linear time; nothing of it is a decision, only a wish that a person may approve.

mod tokens;

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::models::id_list::is_id;
use tokens::Token::{self, Mark, Quoted, Word};

/// Longer texts are no alias maps; in bytes.
pub const LONGEST_MAP: usize = 1 << 20;

/// More aliases are not taken.
pub const MOST_ALIASES: usize = 10_000;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Source id and target id, each source once, in the order of their first appearance. Neither is looked up anywhere.
    pub pairs: Vec<(String, String)>,
    /// What could not be read, or not be read in one way.
    pub notes: Vec<Diagnostic>,
}

/// Reads a map.
#[must_use]
pub fn read(text: &str) -> Imported {
    let mut imported = Imported::default();
    if text.len() > LONGEST_MAP {
        imported.notes.push(Diagnostic::new(
            "The alias map was not read: it is longer than 1 MiB.",
            "An alias map has a line for each model id in use; this is probably another file.",
            "Choose the file of the alias map, or a part of it.",
        ));
        return imported;
    }
    let tokens = tokens::tokens(text);
    let is_lite_llm =
        tokens.windows(2).any(|pair| matches!(pair, [key, Mark(':')] if key.text() == Some("litellm_params")));
    let mut found = if is_lite_llm { model_list(&tokens) } else { pairs(&tokens) };
    if found.is_empty() {
        // A variable that holds the map as JSON, in quotes that do not keep it apart from what stands around it.
        found = tokens.iter().filter_map(Token::text).filter(|text| text.starts_with('{')).flat_map(inner).collect();
    }
    if found.is_empty() {
        found = text.lines().filter_map(columns).collect();
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut twice: Vec<String> = Vec::new();
    let mut left_out = 0_usize;
    for (source, target) in found {
        match places.get(&source).copied() {
            Some(place) => {
                if let Some((_, earlier)) = imported.pairs.get_mut(place)
                    && *earlier != target
                {
                    *earlier = target;
                    twice.push(source);
                }
            }
            None if imported.pairs.len() == MOST_ALIASES => left_out += 1,
            None => {
                places.insert(source.clone(), imported.pairs.len());
                imported.pairs.push((source, target));
            }
        }
    }
    if imported.pairs.is_empty() {
        imported.notes.push(Diagnostic::new(
            "No alias was found in the map.",
            "Nothing in it is a pair of model ids, such as \"a/b\": \"c/d\" or a/b,c/d.",
            "Choose a map in code, JSON, YAML, TOML, .env, CSV, or a configuration of LiteLLM.",
        ));
    }
    if let Some(first) = twice.first() {
        imported.notes.push(Diagnostic::new(
            format!("{} of the map have more than one target, among them `{first}`.", counted(twice.len(), "id")),
            "The map names the id again with another target; the last one was taken.",
            "Look at the target of that id before you approve it.",
        ));
    }
    if left_out > 0 {
        imported.notes.push(Diagnostic::new(
            format!("{} more were left out.", counted(left_out, "alias")),
            format!("A map is read up to {MOST_ALIASES} aliases."),
            "Import the part of the map that your code uses.",
        ));
    }
    imported
}

/// `1 id`, `2 ids`, `2 aliases`.
#[must_use]
pub fn counted(count: usize, word: &str) -> String {
    let plural = match (count, word.ends_with('s')) {
        (1, _) => "",
        (_, true) => "es",
        _ => "s",
    };
    format!("{count} {word}{plural}")
}

/// The pairs of a map that stands in a text.
fn inner(text: &str) -> Vec<(String, String)> {
    pairs(&tokens::tokens(text))
}

/// Every pair, whatever ties it.
fn pairs(tokens: &[Token<'_>]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut before: Option<&Token<'_>> = None;
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        let used = match pair(before, rest) {
            Some((source, target, used)) => {
                found.push((source.to_owned(), target.to_owned()));
                used
            }
            None => 1,
        };
        before = rest.get(used - 1).or(Some(first));
        rest = rest.get(used..).unwrap_or_default();
    }
    found
}

/// The pair with which the tokens begin, and how many of them it takes.
fn pair<'a>(before: Option<&Token<'_>>, rest: &'a [Token<'_>]) -> Option<(&'a str, &'a str, usize)> {
    let (key, value, used) = match rest {
        // Ruby, PHP
        [key, Mark('='), Mark('>'), value, ..] => (key, value, 4),
        // Kotlin
        [key, Mark(':' | '=') | Word("to"), value, ..] => (key, value, 3),
        // C#, and computed keys of JavaScript
        [Mark('['), key, Mark(']'), Mark(':' | '='), value, ..] => (key, value, 5),
        // Rust, Java, lists of pairs. Two ids alone in brackets are a list, unless they stand in a list themselves.
        [Mark('(' | '[' | '{'), key, Mark(','), value, Mark(')' | ']' | '}'), ..] if takes_pairs(before) => {
            (key, value, 5)
        }
        _ => return None,
    };
    let (source, target) = (key.text()?, value.text()?);
    // A key without a value, and under it the first of its entries.
    if source.is_empty() || target.is_empty() || matches!(rest.get(used), Some(Mark(':' | '='))) {
        return None;
    }
    // What is not in quotes may be anything of a program or of a configuration.
    let quoted = matches!((key, value), (Quoted(_), Quoted(_)));
    (quoted || (is_id(source) && is_id(target))).then_some((source, target, used))
}

/// Whether a bracket after this holds one pair of many.
fn takes_pairs(before: Option<&Token<'_>>) -> bool {
    match before {
        Some(Mark(mark)) => matches!(mark, '[' | '(' | '{' | ','),
        Some(Word(word)) => word.ends_with("entry") || word.ends_with("put"),
        _ => false,
    }
}

/// The entries of LiteLLM's `model_list`.
fn model_list(tokens: &[Token<'_>]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let (mut name, mut model, mut is_compatible) = (None, None, false);
    let mut finish = |name: Option<&str>, model: Option<&str>, is_compatible: bool| {
        if let (Some(name), Some(model)) = (name, model) {
            // With an address of its own, `openai/` is the protocol; without one it is the maker.
            let id = if is_compatible { model.strip_prefix("openai/").unwrap_or(model) } else { model };
            found.push((name.to_owned(), id.to_owned()));
        }
    };
    for entry in tokens.windows(3) {
        let [key, Mark(':'), value] = entry else { continue };
        match key.text() {
            Some("model_name") => {
                finish(name, model, is_compatible);
                (name, model, is_compatible) = (value.text(), None, false);
            }
            Some("model") => model = value.text(),
            Some("api_base") => is_compatible = true,
            _ => {}
        }
    }
    finish(name, model, is_compatible);
    found.retain(|(name, model)| !name.is_empty() && !model.is_empty());
    found
}

/// A line of a table with two columns of ids.
fn columns(line: &str) -> Option<(String, String)> {
    let mut cells = line.split([',', ';', '\t']).map(|cell| {
        let cell = cell.trim();
        cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell)
    });
    let (source, target) = (cells.next()?, cells.next()?);
    (cells.next().is_none() && is_id(source) && is_id(target)).then(|| (source.to_owned(), target.to_owned()))
}

#[cfg(test)]
mod tests;
