//! Whether a chain is too long for the syntax tree to be dropped: `a + b + …` and `a.b.c…` are nested to the left,
//! which the parser's own limit does not count, and each level of a tree takes stack when it goes.
//! Not the nesting of brackets and blocks: the parser counts that.
//!
//! **Invariant:** one pass over the tokens.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::lex;

/// The most operators, members and calls in one chain.
const LONGEST: u32 = 2_000;

/// How tall the tree of one bracket is.
#[derive(Default)]
struct Height {
    /// Of the chain so far.
    chain: u32,
    /// Of the tallest part before it.
    tallest: u32,
}

/// Whether some chain is too long.
pub(super) fn too_deep(source: &str) -> bool {
    let mut lexer = lex(source, Mode::Module);
    let mut around: Vec<Height> = vec![];
    let mut here = Height::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => around.push(std::mem::take(&mut here)),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                let inside = here.chain.max(here.tallest);
                here = around.pop().unwrap_or_default();
                here.chain = here.chain.max(inside) + 1;
            }
            TokenKind::Plus
            | TokenKind::Minus
            | TokenKind::Star
            | TokenKind::Slash
            | TokenKind::DoubleSlash
            | TokenKind::Percent
            | TokenKind::At
            | TokenKind::Vbar
            | TokenKind::Amper
            | TokenKind::CircumFlex
            | TokenKind::LeftShift
            | TokenKind::RightShift
            | TokenKind::DoubleStar
            | TokenKind::Dot => here.chain += 1,
            TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Semi
            | TokenKind::Newline
            | TokenKind::Equal
            | TokenKind::And
            | TokenKind::Or => {
                here.tallest = if around.is_empty() { 0 } else { here.tallest.max(here.chain + 1) };
                here.chain = 0;
            }
            _ => {}
        }
        if here.chain > LONGEST {
            return true;
        }
    }
}
