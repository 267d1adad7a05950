//! Finds addresses of the source gateway in a piece of source text and says how each moves to the target.
//! Not a URL parser: it finds the host as a host, never as a part of another name, and keeps the shape of what it found.
//!
//! Facts: hosts `openrouter.ai`, `eu.` and `us.` before it; API paths begin with `/api`, everything else is the website
//! (OpenRouter documentation, 2026-08-22).
//! **Invariant:** ranges are byte offsets into the text that was searched, on character boundaries.

use std::ops::Range;

use super::path_move::moved_path;
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
    // Most texts of a program are no address, and have no dot.
    if raw.len() < HOST.len() || memchr::memchr(b'.', raw.as_bytes()).is_none() {
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
