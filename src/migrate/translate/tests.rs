//! Each rule as a body before and after.

use super::*;
use serde_json::json;

const MODEL: &str = "openai/gpt-4.1-mini";

fn chat(body: &Value, edition: Edition) -> Translation {
    translate_request(body, Endpoint::ChatCompletions, edition)
}

/// Members on top of a plain question: before and after in both editions; the worst severity; whether a person is asked.
#[track_caller]
fn check(before: Value, after: Value, severity: Option<Severity>, asked: bool) {
    for edition in Edition::ALL {
        check_in(edition, before.clone(), after.clone(), severity, asked);
    }
}

fn question(members: Value) -> Value {
    let mut body = json!({ "model": MODEL, "messages": [{ "role": "user", "content": "Hi" }] });
    if let (Value::Object(body), Value::Object(members)) = (&mut body, members) {
        body.extend(members);
    }
    body
}

#[track_caller]
fn check_in(edition: Edition, before: Value, after: Value, severity: Option<Severity>, asked: bool) {
    let body = question(before);
    let translation = chat(&body, edition);
    assert_eq!(translation.body.to_string(), question(after).to_string(), "{edition:?}");
    assert_eq!(translation.changes.iter().map(|change| change.severity).max(), severity, "{translation:#?}");
    assert_eq!(translation.is_ready(), !asked, "{translation:#?}");
    sound(&translation, Endpoint::ChatCompletions, edition, &Decisions::default());
}

/// What holds for every translation.
#[track_caller]
fn sound(translation: &Translation, endpoint: Endpoint, edition: Edition, decisions: &Decisions<'_>) {
    for change in &translation.changes {
        assert!(!change.source.is_empty(), "no row in the field map: {change:?}");
        assert!(change.reason.ends_with('.'), "{change:?}");
        assert!(!change.requires_decision || change.severity >= Severity::Degrades);
    }
    let again = translate_decided(&translation.body, endpoint, edition, decisions);
    assert_eq!(again.body.to_string(), translation.body.to_string());
    for change in &again.changes {
        assert!(change.is_kept(), "nothing changes twice: {change:?}");
    }
}

use Severity::{Degrades, Note, Privacy, Refused};

#[test]
fn what_goes_by_itself() {
    check(json!({ "transforms": ["middle-out"] }), json!({}), Some(Degrades), false);
    check(json!({ "transforms": [] }), json!({}), Some(Note), false);
    check(json!({ "transforms": null, "temperature": null, "stop": null }), json!({}), Some(Note), false);
    check(json!({ "usage": { "include": true }, "seed": 7 }), json!({ "seed": 7 }), Some(Note), false);
    check(json!({ "usage": true }), json!({ "usage": true }), None, false);
    check(json!({ "structured_outputs": true }), json!({}), Some(Note), false);
    check(json!({ "verbosity": "low", "prediction": {} }), json!({}), Some(Degrades), false);
    check(json!({ "models": ["a/b"], "route": "fallback" }), json!({}), Some(Degrades), false);
    check(json!({ "service_tier": "auto" }), json!({}), Some(Note), false);
    check(json!({ "service_tier": "flex" }), json!({ "service_tier": "flex" }), None, false);
    check_in(Edition::AiStats, json!({ "service_tier": "default" }), json!({}), Some(Note), false);
    check_in(Edition::Phaseo, json!({ "service_tier": "default" }), json!({ "service_tier": "default" }), None, false);
    check(json!({ "prompt_cache_key": null }), json!({ "prompt_cache_key": null }), None, false);
    check(json!({ "prompt_cache_options": {} }), json!({}), Some(Degrades), false);
}

#[test]
fn what_a_person_is_asked_about_stays() {
    for members in [
        json!({ "preset": "coder" }),
        json!({ "audio": { "voice": "alloy" } }),
        json!({ "foo": 1 }),
        json!({ "plugins": [{ "id": "moderation" }] }),
        json!({ "plugins": [{ "id": "mine" }] }),
        json!({ "tools": [{ "type": "openrouter:bash" }] }),
        json!({ "temperature": 2.5 }),
        json!({ "max_tokens": 0 }),
        json!({ "provider": { "enforce_distillable_text": true } }),
        json!({ "provider": { "only": ["chutes"] } }),
        json!({ "provider": { "order": ["chutes"], "allow_fallbacks": false } }),
        json!({ "provider": "openai" }),
    ] {
        check(members.clone(), members.clone(), Some(Refused), true);
        let decisions = Decisions { unsupported: UnsupportedDecision::LeaveOut, ..Decisions::default() };
        let left = translate_decided(&question(members), Endpoint::ChatCompletions, Edition::Phaseo, &decisions);
        assert!(left.is_ready(), "{left:#?}");
        sound(&left, Endpoint::ChatCompletions, Edition::Phaseo, &decisions);
    }
}

#[test]
fn a_promise_of_privacy_never_goes_by_itself() {
    let deny = json!({ "provider": { "order": ["openai"], "data_collection": "deny", "sort": "price" } });
    check(deny.clone(), deny.clone(), Some(Privacy), true);
    let camel = json!({ "provider": { "dataCollection": "deny" } });
    check(camel.clone(), camel, Some(Privacy), true);
    let zdr = json!({ "provider": { "zdr": true } });
    check(zdr.clone(), zdr, Some(Privacy), false);
    check(json!({ "provider": { "data_collection": "allow" } }), json!({}), Some(Note), false);
    let decided = |privacy, unsupported| {
        let decisions = Decisions { privacy, unsupported, ..Decisions::default() };
        let translation =
            translate_decided(&question(deny.clone()), Endpoint::ChatCompletions, Edition::Phaseo, &decisions);
        sound(&translation, Endpoint::ChatCompletions, Edition::Phaseo, &decisions);
        let told = translation.changes.iter().any(|change| change.severity == Privacy);
        assert!(told, "it is said, whatever was decided");
        (translation.is_ready(), translation.body["provider"].to_string())
    };
    let same = r#"{"order":["openai"],"data_collection":"deny","sort":"price"}"#.to_owned();
    assert_eq!(decided(PrivacyDecision::Ask, UnsupportedDecision::LeaveOut), (false, same));
    let kept = r#"{"order":["openai"],"zdr":true,"sort":"price"}"#.to_owned();
    assert_eq!(decided(PrivacyDecision::ZeroRetention, UnsupportedDecision::Ask), (true, kept));
    let gone = r#"{"order":["openai"],"sort":"price"}"#.to_owned();
    assert_eq!(decided(PrivacyDecision::GiveUp, UnsupportedDecision::Ask), (true, gone));
}

#[test]
fn messages_are_made_readable() {
    let messages = |list: Value| json!({ "messages": list });
    check(
        messages(json!([{ "role": "assistant", "content": null, "tool_calls": [{ "id": "a" }], "refusal": null }])),
        messages(json!([{ "role": "assistant", "content": "", "tool_calls": [{ "id": "a" }] }])),
        Some(Note),
        false,
    );
    check(
        messages(
            json!([{ "role": "assistant", "reasoning": "2+2", "content": "4", "reasoning_details": [{ "text": "2+2" }] }]),
        ),
        messages(json!([{ "role": "assistant", "reasoning_content": "2+2", "content": "4" }])),
        Some(Degrades),
        false,
    );
    check(
        messages(
            json!([{ "role": "assistant", "content": "4", "reasoning_details": [{ "summary": "a" }, { "text": "b" }, { "data": "c" }] }]),
        ),
        messages(json!([{ "role": "assistant", "content": "4", "reasoning_content": "ab" }])),
        Some(Degrades),
        false,
    );
    check(
        messages(
            json!([{ "role": "user", "content": [{ "type": "text", "text": "x", "cache_control": { "type": "ephemeral" } }] }]),
        ),
        messages(json!([{ "role": "user", "content": [{ "type": "text", "text": "x" }] }])),
        Some(Degrades),
        false,
    );
    let file = messages(
        json!([{ "role": "user", "content": [{ "type": "text", "text": "x" }, { "type": "file", "file": { "file_data": "data:" } }] }]),
    );
    check(file.clone(), file, Some(Refused), true);
    check(
        messages(json!([
            { "role": "assistant", "content": null, "function_call": { "name": "f", "arguments": "{}" } },
            { "role": "function", "name": "f", "content": "1" }
        ])),
        messages(json!([
            { "role": "assistant", "content": "", "tool_calls": [{ "id": "call_of_message_0", "type": "function", "function": { "name": "f", "arguments": "{}" } }] },
            { "role": "tool", "name": "f", "content": "1", "tool_call_id": "call_of_message_0" }
        ])),
        Some(Note),
        false,
    );
    let lonely = messages(json!([{ "role": "function", "name": "f", "content": "1" }]));
    check(lonely.clone(), lonely, Some(Refused), true);
}

#[test]
fn tools_and_plugins() {
    check(
        json!({ "plugins": [{ "id": "web", "max_results": 3 }, { "id": "response-healing" }, { "id": "fusion", "enabled": false }] }),
        json!({ "plugins": [{ "id": "response-healing" }], "tools": [{ "type": "phaseo:web_search" }] }),
        Some(Degrades),
        false,
    );
    check(
        json!({ "tools": [{ "type": "openrouter:web_search" }, { "type": "function", "function": { "name": "f", "description": null, "parameters": { "default": null } }, "cache_control": {} }] }),
        json!({ "tools": [{ "type": "phaseo:web_search" }, { "type": "function", "function": { "name": "f", "parameters": { "default": null } } }] }),
        Some(Degrades),
        false,
    );
    check(
        json!({ "functions": [{ "name": "f" }], "function_call": { "name": "f" } }),
        json!({ "tools": [{ "type": "function", "function": { "name": "f" } }], "tool_choice": { "type": "function", "function": { "name": "f" } } }),
        Some(Degrades),
        false,
    );
    check(json!({ "function_call": "auto" }), json!({ "tool_choice": "auto" }), Some(Note), false);
}

#[test]
fn preferences_of_providers() {
    check(
        json!({ "provider": { "order": ["OpenAI", "deepinfra/turbo", "deepinfra", "chutes"], "ignore": ["io-net", "xai"], "sort": { "by": "throughput", "partition": "model" } } }),
        json!({ "provider": { "order": ["openai", "deepinfra"], "ignore": ["spacex-ai", "io-net"], "sort": { "by": "throughput" } } }),
        Some(Degrades),
        false,
    );
    check(json!({ "provider": { "sort": "exacto", "order": null } }), json!({}), Some(Degrades), false);
    check(json!({ "provider": {} }), json!({ "provider": {} }), None, false);
    let quantized = json!({ "provider": { "quantizations": ["fp8"] } });
    check_in(Edition::AiStats, quantized.clone(), json!({}), Some(Degrades), false);
    check_in(Edition::Phaseo, quantized.clone(), quantized, Some(Note), false);
    let price = json!({ "provider": { "max_price": { "prompt": 0.50 }, "require_parameters": true } });
    check(price.clone(), price, Some(Note), false);
}

#[test]
fn reasoning_and_caching() {
    check(json!({ "reasoning": { "exclude": true } }), json!({}), Some(Degrades), false);
    check(
        json!({ "reasoning": { "effort": "low", "exclude": false } }),
        json!({ "reasoning": { "effort": "low" } }),
        Some(Note),
        false,
    );
    check(json!({ "include_reasoning": true }), json!({ "reasoning": { "enabled": true } }), Some(Note), false);
    check(json!({ "include_reasoning": false }), json!({}), Some(Degrades), false);
    check(json!({ "cache_control": { "type": "ephemeral" } }), json!({}), Some(Degrades), false);
    let body = json!({ "model": "anthropic/claude-haiku-4.5", "messages": [], "cache_control": { "type": "ephemeral", "ttl": "1h" } });
    let moved = chat(&body, Edition::Phaseo);
    assert_eq!(
        moved.body["provider_options"],
        json!({ "anthropic": { "cache_control": { "type": "ephemeral", "ttl": "1h" } } })
    );
}

#[test]
fn texts_of_metadata_keep_their_digits() {
    let before = r#"{"model":"openai/o3","messages":[],"metadata":{"run":12345678901234567890.10,"on":true,"x":null,"y":[1.0],"z":"s"},"top_p":0.10}"#;
    let after = r#"{"model":"openai/o3","messages":[],"metadata":{"run":"12345678901234567890.10","on":"true","y":"[1.0]","z":"s"},"top_p":0.10}"#;
    let translation = chat(&serde_json::from_str(before).unwrap(), Edition::Phaseo);
    assert_eq!(translation.body.to_string(), after);
}

#[track_caller]
fn id(edition: Edition, before: &str, after: &str, asked: bool) {
    let decisions = Decisions {
        aliases: &[("x-ai/grok-4.3", "spacex-ai/grok-4.3"), ("meta-llama/llama-4-scout", "meta/llama-4-scout")],
        ..Decisions::default()
    };
    let body = json!({ "model": before, "messages": [] });
    let translation = translate_decided(&body, Endpoint::ChatCompletions, edition, &decisions);
    assert_eq!(translation.body["model"], after, "{before}");
    assert_eq!(translation.is_ready(), !asked, "{before}: {translation:#?}");
    if !before.contains("preset") {
        sound(&translation, Endpoint::ChatCompletions, edition, &decisions);
    }
}

#[test]
fn forms_of_ids() {
    for edition in Edition::ALL {
        id(edition, "openai/gpt-4.1-mini", "openai/gpt-4.1-mini", false);
        id(edition, "x-ai/grok-4.3", "spacex-ai/grok-4.3", false);
        id(edition, "openrouter/x-ai/grok-4.3:floor", "spacex-ai/grok-4.3", false);
        id(edition, "x-ai/grok-4.1", "x-ai/grok-4.1", true);
        id(edition, "mistralai/mistral-nemo", "mistralai/mistral-nemo", false);
        id(edition, "gpt-4o", "gpt-4o", true);
        id(edition, "~openai/gpt-mini-latest", "openai/gpt-mini-latest", false);
        id(edition, "@preset/coder", "@coder", true);
        id(edition, "openai/o3@preset/coder", "openai/o3@preset/coder", true);
        id(edition, "@coder", "@coder", false);
        id(edition, "openai/o3:floor", "openai/o3", false);
        id(edition, "openai/o3:online:thinking:exacto", "openai/o3", false);
        id(edition, "openai/o3:free", "openai/o3:free", true);
        id(edition, "openai/o3:free:online", "openai/o3:free", true);
        id(edition, "tencent/hy3:free", "tencent/hy3:free", false);
        id(edition, "openai/o3:mine", "openai/o3:mine", true);
        id(edition, "deepinfra:openai/gpt-oss-20b", "deepinfra:openai/gpt-oss-20b", false);
        id(edition, "openrouter/fusion", "openrouter/fusion", true);
        id(edition, "openrouter/openrouter/auto", "openrouter/auto", true);
        id(edition, "openrouter/quasar-alpha", "openrouter/quasar-alpha", true);
    }
    id(Edition::AiStats, "openai/o3:nitro", "openai/o3", false);
    id(Edition::Phaseo, "openai/o3:nitro", "openai/o3:nitro", false);
    id(Edition::AiStats, "openrouter/free", "openrouter/free", true);
    id(Edition::Phaseo, "openrouter/free", "phaseo/free", false);
}

#[test]
fn a_suffix_becomes_a_wish_where_none_is_in_the_way() {
    let body = json!({ "model": "openai/o3:floor", "messages": [], "provider": { "sort": "latency" } });
    assert_eq!(chat(&body, Edition::Phaseo).body["provider"]["sort"], "latency");
    let body = json!({ "model": "openai/o3:nitro", "messages": [] });
    assert_eq!(chat(&body, Edition::AiStats).body["provider"]["sort"], "throughput");
    let body = json!({ "model": "openai/o3:online", "messages": [], "tools": [{ "type": "openrouter:web_search" }] });
    assert!(
        chat(&body, Edition::Phaseo).body["tools"]
            .as_array()
            .unwrap()
            .iter()
            .all(|tool| tool["type"] == "phaseo:web_search")
    );
    let body = json!({ "model": "openai/o3:thinking", "messages": [], "reasoning_effort": "high" });
    assert_eq!(chat(&body, Edition::Phaseo).body.get("reasoning"), None);
}

#[test]
fn the_router_takes_its_list_along() {
    let body = json!({ "model": "openrouter/auto", "messages": [], "plugins": [{ "id": "auto-router", "allowed_models": ["openai/o3", "x-ai/grok-4.3"] }] });
    let decisions = Decisions { aliases: &[("x-ai/grok-4.3", "spacex-ai/grok-4.3")], ..Decisions::default() };
    let moved = translate_decided(&body, Endpoint::ChatCompletions, Edition::Phaseo, &decisions);
    assert_eq!(
        moved.body,
        json!({ "model": "phaseo/auto", "messages": [], "routing": { "auto": { "allowed_models": ["openai/o3", "spacex-ai/grok-4.3"] } } })
    );
    assert!(moved.is_ready());
    let wild = json!({ "model": "openrouter/auto", "messages": [], "plugins": [{ "id": "auto-router", "allowed_models": ["openai/*", "a/b"] }] });
    let asked = chat(&wild, Edition::Phaseo);
    assert_eq!(
        (asked.body["model"].as_str(), asked.is_ready(), asked.body.get("routing")),
        (Some("openrouter/auto"), false, None)
    );
}

#[test]
fn the_body_as_a_whole() {
    let first = chat(&json!({ "messages": [], "models": ["openai/o3:floor", "openai/o1"] }), Edition::Phaseo);
    assert_eq!(first.body.to_string(), r#"{"model":"openai/o3","messages":[],"provider":{"sort":"price"}}"#);
    assert!(first.is_ready());
    assert!(!chat(&json!({ "messages": [] }), Edition::Phaseo).is_ready(), "a model is needed");
    let prompt = chat(&json!({ "model": "openai/o3", "prompt": "Hi", "stream": true }), Edition::Phaseo);
    assert_eq!(
        prompt.body.to_string(),
        r#"{"model":"openai/o3","messages":[{"role":"user","content":"Hi"}],"stream":true}"#
    );
    for odd in [json!([]), json!("text"), json!(null), json!(1)] {
        let odd_one = chat(&odd, Edition::Phaseo);
        assert_eq!((&odd_one.body, odd_one.is_ready()), (&odd, false));
    }
    let responses = json!({ "model": "openai/o3", "input": [{ "role": "user", "content": null }], "n": 2, "top_a": 1, "route": "fallback", "truncation": null });
    let moved = translate_request(&responses, Endpoint::Responses, Edition::Phaseo);
    assert_eq!(moved.body.to_string(), r#"{"model":"openai/o3","input":[{"role":"user","content":""}]}"#);
    sound(&moved, Endpoint::Responses, Edition::Phaseo, &Decisions::default());
}

#[test]
fn long_values_are_shown_short_and_sent_whole() {
    let data = "x".repeat(5_000_000);
    let body = question(
        json!({ "messages": [{ "role": "user", "content": [{ "type": "file", "file": { "file_data": data } }] }] }),
    );
    let translation = chat(&body, Edition::Phaseo);
    assert_eq!(translation.body["messages"][0]["content"][0]["file"]["file_data"].as_str().unwrap().len(), 5_000_000);
    assert!(translation.changes[0].before.as_ref().unwrap().to_string().len() < 2000);
}
