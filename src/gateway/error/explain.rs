//! A gateway's error for a person: what it said, the likely cause and what its kind calls for.
//! Not a translation: the gateway's own sentence stands first, as sent.

use super::{ErrorKind, GatewayError};
use crate::diagnostic::Diagnostic;

impl GatewayError {
    /// A gateway's error for a person: its own words, and what its kind calls for.
    #[must_use]
    pub fn explain(&self) -> Diagnostic {
        let status = self.status.map(|status| format!(" ({status})")).unwrap_or_default();
        let what = format!("{}{status}", self.message.trim_end_matches('.'));
        let (why, do_this) = match self.kind {
            ErrorKind::Key => (
                "The gateway does not accept this key: it is mistyped, revoked, expired or of another gateway.",
                "Copy the key again from the gateway's own page.",
            ),
            ErrorKind::Money => ("The account has no credit for this request.", "Add credit, or use a free model."),
            ErrorKind::Permission => (
                "The key may not do this, or a guardrail of the account refused it.",
                "Check the key's scopes and the account's guardrails.",
            ),
            ErrorKind::Model => (
                "This gateway has no model of that id for this request.",
                "Validate the id on the Models page and approve an alias.",
            ),
            ErrorKind::Request => {
                ("The gateway does not take the request as it is.", "Change the field that the message names.")
            }
            ErrorKind::NotFound => (
                "Nothing is at this address, or there is no model of that id here.",
                "Check the path of the base URL, and validate the model id on the Models page.",
            ),
            ErrorKind::TooLarge => {
                ("The request is larger than the gateway takes.", "Shorten it, or pass files by URL.")
            }
            ErrorKind::RateLimit => {
                ("Too many requests in a short time, here or at the provider behind.", "Wait, then run again.")
            }
            ErrorKind::Timeout => ("The model or the provider took too long.", "Run again, or use a smaller model."),
            ErrorKind::Upstream => {
                ("The provider behind the gateway failed.", "Run again; if it stays, pin another provider.")
            }
            ErrorKind::Gateway => ("The gateway itself failed.", "Run again, and look at its status page."),
            ErrorKind::Unreadable => (
                "This is no answer of a gateway: a proxy, a firewall or a website answered in its place.",
                "Check the base URL and what stands between.",
            ),
        };
        let wait = self.retry_after_seconds.map(|seconds| format!(" It asks to wait {seconds} s.")).unwrap_or_default();
        Diagnostic::new(format!("{what}."), why, format!("{do_this}{wait}"))
    }
}
