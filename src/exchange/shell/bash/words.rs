//! Words of bash: quotes, escapes, variables, commands within words.
//! **Invariant:** every word of the list passes at least one character, or its first character is none of a word.

use super::output::output;
use super::{Bash, DEPTH};
use crate::exchange::cursor::{Cursor, begins_name, in_name};
use crate::exchange::notes;
use crate::exchange::shell::Word;

impl<'text> Bash<'text> {
    pub(super) fn word(&mut self) -> Word {
        let mut word = Word::default();
        while let Some(next) = self.cursor.peek() {
            match next {
                ' ' | '\t' | '\n' | ';' | '&' | '|' | '<' | '>' | '(' | ')' => break,
                '\r' if self.cursor.second() == Some('\n') => break,
                '\'' => {
                    self.cursor.next();
                    let (text, closed) = self.cursor.take_until("'");
                    word.text.push_str(text);
                    if !closed {
                        self.note(notes::open_quote());
                    }
                }
                '"' => {
                    self.cursor.next();
                    self.double(&mut word);
                }
                '\\' => {
                    if self.cursor.take("\\\n") || self.cursor.take("\\\r\n") {
                        continue;
                    }
                    if self.continuation_with_blanks() {
                        break;
                    }
                    self.cursor.next();
                    word.push(self.cursor.next().unwrap_or('\\'));
                }
                '$' => {
                    self.cursor.next();
                    self.dollar(&mut word, false);
                }
                '`' => {
                    self.cursor.next();
                    self.backticks(&mut word);
                }
                '“' | '”' | '‘' | '’' => {
                    self.cursor.next();
                    self.note(notes::typographic());
                    word.push(next);
                }
                other => {
                    self.cursor.next();
                    word.push(other);
                }
            }
        }
        word
    }

    /// The rest of a text in double quotes.
    fn double(&mut self, word: &mut Word) {
        loop {
            match self.cursor.next() {
                None => {
                    self.note(notes::open_quote());
                    return;
                }
                Some('"') => return,
                Some('\\') => self.backslash_in_quotes(word, true),
                Some('$') => self.dollar(word, true),
                Some('`') => self.backticks(word),
                Some(other) => word.push(other),
            }
        }
    }

    /// What follows a backslash where only a few signs are special.
    pub(super) fn backslash_in_quotes(&mut self, word: &mut Word, quotes: bool) {
        if self.cursor.take_line_end() {
            return;
        }
        match self.cursor.peek() {
            Some(special @ ('$' | '`' | '\\')) => {
                self.cursor.next();
                word.push(special);
            }
            Some('"') if quotes => {
                self.cursor.next();
                word.push('"');
            }
            _ => word.push('\\'),
        }
    }

    /// What follows a dollar sign.
    pub(super) fn dollar(&mut self, word: &mut Word, in_quotes: bool) {
        match self.cursor.peek() {
            Some('\'') if !in_quotes => {
                self.cursor.next();
                self.ansi_c(word);
            }
            Some('"') if !in_quotes => {
                self.cursor.next();
                self.double(word);
            }
            Some('{') => {
                self.cursor.next();
                let (inner, _) = self.cursor.take_until("}");
                let name =
                    inner.find(|character| !in_name(character)).and_then(|end| inner.get(..end)).unwrap_or(inner);
                if name == inner {
                    self.variable(word, name, &format!("${{{inner}}}"));
                } else {
                    word.push_variable(&format!("${{{inner}}}"));
                }
            }
            Some('(') => {
                let before = self.cursor;
                self.cursor.next();
                self.substitution(word, before);
            }
            Some(first) if begins_name(first) => {
                let name = self.cursor.take_while(in_name);
                self.variable(word, name, &format!("${name}"));
            }
            Some(special) if special.is_ascii_digit() || "?!@*#$-".contains(special) => {
                self.cursor.next();
                word.push_variable(&format!("${special}"));
            }
            _ => word.push('$'),
        }
    }

    fn variable(&mut self, word: &mut Word, name: &str, written: &str) {
        match self.variables.get(name) {
            Some(value) => word.push_word(value),
            None => word.push_variable(written),
        }
    }

    /// The rest of `$(…)`: its output if that is plain to see.
    fn substitution(&mut self, word: &mut Word, before: Cursor<'text>) {
        if self.depth >= DEPTH {
            word.text.push_str("$(");
            return;
        }
        self.depth += 1;
        let commands = self.list(true);
        self.depth -= 1;
        let text = match commands.as_slice() {
            [only] => output(only),
            _ => None,
        };
        match text {
            Some(text) => {
                let end = text.text.trim_end_matches('\n').len();
                word.push_word(&Word { text: text.text.get(..end).unwrap_or_default().to_owned(), ..text });
            }
            None => {
                let written = format!("${}", self.cursor.since(before));
                self.note(notes::not_run(&written));
                word.text.push_str(&written);
            }
        }
    }

    /// The rest of a command in backticks.
    pub(super) fn backticks(&mut self, word: &mut Word) {
        let (inner, _) = self.cursor.take_until("`");
        let written = format!("`{inner}`");
        self.note(notes::not_run(&written));
        word.text.push_str(&written);
    }

    /// The rest of `$'…'`.
    fn ansi_c(&mut self, word: &mut Word) {
        let mut bytes: Vec<u8> = Vec::new();
        let push = |bytes: &mut Vec<u8>, character: char| {
            bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        };
        let mut high: Option<u32> = None;
        loop {
            let Some(next) = self.cursor.next() else {
                self.note(notes::open_quote());
                break;
            };
            if next == '\'' {
                break;
            }
            if next != '\\' {
                push(&mut bytes, next);
                continue;
            }
            let Some(escape) = self.cursor.next() else { continue };
            match escape {
                'n' => bytes.push(b'\n'),
                't' => bytes.push(b'\t'),
                'r' => bytes.push(b'\r'),
                'a' => bytes.push(7),
                'b' => bytes.push(8),
                'e' | 'E' => bytes.push(27),
                'f' => bytes.push(12),
                'v' => bytes.push(11),
                'x' => match self.digits(16, 2) {
                    Some(value) => bytes.push(u8::try_from(value).unwrap_or(b'?')),
                    None => bytes.extend_from_slice(b"\\x"),
                },
                '0'..='7' => {
                    let mut value = escape.to_digit(8).unwrap_or_default();
                    value = self.digits_after(value, 8, 2);
                    bytes.push(u8::try_from(value & 0xff).unwrap_or(b'?'));
                }
                'u' | 'U' => {
                    let Some(code) = self.digits(16, if escape == 'u' { 4 } else { 8 }) else {
                        push(&mut bytes, '\\');
                        push(&mut bytes, escape);
                        continue;
                    };
                    // Browsers write characters beyond U+FFFF as two halves.
                    match (high.take(), code) {
                        (None, 0xd800..=0xdbff) => high = Some(code),
                        (Some(first), 0xdc00..=0xdfff) => {
                            let joined = 0x10000 + ((first - 0xd800) << 10) + (code - 0xdc00);
                            push(&mut bytes, char::from_u32(joined).unwrap_or('\u{fffd}'));
                        }
                        _ => push(&mut bytes, char::from_u32(code).unwrap_or('\u{fffd}')),
                    }
                }
                'c' => {
                    if let Some(control) = self.cursor.next() {
                        bytes.push(u8::try_from(u32::from(control) & 0x1f).unwrap_or_default());
                    }
                }
                '\\' | '\'' | '"' | '?' => push(&mut bytes, escape),
                other => {
                    push(&mut bytes, '\\');
                    push(&mut bytes, other);
                }
            }
        }
        word.text.push_str(&String::from_utf8_lossy(&bytes));
    }

    /// At least one and at most `most` digits.
    fn digits(&mut self, base: u32, most: usize) -> Option<u32> {
        let first = self.cursor.peek().and_then(|digit| digit.to_digit(base))?;
        self.cursor.next();
        Some(self.digits_after(first, base, most - 1))
    }

    fn digits_after(&mut self, mut value: u32, base: u32, most: usize) -> u32 {
        for _ in 0..most {
            let Some(digit) = self.cursor.peek().and_then(|digit| digit.to_digit(base)) else { break };
            self.cursor.next();
            value = value.wrapping_mul(base).wrapping_add(digit);
        }
        value
    }
}
