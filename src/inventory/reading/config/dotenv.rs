//! `.env` files: `KEY=value`, `export KEY=value`, quotes, comments.
//! Not a shell: commands are not read.
//!
//! **Invariant:** a value in quotes may take several lines, but never the line of the next setting, so that a missing
//! quote costs one setting.

use std::ops::Range;

use super::TROUBLES;
use super::escape::Escapes;
use super::references::{self, References, Written};
use super::scan::{Scan, is_blank, span};
use super::variables::{is_upper_name, is_variable_name};
use crate::inventory::outline::{Entry, EntryForm, Kind, OutlineBuilder, Span, TextForm};

/// Reads a `.env` file.
pub(super) fn read<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>) {
    let mut reader = DotEnv { builder, scan, troubles: TROUBLES };
    let mut line = scan.start();
    while line < scan.end() {
        line = reader.line(line);
    }
}

struct DotEnv<'builder, 'source> {
    builder: &'builder mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    troubles: usize,
}

impl DotEnv<'_, '_> {
    /// Reads a line, and the lines that its value goes on over. Gives the next line.
    fn line(&mut self, line: usize) -> usize {
        let at = self.scan.skip_blank(line);
        let line_end = self.scan.line_end(at);
        let next = self.scan.next_line(line_end);
        if at >= line_end {
            return next;
        }
        if self.scan.is(at, b'#') {
            references::comment(self.builder, at, line_end);
            return next;
        }
        let key = key(self.scan, at);
        let equals = self.scan.skip_blank(key.end);
        let separated = self.scan.is(equals, b'=')
            || (self.scan.is(equals, b':') && self.scan.byte(equals + 1).is_some_and(is_blank));
        let name = self.scan.slice(key.clone());
        let form = EntryForm::Variable;
        if key.is_empty() || !separated {
            let text = self.scan.trim(at..line_end);
            if is_variable_name(name) && key.end == text.end && (is_upper_name(name) || key.start > at) {
                let entry = Entry { key: span(&key), form, whole: Span::new(line, next) };
                self.builder.leaf(Kind::Entry(entry), span(&text));
                return next;
            }
            references::emit(self.builder, self.scan, &Written::plain(text.clone()), References::SHELL);
            if self.troubles > 0 {
                self.troubles -= 1;
                self.builder.trouble(span(&text), "this line is no setting");
            }
            return next;
        }
        let value = self.scan.skip_blank(equals + 1).min(line_end);
        let written = self.value(value, line_end);
        let end = written.as_ref().map_or(equals + 1, |written| written.outer.end);
        let last_line_end = self.scan.line_end(end);
        let next = self.scan.next_line(last_line_end);
        let entry = Entry { key: span(&key), form, whole: Span::new(line, next) };
        self.builder.open(Kind::Entry(entry), Span::new(at, end));
        if let Some(written) = written {
            let raw = written.form == TextForm::Raw;
            let found = if raw { References::NONE } else { References::SHELL };
            references::emit(self.builder, self.scan, &written, found);
        }
        self.builder.close();
        let comment = self.scan.skip_blank(end);
        if self.scan.is(comment, b'#') {
            references::comment(self.builder, comment, last_line_end);
        }
        next
    }

    fn value(&mut self, at: usize, line_end: usize) -> Option<Written> {
        if let Some(quote @ (b'"' | b'\'' | b'`')) = self.scan.byte(at).filter(|_| at < line_end) {
            if let Some(close) = closing(self.scan, at, quote) {
                let (form, escapes) =
                    if quote == b'"' { (TextForm::Quoted, Escapes::Backslash) } else { (TextForm::Raw, Escapes::None) };
                return Some(Written { outer: at..close + 1, inner: at + 1..close, form, escapes });
            }
            if self.troubles > 0 {
                self.troubles -= 1;
                self.builder.trouble(Span::new(at, line_end), "a text is not closed");
            }
        }
        if self.scan.is(at, b'#') {
            return None;
        }
        let text = self.scan.slice(at..line_end).as_bytes();
        let comment = text.windows(2).position(|two| matches!(two, [b' ' | b'\t', b'#']));
        let inner = self.scan.trim(at..comment.map_or(line_end, |offset| at + offset));
        (!inner.is_empty()).then(|| Written::plain(inner))
    }
}

/// The name of the setting at a place, after `export`.
fn key(scan: Scan<'_>, at: usize) -> Range<usize> {
    let exported = ["export", "set"]
        .into_iter()
        .find(|word| scan.starts(at, word) && scan.byte(at + word.len()).is_some_and(is_blank));
    let start = exported.map_or(at, |word| scan.skip_blank(at + word.len()));
    // Dots and dashes are taken by some readers of these files.
    start..scan.skip(start, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

/// The closing quote of a value, at the latest before the next line with a setting.
fn closing(scan: Scan<'_>, at: usize, quote: u8) -> Option<usize> {
    let mut end = at + 1;
    loop {
        end = scan.skip(end, |byte| byte != quote && byte != b'\n' && !(byte == b'\\' && quote == b'"'));
        match scan.byte(end)? {
            b'\\' => end = scan.after_character(end + 1),
            b'\n' => {
                let next = scan.skip_blank(end + 1);
                let name = key(scan, next);
                if !name.is_empty() && scan.is(name.end, b'=') && is_upper_name(scan.slice(name)) {
                    return None;
                }
                end += 1;
            }
            _ => return Some(end),
        }
    }
}
