//! The AI Stats Gateway: the target in the edition that the migration guide describes.

use super::phaseo_catalogue;
use crate::gateway::key::KeyShape;
use crate::gateway::profile::{CorsRules, HeaderAdvice, HeaderRule, Profile, fact};

const GUIDE: &str = "AI Stats migration guide, edition before the rename";
const CODE: &str = "the gateway's public source";

/// The target as the guide has it: key variable, and its advice on headers.
pub static AI_STATS: Profile = Profile {
    id: "ai-stats",
    name: "AI Stats Gateway",
    summary: "The target as the migration guide describes it.",
    base_url: fact("https://api.phaseo.app/v1", GUIDE, "2026-07-09"),
    regional_bases: fact(&[], CODE, "2026-08-22"),
    key_variable: fact("AI_STATS_API_KEY", GUIDE, "2026-07-09"),
    key_shapes: fact(&[KeyShape::AiStats, KeyShape::Phaseo], CODE, "2026-08-22"),
    key_required: fact(true, CODE, "2026-08-22"),
    key_hint: fact("aistats_v1_sk_… or phaseo_v1_sk_…", CODE, "2026-08-22"),
    health_path: fact(Some("/health"), GUIDE, "2026-07-09"),
    models: phaseo_catalogue::ROUTE,
    catalogue: phaseo_catalogue::FACTS,
    key_path: fact(Some("/key"), CODE, "2026-08-22"),
    generation_path: fact(Some("/generations"), GUIDE, "2026-07-09"),
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
                "x-phaseo-client",
                "x-phaseo-client-version",
                "x-gateway-debug",
                "x-phaseo-debug",
                "x-phaseo-strictness",
                "x-phaseo-cache-revalidate",
            ],
            options: true,
            exposed_headers: &[],
        },
        CODE,
        "2026-08-22",
    ),
    headers: &[
        HeaderRule { name: "HTTP-Referer", advice: fact(HeaderAdvice::RemoveUnlessNeeded, GUIDE, "2026-07-09") },
        HeaderRule { name: "X-Title", advice: fact(HeaderAdvice::RemoveUnlessNeeded, GUIDE, "2026-07-09") },
        HeaderRule { name: "X-OpenRouter-Title", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-OpenRouter-Categories", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-OpenRouter-App-Visibility", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-OpenRouter-Metadata", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule {
            name: "X-OpenRouter-Experimental-Metadata",
            advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22"),
        },
        HeaderRule { name: "X-OpenRouter-Cache", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-OpenRouter-Cache-TTL", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-OpenRouter-Cache-Clear", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-OpenRouter-Fusion-Depth", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-Windowai-Title", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-Session-Id", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-Anthropic-Beta", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
        HeaderRule { name: "X-Provider-API-Keys", advice: fact(HeaderAdvice::Remove, CODE, "2026-08-22") },
    ],
};
