//! Commands of bash, and of zsh and sh as far as they are alike.
//! Not its programming language: loops and conditions are passed by, and their commands read as if each ran once.
//! **Invariant:** a word means what bash would make of it, but that an unset variable stays as it is written.

mod output;
mod words;

use std::collections::BTreeMap;

use super::{Command, Input, Script, Word};
use crate::diagnostic::Diagnostic;
use crate::exchange::cursor::{Cursor, begins_name, in_name};
use crate::exchange::notes;
use output::output;

/// How deep commands within commands are followed.
const DEPTH: usize = 16;

pub(super) fn read(text: &str) -> Script {
    let mut bash = Bash {
        cursor: Cursor::new(text),
        variables: BTreeMap::new(),
        waiting: Vec::new(),
        notes: Vec::new(),
        depth: 0,
    };
    let commands = bash.list(false);
    Script { commands, notes: bash.notes }
}

struct Bash<'text> {
    cursor: Cursor<'text>,
    /// What the text itself assigned.
    variables: BTreeMap<String, Word>,
    /// Here-documents whose text begins after the line, with the command each belongs to.
    waiting: Vec<Waiting>,
    notes: Vec<Diagnostic>,
    depth: usize,
}

struct Waiting {
    /// The command of the list that reads it.
    command: usize,
    end: String,
    /// `<<-`: tabs at the beginning of its lines go.
    indented: bool,
    /// Whether variables in it are replaced.
    expands: bool,
}

impl<'text> Bash<'text> {
    fn note(&mut self, note: Diagnostic) {
        notes::push(&mut self.notes, note);
    }

    /// Commands up to the end, or up to the parenthesis that closes them, which is passed.
    fn list(&mut self, in_parenthesis: bool) -> Vec<Command> {
        // A command that is not yet read to its end is the last of the list.
        let mut commands = vec![Command::default()];
        let outer = std::mem::take(&mut self.waiting);
        let mut open = 0usize;
        loop {
            self.blanks();
            let Some(next) = self.cursor.peek() else { break };
            match next {
                '\n' | '\r' => {
                    self.cursor.next();
                    if next == '\n' {
                        self.here_documents(&mut commands);
                        self.end(&mut commands, false);
                    }
                }
                '#' => {
                    self.cursor.take_while(|character| character != '\n');
                }
                ')' if in_parenthesis && open == 0 => {
                    self.cursor.next();
                    break;
                }
                '(' | ')' => {
                    self.cursor.next();
                    open = if next == '(' { open + 1 } else { open.saturating_sub(1) };
                    self.end(&mut commands, false);
                }
                ';' => {
                    self.cursor.next();
                    self.end(&mut commands, false);
                }
                '&' if self.cursor.second() == Some('>') => {
                    self.cursor.take("&>");
                    self.redirection();
                }
                '&' => {
                    self.cursor.next();
                    self.end(&mut commands, false);
                }
                '|' => {
                    self.cursor.next();
                    let piped = !self.cursor.take("|");
                    self.cursor.take("&");
                    self.end(&mut commands, piped);
                }
                '<' => self.input(&mut commands),
                '>' => {
                    self.cursor.next();
                    self.redirection();
                }
                _ if self.is_numbered_redirection() => {
                    self.cursor.take_while(|character| character.is_ascii_digit());
                }
                _ => {
                    let word = self.word();
                    if let Some(command) = commands.last_mut() {
                        command.words.push(word);
                    }
                }
            }
        }
        self.here_documents(&mut commands);
        self.end(&mut commands, false);
        self.waiting = outer;
        commands.retain(|command| !command.words.is_empty());
        commands
    }

    /// Ends the last command of the list. Assignments without a command are remembered.
    fn end(&mut self, commands: &mut Vec<Command>, piped: bool) {
        let keeps_place = self.waiting.iter().any(|waiting| waiting.command + 1 == commands.len());
        let Some(last) = commands.last_mut().filter(|last| !last.words.is_empty() || keeps_place) else {
            return;
        };
        let first = last.words.first().map(|word| word.text.clone()).unwrap_or_default();
        let declares = matches!(first.as_str(), "export" | "declare" | "local" | "readonly" | "typeset");
        let skipped = usize::from(declares);
        let all_assign = last.words.iter().skip(skipped).all(|word| assignment(&word.text).is_some());
        if declares || all_assign {
            for word in last.words.iter().skip(skipped) {
                if let Some((name, value)) = assignment(&word.text) {
                    let value = Word { text: value.to_owned(), variables: word.variables.clone() };
                    self.variables.insert(name.to_owned(), value);
                }
            }
        }
        let input = match (piped, output(last)) {
            (false, _) => Input::None,
            (true, Some(text)) => Input::Text(text),
            (true, None) => Input::Unread,
        };
        commands.push(Command { words: Vec::new(), input });
    }

    /// Spaces, and line ends behind a backslash.
    fn blanks(&mut self) {
        loop {
            self.cursor.take_while(|character| character == ' ' || character == '\t');
            if self.cursor.take("\\\n") || self.cursor.take("\\\r\n") {
                continue;
            }
            if !self.continuation_with_blanks() {
                return;
            }
        }
    }

    /// A backslash, blanks and the end of the line: what a careless copy leaves of a continued line.
    fn continuation_with_blanks(&mut self) -> bool {
        let mut ahead = self.cursor;
        if !ahead.take("\\") || ahead.take_while(|character| character == ' ' || character == '\t').is_empty() {
            return false;
        }
        if !ahead.take_line_end() {
            return false;
        }
        self.cursor = ahead;
        self.note(notes::blank_after_backslash());
        true
    }

    fn is_numbered_redirection(&self) -> bool {
        let mut ahead = self.cursor;
        !ahead.take_while(|character| character.is_ascii_digit()).is_empty() && matches!(ahead.peek(), Some('<' | '>'))
    }

    /// The rest of `>file`, `>>file`, `>|file`, `>&1`.
    fn redirection(&mut self) {
        for sign in [">", "|", "&"] {
            self.cursor.take(sign);
        }
        self.blanks();
        self.word();
    }

    /// What begins with `<`.
    fn input(&mut self, commands: &mut [Command]) {
        let place = commands.len().saturating_sub(1);
        if self.cursor.take("<<<") {
            self.blanks();
            let mut word = self.word();
            word.push('\n');
            self.reads(commands, Input::Text(word));
        } else if self.cursor.take("<<") {
            let indented = self.cursor.take("-");
            self.blanks();
            let before = self.cursor;
            let end = self.word();
            let expands = !self.cursor.since(before).contains(['\'', '"', '\\']);
            self.waiting.push(Waiting { command: place, end: end.text, indented, expands });
        } else if self.cursor.take("<(") {
            self.list(true);
            self.reads(commands, Input::Unread);
        } else {
            self.cursor.next();
            self.cursor.take("&");
            self.blanks();
            let file = self.word();
            self.reads(commands, Input::File(file.text));
        }
    }

    fn reads(&mut self, commands: &mut [Command], input: Input) {
        if let Some(command) = commands.last_mut() {
            command.input = input;
        }
    }

    /// The here-documents of the line that has just ended.
    fn here_documents(&mut self, commands: &mut [Command]) {
        for waiting in std::mem::take(&mut self.waiting) {
            let mut raw = String::new();
            loop {
                if self.cursor.rest().is_empty() {
                    break;
                }
                let line = self.cursor.take_line();
                let line = if waiting.indented { line.trim_start_matches('\t') } else { line };
                // Within a document that was copied with an indent its end is indented as well.
                if line == waiting.end || (line.trim() == waiting.end && !waiting.end.is_empty()) {
                    break;
                }
                raw.push_str(line);
                raw.push('\n');
            }
            let word = if waiting.expands { self.expanded(&raw) } else { Word::plain(raw) };
            let Some(command) = commands.get_mut(waiting.command) else { continue };
            command.input = Input::Text(word);
            // `cat <<EOF | curl …`: the next command was begun before the text was read.
            let text = output(command);
            if let Some(next) = commands.get_mut(waiting.command + 1)
                && matches!(next.input, Input::Unread)
                && let Some(text) = text
            {
                next.input = Input::Text(text);
            }
        }
    }

    /// The text of a here-document, in which only variables, commands and backslashes are special.
    fn expanded(&mut self, raw: &str) -> Word {
        let mut inner = Bash {
            cursor: Cursor::new(raw),
            variables: std::mem::take(&mut self.variables),
            waiting: Vec::new(),
            notes: std::mem::take(&mut self.notes),
            depth: self.depth,
        };
        let mut word = Word::default();
        while let Some(next) = inner.cursor.next() {
            match next {
                '\\' => inner.backslash_in_quotes(&mut word, false),
                '$' => inner.dollar(&mut word, true),
                '`' => inner.backticks(&mut word),
                other => word.push(other),
            }
        }
        self.variables = inner.variables;
        self.notes = inner.notes;
        word
    }
}

/// `NAME=value`.
fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    (name.starts_with(begins_name) && name.chars().all(in_name)).then_some((name, value))
}
