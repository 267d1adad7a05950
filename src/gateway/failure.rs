//! Why a request brought no answer. A browser says only "Failed to fetch"; this finds the likely cause from what is
//! known around it. Not an error that a gateway sent (see [`super::error`]).
//! **Invariant:** a cause that a browser cannot tell for certain is worded as likely.

use super::base_url::is_loopback_http;
use super::http::HttpRequest;
use super::profile::Profile;
use crate::diagnostic::Diagnostic;

/// How a request ended without a whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The browser refused or lost it before any head.
    Network,
    /// No answer within the limit, in milliseconds.
    TimedOut(u32),
    /// The connection was lost after the head.
    Cut,
    /// A person stopped it.
    Stopped,
}

/// What is known around a failed request.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The request.
    pub request: &'a HttpRequest,
    /// Whether a key was to go with it.
    pub with_key: bool,
    /// The profile of the gateway.
    pub profile: &'a Profile,
    /// Whether this page came over https.
    pub page_secure: bool,
    /// What the browser says about being online.
    pub online: bool,
    /// What a request without key found at the address afterwards; `None` if not tried.
    pub presence: Option<Presence>,
}

/// What is at an address, as far as a page can tell without being allowed to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nothing answers.
    Nothing,
    /// Something answers.
    Answer,
    /// It answers with a redirect.
    Redirect,
}

/// The cause as far as it can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The browser is offline.
    Offline,
    /// An https page called plain http.
    MixedContent,
    /// Nothing answers at this address: name, port, certificate or firewall.
    Unreachable,
    /// The host sends the request on to another address.
    Redirect,
    /// The host answers, but not to this page.
    Cors {
        /// The headers sent that its published rules do not allow.
        refused_headers: Vec<String>,
    },
    /// It answers nothing and keeps the connection open.
    Hang(u32),
    /// It broke off in the middle.
    Cut,
    /// A person stopped it.
    Stopped,
    /// Network failure, and it could not be found out more.
    Unknown,
}

impl Cause {
    /// Finds the cause.
    #[must_use]
    pub fn find(failure: Failure, around: &Circumstances<'_>) -> Cause {
        match failure {
            Failure::Stopped => Cause::Stopped,
            Failure::Cut => Cause::Cut,
            Failure::TimedOut(limit) => Cause::Hang(limit),
            Failure::Network if !around.online => Cause::Offline,
            // Browsers let an https page call this machine over http; whether anything is there decides, as elsewhere.
            Failure::Network
                if around.page_secure
                    && around.request.url.starts_with("http://")
                    && !is_loopback_http(&around.request.url) =>
            {
                Cause::MixedContent
            }
            Failure::Network => match around.presence {
                Some(Presence::Answer) => Cause::Cors { refused_headers: refused_headers(around) },
                Some(Presence::Redirect) => Cause::Redirect,
                Some(Presence::Nothing) => Cause::Unreachable,
                None => Cause::Unknown,
            },
        }
    }

    /// A word for tests, tables and case files.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Cause::Offline => "offline",
            Cause::MixedContent => "mixed_content",
            Cause::Unreachable => "unreachable",
            Cause::Redirect => "redirect",
            Cause::Cors { .. } => "cors",
            Cause::Hang(_) => "hang",
            Cause::Cut => "cut",
            Cause::Stopped => "stopped",
            Cause::Unknown => "network",
        }
    }

    /// Reads the word back; what belongs to some of the causes stands beside it. An unknown word is an unknown cause.
    #[must_use]
    pub fn parse(code: &str, limit_ms: Option<u32>, refused_headers: Vec<String>) -> Cause {
        let plain = [
            Cause::Offline,
            Cause::MixedContent,
            Cause::Unreachable,
            Cause::Redirect,
            Cause::Cors { refused_headers },
            Cause::Hang(limit_ms.unwrap_or(0)),
            Cause::Cut,
            Cause::Stopped,
        ];
        plain.into_iter().find(|cause| cause.code() == code).unwrap_or(Cause::Unknown)
    }

    /// The explanation for a person.
    #[must_use]
    pub fn explain(&self, url: &str) -> Diagnostic {
        let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(url);
        match self {
            Cause::Offline => Diagnostic::new(
                "The request could not leave: this browser is offline.",
                "The network of this machine is down or switched off.",
                "Reconnect, then check again.",
            ),
            Cause::MixedContent => Diagnostic::new(
                format!("The browser blocked a plain http call to {host} (mixed content)."),
                "This page came over https, and such a page may not call http on another machine.",
                "Serve the gateway over https, or open this page from http://127.0.0.1 with make serve.",
            ),
            Cause::Unreachable if is_loopback_http(url) => Diagnostic::new(
                format!("Nothing answers at {host}."),
                "The server on this machine is down or listens on another port. From an https page some browsers also block such an address (Safari), or ask for the permission to reach the local network first.",
                "Start the server and try the address with curl from this machine. If curl gets an answer, give the page that permission, or open it from http://127.0.0.1 with make serve.",
            ),
            Cause::Unreachable => Diagnostic::new(
                format!("Nothing answers at {host}."),
                "The name or port is wrong, the server is down, its certificate is not valid, or an extension or firewall blocks it.",
                "Check the base URL and try the address with curl from this machine.",
            ),
            Cause::Redirect => Diagnostic::new(
                format!("{host} answers with a redirect to another address."),
                "The base URL is an old or shortened one, or a sign-in page stands before the gateway. This page follows no redirect, so that nothing reaches a host that you did not choose.",
                "Enter the address that it leads to as the base URL (curl -sI shows it).",
            ),
            Cause::Cors { refused_headers } if refused_headers.is_empty() => Diagnostic::new(
                format!("{host} is there, but the browser may not read its answer (CORS)."),
                "The gateway sent no permission for pages of another origin, refused the preflight of this request, or redirects within its own host without such a permission.",
                "Check the base URL, and allow this page's origin at the gateway. Your servers are not affected: only browsers ask for this permission.",
            ),
            Cause::Cors { refused_headers } => Diagnostic::new(
                format!("{host} is there, but refused the preflight (CORS)."),
                format!("Its published rules do not allow the header {}.", refused_headers.join(", ")),
                "Leave that header out in the browser. Your servers are not affected: only browsers ask first.",
            ),
            Cause::Hang(limit) => Diagnostic::new(
                match limit {
                    0 => format!("No answer from {host} in time."),
                    limit => format!("No answer from {host} within {} s.", limit.div_ceil(1000)),
                },
                "The gateway keeps the connection open and silent, a model is starting up, or the line is very slow.",
                "Try again, or try a smaller model. Nothing else is waiting for it.",
            ),
            Cause::Cut => Diagnostic::new(
                format!("{host} broke the connection before the answer was complete."),
                "The gateway or something in between closed it: a restart, a proxy's limit, or a lost network.",
                "What had arrived is kept below. Run again to see whether it happens twice.",
            ),
            Cause::Stopped => Diagnostic::new(
                "Stopped.",
                "You stopped this request; the connection was closed.",
                "Run again when you like. The gateway may still bill what it had begun.",
            ),
            Cause::Unknown => Diagnostic::new(
                format!("The browser could not complete the request to {host}."),
                "Either nothing answers there, or it does not allow this page to read (CORS); a browser tells both the same way.",
                "Press Check connection on the Connect page: it tells the two apart.",
            ),
        }
    }
}

/// The headers of a request that are neither safelisted nor on the profile's list. Without published rules
/// (a generic gateway) only the two that every call needs count as known.
fn refused_headers(around: &Circumstances<'_>) -> Vec<String> {
    let allowed = around.profile.cors.value.allowed_headers;
    let mut names: Vec<String> = around.request.headers.iter().map(|(name, _)| name.clone()).collect();
    if around.with_key {
        names.push("Authorization".to_owned());
    }
    names.retain(|name| {
        let name = name.to_ascii_lowercase();
        !["accept", "accept-language", "content-language"].contains(&name.as_str()) && !allowed.contains(&name.as_str())
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::http::Method;
    use crate::gateway::profiles::PHASEO;

    #[track_caller]
    fn check(failure: Failure, url: &str, secure: bool, online: bool, presence: Option<Presence>, code: &str) {
        let request = HttpRequest {
            method: Method::Post,
            url: url.into(),
            headers: vec![("Content-Type".into(), "application/json".into())],
            body: None,
        };
        let around = Circumstances {
            request: &request,
            with_key: true,
            profile: &PHASEO,
            page_secure: secure,
            online,
            presence,
        };
        assert_eq!(Cause::find(failure, &around).code(), code);
    }

    #[test]
    fn every_cause_is_told_apart() {
        let https = "https://api.phaseo.app/v1/models";
        check(Failure::Network, https, true, false, None, "offline");
        for http in ["http://192.168.1.4:9/v1/models", "http://127.0.0.1.example.org/v1", "http://a.example/127.0.0.1"]
        {
            check(Failure::Network, http, true, true, Some(Presence::Nothing), "mixed_content");
            check(Failure::Network, http, false, true, Some(Presence::Nothing), "unreachable");
        }
        for loopback in ["http://127.0.0.1:9/v1/models", "http://localhost:9/v1/models", "http://localhost/v1"] {
            for secure in [true, false] {
                check(Failure::Network, loopback, secure, true, Some(Presence::Nothing), "unreachable");
                check(Failure::Network, loopback, secure, true, Some(Presence::Answer), "cors");
                check(Failure::Network, loopback, secure, true, Some(Presence::Redirect), "redirect");
                check(Failure::Network, loopback, secure, true, None, "network");
            }
        }
        check(Failure::Network, https, true, true, Some(Presence::Answer), "cors");
        check(Failure::Network, https, true, true, Some(Presence::Redirect), "redirect");
        check(Failure::Network, https, true, true, None, "network");
        check(Failure::TimedOut(15_000), https, true, true, None, "hang");
        check(Failure::Cut, https, true, true, None, "cut");
        check(Failure::Stopped, https, true, true, None, "stopped");
    }

    #[test]
    fn a_refused_header_is_named() {
        let request = HttpRequest {
            method: Method::Post,
            url: "https://api.phaseo.app/v1/chat/completions".into(),
            headers: vec![("Content-Type".into(), String::new()), ("X-OpenRouter-Title".into(), "app".into())],
            body: None,
        };
        let around = Circumstances {
            request: &request,
            with_key: true,
            profile: &PHASEO,
            page_secure: true,
            online: true,
            presence: Some(Presence::Answer),
        };
        let cause = Cause::find(Failure::Network, &around);
        assert_eq!(cause, Cause::Cors { refused_headers: vec!["X-OpenRouter-Title".into()] });
        assert!(cause.explain(&request.url).why.contains("X-OpenRouter-Title"));
    }
}
