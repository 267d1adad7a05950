//! For tests: the tree as text, and the check that a tree is sound.
//! Not part of the product.
//!
//! **Invariant:** the text names each node, what it covers and what hangs on it, so that a table of cases can be read.

use crate::inventory::outline::{EntryForm, Kind, NodeId, Outline, Segments, TextForm};

/// The tree as text: one outermost node a line, with its children in brackets.
pub(crate) fn dump(outline: &Outline<'_>) -> String {
    let mut text = String::new();
    // The open nodes, and whether each has a child already.
    let mut open: Vec<(NodeId, bool)> = Vec::new();
    for (id, node) in outline.nodes() {
        while open.last().map(|(id, _)| *id) != node.parent {
            let (_, children) = open.pop().unwrap();
            text.push_str(if children { "]" } else { "" });
        }
        text.push_str(match open.last_mut() {
            None if text.is_empty() => "",
            None => "\n",
            Some((_, children)) => {
                if std::mem::replace(children, true) {
                    ", "
                } else {
                    " ["
                }
            }
        });
        text.push_str(&line(outline, id, &node.kind));
        open.push((id, false));
    }
    for (_, children) in open.into_iter().rev() {
        text.push_str(if children { "]" } else { "" });
    }
    text
}

fn path(outline: &Outline<'_>, segments: Segments) -> String {
    outline.names(segments).collect::<Vec<_>>().join(".")
}

fn line(outline: &Outline<'_>, id: NodeId, kind: &Kind) -> String {
    let node = outline.node(id).unwrap();
    match kind {
        Kind::Text(text) => {
            let form = match text.form {
                TextForm::Quoted => "text",
                TextForm::Raw => "raw",
                TextForm::Piece => "piece",
                TextForm::Plain => "plain",
                TextForm::Prose => "prose",
            };
            format!("{form} {:?}", outline.value(text))
        }
        Kind::Template => "template".into(),
        Kind::Path(segments) => format!("path {}", path(outline, *segments)),
        Kind::Call(segments) => format!("call {}", path(outline, *segments)),
        Kind::Entry(entry) => {
            let form = match entry.form {
                EntryForm::Property => "property",
                EntryForm::Argument => "argument",
                EntryForm::Declaration { exported: true } => "exported",
                EntryForm::Declaration { exported: false } => "local",
                EntryForm::Assignment => "assignment",
                EntryForm::Variable => "variable",
                EntryForm::Member => "member",
            };
            format!("{form} {}", outline.slice(entry.key))
        }
        Kind::Map => "map".into(),
        Kind::List => "list".into(),
        Kind::Compare => "compare".into(),
        Kind::Comment => format!("comment {:?}", outline.slice(node.span)),
        Kind::Import(import) => {
            let names: Vec<String> = import
                .names
                .iter()
                .map(|name| match (outline.slice(name.imported), outline.slice(name.local)) {
                    (imported, local) if imported == local => imported.to_owned(),
                    (imported, local) => format!("{imported} as {local}"),
                })
                .collect();
            format!("import {} {{{}}}", outline.slice(import.module), names.join(", "))
        }
        Kind::Number => format!("number {}", outline.slice(node.span)),
        Kind::Variable(name) => format!("env {}", outline.slice(*name)),
        Kind::Other => "other".into(),
    }
}

/// Fails if a tree breaks what every reader promises.
pub(crate) fn assert_sound(outline: &Outline<'_>, range: std::ops::Range<usize>) {
    let source = outline.source();
    let whole = |span: crate::inventory::outline::Span| {
        assert!(source.get(span.range()).is_some(), "{span:?} is not on boundaries of {source:?}");
        assert!(range.start <= span.range().start && span.range().end <= range.end, "{span:?} is outside {range:?}");
    };
    let mut last = 0;
    for (id, node) in outline.nodes() {
        whole(node.span);
        assert!(node.span.start >= last, "{id:?} {node:?} stands before the one before in {source:?}");
        last = node.span.start;
        if let Some(parent) = node.parent {
            assert!(parent < id);
            let around = outline.node(parent).unwrap();
            assert!(around.span.contains(node.span), "{around:?} does not hold {node:?} in {source:?}");
        }
        match &node.kind {
            Kind::Text(text) => assert!(node.span.contains(text.inner)),
            Kind::Entry(entry) => {
                assert!(node.span.contains(entry.key), "{node:?} in {source:?}");
                if !entry.whole.is_empty() {
                    whole(entry.whole);
                    assert!(entry.whole.contains(entry.key), "{node:?} in {source:?}");
                }
            }
            Kind::Path(segments) | Kind::Call(segments) => {
                outline.segment_spans(*segments).iter().for_each(|span| assert!(node.span.contains(*span)));
            }
            Kind::Import(import) => whole(import.module),
            Kind::Variable(name) => assert!(node.span.contains(*name)),
            _ => {}
        }
    }
}
