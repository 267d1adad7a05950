//! Wire reading against whole streams and lists (the fixtures), every split of their bytes, and broken input.
//!
//! The fixtures in `tests/fixtures/wire` have the shapes that both gateways send, with values of our own.

// The tables' own accessors stand outside of the test functions, where clippy does not know that a panic is a failure.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use switchyard::compare::server_timing;
use switchyard::gateway::answer::Answer;
use switchyard::gateway::catalogue::{CatalogueReading, ModelRow, NextStep, read_any, read_page, read_serving};
use switchyard::gateway::endpoint::Endpoint;
use switchyard::gateway::error::{ErrorKind, GatewayError};
use switchyard::gateway::money::Usd;
use switchyard::gateway::reader::{AnswerReader, Carries, Ending, Frame};
use switchyard::gateway::sse::{SseEvent, SseParser};

/// Name and text of every stream.
const STREAMS: [(&str, &str); 9] = [
    ("source-chat", include_str!("../fixtures/wire/source-chat.sse")),
    ("source-error-after-text", include_str!("../fixtures/wire/source-error-after-text.sse")),
    ("source-responses", include_str!("../fixtures/wire/source-responses.sse")),
    ("target-chat-snapshot", include_str!("../fixtures/wire/target-chat-snapshot.sse")),
    ("target-chat-upstream", include_str!("../fixtures/wire/target-chat-upstream.sse")),
    ("target-error-in-stream", include_str!("../fixtures/wire/target-error-in-stream.sse")),
    ("target-responses", include_str!("../fixtures/wire/target-responses.sse")),
    ("target-responses-failed", include_str!("../fixtures/wire/target-responses-failed.sse")),
    ("target-tools-cumulative", include_str!("../fixtures/wire/target-tools-cumulative.sse")),
];

/// Name and text of every list.
const LISTS: [(&str, &str); 6] = [
    ("source", include_str!("../fixtures/wire/catalogue-source.json")),
    ("target-2025-12", include_str!("../fixtures/wire/catalogue-target-2025-12.json")),
    ("target-2026-03", include_str!("../fixtures/wire/catalogue-target-2026-03.json")),
    ("target-2026-08", include_str!("../fixtures/wire/catalogue-target-2026-08.json")),
    ("target-2026-09", include_str!("../fixtures/wire/catalogue-target-2026-09.json")),
    ("openai", include_str!("../fixtures/wire/catalogue-openai.json")),
];

/// Who serves a model, as each side says it, and a header of times; for the broken input.
const SMALL: [&str; 3] = [
    r#"{"data":{"id":"a/b","endpoints":[{"tag":"one/fp8","provider_name":"One","status":0},{"provider_name":"Two","status":-2}]}}"#,
    r#"{"object":"list","endpoints":[{"provider":{"id":"one"}},{"provider_id":"two"},{"provider_id":"two"}]}"#,
    r#"total;dur=12.5;desc="a, b", cache;dur=, db;dur=1e400;x"#,
];

/// Bodies of errors, for the broken input.
const ERRORS: [&str; 4] = [
    r#"{"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"{\"error\":{\"message\":\"slow\"}}","retry_after_seconds":3,"headers":{"Retry-After":"3"}},"availability":{"code":"no_endpoints","retry_after":2}},"user_id":"u"}"#,
    r#"{"status_code":400,"error":"validation_error","reason":"x","details":[{"message":"m","path":["a",0]}],"failed_statuses":[429],"upstream_error":{"message":"u"},"request_id":"G"}"#,
    r#"{"success":false,"error":{"name":"ZodError","message":"[{\"path\":[\"a\",1],\"message\":\"m\"}]"}}"#,
    "<html><head><title>502 &amp; more</title></head><body><h1>Bad gateway</h1></body></html>",
];

fn fixture(name: &str) -> &'static str {
    STREAMS.iter().chain(&LISTS).find(|(held, _)| *held == name).map(|(_, text)| *text).unwrap()
}

fn read_pieces<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Answer, Vec<Frame>, Ending, u64) {
    let mut reader = AnswerReader::new(Endpoint::ChatCompletions, 200);
    let mut frames: Vec<Frame> = pieces.into_iter().flat_map(|piece| reader.push(0.0, piece)).collect();
    frames.extend(reader.finish(0.0, false));
    (reader.answer().clone(), frames, reader.ending(), reader.invalid_bytes())
}

fn read(name: &str) -> (Answer, Vec<Frame>, Ending) {
    let (answer, frames, ending, _) = read_pieces([fixture(name).as_bytes()]);
    (answer, frames, ending)
}

fn cost(answer: &Answer) -> Option<String> {
    answer.usage.as_ref().and_then(|usage| usage.cost).map(Usd::to_plain)
}

// Each gateway's streams.

#[test]
fn source_chat() {
    let (answer, frames, ending) = read("source-chat");
    let choice = &answer.choices[0];
    assert_eq!((choice.text.as_str(), choice.reasoning.as_str()), ("Eins, zwei, drei 🎉", "Count to three."));
    assert_eq!(
        (choice.finish_reason.as_deref(), choice.native_finish_reason.as_deref()),
        (Some("stop"), Some("end_turn"))
    );
    assert_eq!((answer.provider.as_deref(), answer.choices.len()), (Some("DeepInfra"), 1));
    let usage = answer.usage.clone().unwrap();
    assert_eq!((usage.cached_tokens, usage.reasoning_tokens, usage.total_tokens), (Some(8), Some(5), Some(28)));
    assert_eq!(cost(&answer).as_deref(), Some("0.0000123"));
    assert_eq!(ending, Ending::Done);
    let count = |has: fn(&Carries) -> bool| frames.iter().filter(|frame| has(&frame.carries)).count();
    assert_eq!(count(|carries| carries.comment), 2);
    assert_eq!(count(|carries| carries.text), 2);
    assert_eq!(count(|carries| carries.reasoning), 2);
    assert_eq!(count(|carries| carries.finish), 2);
    assert_eq!(count(|carries| carries.usage), 1);
}

#[test]
fn source_error_after_text() {
    let (answer, _, ending) = read("source-error-after-text");
    let error = answer.error.clone().unwrap();
    assert_eq!((answer.text(), ending), ("Half an ", Ending::Terminal));
    assert_eq!(
        (error.code.as_deref(), error.message.as_str()),
        (Some("server_error"), "Provider disconnected unexpectedly")
    );
    assert_eq!(answer.choices[0].finish_reason.as_deref(), Some("error"));
}

#[test]
fn source_responses() {
    let (answer, _, ending) = read("source-responses");
    let choice = &answer.choices[0];
    assert_eq!((choice.text.as_str(), choice.reasoning.as_str()), ("One moment.", "Look it up."));
    assert_eq!((choice.tool_calls.len(), choice.tool_calls[0].arguments.as_str()), (1, r#"{"city":"Oslo"}"#));
    assert_eq!((choice.tool_calls[0].index, choice.tool_calls[0].id.as_deref()), (0, Some("call_7")));
    assert_eq!((answer.model.as_deref(), ending), (Some("acme/lark-2-20260301"), Ending::Done));
    assert_eq!(cost(&answer).as_deref(), Some("0.00021"));
}

#[test]
fn target_chat_snapshot() {
    let (answer, frames, ending) = read("target-chat-snapshot");
    assert_eq!((answer.text(), answer.choices[0].reasoning.as_str()), ("Guten Tag", "Thinking."));
    assert_eq!(answer.choices[0].finish_reason.as_deref(), Some("stop"));
    assert_eq!((answer.model.as_deref(), ending), (Some("acme/lark-2"), Ending::Terminal));
    assert_eq!(cost(&answer).as_deref(), Some("0.0000096"));
    let last = frames.last().unwrap().carries;
    assert!(last.snapshot && last.finish && last.usage && !last.text);
}

#[test]
fn target_chat_upstream() {
    let (answer, _, ending) = read("target-chat-upstream");
    assert_eq!((answer.text(), ending, cost(&answer).as_deref()), ("Hi", Ending::Terminal, Some("0.0000012")));
}

#[test]
fn target_error_in_stream() {
    let (answer, _, ending) = read("target-error-in-stream");
    let error = answer.error.clone().unwrap();
    assert_eq!((answer.text(), ending, error.kind), ("So far", Ending::Terminal, ErrorKind::Upstream));
    assert_eq!(error.request_id.as_deref(), Some("G-04"));
}

#[test]
fn target_responses() {
    let (answer, frames, ending) = read("target-responses");
    assert_eq!((answer.text(), ending, cost(&answer).as_deref()), ("Salut", Ending::Terminal, Some("0.0000021")));
    assert_eq!((answer.model.as_deref(), answer.provider.as_deref()), (Some("acme/lark-2"), Some("acme")));
    assert_eq!(frames[1].event.as_deref(), Some("response.output_text.delta"));
}

#[test]
fn target_responses_failed() {
    let (answer, _, ending) = read("target-responses-failed");
    let error = answer.error.clone().unwrap();
    assert_eq!((error.kind, error.message.as_str(), ending), (ErrorKind::RateLimit, "Slow down", Ending::Terminal));
}

#[test]
fn target_tools_cumulative() {
    let (answer, ..) = read("target-tools-cumulative");
    let calls = &answer.choices[0].tool_calls;
    assert_eq!((calls.len(), calls[0].arguments.as_str()), (1, r#"{"city":"Bern"}"#));
    // Without the snapshot at the end it is the same.
    let cut = fixture("target-tools-cumulative")
        .split("data: {\"id\":\"G-02\",\"object\":\"chat.completion\",")
        .next()
        .unwrap();
    let (answer, ..) = read_pieces([cut.as_bytes()]);
    assert_eq!(answer.choices[0].tool_calls[0].arguments, r#"{"city":"Bern"}"#);
}

// Each generation of lists.

fn row(name: &str, position: usize) -> ModelRow {
    read_page(fixture(name)).unwrap().rows[position].clone()
}

fn prices(row: &ModelRow) -> [Option<String>; 3] {
    [row.price_input_per_million, row.price_output_per_million, row.price_cached_input_per_million]
        .map(|price| price.map(Usd::to_plain))
}

fn texts(values: [&str; 3]) -> [Option<String>; 3] {
    values.map(|value| Some(value.to_owned()))
}

#[test]
fn list_of_target_2025_12() {
    let page = read_page(fixture("target-2025-12")).unwrap();
    assert_eq!((page.total, page.rows.len(), page.unreadable_rows), (Some(2), 1, 1));
    let row = row("target-2025-12", 0);
    assert_eq!((row.id.as_str(), row.created.as_deref()), ("lark-2-2025-11-01", Some("2025-11-01")));
    assert_eq!((row.aliases, row.providers), (vec!["lark-2".to_owned()], vec!["acme".to_owned(), "groq".to_owned()]));
    assert_eq!(row.parameters, ["temperature", "tools", "seed"]);
    assert_eq!((row.input_modalities.len(), row.lifecycle_status.as_deref()), (2, Some("Available")));
}

#[test]
fn list_of_target_2026_03() {
    let row = row("target-2026-03", 0);
    assert_eq!((row.id.as_str(), row.canonical_slug.as_deref()), ("acme/lark-2", Some("acme/lark-2-20251101")));
    assert_eq!(prices(&row), texts(["0.5", "2.5", "0.05"]));
    assert_eq!((row.context_length, row.max_output_tokens), (Some(200_000), Some(8192)));
    assert_eq!((row.created.as_deref(), row.providers), (Some("2025-11-01"), vec!["acme".to_owned()]));
}

#[test]
fn list_of_target_2026_08() {
    let row = row("target-2026-08", 0);
    assert_eq!(prices(&row), texts(["0.5", "2.5", "0.05"]));
    assert_eq!((row.context_length, row.max_output_tokens), (Some(200_000), Some(8192)));
    assert_eq!((row.lifecycle_status.as_deref(), row.retires_at.as_deref()), (Some("deprecated"), Some("2026-12-31")));
    assert_eq!((row.replacement_id.as_deref(), row.organization.as_deref()), (Some("acme/lark-3"), Some("acme")));
    assert_eq!(
        (row.providers, row.aliases),
        (vec!["acme".to_owned()], vec!["acme/lark-latest".to_owned()]),
        "the second offer is inactive and serves nothing"
    );
    assert_eq!((row.endpoints.len(), row.parameters.len(), row.availability_status.as_deref()), (2, 3, Some("active")));
}

#[test]
fn list_of_target_2026_09() {
    let page = read_page(fixture("target-2026-09")).unwrap();
    assert_eq!((page.offset, page.limit, page.total, page.unreadable_rows), (Some(250), Some(250), Some(252), 0));
    let free = row("target-2026-09", 0);
    assert_eq!((free.id.as_str(), free.context_length, prices(&free)), ("phaseo/free", None, [None, None, None]));
    assert_eq!(row("target-2026-09", 1).providers, ["together"]);
}

#[test]
fn list_of_source() {
    let lark = row("source", 0);
    assert_eq!(prices(&lark), texts(["0.5", "2.5", "0.05"]));
    assert_eq!((lark.retires_at.as_deref(), lark.price_varies), (Some("2026-12-31"), false));
    let auto = row("source", 1);
    assert_eq!((prices(&auto), auto.price_varies), ([None, None, None], true));
    assert_eq!(row("source", 2).alias_target.as_deref(), Some("acme/lark-2"));
    let mut reading = CatalogueReading::new("");
    reading.first_query(None);
    assert_eq!(reading.after(read_page(fixture("source")).unwrap()), NextStep::Finished);
    assert_eq!((reading.rows().len(), reading.incomplete(), reading.total()), (3, None, Some(3)));
}

#[test]
fn list_of_openai() {
    let row = row("openai", 0);
    assert_eq!(
        (row.id.as_str(), row.organization.as_deref(), row.created.as_deref()),
        ("lark-2", Some("acme"), Some("2025-11-01"))
    );
}

// The same bytes in other pieces.

#[test]
fn every_stream_split_at_every_byte_is_the_same() {
    for (name, text) in STREAMS {
        for body in [text.to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r"), format!("\u{FEFF}\n{text}")]
        {
            let bytes = body.as_bytes();
            let whole = read_pieces([bytes]);
            for position in 0..=bytes.len() {
                let (head, tail) = bytes.split_at(position);
                let mut parser = SseParser::new();
                let mut events = parser.push(head);
                events.extend(parser.push(tail));
                events.extend(parser.finish());
                let mut unsplit = SseParser::new();
                let mut expected = unsplit.push(bytes);
                expected.extend(unsplit.finish());
                assert_eq!(events, expected, "{name} at {position}");
            }
            assert_eq!(read_pieces(bytes.chunks(1)), whole, "{name} byte by byte");
        }
    }
}

#[test]
fn line_ends_make_no_difference() {
    for (name, text) in STREAMS {
        let whole = read_pieces([text.as_bytes()]);
        for line_end in ["\r\n", "\r"] {
            assert_eq!(read_pieces([text.replace('\n', line_end).as_bytes()]), whole, "{name} with {line_end:?}");
        }
    }
}

#[test]
fn every_prefix_of_a_stream_is_read_without_inventing_text() {
    for (name, text) in STREAMS {
        let (whole, ..) = read_pieces([text.as_bytes()]);
        for position in 0..=text.len() {
            let (answer, ..) = read_pieces([&text.as_bytes()[..position]]);
            assert!(whole.text().starts_with(answer.text()), "{name} cut at {position}: {}", answer.text());
        }
    }
}

#[test]
fn one_very_long_line_in_small_pieces() {
    let content = "x".repeat(5_000_000);
    let body = format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{content}\"}}}}]}}\n\n");
    let (answer, frames, ..) = read_pieces(body.as_bytes().chunks(1000));
    assert_eq!((answer.text().len(), frames.len()), (content.len(), 1));
}

// Broken input.

/// Runs every reader of bytes or text on a body; only a panic can fail it.
fn feed(body: &[u8], cut: bool, status: u16) {
    let mut parser = SseParser::new();
    let mut events = parser.push(body);
    events.extend(parser.finish());
    let delivered: usize = events
        .iter()
        .map(|event| match event {
            SseEvent::Comment(text) | SseEvent::Stray(text) | SseEvent::Message { data: text, .. } => text.len(),
        })
        .sum();
    assert!(delivered <= body.len() * 3 + 3, "nothing is made up");
    for endpoint in Endpoint::ALL {
        let mut reader = AnswerReader::new(endpoint, status);
        reader.push(0.0, body);
        reader.finish(1.0, cut);
        assert_ne!(reader.ending(), Ending::Open);
    }
    let text = String::from_utf8_lossy(body);
    let error = GatewayError::read(status, Some(&text), &text);
    assert!(!error.message.trim().is_empty());
    for page in [read_page(&text), read_any(&text)].into_iter().flatten() {
        assert!(page.rows.iter().all(|row| !row.id.is_empty()));
        let mut reading = CatalogueReading::new(&text);
        reading.first_query(Some(1));
        while let NextStep::Fetch(_) = reading.after(page.clone()) {}
    }
    if let Ok(providers) = read_serving(&text) {
        let once: BTreeSet<&String> = providers.iter().collect();
        assert_eq!(once.len(), providers.len(), "each is named once");
    }
    assert!(server_timing::read(&text).iter().all(|(name, at)| !name.is_empty() && at.is_finite()));
    let _ = Endpoint::parse(&text);
}

fn all_fixtures() -> Vec<&'static str> {
    STREAMS.iter().chain(&LISTS).map(|(_, text)| *text).chain(ERRORS).chain(SMALL).collect()
}

/// A change of bytes: where, how many are taken away, what is put there.
fn byte_changes() -> impl Strategy<Value = Vec<(Index, usize, Vec<u8>)>> {
    prop::collection::vec((any::<Index>(), 0_usize..40, prop::collection::vec(any::<u8>(), 0..12)), 1..6)
}

/// Values that fit nowhere.
fn misfits() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(18_446_744_073_709_551_615_u64),
        serde_json::from_str("1e999").unwrap(),
        serde_json::from_str("99999999999999999999999999999999999999.5").unwrap(),
        json!("-1"),
        json!(""),
        json!("error"),
        json!("{\"error\":"),
        json!([]),
        json!([[[]]]),
        json!({}),
        json!({"error": {"error": "x"}}),
        json!(["a", 1, null, {"type": "text", "text": 3}]),
    ])
}

/// Puts a value in the place of the one that is `count` steps further on, depth first.
fn replace_nth(value: &mut Value, count: &mut usize, with: &Value) {
    if *count == 0 {
        *value = with.clone();
        *count = usize::MAX;
        return;
    }
    *count = count.saturating_sub(1);
    match value {
        Value::Array(members) => members.iter_mut().for_each(|member| step(member, count, with)),
        Value::Object(fields) => fields.values_mut().for_each(|member| step(member, count, with)),
        _ => {}
    }
}

fn step(value: &mut Value, count: &mut usize, with: &Value) {
    if *count != usize::MAX {
        replace_nth(value, count, with);
    }
}

proptest! {
    #[test]
    fn random_bytes(body in prop::collection::vec(any::<u8>(), 0..400), cut: bool, status in 0_u16..700) {
        feed(&body, cut, status);
    }

    #[test]
    fn random_lines(lines in prop::collection::vec("(data|event|id|retry|)(:|: |)[{}\\[\\]\",:a-z0-9 \u{e4}]{0,30}(\n|\r|\r\n|)", 0..30)) {
        let body = lines.concat();
        feed(body.as_bytes(), false, 200);
    }

    #[test]
    fn fixtures_with_changed_bytes(which in any::<Index>(), changes in byte_changes(), cut: bool, failed: bool) {
        let fixtures = all_fixtures();
        let mut body = which.get(&fixtures).as_bytes().to_vec();
        for (position, length, bytes) in changes {
            let start = position.index(body.len() + 1);
            let end = (start + length).min(body.len());
            body.splice(start..end, bytes);
        }
        feed(&body, cut, if failed { 500 } else { 200 });
    }

    #[test]
    fn fixtures_with_changed_values(which in any::<Index>(), nth in prop::collection::vec((0_usize..60, misfits()), 1..6)) {
        let fixtures = all_fixtures();
        let text = which.get(&fixtures);
        let mut changes = nth.iter().cycle();
        let mut change = |text: &str| match serde_json::from_str::<Value>(text) {
            Ok(mut value) => {
                if let Some((count, with)) = changes.next() {
                    replace_nth(&mut value, &mut count.clone(), with);
                }
                value.to_string()
            }
            Err(_) => text.to_owned(),
        };
        let body = if text.starts_with('{') {
            change(text)
        } else {
            let lines = text.lines().map(|line| match line.strip_prefix("data: ") {
                Some(data) => format!("data: {}\n", change(data)),
                None => format!("{line}\n"),
            });
            lines.collect()
        };
        feed(body.as_bytes(), false, 200);
    }

    #[test]
    fn any_pieces_of_any_body_are_the_same(
        which in any::<Index>(),
        changes in byte_changes(),
        cuts in prop::collection::vec(any::<Index>(), 0..20),
        broken: bool,
    ) {
        let fixtures = all_fixtures();
        let mut body = which.get(&fixtures).as_bytes().to_vec();
        if broken {
            for (position, length, bytes) in changes {
                let start = position.index(body.len() + 1);
                let end = (start + length).min(body.len());
                body.splice(start..end, bytes);
            }
        }
        let mut positions: Vec<usize> = cuts.iter().map(|cut| cut.index(body.len() + 1)).collect();
        positions.extend([0, body.len()]);
        positions.sort_unstable();
        let pieces = positions.windows(2).map(|pair| &body[pair[0]..pair[1]]);
        prop_assert_eq!(read_pieces(pieces), read_pieces([body.as_slice()]));
    }

    #[test]
    fn additions_to_arguments_come_out_as_they_went_in(
        argument in prop::collection::hash_map("[a-c]{1,2}", prop_oneof![
            Just(json!({})), Just(json!({"a": {"a": 1}})), Just(json!([[1]])), Just(json!("{")), Just(json!("{\"a\":"))
        ], 0..4),
        cuts in prop::collection::vec(any::<Index>(), 0..12),
        repeats: bool,
    ) {
        let whole = json!(argument).to_string();
        let mut positions: Vec<usize> = cuts.iter().map(|cut| cut.index(whole.len() + 1)).collect();
        positions.extend([0, whole.len()]);
        positions.sort_unstable();
        let mut body = String::new();
        for pair in positions.windows(2) {
            let fragment = if repeats { &whole[..pair[1]] } else { &whole[pair[0]..pair[1]] };
            let frame = json!({"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "function": {"arguments": fragment}}]}}]});
            body.push_str(&format!("data: {frame}\n\n"));
        }
        let (answer, ..) = read_pieces([body.as_bytes()]);
        prop_assert_eq!(&answer.choices[0].tool_calls[0].arguments, &whole);
    }
}
