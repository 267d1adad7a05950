//! The rows of a difference as the page shows them, with the hunk of each and marks within changed lines.
//! Not the patch: rows are for reading, and what is only suggested is shown as well.
//!
//! **Invariant:** the texts of unchanged and removed rows with their line ends are lines of the original in order, those
//! of unchanged and added rows lines of the accepted text; skipped rows count exactly what is missing between.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::share::redaction::Redactor;

use super::hunk::Hunk;
use super::lines::Lines;
use super::pieces::{Piece, pieces};
use super::words::{Parts, WordMarks, plain, plain_line};
use crate::migrate::change::Safety;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A line of both texts.
    Context,
    /// A line of the original alone.
    Removed,
    /// A line of the accepted text alone.
    Added,
    /// Lines of both texts that are not shown.
    Skipped {
        /// How many.
        count: u32,
    },
}

/// How a line ends. Two rows can differ in nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineEnd {
    /// A line feed.
    LineFeed,
    /// A carriage return and a line feed.
    CarriageReturn,
    /// None: the last line of a file.
    Missing,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// The number of the line in the original, counted from 1. Of skipped lines, the first.
    pub old_line: Option<u32>,
    /// The number of the line in the accepted text, counted from 1. Of skipped lines, the first.
    pub new_line: Option<u32>,
    /// The line without its end, in parts, each with whether it differs from the other side.
    pub text: Parts,
    /// How the line ends.
    pub end: LineEnd,
    /// The hunk of a removed or added line.
    pub hunk: Option<u32>,
    /// Hunks that are only shown and stand at this line of the original.
    pub notes: Vec<u32>,
}

impl Row {
    /// Takes keys out of the row. One that is cut by a word mark is joined first, so that it is seen whole.
    pub fn mask(&mut self, redactor: &Redactor) {
        let whole: String = self.text.iter().map(|(part, _)| part.as_str()).collect();
        if redactor.contains_secret(&whole) {
            self.text = vec![(redactor.redact(&whole).into_owned(), true)];
        }
    }
}

/// The rows of a file with these hunks accepted and `context` unchanged lines around each; `usize::MAX` shows all lines.
/// Hunks that are only shown do not change the text: their line is shown and carries a note. Without hunks, no rows.
#[must_use]
pub fn rows(source: &str, hunks: &[&Hunk], context: usize) -> Vec<Row> {
    let lines = Lines::new(source);
    let mut notes: Vec<(usize, u32)> = hunks
        .iter()
        .filter(|hunk| hunk.safety == Safety::ShownOnly && !hunk.blocks.is_empty())
        .map(|hunk| (hunk.lines.start.min(lines.count().saturating_sub(1)), hunk.id))
        .collect();
    notes.sort_unstable();
    notes.dedup();
    Writer::new(&lines, pieces(&lines, hunks), notes).write(context)
}

/// The rows of one hunk that is only shown, as if its suggestion were accepted alone. A mere note has none.
#[must_use]
pub fn suggestion(source: &str, hunk: &Hunk, context: usize) -> Vec<Row> {
    let lines = Lines::new(source);
    let accepted = Hunk { safety: Safety::NeedsReview, ..hunk.clone() };
    Writer::new(&lines, pieces(&lines, &[&accepted]), vec![]).write(context)
}

/// Writes rows from the beginning of the source to its end.
struct Writer<'lines> {
    lines: &'lines Lines<'lines>,
    pieces: Vec<Piece>,
    notes: Vec<(usize, u32)>,
    next_note: usize,
    marks: WordMarks,
    /// The lines of the original and of the accepted text that are behind.
    old: usize,
    new: usize,
    rows: Vec<Row>,
}

impl<'lines> Writer<'lines> {
    fn new(lines: &'lines Lines<'lines>, pieces: Vec<Piece>, notes: Vec<(usize, u32)>) -> Self {
        Writer { lines, pieces, notes, next_note: 0, marks: WordMarks::new(), old: 0, new: 0, rows: vec![] }
    }

    fn write(mut self, context: usize) -> Vec<Row> {
        let pieces = std::mem::take(&mut self.pieces);
        let visible = self.visible(&pieces, context);
        if visible.is_empty() {
            return self.rows;
        }
        let is_one_run = |before: &Piece, after: &Piece| before.hunk == after.hunk && before.old.end >= after.old.start;
        let mut runs = pieces.chunk_by(is_one_run).peekable();
        for stretch in visible {
            self.skip_to(stretch.start);
            let is_here = |run: &&[Piece]| run.first().is_some_and(|piece| piece.old.start <= stretch.end);
            while let Some(run) = runs.next_if(is_here) {
                self.context_to(run.first().map_or(0, |piece| piece.old.start));
                self.change(run);
            }
            self.context_to(stretch.end);
        }
        self.skip_to(self.lines.count());
        self.rows
    }

    /// The stretches of the original to show, in order; between two of them at least one line is left out.
    fn visible(&self, pieces: &[Piece], context: usize) -> Vec<Range<usize>> {
        let count = self.lines.count();
        let around =
            |lines: Range<usize>| lines.start.saturating_sub(context)..lines.end.saturating_add(context).min(count);
        let notes = self.notes.iter().map(|(line, _)| *line..(*line + 1).min(count));
        let mut stretches: Vec<Range<usize>> =
            pieces.iter().map(|piece| piece.old.clone()).chain(notes).map(around).collect();
        stretches.sort_by_key(|stretch| (stretch.start, stretch.end));
        let mut joined: Vec<Range<usize>> = Vec::new();
        for stretch in stretches {
            match joined.last_mut().filter(|last| last.end >= stretch.start) {
                Some(last) => last.end = last.end.max(stretch.end),
                None => joined.push(stretch),
            }
        }
        joined
    }

    fn skip_to(&mut self, line: usize) {
        let count = line.saturating_sub(self.old);
        if count > 0 {
            let kind = RowKind::Skipped { count: u32::try_from(count).unwrap_or(u32::MAX) };
            self.push(kind, vec![], LineEnd::LineFeed, None);
            self.old += count;
            self.new += count;
        }
    }

    fn context_to(&mut self, line: usize) {
        for text in self.lines.each(self.old..line.max(self.old)) {
            self.push(RowKind::Context, plain_line(text), end_of(text), None);
            self.old += 1;
            self.new += 1;
        }
    }

    /// The rows of neighbouring pieces of one hunk: first all that goes, then all that comes. The patch does so with the
    /// pieces of several hunks, but what is accepted or rejected as one is read as one.
    fn change(&mut self, run: &[Piece]) {
        let mut added = Vec::new();
        for piece in run {
            let old: Vec<&str> = self.lines.each(piece.old.clone()).collect();
            let new: Vec<&str> = piece.new_lines().collect();
            let (old_parts, new_parts) =
                if old.is_empty() { (vec![], plain(&new)) } else { self.marks.mark(&old, &new) };
            for (text, parts) in old.iter().zip(old_parts) {
                self.push(RowKind::Removed, parts, end_of(text), Some(piece.hunk));
                self.old += 1;
            }
            added.extend(new.iter().zip(new_parts).map(|(text, parts)| (parts, end_of(text), piece.hunk)));
        }
        for (parts, end, hunk) in added {
            self.push(RowKind::Added, parts, end, Some(hunk));
            self.new += 1;
        }
    }

    fn push(&mut self, kind: RowKind, text: Parts, end: LineEnd, hunk: Option<u32>) {
        let number = |behind: usize| u32::try_from(behind + 1).ok();
        let old_line = if kind == RowKind::Added { None } else { number(self.old) };
        let new_line = if kind == RowKind::Removed { None } else { number(self.new) };
        let mut notes = Vec::new();
        while kind != RowKind::Added
            && let Some((line, note)) = self.notes.get(self.next_note).copied()
            && line == self.old
        {
            notes.push(note);
            self.next_note += 1;
        }
        self.rows.push(Row { kind, old_line, new_line, text, end, hunk, notes });
    }
}

fn end_of(line: &str) -> LineEnd {
    match line {
        _ if line.ends_with("\r\n") => LineEnd::CarriageReturn,
        _ if line.ends_with('\n') => LineEnd::LineFeed,
        _ => LineEnd::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::outline::Span;
    use crate::migrate::change::{Change, Edit};
    use crate::migrate::patch::hunk::{FilePlan, plan};

    fn planned(source: &str, changes: &[(Safety, usize, usize, &str)]) -> FilePlan {
        let change = |(safety, start, end, text): &(Safety, usize, usize, &str)| Change {
            rule: "rule",
            reason: "Because.".to_owned(),
            safety: *safety,
            edits: vec![Edit { span: Span::new(*start, *end), replacement: (*text).to_owned() }],
        };
        plan(source, changes.iter().map(change).collect())
    }

    /// Sign, numbers, text with marks in brackets, hunk, notes.
    fn shown(rows: &[Row]) -> Vec<String> {
        let number = |line: Option<u32>| line.map_or("-".to_owned(), |line| line.to_string());
        let show = |row: &Row| {
            let sign = match row.kind {
                RowKind::Context => " ".to_owned(),
                RowKind::Removed => "-".to_owned(),
                RowKind::Added => "+".to_owned(),
                RowKind::Skipped { count } => format!("~{count}"),
            };
            let part = |(text, mark): &(String, bool)| if *mark { format!("[{text}]") } else { text.clone() };
            let text: String = row.text.iter().map(part).collect();
            let hunk = row.hunk.map(|hunk| format!(" h{hunk}")).unwrap_or_default();
            let notes: String = row.notes.iter().map(|note| format!(" n{note}")).collect();
            format!("{sign} {} {} {text}{hunk}{notes}", number(row.old_line), number(row.new_line))
        };
        rows.iter().map(show).collect()
    }

    #[test]
    fn rows_show_what_changes_and_where() {
        let source = "one\ntwo\nthree\nfour\nfive\nsix\n";
        let plan = planned(
            source,
            &[
                (Safety::Safe, 4, 7, "zwei"),
                (Safety::NeedsReview, 19, 19, "4½\n"),
                (Safety::ShownOnly, 24, 27, "sechs"),
            ],
        );
        let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
        let expected =
            ["~1 1 1 ", "- 2 - [two] h0", "+ - 2 [zwei] h0", "~2 3 3 ", "+ - 5 4½ h1", "~1 5 6 ", "  6 7 six n2"];
        assert_eq!(shown(&rows(source, &hunks, 0)), expected);
        assert_eq!(
            shown(&rows(source, &hunks, 1)),
            [
                "  1 1 one",
                "- 2 - [two] h0",
                "+ - 2 [zwei] h0",
                "  3 3 three",
                "  4 4 four",
                "+ - 5 4½ h1",
                "  5 6 five",
                "  6 7 six n2"
            ]
        );
        assert_eq!(shown(&rows(source, &hunks[..1], 0)), ["~1 1 1 ", "- 2 - [two] h0", "+ - 2 [zwei] h0", "~4 3 3 "]);
        assert_eq!(shown(&suggestion(source, hunks[2], 0)), ["~5 1 1 ", "- 6 - [six] h2", "+ - 6 [sechs] h2"]);
        assert_eq!(rows(source, &[], usize::MAX), []);
    }

    #[test]
    fn neighbouring_hunks_are_shown_one_after_the_other() {
        let source = "one\ntwo\nthree\nfour\n";
        let plan = planned(
            source,
            &[
                (Safety::Safe, 0, 1, "O"),
                (Safety::NeedsReview, 4, 4, "1½\n"),
                (Safety::NeedsReview, 4, 5, "T"),
                (Safety::Safe, 8, 14, ""),
                (Safety::ShownOnly, 4, 7, ""),
            ],
        );
        let all: Vec<&Hunk> = plan.hunks.iter().collect();
        for (hunks, expected) in [
            (
                all.clone(),
                vec![
                    "- 1 - [one] h0",
                    "+ - 1 [One] h0",
                    "+ - 2 1½ h1",
                    "- 2 - [two] h2 n3",
                    "+ - 3 [Two] h2",
                    "- 3 - three h4",
                    "~1 4 4 ",
                ],
            ),
            (vec![all[1], all[4]], vec!["~1 1 1 ", "+ - 2 1½ h1", "~1 2 3 ", "- 3 - three h4", "~1 4 4 "]),
            (
                vec![all[0], all[2]],
                vec!["- 1 - [one] h0", "+ - 1 [One] h0", "- 2 - [two] h2", "+ - 2 [Two] h2", "~2 3 3 "],
            ),
        ] {
            assert_eq!(shown(&rows(source, &hunks, 0)), expected);
        }
        // The lines of one hunk stay together, those that go before those that come.
        let change = |start: usize| Edit { span: Span::new(start, start + 1), replacement: "x".to_owned() };
        let edits = vec![change(0), change(4)];
        let plan = crate::migrate::patch::hunk::plan(
            source,
            vec![Change { rule: "rule", reason: String::new(), safety: Safety::Safe, edits }],
        );
        let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
        let kinds: Vec<RowKind> = rows(source, &hunks, 0).iter().map(|row| row.kind).take(4).collect();
        assert_eq!(kinds, [RowKind::Removed, RowKind::Removed, RowKind::Added, RowKind::Added]);
    }

    #[test]
    fn notes_find_a_line_wherever_they_are() {
        for (source, changes, expected) in [
            ("a\nb\n", vec![(Safety::ShownOnly, 4, 4, "c\n")], vec!["~1 1 1 ", "  2 2 b n0"]),
            ("", vec![(Safety::ShownOnly, 0, 0, "c\n")], vec![]),
            (
                "a\nb\n",
                vec![(Safety::ShownOnly, 0, 1, "a"), (Safety::ShownOnly, 0, 1, "x"), (Safety::Safe, 0, 1, "A")],
                vec!["- 1 - [a] h0 n1 n2", "+ - 1 [A] h0", "~1 2 2 "],
            ),
        ] {
            let plan = planned(source, &changes);
            let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
            assert_eq!(shown(&rows(source, &hunks, 0)), expected, "{source:?} {changes:?}");
        }
    }

    #[test]
    fn line_ends_are_told_apart() {
        let source = "a\r\nb";
        let plan = planned(source, &[(Safety::Safe, 1, 2, ""), (Safety::Safe, 4, 4, "\n")]);
        let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
        let ends: Vec<LineEnd> = rows(source, &hunks, 3).iter().map(|row| row.end).collect();
        assert_eq!(ends, [LineEnd::CarriageReturn, LineEnd::LineFeed, LineEnd::Missing, LineEnd::LineFeed]);
    }

    #[test]
    fn rows_survive_being_written_and_read() {
        let plan = planned("a b\n", &[(Safety::Safe, 2, 3, "c")]);
        let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
        let rows = rows("a b\n", &hunks, 3);
        let written = serde_json::to_string(&rows).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Row>>(&written).unwrap(), rows);
    }
}
