//! Literals of JavaScript: texts, numbers, lists, objects, and the few calls that stand around them in a request.
//! It may hold keys, so that it has no `Debug`.
//! **Invariant:** it goes forward with every step, ends at any text, and never goes deeper than [`DEPTH`].

mod text;

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use crate::exchange::cursor::{Cursor, begins_name, in_name};

/// How deep values may be within each other; `serde_json` stops there as well.
const DEPTH: usize = 100;

/// A reader, with the constants that it has seen.
pub(super) struct Literals<'text> {
    pub cursor: Cursor<'text>,
    names: BTreeMap<String, Value>,
    /// Expressions that are no literals, as they are written.
    pub unread: Vec<String>,
    depth: usize,
    /// How many `JSON.stringify` stand around this place.
    stringified: usize,
}

/// How many may.
const STRINGIFIED: usize = 3;

impl<'text> Literals<'text> {
    pub fn new(text: &'text str) -> Self {
        Literals { cursor: Cursor::new(text), names: BTreeMap::new(), unread: Vec::new(), depth: 0, stringified: 0 }
    }

    /// Passes one comment, if it is next.
    pub fn comment(&mut self) -> bool {
        if self.cursor.take("//") {
            self.cursor.take_while(|character| character != '\n');
            return true;
        }
        if self.cursor.take("/*") {
            self.cursor.take_until("*/");
            return true;
        }
        false
    }

    /// Passes spaces and comments.
    pub fn space(&mut self) {
        loop {
            self.cursor.take_while(char::is_whitespace);
            if !self.comment() {
                return;
            }
        }
    }

    /// `name = value` behind `const`; a type between them is passed.
    pub fn declaration(&mut self) {
        self.space();
        let name = self.cursor.take_while(|character| in_name(character) || character == '$');
        self.space();
        let mut ahead = self.cursor;
        if ahead.take(":") {
            ahead.take_while(|character| character != '=' && character != '\n' && character != ';');
        }
        if name.is_empty() || !ahead.take("=") || ahead.starts_with(">") || ahead.starts_with("=") {
            return;
        }
        self.cursor = ahead;
        let before = self.cursor;
        self.space();
        // The call itself is read by whoever looks for calls.
        if self.cursor.starts_with("await") || self.cursor.starts_with("fetch") {
            self.cursor = before;
            return;
        }
        let seen = self.unread.len();
        let value = self.value();
        if self.unread.len() == seen {
            self.names.insert(name.to_owned(), value);
        } else {
            self.unread.truncate(seen);
            // What was not understood may hold a call.
            if !value.is_object() && !value.is_array() {
                self.cursor = before;
            } else {
                self.names.insert(name.to_owned(), value);
            }
        }
    }

    /// Values up to a closing bracket, which is passed.
    pub fn arguments(&mut self, close: char) -> Vec<Value> {
        let mut values = Vec::new();
        loop {
            self.space();
            match self.cursor.peek() {
                None => return values,
                Some(next) if next == close => {
                    self.cursor.next();
                    return values;
                }
                Some(',') => {
                    self.cursor.next();
                }
                Some(_) => {
                    let before = self.cursor.rest().len();
                    self.cursor.take("...");
                    values.push(self.value());
                    if self.cursor.rest().len() == before {
                        self.cursor.next();
                    }
                }
            }
        }
    }

    /// A value with what is added to it.
    pub fn value(&mut self) -> Value {
        if self.depth >= DEPTH {
            return self.expression();
        }
        self.depth += 1;
        let mut value = self.single();
        loop {
            self.space();
            let mut ahead = self.cursor;
            // `as const`, `satisfies Body`: types.
            if ["as ", "satisfies "].iter().any(|word| ahead.take(word)) {
                ahead.take_while(|character| in_name(character) || " .<>[]".contains(character));
                self.cursor = ahead;
                continue;
            }
            if !self.cursor.starts_with("+") {
                break;
            }
            self.cursor.next();
            self.space();
            let more = self.single();
            value = Value::String(as_text(&value) + &as_text(&more));
        }
        // `??`, `||` and the like choose at run time.
        if self.cursor.starts_with("??") || self.cursor.starts_with("||") || self.cursor.starts_with("?") {
            self.rest_of_expression();
        }
        self.depth -= 1;
        value
    }

    fn single(&mut self) -> Value {
        self.space();
        match self.cursor.peek() {
            Some('"' | '\'' | '`') => Value::String(self.text()),
            Some('{') => {
                self.cursor.next();
                Value::Object(self.object())
            }
            Some('[') => {
                self.cursor.next();
                Value::Array(self.arguments(']'))
            }
            Some('(') => {
                self.cursor.next();
                self.arguments(')').pop().unwrap_or(Value::Null)
            }
            Some(next) if next.is_ascii_digit() || matches!(next, '-' | '.') => self.number(),
            Some(next) if begins_name(next) || next == '$' => self.named(),
            _ => self.expression(),
        }
    }

    fn number(&mut self) -> Value {
        let before = self.cursor;
        let negative = self.cursor.take("-");
        let digits =
            self.cursor.take_while(|character| character.is_ascii_alphanumeric() || matches!(character, '.' | '_'));
        let mut written = digits.replace('_', "");
        if written.ends_with(['e', 'E']) && (self.cursor.starts_with("-") || self.cursor.starts_with("+")) {
            written.extend(self.cursor.next());
            written.push_str(self.cursor.take_while(|character| character.is_ascii_digit()));
        }
        let base = |prefix: &str, base: u32| {
            written.strip_prefix(prefix).and_then(|digits| u64::from_str_radix(digits, base).ok())
        };
        if let Some(number) = base("0x", 16).or_else(|| base("0b", 2)).or_else(|| base("0o", 8)) {
            written = number.to_string();
        }
        // JSON wants a digit on both sides of the point.
        if written.starts_with('.') {
            written.insert(0, '0');
        }
        if written.ends_with('.') {
            written.pop();
        }
        let sign = if negative { "-" } else { "" };
        match serde_json::from_str::<Number>(&format!("{sign}{written}")) {
            Ok(number) => Value::Number(number),
            Err(_) => {
                self.cursor = before;
                self.expression()
            }
        }
    }

    /// A name, a call, a path of names.
    fn named(&mut self) -> Value {
        let before = self.cursor;
        let word = self.cursor.take_while(|character| in_name(character) || character == '$');
        match word {
            "true" => return Value::Bool(true),
            "false" => return Value::Bool(false),
            "null" | "undefined" => return Value::Null,
            "await" => {
                return self.value();
            }
            "new" => {
                self.space();
                let class = self.cursor.take_while(in_name);
                if self.cursor.take("(") {
                    let mut arguments = self.arguments(')');
                    match class {
                        "URL" | "Headers" if arguments.len() == 1 => return arguments.pop().unwrap_or(Value::Null),
                        "Request" => return Value::Array(arguments),
                        "URLSearchParams" => return Value::String(query(arguments.first())),
                        _ => {}
                    }
                }
            }
            "JSON" => {
                let mut ahead = self.cursor;
                if ahead.take(".stringify") {
                    self.cursor = ahead;
                    self.space();
                    // Text within text within text doubles its backslashes each time.
                    if self.stringified < STRINGIFIED && self.cursor.take("(") {
                        self.stringified += 1;
                        let value = self.arguments(')').into_iter().next().unwrap_or(Value::Null);
                        self.stringified -= 1;
                        return Value::String(format!("{value:#}"));
                    }
                }
            }
            name => {
                let is_whole = !matches!(self.cursor.peek(), Some('.' | '(' | '[' | '?'));
                if let Some(value) = self.names.get(name).filter(|_| is_whole) {
                    return value.clone();
                }
            }
        }
        self.cursor = before;
        self.expression()
    }

    /// What is no literal: as it is written, up to the comma or bracket that ends it.
    fn expression(&mut self) -> Value {
        let before = self.cursor;
        self.rest_of_expression();
        let written = self.cursor.since(before).trim().to_owned();
        if written.is_empty() {
            return Value::Null;
        }
        if !self.unread.contains(&written) {
            self.unread.push(written.clone());
        }
        Value::String(format!("${{{written}}}"))
    }

    fn rest_of_expression(&mut self) {
        let mut open = 0usize;
        while let Some(next) = self.cursor.peek() {
            match next {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' if open == 0 => return,
                ')' | ']' | '}' => open -= 1,
                ',' | ';' | '+' if open == 0 => return,
                '\n' if open == 0 && !self.goes_on() => return,
                '"' | '\'' | '`' => {
                    self.skip_text(next);
                    continue;
                }
                '/' if self.comment() => continue,
                _ => {}
            }
            self.cursor.next();
        }
    }

    /// Whether the next line goes on with this expression, as a chain of calls does.
    fn goes_on(&self) -> bool {
        matches!(self.cursor.rest().trim_start().chars().next(), Some('.' | '?' | '|' | '&' | ':'))
    }

    fn skip_text(&mut self, quote: char) {
        self.cursor.next();
        while let Some(next) = self.cursor.next() {
            if next == '\\' {
                self.cursor.next();
            } else if next == quote {
                return;
            }
        }
    }

    /// The fields of an object, behind its brace.
    fn object(&mut self) -> Map<String, Value> {
        let mut fields = Map::new();
        loop {
            self.space();
            match self.cursor.peek() {
                None => return fields,
                Some('}') => {
                    self.cursor.next();
                    return fields;
                }
                Some(',') => {
                    self.cursor.next();
                    continue;
                }
                Some(_) => {}
            }
            let before = self.cursor;
            if self.cursor.take("...") {
                // A known object is spread; any other is named.
                if let Value::Object(more) = self.value() {
                    fields.extend(more);
                }
                continue;
            }
            let key = match self.cursor.peek() {
                Some('"' | '\'' | '`') => self.text(),
                Some('[') => {
                    self.cursor.next();
                    self.arguments(']').pop().map(|key| as_text(&key)).unwrap_or_default()
                }
                _ => self
                    .cursor
                    .take_while(|character| character.is_alphanumeric() || matches!(character, '_' | '$'))
                    .to_owned(),
            };
            self.space();
            if self.cursor.take(":") {
                self.space();
                // `undefined` sends no field, and `null` does.
                let absent = self.cursor.starts_with("undefined");
                let value = self.value();
                if !absent || !value.is_null() {
                    fields.insert(key, value);
                }
            } else if self.cursor.rest().len() == before.rest().len() {
                self.cursor.next();
            } else if matches!(self.cursor.peek(), Some(',' | '}') | None) && !key.is_empty() {
                // `{ model }`
                let value = self.names.get(&key).cloned().unwrap_or_else(|| {
                    self.unread.push(key.clone());
                    Value::String(format!("${{{key}}}"))
                });
                fields.insert(key, value);
            } else {
                self.rest_of_expression();
            }
        }
    }
}

/// A value as text, as JavaScript joins it.
fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// `new URLSearchParams(…)` as text.
fn query(value: Option<&Value>) -> String {
    let encode = |text: &str| {
        let mut encoded = String::new();
        for byte in text.bytes() {
            match byte {
                b' ' => encoded.push('+'),
                _ if byte.is_ascii_alphanumeric() || b"*-._".contains(&byte) => encoded.push(char::from(byte)),
                _ => encoded.push_str(&format!("%{byte:02X}")),
            }
        }
        encoded
    };
    match value {
        Some(Value::Object(fields)) => fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(&as_text(value))))
            .collect::<Vec<_>>()
            .join("&"),
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    }
}
