//! The models that the simulated gateways serve, and how each of them resolves a requested id.
//! Not the page's model matching: that is judged against this. **Invariant:** resolution never guesses; an id that the
//! facts do not let through is unknown.

pub(super) mod provider;
mod table;

pub(super) use table::ROWS;

use super::Role;

/// What a model reads besides text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inputs {
    Text,
    Image,
    /// Images and files.
    File,
}

/// Whether a model thinks before it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reasoning {
    Never,
    WhenAsked,
    Always,
}

/// What the target's route speaks with its provider; it decides how the target streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Upstream {
    /// OpenAI Responses: snapshot frame, cumulative tool arguments, no `[DONE]`.
    Responses,
    /// OpenAI chat: finish chunk, usage chunk, no `[DONE]`.
    Chat,
    /// Google's executor: as chat, but with `[DONE]`.
    Google,
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) source: Option<&'static str>,
    pub(super) target: Option<&'static str>,
    /// The dated slug that the source reports back.
    pub(super) canonical: &'static str,
    /// `Author: Model`.
    pub(super) name: &'static str,
    /// `YYYY-MM-DD`.
    pub(super) released: &'static str,
    /// Tokens.
    pub(super) context: u32,
    /// Tokens.
    pub(super) output: u32,
    /// US dollars a million tokens.
    pub(super) prompt: &'static str,
    /// US dollars a million tokens.
    pub(super) completion: &'static str,
    pub(super) inputs: Inputs,
    pub(super) reasoning: Reasoning,
    pub(super) upstream: Upstream,
    /// Target provider ids, the one that serves first.
    pub(super) providers: &'static [&'static str],
}

/// Families whose routes know no tools and no structured output.
const WITHOUT_TOOLS: [&str; 5] = ["gemma-2-27b", "phi-4", "minimax-m2-her", "sonar", "hermes-3-llama"];

impl Model {
    pub(super) fn takes_tools(&self) -> bool {
        !WITHOUT_TOOLS.iter().any(|family| self.canonical.contains(family))
    }

    pub(super) fn is_free(&self) -> bool {
        self.prompt == "0" && self.completion == "0"
    }

    /// The model's name at its provider, for example `gpt-4.1-mini-2025-04-14`.
    pub(super) fn provider_slug(&self) -> &'static str {
        let slug = self.canonical.split_once('/').map_or(self.canonical, |(_, slug)| slug);
        slug.split(':').next().unwrap_or(slug)
    }

    /// The author as people write it.
    pub(super) fn organisation(&self) -> &'static str {
        self.name.split_once(": ").map_or(self.name, |(organisation, _)| organisation)
    }

    /// The name without the author.
    pub(super) fn short_name(&self) -> &'static str {
        self.name.split_once(": ").map_or(self.name, |(_, name)| name)
    }

    /// The provider that serves when nobody asks for another.
    pub(super) fn first_provider(&self) -> Option<&'static provider::Provider> {
        self.providers.first().and_then(|id| provider::by_target_id(id))
    }

    pub(super) fn input_modalities(&self) -> &'static [&'static str] {
        match self.inputs {
            Inputs::Text => &["text"],
            Inputs::Image => &["text", "image"],
            Inputs::File => &["text", "image", "file"],
        }
    }

    pub(super) fn parameters(&self) -> Vec<&'static str> {
        let mut all = vec!["max_tokens", "temperature", "top_p", "stop", "seed", "frequency_penalty", "presence_penalty"];
        if self.takes_tools() {
            all.extend(["tools", "tool_choice", "response_format", "structured_outputs"]);
        }
        if self.reasoning != Reasoning::Never {
            all.extend(["reasoning", "include_reasoning"]);
        }
        all.sort_unstable();
        all
    }

    /// Release day as seconds since 1970, at midnight UTC.
    pub(super) fn released_seconds(&self) -> i64 {
        let mut numbers = self.released.split('-').filter_map(|part| part.parse::<i64>().ok());
        let (Some(year), Some(month), Some(day)) = (numbers.next(), numbers.next(), numbers.next()) else {
            return 0;
        };
        // Days from the civil calendar, counted in years that start in March.
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468) * 86_400
    }

    /// The place in the table, for ids that carry their record.
    pub(super) fn index(&self) -> u8 {
        ROWS.iter().position(|row| std::ptr::eq(row, self)).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
    }
}

/// The rows that a gateway lists.
pub(super) fn listed(role: Role) -> impl Iterator<Item = (&'static str, &'static Model)> {
    ROWS.iter().filter_map(move |model| {
        let id = match role {
            Role::OpenRouter => model.source,
            Role::AiStats | Role::Phaseo => model.target,
        };
        id.map(|id| (id, model))
    })
}

/// What the source makes of an id.
pub(super) enum SourceMatch {
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
pub(super) const TARGET_ALIASES: [(&str, &str); 10] = [
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
pub(super) fn at_source(id: &str) -> SourceMatch {
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
    ROWS.iter().find(|row| row.source.is_some_and(same)).or_else(|| {
        ROWS.iter().find(|row| row.source.is_some() && row.canonical == id)
    })
}

/// What the target makes of an id.
pub(super) enum TargetMatch {
    /// A row, and the provider if the id names one.
    Model(&'static Model, Option<&'static str>),
    /// `@slug` of a preset that the workspace does not have.
    MissingPreset,
    Unknown,
}

/// Resolves an id as the target does: alias, `provider:org/model`, provider's own slug, as given. Suffixes are known
/// to the newest edition only.
pub(super) fn at_target(role: Role, id: &str) -> TargetMatch {
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

/// The row that answers for `fault/NAME`: the most ordinary route on both sides.
pub(super) fn for_faults() -> Option<&'static Model> {
    ROWS.iter().find(|row| row.target == Some("meta/llama-3.3-70b"))
}
