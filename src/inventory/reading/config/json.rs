//! JSON with what its readers in the wild also take: comments, trailing commas, single quotes, bare keys.
//! Not a validation, and not the code in a notebook's cells: their lines are texts.
//!
//! **Invariant:** a text ends at its line's end at the latest, so that a missing quote costs one line.

use std::ops::Range;

use super::bracketed::{self, Dialect, Scalar};
use super::escape::Escapes;
use super::references::{References, Written};
use super::scan::Scan;
use crate::inventory::outline::{OutlineBuilder, TextForm};

/// Reads JSON, also several values in a row.
pub(super) fn read<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>) {
    bracketed::read_all(builder, scan, &Json);
}

/// Reads the one value in brackets at the place and gives the place after it.
pub(super) fn read_value<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>, at: usize) -> usize {
    bracketed::read_value(builder, scan, at, &Json, false, false)
}

struct Json;

impl Dialect for Json {
    fn comment(&self, scan: Scan<'_>, at: usize) -> Option<usize> {
        slash_comment(scan, at)
    }

    fn separator(&self, scan: Scan<'_>, at: usize) -> Option<usize> {
        scan.is(at, b':').then_some(at + 1)
    }

    fn scalar(&self, scan: Scan<'_>, at: usize, _key: bool) -> Scalar {
        match scan.byte(at) {
            Some(quote @ (b'"' | b'\'')) => quoted(scan, at, quote),
            Some(b'0'..=b'9' | b'-' | b'+' | b'.') => Scalar::Number(word(scan, at)),
            // A colon that follows no key.
            Some(b':') => Scalar::Other(at..at + 1),
            _ => Scalar::Text(Written::plain(word(scan, at))),
        }
    }

    fn references(&self, text: &str) -> References {
        // A text of several lines is code or prose, in a notebook for example, and no setting.
        if text.contains("\\n") { References::NONE } else { References::SETTINGS }
    }
}

/// The end of a comment as in C. One that is not closed takes the rest.
pub(super) fn slash_comment(scan: Scan<'_>, at: usize) -> Option<usize> {
    if scan.starts(at, "//") {
        Some(scan.line_end(at))
    } else if scan.starts(at, "/*") {
        Some(scan.find(at + 2..scan.end(), "*/").map_or(scan.end(), |close| close + 2))
    } else {
        None
    }
}

/// A text between quotes, with backslashes, that ends on its line.
pub(super) fn quoted(scan: Scan<'_>, at: usize, quote: u8) -> Scalar {
    let mut end = at + 1;
    loop {
        end = scan.skip(end, |byte| byte != quote && byte != b'\\' && byte != b'\n');
        match scan.byte(end) {
            Some(b'\\') => end = scan.after_character(end + 1),
            Some(byte) if byte == quote => {
                let written = written(at..end + 1, at + 1..end);
                return Scalar::Text(written);
            }
            _ => {
                let end = scan.line_end(at).min(end).max(at + 1);
                return Scalar::Unclosed(written(at..end, at + 1..end));
            }
        }
    }
}

fn written(outer: Range<usize>, inner: Range<usize>) -> Written {
    Written { outer, inner, form: TextForm::Quoted, escapes: Escapes::Backslash }
}

fn word(scan: Scan<'_>, at: usize) -> Range<usize> {
    let first = scan.after_character(at);
    let ends = |byte: u8| byte.is_ascii_whitespace() || b",:{}[]\"'/".contains(&byte);
    // The first character is taken whatever it is, but a mark does not draw a word to it.
    let alone = scan.byte(at).is_some_and(ends);
    at..if alone { first } else { scan.skip(first, |byte| !ends(byte)) }
}
