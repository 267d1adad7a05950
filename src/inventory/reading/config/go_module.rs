//! `go.mod`: modules and their versions.
//! Not a resolution of versions.
//!
//! **Invariant:** each line gives at most one entry; its key is the module's path.

use std::ops::Range;

use super::references::{self, References, Written};
use super::scan::{Scan, is_blank, span};
use crate::inventory::outline::{Entry, EntryForm, Kind, OutlineBuilder, Span};

/// Reads `go.mod`.
pub(super) fn read(builder: &mut OutlineBuilder<'_>, scan: Scan<'_>) {
    let mut in_block = false;
    let mut line = scan.start();
    while line < scan.end() {
        let at = scan.skip_blank(line);
        let end = scan.line_end(at);
        let next = scan.next_line(end);
        let comment = scan.find(at..end, "//").unwrap_or(end);
        let words = words(scan, at..comment);
        match words.as_slice() {
            [] => {}
            [only] if scan.slice(only.clone()) == ")" => in_block = false,
            [_, open] if scan.slice(open.clone()) == "(" => in_block = true,
            [directive, rest @ ..] if !in_block => match scan.slice(directive.clone()) {
                "go" | "toolchain" => entry(builder, scan, &words, Span::new(line, next)),
                _ => entry(builder, scan, rest, Span::new(line, next)),
            },
            all => entry(builder, scan, all, Span::new(line, next)),
        }
        if comment < end {
            references::comment(builder, comment, end);
        }
        line = next;
    }
}

/// The words of a line, without their quotes.
fn words(scan: Scan<'_>, line: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = scan.skip_blank(line.start);
    while at < line.end {
        let end = scan.skip(at, |byte| !is_blank(byte) && byte != b'\n' && byte != b'\r').min(line.end);
        words.push(at..end);
        let next = scan.skip_blank(end);
        if next == at {
            break;
        }
        at = next;
    }
    words
}

fn entry(builder: &mut OutlineBuilder<'_>, scan: Scan<'_>, words: &[Range<usize>], whole: Span) {
    let [key, values @ ..] = words else { return };
    let end = values.last().map_or(key.end, |last| last.end);
    let entry = Entry { key: span(&unquoted(scan, key)), form: EntryForm::Property, whole };
    builder.open(Kind::Entry(entry), Span::new(key.start, end));
    for value in values.iter().filter(|value| scan.slice((*value).clone()) != "=>") {
        let inner = unquoted(scan, value);
        let written = Written { outer: value.clone(), ..Written::plain(inner) };
        references::emit(builder, scan, &written, References::NONE);
    }
    builder.close();
}

fn unquoted(scan: Scan<'_>, word: &Range<usize>) -> Range<usize> {
    let quoted = word.len() >= 2 && scan.is(word.start, b'"') && scan.is(word.end - 1, b'"');
    if quoted { word.start + 1..word.end - 1 } else { word.clone() }
}
