//! HCL, the language of Terraform: blocks, attributes, templates, here documents.
//! Not its operators: of an expression only names, calls and texts are given.
//!
//! **Invariant:** a quoted text ends on its line; a here document without an end takes the rest.

use super::bracketed::{self, Dialect, Scalar};
use super::escape::Escapes;
use super::references::{References, Written};
use super::scan::Scan;
use super::{expression, json};
use crate::inventory::outline::{OutlineBuilder, TextForm};

/// Reads HCL.
pub(super) fn read<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>) {
    bracketed::read_all(builder, scan, &Hcl);
}

struct Hcl;

/// Words of expressions that are no names of values.
const WORDS: [&str; 5] = ["for", "in", "if", "else", "endif"];

impl Dialect for Hcl {
    fn comment(&self, scan: Scan<'_>, at: usize) -> Option<usize> {
        if scan.is(at, b'#') { Some(scan.line_end(at)) } else { json::slash_comment(scan, at) }
    }

    fn separator(&self, scan: Scan<'_>, at: usize) -> Option<usize> {
        match (scan.byte(at), scan.byte(at + 1)) {
            (Some(b'='), Some(b'=' | b'>')) => None,
            (Some(b'=' | b':'), _) => Some(at + 1),
            _ => None,
        }
    }

    fn scalar(&self, scan: Scan<'_>, at: usize, _key: bool) -> Scalar {
        match scan.byte(at) {
            Some(b'"') => quoted(scan, at),
            Some(b'<') if scan.starts(at, "<<") => here_document(scan, at),
            Some(b'0'..=b'9') => Scalar::Number(at..scan.skip(at, |byte| byte.is_ascii_alphanumeric() || byte == b'.')),
            Some(byte) if expression::is_name_start(byte) => {
                let (_, end) = expression::path(scan, at, scan.end());
                let text = scan.slice(at..end);
                if matches!(text, "true" | "false" | "null") {
                    Scalar::Text(Written::plain(at..end))
                } else if WORDS.contains(&text) {
                    Scalar::Other(at..end)
                } else {
                    Scalar::Name(at..end)
                }
            }
            Some(_) => Scalar::Other(at..scan.after_character(at)),
            None => Scalar::Other(at..at),
        }
    }

    fn references(&self, _text: &str) -> References {
        References::HCL
    }

    fn has_blocks(&self) -> bool {
        true
    }
}

/// A text whose templates may hold texts of their own: `"${lookup(x, "y")}"`.
fn quoted(scan: Scan<'_>, at: usize) -> Scalar {
    let mut braces = 0_usize;
    let mut end = at + 1;
    let written =
        |outer, end| Written { outer, inner: at + 1..end, form: TextForm::Quoted, escapes: Escapes::Backslash };
    loop {
        end = scan.skip(end, |byte| !matches!(byte, b'"' | b'\\' | b'\n' | b'$' | b'%' | b'{' | b'}'));
        match scan.byte(end) {
            Some(b'\\') => end = scan.after_character(end + 1),
            Some(b'$') if scan.starts(end, "$${") => end += 3,
            Some(b'$' | b'%') => {
                let opens = scan.is(end + 1, b'{');
                braces += usize::from(opens);
                end += if opens { 2 } else { 1 };
            }
            Some(b'{') => {
                braces += usize::from(braces > 0);
                end += 1;
            }
            Some(b'}') => {
                braces = braces.saturating_sub(1);
                end += 1;
            }
            Some(b'"') if braces == 0 => return Scalar::Text(written(at..end + 1, end)),
            Some(b'"') => end += 1,
            _ => {
                let end = scan.line_end(at).min(end).max(at + 1);
                return Scalar::Unclosed(written(at..end, end));
            }
        }
    }
}

/// `<<WORD` up to the line that is that word.
fn here_document(scan: Scan<'_>, at: usize) -> Scalar {
    let word_start = if scan.is(at + 2, b'-') { at + 3 } else { at + 2 };
    let word_end = scan.skip(word_start, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if word_end == word_start || !scan.ends_line(word_end) {
        return Scalar::Other(at..at + 2);
    }
    let word = scan.slice(word_start..word_end);
    let start = scan.next_line(word_end);
    let mut line = start;
    let written = |outer, end| Written { outer, inner: start..end, form: TextForm::Raw, escapes: Escapes::None };
    while line < scan.end() {
        let end = scan.line_end(line);
        if scan.slice(line..end).trim() == word {
            return Scalar::Text(written(at..end, line));
        }
        line = scan.next_line(line);
    }
    Scalar::Unclosed(written(at..scan.end(), scan.end()))
}
