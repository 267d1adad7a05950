//! Values in brackets: the one machine behind JSON, flow collections of YAML, inline values of TOML, and HCL.
//! Not a format: a [`Dialect`] says what a scalar, a comment and a separator are.
//!
//! **Invariant:** nesting is kept on a stack of frames, every step moves on, and any text comes to an end: what does not
//! fit is said as trouble and passed over.

mod entry;

use std::ops::Range;

use super::references::{self, References, Written};
use super::scan::{Scan, span};
use super::variables::{Named, is_variable_map, is_variable_name, setting};
use super::{DEPTH, TROUBLES, expression};
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, OutlineBuilder, Span};
use entry::{Finished, OpenEntry};

/// What a format has between its brackets.
pub(super) trait Dialect {
    /// The end of a comment that starts at the place.
    fn comment(&self, scan: Scan<'_>, at: usize) -> Option<usize>;
    /// The end of what stands between key and value, if it is at the place.
    fn separator(&self, scan: Scan<'_>, at: usize) -> Option<usize>;
    /// The scalar at the place; it holds at least one character.
    fn scalar(&self, scan: Scan<'_>, at: usize, key: bool) -> Scalar;
    /// Which references a text has.
    fn references(&self, text: &str) -> References;
    /// Whether lines end entries, entries may be blocks with labels, and values may be expressions.
    fn has_blocks(&self) -> bool {
        false
    }
    /// Whether the line at the place can no longer be part of the value.
    fn stops(&self, _scan: Scan<'_>, _line: usize) -> bool {
        false
    }
}

/// A scalar as it stands in the source.
#[derive(Debug, Clone)]
pub(super) enum Scalar {
    /// A text.
    Text(Written),
    /// A text whose end is missing.
    Unclosed(Written),
    /// A number.
    Number(Range<usize>),
    /// A name or member path, only with [`Dialect::has_blocks`].
    Name(Range<usize>),
    /// Nothing that matters.
    Other(Range<usize>),
}

impl Scalar {
    fn outer(&self) -> Range<usize> {
        match self {
            Scalar::Text(written) | Scalar::Unclosed(written) => written.outer.clone(),
            Scalar::Number(range) | Scalar::Name(range) | Scalar::Other(range) => range.clone(),
        }
    }

    fn inner(&self) -> Range<usize> {
        match self {
            Scalar::Text(written) | Scalar::Unclosed(written) => written.inner.clone(),
            Scalar::Number(range) | Scalar::Name(range) | Scalar::Other(range) => range.clone(),
        }
    }
}

/// Reads the bracketed value at `at` and gives the place after it, or after the last of it where a bracket is missing. `variables` says that its entries are variables of
/// the environment, `item` that it stands in a sequence.
pub(super) fn read_value<'source, D: Dialect>(
    builder: &mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    at: usize,
    dialect: &D,
    variables: bool,
    item: bool,
) -> usize {
    let mut machine = Machine { builder, scan, dialect, item, frames: Vec::new(), troubles: TROUBLES };
    let at = machine.open_bracket(at, variables);
    machine.run(at, true)
}

/// Reads everything.
pub(super) fn read_all<'source, D: Dialect>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>, dialect: &D) {
    let mut machine = Machine { builder, scan, dialect, item: false, frames: Vec::new(), troubles: TROUBLES };
    machine.frames.push(Frame { map: dialect.has_blocks(), ..Frame::default() });
    machine.run(scan.start(), false);
}

/// How many brackets are followed. The bound keeps the memory for a text of nothing but brackets small.
const FRAMES: usize = 1000;

/// How many labels a block has at most.
const LABELS: usize = 4;

/// An open bracket, or the whole text.
#[derive(Default)]
struct Frame {
    node: Option<NodeId>,
    start: usize,
    close: Option<u8>,
    map: bool,
    /// Whether the entries are variables of the environment.
    variables: bool,
    named: Named,
    entry: Option<OpenEntry>,
    /// The last entry, of which it is not yet known whether a comma follows.
    last: Option<Finished>,
    /// The last comma.
    comma: Option<usize>,
}

struct Machine<'builder, 'source, 'dialect, D> {
    builder: &'builder mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    dialect: &'dialect D,
    /// Whether the whole value stands in a sequence.
    item: bool,
    frames: Vec<Frame>,
    troubles: usize,
}

impl<D: Dialect> Machine<'_, '_, '_, D> {
    /// With `one`, up to the end of the value whose bracket is open.
    fn run(&mut self, mut at: usize, one: bool) -> usize {
        let mut end = at;
        while let Some(byte) = self.scan.byte(at) {
            if self.frames.is_empty() && one {
                return at;
            }
            if matches!(byte, b' ' | b'\t' | b'\r') {
                at += 1;
                continue;
            }
            if byte == b'\n' {
                at += 1;
                if self.dialect.has_blocks() && self.top().is_some_and(|frame| frame.map) {
                    self.end_of_line();
                }
                if self.dialect.stops(self.scan, at) {
                    self.trouble(end..end, "a bracket is not closed");
                    self.close_all(end);
                    return end;
                }
                continue;
            }
            at = if let Some(comment_end) = self.dialect.comment(self.scan, at) {
                self.comment(at, comment_end)
            } else {
                match byte {
                    b'{' | b'[' => self.open_bracket(at, false),
                    b'(' if self.dialect.has_blocks() => self.open_bracket(at, false),
                    b'}' | b']' => self.close_bracket(at, byte),
                    b')' if self.dialect.has_blocks() => self.close_bracket(at, byte),
                    b',' => self.comma(at),
                    _ => self.scalar(at),
                }
            };
            end = at;
        }
        if self.frames.iter().any(|frame| frame.close.is_some()) {
            self.trouble(end..end, "a bracket is not closed");
        }
        self.close_all(end);
        end
    }

    fn top(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    fn trouble(&mut self, range: Range<usize>, what: &str) {
        if self.troubles > 0 {
            self.troubles -= 1;
            self.builder.trouble(span(&range), what);
        }
    }

    fn comment(&mut self, at: usize, end: usize) -> usize {
        let has_value = self.top().and_then(|frame| frame.entry.as_ref()).is_some_and(|entry| entry.valued);
        if has_value {
            self.finish_entry();
        } else if let Some(entry) = self.top().and_then(|frame| frame.entry.as_mut()) {
            entry.end = entry.end.max(end);
        }
        references::comment(self.builder, at, end);
        end
    }

    fn open_bracket(&mut self, at: usize, variables: bool) -> usize {
        if self.frames.len() == FRAMES {
            self.trouble(at..at + 1, "the brackets are nested too deeply");
            return at + 1;
        }
        let (kind, close) = match self.scan.byte(at) {
            Some(b'{') => (Some(Kind::Map), b'}'),
            Some(b'[') => (Some(Kind::List), b']'),
            _ => (None, b')'),
        };
        let map = close == b'}';
        let variables = variables
            || self.top().is_some_and(|frame| match &frame.entry {
                Some(entry) => entry.variables,
                None => !frame.map && frame.variables,
            });
        let node = match kind {
            Some(kind) if self.builder.depth() < DEPTH => Some(self.builder.open(kind, Span::new(at, at + 1))),
            _ => None,
        };
        self.frames.push(Frame { node, start: at, close: Some(close), map, variables, ..Frame::default() });
        at + 1
    }

    fn close_bracket(&mut self, at: usize, byte: u8) -> usize {
        // Only the nearest frames are asked, so that a long run of stray brackets stays cheap.
        let matching = self.frames.iter().rev().take(DEPTH).position(|frame| frame.close == Some(byte));
        match matching {
            Some(above) => {
                if above > 0 {
                    self.trouble(at..at + 1, "a bracket before this one is not closed");
                }
                for _ in 0..above {
                    self.close_frame(at);
                }
                self.close_frame(at + 1);
            }
            None => self.trouble(at..at + 1, "nothing is open that this bracket closes"),
        }
        at + 1
    }

    fn close_frame(&mut self, end: usize) {
        self.finish_entry();
        let Some(mut frame) = self.frames.pop() else { return };
        self.settle(&mut frame, None);
        if frame.node.is_some() {
            self.builder.close_at(end);
        }
        let in_list = self.frames.last().map_or(self.item, |parent| parent.close == Some(b']'));
        if let (true, true, Some(node)) = (frame.map, in_list, frame.node)
            && let Some(key) = frame.named.variable(self.scan, frame.variables)
        {
            let finished = Finished { node, key, form: EntryForm::Variable, start: frame.start, end };
            self.finished(finished);
        }
        self.value_ends(end);
    }

    fn close_all(&mut self, end: usize) {
        while !self.frames.is_empty() {
            self.close_frame(end);
        }
    }

    /// A value of the open entry has ended.
    fn value_ends(&mut self, end: usize) {
        if let Some(entry) = self.top().and_then(|frame| frame.entry.as_mut()) {
            entry.valued = true;
            entry.end = end;
            if !self.dialect.has_blocks() {
                self.finish_entry();
            }
        }
    }

    fn scalar(&mut self, at: usize) -> usize {
        let keyed = self.top().is_some_and(|frame| frame.map && frame.entry.is_none());
        if !keyed && let Some(end) = self.dialect.separator(self.scan, at) {
            return end;
        }
        let scalar = self.dialect.scalar(self.scan, at, keyed);
        let outer = scalar.outer();
        if let Scalar::Unclosed(_) = scalar {
            self.trouble(outer.clone(), "a text is not closed");
        }
        if keyed {
            let blank =
                |byte: u8| matches!(byte, b' ' | b'\t') || (!self.dialect.has_blocks() && b"\r\n".contains(&byte));
            let after = self.scan.skip(outer.end, blank);
            if let Some(value) = self.dialect.separator(self.scan, after) {
                self.open_entry(outer, scalar.inner(), value);
                return value;
            }
            if let Some(body) = self.block(&scalar, after) {
                return body;
            }
        }
        self.value(&scalar)
    }

    /// Adds a scalar as a value and gives the place after it.
    fn value(&mut self, scalar: &Scalar) -> usize {
        let outer = scalar.outer();
        match scalar {
            Scalar::Text(written) | Scalar::Unclosed(written) => {
                if self.top().is_some_and(|frame| !frame.map && frame.variables) && self.listed_variable(written) {
                    return outer.end;
                }
                let found = self.dialect.references(self.scan.slice(written.inner.clone()));
                references::emit(self.builder, self.scan, written, found);
                self.see(Some(written.inner.clone()));
            }
            Scalar::Number(range) => {
                self.builder.leaf(Kind::Number, span(range));
                self.see(None);
            }
            Scalar::Name(range) => {
                let (names, end) = expression::path(self.scan, range.start, range.end);
                let segments = self.builder.segments(names);
                if self.scan.is(end, b'(') && self.builder.depth() < DEPTH {
                    let node = Some(self.builder.open(Kind::Call(segments), Span::new(range.start, end + 1)));
                    self.frames.push(Frame { node, start: range.start, close: Some(b')'), ..Frame::default() });
                    return end + 1;
                }
                self.builder.leaf(Kind::Path(segments), span(range));
            }
            Scalar::Other(_) => {}
        }
        self.value_ends(outer.end);
        outer.end
    }

    /// `KEY=value` or `KEY` in a list of variables.
    fn listed_variable(&mut self, written: &Written) -> bool {
        let inner = &written.inner;
        let equals = setting(self.scan, inner);
        let key = inner.start..equals.unwrap_or(inner.end);
        if !is_variable_name(self.scan.slice(key.clone())) {
            return false;
        }
        let form = EntryForm::Variable;
        let kind = Kind::Entry(Entry { key: span(&key), form, whole: Span::default() });
        let node = self.builder.open(kind, span(&written.outer));
        if let Some(equals) = equals {
            let value = Written { escapes: written.escapes, ..Written::plain(equals + 1..inner.end) };
            let found = self.dialect.references(self.scan.slice(value.inner.clone()));
            references::emit(self.builder, self.scan, &value, found);
        }
        self.builder.close();
        self.finished(Finished { node, key, form, start: written.outer.start, end: written.outer.end });
        true
    }

    /// Opens an entry for a block of HCL: `variable "key" {`. Gives the place of its bracket.
    fn block(&mut self, kind: &Scalar, mut at: usize) -> Option<usize> {
        if !self.dialect.has_blocks() || !matches!(kind, Scalar::Name(_)) {
            return None;
        }
        let mut labels = Vec::new();
        while !self.scan.is(at, b'{') {
            if labels.len() == LABELS {
                return None;
            }
            let label = match self.scan.byte(at)? {
                byte if byte == b'"' || expression::is_name_start(byte) => self.dialect.scalar(self.scan, at, true),
                _ => return None,
            };
            at = self.scan.skip_blank(label.outer().end);
            labels.push(label);
        }
        let key = labels.pop().unwrap_or_else(|| kind.clone()).inner();
        self.open_entry(kind.outer(), key, at);
        for label in labels {
            if let Scalar::Text(written) = label {
                references::emit(self.builder, self.scan, &written, References::NONE);
            }
        }
        Some(at)
    }
}

/// Whether the entries of the map under a key are variables, also in formats of edge platforms that call them `vars`.
fn holds_variables(key: &str) -> bool {
    is_variable_map(key) || key == "vars"
}
