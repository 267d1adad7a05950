//! What came of one call, kept small: no frames, no headers. Not a run in progress (`compare::run`).
//! **Invariant:** every text has gone through the redactor before it comes here, and nothing here can hold a key.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check::Evaluated;
use super::shape;
use crate::compare::answer_json::answer_json;
use crate::compare::ignore_rule::IgnoreRule;
use crate::compare::run::{Run, RunState};
use crate::gateway::failure::Failure;
use crate::gateway::money::Usd;

/// The final result of a call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CallResult {
    /// How it ended.
    pub end: CallEnd,
    /// HTTP status of the last attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why each attempt before the last one was not enough, as a word for tables, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
    /// The visible text.
    pub text: String,
    /// A refusal text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// Why it ended, as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish_reason: Option<String>,
    /// Calls of tools.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCallMade>,
    /// Milliseconds to the first non-empty text of a stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_text_ms: Option<f64>,
    /// Milliseconds to the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_ms: Option<f64>,
    /// Tokens of the prompt, as reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_tokens: Option<u64>,
    /// Tokens of the answer, as reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_tokens: Option<u64>,
    /// Tokens of the prompt that were read from a cache, as reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cached_tokens: Option<u64>,
    /// What the gateway says it cost, in US dollars, decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_usd: Option<String>,
    /// The serving provider, as named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The model, as named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The gateway's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The sentence of its error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The places and types of the whole body, as [`super::shape`] writes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// What the validator said of the text. It is asked again where a result is read.
    #[serde(skip)]
    pub schemas: Vec<Evaluated>,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallEnd {
    /// With a whole answer.
    Answered,
    /// With an error of the gateway.
    Refused,
    /// Without a whole answer, for this reason.
    Failed(String),
    /// It was closed from here.
    #[default]
    Stopped,
}

/// A call of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ToolCallMade {
    /// The name of the function.
    pub name: String,
    /// The arguments as sent.
    pub arguments: String,
}

/// The word with which a rate limit stands in [`CallResult::earlier`].
pub const RATE_LIMIT: &str = "429";

impl CallResult {
    /// What is kept of a run that has ended. Places that a rule covers are not counted in the shape.
    #[must_use]
    pub fn of(run: &Run, ignored: &[IgnoreRule]) -> CallResult {
        let first = run.answer.choices.first();
        let usage = run.answer.usage.as_ref();
        CallResult {
            end: match &run.state {
                RunState::Answered => CallEnd::Answered,
                RunState::Refused => CallEnd::Refused,
                RunState::Failing(failure) => CallEnd::Failed(failure_word(*failure).to_owned()),
                RunState::Failed(cause) => CallEnd::Failed(cause.code().to_owned()),
                RunState::Stopped | RunState::Running => CallEnd::Stopped,
            },
            status: run.head.as_ref().map(|head| head.status),
            earlier: Vec::new(),
            text: run.answer.text().to_owned(),
            refusal: first.and_then(|choice| choice.refusal.clone()),
            finish_reason: first.and_then(|choice| choice.finish_reason.clone()),
            tool_calls: first
                .map(|choice| {
                    let made = |call: &crate::gateway::answer::ToolCall| ToolCallMade {
                        name: call.name.clone(),
                        arguments: call.arguments.clone(),
                    };
                    choice.tool_calls.iter().map(made).collect()
                })
                .unwrap_or_default(),
            first_text_ms: run.marks.first_text.filter(|_| run.stream),
            total_ms: run.marks.end,
            prompt_tokens: usage.and_then(|usage| usage.prompt_tokens),
            completion_tokens: usage.and_then(|usage| usage.completion_tokens),
            cached_tokens: usage.and_then(|usage| usage.cached_tokens),
            cost_usd: usage.and_then(|usage| usage.cost).map(Usd::to_plain),
            provider: run.answer.provider.clone(),
            model: run.answer.model.clone(),
            id: run.answer.id.clone(),
            error: run.answer.error.as_ref().map(|error| error.message.clone()),
            shape: answer_json(run).map(|body| shape::written(&body, ignored)),
            schemas: Vec::new(),
        }
    }

    /// Whether there is a whole answer.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.end == CallEnd::Answered
    }

    /// Whether the gateway did what it should without a second try. Waiting for a rate limit is the sender's pace and no
    /// failure; a retry that hides one is not allowed to.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.is_answered() && self.earlier.iter().all(|word| word == RATE_LIMIT)
    }

    /// How often it was sent.
    #[must_use]
    pub fn attempts(&self) -> usize {
        self.earlier.len() + 1
    }

    /// The cost that was reported.
    #[must_use]
    pub fn cost(&self) -> Option<Usd> {
        Usd::from_json(&Value::String(self.cost_usd.clone()?))
    }

    /// How it ended, as a word for tables.
    #[must_use]
    pub fn word(&self) -> String {
        match (&self.end, self.status) {
            (CallEnd::Answered, _) => "answered".to_owned(),
            (CallEnd::Refused, Some(status)) if status >= 400 => status.to_string(),
            (CallEnd::Refused, _) => "error".to_owned(),
            (CallEnd::Failed(word), _) => word.replace('_', " "),
            (CallEnd::Stopped, _) => "stopped".to_owned(),
        }
    }

    /// How it ended, in words.
    #[must_use]
    pub fn state_words(&self) -> String {
        match &self.error {
            Some(error) => format!("{} ({error})", self.word()),
            None => self.word(),
        }
    }
}

/// The word for a failure that nobody looked into.
#[must_use]
pub const fn failure_word(failure: Failure) -> &'static str {
    match failure {
        Failure::Network => "network",
        Failure::TimedOut(_) => "hang",
        Failure::Cut => "cut",
        Failure::Stopped => "stopped",
    }
}
