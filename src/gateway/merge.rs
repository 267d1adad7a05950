//! Puts the JSON of one answer together: a whole body, or the frames of a stream one after the other.
//! Not a reader of bytes (that is `reader`) and no judge: what the frames say is what the answer holds.
//!
//! The shape of a frame decides how it is read, not the endpoint that was asked, because both gateways let frames
//! of one endpoint into streams of the other (target, August 2026).
//!
//! **Invariant:** a frame that comes twice changes nothing the second time, unless it is an addition to a text.
//! **Invariant:** a snapshot replaces, it is never appended; an empty one never erases what was streamed.

mod chat;
mod responses;
#[cfg(test)]
mod tests;
mod tools;
mod usage;

use super::answer::Answer;
use super::endpoint::Endpoint;
use super::error::{ErrorKind, GatewayError, Original};
use super::field::{first_text, list, text};
use super::frame::Carries;
use serde_json::Value;

/// How a choice or an output is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// It adds to what is held.
    Fragment,
    /// It is everything.
    Whole,
}

/// Merges the JSON of one answer.
#[derive(Debug, Clone)]
pub struct Merger {
    endpoint: Endpoint,
    answer: Answer,
    chat: chat::ChatMerge,
    responses: responses::ResponsesMerge,
    terminal: bool,
    /// The error held was made here from a bare sign, so a real one may replace it.
    error_is_bare: bool,
}

impl Merger {
    /// A merger that holds nothing.
    #[must_use]
    pub fn new(endpoint: Endpoint) -> Self {
        Merger {
            endpoint,
            answer: Answer::default(),
            chat: chat::ChatMerge::default(),
            responses: responses::ResponsesMerge::default(),
            terminal: false,
            error_is_bare: false,
        }
    }

    /// What is held so far.
    #[must_use]
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Whether a finish reason, a terminal event or an error has come.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Takes the data of one event of a stream.
    pub fn message(&mut self, event: Option<&str>, data: &str) -> Carries {
        let trimmed = data.trim();
        // A proxy that wraps every line into `data:` turns a comment into data (mnfst/llm-gateway issue 2053).
        if trimmed.is_empty() || trimmed.starts_with(':') {
            return Carries { comment: true, ..Carries::default() };
        }
        if trimmed == "[DONE]" {
            return Carries { done: true, ..Carries::default() };
        }
        match serde_json::from_str::<Value>(trimmed) {
            Ok(value) => self.frame(event, &value),
            // A proxy that swallows blank lines joins several events into one.
            Err(_) if trimmed.contains('\n') => trimmed
                .lines()
                .map(|line| self.message(event, line))
                .fold(Carries::default(), |all, one| Carries { comment: false, ..all.and(one) }),
            Err(_) if event == Some("error") => {
                self.set_error(GatewayError::from_text(None, trimmed));
                self.terminal = true;
                Carries { error: true, unreadable: true, ..Carries::default() }
            }
            Err(_) => Carries { unreadable: true, ..Carries::default() },
        }
    }

    /// Takes one frame of a stream. Unknown objects are ignored but for their usage.
    pub fn frame(&mut self, event: Option<&str>, value: &Value) -> Carries {
        self.take(event, value, Extent::Fragment)
    }

    /// Takes a whole body.
    pub fn document(&mut self, value: &Value) -> Carries {
        self.take(None, value, Extent::Whole)
    }

    /// Whether a whole body has the shape of an answer, even of an empty one.
    #[must_use]
    pub fn is_answer(value: &Value) -> bool {
        let object = text(value, "object").unwrap_or_default();
        value.get("choices").is_some() || value.get("output").is_some() || object.starts_with("chat.completion")
    }

    /// Holds an error that was found outside of the frames, unless a frame has brought one.
    pub fn fail(&mut self, error: GatewayError) {
        if self.answer.error.is_none() {
            self.set_error(error);
        }
    }

    /// The error held, to complete it from the head of the answer.
    pub(crate) const fn error_mut(&mut self) -> Option<&mut GatewayError> {
        self.answer.error.as_mut()
    }

    /// Ends the answer: where fragments of tool arguments can be read in two ways, the one that is JSON is taken.
    pub fn settle(&mut self) {
        self.chat.settle(&mut self.answer);
        self.responses.settle(&mut self.answer);
    }

    fn take(&mut self, event: Option<&str>, value: &Value, extent: Extent) -> Carries {
        if let Value::Array(members) = value {
            return members
                .iter()
                .map(|member| self.take(event, member, extent))
                .fold(Carries::default(), Carries::and);
        }
        if !value.is_object() {
            return Carries::default();
        }
        let mut carries = Carries::default();
        let kind = text(value, "type").or(event).unwrap_or_default();
        let object = text(value, "object").unwrap_or_default();
        let response = value.get("response").filter(|response| response.is_object());

        if let Some(error) = error_in(event, value) {
            self.set_error(error);
            carries.error = true;
        }
        if value.get("choices").is_some() {
            let whole = extent == Extent::Whole || object == "chat.completion";
            let extent = if whole { Extent::Whole } else { Extent::Fragment };
            let is_chunk = object == "chat.completion.chunk";
            carries = carries.and(self.chat.take(&mut self.answer, value, extent, is_chunk));
            self.name(value, carries.snapshot);
        } else if let Some(response) = response {
            let ends = matches!(kind, "response.completed" | "response.incomplete" | "response.failed");
            carries = carries.and(self.response(response, ends));
        } else if object == "response" {
            let ends = extent == Extent::Whole || !matches!(text(value, "status"), Some("in_progress" | "queued"));
            carries = carries.and(self.response(value, ends));
        } else if kind.starts_with("response.") {
            carries = carries.and(self.responses.event(&mut self.answer, kind, value));
            carries.finish |= matches!(kind, "response.completed" | "response.incomplete" | "response.failed");
        } else if extent == Extent::Whole && (value.get("output").is_some() || value.get("output_text").is_some()) {
            carries = carries.and(self.response(value, true));
        }
        if let Some(usage) = usage::read(value) {
            usage::merge(&mut self.answer.usage, usage);
            carries.usage = true;
        }
        if !carries.error && has_bare_error(kind, value) {
            self.set_bare_error(value);
            carries.error = true;
        }
        self.terminal |= carries.finish || carries.error;
        carries
    }

    /// A response object: the whole answer where it ends one, only its names where it opens one.
    fn response(&mut self, response: &Value, ends: bool) -> Carries {
        // In a chat stream it repeats what the chunks said, so its output counts only if they said nothing.
        let is_guest = self.endpoint == Endpoint::ChatCompletions && self.chat.has_spoken(&self.answer);
        let mut carries = Carries::default();
        if ends && !is_guest {
            carries = self.responses.snapshot(&mut self.answer, response);
        }
        carries.finish = ends;
        self.name(response, ends);
        carries
    }

    fn name(&mut self, value: &Value, is_snapshot: bool) {
        let answer = &mut self.answer;
        if let Some(id) = text(value, "id")
            && (is_snapshot || answer.id.is_none())
        {
            answer.id = Some(id.to_owned());
        }
        // The target's deltas name the upstream's model, its snapshot the real id (August 2026).
        if let Some(model) = text(value, "model")
            && (is_snapshot || answer.model.is_none())
        {
            answer.model = Some(model.to_owned());
        }
        if let Some(provider) = provider_of(value)
            && (is_snapshot || answer.provider.is_none())
        {
            answer.provider = Some(provider.to_owned());
        }
    }

    fn set_error(&mut self, error: GatewayError) {
        // The first error is the cause; later ones report that it happened.
        if self.answer.error.is_none() || self.error_is_bare {
            self.answer.error = Some(error);
            self.error_is_bare = false;
        }
    }

    fn set_bare_error(&mut self, value: &Value) {
        if self.answer.error.is_none() {
            self.answer.error = Some(GatewayError {
                status: None,
                code: Some("error".to_owned()),
                message: "The answer was ended as failed, without a reason.".to_owned(),
                reason: None,
                retry_after_seconds: None,
                request_id: self.answer.id.clone(),
                kind: ErrorKind::Upstream,
                original: Original::Json(value.clone()),
            });
            self.error_is_bare = true;
        }
    }
}

/// The provider as a word: the source sends a display name, the target an id or (by its specification) an object.
fn provider_of(value: &Value) -> Option<&str> {
    text(value, "provider")
        .or_else(|| value.get("provider").and_then(|provider| first_text(provider, &["id", "name"])))
        .or_else(|| text(value, "provider_id"))
}

/// An error in any of its places inside a frame.
fn error_in(event: Option<&str>, value: &Value) -> Option<GatewayError> {
    let at_top = GatewayError::from_json(None, value);
    at_top
        .or_else(|| GatewayError::from_json(None, value.get("response")?))
        .or_else(|| list(value, "choices").iter().find_map(|choice| GatewayError::from_json(None, choice)))
        .or_else(|| (event == Some("error")).then(|| GatewayError::from_any_json(None, value)))
}

/// A failure that is said without any error object.
fn has_bare_error(kind: &str, value: &Value) -> bool {
    let failed = |value: &Value| value.get("status").and_then(Value::as_str) == Some("failed");
    kind == "response.failed"
        || value.get("response").is_some_and(failed)
        || (text(value, "object") == Some("response") && failed(value))
        || list(value, "choices").iter().any(|choice| text(choice, "finish_reason") == Some("error"))
}
