//! YAML by its indentation: maps, sequences, several documents, and what compose, workflows, Kubernetes, Helm and LiteLLM
//! write in it.
//! Not a schema and not a composition: anchors and tags are passed over, aliases have no value, merges are not made.
//!
//! **Invariant:** open maps, sequences and entries are kept on a stack by their columns; a line that fits nowhere is a text
//! below what is open, and the next line is read as ever.

mod flow;
mod frame;
mod value;

use std::ops::Range;

use super::scan::{Scan, is_blank};
use super::{Embed, TROUBLES, references};
use crate::inventory::outline::{Kind, OutlineBuilder, Span, Text, TextForm};
use frame::Frame;

/// Reads YAML.
pub(super) fn read<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>, embed: &mut Embed<'_>) {
    let start = scan.start();
    let mut yaml = Yaml {
        builder,
        scan,
        embed,
        frames: Vec::new(),
        pending: Vec::new(),
        end: start,
        after: (start, start),
        troubles: TROUBLES,
    };
    yaml.run();
}

struct Yaml<'builder, 'source, 'embed, 'other> {
    builder: &'builder mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    embed: &'embed mut Embed<'other>,
    frames: Vec<Frame>,
    /// Comments and template lines of which it is not yet known what they stand in.
    pending: Vec<(Kind, Span)>,
    /// Where the last content ended.
    end: usize,
    /// The line after a place, of the last place that was asked for.
    after: (usize, usize),
    troubles: usize,
}

/// A key at the start of a line or item.
struct Key {
    outer: Range<usize>,
    inner: Range<usize>,
    /// The place after the colon.
    after: usize,
}

/// Where a node of a line stands.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    column: usize,
    line_end: usize,
    /// The start of the line, if nothing stands before the node.
    line: Option<usize>,
    /// The start of the line, if only the dash of its item stands before it.
    item_line: Option<usize>,
}

/// How many open maps, sequences and entries are followed.
const FRAMES: usize = 1000;

impl Yaml<'_, '_, '_, '_> {
    fn run(&mut self) {
        let mut line = self.scan.start();
        while line < self.scan.end() {
            let at = self.scan.skip_blank(line);
            let line_end = self.scan.line_end(at);
            let next = self.scan.next_line(line_end);
            line = match self.scan.byte(at).filter(|_| at < line_end) {
                None => next,
                Some(b'#') => {
                    self.pending.push((Kind::Comment, Span::new(at, line_end)));
                    next
                }
                Some(b'%') if at == line => next,
                Some(b'-' | b'.') if at == line && self.is_document_mark(at, line_end) => {
                    self.close_all();
                    let content = self.scan.skip_blank(at + 3);
                    if content >= line_end {
                        next
                    } else if self.scan.is(content, b'#') {
                        self.pending.push((Kind::Comment, Span::new(content, line_end)));
                        next
                    } else {
                        self.content(line, content, line_end)
                    }
                }
                Some(b'{') if self.scan.starts(at, "{{") => {
                    let span = Span::new(at, line_end);
                    let text = Text { inner: span, cooked: None, form: TextForm::Plain };
                    self.pending.push((Kind::Text(text), span));
                    next
                }
                Some(_) => self.content(line, at, line_end),
            };
        }
        self.close_all();
        self.add_pending();
    }

    fn is_document_mark(&self, at: usize, line_end: usize) -> bool {
        (self.scan.starts(at, "---") || self.scan.starts(at, "..."))
            && (at + 3 >= line_end || self.scan.byte(at + 3).is_some_and(is_blank))
    }

    fn trouble(&mut self, start: usize, end: usize, what: &str) {
        if self.troubles > 0 {
            self.troubles -= 1;
            self.builder.trouble(Span::new(start, end), what);
        }
    }

    fn add_pending(&mut self) {
        for (kind, span) in self.pending.drain(..) {
            self.builder.leaf(kind, span);
        }
    }

    /// Content up to a place was read.
    fn mark(&mut self, end: usize) {
        self.end = self.end.max(end);
    }

    /// Reads the content of a line, and of the lines that its value goes on over. Gives the next line.
    fn content(&mut self, line: usize, at: usize, line_end: usize) -> usize {
        let mut place = Place { at, column: at - line, line_end, line: Some(line), item_line: None };
        let next = self.scan.next_line(line_end);
        let mut item = None;
        loop {
            let at = place.at;
            let alone = self.scan.byte(at + 1).filter(|_| at + 1 < line_end).is_none_or(is_blank);
            let dash = self.scan.is(at, b'-') && alone && self.frames.len() < FRAMES;
            let complex = self.scan.is(at, b'?') && alone;
            if !dash && !complex {
                break;
            }
            if dash {
                self.settle(place.column, true);
                self.add_pending();
                self.ensure_list(place);
                item = Some(place.column);
            }
            self.mark(at + 1);
            let after = self.scan.skip_blank(at + 1);
            if after >= line_end {
                return next;
            }
            if self.scan.is(after, b'#') {
                self.pending.push((Kind::Comment, Span::new(after, line_end)));
                return next;
            }
            place =
                Place { at: after, column: after - line, item_line: place.line.filter(|_| dash), line: None, line_end };
        }
        let (at, tag) = self.skip_properties(place.at, line_end);
        if let Some(key) = self.key(at, line_end) {
            return self.entry(place, key);
        }
        // A value of an item, of the entry above, or of the document.
        let parent = match item {
            Some(column) => Some(column),
            None => {
                self.settle_value(place.column);
                self.add_pending();
                self.frames.last().map(Frame::column)
            }
        };
        if at >= line_end {
            self.mark(at);
            return next;
        }
        let context = self.frames.last().map(Frame::context).unwrap_or_default();
        let (next, inner) = self.value(at, line_end, parent, context, tag, item.is_some());
        self.valued(inner);
        next
    }

    /// Reads an entry from its key on. Gives the next line.
    fn entry(&mut self, place: Place, key: Key) -> usize {
        self.settle(place.column, false);
        let commented = !self.pending.is_empty();
        self.add_pending();
        self.ensure_map(place);
        let line_end = place.line_end;
        let next = self.scan.next_line(line_end);
        let after = key.after;
        self.open_entry(place, key, commented);
        self.mark(after);
        let (at, tag) = self.skip_properties(self.scan.skip_blank(after), line_end);
        self.mark(self.scan.trim(after..at).end);
        if at >= line_end {
            self.mark(at.min(line_end));
            return next;
        }
        if self.scan.is(at, b'#') {
            self.pending.push((Kind::Comment, Span::new(at, line_end)));
            return next;
        }
        let context = self.frames.last().map(Frame::context).unwrap_or_default();
        let (next, inner) = self.value(at, line_end, Some(place.column), context, tag, false);
        self.valued(inner);
        next
    }

    /// Passes over anchors and tags. Gives the place after them and the last tag. They do not count as read yet: what was
    /// open may still have to end before them.
    fn skip_properties(&self, start: usize, line_end: usize) -> (usize, Option<Range<usize>>) {
        let mut at = start;
        let mut tag = None;
        while let Some(byte @ (b'&' | b'!')) = self.scan.byte(at).filter(|_| at < line_end) {
            let end = self.scan.skip(at, |byte| !is_blank(byte) && byte != b'\n').min(line_end);
            if byte == b'!' {
                tag = Some(at..end);
            }
            at = self.scan.skip_blank(end);
        }
        (at, tag)
    }

    /// The key that starts at a place, if the line has one.
    fn key(&self, at: usize, line_end: usize) -> Option<Key> {
        let ends = |colon: usize| {
            colon < line_end && (colon + 1 >= line_end || self.scan.byte(colon + 1).is_none_or(is_blank))
        };
        match self.scan.byte(at).filter(|_| at < line_end)? {
            quote @ (b'"' | b'\'') => {
                let close = self.scan.skip(at + 1, |byte| byte != quote && byte != b'\n');
                let colon = self.scan.skip_blank(close + 1);
                (self.scan.is(close, quote) && self.scan.is(colon, b':') && ends(colon)).then(|| Key {
                    outer: at..close + 1,
                    inner: at + 1..close,
                    after: colon + 1,
                })
            }
            b'[' | b'{' | b'|' | b'>' | b'#' | b'@' | b'`' | b'*' => None,
            _ => {
                let mut mark = at;
                loop {
                    mark = self.scan.skip(mark, |byte| !matches!(byte, b':' | b'#' | b'\n'));
                    match self.scan.byte(mark).filter(|_| mark < line_end)? {
                        b':' if ends(mark) => break,
                        b'#' if mark > at && self.scan.byte(mark - 1).is_some_and(is_blank) => return None,
                        _ => mark += 1,
                    }
                }
                let inner = self.scan.trim(at..mark);
                (!inner.is_empty()).then(|| Key { outer: inner.clone(), inner, after: mark + 1 })
            }
        }
    }

    fn add_comment(&mut self, start: usize, end: usize) {
        references::comment(self.builder, start, end);
    }
}
