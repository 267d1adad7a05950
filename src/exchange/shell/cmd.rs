//! Commands of the Windows command prompt, and of command files.
//! Not its programming language: labels, conditions and loops are passed by.
//!
//! A line is read twice, as Windows does: `cmd.exe` resolves carets and variables and knows quotes only to leave carets
//! in them alone; then the program that is called splits its own line into arguments, by the rules of the C runtime.
//! **Invariant:** what neither of the two takes for special stays as it is.

use std::collections::BTreeMap;

use super::{Command, Input, Script, Word};
use crate::exchange::cursor::{Cursor, begins_name, in_name};
use crate::exchange::notes;

/// A character of a line after the first reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// One that a caret has made plain for `cmd.exe`.
    Plain(char),
    /// Any other.
    Written(char),
}

impl Sign {
    const fn character(self) -> char {
        match self {
            Sign::Plain(character) | Sign::Written(character) => character,
        }
    }
}

pub(super) fn read(text: &str) -> Script {
    let mut script = Script::default();
    let mut variables: BTreeMap<String, String> = BTreeMap::new();
    let mut piped = Input::None;
    let mut signs = Vec::new();
    for line in logical_lines(text) {
        signs.clear();
        carets(&line, &variables, &mut signs);
        let mut rest = signs.as_slice();
        while !rest.is_empty() {
            let before = rest;
            let (words, pipes, closed) = arguments(&mut rest);
            if !closed {
                notes::push(&mut script.notes, notes::open_quote());
            }
            let input = std::mem::take(&mut piped);
            if let Some((name, value)) = set(&words) {
                variables.insert(name, value);
                continue;
            }
            if words.is_empty() {
                continue;
            }
            if pipes {
                let length = before.len().saturating_sub(rest.len() + 1);
                piped = echoed(&words, before.get(..length).unwrap_or_default());
            }
            script.commands.push(Command { words, input });
        }
    }
    script
}

/// `set NAME=value` and `set "NAME=value"`.
fn set(words: &[Word]) -> Option<(String, String)> {
    let (first, rest) = words.split_first()?;
    if !first.text.trim_start_matches('@').eq_ignore_ascii_case("set") {
        return None;
    }
    let text = rest.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let (name, value) = text.split_once('=')?;
    let is_name = name.starts_with(begins_name) && name.chars().all(in_name);
    is_name.then(|| (name.to_ascii_uppercase(), value.to_owned()))
}

/// What `echo` writes into a pipe: its line as it is, quotes and all.
fn echoed(words: &[Word], signs: &[Sign]) -> Input {
    let line: String = signs.iter().map(|sign| sign.character()).collect();
    let text = line.trim_start().trim_start_matches('@');
    let is_echo = words.first().is_some_and(|word| word.text.trim_start_matches('@').eq_ignore_ascii_case("echo"));
    match text.get(5..).filter(|_| is_echo) {
        Some(text) => {
            let word = finished(vec![Word::plain(format!("{text}\r\n"))]).pop();
            word.map_or(Input::Unread, Input::Text)
        }
        None => Input::Unread,
    }
}

/// The lines of the text; those that a caret joins, or that end within a quote of an argument, are one.
fn logical_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut cursor = Cursor::new(text);
    let mut quoted = false;
    let mut slashes = 0usize;
    while let Some(next) = cursor.next() {
        let mut sign = next;
        if next == '^' {
            line.push('^');
            // The caret stays, so that the second look can tell; the line end and what it makes plain go along.
            if cursor.take_line_end() {
                line.push('\n');
                if cursor.take_line_end() {
                    line.push('\n');
                }
                continue;
            }
            let Some(escaped) = cursor.next() else { break };
            sign = escaped;
        } else if (next == '\r' && cursor.peek() == Some('\n')) || (next == '\n' && !quoted) {
            if next == '\n' {
                lines.push(std::mem::take(&mut line));
            }
            continue;
        }
        line.push(sign);
        match sign {
            '\\' => slashes += 1,
            // The quotes of the arguments, not those of `cmd.exe`.
            '"' => {
                quoted ^= slashes.is_multiple_of(2);
                slashes = 0;
            }
            _ => slashes = 0,
        }
    }
    lines.push(line);
    lines.retain(|line| {
        let start = line.trim_start().trim_start_matches('@');
        let is_remark = start.starts_with("::") || start.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("rem "));
        !start.is_empty() && !is_remark
    });
    lines
}

/// The first reading: carets and variables.
fn carets(line: &str, variables: &BTreeMap<String, String>, signs: &mut Vec<Sign>) {
    let mut cursor = Cursor::new(line);
    let mut quoted = false;
    while let Some(next) = cursor.next() {
        match next {
            '^' if !quoted => {
                if cursor.take("\n") {
                    // The line goes on, and its first character is plain, even if it is another line end.
                    if let Some(first) = cursor.next() {
                        signs.push(if first == '\n' { Sign::Plain('\n') } else { Sign::Written(first) });
                    }
                } else if let Some(escaped) = cursor.next() {
                    signs.push(Sign::Plain(escaped));
                }
            }
            // Within quotes a caret is plain; at the end of a line it was meant to join, as a careless copy has it.
            '^' if cursor.take("\n") => {}
            '"' => {
                quoted = !quoted;
                signs.push(Sign::Written('"'));
            }
            '%' => percent(&mut cursor, variables, signs),
            other => signs.push(Sign::Written(other)),
        }
    }
}

/// `%NAME%`, `%%`, or a plain sign.
fn percent(cursor: &mut Cursor<'_>, variables: &BTreeMap<String, String>, signs: &mut Vec<Sign>) {
    let mut ahead = *cursor;
    let name = ahead.take_while(in_name);
    if name.starts_with(begins_name) && ahead.take("%") {
        *cursor = ahead;
        match variables.get(&name.to_ascii_uppercase()) {
            Some(value) => signs.extend(value.chars().map(Sign::Written)),
            None => {
                signs.push(Sign::Written('%'));
                signs.extend(name.chars().map(Sign::Written));
                signs.push(Sign::Written('%'));
            }
        }
        return;
    }
    // In a command file a percent sign is written twice.
    cursor.take("%");
    signs.push(Sign::Written('%'));
}

/// The arguments of one command, whether it writes into a pipe, and whether all quotes are closed.
fn arguments(rest: &mut &[Sign]) -> (Vec<Word>, bool, bool) {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut quoted = false;
    let mut skips_next = false;
    while let Some((sign, after)) = rest.split_first() {
        let sign = *sign;
        *rest = after;
        match sign.character() {
            '\\' => {
                let slashes = 1 + after.iter().take_while(|sign| sign.character() == '\\').count();
                let before_quote = after.get(slashes - 1).is_some_and(|sign| sign.character() == '"');
                *rest = after.get(slashes - 1..).unwrap_or_default();
                let kept = if before_quote { slashes / 2 } else { slashes };
                let word = word.get_or_insert_default();
                word.text.extend(std::iter::repeat_n('\\', kept));
                if before_quote && slashes % 2 == 1 {
                    word.push('"');
                    *rest = rest.get(1..).unwrap_or_default();
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                if quoted && after.first().is_some_and(|next| next.character() == '"') {
                    word.push('"');
                    *rest = after.get(1..).unwrap_or_default();
                } else {
                    quoted = !quoted;
                }
            }
            ' ' | '\t' | '\n' if !quoted => {
                if let Some(word) = word.take().filter(|_| !std::mem::take(&mut skips_next)) {
                    words.push(word);
                }
            }
            '&' | '|' if !quoted && sign == Sign::Written(sign.character()) => {
                words.extend(word.take().filter(|_| !skips_next));
                let doubled = after.first().is_some_and(|next| next.character() == sign.character());
                if doubled {
                    *rest = after.get(1..).unwrap_or_default();
                }
                return (finished(words), sign.character() == '|' && !doubled, true);
            }
            '>' | '<' if !quoted && sign == Sign::Written(sign.character()) => {
                // `2>file`: the number belongs to the sign.
                words.extend(word.take().filter(|word| word.text != "1" && word.text != "2"));
                if after.first().is_some_and(|next| matches!(next.character(), '>' | '&')) {
                    *rest = after.get(1..).unwrap_or_default();
                }
                skips_next = true;
            }
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word.take().filter(|_| !skips_next));
    (finished(words), false, !quoted)
}

/// The words with the variables in them named.
fn finished(mut words: Vec<Word>) -> Vec<Word> {
    for word in &mut words {
        let mut cursor = Cursor::new(&word.text);
        let mut found = Vec::new();
        loop {
            cursor.take_while(|character| character != '%');
            if !cursor.take("%") {
                break;
            }
            let mut ahead = cursor;
            let name = ahead.take_while(in_name);
            // Two digits of an encoded byte are no name.
            if name.len() > 2 && name.starts_with(begins_name) && ahead.take("%") {
                found.push(format!("%{name}%"));
                cursor = ahead;
            }
        }
        word.variables = found;
    }
    words
}
