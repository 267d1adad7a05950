//! The tolerant reader of errors.
//! Not a judge of who is at fault: it takes the words that are there, in the order in which they say most.
//! **Invariant:** every body gives an error with a message that is not blank, and the original is kept.

use super::kind::{Signs, kind_of};
use super::parts::Parts;
use super::{ErrorKind, GatewayError, Original};
use crate::gateway::field::{count, list, text};
use serde_json::Value;

/// Most characters of a body that is no JSON that are kept.
const ORIGINAL_CHARACTERS: usize = 4096;
/// Most characters of a message that is taken out of a text.
pub(super) const MESSAGE_CHARACTERS: usize = 300;

impl GatewayError {
    /// Reads the body of a failed request, whatever it is.
    ///
    /// `retry_after_header` is the value of `Retry-After` where it could be read; a date in it is left out, because
    /// nothing here knows the time.
    #[must_use]
    pub fn read(status: u16, retry_after_header: Option<&str>, body: &str) -> GatewayError {
        let body = body.trim_start_matches('\u{FEFF}').trim();
        let mut error = match serde_json::from_str::<Value>(body) {
            Ok(value) => GatewayError::from_any_json(Some(status), &value),
            Err(_) => GatewayError::from_text(Some(status), body),
        };
        if let Some(seconds) = retry_after_header.and_then(GatewayError::retry_after_header) {
            error.retry_after_seconds = Some(seconds);
        }
        error
    }

    /// The seconds of a `Retry-After` header; `None` for a date.
    #[must_use]
    pub fn retry_after_header(header: &str) -> Option<u64> {
        header.trim().parse().ok()
    }

    /// Reads an error inside of an answer: a frame, or a body that came with a status that promised success.
    /// `None` if nothing in the value says that it is one.
    #[must_use]
    pub fn from_json(status: Option<u16>, value: &Value) -> Option<GatewayError> {
        says_error(value).then(|| GatewayError::from_any_json(status, value))
    }

    /// Reads a JSON value that is known to be an error.
    #[must_use]
    pub(crate) fn from_any_json(status: Option<u16>, value: &Value) -> GatewayError {
        // Some proxies wrap the error into a list of one.
        if let Some([only]) = value.as_array().map(Vec::as_slice)
            && only.is_object()
        {
            return GatewayError { original: Original::Json(value.clone()), ..Self::from_any_json(status, only) };
        }
        let parts = Parts::of(value);
        let http = status.filter(|status| *status >= 400);
        let status = http.or_else(|| parts.inner_status()).or(status);
        let code = parts.code(status);
        let reason = parts.reason(code.as_deref());
        let found = parts.message(code.as_deref(), reason.as_deref());
        let words = parts.words(code.as_deref());
        let message = found.clone().unwrap_or_else(|| status_text(status).to_owned());
        let failed = list(value, "failed_statuses");
        let kind = if found.is_none() && code.is_none() && status.is_none_or(|status| status < 400) {
            ErrorKind::Unreadable
        } else {
            kind_of(Signs {
                status: status.filter(|status| *status >= 400),
                words: &words,
                message: &message,
                all_providers_limited: !failed.is_empty() && failed.iter().all(|status| count(status) == Some(429)),
            })
        };
        GatewayError {
            status,
            code,
            message,
            reason,
            retry_after_seconds: parts.retry_after(),
            request_id: parts.request_id(),
            kind,
            original: Original::Json(value.clone()),
        }
    }

    /// Reads a text that is no JSON: a page of a proxy, a plain sentence, or nothing.
    #[must_use]
    pub(crate) fn from_text(status: Option<u16>, body: &str) -> GatewayError {
        let body = body.trim();
        let is_page = body.starts_with('<');
        let line = if is_page { page_title(body) } else { body.lines().next().map(str::to_owned) };
        let line = line.map(|line| shortened(line.trim(), MESSAGE_CHARACTERS)).filter(|line| !line.is_empty());
        let failed = status.filter(|status| *status >= 400);
        // A page or an empty body comes from whatever stands before the gateway, so only those statuses count that
        // mean the same wherever they come from: wait, or send less.
        let speaks_for_all = matches!(failed, Some(408 | 413 | 429 | 504 | 524));
        let is_foreign = is_page || body.is_empty() || (status.is_some() && failed.is_none());
        let message = line.unwrap_or_else(|| match (is_page, status) {
            (true, _) => "A web page came instead of an answer.".to_owned(),
            (false, Some(400..)) => status_text(status).to_owned(),
            (false, _) => "The body is empty.".to_owned(),
        });
        let kind = if is_foreign && !speaks_for_all {
            ErrorKind::Unreadable
        } else {
            kind_of(Signs { status: failed, words: &[], message: &message, all_providers_limited: false })
        };
        GatewayError {
            status,
            code: None,
            message,
            reason: None,
            retry_after_seconds: None,
            request_id: None,
            kind,
            original: Original::Text(shortened(body, ORIGINAL_CHARACTERS)),
        }
    }
}

/// Whether a value says of itself that it is an error.
fn says_error(value: &Value) -> bool {
    let has_error = match value.get("error") {
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Object(fields)) => !fields.is_empty(),
        Some(number @ Value::Number(_)) => count(number) != Some(0),
        _ => false,
    };
    let is_false = |key: &str| value.get(key) == Some(&Value::Bool(false));
    has_error
        || text(value, "object") == Some("error")
        || text(value, "type") == Some("error")
        || is_false("ok")
        || (is_false("success") && value.get("choices").is_none())
}

/// The title of an HTML page, else its first heading.
fn page_title(page: &str) -> Option<String> {
    // Lower case of ASCII letters only, so that positions stay the same.
    let lower = page.to_ascii_lowercase();
    ["title", "h1"].iter().find_map(|tag| {
        let start = lower.find(&format!("<{tag}"))?;
        let open = start + lower.get(start..)?.find('>')? + 1;
        let close = open + lower.get(open..)?.find(&format!("</{tag}"))?;
        let words: Vec<&str> = page.get(open..close)?.split_whitespace().collect();
        let text = words.join(" ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        Some(text.replace("&#39;", "'").replace("&amp;", "&")).filter(|text| !text.is_empty())
    })
}

/// The first characters of a text, and a mark where it goes on.
pub(super) fn shortened(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The status in words, where nothing else is there.
fn status_text(status: Option<u16>) -> &'static str {
    match status {
        Some(400) => "Bad request",
        Some(401) => "Unauthorized",
        Some(402) => "Payment required",
        Some(403) => "Forbidden",
        Some(404) => "Not found",
        Some(405) => "Method not allowed",
        Some(408) => "Request timeout",
        Some(409) => "Conflict",
        Some(413) => "Payload too large",
        Some(422) => "Unprocessable content",
        Some(429) => "Too many requests",
        Some(500) => "Internal server error",
        Some(501) => "Not implemented",
        Some(502) => "Bad gateway",
        Some(503) => "Service unavailable",
        Some(504) => "Gateway timeout",
        Some(524) => "The edge waited too long for the gateway",
        Some(529) => "The provider is overloaded",
        Some(400..=499) => "The request was refused",
        Some(500..=599) => "The gateway failed",
        Some(300..=399) => "A redirect came instead of an answer",
        _ => "An answer came that has no known shape",
    }
}
