//! What differs between two JSON values, place by place. The order of keys does not count; that of lists does.
//! Not a verdict. **Invariant:** a difference that a rule covers is listed with the rule, never dropped.

use serde_json::Value;

use super::ignore_rule::{IgnoreRule, covering};

/// How a place differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Only the source has it.
    OnlySource,
    /// Only the target has it.
    OnlyTarget,
    /// Both have it, of different types.
    Type,
    /// Both have it, with different values of one type.
    Value,
}

impl Change {
    /// The words for tables.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Change::OnlySource => "only at the source",
            Change::OnlyTarget => "only at the target",
            Change::Type => "another type",
            Change::Value => "another value",
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Names with dots between, positions in brackets; empty for the whole.
    pub path: String,
    /// How it differs.
    pub change: Change,
    /// The source's value, if it has one.
    pub source: Option<Value>,
    /// The target's value, if it has one.
    pub target: Option<Value>,
    /// Why it is not counted, if a rule says so.
    pub ignored: Option<String>,
}

/// How deep is looked; serde_json reads no deeper than this.
const DEEPEST: u32 = 128;

/// All differences, in the order of the source's keys, then the target's.
#[must_use]
pub fn json_difference(source: &Value, target: &Value, rules: &[IgnoreRule]) -> Vec<Difference> {
    let mut found = Vec::new();
    walk("", Some(source), Some(target), rules, DEEPEST, &mut found);
    found
}

/// How many of them count.
#[must_use]
pub fn counted(differences: &[Difference]) -> usize {
    differences.iter().filter(|difference| difference.ignored.is_none()).count()
}

fn walk(
    path: &str,
    source: Option<&Value>,
    target: Option<&Value>,
    rules: &[IgnoreRule],
    depth: u32,
    found: &mut Vec<Difference>,
) {
    let change = match (source, target) {
        (Some(Value::Object(one)), Some(Value::Object(other))) if depth > 0 => {
            let only_there = other.keys().filter(|name| !one.contains_key(*name));
            for name in one.keys().chain(only_there) {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                walk(&below, one.get(name), other.get(name), rules, depth - 1, found);
            }
            return;
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) if depth > 0 => {
            for at in 0..one.len().max(other.len()) {
                walk(&format!("{path}[{at}]"), one.get(at), other.get(at), rules, depth - 1, found);
            }
            return;
        }
        (Some(_), None) => Change::OnlySource,
        (None, Some(_)) => Change::OnlyTarget,
        (None, None) => return,
        (Some(one), Some(other)) if same(one, other) => return,
        (Some(one), Some(other)) if kind(one) == kind(other) => Change::Value,
        (Some(_), Some(_)) => Change::Type,
    };
    found.push(Difference {
        path: path.to_owned(),
        change,
        source: source.cloned(),
        target: target.cloned(),
        ignored: covering(rules, path).map(|rule| rule.reason.clone()),
    });
}

/// Numbers are the same if their values are: `1`, `1.0` and `1e0`. The digits are kept as they were sent, so that they
/// are compared as decimals where both are in reach of one, and as written otherwise.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.to_string(), other.to_string());
            let decimal = |text: &str| crate::gateway::money::Usd::from_json(&Value::String(text.to_owned()));
            one == other || decimal(&one).is_some_and(|value| Some(value) == decimal(&other))
        }
        (one, other) => one == other,
    }
}

const fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::ignore_rule::standard;
    use super::*;

    #[track_caller]
    fn check(source: Value, target: Value, expected: &[(&str, Change)]) {
        let found = json_difference(&source, &target, &[]);
        let found: Vec<(&str, Change)> = found.iter().map(|one| (one.path.as_str(), one.change)).collect();
        assert_eq!(found, expected, "{source} {target}");
    }

    #[test]
    fn places_and_changes() {
        check(json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), &[]);
        check(json!({"a": 1}), json!({"a": 1.0}), &[]);
        check(json!({"a": 1}), json!({"a": "1"}), &[("a", Change::Type)]);
        check(json!({"a": null}), json!({}), &[("a", Change::OnlySource)]);
        check(
            json!({"a": {"b": [1, 2]}}),
            json!({"a": {"b": [1, 3, 4]}}),
            &[("a.b[1]", Change::Value), ("a.b[2]", Change::OnlyTarget)],
        );
        check(json!([]), json!({}), &[("", Change::Type)]);
        check(json!("x"), json!("y"), &[("", Change::Value)]);
    }

    #[test]
    fn ignored_differences_are_listed_and_not_counted() {
        let source = json!({"id": "gen-1", "created": 1, "choices": [{"message": {"tool_calls": [{"id": "a", "type": "function"}]}}]});
        let target = json!({"id": "G-1", "created": 2, "choices": [{"message": {"tool_calls": [{"id": "b", "type": "function"}]}}]});
        let found = json_difference(&source, &target, &standard());
        assert_eq!((found.len(), counted(&found)), (3, 0));
        assert!(found.iter().all(|one| one.ignored.as_ref().is_some_and(|reason| !reason.is_empty())));
        assert_eq!(counted(&json_difference(&source, &target, &[])), 3);
    }
}
