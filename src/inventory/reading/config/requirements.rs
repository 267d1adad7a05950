//! `requirements.txt` and `constraints.txt`: one package a line.
//! Not a resolution of versions.
//!
//! **Invariant:** each line gives at most one entry.

use super::references::{self, References, Written};
use super::scan::{Scan, span};
use crate::inventory::outline::{Entry, EntryForm, Kind, OutlineBuilder, Span};

/// Reads requirements.
pub(super) fn read(builder: &mut OutlineBuilder<'_>, scan: Scan<'_>) {
    let mut line = scan.start();
    while line < scan.end() {
        let at = scan.skip_blank(line);
        let end = logical_end(scan, at);
        let next = scan.next_line(end);
        one(builder, scan, at, end, Span::new(line, next));
        line = next;
    }
}

/// The end of the line with those that backslashes join to it.
fn logical_end(scan: Scan<'_>, at: usize) -> usize {
    let mut end = scan.line_end(at);
    while end > at && scan.is(end - 1, b'\\') && scan.next_line(end) > end {
        end = scan.line_end(scan.next_line(end));
    }
    end
}

fn one(builder: &mut OutlineBuilder<'_>, scan: Scan<'_>, at: usize, end: usize, whole: Span) {
    let text = scan.slice(at..end).as_bytes();
    let marked = text.windows(2).position(|two| matches!(two, [b' ' | b'\t', b'#'])).map(|offset| offset + 1);
    let comment = if text.first() == Some(&b'#') { at } else { marked.map_or(end, |offset| at + offset) };
    let line = scan.trim(at..comment);
    let name_end =
        scan.skip(at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')).min(line.end);
    let first = scan.byte(at).filter(|_| !line.is_empty());
    let after = scan.byte(name_end).filter(|_| name_end < line.end);
    let is_package = first.is_some_and(|byte| byte.is_ascii_alphanumeric())
        && after.is_none_or(|byte| {
            matches!(byte, b' ' | b'\t' | b'[' | b'=' | b'<' | b'>' | b'!' | b'~' | b';' | b'@' | b'(')
        });
    if is_package {
        let entry = Entry { key: Span::new(at, name_end), form: EntryForm::Property, whole };
        builder.open(Kind::Entry(entry), span(&line));
        let extras = if after == Some(b'[') {
            scan.skip(name_end, |byte| byte != b']' && byte != b'\n').min(line.end)
        } else {
            name_end
        };
        let extras = extras + usize::from(scan.is(extras, b']') && extras < line.end);
        let version = scan.trim(extras..line.end);
        let version = match scan.byte(version.start).filter(|_| !version.is_empty()) {
            Some(b'@') => scan.trim(version.start + 1..version.end),
            _ => version,
        };
        if !version.is_empty() {
            references::emit(builder, scan, &Written::plain(version), References::SHELL);
        }
        builder.close();
    } else if !line.is_empty() {
        // Options, files and addresses.
        references::emit(builder, scan, &Written::plain(line), References::SHELL);
    }
    if comment < end {
        references::comment(builder, comment, end);
    }
}
