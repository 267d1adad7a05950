//! What only one family of languages has: calls and keys of Lisp, `#define` of C, documentation strings of Python, names
//! and flags of PowerShell.
//! Not a reader of its own: the structural pass and the lexer ask this for those languages.
//!
//! **Invariant:** nothing here looks further than to the end of the bracket or line it starts in.

use super::lexer::Lexer;
use super::structure::{Context, Reader, Role};
use super::syntax::ImportShape;
use super::token::{Bracket, TokenKind};
use crate::inventory::outline::{Entry, EntryForm, Kind, Span, Text, TextForm};

/// Operators of PowerShell that are written as words.
const WORD_OPERATORS: &[&str] = &[
    "-eq",
    "-ne",
    "-like",
    "-match",
    "-notlike",
    "-notmatch",
    "-and",
    "-or",
    "-not",
    "-gt",
    "-lt",
    "-ge",
    "-le",
    "-contains",
    "-in",
    "-replace",
    "-split",
    "-join",
    "-is",
    "-as",
    "-f",
];

impl Reader<'_, '_> {
    /// Opens `(name argument …)` as a call, and `("key" . value)` as an entry.
    pub(super) fn lisp(&mut self, at: usize, end: usize) -> bool {
        if self.is_text(at + 1) && self.is_symbol(at + 2, ".") {
            let entry = Entry { key: self.key_span(at + 1), form: EntryForm::Property, whole: self.span(at, end) };
            self.open(Some(Kind::Entry(entry)), at, end, Context::Inner);
            self.open(None, at, end, Context::Group);
            self.pass(at + 1, at + 2);
            return true;
        }
        let quoted = at.checked_sub(1).is_some_and(|before| self.is_symbol(before, "'") || self.is_symbol(before, "`"));
        if quoted || self.kind(at + 1) != Some(TokenKind::Name) || self.word(at + 1).starts_with(':') {
            return false;
        }
        let name = self.word(at + 1);
        let segments = self.builder.segments([self.name_span(at + 1)]);
        self.open(Some(Kind::Call(segments)), at, end, Context::Inner);
        self.open(None, at, end, Context::Group);
        self.pass(at + 1, at + 2);
        let pairs = matches!(name, "setq" | "setq-default" | "setopt" | "setf");
        let mut key = at + 2;
        while (pairs || (key == at + 2 && name.starts_with("def"))) && key < end {
            if self.kind(key) == Some(TokenKind::Name) {
                self.set_role(key, Role::Key);
            }
            key = self.lisp_value_end(key + 1);
        }
        let mut index = at + 2;
        while index < end {
            if self.kind(index) == Some(TokenKind::Name) && self.word(index).starts_with(':') {
                self.set_role(index, Role::Key);
            }
            index = self.group_end(index);
        }
        true
    }

    /// Behind the value that starts here, with its quoting signs.
    fn lisp_value_end(&self, at: usize) -> usize {
        let mut value = at;
        while value < at + 3 && self.kind(value) == Some(TokenKind::Symbol) {
            value += 1;
        }
        self.group_end(value)
    }

    /// Opens the entry of a name whose value follows.
    pub(super) fn lisp_key(&mut self, at: usize) -> usize {
        let keyword = self.word(at).starts_with(':');
        let form = match (keyword, self.word(at.saturating_sub(1)).starts_with("def")) {
            (true, _) => EntryForm::Argument,
            (false, true) => EntryForm::Declaration { exported: true },
            (false, false) => EntryForm::Assignment,
        };
        let name = self.name_span(at);
        let key = Span::new(name.start as usize + usize::from(keyword), name.end as usize);
        let end = if matches!(self.kind(at + 1), None | Some(TokenKind::Close(_))) {
            at + 1
        } else {
            self.lisp_value_end(at + 1)
        };
        let whole = if form == EntryForm::Argument { self.span(at, end) } else { Span::default() };
        self.enter(key, form, whole, at, at + 1, end)
    }

    /// `#define NAME value`.
    pub(super) fn defined(&mut self, at: usize) -> Option<usize> {
        let end = self.statement_end(at);
        let function = self.is_open(at + 3, Bracket::Round) && self.token(at + 3).is_some_and(|token| !token.spaced);
        if self.word(at + 1) != "define" || self.kind(at + 2) != Some(TokenKind::Name) || function || end <= at + 3 {
            return None;
        }
        let whole = self.removal(at, end);
        let form = EntryForm::Declaration { exported: true };
        Some(self.enter(self.name_span(at + 2), form, whole, at, at + 3, end))
    }

    /// Adds a text that stands alone as a statement of Python: it documents what is around it.
    pub(super) fn documentation(&mut self, at: usize) -> bool {
        let Some(TokenKind::Text(_)) = self.kind(at) else { return false };
        let leads = self.level().is_some_and(|level| level.item_start == at && level.context == Context::Block);
        let alone = leads && self.statement_end(at) == at + 1 && self.syntax.import_shape == ImportShape::Python;
        if alone {
            self.leaf(Kind::Comment, at, at + 1);
        }
        alone
    }
}

impl Lexer<'_> {
    /// What PowerShell writes in its own way: names with a drive, flags, operators that are words, pipes.
    pub(super) fn power_shell(&mut self) -> bool {
        match self.byte(0) {
            b'$' if self.byte(1) == b'{' || self.starts_name_at(1) => self.power_shell_name(),
            b'-' if self.byte(1).is_ascii_alphabetic() => {
                let length = 1 + (1..).take_while(|ahead| self.is_name_byte(self.byte(*ahead))).count();
                let word = self.source.get(self.at..self.at + length).unwrap_or_default();
                if WORD_OPERATORS.contains(&word.to_ascii_lowercase().as_str()) {
                    self.take(TokenKind::Symbol, length);
                } else {
                    let start = self.at;
                    self.at += length;
                    let text = Text { inner: Span::new(start, self.at), cooked: None, form: TextForm::Plain };
                    self.push_text(start, self.at, text);
                }
            }
            // The next command starts behind it.
            b'|' if self.byte(1) != b'|' => self.take(TokenKind::Newline, 1),
            _ => return false,
        }
        true
    }

    /// `$name`, `$env:NAME`, `${name}`.
    pub(super) fn power_shell_name(&mut self) {
        let is_word = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80;
        let mut length = 1;
        if self.byte(1) == b'{' {
            while !matches!(self.byte(length), b'}' | b'\n' | 0) {
                length += 1;
            }
            length += usize::from(self.byte(length) == b'}');
        } else {
            while is_word(self.byte(length)) || (self.byte(length) == b':' && is_word(self.byte(length + 1))) {
                length += 1;
            }
        }
        self.take(TokenKind::Name, length);
    }
}
