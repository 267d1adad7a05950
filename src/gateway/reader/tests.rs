//! What kind of body it is, how it ends, and what is left of a broken one.

use super::{AnswerReader, Carries, Ending, Frame};
use crate::gateway::endpoint::Endpoint;
use crate::gateway::error::ErrorKind;

fn read(status: u16, body: &str, cut: bool) -> (AnswerReader, Vec<Frame>) {
    let mut reader = AnswerReader::new(Endpoint::ChatCompletions, status);
    let mut frames = reader.push(1.0, body.as_bytes());
    frames.extend(reader.finish(2.0, cut));
    (reader, frames)
}

#[track_caller]
fn ends(body: &str, cut: bool, ending: Ending, text: &str) -> AnswerReader {
    let (reader, _) = read(200, body, cut);
    assert_eq!((reader.ending(), reader.answer().text()), (ending, text), "{body:?}");
    reader
}

const HI: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
const STOP: &str = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
const DOCUMENT: &str = r#"{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#;

#[test]
fn endings() {
    ends(&format!("{HI}{STOP}data: [DONE]\n\n"), false, Ending::Done, "Hi");
    ends(&format!("{HI}{STOP}data: [DONE]"), false, Ending::Done, "Hi");
    ends(&format!("{HI}{STOP}data: [DONE]\n\n"), true, Ending::Done, "Hi");
    ends(&format!("{HI}{STOP}"), false, Ending::Terminal, "Hi");
    ends(&format!("{HI}data: {{\"object\":\"error\",\"message\":\"x\"}}\n\n"), false, Ending::Terminal, "Hi");
    ends(HI, false, Ending::EndOfBody, "Hi");
    ends(": wait\n\n", false, Ending::EndOfBody, "");
    ends(HI, true, Ending::Cut, "Hi");
    ends(&format!("{HI}{STOP}"), true, Ending::Cut, "Hi");
    ends(DOCUMENT, false, Ending::Document, "Hi");
    ends(DOCUMENT, true, Ending::Document, "Hi");
    ends(DOCUMENT.get(..30).unwrap(), true, Ending::Cut, "");
    ends("", true, Ending::Cut, "");
    ends("", false, Ending::Unreadable, "");
    ends("<html>", false, Ending::Unreadable, "");
    ends("Service down", false, Ending::Unreadable, "");
}

#[test]
fn open_until_something_ends_it() {
    let mut reader = AnswerReader::new(Endpoint::ChatCompletions, 200);
    reader.push(0.0, format!("{HI}{STOP}").as_bytes());
    assert_eq!(reader.ending(), Ending::Open);
    reader.push(0.0, b"data: [DONE]\n\n");
    assert_eq!(reader.ending(), Ending::Done);
    reader.finish(0.0, false);
    assert!(reader.push(0.0, HI.as_bytes()).is_empty(), "nothing comes after the end");
    assert!(reader.finish(0.0, true).is_empty());
    assert_eq!((reader.ending(), reader.answer().text()), (Ending::Done, "Hi"));
}

#[test]
fn the_bytes_decide_what_it_is() {
    for before in ["", "\n\n", "\u{FEFF}", "\r\n \t\n", "\n\u{FEFF}"] {
        ends(&format!("{before}{DOCUMENT}\n"), false, Ending::Document, "Hi");
        ends(&format!("{before}{HI}"), false, Ending::EndOfBody, "Hi");
    }
    for first in ["event: message\n", "id: 1\n", "retry: 5\n", ":\n", "data\n"] {
        ends(&format!("{first}{HI}"), false, Ending::EndOfBody, "Hi");
    }
    ends("data set not found", false, Ending::Unreadable, "");
    ends("dat", false, Ending::Unreadable, "");
    ends("identity unknown", false, Ending::Unreadable, "");
    // A line of something else before the stream.
    ends(&format!("HTTP/1.1 200 OK\n\n{HI}"), false, Ending::EndOfBody, "Hi");
}

#[test]
fn json_in_place_of_a_stream_and_in_the_middle_of_one() {
    let broke = r#"{"error":{"message":"broke","code":402}}"#;
    let reader = ends(broke, false, Ending::Document, "");
    assert_eq!(reader.answer().error.as_ref().unwrap().kind, ErrorKind::Money);
    let reader = ends(&format!(": wait\n\n: wait\n\n{broke}\n"), false, Ending::Terminal, "");
    assert_eq!(reader.answer().error.as_ref().unwrap().status, Some(402));
    let spread = broke.replace(',', ",\n  ");
    let reader = ends(&format!("{HI}{spread}"), false, Ending::Terminal, "Hi");
    assert_eq!(reader.answer().error.as_ref().unwrap().message, "broke");
    let late = format!(": wait\n\n{DOCUMENT}");
    ends(&late, false, Ending::Terminal, "Hi");
    // Documents one after the other, and a document before a stream.
    ends(
        "{\"choices\":[{\"delta\":{\"content\":\"H\"}}]}\n{\"choices\":[{\"delta\":{\"content\":\"i\"}}]}",
        false,
        Ending::EndOfBody,
        "Hi",
    );
    ends(&format!("{{\"note\":1}}\n{HI}{STOP}"), false, Ending::Terminal, "Hi");
}

#[test]
fn joined_and_wrapped_events() {
    ends(&format!("data: : OPENROUTER PROCESSING\n\n{HI}"), false, Ending::EndOfBody, "Hi");
    // A proxy that swallows blank lines.
    ends(&format!("{HI}{STOP}data: [DONE]\n").replace("\n\n", "\n"), false, Ending::Done, "Hi");
}

#[test]
fn a_failed_status_is_an_error_whatever_the_body_says() {
    let error = |status: u16, body: &str| {
        let (reader, _) = read(status, body, false);
        let error = reader.answer().error.clone().unwrap();
        (error.status, error.message, error.kind)
    };
    assert_eq!(
        error(401, r#"{"error":"unauthorised","description":"bad key"}"#),
        (Some(401), "bad key".into(), ErrorKind::Key)
    );
    assert_eq!(error(500, DOCUMENT).0, Some(500));
    assert_eq!(
        error(429, "data: {\"error\":{\"message\":\"slow\"}}\n\n"),
        (Some(429), "slow".into(), ErrorKind::RateLimit)
    );
    assert_eq!(error(502, "data: upstream is gone\n\n"), (Some(502), "upstream is gone".into(), ErrorKind::Upstream));
    assert_eq!(error(503, HI).0, Some(503));
    assert_eq!(error(502, "<title>Bad gateway</title>"), (Some(502), "Bad gateway".into(), ErrorKind::Unreadable));
}

#[test]
fn a_body_that_is_no_answer_is_an_error() {
    for body in ["", "<html></html>", "hello", "{}", "{\"hello\":1}", "[]", "null", "\"text\"", "5"] {
        let (reader, frames) = read(200, body, false);
        assert!(reader.answer().error.is_some(), "{body:?}");
        assert!(frames.iter().all(|frame| frame.carries.error), "{body:?}");
    }
    for body in ["{\"choices\":null,\"id\":\"x\"}", "{\"object\":\"chat.completion\"}"] {
        assert_eq!(read(200, body, false).0.answer().error, None, "{body:?}");
    }
}

#[test]
fn the_header_adds_when_to_come_back() {
    let mut reader = AnswerReader::new(Endpoint::ChatCompletions, 429).with_retry_after(Some("8"));
    reader.push(0.0, b"{}");
    reader.finish(0.0, false);
    assert_eq!(reader.answer().error.as_ref().unwrap().retry_after_seconds, Some(8));
}

#[test]
fn frames_keep_time_name_and_text() {
    let mut reader = AnswerReader::new(Endpoint::Responses, 200);
    let mut frames = reader.push(10.0, b": wait\n\nevent: x\ndata: {\"a\"");
    frames.extend(reader.push(20.0, b":1}\n\ndata: {\"cut"));
    frames.extend(reader.finish(30.0, true));
    let none = Carries::default();
    assert_eq!(
        frames,
        [
            Frame { at_ms: 10.0, event: None, data: "wait".into(), carries: Carries { comment: true, ..none } },
            Frame { at_ms: 20.0, event: Some("x".into()), data: "{\"a\":1}".into(), carries: none },
            Frame { at_ms: 30.0, event: None, data: "{\"cut".into(), carries: Carries { unreadable: true, ..none } },
        ]
    );
}

#[test]
fn invalid_bytes_are_counted() {
    for body in [&b"data: \xFF\xFE\n\n"[..], b"<\xFF\xFE>"] {
        let mut reader = AnswerReader::new(Endpoint::ChatCompletions, 200);
        reader.push(0.0, body);
        reader.finish(0.0, false);
        assert_eq!(reader.invalid_bytes(), 2);
    }
}
