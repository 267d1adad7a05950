//! What the simulated model says in one choice: reasoning, text or a tool call, within its limits.
//! Not when it is said, not what it costs. **Invariant:** a choice with a call has no text.

use super::catalogue::{Model, Reasoning};
use super::chance::Chance;
use super::instance::instance;
use super::pieces::pieces;
use super::prose::{Speaker, dictated, hints};
use super::question::{Format, Question, Thinking, Tool, ToolChoice};
use serde_json::json;

/// Why a choice ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    Stop,
    Length,
    ToolCalls,
}

impl Finish {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Finish::Stop => "stop",
            Finish::Length => "length",
            Finish::ToolCalls => "tool_calls",
        }
    }
}

/// A tool call.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) id: String,
    pub(super) name: String,
    /// A JSON text.
    pub(super) arguments: String,
}

/// One choice.
#[derive(Debug, Clone)]
pub(super) struct Spoken {
    pub(super) reasoning: String,
    pub(super) text: String,
    pub(super) call: Option<Call>,
    pub(super) finish: Finish,
}

/// A choice of so many events.
pub(super) fn flooded(events: u32) -> Spoken {
    let text = (1..=events).map(|event| format!("{event} ")).collect();
    Spoken { reasoning: String::new(), text, call: None, finish: Finish::Stop }
}

/// The choice of that index.
pub(super) fn spoken(
    seed: u64,
    own: Chance,
    index: u32,
    model: &Model,
    question: &Question,
    conversation: &str,
) -> Spoken {
    let number = index.to_le_bytes();
    let parts: [&[u8]; 4] = [b"shared", conversation.as_bytes(), question.seed.as_bytes(), &number];
    let shared = Chance::of(seed, &parts);
    let mut own = own;
    let mut own = Chance::of(own.bits(), &[question.seed.as_bytes(), &number]);
    let asked = question.last_text();
    let mut speaker = Speaker::new(shared, own, asked);
    let reasons = match model.reasoning {
        Reasoning::Never => false,
        Reasoning::WhenAsked => question.thinking == Thinking::On,
        Reasoning::Always => question.thinking != Thinking::Off,
    };
    let reasoning = if reasons { speaker.thought() } else { String::new() };
    let call = tool_to_call(question, model).map(|tool| Call {
        id: format!("call_{}", own.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 24)),
        name: tool.name.clone(),
        arguments: instance(&tool.parameters, &hints(asked)).to_string(),
    });
    let text = match (&call, &question.format, question.turns.last()) {
        (Some(_), _, _) => String::new(),
        (None, Format::Schema(schema), _) => instance(schema, &hints(asked)).to_string(),
        (None, Format::AnyJson, _) => {
            json!({"answer": hints(asked).first().copied().unwrap_or("yes"), "ok": true}).to_string()
        }
        (None, Format::Text, Some(turn)) if turn.role == "tool" => {
            format!("The tool says: {}", turn.text.chars().take(200).collect::<String>())
        }
        (None, Format::Text, _) => dictated(asked).unwrap_or_else(|| speaker.answer()),
    };
    limited(
        Spoken { reasoning, text, finish: if call.is_some() { Finish::ToolCalls } else { Finish::Stop }, call },
        question,
        model,
    )
}

/// Applies stop words and the limit of tokens; reasoning spends them first, as it does in earnest.
fn limited(mut spoken: Spoken, question: &Question, model: &Model) -> Spoken {
    if let Some(at) =
        question.stop.iter().filter(|stop| !stop.is_empty()).filter_map(|stop| spoken.text.find(stop.as_str())).min()
    {
        spoken.text.truncate(at);
    }
    let mut left = question.max_tokens.unwrap_or(model.output).min(model.output) as usize;
    for text in [&mut spoken.reasoning, &mut spoken.text] {
        let kept: usize = pieces(text).iter().take(left).map(|piece| piece.len()).sum();
        left = left.saturating_sub(pieces(text).len());
        if kept < text.len() {
            text.truncate(kept);
            spoken.finish = Finish::Length;
        }
    }
    if let Some(call) = &mut spoken.call
        && left == 0
    {
        call.arguments = String::new();
        spoken.finish = Finish::Length;
    }
    spoken
}

/// The tool that is called, if one is: named or required by the request, or spoken of in the question.
fn tool_to_call<'a>(question: &'a Question, model: &Model) -> Option<&'a Tool> {
    if !model.takes_tools() {
        return None;
    }
    let answered = question.turns.last().is_some_and(|turn| turn.role == "tool");
    match &question.tool_choice {
        ToolChoice::Never => None,
        ToolChoice::Named(name) => question.tools.iter().find(|tool| tool.name == *name),
        ToolChoice::Required => question.tools.first(),
        ToolChoice::Auto if answered => None,
        ToolChoice::Auto => {
            let asked = question.last_text().to_lowercase();
            let spoken_of = |tool: &&Tool| {
                let words = tool.name.split(|character: char| !character.is_alphanumeric());
                asked.contains("tool")
                    || words.filter(|word| word.len() >= 4).any(|word| asked.contains(&word.to_lowercase()))
            };
            question.tools.iter().find(spoken_of)
        }
    }
}
