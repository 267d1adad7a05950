//! The error bodies of the target; there are several. Not the words of each error.
//! Shapes: `core/error-handler.ts` and the control routes of the target, 22 Aug 2026.
//! **Invariant:** `error` is always a string.

use crate::simulator::Simulator;
use crate::simulator::identity::{Record, created, target_id};
use crate::simulator::incoming::Incoming;
use crate::simulator::reply::Reply;
use serde_json::{Map, Value, json};

/// Which error body a route speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Chat and responses: `generation_id`, `description`, no `reason`.
    Inference,
    /// Models, key, providers, endpoints: the raw form with `reason`.
    Control,
    /// Generations: `ok: false`.
    Generations,
}

impl Shape {
    pub(super) fn of(segments: &[&str]) -> Self {
        match segments {
            ["chat", "completions"] | ["responses"] => Shape::Inference,
            ["generations", ..] => Shape::Generations,
            _ => Shape::Control,
        }
    }
}

/// The id that an error of this request carries.
pub(super) fn error_id(simulator: &Simulator, incoming: &Incoming<'_>) -> String {
    let nothing = Record {
        model: u8::MAX,
        prompt_tokens: 0,
        completion_tokens: 0,
        reasoning_tokens: 0,
        streamed: false,
        finish: 0,
        latency_ms: 0,
    };
    let second = created(simulator.seed, simulator.chance(incoming, "created"));
    target_id(&nothing, second, simulator.chance(incoming, "error id"))
}

/// One of the three 401 bodies.
pub(super) fn unauthorised(shape: Shape, reason: &str, id: &str) -> Reply {
    match shape {
        Shape::Inference => inference(401, "unauthorised", reason, id, json!({})),
        Shape::Control => Reply::json(
            401,
            25,
            &json!({
                "error": "unauthorised", "reason": reason, "request_id": id, "status_code": 401, "error_type": "user",
                "error_origin": "user", "generation_id": id
            }),
        ),
        Shape::Generations => Reply::json(401, 25, &json!({ "ok": false, "error": "unauthorised", "reason": reason })),
    }
}

/// An error of chat or responses. `more` follows the fixed fields.
pub(super) fn inference(status: u16, error: &str, description: &str, id: &str, more: Value) -> Reply {
    // Own fault below 500; the provider's where the gateway only passes it on.
    let origin = match (status, error) {
        (502, _) => "upstream",
        (500.., _) => "gateway",
        _ => "user",
    };
    let kind = if origin == "user" { "user" } else { "system" };
    let mut body = Map::new();
    body.insert("generation_id".into(), id.into());
    body.insert("status_code".into(), status.into());
    body.insert("error".into(), error.into());
    body.insert("error_type".into(), kind.into());
    body.insert("error_origin".into(), origin.into());
    body.insert("description".into(), description.into());
    if let Value::Object(more) = more {
        body.extend(more);
    }
    Reply::json(status, 45, &Value::Object(body))
        .with("x-gateway-error-attribution", origin)
        .with("x-gateway-error-origin", origin)
}

/// The same error in the shape of the route.
pub(super) fn shaped(shape: Shape, status: u16, error: &str, description: &str, id: &str) -> Reply {
    match shape {
        Shape::Inference => inference(status, error, description, id, json!({})),
        Shape::Control | Shape::Generations => {
            Reply::json(status, 30, &json!({ "ok": false, "error": error, "message": description }))
        }
    }
}

/// What a path below the base answers that no route has; and, honestly, one that the simulation leaves out.
pub(super) fn beside(segments: &[&str]) -> Reply {
    const LEFT_OUT: [&str; 16] = [
        "messages",
        "embeddings",
        "moderations",
        "rerank",
        "audio",
        "images",
        "videos",
        "ocr",
        "batches",
        "files",
        "pricing",
        "activity",
        "analytics",
        "presets",
        "workspaces",
        "organisations",
    ];
    match segments.first() {
        Some(first) if LEFT_OUT.contains(first) => {
            let description = "This route exists at the gateway and is not part of the simulation.";
            Reply::json(501, 15, &json!({ "status_code": 501, "error": "not_implemented", "description": description }))
        }
        _ => not_found(),
    }
}

/// 404 of a route that does not exist.
pub(super) fn not_found() -> Reply {
    Reply::json(404, 15, &json!({ "error": "not_found", "status_code": 404, "description": "No such route." }))
}

/// One entry of `details`.
pub(super) struct Issue {
    pub(super) message: String,
    /// Names and numbers.
    pub(super) path: Vec<Value>,
    pub(super) keyword: &'static str,
    pub(super) params: Value,
}

impl Issue {
    pub(super) fn new(keyword: &'static str, path: Vec<Value>, message: impl Into<String>) -> Self {
        Issue { message: message.into(), path, keyword, params: json!({}) }
    }
}

/// 400 `validation_error` with its details; the description names the first.
pub(super) fn validation(issues: &[Issue], id: &str) -> Reply {
    let place = |path: &[Value]| {
        let names: Vec<String> =
            path.iter().map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned)).collect();
        names.join(".")
    };
    let description =
        issues.first().map_or_else(String::new, |issue| format!("{} at {}", issue.message, place(&issue.path)));
    let details: Vec<Value> = issues
        .iter()
        .map(|issue| json!({ "message": issue.message, "path": issue.path, "keyword": issue.keyword, "params": issue.params }))
        .collect();
    inference(400, "validation_error", &description, id, json!({ "details": details }))
}
