//! Which spellings of a model id each gateway resolves, and what a model is asked in vain.

use super::ask::*;
use serde_json::json;
use switchyard::simulator::Role;

#[test]
fn a_bad_model_comes_before_an_unknown_key_and_after_a_bad_type() {
    let unknown = json!({ "model": "x-ai/grok-4.3", "transforms": [] });
    let body = chat(Role::Phaseo, unknown).json();
    assert_eq!(body["error"], "unsupported_model_or_endpoint");
    assert_eq!(body["reason"], "model_not_found_or_inactive");
    assert_eq!(body["error_operational_kind"], "invalid_model_slug");
    assert_eq!(body["provider_candidate_diagnostics"]["totalProviders"], 0);
    let typed = json!({ "model": "x-ai/grok-4.3", "max_tokens": 0 });
    assert_eq!(chat(Role::Phaseo, typed).json()["error"], "validation_error");
}

#[track_caller]
fn model(role: Role, id: &str, status: u16) {
    let answer = chat(role, json!({ "model": id }));
    assert_eq!(answer.status, status, "{id} at {role:?}: {}", answer.text());
}

#[test]
fn forms_of_model_ids() {
    for id in [
        MODEL,
        "openai/gpt-4.1-mini-2025-04-14",
        "openai/gpt-4.1-mini:nitro",
        "openai/gpt-4.1-mini:floor:online",
        "anthropic/claude-sonnet-4-5",
        "~anthropic/claude-sonnet-latest",
        "openrouter/auto",
        "mistralai/mistral-nemo",
    ] {
        model(Role::OpenRouter, id, 200);
    }
    for id in ["openrouter/openai/gpt-4.1-mini", "claude-sonnet-4-5", "auto", "gpt-4.1-mini", "spacex-ai/grok-4.3"] {
        model(Role::OpenRouter, id, 400);
        assert_eq!(
            chat(Role::OpenRouter, json!({ "model": id })).json()["error"]["message"],
            format!("{id} is not a valid model ID")
        );
    }
    model(Role::OpenRouter, "deepseek/deepseek-r1:free", 404);
    for id in [
        MODEL,
        "openai/gpt-mini-latest",
        "mistralai/mistral-nemo",
        "spacex-ai/grok-4.3",
        "meta/llama-3.3-70b",
        "groq:meta/llama-3.3-70b",
        "openai/gpt-4.1-mini-2025-04-14",
    ] {
        model(Role::Phaseo, id, 200);
    }
    for id in [
        "anthropic:meta/llama-3.3-70b",
        "meta-llama/llama-3.3-70b-instruct",
        "openai/gpt-4.1-mini:floor",
        "~openai/gpt-mini-latest",
        "openrouter/auto",
    ] {
        model(Role::Phaseo, id, 400);
    }
    model(Role::Phaseo, "openai/gpt-4.1-mini:nitro", 200);
    model(Role::AiStats, "openai/gpt-4.1-mini:nitro", 400);
    model(Role::Phaseo, "phaseo/free", 200);
    model(Role::AiStats, "phaseo/free", 400);
    model(Role::Phaseo, "phaseo/auto", 400);
    model(Role::Phaseo, "@my-preset", 500);
}

#[test]
fn what_a_model_cannot_do() {
    let image = json!([{ "role": "user", "content": [{ "type": "image_url", "image_url": { "url": "data:image/png;base64,AA==" } }] }]);
    let source = chat(Role::OpenRouter, json!({ "model": "deepseek/deepseek-r1", "messages": image }));
    assert_eq!(
        (source.status, source.json()["error"]["message"].as_str()),
        (404, Some("No endpoints found that support image input"))
    );
    let target = chat(Role::Phaseo, json!({ "model": "deepseek/deepseek-r1", "messages": image }));
    assert_eq!((target.status, &target.json()["error"]), (400, &json!("unsupported_modalities")));
    let source = chat(Role::OpenRouter, json!({ "model": "microsoft/phi-4", "tools": [weather()] }));
    assert!(source.status == 404 && source.text().contains("No endpoints found that support tool use"));
    let target =
        chat(Role::Phaseo, json!({ "model": "microsoft/phi-4", "response_format": { "type": "json_object" } }));
    assert_eq!(target.json()["details"][0]["keyword"], "response_format_unsupported");
    let source = chat(Role::OpenRouter, json!({ "model": "deepseek/deepseek-r1", "reasoning": { "effort": "none" } }));
    assert_eq!(source.status, 400);
    let source = chat(Role::OpenRouter, json!({ "reasoning": { "effort": "low" }, "reasoning_effort": "high" }));
    assert_eq!(source.status, 400);
}
