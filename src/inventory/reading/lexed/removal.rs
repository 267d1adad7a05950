//! What to delete so that an entry is gone and the rest is still well formed.
//! Not the decision to delete it.
//!
//! **Invariant:** the span lies inside the part of the source that is read; it is empty where deleting would break code.

use super::structure::{Context, Reader};
use super::token::TokenKind;
use crate::inventory::outline::Span;

impl Reader<'_, '_> {
    /// The span to delete for an item that starts at `from` and ends before the token `end`.
    pub(super) fn removal(&self, from: usize, end: usize) -> Span {
        let (Some(first), Some(last), Some(level)) = (self.token(from), self.token(end.max(1) - 1), self.level())
        else {
            return Span::default();
        };
        let (start, last_end) = (first.start, last.end.max(first.start));
        if level.item_start != from || last_end <= start || level.context == Context::Group {
            return Span::new(start, start);
        }
        let listed = matches!(level.context, Context::Map | Context::List | Context::Arguments | Context::Parameters);
        let separator = self.token(end).filter(|_| self.is_symbol(end, ";") || (listed && self.is_symbol(end, ",")));
        if separator.is_none() && !listed && self.kind(end) == Some(TokenKind::Keyword) {
            // `KEY = 1 if condition`: the rest could not stand alone.
            return Span::new(start, start);
        }
        let separated = separator.map_or(last_end, |token| token.end);
        let comma = level.comma.and_then(|comma| self.token(comma));
        match (separator, comma) {
            // The last item: the comma before it would be left over, which not every language allows.
            (None, Some(comma)) if listed => Span::new(comma.start, last_end),
            // One of several names of one statement.
            (_, Some(_)) if !listed => Span::new(start, start),
            _ if !listed && self.is_symbol(end, ",") => Span::new(start, start),
            _ => self.lines(start, separated).unwrap_or_else(|| Span::new(start, self.blank_end(separated))),
        }
    }

    /// The whole lines of a span, with the line end, if nothing else stands on them.
    fn lines(&self, start: usize, end: usize) -> Option<Span> {
        let before = self.source.get(self.range.start..start)?;
        let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
        let alone_before = before.len() == indent || before.trim_end_matches([' ', '\t']).ends_with('\n');
        let blank = self.blank_end(end);
        let rest = self.source.get(blank..self.range.end)?;
        let comment = self.lexed.comments.partition_point(|comment| (comment.start as usize) < blank);
        let comment = self.lexed.comments.get(comment).filter(|comment| comment.start as usize == blank);
        let rest = match comment {
            // A comment behind the entry speaks about it.
            Some(comment) => self.source.get(comment.end as usize..self.range.end)?,
            None => rest,
        };
        let after = rest.trim_start_matches([' ', '\t', '\r']);
        let line_end = self.range.end - after.len();
        let comment_on_line =
            comment.is_none_or(|comment| !self.source.get(comment.range()).unwrap_or("\n").contains('\n'));
        if !alone_before || !comment_on_line {
            return None;
        }
        match after.bytes().next() {
            None => Some(Span::new(start - indent, line_end)),
            Some(b'\n') => Some(Span::new(start - indent, line_end + 1)),
            Some(_) => None,
        }
    }

    /// Behind the blanks that follow on the same line.
    fn blank_end(&self, at: usize) -> usize {
        let rest = self.source.get(at..self.range.end).unwrap_or_default();
        at + (rest.len() - rest.trim_start_matches([' ', '\t']).len())
    }
}
