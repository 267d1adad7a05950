//! The source's `POST /chat/completions`, whole and streamed. Shapes: recordings Oct 2025 to Aug 2026; the stream ends
//! as in Aug to Oct 2026: the reason to finish comes twice, the second time with usage, then `[DONE]`.
//! **Invariant:** both forms report the same text, tokens and cost.

use super::error::error;
use super::outage::chat_wounds;
use super::request::{Accepted, accept, object};
use crate::simulator::Simulator;
use crate::simulator::catalogue::Model;
use crate::simulator::completion::{Beat, Call, Completion, Finish, Said, Spoken};
use crate::simulator::cost::number;
use crate::simulator::fault::Fault;
use crate::simulator::identity::{Record, created, source_id};
use crate::simulator::incoming::Incoming;
use crate::simulator::logprobs::logprobs;
use crate::simulator::question::Question;
use crate::simulator::reply::{Content, Frame, Reply};
use crate::simulator::strike;
use serde_json::{Map, Value, json};

/// Frame of every chunk and body.
struct Envelope<'a> {
    id: String,
    created: u64,
    provider: &'a str,
    model: &'a str,
    question: &'a Question,
}

/// Answers, or refuses as the source would.
pub(super) fn answer(simulator: &Simulator, incoming: &Incoming<'_>, fault: Option<Fault>) -> Reply {
    answered(simulator, incoming, fault).unwrap_or_else(|refusal| *refusal)
}

fn answered(simulator: &Simulator, incoming: &Incoming<'_>, fault: Option<Fault>) -> Result<Reply, Box<Reply>> {
    let body = object(incoming, fault)?;
    let has_messages = body.get("messages").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
    let has_prompt = body.get("prompt").is_some_and(Value::is_string);
    if !has_messages && !has_prompt {
        return Err(Box::new(error(400, "Input required: specify \"prompt\" or \"messages\"", None)));
    }
    let question = Question::of_chat(&body);
    let Accepted { model, provider, .. } = accept(body, &question, fault)?;
    let completion =
        Completion::of(simulator.role.word(), simulator.seed, model, &question, fault == Some(Fault::Flood));
    let (id, created) = identity(simulator, incoming, &completion, question.stream);
    let provider = provider.map_or("Unknown", |provider| provider.name);
    let envelope = Envelope { id, created, provider, model: model.canonical, question: &question };
    let hidden = question.reasoning_hidden;
    let reply = if question.stream {
        Reply::stream(completion.head_ms, frames(&completion, &envelope, hidden)).with("cache-control", "no-cache")
    } else {
        whole(&whole_body(&completion, &envelope, hidden), &completion, fault)
    };
    let reply = Reply { one_by_one: completion.is_flood(), ..reply };
    let wounds = chat_wounds(&envelope.id, envelope.model, envelope.provider, created);
    let reply = match fault {
        Some(fault) => strike::frames(fault, reply, wounds),
        None => reply,
    };
    Ok(reply.with("x-generation-id", envelope.id).with("x-provider-name", provider))
}

/// The id and the second of an answer.
pub(super) fn identity(
    simulator: &Simulator,
    incoming: &Incoming<'_>,
    completion: &Completion,
    streamed: bool,
) -> (String, u64) {
    let record = Record {
        model: completion.model.index(),
        prompt_tokens: completion.prompt_tokens,
        completion_tokens: completion.completion_tokens,
        reasoning_tokens: completion.reasoning_tokens,
        streamed,
        finish: match completion.finish() {
            Finish::Stop => 0,
            Finish::Length => 1,
            Finish::ToolCalls => 2,
        },
        latency_ms: completion.head_ms + completion.first_ms(),
    };
    let second = created(simulator.seed, simulator.chance(incoming, "created"));
    (source_id(&record, second, simulator.chance(incoming, "id")), second)
}

/// A body at once; if it takes long, blank lines come first, as recorded, so that no proxy hangs up.
pub(super) fn whole(body: &Value, completion: &Completion, fault: Option<Fault>) -> Reply {
    let bytes = body.to_string().into_bytes();
    let wait = completion.whole_ms();
    if wait < 1_500 || fault.is_some() {
        return Reply { content: Content::Whole(bytes), ..Reply::json(200, wait, &Value::Null) };
    }
    let blank = || Frame::raw(500, "\n         \n");
    let content =
        Content::Frames(vec![blank(), blank(), Frame::raw(wait.saturating_sub(completion.head_ms + 1_000), bytes)]);
    Reply { content, one_by_one: true, ..Reply::json(200, completion.head_ms, &Value::Null) }
}

fn whole_body(completion: &Completion, envelope: &Envelope<'_>, hidden: bool) -> Value {
    let choices: Vec<Value> = completion
        .choices
        .iter()
        .enumerate()
        .map(|(index, spoken)| {
            json!({
                "index": index, "logprobs": logprobs(envelope.question, &spoken.text), "finish_reason": spoken.finish.word(),
                "native_finish_reason": native(completion.model, spoken.finish),
                "message": message(completion.model, spoken, hidden)
            })
        })
        .collect();
    json!({
        "id": envelope.id, "provider": envelope.provider, "model": envelope.model, "object": "chat.completion",
        "created": envelope.created, "system_fingerprint": null, "service_tier": null,
        "choices": choices, "usage": usage(completion)
    })
}

fn message(model: &Model, spoken: &Spoken, hidden: bool) -> Value {
    let mut message = Map::new();
    message.insert("role".into(), "assistant".into());
    let content = if spoken.call.is_some() { Value::Null } else { spoken.text.as_str().into() };
    message.insert("content".into(), content);
    message.insert("refusal".into(), Value::Null);
    if spoken.reasoning.is_empty() || hidden {
        message.insert("reasoning".into(), Value::Null);
    } else {
        message.insert("reasoning".into(), spoken.reasoning.as_str().into());
        message.insert("reasoning_details".into(), json!([detail(model, &spoken.reasoning, true)]));
    }
    if let Some(call) = &spoken.call {
        message.insert("tool_calls".into(), json!([tool_call(call, Some(&call.arguments))]));
    }
    Value::Object(message)
}

fn tool_call(call: &Call, arguments: Option<&str>) -> Value {
    json!({
        "index": 0, "id": call.id, "type": "function",
        "function": { "name": call.name, "arguments": arguments.unwrap_or_default() }
    })
}

/// One entry of `reasoning_details`, in the format of the model's author.
fn detail(model: &Model, text: &str, whole: bool) -> Value {
    match model.canonical.split('/').next() {
        Some("anthropic") if whole => {
            json!({ "type": "reasoning.text", "text": text, "signature": "RGVtbw==", "format": "anthropic-claude-v1", "index": 0 })
        }
        Some("anthropic") => {
            json!({ "type": "reasoning.text", "text": text, "format": "anthropic-claude-v1", "index": 0 })
        }
        Some("openai") => {
            json!({ "type": "reasoning.summary", "summary": text, "format": "openai-responses-v1", "index": 0 })
        }
        _ => json!({ "type": "reasoning.text", "text": text, "format": "unknown", "index": 0 }),
    }
}

/// The upstream's own word for the end.
fn native(model: &Model, finish: Finish) -> &'static str {
    match (model.canonical.split('/').next().unwrap_or_default(), finish) {
        ("openai", Finish::Stop | Finish::ToolCalls) => "completed",
        ("openai", Finish::Length) => "max_output_tokens",
        ("anthropic", Finish::Stop) => "end_turn",
        ("anthropic", Finish::Length) => "max_tokens",
        ("anthropic", Finish::ToolCalls) => "tool_use",
        ("google", Finish::Length) => "MAX_TOKENS",
        ("google", _) => "STOP",
        (_, finish) => finish.word(),
    }
}

/// The source's usage, with its exact cost.
fn usage(completion: &Completion) -> Value {
    json!({
        "prompt_tokens": completion.prompt_tokens, "completion_tokens": completion.completion_tokens,
        "total_tokens": completion.prompt_tokens + completion.completion_tokens,
        "cost": number(completion.cost.total()), "is_byok": false,
        "prompt_tokens_details": { "cached_tokens": 0, "cache_write_tokens": 0, "audio_tokens": 0, "video_tokens": 0 },
        "cost_details": {
            "upstream_inference_cost": number(completion.cost.total()),
            "upstream_inference_prompt_cost": number(completion.cost.prompt),
            "upstream_inference_completions_cost": number(completion.cost.completion)
        },
        "completion_tokens_details": { "reasoning_tokens": completion.reasoning_tokens, "image_tokens": 0, "audio_tokens": 0 }
    })
}

fn frames(completion: &Completion, envelope: &Envelope<'_>, hidden: bool) -> Vec<Frame> {
    let mut frames = Vec::new();
    let comments = if completion.is_flood() { 0 } else { completion.first_ms() / 150 };
    let pause = completion.first_ms() / (comments + 1);
    frames.extend((0..comments).map(|_| Frame::raw(pause, ": OPENROUTER PROCESSING\n\n")));
    for (at, beat) in completion.beats().iter().enumerate() {
        let after_ms = if at == 0 { completion.first_ms() - pause * comments } else { beat.after_ms };
        let chunk = |delta: Value| envelope.chunk(beat.choice, delta, None);
        frames.push(match beat.said {
            Said::Text(text) => Frame::text(after_ms, &chunk(json!({ "role": "assistant", "content": text }))),
            Said::Reasoning(_) if hidden => Frame::raw(after_ms, ": OPENROUTER PROCESSING\n\n"),
            _ => Frame::data(after_ms, &chunk(delta(completion.model, beat))),
        });
    }
    for (index, spoken) in completion.choices.iter().enumerate() {
        let empty = json!({ "role": "assistant", "content": "" });
        frames.push(Frame::data(8, &envelope.chunk(index, empty, Some((completion.model, spoken.finish)))));
    }
    let finish = completion.choices.first().map(|spoken| (completion.model, spoken.finish));
    let mut last = envelope.chunk(0, json!({ "role": "assistant", "content": "" }), finish);
    if let Some(last) = last.as_object_mut() {
        last.insert("usage".into(), usage(completion));
    }
    frames.push(Frame::data(25, &last));
    frames.push(Frame::raw(1, "data: [DONE]\n\n"));
    frames
}

/// A delta without text: it still says `content: ""`.
fn delta(model: &Model, beat: &Beat<'_>) -> Value {
    match beat.said {
        Said::Text(text) => json!({ "role": "assistant", "content": text }),
        Said::Reasoning(text) => json!({
            "role": "assistant", "content": "", "reasoning": text, "reasoning_details": [detail(model, text, false)]
        }),
        Said::CallStart(call) => json!({ "role": "assistant", "content": null, "tool_calls": [tool_call(call, None)] }),
        Said::CallPart(part) => json!({
            "role": "assistant", "content": null,
            "tool_calls": [{ "index": 0, "type": "function", "function": { "arguments": part } }]
        }),
    }
}

impl Envelope<'_> {
    fn chunk(&self, index: usize, delta: Value, finish: Option<(&Model, Finish)>) -> Value {
        json!({
            "id": self.id, "provider": self.provider, "model": self.model, "object": "chat.completion.chunk",
            "created": self.created,
            "choices": [{
                "index": index, "delta": delta, "finish_reason": finish.map(|(_, finish)| finish.word()),
                "native_finish_reason": finish.map(|(model, finish)| native(model, finish)), "logprobs": null
            }]
        })
    }
}
