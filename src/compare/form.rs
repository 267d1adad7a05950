//! The request as a form: the fields that most requests have, read out of the JSON.
//! Not the whole request: what the form does not know stays in the JSON, which is the one truth.
//! **Invariant:** reading changes nothing; a field that the form cannot hold is shown as such and not rewritten.

pub mod edit;
pub mod examples;
pub mod image;

use serde_json::Value;

use crate::gateway::endpoint::Endpoint;

/// What the form shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// The model id.
    pub model: String,
    /// The system prompt; empty if there is none.
    pub system: String,
    /// The messages behind it.
    pub messages: Vec<Message>,
    /// `temperature`, with its digits.
    pub temperature: String,
    /// The most tokens of an answer, with its digits.
    pub max_tokens: String,
    /// `seed`, with its digits.
    pub seed: String,
    /// Texts that end the answer, one a line, each as JSON writes it between its quotes.
    pub stop: String,
    /// The list of tools as JSON; empty if there is none.
    pub tools: String,
    /// Their names.
    pub tool_names: Vec<String>,
    /// The form of the answer as JSON; empty if none is asked for.
    pub response_format: String,
    /// Which tool is to be called.
    pub tool_choice: ToolChoice,
    /// `parallel_tool_calls`, if it is there.
    pub parallel: Option<bool>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who says it, or what kind of item it is.
    pub role: String,
    /// Its text; `None` if the form cannot hold it, as with calls of tools.
    pub text: Option<String>,
    /// The addresses of its images.
    pub images: Vec<String>,
}

/// The modes of `tool_choice`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ToolChoice {
    /// It is not there: the gateway decides.
    #[default]
    Unset,
    /// `auto`, `none` or `required`.
    Mode(String),
    /// This tool.
    Function(String),
    /// Something else, which only the JSON shows.
    Other,
}

impl ToolChoice {
    /// The modes in words.
    pub const MODES: [&'static str; 3] = ["auto", "none", "required"];
}

/// The roles that a person can choose.
pub const ROLES: [&str; 3] = ["user", "assistant", "tool"];

/// Reads the form. `None` if the text is no JSON object.
#[must_use]
pub fn read(text: &str, endpoint: Endpoint) -> Option<Form> {
    let value: Value = serde_json::from_str(text).ok().filter(Value::is_object)?;
    let text_of = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |key: &str| value.get(key).filter(|value| value.is_number()).map(Value::to_string).unwrap_or_default();
    let json = |value: Option<&Value>| {
        value.filter(|value| !value.is_null()).map(|value| format!("{value:#}")).unwrap_or_default()
    };
    let has_system = system_place(&value, endpoint).is_some();
    let (system, response_format) = match endpoint {
        Endpoint::ChatCompletions => (
            value.get("messages").and_then(|messages| messages.get(0)).filter(|_| has_system).and_then(text_in),
            value.get("response_format"),
        ),
        Endpoint::Responses => (
            value.get("instructions").and_then(Value::as_str).map(str::to_owned),
            value.get("text").and_then(|text| text.get("format")),
        ),
    };
    Some(Form {
        model: text_of("model"),
        system: system.unwrap_or_default(),
        messages: messages(&value, endpoint),
        temperature: number("temperature"),
        max_tokens: number(max_tokens_key(&value, endpoint)),
        seed: number("seed"),
        stop: stop(value.get("stop")),
        tool_names: tool_names(value.get("tools")),
        tools: json(value.get("tools")),
        response_format: json(response_format),
        tool_choice: tool_choice(value.get("tool_choice")),
        parallel: value.get("parallel_tool_calls").and_then(Value::as_bool),
    })
}

/// The index of the system prompt among the messages of a chat.
fn system_place(value: &Value, endpoint: Endpoint) -> Option<usize> {
    let first = value.get("messages")?.get(0)?;
    let role = first.get("role").and_then(Value::as_str)?;
    (endpoint == Endpoint::ChatCompletions && matches!(role, "system" | "developer") && text_in(first).is_some())
        .then_some(0)
}

/// The field that limits the answer.
fn max_tokens_key(value: &Value, endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Responses => "max_output_tokens",
        Endpoint::ChatCompletions if value.get("max_completion_tokens").is_some() => "max_completion_tokens",
        Endpoint::ChatCompletions => "max_tokens",
    }
}

/// The list that holds the messages.
const fn list_key(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::ChatCompletions => "messages",
        Endpoint::Responses => "input",
    }
}

fn messages(value: &Value, endpoint: Endpoint) -> Vec<Message> {
    let skipped = usize::from(system_place(value, endpoint).is_some());
    match value.get(list_key(endpoint)) {
        Some(Value::String(text)) if endpoint == Endpoint::Responses => {
            vec![Message { role: "user".to_owned(), text: Some(text.clone()), images: Vec::new() }]
        }
        Some(Value::Array(items)) => items.iter().skip(skipped).map(message).collect(),
        _ => Vec::new(),
    }
}

fn message(item: &Value) -> Message {
    let word = |key: &str| item.get(key).and_then(Value::as_str);
    let role = word("role").or_else(|| word("type")).unwrap_or("unknown").to_owned();
    let parts = item.get("content").and_then(Value::as_array);
    let images = parts.into_iter().flatten().filter_map(image_of).collect();
    Message { role, text: text_in(item), images }
}

/// The text of a message, if it has exactly one or none beside its images.
fn text_in(item: &Value) -> Option<String> {
    match item.get("content")? {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect();
            let known =
                parts.iter().all(|part| part.get("text").is_some_and(Value::is_string) || image_of(part).is_some());
            match texts.as_slice() {
                _ if !known => None,
                [] => Some(String::new()),
                [text] => Some((*text).to_owned()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The address of an image, as either endpoint writes it.
fn image_of(part: &Value) -> Option<String> {
    let image = part.get("image_url")?;
    image.as_str().or_else(|| image.get("url").and_then(Value::as_str)).map(str::to_owned)
}

fn stop(value: Option<&Value>) -> String {
    let between_quotes = |text: &str| {
        let quoted = Value::from(text).to_string();
        quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
    };
    match value {
        Some(Value::String(text)) => between_quotes(text),
        Some(Value::Array(texts)) => {
            texts.iter().filter_map(Value::as_str).map(between_quotes).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    }
}

fn tool_names(tools: Option<&Value>) -> Vec<String> {
    let name = |tool: &Value| {
        let name = tool.get("function").and_then(|function| function.get("name")).or_else(|| tool.get("name"));
        name.and_then(Value::as_str).map(str::to_owned)
    };
    tools.and_then(Value::as_array).into_iter().flatten().filter_map(name).collect()
}

fn tool_choice(value: Option<&Value>) -> ToolChoice {
    match value {
        None | Some(Value::Null) => ToolChoice::Unset,
        Some(Value::String(mode)) if ToolChoice::MODES.contains(&mode.as_str()) => ToolChoice::Mode(mode.clone()),
        Some(choice) => {
            let name = choice.get("function").and_then(|function| function.get("name")).or_else(|| choice.get("name"));
            name.and_then(Value::as_str).map_or(ToolChoice::Other, |name| ToolChoice::Function(name.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests;
