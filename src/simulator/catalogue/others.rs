//! Models that no chat is asked of: those that answer with something else than text, and those that the target names
//! and does not serve. Not in [`super::ROWS`], so that a request for one finds no model.
//! **Invariant:** an id stands once in each list, the rows of chat models included.
//!
//! Ids: both gateways' public documents and catalogues (22 Aug 2026). Which of the target's ids is retired and which is
//! still to come is composed.

use super::{Inputs, Model, Reasoning, State, Upstream};

/// All of them.
pub(in crate::simulator) static OTHERS: &[Model] = &[
    Model {
        outputs: &["image"],
        ..row(
            Some("black-forest-labs/flux.2-pro"),
            None,
            "black-forest-labs/flux.2-pro",
            "Black Forest Labs: FLUX.2 Pro",
            "0",
            &["together"],
        )
    },
    Model {
        outputs: &["embeddings"],
        ..row(
            Some("openai/text-embedding-3-small"),
            Some("openai/text-embedding-3-small"),
            "openai/text-embedding-3-small",
            "OpenAI: Text Embedding 3 Small",
            "0.02",
            &["openai"],
        )
    },
    Model {
        outputs: &["image"],
        ..row(
            None,
            Some("black-forest-labs/flux-1-schnell"),
            "black-forest-labs/flux-1-schnell",
            "Black Forest Labs: FLUX.1 Schnell",
            "0",
            &["fireworks"],
        )
    },
    Model {
        state: State::Inactive,
        ..row(
            None,
            Some("anthropic/claude-opus-4.1"),
            "anthropic/claude-4.1-opus-20250805",
            "Anthropic: Claude Opus 4.1",
            "15",
            &["anthropic"],
        )
    },
    Model {
        state: State::Retired { replacement: "openai/gpt-4.1" },
        ..row(None, Some("openai/gpt-4-turbo"), "openai/gpt-4-turbo", "OpenAI: GPT-4 Turbo", "10", &["openai"])
    },
    Model {
        state: State::ComingSoon,
        ..row(None, Some("venice/ox-alpha"), "venice/ox-alpha", "Venice: Ox Alpha", "1", &["venice"])
    },
];

const fn row(
    source: Option<&'static str>,
    target: Option<&'static str>,
    canonical: &'static str,
    name: &'static str,
    prompt: &'static str,
    providers: &'static [&'static str],
) -> Model {
    Model {
        source,
        target,
        canonical,
        name,
        released: "2025-08-05",
        context: 8_192,
        output: 4_096,
        prompt,
        completion: "0",
        inputs: Inputs::Text,
        reasoning: Reasoning::Never,
        upstream: Upstream::Chat,
        providers,
        outputs: &["text"],
        state: State::Active,
    }
}
