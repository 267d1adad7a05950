//! Tables: frames in, answer out. Whole streams are fixtures of the native tests.

use super::Merger;
use crate::gateway::answer::{Answer, ToolCall};
use crate::gateway::endpoint::Endpoint;
use crate::gateway::frame::Carries;

fn merged(endpoint: Endpoint, frames: &[&str]) -> (Answer, Carries, bool) {
    let mut merger = Merger::new(endpoint);
    let carries = frames.iter().map(|frame| merger.message(None, frame)).last().unwrap_or_default();
    merger.settle();
    (merger.answer().clone(), carries, merger.is_terminal())
}

#[track_caller]
fn text_is(frames: &[&str], text: &str) -> Answer {
    let (answer, _, _) = merged(Endpoint::ChatCompletions, frames);
    assert_eq!(answer.text(), text, "{frames:?}");
    answer
}

#[track_caller]
fn carries(frame: &str, expected: Carries) {
    assert_eq!(merged(Endpoint::ChatCompletions, &[frame]).1, expected, "{frame}");
}

const HELLO: &str = r#"{"choices":[{"index":0,"delta":{"content":"Hello"}}]}"#;

#[test]
fn what_a_frame_carries() {
    let none = Carries::default();
    carries("[DONE]", Carries { done: true, ..none });
    carries(": OPENROUTER PROCESSING", Carries { comment: true, ..none });
    carries("", Carries { comment: true, ..none });
    carries("{\"choices\":[{\"del", Carries { unreadable: true, ..none });
    carries(HELLO, Carries { text: true, ..none });
    carries(r#"{"choices":[{"delta":{"role":"assistant","content":""}}]}"#, none);
    carries(r#"{"choices":[],"usage":{"prompt_tokens":1}}"#, Carries { usage: true, ..none });
    carries(r#"{"choices":null}"#, none);
    carries(
        r#"{"choices":[{"delta":{"reasoning":"x","reasoning_content":"x"}}]}"#,
        Carries { reasoning: true, ..none },
    );
    carries(r#"{"choices":[{"delta":null,"finish_reason":"stop"}]}"#, Carries { finish: true, ..none });
    carries(r#"{"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}"#, Carries { tool: true, ..none });
    carries(
        r#"{"object":"chat.completion","choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"total_tokens":1}}"#,
        Carries { text: true, finish: true, usage: true, snapshot: true, ..none },
    );
    carries(r#"{"object":"error","message":"x"}"#, Carries { error: true, ..none });
    carries("{\"a\":1}\n[DONE]", Carries { done: true, ..none });
    carries("7", none);
}

#[test]
fn a_snapshot_is_never_appended() {
    let snapshot = r#"{"object":"chat.completion","model":"acme/lark","choices":[{"message":{"content":"Hello"}}]}"#;
    text_is(&[HELLO, snapshot], "Hello");
    text_is(&[HELLO, snapshot, snapshot], "Hello");
    let longer = r#"{"object":"chat.completion","choices":[{"message":{"content":"Hello there"}}]}"#;
    text_is(&[HELLO, longer], "Hello there");
    for empty in ["null", "\"\"", "[]"] {
        let empty = format!(r#"{{"object":"chat.completion","choices":[{{"message":{{"content":{empty}}}}}]}}"#);
        text_is(&[HELLO, &empty], "Hello");
    }
    // A chunk that repeats all as `message`, and one that goes on as `message`.
    text_is(&[HELLO, r#"{"object":"chat.completion.chunk","choices":[{"message":{"content":"Hello"}}]}"#], "Hello");
    text_is(&[HELLO, r#"{"object":"chat.completion.chunk","choices":[{"message":{"content":" you"}}]}"#], "Hello you");
}

#[test]
fn a_snapshot_that_brings_nothing_new_carries_no_text() {
    let snapshot = r#"{"object":"chat.completion","choices":[{"message":{"content":"Hello"}}]}"#;
    let (_, carries, _) = merged(Endpoint::ChatCompletions, &[HELLO, snapshot]);
    assert!(carries.snapshot && !carries.text);
}

#[test]
fn the_model_of_a_snapshot_wins() {
    let chunk = r#"{"id":"G-1","model":"lark-20260301","choices":[]}"#;
    let snapshot = r#"{"object":"chat.completion","id":"G-1","model":"acme/lark","choices":[{"message":{}}]}"#;
    assert_eq!(text_is(&[chunk, snapshot, chunk], "").model.as_deref(), Some("acme/lark"));
    assert_eq!(text_is(&[r#"{"model":"","choices":[]}"#, chunk], "").model.as_deref(), Some("lark-20260301"));
}

#[test]
fn the_provider_in_every_form() {
    for (provider, expected) in [
        (r#""provider":"DeepInfra""#, "DeepInfra"),
        (r#""provider":{"id":"groq","name":"Groq"}"#, "groq"),
        (r#""provider_id":"openai""#, "openai"),
    ] {
        let answer = text_is(&[&format!(r#"{{{provider},"choices":[]}}"#)], "");
        assert_eq!(answer.provider.as_deref(), Some(expected));
    }
}

#[test]
fn finish_comes_twice_and_completed_gives_way() {
    let finish = |reasons: &[&str]| {
        let frames: Vec<String> = reasons
            .iter()
            .map(|reason| format!(r#"{{"choices":[{{"delta":{{}},"finish_reason":"{reason}"}}]}}"#))
            .collect();
        let frames: Vec<&str> = frames.iter().map(String::as_str).collect();
        text_is(&frames, "").choices[0].finish_reason.clone().unwrap()
    };
    assert_eq!(finish(&["stop", "stop"]), "stop");
    assert_eq!(finish(&["tool_calls", "completed"]), "tool_calls");
    assert_eq!(finish(&["completed"]), "completed");
    assert_eq!(finish(&["error", "stop"]), "error");
}

#[test]
fn usage_in_three_places_is_the_same_usage() {
    let usage = r#""usage":{"prompt_tokens":3,"completion_tokens":2,"cost":0.1}"#;
    for frame in [
        format!(r#"{{"choices":[{{"index":0,"delta":{{}},"finish_reason":null}}],{usage}}}"#),
        format!(r#"{{"choices":[],{usage}}}"#),
        format!(r#"{{"choices":[{{"index":0,"delta":{{"content":""}},"finish_reason":"stop"}}],{usage}}}"#),
        format!(r#"{{"object":"something.new",{usage}}}"#),
    ] {
        let answer = text_is(&[HELLO, &frame, &frame], "Hello");
        assert_eq!(answer.usage.unwrap().prompt_tokens, Some(3), "{frame}");
    }
}

#[test]
fn choices_are_ordered_by_index() {
    let frame =
        |index: u8, text: &str| format!(r#"{{"choices":[{{"index":{index},"delta":{{"content":"{text}"}}}}]}}"#);
    let answer = text_is(&[&frame(1, "b"), &frame(0, "a"), &frame(1, "B"), &frame(0, "A")], "aA");
    let texts: Vec<&str> = answer.choices.iter().map(|choice| choice.text.as_str()).collect();
    assert_eq!(texts, ["aA", "bB"]);
}

#[test]
fn content_and_reasoning_in_every_form() {
    text_is(
        &[r#"{"choices":[{"delta":{"content":[{"type":"text","text":"a"},{"type":"image_url"},{"text":"b"},"c"]}}]}"#],
        "abc",
    );
    text_is(&[r#"{"choices":[{"text":"old"}]}"#, r#"{"choices":[{"text":" way"}]}"#], "old way");
    for reasoning in [
        r#""reasoning":"why""#,
        r#""reasoning_content":"why""#,
        r#""reasoning":"why","reasoning_content":"why","reasoning_details":[{"type":"reasoning.text","text":"why"}]"#,
        r#""reasoning":"","reasoning_content":"why""#,
        r#""reasoning":null,"reasoning_details":[{"type":"reasoning.summary","summary":"w"},{"type":"text","text":"hy"}]"#,
    ] {
        let answer = text_is(&[&format!(r#"{{"choices":[{{"delta":{{{reasoning}}}}}]}}"#)], "");
        assert_eq!(answer.choices[0].reasoning, "why", "{reasoning}");
    }
    let answer =
        text_is(&[r#"{"choices":[{"delta":{"refusal":"I "}}]}"#, r#"{"choices":[{"delta":{"refusal":"won't"}}]}"#], "");
    assert_eq!(answer.choices[0].refusal.as_deref(), Some("I won't"));
}

#[track_caller]
fn calls_are(frames: &[&str], expected: &[(u64, Option<&str>, &str, &str)]) {
    let answer = text_is(frames, "");
    let calls: Vec<ToolCall> = expected
        .iter()
        .map(|(index, id, name, arguments)| ToolCall {
            index: *index,
            id: id.map(str::to_owned),
            name: (*name).to_owned(),
            arguments: (*arguments).to_owned(),
        })
        .collect();
    assert_eq!(answer.choices[0].tool_calls, calls, "{frames:?}");
}

#[test]
fn tool_calls_with_and_without_index() {
    calls_are(
        &[
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"one","arguments":""}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"two","arguments":"{\"x\""}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}},{"index":1,"function":{"arguments":":1}"}}]}}]}"#,
            r#"{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"#,
        ],
        &[(0, Some("a"), "one", "{}"), (1, Some("b"), "two", "{\"x\":1}")],
    );
    calls_are(
        &[
            r#"{"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"one","arguments":"{\"x\""}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":":1}"}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"id":"b","function":{"name":"two","arguments":{"y":2}}}]}}]}"#,
        ],
        &[(0, Some("a"), "one", "{\"x\":1}"), (1, Some("b"), "two", "{\"y\":2}")],
    );
    calls_are(
        &[
            r#"{"choices":[{"delta":{"function_call":{"name":"old","arguments":"{"}}}]}"#,
            r#"{"choices":[{"delta":{"function_call":{"arguments":"}"}}}]}"#,
        ],
        &[(0, None, "old", "{}")],
    );
}

#[test]
fn the_tool_calls_of_a_snapshot_replace() {
    let chunk = r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}}]}"#;
    let snapshot = r#"{"object":"chat.completion","choices":[{"message":{"content":null,"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}}]}"#;
    calls_are(&[chunk, snapshot], &[(0, Some("a"), "f", "{\"x\":1}")]);
    // The same again in the second finish chunk does not double it.
    calls_are(&[chunk, snapshot, snapshot], &[(0, Some("a"), "f", "{\"x\":1}")]);
    let silent = r#"{"object":"chat.completion","choices":[{"message":{"content":null}}]}"#;
    calls_are(&[chunk, silent], &[(0, Some("a"), "f", "{\"x\":")]);
}

#[track_caller]
fn error_is(endpoint: Endpoint, event: Option<&str>, frame: &str, status: Option<u16>, message: &str) {
    let mut merger = Merger::new(endpoint);
    let carries = merger.message(event, frame);
    assert!(carries.error && merger.is_terminal(), "{frame}");
    let error = merger.answer().error.as_ref().unwrap();
    assert_eq!((error.status, error.message.as_str()), (status, message), "{frame}");
}

#[test]
fn errors_in_every_place() {
    use Endpoint::{ChatCompletions as Chat, Responses};
    error_is(Chat, None, r#"{"object":"error","message":"overloaded"}"#, None, "overloaded");
    error_is(Chat, None, r#"{"error":{"code":402,"message":"broke"},"user_id":"u"}"#, Some(402), "broke");
    error_is(Chat, None, r#"{"error":"a string"}"#, None, "a string");
    error_is(
        Chat,
        None,
        r#"{"choices":[{"delta":{},"error":{"code":502,"message":"one choice"}}]}"#,
        Some(502),
        "one choice",
    );
    let bare = "The answer was ended as failed, without a reason.";
    error_is(Chat, None, r#"{"choices":[{"delta":{},"finish_reason":"error"}]}"#, None, bare);
    error_is(Chat, Some("error"), r#"{"message":"by name"}"#, None, "by name");
    error_is(Chat, Some("error"), "no json", None, "no json");
    error_is(Responses, None, r#"{"type":"error","message":"flat","code":"server_error"}"#, None, "flat");
    error_is(Responses, Some("error"), r#"{"error":{"message":"nested"}}"#, None, "nested");
    error_is(
        Responses,
        None,
        r#"{"type":"response.failed","response":{"status":"failed","error":{"message":"inner"}}}"#,
        None,
        "inner",
    );
    error_is(Responses, Some("response.failed"), r#"{"error":{"message":"outer"}}"#, None, "outer");
    error_is(Responses, None, r#"{"type":"response.failed","response":{"status":"failed","error":null}}"#, None, bare);
}

#[test]
fn the_first_error_is_kept_but_a_bare_one_gives_way() {
    let bare = r#"{"choices":[{"delta":{},"finish_reason":"error"}]}"#;
    let first = r#"{"error":{"message":"first"}}"#;
    let second = r#"{"error":{"message":"second"}}"#;
    for (frames, message) in [(vec![bare, first, second], "first"), (vec![first, bare, second], "first")] {
        let (answer, _, _) = merged(Endpoint::ChatCompletions, &frames);
        assert_eq!(answer.error.unwrap().message, message);
    }
}

#[test]
fn text_before_an_error_stays() {
    let answer = text_is(&[HELLO, r#"{"object":"error","message":"gone"}"#], "Hello");
    assert_eq!(answer.error.unwrap().message, "gone");
}

#[test]
fn a_response_in_a_chat_stream_counts_only_if_the_chunks_said_nothing() {
    let guest = r#"{"object":"response","status":"completed","model":"m","output":[{"type":"message","content":[{"type":"output_text","text":"Other"}]}],"usage":{"input_tokens":9}}"#;
    let answer = text_is(&[HELLO, guest], "Hello");
    assert_eq!(answer.usage.unwrap().prompt_tokens, Some(9));
    let answer = text_is(&[guest], "Other");
    assert_eq!(answer.choices[0].finish_reason.as_deref(), Some("completed"));
    let after = text_is(&[guest, HELLO], "OtherHello");
    assert_eq!(after.choices.len(), 1);
}

#[track_caller]
fn responses(frames: &[&str]) -> (Answer, Carries, bool) {
    merged(Endpoint::Responses, frames)
}

#[test]
fn parts_side_by_side() {
    let delta = |output: u8, part: u8, text: &str| {
        format!(
            r#"{{"type":"response.output_text.delta","output_index":{output},"content_index":{part},"delta":"{text}"}}"#
        )
    };
    let (answer, ..) =
        responses(&[&delta(1, 0, "c"), &delta(0, 0, "a"), &delta(0, 1, "b"), &delta(1, 0, "C"), &delta(0, 0, "A")]);
    assert_eq!(answer.text(), "aAbcC");
}

#[test]
fn reasoning_is_paragraphs_and_the_full_one_wins() {
    let summary = |part: u8, text: &str| {
        format!(
            r#"{{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":{part},"delta":"{text}"}}"#
        )
    };
    let (answer, ..) = responses(&[&summary(0, "One"), &summary(0, "."), &summary(1, "Two"), &summary(1, ".")]);
    assert_eq!(answer.choices[0].reasoning, "One.\n\nTwo.");
    let full = r#"{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"All"}"#;
    let (answer, ..) = responses(&[&summary(0, "One"), full, &summary(0, "x"), full]);
    assert_eq!(answer.choices[0].reasoning, "AllAll");
}

#[test]
fn events_without_type_or_index() {
    let mut merger = Merger::new(Endpoint::Responses);
    merger.message(
        Some("response.output_item.added"),
        r#"{"output_index":3,"item":{"id":"fc","type":"function_call","call_id":"call_1","name":"f"}}"#,
    );
    merger.message(Some("response.function_call_arguments.delta"), r#"{"item_id":"fc","delta":"{\"a\":"}"#);
    merger.message(Some("response.function_call_arguments.delta"), r#"{"item_id":"fc","delta":"{\"a\":1}"}"#);
    merger.settle();
    let call = &merger.answer().choices[0].tool_calls[0];
    assert_eq!(
        (call.index, call.id.as_deref(), call.name.as_str(), call.arguments.as_str()),
        (0, Some("call_1"), "f", "{\"a\":1}")
    );
}

#[test]
fn an_incomplete_response_says_why() {
    let (answer, carries, terminal) = responses(&[
        r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Cut"}"#,
        r#"{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}}"#,
    ]);
    assert_eq!((answer.text(), answer.choices[0].finish_reason.as_deref()), ("Cut", Some("max_output_tokens")));
    assert!(carries.finish && carries.snapshot && terminal);
}

#[test]
fn whole_bodies() {
    let document = |body: &str| {
        let mut merger = Merger::new(Endpoint::Responses);
        merger.document(&serde_json::from_str(body).unwrap());
        merger.answer().clone()
    };
    let chat = document(
        r#"{"object":"chat.completion","choices":[{"index":0,"message":{"content":"Hi","refusal":null},"finish_reason":"stop"}]}"#,
    );
    assert_eq!((chat.text(), chat.choices[0].finish_reason.as_deref()), ("Hi", Some("stop")));
    let response = document(
        r#"{"object":"response","status":"completed","error":null,"output":[{"type":"reasoning","summary":[]},{"type":"message","content":[{"type":"output_text","text":"Hi"},{"type":"refusal","refusal":"no"}]}]}"#,
    );
    assert_eq!((response.text(), response.choices[0].refusal.as_deref()), ("Hi", Some("no")));
    assert_eq!(response.error, None);
    let convenient = document(r#"{"object":"response","status":"completed","output_text":"Hi"}"#);
    assert_eq!(convenient.text(), "Hi");
    let empty = document(r#"{"object":"chat.completion","choices":[]}"#);
    assert_eq!((empty.choices.len(), empty.error), (0, None));
}
