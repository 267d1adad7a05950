//! What the target answers when a fault makes an error of the whole answer.
//! Codes: `pipeline/before/http.ts` and `pipeline/execute/http.ts`, 22 Aug 2026; the retry hint is of the newest version.

use super::error::{Shape, inference, shaped, unauthorised};
use crate::simulator::Role;
use crate::simulator::fault::Fault;
use crate::simulator::reply::Reply;
use crate::simulator::strike::Wounds;
use serde_json::{Value, json};

/// Faults of the edge and of the providers, before anybody looks at the key.
pub(super) fn before_the_key(role: Role, fault: Fault, shape: Shape, id: &str) -> Option<Reply> {
    match fault {
        Fault::Hang => Some(Reply::silence()),
        Fault::Html => Some(Reply::web_page(502, "Bad gateway")),
        Fault::BadGateway if shape == Shape::Inference => Some(all_failed(502, id)),
        Fault::BadGateway => Some(shaped(shape, 502, "upstream_error", "The upstream failed.", id)),
        Fault::Unavailable if role == Role::Phaseo => {
            let body = json!({ "error": "request_state_cutover_not_ready", "status_code": 503, "generation_id": id });
            Some(Reply::json(503, 25, &body).with("retry-after", "5"))
        }
        Fault::Unavailable => Some(shaped(shape, 503, "service_unavailable", "The gateway is not available.", id)),
        _ => None,
    }
}

/// Faults of the account and the request.
pub(super) fn after_the_key(role: Role, fault: Fault, shape: Shape, id: &str) -> Option<Reply> {
    let reply = match fault {
        Fault::Unauthorized => unauthorised(shape, "key_not_found_or_revoked", id),
        Fault::PaymentRequired => {
            shaped(shape, 402, "insufficient_funds", "The wallet needs at least 1 USD for paid models.", id)
        }
        Fault::Forbidden => {
            shaped(shape, 403, "guardrail_blocked", "A guardrail of the workspace blocked the request.", id)
        }
        Fault::NotFound => shaped(shape, 404, "not_found", "The provider does not know this model.", id),
        Fault::Timeout => shaped(shape, 408, "request_timeout", "The provider did not answer in time.", id),
        Fault::TooLarge => too_large(shape, id),
        Fault::RateLimited => shaped(shape, 429, "key_limit_exceeded", "The key has reached its limit.", id),
        Fault::RateLimitedBriefly => {
            let reply = shaped(shape, 429, "rate_limit_exceeded", "The provider limits the rate of requests.", id);
            reply.with("retry-after", "1")
        }
        Fault::RateLimitedWithHint => {
            let reply = shaped(shape, 429, "rate_limit_exceeded", "The provider limits the rate of requests.", id);
            let reply = reply.with("retry-after", "12");
            if role == Role::Phaseo {
                reply
                    .with("x-phaseo-upstream-ratelimit-limit-requests", "60")
                    .with("x-phaseo-upstream-ratelimit-remaining-requests", "0")
                    .with("x-phaseo-upstream-ratelimit-reset-requests", "12s")
            } else {
                reply
            }
        }
        _ => return None,
    };
    Some(reply)
}

/// 413, also for a body over the limit.
pub(super) fn too_large(shape: Shape, id: &str) -> Reply {
    shaped(shape, 413, "payload_too_large", "The body is larger than 16 MiB.", id)
}

/// All candidates failed: the upstream's own status is inside.
fn all_failed(status: u16, id: &str) -> Reply {
    let more = json!({
        "reason": "all_candidates_failed", "attempt_count": 2, "failed_providers": ["deepinfra", "novita"],
        "failed_statuses": [status, 429],
        "failure_sample": [{ "provider": "deepinfra", "status": status, "code": "server_error" }],
        "upstream_error": { "code": "server_error", "message": "upstream connect error", "description": null, "param": null },
        "provider_failure_diagnostics": { "category": "upstream_unavailable", "hint": "Try again or choose another provider.", "provider": "deepinfra" }
    });
    inference(502, "upstream_error", "All providers failed.", id, more)
}

/// How chat reports an error after status 200.
pub(super) fn chat_wounds(id: &str) -> Wounds {
    let error = json!({ "object": "error", "message": "upstream overloaded", "id": id });
    let frame = format!("data: {error}\n\n").into_bytes();
    Wounds { mid_stream: frame.clone(), at_start: frame, whole: error.to_string().into_bytes() }
}

/// How `/responses` does: the stream by an error event, the body by its status.
pub(super) fn responses_wounds(mut response: Value) -> Wounds {
    let error = json!({ "error": { "message": "upstream overloaded" } });
    let frame = format!("event: error\ndata: {error}\n\n").into_bytes();
    if let Some(object) = response.as_object_mut() {
        object.insert("status".into(), "failed".into());
        object.insert("error".into(), json!({ "code": "server_error", "message": "upstream overloaded" }));
    }
    Wounds { mid_stream: frame.clone(), at_start: frame, whole: response.to_string().into_bytes() }
}
