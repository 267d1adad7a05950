//! Source text to tokens: what is code, what is a comment and what is inside quotes.
//! Not the meaning of tokens. Strings are in `strings` and `openings`, this is everything else.
//!
//! **Invariant:** each byte is passed once, or at most a constant number of times; expressions inside strings are read
//! with a stack of modes that has a limit, not by recursion.

use super::syntax::{Lines, Oddity, Syntax};
use super::token::{Bracket, Lexed, Token, TokenKind};
use crate::inventory::outline::{Span, Text, TextForm};
use std::collections::VecDeque;

/// How many strings may stand inside each other before the inner ones are plain text.
const MODE_LIMIT: usize = 64;

/// Operators of more than one sign, the longer first.
const SYMBOLS: &[&str] = &[
    "===", "!==", "...", "..<", "..=", "?->", "!!.", "**=", "||=", "&&=", "??=", "<<=", ">>=", ":::", "::", "->", "=>",
    "==", "!=", "<=", ">=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", ".=", "?.", "?:", "??", "&.", "..",
    "<>", "|>", "<-", ":=", "=~", "!!", "!.", "*.", "~=", "\\\\",
];

/// What the lexer is inside of.
#[derive(Debug)]
pub(super) enum Mode {
    /// Outside of `<?php … ?>`.
    Markup,
    Code,
    /// An expression inside a string, up to its closing bracket.
    Hole {
        open: u8,
        close: &'static str,
        depth: usize,
    },
    Writing(super::strings::Writing),
}

/// A here document whose body comes with the next line.
#[derive(Debug)]
pub(super) struct Heredoc {
    pub(super) name: std::ops::Range<usize>,
    pub(super) raw: bool,
}

/// The lexer's place and what it has found.
#[derive(Debug)]
pub(super) struct Lexer<'source> {
    pub(super) source: &'source str,
    pub(super) syntax: &'static Syntax,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) out: Lexed,
    pub(super) modes: Vec<Mode>,
    pub(super) heredocs: VecDeque<Heredoc>,
    /// The body of a here document may start here.
    pub(super) bodies: bool,
    pub(super) spaced: bool,
    first_of_line: bool,
    directive: bool,
    /// Up to here no regular expression ends, as an earlier look has shown.
    pub(super) no_regex_until: usize,
}

/// The tokens of a part of a source. `range` lies on character boundaries.
pub(super) fn lex(source: &str, range: std::ops::Range<usize>, syntax: &'static Syntax) -> Lexed {
    let mut lexer = Lexer {
        source,
        syntax,
        at: range.start,
        end: range.end,
        out: Lexed::default(),
        modes: vec![Mode::Code],
        heredocs: VecDeque::new(),
        bodies: false,
        spaced: true,
        first_of_line: true,
        directive: false,
        no_regex_until: 0,
    };
    // A snippet of PHP often comes without its opening tag.
    if syntax.oddity == Oddity::Php && lexer.rest().contains("<?") {
        lexer.modes.push(Mode::Markup);
    }
    if lexer.starts("#!") {
        lexer.comment_to_line_end();
    }
    while lexer.at < lexer.end {
        lexer.step();
    }
    lexer.unwind();
    lexer.out
}

impl<'source> Lexer<'source> {
    pub(super) fn rest(&self) -> &'source str {
        self.source.get(self.at..self.end).unwrap_or_default()
    }

    /// The byte so many places on; zero behind the end.
    pub(super) fn byte(&self, ahead: usize) -> u8 {
        let at = self.at.saturating_add(ahead);
        if at < self.end { self.source.as_bytes().get(at).copied().unwrap_or(0) } else { 0 }
    }

    /// The byte before; zero at the start of the source.
    pub(super) fn byte_before(&self) -> u8 {
        self.at.checked_sub(1).and_then(|at| self.source.as_bytes().get(at)).copied().unwrap_or(0)
    }

    pub(super) fn starts(&self, with: &str) -> bool {
        self.starts_at(self.at, with)
    }

    pub(super) fn starts_at(&self, at: usize, with: &str) -> bool {
        self.source.as_bytes().get(at..self.end).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    pub(super) fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        let spaced = std::mem::take(&mut self.spaced);
        self.first_of_line = false;
        self.out.tokens.push(Token { kind, start, end, spaced });
    }

    /// Takes so many bytes as one token.
    pub(super) fn take(&mut self, kind: TokenKind, length: usize) {
        let start = self.at;
        self.at = (start + length).min(self.end);
        self.push(kind, start, self.at);
    }

    /// Adds a text that is known as a whole.
    pub(super) fn push_text(&mut self, start: usize, end: usize, text: Text) {
        let index = self.out.texts.len();
        self.out.texts.push(text);
        self.push(TokenKind::Text(index), start, end);
    }

    /// Whether an operand, not an operator, is expected here.
    pub(super) fn wants_operand(&self) -> bool {
        !matches!(
            self.out.tokens.last().map(|token| token.kind),
            Some(
                TokenKind::Name
                    | TokenKind::Number
                    | TokenKind::Text(_)
                    | TokenKind::TemplateClose
                    | TokenKind::Close(_)
                    | TokenKind::HoleClose
            )
        )
    }

    pub(super) fn is_spaced(&self) -> bool {
        self.spaced
    }

    pub(super) fn may_nest(&self) -> bool {
        self.modes.len() < MODE_LIMIT
    }

    fn step(&mut self) {
        match self.modes.pop() {
            Some(Mode::Writing(writing)) => self.write_on(writing),
            Some(Mode::Markup) => self.markup(),
            Some(mode) => {
                self.modes.push(mode);
                self.code();
            }
            None => self.modes.push(Mode::Code),
        }
    }

    /// Closes what is open at the end of the source.
    fn unwind(&mut self) {
        while let Some(mode) = self.modes.pop() {
            match mode {
                Mode::Writing(writing) => self.write_on(writing),
                Mode::Hole { .. } => {
                    self.push(TokenKind::HoleClose, self.end, self.end);
                    self.resume_writing();
                }
                Mode::Markup | Mode::Code => {}
            }
        }
    }

    /// The text outside of PHP's tags.
    fn markup(&mut self) {
        let rest = self.rest();
        let length = rest.find("<?").unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        let start = self.at + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        if start < end {
            let inner = Span::new(start, end);
            self.push_text(start, end, Text { inner, cooked: None, form: TextForm::Prose });
        }
        self.at += length;
        let tag = ["<?php", "<?=", "<?"].into_iter().find(|tag| self.starts(tag)).unwrap_or_default();
        if tag == "<?" && self.starts("<?xml") {
            self.modes.push(Mode::Markup);
        }
        // The tag separates like a semicolon.
        if !tag.is_empty() {
            self.take(TokenKind::Newline, tag.len());
        }
    }

    fn code(&mut self) {
        if self.bodies {
            self.bodies = false;
            if self.start_heredoc_body() {
                return;
            }
            self.end_line(self.at, self.at);
        }
        match self.byte(0) {
            b'\n' => self.line_end(),
            b' ' | b'\t' | b'\r' | 0x0C | 0 => {
                self.at += 1;
                self.spaced = true;
            }
            b'`' if self.syntax.oddity == Oddity::PowerShell && matches!(self.byte(1), b'\r' | b'\n') => {
                self.at += if self.byte(1) == b'\r' { 3 } else { 2 };
                self.spaced = true;
            }
            b'\\' if self.byte(1) == b'\n' => self.at += 2,
            b'\\' if self.byte(1) == b'\r' && self.byte(2) == b'\n' => self.at += 3,
            _ => self.visible(),
        }
    }

    fn line_end(&mut self) {
        self.at += 1;
        if self.heredocs.is_empty() {
            self.end_line(self.at - 1, self.at);
        } else {
            self.bodies = true;
        }
    }

    fn end_line(&mut self, start: usize, end: usize) {
        if self.syntax.lines != Lines::Never || self.directive {
            self.push(TokenKind::Newline, start, end);
        }
        self.directive = false;
        self.spaced = true;
        self.first_of_line = true;
    }

    fn visible(&mut self) {
        if self.close_hole() || self.comment() || self.opening() {
            return;
        }
        if self.syntax.oddity == Oddity::Php && self.starts("?>") {
            self.take(TokenKind::Newline, 2);
            if let Some(Mode::Code) = self.modes.last() {
                self.modes.push(Mode::Markup);
            }
            return;
        }
        if self.syntax.oddity == Oddity::PowerShell && self.power_shell() {
            return;
        }
        let byte = self.byte(0);
        if byte.is_ascii_digit() {
            self.number();
        } else if self.starts_name() {
            self.name();
        } else if let Some(kind) = bracket(byte) {
            self.bracket(kind, byte);
        } else {
            let length = SYMBOLS.iter().find(|symbol| self.starts(symbol)).map_or(1, |symbol| symbol.len());
            self.directive |= byte == b'#' && self.first_of_line && self.syntax.oddity == Oddity::Preprocessor;
            self.take(TokenKind::Symbol, length);
        }
    }

    fn close_hole(&mut self) -> bool {
        let Some(Mode::Hole { close, depth: 0, .. }) = self.modes.last() else { return false };
        let close: &'static str = close;
        if !self.starts(close) {
            return false;
        }
        self.modes.pop();
        self.take(TokenKind::HoleClose, close.len());
        self.resume_writing();
        true
    }

    /// The next piece of the string around starts here.
    fn resume_writing(&mut self) {
        let at = self.at.max(self.out.tokens.last().map_or(0, |token| token.end));
        if let Some(Mode::Writing(writing)) = self.modes.last_mut() {
            writing.piece = at;
        }
    }

    fn bracket(&mut self, kind: TokenKind, byte: u8) {
        if let Some(Mode::Hole { open, close, depth }) = self.modes.last_mut() {
            if byte == *open {
                *depth += 1;
            } else if close.as_bytes().first() == Some(&byte) {
                *depth = depth.saturating_sub(1);
            }
        }
        self.take(kind, 1);
    }

    fn number(&mut self) {
        let mut length = 1;
        loop {
            let byte = self.byte(length);
            let hexadecimal = self.byte(1) | 32 == b'x';
            let goes_on = byte.is_ascii_alphanumeric()
                || byte == b'_'
                || (byte == b'.' && self.byte(length + 1).is_ascii_digit())
                || (matches!(byte, b'+' | b'-') && !hexadecimal && self.byte(length - 1) | 32 == b'e')
                || (byte == b'\'' && self.syntax.oddity == Oddity::Preprocessor);
            if !goes_on {
                break;
            }
            length += 1;
        }
        self.take(TokenKind::Number, length);
    }

    pub(super) fn is_name_byte(&self, byte: u8) -> bool {
        byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80 || self.syntax.name_bytes.contains(&byte)
    }

    pub(super) fn starts_name_at(&self, ahead: usize) -> bool {
        let byte = self.byte(ahead);
        self.is_name_byte(byte) && !byte.is_ascii_digit() && !matches!(byte, b'-' | b'\'')
    }

    fn starts_name(&self) -> bool {
        self.starts_name_at(0)
            || (self.syntax.sigils.contains(&self.byte(0))
                && (self.is_name_byte(self.byte(1)) || (self.byte(1) == self.byte(0) && self.starts_name_at(2))))
    }

    /// The length of a name, with its sigils, without a sign at its end.
    pub(super) fn name_length(&self) -> usize {
        let mut length = 0;
        while length < 2 && self.syntax.sigils.contains(&self.byte(length)) {
            length += 1;
        }
        while self.is_name_byte(self.byte(length)) {
            length += 1;
        }
        length
    }

    fn name(&mut self) {
        let mut length = self.name_length();
        if self.syntax.name_ends.contains(&self.byte(length)) {
            let next = self.byte(length + 1);
            let counts =
                if self.syntax.ends_before_bracket { matches!(next, b'(' | b'[' | b'{') } else { next != b'=' };
            length += usize::from(counts);
        }
        let word = self.source.get(self.at..self.at + length).unwrap_or_default();
        let last = self.out.tokens.last();
        let is_member = last.is_some_and(|token| {
            let symbol = self.source.get(token.start..token.end).unwrap_or_default();
            token.kind == TokenKind::Symbol && self.syntax.separators.contains(&symbol)
        });
        let is_key = self.byte(length) == b':' && self.byte(length + 1) != b':';
        let kind = match self.syntax.block_words {
            _ if is_member => TokenKind::Name,
            Some((opening, _)) if opening.contains(&word) && !is_key => TokenKind::Open(Bracket::Word),
            Some((_, closing)) if closing == word && !is_key => TokenKind::Close(Bracket::Word),
            _ if self.syntax.is_keyword(word) => TokenKind::Keyword,
            _ => TokenKind::Name,
        };
        self.take(kind, length);
    }
}

fn bracket(byte: u8) -> Option<TokenKind> {
    Some(match byte {
        b'(' => TokenKind::Open(Bracket::Round),
        b'[' => TokenKind::Open(Bracket::Square),
        b'{' => TokenKind::Open(Bracket::Curly),
        b')' => TokenKind::Close(Bracket::Round),
        b']' => TokenKind::Close(Bracket::Square),
        b'}' => TokenKind::Close(Bracket::Curly),
        _ => return None,
    })
}
