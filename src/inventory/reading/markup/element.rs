//! Elements of XML as entries, and attributes.
//! Not the finding of tags.
//!
//! **Invariant:** an end tag closes the nearest element of its name with all in it; without one it closes nothing.

use std::ops::Range;

use super::Markup;
use super::tag::Tag;
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, Span, Text, TextForm};
use crate::inventory::reading::config::DEPTH;
use crate::inventory::reading::config::escape::{Escapes, cook};
use crate::inventory::reading::config::scan::span;

/// An open element.
pub(super) struct Element {
    node: Option<NodeId>,
    name: String,
    key: Range<usize>,
    start: usize,
}

/// How many elements are followed.
const ELEMENTS: usize = 1000;

impl Markup<'_, '_, '_, '_> {
    pub(super) fn open(&mut self, tag: &Tag) {
        if self.elements.len() == ELEMENTS {
            // One that is too deep takes the place of its parent.
            self.close(tag.start, tag.start);
        }
        let entry = Entry { key: span(&tag.name), form: EntryForm::Property, whole: Span::default() };
        let node = (self.builder.depth() < DEPTH)
            .then(|| self.builder.open(Kind::Entry(entry), Span::new(tag.start, tag.end)));
        let name = self.scan.slice(tag.name.clone()).to_owned();
        *self.open_names.entry(name.clone()).or_default() += 1;
        self.elements.push(Element { node, name, key: tag.name.clone(), start: tag.start });
    }

    pub(super) fn end_tag(&mut self, name: &str, start: usize, end: usize) {
        if self.open_names.get(name).is_none_or(|count| *count == 0) {
            if !self.html {
                self.trouble(start, end, "nothing is open that this tag ends");
            }
            return;
        }
        while self.elements.last().is_some_and(|element| element.name != name) {
            self.trouble(start, end, "an element before this tag is not ended");
            self.close(start, start);
        }
        self.close(end, end);
    }

    /// Closes the innermost element at a place.
    pub(super) fn close(&mut self, end: usize, whole_end: usize) {
        let Some(element) = self.elements.pop() else { return };
        if let Some(count) = self.open_names.get_mut(&element.name) {
            *count = count.saturating_sub(1);
        }
        let Some(node) = element.node else { return };
        self.builder.close_at(end);
        let range = element.start..whole_end;
        let whole = self.scan.whole_lines(range.clone()).unwrap_or_else(|| span(&range));
        let entry = Entry { key: span(&element.key), form: EntryForm::Property, whole };
        self.builder.set_kind(node, Kind::Entry(entry));
    }

    pub(super) fn attributes(&mut self, tag: &Tag) {
        for attribute in &tag.attributes {
            let range = attribute.name.start..attribute.end;
            // The blank before an attribute goes with it.
            let blank = self.scan.byte(range.start - 1).is_some_and(|byte| byte == b' ' || byte == b'\t');
            let whole = self.scan.whole_lines(range.clone());
            let whole = whole.unwrap_or_else(|| Span::new(range.start - usize::from(blank), range.end));
            let entry = Entry { key: span(&attribute.name), form: EntryForm::Property, whole };
            self.builder.open(Kind::Entry(entry), span(&range));
            if let Some(value) = &attribute.value {
                let outer = if attribute.quoted { value.start - 1..value.end + 1 } else { value.clone() };
                let form = if attribute.quoted { TextForm::Quoted } else { TextForm::Plain };
                let cooked = cook(self.scan.slice(value.clone()), Escapes::Entities);
                self.builder.leaf(Kind::Text(Text { inner: span(value), cooked, form }), span(&outer));
            }
            self.builder.close();
        }
    }
}
