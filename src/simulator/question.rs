//! What a request asks for, read from either body shape (chat or responses). Not a validator: each gateway refuses by
//! its own rules before this is read. **Invariant:** a field of a wrong type is read as absent.

use serde_json::{Map, Value};

/// One message.
#[derive(Debug, Clone, Default)]
pub(super) struct Turn {
    pub(super) role: String,
    pub(super) text: String,
    pub(super) images: u32,
}

/// A function that may be called.
#[derive(Debug, Clone)]
pub(super) struct Tool {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) parameters: Value,
}

/// `tool_choice`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ToolChoice {
    Auto,
    Never,
    Required,
    Named(String),
}

/// The wished form of the answer.
#[derive(Debug, Clone)]
pub(super) enum Format {
    Text,
    AnyJson,
    Schema(Value),
}

/// The wish for reasoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thinking {
    Unsaid,
    On,
    Off,
}

/// A request without its transport.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) turns: Vec<Turn>,
    pub(super) stream: bool,
    pub(super) max_tokens: Option<u32>,
    pub(super) stop: Vec<String>,
    pub(super) choices: u32,
    /// The digits of `seed`, as sent.
    pub(super) seed: String,
    pub(super) tools: Vec<Tool>,
    pub(super) tool_choice: ToolChoice,
    pub(super) format: Format,
    pub(super) thinking: Thinking,
    /// The source's `reasoning.exclude` and `include_reasoning: false`.
    pub(super) reasoning_hidden: bool,
    /// Whether the probabilities of the tokens are asked for.
    pub(super) logprobs: bool,
    /// How many of the likeliest tokens beside each.
    pub(super) top_logprobs: u32,
    /// `metadata.events_per_second`, for the flood only.
    pub(super) events_per_second: Option<u32>,
}

impl Question {
    /// From the body of `/chat/completions`.
    pub(super) fn of_chat(body: &Map<String, Value>) -> Self {
        let mut turns: Vec<Turn> = array(body, "messages").iter().map(turn).collect();
        if let (true, Some(prompt)) = (turns.is_empty(), body.get("prompt")) {
            turns.push(Turn { role: "user".into(), text: text_of(prompt), images: 0 });
        }
        let format = body.get("response_format").cloned().unwrap_or_default();
        let schema = format.pointer("/json_schema/schema").cloned();
        let max = ["max_tokens", "max_completion_tokens", "max_output_tokens"];
        Question::with(body, turns, format_of(&format, schema), max)
    }

    /// From the body of `/responses`.
    pub(super) fn of_responses(body: &Map<String, Value>) -> Self {
        let mut turns = Vec::new();
        if let Some(Value::String(text)) = body.get("instructions") {
            turns.push(Turn { role: "system".into(), text: text.clone(), images: 0 });
        }
        match body.get("input") {
            Some(Value::String(text)) => turns.push(Turn { role: "user".into(), text: text.clone(), images: 0 }),
            Some(Value::Array(items)) => turns.extend(items.iter().map(item)),
            _ => {}
        }
        let format = body.get("text").and_then(|text| text.get("format")).cloned().unwrap_or_default();
        let schema = format.get("schema").cloned();
        Question::with(
            body,
            turns,
            format_of(&format, schema),
            ["max_output_tokens", "max_tokens", "max_completion_tokens"],
        )
    }

    fn with(body: &Map<String, Value>, turns: Vec<Turn>, format: Format, max: [&str; 3]) -> Self {
        let number = |name: &str| body.get(name).and_then(Value::as_u64).and_then(|value| u32::try_from(value).ok());
        let reasoning = body.get("reasoning");
        let effort = reasoning.and_then(|value| value.get("effort")).or_else(|| body.get("reasoning_effort"));
        let enabled = reasoning.and_then(|value| value.get("enabled")).and_then(Value::as_bool);
        let thinking = match (effort.and_then(Value::as_str), enabled, reasoning) {
            (Some("none"), _, _) | (_, Some(false), _) => Thinking::Off,
            (Some(_), _, _) | (_, Some(true), _) | (_, _, Some(Value::Object(_))) => Thinking::On,
            _ if body.get("include_reasoning") == Some(&Value::Bool(true)) => Thinking::On,
            _ => Thinking::Unsaid,
        };
        Question {
            turns,
            stream: body.get("stream").and_then(Value::as_bool).unwrap_or(false),
            max_tokens: max.iter().find_map(|name| number(name)),
            stop: match body.get("stop") {
                Some(Value::String(text)) => vec![text.clone()],
                Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                _ => Vec::new(),
            },
            choices: number("n").unwrap_or(1).clamp(1, 8),
            seed: body.get("seed").filter(|seed| seed.is_number()).map(Value::to_string).unwrap_or_default(),
            tools: array(body, "tools").iter().filter_map(tool).collect(),
            tool_choice: tool_choice(body.get("tool_choice")),
            format,
            thinking,
            reasoning_hidden: reasoning.and_then(|value| value.get("exclude")) == Some(&Value::Bool(true))
                || body.get("include_reasoning") == Some(&Value::Bool(false)),
            logprobs: body.get("logprobs") == Some(&Value::Bool(true)),
            top_logprobs: number("top_logprobs").unwrap_or(0).min(20),
            events_per_second: body
                .get("metadata")
                .and_then(|metadata| metadata.get("events_per_second"))
                .and_then(|rate| rate.as_str().map_or_else(|| rate.as_u64(), |text| text.parse().ok()))
                .and_then(|rate| u32::try_from(rate).ok()),
        }
    }

    /// The text of the last message of a person, or of whoever spoke last.
    pub(super) fn last_text(&self) -> &str {
        let user = self.turns.iter().rev().find(|turn| turn.role == "user");
        user.or(self.turns.last()).map_or("", |turn| turn.text.as_str())
    }

    /// All turns as one text, for hashing.
    pub(super) fn conversation(&self) -> String {
        self.turns.iter().map(|turn| format!("{}\u{1}{}\u{2}", turn.role, turn.text)).collect()
    }

    pub(super) fn images(&self) -> u32 {
        self.turns.iter().map(|turn| turn.images).fold(0, u32::saturating_add)
    }
}

fn array<'a>(body: &'a Map<String, Value>, name: &str) -> &'a [Value] {
    body.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn string(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn turn(message: &Value) -> Turn {
    let content = message.get("content").unwrap_or(&Value::Null);
    Turn { role: string(message, "role"), text: text_of(content), images: images_of(content) }
}

fn item(item: &Value) -> Turn {
    match item.get("type").and_then(Value::as_str) {
        Some("function_call_output") => Turn { role: "tool".into(), text: string(item, "output"), images: 0 },
        Some("function_call") => Turn { role: "assistant".into(), text: string(item, "arguments"), images: 0 },
        _ => turn(item),
    }
}

/// The text of a string, or of all parts that have one.
pub(super) fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts
                .iter()
                .filter_map(|part| part.as_str().or_else(|| part.get("text").and_then(Value::as_str)))
                .collect();
            texts.join("\n")
        }
        _ => String::new(),
    }
}

fn images_of(content: &Value) -> u32 {
    let kinds = |part: &&Value| matches!(part.get("type").and_then(Value::as_str), Some("image_url" | "input_image"));
    u32::try_from(content.as_array().map_or(0, |parts| parts.iter().filter(kinds).count())).unwrap_or(u32::MAX)
}

fn tool(value: &Value) -> Option<Tool> {
    // Chat nests the function, responses does not.
    let function = value.get("function").unwrap_or(value);
    let name = function.get("name").and_then(Value::as_str)?.to_owned();
    let parameters = function.get("parameters").cloned().unwrap_or_default();
    Some(Tool { name, description: string(function, "description"), parameters })
}

fn tool_choice(value: Option<&Value>) -> ToolChoice {
    match value {
        Some(Value::String(word)) if word == "none" => ToolChoice::Never,
        Some(Value::String(word)) if word == "required" || word == "any" => ToolChoice::Required,
        Some(object @ Value::Object(_)) => {
            let name = string(object.get("function").unwrap_or(object), "name");
            if name.is_empty() { ToolChoice::Auto } else { ToolChoice::Named(name) }
        }
        _ => ToolChoice::Auto,
    }
}

fn format_of(format: &Value, schema: Option<Value>) -> Format {
    match format.get("type").and_then(Value::as_str).or_else(|| format.as_str()) {
        Some("json_schema") => schema.map_or(Format::AnyJson, Format::Schema),
        Some("json_object") => Format::AnyJson,
        _ => Format::Text,
    }
}
