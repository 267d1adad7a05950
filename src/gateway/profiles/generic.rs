//! Any gateway that speaks the OpenAI dialect. Nothing is assumed beyond the dialect itself.

use crate::gateway::profile::{CatalogueFacts, CorsRules, ModelsRoute, Profile, fact};

const DIALECT: &str = "OpenAI API reference: the dialect itself";

/// A gateway of one's own.
pub static GENERIC: Profile = Profile {
    id: "generic",
    name: "OpenAI-compatible",
    summary: "Any other gateway that speaks the OpenAI dialect.",
    base_url: fact("", DIALECT, "2026-10-01"),
    regional_bases: fact(&[], DIALECT, "2026-10-01"),
    key_variable: fact("OPENAI_API_KEY", DIALECT, "2026-10-01"),
    key_shapes: fact(&[], DIALECT, "2026-10-01"),
    key_required: fact(false, DIALECT, "2026-10-01"),
    key_hint: fact("", DIALECT, "2026-10-01"),
    // There is no health route in the dialect. The model list is asked for without a key: who wants one says so in JSON.
    health_path: fact(Some("/models"), DIALECT, "2026-10-01"),
    models: fact(
        ModelsRoute {
            path: "/models",
            page_limit: None,
            needs_key: false,
            filter: fact(None, DIALECT, "2026-10-01"),
            serving_path: fact(None, DIALECT, "2026-10-01"),
        },
        DIALECT,
        "2026-10-01",
    ),
    catalogue: fact(CatalogueFacts { not_served: &[], meanings: &[], router_author: "" }, DIALECT, "2026-10-01"),
    key_path: fact(None, DIALECT, "2026-10-01"),
    generation_path: fact(None, DIALECT, "2026-10-01"),
    cors: fact(
        CorsRules { allowed_headers: &["authorization", "content-type"], options: false, exposed_headers: &[] },
        DIALECT,
        "2026-10-01",
    ),
    headers: &[],
};
