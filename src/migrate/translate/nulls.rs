//! `null` in optional fields: the source reads it as absent, the target answers 400.
//! Not inside what a person wrote freely: schemas of tools, metadata, traces stay as they are.
//! **Invariant:** only removals, on two levels.

use super::Severity;
use super::draft::{Draft, member};
use crate::migrate::field_map::Kind;
use serde_json::{Map, Value};

/// What the target takes as null (source: `core/schemas.ts`, run on 22 August 2026).
const TAKEN: [&str; 2] = ["prompt_cache_key", "safety_identifier"];

/// Objects of the body whose own members are optional.
const OBJECTS: [&str; 10] = [
    "provider",
    "routing",
    "reasoning",
    "stream_options",
    "web_search_options",
    "image_config",
    "response_format",
    "debug",
    "text",
    "tool_choice",
];

const REASON: &str = "The source reads null as absent; the target answers 400 to it.";

/// Removes them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    let mut body = std::mem::take(&mut draft.body);
    without_nulls(draft, &mut body, "", &TAKEN);
    for name in OBJECTS {
        match body.get_mut(name) {
            Some(Value::Object(inner)) => without_nulls(draft, inner, name, &[]),
            _ => continue,
        }
        if let Some(Value::Object(schema)) = body.get_mut(name).and_then(|format| format.get_mut("json_schema")) {
            without_nulls(draft, schema, &member(name, "json_schema"), &[]);
        }
    }
    draft.body = body;
}

/// Removes the members of an object that are null, except those named.
pub(super) fn without_nulls(draft: &mut Draft<'_>, object: &mut Map<String, Value>, path: &str, taken: &[&str]) {
    object.retain(|name, value| {
        let stays = !value.is_null() || taken.contains(&name.as_str());
        if !stays {
            let row = (Kind::Request, "null in an optional field");
            draft.gone(member(path, name), row, Severity::Note, &Value::Null, REASON);
        }
        stays
    });
}
