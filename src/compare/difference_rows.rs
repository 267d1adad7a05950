//! A text difference as rows of one height, side by side, so that a page builds only those in sight.
//! Not the difference itself. **Invariant:** the pieces of a side in order are its text but for line ends; a line that is
//! in both stands on one row in both.

use super::text_difference::{RunKind, TextRun};

/// A stretch of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// The difference that it is part of, from 0; `None` if both sides have it.
    pub difference: Option<u32>,
}

/// One side of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Half {
    /// The number of the line, from 1, where it begins here and not on a row before.
    pub line: Option<u32>,
    /// Its text.
    pub pieces: Vec<Piece>,
}

/// A row of both sides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The source's.
    pub source: Option<Half>,
    /// The target's.
    pub target: Option<Half>,
    /// Whether anything on it differs.
    pub differs: bool,
}

/// Rows and where the differences are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// All rows in order.
    pub rows: Vec<Row>,
    /// The row at which each difference begins.
    pub places: Vec<usize>,
}

/// What stands for a line end that differs and has no other text beside it.
const LINE_END: &str = "↵";

/// Lays runs out in rows of at most so many characters.
#[must_use]
pub fn rows(runs: &[TextRun], columns: usize) -> Rows {
    let mut layout = Layout { columns: columns.max(8), ..Layout::default() };
    let mut differences = 0_u32;
    let mut inside = false;
    for run in runs {
        let differs = run.kind != RunKind::Same;
        if differs && !inside {
            differences += 1;
        }
        inside = differs;
        match run.kind {
            RunKind::Same => layout.same(&run.text),
            RunKind::OnlySource => layout.source.take(&run.text, differences - 1),
            RunKind::OnlyTarget => layout.target.take(&run.text, differences - 1),
        }
    }
    layout.flush();
    layout.done
}

/// What is shown when only differences are: rows by their number, and how many equal ones were left out between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A row.
    Row(usize),
    /// So many rows without a difference.
    Equal(usize),
}

/// All rows, or only those that differ.
#[must_use]
pub fn shown(rows: &[Row], only_differences: bool) -> Vec<Shown> {
    if !only_differences {
        return (0..rows.len()).map(Shown::Row).collect();
    }
    let mut shown = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match (row.differs, shown.last_mut()) {
            (true, _) => shown.push(Shown::Row(at)),
            (false, Some(Shown::Equal(count))) => *count += 1,
            (false, _) => shown.push(Shown::Equal(1)),
        }
    }
    shown
}

/// The lines of one side since both last ended a line together. The last one is open.
#[derive(Default)]
struct Side {
    lines: Vec<Vec<Piece>>,
    /// Lines that are done before these.
    done: u32,
}

impl Side {
    fn open(&mut self) {
        if self.lines.is_empty() {
            self.lines.push(Vec::new());
        }
    }

    fn is_open_empty(&self) -> bool {
        self.lines.last().is_none_or(Vec::is_empty)
    }

    fn push(&mut self, text: &str, difference: Option<u32>) {
        if text.is_empty() {
            return;
        }
        self.open();
        if let Some(line) = self.lines.last_mut() {
            line.push(Piece { text: text.to_owned(), difference });
        }
    }

    fn take(&mut self, text: &str, difference: u32) {
        for part in text.split_inclusive('\n') {
            let line = part.strip_suffix('\n');
            self.push(line.unwrap_or(part).trim_end_matches('\r'), Some(difference));
            if line.is_some() {
                if part.trim_end_matches(['\r', '\n']).is_empty() {
                    self.push(LINE_END, Some(difference));
                }
                self.open();
                self.lines.push(Vec::new());
            }
        }
    }
}

#[derive(Default)]
struct Layout {
    columns: usize,
    source: Side,
    target: Side,
    done: Rows,
}

impl Layout {
    fn same(&mut self, text: &str) {
        // What was removed and added before ended with its lines: it stands on rows of its own.
        if self.source.is_open_empty() && self.target.is_open_empty() {
            self.flush();
        }
        for part in text.split_inclusive('\n') {
            let line = part.strip_suffix('\n');
            for side in [&mut self.source, &mut self.target] {
                side.open();
                side.push(line.unwrap_or(part).trim_end_matches('\r'), None);
            }
            if line.is_some() {
                self.flush();
            }
        }
    }

    /// Puts the lines of both sides beside each other.
    fn flush(&mut self) {
        let columns = self.columns;
        let mut halves = [&mut self.source, &mut self.target].map(|side| {
            let mut lines = std::mem::take(&mut side.lines);
            // An open line with nothing in it is no line yet.
            if lines.len() > 1 && lines.last().is_some_and(Vec::is_empty) {
                lines.pop();
            }
            let first = side.done;
            side.done += u32::try_from(lines.len()).unwrap_or(u32::MAX);
            let numbered = (first + 1..).zip(lines);
            numbered.flat_map(|(number, pieces)| wrapped(number, pieces, columns)).collect::<Vec<Half>>().into_iter()
        });
        loop {
            let [source, target] = halves.each_mut().map(Iterator::next);
            if source.is_none() && target.is_none() {
                return;
            }
            let at = self.done.rows.len();
            let mut differs = false;
            for piece in [&source, &target].into_iter().flatten().flat_map(|half| &half.pieces) {
                if let Some(difference) = piece.difference {
                    differs = true;
                    while self.done.places.len() <= difference as usize {
                        self.done.places.push(at);
                    }
                }
            }
            self.done.rows.push(Row { source, target, differs });
        }
    }
}

/// One line in as many rows as it needs; broken behind a space where there is one.
fn wrapped(number: u32, pieces: Vec<Piece>, columns: usize) -> Vec<Half> {
    let mut halves = Vec::new();
    let mut half = Half { line: Some(number), pieces: Vec::new() };
    let mut room = columns;
    for piece in pieces {
        let mut rest = piece.text.as_str();
        while !rest.is_empty() {
            let end = rest.char_indices().nth(room).map_or(rest.len(), |(at, _)| at);
            let space = || rest.get(..end).and_then(|part| part.rfind(' ')).map(|at| at + 1);
            // A word that does not fit goes whole to the next row, unless it is longer than a row.
            let unbroken = if room == columns { end } else { 0 };
            let cut = if end == rest.len() { end } else { space().unwrap_or(unbroken) };
            let (now, later) = rest.split_at(cut);
            if !now.is_empty() {
                half.pieces.push(Piece { text: now.to_owned(), difference: piece.difference });
                room -= now.chars().count();
            }
            rest = later;
            if !rest.is_empty() {
                halves.push(std::mem::take(&mut half));
                room = columns;
            }
        }
    }
    halves.push(half);
    halves
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::text_difference::{count_differences, text_difference};
    use super::*;

    fn laid(source: &str, target: &str, columns: usize) -> Rows {
        rows(&text_difference(source, target), columns)
    }

    fn text(half: Option<&Half>) -> String {
        half.map_or_else(|| "·".to_owned(), |half| half.pieces.iter().map(|piece| piece.text.as_str()).collect())
    }

    #[track_caller]
    fn check(source: &str, target: &str, expected: &[(&str, &str)]) {
        let laid = laid(source, target, 80);
        let found: Vec<(String, String)> =
            laid.rows.iter().map(|row| (text(row.source.as_ref()), text(row.target.as_ref()))).collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn equal_lines_stand_side_by_side() {
        check("a\nb\nc", "a\nb\nc", &[("a", "a"), ("b", "b"), ("c", "c")]);
        check("a\nx y\nc", "a\nx z\nc", &[("a", "a"), ("x y", "x z"), ("c", "c")]);
        check("", "", &[]);
        check("a", "", &[("a", "·")]);
        check("a\n\nb", "a\n\nb", &[("a", "a"), ("", ""), ("b", "b")]);
    }

    #[test]
    fn added_lines_stand_beside_nothing() {
        let long = |extra: &str| {
            (0..3_000)
                .map(|at| format!("line {at} of many\n") + if at == 1_500 { extra } else { "" })
                .collect::<String>()
        };
        let laid = laid(&long(""), &long("quite new\n"), 80);
        assert_eq!(laid.rows.len(), 3_001);
        let row = &laid.rows[laid.places[0]];
        assert_eq!((text(row.source.as_ref()), text(row.target.as_ref())), ("·".to_owned(), "quite new".to_owned()));
        let last = laid.rows.last().unwrap();
        assert_eq!(
            (last.source.as_ref().unwrap().line, last.target.as_ref().unwrap().line),
            (Some(3_000), Some(3_001))
        );
    }

    #[test]
    fn long_lines_are_broken_behind_words() {
        let laid = laid("one two three four", "one two three four", 9);
        let found: Vec<String> = laid.rows.iter().map(|row| text(row.source.as_ref())).collect();
        assert_eq!(found, ["one two ", "three ", "four"]);
        let numbers: Vec<Option<u32>> = laid.rows.iter().map(|row| row.source.as_ref().unwrap().line).collect();
        assert_eq!(numbers, [Some(1), None, None]);
    }

    #[test]
    fn only_differences() {
        let laid = laid("a\nb\nx\nc\nd", "a\nb\ny\nc\nd", 80);
        assert_eq!(shown(&laid.rows, true), [Shown::Equal(2), Shown::Row(2), Shown::Equal(2)]);
        assert_eq!(shown(&laid.rows, false).len(), 5);
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_texts(source in "[ab \n]{0,60}", target in "[ab \n]{0,60}", columns in 8..30_usize) {
            let runs = text_difference(&source, &target);
            let laid = rows(&runs, columns);
            let of = |half: fn(&Row) -> Option<&Half>| -> String {
                let halves = laid.rows.iter().filter_map(half);
                halves.flat_map(|half| &half.pieces).map(|piece| piece.text.as_str()).collect::<String>().replace(LINE_END, "")
            };
            prop_assert_eq!(of(|row| row.source.as_ref()), source.replace('\n', ""));
            prop_assert_eq!(of(|row| row.target.as_ref()), target.replace('\n', ""));
            prop_assert_eq!(laid.places.len(), count_differences(&runs));
            prop_assert!(laid.places.is_sorted());
            for row in &laid.rows {
                for half in [&row.source, &row.target].into_iter().flatten() {
                    let length: usize = half.pieces.iter().map(|piece| piece.text.chars().count()).sum();
                    prop_assert!(length <= columns, "{half:?}");
                }
            }
        }
    }
}
