//! The lines of a shown difference: its rows below each other, or before and after side by side.
//! Not the rows, which `view` makes; a line only names them by their place.
//!
//! **Invariant:** every row stands in exactly one line (an unchanged row of a split difference on both sides of it), and
//! on each side the rows keep their order.

use std::collections::BTreeMap;

use super::view::{Row, RowKind};

/// One line. Rows are named by their index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The head of a part of its own: what is only shown, as it could be written by hand.
    Suggestion {
        /// Its hunk, if the part has a changed row.
        hunk: Option<u32>,
    },
    /// A row over the whole width.
    Whole(usize),
    /// A row of the original beside one of the accepted text.
    Pair {
        /// Left.
        old: Option<usize>,
        /// Right.
        new: Option<usize>,
    },
}

/// The rows below each other.
#[must_use]
pub fn unified(rows: &[Row]) -> Vec<Line> {
    lines(rows, |part, first, lines| lines.extend((first..first + part.len()).map(Line::Whole)))
}

/// Before beside after: of a change, the first removed row is beside the first added row of the same hunk, and so on.
#[must_use]
pub fn split(rows: &[Row]) -> Vec<Line> {
    lines(rows, |part, first, lines| {
        let mut old: Vec<(usize, Option<u32>)> = Vec::new();
        let mut new: Vec<(usize, Option<u32>)> = Vec::new();
        for (at, row) in part.iter().enumerate().map(|(at, row)| (first + at, row)) {
            match row.kind {
                // Rows that go come first; one after rows that come begins the next change.
                RowKind::Removed => {
                    if !new.is_empty() {
                        pair(&mut old, &mut new, lines);
                    }
                    old.push((at, row.hunk));
                }
                RowKind::Added => new.push((at, row.hunk)),
                RowKind::Context | RowKind::Skipped { .. } => {
                    pair(&mut old, &mut new, lines);
                    let is_context = row.kind == RowKind::Context;
                    lines.push(if is_context { Line::Pair { old: Some(at), new: Some(at) } } else { Line::Whole(at) });
                }
            }
        }
        pair(&mut old, &mut new, lines);
    })
}

/// Where each hunk is to be found: at its first changed row, or else at the first note that names it.
#[must_use]
pub fn places(rows: &[Row], lines: &[Line]) -> BTreeMap<u32, usize> {
    let mut changed = BTreeMap::new();
    let mut noted = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let (one, other) = match *line {
            Line::Suggestion { hunk } => {
                if let Some(hunk) = hunk {
                    changed.entry(hunk).or_insert(at);
                }
                (None, None)
            }
            Line::Whole(row) => (Some(row), None),
            Line::Pair { old, new } => (old, new.filter(|new| old != Some(*new))),
        };
        for row in [one, other].into_iter().flatten().filter_map(|row| rows.get(row)) {
            if let Some(hunk) = row.hunk {
                changed.entry(hunk).or_insert(at);
            }
            for note in &row.notes {
                noted.entry(*note).or_insert(at);
            }
        }
    }
    noted.extend(changed);
    noted
}

/// Lines of each part of the rows; all parts but the first get a head.
fn lines(rows: &[Row], mut of_part: impl FnMut(&[Row], usize, &mut Vec<Line>)) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len() + 1);
    let mut first = 0;
    while first < rows.len() {
        let rest = rows.get(first..).unwrap_or_default();
        let part = rest.get(..part_length(rest)).unwrap_or(rest);
        if first > 0 {
            lines.push(Line::Suggestion { hunk: part.iter().find_map(|row| row.hunk) });
        }
        of_part(part, first, &mut lines);
        first += part.len().max(1);
    }
    lines
}

/// How many rows there are until a line number is no longer above the one before it: there the next part begins.
fn part_length(rows: &[Row]) -> usize {
    let (mut old, mut new) = (0, 0);
    let goes_on = |row: &&Row| {
        let is_next = row.old_line.is_none_or(|line| line > old) && row.new_line.is_none_or(|line| line > new);
        old = row.old_line.unwrap_or(old);
        new = row.new_line.unwrap_or(new);
        is_next
    };
    rows.iter().take_while(goes_on).count()
}

fn pair(old: &mut Vec<(usize, Option<u32>)>, new: &mut Vec<(usize, Option<u32>)>, lines: &mut Vec<Line>) {
    let mut left = old.drain(..).peekable();
    let mut right = new.drain(..).peekable();
    loop {
        let (takes_left, takes_right) = match (left.peek(), right.peek()) {
            (None, None) => return,
            (Some(_), None) => (true, false),
            (None, Some(_)) => (false, true),
            (Some((_, of_left)), Some((_, of_right))) => (of_left <= of_right, of_right <= of_left),
        };
        let of_side = |row: Option<(usize, Option<u32>)>| row.map(|(at, _)| at);
        let old = of_side(if takes_left { left.next() } else { None });
        let new = of_side(if takes_right { right.next() } else { None });
        lines.push(Line::Pair { old, new });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::outline::Span;
    use crate::migrate::change::{Change, Edit, Safety};
    use crate::migrate::patch::hunk::{Hunk, plan};
    use crate::migrate::patch::view;

    /// The rows of a source with changes as the page gets them: the difference, then what is only shown.
    fn rows_of(source: &str, changes: &[(Safety, usize, usize, &str)]) -> Vec<Row> {
        let change = |(safety, start, end, text): &(Safety, usize, usize, &str)| Change {
            rule: "rule",
            reason: "Because.".to_owned(),
            safety: *safety,
            edits: vec![Edit { span: Span::new(*start, *end), replacement: (*text).to_owned() }],
        };
        let plan = plan(source, changes.iter().map(change).collect());
        let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
        let mut rows = view::rows(source, &hunks, 1);
        for hunk in plan.hunks.iter().filter(|hunk| hunk.safety == Safety::ShownOnly) {
            rows.extend(view::suggestion(source, hunk, 1));
        }
        rows
    }

    fn shown(rows: &[Row], lines: &[Line]) -> Vec<String> {
        let side = |row: Option<usize>| {
            row.map_or(String::new(), |row| rows[row].text.iter().map(|(part, _)| part.as_str()).collect())
        };
        let show = |line: &Line| match *line {
            Line::Suggestion { hunk } => format!("suggestion {hunk:?}"),
            Line::Whole(row) => match rows[row].kind {
                RowKind::Skipped { count } => format!("~{count}"),
                _ => side(Some(row)),
            },
            Line::Pair { old, new } => format!("{}|{}", side(old), side(new)),
        };
        lines.iter().map(show).collect()
    }

    const SOURCE: &str = "one\ntwo\nthree\nfour\nfive\nsix\n";

    #[test]
    fn removed_rows_stand_beside_added_rows_of_their_hunk() {
        for (changes, expected) in [
            (vec![(Safety::Safe, 4, 7, "zwei")], vec!["one|one", "two|zwei", "three|three", "~3"]),
            (
                vec![(Safety::Safe, 4, 13, "zwei\n2½\ndrei")],
                vec!["one|one", "two|zwei", "three|2½", "|drei", "four|four", "~2"],
            ),
            (vec![(Safety::Safe, 4, 14, "")], vec!["one|one", "two|", "three|", "four|four", "~2"]),
            (vec![(Safety::Safe, 0, 0, "zero\n")], vec!["|zero", "one|one", "~5"]),
            (vec![(Safety::Safe, 24, 28, "")], vec!["~4", "five|five", "six|"]),
        ] {
            let rows = rows_of(SOURCE, &changes);
            assert_eq!(shown(&rows, &split(&rows)), expected, "{changes:?}");
        }
    }

    #[test]
    fn what_is_only_shown_is_a_part_of_its_own() {
        // The last row goes, and the suggestion begins with a row that comes: they are no pair.
        let rows = rows_of(SOURCE, &[(Safety::Safe, 24, 28, ""), (Safety::ShownOnly, 0, 0, "zero\n")]);
        let expected_split =
            ["one|one", "two|two", "~2", "five|five", "six|", "suggestion Some(0)", "|zero", "one|one", "~5"];
        assert_eq!(shown(&rows, &split(&rows)), expected_split);
        let expected_unified = ["one", "two", "~2", "five", "six", "suggestion Some(0)", "zero", "one", "~5"];
        assert_eq!(shown(&rows, &unified(&rows)), expected_unified);
    }

    #[test]
    fn every_row_is_in_exactly_one_line_and_in_order() {
        let changes = [
            (Safety::Safe, 0, 3, "eins\n1½"),
            (Safety::NeedsReview, 8, 13, ""),
            (Safety::ShownOnly, 14, 18, "vier\n4½"),
            (Safety::ShownOnly, 19, 19, "note\n"),
            (Safety::Safe, 24, 27, "sechs"),
        ];
        for count in 0..=changes.len() {
            let rows = rows_of(SOURCE, &changes[..count]);
            for lines in [unified(&rows), split(&rows)] {
                let (mut old_side, mut new_side) = (Vec::new(), Vec::new());
                for line in &lines {
                    match *line {
                        Line::Suggestion { .. } => {}
                        Line::Whole(row) => old_side.push(row),
                        Line::Pair { old, new } => {
                            old_side.extend(old);
                            new_side.extend(new.filter(|new| old != Some(*new)));
                        }
                    }
                }
                assert!(old_side.is_sorted() && new_side.is_sorted());
                let mut all: Vec<usize> = old_side.into_iter().chain(new_side).collect();
                all.sort_unstable();
                assert_eq!(all, (0..rows.len()).collect::<Vec<_>>(), "{count} changes");
            }
        }
    }

    #[test]
    fn every_hunk_has_a_place() {
        let changes =
            [(Safety::Safe, 4, 7, "zwei"), (Safety::ShownOnly, 14, 18, "vier"), (Safety::ShownOnly, 24, 27, "six")];
        let rows = rows_of(SOURCE, &changes);
        for lines in [unified(&rows), split(&rows)] {
            let places = places(&rows, &lines);
            assert_eq!(places.keys().copied().collect::<Vec<_>>(), [0, 1, 2]);
            assert_eq!(lines[places[&1]], Line::Suggestion { hunk: Some(1) });
            let noted = match lines[places[&2]] {
                Line::Whole(row) | Line::Pair { old: Some(row), .. } => rows[row].notes.clone(),
                _ => vec![],
            };
            assert_eq!(noted, [2], "a mere note is found at its line");
        }
    }
}
