//! INI and properties: sections, `key=value`, `key: value`, values that go on on the next lines.
//! Not the escapes of either beyond those of separators, because files of both kinds share their endings.
//!
//! **Invariant:** a key is one entry with all its dots, and every line that holds no key is a text or a comment.

use std::ops::Range;

use super::escape::Escapes;
use super::references::{self, References, Written};
use super::scan::{Scan, is_blank, span};
use super::variables::{is_variable_key, is_variable_map};
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, OutlineBuilder, Span, TextForm};

/// Reads INI or properties.
pub(super) fn read<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>) {
    Ini { builder, scan, section: None, comments: Vec::new(), end: scan.start() }.run();
}

struct Ini<'builder, 'source> {
    builder: &'builder mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    section: Option<Section>,
    /// Comments of which it is not yet known whether they stand in the section or after it.
    comments: Vec<(usize, usize)>,
    end: usize,
}

struct Section {
    node: NodeId,
    key: Span,
    start: usize,
    variables: bool,
}

impl Ini<'_, '_> {
    fn run(&mut self) {
        let mut line = self.scan.start();
        while line < self.scan.end() {
            let at = self.scan.skip_blank(line);
            let end = self.scan.line_end(at);
            let mut next = self.scan.next_line(end);
            match self.scan.byte(at).filter(|_| at < end) {
                None => {}
                Some(b'#' | b';' | b'!') => {
                    self.comments.push((at, end));
                }
                Some(b'[') if self.section(at, end) => {}
                Some(_) => next = self.setting(line, at, end),
            }
            line = next;
        }
        self.close_section();
        self.add_comments();
    }

    fn add_comments(&mut self) {
        for (start, end) in self.comments.drain(..) {
            references::comment(self.builder, start, end);
        }
    }

    fn close_section(&mut self) {
        if let Some(section) = self.section.take() {
            self.builder.close_at(self.end);
            self.builder.close_at(self.end);
            let whole = self.scan.whole_lines(section.start..self.end).unwrap_or_default();
            let entry = Entry { key: section.key, form: EntryForm::Property, whole };
            self.builder.set_kind(section.node, Kind::Entry(entry));
        }
    }

    fn section(&mut self, at: usize, line_end: usize) -> bool {
        let close = self.scan.skip(at, |byte| byte != b']' && byte != b'\n').min(line_end);
        if close == line_end {
            return false;
        }
        self.close_section();
        self.add_comments();
        let name = self.scan.trim(at + 1..close);
        let key = span(&name);
        let variables = is_variable_map(self.scan.slice(name));
        let entry = Entry { key, form: EntryForm::Property, whole: Span::default() };
        let node = self.builder.open(Kind::Entry(entry), Span::new(at, close + 1));
        self.builder.open(Kind::Map, Span::new(close + 1, close + 1));
        self.section = Some(Section { node, key, start: at, variables });
        self.end = close + 1;
        true
    }

    /// Reads a line with a key, and the lines that its value goes on over. Gives the next line.
    fn setting(&mut self, line: usize, at: usize, line_end: usize) -> usize {
        self.add_comments();
        let Some((key, value)) = self.key(at, line_end) else {
            let text = self.scan.trim(at..line_end);
            references::emit(self.builder, self.scan, &Written::plain(text.clone()), References::INI);
            self.end = text.end;
            return self.scan.next_line(line_end);
        };
        let variables = self.section.as_ref().is_some_and(|section| section.variables)
            && is_variable_key(self.scan.slice(key.clone()));
        let form = if variables { EntryForm::Variable } else { EntryForm::Property };
        let entry = |whole| Kind::Entry(Entry { key: span(&key), form, whole });
        let node = self.builder.open(entry(Span::default()), Span::new(at, value));
        let mut end = if self.scan.slice(key.clone()).eq_ignore_ascii_case("environment") {
            self.environment(value, line_end)
        } else {
            self.value(value, line_end)
        };
        let mut last_line_end = line_end;
        let mut next = self.scan.next_line(line_end);
        let mut joined = self.is_joined(at, line_end);
        while next < self.scan.end() {
            let text = self.scan.skip_blank(next);
            let text_end = self.scan.line_end(text);
            let goes_on = joined || (text > next && line == at && self.key(text, text_end).is_none());
            let comment = matches!(self.scan.byte(text), Some(b'#' | b';' | b'[')) && !joined;
            if text == text_end || !goes_on || comment {
                break;
            }
            joined = self.is_joined(text, text_end);
            end = self.value(text, text_end);
            last_line_end = text_end;
            next = self.scan.next_line(text_end);
        }
        self.builder.close_at(end.max(value));
        self.end = end.max(value);
        let whole = self.scan.whole_lines(at..last_line_end).unwrap_or_default();
        self.builder.set_kind(node, entry(whole));
        self.trailing_comment(end, last_line_end);
        self.scan.next_line(last_line_end)
    }

    /// The key of a line and where its value starts. On an indented line a colon counts only before a space, because a
    /// line that goes on may hold an address.
    fn key(&self, at: usize, line_end: usize) -> Option<(Range<usize>, usize)> {
        let mut mark = at;
        loop {
            mark = self.scan.skip(mark, |byte| !matches!(byte, b'=' | b':' | b'\\' | b'\n'));
            match self.scan.byte(mark).filter(|_| mark < line_end)? {
                b'\\' => mark = self.scan.after_character(mark + 1),
                // A comparison is no separator: `openai>=1`.
                b'=' if self.scan.is(mark + 1, b'=') => mark += 2,
                b'=' if mark > at && self.scan.byte(mark - 1).is_some_and(|byte| b"<>!~".contains(&byte)) => mark += 1,
                b':' if self.scan.byte(mark + 1).is_some_and(|byte| !is_blank(byte))
                    && self.looks_like_address(mark) =>
                {
                    return None;
                }
                _ => break,
            }
        }
        let key = self.scan.trim(at..mark.min(line_end));
        let value = self.scan.skip_blank(mark + 1).min(line_end);
        (!key.is_empty()).then_some((key, value))
    }

    fn looks_like_address(&self, colon: usize) -> bool {
        self.scan.starts(colon, "://") || self.scan.starts(colon, "::")
    }

    /// Whether a backslash joins the line with the next.
    fn is_joined(&self, start: usize, end: usize) -> bool {
        let text = self.scan.slice(start..end);
        (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
    }

    /// Adds a value and gives its end.
    fn value(&mut self, at: usize, line_end: usize) -> usize {
        if let Some(quote @ (b'"' | b'\'')) = self.scan.byte(at).filter(|_| at < line_end) {
            let close = self.scan.skip(at + 1, |byte| byte != quote && byte != b'\n').min(line_end);
            let after = self.scan.trim(close + 1..line_end.max(close + 1));
            if close < line_end && (after.is_empty() || matches!(self.scan.byte(after.start), Some(b'#' | b';'))) {
                let form = if quote == b'"' { TextForm::Quoted } else { TextForm::Raw };
                let written = Written { outer: at..close + 1, inner: at + 1..close, form, escapes: Escapes::None };
                references::emit(self.builder, self.scan, &written, References::INI);
                return close + 1;
            }
        }
        let mut text = self.scan.trim(at..self.before_comment(at, line_end));
        if self.is_joined(text.start, text.end) {
            text = self.scan.trim(text.start..text.end - 1);
        }
        if !text.is_empty() {
            let written = Written { escapes: Escapes::Properties, ..Written::plain(text.clone()) };
            references::emit(self.builder, self.scan, &written, References::INI);
        }
        text.end.max(at)
    }

    /// Where a comment after a value starts: its mark stands between blanks.
    fn before_comment(&self, at: usize, line_end: usize) -> usize {
        let text = self.scan.slice(at..line_end).as_bytes();
        let mark = text.windows(3).position(|three| match three {
            [before, b'#' | b';', after] => is_blank(*before) && is_blank(*after),
            _ => false,
        });
        mark.map_or(line_end, |offset| at + offset)
    }

    fn trailing_comment(&mut self, end: usize, line_end: usize) {
        let at = self.scan.skip_blank(end);
        if at < line_end && matches!(self.scan.byte(at), Some(b'#' | b';')) {
            self.comments.push((at, line_end));
        }
    }

    /// `Environment="KEY=value" OTHER=value` of a service, `environment=KEY="value",OTHER="value"` of a supervisor.
    fn environment(&mut self, value: usize, line_end: usize) -> usize {
        let mut at = value;
        let mut end = value;
        loop {
            at = self.scan.skip(at, |byte| is_blank(byte) || byte == b',').min(line_end);
            let around = self.scan.byte(at).filter(|byte| at < line_end && matches!(byte, b'"' | b'\''));
            let start = at + usize::from(around.is_some());
            let name_end = self.scan.skip(start, |byte| byte.is_ascii_alphanumeric() || byte == b'_').min(line_end);
            if name_end == start || !self.scan.is(name_end, b'=') || name_end >= line_end {
                break;
            }
            let inside = self.scan.byte(name_end + 1).filter(|byte| around.is_none() && matches!(byte, b'"' | b'\''));
            let text_start = name_end + 1 + usize::from(inside.is_some());
            let stop = |byte: u8| match around.or(inside) {
                Some(quote) => byte == quote,
                None => is_blank(byte) || byte == b',',
            };
            let text_end =
                self.scan.skip(text_start, |byte| !stop(byte) && byte != b'\n').min(line_end).max(text_start);
            let closed = around.or(inside).is_some() && text_end < line_end;
            end = (text_end + usize::from(closed)).min(line_end).max(text_start);
            let entry = Entry { key: Span::new(start, name_end), form: EntryForm::Variable, whole: Span::default() };
            self.builder.open(Kind::Entry(entry), Span::new(at, end));
            let (outer, form) = match inside {
                Some(_) => (name_end + 1..end, TextForm::Quoted),
                None => (text_start..text_end, TextForm::Plain),
            };
            let written = Written { outer, inner: text_start..text_end, form, escapes: Escapes::None };
            references::emit(self.builder, self.scan, &written, References::INI);
            self.builder.close();
            at = end;
        }
        if end == value { self.value(value, line_end) } else { end }
    }
}
