//! The source's routers, which its list does not tell apart.
//! Not a catalogue, and nothing about a target: what is known of a target's ids stands in its profile.
//! **Invariant:** nothing here approves anything.

/// The source's routers (its documentation, 22 Aug 2026). Other names under `openrouter/` are models in disguise.
const ROUTERS: [&str; 8] =
    ["auto", "auto-beta", "free", "fusion", "fusion-flash", "pareto-code", "bodybuilder", "auto-exacto"];

/// Whether a name under `openrouter/` is a router.
pub(super) fn is_router(name: &str) -> bool {
    ROUTERS.contains(&name)
}
