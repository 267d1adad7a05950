//! Splits a text into the texts, words and marks that maps are made of in most languages.
//! Not a lexer of any language: it knows no keywords, and a text of several lines is passed over.
//! **Invariant:** the time is linear, and every text in quotes is read by the escapes that the languages share.

use std::str::Chars;

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// The value of a text in quotes.
    Quoted(String),
    /// Anything that is no mark, up to white space or a mark.
    Word(&'a str),
    /// `,` `;` `:` `=` or a bracket.
    Mark(char),
}

impl Token<'_> {
    /// The text of what is no mark.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Token::Quoted(text) => Some(text),
            Token::Word(word) => Some(word),
            Token::Mark(_) => None,
        }
    }
}

const MARKS: &str = ",;:=()[]{}<>";
const QUOTES: &str = "\"'`";

/// The parts of the text, without its comments.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        rest = if first.is_whitespace() || first == '\u{feff}' {
            after
        } else if first == '#' || rest.starts_with("//") {
            next_line(rest)
        } else if rest.starts_with("/*") {
            rest.split_once("*/").map_or("", |(_, after)| after)
        } else if first == '\'' && after.starts_with('{') {
            // JSON in a shell's quotes: what is in it is read as if they were not there.
            after
        } else if QUOTES.contains(first) {
            match quoted(after, first) {
                Some((value, after)) => {
                    tokens.push(Token::Quoted(value));
                    after
                }
                // Looking for its end again from the next quote of the line would not be linear.
                None => next_line(after),
            }
        } else if MARKS.contains(first) {
            tokens.push(Token::Mark(first));
            after
        } else {
            let (word, after) = word(rest);
            // The dash of a list.
            if word != "-" {
                tokens.push(Token::Word(word));
            }
            after
        };
    }
    tokens
}

fn next_line(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, after)| after)
}

/// A word and what is after it. A colon is in the middle of many ids and ends a key, an apostrophe is in words.
fn word(text: &str) -> (&str, &str) {
    let mut characters = text.char_indices().peekable();
    while let Some((position, character)) = characters.next() {
        let ends = match character {
            ':' => characters.peek().is_none_or(|(_, next)| {
                next.is_whitespace() || (MARKS.contains(*next) && *next != ':') || QUOTES.contains(*next)
            }),
            '\'' => false,
            _ => character.is_whitespace() || MARKS.contains(character) || QUOTES.contains(character),
        };
        if ends {
            return text.split_at_checked(position).unwrap_or((text, ""));
        }
    }
    (text, "")
}

/// The value of a text up to its quote on the same line, and what is after it.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '\n' => return None,
            '\\' => value.push(escaped(&mut characters)?),
            character if character == quote => return Some((value, characters.as_str())),
            character => value.push(character),
        }
    }
}

/// The character of an escape after its backslash; what is no escape stands for itself.
fn escaped(rest: &mut Chars<'_>) -> Option<char> {
    Some(match rest.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'x' => number(rest, 2),
        'U' => number(rest, 8),
        'u' => number(rest, 4),
        character => character,
    })
}

/// The character of a hexadecimal number, or of two that are the halves of one.
fn number(rest: &mut Chars<'_>, digits: usize) -> char {
    let first = unit(rest, digits);
    let mut ahead = rest.clone();
    if let (Some(high @ 0xd800..0xdc00), Some('\\'), Some('u')) = (first, ahead.next(), ahead.next())
        && let Some(low @ 0xdc00..0xe000) = unit(&mut ahead, 4)
    {
        *rest = ahead;
        return char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)).unwrap_or_default();
    }
    first.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A number of so many digits, or in braces.
fn unit(rest: &mut Chars<'_>, digits: usize) -> Option<u32> {
    let text = rest.as_str();
    let (hexadecimal, after) = match text.strip_prefix('{') {
        // Eight digits are the most; looking further for the brace would not be linear.
        Some(text) => (0..=8).find_map(|length| {
            let (hexadecimal, after) = text.split_at_checked(length)?;
            Some((hexadecimal, after.strip_prefix('}')?))
        })?,
        None => text.split_at_checked(digits)?,
    };
    let value = u32::from_str_radix(hexadecimal, 16).ok()?;
    *rest = after.chars();
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = tokens(text)
            .into_iter()
            .map(|token| match token {
                Token::Quoted(text) => format!("{text:?}"),
                Token::Word(word) => word.to_owned(),
                Token::Mark(mark) => mark.to_string(),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_and_marks() {
        check("a/b:free: c/d", &["a/b:free", ":", "c/d"]);
        check("a/b=c/d;it's std::fmt", &["a/b", "=", "c/d", ";", "it's", "std::fmt"]);
        check("- x\n  -y", &["x", "-y"]);
        check("Map.entry(a)", &["Map.entry", "(", "a", ")"]);
        check("https://x.y/z // b\n# c\nd /* e\n f */ g /* h", &["https://x.y/z", "d", "g"]);
        check("\u{feff}a:", &["a", ":"]);
    }

    #[test]
    fn texts_in_quotes() {
        check("\"a\\\"b\" 'c' `d`", &["\"a\\\"b\"", "\"c\"", "\"d\""]);
        check("'{\"a\":\"b\"}'\nc", &["{", "\"a\"", ":", "\"b\"", "}", "c"]);
        check("\"open\nnext", &["next"]);
        check("\"open", &[]);
        check("\"open\\", &[]);
    }

    #[test]
    fn escapes() {
        let table = [
            (r#""\n\r\t\0\\\/\$\#\q""#, "\n\r\t\0\\/$#q"),
            (r#""\x41\u0042\U00000043\u{44}""#, "ABCD"),
            (r#""\ud83d\ude00\u{1f600}\U0001f600""#, "\u{1f600}\u{1f600}\u{1f600}"),
            (r#""\ud83d-\ud83d\u0041\ude00""#, "\u{fffd}-\u{fffd}A\u{fffd}"),
            (r#""\u{}\u12\uzzzz\u{110000}""#, "\u{fffd}{}\u{fffd}12\u{fffd}zzzz\u{fffd}"),
        ];
        for (literal, value) in table {
            assert_eq!(tokens(literal), [Token::Quoted(value.to_owned())], "{literal}");
        }
    }
}
