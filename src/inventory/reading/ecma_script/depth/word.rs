//! Words, operators and literals, as far as the measure of nesting must tell them apart.
//! Not brackets: see the module above.
//!
//! **Invariant:** each byte is looked at a bounded number of times.

use super::{Last, Level, Scan};

impl Scan<'_> {
    /// A line that begins with a value, behind a value, begins a statement.
    pub(super) fn statement_start(&mut self) {
        if self.fresh_line && self.last == Last::Value {
            self.here.end_statement();
        }
    }

    pub(super) fn word(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\' | 0x80..);
        let word = rest.get(..rest.iter().take_while(|byte| inside(byte)).count()).unwrap_or_default();
        let is_member = self.at.checked_sub(1).and_then(|before| self.bytes.get(before)) == Some(&b'.');
        self.at += word.len().max(1);
        if self.here.ended && (is_member || word != b"else") {
            self.here.end_statement();
        }
        if is_member {
            self.last = Last::Value;
            return;
        }
        match word {
            b"else" => {
                self.here.ended = false;
                self.here.chain = 0;
                self.here.prefix = 0;
                self.here.statements += 1;
                self.last = Last::End;
            }
            b"if" | b"for" | b"while" | b"with" => {
                self.statement_start();
                self.here.statements += 1;
                self.last = Last::Condition;
            }
            b"do" => {
                self.statement_start();
                self.here.statements += 1;
                self.last = Last::End;
            }
            b"typeof" | b"void" | b"delete" | b"await" | b"new" | b"yield" | b"keyof" | b"infer" | b"readonly"
            | b"unique" | b"extends" | b"throw" | b"return" | b"asserts" => {
                self.statement_start();
                self.here.prefix += 1;
                self.last = Last::Operator;
            }
            b"as" | b"satisfies" => {
                self.here.chain += 1;
                self.last = Last::Operator;
            }
            b"case" => {
                self.here.end_statement();
                self.last = Last::Operator;
            }
            b"in" | b"of" | b"instanceof" => {
                self.here.prefix = 0;
                self.last = Last::Operator;
            }
            b"namespace" | b"module" => {
                self.here.namespace = true;
                self.last = Last::Value;
            }
            _ => {
                self.statement_start();
                self.last = Last::Value;
            }
        }
    }

    pub(super) fn slash(&mut self) {
        if self.peek(1) == b'>' {
            self.here.elements = self.here.elements.saturating_sub(1);
            self.last = Last::Value;
            self.at += 2;
            return;
        }
        if self.last == Last::Value {
            return self.operator(b'/');
        }
        let [_, _, blind] = self.blind;
        let mut at = self.at + 1;
        let mut class = false;
        if at <= blind {
            return self.operator(b'/');
        }
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'\n' => break,
                b'/' if !class => {
                    self.at = at + 1;
                    self.last = Last::Value;
                    return;
                }
                _ => {}
            }
            at += 1;
        }
        let [_, _, blind] = &mut self.blind;
        *blind = at;
        self.operator(b'/');
    }

    pub(super) fn operator(&mut self, byte: u8) {
        let value_before = self.last == Last::Value;
        let next = self.peek(1);
        let mut length = 1;
        self.last = Last::Operator;
        match byte {
            b';' => {
                self.here.ended = true;
                self.last = Last::End;
            }
            b',' => {
                let Level { statements, elements, angles, .. } = self.here;
                self.here = Level { statements, elements, angles, ..Level::default() };
            }
            b'=' if next == b'=' => {
                length = if self.peek(2) == b'=' { 3 } else { 2 };
                self.between();
            }
            b'=' => {
                length = if next == b'>' { 2 } else { 1 };
                self.between();
                self.here.chain += 1;
            }
            b'?' if next == b'.' && !self.peek(2).is_ascii_digit() => {
                length = 2;
                self.last = Last::Value;
            }
            b'&' | b'|' | b'?' if next == byte => {
                length = 2;
                self.between();
                self.here.angles = 0;
            }
            b'?' => {
                self.between();
                self.here.chain += 1;
                self.here.angles = 0;
            }
            b':' => {
                self.between();
                self.here.chain += 1;
            }
            b'*' if next == b'*' => {
                length = 2;
                self.between();
                self.here.chain += 1;
            }
            b'.' if next == b'.' => {
                length = 3;
                self.here.prefix += 1;
            }
            b'.' => {
                self.here.prefix += u32::from(self.here.namespace);
                self.last = Last::Value;
            }
            b'<' => self.angle(value_before),
            b'>' => {
                self.here.angles = self.here.angles.saturating_sub(1);
                self.between();
            }
            b'!' if value_before && !self.fresh_line && next != b'=' => self.last = Last::Value,
            b'+' | b'-' if next == byte && value_before && !self.fresh_line => {
                length = 2;
                self.last = Last::Value;
            }
            _ if value_before => {
                if self.fresh_line && matches!(byte, b'!' | b'~' | b'@') {
                    self.here.end_statement();
                }
                self.between();
            }
            _ => self.here.prefix += 1,
        }
        self.at += length;
    }

    /// An operator between two values ends what binds tighter.
    fn between(&mut self) {
        self.here.prefix = 0;
        self.here.calls = 0;
    }

    /// Whether `<T,` or `<T extends` follows, with which no element begins.
    fn type_parameter(&self) -> bool {
        let name = self.bytes.get(self.at + 1..).unwrap_or_default();
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')).count();
        name.get(length..).is_some_and(|behind| behind.starts_with(b",") || behind.starts_with(b" extends "))
    }

    fn angle(&mut self, value_before: bool) {
        let next = self.peek(1);
        let touching = self.at.checked_sub(1).and_then(|before| self.bytes.get(before)).is_some_and(|before| {
            before.is_ascii_alphanumeric() || matches!(before, b'_' | b'$' | b')' | b']' | b'"' | b'\'')
        });
        if next == b'/' {
            self.here.elements = self.here.elements.saturating_sub(1);
            self.at += 1;
        } else if !(next.is_ascii_alphabetic() || matches!(next, b'>' | b'_' | b'$' | b'<')) {
            self.between();
        } else if self.here.elements > 0 || !(value_before && touching) {
            if !self.elements {
                self.here.chain += 1;
            } else if !self.type_parameter() {
                self.here.elements += 1;
            }
        } else {
            self.here.angles += 1;
        }
    }

    pub(super) fn string(&mut self, quote: u8) {
        self.statement_start();
        self.last = Last::Value;
        let [single, double, _] = &mut self.blind;
        let blind = if quote == b'"' { double } else { single };
        let mut at = self.at + 1;
        if at > *blind {
            loop {
                match self.bytes.get(at) {
                    Some(b'\\') => at += 2,
                    Some(byte) if *byte == quote => {
                        self.at = at + 1;
                        return;
                    }
                    // An apostrophe in the text of an element opens nothing.
                    Some(b'\n') | None => {
                        *blind = at;
                        break;
                    }
                    Some(_) => at += 1,
                }
            }
        }
        self.at += 1;
    }
}
