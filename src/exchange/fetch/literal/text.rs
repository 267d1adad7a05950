//! Texts of JavaScript, with their escapes; templates with what is known put in.

use serde_json::Value;

use super::{Literals, as_text};

impl Literals<'_> {
    /// A text with its quotes; in a template, what is known is put in.
    pub fn text(&mut self) -> String {
        let mut text = String::new();
        let Some(quote) = self.cursor.next() else { return text };
        let mut high: Option<u32> = None;
        while let Some(next) = self.cursor.next() {
            if next == quote {
                break;
            }
            if quote == '`' && next == '$' && self.cursor.peek() == Some('{') {
                self.cursor.next();
                let value = self.arguments('}').pop().unwrap_or(Value::Null);
                text.push_str(&as_text(&value));
                continue;
            }
            if next != '\\' {
                text.push(next);
                continue;
            }
            match self.cursor.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some('b') => text.push('\u{8}'),
                Some('f') => text.push('\u{c}'),
                Some('v') => text.push('\u{b}'),
                Some('0') => text.push('\0'),
                Some('\r') => {
                    self.cursor.take("\n");
                }
                Some('\n') | None => {}
                Some('x') => {
                    let code = self.digits(2);
                    text.push(code.and_then(char::from_u32).unwrap_or('\u{fffd}'));
                }
                Some('u') => {
                    let code = if self.cursor.take("{") {
                        let (digits, _) = self.cursor.take_until("}");
                        u32::from_str_radix(digits, 16).ok()
                    } else {
                        self.digits(4)
                    };
                    match (high.take(), code) {
                        (None, Some(first @ 0xd800..=0xdbff)) if self.cursor.starts_with("\\u") => high = Some(first),
                        (Some(first), Some(second @ 0xdc00..=0xdfff)) => {
                            let joined = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                            text.push(char::from_u32(joined).unwrap_or('\u{fffd}'));
                        }
                        (_, code) => text.push(code.and_then(char::from_u32).unwrap_or('\u{fffd}')),
                    }
                }
                Some(other) => text.push(other),
            }
        }
        text
    }

    /// Exactly so many hexadecimal digits.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let mut ahead = self.cursor;
        let mut value = 0;
        for _ in 0..count {
            value = value * 16 + ahead.next()?.to_digit(16)?;
        }
        self.cursor = ahead;
        Some(value)
    }
}
