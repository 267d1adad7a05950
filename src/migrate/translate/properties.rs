//! What holds for any body, however odd: no panic, the same again when translated again, every change with its source, and
//! no promise of privacy that goes unsaid.

use super::*;
use proptest::prelude::*;

/// Members as requests have them, right and wrong.
fn any_value(depth: u32) -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "deny",
        "allow",
        "function",
        "file",
        "text",
        "openrouter:web_search",
        "openrouter:bash",
        "web",
        "web-fetch",
        "deepinfra/turbo",
        "openai",
        "OpenAI",
        "chutes",
        "auto",
        "default",
        "price",
        "openai/o3:floor:free",
        "openrouter/auto",
        "@preset/x",
        "~a/b",
        "",
        "x-ai/y",
        "response-healing",
        "assistant",
        "tool",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..300).prop_map(Value::from),
        Just(serde_json::from_str::<Value>("2.50").unwrap()),
        words.prop_map(Value::from),
    ];
    leaf.prop_recursive(depth, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    let names = vec![
        "model",
        "models",
        "messages",
        "input",
        "route",
        "provider",
        "order",
        "only",
        "ignore",
        "data_collection",
        "zdr",
        "sort",
        "by",
        "partition",
        "quantizations",
        "enforce_distillable_text",
        "allow_fallbacks",
        "plugins",
        "id",
        "enabled",
        "allowed_models",
        "tools",
        "type",
        "function",
        "functions",
        "function_call",
        "name",
        "description",
        "cache_control",
        "content",
        "role",
        "tool_calls",
        "reasoning",
        "reasoning_content",
        "reasoning_details",
        "exclude",
        "effort",
        "include_reasoning",
        "usage",
        "transforms",
        "metadata",
        "service_tier",
        "session_id",
        "temperature",
        "max_tokens",
        "preset",
        "audio",
        "debug",
        "echo_upstream_body",
        "return_upstream_request",
        "prompt",
        "provider_options",
        "anthropic",
        "routing",
        "response_format",
        "json_schema",
        "file",
        "max_price",
        "tool_choice",
        "stream",
        "n",
        "foo bar",
        "prompt_cache_key",
        "text",
    ];
    prop::sample::select(names).prop_map(str::to_owned)
}

fn any_body() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => prop::collection::vec((name(), any_value(4)), 0..12).prop_map(|members| Value::Object(members.into_iter().collect())),
        1 => any_value(3),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn any_body_is_translated_once_and_for_all(
        body in any_body(),
        endpoint in prop::sample::select(Endpoint::ALL.to_vec()),
        edition in prop::sample::select(Edition::ALL.to_vec()),
        privacy in prop::sample::select(vec![PrivacyDecision::Ask, PrivacyDecision::ZeroRetention, PrivacyDecision::GiveUp]),
        unsupported in prop::sample::select(vec![UnsupportedDecision::Ask, UnsupportedDecision::LeaveOut]),
    ) {
        let decisions = Decisions { privacy, unsupported, aliases: &[("openai/o3", "openai/o3"), ("x-ai/y", "spacex-ai/y")] };
        let translation = translate_decided(&body, endpoint, edition, &decisions);
        for change in &translation.changes {
            prop_assert!(!change.source.is_empty(), "no row in the field map: {:?}", change);
        }
        let again = translate_decided(&translation.body, endpoint, edition, &decisions);
        prop_assert_eq!(again.body.to_string(), translation.body.to_string());
        for change in &again.changes {
            prop_assert!(change.is_kept(), "nothing changes twice: {:?}", change);
        }
        let promise = body.pointer("/provider/data_collection").is_some_and(|value| !value.is_null() && value != "allow");
        if promise {
            prop_assert!(translation.changes.iter().any(|change| change.severity == Severity::Privacy));
            let stays = translation.body.pointer("/provider/data_collection").is_some();
            prop_assert_eq!(stays, privacy == PrivacyDecision::Ask);
        }
        let answer = answer::translate_frame(&body, edition);
        prop_assert_eq!(answer::translate_frame(&answer.body, edition).body, answer.body);
    }
}

#[test]
fn depth_is_bounded_by_the_reader() {
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    assert!(serde_json::from_str::<Value>(&deep(2000)).is_err(), "no reader of the product makes such a value");
    let body = format!(r#"{{"model":"openai/o3","messages":[],"foo":{},"metadata":{{"a":{}}}}}"#, deep(120), deep(120));
    let translation =
        translate_request(&serde_json::from_str(&body).unwrap(), Endpoint::ChatCompletions, Edition::Phaseo);
    assert!(!translation.is_ready());
}
