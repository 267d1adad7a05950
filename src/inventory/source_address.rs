//! Finds addresses of the source gateway in a piece of source text and says how each moves to the target.
//! Not a URL parser: it finds the host as a host, never as a part of another name, and keeps the shape of what it found.
//!
//! Facts: hosts `openrouter.ai`, `eu.` and `us.` before it; API paths begin with `/api`, everything else is the website
//! (OpenRouter documentation, 2026-08-22).
//! **Invariant:** ranges are byte offsets into the text that was searched, on character boundaries.

use std::ops::Range;

use super::settings::{Settings, origin_of};

const HOST: &str = "openrouter.ai";

/// Subdomains that serve the same API or the same site, each with its region.
const SUBDOMAINS: [(&str, Option<&str>); 4] =
    [("eu.", Some("eu")), ("us.", Some("us")), ("www.", None), ("api.", None)];

/// What an address points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The API: a path that begins with `/api`.
    Api,
    /// The page where a user signs in for a key (`/auth?callback_url=…`).
    SignIn,
    /// The host alone.
    Host,
    /// A page of the website.
    Website,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// From the scheme, or the host if there is none, to the end of the path and query.
    pub range: Range<usize>,
    /// Whether it has a scheme.
    pub has_scheme: bool,
    /// What it points at.
    pub target: Target,
    /// Path and query with plain slashes, such as `/api/v1/models`.
    pub path: String,
    /// Whether its slashes are written `\/`.
    escaped: bool,
    /// The region of its host: `eu`, `us`, or that it is chosen at run time.
    pub region: Option<&'static str>,
}

/// All addresses in a text as it stands in the source.
#[must_use]
pub fn addresses(raw: &str) -> Vec<Address> {
    if raw.len() < HOST.len() {
        return Vec::new();
    }
    let lower = raw.to_ascii_lowercase();
    lower.match_indices(HOST).filter_map(|(at, _)| address_at(raw, &lower, at)).collect()
}

fn address_at(raw: &str, lower: &str, at: usize) -> Option<Address> {
    let before = lower.get(..at)?;
    let (host_start, region) = match SUBDOMAINS.iter().find(|(sub, _)| before.ends_with(sub)) {
        Some((sub, region)) => (at - sub.len(), *region),
        None => (at, None),
    };
    let before = lower.get(..host_start)?;
    // What stands behind a region of a template: `https://${region}.openrouter.ai/api/v1`.
    let behind_region = before == ".";
    let (start, has_scheme) = if behind_region { (host_start, false) } else { beginning(before)? };
    // Which region it is, the code says when it runs.
    let region = if behind_region { Some("chosen at run time") } else { region };
    let host_end = at + HOST.len();
    let after = lower.get(host_end..)?;
    let mut next = after.chars();
    match next.next() {
        Some(character) if character.is_alphanumeric() || matches!(character, '-' | '_' | '@') => return None,
        // A dot ends a sentence; a dot and more is another host.
        Some('.') if next.next().is_some_and(|character| character.is_alphanumeric() || character == '_') => {
            return None;
        }
        _ => {}
    }
    let rest = raw.get(host_end..)?;
    let (path, consumed, escaped) = path_of(rest);
    let target = match path.as_str() {
        // `https://openrouter.ai/*` of a permission means the host.
        "" | "/" | "/*" | "/**" => Target::Host,
        path if begins_segment(path, "/api") => Target::Api,
        path if begins_segment(path, "/auth") => Target::SignIn,
        _ => Target::Website,
    };
    Some(Address { range: start..host_end + consumed, has_scheme, target, path, escaped, region })
}

/// Where the address begins, given what stands before the host; `None` if the host is a part of something else.
fn beginning(before: &str) -> Option<(usize, bool)> {
    // `\\://` is how property files write it.
    for slashes in ["\\://", "://", ":\\/\\/"] {
        if let Some(head) = before.strip_suffix(slashes) {
            let scheme = head.chars().rev().take_while(char::is_ascii_alphabetic).count();
            return (scheme > 0).then(|| (head.len() - scheme, true));
        }
    }
    match before.chars().next_back() {
        // `https://evil.example/openrouter.ai` and `not-openrouter.ai` are other hosts.
        Some('/' | '\\') if before.ends_with("//") => Some((before.len(), false)),
        Some(character) if character.is_alphanumeric() || matches!(character, '/' | '\\' | '-' | '_' | '.' | '%') => {
            None
        }
        _ => Some((before.len(), false)),
    }
}

fn begins_segment(path: &str, segment: &str) -> bool {
    path.strip_prefix(segment).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// The path and query at the start of a text: plain, its length as written, and whether its slashes are escaped.
fn path_of(rest: &str) -> (String, usize, bool) {
    let mut path = String::new();
    let mut consumed = 0;
    let mut escaped = false;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let plain = match character {
            '\\' if characters.peek().is_some_and(|(_, next)| *next == '/') => {
                characters.next();
                escaped = true;
                consumed = at + 2;
                path.push('/');
                continue;
            }
            // A port belongs to the host, and the source has none.
            ':' if path.is_empty() => return (path, consumed, escaped),
            character if path.is_empty() && !matches!(character, '/' | '?' | '#') => break,
            character if character.is_alphanumeric() || "/?#&=._~-+%:@!,*".contains(character) => character,
            _ => break,
        };
        path.push(plain);
        consumed = at + character.len_utf8();
    }
    // The end of a sentence is not a part of its last address.
    while path.ends_with(['.', ',', ':', '!', '?']) {
        path.pop();
        consumed -= 1;
    }
    (path, consumed, escaped)
}

/// What an API path below `/api/v1` becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathMove {
    /// It keeps its name, and the answer its shape.
    Same,
    /// It keeps its name; who may call it or what it answers is different.
    Other(&'static str),
    /// It is called otherwise; the answer has another shape where the note says so.
    Renamed {
        /// The path below the target's base.
        to: &'static str,
        /// What else changes.
        note: &'static str,
    },
    /// The target has nothing like it.
    Gone(&'static str),
}

const MODELS: &str = "The target's /models wants a key, answers {\"models\": […]} and pages by 50: read it to the end.";
const ACCOUNT: &str =
    "The target's side of accounts has paths of this name with answers of its own: compare each before you rely on it.";
const ACCOUNT_GONE: &str = "The target's side of accounts has no such path.";

/// Endpoints that do not simply keep their path and their answer: path below the base, with `*` for any segment, and what
/// becomes of it. The first that fits counts, also for paths that go on behind it.
/// Source: the gateway's public source and documentation, 2026-08-22.
const MOVES: [(&str, PathMove); 36] = [
    ("/chat/completions", PathMove::Same),
    (
        "/completions",
        PathMove::Gone("The target has no /completions; send the prompt as a message to /chat/completions."),
    ),
    (
        "/generation/content",
        PathMove::Gone("The target stores no text of a generation; its record is at /generations?id=."),
    ),
    (
        "/generation/feedback",
        PathMove::Gone(
            "The target takes no rating below the record of a request; it has a /feedback with a body of its own.",
        ),
    ),
    (
        "/generation",
        PathMove::Renamed {
            to: "/generations",
            note: "The target's record of a request is at /generations?id= and has another shape: costs in nanos, other field names.",
        },
    ),
    (
        "/auth/keys",
        PathMove::Gone(
            "The target has no exchange of a sign-in code for a key at this path. It has OAuth with authorization code and PKCE: see its /.well-known/oauth-authorization-server.",
        ),
    ),
    ("/auth/key", PathMove::Renamed { to: "/key", note: "The target's /key answers with fewer fields." }),
    ("/key", PathMove::Other("The target's /key answers with fewer fields: no usage and no balance.")),
    ("/keys", PathMove::Other(ACCOUNT)),
    (
        "/credits",
        PathMove::Other(
            "The target's /credits wants a management key and answers in nanos of a dollar, with other names.",
        ),
    ),
    (
        "/cursor",
        PathMove::Renamed {
            to: "",
            note: "The base for Cursor exists only on the source; the target's base URL does for it.",
        },
    ),
    (
        "/models/count",
        PathMove::Gone("The target does not count its models for you; read /models to the end of its pages."),
    ),
    (
        "/models/user",
        PathMove::Gone("The target has no list by a user's preferences: its /models/me answers 501. Read /models."),
    ),
    (
        "/models/*/*/endpoints",
        PathMove::Other("The target has this path with rows of another shape, and wants a key for it."),
    ),
    ("/models", PathMove::Other(MODELS)),
    ("/model", PathMove::Gone("The target has no path for one model: filter its list, /models?id=.")),
    ("/embeddings/models", PathMove::Gone("The target lists all models at /models: filter by endpoints=.")),
    ("/videos/models", PathMove::Gone("The target lists all models at /models: filter by endpoints=.")),
    ("/images/generations", PathMove::Same),
    ("/images/edits", PathMove::Same),
    (
        "/images",
        PathMove::Gone(
            "The target has no /images; it makes pictures at /images/generations and /images/edits, with bodies of their own.",
        ),
    ),
    (
        "/endpoints/zdr",
        PathMove::Gone("The target has no list of offers with zero data retention; its rows of /models say it."),
    ),
    (
        "/providers",
        PathMove::Other("The target's /providers wants a key and answers {\"providers\": […]} with other names."),
    ),
    (
        "/presets/*/chat/completions",
        PathMove::Gone("The target calls a preset as a model: @name at /chat/completions."),
    ),
    ("/presets/*/messages", PathMove::Gone("The target calls a preset as a model: @name at /messages.")),
    ("/presets/*/responses", PathMove::Gone("The target calls a preset as a model: @name at /responses.")),
    ("/presets", PathMove::Other(ACCOUNT)),
    ("/guardrails", PathMove::Other(ACCOUNT)),
    ("/workspaces", PathMove::Other(ACCOUNT)),
    ("/activity", PathMove::Other(ACCOUNT)),
    ("/analytics", PathMove::Other(ACCOUNT)),
    ("/organization", PathMove::Gone(ACCOUNT_GONE)),
    ("/byok", PathMove::Gone(ACCOUNT_GONE)),
    ("/observability", PathMove::Gone(ACCOUNT_GONE)),
    ("/scim", PathMove::Gone(ACCOUNT_GONE)),
    ("/datasets", PathMove::Gone(ACCOUNT_GONE)),
];

/// How much of a path a pattern of [`MOVES`] covers; `None` if it does not fit.
fn covered(path: &str, pattern: &str) -> Option<usize> {
    let mut at = 0;
    for segment in pattern.split('/').skip(1) {
        let rest = path.get(at..)?.strip_prefix('/')?;
        let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let found = rest.get(..length)?;
        if found.is_empty() || (segment != "*" && segment != found) {
            return None;
        }
        at += 1 + length;
    }
    Some(at)
}

/// What a path below the base becomes on the target. The path may carry a query.
#[must_use]
pub fn path_move(path: &str) -> PathMove {
    let row = MOVES.into_iter().find(|(from, _)| covered(path, from).is_some());
    row.map_or(PathMove::Same, |(_, path_move)| path_move)
}

/// Whether a path below the base names an endpoint of the source, so that a web framework's own routes are told apart.
#[must_use]
pub fn is_endpoint(path: &str) -> bool {
    const SAME: [&str; 8] = [
        "/responses",
        "/messages",
        "/embeddings",
        "/rerank",
        "/audio/speech",
        "/audio/transcriptions",
        "/videos",
        "/batches",
    ];
    MOVES.iter().map(|(from, _)| *from).chain(SAME).any(|from| covered(path, from).is_some())
}

/// A path below the base as the target has it; itself if it is the same or has no counterpart.
#[must_use]
pub fn moved_path(path: &str) -> String {
    let row = MOVES.iter().find_map(|(from, path_move)| Some((covered(path, from)?, path_move)));
    match row {
        Some((length, PathMove::Renamed { to, .. })) => format!("{to}{}", path.get(length..).unwrap_or_default()),
        _ => path.to_owned(),
    }
}

impl Address {
    /// What stands behind `/api/v1`: empty for the base itself; `None` if the path is not below it.
    #[must_use]
    pub fn below_base(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("/api/v1")?;
        (rest.is_empty() || rest.starts_with(['/', '?', '#'])).then_some(rest)
    }

    /// The same address on the target in the same shape; `None` where the target has no such thing.
    ///
    /// `/api/v1` becomes the target's path, `/api` alone its origin (clients that append `/v1` themselves). A regional host
    /// becomes the target's host of that region, where its edition has one.
    #[must_use]
    pub fn moved(&self, settings: &Settings) -> Option<String> {
        let base = self.region.and_then(|region| settings.regional_base(region)).unwrap_or(&settings.base_url);
        let base = if self.has_scheme { base } else { base.split_once("://")?.1 };
        let origin = origin_of(base);
        let moved = match (self.target, self.below_base()) {
            (Target::Api, Some(rest)) => format!("{base}{}", moved_path(rest)),
            (Target::Api, None) if matches!(self.path.as_str(), "/api" | "/api/") => {
                format!("{origin}{}", self.path.strip_prefix("/api").unwrap_or_default())
            }
            // `/api/*` and `/api/:path*` stand for every path below.
            (Target::Api, None) if self.path.starts_with("/api/*") || self.path.starts_with("/api/:") => {
                format!("{origin}{}", self.path.strip_prefix("/api").unwrap_or_default())
            }
            (Target::Host, _) => format!("{origin}{}", self.path),
            _ => return None,
        };
        Some(if self.escaped { moved.replace('/', "\\/") } else { moved })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &[(&str, Target, Option<&str>)]) {
        let settings = Settings::default();
        let found: Vec<_> = addresses(raw)
            .into_iter()
            .map(|address| {
                (raw.get(address.range.clone()).unwrap().to_owned(), address.target, address.moved(&settings))
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(text, target, moved)| ((*text).to_owned(), *target, moved.map(str::to_owned)))
            .collect();
        assert_eq!(found, expected, "{raw}");
    }

    #[test]
    fn the_shape_of_an_address_is_kept() {
        use Target::{Api, Host, SignIn, Website};
        for (raw, target, moved) in [
            ("https://openrouter.ai/api/v1", Api, Some("https://api.phaseo.app/v1")),
            ("https://openrouter.ai/api/v1/", Api, Some("https://api.phaseo.app/v1/")),
            ("https://openrouter.ai/api", Api, Some("https://api.phaseo.app")),
            ("https://openrouter.ai/api/", Api, Some("https://api.phaseo.app/")),
            ("https://OpenRouter.ai/api/v1/models", Api, Some("https://api.phaseo.app/v1/models")),
            ("https://eu.openrouter.ai/api/v1", Api, Some("https://api.phaseo.app/v1")),
            ("openrouter.ai/api/v1", Api, Some("api.phaseo.app/v1")),
            ("https:\\/\\/openrouter.ai\\/api\\/v1", Api, Some("https:\\/\\/api.phaseo.app\\/v1")),
            ("https://openrouter.ai/api/v1/generation?id=", Api, Some("https://api.phaseo.app/v1/generations?id=")),
            ("https://openrouter.ai/api/v1/auth/key", Api, Some("https://api.phaseo.app/v1/key")),
            ("https://openrouter.ai/api/alpha/decisions", Api, None),
            ("https://openrouter.ai/api/:path*", Api, Some("https://api.phaseo.app/:path*")),
            ("https://openrouter.ai/api/*", Api, Some("https://api.phaseo.app/*")),
            ("https://openrouter.ai/*", Host, Some("https://api.phaseo.app/*")),
            ("https://openrouter.ai", Host, Some("https://api.phaseo.app")),
            ("openrouter.ai", Host, Some("api.phaseo.app")),
            ("https://openrouter.ai/auth?callback_url=x", SignIn, None),
            ("https://openrouter.ai/keys", Website, None),
            ("https://openrouter.ai/apidocs", Website, None),
        ] {
            check(raw, &[(raw, target, moved)]);
        }
    }

    #[test]
    fn a_path_is_the_same_only_where_the_answer_is() {
        for (path, expected) in [
            ("", "same"),
            ("/chat/completions", "same"),
            ("/responses", "same"),
            ("/images/generations", "same"),
            ("/models", "other"),
            ("/models?limit=5", "other"),
            ("/models/", "other"),
            ("/models/a/b/endpoints", "other"),
            ("/credits", "other"),
            ("/key", "other"),
            ("/keys/abc", "other"),
            ("/providers", "other"),
            ("/auth/key", "/key"),
            ("/generation?id=1", "/generations?id=1"),
            ("/generation/feedback", "gone"),
            ("/generation/content?id=1", "gone"),
            ("/auth/keys/code", "gone"),
            ("/models/user", "gone"),
            ("/models/count", "gone"),
            ("/model/a/b", "gone"),
            ("/images", "gone"),
            ("/images/models", "gone"),
            ("/completions", "gone"),
            ("/presets/mine/chat/completions", "gone"),
        ] {
            let moved = match path_move(path) {
                PathMove::Same => "same".to_owned(),
                PathMove::Other(_) => "other".to_owned(),
                PathMove::Renamed { .. } => moved_path(path),
                PathMove::Gone(_) => "gone".to_owned(),
            };
            assert_eq!(moved, expected, "{path}");
            assert!(moved.starts_with('/') || moved_path(path) == path, "{path}");
        }
        assert!(is_endpoint("/models/a/b/endpoints") && is_endpoint("/embeddings") && !is_endpoint("/users"));
    }

    #[test]
    fn a_region_goes_along_where_the_edition_has_it() {
        let phaseo = Settings::for_profile(&crate::gateway::profiles::PHASEO);
        let own = Settings { base_url: "http://127.0.0.1:9102/v1".to_owned(), ..phaseo.clone() };
        for (raw, settings, moved) in [
            ("https://eu.openrouter.ai/api/v1", &phaseo, "https://eu.api.phaseo.app/v1"),
            (
                "https://us.openrouter.ai/api/v1/chat/completions",
                &phaseo,
                "https://us.api.phaseo.app/v1/chat/completions",
            ),
            ("eu.openrouter.ai", &phaseo, "eu.api.phaseo.app"),
            ("https://eu.openrouter.ai/api", &phaseo, "https://eu.api.phaseo.app"),
            ("https://eu.openrouter.ai/api/v1", &Settings::default(), "https://api.phaseo.app/v1"),
            ("https://eu.openrouter.ai/api/v1", &own, "http://127.0.0.1:9102/v1"),
        ] {
            assert_eq!(addresses(raw)[0].moved(settings).as_deref(), Some(moved), "{raw}");
        }
    }

    #[test]
    fn other_hosts_are_not_the_source() {
        for raw in [
            "notopenrouter.ai",
            "https://evil.example/openrouter.ai/api/v1",
            "openrouter.ai.example.com",
            "openrouter.airport",
            "my-openrouter.ai",
            "https://openrouter.api.com/v1",
            "openrouter.com",
            "",
        ] {
            check(raw, &[]);
        }
    }

    #[test]
    fn a_scheme_may_be_escaped() {
        check(
            "https\\://openrouter.ai/api/v1",
            &[("https\\://openrouter.ai/api/v1", Target::Api, Some("https://api.phaseo.app/v1"))],
        );
    }

    #[test]
    fn addresses_end_where_they_end() {
        check(
            "See https://openrouter.ai/docs. Call 'https://openrouter.ai/api/v1/chat/completions', then stop.",
            &[
                ("https://openrouter.ai/docs", Target::Website, None),
                (
                    "https://openrouter.ai/api/v1/chat/completions",
                    Target::Api,
                    Some("https://api.phaseo.app/v1/chat/completions"),
                ),
            ],
        );
    }
}
