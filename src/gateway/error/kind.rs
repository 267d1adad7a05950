//! Which kind an error is: by status first, by the words of either vocabulary second.
//! Not a reader: it gets the words, and never looks at a whole body.
//! **Invariant:** words refine only a status that several kinds share (400, 404, 410, 422, 502, 503) or that has none.

use super::ErrorKind;

/// What is known of an error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs<'a> {
    /// The status, of HTTP or from inside the body.
    pub status: Option<u16>,
    /// Code, type, reason: machine words in order of weight.
    pub words: &'a [&'a str],
    /// The sentence for a person.
    pub message: &'a str,
    /// Every provider that was tried answered 429 (target, `failed_statuses`).
    pub all_providers_limited: bool,
}

/// The kind that the signs point to.
pub(super) fn kind_of(signs: Signs<'_>) -> ErrorKind {
    let by_word = signs.words.iter().find_map(|word| by_word(word));
    // A word of the model vocabulary is finer than the general one beside it (`not_found`, `invalid_request`).
    let is_model = signs.words.iter().any(|word| self::by_word(word) == Some(ErrorKind::Model))
        || names_a_model(&signs.message.to_ascii_lowercase());
    let general = |status_kind: ErrorKind| if is_model { ErrorKind::Model } else { status_kind };
    match signs.status {
        Some(401) => ErrorKind::Key,
        Some(402) => ErrorKind::Money,
        Some(403) => ErrorKind::Permission,
        Some(400 | 422) => general(ErrorKind::Request),
        Some(404 | 410) => general(ErrorKind::NotFound),
        Some(408 | 504 | 524) => ErrorKind::Timeout,
        Some(413) => ErrorKind::TooLarge,
        Some(429) => ErrorKind::RateLimit,
        // The target hides the providers' 429 behind its own 502 (its source, August 2026).
        Some(502) if signs.all_providers_limited => ErrorKind::RateLimit,
        Some(503) if by_word == Some(ErrorKind::Gateway) => ErrorKind::Gateway,
        Some(502 | 503 | 529) => ErrorKind::Upstream,
        Some(500..) => ErrorKind::Gateway,
        Some(400..) => by_word.unwrap_or(ErrorKind::Request),
        _ if signs.all_providers_limited => ErrorKind::RateLimit,
        _ if is_model => ErrorKind::Model,
        _ => by_word.or_else(|| by_sentence(&signs.message.to_ascii_lowercase())).unwrap_or(ErrorKind::Gateway),
    }
}

/// Both vocabularies: the source's `error_type` and `availability.code` (its specification, October 2026), the
/// target's codes (its source, August 2026) and those of its errors page, and the words of OpenAI and Anthropic.
fn by_word(word: &str) -> Option<ErrorKind> {
    let kind = match word {
        "unauthorised"
        | "unauthorized"
        | "authentication"
        | "authentication_error"
        | "invalid_api_key"
        | "invalid_key_format"
        | "missing_api_key"
        | "invalid_key"
        | "key_expired"
        | "token_expired" => ErrorKind::Key,
        "insufficient_funds"
        | "payment_required"
        | "insufficient_quota"
        | "insufficient_credits"
        | "billing_error"
        | "pricing_not_configured" => ErrorKind::Money,
        "permission_denied"
        | "permission_error"
        | "forbidden"
        | "insufficient_scope"
        | "guardrail_blocked"
        | "model_region_unavailable"
        | "region_restricted"
        | "privacy_restricted"
        | "content_policy_violation"
        | "content_filter"
        | "refusal" => ErrorKind::Permission,
        "unsupported_model_or_endpoint"
        | "model_not_found"
        | "model_not_found_or_inactive"
        | "invalid_model"
        | "invalid_model_slug"
        | "unsupported_endpoint_for_model"
        | "wrong_endpoint"
        | "no_endpoints"
        | "model_deprecated"
        | "constraint_filtered"
        | "free_variant_ended" => ErrorKind::Model,
        "invalid_request"
        | "invalid_request_error"
        | "invalid_json"
        | "invalid_prompt"
        | "model_required"
        | "not_supported"
        | "validation_error"
        | "unsupported_modalities"
        | "context_length_exceeded"
        | "max_tokens_exceeded"
        | "token_limit_exceeded"
        | "string_too_long"
        | "unprocessable"
        | "precondition_failed"
        | "ZodError"
        | "missing_id"
        | "not_ready"
        | "invalid_image"
        | "image_too_large"
        | "image_too_small"
        | "unsupported_image_format"
        | "image_not_found"
        | "image_download_failed" => ErrorKind::Request,
        "not_found" | "not_found_error" => ErrorKind::NotFound,
        "payload_too_large" | "request_too_large" => ErrorKind::TooLarge,
        "rate_limit_exceeded" | "rate_limit_error" | "key_limit_exceeded" | "too_many_requests" => ErrorKind::RateLimit,
        "timeout" | "timeout_error" => ErrorKind::Timeout,
        "upstream_error"
        | "provider_error"
        | "provider_payment_required"
        | "provider_overloaded"
        | "provider_unavailable"
        | "overloaded"
        | "overloaded_error"
        | "model_unavailable_upstream"
        | "temporarily_unavailable"
        | "capacity_exhausted" => ErrorKind::Upstream,
        "server"
        | "server_error"
        | "gateway_error"
        | "pipeline_execution_error"
        | "internal_error"
        | "internal_server_error"
        | "api_error"
        | "not_implemented"
        | "not_implemented_yet"
        | "db_error"
        | "request_state_cutover_not_ready" => ErrorKind::Gateway,
        _ => return None,
    };
    Some(kind)
}

/// The source names an unknown model in the sentence only: 400 "… is not a valid model ID", 404 "No endpoints found
/// for …" (its specification, October 2026).
fn names_a_model(message: &str) -> bool {
    message.contains("is not a valid model id")
        || message.starts_with("no endpoints found")
        || message.starts_with("no endpoints available")
        || (message.starts_with("model ") && message.contains(" not found"))
        || (message.contains("the model ") && message.contains("does not exist"))
}

/// A last resort for an error inside of a stream that holds nothing but a sentence.
fn by_sentence(message: &str) -> Option<ErrorKind> {
    let any = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if any(&["rate limit", "rate-limit", "too many requests"]) {
        Some(ErrorKind::RateLimit)
    } else if any(&["credits", "insufficient funds", "payment required"]) {
        Some(ErrorKind::Money)
    } else if any(&["timed out", "timeout"]) {
        Some(ErrorKind::Timeout)
    } else if any(&["overloaded", "upstream", "provider returned error"]) {
        Some(ErrorKind::Upstream)
    } else if any(&["api key", "auth credentials", "authentication header"]) {
        Some(ErrorKind::Key)
    } else {
        None
    }
}
