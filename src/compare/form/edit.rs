//! What a person changes in the form, written into the JSON.
//! **Invariant:** an edit changes its own field; a text that it cannot be written into stays, and the reason is said.

use serde_json::{Number, Value, json};

use super::{ToolChoice, examples, list_key, max_tokens_key, system_place};
use crate::compare::json_text::{self, Step};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;

use Step::{Index, Key};

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The model id.
    Model(String),
    /// The system prompt; an empty one is taken away.
    System(String),
    /// The role of a message, by its number in the form.
    Role(usize, String),
    /// The text of a message.
    Text(usize, String),
    /// One more message of the user.
    AddMessage,
    /// A message is taken away.
    RemoveMessage(usize),
    /// One more image of a message, by its address.
    AddImage(usize, String),
    /// An image of a message is taken away.
    RemoveImage(usize, usize),
    /// A number; an empty one is taken away.
    Number(NumberField, String),
    /// Texts that end the answer, one a line; empty for none.
    Stop(String),
    /// The list of tools as JSON; empty for none.
    Tools(String),
    /// One more tool, the worked example.
    ExampleTool,
    /// The form of the answer as JSON; empty for none.
    ResponseFormat(String),
    /// The worked example of a form.
    ExampleSchema,
    /// Which tool is to be called.
    ToolChoice(ToolChoice),
    /// Whether several tools may be called at once; `None` to leave it to the gateway.
    Parallel(Option<bool>),
}

/// The numbers of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberField {
    /// `temperature`
    Temperature,
    /// `max_tokens`, `max_completion_tokens` or `max_output_tokens`.
    MaxTokens,
    /// `seed`
    Seed,
}

/// A field of the form, for the place of a message and for what belongs together in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The model id.
    Model,
    /// The system prompt.
    System,
    /// A message.
    Message(usize),
    /// A number.
    Number(NumberField),
    /// The stop texts.
    Stop,
    /// The tools.
    Tools,
    /// The form of the answer.
    ResponseFormat,
    /// `tool_choice` and `parallel_tool_calls`.
    Calling,
}

impl Edit {
    /// The field that it changes.
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Edit::Model(_) => Field::Model,
            Edit::System(_) => Field::System,
            Edit::Role(at, _) | Edit::Text(at, _) | Edit::RemoveMessage(at) | Edit::AddImage(at, _) => {
                Field::Message(*at)
            }
            Edit::RemoveImage(at, _) => Field::Message(*at),
            Edit::AddMessage => Field::Message(usize::MAX),
            Edit::Number(field, _) => Field::Number(*field),
            Edit::Stop(_) => Field::Stop,
            Edit::Tools(_) | Edit::ExampleTool => Field::Tools,
            Edit::ResponseFormat(_) | Edit::ExampleSchema => Field::ResponseFormat,
            Edit::ToolChoice(_) | Edit::Parallel(_) => Field::Calling,
        }
    }

    /// Whether it is a keystroke among others, and not a press.
    #[must_use]
    pub const fn is_typed(&self) -> bool {
        matches!(
            self,
            Edit::Model(_)
                | Edit::System(_)
                | Edit::Text(..)
                | Edit::Number(..)
                | Edit::Stop(_)
                | Edit::Tools(_)
                | Edit::ResponseFormat(_)
        )
    }
}

/// The text with the edit in it.
///
/// # Errors
/// If the text is no JSON object, or what was typed cannot be the value of its field.
pub fn apply(text: &str, endpoint: Endpoint, edit: &Edit) -> Result<String, Diagnostic> {
    let value: Value = serde_json::from_str(text).ok().filter(Value::is_object).ok_or_else(no_object)?;
    let request = Request { text, value, endpoint };
    let changed = match edit {
        Edit::Model(model) => request.set(&[Key("model")], Value::from(model.as_str())),
        Edit::System(prompt) => request.system(prompt),
        Edit::Role(at, role) => request.role(*at, role),
        Edit::Text(at, words) => request.message_text(*at, words),
        Edit::AddMessage => request.add_message(),
        Edit::RemoveMessage(at) => request
            .in_list()
            .and_then(|list| json_text::remove(&list, &[Key(list_key(endpoint)), Index(request.place(*at))])),
        Edit::AddImage(at, address) => request.add_image(*at, address),
        Edit::RemoveImage(at, image) => request.remove_image(*at, *image),
        Edit::Number(field, digits) => {
            let key = match field {
                NumberField::Temperature => "temperature",
                NumberField::Seed => "seed",
                NumberField::MaxTokens => max_tokens_key(&request.value, endpoint),
            };
            request.set_or_remove(&[Key(key)], number(digits)?)
        }
        Edit::Stop(lines) => request.set_or_remove(&[Key("stop")], stop(&request.value, lines)?),
        Edit::Tools(json) => request.set_or_remove(&[Key("tools")], tools(json)?),
        Edit::ExampleTool => {
            let tool = examples::tool(endpoint);
            match request.value.get("tools") {
                Some(Value::Array(_)) => json_text::insert_item(text, &[Key("tools")], usize::MAX, &tool),
                _ => request.set(&[Key("tools")], json!([tool])),
            }
        }
        Edit::ResponseFormat(json) => request.response_format(response_format(json)?),
        Edit::ExampleSchema => request.response_format(Some(examples::response_format(endpoint))),
        Edit::ToolChoice(choice) => request.tool_choice(choice),
        Edit::Parallel(choice) => request.set_or_remove(&[Key("parallel_tool_calls")], choice.map(Value::from)),
    };
    changed.ok_or_else(|| {
        Diagnostic::new(
            "The form cannot change this part of the request.",
            "The JSON has another structure there than the form knows.",
            "Change it in the JSON view.",
        )
    })
}

struct Request<'text> {
    text: &'text str,
    value: Value,
    endpoint: Endpoint,
}

impl Request<'_> {
    fn set(&self, path: &[Step<'_>], value: Value) -> Option<String> {
        json_text::set(self.text, path, &value)
    }

    /// Sets the value, or takes the field away if there is none to set.
    fn set_or_remove(&self, path: &[Step<'_>], value: Option<Value>) -> Option<String> {
        match value {
            Some(value) => self.set(path, value),
            None => Some(json_text::remove(self.text, path).unwrap_or_else(|| self.text.to_owned())),
        }
    }

    /// The place in the JSON of a message of the form.
    fn place(&self, at: usize) -> usize {
        at.saturating_add(usize::from(system_place(&self.value, self.endpoint).is_some()))
    }

    /// The text with its messages as a list: `input` may be a text alone.
    fn in_list(&self) -> Option<String> {
        let key = list_key(self.endpoint);
        match self.value.get(key) {
            Some(Value::Array(_)) => Some(self.text.to_owned()),
            Some(Value::String(words)) if self.endpoint == Endpoint::Responses => {
                self.set(&[Key(key)], json!([{ "role": "user", "content": words }]))
            }
            None | Some(Value::Null) => self.set(&[Key(key)], json!([])),
            Some(_) => None,
        }
    }

    fn system(&self, prompt: &str) -> Option<String> {
        let words = Some(Value::from(prompt)).filter(|_| !prompt.is_empty());
        if self.endpoint == Endpoint::Responses {
            return self.set_or_remove(&[Key("instructions")], words);
        }
        match (system_place(&self.value, self.endpoint), words) {
            (Some(at), Some(_)) => self.content_text(self.text, at, prompt),
            (Some(at), None) => json_text::remove(self.text, &[Key("messages"), Index(at)]),
            (None, Some(words)) => {
                let message = json!({ "role": "system", "content": words });
                json_text::insert_item(&self.in_list()?, &[Key("messages")], 0, &message)
            }
            (None, None) => Some(self.text.to_owned()),
        }
    }

    fn role(&self, at: usize, role: &str) -> Option<String> {
        let key = list_key(self.endpoint);
        json_text::set(&self.in_list()?, &[Key(key), Index(self.place(at)), Key("role")], &Value::from(role))
    }

    fn message_text(&self, at: usize, words: &str) -> Option<String> {
        if let Some(Value::String(_)) = self.value.get(list_key(self.endpoint)) {
            return (at == 0).then(|| self.set(&[Key(list_key(self.endpoint))], Value::from(words)))?;
        }
        self.content_text(self.text, self.place(at), words)
    }

    /// Sets the text of the message at a place of the list.
    fn content_text(&self, text: &str, place: usize, words: &str) -> Option<String> {
        let key = list_key(self.endpoint);
        match self.value.get(key)?.get(place)?.get("content") {
            None | Some(Value::Null | Value::String(_)) => {
                json_text::set(text, &[Key(key), Index(place), Key("content")], &Value::from(words))
            }
            Some(Value::Array(parts)) => {
                let path = [Key(key), Index(place), Key("content")];
                match parts.iter().position(|part| part.get("text").is_some_and(Value::is_string)) {
                    Some(at) => {
                        let [first, second, third] = path;
                        json_text::set(text, &[first, second, third, Index(at), Key("text")], &Value::from(words))
                    }
                    None => json_text::insert_item(text, &path, 0, &self.text_part(words)),
                }
            }
            Some(_) => None,
        }
    }

    fn text_part(&self, words: &str) -> Value {
        let kind = if self.endpoint == Endpoint::Responses { "input_text" } else { "text" };
        json!({ "type": kind, "text": words })
    }

    fn image_part(&self, address: &str) -> Value {
        match self.endpoint {
            Endpoint::ChatCompletions => json!({ "type": "image_url", "image_url": { "url": address } }),
            Endpoint::Responses => json!({ "type": "input_image", "image_url": address }),
        }
    }

    fn add_message(&self) -> Option<String> {
        let message = json!({ "role": "user", "content": "" });
        json_text::insert_item(&self.in_list()?, &[Key(list_key(self.endpoint))], usize::MAX, &message)
    }

    fn add_image(&self, at: usize, address: &str) -> Option<String> {
        let key = list_key(self.endpoint);
        let text = self.in_list()?;
        let value: Value = serde_json::from_str(&text).ok()?;
        let place = self.place(at);
        let path = [Key(key), Index(place), Key("content")];
        let image = self.image_part(address);
        match value.get(key)?.get(place)?.get("content") {
            Some(Value::Array(_)) => json_text::insert_item(&text, &path, usize::MAX, &image),
            Some(Value::String(words)) if words.is_empty() => json_text::set(&text, &path, &json!([image])),
            Some(Value::String(words)) => json_text::set(&text, &path, &json!([self.text_part(words), image])),
            None | Some(Value::Null) => json_text::set(&text, &path, &json!([image])),
            Some(_) => None,
        }
    }

    fn remove_image(&self, at: usize, image: usize) -> Option<String> {
        let key = list_key(self.endpoint);
        let place = self.place(at);
        let parts = self.value.get(key)?.get(place)?.get("content")?.as_array()?;
        let (part, _) = parts.iter().enumerate().filter(|(_, part)| super::image_of(part).is_some()).nth(image)?;
        json_text::remove(self.text, &[Key(key), Index(place), Key("content"), Index(part)])
    }

    fn response_format(&self, format: Option<Value>) -> Option<String> {
        if self.endpoint == Endpoint::ChatCompletions {
            return self.set_or_remove(&[Key("response_format")], format);
        }
        match (self.value.get("text"), format) {
            (Some(Value::Object(_)), Some(format)) => self.set(&[Key("text"), Key("format")], format),
            (Some(Value::Object(fields)), None) => {
                // With nothing else in it the object has no use.
                let alone = fields.keys().all(|key| key == "format");
                let path: &[Step<'_>] = if alone { &[Key("text")] } else { &[Key("text"), Key("format")] };
                self.set_or_remove(path, None)
            }
            (_, Some(format)) => self.set(&[Key("text")], json!({ "format": format })),
            (_, None) => Some(self.text.to_owned()),
        }
    }

    fn tool_choice(&self, choice: &ToolChoice) -> Option<String> {
        let value = match choice {
            ToolChoice::Unset => None,
            ToolChoice::Mode(mode) => Some(Value::from(mode.as_str())),
            ToolChoice::Function(name) => Some(match self.endpoint {
                Endpoint::ChatCompletions => json!({ "type": "function", "function": { "name": name } }),
                Endpoint::Responses => json!({ "type": "function", "name": name }),
            }),
            ToolChoice::Other => return Some(self.text.to_owned()),
        };
        self.set_or_remove(&[Key("tool_choice")], value)
    }
}

fn no_object() -> Diagnostic {
    Diagnostic::new(
        "The form waits for the JSON.",
        "The request body is no JSON object at the moment, so that there is nothing to fill the form with.",
        "Correct it in the JSON view, or press Undo.",
    )
}

/// A number as a person types it, digit for digit; `None` for none.
fn number(digits: &str) -> Result<Option<Value>, Diagnostic> {
    let digits = digits.trim();
    if digits.is_empty() {
        return Ok(None);
    }
    serde_json::from_str::<Number>(digits).map(|number| Some(Value::Number(number))).map_err(|_| {
        Diagnostic::new(
            "This is no number.",
            "JSON writes numbers as 12, 0.5 or 1e-3, with a point and at least one digit on both sides of it.",
            "Correct it. The request keeps the number it had.",
        )
    })
}

/// The texts of the lines; one alone stays a text if it was one.
fn stop(value: &Value, lines: &str) -> Result<Option<Value>, Diagnostic> {
    let texts = lines
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str::<String>(&format!("\"{line}\"")))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| {
            Diagnostic::new(
                "A stop text cannot be read.",
                "A quote or a backslash in it stands alone; they are written \\\" and \\\\, and a line end \\n.",
                "Correct it. The request keeps the texts it had.",
            )
        })?;
    let was_list = value.get("stop").is_some_and(Value::is_array);
    Ok(match texts.as_slice() {
        [] => None,
        [text] if !was_list => Some(Value::from(text.as_str())),
        _ => Some(Value::from(texts)),
    })
}

fn parsed(json: &str, what: &str, is_right: fn(&Value) -> bool, shape: &str) -> Result<Option<Value>, Diagnostic> {
    if json.trim().is_empty() {
        return Ok(None);
    }
    let value: Value = serde_json::from_str(json).map_err(|error| {
        Diagnostic::new(
            format!("{what} is not valid JSON, at line {} column {}.", error.line(), error.column()),
            "It is being typed, or a comma or a bracket is missing.",
            "Correct it. The request keeps what it had.",
        )
    })?;
    if is_right(&value) {
        return Ok(Some(value));
    }
    Err(Diagnostic::new(
        format!("{what} has the wrong shape."),
        format!("It has to be {shape}."),
        "Correct it, or press the button of the example.",
    ))
}

fn tools(json: &str) -> Result<Option<Value>, Diagnostic> {
    parsed(json, "The list of tools", Value::is_array, "a list of tools, in [ and ]")
}

fn response_format(json: &str) -> Result<Option<Value>, Diagnostic> {
    parsed(json, "The response format", Value::is_object, "an object with a type, in { and }")
}
