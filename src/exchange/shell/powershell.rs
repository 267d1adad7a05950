//! Commands of PowerShell.
//! Not its programming language: of expressions only texts that are assigned to a variable, or written into a pipe, are read.
//! **Invariant:** a word means what PowerShell would make of it, but that an unset variable stays as it is written.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Command, Input, Script, Word};
use crate::diagnostic::Diagnostic;
use crate::exchange::cursor::{Cursor, begins_name, in_name};
use crate::exchange::notes;

pub(super) fn read(text: &str) -> Script {
    let mut shell =
        PowerShell { cursor: Cursor::new(text), variables: BTreeMap::new(), notes: Vec::new(), commands: Vec::new() };
    shell.commands();
    Script { commands: shell.commands, notes: shell.notes }
}

struct PowerShell<'text> {
    cursor: Cursor<'text>,
    variables: BTreeMap<String, Word>,
    notes: Vec<Diagnostic>,
    commands: Vec<Command>,
}

impl<'text> PowerShell<'text> {
    fn note(&mut self, note: Diagnostic) {
        notes::push(&mut self.notes, note);
    }

    fn commands(&mut self) {
        let mut command = Command::default();
        // The variable that the command is assigned to.
        let mut assigned: Option<String> = None;
        loop {
            self.blanks();
            let Some(next) = self.cursor.peek() else { break };
            match next {
                '\n' | '\r' | ';' => {
                    self.cursor.next();
                    self.end(&mut command, &mut assigned, false);
                }
                '|' => {
                    self.cursor.next();
                    let piped = !self.cursor.take("|");
                    self.end(&mut command, &mut assigned, piped);
                    // A pipe goes on in the next line.
                    self.cursor.take_while(char::is_whitespace);
                }
                '&' if self.cursor.second() == Some('&') => {
                    self.cursor.take("&&");
                    self.end(&mut command, &mut assigned, false);
                }
                // The sign that calls a program by its name.
                '&' | '(' | ')' | '{' | '}' if command.words.is_empty() => {
                    self.cursor.next();
                }
                '#' => {
                    self.cursor.take_while(|character| character != '\n');
                }
                '<' if self.cursor.starts_with("<#") => {
                    self.cursor.take_until("#>");
                }
                '>' => {
                    self.cursor.take_while(|character| character == '>');
                    self.cursor.take("&1");
                    self.blanks();
                    self.word();
                }
                ')' | '}' => {
                    self.cursor.next();
                    self.end(&mut command, &mut assigned, false);
                }
                '$' if command.words.is_empty() && assigned.is_none() && self.assignment().is_some() => {
                    assigned = self.assignment().map(|(name, after)| {
                        self.cursor = after;
                        name
                    });
                }
                _ => {
                    let before = self.cursor;
                    let word = self.word();
                    // A sign that belongs to nothing here is passed.
                    if self.cursor.rest().len() == before.rest().len() {
                        self.cursor.next();
                    } else if word.text != "--%" {
                        command.words.push(word);
                    }
                }
            }
        }
        self.end(&mut command, &mut assigned, false);
    }

    /// `$name =`: the name, and the place behind the sign.
    fn assignment(&self) -> Option<(String, Cursor<'text>)> {
        let mut ahead = self.cursor;
        ahead.take("$");
        let braces = ahead.take("{");
        let name = ahead.take_while(|character| in_name(character) || character == ':');
        if braces {
            ahead.take("}");
        }
        ahead.take_while(|character| character == ' ' || character == '\t');
        let is_sign = ahead.take("=") && !ahead.starts_with("=");
        (is_sign && !name.is_empty()).then(|| (name.to_ascii_lowercase(), ahead))
    }

    fn end(&mut self, command: &mut Command, assigned: &mut Option<String>, piped: bool) {
        let ended = std::mem::take(command);
        let is_text = ended.words.len() == 1;
        let text = ended.words.first().filter(|_| is_text).cloned();
        if let Some(name) = assigned.take() {
            // `$answer = curl.exe …` is a command all the same.
            if let Some(text) = text {
                self.variables.insert(name, text);
                return;
            }
        }
        if piped {
            command.input = match text {
                Some(text) => Input::Text(text),
                None => Input::Unread,
            };
        }
        if !ended.words.is_empty() {
            self.commands.push(ended);
        }
    }

    /// Spaces, and line ends behind a backtick.
    fn blanks(&mut self) {
        loop {
            self.cursor.take_while(|character| character == ' ' || character == '\t');
            if !self.cursor.take("`\r\n") && !self.cursor.take("`\n") {
                let mut ahead = self.cursor;
                if ahead.take("`")
                    && !ahead.take_while(|character| character == ' ' || character == '\t').is_empty()
                    && ahead.take_line_end()
                {
                    self.cursor = ahead;
                    self.note(notes::blank_after_backslash());
                    continue;
                }
                return;
            }
        }
    }

    fn word(&mut self) -> Word {
        let mut word = Word::default();
        let mut quoted = false;
        while let Some(next) = self.cursor.peek() {
            match next {
                ' ' | '\t' | '\n' | '\r' | ';' | '|' | ')' | '}' => break,
                '(' | '{' if word.text.is_empty() => {
                    let written = self.balanced();
                    self.note(notes::not_run(&written));
                    word.text.push_str(&written);
                }
                '@' if word.text.is_empty() && self.here_string(&mut word) => quoted = true,
                '\'' | '‘' | '’' => {
                    self.cursor.next();
                    self.single(&mut word);
                    quoted = true;
                }
                '"' | '“' | '”' => {
                    self.cursor.next();
                    self.double(&mut word);
                    quoted = true;
                }
                '`' => {
                    if self.cursor.take("`\r\n") || self.cursor.take("`\n") {
                        break;
                    }
                    self.cursor.next();
                    self.escape(&mut word);
                }
                '$' => {
                    self.cursor.next();
                    self.dollar(&mut word);
                }
                other => {
                    self.cursor.next();
                    word.push(other);
                }
            }
        }
        if quoted { self.unescaped(word) } else { word }
    }

    /// The rest of `'…'`, in which a quote is written twice.
    fn single(&mut self, word: &mut Word) {
        let is_quote = |character: char| matches!(character, '\'' | '‘' | '’');
        loop {
            match self.cursor.next() {
                None => {
                    self.note(notes::open_quote());
                    return;
                }
                Some(quote) if is_quote(quote) => {
                    if self.cursor.peek().is_some_and(is_quote) {
                        self.cursor.next();
                        word.push('\'');
                    } else {
                        return;
                    }
                }
                Some(other) => word.push(other),
            }
        }
    }

    /// The rest of `"…"`.
    fn double(&mut self, word: &mut Word) {
        let is_quote = |character: char| matches!(character, '"' | '“' | '”');
        loop {
            match self.cursor.next() {
                None => {
                    self.note(notes::open_quote());
                    return;
                }
                // What Windows PowerShell needs to pass a quote on: the backslash is for the program.
                Some('\\') if self.cursor.starts_with("`\"") => {
                    self.cursor.take("`\"");
                    word.text.push_str("\\\"");
                }
                Some(quote) if is_quote(quote) => {
                    if self.cursor.peek().is_some_and(is_quote) {
                        self.cursor.next();
                        word.push('"');
                    } else {
                        return;
                    }
                }
                Some('`') => self.escape(word),
                Some('$') => self.dollar(word),
                Some(other) => word.push(other),
            }
        }
    }

    /// What follows a backtick.
    fn escape(&mut self, word: &mut Word) {
        if self.cursor.take_line_end() {
            return;
        }
        match self.cursor.next() {
            Some('n') => word.push('\n'),
            Some('r') => word.push('\r'),
            Some('t') => word.push('\t'),
            Some('0') => word.push('\0'),
            Some('a') => word.push('\u{7}'),
            Some('b') => word.push('\u{8}'),
            Some('f') => word.push('\u{c}'),
            Some('v') => word.push('\u{b}'),
            Some('e') => word.push('\u{1b}'),
            Some('u') if self.cursor.peek() == Some('{') => {
                self.cursor.next();
                let (digits, _) = self.cursor.take_until("}");
                let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                word.push(code.unwrap_or('\u{fffd}'));
            }
            Some(other) => word.push(other),
            None => word.push('`'),
        }
    }

    /// `@'` or `@"`, a line end, text, and a line that begins with the end sign.
    fn here_string(&mut self, word: &mut Word) -> bool {
        let mut ahead = self.cursor;
        let expands = ahead.take("@\"");
        if !expands && !ahead.take("@'") {
            return false;
        }
        ahead.take_while(|character| character == ' ' || character == '\t');
        if !ahead.take_line_end() {
            return false;
        }
        let end = if expands { "\"@" } else { "'@" };
        let mut lines: Vec<&str> = Vec::new();
        let mut closed = false;
        while !ahead.rest().is_empty() {
            // Within a document that was copied with an indent its end is indented as well.
            let mut line = ahead;
            line.take_while(|character| character == ' ' || character == '\t');
            if line.take(end) {
                ahead = line;
                closed = true;
                break;
            }
            lines.push(ahead.take_line());
        }
        let text = lines.join("\n");
        self.cursor = ahead;
        if !closed {
            self.note(notes::open_quote());
        }
        if !expands {
            word.text.push_str(&text);
            return true;
        }
        let mut inner = PowerShell {
            cursor: Cursor::new(&text),
            variables: std::mem::take(&mut self.variables),
            notes: std::mem::take(&mut self.notes),
            commands: Vec::new(),
        };
        while let Some(next) = inner.cursor.next() {
            match next {
                '`' => inner.escape(word),
                '$' => inner.dollar(word),
                other => word.push(other),
            }
        }
        self.variables = inner.variables;
        self.notes = inner.notes;
        true
    }

    /// What follows a dollar sign: `$name`, `$env:NAME`, `${name}`, `$(…)`.
    fn dollar(&mut self, word: &mut Word) {
        match self.cursor.peek() {
            Some('{') => {
                self.cursor.next();
                let (name, _) = self.cursor.take_until("}");
                self.variable(word, name, &format!("${{{name}}}"));
            }
            Some('(') => {
                let written = format!("${}", self.balanced());
                self.note(notes::not_run(&written));
                word.text.push_str(&written);
            }
            Some(first) if begins_name(first) => {
                let mut ahead = self.cursor;
                let mut name = ahead.take_while(in_name).to_owned();
                let mut scoped = ahead;
                if scoped.take(":") && scoped.peek().is_some_and(begins_name) {
                    name = format!("{name}:{}", scoped.take_while(in_name));
                    ahead = scoped;
                }
                self.cursor = ahead;
                let written = format!("${name}");
                self.variable(word, &name, &written);
            }
            _ => word.push('$'),
        }
    }

    fn variable(&mut self, word: &mut Word, name: &str, written: &str) {
        match self.variables.get(&name.to_ascii_lowercase()) {
            Some(value) => word.push_word(value),
            None => word.push_variable(written),
        }
    }

    /// A part in brackets, as it is written. Brackets in its quotes do not count.
    fn balanced(&mut self) -> String {
        let before = self.cursor;
        let mut open = 0usize;
        while let Some(next) = self.cursor.next() {
            match next {
                '(' | '{' => open += 1,
                ')' | '}' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        break;
                    }
                }
                '\'' => {
                    self.cursor.take_until("'");
                }
                '"' => {
                    self.cursor.take_until("\"");
                }
                _ => {}
            }
        }
        self.cursor.since(before).to_owned()
    }

    /// Windows PowerShell passes the quotes within an argument on only behind backslashes; newer versions pass both.
    /// A body that is JSON only without them was written for the former.
    fn unescaped(&mut self, word: Word) -> Word {
        let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok();
        if !word.text.contains("\\\"") || is_json(&word.text) {
            return word;
        }
        let text = program_sees(&word.text);
        if !is_json(&text) {
            return word;
        }
        self.note(notes::unescaped());
        Word { text, ..word }
    }
}

/// What the C runtime of a program makes of backslashes before quotes: half of them, and the quote if one is left.
fn program_sees(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    let mut slashes = 0usize;
    for character in text.chars() {
        if character == '\\' {
            slashes += 1;
            continue;
        }
        let kept = if character == '"' { slashes / 2 } else { slashes };
        seen.extend(std::iter::repeat_n('\\', kept));
        slashes = 0;
        seen.push(character);
    }
    seen.extend(std::iter::repeat_n('\\', slashes));
    seen
}
