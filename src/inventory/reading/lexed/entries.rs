//! Keys with their values: properties, named arguments, declarations, assignments, members.
//! Not what to delete for one; that is in `removal`.
//!
//! **Invariant:** a look for the value behind a name passes at most [`REACH`] tokens.

use super::structure::{Context, Reader, Role};
use super::syntax::{Bare, Exported, ImportShape, Lines, Oddity};
use super::token::{Bracket, TokenKind};
use crate::inventory::outline::{Entry, EntryForm, Kind, Span};

/// How many tokens a type between a name and its value may have, and a path that is assigned to.
const REACH: usize = 64;

/// What gives a name a new value.
const ASSIGNING: &[&str] = &["=", "+=", "||=", "??=", ":=", ".=", "<-", "<<="];

impl Reader<'_, '_> {
    /// Opens the entry that starts at a token, if one does, and gives the token of its value.
    pub(super) fn entry(&mut self, at: usize) -> Option<usize> {
        let level = self.level()?;
        let (item_start, context) = (level.item_start, level.context);
        let designated = at == item_start + 1 && self.is_symbol(item_start, ".");
        if (at == item_start || designated)
            && let Some(next) = self.keyed(at, item_start, context)
        {
            return Some(next);
        }
        if self.kind(at) != Some(TokenKind::Name) {
            return None;
        }
        if self.syntax.oddity == Oddity::Attributes && self.word(at).starts_with('@') {
            return self.attribute(at);
        }
        if self.syntax.oddity == Oddity::PowerShell {
            let name = self.name_span(at);
            let drive = self.source.get(name.range()).and_then(|name| name.get(..4));
            if drive.is_some_and(|drive| drive.eq_ignore_ascii_case("env:")) {
                return self.environment(at, Span::new(name.start as usize + 4, name.end as usize));
            }
        }
        self.declaration(at, item_start, context).or_else(|| self.assignment(at, item_start, context))
    }

    /// `$env:NAME`, also with a new value.
    fn environment(&mut self, at: usize, key: Span) -> Option<usize> {
        if !self.is_symbol(at + 1, "=") {
            self.leaf(Kind::Variable(key), at, at + 1);
            return Some(at + 1);
        }
        let end = self.item_end(at + 1);
        let whole = self.removal(at, end);
        Some(self.enter(key, EntryForm::Variable, whole, at, at + 2, end))
    }

    pub(super) fn enter(
        &mut self,
        key: Span,
        form: EntryForm,
        whole: Span,
        from: usize,
        value: usize,
        end: usize,
    ) -> usize {
        let kind = Kind::Entry(Entry { key, form, whole });
        // The braces of a type cannot follow any more.
        if let Some(level) = self.level_mut().filter(|level| level.braces == Some(Context::TypeBody)) {
            level.braces = None;
        }
        if value < end {
            self.open(Some(kind), from, end, Context::Inner);
        } else {
            self.leaf(kind, from, value);
        }
        value
    }

    /// `key: value`, `"key" => value`, `["key"] = value`, inside brackets.
    fn keyed(&mut self, at: usize, item_start: usize, context: Context) -> Option<usize> {
        let ties = match context {
            Context::Map | Context::List => self.syntax.property_ties,
            Context::Arguments => self.syntax.argument_ties,
            _ => return None,
        };
        let (key, tie) = self.key(at)?;
        let word = self.word(tie);
        if !ties.contains(&word) || matches!(self.kind(tie), Some(TokenKind::Text(_) | TokenKind::Open(_))) {
            return None;
        }
        let spaced = self.token(tie).is_some_and(|token| token.spaced);
        if word == ":" && spaced && self.syntax.bare == Bare::Arguments {
            return None;
        }
        let property = context != Context::Arguments || self.is_text(at) || matches!(word, "to" | "->" | "=>");
        let form = if property { EntryForm::Property } else { EntryForm::Argument };
        let end = self.item_end(tie);
        let whole = self.removal(item_start, end);
        Some(self.enter(key, form, whole, at, tie + 1, end))
    }

    /// The key that starts here and the token behind it.
    fn key(&self, at: usize) -> Option<(Span, usize)> {
        match self.kind(at)? {
            TokenKind::Text(_) | TokenKind::Number | TokenKind::Keyword => Some((self.key_span(at), at + 1)),
            TokenKind::Open(Bracket::Square) => {
                let end = self.group_end(at);
                let single = end == at + 3 && matches!(self.kind(at + 1), Some(TokenKind::Text(_) | TokenKind::Name));
                single.then(|| (self.key_span(at + 1), end))
            }
            TokenKind::Name => {
                // A constant of another type may be a key: `HttpHeaders.AUTHORIZATION to value`.
                let mut last = at;
                while last < at + 16
                    && self.is_separator(last + 1)
                    && !self.syntax.property_ties.contains(&self.word(last + 1))
                    && self.kind(last + 2) == Some(TokenKind::Name)
                {
                    last += 2;
                }
                Some((self.key_span(last), last + 1))
            }
            _ => None,
        }
    }

    /// `@name value`.
    fn attribute(&mut self, at: usize) -> Option<usize> {
        let next = self.token(at + 1)?;
        let end = self.statement_end(at);
        if !next.spaced || at + 1 >= end || matches!(next.kind, TokenKind::Symbol if self.word(at + 1) != "%") {
            return None;
        }
        if matches!(self.word(at), "@moduledoc" | "@doc" | "@typedoc" | "@shortdoc") {
            self.leaf(Kind::Comment, at + 1, end);
            return Some(end);
        }
        let whole = self.removal(at, end);
        let form = EntryForm::Declaration { exported: true };
        Some(self.enter(self.name_span(at), form, whole, at, at + 1, end))
    }

    /// A new name with its value, or a member without one.
    fn declaration(&mut self, at: usize, item_start: usize, context: Context) -> Option<usize> {
        let before = at.checked_sub(1);
        if self.is_keyword_of(before, self.syntax.types) || self.is_keyword_of(before, self.syntax.functions) {
            return None;
        }
        let mut first = at;
        while first > item_start && first + 8 > at && self.kind(first - 1) == Some(TokenKind::Keyword) {
            first -= 1;
        }
        // `key: str = "x"` of Python stands anywhere.
        let python = self.syntax.import_shape == ImportShape::Python && context == Context::Block;
        let listed = matches!(context, Context::TypeBody | Context::Parameters)
            || (python && at == item_start && self.is_symbol(at + 1, ":"));
        let leads = first == item_start;
        let said = (first.saturating_sub(1)..at).any(|index| self.is_keyword_of(Some(index), self.syntax.declaring));
        let typed = self.syntax.type_first && at > item_start && before.is_some_and(|at| self.ends_type(at));
        if !(said || typed || (listed && (leads || self.is_symbol(at + 1, ":")))) {
            return None;
        }
        let form = EntryForm::Declaration { exported: self.is_exported(at, item_start) };
        let key = self.name_span(at);
        if let Some(equals) = self.equals(at, listed) {
            let end = self.item_end(equals);
            let whole = self.removal(item_start, end);
            return Some(self.enter(key, form, whole, at, equals + 1, end));
        }
        let next = self.word(at + 1);
        let symbol = self.kind(at + 1) == Some(TokenKind::Symbol);
        let colon = symbol && matches!(next, ":" | "?:" | "?" | "!");
        let ends = at + 1 >= self.item_end(at);
        let accessors = typed && matches!(self.word(at + 2), "get" | "set" | "init");
        let type_behind = self.syntax.type_last && !ends && !symbol && !self.is_open(at + 1, Bracket::Round);
        let alone = ends && (typed || said || self.syntax.type_last || context == Context::Parameters);
        if !listed || !(colon || alone || accessors || type_behind) {
            return None;
        }
        let end = if accessors { self.group_end(at + 1) } else { self.item_end(at) };
        let whole = self.removal(item_start, end);
        self.leaf(Kind::Entry(Entry { key, form: EntryForm::Member, whole }), at, at + 1);
        // The members of a type without a name of its own: `Usage struct { … }` of Go.
        let nested = (at + 1..end.min(at + 8))
            .find(|index| self.word(*index) == "struct" && self.is_open(*index + 1, Bracket::Curly));
        if nested.is_some() {
            return nested;
        }
        // A tag of Go says the name on the wire, which is a text to look at; types are not.
        let tag = end.checked_sub(1).filter(|last| self.is_text(*last) && *last > at);
        Some(tag.unwrap_or(end.max(at + 1)))
    }

    /// Whether a token may be the end of a type before a name.
    fn ends_type(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(TokenKind::Name) => true,
            Some(TokenKind::Close(Bracket::Square)) => true,
            Some(TokenKind::Symbol) => {
                matches!(self.word(at), "*" | "&" | "?" | ">") && self.token(at).is_some_and(|token| !token.spaced)
                    || (self.word(at) == "*" && self.token(at + 1).is_some_and(|token| !token.spaced))
            }
            _ => false,
        }
    }

    /// The sign before the value of a declared name, if it has one.
    fn equals(&self, at: usize, listed: bool) -> Option<usize> {
        let assigns = |index| {
            self.is_symbol(index, "=") || self.is_symbol(index, ":=") || (listed && self.is_symbol(index, "\\\\"))
        };
        let mut next = at + 1;
        while self.is_open(next, Bracket::Square) {
            next = self.group_end(next);
        }
        // `string Key { get; set; } = "x"`.
        if listed && matches!(self.word(next + 1), "get" | "set" | "init") && self.is_open(next, Bracket::Curly) {
            next = self.group_end(next);
        }
        if assigns(next) {
            return Some(next);
        }
        let typed = [":", "?:", "?", "!"].iter().any(|sign| self.is_symbol(next, sign));
        if !typed && !self.syntax.type_last {
            return None;
        }
        if typed
            && context_default(self.syntax.bare, listed)
            && self.is_symbol(next, ":")
            && next + 1 < self.item_end(at)
        {
            // `def ask(model: "x")`: the value follows the colon.
            return Some(next);
        }
        let limit = self.statement_end(at).min(at + REACH);
        while next < limit {
            if assigns(next) {
                return Some(next);
            }
            if self.is_symbol(next, ",") {
                return None;
            }
            next = self.group_end(next);
        }
        None
    }

    fn is_exported(&self, at: usize, item_start: usize) -> bool {
        let has = |words: &[&str]| {
            (item_start.max(at.saturating_sub(12))..at)
                .chain(item_start.checked_sub(1))
                .any(|index| self.kind(index) == Some(TokenKind::Keyword) && words.contains(&self.word(index)))
        };
        let outside = self.at_top() || matches!(self.context(), Context::TypeBody | Context::Parameters);
        match self.syntax.exported {
            Exported::Always => true,
            Exported::Capitalised => outside && self.word(at).starts_with(char::is_uppercase),
            Exported::With(words) => has(words),
            Exported::Without(words) => outside && !has(words),
        }
    }

    /// A new value for an existing name or member.
    fn assignment(&mut self, at: usize, item_start: usize, context: Context) -> Option<usize> {
        let mut names = vec![self.name_span(at)];
        let mut key = self.name_span(at);
        let mut next = at + 1;
        while next < at + REACH {
            if self.is_separator(next) && matches!(self.kind(next + 1), Some(TokenKind::Name | TokenKind::Keyword)) {
                key = self.name_span(next + 1);
                names.push(key);
                next += 2;
            } else if self.is_open(next, Bracket::Square) && self.token(next).is_some_and(|token| !token.spaced) {
                let end = self.group_end(next);
                let single = end == next + 3;
                if single && matches!(self.kind(next + 1), Some(TokenKind::Text(_) | TokenKind::Name)) {
                    key = self.key_span(next + 1);
                    names.extend(self.is_text(next + 1).then_some(key));
                } else if end > next + 2 && !single {
                    return None;
                }
                next = end;
            } else if (self.is_symbol(next, "!") || self.is_symbol(next, "?"))
                && self.token(next).is_some_and(|token| !token.spaced)
            {
                next += 1;
            } else {
                break;
            }
        }
        let sign = self.word(next);
        if self.kind(next) != Some(TokenKind::Symbol) || !ASSIGNING.contains(&sign) || (sign == "<-" && !self.is_r()) {
            return None;
        }
        let leads = at == item_start || self.is_keyword_of(at.checked_sub(1), self.syntax.keywords);
        let block = matches!(context, Context::Block | Context::TypeBody);
        if self.syntax.multiple_targets && block && self.level().is_some_and(|level| level.comma.is_some()) {
            return None;
        }
        let single = next == at + 1;
        let form = match self.constant(at, item_start) {
            _ if single && self.syntax.oddity == Oddity::PowerShell => {
                EntryForm::Declaration { exported: self.at_top() }
            }
            Some(exported) if single && leads => EntryForm::Declaration { exported },
            _ if sign == ":=" && single => EntryForm::Declaration { exported: false },
            _ => EntryForm::Assignment,
        };
        if names.len() > 1 {
            let segments = self.builder.segments(names);
            self.leaf(Kind::Path(segments), at, next);
        }
        let end = self.item_end(next);
        let whole = if at == item_start && block { self.removal(at, end) } else { Span::default() };
        Some(self.enter(key, form, whole, at, next + 1, end))
    }

    fn is_r(&self) -> bool {
        self.syntax.oddity == Oddity::LeftEdgeConstants && self.syntax.lines == Lines::Blocks
    }

    /// Whether a plain assignment makes a constant, and then whether other files see it.
    fn constant(&self, at: usize, item_start: usize) -> Option<bool> {
        let word = self.word(at);
        match self.syntax.oddity {
            Oddity::CapitalConstants => word.starts_with(char::is_uppercase).then_some(true),
            Oddity::LeftEdgeConstants => {
                let token = self.token(at)?;
                let edge = token.start == self.range.start || self.source.get(..token.start)?.ends_with('\n');
                (at == item_start && edge && self.at_top()).then_some(true)
            }
            _ => None,
        }
    }

    /// Marks tokens as read.
    pub(super) fn pass(&mut self, from: usize, end: usize) {
        for index in from..end {
            self.set_role(index, Role::Passed);
        }
    }
}

/// Whether the value of a parameter follows a colon, as in Ruby.
fn context_default(bare: Bare, listed: bool) -> bool {
    listed && bare == Bare::Arguments
}
