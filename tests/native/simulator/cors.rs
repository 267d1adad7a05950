//! The CORS rules of each gateway, and what a page sees through them.

use super::ask::*;
use serde_json::json;
use switchyard::simulator::cors::{CorsRefusal, through_a_browser};
use switchyard::simulator::{Fault, Role, SimulatedRequest, SimulatedResponse, Simulator, demo_key};

fn preflight(role: Role, path: &str) -> Answer {
    send(&simulator(role), "OPTIONS", path, &[("origin", "https://page.example")], &[])
}

fn names(value: Option<&str>) -> Vec<String> {
    value.unwrap_or_default().split(", ").map(str::to_ascii_lowercase).collect()
}

/// Asks as a page would, with more headers besides the key.
fn browse(
    simulator: &Simulator,
    method: &str,
    path: &str,
    more: &[(&str, &str)],
    body: &str,
) -> Result<SimulatedResponse, CorsRefusal> {
    let mut headers = vec![("Authorization".to_owned(), format!("Bearer {}", demo_key(simulator.role)))];
    headers.extend(more.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    let path = format!("{}{path}", simulator.role.base_path());
    through_a_browser(simulator, &SimulatedRequest { method, path: &path, headers: &headers, body: body.as_bytes() })
}

#[test]
fn preflights() {
    for role in ROLES {
        for path in ["/models", "/chat/completions", "/nothing/at/all"] {
            let answer = preflight(role, path);
            assert_eq!((answer.status, answer.bytes.len()), (204, 0));
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
            assert_eq!(answer.header("access-control-allow-credentials"), None);
            assert_eq!(answer.header("access-control-max-age"), (role != Role::OpenRouter).then_some("86400"));
        }
    }
    let source = names(preflight(Role::OpenRouter, "/models").header("access-control-allow-headers"));
    let aistats = names(preflight(Role::AiStats, "/models").header("access-control-allow-headers"));
    let phaseo = names(preflight(Role::Phaseo, "/models").header("access-control-allow-headers"));
    assert_eq!((aistats.len(), phaseo.len()), (14, 16));
    for (name, at) in [
        ("authorization", [true, true, true]),
        ("content-type", [true, true, true]),
        ("http-referer", [true, true, true]),
        ("x-title", [true, true, true]),
        ("x-stainless-lang", [true, false, false]),
        ("x-openrouter-title", [true, false, false]),
        ("idempotency-key", [true, false, false]),
        ("x-phaseo-metadata", [false, false, true]),
        ("x-app-categories", [false, false, true]),
        ("openai-beta", [false, false, false]),
        ("x-openrouter-cache", [false, false, false]),
    ] {
        let listed = [&source, &aistats, &phaseo].map(|list| list.iter().any(|entry| entry == name));
        assert_eq!(listed, at, "{name}");
    }
}

#[test]
fn errors_and_unknown_paths_have_cors_and_other_paths_do_not() {
    for role in ROLES {
        assert_eq!(
            send(&simulator(role), "POST", "/chat/completions", &[], b"{").header("access-control-allow-origin"),
            Some("*")
        );
        assert_eq!(get(role, "/nothing").header("access-control-allow-origin"), Some("*"));
        let outside = simulator(role).respond(&SimulatedRequest { method: "GET", path: "/", headers: &[], body: &[] });
        assert_eq!(outside.status, 404);
        assert!(!outside.headers.iter().any(|(name, _)| name.starts_with("access-control")));
    }
}

#[test]
fn a_page_reads_what_is_exposed() {
    let body = question(json!({})).to_string();
    for (role, name, readable) in [
        (Role::OpenRouter, "x-generation-id", true),
        (Role::OpenRouter, "x-provider-name", true),
        (Role::Phaseo, "x-request-id", true),
        (Role::Phaseo, "server-timing", false),
        (Role::AiStats, "server-timing", false),
    ] {
        let seen =
            browse(&simulator(role), "POST", "/chat/completions", &[("content-type", "application/json")], &body)
                .unwrap();
        let has = |name: &str| seen.headers.iter().any(|(key, _)| key == name);
        assert_eq!(has(name), readable, "{name} of {role:?}");
        assert!(has("content-type") && !has("access-control-allow-origin"));
    }
    // The hint is there, and only the newest target lets a page read it.
    for (role, readable) in [(Role::OpenRouter, false), (Role::AiStats, false), (Role::Phaseo, true)] {
        let simulator = struck(role, Fault::RateLimitedWithHint);
        assert_eq!(post(&simulator, "/chat/completions", &question(json!({}))).header("retry-after"), Some("12"));
        let seen = browse(&simulator, "POST", "/chat/completions", &[], &body).unwrap();
        assert_eq!(seen.headers.iter().any(|(key, _)| key == "retry-after"), readable, "{role:?}");
    }
}

#[test]
fn a_page_may_not_send_everything() {
    for (role, name, allowed) in [
        (Role::OpenRouter, "X-Stainless-Lang", true),
        (Role::Phaseo, "X-Stainless-Lang", false),
        (Role::Phaseo, "X-OpenRouter-Title", false),
        (Role::Phaseo, "HTTP-Referer", true),
        (Role::AiStats, "x-phaseo-metadata", false),
        (Role::OpenRouter, "OpenAI-Beta", false),
        (Role::Phaseo, "Accept", true),
    ] {
        let seen = browse(&simulator(role), "GET", "/models", &[(name, "x")], "");
        match seen {
            Ok(_) => assert!(allowed, "{name} at {role:?}"),
            Err(refusal) => {
                assert_eq!(refusal, CorsRefusal::Header(name.to_ascii_lowercase()));
                assert!(!allowed);
            }
        }
    }
}

#[test]
fn faults_of_cors() {
    for role in ROLES {
        assert_eq!(browse(&struck(role, Fault::NoCors), "GET", "/models", &[], ""), Err(CorsRefusal::Origin));
        let refused = Err(CorsRefusal::Header("authorization".to_owned()));
        assert_eq!(browse(&struck(role, Fault::RefusedHeader), "GET", "/models", &[], ""), refused);
        let chosen = question(json!({ "model": "fault/refused-header" })).to_string();
        assert_eq!(browse(&simulator(role), "POST", "/chat/completions", &[], &chosen), refused);
        let chosen = question(json!({ "model": "fault/no-cors" })).to_string();
        assert_eq!(browse(&simulator(role), "POST", "/chat/completions", &[], &chosen), Err(CorsRefusal::Origin));
        let hang = browse(&struck(role, Fault::Hang), "GET", "/models", &[], "").unwrap();
        assert_eq!(hang.head_after_ms, None);
    }
}
