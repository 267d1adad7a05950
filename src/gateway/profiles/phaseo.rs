//! The Phaseo Gateway: the same target under today's name.

use super::phaseo_catalogue;
use crate::gateway::key::KeyShape;
use crate::gateway::profile::{CorsRules, HeaderAdvice, HeaderRule, Profile, fact};

const GUIDE: &str = "Phaseo migration guide, rewritten edition";
const CODE: &str = "the gateway's public source";

/// The target as of October 2026.
pub static PHASEO: Profile = Profile {
    id: "phaseo",
    name: "Phaseo Gateway",
    summary: "The target under today's name and key variable.",
    base_url: fact("https://api.phaseo.app/v1", GUIDE, "2026-08-19"),
    regional_bases: fact(
        &[("eu", "https://eu.api.phaseo.app/v1"), ("us", "https://us.api.phaseo.app/v1")],
        CODE,
        "2026-10-01",
    ),
    key_variable: fact("PHASEO_API_KEY", GUIDE, "2026-08-19"),
    // The older form is accepted until 1 Jan 2027.
    key_shapes: fact(&[KeyShape::Phaseo, KeyShape::AiStats], CODE, "2026-08-22"),
    key_required: fact(true, CODE, "2026-08-22"),
    key_hint: fact("phaseo_v1_sk_…", CODE, "2026-08-22"),
    health_path: fact(Some("/health"), CODE, "2026-08-22"),
    models: phaseo_catalogue::ROUTE,
    catalogue: phaseo_catalogue::FACTS,
    key_path: fact(Some("/key"), CODE, "2026-08-22"),
    generation_path: fact(Some("/generations"), CODE, "2026-08-22"),
    cors: fact(
        CorsRules {
            allowed_headers: &[
                "authorization",
                "content-type",
                "traceparent",
                "tracestate",
                "x-title",
                "http-referer",
                "x-app-id",
                "x-app-name",
                "x-app-categories",
                "x-phaseo-client",
                "x-phaseo-client-version",
                "x-phaseo-metadata",
                "x-gateway-debug",
                "x-phaseo-debug",
                "x-phaseo-strictness",
                "x-phaseo-cache-revalidate",
            ],
            options: true,
            exposed_headers: &[
                "retry-after",
                "x-request-id",
                "x-phaseo-upstream-ratelimit-limit",
                "x-phaseo-upstream-ratelimit-remaining",
                "x-phaseo-upstream-ratelimit-reset",
                "x-phaseo-upstream-ratelimit-limit-requests",
                "x-phaseo-upstream-ratelimit-remaining-requests",
                "x-phaseo-upstream-ratelimit-reset-requests",
                "x-phaseo-upstream-ratelimit-limit-tokens",
                "x-phaseo-upstream-ratelimit-remaining-tokens",
                "x-phaseo-upstream-ratelimit-reset-tokens",
            ],
        },
        CODE,
        "2026-10-01",
    ),
    headers: &[
        HeaderRule { name: "HTTP-Referer", advice: fact(HeaderAdvice::Keep, GUIDE, "2026-08-19") },
        HeaderRule { name: "X-Title", advice: fact(HeaderAdvice::Keep, GUIDE, "2026-08-19") },
        HeaderRule { name: "X-OpenRouter-Title", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-OpenRouter-Categories", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-OpenRouter-App-Visibility", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-OpenRouter-Metadata", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule {
            name: "X-OpenRouter-Experimental-Metadata",
            advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01"),
        },
        HeaderRule { name: "X-OpenRouter-Cache", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-OpenRouter-Cache-TTL", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-OpenRouter-Cache-Clear", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-OpenRouter-Fusion-Depth", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-Windowai-Title", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-Session-Id", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-Anthropic-Beta", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
        HeaderRule { name: "X-Provider-API-Keys", advice: fact(HeaderAdvice::Remove, CODE, "2026-10-01") },
    ],
};
