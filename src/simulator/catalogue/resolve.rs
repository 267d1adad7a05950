//! How each gateway resolves a requested id. **Invariant:** resolution never guesses; an id that the facts do not let
//! through is unknown.

use super::{Model, ROWS, provider};
use crate::simulator::Role;

/// What the source makes of an id.
pub(in crate::simulator) enum SourceMatch {
    Model(&'static Model),
    /// A `:free` listing that is gone: 404.
    NoEndpoints,
    /// 400.
    Unknown,
}

/// Variant suffixes that the source reads as a routing wish (OpenRouter docs, Aug 2026).
const SOURCE_SUFFIXES: [&str; 8] = ["nitro", "floor", "online", "exacto", "extended", "thinking", "beta", "batch"];

/// `~author/family-latest` at the source (mirror of 2 Jul 2026); all target aliases that lead to a listed row
/// (`aliases/*/alias.json`, 22 Aug 2026).
const SOURCE_ALIASES: [(&str, &str); 4] = [
    ("~anthropic/claude-haiku-latest", "anthropic/claude-haiku-4.5"),
    ("~anthropic/claude-sonnet-latest", "anthropic/claude-sonnet-5"),
    ("~google/gemini-flash-latest", "google/gemini-3.5-flash"),
    ("~openai/gpt-mini-latest", "openai/gpt-5.4-mini"),
];
pub(in crate::simulator) const TARGET_ALIASES: [(&str, &str); 10] = [
    ("openai/gpt-mini-latest", "openai/gpt-5.4-mini"),
    ("openai/gpt-nano-latest", "openai/gpt-5.4-nano"),
    ("anthropic/claude-sonnet-latest", "anthropic/claude-sonnet-5"),
    ("anthropic/claude-haiku-latest", "anthropic/claude-haiku-4.5"),
    ("google/gemini-pro-latest", "google/gemini-3.1-pro-preview"),
    ("google/gemini-flash-latest", "google/gemini-3.7-flash"),
    ("deepseek/deepseek-pro-latest", "deepseek/deepseek-v4-pro"),
    ("spacex-ai/grok-latest", "spacex-ai/grok-4.6"),
    ("mistralai/mistral-nemo", "mistral/mistral-nemo"),
    ("nousresearch/hermes-3-llama-3.1-405b", "nous/hermes-3-llama-3.1-405b"),
];

/// Resolves an id as the source does: listed id, dated slug, router, alias, dash spelling of Anthropic versions,
/// then the same without its suffix.
pub(in crate::simulator) fn at_source(id: &str) -> SourceMatch {
    let id = id.split_once("@preset/").map_or(id, |(model, _)| model);
    if let Some(model) = source_row(id) {
        return SourceMatch::Model(model);
    }
    match id.rsplit_once(':') {
        Some((base, "free")) => match at_source(base) {
            SourceMatch::Unknown => SourceMatch::Unknown,
            _ => SourceMatch::NoEndpoints,
        },
        Some((base, suffix)) if SOURCE_SUFFIXES.contains(&suffix) => at_source(base),
        _ => SourceMatch::Unknown,
    }
}

fn source_row(id: &str) -> Option<&'static Model> {
    let id = SOURCE_ALIASES.iter().find(|(alias, _)| *alias == id).map_or(id, |(_, model)| *model);
    let id = match id {
        "openrouter/auto" | "openrouter/auto-beta" => "openai/gpt-4.1-mini",
        "openrouter/free" => "google/gemma-4-31b-it:free",
        other => other,
    };
    let same = |listed: &str| listed == id || (listed.starts_with("anthropic/") && listed.replace('.', "-") == id);
    ROWS.iter()
        .find(|row| row.source.is_some_and(same))
        .or_else(|| ROWS.iter().find(|row| row.source.is_some() && row.canonical == id))
}

/// What the target makes of an id.
pub(in crate::simulator) enum TargetMatch {
    /// A row, and the provider if the id names one.
    Model(&'static Model, Option<&'static str>),
    /// `@slug` of a preset that the workspace does not have.
    MissingPreset,
    Unknown,
}

/// Resolves an id as the target does: alias, `provider:org/model`, provider's own slug, as given. Suffixes are known
/// to the newest edition only.
pub(in crate::simulator) fn at_target(role: Role, id: &str) -> TargetMatch {
    if id.starts_with('@') {
        return TargetMatch::MissingPreset;
    }
    if let Some(model) = target_row(role, id) {
        return TargetMatch::Model(model, None);
    }
    if let Some((provider, rest)) = id.split_once(':').filter(|(left, _)| !left.contains('/')) {
        let offered = provider::by_target_id(provider).map(|provider| provider.target);
        return match (target_row(role, rest), offered) {
            (Some(model), Some(name)) if model.providers.contains(&name) => TargetMatch::Model(model, Some(name)),
            _ => TargetMatch::Unknown,
        };
    }
    if let Some((base, "nitro" | "cheap" | "fast")) = id.rsplit_once(':').filter(|_| role == Role::Phaseo) {
        return target_row(role, base).map_or(TargetMatch::Unknown, |model| TargetMatch::Model(model, None));
    }
    let by_slug = id.split_once('/').and_then(|(provider, slug)| {
        let row = ROWS.iter().find(|row| row.target.is_some() && row.provider_slug() == slug)?;
        row.providers.iter().find(|name| **name == provider).map(|name| (row, *name))
    });
    by_slug.map_or(TargetMatch::Unknown, |(row, name)| TargetMatch::Model(row, Some(name)))
}

fn target_row(role: Role, id: &str) -> Option<&'static Model> {
    let id = TARGET_ALIASES.iter().find(|(alias, _)| *alias == id).map_or(id, |(_, model)| *model);
    let id = match (role, id) {
        (Role::Phaseo, "phaseo/free") => "google/gemma-4-31b:free",
        (Role::Phaseo, "phaseo/auto") => "openai/gpt-4.1-mini",
        (_, other) => other,
    };
    ROWS.iter().find(|row| row.target == Some(id))
}
