//! Type arguments: `<String, Vec<u8>>` behind a name are taken out, because their commas and signs are no operators.
//! Not types: nothing is kept of them.
//!
//! **Invariant:** a look at one `<` passes at most [`REACH`] tokens, and text is never taken out.

use super::syntax::Syntax;
use super::token::{Bracket, Token, TokenKind};

/// How many tokens type arguments may have.
const REACH: usize = 48;

/// The tokens without type arguments.
pub(super) fn without_generics(tokens: Vec<Token>, source: &str, syntax: &Syntax) -> Vec<Token> {
    if !syntax.generics {
        return tokens;
    }
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let after_name = kept
            .last()
            .is_some_and(|last| last.kind == TokenKind::Name || source.get(last.start..last.end) == Some("::"));
        if after_name && let Some(end) = arguments_end(&tokens, at, source) {
            at = end;
            // The sign of `collect::<T>()` goes with its arguments.
            if kept.last().and_then(|last| source.get(last.start..last.end)) == Some("::") {
                kept.pop();
            }
            continue;
        }
        kept.push(*token);
        at += 1;
    }
    kept
}

/// The index behind type arguments that start here.
fn arguments_end(tokens: &[Token], at: usize, source: &str) -> Option<usize> {
    let word = |token: &Token| source.get(token.start..token.end).unwrap_or_default();
    let first = tokens.get(at).filter(|token| token.kind == TokenKind::Symbol)?;
    if word(first) == "<>" {
        return Some(at + 1);
    }
    // A comparison has space on both sides.
    let next_spaced = tokens.get(at + 1).is_some_and(|next| next.spaced);
    if word(first) != "<" || (first.spaced && next_spaced) {
        return None;
    }
    let (mut angles, mut rounds) = (0usize, 0usize);
    for (index, token) in tokens.iter().enumerate().skip(at).take(REACH) {
        match token.kind {
            TokenKind::Name | TokenKind::Keyword => {}
            TokenKind::Open(Bracket::Round) => rounds += 1,
            TokenKind::Close(Bracket::Round) => rounds = rounds.checked_sub(1)?,
            TokenKind::Open(Bracket::Square) | TokenKind::Close(Bracket::Square) | TokenKind::Number => {}
            TokenKind::Symbol => match word(token) {
                "<" => angles += 1,
                ">" => {
                    angles = angles.checked_sub(1)?;
                    if angles == 0 {
                        let follows = tokens.get(index + 1).is_none_or(|next| !matches!(next.kind, TokenKind::Number));
                        return (rounds == 0 && follows).then_some(index + 1);
                    }
                }
                "," | "." | "::" | "?" | "&" | "*" | "->" | ":" | "|" | "=" => {}
                other if other.starts_with('\'') => {}
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}
