//! The target's first gate: types, nulls and ranges of the top-level fields. Not the allow-list of keys (that comes
//! after the model is found), not a general validator. Source: `core/schemas.ts`, run on 22 Aug 2026; the words of
//! keywords are zod's. **Invariant:** a field that is absent is never refused, except `model` and the question itself.

use super::error::Issue;
use super::schema_parts::{check_input, check_messages, check_plugins, check_provider, check_tools};
use crate::gateway::accepted_ranges::{Outside, RANGES};
use crate::simulator::Role;
use serde_json::{Map, Value, json};

/// What a field that is no number may be.
enum Kind {
    Boolean,
    /// At most so many characters.
    Text(usize),
    TextOrNull,
    Object,
    Array,
    /// An array of texts.
    Texts,
    TextOrTexts,
    TextOrObject,
    OneOf(&'static [&'static str]),
}

const MANY: usize = 1_000_000;
const EFFORTS: &[&str] = &["none", "instant", "minimal", "low", "medium", "high", "xhigh", "max"];

/// Members of `reasoning` beside the effort, and what they are: like any optional scalar they may not be null.
const REASONING: [(&str, &str); 4] =
    [("max_tokens", "number"), ("enabled", "boolean"), ("summary", "string"), ("mode", "string")];

const FIELDS: &[(&str, Kind)] = &[
    ("stream", Kind::Boolean),
    ("logprobs", Kind::Boolean),
    ("parallel_tool_calls", Kind::Boolean),
    ("usage", Kind::Boolean),
    ("meta", Kind::Boolean),
    ("store", Kind::Boolean),
    ("background", Kind::Boolean),
    ("echo_upstream_request", Kind::Boolean),
    ("stop", Kind::TextOrTexts),
    ("models", Kind::Texts),
    ("modalities", Kind::Texts),
    ("include", Kind::Texts),
    ("tools", Kind::Array),
    ("plugins", Kind::Array),
    ("tool_choice", Kind::TextOrObject),
    ("response_format", Kind::TextOrObject),
    ("reasoning", Kind::Object),
    ("stream_options", Kind::Object),
    ("logit_bias", Kind::Object),
    ("metadata", Kind::Object),
    ("provider", Kind::Object),
    ("routing", Kind::Object),
    ("trace", Kind::Object),
    ("debug", Kind::Object),
    ("text", Kind::Object),
    ("image_config", Kind::Object),
    ("web_search_options", Kind::Object),
    ("provider_options", Kind::Object),
    ("reasoning_effort", Kind::OneOf(EFFORTS)),
    ("truncation", Kind::OneOf(&["auto", "disabled"])),
    ("user", Kind::Text(MANY)),
    ("user_id", Kind::Text(MANY)),
    ("session_id", Kind::Text(256)),
    ("route", Kind::Text(MANY)),
    ("instructions", Kind::Text(MANY)),
    ("previous_response_id", Kind::Text(MANY)),
    ("prompt_cache_retention", Kind::Text(MANY)),
    ("mcp_servers", Kind::Array),
    ("prompt_cache_key", Kind::TextOrNull),
    ("safety_identifier", Kind::TextOrNull),
];

/// All that is wrong with the body, in the order of the fields.
pub(super) fn issues(role: Role, responses: bool, body: &Map<String, Value>) -> Vec<Issue> {
    let mut issues = Vec::new();
    match body.get("model") {
        Some(Value::String(id)) if !id.is_empty() => {}
        Some(Value::String(_)) => {
            issues.push(Issue::new("too_small", vec![json!("model")], "Too small: a model id is needed"))
        }
        other => issues.extend(wrong_type("model", "string", other)),
    }
    if responses {
        check_input(body.get("input"), &mut issues);
    } else {
        check_messages(body.get("messages"), &mut issues);
    }
    for (name, range) in RANGES {
        let outside = body.get(name).and_then(|value| Some((value, range.judge(value)?)));
        issues.extend(outside.and_then(|(value, outside)| match outside {
            Outside::Above => Some(bound(name, "too_big", &range.most())),
            Outside::Below => Some(bound(name, "too_small", &range.least())),
            Outside::Broken => wrong_type(name, "int", Some(value)),
            Outside::Type => wrong_type(name, "number", Some(value)),
        }));
    }
    for (name, kind) in FIELDS {
        if let Some(value) = body.get(*name) {
            issues.extend(check(name, kind, value));
        }
    }
    // CHANGELOG #2356, after Aug 2026: `default` is read as `standard`.
    let tiers: &'static [&'static str] = match role {
        Role::Phaseo => &["standard", "fast", "priority", "flex", "batch", "default"],
        _ => &["standard", "fast", "priority", "flex", "batch"],
    };
    if let Some(tier) = body.get("service_tier") {
        issues.extend(check("service_tier", &Kind::OneOf(tiers), tier));
    }
    for (name, value) in body.get("metadata").and_then(Value::as_object).into_iter().flatten() {
        if !value.is_string() {
            issues.push(Issue::new(
                "invalid_type",
                vec![json!("metadata"), json!(name)],
                expected("string", Some(value)),
            ));
        }
    }
    if let Some(effort) = body.get("reasoning").and_then(|reasoning| reasoning.get("effort"))
        && !effort.as_str().is_some_and(|word| EFFORTS.contains(&word))
    {
        issues.push(Issue::new("invalid_value", vec![json!("reasoning"), json!("effort")], "Invalid option"));
    }
    for (name, wanted) in REASONING {
        if body.get("reasoning").and_then(|reasoning| reasoning.get(name)) == Some(&Value::Null) {
            let path = vec![json!("reasoning"), json!(name)];
            issues.push(Issue::new("invalid_type", path, expected(wanted, Some(&Value::Null))));
        }
    }
    check_tools(body.get("tools"), &mut issues);
    check_provider("provider", body.get("provider"), &mut issues);
    check_provider("routing", body.get("routing"), &mut issues);
    check_plugins(body.get("plugins"), &mut issues);
    issues
}

/// `invalid_type` of a top-level field.
fn wrong_type(name: &str, wanted: &str, value: Option<&Value>) -> Option<Issue> {
    Some(Issue::new("invalid_type", vec![json!(name)], expected(wanted, value)))
}

/// `too_big` or `too_small` of a top-level field.
fn bound(name: &str, keyword: &'static str, bound: &str) -> Issue {
    let word = if keyword == "too_big" { "Too big" } else { "Too small" };
    Issue::new(keyword, vec![json!(name)], format!("{word}: the bound is {bound}"))
}

/// Zod's sentence on a type.
pub(super) fn expected(wanted: &str, value: Option<&Value>) -> String {
    let received = match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    };
    format!("Invalid input: expected {wanted}, received {received}")
}

fn check(name: &str, kind: &Kind, value: &Value) -> Option<Issue> {
    let wrong = |wanted: &str| wrong_type(name, wanted, Some(value));
    let texts = |all: &[Value]| all.iter().position(|item| !item.is_string());
    match (kind, value) {
        (Kind::Boolean, Value::Bool(_)) | (Kind::Object, Value::Object(_)) | (Kind::Array, Value::Array(_)) => None,
        (Kind::Boolean, _) => wrong("boolean"),
        (Kind::Object, _) => wrong("object"),
        (Kind::Array, _) => wrong("array"),
        (Kind::Text(most), Value::String(text)) if text.chars().count() > *most => {
            Some(bound(name, "too_big", &most.to_string()))
        }
        (Kind::Text(_) | Kind::TextOrNull | Kind::TextOrTexts | Kind::TextOrObject, Value::String(_))
        | (Kind::TextOrNull, Value::Null)
        | (Kind::TextOrObject, Value::Object(_)) => None,
        (Kind::Text(_) | Kind::TextOrNull, _) => wrong("string"),
        (Kind::TextOrTexts | Kind::Texts, Value::Array(all)) => {
            let at = texts(all)?;
            Some(Issue::new("invalid_type", vec![json!(name), json!(at)], expected("string", all.get(at))))
        }
        (Kind::Texts, _) => wrong("array"),
        // A union has one sentence for all its branches.
        (Kind::TextOrTexts | Kind::TextOrObject, _) => {
            Some(Issue::new("invalid_union", vec![json!(name)], "Invalid input"))
        }
        (Kind::OneOf(words), Value::String(word)) if words.contains(&word.as_str()) => None,
        (Kind::OneOf(words), _) => {
            let options: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            let message = format!("Invalid option: expected one of {}", options.join("|"));
            Some(Issue::new("invalid_value", vec![json!(name)], message))
        }
    }
}
