//! What a bracket is: arguments, a map, a list, a block, or only a group.
//! Not which bracket closes it; `levels` knows that.
//!
//! **Invariant:** every opening bracket opens a frame, so that commas inside never end an item outside.

use super::structure::{Context, Reader, Role};
use super::syntax::{Bare, Braces, Oddity};
use super::token::{Bracket, TokenKind};
use crate::inventory::outline::{Entry, EntryForm, Kind, Span, TextForm};

impl Reader<'_, '_> {
    /// Opens a bracket of which an earlier token has said what it is.
    pub(super) fn bracket_with_role(&mut self, at: usize, role: Role) -> usize {
        let end = self.group_end(at);
        match role {
            Role::Arguments => self.open(None, at, end, Context::Arguments),
            Role::Parameters => self.open(Some(Kind::Other), at, end, Context::Parameters),
            Role::Literal => self.literal(at),
            Role::Index | Role::None | Role::Passed | Role::Key => self.open(None, at, end, Context::Group),
        }
        at + 1
    }

    /// Opens a bracket that starts an operand or a block.
    pub(super) fn bracket(&mut self, at: usize, bracket: Bracket) -> usize {
        if self.is_pair(at) {
            return self.pair(at);
        }
        let end = self.group_end(at);
        match bracket {
            Bracket::Round => self.round(at, end),
            Bracket::Square => self.square(at, end),
            Bracket::Curly => self.curly(at, end),
            Bracket::Word => self.open(Some(Kind::Other), at, end, Context::Block),
        }
        at + 1
    }

    pub(super) fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1)
    }

    pub(super) fn is_keyword_of(&self, at: Option<usize>, words: &[&str]) -> bool {
        at.is_some_and(|at| self.kind(at) == Some(TokenKind::Keyword) && words.contains(&self.word(at)))
    }

    fn round(&mut self, at: usize, end: usize) {
        if self.syntax.oddity == Oddity::Lisp && self.lisp(at, end) {
            return;
        }
        let before = self.before(at);
        let holds = self.levels.holds.get(at).copied().unwrap_or_default();
        let arrow = self.is_symbol(end, "=>") && (self.syntax.type_first || self.syntax.arms.is_empty());
        if self.is_keyword_of(before, self.syntax.functions) {
            self.open(Some(Kind::Other), at, end, Context::Parameters);
        } else if arrow || (self.syntax.braces == Braces::Java && self.is_symbol(end, "->")) {
            self.open(None, at, end, Context::Parameters);
        } else if self.syntax.braces == Braces::Go && self.is_keyword_of(before, self.syntax.declaring) {
            self.open(None, at, end, Context::TypeBody);
        } else if (self.syntax.bare == Bare::Command && before.is_some_and(|before| self.is_symbol(before, "@")))
            || (holds.commas > 0 && !self.syntax.type_first && self.syntax.oddity != Oddity::Lisp)
        {
            self.open(Some(Kind::List), at, end, Context::List);
        } else {
            self.open(None, at, end, Context::Group);
        }
    }

    fn square(&mut self, at: usize, end: usize) {
        let before = self.before(at);
        let holds = self.levels.holds.get(at).copied().unwrap_or_default();
        let is_type = end == at + 2 && self.is_keyword_of(before, &["new"])
            || before.is_some_and(|before| {
                let optional = (self.is_symbol(before, "?") || self.is_symbol(before, "!"))
                    && self.is_keyword_of(before.checked_sub(1), &["as", "try"]);
                holds.tie
                    && (self.is_symbol(before, "->") || optional || self.is_keyword_of(Some(before), &["as", "is"]))
            });
        let attribute = before.is_some_and(|before| self.is_symbol(before, "#") || self.is_symbol(before, "@"))
            || (self.syntax.braces == Braces::CSharp
                && self.level().is_some_and(|level| level.item_start == at)
                && matches!(self.context(), Context::Block | Context::TypeBody | Context::Parameters));
        if attribute {
            self.open(Some(Kind::Other), at, end, Context::List);
        } else if is_type
            || matches!(self.syntax.braces, Braces::Go | Braces::Hashtable)
            || (end == at + 2 && self.syntax.braces == Braces::Java)
        {
            // A type, unless nothing closes it: then it is no code, and what stands in it is not passed over.
            if end.checked_sub(1).is_some_and(|last| self.kind(last) == Some(TokenKind::Close(Bracket::Square))) {
                self.pass(at + 1, end);
            }
            self.open(None, at, end, Context::Group);
        } else if holds.tie {
            self.open(Some(Kind::Map), at, end, Context::Map);
        } else {
            self.open(Some(Kind::List), at, end, Context::List);
        }
    }

    fn curly(&mut self, at: usize, end: usize) {
        let kept = self.syntax.braces == Braces::Go && self.touches_type(at);
        let said = self.level_mut().and_then(|level| if kept { None } else { level.braces.take() });
        if said.is_none() && self.is_literal(at) {
            return self.literal(at);
        }
        let in_type = self.context() == Context::TypeBody && self.syntax.braces == Braces::Rust;
        let context = if in_type { Context::TypeBody } else { said.unwrap_or(Context::Block) };
        self.open(Some(Kind::Other), at, end, context);
    }

    /// Opens braces that are a value.
    fn literal(&mut self, at: usize) {
        let holds = self.levels.holds.get(at).copied().unwrap_or_default();
        let end = self.group_end(at);
        let named = self.before(at).is_some_and(|before| self.is_symbol(before, "%"))
            || at.checked_sub(2).is_some_and(|before| self.is_symbol(before, "%"));
        let pairs = self.syntax.pairs && (self.is_open(at + 1, Bracket::Curly) && self.pair_shape(at + 1));
        let empty = end == at + 2 && (named || self.syntax.oddity != Oddity::Attributes);
        let hashtable = self.syntax.braces == Braces::Hashtable;
        if holds.tie || named || pairs || empty || hashtable || self.syntax.braces == Braces::Rust {
            self.open(Some(Kind::Map), at, end, Context::Map);
        } else {
            self.open(Some(Kind::List), at, end, Context::List);
        }
    }

    /// Go: braces touch the type of the literal before them.
    fn touches_type(&self, at: usize) -> bool {
        let close = self.before(at).and_then(|before| self.kind(before));
        self.token(at).is_some_and(|token| !token.spaced)
            && matches!(close, Some(TokenKind::Name | TokenKind::Close(Bracket::Square | Bracket::Curly)))
    }

    /// Whether a value, not a statement, stands behind the token before.
    fn wants_value(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        let word = self.word(before);
        match self.kind(before) {
            Some(TokenKind::Symbol) => {
                let separates = matches!(word, "=>" | "->" | ";" | ">" | ")" | "@" | "#");
                let arrow_value = word == "=>" && self.syntax.property_ties.contains(&"=>");
                let in_block =
                    matches!(self.context(), Context::Block | Context::TypeBody) && self.top() != Context::Inner;
                (!separates || arrow_value) && !(word == ":" && in_block)
            }
            Some(TokenKind::Keyword) => {
                matches!(word, "return" | "yield" | "in" | "of" | "await" | "new" | "and" | "or")
            }
            Some(TokenKind::Open(Bracket::Round | Bracket::Square)) | Some(TokenKind::HoleOpen) => true,
            Some(TokenKind::Open(Bracket::Curly)) => matches!(self.context(), Context::Map | Context::List),
            _ => false,
        }
    }

    pub(super) fn is_literal(&self, at: usize) -> bool {
        let holds = self.levels.holds.get(at).copied().unwrap_or_default();
        let before = self.before(at);
        match self.syntax.braces {
            Braces::Blocks => false,
            Braces::Literals => true,
            Braces::Hashtable => before.is_some_and(|before| self.is_symbol(before, "@")),
            Braces::ByPosition => self.wants_value(at) || (self.syntax.pairs && self.is_touching_value(at)),
            Braces::Go => self.touches_type(at) || self.wants_value(at),
            Braces::Java => {
                self.wants_value(at)
                    || before.is_some_and(|at| self.kind(at) == Some(TokenKind::Close(Bracket::Square)))
            }
            Braces::CSharp => !holds.semicolon && (self.wants_value(at) || self.follows_new(at)),
            Braces::Rust => {
                let key = matches!(self.kind(at + 1), Some(TokenKind::Name | TokenKind::Text(_) | TokenKind::Number));
                let keyed = key && (self.is_symbol(at + 2, ":") || (self.is_symbol(at + 2, ",") && !holds.semicolon));
                let nothing = self.group_end(at) == at + 2 && self.wants_value(at);
                let type_before = before.is_some_and(|before| {
                    self.kind(before) == Some(TokenKind::Name) && self.word(before).starts_with(char::is_uppercase)
                });
                let key_only = key && type_before && self.group_end(at) == at + 3;
                nothing
                    || key_only
                    || (keyed && (type_before || self.wants_value(at)))
                    || self.is_symbol(at + 1, "..") && type_before
            }
        }
    }

    /// C++: `std::map<…> h{{"k", "v"}}`, and designated initialisers of C.
    fn is_touching_value(&self, at: usize) -> bool {
        self.before(at).is_some_and(|before| self.kind(before) == Some(TokenKind::Name))
            && (self.pair_shape(at + 1) || self.is_symbol(at + 1, "."))
    }

    /// C#: `new[] {`, `new() {`.
    fn follows_new(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        let opener = self.levels.opener.get(before).copied().unwrap_or(before);
        opener != before && self.is_keyword_of(opener.checked_sub(1), &["new"])
    }

    /// Whether a bracket holds a text, a comma and one more item.
    fn pair_shape(&self, at: usize) -> bool {
        let end = self.group_end(at);
        let commas = self.levels.holds.get(at).map_or(0, |holds| holds.commas);
        let Some(TokenKind::Text(text)) = self.kind(at + 1) else { return false };
        let named = self.lexed.texts.get(text).is_some_and(|text| text.form != TextForm::Plain);
        let two = commas == 1 || (commas == 2 && end.checked_sub(2).is_some_and(|last| self.is_symbol(last, ",")));
        named && two && self.is_symbol(at + 2, ",") && end > at + 4
    }

    fn is_pair(&self, at: usize) -> bool {
        let elixir = self.syntax.oddity == Oddity::Attributes;
        let bracket = if self.syntax.braces == Braces::Rust { Bracket::Round } else { Bracket::Curly };
        self.syntax.pairs
            && self.is_open(at, bracket)
            && (elixir || matches!(self.context(), Context::List | Context::Map | Context::Arguments))
            && self.pair_shape(at)
    }

    /// A pair of a key and its value.
    fn pair(&mut self, at: usize) -> usize {
        let end = self.group_end(at);
        let key = self.key_span(at + 1);
        let whole = self.removal(at, self.item_end(at));
        self.open(Some(Kind::Entry(Entry { key, form: EntryForm::Property, whole })), at, end, Context::Inner);
        self.open(None, at, end, Context::Group);
        if let Some(level) = self.level_mut() {
            (level.item_start, level.comma) = (at + 3, Some(at + 2));
        }
        at + 3
    }

    /// A key without its quotes and signs.
    pub(super) fn key_span(&self, at: usize) -> Span {
        let Some(token) = self.token(at) else { return Span::default() };
        match token.kind {
            TokenKind::Text(text) => self.lexed.texts.get(text).map(|text| text.inner).unwrap_or_default(),
            _ => self.name_span(at),
        }
    }

    /// A name without the signs before it.
    pub(super) fn name_span(&self, at: usize) -> Span {
        let Some(token) = self.token(at) else { return Span::default() };
        let word = self.word(at);
        // `${name}` of PowerShell.
        if let Some(name) = word.strip_prefix("${") {
            return Span::new(token.start + 2, token.start + 2 + name.trim_end_matches('}').len());
        }
        let signs = word.bytes().take_while(|byte| self.syntax.sigils.contains(byte)).count();
        if signs < word.len() { Span::new(token.start + signs, token.end) } else { token.span() }
    }
}
