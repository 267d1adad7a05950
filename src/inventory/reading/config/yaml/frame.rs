//! What is open while YAML is read: maps, sequences and entries with their columns.
//! Not the reading of values.
//!
//! **Invariant:** an entry lies on the map that it belongs to, and what is closed ends where its last content ended.

use std::ops::Range;

use super::{Key, Place, Yaml};
use crate::inventory::language::Language;
use crate::inventory::language_of::language_of;
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, Span};
use crate::inventory::reading::config::DEPTH;
use crate::inventory::reading::config::scan::span;
use crate::inventory::reading::config::variables::{Named, is_upper_name, is_variable_key, is_variable_map};

/// What a value is by the key above it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// Its entries are variables of the environment.
    pub variables: bool,
    /// It is a command, in this language.
    pub command: Option<Language>,
    /// It is the content of a file, in this language.
    pub file: Option<Language>,
}

/// What is open.
pub(super) enum Frame {
    Map(Map),
    List { column: usize, node: Option<NodeId>, context: Context },
    Entry(OpenEntry),
}

pub(super) struct Map {
    column: usize,
    node: Option<NodeId>,
    variables: bool,
    in_list: bool,
    named: Named,
    /// The start of its item's line, if only the dash stands before it.
    item_line: Option<usize>,
    /// The entry that stands right behind the dash, as long as it is the only one.
    first: Option<OpenEntry>,
    entries: usize,
}

pub(super) struct OpenEntry {
    column: usize,
    node: Option<NodeId>,
    key: Range<usize>,
    start: usize,
    line: Option<usize>,
    form: EntryForm,
    valued: bool,
    context: Context,
}

impl Frame {
    pub(super) fn column(&self) -> usize {
        match self {
            Frame::Map(map) => map.column,
            Frame::List { column, .. } => *column,
            Frame::Entry(entry) => entry.column,
        }
    }

    pub(super) fn context(&self) -> Context {
        match self {
            Frame::Map(_) => Context::default(),
            Frame::List { context, .. } => *context,
            Frame::Entry(entry) => entry.context,
        }
    }
}

/// The language of a command below a key.
fn command(key: &str) -> Option<Language> {
    match key {
        "run" | "script" | "command" | "commands" | "cmd" | "cmds" | "before_script" | "after_script"
        | "entrypoint" | "bash" => Some(Language::Shell),
        "powershell" | "pwsh" => Some(Language::PowerShell),
        _ => None,
    }
}

/// The language of a file whose content stands below its name, as in a ConfigMap.
fn file(key: &str) -> Option<Language> {
    let language = if key.contains('.') { language_of(key, "") } else { Language::Plain };
    (!matches!(language, Language::Plain | Language::Unknown)).then_some(language)
}

impl Yaml<'_, '_, '_, '_> {
    /// Closes what content in this column is not part of.
    pub(super) fn settle(&mut self, column: usize, dash: bool) {
        while let Some(frame) = self.frames.last() {
            let stays = match frame {
                Frame::Entry(entry) => column > entry.column || (dash && column == entry.column && !entry.valued),
                Frame::List { column: own, .. } => column > *own || (dash && column == *own),
                Frame::Map(map) => column > map.column || (!dash && column == map.column),
            };
            if stays {
                break;
            }
            self.close();
        }
    }

    /// Closes what a line without key and dash in this column is not part of.
    pub(super) fn settle_value(&mut self, column: usize) {
        while self.frames.last().is_some_and(|frame| frame.column() >= column) {
            self.close();
        }
    }

    pub(super) fn close_all(&mut self) {
        while !self.frames.is_empty() {
            self.close();
        }
    }

    /// The start of the line after the last content.
    fn next_line(&mut self) -> usize {
        if self.after.0 != self.end {
            self.after = (self.end, self.scan.next_line(self.end));
        }
        self.after.1
    }

    fn close(&mut self) {
        let end = self.end;
        match self.frames.pop() {
            None => {}
            Some(Frame::List { node: Some(_), .. }) => self.builder.close_at(end),
            Some(Frame::List { .. }) => {}
            Some(Frame::Entry(entry)) => {
                if entry.node.is_some() {
                    self.builder.close_at(end);
                }
                if let Some(line) = entry.line {
                    let whole = Span::new(line, self.next_line());
                    self.set(&entry, whole);
                } else if let Some(Frame::Map(map)) = self.frames.last_mut() {
                    map.first = Some(entry);
                }
            }
            Some(Frame::Map(map)) => {
                if map.node.is_some() {
                    self.builder.close_at(end);
                }
                let whole = match map.item_line {
                    Some(line) => Span::new(line, self.next_line()),
                    None => Span::default(),
                };
                if let Some(first) = map.first.filter(|_| map.entries == 1) {
                    self.set(&first, whole);
                }
                if let (true, Some(node)) = (map.in_list, map.node)
                    && let Some(key) = map.named.variable(self.scan, map.variables)
                {
                    let entry = Entry { key: span(&key), form: EntryForm::Variable, whole };
                    self.builder.set_kind(node, Kind::Entry(entry));
                }
            }
        }
    }

    fn set(&mut self, entry: &OpenEntry, whole: Span) {
        if let Some(node) = entry.node {
            let entry = Entry { key: span(&entry.key), form: entry.form, whole };
            self.builder.set_kind(node, Kind::Entry(entry));
        }
    }

    /// Opens a node that ends where its last content will end, unless too many are open.
    fn open(&mut self, kind: Kind, at: usize) -> Option<NodeId> {
        (self.builder.depth() < DEPTH).then(|| self.builder.open(kind, Span::new(at, at)))
    }

    /// Opens a sequence in this column if it is not open.
    pub(super) fn ensure_list(&mut self, place: Place) {
        if matches!(self.frames.last(), Some(Frame::List { column, .. }) if *column == place.column) {
            return;
        }
        let context = self.frames.last().map(Frame::context).unwrap_or_default();
        self.valued(None);
        let node = self.open(Kind::List, place.at);
        self.frames.push(Frame::List { column: place.column, node, context });
    }

    /// Opens a map in this column if it is not open. The map of a whole document is no node.
    pub(super) fn ensure_map(&mut self, place: Place) {
        if matches!(self.frames.last(), Some(Frame::Map(map)) if map.column == place.column) {
            return;
        }
        let variables = self.frames.last().map(Frame::context).unwrap_or_default().variables;
        let in_list = matches!(self.frames.last(), Some(Frame::List { .. }));
        self.valued(None);
        let node = if self.frames.is_empty() { None } else { self.open(Kind::Map, place.at) };
        self.frames.push(Frame::Map(Map {
            column: place.column,
            node,
            variables,
            in_list,
            named: Named::default(),
            item_line: place.item_line,
            first: None,
            entries: 0,
        }));
    }

    /// Opens an entry of the innermost map. `commented` says that a comment stands between it and what is before it.
    pub(super) fn open_entry(&mut self, place: Place, key: Key, commented: bool) {
        let text = self.scan.slice(key.inner.clone());
        let mut form = EntryForm::Property;
        let mut first = None;
        if let Some(Frame::Map(map)) = self.frames.last_mut() {
            // A map in a list of variables describes one variable, or has the variable's name for its key.
            if map.variables && is_variable_key(text) && (!map.in_list || is_upper_name(text)) {
                form = EntryForm::Variable;
            }
            map.named.see(text, None);
            map.entries += 1;
            first = map.first.take();
        }
        if let Some(first) = first.filter(|_| !commented) {
            self.set(&first, Span::new(first.start, key.outer.start));
        }
        let context = Context { variables: is_variable_map(text), command: command(text), file: file(text) };
        let entry = Entry { key: span(&key.inner), form, whole: Span::default() };
        let node = self.open(Kind::Entry(entry), key.outer.start);
        self.frames.push(Frame::Entry(OpenEntry {
            column: place.column,
            node,
            key: key.inner,
            start: key.outer.start,
            line: place.line,
            form,
            valued: false,
            context,
        }));
    }

    /// The innermost entry has a value; `text` is its place if it is one text.
    pub(super) fn valued(&mut self, text: Option<Range<usize>>) {
        let key = match self.frames.last_mut() {
            Some(Frame::Entry(entry)) => {
                entry.valued = true;
                entry.key.clone()
            }
            _ => return,
        };
        let key = self.scan.slice(key);
        if let Some(Frame::Map(map)) = self.frames.iter_mut().rev().nth(1) {
            map.named.see(key, text);
        }
    }
}
