//! The words by which both gateways name their errors, and what the module makes of each.
//! Not the judgement of an error: in the module an HTTP status counts more than any word.
//! **Invariant:** no word stands here twice, and each kind is one that the module declares.

/// Word and kind. Sources: OpenRouter's specification (`error_type`, `availability.code`) and the target's source
/// (`error`, `reason`), both of 2026-08-22, then the target's errors page and OpenAI's dialect.
pub(super) const KIND_BY_WORD: &[(&str, &str)] = &[
    ("unauthorised", "invalid_key"),
    ("authentication", "invalid_key"),
    ("authentication_error", "invalid_key"),
    ("invalid_api_key", "invalid_key"),
    ("missing_or_invalid_authorization_header", "invalid_key"),
    ("invalid_key_format", "invalid_key"),
    ("legacy_key_prefix_retired", "invalid_key"),
    ("management_key_not_valid_for_gateway", "invalid_key"),
    ("key_not_found_or_revoked", "invalid_key"),
    ("key_expired", "invalid_key"),
    ("invalid_secret", "invalid_key"),
    ("insufficient_funds", "no_credit"),
    ("payment_required", "no_credit"),
    ("insufficient_quota", "no_credit"),
    ("pricing_not_configured", "no_credit"),
    ("permission_denied", "forbidden"),
    ("insufficient_scope", "forbidden"),
    ("guardrail_blocked", "forbidden"),
    ("model_region_unavailable", "forbidden"),
    ("region_restricted", "forbidden"),
    ("privacy_restricted", "forbidden"),
    ("content_policy_violation", "forbidden"),
    ("refusal", "forbidden"),
    ("unsupported_model_or_endpoint", "unknown_model"),
    ("model_not_found_or_inactive", "unknown_model"),
    ("invalid_model_slug", "unknown_model"),
    ("unsupported_endpoint_for_model", "unknown_model"),
    ("model_not_found", "unknown_model"),
    ("wrong_endpoint", "unknown_model"),
    ("no_endpoints", "unknown_model"),
    ("model_deprecated", "unknown_model"),
    ("constraint_filtered", "unknown_model"),
    ("free_variant_ended", "unknown_model"),
    ("invalid_request", "bad_request"),
    ("invalid_request_error", "bad_request"),
    ("invalid_json", "bad_request"),
    ("invalid_prompt", "bad_request"),
    ("model_required", "bad_request"),
    ("not_supported", "bad_request"),
    ("not_implemented_yet", "bad_request"),
    ("validation_error", "bad_request"),
    ("unsupported_modalities", "bad_request"),
    ("context_length_exceeded", "bad_request"),
    ("max_tokens_exceeded", "bad_request"),
    ("token_limit_exceeded", "bad_request"),
    ("string_too_long", "bad_request"),
    ("payload_too_large", "bad_request"),
    ("precondition_failed", "bad_request"),
    ("unprocessable", "bad_request"),
    ("invalid_image", "bad_request"),
    ("image_too_large", "bad_request"),
    ("image_too_small", "bad_request"),
    ("unsupported_image_format", "bad_request"),
    ("image_not_found", "bad_request"),
    ("image_download_failed", "bad_request"),
    ("not_found", "bad_request"),
    ("not_found_error", "bad_request"),
    ("missing_id", "bad_request"),
    ("ZodError", "bad_request"),
    ("rate_limit_exceeded", "rate_limited"),
    ("rate_limit_error", "rate_limited"),
    ("key_limit_exceeded", "rate_limited"),
    ("timeout", "timeout"),
    ("upstream_error", "unavailable"),
    ("provider_error", "unavailable"),
    ("provider_payment_required", "unavailable"),
    ("provider_overloaded", "unavailable"),
    ("provider_unavailable", "unavailable"),
    ("overloaded_error", "unavailable"),
    ("model_unavailable_upstream", "unavailable"),
    ("temporarily_unavailable", "unavailable"),
    ("capacity_exhausted", "unavailable"),
    ("not_ready", "unavailable"),
    ("server", "unavailable"),
    ("server_error", "unavailable"),
    ("api_error", "unavailable"),
    ("db_error", "unavailable"),
    ("gateway_error", "unavailable"),
    ("pipeline_execution_error", "unavailable"),
    ("request_state_cutover_not_ready", "unavailable"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn words_are_unique_and_kinds_declared() {
        let words: HashSet<&str> = KIND_BY_WORD.iter().map(|(word, _)| *word).collect();
        assert_eq!(words.len(), KIND_BY_WORD.len());
        for text in [super::super::typescript::ERROR_KINDS, super::super::python::ERROR_KINDS] {
            for (word, kind) in KIND_BY_WORD {
                assert!(text.contains(&format!("\"{kind}\"")), "{word}: {kind}");
            }
        }
    }
}
