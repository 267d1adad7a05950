//! nginx and Caddy: directives with arguments, and blocks of them.
//! Not the code inside Lua blocks beyond its words.
//!
//! **Invariant:** a directive ends at its mark, at its block or, for Caddy, at its line, and blocks are kept on a stack.

use std::ops::Range;

use super::escape::Escapes;
use super::references::{self, References, Written};
use super::scan::{Scan, is_blank, span};
use super::variables::setting;
use super::{DEPTH, TROUBLES};
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, OutlineBuilder, Span, TextForm};

/// Reads nginx or Caddy configuration. It is Caddy's if no line ends with `;`.
pub(super) fn read<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>) {
    let lines_end = !scan.slice(scan.start()..scan.end()).lines().any(ends_with_semicolon);
    Nginx { builder, scan, lines_end, blocks: Vec::new(), directive: None, troubles: TROUBLES }.run();
}

fn ends_with_semicolon(line: &str) -> bool {
    let code = line.split_once(" #").map_or(line, |(code, _)| code).trim();
    code.ends_with(';') && !code.starts_with('#')
}

struct Nginx<'builder, 'source> {
    builder: &'builder mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    /// Whether a line's end ends a directive.
    lines_end: bool,
    blocks: Vec<Block>,
    directive: Option<Directive>,
    troubles: usize,
}

/// An open block, with the directive that it belongs to.
struct Block {
    directive: Option<Directive>,
    opened: bool,
}

/// A directive that has not ended.
struct Directive {
    node: Option<NodeId>,
    key: Range<usize>,
    start: usize,
    end: usize,
    form: EntryForm,
}

/// How many blocks are followed.
const BLOCKS: usize = 1000;

impl Nginx<'_, '_> {
    fn run(&mut self) {
        let mut at = self.scan.start();
        let mut end = at;
        while let Some(byte) = self.scan.byte(at) {
            at = match byte {
                b' ' | b'\t' | b'\r' => {
                    at += 1;
                    continue;
                }
                b'\n' => {
                    if self.lines_end {
                        self.end_directive(None);
                    }
                    at += 1;
                    continue;
                }
                b'#' => {
                    let end = self.scan.line_end(at);
                    if self.directive.is_some() && self.lines_end {
                        self.end_directive(None);
                    }
                    if let Some(directive) = &mut self.directive {
                        directive.end = end;
                    }
                    references::comment(self.builder, at, end);
                    end
                }
                b'\\' if self.scan.ends_line(at + 1) => self.scan.next_line(at),
                b';' if !self.lines_end => {
                    self.end_directive(Some(at + 1));
                    at + 1
                }
                b'{' if self.is_block(at) => self.open_block(at),
                b'}' => self.close_block(at),
                _ => self.word(at),
            };
            end = at;
        }
        if !self.blocks.is_empty() {
            self.trouble(end, end, "a block is not closed");
        }
        self.end_directive(None);
        while !self.blocks.is_empty() {
            self.end_block(end);
        }
    }

    fn trouble(&mut self, start: usize, end: usize, what: &str) {
        if self.troubles > 0 {
            self.troubles -= 1;
            self.builder.trouble(Span::new(start, end), what);
        }
    }

    /// In Caddy a brace opens a block only as a word of its own.
    fn is_block(&self, at: usize) -> bool {
        !self.lines_end || self.scan.byte(at + 1).is_none_or(|byte| byte.is_ascii_whitespace() || byte == b'}')
    }

    fn end_directive(&mut self, end: Option<usize>) {
        if let Some(directive) = self.directive.take() {
            self.finish(directive, end);
        }
    }

    fn finish(&mut self, directive: Directive, end: Option<usize>) {
        let Some(node) = directive.node else { return };
        let end = end.unwrap_or(directive.end);
        self.builder.close_at(end);
        let whole = self.scan.whole_lines(directive.start..end).unwrap_or_else(|| Span::new(directive.start, end));
        let entry = Entry { key: span(&directive.key), form: directive.form, whole };
        self.builder.set_kind(node, Kind::Entry(entry));
    }

    fn open_block(&mut self, at: usize) -> usize {
        if self.blocks.len() == BLOCKS {
            self.trouble(at, at + 1, "the blocks are nested too deeply");
            return at + 1;
        }
        let directive = self.directive.take();
        let opened = self.builder.depth() < DEPTH;
        if opened {
            self.builder.open(Kind::Map, Span::new(at, at + 1));
        }
        self.blocks.push(Block { directive, opened });
        at + 1
    }

    fn close_block(&mut self, at: usize) -> usize {
        self.end_directive(None);
        if self.blocks.is_empty() {
            self.trouble(at, at + 1, "nothing is open that this brace closes");
        }
        self.end_block(at + 1);
        at + 1
    }

    fn end_block(&mut self, end: usize) {
        let Some(block) = self.blocks.pop() else { return };
        if block.opened {
            self.builder.close_at(end);
        }
        if let Some(directive) = block.directive {
            self.finish(directive, Some(end));
        }
    }

    fn word(&mut self, at: usize) -> usize {
        let written = match self.scan.byte(at) {
            Some(quote @ (b'"' | b'\'' | b'`')) => self.quoted(at, quote),
            _ => Written::plain(self.plain(at)),
        };
        let end = written.outer.end;
        match &mut self.directive {
            None => self.open_directive(&written),
            Some(directive) => {
                directive.end = end;
                let key = self.scan.slice(directive.key.clone());
                // `env KEY=value;` passes a variable of the environment on.
                let equals = setting(self.scan, &written.inner);
                if let ("env", Some(node)) = (key, directive.node.filter(|_| directive.form == EntryForm::Property)) {
                    directive.form = EntryForm::Variable;
                    directive.key = written.inner.start..equals.unwrap_or(written.inner.end);
                    let entry = Entry { key: span(&directive.key), form: EntryForm::Variable, whole: Span::default() };
                    self.builder.set_kind(node, Kind::Entry(entry));
                    if let Some(equals) = equals {
                        let value = Written::plain(equals + 1..written.inner.end);
                        references::emit(self.builder, self.scan, &value, References::NGINX);
                    }
                } else {
                    references::emit(self.builder, self.scan, &written, References::NGINX);
                }
            }
        }
        end
    }

    fn open_directive(&mut self, written: &Written) {
        let Range { start, end } = written.outer;
        let key = written.inner.clone();
        let form = EntryForm::Property;
        let entry = Entry { key: span(&key), form, whole: Span::default() };
        let node = (self.builder.depth() < DEPTH).then(|| self.builder.open(Kind::Entry(entry), Span::new(start, end)));
        self.directive = Some(Directive { node, key, start, end, form });
    }

    /// A text in quotes. One that is not closed ends with its line.
    fn quoted(&mut self, at: usize, quote: u8) -> Written {
        let form = TextForm::Quoted;
        let mut end = at + 1;
        loop {
            end = self.scan.skip(end, |byte| byte != quote && byte != b'\\' && byte != b'\n');
            match self.scan.byte(end) {
                Some(b'\\') => end = self.scan.after_character(end + 1),
                Some(byte) if byte == quote => {
                    return Written { outer: at..end + 1, inner: at + 1..end, form, escapes: Escapes::Backslash };
                }
                _ => {
                    let end = self.scan.line_end(at).min(end).max(at + 1);
                    self.trouble(at, end, "a text is not closed");
                    return Written { outer: at..end, inner: at + 1..end, form, escapes: Escapes::Backslash };
                }
            }
        }
    }

    fn plain(&self, at: usize) -> Range<usize> {
        let caddy = self.lines_end;
        let mut end = at;
        loop {
            end = self
                .scan
                .skip(end, |byte| !is_blank(byte) && !b"\r\n\\".contains(&byte) && (caddy || !b";{$".contains(&byte)));
            match self.scan.byte(end) {
                // `${name}` is part of the word.
                Some(b'$') if self.scan.is(end + 1, b'{') => {
                    end = self.scan.skip(end + 2, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
                }
                Some(b'$') => end += 1,
                Some(b'\\') if !self.scan.ends_line(end + 1) => end = self.scan.after_character(end + 1),
                _ => break,
            }
        }
        at..end.max(self.scan.after_character(at))
    }
}
