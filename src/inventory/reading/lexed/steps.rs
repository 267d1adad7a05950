//! One step of the pass: what kind of thing a token begins.
//! Not the things themselves; those are in `entries`, `chains`, `brackets`, `labels`, `imports` and `particular`.
//!
//! **Invariant:** a step never goes back.

use super::structure::{Context, Reader, Role};
use super::syntax::Oddity;
use super::token::{Bracket, Token, TokenKind};
use crate::inventory::outline::Kind;

/// Keywords whose braces hold statements.
const CONTROL: &[&str] = &[
    "if", "else", "elseif", "elif", "for", "foreach", "while", "loop", "match", "switch", "do", "try", "catch",
    "finally", "when", "unless", "select", "guard", "lock", "impl", "mod", "unsafe", "repeat", "defer", "extern",
    "with",
];

impl Reader<'_, '_> {
    /// Starts the next item on this level.
    pub(super) fn next_item(&mut self, separator: usize, comma: bool) {
        let semicolon = !comma;
        if let Some(level) = self.level_mut() {
            level.item_start = separator + 1;
            level.comma = comma.then_some(separator);
            if semicolon {
                level.braces = None;
            }
        }
    }

    /// Reads what begins at a token, and gives the next one to look at.
    pub(super) fn step(&mut self, at: usize, token: Token) -> usize {
        match self.role(at) {
            Role::Passed => return at + 1,
            Role::None => {}
            Role::Key => return self.lisp_key(at),
            role => return self.bracket_with_role(at, role),
        }
        match token.kind {
            TokenKind::Newline => self.next_item(at, false),
            TokenKind::Symbol => return self.symbol(at),
            TokenKind::Keyword => return self.keyword(at),
            TokenKind::HoleOpen => self.open(None, at, self.group_end(at), Context::Group),
            TokenKind::Close(Bracket::Curly | Bracket::Word) | TokenKind::TemplateClose | TokenKind::HoleClose => {
                self.after_block(at);
            }
            TokenKind::Close(_) => {}
            TokenKind::Name | TokenKind::Number | TokenKind::Text(_) | TokenKind::TemplateOpen | TokenKind::Open(_) => {
                return self.operand(at);
            }
        }
        at + 1
    }

    fn symbol(&mut self, at: usize) -> usize {
        match self.word(at) {
            "," => self.next_item(at, true),
            ";" => self.next_item(at, false),
            "@" | "#" if self.is_open(at + 1, Bracket::Square) => {}
            "#" if self.syntax.oddity == Oddity::Preprocessor => {
                if let Some(end) = self.import(at + 1).or_else(|| self.defined(at)) {
                    return end;
                }
            }
            _ => {}
        }
        at + 1
    }

    fn keyword(&mut self, at: usize) -> usize {
        if let Some(next) = self.entry(at) {
            return next;
        }
        let word = self.word(at);
        if self.syntax.imports.contains(&word)
            && let Some(end) = self.import(at)
        {
            return end;
        }
        // `import.meta`, `crate::model`: the keyword is the first name of a path.
        if let Some(next) = self.token(at + 1)
            && !next.spaced
            && self.is_separator(at + 1)
        {
            return self.chain(at);
        }
        if self.syntax.cases.contains(&word) {
            self.case(at);
        }
        let braces = if self.syntax.types.contains(&word) {
            Some(Context::TypeBody)
        } else if CONTROL.contains(&word) || self.syntax.functions.contains(&word) {
            Some(Context::Block)
        } else {
            None
        };
        if let (Some(braces), Some(level)) = (braces, self.level_mut())
            && level.braces != Some(Context::TypeBody)
        {
            level.braces = Some(braces);
        }
        at + 1
    }

    fn operand(&mut self, at: usize) -> usize {
        if self.kind(at) == Some(TokenKind::Name)
            && self.syntax.imports.contains(&self.word(at))
            && let Some(end) = self.import(at)
        {
            return end;
        }
        if let Some(next) = self.entry(at) {
            return next;
        }
        if self.documentation(at) {
            return at + 1;
        }
        self.arm(at);
        let compare = self.levels.compare_end.get(at).copied().unwrap_or(0);
        if compare > at {
            self.open(Some(Kind::Compare), at, compare, Context::Inner);
        }
        let join = self.levels.join_end.get(at).copied().unwrap_or(0);
        if join > at {
            self.open(Some(Kind::Template), at, join, Context::Join);
        }
        self.chain(at)
    }
}
