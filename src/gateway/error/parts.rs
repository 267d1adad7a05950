//! Where the words of an error stand in its JSON, in all known shapes.
//! Not the error itself: this finds, `read` puts together.
//! **Invariant:** nothing is looked up deeper than two levels, so a body cannot lead it round in circles.
//!
//! | whose | shape (source: the gateways' specification and source, August to October 2026) |
//! | --- | --- |
//! | source | `{error:{code: number or word, message, metadata{raw, provider_name, error_type, retry_after_seconds}}}` |
//! | source, account routes | `{success:false, error:{name:"ZodError", message: JSON list of issues}}` |
//! | target, inference | `{generation_id, status_code, error: word, description, error_type, details[], failed_statuses[]}` |
//! | target, control | `{error: word, reason, request_id, status_code}` and `{ok:false, error: word, message or reason}` |
//! | target, in a stream | `{object:"error", message, id}` |
//! | OpenAI | `{error:{message, type, param, code}}` |
//! | Anthropic | `{type:"error", error:{type, message}, request_id}` |

use super::read::{MESSAGE_CHARACTERS, shortened};
use crate::gateway::field::{count, first_text, list, text};
use crate::gateway::money::decimal_from_json;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;

/// The two levels on which the words of an error stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'a> {
    outer: &'a Value,
    /// `error`, if it is an object.
    inner: Option<&'a Value>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        Parts { outer: value, inner: value.get("error").filter(|inner| inner.is_object()) }
    }

    fn metadata(self) -> Option<&'a Value> {
        self.inner.and_then(|inner| inner.get("metadata")).or_else(|| self.outer.get("metadata"))
    }

    fn availability(self) -> Option<&'a Value> {
        self.inner.and_then(|inner| inner.get("availability"))
    }

    /// The inner object first, then the outer one.
    fn levels(self) -> impl Iterator<Item = &'a Value> {
        self.inner.into_iter().chain([self.outer])
    }

    /// The number inside: `code`, `status_code`, `status`, or `error` itself.
    pub(super) fn inner_status(self) -> Option<u16> {
        let keys = ["code", "status_code", "status", "error"];
        let numbers = self.levels().flat_map(|level| keys.iter().filter_map(|key| level.get(key)).filter_map(count));
        numbers.filter_map(|number| u16::try_from(number).ok()).find(|status| (100..600).contains(status))
    }

    /// The target's `error` string, `error.code` as a word, `error.type`, the source's `error_type`, a number last.
    pub(super) fn code(self, status: Option<u16>) -> Option<String> {
        let is_word = |word: &&str| word.parse::<u64>().is_err() && !word.contains(char::is_whitespace);
        let outer = text(self.outer, "error").filter(is_word);
        let outer_code = || first_text(self.outer, &["code", "error_code"]).filter(is_word);
        let inner = || first_text(self.inner?, &["code"]).filter(is_word);
        let inner_type = || first_text(self.inner?, &["type", "name", "error_type"]).filter(is_word);
        let typed = || self.metadata().and_then(|metadata| text(metadata, "error_type"));
        // The target's own `error_type` says only whose fault it was.
        let outer_type = || text(self.outer, "error_type").filter(|word| !matches!(*word, "user" | "system"));
        let available = || self.availability().and_then(|availability| text(availability, "code"));
        let word = outer
            .or_else(inner)
            .or_else(inner_type)
            .or_else(outer_code)
            .or_else(typed)
            .or_else(outer_type)
            .or_else(available)
            .or_else(|| text(self.outer, "reason"));
        let number = || {
            let number = self.levels().find_map(|level| level.get("code").and_then(count))?;
            (Some(number) != status.map(u64::from)).then(|| number.to_string())
        };
        word.map(str::to_owned).or_else(number)
    }

    /// A finer word than the code.
    pub(super) fn reason(self, code: Option<&str>) -> Option<String> {
        let metadata = self.metadata();
        let candidates = [
            text(self.outer, "reason"),
            self.inner.and_then(|inner| text(inner, "reason")),
            self.availability().and_then(|availability| text(availability, "code")),
            metadata.and_then(|metadata| text(metadata, "error_type")),
            metadata.and_then(|metadata| text(metadata, "limit_source")),
            metadata.and_then(|metadata| text(metadata, "provider_code")),
        ];
        candidates.into_iter().flatten().find(|word| Some(*word) != code).map(str::to_owned)
    }

    /// All machine words, for the kind.
    pub(super) fn words(self, code: Option<&'a str>) -> Vec<&'a str> {
        let keys = ["code", "type", "error_type", "name", "reason", "error_operational_kind", "error"];
        let holders = self.levels().chain(self.metadata()).chain(self.availability());
        let found = holders.flat_map(|holder| keys.iter().filter_map(move |key| text(holder, key)));
        code.into_iter().chain(found).collect()
    }

    /// `description`, `message`, `error.message`, then the error word itself (the order that the target's shapes
    /// need; the source's shape has only the third).
    pub(super) fn message(self, code: Option<&str>, reason: Option<&str>) -> Option<String> {
        let outer = first_text(self.outer, &["description", "message"]);
        let inner = || self.inner.and_then(|inner| first_text(inner, &["message", "description", "detail"]));
        if let Some(sentence) = outer.or_else(inner) {
            return Some(self.with_cause(sentence));
        }
        if let Some(cause) =
            self.outer.get("upstream_error").and_then(|cause| first_text(cause, &["message", "description"]))
        {
            return Some(cause.to_owned());
        }
        let details = || ["details", "detail", "errors"].iter().flat_map(|key| list(self.outer, key));
        if let Some(detail) = details().find_map(issue) {
            return Some(detail);
        }
        let bare = self.outer.as_str().filter(|text| !text.trim().is_empty());
        let word = bare.or_else(|| first_text(self.outer, &["error", "detail", "title"])).or(code)?;
        Some(match reason.filter(|reason| *reason != word) {
            Some(reason) => format!("{word} ({reason})"),
            None => shortened(word, MESSAGE_CHARACTERS),
        })
    }

    /// "Provider returned error" says nothing; the provider's own words are in `metadata.raw`. A list of issues in
    /// JSON, as the schema library of the source's account routes writes it, is reduced to its first one.
    fn with_cause(self, sentence: &str) -> String {
        if sentence.starts_with('[')
            && let Ok(Value::Array(issues)) = serde_json::from_str(sentence)
            && let Some(first) = issues.iter().find_map(issue)
        {
            return first;
        }
        match self.metadata().and_then(|metadata| metadata.get("raw")).and_then(raw_message) {
            Some(raw) if raw != sentence => format!("{sentence}: {raw}"),
            _ => sentence.to_owned(),
        }
    }

    pub(super) fn retry_after(self) -> Option<u64> {
        let keys = ["retry_after_seconds", "retry_after"];
        let holders = self.metadata().into_iter().chain(self.availability()).chain(self.levels());
        let mut values = holders.flat_map(|holder| keys.iter().filter_map(move |key| holder.get(key)));
        let in_headers = || {
            let headers = self.metadata()?.get("headers")?.as_object()?;
            headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("retry-after"))
                .and_then(|(_, value)| seconds(value))
        };
        values.find_map(seconds).or_else(in_headers)
    }

    pub(super) fn request_id(self) -> Option<String> {
        let keys = ["generation_id", "request_id", "requestId"];
        let named = self.levels().find_map(|level| first_text(level, &keys));
        let id = || text(self.outer, "id").filter(|_| text(self.outer, "object") == Some("error"));
        named.or_else(id).map(str::to_owned)
    }
}

/// Whole seconds, rounded up, so that nobody comes back too early.
fn seconds(value: &Value) -> Option<u64> {
    decimal_from_json(value)?.ceil().to_u64()
}

/// One entry of a list of validation issues: its sentence and where it happened (`message` and `path` in the lists of
/// both gateways, `msg` and `loc` in those of the usual Python server).
fn issue(issue: &Value) -> Option<String> {
    let sentence = first_text(issue, &["message", "msg"])?;
    let steps = ["path", "loc"].iter().flat_map(|key| list(issue, key));
    let path: Vec<String> = steps.map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned)).collect();
    Some(if path.is_empty() { sentence.to_owned() } else { format!("{sentence} at {}", path.join(".")) })
}

/// The message inside of `metadata.raw`, which is an object, JSON in a string, or a plain text.
fn raw_message(raw: &Value) -> Option<String> {
    match raw {
        Value::Object(_) => Parts::of(raw).plain(),
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(value) if value.is_object() => Parts::of(&value).plain(),
            _ => Some(shortened(text.trim(), MESSAGE_CHARACTERS)).filter(|text| !text.is_empty()),
        },
        _ => None,
    }
}

impl Parts<'_> {
    /// The sentence without looking any deeper, so that nested originals cannot lead round in circles.
    fn plain(self) -> Option<String> {
        let sentence =
            self.levels().find_map(|level| first_text(level, &["message", "description", "error", "detail"]))?;
        Some(shortened(sentence.trim(), MESSAGE_CHARACTERS))
    }
}
