//! API keys. What holds a key holds an opaque [`ApiKey`], which only this file can read.
//! Not a store: keys live in the memory of the tab and go with it.
//!
//! **Invariant:** an [`ApiKey`] has no `Display`, no `Serialize` and a `Debug` that shows nothing; its text leaves by
//! one road, [`ApiKey::authorization_for`], and only for an address of the origin that the key was entered for. The
//! [`redactor`] is told what to take out, and gives nothing back.

use std::fmt;
use std::sync::Arc;

use super::base_url::Origin;
use super::profile::Profile;
use super::side::{PerSide, Side};
use crate::diagnostic::Diagnostic;
use crate::share::redaction::Redactor;

/// A key, bound to one origin.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    text: Arc<str>,
    origin: Origin,
    shape: Option<KeyShape>,
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ApiKey(hidden, for {})", self.origin)
    }
}

/// What stands in a key field: on its way to becoming an [`ApiKey`], and as silent as one.
#[derive(Clone, PartialEq, Eq)]
pub struct TypedKey(String);

impl TypedKey {
    /// Takes the text of a key field.
    #[must_use]
    pub const fn new(text: String) -> Self {
        TypedKey(text)
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for TypedKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TypedKey(hidden)")
    }
}

/// Whose key it is, told by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyShape {
    /// `sk-or-v1-…` (OpenRouter; its published OpenAPI document, 22 Aug 2026).
    OpenRouter,
    /// `phaseo_v1_sk_…` (the target's source, 22 Aug 2026).
    Phaseo,
    /// `aistats_v1_sk_…`, the target's older form, accepted there until 1 Jan 2027 (the target's source, 22 Aug 2026).
    AiStats,
    /// `phaseo_v1_mk_…` or `aistats_v1_mk_…`: a management key, refused on every inference route
    /// (the target's source, 22 Aug 2026).
    TargetManagement,
}

impl KeyShape {
    /// Reads the form of a key; `None` if it is nobody's that we know.
    #[must_use]
    pub fn of(text: &str) -> Option<KeyShape> {
        let starts = |prefix: &str| text.starts_with(prefix);
        if starts("sk-or-") {
            Some(KeyShape::OpenRouter)
        } else if starts("phaseo_v1_sk_") {
            Some(KeyShape::Phaseo)
        } else if starts("aistats_v1_sk_") {
            Some(KeyShape::AiStats)
        } else if starts("phaseo_v1_mk_") || starts("aistats_v1_mk_") {
            Some(KeyShape::TargetManagement)
        } else {
            None
        }
    }

    /// Whether the gateway of a profile takes keys of this form. One that nothing is known of takes nobody's key.
    #[must_use]
    pub fn belongs_to(self, profile: &Profile) -> bool {
        profile.key_shapes.value.contains(&self)
    }

    /// The name for a person.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            KeyShape::OpenRouter => "an OpenRouter key",
            KeyShape::Phaseo => "a Phaseo key",
            KeyShape::AiStats => "an AI Stats key",
            KeyShape::TargetManagement => "a Phaseo management key",
        }
    }
}

impl ApiKey {
    /// Takes a typed key for the gateway at `origin`. White space around it is dropped.
    ///
    /// # Errors
    /// If it is empty, cannot be a header value, or by its form belongs to another gateway than the profile's. A form
    /// that is nobody's is taken by every profile.
    pub fn enter(typed: &TypedKey, origin: &Origin, profile: &Profile, side: Side) -> Result<ApiKey, Diagnostic> {
        let text = typed.0.trim();
        if text.is_empty() {
            return Err(Diagnostic::new("The key is empty.", "Nothing was entered.", "Paste the key of this gateway."));
        }
        if text.starts_with("Bearer") {
            return Err(Diagnostic::new(
                "This is a whole header, not a key.",
                "It starts with the word Bearer.",
                "Paste only what follows Bearer.",
            ));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Diagnostic::new(
                "The key has a character that no key has.",
                "A line break, a space or a typographic quote was pasted along.",
                "Copy the key again, alone.",
            ));
        }
        let shape = KeyShape::of(text);
        match shape {
            Some(KeyShape::TargetManagement) => Err(Diagnostic::new(
                "This is a management key.",
                "The gateway refuses management keys on inference routes.",
                "Create an inference key (it starts with phaseo_v1_sk_) and paste that.",
            )),
            Some(found) if !found.belongs_to(profile) => Err(Diagnostic::new(
                format!("This is {}, in the field of the {} gateway.", found.name(), side.word()),
                format!("Its profile is {}, so that the keys were swapped, or the wrong one was copied.", profile.name),
                format!(
                    "Nothing was sent. Paste it under {} gateway, or choose the profile of its gateway here.",
                    side.other().title()
                ),
            )),
            _ => Ok(ApiKey { text: text.into(), origin: origin.clone(), shape }),
        }
    }

    /// The value of the `Authorization` header for `url`, or `None` if `url` is of another origin.
    #[must_use]
    pub fn authorization_for(&self, url: &str) -> Option<String> {
        (Origin::of_url(url).as_ref() == Some(&self.origin)).then(|| format!("Bearer {}", self.text))
    }

    /// The origin it belongs to.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whose key it is, if its form tells.
    #[must_use]
    pub const fn shape(&self) -> Option<KeyShape> {
        self.shape
    }
}

/// A redactor that knows the keys in use by value: everything that comes back from a gateway and everything that
/// leaves the page goes through it.
#[must_use]
pub fn redactor(keys: &PerSide<Option<ApiKey>>) -> Redactor {
    Redactor::new(Side::BOTH.into_iter().filter_map(|side| {
        let label = match side {
            Side::Source => "source key",
            Side::Target => "target key",
        };
        keys.get(side).as_ref().map(|key| (key.text.to_string(), label))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::base_url::BaseUrl;
    use crate::gateway::profiles::{AI_STATS, GENERIC, OPENROUTER, PHASEO};

    const MARKER: &str = "sk-or-v1-markermarkermarkermarker";

    fn origin(text: &str) -> Origin {
        BaseUrl::parse(text).unwrap().origin()
    }

    fn enter(text: &str, origin: &Origin, profile: &Profile, side: Side) -> Result<ApiKey, Diagnostic> {
        ApiKey::enter(&TypedKey::new(text.to_owned()), origin, profile, side)
    }

    #[test]
    fn a_key_goes_to_its_own_origin_only() {
        let key = enter(MARKER, &origin("https://openrouter.ai/api/v1"), &OPENROUTER, Side::Source).unwrap();
        assert!(key.authorization_for("https://openrouter.ai/api/v1/models").is_some());
        assert!(key.authorization_for("https://openrouter.ai:443/other?x=1").is_some());
        for other in [
            "https://openrouter.ai:444/api/v1/models",
            "https://eu.openrouter.ai/api/v1/models",
            "https://api.phaseo.app/v1/models",
            "https://openrouter.ai.example.org/",
            "https://openrouter.ai@example.org/",
            "http://openrouter.ai/api/v1/models",
            "",
        ] {
            assert_eq!(key.authorization_for(other), None, "{other}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let key = enter(MARKER, &origin("https://openrouter.ai"), &OPENROUTER, Side::Source).unwrap();
        assert!(!format!("{key:?}").contains("marker"));
    }

    #[test]
    fn swapped_keys_are_caught() {
        let at = origin("https://api.phaseo.app/v1");
        let refused = |text: &str| enter(text, &at, &PHASEO, Side::Target).unwrap_err().what;
        assert!(refused(MARKER).contains("OpenRouter key"));
        assert!(refused("phaseo_v1_mk_abc_def").contains("management"));
        assert!(refused("Bearer phaseo_v1_sk_a_b").contains("header"));
        assert!(refused("a b").contains("character"));
        assert!(refused("  ").contains("empty"));
        assert!(enter(" phaseo_v1_sk_a_b\n", &at, &PHASEO, Side::Target).is_ok());
        assert!(enter("aistats_v1_sk_a_b", &at, &PHASEO, Side::Target).is_ok());
        assert!(enter("anything-else", &at, &PHASEO, Side::Target).is_ok());
    }

    /// Every form under every profile, at the gateway's own host and at another.
    #[test]
    fn a_key_is_taken_only_under_a_profile_of_its_gateway() {
        let keys = [
            (MARKER, "openrouter"),
            ("phaseo_v1_sk_a_b", "ai-stats phaseo"),
            ("aistats_v1_sk_a_b", "ai-stats phaseo"),
            ("phaseo_v1_mk_a_b", ""),
            ("aistats_v1_mk_a_b", ""),
            ("sk-proj-abcdef", "openrouter ai-stats phaseo generic"),
        ];
        for profile in [&OPENROUTER, &AI_STATS, &PHASEO, &GENERIC] {
            for (key, takers) in keys {
                for at in ["https://openrouter.ai/api/v1", "https://llm.example.org/v1", "http://localhost:9/v1"] {
                    for side in Side::BOTH {
                        let taken = enter(key, &origin(at), profile, side).is_ok();
                        assert_eq!(taken, takers.split(' ').any(|id| id == profile.id), "{key} {} {at}", profile.id);
                    }
                }
            }
        }
    }
}
