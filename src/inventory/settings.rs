//! What a person chose for the move: the target and how the code shall get there.
//! Not the gateways themselves, whose facts are in the profiles.
//! **Invariant:** a target id is used in a change only if a person or an exact match approved it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::gateway::profile::{HeaderAdvice, Profile};
use crate::gateway::profiles;

/// What becomes of the variable that holds the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyMove {
    /// Code reads the new name and falls back to the old one; configuration sets both.
    #[default]
    FallBack,
    /// Only the new name is left.
    HardCut,
}

/// The choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The base URL of the target without a slash at its end, such as `https://api.phaseo.app/v1`.
    pub base_url: String,
    /// The environment variable for the target's key.
    pub key_variable: String,
    /// What becomes of the old variable.
    pub key_move: KeyMove,
    /// The id of the target's profile, for its policy on headers.
    pub profile: String,
    /// Approved model ids: source id to target id.
    pub aliases: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings::for_profile(&profiles::AI_STATS)
    }
}

impl Settings {
    /// The settings that a profile suggests.
    #[must_use]
    pub fn for_profile(profile: &Profile) -> Settings {
        Settings {
            base_url: profile.base_url.value.trim_end_matches('/').to_owned(),
            key_variable: profile.key_variable.value.to_owned(),
            key_move: KeyMove::default(),
            profile: profile.id.to_owned(),
            aliases: BTreeMap::new(),
        }
    }

    /// The base URL's origin: `https://api.phaseo.app`.
    #[must_use]
    pub fn origin(&self) -> &str {
        origin_of(&self.base_url)
    }

    /// The base URL of a region of the target; `None` if this edition has none, or if the target is at another address.
    #[must_use]
    pub fn regional_base(&self, region: &str) -> Option<&'static str> {
        let profile = Profile::by_id(&self.profile).filter(|profile| profile.base_url.value == self.base_url)?;
        profile.regional_bases.value.iter().find(|(name, _)| *name == region).map(|(_, base)| *base)
    }

    /// The host with its port: `api.phaseo.app`.
    #[must_use]
    pub fn host(&self) -> &str {
        self.origin().split_once("://").map_or(self.origin(), |(_, host)| host)
    }

    /// The path of the base URL: `/v1`. Empty if there is none.
    #[must_use]
    pub fn path(&self) -> &str {
        self.base_url.get(self.origin().len()..).unwrap_or_default()
    }

    /// What the target's profile says of a request header of the source.
    #[must_use]
    pub fn header_advice(&self, name: &str) -> HeaderAdvice {
        let profile = Profile::by_id(&self.profile).unwrap_or(&profiles::AI_STATS);
        let rule = profile.headers.iter().find(|rule| rule.name.eq_ignore_ascii_case(name));
        match rule {
            Some(rule) => rule.advice.value,
            None if name.to_ascii_lowercase().starts_with("x-openrouter-") => HeaderAdvice::Remove,
            None => HeaderAdvice::Keep,
        }
    }
}

/// A URL up to its path, with its scheme if it has one.
#[must_use]
pub fn origin_of(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(after_scheme..).and_then(|rest| rest.find('/')).map(|at| after_scheme + at);
    end.and_then(|end| url.get(..end)).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_comes_apart() {
        for (base_url, origin, host, path) in [
            ("https://api.phaseo.app/v1", "https://api.phaseo.app", "api.phaseo.app", "/v1"),
            ("http://127.0.0.1:9102/v1", "http://127.0.0.1:9102", "127.0.0.1:9102", "/v1"),
            ("https://gateway.example", "https://gateway.example", "gateway.example", ""),
        ] {
            let settings = Settings { base_url: base_url.to_owned(), ..Settings::default() };
            assert_eq!((settings.origin(), settings.host(), settings.path()), (origin, host, path));
        }
    }
}
