//! A JSON value as a literal of TypeScript or Python, laid out as their formatters would.
//! Not a serialiser: numbers keep the digits that a person wrote.
//! **Invariant:** the literal means the value; for TypeScript as far as its numbers can hold it.

use serde_json::Value;

use super::quote::double_quoted;

/// The widest line that a container may take before it is broken up.
const WIDTH: usize = 88;

/// The words and habits of a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    /// Spaces a level.
    pub step: usize,
    /// `true`, `false` and `null`.
    pub words: [&'static str; 3],
    /// What stands inside the braces of an object on one line.
    pub padding: &'static str,
    /// How a key is written, without its colon.
    pub key: fn(&str) -> String,
}

/// `{ model: "a", stream: true }`
pub(super) const TYPESCRIPT: Dialect =
    Dialect { step: 2, words: ["true", "false", "null"], padding: " ", key: property_name };

/// `{"model": "a", "stream": True}`
pub(super) const PYTHON: Dialect =
    Dialect { step: 4, words: ["True", "False", "None"], padding: "", key: double_quoted };

/// A key of an object literal: plain if it is a name.
fn property_name(key: &str) -> String {
    let is_name = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_' || first == '$')
        && key.chars().all(|character| character.is_ascii_alphanumeric() || character == '_' || character == '$');
    match key {
        // Only a computed key makes a field of it; otherwise it sets the prototype.
        "__proto__" => "[\"__proto__\"]".to_owned(),
        _ if is_name => key.to_owned(),
        _ => double_quoted(key),
    }
}

impl Dialect {
    /// The value as text whose first line starts at `column` and whose further lines are indented by `indent` spaces.
    pub fn literal(self, value: &Value, indent: usize, column: usize) -> String {
        if let Some(line) = self.on_one_line(value, WIDTH.saturating_sub(column)) {
            return line;
        }
        let inner = indent + self.step;
        let margin = " ".repeat(inner);
        let mut text = String::new();
        match value {
            Value::Array(items) => {
                text.push_str("[\n");
                for item in items {
                    text.push_str(&format!("{margin}{},\n", self.literal(item, inner, inner)));
                }
                text.push_str(&format!("{}]", " ".repeat(indent)));
            }
            Value::Object(fields) => {
                text.push_str("{\n");
                for (key, item) in fields {
                    let key = (self.key)(key);
                    let column = inner + key.chars().count() + 2;
                    text.push_str(&format!("{margin}{key}: {},\n", self.literal(item, inner, column)));
                }
                text.push_str(&format!("{}}}", " ".repeat(indent)));
            }
            scalar => self.push_line(&mut text, scalar, usize::MAX).unwrap_or_default(),
        }
        text
    }

    /// The value on one line, if it takes at most about `width` bytes or cannot be broken.
    fn on_one_line(self, value: &Value, width: usize) -> Option<String> {
        let mut line = String::new();
        self.push_line(&mut line, value, width)?;
        Some(line)
    }

    /// Appends the value, or gives up as soon as the line is wider than `width`.
    fn push_line(self, line: &mut String, value: &Value, width: usize) -> Option<()> {
        let [yes, no, nothing] = self.words;
        let fits = |line: &String| (line.len() < width).then_some(());
        match value {
            Value::Null => line.push_str(nothing),
            Value::Bool(true) => line.push_str(yes),
            Value::Bool(false) => line.push_str(no),
            Value::Number(number) => line.push_str(&number.to_string()),
            Value::String(text) => line.push_str(&double_quoted(text)),
            Value::Array(items) => {
                line.push('[');
                for (position, item) in items.iter().enumerate() {
                    line.push_str(if position == 0 { "" } else { ", " });
                    self.push_line(line, item, width)?;
                    fits(line)?;
                }
                line.push(']');
            }
            Value::Object(fields) if fields.is_empty() => line.push_str("{}"),
            Value::Object(fields) => {
                line.push('{');
                line.push_str(self.padding);
                for (position, (key, item)) in fields.iter().enumerate() {
                    line.push_str(if position == 0 { "" } else { ", " });
                    line.push_str(&(self.key)(key));
                    line.push_str(": ");
                    self.push_line(line, item, width)?;
                    fits(line)?;
                }
                line.push_str(self.padding);
                line.push('}');
            }
        }
        Some(())
    }
}
