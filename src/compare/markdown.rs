//! An answer's Markdown as a tree of nodes that a page can build element by element.
//! Not HTML: tags in the text stay text. **Invariant:** nothing of an answer becomes an address that a browser follows or
//! loads: links and pictures are shown with their addresses as text.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// A quotation.
    Quote,
    /// A list with dots.
    List,
    /// A list with numbers.
    NumberedList,
    /// An item of a list.
    Item,
    /// A block of code.
    Code,
    /// Code within a line.
    InlineCode,
    /// Stressed.
    Emphasis,
    /// Strong.
    Strong,
    /// Struck through.
    Struck,
    /// The text of a link, or what stands for a picture.
    Link,
    /// A table.
    Table,
    /// A row of a table.
    TableRow,
    /// A cell.
    Cell,
    /// A line across.
    Rule,
    /// A line break.
    Break,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element with what is in it.
    Element(Kind, Vec<Node>),
    /// Text.
    Text(String),
}

/// How deep elements go; what is deeper is put into the deepest. A page cannot nest without end.
const DEEPEST: usize = 24;

/// Reads Markdown, with tables and strikethrough.
#[must_use]
pub fn markdown(text: &str) -> Vec<Node> {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    // The open elements, the outermost first; the first is the whole. `None` is one whose content goes to its parent.
    let mut open: Vec<(Option<Kind>, Option<String>, Vec<Node>)> = vec![(None, None, Vec::new())];
    for event in parser {
        match event {
            Event::Start(tag) => {
                let kind = if open.len() < DEEPEST { kind(&tag) } else { None };
                open.push((kind, address(&tag), Vec::new()));
            }
            Event::End(_) => close(&mut open),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                add(&mut open, Node::Text(text.into_string()))
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                add(&mut open, Node::Element(Kind::InlineCode, vec![Node::Text(text.into_string())]));
            }
            Event::SoftBreak => add(&mut open, Node::Text("\n".to_owned())),
            Event::HardBreak => add(&mut open, Node::Element(Kind::Break, Vec::new())),
            Event::Rule => add(&mut open, Node::Element(Kind::Rule, Vec::new())),
            Event::FootnoteReference(name) => add(&mut open, Node::Text(format!("[^{name}]"))),
            Event::TaskListMarker(done) => add(&mut open, Node::Text(if done { "[x] " } else { "[ ] " }.to_owned())),
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|(_, _, nodes)| nodes).unwrap_or_default()
}

fn add(open: &mut [(Option<Kind>, Option<String>, Vec<Node>)], node: Node) {
    if let Some((_, _, nodes)) = open.last_mut() {
        nodes.push(node);
    }
}

fn close(open: &mut Vec<(Option<Kind>, Option<String>, Vec<Node>)>) {
    if open.len() < 2 {
        return;
    }
    let Some((kind, address, mut nodes)) = open.pop() else { return };
    if let Some(address) = address {
        nodes.push(Node::Text(" ".to_owned()));
        nodes.push(Node::Element(Kind::InlineCode, vec![Node::Text(address)]));
    }
    match (kind, open.last_mut()) {
        (Some(kind), Some((_, _, parent))) => parent.push(Node::Element(kind, nodes)),
        (None, Some((_, _, parent))) => parent.append(&mut nodes),
        (_, None) => {}
    }
}

fn kind(tag: &Tag<'_>) -> Option<Kind> {
    Some(match tag {
        Tag::Paragraph => Kind::Paragraph,
        Tag::Heading { .. } => Kind::Heading,
        Tag::BlockQuote(_) => Kind::Quote,
        Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => Kind::Code,
        Tag::List(None) => Kind::List,
        Tag::List(Some(_)) => Kind::NumberedList,
        Tag::Item => Kind::Item,
        Tag::Emphasis => Kind::Emphasis,
        Tag::Strong => Kind::Strong,
        Tag::Strikethrough => Kind::Struck,
        Tag::Link { .. } | Tag::Image { .. } => Kind::Link,
        Tag::Table(_) => Kind::Table,
        Tag::TableHead | Tag::TableRow => Kind::TableRow,
        Tag::TableCell => Kind::Cell,
        Tag::HtmlBlock => Kind::Paragraph,
        _ => return None,
    })
}

/// What is shown beside a link or a picture.
fn address(tag: &Tag<'_>) -> Option<String> {
    match tag {
        Tag::Link { dest_url, .. } => Some(dest_url.to_string()),
        Tag::Image { dest_url, .. } => Some(format!("picture, not loaded: {dest_url}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(nodes: &[Node]) -> String {
        nodes
            .iter()
            .map(|node| match node {
                Node::Text(text) => text.clone(),
                Node::Element(kind, inner) => format!("{kind:?}({})", words(inner)),
            })
            .collect()
    }

    #[test]
    fn elements() {
        for (text, expected) in [
            ("# Hi\n\nA *b* **c**", "Heading(Hi)Paragraph(A Emphasis(b) Strong(c))"),
            ("- a\n- b", "List(Item(a)Item(b))"),
            ("1. a", "NumberedList(Item(a))"),
            ("```rust\nlet x = \"<b>\";\n```", "Code(let x = \"<b>\";\n)"),
            ("`a` ~~b~~", "Paragraph(InlineCode(a) Struck(b))"),
            ("| a |\n| - |\n| b |", "Table(TableRow(Cell(a))TableRow(Cell(b)))"),
            ("> a", "Quote(Paragraph(a))"),
            ("a\n***\nb", "Paragraph(a)Rule()Paragraph(b)"),
        ] {
            assert_eq!(words(&markdown(text)), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_text() {
        assert_eq!(
            words(&markdown("[click](javascript:alert(1)) ![x](https://tracker.example/p.gif)")),
            "Paragraph(Link(click InlineCode(javascript:alert(1))) Link(x InlineCode(picture, not loaded: https://tracker.example/p.gif)))"
        );
        assert_eq!(words(&markdown("<script>alert(1)</script>")), "Paragraph(<script>alert(1)</script>)");
        assert_eq!(words(&markdown("a <img src=x> b")), "Paragraph(a <img src=x> b)");
    }

    #[test]
    fn nesting_ends() {
        let mut depth = 0;
        let deep = markdown(&"> ".repeat(500));
        let mut nodes = deep.as_slice();
        while let [Node::Element(_, inner), ..] = nodes {
            depth += 1;
            nodes = inner;
        }
        assert!(depth <= DEEPEST, "{depth}");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[-#*_`>|\\[\\]()!<a1. \n]{0,200}") {
            let _ = markdown(&text);
        }
    }
}
