//! Which requests are asked about which parameter: valid values, the ends of the range, and values beyond it, each
//! against a control that goes without it.
//!
//! Not a judgement of answers, and not a list of all parameters: one whose presence nothing could show is not here.
//!
//! **Invariant:** a plan has the controls that its questions need, first and each once; no question asks for more than
//! [`MOST_TOKENS`] tokens a choice.

use serde_json::{Map, Value, json};

/// The most tokens that a question asks for, a choice.
pub const MOST_TOKENS: u32 = 24;

/// A word of the text that is asked for; a stop word cuts it off.
pub const STOP_WORD: &str = "beta";

/// A parameter that can be probed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the parameter of its name")]
pub enum Parameter {
    Stop,
    MaxTokens,
    MaxCompletionTokens,
    N,
    Logprobs,
    TopLogprobs,
    ResponseFormat,
    Seed,
    ToolChoice,
    Temperature,
    TopP,
    TopK,
    MinP,
    TopA,
    FrequencyPenalty,
    PresencePenalty,
    RepetitionPenalty,
}

impl Parameter {
    /// All, in the order of the page: those first whose effect can be seen.
    pub const ALL: [Parameter; 17] = [
        Parameter::Stop,
        Parameter::MaxTokens,
        Parameter::MaxCompletionTokens,
        Parameter::N,
        Parameter::Logprobs,
        Parameter::TopLogprobs,
        Parameter::ResponseFormat,
        Parameter::Seed,
        Parameter::ToolChoice,
        Parameter::Temperature,
        Parameter::TopP,
        Parameter::TopK,
        Parameter::MinP,
        Parameter::TopA,
        Parameter::FrequencyPenalty,
        Parameter::PresencePenalty,
        Parameter::RepetitionPenalty,
    ];

    /// Its name in a request.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Parameter::Stop => "stop",
            Parameter::MaxTokens => "max_tokens",
            Parameter::MaxCompletionTokens => "max_completion_tokens",
            Parameter::N => "n",
            Parameter::Logprobs => "logprobs",
            Parameter::TopLogprobs => "top_logprobs",
            Parameter::ResponseFormat => "response_format",
            Parameter::Seed => "seed",
            Parameter::ToolChoice => "tool_choice",
            Parameter::Temperature => "temperature",
            Parameter::TopP => "top_p",
            Parameter::TopK => "top_k",
            Parameter::MinP => "min_p",
            Parameter::TopA => "top_a",
            Parameter::FrequencyPenalty => "frequency_penalty",
            Parameter::PresencePenalty => "presence_penalty",
            Parameter::RepetitionPenalty => "repetition_penalty",
        }
    }

    /// The parameter of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Parameter> {
        Self::ALL.into_iter().find(|parameter| parameter.name() == name)
    }

    /// What its questions are held against.
    #[must_use]
    pub const fn setting(self) -> Setting {
        match self {
            Parameter::ResponseFormat => Setting::Prose,
            Parameter::ToolChoice => Setting::Tool,
            _ => Setting::Dictation,
        }
    }

    /// Its values, case by case. The ranges are those that OpenRouter documents (22 August 2026); where they have no
    /// end, or none that is cheap to try, the value beyond them is of a wrong type.
    fn values(self) -> Vec<(Case, Value)> {
        let of = |valid: &[Value], boundary: &[Value], out: &[Value]| {
            let with =
                |case: Case, values: &[Value]| values.iter().map(|value| (case, value.clone())).collect::<Vec<_>>();
            [with(Case::Valid, valid), with(Case::Boundary, boundary), with(Case::OutOfRange, out)].concat()
        };
        let number = |valid: Value, least: Value, most: Value, below: Value, above: Value| {
            of(&[valid], &[least, most], &[below, above])
        };
        match self {
            // Four stop words are the most that the source takes.
            Parameter::Stop => {
                of(&[json!([STOP_WORD])], &[json!(["delta", "epsilon", "zeta", STOP_WORD])], &[json!(7)])
            }
            Parameter::MaxTokens | Parameter::MaxCompletionTokens => of(&[json!(2)], &[json!(1)], &[json!(0)]),
            Parameter::N => of(&[json!(2)], &[json!(1)], &[json!(0)]),
            Parameter::Logprobs => of(&[json!(true)], &[], &[json!("yes")]),
            Parameter::TopLogprobs => of(&[json!(2)], &[json!(20)], &[json!(21)]),
            Parameter::ResponseFormat => of(&[json!({ "type": "json_object" })], &[], &[json!(7)]),
            // The same twice and another one once: only together do they say anything.
            Parameter::Seed => of(&[json!(7), json!(7), json!(8)], &[json!(0)], &[json!("seven")]),
            Parameter::ToolChoice => of(&[json!("none"), json!("required")], &[], &[json!(7)]),
            Parameter::Temperature => number(json!(0.5), json!(0), json!(2), json!(-0.5), json!(2.5)),
            Parameter::TopP => of(&[json!(0.5)], &[json!(1)], &[json!(-0.5), json!(1.5)]),
            Parameter::TopK => of(&[json!(40)], &[json!(1)], &[json!(-1)]),
            Parameter::MinP | Parameter::TopA => number(json!(0.1), json!(0), json!(1), json!(-0.5), json!(1.5)),
            Parameter::FrequencyPenalty | Parameter::PresencePenalty => {
                number(json!(0.5), json!(-2), json!(2), json!(-2.5), json!(2.5))
            }
            Parameter::RepetitionPenalty => of(&[json!(1.1)], &[json!(2)], &[json!(2.5)]),
        }
    }
}

/// What is asked when nothing is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// A text of known words.
    Dictation,
    /// A sentence, which is no JSON.
    Prose,
    /// A request that calls for a tool.
    Tool,
}

impl Setting {
    /// The words of the table.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Setting::Dictation => "a text of known words",
            Setting::Prose => "a sentence",
            Setting::Tool => "a call of a tool",
        }
    }
}

/// Which part of a parameter's range is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// Inside.
    Valid,
    /// At an end.
    Boundary,
    /// Beyond an end, or of a wrong type.
    OutOfRange,
}

impl Case {
    /// The words of the table.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Case::Valid => "valid",
            Case::Boundary => "boundary",
            Case::OutOfRange => "out of range",
        }
    }
}

/// What a question tries.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The parameter.
    pub parameter: Parameter,
    /// The part of its range.
    pub case: Case,
    /// The value.
    pub value: Value,
}

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What it is held against.
    pub setting: Setting,
    /// What it tries; `None` for the control.
    pub tried: Option<Tried>,
    /// The body, for `/chat/completions`.
    pub body: Value,
}

impl Question {
    /// The most tokens that an answer may have, over all choices, if the gateway keeps to what is asked.
    #[must_use]
    pub fn most_tokens(&self) -> u64 {
        let number = |name: &str| self.body.get(name).and_then(Value::as_u64);
        let limit = number("max_tokens").or_else(|| number("max_completion_tokens")).filter(|limit| *limit > 0);
        // A limit or a count that is no number is to be refused; if it is not, the default is one short text.
        limit.unwrap_or(u64::from(MOST_TOKENS)).saturating_mul(number("n").unwrap_or(1).max(1))
    }
}

/// The requests about some parameters to a model, controls first.
#[must_use]
pub fn plan(parameters: &[Parameter], model: &str) -> Vec<Question> {
    let mut settings: Vec<Setting> = parameters.iter().map(|parameter| parameter.setting()).collect();
    settings.sort_unstable();
    settings.dedup();
    let control = |setting| Question { setting, tried: None, body: Value::Object(body(setting, model)) };
    let mut questions: Vec<Question> = settings.into_iter().map(control).collect();
    for parameter in parameters {
        questions.extend(parameter.values().into_iter().map(|(case, value)| {
            let body = Value::Object(trying(*parameter, model, &value));
            Question { setting: parameter.setting(), tried: Some(Tried { parameter: *parameter, case, value }), body }
        }));
    }
    questions
}

fn asking(model: &str, words: &str) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("model".to_owned(), model.into());
    body.insert("messages".to_owned(), json!([{ "role": "user", "content": words }]));
    body.insert("max_tokens".to_owned(), MOST_TOKENS.into());
    body
}

fn body(setting: Setting, model: &str) -> Map<String, Value> {
    match setting {
        Setting::Dictation => asking(model, "Reply with exactly: alpha beta gamma"),
        // A model is only asked for a JSON object if the word stands in the request.
        Setting::Prose => {
            asking(model, "Greet a colleague in one short sentence, without json unless the format is set.")
        }
        Setting::Tool => with_tool(asking(model, "Use the tool note_down to write down the word alpha.")),
    }
}

fn with_tool(mut body: Map<String, Value>) -> Map<String, Value> {
    let parameters = json!({ "type": "object", "properties": { "word": { "type": "string" } }, "required": ["word"] });
    let function = json!({ "name": "note_down", "description": "Writes a word down.", "parameters": parameters });
    body.insert("tools".to_owned(), json!([{ "type": "function", "function": function }]));
    body
}

fn trying(parameter: Parameter, model: &str, value: &Value) -> Map<String, Value> {
    let mut body = match (parameter, value.as_str()) {
        // Nothing in the words calls for the tool, so that a call is the parameter's doing.
        (Parameter::ToolChoice, Some("required")) => with_tool(asking(model, "Reply with exactly: alpha")),
        (Parameter::Seed, _) => asking(model, "Name a random animal, then a random place, and a reason."),
        _ => body(parameter.setting(), model),
    };
    match parameter {
        Parameter::MaxCompletionTokens => {
            body.shift_remove("max_tokens");
        }
        Parameter::TopLogprobs => {
            body.insert("logprobs".to_owned(), true.into());
        }
        Parameter::Seed => {
            // At zero a model says the same with any seed.
            body.insert("temperature".to_owned(), 1.into());
        }
        _ => {}
    }
    body.insert(parameter.name().to_owned(), value.clone());
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_every_parameter_has_a_value_inside_and_one_beyond() {
        for parameter in Parameter::ALL {
            assert_eq!(Parameter::parse(parameter.name()), Some(parameter));
            let values = parameter.values();
            assert!(values.iter().any(|(case, _)| *case == Case::Valid), "{parameter:?}");
            assert!(values.iter().any(|(case, _)| *case == Case::OutOfRange), "{parameter:?}");
        }
        assert_eq!(Parameter::parse("messages"), None);
    }

    #[test]
    fn controls_come_first_and_once() {
        let questions = plan(&Parameter::ALL, "a/b");
        let controls = questions.iter().filter(|question| question.tried.is_none()).count();
        assert_eq!(controls, 3);
        assert!(questions.iter().take(controls).all(|question| question.tried.is_none()));
        assert!(plan(&[], "a/b").is_empty());
        for question in &questions {
            let Some(Tried { parameter, value, .. }) = &question.tried else { continue };
            assert_eq!(question.body.get(parameter.name()), Some(value));
            assert_eq!(question.body["model"], "a/b");
            assert!(question.most_tokens() <= u64::from(MOST_TOKENS) * 2, "{question:?}");
        }
    }
}
