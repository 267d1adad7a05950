//! Documents: Markdown, MDX, reStructuredText, AsciiDoc, and plain text.
//! Not a rendering: headings, lists and links are prose, and of the structure only code matters.
//!
//! **Invariant:** every line is prose, code, a comment or blank; code in a block is marked as documentation and read by the
//! reader of its language.

mod block;

use std::collections::HashMap;
use std::ops::Range;

use super::config::Embed;
use super::config::scan::{Scan, span};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, OutlineBuilder, Span, Text, TextForm};

/// Reads a document. [`Language::Markdown`] is for all that have code in blocks; anything else is read line by line.
pub fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>, language: Language, embed: &mut Embed<'_>) {
    let scan = Scan::new(builder.source(), &range);
    if language != Language::Markdown {
        return read_plain(builder, scan);
    }
    let mut document = Document { builder, scan, embed, comments_end: None };
    let mut line = document.front_matter();
    while line < scan.end() {
        line = document.line(line);
    }
}

/// Reads lines of prose.
pub(super) fn read_plain(builder: &mut OutlineBuilder<'_>, scan: Scan<'_>) {
    let mut line = scan.start();
    while line < scan.end() {
        let end = scan.line_end(line);
        prose(builder, scan, line..end);
        line = scan.next_line(end);
    }
}

fn prose(builder: &mut OutlineBuilder<'_>, scan: Scan<'_>, range: Range<usize>) {
    let range = scan.trim(range);
    if !range.is_empty() {
        let inner = span(&range);
        builder.leaf(Kind::Text(Text { inner, cooked: None, form: TextForm::Prose }), inner);
    }
}

struct Document<'builder, 'source, 'embed, 'other> {
    builder: &'builder mut OutlineBuilder<'source>,
    scan: Scan<'source>,
    embed: &'embed mut Embed<'other>,
    /// Where the last comment ends, once it was looked for.
    comments_end: Option<usize>,
}

impl Document<'_, '_, '_, '_> {
    /// Reads settings between `---` at the very start. Gives the line after them.
    fn front_matter(&mut self) -> usize {
        let start = self.scan.start();
        let mark = ["---", "+++"].into_iter().find(|mark| self.scan.slice(start..self.scan.line_end(start)) == *mark);
        let Some(mark) = mark else { return start };
        let content = self.scan.next_line(start);
        let mut line = content;
        while line < self.scan.end() {
            let end = self.scan.line_end(line);
            if self.scan.slice(line..end) == mark {
                let language = if mark == "---" { Language::Yaml } else { Language::Toml };
                self.builder.open(Kind::Other, Span::new(start, end));
                (self.embed)(self.builder, language, content..line);
                self.builder.close();
                return self.scan.next_line(end);
            }
            line = self.scan.next_line(end);
        }
        start
    }

    /// Reads a line, or the block that it starts. Gives the next line.
    fn line(&mut self, line: usize) -> usize {
        if let Some(block) = block::block(self.scan, line) {
            return self.block(block);
        }
        let end = self.scan.line_end(line);
        self.inline(line..end)
    }

    /// Reads a line of prose with code and comments in it. Gives the next line, behind a comment of several lines.
    fn inline(&mut self, line: Range<usize>) -> usize {
        let text = self.scan.slice(line.clone());
        let next = self.scan.next_line(line.end);
        if !text.contains(['`', '<']) {
            prose(self.builder, self.scan, line);
            return next;
        }
        let closings = closings(self.scan, line.clone());
        let mut at = line.start;
        let mut start = at;
        while at < line.end {
            match self.scan.byte(at) {
                Some(b'`') => {
                    let open = self.scan.skip(at, |byte| byte == b'`').min(line.end);
                    if let Some(close) = closings.get(&at) {
                        prose(self.builder, self.scan, start..at);
                        let inner = span(&self.scan.trim(open..*close));
                        let end = close + (open - at);
                        let code = Text { inner, cooked: None, form: TextForm::Prose };
                        self.builder.leaf(Kind::Text(code), Span::new(at, end));
                        start = end;
                        at = end;
                    } else {
                        at = open;
                    }
                }
                Some(b'<') if self.scan.starts(at, "<!--") => {
                    let Some(end) = self.comment_end(at) else {
                        at += 4;
                        continue;
                    };
                    prose(self.builder, self.scan, start..at);
                    self.builder.leaf(Kind::Comment, Span::new(at, end));
                    if end > line.end {
                        let rest = self.scan.line_end(end);
                        prose(self.builder, self.scan, end..rest);
                        return self.scan.next_line(rest);
                    }
                    start = end;
                    at = end;
                }
                _ => at = self.scan.skip(at + 1, |byte| !matches!(byte, b'`' | b'<' | b'\n')).min(line.end),
            }
        }
        prose(self.builder, self.scan, start..line.end);
        next
    }

    /// The end of the comment at a place. The last end of all is found once, so that unclosed comments stay cheap.
    fn comment_end(&mut self, at: usize) -> Option<usize> {
        let all = self.scan.start()..self.scan.end();
        let last = *self
            .comments_end
            .get_or_insert_with(|| self.scan.slice(all.clone()).rfind("-->").map_or(0, |found| all.start + found));
        if last < at + 4 {
            return None;
        }
        self.scan.find(at + 4..all.end, "-->").map(|found| found + 3)
    }

    /// Reads a block of code. Gives the line after it.
    fn block(&mut self, block: block::Block) -> usize {
        let region = Span::new(block.start, block.end);
        self.builder.documentation(region);
        self.builder.open(Kind::Other, region);
        match block.language {
            Some(Language::Plain) | None => read_plain(self.builder, self.scan.part(block.content)),
            Some(Language::Shell) if block::is_session(self.scan, &block.content) => self.session(block.content),
            Some(language) => (self.embed)(self.builder, language, block.content),
        }
        self.builder.close();
        block.next
    }

    /// Reads a session of a terminal: commands behind a prompt, and what they say.
    fn session(&mut self, content: Range<usize>) {
        let mut line = content.start;
        while line < content.end {
            let at = self.scan.skip_blank(line);
            let mut end = self.scan.line_end(at).min(content.end);
            if self.scan.starts(at, "$ ") {
                while end > at && self.scan.is(end - 1, b'\\') && self.scan.next_line(end) < content.end {
                    end = self.scan.line_end(self.scan.next_line(end)).min(content.end);
                }
                (self.embed)(self.builder, Language::Shell, at + 2..end);
            } else {
                prose(self.builder, self.scan, line..end);
            }
            line = self.scan.next_line(end);
        }
    }
}

/// For each run of backticks in the line that opens code, where the run that closes it starts.
fn closings(scan: Scan<'_>, line: Range<usize>) -> HashMap<usize, usize> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = line.start;
    while at < line.end {
        at = scan.skip(at, |byte| byte != b'`' && byte != b'\n').min(line.end);
        let end = scan.skip(at, |byte| byte == b'`').min(line.end);
        if end > at {
            runs.push((at, end - at));
        }
        at = end.max(at + 1);
    }
    let mut next_of_length: HashMap<usize, usize> = HashMap::new();
    let mut closings = HashMap::new();
    for (start, length) in runs.into_iter().rev() {
        if let Some(next) = next_of_length.insert(length, start) {
            closings.insert(start, next);
        }
    }
    closings
}
