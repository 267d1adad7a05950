//! Writes the nodes of an exact reader into an outline together with the comments that its parser keeps apart.
//! Not a reader: it knows places, not languages.
//!
//! **Invariant:** whatever order and spans it is given, parents enclose children and starts never go back; a span that
//! has to be cut for that makes the outline inexact, because only a repaired syntax tree can ask for it.

use std::iter::Peekable;
use std::ops::Range;

use crate::inventory::outline::{Kind, OutlineBuilder, Segments, Span};

/// The nodes of one range on their way into an outline.
pub(super) struct Ordered<'builder, 'source> {
    builder: &'builder mut OutlineBuilder<'source>,
    comments: Peekable<std::vec::IntoIter<(Span, Kind)>>,
    /// The ends of the open nodes, outermost first.
    ends: Vec<u32>,
    bounds: Span,
    last: u32,
}

impl<'builder, 'source> Ordered<'builder, 'source> {
    /// For a range of the source with these comments, in source order; what the parser takes for a comment may be of
    /// another kind.
    pub(super) fn new(
        builder: &'builder mut OutlineBuilder<'source>,
        range: &Range<usize>,
        comments: Vec<(Span, Kind)>,
    ) -> Self {
        let bounds = Span::new(range.start, range.end);
        Ordered { builder, comments: comments.into_iter().peekable(), ends: vec![], bounds, last: bounds.start }
    }

    /// The whole source.
    pub(super) fn source(&self) -> &'source str {
        self.builder.source()
    }

    /// The source of a span.
    pub(super) fn slice(&self, span: Span) -> &'source str {
        self.source().get(span.range()).unwrap_or_default()
    }

    /// Adds a node below the open one and opens it.
    pub(super) fn open(&mut self, kind: Kind, span: Span) {
        let span = self.place(span);
        self.builder.open(kind, span);
        self.ends.push(span.end);
    }

    /// Closes the innermost open node; comments that stand in it and were not reached yet become its children.
    pub(super) fn close(&mut self) {
        if let Some(end) = self.ends.last().copied() {
            self.comments_before(end);
            self.ends.pop();
            self.builder.close();
        }
    }

    /// Adds a node below the open one.
    pub(super) fn leaf(&mut self, kind: Kind, span: Span) {
        let span = self.place(span);
        self.builder.leaf(kind, span);
    }

    /// Stores the segments of a path or callee.
    pub(super) fn segments(&mut self, spans: &[Span]) -> Segments {
        self.builder.segments(spans.iter().copied())
    }

    /// Writes the comments behind the last node.
    pub(super) fn finish(mut self) {
        while !self.ends.is_empty() {
            self.close();
        }
        self.comments_before(u32::MAX);
    }

    fn place(&mut self, span: Span) -> Span {
        self.comments_before(span.start);
        self.cut(span)
    }

    fn cut(&mut self, span: Span) -> Span {
        let limit = self.ends.last().copied().unwrap_or(self.bounds.end);
        let start = span.start.max(self.last).min(limit.max(self.last));
        let end = span.end.min(limit).max(start);
        let placed = Span { start, end };
        if placed != span {
            self.builder.inexact();
        }
        self.last = start;
        placed
    }

    fn comments_before(&mut self, start: u32) {
        while let Some((span, kind)) = self.comments.next_if(|(comment, _)| comment.start < start) {
            let span = self.cut(span);
            self.builder.leaf(kind, span);
        }
    }
}

/// The character boundary at or before a place.
pub(super) fn boundary(source: &str, at: usize) -> usize {
    let at = at.min(source.len());
    (at.saturating_sub(3)..=at).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0)
}
