//! The tokens of a source and what the lexer found beside them.
//! Not what tokens mean together.
//!
//! **Invariant:** tokens stand in source order and do not overlap; every `TemplateOpen` and `HoleOpen` has its close.

use crate::inventory::outline::{Span, Text};

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether white space, a line end or a comment stands before it.
    pub(super) spaced: bool,
}

impl Token {
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Name,
    Keyword,
    Number,
    /// A whole text or a piece of a template, by its place in [`Lexed::texts`].
    Text(usize),
    TemplateOpen,
    TemplateClose,
    HoleOpen,
    HoleClose,
    Open(Bracket),
    Close(Bracket),
    Symbol,
    /// The end of a line that may end a statement.
    Newline,
}

/// A kind of bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    Round,
    Square,
    Curly,
    /// `do … end`.
    Word,
}

/// What the lexer found.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) texts: Vec<Text>,
    pub(super) comments: Vec<Span>,
    pub(super) troubles: Vec<(Span, &'static str)>,
}
