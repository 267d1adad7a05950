//! What to delete so that an entry is gone and the rest is still well formed.
//! Not an edit, and not a parser: the places of the entry and of its neighbours come from one.
//!
//! **Invariant:** at most one separator goes with the entry, and comments stay.

use crate::inventory::outline::Span;

/// How comments begin in the gaps between entries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comments {
    /// `//` to the end of the line and `/* */`.
    Slashes,
    /// `#` to the end of the line.
    Hash,
}

/// The removal of an item of a comma separated list. `before` is the end of the item before it, or of the opening
/// bracket; `after` is the start of the item behind it, or of the closing bracket.
pub(super) fn listed(source: &str, item: Span, before: usize, after: usize, comments: Comments) -> Span {
    let (start, mut end) = (item.start as usize, item.end as usize);
    let behind = comma(source, end, after, comments);
    if let Some(at) = behind {
        end = at + 1;
    }
    if let Some(lines) = own_lines(source, start, end) {
        return lines;
    }
    if behind.is_some() {
        return Span::new(start, blanks_after(source, end));
    }
    match comma(source, before, start, comments) {
        Some(at) if source.get(at + 1..start).is_some_and(|gap| gap.trim().is_empty()) => {
            own_lines(source, at, end).unwrap_or(Span::new(at, end))
        }
        _ => item,
    }
}

/// The removal of a statement or member that ends at a line end, `;` or `,`.
pub(super) fn clause(source: &str, item: Span) -> Span {
    let (start, mut end) = (item.start as usize, item.end as usize);
    let bytes = source.as_bytes();
    let separator = blanks_after(source, end);
    let ended = end.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(|last| matches!(last, b';' | b','));
    if !ended && bytes.get(separator).is_some_and(|byte| matches!(byte, b';' | b',')) {
        end = separator + 1;
    }
    own_lines(source, start, end).unwrap_or_else(|| Span::new(start, blanks_after(source, end)))
}

/// The removal of something that needs no separator, such as an attribute of an element: with the blanks before it.
pub(super) fn spaced(source: &str, item: Span) -> Span {
    let (start, end) = (item.start as usize, item.end as usize);
    own_lines(source, start, end).unwrap_or_else(|| Span::new(blanks_before(source, start), end))
}

/// The lines of a piece, with indentation and line end, if nothing else stands on them.
pub(super) fn own_lines(source: &str, start: usize, end: usize) -> Option<Span> {
    let bytes = source.as_bytes();
    let first = blanks_before(source, start);
    if first.checked_sub(1).is_some_and(|before| bytes.get(before) != Some(&b'\n')) {
        return None;
    }
    let mut last = blanks_after(source, end);
    if bytes.get(last) == Some(&b'\r') && bytes.get(last + 1) == Some(&b'\n') {
        last += 1;
    }
    match bytes.get(last) {
        None => Some(Span::new(first, last)),
        Some(b'\n') => Some(Span::new(first, last + 1)),
        Some(_) => None,
    }
}

/// Where the blanks before a place begin.
pub(super) fn blanks_before(source: &str, at: usize) -> usize {
    let before = source.as_bytes().get(..at).unwrap_or_default();
    at - before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// Where the blanks behind a place end.
pub(super) fn blanks_after(source: &str, at: usize) -> usize {
    let behind = source.as_bytes().get(at..).unwrap_or_default();
    at + behind.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The comma in the gap between two items, outside comments.
fn comma(source: &str, from: usize, to: usize, comments: Comments) -> Option<usize> {
    let gap = source.as_bytes().get(from..to)?;
    let mut at = 0;
    while let Some(&byte) = gap.get(at) {
        let next = gap.get(at + 1);
        let rest = gap.get(at..).unwrap_or_default();
        let line = || rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        at += match (byte, comments) {
            (b',', _) => return Some(from + at),
            (b'#', Comments::Hash) => line(),
            (b'/', Comments::Slashes) if next == Some(&b'/') => line(),
            (b'/', Comments::Slashes) if next == Some(&b'*') => {
                rest.windows(2).skip(2).position(|pair| pair == b"*/").map_or(rest.len(), |end| end + 4)
            }
            _ => 1,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(source: &str, item: &str, listed_in: Option<(&str, &str)>) -> String {
        let start = source.find(item).unwrap();
        let span = Span::new(start, start + item.len());
        let whole = match listed_in {
            Some((before, after)) => {
                let before = source.find(before).unwrap() + before.len();
                let after = span.end as usize + source.get(span.end as usize..).unwrap().find(after).unwrap();
                listed(source, span, before, after, Comments::Slashes)
            }
            None => clause(source, span),
        };
        let mut rest = source.to_owned();
        rest.replace_range(whole.range(), "");
        rest
    }

    #[test]
    fn an_item_goes_with_one_comma_and_its_own_lines() {
        for (source, item, around, expected) in [
            ("f(a, b, c)", "b", ("a", "c"), "f(a, c)"),
            ("f(a, b)", "b", ("a", ")"), "f(a)"),
            ("f(a, b)", "a", ("(", "b"), "f(b)"),
            ("f(b)", "b", ("(", ")"), "f()"),
            ("{\n  a: 1,\n  b: 2,\n}", "b: 2", ("a: 1", "}"), "{\n  a: 1,\n}"),
            ("{\n  a: 1,\n  b: 2\n}", "b: 2", ("a: 1", "}"), "{\n  a: 1,\n}"),
            ("{\r\n  a: 1,\r\n  b: 2,\r\n}", "a: 1", ("{", "b"), "{\r\n  b: 2,\r\n}"),
            ("{\n  a: 1, // why, so\n  b: 2\n}", "a: 1", ("{", "b"), "{\n  // why, so\n  b: 2\n}"),
            ("{ a: 1\n, b: 2\n}", "b: 2", ("a: 1", "}"), "{ a: 1\n}"),
            ("{ a: 1 /* x, */, b: 2 }", "b: 2", ("a: 1", "}"), "{ a: 1 /* x, */ }"),
            ("{ a: 1, /* x */ b: 2 }", "b: 2", ("a: 1", "}"), "{ a: 1, /* x */  }"),
        ] {
            assert_eq!(without(source, item, Some(around)), expected, "{source}");
        }
    }

    #[test]
    fn a_statement_goes_with_its_line_or_its_semicolon() {
        for (source, item, expected) in [
            ("a();\n  b();\nc();", "b();", "a();\nc();"),
            ("a(); b(); c();", "b();", "a(); c();"),
            ("{ b() }", "b()", "{ }"),
            ("x: string;\n  y: number\n", "y: number", "x: string;\n"),
            ("{ x: A; y: B }", "x: A", "{ y: B }"),
        ] {
            assert_eq!(without(source, item, None), expected, "{source}");
        }
    }
}
