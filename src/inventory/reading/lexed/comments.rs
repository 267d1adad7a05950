//! Comments: up to the end of the line, or between marks that may nest.
//! Not documentation strings; those are texts first.
//!
//! **Invariant:** a comment that is not closed ends with the source, and this is said.

use super::lexer::Lexer;
use super::syntax::{BlockComment, Oddity, Special};
use crate::inventory::outline::Span;

impl Lexer<'_> {
    /// Takes a comment that starts here.
    pub(super) fn comment(&mut self) -> bool {
        let syntax = self.syntax;
        for comment in syntax.block_comments {
            if self.starts(comment.open) && (!comment.line_start || matches!(self.byte_before(), b'\n' | 0)) {
                self.block_comment(comment);
                return true;
            }
        }
        let Some(mark) = syntax.line_comments.iter().find(|mark| self.starts(mark)) else { return false };
        if syntax.oddity == Oddity::Php && self.starts("#[") {
            return false;
        }
        if syntax.specials.contains(&Special::LuaLong)
            && let Some(close) = self.lua_long_close(self.at + mark.len())
        {
            let rest = self.rest();
            let length = rest.find(&close).map_or(rest.len(), |at| at + close.len());
            self.push_comment(length);
            return true;
        }
        self.comment_to_line_end();
        true
    }

    /// Takes the rest of the line as a comment.
    pub(super) fn comment_to_line_end(&mut self) {
        let rest = self.rest();
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        let php_end = if self.syntax.oddity == Oddity::Php { line.find("?>") } else { None };
        self.push_comment(php_end.unwrap_or(line.trim_end_matches('\r').len()));
    }

    fn block_comment(&mut self, comment: &BlockComment) {
        let rest = self.rest();
        let mut depth = 1usize;
        let mut at = comment.open.len();
        // Between here and the next close there may be more openings.
        while depth > 0 {
            let Some(tail) = rest.get(at..) else { break };
            let Some(close) = tail.find(comment.close) else {
                self.out.troubles.push((Span::new(self.at, self.end), "A comment is not closed."));
                at = rest.len();
                break;
            };
            if comment.nests {
                depth += tail.get(..close).unwrap_or_default().matches(comment.open).count();
            }
            depth -= 1;
            at += close + comment.close.len();
        }
        self.push_comment(at);
    }

    fn push_comment(&mut self, length: usize) {
        let start = self.at;
        self.at = (start + length).min(self.end);
        self.out.comments.push(Span::new(start, self.at));
        self.spaced = true;
    }
}
