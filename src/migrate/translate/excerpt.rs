//! A value as it is shown: long texts shortened, so that a file of 16 MiB is not held three times.
//! Not what is sent. **Invariant:** at most [`DEEPEST`] levels are visited.

use serde_json::Value;

/// Characters of a text that are shown.
const CHARACTERS: usize = 1000;
/// Members of a list or object that are shown.
const MEMBERS: usize = 100;
/// Levels that are shown.
const DEEPEST: usize = 12;

/// The value to show.
pub(super) fn excerpt(value: &Value) -> Value {
    shortened(value, DEEPEST)
}

fn shortened(value: &Value, levels: usize) -> Value {
    match value {
        Value::String(text) if text.len() > CHARACTERS => {
            let mut start: String = text.chars().take(CHARACTERS).collect();
            if start.len() < text.len() {
                start.push('…');
            }
            Value::from(start)
        }
        Value::Array(_) | Value::Object(_) if levels == 0 => Value::from("…"),
        Value::Array(items) => items.iter().take(MEMBERS).map(|item| shortened(item, levels - 1)).collect(),
        Value::Object(members) => {
            members.iter().take(MEMBERS).map(|(name, member)| (name.clone(), shortened(member, levels - 1))).collect()
        }
        other => other.clone(),
    }
}
