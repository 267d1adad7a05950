//! Every frame that the documents of both gateways describe, as a named fixture with one assertion each.
//!
//! Sources: OpenRouter's API reference, recordings and issues of October 2025 to October 2026; the target's public source
//! of 22 August 2026, run. Values are our own.

use switchyard::gateway::answer::Answer;
use switchyard::gateway::endpoint::Endpoint;
use switchyard::gateway::reader::{AnswerReader, Ending, Frame};

/// What one body came to.
struct Read {
    answer: Answer,
    frames: Vec<Frame>,
    ending: Ending,
}

type Aspect = fn(&Read) -> String;

fn text(read: &Read) -> String {
    read.answer.text().to_owned()
}

fn reasoning(read: &Read) -> String {
    read.answer.choices.first().map(|choice| choice.reasoning.clone()).unwrap_or_default()
}

fn finish(read: &Read) -> String {
    read.answer.choices.first().and_then(|choice| choice.finish_reason.clone()).unwrap_or_default()
}

fn native(read: &Read) -> String {
    read.answer.choices.first().and_then(|choice| choice.native_finish_reason.clone()).unwrap_or_default()
}

fn refusal(read: &Read) -> String {
    read.answer.choices.first().and_then(|choice| choice.refusal.clone()).unwrap_or_default()
}

fn tools(read: &Read) -> String {
    let calls = read.answer.choices.iter().flat_map(|choice| &choice.tool_calls);
    calls.map(|call| format!("{}{}", call.name, call.arguments)).collect::<Vec<_>>().join(" ")
}

fn choices(read: &Read) -> String {
    read.answer.choices.iter().map(|choice| choice.text.clone()).collect::<Vec<_>>().join("|")
}

fn ending(read: &Read) -> String {
    format!("{:?}", read.ending)
}

fn error(read: &Read) -> String {
    read.answer.error.as_ref().map(|error| error.message.clone()).unwrap_or_default()
}

fn retry(read: &Read) -> String {
    read.answer
        .error
        .as_ref()
        .and_then(|error| error.retry_after_seconds)
        .map(|after| after.to_string())
        .unwrap_or_default()
}

fn usage(read: &Read) -> String {
    let usage = read.answer.usage.clone().unwrap_or_default();
    format!("{:?} {:?}", usage.prompt_tokens, usage.completion_tokens)
}

fn cost(read: &Read) -> String {
    read.answer.usage.as_ref().and_then(|usage| usage.cost).map(|cost| cost.to_plain()).unwrap_or_default()
}

fn provider(read: &Read) -> String {
    read.answer.provider.clone().unwrap_or_default()
}

fn model(read: &Read) -> String {
    read.answer.model.clone().unwrap_or_default()
}

fn id(read: &Read) -> String {
    read.answer.id.clone().unwrap_or_default()
}

fn carries(read: &Read) -> String {
    read.frames.iter().map(|frame| frame.carries.words().join("+")).collect::<Vec<_>>().join(" ")
}

fn comments(read: &Read) -> String {
    let comments = read.frames.iter().filter(|frame| frame.carries.comment);
    comments.map(|frame| frame.data.trim().to_owned()).collect::<Vec<_>>().join("|")
}

const CHAT: Endpoint = Endpoint::ChatCompletions;
const RESPONSES: Endpoint = Endpoint::Responses;

/// Name, endpoint, status, body, what is looked at, what is to be there.
type Fixture = (&'static str, Endpoint, u16, &'static str, Aspect, &'static str);

#[rustfmt::skip]
const FRAMES: &[Fixture] = &[
    // Comments and lines.
    ("source comment before the first token", CHAT, 200, ": OPENROUTER PROCESSING\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", comments, "OPENROUTER PROCESSING"),
    ("comment gives no empty event", CHAT, 200, ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\ndata: [DONE]\n\n", carries, "comment comment done"),
    ("comment that a proxy made data", CHAT, 200, "data: : OPENROUTER PROCESSING\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", carries, "comment text"),
    ("lines that end with CRLF", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\r\n\r\ndata: [DONE]\r\n\r\n", text, "a"),
    ("data without a space", CHAT, 200, "data:{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", text, "a"),
    ("data over several lines", CHAT, 200, "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"a\"}}]}\n\n", text, "a"),
    ("a byte order mark before the stream", CHAT, 200, "\u{FEFF}data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", text, "a"),
    ("a last frame without its blank line", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}", text, "a"),
    ("blank lines before a JSON body", CHAT, 200, "\n         \n\n{\"choices\":[{\"message\":{\"content\":\"a\"}}]}", text, "a"),
    // Text and reasoning.
    ("source delta repeats role and content", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n", text, "a"),
    ("empty content is no text", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"\",\"reasoning\":\"so\"}}]}\n\n", carries, "reasoning"),
    ("source reasoning", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"\",\"reasoning\":\"so\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"so\"}]}}]}\n\n", reasoning, "so"),
    ("target reasoning_content", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"so\"}}]}\n\n", reasoning, "so"),
    ("reasoning as details alone", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"so\"}]}}]}\n\n", reasoning, "so"),
    ("content as a list of parts", CHAT, 200, "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}}]}", text, "ab"),
    ("two choices", CHAT, 200, "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n", choices, "a|b"),
    ("refusal in pieces", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"refusal\":\"I \"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"refusal\":\"cannot\"}}]}\n\n", refusal, "I cannot"),
    ("target first chunk with no choices", CHAT, 200, "data: {\"id\":\"G-1\",\"choices\":[]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", text, "a"),
    ("target snapshot replaces", CHAT, 200, "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ab\"}}]}\n\ndata: {\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"ab\"},\"finish_reason\":\"stop\"}]}\n\n", text, "ab"),
    ("target snapshot brings the canonical model", CHAT, 200, "data: {\"model\":\"gpt-x\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"object\":\"chat.completion\",\"model\":\"openai/gpt-x\",\"choices\":[{\"message\":{\"content\":\"a\"}}]}\n\n", model, "openai/gpt-x"),
    ("target response snapshot in a chat stream", CHAT, 200, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"object\":\"response\",\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"}]}]}\n\n", text, "a"),
    // Ends.
    ("source ends with [DONE]", CHAT, 200, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", ending, "Done"),
    ("target ends without [DONE]", CHAT, 200, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", ending, "Terminal"),
    ("a stream that just ends", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", ending, "EndOfBody"),
    ("source gives the finish reason twice", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n", finish, "stop"),
    ("source native finish reason", CHAT, 200, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"native_finish_reason\":\"end_turn\"}]}\n\n", native, "end_turn"),
    ("re-encoded finish reason gives way", CHAT, 200, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"completed\"}]}\n\n", finish, "length"),
    // Usage and cost.
    ("source usage on a chunk with a choice", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n", usage, "Some(7) Some(3)"),
    ("source usage on a chunk without choices", CHAT, 200, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n", usage, "Some(7) Some(3)"),
    ("source cost in digits", CHAT, 200, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"cost\":1.6e-7}}\n\n", cost, "0.00000016"),
    ("target cost in nanos", CHAT, 200, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"pricing\":{\"total_nanos\":9600,\"total_usd_str\":\"0.0000096\",\"currency\":\"USD\"}}}\n\n", cost, "0.0000096"),
    ("target cost of responses", RESPONSES, 200, "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":1,\"pricing_breakdown\":{\"total_nanos\":2100,\"currency\":\"USD\"}}}}\n\n", cost, "0.0000021"),
    // Names.
    ("source provider as a display name", CHAT, 200, "data: {\"id\":\"gen-1\",\"provider\":\"DeepInfra\",\"choices\":[]}\n\n", provider, "DeepInfra"),
    ("target provider as an object", CHAT, 200, "{\"provider\":{\"id\":\"groq\",\"name\":\"Groq\"},\"choices\":[{\"message\":{\"content\":\"a\"}}]}", provider, "groq"),
    ("target id on every frame", CHAT, 200, "data: {\"id\":\"G-7\",\"nativeResponseId\":\"resp_1\",\"choices\":[]}\n\n", id, "G-7"),
    // Tools.
    ("fragments of arguments", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"w\",\"arguments\":\"{\\\"a\\\":\"}}]}}]}\n\ndata: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}}]}\n\n", tools, "w{\"a\":1}"),
    ("target arguments that repeat", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"w\",\"arguments\":\"{\\\"a\\\":\"}}]}}]}\n\ndata: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"w\",\"arguments\":\"{\\\"a\\\":1}\"}}]}}]}\n\n", tools, "w{\"a\":1}"),
    ("arguments split inside an escape", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"w\",\"arguments\":\"{\\\"a\\\":\\\"\\\\\"}}]}}]}\n\ndata: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"n\\\"}\"}}]}}]}\n\n", tools, "w{\"a\":\"\\n\"}"),
    ("two calls at once", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"w\",\"arguments\":\"{}\"}},{\"index\":1,\"function\":{\"name\":\"v\",\"arguments\":\"{}\"}}]}}]}\n\n", tools, "w{} v{}"),
    ("the old function_call", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"w\",\"arguments\":\"{}\"}}}]}\n\n", tools, "w{}"),
    ("responses call of a function", RESPONSES, 200, "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"w\",\"arguments\":\"{}\"}]}}\n\n", tools, "w{}"),
    // Responses.
    ("source responses without event lines", RESPONSES, 200, "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"a\"}\n\n", text, "a"),
    ("target responses with event lines", RESPONSES, 200, "event: response.output_text.delta\ndata: {\"output_index\":0,\"delta\":\"a\"}\n\n", text, "a"),
    ("responses that fail", RESPONSES, 200, "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"message\":\"no\"}}}\n\n", error, "no"),
    // Errors.
    ("source error after text", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"code\":\"server_error\",\"message\":\"gone\"},\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n", error, "gone"),
    ("source error leaves the text", CHAT, 200, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"code\":502,\"message\":\"gone\"}}\n\n", text, "a"),
    ("source 200 that is only an error", CHAT, 200, "data: {\"error\":{\"message\":\"no credit\",\"code\":402,\"metadata\":{\"provider_name\":null}},\"user_id\":\"user_1\"}\n\n", error, "no credit"),
    ("source body with an error in a 200", CHAT, 200, "{\"error\":{\"message\":\"no credit\",\"code\":402}}", error, "no credit"),
    ("target error object", CHAT, 200, "data: {\"object\":\"error\",\"message\":\"upstream overloaded\",\"id\":\"G-1\"}\n\n", error, "upstream overloaded"),
    ("target error event of responses", RESPONSES, 200, "event: error\ndata: {\"error\":{\"message\":\"upstream overloaded\"}}\n\n", error, "upstream overloaded"),
    ("error of a choice", CHAT, 200, "{\"choices\":[{\"error\":{\"code\":500,\"message\":\"no\"},\"message\":{\"content\":\"\"}}]}", error, "no"),
    ("source seconds to wait in the body", CHAT, 429, "{\"error\":{\"message\":\"slow\",\"code\":429,\"metadata\":{\"retry_after_seconds\":3}}}", retry, "3"),
    ("a web page in place of a stream", CHAT, 200, "<html><body>Sign in</body></html>", ending, "Unreadable"),
    ("nothing at all", CHAT, 200, "", ending, "Unreadable"),
];

fn read(endpoint: Endpoint, status: u16, body: &str) -> Read {
    let mut reader = AnswerReader::new(endpoint, status);
    let mut frames = reader.push(0.0, body.as_bytes());
    frames.extend(reader.finish(1.0, false));
    Read { answer: reader.answer().clone(), frames, ending: reader.ending() }
}

#[test]
fn every_frame_of_both_documents() {
    assert!(FRAMES.len() >= 40, "{}", FRAMES.len());
    let mut wrong = Vec::new();
    for (name, endpoint, status, body, aspect, expected) in FRAMES {
        let found = aspect(&read(*endpoint, *status, body));
        if found != *expected {
            wrong.push(format!("{name}: {found:?} and not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_frame_split_at_every_byte_is_the_same() {
    for (name, endpoint, status, body, aspect, expected) in FRAMES {
        for cut in 0..=body.len() {
            let (head, tail) = body.as_bytes().split_at(cut);
            let mut reader = AnswerReader::new(*endpoint, *status);
            let mut frames = reader.push(0.0, head);
            frames.extend(reader.push(0.5, tail));
            frames.extend(reader.finish(1.0, false));
            let read = Read { answer: reader.answer().clone(), frames, ending: reader.ending() };
            assert_eq!(aspect(&read), *expected, "{name} cut at {cut}");
        }
    }
}

#[test]
fn names_are_given_once() {
    let mut names: Vec<&str> = FRAMES.iter().map(|(name, ..)| *name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FRAMES.len());
}
