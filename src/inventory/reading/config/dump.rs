//! Outlines as short texts for tests, and what every outline must keep to.
//! Not for the page.
//!
//! **Invariant:** two outlines with the same nodes have the same dump.
//!
//! | kind | dump |
//! | --- | --- |
//! | text | `"quoted"`, `'raw'`, `=plain=`, `|piece|`, `~prose~` |
//! | template | `T(…)` |
//! | variable | `$NAME`, with a default `$NAME(…)` |
//! | property, variable entry | `key:…`, `@KEY:…`; several children in parentheses |
//! | map, list | `{…}`, `[…]` |
//! | path, call | `.a.b`, `a.b(…)` |
//! | comment | `/text/` |
//! | number | `5` |
//! | embedded part | `<Shell source>` |

use std::ops::Range;

use crate::inventory::language::Language;
use crate::inventory::outline::{EntryForm, Kind, NodeId, Outline, OutlineBuilder, Span, TextForm};
use crate::inventory::reading::{config, document, markup};

/// The parts that were given to readers of other languages.
pub type Embedded = Vec<(Language, Range<usize>)>;

/// Reads with the reader of the language.
pub fn read_into(
    builder: &mut OutlineBuilder<'_>,
    range: Range<usize>,
    language: Language,
    embed: &mut config::Embed<'_>,
) {
    match language {
        Language::Markdown | Language::Plain => document::read(builder, range, language, embed),
        Language::Markup => markup::read(builder, range, language, embed),
        _ => config::read(builder, range, language, embed),
    }
}

/// Reads; embedded parts are kept as they are.
pub fn outline(source: &str, language: Language) -> (Outline<'_>, Embedded) {
    let mut embedded = Embedded::new();
    let mut builder = OutlineBuilder::new(source);
    read_into(&mut builder, 0..source.len(), language, &mut |builder, language, range| {
        embedded.push((language, range.clone()));
        builder.leaf(Kind::Other, Span::new(range.start, range.end));
    });
    assert_eq!(builder.depth(), 0, "a node is left open");
    (builder.finish(), embedded)
}

/// Reads, also embedded parts where the language has a reader here.
pub fn deep_outline(source: &str, language: Language) -> Outline<'_> {
    fn embed(builder: &mut OutlineBuilder<'_>, language: Language, range: Range<usize>) {
        let code = matches!(language, Language::Shell | Language::Python | Language::JavaScript | Language::TypeScript);
        if code {
            builder.leaf(Kind::Other, Span::new(range.start, range.end));
        } else {
            read_into(builder, range, language, &mut embed);
        }
    }
    let mut builder = OutlineBuilder::new(source);
    read_into(&mut builder, 0..source.len(), language, &mut embed);
    assert_eq!(builder.depth(), 0, "a node is left open");
    builder.finish()
}

/// Compares the dump of a source with what is expected.
#[track_caller]
pub fn check(language: Language, source: &str, expected: &str) {
    let (outline, embedded) = outline(source, language);
    assert_sound(&outline);
    assert_eq!(dump(&outline, &embedded), expected, "\n{source}");
}

/// What is left of a source when the entry of a key is deleted.
#[track_caller]
pub fn check_without(language: Language, source: &str, key: &str, expected: &str) {
    let (outline, _) = outline(source, language);
    let found = outline.nodes().find_map(|(_, node)| match &node.kind {
        Kind::Entry(entry) if outline.slice(entry.key) == key => Some(entry.whole),
        _ => None,
    });
    let whole = found.unwrap_or_else(|| panic!("no entry {key} in {source}"));
    let mut left = source.to_owned();
    left.replace_range(whole.range(), "");
    assert_eq!(left, expected, "without {key} in\n{source}");
}

/// The outline as one line.
pub fn dump(outline: &Outline<'_>, embedded: &Embedded) -> String {
    let mut children: Vec<Vec<NodeId>> = vec![vec![]; outline.nodes().count()];
    let mut roots = vec![];
    let ids: Vec<NodeId> = outline.nodes().map(|(id, _)| id).collect();
    let index = |id: NodeId| ids.iter().position(|other| *other == id).unwrap();
    for (id, node) in outline.nodes() {
        match node.parent {
            Some(parent) => children[index(parent)].push(id),
            None => roots.push(id),
        }
    }
    let one = |id: &NodeId| dump_node(outline, embedded, *id, &children, &index);
    roots.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn dump_node(
    outline: &Outline<'_>,
    embedded: &Embedded,
    id: NodeId,
    children: &[Vec<NodeId>],
    index: &dyn Fn(NodeId) -> usize,
) -> String {
    let node = outline.node(id).unwrap();
    let parts: Vec<String> =
        children[index(id)].iter().map(|child| dump_node(outline, embedded, *child, children, index)).collect();
    let inside = parts.join(" ");
    let value = if parts.len() > 1 { format!("({inside})") } else { inside.clone() };
    match &node.kind {
        Kind::Text(text) => {
            let value = outline.value(text).replace('\n', "⏎");
            match text.form {
                TextForm::Quoted => format!("\"{value}\""),
                TextForm::Raw => format!("'{value}'"),
                TextForm::Piece => format!("|{value}|"),
                TextForm::Plain => format!("={value}="),
                TextForm::Prose => format!("~{value}~"),
            }
        }
        Kind::Template => format!("T({inside})"),
        Kind::Path(names) => format!(".{}", outline.names(*names).collect::<Vec<_>>().join(".")),
        Kind::Call(names) => format!("{}({inside})", outline.names(*names).collect::<Vec<_>>().join(".")),
        Kind::Entry(entry) => {
            let mark = if entry.form == EntryForm::Variable { "@" } else { "" };
            format!("{mark}{}:{value}", outline.slice(entry.key))
        }
        Kind::Map => format!("{{{inside}}}"),
        Kind::List => format!("[{inside}]"),
        Kind::Comment => format!("/{}/", outline.slice(node.span).replace('\n', "⏎")),
        Kind::Number => outline.slice(node.span).to_owned(),
        Kind::Variable(name) => {
            let name = outline.slice(*name);
            if parts.is_empty() { format!("${name}") } else { format!("${name}({inside})") }
        }
        Kind::Other => {
            let found = embedded.iter().find(|(_, range)| *range == node.span.range());
            match found.filter(|_| parts.is_empty()) {
                Some((language, _)) => format!("<{language:?} {}>", outline.slice(node.span).replace('\n', "⏎")),
                None => inside,
            }
        }
        Kind::Compare | Kind::Import(_) => unreachable!("no reader here gives these"),
    }
}

/// What every outline keeps to.
#[track_caller]
pub fn assert_sound(outline: &Outline<'_>) {
    let source = outline.source();
    let fits = |span: Span| {
        assert!(span.start <= span.end, "{span:?}");
        assert!(source.get(span.range()).is_some(), "{span:?} cuts a character or leaves the source");
    };
    let mut last_start = 0;
    // The end of the last child of each open node.
    let mut open: Vec<(NodeId, Span, u32)> = vec![];
    for (id, node) in outline.nodes() {
        fits(node.span);
        assert!(node.span.start >= last_start, "{node:?} starts before the node before it");
        last_start = node.span.start;
        while open.last().is_some_and(|(top, ..)| Some(*top) != node.parent) {
            open.pop();
        }
        if let Some((_, around, last)) = open.last_mut() {
            assert!(around.contains(node.span), "{node:?} leaves its parent {around:?}");
            assert!(node.span.start >= *last, "{node:?} overlaps the child before it");
            *last = node.span.end;
        } else {
            assert_eq!(node.parent, None);
        }
        match &node.kind {
            Kind::Text(text) => {
                fits(text.inner);
                assert!(node.span.contains(text.inner), "{node:?}");
            }
            Kind::Entry(entry) => {
                fits(entry.key);
                fits(entry.whole);
                assert!(node.span.contains(entry.key), "{node:?}");
                let whole = entry.whole;
                assert!(whole.is_empty() || whole.contains(node.span), "{node:?}");
            }
            Kind::Variable(name) => {
                fits(*name);
                assert!(node.span.contains(*name), "{node:?}");
            }
            Kind::Path(names) | Kind::Call(names) => {
                for name in outline.segment_spans(*names) {
                    fits(*name);
                    assert!(node.span.contains(*name), "{node:?}");
                }
            }
            _ => {}
        }
        open.push((id, node.span, node.span.start));
    }
    for trouble in outline.troubles() {
        fits(trouble.span);
    }
}
