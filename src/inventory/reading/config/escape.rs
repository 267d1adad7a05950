//! The value of a text from its source, by the escapes of its format.
//! Not the finding of its end.
//!
//! **Invariant:** an escape that the format does not have stays as it is written, and a text without any costs nothing.

/// Which escapes a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inventory::reading) enum Escapes {
    /// None: the source is the value.
    None,
    /// Backslashes as in JSON, TOML, HCL and `.env`.
    Backslash,
    /// Backslashes, and lines joined by a space.
    YamlDouble,
    /// A doubled quote, and lines joined by a space.
    YamlSingle,
    /// Lines joined by a space.
    Folded,
    /// A backslash before a separator or comment mark of a properties file.
    Properties,
    /// Character references of XML and HTML.
    Entities,
}

/// The value, if it differs from the source.
pub(in crate::inventory::reading) fn cook(raw: &str, escapes: Escapes) -> Option<Box<str>> {
    let has = |byte: u8| raw.as_bytes().contains(&byte);
    let needed = match escapes {
        Escapes::None => false,
        Escapes::Backslash | Escapes::Properties => has(b'\\'),
        Escapes::YamlDouble => has(b'\\') || has(b'\n'),
        Escapes::YamlSingle => has(b'\'') || has(b'\n'),
        Escapes::Folded => has(b'\n'),
        Escapes::Entities => has(b'&'),
    };
    if !needed {
        return None;
    }
    let cooked = match escapes {
        Escapes::None => return None,
        Escapes::Backslash => backslashes(raw),
        Escapes::YamlDouble => backslashes(&folded(raw)),
        Escapes::YamlSingle => folded(raw).replace("''", "'"),
        Escapes::Folded => folded(raw),
        Escapes::Properties => properties(raw),
        Escapes::Entities => entities(raw),
    };
    (cooked != raw).then(|| cooked.into_boxed_str())
}

fn backslashes(raw: &str) -> String {
    let mut cooked = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, after)) = rest.split_once('\\') {
        cooked.push_str(plain);
        let mut characters = after.chars();
        let Some(letter) = characters.next() else {
            cooked.push('\\');
            return cooked;
        };
        rest = characters.as_str();
        match letter {
            'n' => cooked.push('\n'),
            't' => cooked.push('\t'),
            'r' => cooked.push('\r'),
            'b' => cooked.push('\u{8}'),
            'f' => cooked.push('\u{c}'),
            'e' => cooked.push('\u{1b}'),
            '0' => cooked.push('\0'),
            '"' | '\'' | '\\' | '/' | '$' | '`' | ' ' => cooked.push(letter),
            // A backslash at the end of a line joins it with the next.
            '\n' => rest = rest.trim_start(),
            '\r' => rest = rest.trim_start(),
            'u' | 'U' | 'x' => {
                let digits = match letter {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                if let Some((character, after)) = code_point(rest, digits) {
                    cooked.push(character);
                    rest = after;
                } else {
                    cooked.push('\\');
                    cooked.push(letter);
                }
            }
            _ => {
                cooked.push('\\');
                cooked.push(letter);
            }
        }
    }
    cooked.push_str(rest);
    cooked
}

/// A character of so many hexadecimal digits, or of two such escapes that are a surrogate pair.
fn code_point(text: &str, digits: usize) -> Option<(char, &str)> {
    let (first, rest) = hexadecimal(text, digits)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, rest));
    }
    let (second, rest) = hexadecimal(rest.strip_prefix("\\u")?, 4)?;
    let character = char::decode_utf16([u16::try_from(first).ok()?, u16::try_from(second).ok()?]).next()?.ok()?;
    Some((character, rest))
}

fn hexadecimal(text: &str, digits: usize) -> Option<(u32, &str)> {
    let (head, rest) = text.split_at_checked(digits)?;
    if !head.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some((u32::from_str_radix(head, 16).ok()?, rest))
}

/// Joins lines by a space; an empty line between two is a line feed.
fn folded(raw: &str) -> String {
    let mut cooked = String::with_capacity(raw.len());
    let mut empty_lines = 0_usize;
    let lines = raw.matches('\n').count();
    for (index, line) in raw.split('\n').enumerate() {
        let line = if index == 0 { line } else { line.trim_start_matches([' ', '\t']) };
        let line = if index == lines { line } else { line.trim_end_matches([' ', '\t', '\r']) };
        if line.is_empty() && index > 0 && index < lines {
            empty_lines += 1;
            continue;
        }
        if index > 0 && empty_lines == 0 {
            cooked.push(' ');
        }
        cooked.extend(std::iter::repeat_n('\n', empty_lines));
        empty_lines = 0;
        cooked.push_str(line);
    }
    cooked
}

fn properties(raw: &str) -> String {
    let mut cooked = String::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        // Other backslashes stay: in an INI file they are those of a path.
        if character != '\\' || !characters.peek().is_some_and(|next| matches!(next, ':' | '=' | '#' | '!')) {
            cooked.push(character);
        }
    }
    cooked
}

const ENTITIES: [(&str, char); 5] = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];

/// The longest character reference that is looked for.
const LONGEST_ENTITY: usize = 10;

fn entities(raw: &str) -> String {
    let mut cooked = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, after)) = rest.split_once('&') {
        cooked.push_str(plain);
        let end = after.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';');
        let decoded = end.and_then(|end| {
            let name = after.get(..end)?;
            Some((entity(name)?, after.get(end + 1..)?))
        });
        match decoded {
            Some((character, after)) => {
                cooked.push(character);
                rest = after;
            }
            None => {
                cooked.push('&');
                rest = after;
            }
        }
    }
    cooked.push_str(rest);
    cooked
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_give_the_value_they_stand_for() {
        for (escapes, raw, value) in [
            (Escapes::Backslash, r"https:\/\/openrouter.ai\/api", "https://openrouter.ai/api"),
            (Escapes::Backslash, r"a\n\t\u00e9\ud83d\ude42\x41\U0001F642", "a\n\té🙂A🙂"),
            (Escapes::Backslash, r"\ud83d \u12 \q \", r"\ud83d \u12 \q \"),
            (Escapes::Backslash, "a\\\n   b", "ab"),
            (Escapes::YamlDouble, "a\n  b\n\n  c\\n", "a b\nc\n"),
            (Escapes::YamlSingle, "it''s\r\n  so", "it's so"),
            (Escapes::Folded, "a b\n   c", "a b c"),
            (Escapes::Properties, r"https\://x C:\new", r"https://x C:\new"),
            (Escapes::Entities, "a&amp;b &#65;&#x42; &nope; &", "a&b AB &nope; &"),
        ] {
            assert_eq!(cook(raw, escapes).as_deref().unwrap_or(raw), value, "{raw}");
        }
    }

    #[test]
    fn a_text_without_escapes_is_not_copied() {
        for escapes in [Escapes::None, Escapes::Backslash, Escapes::YamlDouble, Escapes::Entities, Escapes::Properties]
        {
            assert_eq!(cook("https://openrouter.ai", escapes), None);
        }
        assert_eq!(cook("a\\b", Escapes::None), None);
    }
}
