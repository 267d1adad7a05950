//! What the source answers when a fault makes an error of the whole answer.
//! Status, words and metadata: OpenRouter's errors page and recordings, up to Oct 2026.

use super::error::error;
use crate::simulator::fault::Fault;
use crate::simulator::reply::Reply;
use crate::simulator::strike::Wounds;
use serde_json::json;

/// Faults of the edge, before anybody looks at the key.
pub(super) fn before_the_key(fault: Fault) -> Option<Reply> {
    match fault {
        Fault::Hang => Some(Reply::silence()),
        Fault::Html => Some(Reply::web_page(502, "Bad gateway")),
        Fault::BadGateway => {
            let metadata = json!({
                "raw": "{\"error\":{\"message\":\"upstream connect error\",\"type\":\"server_error\"}}",
                "provider_name": "DeepInfra", "is_byok": false, "error_type": "provider_unavailable"
            });
            Some(error(502, "Provider returned error", Some(metadata)))
        }
        Fault::Unavailable => {
            let metadata = json!({ "error_type": "provider_overloaded", "retry_after_seconds": 5 });
            let reply =
                error(503, "There is no available model provider that meets your routing requirements", Some(metadata));
            Some(reply.with("retry-after", "5"))
        }
        _ => None,
    }
}

/// Faults of the account and the request.
pub(super) fn after_the_key(fault: Fault) -> Option<Reply> {
    let reply = match fault {
        Fault::Unauthorized => error(401, "User not found.", None),
        Fault::PaymentRequired => error(
            402,
            "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
            Some(json!({ "limit_source": "openrouter_credits" })),
        ),
        Fault::Forbidden => error(
            403,
            "The request was refused by moderation",
            Some(json!({
                "reasons": ["harassment"], "flagged_input": "the first words of the input",
                "provider_name": "OpenAI", "model_slug": "openai/gpt-4o"
            })),
        ),
        Fault::NotFound => error(404, "No endpoints found for this model.", None),
        Fault::Timeout => error(408, "The request took too long", Some(json!({ "error_type": "timeout" }))),
        Fault::TooLarge => error(413, "The request body is too large", Some(json!({ "error_type": "payload_too_large" }))),
        Fault::RateLimited => error(
            429,
            "Provider returned error",
            Some(json!({ "raw": "rate limited upstream", "provider_name": "DeepInfra", "limit_source": "upstream" })),
        ),
        Fault::RateLimitedBriefly => error(
            429,
            "Rate limit exceeded.",
            Some(json!({ "error_type": "rate_limit_exceeded", "retry_after_seconds": 1 })),
        )
        .with("retry-after", "1"),
        Fault::RateLimitedWithHint => error(
            429,
            "Rate limit exceeded: free-models-per-min.",
            Some(json!({
                "error_type": "rate_limit_exceeded", "retry_after_seconds": 12,
                "headers": { "X-RateLimit-Limit": "20", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1790812812000" }
            })),
        )
        .with("retry-after", "12")
        .with("x-ratelimit-limit", "20")
        .with("x-ratelimit-remaining", "0")
        .with("x-ratelimit-reset", "1790812812000"),
        _ => return None,
    };
    Some(reply)
}

/// How chat reports an error after status 200.
pub(super) fn chat_wounds(id: &str, model: &str, provider: &str, created: u64) -> Wounds {
    let mid_stream = json!({
        "id": id, "provider": provider, "model": model, "object": "chat.completion.chunk", "created": created,
        "error": {
            "code": 502, "message": "Provider disconnected unexpectedly",
            "metadata": { "error_type": "provider_unavailable", "provider_code": "upstream_disconnected" }
        },
        "choices": [{
            "index": 0, "delta": { "role": "assistant", "content": "" },
            "finish_reason": "error", "native_finish_reason": null, "logprobs": null
        }]
    });
    let at_start = json!({
        "error": { "message": "Insufficient credits", "code": 402, "metadata": { "provider_name": null } },
        "user_id": super::error::USER
    });
    Wounds {
        mid_stream: format!("data: {mid_stream}\n\n").into_bytes(),
        at_start: format!("data: {at_start}\n\n").into_bytes(),
        whole: at_start.to_string().into_bytes(),
    }
}

/// How `/responses` does.
pub(super) fn responses_wounds(mut response: serde_json::Value) -> Wounds {
    if let Some(object) = response.as_object_mut() {
        object.insert("status".into(), "failed".into());
        object
            .insert("error".into(), json!({ "code": "server_error", "message": "Provider disconnected unexpectedly" }));
        object.insert("error_type".into(), "provider_unavailable".into());
    }
    let failed = json!({ "type": "response.failed", "sequence_number": 999, "response": response });
    Wounds {
        mid_stream: format!("data: {failed}\n\n").into_bytes(),
        at_start: format!("data: {failed}\n\n").into_bytes(),
        whole: response.to_string().into_bytes(),
    }
}
