//! Which lines of a source become which lines: edits of bytes seen as replaced lines.
//! Not a search for differences: only lines that an edit reaches are looked at, each compared with the one that comes
//! in its place.
//!
//! **Invariant:** replacing the old lines of all pieces by their new text gives what the edits give, byte for byte; a
//! piece's new text ends with a line feed, is empty, or stands at the end of the file.

use std::ops::Range;

use super::apply::ordered_edits;
use super::hunk::Hunk;
use super::lines::Lines;
use crate::migrate::change::Edit;

/// Old lines and what comes instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The lines that go; empty for an insertion before that line.
    pub old: Range<usize>,
    /// The lines that come, with their ends.
    pub new: String,
    /// The hunk it belongs to.
    pub hunk: u32,
}

impl Piece {
    /// How many lines come.
    pub(super) fn new_count(&self) -> usize {
        self.new_lines().count()
    }

    /// The lines that come, with their ends.
    pub(super) fn new_lines(&self) -> impl Iterator<Item = &str> {
        self.new.split_inclusive('\n')
    }
}

/// The smallest run of whole lines that holds some edits and ends where a line ends on both sides.
#[derive(Debug)]
pub(super) struct Segment {
    /// Which of the edits lie in it.
    pub edits: Range<usize>,
    /// The old lines.
    pub old: Range<usize>,
    /// What comes instead.
    pub new: String,
}

/// The pieces of the given hunks in the order of the source. Hunks of one plan never share a piece, though a piece of one
/// may begin where that of another ends; a hunk's pieces are the same whichever others are given.
pub(super) fn pieces(lines: &Lines, hunks: &[&Hunk]) -> Vec<Piece> {
    let (ids, edits): (Vec<u32>, Vec<&Edit>) = ordered_edits(hunks).into_iter().unzip();
    let mut pieces = Vec::new();
    for segment in segments(lines, &edits) {
        let hunk = ids.get(segment.edits.start).copied().unwrap_or_default();
        pieces.extend(changed_lines(lines, &segment).into_iter().map(|(old, new)| Piece { old, new, hunk }));
    }
    pieces
}

/// Gathers edits, in order and disjoint, into segments. Edits outside the source or out of order are passed over.
pub(super) fn segments(lines: &Lines, edits: &[&Edit]) -> Vec<Segment> {
    let source = lines.source();
    let copy = |from: usize, to: usize| source.get(from..to).unwrap_or_default();
    let mut segments = Vec::new();
    let mut next = 0;
    let mut done = 0;
    while let Some(first) = edits.get(next) {
        if first.span.range().start < done {
            next += 1;
            continue;
        }
        let begin = next;
        let first_line = lines.line_of(first.span.range().start);
        let mut cursor = lines.start(first_line);
        let mut new = String::new();
        while let Some(edit) = edits.get(next) {
            let is_closed =
                |cursor: usize, new: &str| lines.is_start(cursor) && (new.is_empty() || new.ends_with('\n'));
            let Range { start, end } = edit.span.range();
            if next > begin {
                // Behind an edit the line is finished, unless the next edit begins in what is left of it. Without a line
                // feed to finish it, at the end of the file, everything that still comes belongs to it.
                if is_closed(cursor, &new) {
                    break;
                }
                let end_of_line = lines.end_of_line(cursor);
                if start >= end_of_line {
                    new.push_str(copy(cursor, end_of_line));
                    cursor = end_of_line;
                    if is_closed(cursor, &new) {
                        break;
                    }
                }
            }
            next += 1;
            if start < cursor || source.get(start..end).is_none() {
                continue;
            }
            new.push_str(copy(cursor, start));
            new.push_str(&edit.replacement);
            cursor = end;
        }
        if !(lines.is_start(cursor) && (new.is_empty() || new.ends_with('\n'))) {
            let end_of_line = lines.end_of_line(cursor);
            new.push_str(copy(cursor, end_of_line));
            cursor = end_of_line;
        }
        done = cursor;
        segments.push(Segment { edits: begin..next, old: first_line..lines.count_before(cursor), new });
    }
    segments
}

/// The lines of a segment that really change: lines equal on both sides are left out at its ends and, where as many
/// lines come as go, between. Empty if its edits together change nothing.
pub(super) fn changed_lines(lines: &Lines, segment: &Segment) -> Vec<(Range<usize>, String)> {
    let old: Vec<&str> = lines.each(segment.old.clone()).collect();
    let new: Vec<&str> = segment.new.split_inclusive('\n').collect();
    let first = segment.old.start;
    if old.len() != new.len() {
        let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let (old, new) = (old.get(before..).unwrap_or_default(), new.get(before..).unwrap_or_default());
        let after = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
        let coming = new.get(..new.len() - after).unwrap_or_default().concat();
        return vec![(first + before..first + before + old.len() - after, coming)];
    }
    let mut changed: Vec<(Range<usize>, String)> = Vec::new();
    for (line, (old, new)) in (first..).zip(old.into_iter().zip(new)) {
        if old == new {
            continue;
        }
        match changed.last_mut().filter(|(before, _)| before.end == line) {
            Some((before, text)) => {
                before.end += 1;
                text.push_str(new);
            }
            None => changed.push((line..line + 1, new.to_owned())),
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::outline::Span;

    fn of(source: &str, edits: &[(usize, usize, &str)]) -> Vec<(Range<usize>, String)> {
        let lines = Lines::new(source);
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(start, end, text)| Edit { span: Span::new(*start, *end), replacement: (*text).to_owned() })
            .collect();
        let edits: Vec<&Edit> = edits.iter().collect();
        segments(&lines, &edits).iter().flat_map(|segment| changed_lines(&lines, segment)).collect()
    }

    #[test]
    fn edits_become_the_fewest_whole_lines() {
        type Case<'a> = (&'a str, &'a [(usize, usize, &'a str)], &'a [(Range<usize>, &'a str)]);
        let cases: &[Case] = &[
            ("a\nb\nc\n", &[(2, 3, "B")], &[(1..2, "B\n")]),
            // An insertion of a whole line takes no line away.
            ("a\nb\n", &[(2, 2, "x\n")], &[(1..1, "x\n")]),
            ("a\nb\n", &[(4, 4, "x\n")], &[(2..2, "x\n")]),
            ("a\nb\n", &[(1, 1, "\nx")], &[(1..1, "x\n")]),
            // A removal of a whole line brings none.
            ("a\nb\nc\n", &[(2, 4, "")], &[(1..2, "")]),
            ("a\nb\nc\n", &[(1, 3, "")], &[(1..2, "")]),
            // Without its line feed a line takes the next with it.
            ("a\nb\nc\n", &[(1, 2, "")], &[(0..2, "ab\n")]),
            ("a\nb\nc\n", &[(0, 2, "x")], &[(0..2, "xb\n")]),
            ("a\nb\nc\n", &[(0, 2, "x"), (2, 4, "")], &[(0..3, "xc\n")]),
            // Edits of one line are one piece; those of neighbouring lines are two.
            ("a b\nc\n", &[(0, 1, "A"), (2, 3, "B")], &[(0..1, "A B\n")]),
            ("a\nb\n", &[(0, 1, "A"), (2, 3, "B")], &[(0..1, "A\n"), (1..2, "B\n")]),
            // Unchanged lines within an edit.
            ("a\nb\nc\n", &[(0, 5, "A\nb\nC")], &[(0..1, "A\n"), (2..3, "C\n")]),
            ("a\nb\nc\n", &[(0, 5, "a\nx\ny\nc")], &[(1..2, "x\ny\n")]),
            ("a\nb\n", &[(0, 4, "a\nb\n")], &[]),
            // The end of the file.
            ("a", &[(1, 1, "\n")], &[(0..1, "a\n")]),
            ("a", &[(0, 1, "b"), (1, 1, "\nc")], &[(0..1, "b\nc")]),
            ("a\n", &[(0, 2, "b"), (2, 2, "c")], &[(0..1, "bc")]),
            ("a\n", &[(0, 1, "b"), (2, 2, "c")], &[(0..1, "b\n"), (1..1, "c")]),
            ("a\nb", &[(1, 3, "")], &[(0..2, "a")]),
            ("a\nb", &[(2, 3, "")], &[(1..2, "")]),
            ("", &[(0, 0, "x")], &[(0..0, "x")]),
            ("a\n", &[(0, 2, "")], &[(0..1, "")]),
            // Line ends.
            ("a\r\nb\r\n", &[(3, 4, "B")], &[(1..2, "B\r\n")]),
            ("a\r\nb\r\n", &[(1, 2, "")], &[(0..1, "a\n")]),
            // Nonsense is passed over.
            ("a\n", &[(7, 9, "x")], &[]),
            ("é\n", &[(1, 2, "x")], &[]),
        ];
        for (source, edits, expected) in cases {
            let expected: Vec<(Range<usize>, String)> =
                expected.iter().map(|(old, new)| (old.clone(), (*new).to_owned())).collect();
            assert_eq!(of(source, edits), expected, "{source:?} {edits:?}");
        }
    }
}
