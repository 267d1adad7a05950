//! Every error shape of both gateways, read into one type that keeps the original.

mod explain;
mod kind;
mod parts;
mod read;
#[cfg(test)]
mod tests;

use serde_json::Value;

/// An error as a gateway sent it.
#[derive(Debug, Clone, PartialEq)]
pub struct GatewayError {
    /// HTTP status, or the number inside the body where the status was 200; `None` if neither says.
    pub status: Option<u16>,
    /// The machine's word for it: the target's `error` string, `error.code`, `error.type`, `reason` last.
    pub code: Option<String>,
    /// The sentence for a person; never empty: the status text or the first line of the body if nothing else is there.
    pub message: String,
    /// A finer word beside the code, if there is one: the target's `reason`, the source's `metadata.error_type`,
    /// `availability.code`, `limit_source`.
    pub reason: Option<String>,
    /// Seconds to wait before another try, if the gateway said so where a browser can read it.
    pub retry_after_seconds: Option<u64>,
    /// The request id inside the error, if any.
    pub request_id: Option<String>,
    /// What kind of error it is, by status first and by either vocabulary second.
    pub kind: ErrorKind,
    /// The original: the JSON as sent, or the text of a body that is no JSON (shortened to 4,096 characters).
    pub original: Original,
}

/// The body that an error was read from.
#[derive(Debug, Clone, PartialEq)]
pub enum Original {
    /// JSON as sent.
    Json(Value),
    /// Anything else, for example an HTML page of a proxy.
    Text(String),
}

/// The kinds that call for different actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The key is missing, malformed, unknown, expired or of the wrong sort (401).
    Key,
    /// No credit (402).
    Money,
    /// The key may not do this, or a guardrail spoke (403).
    Permission,
    /// The model is unknown or has no route.
    Model,
    /// The request is not valid (400, 422).
    Request,
    /// Nothing is there (404).
    NotFound,
    /// The body is too large (413).
    TooLarge,
    /// Too many requests (429).
    RateLimit,
    /// It took too long (408, 504, 524).
    Timeout,
    /// The provider behind the gateway failed (502, 503, 529).
    Upstream,
    /// The gateway failed (other 5xx).
    Gateway,
    /// Not an answer of a gateway at all: an HTML page, an empty body, a shape that nobody documents.
    Unreadable,
}
