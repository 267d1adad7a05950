//! What is refused before a question is read: keys, bodies, paths.

use super::ask::*;
use serde_json::{Value, json};
use switchyard::simulator::{Role, demo_key};

#[test]
fn bodies_that_are_no_request() {
    for (role, body, status, place, word) in [
        (Role::OpenRouter, "{", 400, "/error/message", "Input must have at least 1 token."),
        (Role::OpenRouter, "{}", 400, "/error/message", "Input required: specify \"prompt\" or \"messages\""),
        (Role::Phaseo, "{", 400, "/error", "invalid_json"),
        (Role::Phaseo, "{}", 400, "/details/0/path/0", "model"),
        (Role::Phaseo, "{\"models\":[\"a/b\"],\"messages\":[]}", 400, "/details/0/path/0", "model"),
        (Role::Phaseo, "[]", 400, "/error", "validation_error"),
    ] {
        let answer = keyed(&simulator(role), "POST", "/chat/completions", body.as_bytes());
        assert_eq!(answer.status, status);
        assert_eq!(answer.json().pointer(place).and_then(Value::as_str), Some(word), "{body} at {role:?}");
    }
    let large = vec![b' '; 16 * 1024 * 1024 + 1];
    let answer = keyed(&simulator(Role::Phaseo), "POST", "/chat/completions", &large);
    assert_eq!((answer.status, &answer.json()["error"]), (413, &json!("payload_too_large")));
}

#[test]
fn keys_are_refused_in_three_shapes() {
    let source_key = format!("Bearer {}", demo_key(Role::OpenRouter));
    for (role, key, status, reason) in [
        (Role::Phaseo, source_key.as_str(), 401, "invalid_key_format"),
        (Role::Phaseo, "Bearer phaseo_v1_mk_demodemodemo_x", 401, "management_key_not_valid_for_gateway"),
        (Role::Phaseo, "Bearer phaseo_v1_sk_demodemodemo_x", 401, "invalid_secret"),
        (Role::Phaseo, "Bearer phaseo_v1_sk_other_x", 401, "key_not_found_or_revoked"),
        (Role::Phaseo, "Basic abc", 401, "missing_or_invalid_authorization_header"),
        (Role::AiStats, "Bearer phaseo_v1_sk_other_x", 401, "invalid_key_format"),
    ] {
        let ask = |path: &str, method: &str| send(&simulator(role), method, path, &[("authorization", key)], b"{}");
        let inference = ask("/chat/completions", "POST");
        assert_eq!((inference.status, inference.json()["description"].as_str()), (status, Some(reason)), "{key}");
        assert!(inference.json().get("reason").is_none());
        let control = ask("/models", "GET").json();
        assert_eq!((&control["error"], &control["reason"]), (&json!("unauthorised"), &json!(reason)));
        assert_eq!(
            ask("/generations?id=x", "GET").json(),
            json!({ "ok": false, "error": "unauthorised", "reason": reason })
        );
    }
    let ask = |headers: &[(&str, &str)]| send(&simulator(Role::OpenRouter), "GET", "/key", headers, &[]);
    assert_eq!(ask(&[]).json(), json!({ "error": { "message": "Missing Authentication header", "code": 401 } }));
    assert_eq!(
        ask(&[("authorization", "Bearer x")]).json(),
        json!({ "error": { "message": "User not found.", "code": 401 } })
    );
    let legacy = format!("Bearer {}", demo_key(Role::AiStats));
    assert_eq!(send(&simulator(Role::Phaseo), "GET", "/key", &[("authorization", &legacy)], &[]).status, 200);
}

#[test]
fn paths_that_are_not_there() {
    for role in ROLES {
        assert_eq!(get(role, "/nothing").status, 404);
        assert_eq!(get(role, "/embeddings").status, 501);
        assert_eq!(get(role, "/chat/completions").status, if role == Role::OpenRouter { 405 } else { 404 });
    }
    let health = send(&simulator(Role::Phaseo), "GET", "/health", &[], &[]);
    assert_eq!((health.status, health.json()), (200, json!({ "status": "ok" })));
}
