//! Stored generations of both gateways: the source's `/generation/content`, the target's `/generations` with
//! `replay_request`. One, a list, or a list under `data`. Not their answers: those are of another day.

use serde_json::{Map, Value, json};

use super::{Read, left_out};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::golden::set::{GoldenCase, GoldenSet};

/// The set; `None` if nothing of it is a stored generation.
pub(super) fn read(value: &Value) -> Option<Read> {
    let mut set = GoldenSet::default();
    let mut notes = Vec::new();
    let list = value.as_array().or_else(|| value.get("data").and_then(Value::as_array));
    let one = [value.clone()];
    let all: &[Value] = list.map_or(&one, Vec::as_slice);
    let mut found = false;
    for (index, generation) in all.iter().enumerate() {
        let generation = generation.get("data").filter(|data| data.is_object()).unwrap_or(generation);
        match case(generation, index + 1) {
            Some(Ok(case)) => set.cases.push(case),
            Some(Err(note)) => notes.push(note),
            None => continue,
        }
        found = true;
    }
    found.then_some((set, notes))
}

fn case(generation: &Value, number: usize) -> Option<Result<GoldenCase, Diagnostic>> {
    let text = |name: &str| generation.get(name).and_then(Value::as_str);
    let id = ["id", "generation_id", "request_id"].into_iter().find_map(text);
    let id = id.map_or_else(|| format!("generation-{number}"), str::to_owned);
    let endpoint = text("endpoint").and_then(Endpoint::parse).unwrap_or_default();
    if let Some(replay) = generation.get("replay_request") {
        return Some(match replay {
            Value::Object(body) => Ok(GoldenCase::new(id, endpoint, body.clone())),
            // August 2026: an ordinary key gets no stored request.
            _ => Err(left_out(
                format!("The generation {id} was left out."),
                "The gateway did not give its request: that needs the scope `generations:read` and stored content.",
            )),
        });
    }
    let input = generation.get("input")?;
    let messages = input.get("messages").filter(|messages| messages.is_array()).cloned();
    let prompt = input.get("prompt").and_then(Value::as_str).or_else(|| input.as_str());
    let messages = messages.or_else(|| Some(json!([{ "role": "user", "content": prompt? }])));
    let mut body = Map::new();
    if let Some(model) = text("model").or_else(|| text("model_id")) {
        body.insert("model".to_owned(), model.into());
    }
    Some(match messages {
        Some(messages) => {
            body.insert("messages".to_owned(), messages);
            Ok(GoldenCase::new(id, Endpoint::ChatCompletions, body))
        }
        None => Err(left_out(
            format!("The generation {id} was left out."),
            "Its input holds neither messages nor a prompt.",
        )),
    })
}
