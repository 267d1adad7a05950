//! Windows command files: `set`, `%NAME%`, remarks, and commands with their arguments.
//! Not labels, loops or delayed arithmetic.
//!
//! **Invariant:** a text never goes over the end of its line, unless `^` joins the lines.

use crate::inventory::outline::{Entry, EntryForm, Kind, OutlineBuilder, Span, Text, TextForm};
use std::ops::Range;

/// Reads a part of the source.
pub(super) fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>) {
    let source = builder.source();
    let mut batch = Batch { builder, source, at: range.start, end: range.end, start: range.start };
    while batch.at < batch.end {
        batch.command();
    }
}

#[derive(Debug)]
struct Batch<'builder, 'source> {
    builder: &'builder mut OutlineBuilder<'source>,
    source: &'source str,
    at: usize,
    end: usize,
    start: usize,
}

impl<'source> Batch<'_, 'source> {
    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.source.as_bytes().get(at).copied().unwrap_or(0) } else { 0 }
    }

    fn slice(&self, start: usize, end: usize) -> &'source str {
        self.source.get(start..end).unwrap_or_default()
    }

    /// The end of the line, without its line end.
    fn line_end(&self) -> usize {
        let rest = self.slice(self.at, self.end);
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        self.at + line.trim_end_matches('\r').len()
    }

    fn command(&mut self) {
        while matches!(
            self.byte(self.at),
            b' ' | b'\t' | b'\r' | b'\n' | b'@' | b'&' | b'|' | b'(' | b')' | b'<' | b'>'
        ) || (self.at < self.end && self.byte(self.at) == 0)
        {
            self.at += 1;
        }
        if self.at >= self.end {
            return;
        }
        let start = self.at;
        let name_end = (start..).take_while(|at| !is_blank(self.byte(*at)) && *at < self.end).count() + start;
        let name = self.slice(start, name_end);
        if name.starts_with("::") || name.eq_ignore_ascii_case("rem") {
            let end = self.line_end();
            self.builder.leaf(Kind::Comment, Span::new(start, end));
            self.at = end.max(start + 1);
        } else if name.starts_with(':') {
            self.at = self.line_end().max(start + 1);
        } else if name.eq_ignore_ascii_case("set") && self.assignment(start) {
            // Read.
        } else if ["if", "else", "do", "not", "call", "start"].iter().any(|word| name.eq_ignore_ascii_case(word)) {
            self.at = name_end.max(start + 1);
        } else if let Some(equals) = name.find("==").filter(|equals| *equals > 0) {
            self.builder.open(Kind::Compare, Span::new(start, name_end));
            self.operand(start, start + equals);
            self.operand(start + equals + 2, name_end);
            self.builder.close();
            self.at = name_end;
        } else {
            self.call(start, name_end);
        }
    }

    /// One side of a comparison, with or without quotes.
    fn operand(&mut self, start: usize, end: usize) {
        let quoted = end > start + 1 && self.byte(start) == b'"' && self.byte(end - 1) == b'"';
        let (inner, inner_end) = if quoted { (start + 1, end - 1) } else { (start, end) };
        let form = if quoted { TextForm::Quoted } else { TextForm::Plain };
        self.text(start, end, inner, inner_end, form);
    }

    /// `set NAME=value`, `set "NAME=value"`.
    fn assignment(&mut self, start: usize) -> bool {
        let line_end = self.line_end();
        let mut key = start + 3;
        while matches!(self.byte(key), b' ' | b'\t') {
            key += 1;
        }
        if self.byte(key) == b'/' {
            return false;
        }
        let quoted = self.byte(key) == b'"';
        key += usize::from(quoted);
        let Some(length) = self.slice(key, line_end).find('=').filter(|length| *length > 0) else { return false };
        let rest = self.slice(key + length + 1, line_end);
        let value_length = if quoted { rest.rfind('"') } else { rest.find('&') }.unwrap_or(rest.len());
        let value = key + length + 1;
        let value_end = value + rest.get(..value_length).unwrap_or_default().trim_end().len();
        let end = (value_end + usize::from(quoted && self.byte(value_end) == b'"')).min(line_end);
        let before = self.slice(self.start, start);
        let line_start = before.trim_end_matches([' ', '\t', '@']);
        let alone =
            (line_start.is_empty() || line_start.ends_with('\n')) && self.slice(end, line_end).trim().is_empty();
        let whole = if alone {
            let mut after = line_end;
            after += usize::from(self.byte(after) == b'\r');
            after += usize::from(self.byte(after) == b'\n');
            Span::new(self.start + line_start.len(), after)
        } else {
            Span::new(start, start)
        };
        let entry = Entry { key: Span::new(key, key + length), form: EntryForm::Variable, whole };
        self.builder.open(Kind::Entry(entry), Span::new(start, end));
        self.text(value, value_end, value, value_end, TextForm::Plain);
        self.builder.close();
        self.at = line_end.max(start + 1).min(if quoted { self.end } else { value_end.max(start + 3) });
        true
    }

    fn call(&mut self, start: usize, name_end: usize) {
        let segments = self.builder.segments([Span::new(start, name_end)]);
        self.builder.open(Kind::Call(segments), Span::new(start, self.end));
        self.at = name_end.max(start + 1).min(self.end);
        let mut end = self.at;
        while self.at < self.end {
            match self.byte(self.at) {
                b'\n' | b'&' | b'|' => break,
                b' ' | b'\t' | b'\r' | b'<' | b'>' | b'(' | b')' | 0 => self.at += 1,
                b'^' if self.byte(self.at + 1) == b'\n' => self.at += 2,
                b'^' if self.byte(self.at + 1) == b'\r' && self.byte(self.at + 2) == b'\n' => self.at += 3,
                _ => {
                    self.word();
                    end = self.at;
                }
            }
        }
        self.builder.close_at(end);
    }

    fn word(&mut self) {
        let start = self.at;
        if self.byte(start) == b'"' {
            let mut close = start + 1;
            while close < self.end && !matches!(self.byte(close), b'"' | b'\n') {
                close += if self.byte(close) == b'\\' && self.byte(close + 1) == b'"' { 2 } else { 1 };
            }
            let close = close.min(self.end);
            let closed = self.byte(close) == b'"';
            if !closed {
                self.builder.trouble(Span::new(start, close), "A text is not closed on its line.");
            }
            self.at = close + usize::from(closed);
            self.text(start, self.at, start + 1, close, TextForm::Quoted);
            return;
        }
        let mut quoted = false;
        while self.at < self.end {
            let byte = self.byte(self.at);
            if byte == b'\n' || (!quoted && (is_blank(byte) || matches!(byte, b'&' | b'|'))) {
                break;
            }
            quoted ^= byte == b'"';
            self.at += 1;
        }
        self.text(start, self.at, start, self.at, TextForm::Plain);
    }

    /// Adds a text, or a template if it refers to variables.
    fn text(&mut self, start: usize, end: usize, inner: usize, inner_end: usize, form: TextForm) {
        if start >= end {
            return;
        }
        let references = references(self.slice(inner, inner_end));
        if references.is_empty() {
            let cooked = (form == TextForm::Quoted)
                .then(|| self.slice(inner, inner_end).replace("\\\"", "\""))
                .filter(|value| value.len() < inner_end - inner)
                .map(String::into_boxed_str);
            let text = Text { inner: Span::new(inner, inner_end), cooked, form };
            self.builder.leaf(Kind::Text(text), Span::new(start, end));
            return;
        }
        self.builder.open(Kind::Template, Span::new(start, end));
        let mut from = inner;
        for reference in references {
            let (open, close) = (inner + reference.start, inner + reference.end);
            self.piece(from, open);
            self.builder.leaf(Kind::Variable(Span::new(open + 1, close - 1)), Span::new(open, close));
            from = close;
        }
        self.piece(from, inner_end);
        self.builder.close();
    }

    fn piece(&mut self, start: usize, end: usize) {
        if start < end {
            let inner = Span::new(start, end);
            self.builder.leaf(Kind::Text(Text { inner, cooked: None, form: TextForm::Piece }), inner);
        }
    }
}

/// The places of `%NAME%` and `!NAME!`, with their signs.
fn references(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, sign) in text.char_indices() {
        match open {
            Some((start, mark)) if sign == mark => {
                if at > start + 1 {
                    found.push(start..at + 1);
                    open = None;
                } else {
                    open = Some((at, sign));
                }
            }
            Some(_) if sign.is_alphanumeric() || matches!(sign, '_' | '.' | '-') => {}
            _ => open = matches!(sign, '%' | '!').then_some((at, sign)),
        }
    }
    found
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0)
}
