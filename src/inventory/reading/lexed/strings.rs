//! The inside of strings: where they end, and the expressions in them.
//! Not how they start; that is in `openings`.
//!
//! **Invariant:** a string that does not end ends with its line, or with the source if it may go over lines, and this is
//! said.

use super::cooking::cook;
use super::lexer::{Lexer, Mode};
use super::syntax::{Escapes, Holes, StringForm};
use super::token::{Bracket, TokenKind};
use crate::inventory::outline::{Span, Text, TextForm};
use std::borrow::Cow;

/// A string that is being read.
#[derive(Debug)]
pub(super) struct Writing {
    /// The place of its first token.
    token: usize,
    inner: usize,
    pub(super) piece: usize,
    close: Cow<'static, str>,
    /// The bracket that opens again inside, as in `%q(a (b) c)`.
    nest: u8,
    depth: usize,
    escapes: Escapes,
    holes: Holes,
    lines: bool,
    form: TextForm,
    /// For here documents: where the text ends and where code goes on.
    stop: Option<(usize, usize)>,
    /// Whether it is a here document whose body stands on lines of its own.
    body: bool,
    /// Whether letters may follow the closing sign.
    flags: bool,
}

impl Writing {
    /// A string of a fixed form, to be started with [`Lexer::begin`].
    pub(super) fn of(form: &StringForm) -> Self {
        Writing {
            token: 0,
            inner: 0,
            piece: 0,
            close: Cow::Borrowed(form.close),
            nest: 0,
            depth: 0,
            escapes: form.escapes,
            holes: form.holes,
            lines: form.lines,
            form: form.form,
            stop: None,
            body: false,
            flags: false,
        }
    }

    /// A string of a form that is made up while reading.
    pub(super) fn new(close: String, escapes: Escapes, holes: Holes, lines: bool) -> Self {
        let form = if matches!(escapes, Escapes::None | Escapes::Kept) { TextForm::Raw } else { TextForm::Quoted };
        let shape = StringForm { open: "", close: "", escapes, holes, lines, form };
        Writing { close: Cow::Owned(close), ..Writing::of(&shape) }
    }

    pub(super) fn nesting(self, open: u8) -> Self {
        Writing { nest: open, ..self }
    }

    pub(super) fn with_flags(self) -> Self {
        Writing { flags: true, ..self }
    }

    pub(super) fn with_body(self) -> Self {
        Writing { body: true, ..self }
    }

    pub(super) fn stopping(self, stop: (usize, usize)) -> Self {
        Writing { stop: Some(stop), form: TextForm::Raw, ..self }
    }
}

impl Lexer<'_> {
    /// Starts a string whose opening has this length.
    pub(super) fn begin(&mut self, opening: usize, writing: Writing) {
        let token = self.out.tokens.len();
        self.take(TokenKind::TemplateOpen, opening);
        let (inner, piece) = (self.at, self.at);
        self.modes.push(Mode::Writing(Writing { token, inner, piece, ..writing }));
    }

    /// Reads on to the string's end or to the next expression in it.
    pub(super) fn write_on(&mut self, mut writing: Writing) {
        let triple = writing.close.len() == 3 && matches!(writing.close.as_bytes(), [a, b, c] if a == b && b == c);
        let close = writing.close.as_bytes().first().copied().unwrap_or(0);
        loop {
            if let Some((end, resume)) = writing.stop {
                if self.at >= end {
                    // An expression may have run over the end.
                    let end = end.max(writing.piece).min(self.end);
                    return self.finish(&writing, end, resume.max(self.at).min(self.end));
                }
            } else if self.at >= self.end {
                let started = self.out.tokens.get(writing.token).map_or(self.end, |token| token.start);
                self.out.troubles.push((Span::new(started, self.end), "A text is not closed."));
                return self.finish(&writing, self.end, self.end);
            }
            let byte = self.byte(0);
            if writing.stop.is_none() && byte == close && self.starts(&writing.close) {
                let length = writing.close.len();
                let doubled = matches!(writing.escapes, Escapes::Doubled | Escapes::Backtick)
                    && self.starts_at(self.at + length, &writing.close);
                if doubled {
                    self.at += 2 * length;
                } else if triple && self.byte(3) == close {
                    self.at += 1;
                } else if writing.depth > 0 {
                    writing.depth -= 1;
                    self.at += 1;
                } else {
                    return self.finish(&writing, self.at, self.at + length);
                }
                continue;
            }
            if byte == b'\n' && !writing.lines {
                let started = self.out.tokens.get(writing.token).map_or(self.at, |token| token.start);
                self.out.troubles.push((Span::new(started, self.at), "A text is not closed on its line."));
                return self.finish(&writing, self.at, self.at);
            }
            if self.may_nest() {
                match self.hole(&mut writing, byte) {
                    Found::Nothing => {}
                    Found::Literal(length) => {
                        self.at = (self.at + length).min(self.end);
                        continue;
                    }
                    Found::Simple => continue,
                    Found::Hole { open, close, length } => {
                        self.flush(&writing);
                        self.take(TokenKind::HoleOpen, length);
                        writing.piece = self.at;
                        self.modes.push(Mode::Writing(writing));
                        self.modes.push(Mode::Hole { open, close, depth: 0 });
                        return;
                    }
                }
            }
            let escaped = match writing.escapes {
                Escapes::Backslash | Escapes::Minimal | Escapes::Kept => byte == b'\\',
                Escapes::Backtick => byte == b'`',
                Escapes::None | Escapes::Doubled => false,
            };
            self.at += match byte {
                _ if escaped && self.byte(1) == b'\r' && self.byte(2) == b'\n' => 3,
                _ if escaped => 2,
                _ if byte == writing.nest && byte != 0 => {
                    writing.depth += 1;
                    1
                }
                _ => 1,
            };
            self.at = self.at.min(writing.stop.map_or(self.end, |(end, _)| end));
        }
    }

    /// Adds the literal piece up to here. A piece starts behind the last expression.
    fn flush(&mut self, writing: &Writing) {
        self.flush_to(writing, self.at);
    }

    fn flush_to(&mut self, writing: &Writing, end: usize) {
        if writing.piece < end {
            let inner = Span::new(writing.piece, end);
            let cooked = self.cooked(inner, writing);
            self.push_text(writing.piece, end, Text { inner, cooked, form: TextForm::Piece });
        }
    }

    fn cooked(&self, inner: Span, writing: &Writing) -> Option<Box<str>> {
        let quote = writing.close.chars().next().unwrap_or('"');
        cook(self.source.get(inner.range()).unwrap_or_default(), writing.escapes, quote)
    }

    fn finish(&mut self, writing: &Writing, inner_end: usize, close_end: usize) {
        // Nothing was found inside: it is one text.
        if self.out.tokens.len() == writing.token + 1 {
            let inner = Span::new(writing.inner, inner_end);
            let text = Text { inner, cooked: self.cooked(inner, writing), form: writing.form };
            let index = self.out.texts.len();
            self.out.texts.push(text);
            if let Some(token) = self.out.tokens.get_mut(writing.token) {
                token.kind = TokenKind::Text(index);
                token.end = if writing.stop.is_some() { inner_end } else { close_end };
            }
        } else {
            self.flush_to(writing, inner_end);
            let end = if writing.stop.is_some() { inner_end } else { close_end };
            self.push(TokenKind::TemplateClose, inner_end, end);
        }
        self.at = close_end;
        self.bodies |= writing.body;
        while writing.flags && self.byte(0).is_ascii_alphabetic() {
            self.at += 1;
        }
    }

    fn hole(&mut self, writing: &mut Writing, byte: u8) -> Found {
        let brace = |length| Found::Hole { open: b'{', close: "}", length };
        match (writing.holes, byte) {
            (Holes::DollarBrace | Holes::Dollar | Holes::Php, b'$') if self.byte(1) == b'{' => brace(2),
            (Holes::Dollar, b'$') if self.byte(1) == b'$' => Found::Literal(2),
            (Holes::Dollar | Holes::Php, b'$') if self.byte(1).is_ascii_alphabetic() || self.byte(1) == b'_' => {
                self.simple(writing);
                Found::Simple
            }
            (Holes::Php, b'{') if self.byte(1) == b'$' => brace(1),
            (Holes::HashBrace, b'#') if self.byte(1) == b'{' => brace(2),
            (Holes::Swift(pounds), b'\\') => {
                let count = usize::from(pounds);
                let same = (1..=count).all(|ahead| self.byte(ahead) == b'#');
                if same && self.byte(count + 1) == b'(' {
                    Found::Hole { open: b'(', close: ")", length: count + 2 }
                } else {
                    Found::Nothing
                }
            }
            (Holes::PowerShell, b'$') if self.byte(1) == b'(' => Found::Hole { open: b'(', close: ")", length: 2 },
            (Holes::PowerShell, b'$') if self.byte(1) == b'{' || self.starts_name_at(1) => {
                self.flush(writing);
                self.power_shell_name();
                writing.piece = self.at;
                Found::Simple
            }
            (Holes::Brace, b'{') if self.byte(1) == b'{' => Found::Literal(2),
            (Holes::Brace, b'{') => brace(1),
            (Holes::DoubleBrace, b'{') if self.byte(1) == b'{' => Found::Hole { open: b'{', close: "}}", length: 2 },
            _ => Found::Nothing,
        }
    }

    /// `$name` inside a string; in PHP also `$name->member` and `$name[key]`.
    fn simple(&mut self, writing: &mut Writing) {
        self.flush(writing);
        let word = |lexer: &Self, from: usize| {
            (from..).take_while(|at| matches!(lexer.byte(*at), b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z')).count()
        };
        if writing.holes == Holes::Php {
            self.take(TokenKind::Name, 1 + word(self, 1));
            if self.starts("->") && word(self, 2) > 0 {
                self.take(TokenKind::Symbol, 2);
                self.take(TokenKind::Name, word(self, 0));
            } else if self.byte(0) == b'[' && word(self, 1) > 0 && self.byte(1 + word(self, 1)) == b']' {
                self.take(TokenKind::Open(Bracket::Square), 1);
                let (start, end) = (self.at, self.at + word(self, 0));
                self.at = end;
                let text = Text { inner: Span::new(start, end), cooked: None, form: TextForm::Plain };
                self.push_text(start, end, text);
                self.take(TokenKind::Close(Bracket::Square), 1);
            }
        } else {
            // The sign is no part of the name in these languages.
            self.at += 1;
            self.take(TokenKind::Name, word(self, 0));
        }
        writing.piece = self.at;
    }
}

/// What stands at a place inside a string.
enum Found {
    Nothing,
    /// So many bytes that only look like an expression.
    Literal(usize),
    /// A name, already read.
    Simple,
    Hole {
        open: u8,
        close: &'static str,
        length: usize,
    },
}
