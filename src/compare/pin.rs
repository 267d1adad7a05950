//! Who served both answers, and how both sides are held to one provider: `provider.order` without fallbacks at the
//! source, and the id with the provider before it at the target.
//!
//! Source: OpenRouter's provider routing documents; the target's capability pages (`provider-id:author/model`, no
//! fallback to another provider), October 2026.
//! **Invariant:** answers of different providers are never said to be of one model.
//! **Invariant:** nothing is pinned that was not shown first.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::run::Run;
use crate::diagnostic::Diagnostic;
use crate::gateway::side::Side;
use crate::migrate::presets::provider_id::{Found, find, providers};

/// What is known of who served a pair of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Serving {
    /// One provider, by the target's name for it.
    One(String),
    /// Two, as each gateway names its own.
    Two(String, String),
    /// At least one side does not say.
    Unknown {
        /// The source's, if it says.
        source: Option<String>,
        /// The target's, if it says.
        target: Option<String>,
    },
}

impl Serving {
    /// Who served two runs.
    #[must_use]
    pub fn of(source: &Run, target: &Run) -> Serving {
        match (source.answer.provider.clone(), target.answer.provider.clone()) {
            (Some(here), Some(there)) if folded(&here) == folded(&there) => {
                Serving::One(target_id(&here).map_or(there, str::to_owned))
            }
            (Some(here), Some(there)) => Serving::Two(here, there),
            (source, target) => Serving::Unknown { source, target },
        }
    }

    /// A sentence for the page.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Serving::One(provider) => format!("Both answers were served by `{provider}`."),
            Serving::Two(source, target) => format!(
                "The answers come from different providers: `{source}` at the source, `{target}` at the target. They may \
                 run it at another precision, so that a difference says as much about them as about the gateways."
            ),
            Serving::Unknown { source, target } => {
                let named =
                    |name: &Option<String>| name.as_ref().map_or("not reported".to_owned(), |name| format!("`{name}`"));
                format!(
                    "Who served both answers is not known: {} at the source, {} at the target. Without a pin each call may \
                     go to another provider.",
                    named(source),
                    named(target)
                )
            }
        }
    }
}

/// The target's id of a provider, by any of its names.
fn target_id(name: &str) -> Option<&'static str> {
    match find(name) {
        Found::Known { target, .. } => Some(target),
        Found::Same => providers().iter().map(|provider| provider.target).find(|id| *id == name),
        Found::Unknown => None,
    }
}

/// One name for all names of a provider: the target's id where there is one, else the source's slug, else the name
/// without regard to capital letters. Two answers are of one provider if this is the same.
#[must_use]
pub fn folded(name: &str) -> String {
    let of_source = || providers().iter().find(|row| row.name.eq_ignore_ascii_case(name) && !row.slug.is_empty());
    target_id(name).or_else(|| of_source().map(|row| row.slug)).map_or_else(|| name.to_ascii_lowercase(), str::to_owned)
}

/// Both sides held to one provider. The names in a file are those of the sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// The provider's slug at the source.
    #[serde(rename = "source")]
    pub slug: String,
    /// The provider's id at the target.
    #[serde(rename = "target")]
    pub provider: String,
}

impl Pin {
    /// The pin to a provider, by any of its names.
    ///
    /// # Errors
    /// If the provider is not known, or the target has none like it.
    pub fn to(name: &str) -> Result<Pin, Diagnostic> {
        let known = target_id(name);
        let row = providers().iter().find(|provider| {
            !provider.slug.is_empty()
                && (Some(provider.target) == known
                    || provider.name.eq_ignore_ascii_case(name)
                    || provider.slug.eq_ignore_ascii_case(name))
        });
        match (row, known) {
            (Some(row), Some(target)) => Ok(Pin { slug: row.slug.to_owned(), provider: target.to_owned() }),
            (Some(row), None) => Err(Diagnostic::new(
                format!("The target has no provider like `{}`.", row.slug),
                format!("It had none on {} ({}).", row.date, row.source),
                "Run again, or name in `provider.order` one that both have, until the source is served by it.",
            )),
            (None, _) => Err(Diagnostic::new(
                format!("The provider `{name}` is not known."),
                "It stands in neither list of providers that this page was made with.",
                "Write `provider.order` and the target's id into the request yourself.",
            )),
        }
    }

    /// The target's model id with the provider before it. One that has a provider already gets this one.
    #[must_use]
    pub fn model(&self, model: &str) -> String {
        let bare = model.split_once(':').filter(|(before, _)| !before.contains('/')).map_or(model, |(_, bare)| bare);
        format!("{}:{bare}", self.provider)
    }

    /// Changes the body that one side is sent.
    pub fn apply(&self, side: Side, fields: &mut Map<String, Value>) {
        match side {
            Side::Source => {
                let provider = fields.entry("provider").or_insert_with(|| Value::Object(Map::new()));
                if !provider.is_object() {
                    *provider = json!({});
                }
                if let Value::Object(provider) = provider {
                    provider.insert("order".to_owned(), json!([self.slug]));
                    provider.insert("allow_fallbacks".to_owned(), Value::Bool(false));
                    // They would take the pinned provider out again.
                    for name in ["only", "ignore", "sort"] {
                        provider.shift_remove(name);
                    }
                }
            }
            Side::Target => {
                if let Some(Value::String(model)) = fields.get_mut("model") {
                    *model = self.model(model);
                }
                if let Some(Value::Object(provider)) = fields.get_mut("provider") {
                    for name in ["order", "only", "ignore", "sort", "allow_fallbacks"] {
                        provider.shift_remove(name);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests_support::run_of;
    use crate::gateway::endpoint::Endpoint;

    fn served(provider: Option<&str>) -> Run {
        let mut run = run_of(Endpoint::ChatCompletions, false, r#"{"choices":[{"message":{"content":"x"}}]}"#);
        run.answer.provider = provider.map(str::to_owned);
        run
    }

    #[test]
    fn the_words_never_say_same_model() {
        for (here, there, expected) in [
            (Some("OpenAI"), Some("openai"), "Both answers were served by `openai`."),
            (Some("Acme"), Some("acme"), "Both answers were served by `acme`."),
            (Some("OpenAI"), Some("azure"), "The answers come from different providers: `OpenAI`"),
            (Some("DeepInfra"), Some("together"), "different providers"),
            (Some("OpenAI"), None, "is not known: `OpenAI` at the source, not reported at the target"),
            (None, None, "is not known"),
        ] {
            let words = Serving::of(&served(here), &served(there)).words();
            assert!(words.contains(expected), "{words}");
            assert!(!words.to_lowercase().contains("same model"), "{words}");
        }
    }

    #[test]
    fn all_names_of_a_provider_are_one() {
        for (one, other, same) in [
            ("OpenAI", "openai", true),
            ("Amazon Bedrock", "amazon-bedrock", true),
            ("xAI", "x-ai", true),
            ("deepinfra/turbo", "DeepInfra", true),
            ("Chutes", "chutes", true),
            ("Acme", "acme", true),
            ("OpenAI", "Azure", false),
            ("Google", "Google AI Studio", false),
        ] {
            assert_eq!(folded(one) == folded(other), same, "{} {}", folded(one), folded(other));
        }
    }

    #[test]
    fn both_bodies_are_pinned() {
        let pin = Pin::to("OpenAI").unwrap();
        assert_eq!(pin, Pin { slug: "openai".into(), provider: "openai".into() });
        let body =
            json!({"model": "openai/gpt-4.1-mini", "provider": {"order": ["azure"], "zdr": true, "sort": "price"}});
        let pinned = |side: Side| {
            let mut fields = body.as_object().unwrap().clone();
            pin.apply(side, &mut fields);
            Value::Object(fields)
        };
        let (source, target) = (pinned(Side::Source), pinned(Side::Target));
        assert_eq!(
            source,
            json!({"model": "openai/gpt-4.1-mini", "provider": {"order": ["openai"], "zdr": true, "allow_fallbacks": false}})
        );
        assert_eq!(target, json!({"model": "openai:openai/gpt-4.1-mini", "provider": {"zdr": true}}));
        assert_eq!(pin.model("azure:openai/gpt-4.1-mini"), "openai:openai/gpt-4.1-mini");
        assert_eq!(pin.model("google/gemma-4-31b:free"), "openai:google/gemma-4-31b:free");
    }

    #[test]
    fn what_cannot_be_pinned_says_why() {
        assert!(Pin::to("Chutes").unwrap_err().what.contains("no provider like `chutes`"));
        assert!(Pin::to("nobody-at-all").unwrap_err().what.contains("not known"));
    }
}
