//! TOML: tables, dotted keys, inline tables, arrays, texts of one and more lines.
//! Not a merge of tables: each header opens an entry of its own.
//!
//! **Invariant:** a line that is no setting is said as trouble, and the next line is read as ever.

use super::bracketed::{self, Dialect, Scalar};
use super::escape::Escapes;
use super::references::{self, References, Written};
use super::scan::{Scan, is_blank, span};
use super::variables::{is_variable_key, is_variable_map};
use super::{TROUBLES, json};
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, OutlineBuilder, Span, TextForm};

/// Reads TOML.
pub(super) fn read<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>) {
    Toml { builder, scan, table: None, comments: Vec::new(), end: scan.start(), troubles: TROUBLES }.run();
}

struct Toml<'builder, 'source> {
    builder: &'builder mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    /// Whether a table is open, and whether its entries are variables.
    table: Option<Table>,
    /// Comments of which it is not yet known whether they stand in the table or after it.
    comments: Vec<(usize, usize)>,
    /// Where the last content ended.
    end: usize,
    troubles: usize,
}

struct Table {
    node: NodeId,
    key: Span,
    start: usize,
    variables: bool,
}

impl Toml<'_, '_> {
    fn run(&mut self) {
        let mut at = self.scan.start();
        while let Some(byte) = self.scan.byte(at) {
            at = match byte {
                b' ' | b'\t' | b'\r' | b'\n' => at + 1,
                b'#' => self.comment(at),
                b'[' => self.header(at),
                _ => self.setting(at),
            };
        }
        self.close_table();
        self.add_comments();
    }

    fn trouble(&mut self, start: usize, end: usize, what: &str) {
        if self.troubles > 0 {
            self.troubles -= 1;
            self.builder.trouble(Span::new(start, end), what);
        }
    }

    fn comment(&mut self, at: usize) -> usize {
        let end = self.scan.line_end(at);
        self.comments.push((at, end));
        end
    }

    fn add_comments(&mut self) {
        for (start, end) in self.comments.drain(..) {
            references::comment(self.builder, start, end);
        }
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.builder.close_at(self.end);
            self.builder.close_at(self.end);
            let whole = self.scan.whole_lines(table.start..self.end).unwrap_or_default();
            let entry = Entry { key: table.key, form: EntryForm::Property, whole };
            self.builder.set_kind(table.node, Kind::Entry(entry));
        }
    }

    fn header(&mut self, at: usize) -> usize {
        self.close_table();
        self.add_comments();
        let brackets = if self.scan.starts(at, "[[") { 2 } else { 1 };
        let key_start = self.scan.skip_blank(at + brackets);
        let key = key(self.scan, key_start);
        let close = self.scan.skip_blank(key.outer.end);
        if !self.scan.is(close, b']') {
            let end = self.scan.line_end(at);
            self.trouble(at, end, "a table's header is not closed");
            return end;
        }
        let end = self.scan.skip(close, |byte| byte == b']').min(close + brackets);
        let name = span(&key.inner);
        let variables = holds_variables(self.scan.slice(key.inner));
        let entry = Entry { key: name, form: EntryForm::Property, whole: Span::default() };
        let node = self.builder.open(Kind::Entry(entry), Span::new(at, end));
        self.builder.open(Kind::Map, Span::new(end, end));
        self.table = Some(Table { node, key: name, start: at, variables });
        self.end = end;
        end
    }

    fn setting(&mut self, at: usize) -> usize {
        let key = key(self.scan, at);
        let equals = self.scan.skip_blank(key.outer.end);
        if !self.scan.is(equals, b'=') {
            let end = self.scan.line_end(at).max(self.scan.after_character(at));
            self.trouble(at, end, "this line is no setting");
            return end;
        }
        self.add_comments();
        let variables = self.table.as_ref().is_some_and(|table| table.variables)
            && is_variable_key(self.scan.slice(key.inner.clone()));
        let form = if variables { EntryForm::Variable } else { EntryForm::Property };
        let name = span(&key.inner);
        let entry = |whole| Kind::Entry(Entry { key: name, form, whole });
        let node = self.builder.open(entry(Span::default()), span(&key.outer));
        let value = self.scan.skip_blank(equals + 1);
        let end = match self.scan.byte(value) {
            Some(b'[' | b'{') => {
                let below = holds_variables(self.scan.slice(key.inner));
                bracketed::read_value(self.builder, self.scan, value, &Inline, below, false)
            }
            None | Some(b'\n' | b'\r' | b'#') => equals + 1,
            Some(_) => self.value(value),
        };
        self.builder.close_at(end);
        let comment = self.scan.skip_blank(end);
        let line = if self.scan.is(comment, b'#') { self.scan.line_end(comment) } else { end };
        let whole = self.scan.whole_lines(at..line).unwrap_or_default();
        self.builder.set_kind(node, entry(whole));
        self.end = end;
        if !matches!(self.scan.byte(comment), None | Some(b'#' | b'\n' | b'\r')) {
            let line = self.scan.line_end(comment);
            self.trouble(comment, line, "nothing should stand after the value");
            return line.max(comment + 1);
        }
        comment
    }

    fn value(&mut self, at: usize) -> usize {
        match Inline.scalar(self.scan, at, false) {
            Scalar::Text(written) => {
                references::emit(self.builder, self.scan, &written, References::SETTINGS);
                written.outer.end
            }
            Scalar::Unclosed(written) => {
                self.trouble(written.outer.start, written.outer.end, "a text is not closed");
                references::emit(self.builder, self.scan, &written, References::SETTINGS);
                written.outer.end
            }
            Scalar::Number(range) | Scalar::Name(range) | Scalar::Other(range) => {
                self.builder.leaf(Kind::Number, span(&range));
                range.end
            }
        }
    }
}

/// Whether the last part of a dotted name says that variables are below it.
fn holds_variables(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default().trim_matches([' ', '"', '\'']);
    is_variable_map(last) || last == "vars"
}

/// A key, also a dotted one: one part in quotes is given without them.
fn key(scan: Scan<'_>, start: usize) -> Written {
    let mut parts = 0_usize;
    let mut at = start;
    let mut inner = start..start;
    loop {
        let end = match scan.byte(at) {
            Some(quote @ (b'"' | b'\'')) => match json::quoted(scan, at, quote) {
                Scalar::Text(written) => {
                    inner = written.inner.clone();
                    written.outer.end
                }
                _ => break,
            },
            _ => {
                let end = scan
                    .skip(at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || !byte.is_ascii());
                inner = at..end;
                end
            }
        };
        if end == at {
            break;
        }
        parts += 1;
        let dot = scan.skip_blank(end);
        if !scan.is(dot, b'.') {
            at = end;
            break;
        }
        at = scan.skip_blank(dot + 1);
    }
    let outer = start..at.max(start);
    let inner = if parts == 1 { inner } else { outer.clone() };
    Written { outer, inner, form: TextForm::Plain, escapes: Escapes::None }
}

/// Arrays, inline tables, and the scalars of all values.
struct Inline;

impl Dialect for Inline {
    fn comment(&self, scan: Scan<'_>, at: usize) -> Option<usize> {
        scan.is(at, b'#').then(|| scan.line_end(at))
    }

    fn separator(&self, scan: Scan<'_>, at: usize) -> Option<usize> {
        scan.is(at, b'=').then_some(at + 1)
    }

    fn scalar(&self, scan: Scan<'_>, at: usize, is_key: bool) -> Scalar {
        if is_key {
            let key = key(scan, at);
            if !key.outer.is_empty() {
                return Scalar::Text(key);
            }
        }
        match scan.byte(at) {
            Some(b'"') if scan.starts(at, "\"\"\"") => several_lines(scan, at, "\"\"\""),
            Some(b'\'') if scan.starts(at, "'''") => several_lines(scan, at, "'''"),
            Some(b'"') => json::quoted(scan, at, b'"'),
            Some(b'\'') => literal(scan, at),
            Some(first) => {
                let ends = |byte: u8| is_blank(byte) || b"\r\n,]}[{#=".contains(&byte);
                let end = scan.skip(at, |byte| !ends(byte)).max(scan.after_character(at));
                let number = first.is_ascii_digit() || matches!(first, b'-' | b'+');
                if number { Scalar::Number(at..end) } else { Scalar::Text(Written::plain(at..end)) }
            }
            None => Scalar::Other(at..at),
        }
    }

    fn references(&self, _text: &str) -> References {
        References::SETTINGS
    }
}

fn literal(scan: Scan<'_>, at: usize) -> Scalar {
    let end = scan.skip(at + 1, |byte| byte != b'\'' && byte != b'\n');
    let written = |outer, end| Written { outer, inner: at + 1..end, form: TextForm::Raw, escapes: Escapes::None };
    if scan.is(end, b'\'') {
        Scalar::Text(written(at..end + 1, end))
    } else {
        let end = scan.line_end(at);
        Scalar::Unclosed(written(at..end, end))
    }
}

/// A text between three quotes. One that is not closed takes the rest.
fn several_lines(scan: Scan<'_>, at: usize, quotes: &str) -> Scalar {
    let quote = quotes.as_bytes().first().copied().unwrap_or(b'"');
    let raw = quote == b'\'';
    let mut start = at + 3;
    if scan.starts(start, "\r\n") {
        start += 2;
    } else if scan.is(start, b'\n') {
        start += 1;
    }
    let (form, escapes) = if raw { (TextForm::Raw, Escapes::None) } else { (TextForm::Quoted, Escapes::Backslash) };
    let mut end = start;
    loop {
        end = scan.skip(end, |byte| byte != quote && (raw || byte != b'\\'));
        if scan.is(end, b'\\') && !raw {
            end = scan.after_character(end + 1);
        } else if scan.starts(end, quotes) {
            // Up to two more quotes belong to the text.
            let run = scan.skip(end, |byte| byte == quote).min(end + 5);
            return Scalar::Text(Written { outer: at..run, inner: start..run - 3, form, escapes });
        } else if end >= scan.end() {
            return Scalar::Unclosed(Written { outer: at..scan.end(), inner: start..scan.end(), form, escapes });
        } else {
            end += 1;
        }
    }
}
