//! The smallest JSON value that satisfies a schema, for structured output and tool arguments. Not a validator.
//! **Invariant:** it ends on any schema, also on one that refers to itself.

use serde_json::{Map, Number, Value, json};
use std::str::FromStr;

/// Deeper schemas end in `null`.
const DEEPEST: usize = 24;
/// Larger demands (`minItems`, `minLength`) are not followed to the end.
const LARGEST: u64 = 64;

/// Builds the value. `hints` are words for free strings, taken in turn, so that a tool is called with a word of the
/// question.
pub(super) fn instance(schema: &Value, hints: &[&str]) -> Value {
    Builder { root: schema, hints, used: 0 }.value(schema, 0)
}

struct Builder<'a> {
    root: &'a Value,
    hints: &'a [&'a str],
    used: usize,
}

impl Builder<'_> {
    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        if depth > DEEPEST {
            return Value::Null;
        }
        let Some(object) = schema.as_object() else {
            return json!({});
        };
        if let Some(fixed) = object.get("const") {
            return fixed.clone();
        }
        if let Some(first) = object.get("enum").and_then(Value::as_array).and_then(|all| all.first()) {
            return first.clone();
        }
        if let Some(found) = object.get("$ref").and_then(Value::as_str).and_then(|path| self.resolved(path)) {
            return self.value(&found, depth + 1);
        }
        for name in ["anyOf", "oneOf"] {
            if let Some(first) = object.get(name).and_then(Value::as_array).and_then(|all| all.first()) {
                return self.value(&merged(object, first, name), depth + 1);
            }
        }
        if let Some(all) = object.get("allOf").and_then(Value::as_array) {
            let mut whole = Value::Object(object.clone());
            if let Some(map) = whole.as_object_mut() {
                map.shift_remove("allOf");
            }
            for part in all {
                let part = part
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|path| self.resolved(path))
                    .unwrap_or(part.clone());
                whole = whole.as_object().map_or(Value::Null, |map| merged(map, &part, ""));
            }
            return self.value(&whole, depth + 1);
        }
        match kind(object) {
            "object" => self.object(object, depth),
            "array" => self.array(object, depth),
            "string" => self.string(object),
            "integer" => number(object, true),
            "number" => number(object, false),
            "boolean" => Value::Bool(true),
            _ => Value::Null,
        }
    }

    fn object(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let required: Vec<&str> = strings(schema.get("required"));
        let mut result = Map::new();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if required.contains(&name.as_str()) {
                result.insert(name.clone(), self.value(property, depth + 1));
            }
        }
        for name in required {
            result.entry(name).or_insert_with(|| Value::String(name.to_owned()));
        }
        Value::Object(result)
    }

    fn array(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let fixed = schema.get("prefixItems").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut result: Vec<Value> = fixed.iter().map(|item| self.value(item, depth + 1)).collect();
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0).min(LARGEST);
        let items = schema.get("items").cloned().unwrap_or_default();
        while (result.len() as u64) < least {
            result.push(self.value(&items, depth + 1));
        }
        Value::Array(result)
    }

    fn string(&mut self, schema: &Map<String, Value>) -> Value {
        let known = match schema.get("format").and_then(Value::as_str) {
            Some("date") => Some("2026-10-01"),
            Some("date-time") => Some("2026-10-01T12:00:00Z"),
            Some("time") => Some("12:00:00Z"),
            Some("email" | "idn-email") => Some("person@example.com"),
            Some("uri" | "url" | "iri" | "uri-reference") => Some("https://example.com/"),
            Some("uuid") => Some("00000000-0000-4000-8000-000000000000"),
            Some("ipv4") => Some("192.0.2.1"),
            Some("ipv6") => Some("2001:db8::1"),
            Some("hostname") => Some("example.com"),
            _ => None,
        };
        if let Some(text) = known {
            return Value::String(text.to_owned());
        }
        let hint = self.hints.get(self.used).copied().unwrap_or("example");
        self.used += 1;
        let most = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(0).min(LARGEST);
        let mut text: String = hint.chars().take(usize::try_from(most).unwrap_or(usize::MAX)).collect();
        while (text.chars().count() as u64) < least {
            text.push('x');
        }
        Value::String(text)
    }

    fn resolved(&self, path: &str) -> Option<Value> {
        let pointer = path.strip_prefix('#')?;
        self.root.pointer(pointer).cloned()
    }
}

/// A schema with the keys of one branch laid over it.
fn merged(base: &Map<String, Value>, branch: &Value, without: &str) -> Value {
    let mut whole: Map<String, Value> =
        base.iter().filter(|(key, _)| *key != without).map(|(key, value)| (key.clone(), value.clone())).collect();
    for (key, value) in branch.as_object().into_iter().flatten() {
        match (whole.get_mut(key), value) {
            (Some(Value::Object(old)), Value::Object(new)) if key == "properties" => {
                old.extend(new.iter().map(|(name, property)| (name.clone(), property.clone())));
            }
            (Some(Value::Array(old)), Value::Array(new)) if key == "required" => old.extend(new.iter().cloned()),
            _ => {
                whole.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(whole)
}

fn kind(schema: &Map<String, Value>) -> &str {
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("null")
        }
        _ if schema.contains_key("properties") || schema.contains_key("required") => "object",
        _ if schema.contains_key("items") => "array",
        _ if schema.is_empty() => "object",
        _ => "string",
    }
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// The least number that is allowed, 1 if nothing is said.
fn number(schema: &Map<String, Value>, whole: bool) -> Value {
    let float = |name: &str| schema.get(name).and_then(Value::as_f64);
    let step = float("multipleOf").filter(|step| *step > 0.0);
    let above = float("exclusiveMinimum").map(|least| if whole { least.floor() + 1.0 } else { least + 0.5 });
    let most = float("maximum").or(float("exclusiveMaximum").map(|most| most - 1.0));
    let mut result = float("minimum").or(above).unwrap_or(1.0);
    if let (Some(most), None) = (most, float("minimum").or(above)) {
        result = result.min(most);
    }
    if whole {
        result = result.ceil();
    }
    if let Some(step) = step {
        result = (result / step).ceil() * step;
    }
    Number::from_str(&result.to_string()).map_or(Value::Null, Value::Number)
}
