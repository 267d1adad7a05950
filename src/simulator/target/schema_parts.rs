//! The nested half of the target's first gate: messages, input items, tools, routing, plugins.
//! Source: `core/schemas.ts` and `plugins/registry.ts`, run on 22 Aug 2026.
//! **Invariant:** each list is checked entry by entry, and the path names the entry.

use super::error::Issue;
use super::schema::expected;
use serde_json::{Value, json};

const PART_TYPES: [&str; 7] =
    ["text", "image_url", "input_audio", "audio_url", "input_video", "video_url", "tool_call"];
const INPUT_PART_TYPES: [&str; 7] =
    ["input_text", "output_text", "text", "input_image", "input_file", "input_audio", "refusal"];
const ROLES: [&str; 5] = ["system", "developer", "user", "assistant", "tool"];
/// `phaseo:` tools of chat.
const GATEWAY_TOOLS: [&str; 8] =
    ["datetime", "web_search", "web_fetch", "advisor", "subagent", "fusion", "search_models", "image_generation"];
const NATIVE_TOOLS: [&str; 3] = ["web_search", "web_search_preview", "custom"];
/// Fields of `provider` that may be null.
const NULLABLE: [&str; 10] = [
    "allow_fallbacks",
    "require_parameters",
    "zdr",
    "require_zero_data_retention",
    "include_alpha",
    "cache_aware_routing",
    "diagnostics",
    "required_execution_region",
    "required_data_region",
    "data_collection",
];

/// `messages` of chat.
pub(super) fn check_messages(messages: Option<&Value>, issues: &mut Vec<Issue>) {
    let Some(Value::Array(all)) = messages else {
        issues.push(Issue::new("invalid_type", vec![json!("messages")], expected("array", messages)));
        return;
    };
    if all.is_empty() {
        issues.push(Issue::new("too_small", vec![json!("messages")], "Too small: a message is needed"));
    }
    for (at, message) in all.iter().enumerate() {
        check_message(at, message, issues);
    }
}

fn check_message(at: usize, message: &Value, issues: &mut Vec<Issue>) {
    let place = |name: &str| vec![json!("messages"), json!(at), json!(name)];
    let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
    if !ROLES.contains(&role) {
        issues.push(Issue::new("invalid_union", place("role"), "Invalid input"));
        return;
    }
    let content_is_good = match message.get("content") {
        None => role == "assistant",
        Some(Value::String(_)) => true,
        Some(Value::Array(parts)) => parts.iter().all(|part| part_is_good(part, &PART_TYPES)),
        Some(_) => false,
    };
    if !content_is_good {
        issues.push(Issue::new("invalid_union", place("content"), "Invalid input"));
    }
    if role == "tool" && !message.get("tool_call_id").is_some_and(Value::is_string) {
        issues.push(Issue::new("invalid_type", place("tool_call_id"), expected("string", message.get("tool_call_id"))));
    }
    for (name, wanted) in [("name", "string"), ("tool_calls", "array"), ("reasoning_content", "string")] {
        let good = |value: &Value| {
            if wanted == "array" { value.is_array() } else { value.is_string() }
        };
        if let Some(value) = message.get(name).filter(|value| !good(value)) {
            issues.push(Issue::new("invalid_type", place(name), expected(wanted, Some(value))));
        }
    }
}

fn part_is_good(part: &Value, types: &[&str]) -> bool {
    let kind = part.get("type").and_then(Value::as_str).unwrap_or_default();
    let inside = match kind {
        "text" | "input_text" | "output_text" => part.get("text").is_some_and(Value::is_string),
        "image_url" => part
            .get("image_url")
            .is_some_and(|image| image.is_string() || image.get("url").is_some_and(Value::is_string)),
        _ => true,
    };
    types.contains(&kind) && inside
}

/// `input` of responses.
pub(super) fn check_input(input: Option<&Value>, issues: &mut Vec<Issue>) {
    let items = match input {
        Some(Value::String(_)) => return,
        Some(Value::Array(items)) => items,
        other => {
            issues.push(Issue::new("invalid_union", vec![json!("input")], expected("string or array", other)));
            return;
        }
    };
    for (at, item) in items.iter().enumerate() {
        let is_message = matches!(item.get("type").and_then(Value::as_str), None | Some("message"));
        let good = match item.get("content") {
            Some(Value::String(_)) => true,
            Some(Value::Array(parts)) => parts.iter().all(|part| part_is_good(part, &INPUT_PART_TYPES)),
            _ => !is_message,
        };
        if !good || !item.is_object() {
            issues.push(Issue::new(
                "invalid_union",
                vec![json!("input"), json!(at), json!("content")],
                "Invalid input",
            ));
        }
    }
}

/// `tools`, nested (chat) or flat (responses).
pub(super) fn check_tools(tools: Option<&Value>, issues: &mut Vec<Issue>) {
    for (at, tool) in tools.and_then(Value::as_array).into_iter().flatten().enumerate() {
        let kind = tool.get("type").and_then(Value::as_str).unwrap_or_default();
        let function = tool.get("function").unwrap_or(tool);
        let good = match kind.split_once(':') {
            Some(("phaseo", name)) => GATEWAY_TOOLS.contains(&name) || name == "apply_patch",
            Some(("gateway", name)) => GATEWAY_TOOLS.iter().take(3).any(|known| *known == name),
            Some(_) => false,
            None if kind == "function" => {
                function.get("name").is_some_and(Value::is_string)
                    && function.get("description").is_none_or(Value::is_string)
            }
            None => NATIVE_TOOLS.contains(&kind),
        };
        if !good {
            issues.push(Issue::new("invalid_union", vec![json!("tools"), json!(at)], "Invalid input"));
        }
    }
}

/// The object of routing wishes.
pub(super) fn check_provider(name: &str, provider: Option<&Value>, issues: &mut Vec<Issue>) {
    for (key, value) in provider.and_then(Value::as_object).into_iter().flatten() {
        let mut refuse = |wanted: &str| {
            issues.push(Issue::new("invalid_type", vec![json!(name), json!(key)], expected(wanted, Some(value))));
        };
        match (key.as_str(), value) {
            ("order" | "only" | "ignore", Value::Array(_))
            | ("max_price", Value::Object(_))
            | ("sort", Value::String(_) | Value::Object(_)) => {}
            ("order" | "only" | "ignore", _) => refuse("array"),
            ("max_price", _) => refuse("object"),
            ("sort", _) => refuse("string"),
            ("allow_fallbacks" | "require_parameters" | "zdr", Value::Bool(_) | Value::Null) => {}
            ("allow_fallbacks" | "require_parameters" | "zdr", _) => refuse("boolean"),
            ("quantizations" | "enforce_distillable_text", Value::Null) => {}
            (key, Value::Null) if !NULLABLE.contains(&key) => refuse("object"),
            _ => {}
        }
    }
}

/// `plugins`: each needs an id; unknown ids are judged by the second gate.
pub(super) fn check_plugins(plugins: Option<&Value>, issues: &mut Vec<Issue>) {
    for (at, plugin) in plugins.and_then(Value::as_array).into_iter().flatten().enumerate() {
        if !plugin.get("id").is_some_and(Value::is_string) {
            let path = vec![json!("plugins"), json!(at), json!("id")];
            issues.push(Issue::new("invalid_type", path, expected("string", plugin.get("id"))));
        }
    }
}
