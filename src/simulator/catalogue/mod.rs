//! The models that the simulated gateways serve. Not how an id is resolved (`resolve`), not the page's model matching.
//! **Invariant:** what is derived from a row here is the same on both sides.

mod others;
pub(super) mod provider;
mod resolve;
mod table;

pub(super) use resolve::{SourceMatch, TARGET_ALIASES, TargetMatch, at_source, at_target};
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

/// Whether the target serves a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Active,
    /// Named, and served by nobody.
    Inactive,
    /// Named, and not served yet.
    ComingSoon,
    /// Gone; the target names another in its place.
    Retired {
        replacement: &'static str,
    },
}

impl State {
    /// The words of a lifecycle and of an availability (`lib/models`, 22 Aug 2026).
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            State::Active => ("active", "active"),
            State::Inactive => ("active", "inactive"),
            State::ComingSoon => ("active", "coming_soon"),
            State::Retired { .. } => ("retired", "inactive"),
        }
    }
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
    /// What it answers with, as both gateways write it.
    pub(super) outputs: &'static [&'static str],
    /// Whether the target serves it.
    pub(super) state: State,
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

    /// What the target lets it be asked through.
    pub(super) fn endpoints(&self) -> &'static [&'static str] {
        match self.outputs {
            ["image"] => &["images.generations"],
            ["embeddings"] => &["embeddings"],
            _ => &["chat.completions", "responses"],
        }
    }

    pub(super) fn parameters(&self) -> Vec<&'static str> {
        if self.outputs != ["text"] {
            return Vec::new();
        }
        let mut all =
            vec!["max_tokens", "temperature", "top_p", "stop", "seed", "frequency_penalty", "presence_penalty"];
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

/// All rows that a gateway has, also those that its list leaves out unless asked.
pub(super) fn all(role: Role) -> impl Iterator<Item = (&'static str, &'static Model)> {
    ROWS.iter().chain(others::OTHERS).filter_map(move |model| {
        let id = match role {
            Role::OpenRouter => model.source,
            Role::AiStats | Role::Phaseo => model.target,
        };
        id.map(|id| (id, model))
    })
}

/// The chat models that a gateway serves.
pub(super) fn listed(role: Role) -> impl Iterator<Item = (&'static str, &'static Model)> {
    all(role).filter(|(_, model)| model.state == State::Active && model.outputs.contains(&"text"))
}

/// The row that answers for `fault/NAME`: the most ordinary route on both sides.
pub(super) fn for_faults() -> Option<&'static Model> {
    ROWS.iter().find(|row| row.target == Some("meta/llama-3.3-70b"))
}
