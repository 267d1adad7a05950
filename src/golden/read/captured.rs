//! Requests that another reader took out of recordings or cURL commands, as a set. Not that reader.
//! **Invariant:** headers do not come along: the key and all others are the page's own.

use serde_json::{Map, Value};

use super::{Read, left_out};
use crate::gateway::endpoint::Endpoint;
use crate::golden::set::{GoldenCase, GoldenSet};

/// A request that was read elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The address.
    pub url: String,
    /// The body, if it had one.
    pub body: Option<String>,
}

/// The set of these requests; the same request twice is one case.
#[must_use]
pub fn set_of(name: &str, requests: &[Captured]) -> Read {
    let mut set = GoldenSet { name: name.to_owned(), cases: Vec::new() };
    let mut notes = Vec::new();
    let mut others = 0;
    for (index, request) in requests.iter().enumerate() {
        let Some(endpoint) = Endpoint::parse(&request.url) else {
            others += 1;
            continue;
        };
        let body = request.body.as_deref().map(serde_json::from_str::<Map<String, Value>>);
        match body {
            Some(Ok(body)) => {
                let known = set.cases.iter().any(|case| case.endpoint == endpoint && case.body == body);
                if !known {
                    set.cases.push(GoldenCase::new(format!("request-{}", index + 1), endpoint, body));
                }
            }
            Some(Err(error)) => notes.push(left_out(
                format!("Request {} was left out.", index + 1),
                format!("Its body is no JSON object: {error}."),
            )),
            None => notes.push(left_out(format!("Request {} was left out.", index + 1), "It has no body.")),
        }
    }
    if others > 0 {
        notes.push(left_out(
            format!("{others} other requests were left out."),
            "They do not go to /chat/completions or /responses.",
        ));
    }
    (set, notes)
}
