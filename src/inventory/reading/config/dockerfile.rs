//! Dockerfile: instructions over one or more lines; `ENV` and `ARG` set variables, commands go to the shell's reader.
//! Not the build: stages and images are texts.
//!
//! **Invariant:** an instruction is its line and those that a backslash joins to it.

use std::collections::HashMap;
use std::ops::Range;

use super::escape::Escapes;
use super::references::{self, References, Written};
use super::scan::{Scan, is_blank, span};
use super::variables::is_variable_name;
use super::{Embed, json};
use crate::inventory::language::Language;
use crate::inventory::outline::{Entry, EntryForm, Kind, OutlineBuilder, Span, TextForm};

/// Reads a Dockerfile.
pub(super) fn read<'source>(builder: &mut OutlineBuilder<'source>, scan: Scan<'source>, embed: &mut Embed<'_>) {
    let mut words = Words::default();
    let mut line = scan.start();
    while line < scan.end() {
        let at = scan.skip_blank(line);
        let end = scan.line_end(at);
        if at >= end || scan.is(at, b'#') {
            if at < end {
                references::comment(builder, at, end);
            }
            line = scan.next_line(end);
            continue;
        }
        let (end, comments) = logical_end(scan, at);
        let word_end = scan.skip(at, |byte| byte.is_ascii_alphabetic()).min(end);
        let instruction = scan.slice(at..word_end).to_ascii_uppercase();
        let arguments = scan.skip_blank(word_end).min(end)..end;
        line = scan.next_line(end);
        let reader = Instruction { scan, start: at, end, comments };
        match instruction.as_str() {
            "ENV" | "ARG" => reader.settings(builder, arguments, instruction == "ARG"),
            "RUN" | "CMD" | "ENTRYPOINT" | "SHELL" => {
                line = reader.command(builder, arguments, embed, &mut words).unwrap_or(line)
            }
            "HEALTHCHECK" => {
                let command = scan.find(arguments.clone(), "CMD").map_or(arguments.end, |found| found + 3);
                reader.words(builder, arguments.start..command);
                let command = scan.skip_blank(command).min(end)..end;
                reader.command(builder, command, embed, &mut words);
            }
            _ => reader.words(builder, arguments),
        }
    }
}

/// The end of the instruction at a place, and the comments between its lines.
fn logical_end(scan: Scan<'_>, at: usize) -> (usize, Vec<Range<usize>>) {
    let mut comments = Vec::new();
    let mut end = scan.line_end(at);
    let mut last = end;
    let mut goes_on = is_joined(scan, at, end);
    while goes_on && scan.next_line(end) < scan.end() {
        let next = scan.next_line(end);
        let text = scan.skip_blank(next);
        end = scan.line_end(text);
        if scan.is(text, b'#') {
            comments.push(text..end);
            continue;
        }
        // An empty line within an instruction is passed over.
        if text < end {
            last = end;
            goes_on = is_joined(scan, text, end);
        }
    }
    comments.retain(|comment| comment.end < last);
    (last, comments)
}

fn is_joined(scan: Scan<'_>, start: usize, end: usize) -> bool {
    scan.slice(start..end).trim_end().ends_with('\\')
}

struct Instruction<'source> {
    scan: Scan<'source>,
    start: usize,
    end: usize,
    comments: Vec<Range<usize>>,
}

impl<'source> Instruction<'source> {
    /// Passes over blanks, joined line ends and comments between the lines.
    fn skip_gap(&self, at: usize) -> usize {
        let mut at = at;
        loop {
            let start = at;
            at = self.scan.skip(at, |byte| byte.is_ascii_whitespace()).min(self.end);
            if self.scan.is(at, b'\\')
                && let Some(line_end) = self.joined(at)
            {
                at = line_end;
            }
            if let Ok(index) = self.comments.binary_search_by_key(&at, |comment| comment.start) {
                at = self.comments.get(index).map_or(at, |comment| comment.end);
            }
            if at == start {
                return at.min(self.end);
            }
        }
    }

    /// The line end that the backslash at a place joins, if nothing but blanks stand between.
    fn joined(&self, backslash: usize) -> Option<usize> {
        let rest = self.scan.skip(backslash + 1, |byte| is_blank(byte) || byte == b'\r');
        matches!(self.scan.byte(rest), None | Some(b'\n')).then_some(rest)
    }

    /// The end of a word, in which quotes hold blanks together.
    fn word_end(&self, at: usize) -> usize {
        let mut quote = None;
        let mut at = at;
        while at < self.end {
            let Some(byte) = self.scan.byte(at) else { break };
            match (byte, quote) {
                (b'\\', None) if self.joined(at).is_some() => break,
                (b'\\', None | Some(b'"')) => at += 1,
                (b'"' | b'\'', None) => quote = Some(byte),
                (_, Some(open)) if byte == open => quote = None,
                (_, None) if byte.is_ascii_whitespace() => break,
                _ => {}
            }
            at = self.scan.after_character(at);
        }
        at.min(self.end)
    }

    fn settings(&self, builder: &mut OutlineBuilder<'_>, arguments: Range<usize>, without_value: bool) {
        let mut items: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let mut at = self.skip_gap(arguments.start);
        while at < self.end {
            let end = self.word_end(at).max(self.scan.after_character(at)).min(self.end);
            let key_end = self.scan.skip(at, |byte| byte != b'=' && !byte.is_ascii_whitespace()).min(end);
            if key_end == end && !without_value && items.is_empty() {
                // The old form: all the rest is the value.
                let value = self.skip_gap(end);
                items.push((at..end, value..self.scan.trim(value..self.end).end.max(value)));
                break;
            }
            items.push((at..key_end, (key_end + 1).min(end)..end));
            at = self.skip_gap(end);
        }
        self.emit(builder, &items);
    }

    fn emit(&self, builder: &mut OutlineBuilder<'_>, items: &[(Range<usize>, Range<usize>)]) {
        let mut comments = self.comments.iter().peekable();
        for (index, (key, value)) in items.iter().enumerate() {
            while let Some(comment) = comments.next_if(|comment| comment.start < key.start) {
                references::comment(builder, comment.start, comment.end);
            }
            let end = value.end.max(key.end);
            let before = index.checked_sub(1).and_then(|index| items.get(index));
            let after = items.get(index + 1);
            let whole = match (before, after) {
                (None, None) => self.scan.whole_lines(self.start..self.end).unwrap_or_default(),
                (None, Some((next, _))) => Span::new(key.start, next.start),
                (Some((name, value)), _) => Span::new(value.end.max(name.end), end),
            };
            let entry = Entry { key: span(key), form: EntryForm::Variable, whole };
            builder.open(Kind::Entry(entry), Span::new(key.start, end));
            // The old form may have its value on a later line, with comments before it and between its lines.
            while let Some(comment) = comments.next_if(|comment| comment.start < end) {
                if comment.end <= value.start {
                    references::comment(builder, comment.start, comment.end);
                }
            }
            if !value.is_empty() {
                let written = self.written(value.clone());
                let found = if written.form == TextForm::Raw { References::NONE } else { References::SHELL };
                references::emit(builder, self.scan, &written, found);
            }
            builder.close();
        }
        for comment in comments {
            references::comment(builder, comment.start, comment.end);
        }
    }

    fn written(&self, outer: Range<usize>) -> Written {
        let quote = self.scan.byte(outer.start).filter(|byte| matches!(byte, b'"' | b'\''));
        match quote.filter(|quote| outer.len() > 1 && self.scan.is(outer.end - 1, *quote)) {
            Some(b'"') => {
                let inner = outer.start + 1..outer.end - 1;
                Written { outer, inner, form: TextForm::Quoted, escapes: Escapes::Backslash }
            }
            Some(_) => {
                let inner = outer.start + 1..outer.end - 1;
                Written { outer, inner, form: TextForm::Raw, escapes: Escapes::None }
            }
            None => Written::plain(outer),
        }
    }

    /// Adds words as texts.
    fn words(&self, builder: &mut OutlineBuilder<'_>, range: Range<usize>) {
        let mut at = self.skip_gap(range.start);
        while at < range.end {
            let end = self.word_end(at).max(self.scan.after_character(at)).min(range.end);
            references::emit(builder, self.scan, &self.written(at..end), References::SHELL);
            at = self.skip_gap(end);
        }
    }

    /// Adds a command: a list in brackets, or a line of the shell with its options before it. Gives the next line after a
    /// here document.
    fn command(
        &self,
        builder: &mut OutlineBuilder<'source>,
        arguments: Range<usize>,
        embed: &mut Embed<'_>,
        words: &mut Words,
    ) -> Option<usize> {
        let mut at = self.skip_gap(arguments.start);
        while at < self.end && self.scan.starts(at, "--") {
            let end = self.word_end(at).max(at + 2).min(self.end);
            references::emit(builder, self.scan, &Written::plain(at..end), References::SHELL);
            at = self.skip_gap(end);
        }
        if at >= self.end {
            return None;
        }
        if self.scan.is(at, b'[') {
            json::read_value(builder, self.scan.part(at..self.end), at);
            return None;
        }
        let document = self.here_document(words);
        let end = document.unwrap_or(self.end);
        builder.open(Kind::Other, Span::new(at, end));
        embed(builder, Language::Shell, at..end);
        builder.close();
        document.map(|end| self.scan.next_line(end))
    }

    /// The end of the here document that the instruction's line starts.
    fn here_document(&self, words: &mut Words) -> Option<usize> {
        let mark = self.scan.find(self.start..self.end, "<<")?;
        let start = self.scan.skip(mark + 2, |byte| matches!(byte, b'-' | b'"' | b'\''));
        let end = self.scan.skip(start, |byte| byte.is_ascii_alphanumeric() || byte == b'_').min(self.end);
        let name = self.scan.slice(start..end);
        if !is_variable_name(name) || words.last(self.scan, name)? < self.end {
            return None;
        }
        let mut line = self.scan.next_line(self.end);
        while line < self.scan.end() {
            let end = self.scan.line_end(line);
            if self.scan.slice(line..end).trim() == name {
                return Some(end);
            }
            line = self.scan.next_line(line);
        }
        None
    }
}

/// Where lines of a single word stand last, so that a here document without an end is known at once.
#[derive(Default)]
struct Words(Option<HashMap<String, usize>>);

impl Words {
    fn last(&mut self, scan: Scan<'_>, word: &str) -> Option<usize> {
        let places = self.0.get_or_insert_with(|| {
            let mut places = HashMap::new();
            let mut line = scan.start();
            while line < scan.end() {
                let end = scan.line_end(line);
                let text = scan.slice(line..end).trim();
                if is_variable_name(text) {
                    places.insert(text.to_owned(), line);
                }
                line = scan.next_line(end);
            }
            places
        });
        places.get(word).copied()
    }
}
