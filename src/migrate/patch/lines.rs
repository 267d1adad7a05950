//! Where the lines of a source begin, as a patch counts them: only a line feed ends a line.
//! Not the lines an editor may show: a carriage return alone is a character like any other.
//!
//! **Invariant:** the lines' texts with their ends, one after the other, are the source.

use std::ops::Range;

/// The lines of one source. Line numbers count from 0; the number after the last line stands for the end of the file.
#[derive(Debug)]
pub(super) struct Lines<'source> {
    source: &'source str,
    starts: Vec<u32>,
}

impl<'source> Lines<'source> {
    /// Finds the lines in one pass. Sources are below 4 GB by the intake's limits.
    pub(super) fn new(source: &'source str) -> Self {
        let mut starts = Vec::new();
        let mut at = 0;
        for line in source.split_inclusive('\n') {
            starts.push(u32::try_from(at).unwrap_or(u32::MAX));
            at += line.len();
        }
        Lines { source, starts }
    }

    /// The source.
    pub(super) fn source(&self) -> &'source str {
        self.source
    }

    /// How many lines there are; an empty source has none.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The byte at which a line begins; the end of the source for the number after the last.
    pub(super) fn start(&self, line: usize) -> usize {
        self.starts.get(line).map_or(self.source.len(), |start| *start as usize)
    }

    /// The line that holds a byte. The end of the source belongs to the last line only if no line feed ends that line.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        if offset >= self.source.len() && self.is_start(self.source.len()) {
            return self.count();
        }
        self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// Whether a line begins at a byte, or could begin at the end of the source.
    pub(super) fn is_start(&self, offset: usize) -> bool {
        let before = offset.checked_sub(1).and_then(|before| self.source.as_bytes().get(before));
        before.is_none_or(|before| *before == b'\n')
    }

    /// The byte after the line that holds `offset`, behind its line feed.
    pub(super) fn end_of_line(&self, offset: usize) -> usize {
        self.start(self.line_of(offset).saturating_add(1))
    }

    /// The lines up to a byte at which one begins, or up to the end of the source.
    pub(super) fn count_before(&self, offset: usize) -> usize {
        if offset >= self.source.len() { self.count() } else { self.line_of(offset) }
    }

    /// The text of some lines, with their ends.
    pub(super) fn text(&self, lines: Range<usize>) -> &'source str {
        self.source.get(self.start(lines.start)..self.start(lines.end)).unwrap_or_default()
    }

    /// Some lines one by one, with their ends.
    pub(super) fn each(&self, lines: Range<usize>) -> impl Iterator<Item = &'source str> {
        self.text(lines).split_inclusive('\n')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_feed_ends_a_line() {
        for (source, starts) in [
            ("", vec![]),
            ("a", vec![0]),
            ("a\n", vec![0]),
            ("a\nb", vec![0, 2]),
            ("a\r\nb\rc\n\n", vec![0, 3, 7]),
            ("\n", vec![0]),
        ] {
            let lines = Lines::new(source);
            assert_eq!(lines.starts, starts, "{source:?}");
            assert_eq!(lines.text(0..lines.count()), source);
        }
    }

    #[test]
    fn the_end_belongs_to_an_unfinished_line_only() {
        for (source, offset, line) in
            [("", 0, 0), ("a", 0, 0), ("a", 1, 0), ("a\n", 1, 0), ("a\n", 2, 1), ("a\nb", 2, 1), ("a\nb", 3, 1)]
        {
            assert_eq!(Lines::new(source).line_of(offset), line, "{source:?} {offset}");
        }
    }
}
