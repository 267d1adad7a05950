//! OpenAI batch files: one request a line, as `{"custom_id", "method", "url", "body"}`. Not their answers.

use serde_json::{Map, Value};

use super::{Read, left_out};
use crate::gateway::endpoint::Endpoint;
use crate::golden::set::{GoldenCase, GoldenSet};

/// Lines that could not be read are named one by one up to so many.
const NAMED: usize = 5;

pub(super) fn read(text: &str) -> Read {
    let mut set = GoldenSet::default();
    let mut notes = Vec::new();
    let mut more = 0;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match case(line, set.cases.len() + 1) {
            Ok(case) => set.cases.push(case),
            Err(why) if notes.len() < NAMED => notes.push(left_out(format!("Line {} was left out.", index + 1), why)),
            Err(_) => more += 1,
        }
    }
    if more > 0 {
        notes.push(left_out(format!("{more} more lines were left out."), "They have the same or other faults."));
    }
    (set, notes)
}

fn case(line: &str, number: usize) -> Result<GoldenCase, String> {
    let fields: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| format!("It is no JSON object: {error}."))?;
    // A bare request body is a case as well.
    let Some(Value::Object(body)) = fields.get("body") else {
        let endpoint = if fields.contains_key("messages") {
            Endpoint::ChatCompletions
        } else if fields.contains_key("input") {
            Endpoint::Responses
        } else {
            return Err("It has no `body`, and neither messages nor input itself.".to_owned());
        };
        return Ok(GoldenCase::new(format!("line-{number}"), endpoint, fields));
    };
    let url = fields.get("url").and_then(Value::as_str).unwrap_or("/v1/chat/completions");
    let endpoint = Endpoint::parse(url).ok_or_else(|| format!("{url} is no endpoint that both gateways have."))?;
    let id = fields.get("custom_id").and_then(Value::as_str).map_or_else(|| format!("line-{number}"), str::to_owned);
    Ok(GoldenCase::new(id, endpoint, body.clone()))
}
