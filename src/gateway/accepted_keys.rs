//! The top-level keys of a request body that the target lets through, by presence alone: `"transforms": null` is refused
//! as well. Not their values: the target's schema judges those.
//!
//! Source: the target's `pipeline/before/textParamPolicy.ts`, run on 22 August 2026. A few niche keys of it are not known,
//! so that a key that is not here is probably, not surely, refused.
//! **Invariant:** what stands here passes in both editions.

use super::endpoint::Endpoint;

/// `/chat/completions`.
#[rustfmt::skip]
const CHAT: &[&str] = &[
    "model", "messages", "system", "n", "documents", "usage", "reasoning", "reasoning_effort", "thinking",
    "reasoning_split", "frequency_penalty", "presence_penalty", "repetition_penalty", "logit_bias", "max_tokens",
    "max_completion_tokens", "max_output_tokens", "min_tokens", "meta", "metadata", "echo_upstream_request", "debug", "seed",
    "store", "stream", "stream_options", "temperature", "top_p", "top_k", "top_a", "min_p", "typical_p", "tfs", "eta_cutoff",
    "epsilon_cutoff", "stop", "logprobs", "top_logprobs", "tools", "tool_choice", "parallel_tool_calls", "max_tool_calls",
    "response_format", "modalities", "image_config", "web_search_options", "mcp_servers", "user", "user_id",
    "safety_identifier", "session_id", "trace", "service_tier", "prompt_cache_key", "prompt_cache_retention",
    "provider_options", "models", "route", "plugins", "provider", "routing",
];
/// Families of sampler keys.
const CHAT_FAMILIES: [&str; 4] = ["dynatemp_", "smoothing_", "xtc_", "dry_"];
/// What `/responses` refuses of the above.
const NOT_IN_RESPONSES: [&str; 6] = ["messages", "system", "route", "top_a", "repetition_penalty", "n"];
/// What `/responses` has besides.
const ONLY_RESPONSES: [&str; 9] = [
    "input",
    "instructions",
    "text",
    "truncation",
    "previous_response_id",
    "include",
    "background",
    "conversation",
    "prompt",
];

/// Whether the target lets a top-level key pass.
#[must_use]
pub fn is_accepted(endpoint: Endpoint, key: &str) -> bool {
    let in_chat = CHAT.contains(&key) || CHAT_FAMILIES.iter().any(|family| key.starts_with(family));
    match endpoint {
        Endpoint::ChatCompletions => in_chat,
        Endpoint::Responses => (in_chat && !NOT_IN_RESPONSES.contains(&key)) || ONLY_RESPONSES.contains(&key),
    }
}
