//! The reader of languages without a parser here: a lexer that tells strings, comments and code apart, and one pass over
//! its tokens that ties keys to values, arguments to calls and names to paths. Also the fallback where a parser failed.
//!
//! | room | what lives there |
//! | --- | --- |
//! | `syntax`, `tables` | each language as data |
//! | `token`, `lexer`, `comments`, `openings`, `strings`, `cooking` | text to tokens |
//! | `generics`, `line_ends`, `levels` | what is known of the tokens before they are read |
//! | `structure`, `steps` and the rest | tokens to nodes |
//!
//! Not a parser: types, statements and precedence are not known, and the outline says so.
//!
//! **Invariant:** any text is read, in time that grows with its length; nothing recurses.

mod brackets;
mod chains;
mod comments;
pub(in crate::inventory::reading) mod cooking;
mod entries;
mod generics;
mod imports;
mod labels;
mod levels;
mod lexer;
mod line_ends;
mod openings;
mod particular;
mod removal;
mod steps;
mod strings;
mod structure;
pub(in crate::inventory::reading) mod syntax;
mod tables;
mod token;

#[cfg(test)]
pub(crate) mod dump;
#[cfg(test)]
mod tests;

use crate::inventory::language::Language;
use crate::inventory::outline::OutlineBuilder;
use std::ops::Range;
use structure::Reader;

/// Reads a part of the source. `extension` is the file's, without its dot and in lower case; it decides where one
/// language stands for several (`OtherCode`, and Groovy among Kotlin), and may be empty. Spans are those of the source.
/// A range outside the source, or not on character boundaries, holds nothing.
pub fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>, language: Language, extension: &str) {
    builder.inexact();
    let source = builder.source();
    if source.get(range.clone()).is_none() {
        return;
    }
    let syntax = tables::syntax(language, extension);
    let lexed = lexer::lex(source, range.clone(), syntax);
    Reader::new(builder, lexed, syntax, range).read();
}
