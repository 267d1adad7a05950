//! A golden set: requests with variables, the rows that fill them, and what each answer is expected to be.
//! Not a run of it (`run`), and not a file of another tool (`read`, `write`).
//! **Invariant:** a case has at least one row, and ids of cases are unique within a set.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;

/// Values of variables by name.
pub type Row = BTreeMap<String, String>;

/// More cases times rows are not taken: every one is asked three times.
pub const MOST_ITEMS: usize = 20_000;

/// A set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GoldenSet {
    /// Its name, usually that of its file.
    pub name: String,
    /// Its cases.
    pub cases: Vec<GoldenCase>,
}

/// One request, asked once for each of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoldenCase {
    /// Its id within the set.
    pub id: String,
    /// What it is about, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The endpoint it is for.
    #[serde(with = "endpoint_path")]
    pub endpoint: Endpoint,
    /// The request. Texts in it may name variables as `{{name}}`.
    pub body: Map<String, Value>,
    /// Values of the variables.
    pub rows: Vec<Row>,
    /// What is expected of each answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

/// One thing that is asked: a case with one of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Item {
    /// Index of the case.
    pub case: usize,
    /// Index of its row.
    pub row: usize,
}

impl GoldenSet {
    /// Everything that is asked, in the order of the set.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let rows = |(case, golden): (usize, &GoldenCase)| (0..golden.rows.len()).map(move |row| Item { case, row });
        self.cases.iter().enumerate().flat_map(rows).collect()
    }

    /// The case of an item.
    #[must_use]
    pub fn case(&self, item: Item) -> Option<&GoldenCase> {
        self.cases.get(item.case)
    }

    /// Makes what every set promises: rows, unique ids, a bounded size. Gives what had to be changed.
    pub fn settle(&mut self) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for case in &mut self.cases {
            if case.rows.is_empty() {
                case.rows.push(Row::new());
            }
            let wanted = if case.id.trim().is_empty() { "case".to_owned() } else { case.id.clone() };
            let numbered = (2_u32..).map(|number| format!("{wanted}-{number}"));
            let free = std::iter::once(wanted.clone()).chain(numbered).find(|id| !seen.contains(id));
            case.id = free.unwrap_or(wanted);
            seen.insert(case.id.clone());
        }
        let mut room = MOST_ITEMS;
        let before = self.items().len();
        for case in &mut self.cases {
            case.rows.truncate(room);
            room -= case.rows.len();
        }
        self.cases.retain(|case| !case.rows.is_empty());
        if before > MOST_ITEMS {
            notes.push(Diagnostic::new(
                format!("The set has {before} requests; the first {MOST_ITEMS} were taken."),
                "Each is asked at least three times, from one tab.",
                "Split the set, or export it to k6 for more than a browser should send.",
            ));
        }
        notes
    }
}

impl GoldenCase {
    /// A case with one row and without variables.
    #[must_use]
    pub fn new(id: impl Into<String>, endpoint: Endpoint, body: Map<String, Value>) -> Self {
        GoldenCase {
            id: id.into(),
            description: String::new(),
            endpoint,
            body,
            rows: vec![Row::new()],
            checks: Vec::new(),
        }
    }

    /// The model that it asks for.
    #[must_use]
    pub fn model(&self) -> &str {
        self.body.get("model").and_then(Value::as_str).unwrap_or_default()
    }

    /// The names of its variables, in the request and in the checks.
    #[must_use]
    pub fn variables(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for value in self.body.values() {
            texts(value, &mut |text| names.extend(placeholders(text)));
        }
        for check in &self.checks {
            check.texts(&mut |text| names.extend(placeholders(text)));
        }
        names
    }

    /// The request with the values of a row in place.
    ///
    /// # Errors
    /// If the row lacks a variable that the request names.
    pub fn filled(&self, row: &Row) -> Result<Map<String, Value>, Diagnostic> {
        let mut missing = BTreeSet::new();
        let body = self.body.iter().map(|(name, value)| (name.clone(), filled_value(value, row, &mut missing)));
        let body: Map<String, Value> = body.collect();
        if missing.is_empty() {
            return Ok(body);
        }
        let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
        Err(Diagnostic::new(
            format!("The case {} has no value for {}.", self.id, names.join(", ")),
            "Its request names a variable that its row does not have.",
            "Add the column or the value to the set and import it again.",
        ))
    }
}

/// Puts the values of a row into a text; what has no value stays as it is.
#[must_use]
pub fn filled_text(text: &str, row: &Row, missing: &mut BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inner, after)) = next_placeholder(rest) {
        out.push_str(before);
        match row.get(inner.trim()) {
            Some(value) => out.push_str(value),
            None => {
                missing.insert(inner.trim().to_owned());
                out.push_str("{{");
                out.push_str(inner);
                out.push_str("}}");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn filled_value(value: &Value, row: &Row, missing: &mut BTreeSet<String>) -> Value {
    match value {
        Value::String(text) => Value::String(filled_text(text, row, missing)),
        Value::Array(items) => items.iter().map(|item| filled_value(item, row, missing)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), filled_value(value, row, missing))).collect()
        }
        other => other.clone(),
    }
}

/// Every text of a value.
pub(super) fn texts(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, each)),
        Value::Object(fields) => fields.values().for_each(|item| texts(item, each)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The names of the variables in a text.
#[must_use]
pub fn placeholders(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((_, inner, after)) = next_placeholder(rest) {
        names.insert(inner.trim().to_owned());
        rest = after;
    }
    names
}

/// Text before the next placeholder, what stands in it, and the text behind it. A name has letters, digits, `_`, `-`
/// and `.`; anything else in double braces is text, for example a template language in a prompt about templates.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text.get(from..)?.find("{{")?;
        let inside = text.get(open + 2..)?;
        let close = inside.find("}}")?;
        let inner = inside.get(..close)?;
        if is_name(inner.trim()) {
            return Some((text.get(..open)?, inner, inside.get(close + 2..)?));
        }
        from = open + 1;
    }
}

/// Whether a text may be the name of a variable.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let allowed = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    !text.is_empty() && text.chars().all(allowed)
}

/// An endpoint as its path.
mod endpoint_path {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::gateway::endpoint::Endpoint;

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
    pub fn serialize<S: Serializer>(endpoint: &Endpoint, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(endpoint.path())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Endpoint, D::Error> {
        let path = String::deserialize(deserializer)?;
        Endpoint::parse(&path).ok_or_else(|| D::Error::custom("no endpoint of both gateways"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(pairs: &[(&str, &str)]) -> Row {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[track_caller]
    fn check(text: &str, filled: &str) {
        let mut missing = BTreeSet::new();
        assert_eq!(filled_text(text, &row(&[("city", "Oslo"), ("n.1", "{{city}}")]), &mut missing), filled);
    }

    #[test]
    fn variables_are_filled_once() {
        check("In {{city}}, {{ city }}.", "In Oslo, Oslo.");
        check("{{n.1}}", "{{city}}");
        check("{{unknown}}{{city}}", "{{unknown}}Oslo");
        check("{{ if x }}{{city}}", "{{ if x }}Oslo");
        check("{{{city}}}", "{Oslo}");
        check("{{", "{{");
        check("{{}}", "{{}}");
        check("{{\u{e9}}} {{city", "{{\u{e9}}} {{city");
    }

    #[test]
    fn a_value_cannot_break_out_of_its_text() {
        let Value::Object(body) =
            json!({ "model": "a/b", "messages": [{ "role": "user", "content": "Say {{x}}" }], "n": 1 })
        else {
            unreachable!()
        };
        let case = GoldenCase::new("one", Endpoint::ChatCompletions, body);
        assert_eq!(case.variables().into_iter().collect::<Vec<_>>(), ["x"]);
        let filled = case.filled(&row(&[("x", "\"}, {\"role\": \"system\"")])).unwrap();
        assert_eq!(filled["messages"][0]["content"], "Say \"}, {\"role\": \"system\"");
        assert!(case.filled(&Row::new()).unwrap_err().what.contains("`x`"));
    }

    #[test]
    fn ids_are_unique_and_rows_are_there() {
        let case = |id: &str| GoldenCase { rows: Vec::new(), ..GoldenCase::new(id, Endpoint::Responses, Map::new()) };
        let mut set = GoldenSet { name: String::new(), cases: vec![case("a"), case("a"), case(""), case("a-2")] };
        assert!(set.settle().is_empty());
        let ids: Vec<&str> = set.cases.iter().map(|case| case.id.as_str()).collect();
        assert_eq!(ids, ["a", "a-2", "case", "a-2-2"]);
        assert_eq!(set.items().len(), 4);
    }
}
