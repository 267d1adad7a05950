//! The source's `POST /responses`: stateless, `gen-` ids, usage with cost, a stream of `data:` lines that ends with
//! `[DONE]`. Facts: OpenRouter's OpenAPI document and recordings, up to Aug 2026.

use super::chat::{identity, whole};
use super::error::error;
use super::outage::responses_wounds;
use super::request::{Accepted, accept, object};
use crate::simulator::Simulator;
use crate::simulator::completion::Completion;
use crate::simulator::cost::number;
use crate::simulator::fault::Fault;
use crate::simulator::incoming::Incoming;
use crate::simulator::question::Question;
use crate::simulator::reply::{Frame, Reply};
use crate::simulator::response_events::{echoed, events, output, status};
use crate::simulator::strike;
use serde_json::{Map, Value, json};

/// Answers, or refuses as the source would.
pub(super) fn answer(simulator: &Simulator, incoming: &Incoming<'_>, fault: Option<Fault>) -> Reply {
    answered(simulator, incoming, fault).unwrap_or_else(|refusal| *refusal)
}

fn answered(simulator: &Simulator, incoming: &Incoming<'_>, fault: Option<Fault>) -> Result<Reply, Box<Reply>> {
    let body = object(incoming, fault)?;
    if body.get("store") == Some(&Value::Bool(true)) || body.get("previous_response_id").is_some_and(|id| !id.is_null())
    {
        let message = "This API keeps no state: store and previous_response_id are not supported";
        return Err(Box::new(error(400, message, None)));
    }
    if !body.get("input").is_some_and(|input| input.is_string() || input.is_array()) {
        return Err(Box::new(error(400, "Input required: specify \"input\"", None)));
    }
    let question = Question::of_responses(&body);
    let Accepted { body, model, provider } = accept(body, &question, fault)?;
    let completion =
        Completion::of(simulator.role.word(), simulator.seed, model, &question, fault == Some(Fault::Flood));
    let (id, created) = identity(simulator, incoming, &completion, question.stream);
    let tag = simulator.chance(incoming, "item").hex(24);
    let response = |done: bool| response(&completion, &body, &id, created, &tag, done);
    let reply = if question.stream {
        let mut frames: Vec<Frame> = events(&completion, &tag, response)
            .iter()
            .map(|event| Frame { shows_text: event.shows_text, ..Frame::data(event.after_ms, &event.json) })
            .collect();
        frames.push(Frame::raw(1, "data: [DONE]\n\n"));
        Reply::stream(completion.head_ms, frames).with("cache-control", "no-cache")
    } else {
        whole(&response(true), &completion, fault)
    };
    let reply = Reply { one_by_one: completion.is_flood(), ..reply };
    let reply = match fault {
        Some(fault) => strike::frames(fault, reply, responses_wounds(response(false))),
        None => reply,
    };
    let provider = provider.map_or("Unknown", |provider| provider.name);
    Ok(reply.with("x-generation-id", id.clone()).with("x-provider-name", provider))
}

fn response(
    completion: &Completion,
    body: &Map<String, Value>,
    id: &str,
    created: u64,
    tag: &str,
    done: bool,
) -> Value {
    let state = if done { status(completion) } else { "in_progress" };
    let mut object = Map::new();
    let head = json!({
        "id": id, "object": "response", "created_at": created, "completed_at": if done { json!(created + 2) } else { Value::Null },
        "status": state, "error": null, "model": completion.model.canonical,
        "incomplete_details": if state == "incomplete" { json!({ "reason": "max_output_tokens" }) } else { Value::Null },
        "output": output(completion, tag, done), "frequency_penalty": 0, "presence_penalty": 0, "background": false
    });
    if let Value::Object(head) = head {
        object.extend(head);
    }
    object.extend(echoed(body));
    let usage = json!({
        "input_tokens": completion.prompt_tokens, "input_tokens_details": { "cached_tokens": 0 },
        "output_tokens": completion.completion_tokens,
        "output_tokens_details": { "reasoning_tokens": completion.reasoning_tokens },
        "total_tokens": completion.prompt_tokens + completion.completion_tokens,
        "cost": number(completion.cost.total()), "is_byok": false,
        "cost_details": {
            "upstream_inference_cost": number(completion.cost.total()),
            "upstream_inference_input_cost": number(completion.cost.prompt),
            "upstream_inference_output_cost": number(completion.cost.completion)
        }
    });
    object.insert("usage".into(), if done { usage } else { Value::Null });
    Value::Object(object)
}
