//! Case labels and match arms: what a value is compared to.
//! Not comparisons by an operator; `levels` finds those.
//!
//! **Invariant:** a look for the end of a label passes at most [`REACH`] tokens.

use super::structure::{Context, Reader};
use super::token::{Bracket, TokenKind};
use crate::inventory::outline::Kind;

/// How many tokens a label may have.
const REACH: usize = 64;

impl Reader<'_, '_> {
    /// Opens a comparison over the pattern behind the keyword `case`, if the pattern holds a text.
    pub(super) fn case(&mut self, at: usize) {
        let mut end = at + 1;
        let mut text = false;
        while end < at + REACH {
            match self.kind(end) {
                None | Some(TokenKind::Newline | TokenKind::Close(_) | TokenKind::HoleClose) => break,
                Some(TokenKind::Open(Bracket::Curly | Bracket::Word)) => break,
                Some(TokenKind::Keyword) if self.word(end) == "then" => break,
                Some(TokenKind::Symbol) if matches!(self.word(end), ":" | "=>" | "->" | ";") => break,
                // A member of an enumeration with its value.
                Some(TokenKind::Symbol) if self.word(end) == "=" => return,
                Some(TokenKind::Text(_) | TokenKind::TemplateOpen) => text = true,
                _ => {}
            }
            end = self.group_end(end);
        }
        if text && end > at + 1 {
            self.open(Some(Kind::Compare), at + 1, end, Context::Inner);
        }
    }

    /// Opens a comparison over the texts before the sign of a match arm.
    pub(super) fn arm(&mut self, at: usize) {
        if self.syntax.arms.is_empty() || !matches!(self.context(), Context::Block) || !self.is_text(at) {
            return;
        }
        let leads = self.level().is_some_and(|level| level.item_start == at);
        if !leads || self.top() == Context::Inner {
            return;
        }
        let mut end = at;
        while end < at + REACH && (self.is_text(end) || self.is_symbol(end, "|") || self.is_symbol(end, ",")) {
            end += 1;
        }
        if self.kind(end) == Some(TokenKind::Symbol) && self.syntax.arms.contains(&self.word(end)) {
            self.open(Some(Kind::Compare), at, end, Context::Inner);
        }
    }
}
