//! The shapes of streams, frame by frame, and how they are cut into writes.

use super::ask::*;
use serde_json::{Value, json};
use switchyard::simulator::Role;

fn stream(role: Role, more: Value) -> Answer {
    chat(role, over(json!({ "stream": true }), more))
}

fn text(frames: &[Value]) -> String {
    frames.iter().filter_map(|frame| frame.pointer("/choices/0/delta/content")?.as_str()).collect()
}

/// The text of the same question, not streamed.
fn whole(role: Role, more: Value) -> Value {
    chat(role, more).json()
}

#[test]
fn source_says_the_end_twice_and_then_done() {
    let more = json!({ "model": "meta-llama/llama-3.3-70b-instruct" });
    let answer = stream(Role::OpenRouter, more.clone());
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    assert_eq!(answer.data().last().map(String::as_str), Some("[DONE]"));
    let frames = answer.frames();
    let whole = whole(Role::OpenRouter, more);
    assert_eq!(text(&frames), whole["choices"][0]["message"]["content"].as_str().unwrap());
    let ends: Vec<&Value> = frames.iter().filter(|frame| !frame["choices"][0]["finish_reason"].is_null()).collect();
    assert_eq!(ends.len(), 2);
    assert!(ends[0].get("usage").is_none());
    assert_eq!(ends[1]["usage"], whole["usage"]);
    assert!(frames.iter().all(|frame| frame["choices"][0]["delta"]["role"] == "assistant"));
    assert!(frames.iter().all(|frame| frame["id"].as_str() == answer.header("x-generation-id")));
    let first = text_of_first_step(&answer);
    assert!(first.starts_with(": OPENROUTER PROCESSING\n\n"), "{first}");
}

fn text_of_first_step(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.response.steps[0].bytes).into_owned()
}

#[test]
fn target_ends_a_responses_route_with_a_snapshot() {
    let answer = stream(Role::Phaseo, json!({}));
    let frames = answer.frames();
    let (last, deltas) = frames.split_last().unwrap();
    assert_eq!(answer.data().len(), frames.len(), "no [DONE]");
    assert_eq!((&last["object"], &last["model"]), (&json!("chat.completion"), &json!(MODEL)));
    assert_eq!(last["choices"][0]["message"]["content"], text(deltas));
    assert_eq!(last["choices"][0]["finish_reason"], "stop");
    assert!(last["usage"]["pricing"]["total_usd_str"].is_string() && last["usage"].get("cost").is_none());
    assert!(deltas.iter().all(|frame| frame["model"] == "gpt-4.1-mini-2025-04-14"));
    assert!(deltas.iter().all(|frame| frame["choices"][0]["finish_reason"].is_null()));
    assert!(frames.iter().all(|frame| frame["id"] == last["id"] && frame.get("provider").is_none()));
}

#[test]
fn target_ends_a_chat_route_with_usage_and_no_choices() {
    for (model, done) in [("meta/llama-3.3-70b", false), ("google/gemini-2.5-flash", true)] {
        let answer = stream(Role::Phaseo, json!({ "model": model }));
        let frames = answer.frames();
        let [.., finish, usage] = frames.as_slice() else { panic!("too few frames") };
        assert_eq!(finish["choices"][0]["finish_reason"], "stop");
        assert_eq!((&usage["choices"], usage["usage"]["total_tokens"].is_u64()), (&json!([]), true));
        assert_eq!(answer.text().contains("[DONE]"), done, "{model}");
        assert!(!answer.text().contains("PROCESSING"));
    }
}

#[test]
fn first_chunk_without_choices_occurs() {
    let empty = |seed: u64| {
        let simulator = switchyard::simulator::Simulator { seed, ..simulator(Role::Phaseo) };
        post(&simulator, "/chat/completions", &question(json!({ "stream": true }))).frames()[0]["choices"] == json!([])
    };
    let seen: Vec<bool> = (0..20).map(empty).collect();
    assert!(seen.contains(&true) && seen.contains(&false));
}

fn tool_arguments(frames: &[Value]) -> Vec<String> {
    let part =
        |frame: &Value| Some(frame.pointer("/choices/0/delta/tool_calls/0/function/arguments")?.as_str()?.to_owned());
    frames.iter().filter_map(part).collect()
}

#[test]
fn tool_arguments_are_cumulative_on_one_route_only() {
    let ask = |role, model: &str| {
        let messages = json!([{ "role": "user", "content": "What is the weather in Rome?" }]);
        stream(role, json!({ "model": model, "messages": messages, "tools": [weather()] })).frames()
    };
    let full = "{\"city\":\"Rome\"}";
    let cumulative = tool_arguments(&ask(Role::Phaseo, MODEL));
    assert!(cumulative.len() >= 4, "{cumulative:?}");
    assert_eq!(cumulative[0], "");
    assert!(cumulative.windows(2).all(|pair| pair[1].starts_with(&pair[0])));
    assert_eq!(cumulative[cumulative.len() - 2..], [full, full]);
    let fragments = tool_arguments(&ask(Role::Phaseo, "meta/llama-3.3-70b"));
    assert_eq!(fragments.concat(), full);
    assert_eq!(tool_arguments(&ask(Role::OpenRouter, MODEL)).concat(), full);
    let last = ask(Role::Phaseo, MODEL).pop().unwrap();
    assert_eq!(last["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"], full);
    assert_eq!(last["choices"][0]["finish_reason"], "tool_calls");
}

#[test]
fn reasoning_comes_first_under_each_sides_name() {
    for (role, name) in [(Role::OpenRouter, "reasoning"), (Role::Phaseo, "reasoning_content")] {
        let frames = stream(role, json!({ "model": "deepseek/deepseek-r1" })).frames();
        let said = |field: &str| -> String {
            frames.iter().filter_map(|frame| frame.pointer(&format!("/choices/0/delta/{field}"))?.as_str()).collect()
        };
        let message = &whole(role, json!({ "model": "deepseek/deepseek-r1" }))["choices"][0]["message"];
        assert_eq!(said(name), message[name].as_str().unwrap());
        let first_text = frames
            .iter()
            .position(|frame| frame["choices"][0]["delta"]["content"].as_str().is_some_and(|text| !text.is_empty()));
        let last_thought = frames.iter().rposition(|frame| frame["choices"][0]["delta"].get(name).is_some());
        assert!(last_thought < first_text);
    }
    let hidden = json!({ "model": "deepseek/deepseek-r1", "reasoning": { "exclude": true } });
    assert!(whole(Role::OpenRouter, hidden.clone())["choices"][0]["message"]["reasoning"].is_null());
    assert!(whole(Role::Phaseo, hidden)["choices"][0]["message"]["reasoning_content"].is_string());
}

#[test]
fn responses_streams() {
    for role in ROLES {
        for model in [MODEL, "deepseek/deepseek-r1"] {
            let answer = responses(role, json!({ "stream": true, "model": model }));
            let frames = answer.frames();
            let numbers: Vec<u64> = frames.iter().map(|frame| frame["sequence_number"].as_u64().unwrap()).collect();
            assert_eq!(numbers, (0..numbers.len() as u64).collect::<Vec<_>>());
            assert_eq!(frames[0]["type"], "response.created");
            let delta = |frame: &Value| {
                (frame["type"] == "response.output_text.delta").then(|| frame["delta"].as_str().unwrap().to_owned())
            };
            let text: String = frames.iter().filter_map(delta).collect();
            let last = frames.last().unwrap();
            assert_eq!(last["type"], "response.completed");
            let message = last["response"]["output"].as_array().unwrap().last().unwrap().clone();
            assert_eq!(message["content"][0]["text"], text);
            assert_eq!(answer.text().contains("data: [DONE]"), role == Role::OpenRouter);
            assert_eq!(answer.text().contains("event: response.created"), role != Role::OpenRouter);
        }
    }
}

#[test]
fn frames_are_joined_and_split_now_and_then() {
    let long = json!({ "messages": [{ "role": "user", "content": "Write a long story about caching" }] });
    for role in ROLES {
        let answer = stream(role, long.clone());
        let ends = |bytes: &[u8]| bytes.ends_with(b"\n\n");
        let count = |bytes: &[u8]| bytes.windows(2).filter(|pair| pair == b"\n\n").count();
        let steps = &answer.response.steps;
        assert!(steps.iter().any(|step| count(&step.bytes) > 1), "some writes hold several frames");
        assert!(steps.iter().any(|step| !ends(&step.bytes)), "some frames need two writes");
        let first = answer.response.first_text_step.unwrap();
        let before: Vec<u8> = steps[..first].iter().flat_map(|step| step.bytes.clone()).collect();
        let upto: Vec<u8> = steps[..=first].iter().flat_map(|step| step.bytes.clone()).collect();
        // A frame counts when its blank line is there.
        let shown = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let complete = text.rsplit_once("\n\n").map_or(String::new(), |(complete, _)| complete.to_owned());
            complete.lines().filter_map(|line| line.strip_prefix("data: ")).any(|data| {
                let frame: Value = serde_json::from_str(data).unwrap();
                frame.pointer("/choices/0/delta/content").and_then(Value::as_str).is_some_and(|text| !text.is_empty())
            })
        };
        assert!(!shown(&before) && shown(&upto), "{role:?}");
    }
}

#[test]
fn waits_are_plausible() {
    for role in ROLES {
        let answer = stream(role, json!({}));
        assert!((80..=180).contains(&answer.response.head_after_ms.unwrap()));
        let first = answer.response.first_text_step.unwrap();
        let wait: u32 = answer.response.steps[..=first].iter().map(|step| step.after_ms).sum();
        assert!((150..=520).contains(&wait), "{wait}");
        assert!(answer.response.steps[first + 1..].iter().all(|step| step.after_ms <= 80));
    }
}
