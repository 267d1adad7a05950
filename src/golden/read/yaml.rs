//! YAML as a JSON value. Not a writer, and no tags: what a tag would make of a value is left to its text.
//! **Invariant:** the value has at most so many nodes, however its aliases repeat each other.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

use crate::diagnostic::Diagnostic;

/// The most nodes, aliases counted as often as they stand for something.
const MOST_NODES: usize = 1_000_000;
/// The deepest nesting.
const DEEPEST: usize = 64;

/// A collection that is being read.
enum Open {
    List(usize, Vec<Value>),
    Map(usize, Map<String, Value>, Option<String>),
}

/// Reads the first document.
pub(super) fn read(text: &str) -> Result<Value, Diagnostic> {
    let mut tree = Tree::default();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| {
            Diagnostic::new(
                "The file is not valid YAML.",
                format!("The reader says: {error}."),
                "Correct it at that place and import it again.",
            )
        })?;
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        tree.take(event)?;
    }
    Ok(tree.root.unwrap_or(Value::Null))
}

#[derive(Default)]
struct Tree {
    open: Vec<Open>,
    root: Option<Value>,
    anchors: BTreeMap<usize, Value>,
    nodes: usize,
}

impl Tree {
    fn take(&mut self, event: Event<'_>) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = if style == ScalarStyle::Plain { plain(&text) } else { Value::String(text.into_owned()) };
                self.put(value, anchor)
            }
            Event::Alias(anchor) => {
                let value = self.anchors.get(&anchor).cloned().unwrap_or(Value::Null);
                self.put(value, 0)
            }
            Event::SequenceStart(anchor, _) => self.begin(Open::List(anchor, Vec::new())),
            Event::MappingStart(anchor, _) => self.begin(Open::Map(anchor, Map::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(anchor, items)) => self.place(Value::Array(items), anchor),
                Some(Open::Map(anchor, fields, _)) => self.place(Value::Object(fields), anchor),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, open: Open) -> Result<(), Diagnostic> {
        if self.open.len() >= DEEPEST {
            return Err(Diagnostic::new(
                "The file is nested too deeply.",
                format!("It has more than {DEEPEST} levels."),
                "No set needs that many; look at what is in it.",
            ));
        }
        self.count(1)?;
        self.open.push(open);
        Ok(())
    }

    fn count(&mut self, nodes: usize) -> Result<(), Diagnostic> {
        self.nodes += nodes;
        if self.nodes <= MOST_NODES {
            return Ok(());
        }
        Err(Diagnostic::new(
            "The file unfolds to more than a million values.",
            "Its aliases repeat each other.",
            "Write out what they stand for, or split the file.",
        ))
    }

    fn put(&mut self, value: Value, anchor: usize) -> Result<(), Diagnostic> {
        self.count(size(&value))?;
        self.place(value, anchor)
    }

    /// Puts a finished value where it belongs.
    fn place(&mut self, value: Value, anchor: usize) -> Result<(), Diagnostic> {
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut() {
            Some(Open::List(_, items)) => items.push(value),
            Some(Open::Map(_, fields, key)) => match key.take() {
                // The merge key of older YAML.
                Some(key) if key == "<<" => merge(fields, value),
                Some(key) => drop(fields.insert(key, value)),
                None => {
                    *key = Some(match value {
                        Value::String(text) => text,
                        other => other.to_string(),
                    });
                }
            },
            None => self.root = Some(value),
        }
        Ok(())
    }
}

fn merge(fields: &mut Map<String, Value>, value: Value) {
    let maps = match value {
        Value::Array(items) => items,
        other => vec![other],
    };
    for map in maps {
        if let Value::Object(map) = map {
            for (name, value) in map {
                fields.entry(name).or_insert(value);
            }
        }
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(fields) => 1 + fields.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// A scalar without quotes, by the core schema of YAML 1.2.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.starts_with(|first: char| first.is_ascii_digit()) || unsigned.starts_with('.') {
        // JSON's own reader keeps the digits; what it does not take may still be a number of YAML.
        if let Ok(number) = serde_json::from_str::<Number>(text) {
            return Value::Number(number);
        }
        if let Ok(number) = text.trim_start_matches('+').parse::<f64>()
            && let Some(number) = Number::from_f64(number)
        {
            return Value::Number(number);
        }
    }
    Value::String(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(yaml: &str, json: Value) {
        assert_eq!(read(yaml).unwrap(), json, "{yaml}");
    }

    #[test]
    fn values_are_those_of_the_core_schema() {
        check("a: 1\nb: [x, 'y', \"z\\n\", ~, true]\n", json!({ "a": 1, "b": ["x", "y", "z\n", null, true] }));
        check(
            "- 0.70\n- '0.70'\n- 1e3\n- .5\n- yes\n- 2024-01-01\n",
            serde_json::from_str("[0.70, \"0.70\", 1e3, 0.5, \"yes\", \"2024-01-01\"]").unwrap(),
        );
        check("a: |\n  one\n  two\nb: >-\n  one\n  two\n", json!({ "a": "one\ntwo\n", "b": "one two" }));
        check(
            "base: &b { x: 1, y: 2 }\nmore: { <<: *b, y: 3 }\n",
            json!({ "base": { "x": 1, "y": 2 }, "more": { "x": 1, "y": 3 } }),
        );
        check("1: a\ntrue: b\n", json!({ "1": "a", "true": "b" }));
        check("", Value::Null);
        check("{\"a\": {\"b\": [1, \"é\"]}}", json!({ "a": { "b": [1, "é"] } }));
    }

    #[test]
    fn a_bomb_of_aliases_and_a_tower_are_refused() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let repeated = vec![format!("*a{}", level - 1); 9].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{repeated}]\n"));
        }
        assert!(read(&bomb).unwrap_err().what.contains("a million values"));
        assert!(read(&"[".repeat(200)).is_err());
        assert!(read("a: [1\nb: }").is_err());
    }
}
