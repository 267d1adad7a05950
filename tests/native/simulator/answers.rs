//! What is answered: text, limits, stop words, choices, tools, schemas, tokens and money.

use super::ask::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use switchyard::simulator::Role;

fn content(answer: &Value) -> &str {
    answer.pointer("/choices/0/message/content").and_then(Value::as_str).unwrap()
}

#[test]
fn two_gateways_say_nearly_the_same() {
    let mut equal = 0;
    for topic in ["caching", "indexing", "tracing", "sharding", "testing", "profiling"] {
        let more = json!({ "messages": [{ "role": "user", "content": format!("Explain {topic}") }] });
        let (source, target) = (chat(Role::OpenRouter, more.clone()).json(), chat(Role::Phaseo, more).json());
        let words = |answer: &Value| -> Vec<String> { content(answer).split(' ').map(str::to_owned).collect() };
        let (one, other) = (words(&source), words(&target));
        let common = one.iter().filter(|word| other.contains(word)).count();
        assert!(common * 10 >= one.len() * 7, "{one:?} {other:?}");
        assert!(content(&source).contains(topic) || content(&source).len() > 40);
        equal += usize::from(one == other);
    }
    assert!(equal <= 2, "prose usually differs");
}

#[test]
fn dictation_is_equal_on_all_sides() {
    for role in ROLES {
        let more = json!({ "messages": [{ "role": "user", "content": "Reply with exactly: pong" }] });
        assert_eq!(content(&chat(role, more).json()), "pong");
    }
}

#[test]
fn limits_and_stop_words() {
    for role in ROLES {
        let answer = chat(role, json!({ "max_tokens": 5 })).json();
        assert_eq!(answer["choices"][0]["finish_reason"], "length");
        assert_eq!(answer["usage"]["completion_tokens"], 5);
        let stopped = chat(role, json!({ "stop": ["."] })).json();
        assert!(!content(&stopped).contains('.'));
        assert_eq!(stopped["choices"][0]["finish_reason"], "stop");
        let two = chat(role, json!({ "n": 2 })).json();
        assert_ne!(two["choices"][0]["message"]["content"], two["choices"][1]["message"]["content"]);
        assert_eq!(two["choices"][1]["index"], 1);
        let seeded = |seed: u64| content(&chat(role, json!({ "seed": seed })).json()).to_owned();
        assert_eq!(seeded(1), seeded(1));
        assert_ne!(seeded(1), seeded(2));
        let incomplete = responses(role, json!({ "max_output_tokens": 5 })).json();
        assert_eq!(
            (&incomplete["status"], &incomplete["incomplete_details"]["reason"]),
            (&json!("incomplete"), &json!("max_output_tokens"))
        );
    }
}

#[test]
fn probabilities_come_when_asked_for() {
    for role in ROLES {
        assert_eq!(chat(role, json!({})).json()["choices"][0]["logprobs"], Value::Null);
        let answer = chat(role, json!({ "logprobs": true, "top_logprobs": 2, "max_tokens": 5 })).json();
        let content = answer["choices"][0]["logprobs"]["content"].as_array().unwrap();
        assert_eq!(content.len(), 5, "one entry a token");
        let joined: String = content.iter().map(|entry| entry["token"].as_str().unwrap()).collect();
        assert_eq!(joined, answer["choices"][0]["message"]["content"]);
        for entry in content {
            let top = entry["top_logprobs"].as_array().unwrap();
            assert!(entry["logprob"].as_f64().unwrap() < 0.0);
            assert_eq!((top.len(), &top[0]["token"]), (2, &entry["token"]));
        }
    }
}

#[test]
fn a_faulty_gateway_drops_stop_and_clamps_the_temperature() {
    use switchyard::simulator::Fault;
    let words = json!([{ "role": "user", "content": "Reply with exactly: alpha beta gamma" }]);
    for role in ROLES {
        for fault in [None, Some(Fault::FaultyParameters)] {
            let simulator = fault.map_or_else(|| simulator(role), |fault| struck(role, fault));
            let ask = |more: Value| post(&simulator, "/chat/completions", &question(more));
            let stopped = ask(json!({ "messages": words, "stop": ["beta"] })).json();
            assert_eq!(content(&stopped).contains("beta"), fault.is_some());
            let status = if fault.is_some() { 200 } else { 400 };
            for temperature in [-0.5, 2.5] {
                assert_eq!(ask(json!({ "temperature": temperature })).status, status, "{role:?} {fault:?}");
            }
            let other = if role == Role::OpenRouter { 200 } else { 400 };
            assert_eq!(ask(json!({ "temperature": "hot" })).status, 400, "only numbers are clamped");
            assert_eq!(ask(json!({ "n": 0 })).status, other, "nothing else is touched");
        }
    }
}

#[test]
fn tools_are_called_when_asked_for() {
    let rome = json!([{ "role": "user", "content": "What is the weather in Rome?" }]);
    for role in ROLES {
        let call = |more: Value| {
            let answer = chat(role, over(json!({ "tools": [weather()] }), more)).json();
            answer["choices"][0]["message"]["tool_calls"][0]["function"]["name"].as_str().map(str::to_owned)
        };
        let called = Some("get_weather".to_owned());
        assert_eq!(call(json!({ "messages": rome })), called);
        assert_eq!(call(json!({})), None, "nobody asked");
        assert_eq!(call(json!({ "tool_choice": "required" })), called);
        assert_eq!(
            call(json!({ "tool_choice": { "type": "function", "function": { "name": "get_weather" } } })),
            called
        );
        assert_eq!(call(json!({ "tool_choice": "none", "messages": rome })), None);
        let after = json!([
            { "role": "user", "content": "What is the weather in Rome?" },
            { "role": "assistant", "content": "", "tool_calls": [{ "id": "c", "type": "function", "function": { "name": "get_weather", "arguments": "{}" } }] },
            { "role": "tool", "tool_call_id": "c", "content": "sunny" }
        ]);
        let answer = chat(role, json!({ "tools": [weather()], "messages": after })).json();
        assert!(content(&answer).contains("sunny"));
        let flat = json!({ "type": "function", "name": "get_weather", "parameters": { "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] } });
        let response = responses(role, json!({ "input": "What is the weather in Rome?", "tools": [flat] })).json();
        assert_eq!(response["output"][0]["type"], "function_call");
        assert_eq!(response["output"][0]["arguments"], "{\"city\":\"Rome\"}");
    }
}

#[track_caller]
fn satisfies(schema: &Value) {
    let format = json!({ "type": "json_schema", "json_schema": { "name": "x", "strict": true, "schema": schema } });
    let texts: Vec<String> = ROLES
        .iter()
        .map(|role| content(&chat(*role, json!({ "response_format": format })).json()).to_owned())
        .collect();
    assert!(texts.iter().all(|text| *text == texts[0]), "structured answers are equal: {texts:?}");
    let value: Value = serde_json::from_str(&texts[0]).unwrap();
    assert!(jsonschema::validator_for(schema).unwrap().is_valid(&value), "{value} for {schema}");
}

#[test]
fn structured_answers_satisfy_their_schema() {
    satisfies(
        &json!({ "type": "object", "properties": { "name": { "type": "string" }, "age": { "type": "integer", "minimum": 18 } }, "required": ["name", "age"], "additionalProperties": false }),
    );
    satisfies(&json!({ "type": "array", "items": { "enum": ["a", "b"] }, "minItems": 3 }));
    satisfies(&json!({ "type": "object", "properties": { "tree": { "$ref": "#/$defs/node" } }, "required": ["tree"],
        "$defs": { "node": { "type": "object", "properties": { "value": { "type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5 },
            "children": { "type": "array", "items": { "$ref": "#/$defs/node" } } }, "required": ["value", "children"] } } }));
    satisfies(&json!({ "anyOf": [{ "type": "string", "minLength": 12, "maxLength": 20 }, { "type": "null" }] }));
    satisfies(
        &json!({ "allOf": [{ "type": "object", "properties": { "a": { "const": 4 } }, "required": ["a"] }, { "properties": { "b": { "type": ["null", "boolean"] } }, "required": ["b"] }] }),
    );
    satisfies(
        &json!({ "type": "object", "properties": { "at": { "type": "string", "format": "date-time" }, "n": { "type": "integer", "maximum": -3 } }, "required": ["at", "n"] }),
    );
    let any = chat(Role::Phaseo, json!({ "response_format": { "type": "json_object" } })).json();
    assert!(serde_json::from_str::<Value>(content(&any)).unwrap().is_object());
}

#[test]
fn cost_is_tokens_times_price() {
    let source = chat(Role::OpenRouter, json!({})).json();
    let target = chat(Role::Phaseo, json!({})).json();
    for answer in [&source, &target] {
        let tokens = |name: &str| answer["usage"][name].as_u64().unwrap();
        assert_eq!(tokens("prompt_tokens") + tokens("completion_tokens"), tokens("total_tokens"));
        // 0.4 and 1.6 US dollars a million: 400 and 1600 nanos a token.
        let nanos = tokens("prompt_tokens") * 400 + tokens("completion_tokens") * 1_600;
        match answer["usage"].get("cost") {
            Some(cost) => assert_eq!((cost.as_f64().unwrap() * 1e9).round() as u64, nanos),
            None => {
                assert_eq!(answer["cost_nanos"], nanos);
                assert_eq!(answer["usage"]["pricing"]["total_nanos"], nanos);
                let lines = answer["usage"]["pricing"]["lines"].as_array().unwrap();
                assert_eq!(lines.iter().map(|line| line["line_nanos"].as_u64().unwrap()).sum::<u64>(), nanos);
            }
        }
    }
    let free = chat(Role::Phaseo, json!({ "model": "google/gemma-4-31b:free" })).json();
    assert!(free.get("cost_nanos").is_none() && free["usage"].get("pricing").is_none());
    assert_eq!(chat(Role::OpenRouter, json!({ "model": "google/gemma-4-31b-it:free" })).json()["usage"]["cost"], 0);
}

#[test]
fn models_are_reported_back_as_each_side_does() {
    assert_eq!(chat(Role::OpenRouter, json!({})).json()["model"], "openai/gpt-4.1-mini-2025-04-14");
    assert_eq!(chat(Role::Phaseo, json!({ "model": "openai/gpt-mini-latest" })).json()["model"], "openai/gpt-5.4-mini");
    let fallback =
        chat(Role::OpenRouter, json!({ "model": "nobody/nothing", "models": ["deepseek/deepseek-r1"] })).json();
    assert_eq!(fallback["model"], "deepseek/deepseek-r1");
    let chosen =
        chat(Role::OpenRouter, json!({ "model": "moonshotai/kimi-k2", "provider": { "order": ["novita"] } })).json();
    assert_eq!(chosen["provider"], "Novita");
    let chosen =
        chat(Role::Phaseo, json!({ "model": "moonshotai/kimi-k2", "provider": { "order": ["novita-ai"] } })).json();
    assert_eq!(chosen["provider"], "novita");
    assert!(chat(Role::Phaseo, json!({ "meta": true })).json()["meta"]["routing"]["selected_provider"].is_string());
}

/// Any schema, sound or not: what is built is JSON, and it ends.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({})),
        Just(json!({ "type": "string", "minLength": 3 })),
        Just(json!({ "type": "integer", "minimum": -7 })),
        Just(json!({ "type": "number", "maximum": 0.25 })),
        Just(json!({ "$ref": "#" })),
        Just(json!({ "enum": [null, 1] })),
        Just(json!(true)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|all| json!({ "anyOf": all })),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|all| json!({ "allOf": all })),
            inner.clone().prop_map(|items| json!({ "type": "array", "items": items, "minItems": 2 })),
            inner.prop_map(|value| json!({ "type": "object", "properties": { "a": value }, "required": ["a", "b"] })),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]
    #[test]
    fn any_schema_gets_json(schema in schema()) {
        let format = json!({ "type": "json_schema", "json_schema": { "name": "x", "schema": schema } });
        let answer = chat(Role::OpenRouter, json!({ "response_format": format, "max_tokens": 8000 })).json();
        let text = content(&answer);
        prop_assert!(answer["choices"][0]["finish_reason"] == "length" || serde_json::from_str::<Value>(text).is_ok());
    }
}
