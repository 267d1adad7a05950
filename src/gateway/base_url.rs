//! The base URL of a gateway, normalised and valid by construction.
//! Not a general URL parser (that one brings tables for every script of the world into the page): hosts are ASCII.
//! **Invariant:** a `BaseUrl` has no user, query or fragment, no trailing slash, and speaks plain http only to loopback.

use std::fmt;

use crate::diagnostic::Diagnostic;

/// Scheme, host and port: what a key is bound to and what a browser calls an origin.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(String);

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Origin {
    /// The origin of an absolute URL, or `None` if the text is no http(s) URL that [`BaseUrl`] would take.
    #[must_use]
    pub fn of_url(url: &str) -> Option<Origin> {
        let until = url.find(['?', '#']).unwrap_or(url.len());
        BaseUrl::parse(url.get(..until)?).ok().map(|base| base.origin())
    }
}

/// A gateway's base URL, for example `https://openrouter.ai/api/v1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    secure: bool,
    host: String,
    port: Option<u16>,
    /// Empty, or starting with `/` and not ending with one.
    path: String,
}

/// Endings that people paste along with the base; they are cut off.
const ENDPOINT_ENDINGS: [&str; 5] = ["/chat/completions", "/completions", "/responses", "/models", "/embeddings"];

impl BaseUrl {
    /// Reads what a person typed.
    ///
    /// A missing scheme is read as https (http for loopback), an endpoint path at the end is cut off.
    ///
    /// # Errors
    /// A diagnostic in three parts if it is no URL, has parts a base URL may not have, or would send a key
    /// in plain text over a network.
    pub fn parse(text: &str) -> Result<BaseUrl, Diagnostic> {
        let text = text.trim();
        if text.is_empty() {
            return Err(problem("The base URL is empty.", "Nothing was entered.", "Enter one, or choose a profile."));
        }
        if text.chars().any(|character| character.is_whitespace() || character.is_control()) {
            return Err(problem(
                "The base URL has a space or line break in it.",
                "More than the address was pasted.",
                "Keep only the address.",
            ));
        }
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None => (None, text),
        };
        if rest.contains(['?', '#']) {
            return Err(problem(
                "A base URL has no query or fragment.",
                "A full request address or a page link was pasted.",
                "Cut it off at the ? or #.",
            ));
        }
        let (authority, path) = match rest.find('/') {
            Some(at) => (rest.get(..at).unwrap_or(rest), rest.get(at..).unwrap_or("")),
            None => (rest, ""),
        };
        if authority.contains('@') {
            return Err(problem(
                "The base URL carries a user name or password.",
                "Gateways take the key in a header, and an address is copied and logged.",
                "Remove everything before the @.",
            ));
        }
        let (host, port) = split_port(authority)?;
        let host = checked_host(host)?;
        let loopback = is_loopback(&host);
        let secure = match scheme.as_deref() {
            Some("https") => true,
            Some("http") if loopback => false,
            None => !loopback,
            Some("http") => {
                return Err(problem(
                    "Plain http is refused for this host.",
                    "The key and the prompts would cross the network unencrypted.",
                    "Use https. Only 127.0.0.1 and localhost may use http.",
                ));
            }
            Some(_) => {
                return Err(problem(
                    "The address is neither https nor http.",
                    "A browser can call only those.",
                    "Start it with https://.",
                ));
            }
        };
        let port = port.filter(|number| *number != if secure { 443 } else { 80 });
        Ok(BaseUrl { secure, host, port, path: checked_path(path)? })
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> Origin {
        let scheme = if self.secure { "https" } else { "http" };
        match self.port {
            Some(port) => Origin(format!("{scheme}://{}:{port}", self.host)),
            None => Origin(format!("{scheme}://{}", self.host)),
        }
    }

    /// Host, with the port where it is not the scheme's own.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// The host alone.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path below which the endpoints are; empty or starting with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it speaks https.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The address of a path below the base; `path` starts with `/`.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{self}{path}")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.origin(), self.path)
    }
}

fn problem(what: &str, why: &str, do_this: &str) -> Diagnostic {
    Diagnostic::new(what, why, do_this)
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), Diagnostic> {
    // The colons of an IPv6 address stand inside brackets.
    let after_brackets = authority.rfind(']').map_or(0, |at| at + 1);
    let tail = authority.get(after_brackets..).unwrap_or("");
    let Some(colon) = tail.rfind(':') else {
        return Ok((authority, None));
    };
    let host = authority.get(..after_brackets + colon).unwrap_or("");
    let digits = tail.get(colon + 1..).unwrap_or("");
    if digits.is_empty() {
        return Ok((host, None));
    }
    match digits.parse::<u16>() {
        Ok(port) if port > 0 => Ok((host, Some(port))),
        _ => Err(problem(
            "The port is not a number from 1 to 65535.",
            "It was mistyped.",
            "Correct what follows the colon.",
        )),
    }
}

fn checked_host(host: &str) -> Result<String, Diagnostic> {
    let host = host.to_ascii_lowercase();
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let valid = match inner {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.split('.').all(|label| {
                    !label.is_empty()
                        && !label.starts_with('-')
                        && !label.ends_with('-')
                        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
                })
                && (host.contains('.') || host == "localhost")
        }
    };
    if valid {
        return Ok(host);
    }
    Err(problem(
        "The host is not a valid name.",
        "It is misspelt, or has letters outside ASCII.",
        "Write it as in the gateway's documentation (international names in their xn-- form).",
    ))
}

fn checked_path(path: &str) -> Result<String, Diagnostic> {
    if path.split('/').any(|part| part == "." || part == "..") {
        return Err(problem("The path has dots to climb with.", "It was joined by hand.", "Write the path in full."));
    }
    let mut path = path.trim_end_matches('/');
    for ending in ENDPOINT_ENDINGS {
        if let Some(shorter) = path.strip_suffix(ending) {
            path = shorter.trim_end_matches('/');
            break;
        }
    }
    Ok(path.to_owned())
}

/// Whether an address is plain http to this machine, which browsers let an https page call.
#[must_use]
pub fn is_loopback_http(url: &str) -> bool {
    let authority = url.strip_prefix("http://").and_then(|rest| rest.split(['/', '?', '#']).next());
    authority.and_then(|authority| split_port(authority).ok()).is_some_and(|(host, _)| is_loopback(host))
}

/// The two names of this machine that the page's own policy lets through over http. A policy has no word for `[::1]`.
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "127.0.0.1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, normal: &str) {
        assert_eq!(BaseUrl::parse(typed).unwrap().to_string(), normal, "{typed}");
    }

    #[track_caller]
    fn refused(typed: &str, word: &str) {
        let diagnostic = BaseUrl::parse(typed).unwrap_err();
        assert!(diagnostic.what.contains(word), "{typed}: {diagnostic:?}");
    }

    #[test]
    fn normal_forms() {
        check("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1");
        check("  https://OpenRouter.AI/api/v1/  ", "https://openrouter.ai/api/v1");
        check("openrouter.ai/api/v1", "https://openrouter.ai/api/v1");
        check("https://openrouter.ai/api/v1/chat/completions", "https://openrouter.ai/api/v1");
        check("https://api.phaseo.app/v1/models", "https://api.phaseo.app/v1");
        check("https://api.phaseo.app:443/v1", "https://api.phaseo.app/v1");
        check("http://127.0.0.1:9101/api/v1", "http://127.0.0.1:9101/api/v1");
        check("localhost:8080/v1", "http://localhost:8080/v1");
        check("https://[::1]:9/v1", "https://[::1]:9/v1");
        check("https://example.org", "https://example.org");
    }

    #[test]
    fn refusals_say_why() {
        refused("", "empty");
        refused("http://openrouter.ai/api/v1", "http");
        refused("http://127.0.0.1.example.org/v1", "http");
        refused("http://[::1]:9/v1", "http");
        refused("ftp://openrouter.ai", "neither");
        refused("https://key@openrouter.ai/api/v1", "user name");
        refused("https://openrouter.ai/api/v1?x=1", "query");
        refused("https://openrouter.ai/api/../v1", "dots");
        refused("https://open router.ai", "space");
        refused("https://openrouter.ai:99999/v1", "port");
        refused("https://openrouter", "host");
        refused("https://пример.рф/v1", "host");
    }

    #[test]
    fn origin_ignores_path_and_default_port() {
        let origin = |text: &str| Origin::of_url(text).map(|origin| origin.to_string());
        assert_eq!(origin("https://a.example:443/x?y#z").as_deref(), Some("https://a.example"));
        assert_eq!(origin("https://a.example:444/x").as_deref(), Some("https://a.example:444"));
        assert_eq!(origin("nonsense").as_deref(), None);
    }
}
