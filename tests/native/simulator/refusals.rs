//! What each gateway refuses, and in which body. The rows are those of the facts on the target's gates and errors.

use super::ask::*;
use serde_json::{Value, json};
use switchyard::simulator::Role;

/// The target answers 400 `validation_error` whose first detail has this keyword and path; the source answers 200.
#[track_caller]
fn only_the_target(more: Value, keyword: &str, path: Value) {
    for role in [Role::AiStats, Role::Phaseo] {
        let answer = chat(role, more.clone());
        assert_eq!(answer.status, 400, "{more} at {role:?}: {}", answer.text());
        let body = answer.json();
        assert_eq!(body["error"], "validation_error");
        assert_eq!(body["error_origin"], "user");
        assert_eq!((&body["details"][0]["keyword"], &body["details"][0]["path"]), (&json!(keyword), &path), "{body}");
        let place: Vec<String> =
            path.as_array().unwrap().iter().map(|part| part.as_str().map_or(part.to_string(), str::to_owned)).collect();
        assert!(body["description"].as_str().unwrap().ends_with(&format!(" at {}", place.join("."))));
    }
    let answer = chat(Role::OpenRouter, more.clone());
    assert_eq!(answer.status, 200, "{more} at the source: {}", answer.text());
}

#[test]
fn keys_outside_of_the_list() {
    for key in [
        "transforms",
        "include_reasoning",
        "preset",
        "cache_control",
        "prediction",
        "prompt_cache_options",
        "stop_server_tools_when",
        "verbosity",
        "structured_outputs",
        "prompt",
        "functions",
        "function_call",
        "audio",
        "foo",
    ] {
        only_the_target(json!({ key: null }), "unknown_param", json!([key]));
    }
}

#[test]
fn values_of_allowed_keys() {
    only_the_target(json!({ "usage": { "include": true } }), "invalid_type", json!(["usage"]));
    let null_content = json!({ "messages": [
        { "role": "user", "content": "Hi" },
        { "role": "assistant", "content": null, "tool_calls": [] },
        { "role": "user", "content": "Go on" }
    ]});
    only_the_target(null_content, "invalid_union", json!(["messages", 1, "content"]));
    let file = json!({ "messages": [{ "role": "user", "content": [
        { "type": "text", "text": "Read" }, { "type": "file", "file": { "file_data": "data:application/pdf;base64,AA==" } }
    ]}]});
    only_the_target(file, "invalid_union", json!(["messages", 0, "content"]));
    only_the_target(json!({ "tools": [{ "type": "openrouter:web_search" }] }), "invalid_union", json!(["tools", 0]));
    only_the_target(json!({ "metadata": { "run": 1 } }), "invalid_type", json!(["metadata", "run"]));
    only_the_target(json!({ "session_id": "x".repeat(257) }), "too_big", json!(["session_id"]));
    only_the_target(json!({ "max_tokens": 0 }), "too_small", json!(["max_tokens"]));
    only_the_target(json!({ "provider": "openai" }), "invalid_type", json!(["provider"]));
    only_the_target(json!({ "service_tier": "auto" }), "invalid_value", json!(["service_tier"]));
    only_the_target(json!({ "service_tier": "scale" }), "invalid_value", json!(["service_tier"]));
    only_the_target(json!({ "plugins": [{ "id": "web" }] }), "unknown_gateway_plugin", json!(["plugins", 0, "id"]));
    let function = json!({ "messages": [{ "role": "function", "name": "f", "content": "1" }] });
    only_the_target(function, "invalid_union", json!(["messages", 0, "role"]));
}

#[test]
fn nulls_of_optional_scalars() {
    for key in [
        "temperature",
        "max_tokens",
        "provider",
        "reasoning",
        "logprobs",
        "parallel_tool_calls",
        "stream_options",
        "service_tier",
        "user",
        "seed",
        "top_p",
    ] {
        let keyword = if key == "service_tier" { "invalid_value" } else { "invalid_type" };
        only_the_target(json!({ key: null }), keyword, json!([key]));
    }
    only_the_target(json!({ "stop": null }), "invalid_union", json!(["stop"]));
    only_the_target(json!({ "provider": { "order": null } }), "invalid_type", json!(["provider", "order"]));
    only_the_target(json!({ "reasoning": { "max_tokens": null } }), "invalid_type", json!(["reasoning", "max_tokens"]));
    only_the_target(json!({ "prompt_cache_retention": null }), "invalid_type", json!(["prompt_cache_retention"]));
    let tool = json!({ "tools": [{ "type": "function", "function": { "name": "f", "description": null, "parameters": {} } }] });
    only_the_target(tool, "invalid_union", json!(["tools", 0]));
    for more in [
        json!({ "prompt_cache_key": null }),
        json!({ "safety_identifier": null }),
        json!({ "provider": { "allow_fallbacks": null, "data_collection": null } }),
    ] {
        assert_eq!(chat(Role::Phaseo, more.clone()).status, 200, "{more}");
    }
}

#[test]
fn routing_filters() {
    for name in ["data_collection", "enforce_distillable_text"] {
        only_the_target(
            json!({ "provider": { name: "deny" } }),
            "unsupported_routing_filter",
            json!(["provider", name]),
        );
    }
    // Refused by the older edition only.
    let quantizations = json!({ "provider": { "quantizations": ["fp8"] } });
    assert_eq!(
        chat(Role::AiStats, quantizations.clone()).json()["details"][0]["keyword"],
        "unsupported_routing_filter"
    );
    assert_eq!(chat(Role::Phaseo, quantizations).status, 200);
    assert_eq!(chat(Role::AiStats, json!({ "service_tier": "default" })).status, 400);
    assert_eq!(chat(Role::Phaseo, json!({ "service_tier": "default" })).status, 200);
    let nobody = chat(Role::Phaseo, json!({ "provider": { "only": ["chutes"] } }));
    assert_eq!(
        (nobody.status, &nobody.json()["details"][0]["keyword"]),
        (400, &json!("request_provider_filter_no_match"))
    );
}

#[test]
fn both_refuse_a_temperature_above_two() {
    assert_eq!(chat(Role::Phaseo, json!({ "temperature": 2.5 })).json()["details"][0]["keyword"], "too_big");
    assert_eq!(chat(Role::OpenRouter, json!({ "temperature": 2.5 })).status, 400);
}

#[test]
fn what_the_target_lets_through() {
    for more in [
        json!({ "usage": true }),
        json!({ "models": ["a/b"], "route": "fallback" }),
        json!({ "reasoning": { "effort": "low", "exclude": true } }),
        json!({ "plugins": [{ "id": "response-healing" }] }),
        json!({ "tools": [{ "type": "phaseo:web_search" }], "stream_options": { "include_usage": true } }),
        json!({ "provider": { "zdr": true, "sort": { "by": "price" }, "max_price": { "prompt": 1 } } }),
        json!({ "dry_multiplier": 0.8, "top_a": 0.2, "session_id": "x", "trace": {}, "metadata": { "a": "b" } }),
        json!({ "messages": [{ "role": "user", "content": [{ "type": "text", "text": "x", "cache_control": {} }] }] }),
    ] {
        let answer = chat(Role::Phaseo, more.clone());
        assert_eq!(answer.status, 200, "{more}: {}", answer.text());
    }
}

#[test]
fn responses_have_their_own_list() {
    for key in ["route", "top_a", "repetition_penalty", "n"] {
        let value = if key == "route" { json!("fallback") } else { json!(1) };
        let answer = responses(Role::Phaseo, json!({ key: value }));
        assert_eq!((answer.status, &answer.json()["details"][0]["keyword"]), (400, &json!("unknown_param")), "{key}");
    }
    assert_eq!(responses(Role::Phaseo, json!({ "truncation": null })).json()["details"][0]["keyword"], "invalid_value");
    let pdf = json!({ "input": [{ "role": "user", "content": [
        { "type": "input_text", "text": "Read" }, { "type": "input_file", "file_data": "data:application/pdf;base64,AA==" }
    ]}]});
    assert_eq!(responses(Role::Phaseo, pdf).status, 200);
    for more in [json!({ "store": true }), json!({ "previous_response_id": "resp_1" })] {
        assert_eq!(responses(Role::OpenRouter, more).status, 400);
    }
}
