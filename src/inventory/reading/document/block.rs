//! Blocks of code in documents: fences, directives of reStructuredText, listings of AsciiDoc.
//! Not the reading of the code.
//!
//! **Invariant:** a block that is not closed ends with the document, and is found from its first line alone.

use std::ops::Range;

use crate::inventory::language::Language;
use crate::inventory::language_of::language_of_word;
use crate::inventory::reading::config::scan::{Scan, is_blank};

/// A block of code.
pub(super) struct Block {
    /// The start of its mark.
    pub start: usize,
    /// The end of its last mark.
    pub end: usize,
    /// The code, in whole lines.
    pub content: Range<usize>,
    /// The line after it.
    pub next: usize,
    /// The language that its mark names; `None` where it names none that is known.
    pub language: Option<Language>,
}

/// The block that starts on the line.
pub(super) fn block(scan: Scan<'_>, line: usize) -> Option<Block> {
    let at = after_quote_marks(scan, line);
    match scan.byte(at)? {
        mark @ (b'`' | b'~') => fence(scan, line, at, mark),
        b'.' => directive(scan, line, at),
        b'[' => listing(scan, at),
        _ => None,
    }
}

/// Passes over indentation, the marks of a quotation and of a list item.
fn after_quote_marks(scan: Scan<'_>, line: usize) -> usize {
    let at = scan.skip(line, |byte| is_blank(byte) || byte == b'>');
    if matches!(scan.byte(at), Some(b'-' | b'*' | b'+')) && scan.byte(at + 1).is_some_and(is_blank) {
        scan.skip_blank(at + 1)
    } else {
        at
    }
}

fn fence(scan: Scan<'_>, line: usize, at: usize, mark: u8) -> Option<Block> {
    let open = scan.skip(at, |byte| byte == mark);
    let line_end = scan.line_end(open);
    let info = scan.slice(open..line_end);
    // Backticks behind backticks are code within a line.
    if open - at < 3 || (mark == b'`' && info.contains('`')) {
        return None;
    }
    let content = scan.next_line(line_end);
    let quoted = scan.slice(line..at).contains('>');
    let mut end = content;
    while end < scan.end() {
        let text = if quoted { after_quote_marks(scan, end) } else { scan.skip_blank(end) };
        let run = scan.skip(text, |byte| byte == mark);
        if run - text >= open - at && scan.skip_blank(run) >= scan.line_end(run) {
            return Some(Block {
                start: at,
                end: run,
                content: content..end,
                next: scan.next_line(run),
                language: if quoted { None } else { info_language(info) },
            });
        }
        end = scan.next_line(end);
    }
    let language = if quoted { None } else { info_language(info) };
    Some(Block { start: at, end: scan.end(), content: content.min(scan.end())..scan.end(), next: scan.end(), language })
}

/// The language that the text behind a fence names: `js`, `{.python}`, `python title="x"`, `{code-block} python`.
fn info_language(info: &str) -> Option<Language> {
    let mut words = info
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '+' | '#' | '-' | '_' | '.')))
        .map(|word| word.trim_start_matches('.'))
        .filter(|word| !word.is_empty());
    match words.next()? {
        "code-block" | "code" | "sourcecode" | "code-cell" => language_of_word(words.next()?),
        word => language_of_word(word),
    }
}

/// `.. code-block:: python` with the deeper lines below it.
fn directive(scan: Scan<'_>, line: usize, at: usize) -> Option<Block> {
    let line_end = scan.line_end(at);
    let (name, word) = scan.slice(at..line_end).strip_prefix("..")?.split_once("::")?;
    if !matches!(name.trim(), "code-block" | "code" | "sourcecode" | "prompt") {
        return None;
    }
    let language = language_of_word(word.split_whitespace().next().unwrap_or_default());
    let column = at - line;
    let mut start = None;
    let mut end = line_end;
    let mut here = scan.next_line(line_end);
    let mut next = here;
    while here < scan.end() {
        let text = scan.skip_blank(here);
        let text_end = scan.line_end(text);
        if text < text_end {
            if text - here <= column {
                break;
            }
            // Options stand before the code.
            if start.is_none() && !scan.is(text, b':') {
                start = Some(here);
            }
            end = text_end;
            next = scan.next_line(text_end);
        }
        here = scan.next_line(text_end);
    }
    let content = start.unwrap_or(end)..end;
    Some(Block { start: at, end, content, next, language })
}

/// `[source,python]` and the lines between two marks below it.
fn listing(scan: Scan<'_>, at: usize) -> Option<Block> {
    let line_end = scan.line_end(at);
    let attributes = scan.slice(at..line_end).trim_end().strip_prefix('[')?.strip_suffix(']')?;
    let mut attributes = attributes.split(',').map(str::trim);
    if !matches!(attributes.next()?, "source" | "") {
        return None;
    }
    let language = language_of_word(attributes.next()?);
    let mark_line = scan.next_line(line_end);
    let mark_end = scan.line_end(mark_line);
    let mark = scan.slice(mark_line..mark_end).trim_end();
    if mark.len() < 4 || !(mark.bytes().all(|byte| byte == b'-') || mark.bytes().all(|byte| byte == b'.')) {
        return None;
    }
    let content = scan.next_line(mark_end);
    let mut end = content;
    while end < scan.end() {
        let text_end = scan.line_end(end);
        if scan.slice(end..text_end).trim_end() == mark {
            let next = scan.next_line(text_end);
            return Some(Block { start: at, end: text_end, content: content..end, next, language });
        }
        end = scan.next_line(text_end);
    }
    Some(Block { start: at, end, content: content.min(end)..end, next: end, language })
}

/// Whether the code is a session of a terminal: its first line that is not blank has a prompt.
pub(super) fn is_session(scan: Scan<'_>, content: &Range<usize>) -> bool {
    let start = scan.skip(content.start, |byte| byte.is_ascii_whitespace());
    start < content.end && scan.starts(start, "$ ")
}
