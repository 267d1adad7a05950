//! OpenRouter, the gateway to leave.

use crate::gateway::key::KeyShape;
use crate::gateway::profile::{CatalogueFacts, CorsRules, HeaderAdvice, HeaderRule, ModelsRoute, Profile, fact};

const OPENAPI: &str = "OpenRouter, published OpenAPI document";
const PROBE: &str = "third-party measurement of the public API";

/// OpenRouter as of October 2026.
pub static OPENROUTER: Profile = Profile {
    id: "openrouter",
    name: "OpenRouter",
    summary: "The gateway in production today.",
    base_url: fact("https://openrouter.ai/api/v1", OPENAPI, "2026-08-22"),
    regional_bases: fact(
        &[("eu", "https://eu.openrouter.ai/api/v1"), ("us", "https://us.openrouter.ai/api/v1")],
        OPENAPI,
        "2026-08-22",
    ),
    key_variable: fact("OPENROUTER_API_KEY", "public code: the dominant spelling", "2026-10-02"),
    key_shapes: fact(&[KeyShape::OpenRouter], OPENAPI, "2026-08-22"),
    key_required: fact(true, OPENAPI, "2026-08-22"),
    key_hint: fact("sk-or-v1-…", OPENAPI, "2026-08-22"),
    // There is no health route. One row of the model list needs no key and proves that the API answers.
    health_path: fact(Some("/models?limit=1"), PROBE, "2026-10-02"),
    // Without limit and offset all rows come at once, but by default only those of models that answer with text.
    models: fact(
        ModelsRoute {
            path: "/models",
            page_limit: None,
            needs_key: false,
            filter: fact(Some("output_modalities=all"), OPENAPI, "2026-08-22"),
            serving_path: fact(Some("/endpoints"), OPENAPI, "2026-08-22"),
        },
        OPENAPI,
        "2026-08-22",
    ),
    catalogue: fact(
        CatalogueFacts { not_served: &[], meanings: &[], router_author: "openrouter" },
        OPENAPI,
        "2026-08-22",
    ),
    key_path: fact(Some("/key"), OPENAPI, "2026-08-22"),
    generation_path: fact(Some("/generation"), OPENAPI, "2026-08-22"),
    cors: fact(
        CorsRules {
            allowed_headers: &[
                "authorization",
                "content-type",
                "accept",
                "user-agent",
                "x-api-key",
                "x-csrf-token",
                "x-requested-with",
                "accept-version",
                "content-length",
                "content-md5",
                "date",
                "x-api-version",
                "http-referer",
                "x-windowai-title",
                "x-openrouter-title",
                "x-title",
                "x-openrouter-categories",
                "x-openrouter-app-visibility",
                "x-session-id",
                "x-stainless-lang",
                "x-stainless-package-version",
                "x-stainless-os",
                "x-stainless-arch",
                "x-stainless-runtime",
                "x-stainless-runtime-version",
                "x-stainless-retry-count",
                "x-stainless-timeout",
                "x-stainless-async",
                "x-stainless-poll-helper",
                "x-stainless-custom-poll-interval",
                "x-stainless-helper-method",
                "idempotency-key",
                "traceparent",
                "tracestate",
                "b3",
                "protection-key",
            ],
            options: true,
            exposed_headers: &["x-generation-id", "cf-ray", "x-provider-name", "request-id"],
        },
        PROBE,
        "2026-10-02",
    ),
    headers: &[
        HeaderRule { name: "HTTP-Referer", advice: fact(HeaderAdvice::Keep, OPENAPI, "2026-08-22") },
        HeaderRule { name: "X-Title", advice: fact(HeaderAdvice::Keep, OPENAPI, "2026-08-22") },
    ],
};
