//! Which line ends end a statement.
//! Not where lines end; the lexer knows that.
//!
//! **Invariant:** only line ends are taken out, and none that stands alone between two statements.

use super::syntax::{ImportShape, Lines, Syntax};
use super::token::{Bracket, Token, TokenKind};

/// Signs that cannot be the last of a statement.
const GOES_ON_AFTER: &[&str] = &[
    ",", "=", "+", "-", "&&", "||", "|", "&", "??", "?:", ":", "=>", "->", "==", "!=", "===", "!==", "<", ".", "?.",
    "<>", "++", "..", "|>", "<-", ":=", "+=", "||=", "??=", "%", "::", "~=",
];

/// Signs that cannot be the first of a statement.
const GOES_ON_BEFORE: &[&str] = &[
    ".", "?.", "!!.", "&.", "&&", "||", "?", "??", "?:", "|>", "|", ":", "=", "==", "!=", "=>", "+", "<>", "!.", "::",
    "..", ")", "]",
];

/// The tokens without the line ends that end nothing.
pub(super) fn without_insignificant(tokens: Vec<Token>, source: &str, syntax: &Syntax) -> Vec<Token> {
    // Other line ends than those of directives and tags do not reach here.
    if syntax.lines == Lines::Never {
        return tokens;
    }
    let word = |token: &Token| source.get(token.start..token.end).unwrap_or_default();
    // The colon before an indented block of Python ends its line.
    let starts_suite = |token: &Token| word(token) == ":" && syntax.import_shape == ImportShape::Python;
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    // For each open bracket, whether line ends count in it.
    let mut brackets: Vec<bool> = Vec::new();
    let mut pending: Option<Token> = None;
    for token in tokens {
        if token.kind == TokenKind::Newline {
            let counts = brackets.last().copied().unwrap_or(true);
            let after = kept.last().is_some_and(|last| {
                matches!(last.kind, TokenKind::Newline)
                    || (matches!(last.kind, TokenKind::Open(kind) if kind != Bracket::Word))
                    || (last.kind == TokenKind::Symbol && GOES_ON_AFTER.contains(&word(last)) && !starts_suite(last))
            });
            if counts && !after && !kept.is_empty() {
                pending.get_or_insert(token);
            }
            continue;
        }
        if let Some(newline) = pending.take() {
            let joins = matches!(token.kind, TokenKind::Symbol | TokenKind::Close(_));
            if !(joins && GOES_ON_BEFORE.contains(&word(&token))) {
                kept.push(newline);
            }
        }
        match token.kind {
            TokenKind::Open(kind) => {
                // `const ( … )` and `import ( … )` of Go are blocks.
                let block = kept.last().is_some_and(|last| {
                    last.kind == TokenKind::Keyword
                        && (syntax.declaring.contains(&word(last)) || matches!(word(last), "import" | "type"))
                });
                brackets.push(match kind {
                    Bracket::Curly => syntax.lines == Lines::Blocks,
                    Bracket::Word => true,
                    Bracket::Round => block && syntax.lines == Lines::Blocks,
                    Bracket::Square => false,
                });
            }
            TokenKind::HoleOpen => brackets.push(false),
            TokenKind::Close(_) | TokenKind::HoleClose => {
                brackets.pop();
            }
            _ => {}
        }
        kept.push(token);
    }
    kept
}
