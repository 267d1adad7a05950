//! The target gateway in its two editions: its routes and what stands around every answer.
//! **Invariant:** only `/health` needs no key.

mod account;
mod chat;
mod error;
mod models;
mod money;
mod outage;
mod request;
mod responses;
mod row;
mod schema;
mod schema_parts;

use super::fault::Fault;
use super::incoming::Incoming;
use super::key::Verdict;
use super::reply::Reply;
use super::{Role, Simulator};
use error::Shape;
use serde_json::json;

/// Answers a request below `/v1`.
pub(super) fn answer(simulator: &Simulator, incoming: &Incoming<'_>, segments: &[&str], fault: Option<Fault>) -> Reply {
    let shape = Shape::of(segments);
    let id = error::error_id(simulator, incoming);
    let mut reply = fault
        .and_then(|fault| outage::before_the_key(simulator.role, fault, shape, &id))
        .unwrap_or_else(|| routed(simulator, incoming, segments, fault, shape, &id));
    if fault == Some(Fault::WrongContentType) && !reply.status_is_error() {
        reply.set("content-type", "text/html; charset=utf-8");
    }
    if shape != Shape::Inference || reply.head_ms.is_none() {
        return reply;
    }
    let mut chance = simulator.chance(incoming, "timing");
    let mut part = |low: u32, high: u32| format!("{}.{:03}", chance.between(low, high), chance.between(0, 999));
    let timing = format!(
        "guardAuth;dur={}, guardContext;dur={}, validateCapabilities;dur={}, before_start;dur={}, execute_rank_providers;dur={}",
        part(2, 6),
        part(12, 24),
        part(0, 0),
        part(18, 34),
        part(1, 2)
    );
    let reply = reply.with("server-timing", timing).with("timing-allow-origin", "*").with("cache-control", "no-store");
    if simulator.role == Role::Phaseo { reply.with_first("x-request-id", &id) } else { reply }
}

fn routed(
    simulator: &Simulator,
    incoming: &Incoming<'_>,
    segments: &[&str],
    fault: Option<Fault>,
    shape: Shape,
    id: &str,
) -> Reply {
    if let ("GET", ["health"]) = (incoming.method, segments) {
        return Reply::json(200, 15, &json!({ "status": "ok" }));
    }
    let known = matches!(
        segments,
        ["chat", "completions"]
            | ["responses" | "models" | "key" | "generations" | "providers" | "endpoints" | "credits"]
            | ["models", ..]
    );
    if !known {
        return error::beside(segments);
    }
    match incoming.verdict {
        Verdict::Accepted => {}
        Verdict::Missing => return error::unauthorised(shape, "missing_or_invalid_authorization_header", id),
        Verdict::Refused(reason) => return error::unauthorised(shape, reason, id),
    }
    if let Some(reply) = fault.and_then(|fault| outage::after_the_key(simulator.role, fault, shape, id)) {
        return reply;
    }
    match (incoming.method, segments) {
        ("POST", ["chat", "completions"]) => chat::answer(simulator, incoming, fault, id),
        ("POST", ["responses"]) => responses::answer(simulator, incoming, fault, id),
        ("GET", ["models"]) => models::list(simulator.role, incoming),
        ("GET", ["models", "me"]) => models::mine(),
        ("GET", ["models", author, slug, "endpoints"]) => models::endpoints(simulator.role, author, slug),
        ("GET", ["endpoints"]) => models::all_endpoints(simulator.role),
        ("GET", ["providers"]) => account::providers(incoming),
        ("GET", ["key"]) => account::key(simulator),
        ("GET", ["generations"]) => account::generation(incoming),
        ("GET", ["credits"]) => account::credits(),
        _ => error::not_found(),
    }
}
