//! Member paths, calls and constructions: a first operand and what hangs on it.
//! Not the inside of brackets; the structural pass goes on into them.
//!
//! **Invariant:** one chain has at most [`NAMES`] names and [`CALLS`] calls, so that the segments of nested calls stay
//! within a constant factor of the source; what follows is a chain of its own.

use super::structure::{Context, Reader, Role};
use super::syntax::{Bare, Braces, ImportShape, Oddity};
use super::token::{Bracket, TokenKind};
use crate::inventory::outline::{Kind, Span};

/// The most names of one chain.
const NAMES: usize = 64;

/// The most calls of one chain.
const CALLS: usize = 24;

/// What is read of a chain.
#[derive(Debug, Default)]
struct Chain {
    names: Vec<Span>,
    /// For each call, how many names stand before it and the token behind it.
    calls: Vec<(usize, usize)>,
    /// Whether something with nodes of its own is inside.
    holes: bool,
    next: usize,
}

impl Reader<'_, '_> {
    /// Opens what starts with an operand, and gives the next token to look at.
    pub(super) fn chain(&mut self, at: usize) -> usize {
        let Some(token) = self.token(at) else { return at + 1 };
        if let Some(next) = self.definition(at) {
            return next;
        }
        let mut chain = Chain { next: at + 1, ..Chain::default() };
        // `[Environment]::GetEnvironmentVariable("x")` of PowerShell; a type alone is a cast.
        if self.syntax.oddity == Oddity::PowerShell && self.is_open(at, Bracket::Square) {
            let end = self.group_end(at);
            self.pass(at + 1, end);
            if !self.is_symbol(end, "::") {
                return end;
            }
            chain.names.extend(
                (at + 1..end - 1)
                    .filter(|index| self.kind(*index) == Some(TokenKind::Name))
                    .take(NAMES / 2)
                    .map(|index| self.name_span(index)),
            );
            chain.next = end;
        }
        match token.kind {
            _ if chain.next > at + 1 => {}
            TokenKind::Name | TokenKind::Keyword => chain.names.push(self.name_span(at)),
            TokenKind::Open(_) | TokenKind::TemplateOpen => (chain.next, chain.holes) = (self.group_end(at), true),
            TokenKind::Text(_) => chain.holes = true,
            _ => {
                self.leaf(Kind::Number, at, at + 1);
                return at + 1;
            }
        }
        // A literal or a block is not called and has no index, but may have members.
        let plain = token.kind != TokenKind::Name && token.kind != TokenKind::Keyword && chain.names.is_empty();
        let block = self.is_open(at, Bracket::Word) || (self.is_open(at, Bracket::Curly) && !self.is_literal(at));
        if !block {
            self.extend(&mut chain, at, plain);
        }
        if self.construction(&mut chain, at) {
            chain.holes = true;
        }
        if self.is_element_type(&chain, at) {
            return chain.next;
        }
        let Chain { names, calls, holes, next } = chain;
        if !plain && calls.is_empty() && !holes {
            if let Some(next) = self.bare_call(at, next, &names) {
                return next;
            }
            let segments = self.builder.segments(names);
            self.leaf(Kind::Path(segments), at, next);
            return next;
        }
        let called = calls.last().map_or(0, |call| call.0);
        if names.len() > called {
            let segments = self.builder.segments(names.iter().copied());
            self.open(Some(Kind::Path(segments)), at, next, Context::Inner);
        }
        for (count, end) in calls.into_iter().rev() {
            let segments = self.builder.segments(names.iter().take(count).copied());
            self.open(Some(Kind::Call(segments)), at, end, Context::Inner);
        }
        if plain { self.primary(at) } else { at + 1 }
    }

    /// The first operand itself.
    fn primary(&mut self, at: usize) -> usize {
        match self.kind(at) {
            Some(TokenKind::Text(text)) => {
                if let Some(text) = self.lexed.texts.get(text).cloned() {
                    self.leaf(Kind::Text(text), at, at + 1);
                }
                at + 1
            }
            Some(TokenKind::TemplateOpen) => {
                // A string with expressions that is joined to others gives its pieces to the whole.
                let kind = (self.top() != Context::Join).then_some(Kind::Template);
                self.open(kind, at, self.group_end(at), Context::Template);
                at + 1
            }
            Some(TokenKind::Open(bracket)) => self.bracket(at, bracket),
            _ => at + 1,
        }
    }

    fn is_tight(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| !token.spaced)
    }

    /// Follows members, indexes and calls.
    fn extend(&mut self, chain: &mut Chain, first: usize, plain: bool) {
        while chain.names.len() < NAMES && chain.calls.len() < CALLS {
            let mut next = chain.next;
            // `value!.member`, `value?.member`, `value?["key"]`.
            while next < chain.next + 2
                && ["!", "?", "!!"].iter().any(|sign| self.is_symbol(next, sign))
                && self.is_tight(next)
                && (self.is_tight(next + 1) || self.is_separator(next + 1))
            {
                next += 1;
            }
            let optional = next > chain.next || self.is_symbol(next, "?.");
            if self.is_separator(next) && self.is_member(next, first) {
                chain.names.push(self.name_span(next + 1));
                self.pass(chain.next, next + 2);
                chain.next = next + 2;
                continue;
            }
            if self.is_symbol(next, "?.") {
                next += 1;
            }
            let bracket = match self.kind(next) {
                Some(TokenKind::Open(bracket)) => bracket,
                _ => break,
            };
            let is_macro = next == chain.next && next > first && self.word(next - 1).ends_with('!');
            if (bracket == Bracket::Round || is_macro) && !(plain && chain.names.is_empty()) {
                if self.syntax.tight_calls && !self.is_tight(next) {
                    break;
                }
                self.call(chain, next, Role::Arguments);
            } else if bracket == Bracket::Square && (self.is_tight(next) || optional) {
                if plain && chain.names.is_empty() && !self.is_open(first, Bracket::Round) {
                    break;
                }
                self.index(chain, next);
            } else {
                break;
            }
        }
    }

    /// Whether a name that belongs to the chain stands behind a separator.
    fn is_member(&self, separator: usize, first: usize) -> bool {
        let name = match self.kind(separator + 1) {
            Some(TokenKind::Name) => true,
            Some(TokenKind::Keyword) => self.is_tight(separator + 1),
            _ => false,
        };
        // `:` of Lua is a method only with a call behind it; `->` of an arm has space around it.
        let arm = self.syntax.arms.contains(&self.word(separator))
            || self.syntax.property_ties.contains(&self.word(separator));
        name && !arm && !(self.is_text(first) && self.word(separator) == "." && self.syntax.joins.contains(&"."))
    }

    fn call(&mut self, chain: &mut Chain, bracket: usize, role: Role) {
        self.pass(chain.next, bracket);
        self.set_role(bracket, role);
        chain.next = self.group_end(bracket);
        chain.calls.push((chain.names.len(), chain.next));
    }

    fn index(&mut self, chain: &mut Chain, open: usize) {
        let end = self.group_end(open);
        self.pass(chain.next, open);
        let single = end == open + 3;
        match self.kind(open + 1) {
            Some(TokenKind::Text(_)) if single => {
                chain.names.push(self.key_span(open + 1));
                self.pass(open, end);
            }
            Some(TokenKind::Number) if single => self.pass(open, end),
            Some(TokenKind::Close(_)) if end == open + 2 => self.pass(open, end),
            _ => {
                self.set_role(open, Role::Index);
                chain.holes = true;
            }
        }
        chain.next = end;
    }

    /// Braces or a single argument that belong to the name before them.
    fn construction(&mut self, chain: &mut Chain, first: usize) -> bool {
        let next = chain.next;
        if chain.names.is_empty() {
            return false;
        }
        if self.syntax.bare == Bare::One {
            let name = chain.calls.last().is_none_or(|call| call.0 < chain.names.len());
            if name && (self.is_text(next) || self.kind(next) == Some(TokenKind::TemplateOpen)) {
                chain.next = self.group_end(next);
                chain.calls.push((chain.names.len(), chain.next));
                return true;
            }
            if name && self.is_open(next, Bracket::Curly) {
                self.call(chain, next, Role::Literal);
                return true;
            }
            return false;
        }
        if !self.is_open(next, Bracket::Curly) {
            return false;
        }
        let constructs = match self.syntax.braces {
            // The element type of `[]T{…}` constructs nothing by itself.
            Braces::Go => !self.is_element(first) && self.is_tight(next) && chain.calls.is_empty(),
            Braces::Rust => chain.calls.is_empty() && self.is_rust_construction(next),
            Braces::CSharp => {
                let new = self.is_keyword_of(first.checked_sub(1), &["new"]);
                let semicolon = self.levels.holds.get(next).is_some_and(|holds| holds.semicolon);
                new && !semicolon
            }
            _ => false,
        };
        if constructs {
            if let Some(call) = chain.calls.last_mut().filter(|call| call.1 == next) {
                // `new T(x) { A = b }` is one construction.
                self.set_role(next, Role::Literal);
                chain.next = self.group_end(next);
                call.1 = chain.next;
            } else {
                self.call(chain, next, Role::Literal);
            }
        }
        constructs
    }

    /// The element type before a literal list: `new String[] {…}`, `[]string{…}`. Only the list is a value.
    fn is_element_type(&self, chain: &Chain, first: usize) -> bool {
        let plain = chain.calls.is_empty() && !chain.holes && self.is_open(chain.next, Bracket::Curly);
        plain
            && match self.syntax.braces {
                Braces::Java | Braces::CSharp => self.kind(chain.next - 1) == Some(TokenKind::Close(Bracket::Square)),
                Braces::Go => self.is_element(first) && self.is_tight(chain.next),
                _ => false,
            }
    }

    /// Go: a type behind the brackets of a list or map type.
    fn is_element(&self, first: usize) -> bool {
        self.is_tight(first)
            && first.checked_sub(1).is_some_and(|before| self.kind(before) == Some(TokenKind::Close(Bracket::Square)))
    }

    fn is_rust_construction(&self, brace: usize) -> bool {
        self.level().is_some_and(|level| level.braces.is_none() && level.context != Context::TypeBody)
            && self.is_literal(brace)
    }

    /// A name that is defined here: its parentheses hold parameters.
    fn definition(&mut self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        if self.kind(at) != Some(TokenKind::Name) {
            return None;
        }
        let by_keyword = self.is_keyword_of(Some(before), self.syntax.functions)
            || self.is_keyword_of(Some(before), self.syntax.types);
        let mut last = at;
        while by_keyword && self.is_separator(last + 1) && self.kind(last + 2) == Some(TokenKind::Name) {
            last += 2;
        }
        let round = self.is_open(last + 1, Bracket::Round);
        if !(by_keyword || (round && self.is_method(at, before))) {
            return None;
        }
        let bases =
            self.syntax.import_shape == ImportShape::Python && self.is_keyword_of(Some(before), self.syntax.types);
        if round && !bases {
            self.set_role(last + 1, Role::Parameters);
            if let Some(level) = self.level_mut() {
                level.braces.get_or_insert(Context::Block);
            }
        }
        Some(last + 1)
    }

    /// A method without a keyword of its own before its name.
    fn is_method(&self, at: usize, before: usize) -> bool {
        let Some(level) = self.level() else { return false };
        let body = level.context == Context::TypeBody;
        let end = self.group_end(at + 1);
        let block_follows = self.is_open(end, Bracket::Curly);
        let receiver = self.levels.opener.get(before).copied().unwrap_or(before);
        let go = receiver != before && self.is_keyword_of(receiver.checked_sub(1), self.syntax.functions);
        let modifiers = ["public", "private", "protected", "internal", "static", "override", "async", "virtual"];
        let typed = self.syntax.type_first
            && at > level.item_start
            && matches!(level.context, Context::TypeBody | Context::Block)
            && matches!(self.kind(before), Some(TokenKind::Name | TokenKind::Close(Bracket::Square)))
            && self.token(at).is_some_and(|token| token.spaced);
        let annotated = self.syntax.oddity == Oddity::None && body && at == level.item_start;
        go || typed || (body && self.is_keyword_of(Some(before), &modifiers)) || (annotated && block_follows)
    }

    /// A call whose arguments follow without parentheses.
    fn bare_call(&mut self, at: usize, next: usize, names: &[Span]) -> Option<usize> {
        if !matches!(self.syntax.bare, Bare::Arguments | Bare::Command) {
            return None;
        }
        let leads = self.level().is_some_and(|level| level.item_start == at && level.context != Context::Arguments);
        let value = at.checked_sub(1).is_some_and(|before| self.is_symbol(before, "="));
        let token = self.token(next)?;
        let end = self.statement_end(next);
        if !(leads || value) || !token.spaced || next >= end {
            return None;
        }
        let command = self.syntax.bare == Bare::Command;
        let argument = match token.kind {
            TokenKind::Text(_) | TokenKind::TemplateOpen | TokenKind::Number | TokenKind::Name => true,
            TokenKind::Open(Bracket::Square) => true,
            TokenKind::Open(Bracket::Curly) => self.syntax.braces == Braces::Literals || command,
            TokenKind::Symbol => {
                matches!(self.word(next), "%" | "@" if self.is_open(next + 1, Bracket::Curly))
                    || (command && matches!(self.word(next), "-" | "--" | "/" | "."))
            }
            TokenKind::Keyword => self.is_symbol(next + 1, ":"),
            _ => false,
        };
        let assigned = token.kind == TokenKind::Name && matches!(self.word(next + 1), "=" | "+=" | "||=");
        if !argument || assigned || self.word(at).starts_with('$') {
            return None;
        }
        let segments = self.builder.segments(names.iter().copied());
        self.open(Some(Kind::Call(segments)), at, end, Context::Inner);
        self.open(None, next, end, Context::Arguments);
        if let Some(level) = self.level_mut() {
            level.item_start = next;
        }
        Some(next)
    }
}
