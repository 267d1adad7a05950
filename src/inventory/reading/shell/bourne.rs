//! Commands of a Bourne shell: assignments, commands with their arguments, comments, here documents.
//! Not words and expansions; those are in `words` and `expansions`.
//!
//! **Invariant:** commands inside commands nest at most [`NESTING`] deep; deeper ones are plain text.

use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, OutlineBuilder, Span};
use std::collections::VecDeque;
use std::ops::Range;

/// How deep commands may stand inside words of commands.
pub(super) const NESTING: usize = 24;

/// Words that only steer what is run.
const RESERVED: &[&str] = &[
    "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "esac", "time", "!", "{", "}", "]]",
    "function", "coproc",
];

/// Commands whose arguments are assignments.
const DECLARING: &[&str] = &["export", "declare", "local", "readonly", "typeset", "env", "setenv"];

/// A here document whose body comes with the next line.
#[derive(Debug)]
pub(super) struct Heredoc {
    name: String,
    raw: bool,
    tabs: bool,
}

/// The command that is being read.
#[derive(Debug, Default)]
struct Command {
    /// Its node, if one is open.
    node: Option<NodeId>,
    start: usize,
    /// The end of its last word.
    end: usize,
    declares: bool,
    tests: bool,
    compares: bool,
    arguments: usize,
    /// `for x in …`, `case x in`: words without a command.
    bare: bool,
}

/// The place in the source.
#[derive(Debug)]
pub(super) struct Bourne<'builder, 'source> {
    pub(super) builder: &'builder mut OutlineBuilder<'source>,
    pub(super) source: &'source str,
    pub(super) range: Range<usize>,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) nesting: usize,
    heredocs: VecDeque<Heredoc>,
    cases: usize,
}

/// Reads a part of the source.
pub(super) fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>) {
    let source = builder.source();
    let (at, end) = (range.start, range.end);
    let mut shell = Bourne { builder, source, range, at, end, nesting: 0, heredocs: VecDeque::new(), cases: 0 };
    while shell.at < shell.end {
        shell.commands(None);
        // A bracket that closes nothing.
        shell.at = (shell.at + 1).min(shell.end);
    }
}

impl<'source> Bourne<'_, 'source> {
    pub(super) fn byte(&self, ahead: usize) -> u8 {
        let at = self.at.saturating_add(ahead);
        if at < self.end { self.source.as_bytes().get(at).copied().unwrap_or(0) } else { 0 }
    }

    pub(super) fn starts(&self, with: &str) -> bool {
        self.source.as_bytes().get(self.at..self.end).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'source str {
        self.source.get(range).unwrap_or_default()
    }

    /// Reads commands up to the closing sign or the end. The sign is not passed.
    pub(super) fn commands(&mut self, close: Option<u8>) {
        let mut command = Command::default();
        let depth = self.builder.depth();
        while self.at < self.end {
            let byte = self.byte(0);
            if Some(byte) == close {
                break;
            }
            match byte {
                b' ' | b'\t' | b'\r' | 0 => self.at += 1,
                b'\\' if self.byte(1) == b'\n' => self.at += 2,
                b'\\' if self.byte(1) == b'\r' && self.byte(2) == b'\n' => self.at += 3,
                b'\n' => {
                    self.at += 1;
                    self.here_documents(&mut command);
                    self.finish(&mut command, depth);
                }
                b'#' => {
                    self.finish(&mut command, depth);
                    self.comment();
                }
                b'(' if self.starts("((") && command.node.is_none() => self.at += 2,
                b';' | b'&' | b'|' | b'(' | b')' => {
                    self.finish(&mut command, depth);
                    self.at += 1;
                }
                b'<' if self.byte(1) == b'<' && self.byte(2) != b'<' => self.here_document(),
                b'<' | b'>' => {
                    self.at += 1;
                    while matches!(self.byte(0), b'<' | b'>' | b'&') {
                        self.at += 1;
                    }
                }
                _ => self.command_word(&mut command),
            }
        }
        self.finish(&mut command, depth);
    }

    /// Closes the command's node.
    fn finish(&mut self, command: &mut Command, depth: usize) {
        if let Some(node) = command.node {
            while self.builder.depth() > depth + 1 {
                self.builder.close();
            }
            if command.tests && command.compares {
                self.builder.set_kind(node, Kind::Compare);
            }
            self.builder.close_at(command.end);
        }
        *command = Command::default();
    }

    fn comment(&mut self) {
        let start = self.at;
        while self.at < self.end && self.byte(0) != b'\n' {
            self.at += 1;
        }
        let end = start + self.slice(start..self.at).trim_end().len();
        self.builder.leaf(Kind::Comment, Span::new(start, end.max(start + 1)));
    }

    fn command_word(&mut self, command: &mut Command) {
        let start = self.at;
        let extent = self.word_end();
        let word = self.source.get(start..extent).unwrap_or_default();
        if command.node.is_some() || command.bare {
            self.argument(command, word);
            return;
        }
        if RESERVED.contains(&word) {
            self.cases = if word == "esac" { self.cases.saturating_sub(1) } else { self.cases };
            self.at = extent;
            return;
        }
        if matches!(word, "for" | "case" | "select") {
            self.cases += usize::from(word == "case");
            *command = Command { bare: true, ..Command::default() };
            self.at = extent;
            return;
        }
        if word == "in" && self.cases > 0 {
            self.at = extent;
            return;
        }
        if command.arguments == 0 {
            command.start = start;
        }
        if self.assignment_name().is_some() {
            command.arguments += 1;
            self.assignment(start);
            return;
        }
        let after = self.slice(extent..self.end).trim_start_matches([' ', '\t']).bytes().next();
        if self.cases > 0 && matches!(after, Some(b')' | b'|')) {
            // A pattern of `case`.
            self.builder.open(Kind::Compare, Span::new(start, self.end));
            self.word(None);
            self.at = self.at.max(extent);
            self.builder.close_at(self.at);
            return;
        }
        if self.slice(extent..self.end).starts_with("()") {
            self.at = (extent + 2).min(self.end);
            return;
        }
        command.declares = DECLARING.contains(&word);
        command.tests = matches!(word, "[" | "[[" | "test");
        command.arguments = 0;
        let plain = word.bytes().all(|byte| !matches!(byte, b'"' | b'\'' | b'$' | b'`' | b'\\'));
        let segments = self.builder.segments(plain.then(|| Span::new(start, extent)));
        command.node = Some(self.builder.open(Kind::Call(segments), Span::new(start, self.end)));
        if plain {
            self.at = extent;
        } else {
            self.word(None);
        }
        command.end = self.at;
    }

    fn argument(&mut self, command: &mut Command, word: &str) {
        let start = self.at;
        if command.bare && matches!(word, "in" | "do") {
            self.at += word.len();
            *command = Command { bare: word == "in" && self.cases == 0, ..Command::default() };
            return;
        }
        if command.tests && matches!(word, "=" | "==" | "!=" | "]" | "]]" | "=~") {
            command.compares |= word.contains('=');
            self.at += word.len();
        } else if command.declares && self.assignment_name().is_some() {
            let only = command.arguments == 0;
            self.assignment(if only { command.start } else { start });
            command.arguments += 1;
        } else {
            self.word(None);
            // Flags do not count: `declare -x KEY=v` is still one assignment.
            command.arguments += usize::from(!word.starts_with('-'));
        }
        self.at = self.at.max(start + usize::from(self.at == start));
        command.end = self.at;
    }

    /// The name before `=` or `+=`, if an assignment starts here.
    fn assignment_name(&self) -> Option<Range<usize>> {
        let first = self.byte(0);
        if !(first.is_ascii_alphabetic() || first == b'_') {
            return None;
        }
        let length =
            (0..).take_while(|ahead| self.byte(*ahead).is_ascii_alphanumeric() || self.byte(*ahead) == b'_').count();
        let equals = self.byte(length) == b'=' || (self.byte(length) == b'+' && self.byte(length + 1) == b'=');
        equals.then_some(self.at..self.at + length)
    }

    /// Reads `NAME=value`. `from` is where the command starts that has nothing else.
    fn assignment(&mut self, from: usize) {
        let Some(name) = self.assignment_name() else { return };
        let start = self.at;
        let key = Span::new(name.start, name.end);
        let entry = |whole| Kind::Entry(Entry { key, form: EntryForm::Variable, whole });
        let node = self.builder.open(entry(Span::default()), Span::new(start, self.end));
        self.at = name.end + if self.source.as_bytes().get(name.end) == Some(&b'+') { 2 } else { 1 };
        if self.byte(0) == b'(' {
            self.array();
        } else if !matches!(self.byte(0), b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b')' | 0) {
            self.word(None);
        }
        let whole = self.removal(from, start, self.at);
        self.builder.set_kind(node, entry(whole));
        self.builder.close_at(self.at);
    }

    /// What to delete for an assignment: its lines, or itself with the space behind it.
    fn removal(&self, from: usize, start: usize, end: usize) -> Span {
        let before = self.slice(self.range.start..from);
        let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
        let leads = before.len() == indent || before.trim_end_matches([' ', '\t']).ends_with('\n');
        let after = self.slice(end..self.range.end);
        let rest = after.trim_start_matches([' ', '\t', ';', '\r']);
        let line_end = self.range.end - rest.len();
        if leads && rest.is_empty() {
            return Span::new(from - indent, line_end);
        }
        if leads && rest.starts_with('\n') {
            return Span::new(from - indent, line_end + 1);
        }
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        Span::new(start, end + blanks)
    }

    fn array(&mut self) {
        self.builder.open(Kind::List, Span::new(self.at, self.end));
        self.at += 1;
        while self.at < self.end && self.byte(0) != b')' {
            match self.byte(0) {
                b' ' | b'\t' | b'\r' | b'\n' | 0 => self.at += 1,
                b'#' => self.comment(),
                _ => {
                    let start = self.at;
                    self.word(None);
                    self.at = self.at.max(start + usize::from(self.at == start));
                }
            }
        }
        self.at = (self.at + 1).min(self.end);
        self.builder.close_at(self.at);
    }

    /// Takes `<<NAME`, whose body comes with the next line.
    fn here_document(&mut self) {
        self.at += 2;
        let tabs = self.byte(0) == b'-';
        self.at += usize::from(tabs || self.byte(0) == b'~');
        while matches!(self.byte(0), b' ' | b'\t') {
            self.at += 1;
        }
        let start = self.at;
        self.at = self.word_end();
        let word = self.slice(start..self.at);
        let name: String = word.chars().filter(|sign| !matches!(sign, '"' | '\'' | '\\')).collect();
        let raw = name.len() < word.len();
        if !name.is_empty() {
            self.heredocs.push_back(Heredoc { name, raw, tabs });
        }
    }

    /// Reads the bodies of here documents at the start of a line, as arguments of the command.
    fn here_documents(&mut self, command: &mut Command) {
        while let Some(heredoc) = self.heredocs.pop_front() {
            let start = self.at;
            let mut stop = None;
            let mut at = start;
            for line in self.slice(start..self.end).split_inclusive('\n') {
                let text = line.trim_end_matches(['\n', '\r']);
                let text = if heredoc.tabs { text.trim_start_matches('\t') } else { text };
                if text == heredoc.name {
                    stop = Some((at, at + line.len()));
                    break;
                }
                at += line.len();
            }
            let (body_end, resume) = stop.unwrap_or_else(|| {
                self.builder.trouble(Span::new(start, self.end), "A here document is not closed.");
                (self.end, self.end)
            });
            self.body(body_end, heredoc.raw);
            self.at = resume;
            command.end = body_end;
        }
    }
}
