//! What is known of single ids beyond both model lists: routers, models without a provider, names that mean another.
//! Not a catalogue: an id that is not here is judged by the lists alone, and what a list says now always comes first.
//! **Invariant:** nothing here approves anything; each fact has the day on which it was seen.

/// The day on which the target's catalogue was looked at, ISO 8601.
pub(super) const SEEN: &str = "2026-08-22";

/// The source's routers (its documentation, 22 Aug 2026). Other names under `openrouter/` are models in disguise.
const ROUTERS: [&str; 8] =
    ["auto", "auto-beta", "free", "fusion", "fusion-flash", "pareto-code", "bodybuilder", "auto-exacto"];

/// Ids that the target's catalogue knew on [`SEEN`] and that no provider served.
const NOT_SERVED: [&str; 11] = [
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
];

/// Ids whose name does not say which model they are: source id, target id, how it is known.
const MEANINGS: [(&str, &str, &str); 1] =
    [("deepseek/deepseek-chat", "deepseek/deepseek-v3", "the source shows this id as DeepSeek V3")];

/// Whether a name under `openrouter/` is a router.
pub(super) fn is_router(name: &str) -> bool {
    ROUTERS.contains(&name)
}

/// Whether the target knew the id, without its suffixes, and had no provider for it.
pub(super) fn is_not_served(id: &str) -> bool {
    NOT_SERVED.contains(&id)
}

/// The target's id for one whose name does not say it, and how that is known.
pub(super) fn meaning(id: &str) -> Option<(&'static str, &'static str)> {
    MEANINGS.iter().find(|(source, ..)| *source == id).map(|(_, target, reason)| (*target, *reason))
}
