//! A part of the source with the few questions that the line grammars ask of it, all in absolute places.
//! Not a cursor: it keeps no place of its own.
//!
//! **Invariant:** no answer lies outside the part, and an answer next to an ASCII byte is on a character boundary.

use std::ops::Range;

use crate::inventory::outline::Span;

/// A part of the source.
#[derive(Debug, Clone, Copy)]
pub(in crate::inventory::reading) struct Scan<'source> {
    source: &'source str,
    start: usize,
    end: usize,
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

impl<'source> Scan<'source> {
    /// The part in `range`, without a byte order mark at its start.
    pub fn new(source: &'source str, range: &Range<usize>) -> Self {
        let end = if source.is_char_boundary(range.end) { range.end } else { source.len() };
        let start = if source.is_char_boundary(range.start) { range.start.min(end) } else { end };
        let marked = source.get(start..end).is_some_and(|text| text.starts_with(BYTE_ORDER_MARK));
        Scan { source, start: if marked { start + BYTE_ORDER_MARK.len() } else { start }, end }
    }

    /// The same source, another part.
    pub fn part(self, range: Range<usize>) -> Self {
        Scan { start: range.start.max(self.start).min(self.end), end: range.end.min(self.end), ..self }
    }

    /// Where the part starts.
    pub fn start(self) -> usize {
        self.start
    }

    /// Where the part ends.
    pub fn end(self) -> usize {
        self.end
    }

    /// The byte at a place of the part.
    pub fn byte(self, at: usize) -> Option<u8> {
        if at < self.end { self.source.as_bytes().get(at).copied() } else { None }
    }

    /// Whether that byte stands there.
    pub fn is(self, at: usize, byte: u8) -> bool {
        self.byte(at) == Some(byte)
    }

    /// The text of a range, empty if it is no well formed range of the part.
    pub fn slice(self, range: Range<usize>) -> &'source str {
        self.source.get(range.start..range.end.min(self.end)).unwrap_or_default()
    }

    /// Whether the text stands at the place.
    pub fn starts(self, at: usize, text: &str) -> bool {
        self.source.as_bytes().get(at..self.end).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }

    /// The first place at or after `at` where a byte is not as wanted.
    pub fn skip(self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = self.source.as_bytes().get(at..self.end).unwrap_or_default();
        at + rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len())
    }

    /// The first place at or after `at` that is neither a space nor a tab.
    pub fn skip_blank(self, at: usize) -> usize {
        self.skip(at, is_blank)
    }

    /// The place after the character at `at`.
    pub fn after_character(self, at: usize) -> usize {
        self.skip((at + 1).min(self.end), |byte| byte & 0b1100_0000 == 0b1000_0000)
    }

    /// Where the text of the line ends, before its line feed and a carriage return before that.
    pub fn line_end(self, at: usize) -> usize {
        let end = self.skip(at, |byte| byte != b'\n');
        let before = self.source.as_bytes().get(at..end).and_then(|line| line.last());
        if before == Some(&b'\r') { end - 1 } else { end }
    }

    /// Whether the line ends at the place, asked without looking at the rest of it.
    pub fn ends_line(self, at: usize) -> bool {
        match self.byte(at) {
            None | Some(b'\n') => true,
            Some(b'\r') => self.byte(at + 1).is_none_or(|byte| byte == b'\n'),
            Some(_) => false,
        }
    }

    /// Where the next line starts.
    pub fn next_line(self, at: usize) -> usize {
        (self.skip(at, |byte| byte != b'\n') + 1).min(self.end)
    }

    /// The range without spaces, tabs and line ends around it.
    pub fn trim(self, range: Range<usize>) -> Range<usize> {
        let text = self.source.as_bytes().get(range.clone()).unwrap_or_default();
        let blank = |byte: &u8| is_blank(*byte) || matches!(byte, b'\r' | b'\n');
        let Some(first) = text.iter().position(|byte| !blank(byte)) else {
            return range.start..range.start;
        };
        let last = text.iter().rposition(|byte| !blank(byte)).unwrap_or(first);
        range.start + first..range.start + last + 1
    }

    /// Where the text starts in the range.
    pub fn find(self, range: Range<usize>, text: &str) -> Option<usize> {
        self.slice(range.clone()).find(text).map(|offset| range.start + offset)
    }

    /// The start of the line, if only blanks of the part stand between it and `at`.
    pub fn line_start(self, at: usize) -> Option<usize> {
        let before = self.source.as_bytes().get(self.start..at).unwrap_or_default();
        let blanks = before.iter().rev().take_while(|byte| is_blank(**byte)).count();
        let start = at - blanks;
        let head = self.source.get(..start).unwrap_or_default();
        (head.is_empty() || head.ends_with('\n') || head == BYTE_ORDER_MARK).then_some(start)
    }

    /// The whole lines of a range with the last line end, if nothing else stands on them.
    pub fn whole_lines(self, range: Range<usize>) -> Option<Span> {
        let start = self.line_start(range.start)?;
        let rest = self.skip(range.end, |byte| is_blank(byte) || byte == b'\r');
        let ends = match self.byte(rest) {
            Some(byte) => byte == b'\n',
            None => matches!(self.source.as_bytes().get(rest), None | Some(b'\n' | b'\r')),
        };
        ends.then(|| Span::new(start, (rest + 1).min(self.end)))
    }
}

/// A space or a tab.
pub(in crate::inventory::reading) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// A span of a range.
pub(in crate::inventory::reading) fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        let source = "\u{feff}A=1\n";
        let scan = Scan::new(source, &(0..source.len()));
        assert_eq!(scan.start(), 3);
        assert_eq!(scan.whole_lines(3..6), Some(Span::new(3, 7)));
    }

    #[test]
    fn lines_end_before_either_line_end() {
        let scan = Scan::new("a\r\nbc\nd", &(0..7));
        assert_eq!((scan.line_end(0), scan.next_line(0)), (1, 3));
        assert_eq!((scan.line_end(3), scan.next_line(3)), (5, 6));
        assert_eq!((scan.line_end(6), scan.next_line(6)), (7, 7));
    }

    #[test]
    fn whole_lines_are_given_only_where_nothing_else_stands_on_them() {
        let scan = Scan::new("x = [\n  1,\n  2, 3\n]", &(0..19));
        assert_eq!(scan.whole_lines(8..10), Some(Span::new(6, 11)));
        assert_eq!(scan.whole_lines(13..15), None);
        assert_eq!(scan.whole_lines(16..17), None);
        assert_eq!(scan.whole_lines(18..19), Some(Span::new(18, 19)));
        // A part in the middle of a line is not alone on it.
        assert_eq!(scan.part(4..5).whole_lines(4..5), None);
    }

    #[test]
    fn characters_are_stepped_over_as_a_whole() {
        let scan = Scan::new("é🙂a", &(0..7));
        assert_eq!(scan.after_character(0), 2);
        assert_eq!(scan.after_character(2), 6);
        assert_eq!(scan.after_character(7), 7);
    }
}
