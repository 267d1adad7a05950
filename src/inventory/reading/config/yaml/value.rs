//! Values of YAML: block texts, quoted and plain texts, aliases, and settings of variables in a sequence.
//! Not maps and sequences by indentation.
//!
//! **Invariant:** a text of several lines ends where a line is not deeper than what holds it.

use std::ops::Range;

use super::flow::{Flow, is_number};
use super::frame::Context;
use super::{Span, Yaml};
use crate::inventory::language::Language;
use crate::inventory::outline::{Entry, EntryForm, Kind, TextForm};
use crate::inventory::reading::config::bracketed;
use crate::inventory::reading::config::escape::Escapes;
use crate::inventory::reading::config::references::{self, References, Written};
use crate::inventory::reading::config::scan::{is_blank, span};
use crate::inventory::reading::config::variables::{is_variable_name, setting};

/// Files within files are read only to this depth of nodes.
const FILES: usize = 24;

/// Tags that read a variable of the environment.
const ENVIRONMENT_TAGS: [&str; 4] = ["!env", "!env_var", "!envvar", "!getenv"];

impl Yaml<'_, '_, '_, '_> {
    /// Reads a value at a place, below what stands in the column `parent`. Gives the next line, and where the value is if
    /// it is one text.
    pub(super) fn value(
        &mut self,
        at: usize,
        line_end: usize,
        parent: Option<usize>,
        context: Context,
        tag: Option<Range<usize>>,
        item: bool,
    ) -> (usize, Option<Range<usize>>) {
        let written = match self.scan.byte(at) {
            Some(b'|' | b'>') if self.is_block_header(at, line_end) => {
                return (self.block(at, line_end, parent, context), None);
            }
            Some(b'[' | b'{') if !self.scan.starts(at, "{{") => {
                let flow = Flow { parent };
                let end = bracketed::read_value(self.builder, self.scan, at, &flow, context.variables, item);
                self.mark(end);
                return (self.rest_of_line(end), None);
            }
            Some(b'*') => {
                let end = self.scan.skip(at, |byte| !is_blank(byte) && byte != b'\n').min(line_end);
                self.mark(end);
                return (self.rest_of_line(end), None);
            }
            Some(quote @ (b'"' | b'\'')) => self.quoted(at, quote, line_end, parent),
            _ => self.plain(at, line_end, parent),
        };
        let end = written.outer.end;
        self.mark(end);
        let text = self.scan.slice(written.inner.clone());
        let tag = tag.map(|tag| self.scan.slice(tag).to_ascii_lowercase());
        let is_plain = written.form == TextForm::Plain;
        if tag.is_some_and(|tag| ENVIRONMENT_TAGS.contains(&tag.as_str())) && is_variable_name(text) {
            self.builder.open(Kind::Template, span(&written.outer));
            self.builder.leaf(Kind::Variable(span(&written.inner)), span(&written.inner));
            self.builder.close();
        } else if item && context.variables && self.listed_variable(&written) {
        } else if let Some(language) = context.command.filter(|_| can_embed(&written, text)) {
            self.embedded(language, written.outer.clone(), written.inner.clone());
        } else if is_plain && is_number(text) {
            self.builder.leaf(Kind::Number, span(&written.outer));
        } else {
            references::emit(self.builder, self.scan, &written, References::YAML);
        }
        (self.rest_of_line(end), Some(written.inner))
    }

    /// What stands behind a value on its line: a comment. Gives the next line.
    fn rest_of_line(&mut self, end: usize) -> usize {
        let at = self.scan.skip_blank(end);
        let line_end = self.scan.line_end(at);
        if self.scan.is(at, b'#') {
            self.pending.push((Kind::Comment, Span::new(at, line_end)));
        } else if at < line_end {
            self.trouble(at, line_end, "nothing should stand after the value");
        }
        self.scan.next_line(line_end)
    }

    fn embedded(&mut self, language: Language, outer: Range<usize>, inner: Range<usize>) {
        self.builder.open(Kind::Other, span(&outer));
        (self.embed)(self.builder, language, inner);
        self.builder.close();
    }

    /// `KEY=value` or `KEY` in a sequence of variables.
    fn listed_variable(&mut self, written: &Written) -> bool {
        let inner = &written.inner;
        let equals = setting(self.scan, inner);
        let key = inner.start..equals.unwrap_or(inner.end);
        if !is_variable_name(self.scan.slice(key.clone())) {
            return false;
        }
        let dash = self.scan.slice(self.scan.start()..written.outer.start).trim_end_matches([' ', '\t']);
        let line = dash.strip_suffix('-').map(|before| self.scan.start() + before.len());
        let line = line.and_then(|dash| self.scan.line_start(dash));
        let whole = line.map_or(Span::default(), |line| Span::new(line, self.scan.next_line(written.outer.end)));
        let entry = Entry { key: span(&key), form: EntryForm::Variable, whole };
        self.builder.open(Kind::Entry(entry), span(&written.outer));
        if let Some(equals) = equals.filter(|equals| *equals + 1 < inner.end) {
            let value = Written { escapes: written.escapes, ..Written::plain(equals + 1..inner.end) };
            references::emit(self.builder, self.scan, &value, References::YAML);
        }
        self.builder.close();
        true
    }

    fn is_block_header(&self, at: usize, line_end: usize) -> bool {
        let flags = self.scan.skip(at + 1, |byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-'));
        let after = self.scan.skip_blank(flags);
        after >= line_end || (after > flags && self.scan.is(after, b'#'))
    }

    /// Reads a block text and gives the next line.
    fn block(&mut self, at: usize, line_end: usize, parent: Option<usize>, context: Context) -> usize {
        let header_end = self.scan.skip(at + 1, |byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-'));
        let comment = self.scan.skip_blank(header_end);
        let mut line = self.scan.next_line(line_end);
        let mut first: Option<(usize, usize)> = None;
        let mut end = header_end;
        let mut next = line;
        while line < self.scan.end() {
            let text = self.scan.skip_blank(line);
            let text_end = self.scan.line_end(text);
            if text < text_end {
                if parent.is_some_and(|column| text - line <= column) {
                    break;
                }
                first = first.or(Some((line, text)));
                end = text_end;
                next = self.scan.next_line(text_end);
            }
            line = self.scan.next_line(text_end);
        }
        let (first_line, start) = first.unwrap_or((end, end));
        self.mark(end);
        let file = context.file.filter(|_| self.builder.depth() < FILES);
        if let Some(language) = context.command.or(file).filter(|_| start < end) {
            self.builder.open(Kind::Other, Span::new(at, end));
            if comment < line_end {
                self.add_comment(comment, line_end);
            }
            (self.embed)(self.builder, language, first_line..end);
            self.builder.close();
            return next;
        }
        let written = Written { outer: at..end, inner: start..end, form: TextForm::Raw, escapes: Escapes::None };
        references::emit(self.builder, self.scan, &written, References::YAML);
        next
    }

    /// A text in quotes. One that is not closed ends with its line.
    fn quoted(&mut self, at: usize, quote: u8, line_end: usize, parent: Option<usize>) -> Written {
        let (form, escapes) =
            if quote == b'"' { (TextForm::Quoted, Escapes::YamlDouble) } else { (TextForm::Raw, Escapes::YamlSingle) };
        let mut end = at + 1;
        loop {
            end = self.scan.skip(end, |byte| byte != quote && byte != b'\n' && (byte != b'\\' || quote == b'\''));
            match self.scan.byte(end) {
                Some(b'\\') => end = self.scan.after_character(end + 1),
                Some(b'\n') => {
                    let next = self.scan.skip_blank(end + 1);
                    let empty = matches!(self.scan.byte(next), None | Some(b'\r' | b'\n'));
                    if !empty && parent.is_some_and(|column| next - (end + 1) <= column) {
                        break;
                    }
                    end += 1;
                }
                Some(_) if quote == b'\'' && self.scan.is(end + 1, b'\'') => end += 2,
                Some(_) => return Written { outer: at..end + 1, inner: at + 1..end, form, escapes },
                None => break,
            }
        }
        self.trouble(at, line_end, "a text is not closed");
        Written { outer: at..line_end, inner: at + 1..line_end, form, escapes }
    }

    /// A text without quotes, also over several lines.
    fn plain(&self, at: usize, line_end: usize, parent: Option<usize>) -> Written {
        let mut end = self.plain_end(at, line_end);
        if self.scan.skip_blank(end) < line_end {
            return Written::plain(at..end);
        }
        let mut line = self.scan.next_line(line_end);
        while line < self.scan.end() {
            let text = self.scan.skip_blank(line);
            let text_end = self.scan.line_end(text);
            if text < text_end {
                let deeper = parent.is_none_or(|column| text - line > column);
                let starts = self.scan.is(text, b'#')
                    || self.scan.starts(text, "- ")
                    || self.scan.starts(text, "{{")
                    || self.key(text, text_end).is_some()
                    || (text == line && self.is_document_mark(text, text_end));
                if !deeper || starts {
                    break;
                }
                end = self.plain_end(text, text_end);
                if self.scan.skip_blank(end) < text_end {
                    break;
                }
            }
            line = self.scan.next_line(text_end);
        }
        Written { escapes: Escapes::Folded, ..Written::plain(at..end) }
    }

    /// The end of a plain text on its line, before a comment.
    fn plain_end(&self, at: usize, line_end: usize) -> usize {
        let text = self.scan.slice(at..line_end).as_bytes();
        let comment = text.windows(2).position(|two| matches!(two, [b' ' | b'\t', b'#']));
        self.scan.trim(at..comment.map_or(line_end, |offset| at + offset)).end.max(at)
    }
}

/// Whether the source between the quotes is the command itself.
fn can_embed(written: &Written, text: &str) -> bool {
    match written.escapes {
        Escapes::YamlDouble => !text.contains('\\'),
        Escapes::YamlSingle => !text.contains("''"),
        _ => !text.is_empty(),
    }
}
