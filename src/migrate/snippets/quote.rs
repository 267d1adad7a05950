//! Text as a literal: double-quoted for TypeScript and Python, single-quoted for a shell.
//! Not an escaper for any other language: the double-quoted form is the part that both languages share.
//! **Invariant:** whatever the text, the language reads exactly it back, and nothing in it is ever run or expanded.

/// A literal in double quotes that TypeScript, JavaScript, Python and JSON all read alike.
///
/// Characters that cannot be seen, or that turn the direction of the text around them, are escaped, so that what a
/// person reads is what the code says.
pub(crate) fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // All of these are below U+10000, where both languages have the same four-digit escape.
            _ if is_unseen(character) => quoted.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// Control characters, line separators, zero-width and bidirectional marks.
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A literal in single quotes for a POSIX shell: nothing in it is special but the quote itself.
pub(crate) fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_hold_any_text() {
        assert_eq!(
            double_quoted("a\"b\\c\n${x}`\u{2028}\u{0}\u{202e}é\u{1F600}"),
            "\"a\\\"b\\\\c\\n${x}`\\u2028\\u0000\\u202eé\u{1F600}\""
        );
        assert_eq!(shell_quoted("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(shell_quoted(""), "''");
    }

    #[test]
    fn the_double_quoted_form_is_json() {
        for code in (0..0x3000).filter_map(char::from_u32) {
            let text = code.to_string();
            assert_eq!(serde_json::from_str::<String>(&double_quoted(&text)).expect("JSON"), text);
        }
    }
}
