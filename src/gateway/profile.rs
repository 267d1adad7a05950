//! A gateway as data. A new gateway or a new edition of one is a new file below `profiles/` and its name in `profiles`.
//! Not the source's uses in code, which the inventory's rules know by their own names.
//! **Invariant:** every fact names its source and its date; what sends and reads asks the profile, never a host name.

use super::base_url::BaseUrl;
use super::key::KeyShape;
use super::profiles;

/// A fact, where it is from, and the day it was true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact<T> {
    /// The fact.
    pub value: T,
    /// Where it was read.
    pub source: &'static str,
    /// The date of the source, ISO 8601.
    pub as_of: &'static str,
}

/// Writes a fact down.
pub const fn fact<T>(value: T, source: &'static str, as_of: &'static str) -> Fact<T> {
    Fact { value, source, as_of }
}

/// What the cross-origin rules of a gateway let a browser do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorsRules {
    /// Request headers that pass the preflight, lower case. Any other makes the whole call fail.
    pub allowed_headers: &'static [&'static str],
    /// Whether a page may ask with `OPTIONS` itself.
    pub options: bool,
    /// Response headers that a page can read beyond the safelisted ones, lower case.
    pub exposed_headers: &'static [&'static str],
}

/// How a gateway lists its models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelsRoute {
    /// The path below the base.
    pub path: &'static str,
    /// The query of the first page: `None` to send no limit.
    pub page_limit: Option<u32>,
    /// Whether it answers only with a key.
    pub needs_key: bool,
    /// What is added to the query so that the whole list comes: gateways leave models out by default. `None` to add
    /// nothing. An older edition may refuse it; the list is then read without.
    pub filter: Fact<Option<&'static str>>,
    /// What follows `/{id}` on the route that names the providers of one model; `None` if there is no such route.
    pub serving_path: Fact<Option<&'static str>>,
}

/// What is known of single ids of a gateway beyond its list. What a list says now always comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueFacts {
    /// Ids that its catalogue knew and that no provider served.
    pub not_served: &'static [&'static str],
    /// Ids of the source whose name does not say which model they are: source id, id here, how it is known.
    pub meanings: &'static [(&'static str, &'static str, &'static str)],
    /// The author of its own routers; empty if it has none that are known.
    pub router_author: &'static str,
}

/// What to do with a header that the application sends today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderAdvice {
    /// Send it on.
    Keep,
    /// Leave it out unless the application needs it.
    RemoveUnlessNeeded,
    /// The gateway does not read it.
    Remove,
}

/// A header of the source and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderRule {
    /// Its name as written in code.
    pub name: &'static str,
    /// The advice.
    pub advice: Fact<HeaderAdvice>,
}

/// Everything that is known of one edition of one gateway.
#[derive(Debug, PartialEq, Eq)]
pub struct Profile {
    /// Stable id, used in case files.
    pub id: &'static str,
    /// Name for a person.
    pub name: &'static str,
    /// One sentence on what it is.
    pub summary: &'static str,
    /// The base URL to start with.
    pub base_url: Fact<&'static str>,
    /// Base URLs that keep a request within a region, by the source's name of the region; empty if there are none.
    pub regional_bases: Fact<&'static [(&'static str, &'static str)]>,
    /// The environment variable that holds the key.
    pub key_variable: Fact<&'static str>,
    /// The known key forms that are its own. Any form that nobody is known to use is taken as well.
    pub key_shapes: Fact<&'static [KeyShape]>,
    /// Whether chats need a key. A gateway of one's own may do without.
    pub key_required: Fact<bool>,
    /// What a key looks like, as a hint; empty if unknown.
    pub key_hint: Fact<&'static str>,
    /// A read that needs no key and says that the gateway answers; `None` if there is none.
    pub health_path: Fact<Option<&'static str>>,
    /// The model list.
    pub models: Fact<ModelsRoute>,
    /// What is known of single ids.
    pub catalogue: Fact<CatalogueFacts>,
    /// A cheap read that answers 200 only with a valid key; `None` if there is none.
    pub key_path: Fact<Option<&'static str>>,
    /// The path of the record of one request; `None` if there is none.
    pub generation_path: Fact<Option<&'static str>>,
    /// What a browser may send and read.
    pub cors: Fact<CorsRules>,
    /// What becomes of the headers that applications send to OpenRouter.
    pub headers: &'static [HeaderRule],
}

impl Profile {
    /// All profiles in the order of choice.
    pub const ALL: [&'static Profile; 4] =
        [&profiles::OPENROUTER, &profiles::AI_STATS, &profiles::PHASEO, &profiles::GENERIC];

    /// The first profile whose gateway lives at a host or at one above it (`eu.openrouter.ai` is OpenRouter's too), if
    /// that is known of any.
    #[must_use]
    pub fn at_host(host: &str) -> Option<&'static Profile> {
        Self::ALL.into_iter().find(|profile| profile.lives_at(host))
    }

    /// Whether a host is its own or below its own.
    #[must_use]
    pub fn lives_at(&self, host: &str) -> bool {
        let own = BaseUrl::parse(self.base_url.value);
        own.is_ok_and(|own| host.strip_suffix(own.host()).is_some_and(|below| below.is_empty() || below.ends_with('.')))
    }

    /// The profile with that id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Profile> {
        Self::ALL.into_iter().find(|profile| profile.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn hosts_have_their_owners() {
        let owner = |host: &str| Profile::at_host(host).map(|profile| profile.id);
        assert_eq!(owner("openrouter.ai"), Some("openrouter"));
        assert_eq!(owner("eu.openrouter.ai"), Some("openrouter"));
        assert_eq!(owner("api.phaseo.app"), Some("ai-stats"));
        assert!(profiles::PHASEO.lives_at("eu.api.phaseo.app"), "two editions share a host");
        for nobodys in ["", "example.org", "notopenrouter.ai", "openrouter.ai.example.org", "127.0.0.1", "ai"] {
            assert_eq!(owner(nobodys), None, "{nobodys}");
        }
    }

    #[test]
    fn profiles_are_sound() {
        for profile in Profile::ALL {
            assert_eq!(Profile::by_id(profile.id), Some(profile));
            if profile.id != "generic" {
                let base = BaseUrl::parse(profile.base_url.value).unwrap();
                assert_eq!(base.to_string(), profile.base_url.value, "a default is in its normal form");
            }
            for name in profile.cors.value.allowed_headers.iter().chain(profile.cors.value.exposed_headers) {
                assert_eq!(*name, name.to_ascii_lowercase());
            }
            fn origin<T>(fact: Fact<T>) -> (&'static str, &'static str) {
                (fact.source, fact.as_of)
            }
            let mut origins = vec![
                origin(profile.base_url),
                origin(profile.regional_bases),
                origin(profile.key_variable),
                origin(profile.key_shapes),
                origin(profile.key_required),
                origin(profile.key_hint),
                origin(profile.health_path),
                origin(profile.models),
                origin(profile.models.value.filter),
                origin(profile.models.value.serving_path),
                origin(profile.catalogue),
                origin(profile.key_path),
                origin(profile.generation_path),
                origin(profile.cors),
            ];
            origins.extend(profile.headers.iter().map(|rule| origin(rule.advice)));
            for (source, date) in origins {
                assert!(!source.is_empty(), "{}", profile.id);
                assert_eq!(date.split('-').map(str::len).collect::<Vec<_>>(), [4, 2, 2], "{} {date}", profile.id);
                assert!(date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'), "{} {date}", profile.id);
            }
            // A hint shows a form that the gateway's own keys have.
            assert_eq!(profile.key_hint.value.is_empty(), profile.key_shapes.value.is_empty(), "{}", profile.id);
        }
    }
}
