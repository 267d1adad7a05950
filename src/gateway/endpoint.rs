//! The two chat endpoints that both gateways share.
//! Not a URL: hosts and base paths belong to the profiles.
//! **Invariant:** `parse(path())` gives the same endpoint back.

/// Where a chat request goes below the base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Endpoint {
    /// `/chat/completions`
    #[default]
    ChatCompletions,
    /// `/responses`
    Responses,
}

impl Endpoint {
    /// Both, in the order in which the page offers them.
    pub const ALL: [Endpoint; 2] = [Endpoint::ChatCompletions, Endpoint::Responses];

    /// The path below the base URL, with its leading slash.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Endpoint::ChatCompletions => "/chat/completions",
            Endpoint::Responses => "/responses",
        }
    }

    /// Reads a path, a whole URL, or the name that the target stores with a generation (`chat.completions`,
    /// `chat/completions`, `responses`; seen in its source, August 2026). `None` for any other endpoint.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let path = text.split(['?', '#']).next().unwrap_or_default().trim().trim_end_matches('/');
        let ends_with = |name: &str| path.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        if ends_with("chat/completions") || path == "chat.completions" {
            Some(Endpoint::ChatCompletions)
        } else if ends_with("responses") {
            Some(Endpoint::Responses)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, endpoint: Option<Endpoint>) {
        assert_eq!(Endpoint::parse(text), endpoint, "{text}");
    }

    #[test]
    fn paths_urls_and_stored_names() {
        for endpoint in Endpoint::ALL {
            check(endpoint.path(), Some(endpoint));
        }
        check("chat.completions", Some(Endpoint::ChatCompletions));
        check("chat/completions", Some(Endpoint::ChatCompletions));
        check("https://example.org/api/v1/chat/completions?x=1", Some(Endpoint::ChatCompletions));
        check("https://example.org/v1/responses/", Some(Endpoint::Responses));
        check("responses", Some(Endpoint::Responses));
        check("/v1/embeddings", None);
        check("/v1/xresponses", None);
        check("", None);
    }
}
