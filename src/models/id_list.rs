//! Reads the list of model ids that a person typed or pasted.
//! Not a catalogue reader: objects, prices and pages are the business of `gateway`.
//! **Invariant:** every word of the text is an id, a comment or punctuation, or it is said; and what looks like a key
//! is said without showing it.

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::share::redaction::Redactor;

/// After this many messages the rest is counted: a pasted novel needs no message a word.
const MOST_MESSAGES: usize = 20;

/// Longer words are no ids.
const LONGEST_ID: usize = 200;

/// Reads ids: one a line or separated by commas or white space, quoted or not, with `#` and `//` comments, or a JSON
/// array of ids (or of objects with an `id`). Each id comes once, in the order of its first appearance. What `keys`
/// knows as a key is left out.
#[must_use]
pub fn parse_ids(text: &str, keys: &Redactor) -> (Vec<String>, Vec<Diagnostic>) {
    let mut list = List { keys, ids: Vec::new(), known: HashSet::new(), messages: Vec::new(), unsaid: 0 };
    let trimmed = text.trim();
    match serde_json::from_str::<Value>(trimmed) {
        Ok(Value::Array(items)) => list.add_items(&items),
        // Anything else, half-written JSON included, is read word by word.
        _ => list.add_lines(text),
    }
    list.finish()
}

struct List<'a> {
    ids: Vec<String>,
    known: HashSet<String>,
    keys: &'a Redactor,
    messages: Vec<Diagnostic>,
    unsaid: usize,
}

impl List<'_> {
    fn add_items(&mut self, items: &[Value]) {
        for (position, item) in items.iter().enumerate() {
            let id = item.as_str().or_else(|| item.get("id").and_then(Value::as_str));
            match id {
                Some(id) => self.add(id.trim(), &format!("Item {}", position + 1)),
                None => self.say(Diagnostic::new(
                    format!("Item {} of the JSON array is no model id.", position + 1),
                    "It is neither a text nor an object with a text under `id`.",
                    "Make it a text such as \"openai/gpt-4o\", or remove it.",
                )),
            }
        }
    }

    fn add_lines(&mut self, text: &str) {
        for (position, line) in text.lines().enumerate() {
            let place = format!("Line {}", position + 1);
            for word in without_comment(line).split(|character: char| character.is_whitespace() || character == ',') {
                let word = word.trim_matches(is_punctuation);
                // A lone dash is the bullet of a list.
                if !matches!(word, "" | "-" | "–") {
                    self.add(word, &place);
                }
            }
        }
    }

    fn add(&mut self, word: &str, place: &str) {
        if self.keys.contains_secret(word) {
            self.say(Diagnostic::new(
                format!("{place} looks like an API key and was left out."),
                "A key was pasted among the model ids.",
                "Remove it from the list. If it was shown to anybody, replace it at the gateway.",
            ));
        } else if is_id(word) {
            if self.known.insert(word.to_owned()) {
                self.ids.push(word.to_owned());
            }
        } else {
            let shown: String = word.chars().take(60).collect();
            let more = if shown.len() < word.len() { "…" } else { "" };
            self.say(Diagnostic::new(
                format!("{place}: \"{shown}{more}\" is no model id and was left out."),
                "An id is an author, a slash and a name of letters, digits, dots, dashes, underscores and colons.",
                "Correct it, or put a # before it if it is a remark.",
            ));
        }
    }

    fn say(&mut self, message: Diagnostic) {
        if self.messages.len() < MOST_MESSAGES {
            self.messages.push(message);
        } else {
            self.unsaid += 1;
        }
    }

    fn finish(mut self) -> (Vec<String>, Vec<Diagnostic>) {
        if self.unsaid > 0 {
            self.messages.push(Diagnostic::new(
                format!("{} more words are no model ids and were left out.", self.unsaid),
                "The text is probably not a list of ids.",
                "Paste only the ids, one a line.",
            ));
        }
        (self.ids, self.messages)
    }
}

/// The line up to a comment. `#` and `//` begin one only at the start of a word: neither is in the middle of an id.
fn without_comment(line: &str) -> &str {
    if !line.contains('#') && !line.contains("//") {
        return line;
    }
    let mut before = ' ';
    for (position, character) in line.char_indices() {
        let rest = line.get(position..).unwrap_or_default();
        if (before.is_whitespace() || before == ',') && (character == '#' || rest.starts_with("//")) {
            return line.get(..position).unwrap_or_default();
        }
        before = character;
    }
    line
}

/// What lists put around their items: quotes, brackets, bullets, semicolons.
fn is_punctuation(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '['
            | ']'
            | '('
            | ')'
            | '{'
            | '}'
            | '<'
            | '>'
            | ';'
            | '*'
            | '•'
            | '|'
            | '='
    ) || character == '\u{feff}'
}

/// Whether a word can be an id. Very old code has ids without an author; such a one must at least look like a model's
/// name (`gpt-4o`), because plain words are in every pasted text.
pub(super) fn is_id(word: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:/@~+".contains(&byte);
    if word.len() > LONGEST_ID || !word.bytes().all(allowed) || word.contains("//") {
        return false;
    }
    let word = word.strip_prefix('~').unwrap_or(word);
    let ends_well = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
    let starts = word.strip_prefix('@').unwrap_or(word);
    if !ends_well(starts.chars().next()) || !ends_well(word.chars().last()) {
        return false;
    }
    word.contains('/') || (word.contains('-') && !word.contains('@')) || is_name_with_digit(word)
}

/// `o1`, `gpt4`, but not `2026` and not `v1:`.
fn is_name_with_digit(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.contains(|character: char| character.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, ids: &[&str], messages: usize) {
        let (found, said) = parse_ids(text, &Redactor::default());
        assert_eq!(found, ids);
        assert_eq!(said.len(), messages, "{said:?}");
    }

    #[test]
    fn lists_of_every_kind_are_read() {
        check("openai/gpt-4o\nanthropic/claude-3.5-sonnet\r\n", &["openai/gpt-4o", "anthropic/claude-3.5-sonnet"], 0);
        check("a/b-1, c/d\te/f;", &["a/b-1", "c/d", "e/f"], 0);
        check("\"a/b\",\n  'c/d',\n`e/f`", &["a/b", "c/d", "e/f"], 0);
        check("[\"a/b\", \"c/d\", \"a/b\"]", &["a/b", "c/d"], 0);
        check("[{\"id\": \"a/b\"}, {\"name\": 1}, 7]", &["a/b"], 2);
        check("[\"a/b\", \"c/d\"", &["a/b", "c/d"], 0);
        check("# models\na/b # the cheap one\n// old: x/y\n- c/d\n* e/f", &["a/b", "c/d", "e/f"], 0);
        check("a/b\na/b\nA/B", &["a/b", "A/B"], 0);
        check("", &[], 0);
        check(" \n,,\n", &[], 0);
    }

    #[test]
    fn odd_ids_are_ids() {
        for id in [
            "~anthropic/claude-sonnet-latest",
            "openai/gpt-oss-20b:free:online",
            "openrouter/openai/gpt-4o",
            "openrouter:openai/gpt-4o",
            "@preset/my-preset",
            "openai/gpt-4o@preset/my-preset",
            "gpt-4o",
            "o1",
            "accounts/fireworks/models/llama-v3p1-8b",
        ] {
            check(id, &[id], 0);
        }
    }

    #[test]
    fn what_is_no_id_is_said() {
        check("hello", &[], 1);
        check("https://openrouter.ai/api/v1", &[], 1);
        check("a//b", &[], 1);
        check("a/", &[], 1);
        check("ünï/cödé-1", &[], 1);
        check("2026", &[], 1);
        check(&"x".repeat(300), &[], 1);
        let (ids, said) = parse_ids(&"word ".repeat(500), &Redactor::default());
        assert!(ids.is_empty());
        assert_eq!(said.len(), MOST_MESSAGES + 1);
        assert!(said[MOST_MESSAGES].what.starts_with("480 more"));
    }

    #[test]
    fn a_key_among_the_ids_is_not_shown() {
        let key = "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";
        for text in [key.to_owned(), format!("a/b\n{key}"), format!("[\"{key}\"]")] {
            let (ids, said) = parse_ids(&text, &Redactor::default());
            assert!(!ids.iter().any(|id| id == key));
            assert_eq!(said.len(), 1);
            assert!(!format!("{said:?}").contains("0a1b2c3d"));
        }
    }

    #[test]
    fn the_place_is_named() {
        let (_, said) = parse_ids("a/b\n\nwhat", &Redactor::default());
        assert!(said[0].what.starts_with("Line 3: \"what\""), "{}", said[0]);
    }
}
