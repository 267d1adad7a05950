//! Expansions of a Bourne shell: `$NAME`, `${NAME:-default}`, `$(command)`, `` `command` ``, `$((sum))`.
//! Not the words they stand in.
//!
//! **Invariant:** an expansion passes at least one byte; beyond the nesting limit its sign is plain text.

use super::bourne::{Bourne, NESTING};
use super::words::LOOK;
use crate::inventory::outline::{Kind, Span};

impl Bourne<'_, '_> {
    /// Whether an expansion starts here.
    pub(super) fn expands(&self) -> bool {
        if self.nesting >= NESTING {
            return false;
        }
        let next = self.byte(1);
        self.byte(0) == b'`'
            || next.is_ascii_alphanumeric()
            || matches!(next, b'_' | b'{' | b'(' | b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-')
                && !(next == b'-' && self.byte(2) == b'-')
    }

    /// The length of the name that starts so many bytes on; one sign for `$1`, `$@`, `$?`.
    fn name_length(&self, ahead: usize) -> usize {
        let first = self.byte(ahead);
        if first.is_ascii_alphabetic() || first == b'_' {
            (ahead..).take_while(|at| self.byte(*at).is_ascii_alphanumeric() || self.byte(*at) == b'_').count()
        } else {
            usize::from(first != 0 && first < 0x80)
        }
    }

    /// Adds a word that is nothing but a variable.
    pub(super) fn lone_variable(&mut self) -> bool {
        if self.byte(0) != b'$' || !self.expands() || self.byte(1) == b'(' {
            return false;
        }
        let end = self.word_end();
        let simple = self.byte(1) != b'{' && self.at + 1 + self.name_length(1) == end;
        let braced = self.byte(1) == b'{' && self.braces_end() == Some(end);
        if simple || braced {
            self.expansion();
        }
        simple || braced
    }

    /// Behind the brace that closes `${`. Quotes inside are passed.
    fn braces_end(&self) -> Option<usize> {
        let mut depth = 0usize;
        let mut ahead = 1;
        while ahead < LOOK && self.at + ahead < self.end {
            match self.byte(ahead) {
                b'\\' => ahead += 1,
                b'{' => depth += 1,
                b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Some(self.at + ahead + 1);
                    }
                }
                // Longer ones are no references.
                b'\n' => return None,
                _ => {}
            }
            ahead += 1;
        }
        None
    }

    /// Reads an expansion.
    pub(super) fn expansion(&mut self) {
        self.nesting += 1;
        match (self.byte(0), self.byte(1)) {
            (b'`', _) => self.backticks(),
            (_, b'(') if self.byte(2) == b'(' => self.arithmetic(),
            (_, b'(') => self.substitution(),
            (_, b'{') => self.braces(),
            _ => {
                let length = self.name_length(1);
                let span = Span::new(self.at, self.at + 1 + length);
                self.builder.leaf(Kind::Variable(Span::new(self.at + 1, self.at + 1 + length)), span);
                self.at += 1 + length;
            }
        }
        self.nesting -= 1;
    }

    /// `$(command)`.
    fn substitution(&mut self) {
        let start = self.at;
        self.builder.open(Kind::Other, Span::new(start, self.end));
        self.at += 2;
        let depth = self.builder.depth();
        self.commands(Some(b')'));
        while self.builder.depth() > depth {
            self.builder.close();
        }
        if self.byte(0) != b')' {
            self.builder.trouble(Span::new(start, self.end), "A command is not closed.");
        }
        self.at = (self.at + 1).min(self.end);
        self.builder.close_at(self.at);
    }

    fn backticks(&mut self) {
        let (start, outer_end) = (self.at, self.end);
        let mut close = start + 1;
        while close < outer_end && self.source.as_bytes().get(close) != Some(&b'`') {
            close += if self.source.as_bytes().get(close) == Some(&b'\\') { 2 } else { 1 };
        }
        // Only the closing sign itself is a sure character boundary.
        let close = if close < outer_end { close } else { outer_end };
        if close == outer_end {
            self.builder.trouble(Span::new(start, outer_end), "A command is not closed.");
        }
        self.builder.open(Kind::Other, Span::new(start, outer_end));
        (self.at, self.end) = (start + 1, close);
        while self.at < self.end {
            self.commands(None);
        }
        self.end = outer_end;
        self.at = (close + 1).min(outer_end);
        self.builder.close_at(self.at);
    }

    /// `$((sum))`: nothing in it is looked at.
    fn arithmetic(&mut self) {
        let mut depth = 0usize;
        self.at += 1;
        while self.at < self.end {
            match self.byte(0) {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                b'\n' => break,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
    }

    /// `${NAME}`, `${NAME:-default}` and the other forms with a word.
    fn braces(&mut self) {
        let start = self.at;
        let prefix = 2 + usize::from(matches!(self.byte(2), b'#' | b'!') && self.byte(3) != b'}');
        let length = self.name_length(prefix);
        let name = Span::new(start + prefix, start + prefix + length);
        self.builder.open(Kind::Variable(name), Span::new(start, self.end));
        self.at = (start + prefix + length).min(self.end);
        let colon = usize::from(self.byte(0) == b':');
        if matches!(self.byte(colon), b'-' | b'=' | b'?' | b'+') {
            self.at += colon + 1;
            if self.byte(0) != b'}' {
                self.word(Some(b'}'));
            }
        }
        // The patterns of other forms are no values.
        let mut depth = 0usize;
        while self.at < self.end {
            match self.byte(0) {
                b'{' => depth += 1,
                b'}' if depth == 0 => break,
                b'}' => depth -= 1,
                b'\n' => break,
                _ => {}
            }
            self.at += 1;
        }
        if self.byte(0) == b'}' {
            self.at += 1;
        } else {
            self.builder.trouble(Span::new(start, self.at), "A reference is not closed.");
        }
        self.builder.close_at(self.at);
    }
}
