//! The target's `POST /chat/completions`, whole and in its two ways of streaming.
//! Source: `pipeline/after/{payload,streaming,stream}.ts` and the stream transforms, run on 22 Aug 2026.
//! **Invariant:** the request id stands in every frame; `[DONE]` comes from Google's executor only.

use super::money::{add_sums, chat_usage, meta};
use super::outage::chat_wounds;
use super::request::{Accepted, Gate, accept};
use crate::simulator::Simulator;
use crate::simulator::catalogue::Upstream;
use crate::simulator::completion::{Beat, Call, Completion, Finish, Said, Spoken};
use crate::simulator::fault::Fault;
use crate::simulator::identity::{Record, created, target_id};
use crate::simulator::incoming::Incoming;
use crate::simulator::logprobs::logprobs;
use crate::simulator::question::Question;
use crate::simulator::reply::{Frame, Reply};
use crate::simulator::strike;
use serde_json::{Map, Value, json};

/// What every frame of one answer shares.
struct Envelope<'a> {
    id: &'a str,
    native_id: String,
    created: u64,
    /// Canonical id at the target.
    model: &'a str,
    provider: &'a str,
    wants_meta: bool,
    question: &'a Question,
}

/// Answers, or refuses as the target would.
pub(super) fn answer(simulator: &Simulator, incoming: &Incoming<'_>, fault: Option<Fault>, error_id: &str) -> Reply {
    let gate = Gate { role: simulator.role, responses: false, fault, id: error_id };
    match accept(&gate, incoming) {
        Ok(accepted) => answered(simulator, incoming, fault, &accepted),
        Err(refusal) => *refusal,
    }
}

fn answered(simulator: &Simulator, incoming: &Incoming<'_>, fault: Option<Fault>, accepted: &Accepted) -> Reply {
    let Accepted { body, question, model, provider } = accepted;
    let completion =
        Completion::of(simulator.role.word(), simulator.seed, model, question, fault == Some(Fault::Flood));
    let (id, created) = identity(simulator, incoming, &completion, question.stream);
    let native = match model.upstream {
        Upstream::Responses => "resp_",
        Upstream::Chat | Upstream::Google => "chatcmpl-",
    };
    let envelope = Envelope {
        id: &id,
        native_id: format!("{native}{}", simulator.chance(incoming, "native").hex(20)),
        created,
        model: model.target.unwrap_or(model.canonical),
        provider,
        wants_meta: body.get("meta") == Some(&Value::Bool(true)),
        question,
    };
    let reply = if !question.stream {
        Reply::json(200, completion.whole_ms(), &snapshot(&completion, &envelope, false))
    } else if model.upstream == Upstream::Responses {
        Reply::stream(completion.head_ms, from_responses(&completion, &envelope, simulator.chance(incoming, "first")))
    } else {
        Reply::stream(completion.head_ms, from_chat(&completion, &envelope))
    };
    let reply = Reply { one_by_one: completion.is_flood(), ..reply };
    let reply = match fault {
        Some(fault) => strike::frames(fault, reply, chat_wounds(&id)),
        None => reply,
    };
    if simulator.role == crate::simulator::Role::Phaseo { reply.with("x-request-id", id) } else { reply }
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
    (target_id(&record, second, simulator.chance(incoming, "id")), second)
}

/// The whole answer. As the last frame of a stream it names no provider.
fn snapshot(completion: &Completion, envelope: &Envelope<'_>, in_stream: bool) -> Value {
    let choices: Vec<Value> = completion
        .choices
        .iter()
        .enumerate()
        .map(|(index, spoken)| {
            json!({
                "index": index, "message": message(spoken), "logprobs": logprobs(envelope.question, &spoken.text),
                "finish_reason": spoken.finish.word()
            })
        })
        .collect();
    let mut body = Map::new();
    body.insert("id".into(), envelope.id.into());
    body.insert("nativeResponseId".into(), envelope.native_id.as_str().into());
    body.insert("object".into(), "chat.completion".into());
    body.insert("created".into(), envelope.created.into());
    body.insert("model".into(), envelope.model.into());
    if !in_stream {
        body.insert("provider".into(), envelope.provider.into());
        body.insert("provider_id".into(), envelope.provider.into());
    }
    body.insert("choices".into(), choices.into());
    body.insert("usage".into(), chat_usage(completion));
    add_sums(completion, &mut body);
    if envelope.wants_meta {
        body.insert("meta".into(), meta(completion, envelope.provider, in_stream));
    }
    Value::Object(body)
}

fn message(spoken: &Spoken) -> Value {
    let mut message = Map::new();
    message.insert("role".into(), "assistant".into());
    let content = if spoken.call.is_some() { Value::Null } else { spoken.text.as_str().into() };
    message.insert("content".into(), content);
    message.insert("refusal".into(), Value::Null);
    message.insert("annotations".into(), json!([]));
    if !spoken.reasoning.is_empty() {
        message.insert("reasoning_content".into(), spoken.reasoning.as_str().into());
        let details = json!([{ "id": "reasoning_0", "index": 0, "type": "text", "text": spoken.reasoning }]);
        message.insert("reasoning_details".into(), details);
    }
    if let Some(call) = &spoken.call {
        message.insert("tool_calls".into(), json!([tool_call(call, &call.arguments)]));
    }
    Value::Object(message)
}

fn tool_call(call: &Call, arguments: &str) -> Value {
    json!({ "index": 0, "id": call.id, "type": "function", "function": { "name": call.name, "arguments": arguments } })
}

/// Upstream speaks Responses: deltas under the provider's model name, tool arguments repeated from their start, a whole
/// answer as the last frame, and nothing after it.
fn from_responses(
    completion: &Completion,
    envelope: &Envelope<'_>,
    mut chance: crate::simulator::chance::Chance,
) -> Vec<Frame> {
    let mut frames = Vec::new();
    if chance.one_in(2) {
        // Some paths begin with a chunk of no choices.
        frames.push(Frame::data(5, &envelope.chunk(completion, &json!([]))));
    }
    let mut said_of_call: Vec<String> = vec![String::new(); completion.choices.len()];
    for beat in completion.beats() {
        let delta = match beat.said {
            Said::CallPart(part) => {
                let Some((so_far, call)) = said_of_call.get_mut(beat.choice).zip(call_of(completion, beat.choice))
                else {
                    continue;
                };
                so_far.push_str(part);
                json!({ "tool_calls": [tool_call(call, so_far)] })
            }
            _ => delta(&beat),
        };
        frames.push(envelope.frame(completion, &beat, delta));
    }
    for (index, spoken) in completion.choices.iter().enumerate() {
        if let Some(call) = &spoken.call {
            let delta = json!({ "tool_calls": [tool_call(call, &call.arguments)] });
            frames.push(Frame::data(3, &envelope.chunk(completion, &choice(index, delta, None))));
        }
    }
    frames.push(Frame::data(18, &snapshot(completion, envelope, true)));
    frames
}

/// Upstream speaks chat: ordinary chunks, a chunk with the reason to finish, a chunk with usage and no choices.
fn from_chat(completion: &Completion, envelope: &Envelope<'_>) -> Vec<Frame> {
    let mut frames: Vec<Frame> = completion
        .beats()
        .iter()
        .map(|beat| {
            let delta = match beat.said {
                Said::CallPart(part) => json!({ "tool_calls": [{ "index": 0, "function": { "arguments": part } }] }),
                _ => delta(beat),
            };
            envelope.frame(completion, beat, delta)
        })
        .collect();
    for (index, spoken) in completion.choices.iter().enumerate() {
        frames.push(Frame::data(6, &envelope.chunk(completion, &choice(index, json!({}), Some(spoken.finish)))));
    }
    let mut usage = envelope.chunk(completion, &json!([]));
    if let Some(usage) = usage.as_object_mut() {
        usage.insert("usage".into(), chat_usage(completion));
    }
    frames.push(Frame::data(12, &usage));
    if completion.model.upstream == Upstream::Google {
        frames.push(Frame::raw(1, "data: [DONE]\n\n"));
    }
    frames
}

fn call_of(completion: &Completion, choice: usize) -> Option<&Call> {
    completion.choices.get(choice)?.call.as_ref()
}

fn delta(beat: &Beat<'_>) -> Value {
    match beat.said {
        Said::Text(text) => json!({ "role": "assistant", "content": text }),
        Said::Reasoning(text) => json!({ "role": "assistant", "reasoning_content": text }),
        Said::CallStart(call) => json!({ "role": "assistant", "tool_calls": [tool_call(call, "")] }),
        Said::CallPart(_) => json!({}),
    }
}

fn choice(index: usize, delta: Value, finish: Option<Finish>) -> Value {
    json!([{ "index": index, "delta": delta, "finish_reason": finish.map(Finish::word) }])
}

impl Envelope<'_> {
    /// A chunk carries the model's name at its provider.
    fn chunk(&self, completion: &Completion, choices: &Value) -> Value {
        json!({
            "id": self.id, "nativeResponseId": self.native_id, "object": "chat.completion.chunk", "created": self.created,
            "model": completion.model.provider_slug(), "choices": choices
        })
    }

    fn frame(&self, completion: &Completion, beat: &Beat<'_>, delta: Value) -> Frame {
        let json = self.chunk(completion, &choice(beat.choice, delta, None));
        Frame { shows_text: matches!(beat.said, Said::Text(_)), ..Frame::data(beat.after_ms, &json) }
    }
}
