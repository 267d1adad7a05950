//! Whether arguments of tools and answers fit the schemas of the request: what is asked of the validator, and what it says.
//! The validator itself is [`validate`]; only its own web worker links it (`bin/validator.rs`).
//!
//! **Invariant:** a schema that cannot be read is said, never taken for one that everything fits.
//! **Invariant:** no schema makes the validator fetch anything: a reference to another document is a problem of the schema.

use std::collections::HashMap;

use jsonschema::Validator;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::asked::Asked;
use super::run::Run;
use crate::gateway::side::PerSide;

/// One text and the schema that it is to fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What it is, for the reader.
    pub label: String,
    /// The schema, as JSON.
    pub schema: String,
    /// The text, which is to be JSON.
    pub text: String,
}

/// What the validator says of one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What it is, as asked.
    pub label: String,
    /// What does not fit; empty if it does.
    pub problems: Vec<Problem>,
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where in the text, as a JSON pointer; empty for the whole.
    pub path: String,
    /// Where in the schema, as a JSON pointer; empty if it is not the schema that says so.
    pub rule: String,
    /// A sentence.
    pub message: String,
}

/// How many problems of one text are named.
const MOST_PROBLEMS: usize = 20;
/// The longest message, in characters: the validator quotes the text.
const LONGEST_MESSAGE: usize = 300;

impl Outcome {
    /// Whether it fits.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether the text was held against the schema: a schema or a text that cannot be read breaks no rule.
    #[must_use]
    pub fn is_evaluated(&self) -> bool {
        self.problems.iter().all(|problem| !problem.rule.is_empty())
    }

    /// The words for tables: the first problem with its place.
    #[must_use]
    pub fn words(&self) -> String {
        match self.problems.as_slice() {
            [] => "fits".to_owned(),
            [first, rest @ ..] => {
                let place = if first.path.is_empty() { "the whole".to_owned() } else { format!("`{}`", first.path) };
                let more = if rest.is_empty() { String::new() } else { format!(" ({} more)", rest.len()) };
                format!("at {place}: {}{more}", first.message)
            }
        }
    }
}

/// What there is to check in a run: the arguments of each call, and each text that was to be JSON of a schema.
#[must_use]
pub fn checks(asked: &Asked, run: &Run) -> Vec<Check> {
    let mut checks = Vec::new();
    for (number, choice) in run.answer.choices.iter().enumerate() {
        let of_choice = if number == 0 { String::new() } else { format!(" of choice {}", number + 1) };
        for (position, call) in choice.tool_calls.iter().enumerate() {
            let label = format!("Arguments of call {}{of_choice}, {}", position + 1, call.name);
            // A tool that was not offered has no schema: nothing fits it.
            let schema = asked.parameters(&call.name).map_or_else(|| "false".to_owned(), Value::to_string);
            checks.push(Check { label, schema, text: call.arguments.clone() });
        }
        if let Some(schema) = asked.schema.as_ref().filter(|_| choice.tool_calls.is_empty() && !choice.text.is_empty())
        {
            let label = format!("Answer{of_choice}");
            checks.push(Check { label, schema: schema.to_string(), text: choice.text.clone() });
        }
    }
    checks
}

/// What there is to check on both sides; `None` if nothing.
#[must_use]
pub fn all_checks(asked: &Asked, source: &Run, target: &Run) -> Option<PerSide<Vec<Check>>> {
    let both = PerSide { source: checks(asked, source), target: checks(asked, target) };
    (!both.source.is_empty() || !both.target.is_empty()).then_some(both)
}

/// Validates texts, each against its schema (its `$schema`'s draft, else 2020-12).
#[must_use]
pub fn validate(checks: &[Check]) -> Vec<Outcome> {
    // The answers of a set follow one another with one schema, and reading it costs more than holding a text against it.
    let mut schemas: HashMap<&str, Result<Validator, String>> = HashMap::new();
    checks.iter().map(|check| Outcome { label: check.label.clone(), problems: problems(check, &mut schemas) }).collect()
}

fn problems<'a>(check: &'a Check, schemas: &mut HashMap<&'a str, Result<Validator, String>>) -> Vec<Problem> {
    let one = |message: &str| vec![Problem { path: String::new(), rule: String::new(), message: shortened(message) }];
    let validator = match schemas.entry(&check.schema).or_insert_with(|| validator(&check.schema)) {
        Ok(validator) => validator,
        Err(problem) => return one(problem),
    };
    let text: Value = match serde_json::from_str(&check.text) {
        Ok(text) => text,
        Err(error) => return one(&format!("It is not JSON: {error}.")),
    };
    let found = validator.iter_errors(&text).take(MOST_PROBLEMS);
    found
        .map(|error| Problem {
            path: error.instance_path().to_string(),
            rule: error.schema_path().to_string(),
            message: shortened(&error.to_string()),
        })
        .collect()
}

fn validator(schema: &str) -> Result<Validator, String> {
    let schema: Value = serde_json::from_str(schema).map_err(|error| format!("The schema is not JSON: {error}."))?;
    if schema == Value::Bool(false) {
        return Err("The request offers no such tool.".to_owned());
    }
    jsonschema::validator_for(&schema).map_err(|error| format!("The schema cannot be used: {error}."))
}

fn shortened(message: &str) -> String {
    let mut shown: String = message.chars().take(LONGEST_MESSAGE).collect();
    if shown.len() < message.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::compare::run::tests_support::run_of;
    use crate::gateway::endpoint::Endpoint;

    fn outcome(schema: &Value, text: &str) -> Outcome {
        let check = Check { label: "it".to_owned(), schema: schema.to_string(), text: text.to_owned() };
        validate(&[check]).remove(0)
    }

    #[test]
    fn the_failing_place_is_named() {
        let schema = json!({
            "type": "object", "required": ["city"], "additionalProperties": false,
            "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1},
                "stops": {"type": "array", "items": {"$ref": "#/$defs/stop"}}},
            "$defs": {"stop": {"type": "object", "properties": {"name": {"type": "string", "pattern": "^[A-Z]"}}}}
        });
        for (text, path) in [
            (r#"{"city": "Rome", "days": 2, "stops": [{"name": "Pisa"}]}"#, None),
            (r#"{"city": "Rome", "days": 2.0}"#, None),
            (r#"{"city": 7}"#, Some("/city")),
            (r#"{"days": 1}"#, Some("")),
            (r#"{"city": "Rome", "days": 0}"#, Some("/days")),
            (r#"{"city": "Rome", "days": 1.5}"#, Some("/days")),
            (r#"{"city": "Rome", "x": 1}"#, Some("")),
            (r#"{"city": "Rome", "stops": [{"name": "Pisa"}, {"name": "pisa"}]}"#, Some("/stops/1/name")),
            (r#"{"city": "Ro"#, Some("")),
        ] {
            let found = outcome(&schema, text);
            assert_eq!(found.problems.first().map(|problem| problem.path.as_str()), path, "{text} {found:?}");
            assert_eq!(found.is_evaluated(), text != r#"{"city": "Ro"#, "{found:?}");
        }
    }

    #[test]
    fn a_schema_that_is_none_is_said() {
        for schema in [json!({"type": 7}), json!({"$ref": "https://schema.example/x.json"}), json!({"pattern": "("})] {
            let found = outcome(&schema, "1");
            assert!(found.problems[0].message.contains("schema cannot be used"), "{schema} {found:?}");
            assert!(!found.is_evaluated() && !found.is_valid());
        }
    }

    #[test]
    fn long_quotes_are_cut() {
        let found = outcome(&json!({"type": "integer"}), &json!("é".repeat(1_000)).to_string());
        assert!(found.problems[0].message.chars().count() <= LONGEST_MESSAGE + 1);
    }

    #[test]
    fn what_there_is_to_check() {
        let body = json!({"choices": [
            {"message": {"tool_calls": [{"id": "a", "function": {"name": "weather", "arguments": "{}"}}, {"id": "b", "function": {"name": "odd", "arguments": "{}"}}]}},
            {"message": {"content": "{}"}}
        ]});
        let run = run_of(Endpoint::ChatCompletions, false, &body.to_string());
        let asked = Asked {
            tools: vec![("weather".to_owned(), json!({"required": ["city"]}))],
            schema: Some(json!({"type": "object"})),
            ..Asked::default()
        };
        let found = validate(&checks(&asked, &run));
        let words: Vec<(String, bool)> = found.iter().map(|one| (one.label.clone(), one.is_valid())).collect();
        assert_eq!(
            words,
            [
                ("Arguments of call 1, weather".to_owned(), false),
                ("Arguments of call 2, odd".to_owned(), false),
                ("Answer of choice 2".to_owned(), true),
            ]
        );
        assert!(found[1].problems[0].message.contains("no such tool"));
        assert_eq!(
            all_checks(
                &Asked::default(),
                &run_of(Endpoint::ChatCompletions, false, "{}"),
                &run_of(Endpoint::ChatCompletions, false, "{}")
            ),
            None
        );
    }
}
