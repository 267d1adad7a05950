//! What a gateway answered, put together from one JSON body or from many stream frames.
//! Not the wire text (that is kept beside it) and not a verdict.
//! **Invariant:** a field is `None` only if the gateway did not send it; nothing is filled in.

use super::error::GatewayError;
use super::money::Usd;

/// One answer of a chat or responses call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The gateway's id of the request (`gen-…`, `G-…`).
    pub id: Option<String>,
    /// The model that the gateway says answered; may differ from the one asked for.
    pub model: Option<String>,
    /// The serving provider, as the gateway names it.
    pub provider: Option<String>,
    /// One entry a choice, by `index`; `/responses` has one.
    pub choices: Vec<Choice>,
    /// Tokens and cost.
    pub usage: Option<Usage>,
    /// An error that the gateway sent, in place of or inside of an answer.
    pub error: Option<GatewayError>,
}

/// One choice of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// The visible text.
    pub text: String,
    /// The reasoning text (`reasoning`, `reasoning_content`, reasoning items).
    pub reasoning: String,
    /// A refusal text.
    pub refusal: Option<String>,
    /// Calls of tools, in the order of their index.
    pub tool_calls: Vec<ToolCall>,
    /// Why it ended, as sent.
    pub finish_reason: Option<String>,
    /// The upstream's own word for it (source only).
    pub native_finish_reason: Option<String>,
}

/// A call of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ToolCall {
    /// Position; fragments of a stream belong together by it.
    pub index: u64,
    /// The call's id.
    pub id: Option<String>,
    /// The name of the function.
    pub name: String,
    /// The arguments as sent: a JSON text, complete only at the end.
    pub arguments: String,
}

/// Tokens and cost as reported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usage {
    /// Prompt (input) tokens.
    pub prompt_tokens: Option<u64>,
    /// Completion (output) tokens.
    pub completion_tokens: Option<u64>,
    /// Both, as reported; never computed.
    pub total_tokens: Option<u64>,
    /// Those of the prompt read from a cache.
    pub cached_tokens: Option<u64>,
    /// Those of the completion spent on reasoning.
    pub reasoning_tokens: Option<u64>,
    /// What the gateway says it cost.
    pub cost: Option<Usd>,
}

impl Answer {
    /// The text of the first choice.
    #[must_use]
    pub fn text(&self) -> &str {
        self.choices.first().map_or("", |choice| choice.text.as_str())
    }
}
