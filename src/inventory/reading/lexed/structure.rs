//! Tokens to nodes: one pass with a stack of frames.
//! What a token begins is decided in `steps` and behind it; this opens, closes and goes on.
//!
//! **Invariant:** a node never ends behind the node around it, because its end is cut to that; nodes nest at most
//! [`DEPTH_LIMIT`] deep, deeper ones are left out and their children hang on the last one kept.

use super::levels::Levels;
use super::syntax::Syntax;
use super::token::{Bracket, Lexed, Token, TokenKind};
use crate::inventory::outline::{Kind, OutlineBuilder, Span};

/// How deep nodes may nest.
const DEPTH_LIMIT: usize = 2_000;

/// What a frame is, for the decisions inside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// The source, and blocks of statements.
    Block,
    /// The members of a type.
    TypeBody,
    Parameters,
    Arguments,
    Map,
    List,
    /// Brackets that only group, the expressions inside a string, and an index.
    Group,
    /// A string with expressions.
    Template,
    /// A node that is no bracket: an entry, a call, a comparison.
    Inner,
    /// Joined texts.
    Join,
}

impl Context {
    fn is_brackets(self) -> bool {
        !matches!(self, Context::Inner | Context::Join)
    }
}

/// A range of tokens that is open.
#[derive(Debug)]
pub(super) struct Frame {
    /// The token behind it.
    pub(super) end: usize,
    pub(super) context: Context,
    /// Whether a node of the outline is open for it.
    node: bool,
    /// Where the current item starts.
    pub(super) item_start: usize,
    /// The comma before the current item.
    pub(super) comma: Option<usize>,
    /// What the next braces on this level are, if a keyword has said so.
    pub(super) braces: Option<Context>,
}

/// What an earlier token has decided about a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    None,
    /// Read already.
    Passed,
    /// The brackets of a call.
    Arguments,
    Parameters,
    /// The brackets of an index that is not a literal.
    Index,
    /// The braces of a construction.
    Literal,
    /// A name whose value follows without a sign, as in Lisp.
    Key,
}

/// The pass over the tokens.
#[derive(Debug)]
pub(super) struct Reader<'builder, 'source> {
    pub(super) builder: &'builder mut OutlineBuilder<'source>,
    pub(super) source: &'source str,
    pub(super) syntax: &'static Syntax,
    pub(super) lexed: Lexed,
    pub(super) levels: Levels,
    pub(super) roles: Vec<Role>,
    frames: Vec<Frame>,
    /// The places of the bracket frames among the frames.
    bracket_frames: Vec<usize>,
    comment: usize,
    outer_depth: usize,
    /// The part of the source that is read.
    pub(super) range: std::ops::Range<usize>,
}

impl<'builder, 'source> Reader<'builder, 'source> {
    pub(super) fn new(
        builder: &'builder mut OutlineBuilder<'source>,
        mut lexed: Lexed,
        syntax: &'static Syntax,
        range: std::ops::Range<usize>,
    ) -> Self {
        let source = builder.source();
        let levels = Levels::of(&mut lexed, source, syntax);
        let count = lexed.tokens.len();
        let outer_depth = builder.depth();
        let mut reader = Reader {
            builder,
            source,
            syntax,
            lexed,
            levels,
            roles: vec![Role::None; count],
            frames: Vec::new(),
            bracket_frames: Vec::new(),
            comment: 0,
            outer_depth,
            range,
        };
        reader.push_frame(count, Context::Block, false, 0);
        reader
    }

    /// Makes all nodes.
    pub(super) fn read(mut self) {
        for (span, what) in std::mem::take(&mut self.lexed.troubles) {
            self.builder.trouble(span, what);
        }
        let mut at = 0;
        while let Some(token) = self.lexed.tokens.get(at).copied() {
            self.close_until(at);
            self.comments_before(token.start);
            at = self.step(at, token).max(at + 1);
        }
        self.close_until(self.lexed.tokens.len());
        self.comments_before(usize::MAX);
    }

    /// A token of the open frame; what lies behind its end is not seen from inside.
    pub(super) fn token(&self, index: usize) -> Option<Token> {
        if index < self.frame_end() { self.lexed.tokens.get(index).copied() } else { None }
    }

    pub(super) fn kind(&self, index: usize) -> Option<TokenKind> {
        self.token(index).map(|token| token.kind)
    }

    /// What a token says; empty where there is none.
    pub(super) fn word(&self, index: usize) -> &'source str {
        self.token(index).and_then(|token| self.source.get(token.start..token.end)).unwrap_or_default()
    }

    pub(super) fn is_symbol(&self, index: usize, symbol: &str) -> bool {
        self.kind(index) == Some(TokenKind::Symbol) && self.word(index) == symbol
    }

    pub(super) fn is_separator(&self, index: usize) -> bool {
        self.kind(index) == Some(TokenKind::Symbol) && self.syntax.separators.contains(&self.word(index))
    }

    pub(super) fn is_text(&self, index: usize) -> bool {
        matches!(self.kind(index), Some(TokenKind::Text(_)))
    }

    pub(super) fn is_open(&self, index: usize, bracket: Bracket) -> bool {
        self.kind(index) == Some(TokenKind::Open(bracket))
    }

    pub(super) fn role(&self, index: usize) -> Role {
        self.roles.get(index).copied().unwrap_or(Role::None)
    }

    pub(super) fn set_role(&mut self, index: usize, role: Role) {
        if let Some(slot) = self.roles.get_mut(index) {
            *slot = role;
        }
    }

    pub(super) fn group_end(&self, index: usize) -> usize {
        self.levels.group_end.get(index).copied().unwrap_or(0).min(self.frame_end()).max(index + 1)
    }

    pub(super) fn item_end(&self, index: usize) -> usize {
        self.levels.item_end.get(index).copied().unwrap_or(usize::MAX).min(self.frame_end())
    }

    pub(super) fn statement_end(&self, index: usize) -> usize {
        self.levels.statement_end.get(index).copied().unwrap_or(usize::MAX).min(self.frame_end())
    }

    /// The innermost frame.
    pub(super) fn top(&self) -> Context {
        self.frames.last().map_or(Context::Block, |frame| frame.context)
    }

    /// The innermost frame of brackets, in which items stand.
    pub(super) fn level(&self) -> Option<&Frame> {
        self.bracket_frames.last().and_then(|index| self.frames.get(*index))
    }

    pub(super) fn level_mut(&mut self) -> Option<&mut Frame> {
        self.bracket_frames.last().and_then(|index| self.frames.get_mut(*index))
    }

    pub(super) fn context(&self) -> Context {
        self.level().map_or(Context::Block, |frame| frame.context)
    }

    /// Whether no function or class is around.
    pub(super) fn at_top(&self) -> bool {
        self.bracket_frames.len() <= 1
    }

    fn frame_end(&self) -> usize {
        self.frames.last().map_or(self.lexed.tokens.len(), |frame| frame.end)
    }

    fn push_frame(&mut self, end: usize, context: Context, node: bool, item_start: usize) {
        if context.is_brackets() {
            self.bracket_frames.push(self.frames.len());
        }
        self.frames.push(Frame { end, context, node, item_start, comma: None, braces: None });
    }

    /// The span of the tokens from one up to, not including, another, cut to the open frame.
    pub(super) fn span(&self, from: usize, end: usize) -> Span {
        let last = end.min(self.frame_end()).saturating_sub(1).max(from);
        let start = self.token(from).map_or(0, |token| token.start);
        Span::new(start, self.token(last).map_or(start, |token| token.end))
    }

    /// Opens a frame over tokens, with a node if a kind is given.
    pub(super) fn open(&mut self, kind: Option<Kind>, from: usize, end: usize, context: Context) {
        let end = end.min(self.frame_end()).max(from + 1);
        let deep = self.builder.depth() >= self.outer_depth.saturating_add(DEPTH_LIMIT);
        let node = match kind {
            Some(kind) if !deep => {
                let span = self.span(from, end);
                self.comments_before(span.start as usize);
                self.builder.open(kind, span);
                true
            }
            _ => false,
        };
        // A frame without a node inside others of the same end would only cost.
        if context.is_brackets() || node {
            self.push_frame(end, context, node, from + 1);
        }
    }

    pub(super) fn leaf(&mut self, kind: Kind, from: usize, end: usize) {
        let span = self.span(from, end);
        self.comments_before(span.start as usize);
        self.builder.leaf(kind, span);
    }

    fn close_until(&mut self, at: usize) {
        while self.frames.len() > 1 && self.frames.last().is_some_and(|frame| frame.end <= at) {
            if let Some(frame) = self.frames.pop() {
                if frame.node {
                    self.builder.close();
                }
                if frame.context.is_brackets() {
                    self.bracket_frames.pop();
                }
            }
        }
    }

    fn comments_before(&mut self, start: usize) {
        while let Some(comment) = self.lexed.comments.get(self.comment)
            && (comment.start as usize) < start
        {
            self.builder.leaf(Kind::Comment, *comment);
            self.comment += 1;
        }
    }

    /// Behind the braces of a block a new statement starts, unless the statement goes on.
    pub(super) fn after_block(&mut self, at: usize) {
        let outside = self.frames.last().is_some_and(|frame| frame.end == at + 1);
        let block = matches!(self.context(), Context::Block | Context::TypeBody);
        if outside && block && matches!(self.kind(at), Some(TokenKind::Close(Bracket::Curly))) {
            let around = self.bracket_frames.len().checked_sub(2).and_then(|index| self.bracket_frames.get(index));
            if let Some(frame) = around.copied().and_then(|index| self.frames.get_mut(index))
                && matches!(frame.context, Context::Block | Context::TypeBody)
            {
                (frame.item_start, frame.comma, frame.braces) = (at + 1, None, None);
            }
        }
    }
}
