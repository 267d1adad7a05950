//! What is expected of an answer, and whether it is so. Not a judgement of a gateway: `samples` makes that of many.
//! **Invariant:** what was not or cannot be evaluated is undecided, never a pass.

use std::sync::Arc;

use regex_lite::RegexBuilder;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::result::CallResult;
use super::set::texts;
use crate::gateway::money::Usd;
use crate::measure::number;

/// One expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The text is this, apart from blanks at its ends.
    Equals {
        /// The text.
        text: String,
    },
    /// The text has this in it.
    Contains {
        /// What.
        text: String,
        /// Whether capital letters are small ones.
        #[serde(default)]
        ignore_case: bool,
    },
    /// The text does not have this in it.
    NotContains {
        /// What.
        text: String,
        /// Whether capital letters are small ones.
        #[serde(default)]
        ignore_case: bool,
    },
    /// The pattern is found in the text.
    Regex {
        /// The pattern.
        pattern: String,
    },
    /// The text is JSON that satisfies a schema; `{}` and `true` ask for any JSON.
    JsonSchema {
        /// The schema.
        schema: Value,
    },
    /// A tool is called.
    ToolCall {
        /// Its name.
        name: String,
        /// Arguments that it has to have, others may stand beside them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        arguments: Option<Map<String, Value>>,
    },
    /// How long the text is, in characters.
    Length {
        /// At least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<u64>,
        /// At most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<u64>,
    },
    /// Whether the model declines.
    Refusal {
        /// Whether it should.
        expected: bool,
    },
    /// What the answer costs at most, as reported by the gateway.
    CostAtMost {
        /// US dollars, decimal.
        usd: String,
    },
    /// How long the whole answer takes at most.
    LatencyAtMost {
        /// Milliseconds.
        ms: u64,
    },
}

/// How an expectation fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As expected.
    Pass,
    /// Not evaluated, or it cannot be told.
    Undecided,
    /// Not as expected.
    Fail,
}

/// An outcome with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The outcome.
    pub outcome: Outcome,
    /// A sentence with the data behind it.
    pub words: String,
}

/// What the validator said of an answer's text and one schema. It is not kept: text and schema give it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// The schema.
    pub schema: Arc<Value>,
    /// What came of it.
    pub judged: Judged,
}

/// How a model declines, in its first words. A gateway's own refusal field counts before these do.
const REFUSALS: [&str; 12] = [
    "i can't help",
    "i cannot help",
    "i can't assist",
    "i cannot assist",
    "i'm unable to",
    "i am unable to",
    "i won't",
    "i will not",
    "i'm sorry, but i can",
    "i am sorry, but i can",
    "as an ai",
    "i must decline",
];

impl Check {
    /// Its name for tables.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Check::Equals { text } => format!("equals {}", quoted(text)),
            Check::Contains { text, .. } => format!("contains {}", quoted(text)),
            Check::NotContains { text, .. } => format!("does not contain {}", quoted(text)),
            Check::Regex { pattern } => format!("matches {}", quoted(pattern)),
            Check::JsonSchema { .. } => "is JSON by the schema".to_owned(),
            Check::ToolCall { name, arguments: None } => format!("calls {name}"),
            Check::ToolCall { name, arguments: Some(_) } => format!("calls {name} with the arguments"),
            Check::Length { at_least: Some(least), at_most: Some(most) } => format!("{least} to {most} characters"),
            Check::Length { at_least: Some(least), at_most: None } => format!("{least} characters or more"),
            Check::Length { at_least: None, at_most: Some(most) } => format!("{most} characters or fewer"),
            Check::Length { at_least: None, at_most: None } => "any length".to_owned(),
            Check::Refusal { expected: true } => "is a refusal".to_owned(),
            Check::Refusal { expected: false } => "is no refusal".to_owned(),
            Check::CostAtMost { usd } => format!("costs ${usd} or less"),
            Check::LatencyAtMost { ms } => format!("takes {ms} ms or less"),
        }
    }

    /// Every text of it, for the variables in it.
    pub(super) fn texts(&self, each: &mut impl FnMut(&str)) {
        match self {
            Check::Equals { text } | Check::Contains { text, .. } | Check::NotContains { text, .. } => each(text),
            Check::Regex { pattern } => each(pattern),
            Check::ToolCall { name, arguments } => {
                each(name);
                arguments.iter().flat_map(Map::values).for_each(|value| texts(value, each));
            }
            Check::JsonSchema { .. }
            | Check::Length { .. }
            | Check::Refusal { .. }
            | Check::CostAtMost { .. }
            | Check::LatencyAtMost { .. } => {}
        }
    }

    /// The expectation with the values of a row in place.
    #[must_use]
    pub fn filled(&self, row: &super::set::Row) -> Check {
        let fill = |text: &str| super::set::filled_text(text, row, &mut Default::default());
        match self {
            Check::Equals { text } => Check::Equals { text: fill(text) },
            Check::Contains { text, ignore_case } => Check::Contains { text: fill(text), ignore_case: *ignore_case },
            Check::NotContains { text, ignore_case } => {
                Check::NotContains { text: fill(text), ignore_case: *ignore_case }
            }
            // A value is text, not a pattern.
            Check::Regex { pattern } => {
                let escaped = row.iter().map(|(name, value)| (name.clone(), regex_lite::escape(value))).collect();
                Check::Regex { pattern: super::set::filled_text(pattern, &escaped, &mut Default::default()) }
            }
            Check::ToolCall { name, arguments } => Check::ToolCall {
                name: fill(name),
                arguments: arguments.as_ref().map(|arguments| {
                    let filled = arguments.iter().map(|(name, value)| {
                        let value = match value {
                            Value::String(text) => Value::String(fill(text)),
                            other => other.clone(),
                        };
                        (name.clone(), value)
                    });
                    filled.collect()
                }),
            },
            other => other.clone(),
        }
    }

    /// The schema that only the validator can hold an answer against, if there is one: what does not need it is judged
    /// at once.
    #[must_use]
    pub fn schema_for(&self, result: &CallResult) -> Option<&Value> {
        let Check::JsonSchema { schema } = self else { return None };
        let is_for_validator = result.is_answered() && at_once(schema, result.text.trim()).is_none();
        is_for_validator.then_some(schema)
    }

    /// Whether an answer is as expected.
    #[must_use]
    pub fn judge(&self, result: &CallResult) -> Judged {
        if let Check::LatencyAtMost { ms } = self {
            return latency(*ms, result);
        }
        if !result.is_answered() {
            return fail(format!("There is no answer: {}.", result.state_words()));
        }
        let text = result.text.trim();
        match self {
            Check::Equals { text: wanted } if text == wanted.trim() => pass("The text is the same."),
            Check::Equals { .. } => fail(format!("The text is {}.", quoted(text))),
            Check::Contains { text: wanted, ignore_case } => found(text, wanted, *ignore_case, true),
            Check::NotContains { text: wanted, ignore_case } => found(text, wanted, *ignore_case, false),
            Check::Regex { pattern } => regex(pattern, text),
            Check::JsonSchema { schema } => json_schema(schema, text, result),
            Check::ToolCall { name, arguments } => tool_call(name, arguments.as_ref(), result),
            Check::Length { at_least, at_most } => {
                let length = text.chars().count() as u64;
                let fits = at_least.is_none_or(|least| length >= least) && at_most.is_none_or(|most| length <= most);
                judged(fits, format!("The text has {length} characters."))
            }
            Check::Refusal { expected } => {
                let refused = declines(result);
                let words = if refused { "The answer declines." } else { "The answer does not decline." };
                judged(refused == *expected, words.to_owned())
            }
            Check::CostAtMost { usd } => cost(usd, result),
            Check::LatencyAtMost { ms } => latency(*ms, result),
        }
    }
}

/// The worst of several outcomes; nothing to judge is a pass.
#[must_use]
pub fn worst(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    outcomes.into_iter().max().unwrap_or(Outcome::Pass)
}

/// Whether an answer declines: by the gateway's own field, its finish reason, or its first words.
#[must_use]
pub fn declines(result: &CallResult) -> bool {
    let start: String =
        result.text.trim_start().chars().take(80).collect::<String>().to_lowercase().replace('\u{2019}', "'");
    result.refusal.as_ref().is_some_and(|refusal| !refusal.is_empty())
        || result.finish_reason.as_deref() == Some("content_filter")
        || REFUSALS.iter().any(|words| start.starts_with(words))
}

fn judged(passes: bool, words: String) -> Judged {
    Judged { outcome: if passes { Outcome::Pass } else { Outcome::Fail }, words }
}

fn pass(words: impl Into<String>) -> Judged {
    judged(true, words.into())
}

fn fail(words: impl Into<String>) -> Judged {
    judged(false, words.into())
}

fn undecided(words: impl Into<String>) -> Judged {
    Judged { outcome: Outcome::Undecided, words: words.into() }
}

fn found(text: &str, wanted: &str, ignore_case: bool, expected: bool) -> Judged {
    let at = if ignore_case { text.to_lowercase().find(&wanted.to_lowercase()) } else { text.find(wanted) };
    let words = match at {
        Some(_) => format!("{} is in the text.", quoted(wanted)),
        None => format!("{} is not in the text {}.", quoted(wanted), quoted(text)),
    };
    judged(at.is_some() == expected, words)
}

fn regex(pattern: &str, text: &str) -> Judged {
    match RegexBuilder::new(pattern).size_limit(1 << 20).build() {
        Ok(regex) => match regex.find(text) {
            Some(found) => pass(format!("It matches {}.", quoted(found.as_str()))),
            None => fail(format!("Nothing matches in {}.", quoted(text))),
        },
        Err(error) => undecided(format!("The pattern cannot be read: {error}.")),
    }
}

fn json_schema(schema: &Value, text: &str, result: &CallResult) -> Judged {
    let evaluated = || result.schemas.iter().find(|evaluated| *evaluated.schema == *schema);
    at_once(schema, text)
        .or_else(|| evaluated().map(|evaluated| evaluated.judged.clone()))
        .unwrap_or_else(|| undecided("The text is JSON; the schema is not evaluated yet."))
}

/// What can be said of a text and a schema without the validator.
fn at_once(schema: &Value, text: &str) -> Option<Judged> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        return Some(fail(format!("The text is not JSON: {error}.")));
    }
    match schema {
        Value::Bool(true) => Some(pass("The text is JSON.")),
        Value::Bool(false) => Some(fail("The schema takes no text at all.")),
        Value::Object(rules) if rules.is_empty() => Some(pass("The text is JSON.")),
        _ => None,
    }
}

fn tool_call(name: &str, wanted: Option<&Map<String, Value>>, result: &CallResult) -> Judged {
    let called: Vec<&str> = result.tool_calls.iter().map(|call| call.name.as_str()).collect();
    let of_name: Vec<_> = result.tool_calls.iter().filter(|call| call.name == name).collect();
    if of_name.is_empty() {
        let words = if called.is_empty() {
            "No tool is called.".to_owned()
        } else {
            format!("It calls {}.", called.join(", "))
        };
        return fail(words);
    }
    let Some(wanted) = wanted else {
        return pass(format!("It calls {name}."));
    };
    let mut words = String::new();
    for call in of_name {
        match serde_json::from_str::<Map<String, Value>>(&call.arguments) {
            Ok(given) if wanted.iter().all(|(key, value)| given.get(key) == Some(value)) => {
                return pass(format!("It calls {name} with {}.", quoted(&call.arguments)));
            }
            Ok(_) => words = format!("It calls {name} with {}.", quoted(&call.arguments)),
            Err(error) => words = format!("The arguments of {name} are not a JSON object: {error}."),
        }
    }
    fail(words)
}

fn cost(usd: &str, result: &CallResult) -> Judged {
    let Some(most) = Usd::from_json(&Value::String(usd.to_owned())) else {
        return undecided(format!("{} is no amount.", quoted(usd)));
    };
    match result.cost() {
        Some(cost) => judged(cost <= most, format!("It costs {}.", number::usd(cost))),
        None => undecided("The gateway did not say what it costs."),
    }
}

fn latency(ms: u64, result: &CallResult) -> Judged {
    match result.total_ms {
        Some(total) if result.is_answered() => {
            judged(total <= ms as f64, format!("It took {}.", number::milliseconds(total)))
        }
        _ => fail(format!("There is no answer: {}.", result.state_words())),
    }
}

/// A text in quotation marks, shortened for a sentence.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 80;
    if text.chars().count() <= SHOWN {
        return format!("\u{201c}{text}\u{201d}");
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("\u{201c}{start}\u{2026}\u{201d}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::result::{CallEnd, ToolCallMade};
    use serde_json::json;

    fn said(text: &str) -> CallResult {
        CallResult {
            end: CallEnd::Answered,
            text: text.to_owned(),
            total_ms: Some(900.0),
            cost_usd: Some("0.0002".to_owned()),
            tool_calls: vec![ToolCallMade { name: "weather".into(), arguments: r#"{"city":"Oslo","days":2}"#.into() }],
            ..CallResult::default()
        }
    }

    #[track_caller]
    fn check(check: Value, text: &str, outcome: Outcome) {
        let check: Check = serde_json::from_value(check).unwrap();
        assert_eq!(check.judge(&said(text)).outcome, outcome, "{check:?}");
    }

    #[test]
    fn each_kind_passes_fails_and_admits_what_it_does_not_know() {
        use Outcome::{Fail, Pass, Undecided};
        check(json!({ "equals": { "text": "Yes " } }), " Yes", Pass);
        check(json!({ "equals": { "text": "Yes" } }), "yes", Fail);
        check(json!({ "contains": { "text": "oslo", "ignore_case": true } }), "In OSLO.", Pass);
        check(json!({ "contains": { "text": "oslo" } }), "In OSLO.", Fail);
        check(json!({ "not_contains": { "text": "error" } }), "fine", Pass);
        check(json!({ "not_contains": { "text": "fine" } }), "fine", Fail);
        check(json!({ "regex": { "pattern": "^\\d+ [a-z]+$" } }), "12 cats", Pass);
        check(json!({ "regex": { "pattern": "^\\d+$" } }), "12 cats", Fail);
        check(json!({ "regex": { "pattern": "(" } }), "12", Undecided);
        check(json!({ "json_schema": { "schema": {} } }), "{\"a\":1}", Pass);
        check(json!({ "json_schema": { "schema": { "type": "object" } } }), "{\"a\":1}", Undecided);
        check(json!({ "json_schema": { "schema": { "type": "object" } } }), "a", Fail);
        check(json!({ "json_schema": { "schema": false } }), "{\"a\":1}", Fail);
        check(json!({ "tool_call": { "name": "weather" } }), "", Pass);
        check(json!({ "tool_call": { "name": "weather", "arguments": { "days": 2 } } }), "", Pass);
        check(json!({ "tool_call": { "name": "weather", "arguments": { "days": 3 } } }), "", Fail);
        check(json!({ "tool_call": { "name": "news" } }), "", Fail);
        check(json!({ "length": { "at_least": 2, "at_most": 3 } }), "éé", Pass);
        check(json!({ "length": { "at_most": 1 } }), "éé", Fail);
        check(json!({ "refusal": { "expected": true } }), "I\u{2019}m unable to do that.", Pass);
        check(json!({ "refusal": { "expected": false } }), "I can do that.", Pass);
        check(json!({ "cost_at_most": { "usd": "0.0002" } }), "", Pass);
        check(json!({ "cost_at_most": { "usd": "0.0001999999" } }), "", Fail);
        check(json!({ "cost_at_most": { "usd": "cheap" } }), "", Undecided);
        check(json!({ "latency_at_most": { "ms": 900 } }), "", Pass);
        check(json!({ "latency_at_most": { "ms": 899 } }), "", Fail);
    }

    #[test]
    fn without_an_answer_nothing_passes_and_without_a_price_nothing_is_decided() {
        let lost = CallResult { end: CallEnd::Failed("cut".into()), ..said("") };
        for value in [
            json!({ "equals": { "text": "" } }),
            json!({ "refusal": { "expected": false } }),
            json!({ "latency_at_most": { "ms": 9000 } }),
        ] {
            let check: Check = serde_json::from_value(value).unwrap();
            assert_eq!(check.judge(&lost).outcome, Outcome::Fail);
        }
        let free = CallResult { cost_usd: None, ..said("") };
        assert_eq!(Check::CostAtMost { usd: "1".into() }.judge(&free).outcome, Outcome::Undecided);
        assert_eq!(worst([Outcome::Pass, Outcome::Undecided]), Outcome::Undecided);
        assert_eq!(worst([Outcome::Fail, Outcome::Undecided]), Outcome::Fail);
    }

    #[test]
    fn a_row_fills_a_check_and_its_value_is_no_pattern() {
        let row = [("x".to_owned(), "a.c".to_owned())].into_iter().collect();
        let check = Check::Regex { pattern: "^{{x}}$".into() }.filled(&row);
        assert_eq!(check.judge(&said("a.c")).outcome, Outcome::Pass);
        assert_eq!(check.judge(&said("abc")).outcome, Outcome::Fail);
    }
}
