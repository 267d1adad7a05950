//! Draws an outline as indented text and checks its soundness, for the tests of the readers.
//! Not a format: nothing reads it back.
//!
//! **Invariant:** every node is drawn, in order, below its parent.

use std::fmt::Write as _;

use crate::inventory::outline::{EntryForm, Kind, Outline, Span, TextForm};

/// One line a node: its kind, its names or value, two blanks a level.
pub(super) fn sketch(outline: &Outline<'_>) -> String {
    let mut drawn = String::new();
    for (id, node) in outline.nodes() {
        let depth = outline.ancestors(id).count();
        let what = match &node.kind {
            Kind::Text(text) => {
                let form = match text.form {
                    TextForm::Quoted => "",
                    TextForm::Raw => " raw",
                    TextForm::Piece => " piece",
                    TextForm::Plain => " plain",
                    TextForm::Prose => " prose",
                };
                let cooked = if text.cooked.is_some() { " cooked" } else { "" };
                format!("text{form}{cooked} {:?}", outline.value(text))
            }
            Kind::Template => "template".to_owned(),
            Kind::Path(segments) => format!("path {}", outline.names(*segments).collect::<Vec<_>>().join(".")),
            Kind::Call(segments) => format!("call {}", outline.names(*segments).collect::<Vec<_>>().join(".")),
            Kind::Entry(entry) => {
                let form = match entry.form {
                    EntryForm::Property => "property",
                    EntryForm::Argument => "argument",
                    EntryForm::Declaration { exported: true } => "exported",
                    EntryForm::Declaration { exported: false } => "declare",
                    EntryForm::Assignment => "assign",
                    EntryForm::Variable => "variable",
                    EntryForm::Member => "member",
                };
                format!("{form} {}", outline.slice(entry.key))
            }
            Kind::Map => "map".to_owned(),
            Kind::List => "list".to_owned(),
            Kind::Compare => "compare".to_owned(),
            Kind::Comment => format!("comment {:?}", outline.slice(node.span)),
            Kind::Import(import) => {
                let names =
                    import.names.iter().map(|name| match (outline.slice(name.imported), outline.slice(name.local)) {
                        (imported, local) if name.imported == name.local => {
                            imported.to_owned() + if imported == local { "" } else { "!" }
                        }
                        (imported, local) => format!("{imported}={local}"),
                    });
                format!("import {} {}", outline.slice(import.module), names.collect::<Vec<_>>().join(","))
                    .trim_end()
                    .to_owned()
            }
            Kind::Number => format!("number {}", outline.slice(node.span)),
            Kind::Variable(name) => format!("variable {}", outline.slice(*name)),
            Kind::Other => "other".to_owned(),
        };
        let _ = writeln!(drawn, "{:indent$}{what}", "", indent = depth * 2);
    }
    drawn
}

/// Panics unless every promise of the outline about places holds.
pub(super) fn assert_sound(outline: &Outline<'_>) {
    let source = outline.source();
    let sound = |span: Span| {
        assert!(span.start <= span.end, "{span:?} is upside down");
        assert!(source.get(span.range()).is_some(), "{span:?} is off the character boundaries");
    };
    let mut last = 0;
    for (id, node) in outline.nodes() {
        sound(node.span);
        assert!(node.span.start >= last, "{node:?} stands before the node before it");
        last = node.span.start;
        if let Some(parent) = node.parent {
            assert!(parent < id, "{node:?} comes before its parent");
            assert!(outline.node(parent).unwrap().span.contains(node.span), "{node:?} leaves its parent");
        }
        match &node.kind {
            Kind::Text(text) => {
                sound(text.inner);
                assert!(node.span.contains(text.inner), "{node:?}");
            }
            Kind::Path(segments) | Kind::Call(segments) => {
                outline.segment_spans(*segments).iter().copied().for_each(sound)
            }
            Kind::Entry(entry) => {
                sound(entry.key);
                sound(entry.whole);
            }
            Kind::Import(import) => {
                sound(import.module);
                import.names.iter().for_each(|name| {
                    sound(name.imported);
                    sound(name.local);
                });
            }
            Kind::Variable(name) => sound(*name),
            _ => {}
        }
    }
    outline.troubles().iter().for_each(|trouble| sound(trouble.span));
}

/// The source with the `whole` of each entry with this key taken out, one result an entry.
pub(super) fn without(outline: &Outline<'_>, key: &str) -> Vec<String> {
    let entries = outline.nodes().filter_map(|(_, node)| match &node.kind {
        Kind::Entry(entry) if outline.slice(entry.key) == key => Some(entry.whole),
        _ => None,
    });
    let removed = entries.map(|whole| {
        let mut rest = outline.source().to_owned();
        rest.replace_range(whole.range(), "");
        rest
    });
    removed.collect()
}
