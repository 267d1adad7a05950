//! Words of a Bourne shell: quotes, escapes, and the pieces between expansions.
//! Not expansions themselves; those are in `expansions`.
//!
//! **Invariant:** a word without an expansion is one text; every word passes at least one byte.

use super::bourne::Bourne;
use crate::inventory::outline::{Kind, Span, Text, TextForm};
use crate::inventory::reading::lexed::cooking::cook;
use crate::inventory::reading::lexed::syntax::Escapes;

/// How far a look for the end of a word goes.
pub(super) const LOOK: usize = 256;

/// A literal piece that is not yet in the outline.
#[derive(Debug)]
struct Piece {
    outer: Span,
    text: Text,
}

/// A word that is being read.
#[derive(Debug)]
pub(super) struct Word {
    start: usize,
    pieces: Vec<Piece>,
    /// Whether the template's node is open.
    open: bool,
}

impl Word {
    fn new(start: usize) -> Self {
        Word { start, pieces: Vec::new(), open: false }
    }
}

impl Bourne<'_, '_> {
    /// The end of the word that starts here, without looking into it, or a place [`LOOK`] bytes on if it is longer:
    /// only short words are asked for their end, and a longer look would be repeated for each word of a long line.
    pub(super) fn word_end(&self) -> usize {
        let mut ahead = 0;
        let mut brackets = 0usize;
        loop {
            let byte = self.byte(ahead);
            if self.at + ahead >= self.end || ahead > LOOK {
                return self.boundary(self.at + ahead);
            }
            match byte {
                b'\\' => ahead += 1,
                b'\'' | b'"' | b'`' => {
                    ahead += 1;
                    while ahead < LOOK && self.at + ahead < self.end && self.byte(ahead) != byte {
                        ahead += 1 + usize::from(self.byte(ahead) == b'\\' && byte != b'\'');
                    }
                }
                b'$' if matches!(self.byte(ahead + 1), b'(' | b'{') => {
                    brackets += 1;
                    ahead += 1;
                }
                b'(' | b'{' if brackets > 0 => brackets += 1,
                b')' | b'}' if brackets > 0 => brackets -= 1,
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' if brackets == 0 => {
                    return (self.at + ahead).min(self.end);
                }
                _ => {}
            }
            ahead += 1;
        }
    }

    /// Reads a word and adds it. With a closing sign, blanks belong to it, and it ends before the sign.
    pub(super) fn word(&mut self, close: Option<u8>) {
        let mut word = Word::new(self.at);
        if close.is_none() && self.lone_variable() {
            return;
        }
        while self.at < self.end {
            let byte = self.byte(0);
            let ends = match close {
                Some(close) => byte == close,
                None => {
                    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')')
                }
            };
            if ends {
                break;
            }
            match byte {
                b'\'' if close != Some(b'"') => self.single(&mut word),
                b'"' => self.double(&mut word),
                b'$' if self.byte(1) == b'\'' => self.ansi(&mut word),
                b'$' if self.byte(1) == b'"' => self.at += 1,
                b'$' | b'`' if self.expands() => {
                    self.open_template(&mut word);
                    self.expansion();
                }
                _ => self.bare(&mut word, close),
            }
        }
        self.finish_word(word);
    }

    /// A run of signs outside of quotes.
    fn bare(&mut self, word: &mut Word, close: Option<u8>) {
        let start = self.at;
        loop {
            self.at += if self.byte(0) == b'\\' { 2 } else { 1 };
            let byte = self.byte(0);
            let blank = matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')');
            let ends = (blank && close.is_none()) || Some(byte) == close;
            if self.at >= self.end || ends || matches!(byte, b'\'' | b'"' | b'`' | b'$') {
                break;
            }
        }
        self.at = self.boundary(self.at);
        self.piece(word, Span::new(start, self.at), Span::new(start, self.at), TextForm::Plain, Escapes::Backslash);
    }

    /// The next character boundary: an escape may have jumped into a character.
    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.end);
        while at < self.end && !self.source.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    fn single(&mut self, word: &mut Word) {
        let start = self.at;
        let rest = self.slice(start + 1..self.end);
        let inner_end = rest.find('\'').map(|at| start + 1 + at);
        self.quoted(word, start, start + 1, inner_end, TextForm::Raw, Escapes::None);
    }

    /// `$'…'`.
    fn ansi(&mut self, word: &mut Word) {
        let start = self.at;
        self.at += 2;
        while self.at < self.end && self.byte(0) != b'\'' {
            self.at += if self.byte(0) == b'\\' { 2 } else { 1 };
        }
        let inner_end = (self.at < self.end).then_some(self.at);
        self.quoted(word, start, start + 2, inner_end, TextForm::Quoted, Escapes::Backslash);
    }

    fn quoted(
        &mut self,
        word: &mut Word,
        start: usize,
        inner: usize,
        end: Option<usize>,
        form: TextForm,
        escapes: Escapes,
    ) {
        if end.is_none() {
            self.builder.trouble(Span::new(start, self.end), "A text is not closed.");
        }
        self.at = end.map_or(self.end, |end| end + 1);
        let inner = Span::new(inner.min(self.end), end.unwrap_or(self.end));
        self.piece(word, Span::new(start, self.at), inner, form, escapes);
    }

    /// `"…"` with its expansions.
    fn double(&mut self, word: &mut Word) {
        let start = self.at;
        self.at += 1;
        let mut from = self.at;
        let mut expanded = word.open;
        let closed = loop {
            if self.at >= self.end {
                self.builder.trouble(Span::new(start, self.end), "A text is not closed.");
                break false;
            }
            match self.byte(0) {
                b'"' => break true,
                b'\\' => self.at = self.boundary(self.at + 2),
                b'$' | b'`' if self.expands() => {
                    self.inner_piece(word, from, self.at);
                    self.open_template(word);
                    expanded = true;
                    self.expansion();
                    from = self.at;
                }
                _ => self.at += 1,
            }
        };
        let inner_end = self.at.min(self.end);
        self.at = inner_end + usize::from(closed);
        if expanded {
            self.inner_piece(word, from, inner_end);
        } else {
            let inner = Span::new(from, inner_end);
            self.piece(word, Span::new(start, self.at), inner, TextForm::Quoted, Escapes::Minimal);
        }
    }

    fn inner_piece(&mut self, word: &mut Word, from: usize, end: usize) {
        if from < end {
            let span = Span::new(from, end);
            self.piece(word, span, span, TextForm::Piece, Escapes::Minimal);
        }
    }

    fn piece(&mut self, word: &mut Word, outer: Span, inner: Span, form: TextForm, escapes: Escapes) {
        let written = self.slice(inner.range());
        let cooked = match (form, escapes) {
            (_, Escapes::None) => None,
            (TextForm::Plain, _) => without_backslashes(written),
            (_, Escapes::Backslash) => cook(written, Escapes::Backslash, '\''),
            _ => double_quoted(written),
        };
        let piece = Piece { outer, text: Text { inner, cooked, form } };
        if word.open {
            self.builder.leaf(Kind::Text(as_piece(piece.text)), piece.outer);
        } else {
            word.pieces.push(piece);
        }
    }

    /// Opens the template of a word, as an expansion stands in it.
    fn open_template(&mut self, word: &mut Word) {
        if word.open {
            return;
        }
        word.open = true;
        self.builder.open(Kind::Template, Span::new(word.start, self.end));
        for piece in std::mem::take(&mut word.pieces) {
            self.builder.leaf(Kind::Text(as_piece(piece.text)), piece.outer);
        }
    }

    fn finish_word(&mut self, word: Word) {
        if word.open {
            self.builder.close_at(self.at);
            return;
        }
        let outer = Span::new(word.start, self.at);
        let mut pieces = word.pieces.into_iter();
        match (pieces.next(), pieces.next()) {
            (Some(piece), None) => {
                self.builder.leaf(Kind::Text(piece.text), outer);
            }
            (Some(first), Some(second)) => {
                // `--header="x"` is one word.
                let all = [first, second].into_iter().chain(pieces);
                let value: String = all
                    .map(|piece| match piece.text.cooked {
                        Some(cooked) => cooked.into_string(),
                        None => self.slice(piece.text.inner.range()).to_owned(),
                    })
                    .collect();
                let cooked = Some(value.into_boxed_str());
                self.builder.leaf(Kind::Text(Text { inner: outer, cooked, form: TextForm::Plain }), outer);
            }
            _ => {}
        }
    }

    /// The body of a here document, up to `end`.
    pub(super) fn body(&mut self, end: usize, raw: bool) {
        let (start, outer_end) = (self.at, self.end);
        self.end = end;
        let mut word = Word::new(start);
        let mut from = start;
        while self.at < self.end && !raw {
            match self.byte(0) {
                b'\\' => self.at = self.boundary(self.at + 2),
                b'$' | b'`' if self.expands() => {
                    self.inner_piece(&mut word, from, self.at);
                    self.open_template(&mut word);
                    self.expansion();
                    from = self.at;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.end;
        if word.open {
            self.inner_piece(&mut word, from, end);
            self.builder.close_at(end);
        } else if start < end {
            let inner = Span::new(start, end);
            let cooked = if raw { None } else { double_quoted(self.slice(start..end)) };
            self.builder.leaf(Kind::Text(Text { inner, cooked, form: TextForm::Raw }), inner);
        }
        self.end = outer_end;
    }
}

/// The literal parts of a template keep their quotes outside of them.
fn as_piece(text: Text) -> Text {
    Text { form: TextForm::Piece, ..text }
}

/// A backslash outside of quotes makes the next sign itself, and joins lines.
fn without_backslashes(written: &str) -> Option<Box<str>> {
    unescaped(written, |_| true)
}

/// Inside double quotes only these signs are escaped.
fn double_quoted(written: &str) -> Option<Box<str>> {
    unescaped(written, |sign| matches!(sign, '"' | '\\' | '$' | '`' | '\n'))
}

fn unescaped(written: &str, is_escaped: impl Fn(char) -> bool) -> Option<Box<str>> {
    if !written.contains('\\') {
        return None;
    }
    let mut value = String::with_capacity(written.len());
    let mut rest = written.chars().peekable();
    while let Some(sign) = rest.next() {
        match rest.peek().copied() {
            Some(next) if sign == '\\' && is_escaped(next) => {
                rest.next();
                if next != '\n' {
                    value.push(next);
                }
            }
            _ => value.push(sign),
        }
    }
    (value != written).then(|| value.into_boxed_str())
}
