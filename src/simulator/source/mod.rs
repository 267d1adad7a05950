//! The source gateway (OpenRouter, as of October 2026): its routes and what stands around every answer.
//! **Invariant:** nothing under `/models` needs a key, everything else does.

mod account;
mod chat;
mod error;
mod models;
mod outage;
mod request;
mod responses;

use super::Simulator;
use super::fault::Fault;
use super::incoming::Incoming;
use super::key::Verdict;
use super::reply::Reply;

/// Answers a request below `/api/v1`.
pub(super) fn answer(simulator: &Simulator, incoming: &Incoming<'_>, segments: &[&str], fault: Option<Fault>) -> Reply {
    let mut chance = simulator.chance(incoming, "edge");
    let before = fault.and_then(outage::before_the_key);
    let reply = before.unwrap_or_else(|| match (incoming.method, segments) {
        ("GET" | "HEAD", ["models"]) => models::list(incoming),
        ("GET", ["models", "count"]) => models::count(),
        ("GET", ["models", author, slug, "endpoints"]) => models::endpoints(author, slug),
        ("GET", ["model", author, slug]) => models::one(author, slug),
        ("GET", ["endpoints", "zdr"]) => models::zero_retention(),
        _ => keyed(simulator, incoming, segments, fault),
    });
    let reply = match fault {
        Some(Fault::WrongContentType) if !reply.status_is_error() => {
            let mut reply = reply;
            reply.set("content-type", "text/html; charset=utf-8");
            reply
        }
        _ => reply,
    };
    let ray = format!("{}-FRA", chance.hex(16));
    let request_id = format!(
        "req-{}-{}",
        1_790_000_000 + u64::from(chance.between(0, 9_999_999)),
        chance.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 20)
    );
    reply.with("cf-ray", ray).with("request-id", request_id)
}

fn keyed(simulator: &Simulator, incoming: &Incoming<'_>, segments: &[&str], fault: Option<Fault>) -> Reply {
    match incoming.verdict {
        Verdict::Accepted => {}
        Verdict::Missing => return error::error(401, "Missing Authentication header", None),
        Verdict::Refused(message) => return error::error(401, message, None),
    }
    if let Some(reply) = fault.and_then(outage::after_the_key) {
        return reply;
    }
    match (incoming.method, segments) {
        ("POST", ["chat", "completions"]) => chat::answer(simulator, incoming, fault),
        ("POST", ["responses"]) => responses::answer(simulator, incoming, fault),
        ("GET", ["key"] | ["auth", "key"]) => account::key(),
        ("GET", ["credits"]) => account::credits(),
        ("GET", ["generation"]) => account::generation(incoming),
        ("GET", ["providers"]) => account::providers(),
        ("GET", ["models", "user"]) => models::list(incoming),
        (_, ["chat", "completions"] | ["responses" | "key" | "credits" | "generation" | "providers"]) => {
            error::error(405, "Method Not Allowed", None)
        }
        (_, [first, ..]) if LEFT_OUT.contains(first) => {
            error::error(501, "This route exists at the gateway and is not part of the simulation.", None)
        }
        _ => error::error(404, "Not Found", None),
    }
}

/// Routes of the real gateway that are not played.
const LEFT_OUT: [&str; 16] = [
    "completions",
    "messages",
    "embeddings",
    "rerank",
    "images",
    "audio",
    "videos",
    "files",
    "batches",
    "auth",
    "keys",
    "presets",
    "guardrails",
    "byok",
    "workspaces",
    "activity",
];
