//! Entries of the bracket machine: their opening, their end, and what to delete so that one is gone.
//! Not the reading of keys and values.
//!
//! **Invariant:** an entry's `whole` leaves the rest well formed: one neighbouring comma goes with it, and its lines where
//! nothing else stands on them.

use std::ops::Range;

use super::{Dialect, Frame, Machine, holds_variables};
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, Span};
use crate::inventory::reading::config::DEPTH;
use crate::inventory::reading::config::scan::{Scan, span};
use crate::inventory::reading::config::variables::is_variable_key;

/// An entry whose value has not ended.
pub(super) struct OpenEntry {
    node: Option<NodeId>,
    start: usize,
    key: Range<usize>,
    form: EntryForm,
    pub valued: bool,
    pub end: usize,
    /// Whether the entries of its value are variables.
    pub variables: bool,
}

/// An entry that has ended.
pub(super) struct Finished {
    pub node: NodeId,
    pub key: Range<usize>,
    pub form: EntryForm,
    pub start: usize,
    pub end: usize,
}

impl<D: Dialect> Machine<'_, '_, '_, D> {
    /// Opens an entry; `end` is the place after its separator.
    pub(super) fn open_entry(&mut self, outer: Range<usize>, key: Range<usize>, end: usize) {
        let name = self.scan.slice(key.clone());
        let variables = holds_variables(name);
        let in_variables = self.top().is_some_and(|frame| frame.variables);
        let in_list = self.frames.iter().rev().nth(1).map_or(self.item, |parent| parent.close == Some(b']'));
        // A map in a list of variables describes one variable; its own keys are none.
        let form =
            if in_variables && !in_list && is_variable_key(name) { EntryForm::Variable } else { EntryForm::Property };
        let entry = Entry { key: span(&key), form, whole: Span::default() };
        let node =
            (self.builder.depth() < DEPTH).then(|| self.builder.open(Kind::Entry(entry), Span::new(outer.start, end)));
        if let Some(frame) = self.top() {
            frame.entry = Some(OpenEntry { node, start: outer.start, key, form, valued: false, end, variables });
        }
    }

    /// Tells the frame what its open entry's value is.
    pub(super) fn see(&mut self, value: Option<Range<usize>>) {
        let scan = self.scan;
        if let Some(frame) = self.top()
            && let Some(entry) = &frame.entry
        {
            frame.named.see(scan.slice(entry.key.clone()), value);
        }
    }

    /// Ends the open entry of the innermost frame.
    pub(super) fn finish_entry(&mut self) {
        let scan = self.scan;
        let Some(frame) = self.frames.last_mut() else { return };
        let Some(entry) = frame.entry.take() else { return };
        frame.named.see(scan.slice(entry.key.clone()), None);
        if let Some(node) = entry.node {
            self.builder.close_at(entry.end);
            let OpenEntry { key, form, start, end, .. } = entry;
            self.finished(Finished { node, key, form, start, end });
        }
    }

    /// Keeps an ended entry until it is known what follows. One that waits is followed by no comma.
    pub(super) fn finished(&mut self, finished: Finished) {
        let Some(mut frame) = self.frames.pop() else {
            let whole = whole(self.scan, finished.start..finished.end, None, None);
            return self.set(&finished, whole);
        };
        self.settle(&mut frame, None);
        frame.last = Some(finished);
        self.frames.push(frame);
    }

    /// Says what to delete for the entry that waits in the frame.
    pub(super) fn settle(&mut self, frame: &mut Frame, comma: Option<usize>) {
        if let Some(finished) = frame.last.take() {
            let whole = whole(self.scan, finished.start..finished.end, comma, frame.comma);
            self.set(&finished, whole);
            // Without a comma in between, the one before this entry is not the next one's neighbour.
            frame.comma = None;
        }
    }

    fn set(&mut self, finished: &Finished, whole: Span) {
        let entry = Entry { key: span(&finished.key), form: finished.form, whole };
        self.builder.set_kind(finished.node, Kind::Entry(entry));
    }

    /// A comma ends the open entry and goes with it.
    pub(super) fn comma(&mut self, at: usize) -> usize {
        self.finish_entry();
        if let Some(mut frame) = self.frames.pop() {
            self.settle(&mut frame, Some(at));
            frame.comma = Some(at);
            self.frames.push(frame);
        }
        at + 1
    }

    /// The end of a line ends an entry that has a value, and no comma goes with it.
    pub(super) fn end_of_line(&mut self) {
        if self.top().and_then(|frame| frame.entry.as_ref()).is_some_and(|entry| entry.valued) {
            self.finish_entry();
        }
    }
}

/// What to delete for an item with the comma after it or, failing that, the one before.
fn whole(scan: Scan<'_>, item: Range<usize>, after: Option<usize>, before: Option<usize>) -> Span {
    match (after, before) {
        (Some(comma), _) => {
            scan.whole_lines(item.start..comma + 1).unwrap_or_else(|| Span::new(item.start, scan.skip_blank(comma + 1)))
        }
        (None, Some(comma)) => Span::new(comma, item.end),
        (None, None) => scan.whole_lines(item.clone()).unwrap_or_else(|| span(&item)),
    }
}
