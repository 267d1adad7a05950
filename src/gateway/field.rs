//! Fields of JSON that somebody else wrote.
//! Not a schema: a field of another type than expected reads as absent.
//! **Invariant:** a number is read from its digits, never through a float.

use super::money::decimal_from_json;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

/// A string that is not blank.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

/// The first of several fields that holds a string that is not blank.
pub(crate) fn first_text<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| text(value, key))
}

/// A whole number that is not negative, also where it is written `"12"` or `12.0`.
pub(crate) fn count(value: &Value) -> Option<u64> {
    let decimal = decimal_from_json(value)?;
    decimal.is_integer().then(|| decimal.to_u64()).flatten()
}

/// The first of several fields that holds a whole number.
pub(crate) fn first_count(value: &Value, keys: &[&str]) -> Option<u64> {
    keys.iter().find_map(|key| value.get(key).and_then(count))
}

/// The members of a list; none where there is no list.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The strings of a list.
pub(crate) fn texts(value: &Value, key: &str) -> Vec<String> {
    list(value, key).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
