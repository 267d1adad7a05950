//! The places of a JSON value with the types that stand there, items of lists folded into one. Not a comparison: the schema
//! verdict and a golden run's metric make theirs of it. **Invariant:** null is absent, and no value is in it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Types by place. A place is names with dots between and `[]` behind a list.
pub type Shape = BTreeMap<String, BTreeSet<&'static str>>;

/// The places of a value with their types.
#[must_use]
pub fn shape(value: &Value) -> Shape {
    let mut shape = Shape::new();
    collect(value, String::new(), &mut shape);
    shape
}

fn collect(value: &Value, path: String, shape: &mut Shape) {
    let kind = match value {
        Value::Null => return,
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(items) => {
            items.iter().for_each(|item| collect(item, format!("{path}[]"), shape));
            "list"
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(field, below, shape);
            }
            "object"
        }
    };
    if !path.is_empty() {
        shape.entry(path).or_default().insert(kind);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_of_lists_are_one_place() {
        let shape = shape(&json!({"a": [{"b": 1}, {"b": "x", "c": null}], "d": {}, "e": null}));
        let words: Vec<String> = shape.iter().map(|(path, kinds)| format!("{path} {kinds:?}")).collect();
        assert_eq!(words, [r#"a {"list"}"#, r#"a[] {"object"}"#, r#"a[].b {"number", "text"}"#, r#"d {"object"}"#]);
    }
}
