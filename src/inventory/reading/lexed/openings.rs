//! How strings start, also those whose quotes depend on what is written.
//! Not their inside; that is in `strings`.
//!
//! **Invariant:** what only looks like the start of a string is left to be read as code.

use super::lexer::{Heredoc, Lexer};
use super::strings::Writing;
use super::syntax::{Bare, Escapes, Holes, Special};
use super::token::TokenKind;
use crate::inventory::outline::{Span, Text, TextForm};

impl Lexer<'_> {
    /// Starts or takes a string that opens here.
    pub(super) fn opening(&mut self) -> bool {
        let syntax = self.syntax;
        if syntax.specials.iter().any(|special| self.special(*special)) {
            return true;
        }
        let Some(form) = syntax.strings.iter().find(|form| self.starts(form.open)) else { return false };
        self.begin(form.open.len(), Writing::of(form));
        true
    }

    fn special(&mut self, special: Special) -> bool {
        match special {
            Special::RustRaw => self.rust_raw(),
            Special::RustChar => self.rust_char(),
            Special::SwiftRaw => self.swift_raw(),
            Special::CppRaw => self.cpp_raw(),
            Special::LuaLong => self.lua_long(),
            Special::RRaw => self.r_raw(),
            Special::ZigLine => self.starts("\\\\") && self.raw_line(2),
            Special::RubyPercent => self.ruby_percent(),
            Special::RubyHeredoc => self.ruby_heredoc(),
            Special::PhpHeredoc => self.php_heredoc(),
            Special::ElixirSigil => self.elixir_sigil(),
            Special::Atom => self.atom(),
            Special::Regex => self.regex(),
            Special::PythonPrefix => self.python_string(),
            Special::LispChar => self.lisp_char(),
        }
    }

    /// How many of a byte stand from a place on. No string has more than 255 signs of this kind.
    fn run(&self, from: usize, byte: u8) -> usize {
        (from..from + 256).take_while(|ahead| self.byte(*ahead) == byte).count()
    }

    fn rust_raw(&mut self) -> bool {
        let prefix = usize::from(matches!(self.byte(0), b'b' | b'c'));
        if self.byte(prefix) != b'r' || !matches!(self.byte(prefix + 1), b'#' | b'"') {
            return false;
        }
        let pounds = self.run(prefix + 1, b'#');
        if self.byte(prefix + 1 + pounds) != b'"' {
            return false;
        }
        let close = format!("\"{}", "#".repeat(pounds));
        self.begin(prefix + 2 + pounds, Writing::new(close, Escapes::None, Holes::None, true));
        true
    }

    /// A character in single quotes; a lifetime or a label is a symbol.
    fn rust_char(&mut self) -> bool {
        if self.byte(0) != b'\'' {
            return false;
        }
        if self.byte(1) == b'\\' {
            self.begin(1, Writing::new("'".into(), Escapes::Backslash, Holes::None, false));
            return true;
        }
        let Some(sign) = self.rest().chars().nth(1) else { return false };
        let close = 1 + sign.len_utf8();
        if self.byte(close) == b'\'' && sign != '\'' && sign != '\n' {
            let (start, end) = (self.at, self.at + close + 1);
            self.at = end;
            let text = Text { inner: Span::new(start + 1, end - 1), cooked: None, form: TextForm::Quoted };
            self.push_text(start, end, text);
        } else {
            let length = (1..).take_while(|ahead| self.is_name_byte(self.byte(*ahead))).count();
            self.take(TokenKind::Symbol, 1 + length);
        }
        true
    }

    fn swift_raw(&mut self) -> bool {
        let pounds = self.run(0, b'#');
        if pounds == 0 || self.byte(pounds) != b'"' {
            return false;
        }
        let quote = if self.run(pounds, b'"') >= 3 { "\"\"\"" } else { "\"" };
        let close = format!("{quote}{}", "#".repeat(pounds));
        let holes = u8::try_from(pounds).map_or(Holes::None, Holes::Swift);
        self.begin(pounds + quote.len(), Writing::new(close, Escapes::None, holes, quote.len() == 3));
        true
    }

    fn cpp_raw(&mut self) -> bool {
        if !self.starts("R\"") {
            return false;
        }
        let delimiter = (2..20).take_while(|ahead| !matches!(self.byte(*ahead), b'(' | b')' | b'"' | b' ' | 0)).count();
        if self.byte(2 + delimiter) != b'(' {
            return false;
        }
        let name = self.source.get(self.at + 2..self.at + 2 + delimiter).unwrap_or_default();
        let close = format!("){name}\"");
        self.begin(3 + delimiter, Writing::new(close, Escapes::None, Holes::None, true));
        true
    }

    /// What closes the long bracket that opens at a place.
    pub(super) fn lua_long_close(&self, at: usize) -> Option<String> {
        let ahead = at.checked_sub(self.at)?;
        let level = self.run(ahead + 1, b'=');
        (self.byte(ahead) == b'[' && self.byte(ahead + 1 + level) == b'[').then(|| format!("]{}]", "=".repeat(level)))
    }

    fn lua_long(&mut self) -> bool {
        if self.byte(0) != b'[' {
            return false;
        }
        let Some(close) = self.lua_long_close(self.at) else { return false };
        self.begin(close.len(), Writing::new(close, Escapes::None, Holes::None, true));
        true
    }

    fn r_raw(&mut self) -> bool {
        if !matches!(self.byte(0), b'r' | b'R') || !matches!(self.byte(1), b'"' | b'\'') {
            return false;
        }
        let dashes = self.run(2, b'-');
        let Some(close) = closing(self.byte(2 + dashes)).filter(|close| *close != '>') else { return false };
        let close = format!("{close}{}{}", "-".repeat(dashes), char::from(self.byte(1)));
        self.begin(3 + dashes, Writing::new(close, Escapes::None, Holes::None, true));
        true
    }

    /// Everything up to the end of the line as one raw text.
    fn raw_line(&mut self, opening: usize) -> bool {
        let start = self.at;
        let rest = self.rest();
        let end = start + rest.find('\n').unwrap_or(rest.len());
        self.at = end;
        let text = Text { inner: Span::new(start + opening, end), cooked: None, form: TextForm::Raw };
        self.push_text(start, end, text);
        true
    }

    fn ruby_percent(&mut self) -> bool {
        if self.byte(0) != b'%' || !(self.wants_operand() || (self.is_spaced() && self.byte(1) != b' ')) {
            return false;
        }
        let letter = self.byte(1).is_ascii_alphabetic();
        let open = self.byte(1 + usize::from(letter));
        let known = !letter || matches!(self.byte(1), b'q' | b'Q' | b'w' | b'W' | b'i' | b'I' | b'r' | b'x' | b's');
        if !known || !open.is_ascii_punctuation() || (!letter && closing(open).is_none()) {
            return false;
        }
        let plain = matches!(self.byte(1), b'q' | b'w' | b'i' | b's');
        let regex = self.byte(1) == b'r';
        let (escapes, holes) = match (plain, regex) {
            (true, _) => (Escapes::Minimal, Holes::None),
            // The backslashes of a regular expression are its own.
            (false, true) => (Escapes::Kept, Holes::HashBrace),
            (false, false) => (Escapes::Backslash, Holes::HashBrace),
        };
        self.begin_delimited(1 + usize::from(letter), open, escapes, holes, regex);
        true
    }

    /// A string between a pair of brackets or between twice the same sign.
    fn begin_delimited(&mut self, before: usize, open: u8, escapes: Escapes, holes: Holes, flags: bool) {
        let close = closing(open);
        let writing = Writing::new(close.unwrap_or(char::from(open)).to_string(), escapes, holes, true);
        let writing = if close.is_some() { writing.nesting(open) } else { writing };
        self.begin(before + 1, if flags { writing.with_flags() } else { writing });
    }

    fn ruby_heredoc(&mut self) -> bool {
        if !self.starts("<<") {
            return false;
        }
        let marked = usize::from(matches!(self.byte(2), b'~' | b'-'));
        let quote = self.byte(2 + marked);
        let quoted = matches!(quote, b'"' | b'\'' | b'`');
        let start = 2 + marked + usize::from(quoted);
        let plausible = self.starts_name_at(start)
            && (marked == 1 || quoted || (self.byte(start).is_ascii_uppercase() && self.wants_operand()))
            && (self.wants_operand() || self.is_spaced());
        if !plausible {
            return false;
        }
        let length = (start..).take_while(|ahead| self.is_name_byte(self.byte(*ahead))).count();
        let name = self.at + start..self.at + start + length;
        self.heredocs.push_back(Heredoc { name, raw: quote == b'\'' });
        self.at += start + length + usize::from(quoted);
        self.at = self.at.min(self.end);
        true
    }

    /// Starts the body of the next here document that waits. Called at the start of a line.
    pub(super) fn start_heredoc_body(&mut self) -> bool {
        let Some(heredoc) = self.heredocs.pop_front() else { return false };
        let name = self.source.get(heredoc.name).unwrap_or_default();
        let stop = self.heredoc_end(|line| line.trim() == name, str::len);
        let holes = if heredoc.raw { Holes::None } else { Holes::HashBrace };
        let escapes = if heredoc.raw { Escapes::None } else { Escapes::Backslash };
        self.begin(0, Writing::new("\n".into(), escapes, holes, true).stopping(stop).with_body());
        true
    }

    /// Where the text ends and where code goes on, from the line that ends it.
    fn heredoc_end(&mut self, ends: impl Fn(&str) -> bool, length: impl Fn(&str) -> usize) -> (usize, usize) {
        let mut at = self.at;
        for line in self.rest().split_inclusive('\n') {
            let text = line.trim_end_matches(['\n', '\r']);
            if ends(text) {
                return (at, at + length(line));
            }
            at += line.len();
        }
        self.out.troubles.push((Span::new(self.at, self.end), "A here document is not closed."));
        (self.end, self.end)
    }

    fn php_heredoc(&mut self) -> bool {
        if !self.starts("<<<") {
            return false;
        }
        let rest = self.rest();
        // A name is short; a longer search would be repeated at every such sign of a long line.
        let Some(line_end) = rest.bytes().take(200).position(|byte| byte == b'\n') else { return false };
        let line = rest.get(3..line_end).unwrap_or_default();
        let raw = line.trim().starts_with('\'');
        let name = line.trim().trim_matches(['"', '\'']);
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return false;
        }
        let opening = (3 + line.len() + 1).min(rest.len());
        let start = self.at;
        self.at += opening;
        let is_end = |text: &str| {
            let tail = text.trim_start().strip_prefix(name);
            tail.is_some_and(|tail| !tail.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_'))
        };
        let stop = self.heredoc_end(is_end, |text| text.len() - text.trim_start().len() + name.len());
        self.at = start;
        let holes = if raw { Holes::None } else { Holes::Php };
        let escapes = if raw { Escapes::None } else { Escapes::Backslash };
        self.begin(opening, Writing::new("\n".into(), escapes, holes, true).stopping(stop));
        true
    }

    fn elixir_sigil(&mut self) -> bool {
        if self.byte(0) != b'~' || !self.byte(1).is_ascii_alphabetic() {
            return false;
        }
        let letters = (1..).take_while(|ahead| self.byte(*ahead).is_ascii_alphanumeric()).count();
        let open = self.byte(1 + letters);
        let plain = self.byte(1).is_ascii_uppercase();
        let (escapes, holes) =
            if plain { (Escapes::None, Holes::None) } else { (Escapes::Backslash, Holes::HashBrace) };
        let quotes = ["\"\"\"", "'''"].into_iter().find(|quotes| self.starts_at(self.at + 1 + letters, quotes));
        if let Some(quotes) = quotes {
            self.begin(4 + letters, Writing::new(quotes.into(), escapes, holes, true).with_flags());
        } else if matches!(open, b'/' | b'|' | b'"' | b'\'') || closing(open).is_some() {
            let escapes = if self.byte(1) == b'r' { Escapes::Kept } else { escapes };
            self.begin_delimited(1 + letters, open, escapes, holes, true);
        } else {
            return false;
        }
        true
    }

    fn atom(&mut self) -> bool {
        let before = self.byte_before();
        if self.byte(0) != b':' || self.is_name_byte(before) || matches!(before, b':' | b')' | b'"' | b'\'' | b']') {
            return false;
        }
        if self.byte(1) == b'"' {
            self.begin(2, Writing::new("\"".into(), Escapes::Backslash, Holes::HashBrace, false));
            return true;
        }
        if !self.starts_name_at(1) {
            return false;
        }
        let mut length = (1..).take_while(|ahead| self.is_name_byte(self.byte(*ahead))).count();
        length += usize::from(matches!(self.byte(1 + length), b'?' | b'!'));
        let (start, end) = (self.at, self.at + 1 + length);
        self.at = end;
        self.push_text(start, end, Text { inner: Span::new(start + 1, end), cooked: None, form: TextForm::Plain });
        true
    }

    fn regex(&mut self) -> bool {
        let tight = !matches!(self.byte(1), b' ' | b'=' | b'\t');
        if self.byte(0) != b'/' || self.at < self.no_regex_until || !tight {
            return false;
        }
        let bare = self.syntax.bare == Bare::Arguments && self.is_spaced();
        if !self.wants_operand() && !bare {
            return false;
        }
        let mut in_class = false;
        let mut ahead = 1;
        loop {
            match self.byte(ahead) {
                b'\\' => ahead += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => break,
                b'\n' | 0 => {
                    self.no_regex_until = self.at + ahead;
                    return false;
                }
                _ => {}
            }
            ahead += 1;
        }
        let start = self.at;
        let inner = Span::new(start + 1, start + ahead);
        self.at = start + ahead + 1;
        while self.byte(0).is_ascii_alphabetic() {
            self.at += 1;
        }
        self.push_text(start, self.at, Text { inner, cooked: None, form: TextForm::Raw });
        true
    }

    fn python_string(&mut self) -> bool {
        let prefix = (0..3).take_while(|ahead| b"rRbBuUfFtT".contains(&self.byte(*ahead))).count();
        let quote = match self.byte(prefix) {
            b'"' => "\"\"\"",
            b'\'' => "'''",
            _ => return false,
        };
        let letters = self.rest().get(..prefix).unwrap_or_default().to_ascii_lowercase();
        let triple = self.starts_at(self.at + prefix, quote);
        let quote = if triple { quote } else { quote.get(..1).unwrap_or_default() };
        let escapes = if letters.contains('r') { Escapes::Kept } else { Escapes::Backslash };
        let holes = if letters.contains(['f', 't']) { Holes::Brace } else { Holes::None };
        self.begin(prefix + quote.len(), Writing::new(quote.into(), escapes, holes, triple));
        true
    }

    fn lisp_char(&mut self) -> bool {
        if self.byte(0) != b'?' || !self.wants_operand_or_space() || self.byte(1) <= b' ' || self.byte(1) >= 0x80 {
            return false;
        }
        let length = if self.byte(1) == b'\\' { 3 } else { 2 };
        if self.byte(length - 1) >= 0x80 {
            return false;
        }
        self.take(TokenKind::Symbol, length);
        true
    }

    fn wants_operand_or_space(&self) -> bool {
        self.wants_operand() || self.is_spaced()
    }
}

/// The bracket that closes another.
fn closing(open: u8) -> Option<char> {
    Some(match open {
        b'(' => ')',
        b'[' => ']',
        b'{' => '}',
        b'<' => '>',
        _ => return None,
    })
}
