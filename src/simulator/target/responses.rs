//! The target's `POST /responses`: OpenAI's shape under a `G-` id, frames with an `event:` line, no `[DONE]`.
//! Source: `pipeline/after/payload.ts`, 22 Aug 2026.

use super::chat::identity;
use super::money::{add_sums, meta, responses_usage};
use super::outage::responses_wounds;
use super::request::{Accepted, Gate, accept};
use crate::simulator::completion::Completion;
use crate::simulator::fault::Fault;
use crate::simulator::incoming::Incoming;
use crate::simulator::reply::{Frame, Reply};
use crate::simulator::response_events::{echoed, events, output, status};
use crate::simulator::{Role, Simulator, strike};
use serde_json::{Map, Value, json};

/// Answers, or refuses as the target would.
pub(super) fn answer(simulator: &Simulator, incoming: &Incoming<'_>, fault: Option<Fault>, error_id: &str) -> Reply {
    let gate = Gate { role: simulator.role, responses: true, fault, id: error_id };
    match accept(&gate, incoming) {
        Ok(accepted) => answered(simulator, incoming, fault, &accepted),
        Err(refusal) => *refusal,
    }
}

fn answered(simulator: &Simulator, incoming: &Incoming<'_>, fault: Option<Fault>, accepted: &Accepted) -> Reply {
    let Accepted { question, model, .. } = accepted;
    let completion =
        Completion::of(simulator.role.word(), simulator.seed, model, question, fault == Some(Fault::Flood));
    let (id, created) = identity(simulator, incoming, &completion, question.stream);
    let tag = simulator.chance(incoming, "item").hex(24);
    let native_id = format!("resp_{}", simulator.chance(incoming, "native").hex(24));
    let response = |done: bool| response(&completion, accepted, &id, &native_id, created, &tag, done);
    let reply = if question.stream {
        let frames = events(&completion, &tag, response)
            .iter()
            .map(|event| {
                let name = event.json.get("type").and_then(Value::as_str).unwrap_or_default();
                let frame = Frame::raw(event.after_ms, format!("event: {name}\ndata: {}\n\n", event.json));
                Frame { shows_text: event.shows_text, ..frame }
            })
            .collect();
        Reply::stream(completion.head_ms, frames)
    } else {
        Reply::json(200, completion.whole_ms(), &response(true))
    };
    let reply = Reply { one_by_one: completion.is_flood(), ..reply };
    let reply = match fault {
        Some(fault) => strike::frames(fault, reply, responses_wounds(response(false))),
        None => reply,
    };
    if simulator.role == Role::Phaseo { reply.with("x-request-id", id) } else { reply }
}

fn response(
    completion: &Completion,
    accepted: &Accepted,
    id: &str,
    native_id: &str,
    created: u64,
    tag: &str,
    done: bool,
) -> Value {
    let state = if done { status(completion) } else { "in_progress" };
    let model = completion.model.target.unwrap_or(completion.model.canonical);
    let mut object = Map::new();
    let head = json!({
        "id": id, "nativeResponseId": native_id, "object": "response", "created_at": created, "status": state,
        "error": null, "model": model, "provider": accepted.provider, "provider_id": accepted.provider,
        "incomplete_details": if state == "incomplete" { json!({ "reason": "max_output_tokens" }) } else { Value::Null },
        "output": output(completion, tag, done)
    });
    if let Value::Object(head) = head {
        object.extend(head);
    }
    object.extend(echoed(&accepted.body));
    object.insert("usage".into(), if done { responses_usage(completion) } else { Value::Null });
    if done {
        add_sums(completion, &mut object);
        if accepted.body.get("meta") == Some(&Value::Bool(true)) {
            object.insert("meta".into(), meta(completion, accepted.provider, accepted.question.stream));
        }
    }
    Value::Object(object)
}
