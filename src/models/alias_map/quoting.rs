//! A text as a string literal in double quotes, by a language's own escapes.
//! Not a rule about ids: whatever the text, a literal of it is written.
//! **Invariant:** the language reads exactly the text back; nothing in it ends the literal or is run or expanded.

use crate::migrate::snippets::quote::is_unseen;

/// How a language writes what may not stand in a literal as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// `\u202e`, with a backslash before these characters too. They begin an interpolation.
    Digits(&'static str),
    /// `\u{202e}`, and a backslash before these characters too.
    Braces(&'static str),
    /// `\u202e`, and so for everything beyond ASCII: compilers differ in the encoding that they take a file to have.
    Ascii,
    /// JSON inside of single quotes, in a file that is read by shells and by a dozen libraries of `.env` files, some of
    /// which expand `$` in any quotes, and some of which know a backslash: all that any of them changes is escaped.
    Environment,
}

impl Quoting {
    /// The literal.
    pub(super) fn literal(self, text: &str) -> String {
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        for character in text.chars() {
            let plain = match self {
                Quoting::Digits(_) | Quoting::Braces(_) => {
                    // The last two are no characters at all, and YAML refuses them.
                    !is_unseen(character) && !matches!(character, '\u{fffe}' | '\u{ffff}')
                }
                Quoting::Ascii => matches!(character, ' '..='~'),
                Quoting::Environment => matches!(character, ' '..='~') && !"\"'\\$`#".contains(character),
            };
            match (character, self) {
                (_, Quoting::Environment) if plain => literal.push(character),
                (_, Quoting::Environment) => push_units(&mut literal, character),
                ('\n', _) => literal.push_str("\\n"),
                ('\r', _) => literal.push_str("\\r"),
                ('\t', _) => literal.push_str("\\t"),
                ('"' | '\\', _) => literal.extend(['\\', character]),
                (_, Quoting::Digits(also) | Quoting::Braces(also)) if also.contains(character) => {
                    literal.extend(['\\', character]);
                }
                _ if plain => literal.push(character),
                (_, Quoting::Braces(_)) => literal.push_str(&format!("\\u{{{:x}}}", u32::from(character))),
                _ => push_units(&mut literal, character),
            }
        }
        literal.push('"');
        literal
    }
}

/// Characters beyond U+FFFF come as two halves, which only JSON and Java are given.
fn push_units(literal: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        literal.push_str(&format!("\\u{unit:04x}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::snippets::quote::double_quoted;
    use proptest::prelude::*;

    #[test]
    fn each_language_has_its_escapes() {
        let nasty = "a\"b\\'${x}#{y}`\n\r\t\0\u{202e}é\u{1f600}%(z)??/";
        let table = [
            (Quoting::Digits(""), "\"a\\\"b\\\\'${x}#{y}`\\n\\r\\t\\u0000\\u202eé\u{1f600}%(z)??/\""),
            (Quoting::Digits("$"), "\"a\\\"b\\\\'\\${x}#{y}`\\n\\r\\t\\u0000\\u202eé\u{1f600}%(z)??/\""),
            (Quoting::Digits("#"), "\"a\\\"b\\\\'${x}\\#{y}`\\n\\r\\t\\u0000\\u202eé\u{1f600}%(z)??/\""),
            (Quoting::Braces("$"), "\"a\\\"b\\\\'\\${x}#{y}`\\n\\r\\t\\u{0}\\u{202e}é\u{1f600}%(z)??/\""),
            (Quoting::Ascii, "\"a\\\"b\\\\'${x}#{y}`\\n\\r\\t\\u0000\\u202e\\u00e9\\ud83d\\ude00%(z)??/\""),
            (
                Quoting::Environment,
                "\"a\\u0022b\\u005c\\u0027\\u0024{x}\\u0023{y}\\u0060\\u000a\\u000d\\u0009\\u0000\\u202e\\u00e9\\ud83d\\ude00%(z)??/\"",
            ),
        ];
        for (quoting, literal) in table {
            assert_eq!(quoting.literal(nasty), literal, "{quoting:?}");
        }
        // Java reads `\u` everywhere, but not after an odd number of backslashes.
        assert_eq!(Quoting::Ascii.literal("\\u0022+evil()"), "\"\\\\u0022+evil()\"");
        assert_eq!(Quoting::Braces("").literal("\\(x)"), "\"\\\\(x)\"");
    }

    proptest! {
        #[test]
        fn what_is_json_is_read_back_by_json(text in any::<String>()) {
            for quoting in [Quoting::Digits(""), Quoting::Ascii, Quoting::Environment] {
                let literal = quoting.literal(&text);
                prop_assert_eq!(&serde_json::from_str::<String>(&literal).unwrap(), &text);
            }
            prop_assert_eq!(
                Quoting::Digits("").literal(&text).replace("\\ufffe", "\u{fffe}").replace("\\uffff", "\u{ffff}"),
                double_quoted(&text).replace("\\ufffe", "\u{fffe}").replace("\\uffff", "\u{ffff}")
            );
            prop_assert!(!Quoting::Environment.literal(&text).contains(['\'', '$', '`', '\n']));
        }
    }
}
