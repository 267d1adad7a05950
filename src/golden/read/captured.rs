//! Requests out of recordings and lists of cURL commands, as a set. Not their readers: [`crate::exchange`] has them.
//! **Invariant:** headers do not come along: the key and all others are the page's own.

use serde_json::{Map, Value};

use super::{Read, left_out};
use crate::exchange;
use crate::gateway::endpoint::Endpoint;
use crate::golden::set::{GoldenCase, GoldenSet};

/// The set of the requests in a text; the same request twice is one case.
pub(super) fn read(text: &str) -> Read {
    let (requests, mut notes) = exchange::import(text);
    let mut set = GoldenSet::default();
    let mut others = 0;
    for (number, request) in (1..).zip(requests) {
        let Some(endpoint) = Endpoint::parse(&request.url) else {
            others += 1;
            continue;
        };
        match request.body.text().map(serde_json::from_str::<Map<String, Value>>) {
            Some(Ok(body)) => {
                let known = set.cases.iter().any(|case| case.endpoint == endpoint && case.body == body);
                if !known {
                    set.cases.push(GoldenCase::new(format!("request-{number}"), endpoint, body));
                }
            }
            Some(Err(error)) => notes.push(left_out(
                format!("Request {number} was left out."),
                format!("Its body is no JSON object: {error}."),
            )),
            None => notes.push(left_out(format!("Request {number} was left out."), "It has no body.")),
        }
    }
    if others > 0 {
        let requests = if others == 1 { "request was" } else { "requests were" };
        notes.push(left_out(
            format!("{others} other {requests} left out."),
            "Only those to /chat/completions and /responses are taken.",
        ));
    }
    (set, notes)
}
