//! What a rule is given: one file's outline with its surroundings in the project, and questions about a node's place.
//! Not a rule: it says where a node stands, never what that means.
//!
//! **Invariant:** nothing here changes the outline or depends on which rule asks.

use std::cell::OnceCell;
use std::collections::HashSet;

use memchr::memmem;

use super::language::Language;
use super::neighbourhood::Constants;
use super::outline::{Entry, EntryForm, Kind, Node, NodeId, Outline, Span, Text, TextForm};
use super::place::Place;
use super::project::Project;
use super::settings::Settings;

/// How close a file is to the source gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// Nothing in the project speaks to the source.
    None,
    /// Another file of the project does.
    Project,
    /// This file does: by an address, a key variable, a package, or a constant of another file that holds one.
    File,
}

/// One file for the rules.
#[derive(Debug)]
pub struct Context<'a> {
    /// Its path in the project.
    pub path: &'a str,
    /// Its language.
    pub language: Language,
    /// What it is for.
    pub place: Place,
    /// Its outline.
    pub outline: &'a Outline<'a>,
    /// How close it is to the source gateway.
    pub closeness: Closeness,
    /// Whether it holds the source's host without a path, so that a path alone may belong to it.
    pub bare_host: bool,
    /// Whether another file of the project holds the source's host without a path, and this one is close to the source.
    pub far_host: bool,
    /// Whether a path of the API stands in it without a host (`/api/v1…`).
    pub api_path: bool,
    /// Whether it uses LiteLLM, whose prefixes choose the gateway.
    pub lite_llm: bool,
    /// The name of the target's key variable in every style of writing.
    pub target_keys: &'a [String],
    /// Whether one of them occurs in it: looked for once, by the first rule that asks.
    pub has_target_key: OnceCell<bool>,
    /// Constants of the project that hold addresses.
    pub constants: &'a Constants,
    /// What is the project's own.
    pub project: &'a Project,
    /// The fields of the project's settings classes that are filled from a variable of the source.
    pub settings_fields: &'a HashSet<String>,
    /// What a person chose.
    pub settings: &'a Settings,
}

impl<'a> Context<'a> {
    /// Whether the name of the target's key variable occurs in the file, in any style.
    #[must_use]
    pub fn has_target_key(&self) -> bool {
        let source = self.outline.source().as_bytes();
        let occurs = |name: &String| memmem::find(source, name.as_bytes()).is_some();
        *self.has_target_key.get_or_init(|| self.target_keys.iter().any(occurs))
    }

    /// All texts outside comments and prose, with their values.
    pub fn texts(&self) -> impl Iterator<Item = (NodeId, &Node, &Text, &str)> {
        self.outline.nodes().filter_map(|(id, node)| match &node.kind {
            Kind::Text(text) if text.form != TextForm::Prose => Some((id, node, text, self.outline.value(text))),
            _ => None,
        })
    }

    /// All entries with their keys.
    pub fn entries(&self) -> impl Iterator<Item = (NodeId, &Node, &Entry, &'a str)> {
        self.outline.nodes().filter_map(|(id, node)| match &node.kind {
            Kind::Entry(entry) => Some((id, node, entry, self.outline.slice(entry.key))),
            _ => None,
        })
    }

    /// The key that a node is the value of, also as an item of its list, a piece of its template or an argument of the
    /// call that makes it; not beyond an object, a block or another file's name.
    #[must_use]
    pub fn key_of(&self, id: NodeId) -> Option<(NodeId, &Entry, &'a str)> {
        for (at, node) in self.outline.ancestors(id) {
            match &node.kind {
                Kind::Entry(entry) => return Some((at, entry, self.outline.slice(entry.key))),
                Kind::Map | Kind::Other | Kind::Compare => return None,
                _ => {}
            }
        }
        None
    }

    /// The keys around a node, nearest first, through objects and lists and calls.
    pub fn keys_around(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Entry, &'a str)> {
        self.outline.ancestors(id).filter_map(|(at, node)| match &node.kind {
            Kind::Entry(entry) => Some((at, entry, self.outline.slice(entry.key))),
            _ => None,
        })
    }

    /// The last name of the innermost call that a node is an argument of, directly or within its value.
    #[must_use]
    pub fn callee_of(&self, id: NodeId) -> Option<&'a str> {
        for (_, node) in self.outline.ancestors(id) {
            match &node.kind {
                Kind::Call(segments) => return self.outline.names(*segments).next_back(),
                Kind::Other => return None,
                _ => {}
            }
        }
        None
    }

    /// Whether a node is an operand of a comparison.
    #[must_use]
    pub fn is_compared(&self, id: NodeId) -> bool {
        self.outline
            .ancestors(id)
            .take_while(|(_, node)| matches!(node.kind, Kind::Template | Kind::Compare | Kind::List))
            .any(|(_, node)| matches!(node.kind, Kind::Compare))
    }

    /// The direct entries of a map, a call or a block, with their keys. Of a very long one the first: a request has few,
    /// and a list of data is asked about once for each of its items.
    pub fn entries_in(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Entry, &'a str)> {
        self.outline.children(id).take(200).filter_map(|(at, node)| match &node.kind {
            Kind::Entry(entry) => Some((at, entry, self.outline.slice(entry.key))),
            _ => None,
        })
    }

    /// The value of an entry: its last child, since an assignment's target stands before it.
    #[must_use]
    pub fn value_of(&self, entry: NodeId) -> Option<(NodeId, &Node)> {
        self.outline.children(entry).last()
    }

    /// The text of an entry's value, if it is one literal.
    #[must_use]
    pub fn text_of(&self, entry: NodeId) -> Option<&str> {
        match &self.value_of(entry)?.1.kind {
            Kind::Text(text) => Some(self.outline.value(text)),
            _ => None,
        }
    }

    /// The line that a place stands in, without its end.
    #[must_use]
    pub fn line_of(&self, span: Span) -> &'a str {
        self.outline.slice(self.line_span(span))
    }

    /// The span of the line that a place starts in, without its end; of a very long line only what is near the place, so
    /// that a question about each text of a minified file takes time that grows with the file alone.
    #[must_use]
    pub fn line_span(&self, span: Span) -> Span {
        const NEAR: usize = 4_096;
        let source = self.outline.source();
        let start = span.start as usize;
        let boundary = |at: usize| (at..=source.len()).find(|at| source.is_char_boundary(*at)).unwrap_or(source.len());
        let (first, last) = (boundary(start.saturating_sub(NEAR)), boundary((start + NEAR).min(source.len())));
        let from = source.get(first..start).and_then(|before| before.rfind('\n')).map_or(first, |at| first + at + 1);
        let to = source.get(start..last).and_then(|after| after.find('\n')).map_or(last, |at| start + at);
        let to = if source.get(from..to).is_some_and(|line| line.ends_with('\r')) { to - 1 } else { to };
        Span::new(from, to.max(start))
    }

    /// Whether the file is configuration, where a name stands for a variable of the environment.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        use Language as L;
        matches!(self.language, L::DotEnv | L::Yaml | L::Toml | L::Json | L::Ini | L::Dockerfile | L::Hcl | L::Nginx)
    }

    /// Whether a place is code inside documentation, or the file is documentation altogether.
    #[must_use]
    pub fn is_documentation(&self, span: Span) -> bool {
        self.place == Place::Documentation || self.outline.is_documentation(span)
    }
}

/// Whether an entry of Python code is a field of a settings class, which is filled from a variable of its name.
#[must_use]
pub fn is_settings_entry(outline: &Outline<'_>, id: NodeId, entry: &Entry) -> bool {
    matches!(entry.form, EntryForm::Member | EntryForm::Declaration { .. })
        && outline.source().contains("BaseSettings")
        && outline.ancestors(id).next().is_some()
}

/// Whether an entry sets a variable of the environment.
#[must_use]
pub fn sets_variable(entry: &Entry) -> bool {
    entry.form == EntryForm::Variable
}
