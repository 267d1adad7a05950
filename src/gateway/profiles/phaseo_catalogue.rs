//! The model list of the target and what is known of single ids in it: the same for both of its names.
//! **Invariant:** nothing here is said of any other gateway.

use crate::gateway::profile::{CatalogueFacts, Fact, ModelsRoute, fact};

const CODE: &str = "the gateway's public source";
const CATALOGUE: &str = "the gateway's public catalogue";

/// 50 rows a page unless asked for more; 250 is the most. By default only models that can be routed to are listed.
pub(super) const ROUTE: Fact<ModelsRoute> = fact(
    ModelsRoute {
        path: "/models",
        page_limit: Some(250),
        needs_key: true,
        filter: fact(Some("availability=all"), CODE, "2026-08-22"),
        serving_path: fact(Some("/endpoints"), CODE, "2026-08-22"),
    },
    CODE,
    "2026-08-22",
);

/// Single ids.
pub(super) const FACTS: Fact<CatalogueFacts> = fact(
    CatalogueFacts {
        not_served: &[
            "ai21/jamba-large-1.7",
            "anthropic/claude-3-opus",
            "anthropic/claude-3.5-haiku",
            "anthropic/claude-3.7-sonnet",
            "anthropic/claude-opus-4",
            "anthropic/claude-opus-4.1",
            "anthropic/claude-sonnet-4",
            "cohere/command-a",
            "openai/gpt-4",
            "openai/gpt-4-turbo",
            "venice/ox-alpha",
        ],
        meanings: &[("deepseek/deepseek-chat", "deepseek/deepseek-v3", "the source shows this id as DeepSeek V3")],
        router_author: "phaseo",
    },
    CATALOGUE,
    "2026-08-22",
);
