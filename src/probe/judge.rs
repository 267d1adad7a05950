//! What the answers to a plan show of each parameter: accepted, refused, silently ignored, or nothing.
//!
//! Not a judgement of the model: an answer that fails for a reason of its own leaves its question undecided.
//!
//! **Invariant:** a refusal counts only where the control of the same setting was answered; an effect only where the
//! control does not show it too. A finding is always about the target.

use serde_json::Value;

use super::plan::{Case, Parameter, Question, STOP_WORD, Tried};
use crate::gateway::endpoint::Endpoint;
use crate::gateway::error::GatewayError;
use crate::gateway::money::Usd;
use crate::gateway::reader::AnswerReader;
use crate::share::clean;
use crate::share::redaction::Redactor;

/// What matters of an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// The status.
    pub status: u16,
    /// The gateway's words, if it reports an error, also with a status of success.
    pub error: Option<String>,
    /// The text of the first choice.
    pub text: String,
    /// Why the first choice ended.
    pub finish: Option<String>,
    /// How many choices there are.
    pub choices: usize,
    /// How many calls of tools, over all choices.
    pub calls: usize,
    /// Tokens of the answer, as reported.
    pub tokens: Option<u64>,
    /// Tokens with a probability.
    pub logprobs: usize,
    /// The most alternatives of a token.
    pub alternatives: usize,
    /// What it cost, as reported.
    pub cost: Option<Usd>,
}

impl Seen {
    /// Reads an answer; keys in its texts are masked.
    #[must_use]
    pub fn read(status: u16, body: &str, redactor: &Redactor) -> Seen {
        if !(200..300).contains(&status) {
            let mut error = GatewayError::read(status, None, body);
            clean::error(&mut error, redactor);
            return Seen { status, error: Some(error.message), ..Seen::default() };
        }
        let mut reader = AnswerReader::new(Endpoint::ChatCompletions, status);
        reader.push(0.0, body.as_bytes());
        reader.finish(0.0, false);
        let mut answer = reader.answer().clone();
        clean::answer(&mut answer, redactor);
        let json: Value = serde_json::from_str(body).unwrap_or_default();
        let entries = json.pointer("/choices/0/logprobs/content").and_then(Value::as_array);
        let beside = |entry: &Value| entry.get("top_logprobs").and_then(Value::as_array).map_or(0, Vec::len);
        let no_answer = answer.choices.is_empty().then(|| "the body is no gateway's answer".to_owned());
        Seen {
            status,
            error: answer.error.as_ref().map(|error| error.message.clone()).or(no_answer),
            text: answer.text().to_owned(),
            finish: answer.choices.first().and_then(|choice| choice.finish_reason.clone()),
            choices: answer.choices.len(),
            calls: answer.choices.iter().map(|choice| choice.tool_calls.len()).sum(),
            tokens: answer.usage.as_ref().and_then(|usage| usage.completion_tokens),
            logprobs: entries.map_or(0, Vec::len),
            alternatives: entries.into_iter().flatten().map(beside).max().unwrap_or(0),
            cost: answer.usage.and_then(|usage| usage.cost),
        }
    }

    /// Whether it is an answer.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        (200..300).contains(&self.status) && self.error.is_none()
    }

    fn is_cut(&self) -> bool {
        self.finish.as_deref() == Some("length")
    }
}

/// What became of one question at one gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Class {
    /// It was not asked.
    NotRun,
    /// It was answered.
    Accepted {
        /// The effect that the answer shows; `None` if one answer cannot show it.
        observed: Option<String>,
    },
    /// The gateway said no.
    Refused {
        /// With this status.
        status: u16,
        /// In these words.
        said: String,
    },
    /// It was answered as if the parameter were not there, or were another.
    Ignored {
        /// What shows it.
        why: String,
    },
    /// The answer says nothing about the parameter.
    Undecided {
        /// Why not.
        why: String,
    },
}

impl Class {
    /// The word of the table.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Class::NotRun => "not run",
            Class::Accepted { .. } => "accepted",
            Class::Refused { .. } => "refused",
            Class::Ignored { .. } => "ignored",
            Class::Undecided { .. } => "undecided",
        }
    }

    /// The word with what it rests on.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Class::NotRun => self.word().to_owned(),
            Class::Accepted { observed: Some(seen) } => format!("accepted: {seen}"),
            Class::Accepted { observed: None } => "accepted; one answer cannot show its effect".to_owned(),
            Class::Refused { status, said } => format!("refused ({status}): {said}"),
            Class::Ignored { why } => format!("ignored: {why}"),
            Class::Undecided { why } => format!("undecided: {why}"),
        }
    }
}

fn undecided(why: impl Into<String>) -> Class {
    Class::Undecided { why: why.into() }
}

fn shown(is_shown: bool, yes: impl Into<String>, no: impl Into<String>) -> Class {
    if is_shown { Class::Accepted { observed: Some(yes.into()) } } else { Class::Ignored { why: no.into() } }
}

/// The class of each question of a plan, in its order. `seen` has what came so far, in the same order.
#[must_use]
pub fn classes(questions: &[Question], seen: &[Option<Seen>]) -> Vec<Class> {
    let pairs: Vec<(&Question, Option<&Seen>)> =
        questions.iter().enumerate().map(|(at, question)| (question, seen.get(at).and_then(Option::as_ref))).collect();
    pairs.iter().map(|(question, seen)| seen.map_or(Class::NotRun, |seen| class(question, seen, &pairs))).collect()
}

fn class(question: &Question, seen: &Seen, pairs: &[(&Question, Option<&Seen>)]) -> Class {
    let said = || seen.error.clone().unwrap_or_default();
    let Some(tried) = &question.tried else {
        return match seen.status {
            _ if seen.is_answer() => Class::Accepted { observed: Some("answered".to_owned()) },
            status @ 400..=499 => Class::Refused { status, said: said() },
            status => undecided(format!("{status}: {}", said())),
        };
    };
    let of_setting =
        |other: &&(&Question, Option<&Seen>)| other.0.tried.is_none() && other.0.setting == question.setting;
    let Some(control) = pairs.iter().find(of_setting).and_then(|(_, seen)| *seen).filter(|seen| seen.is_answer())
    else {
        return undecided("the same request without the parameter was not answered either");
    };
    match seen.status {
        _ if seen.is_answer() => effect(tried, seen, control, pairs),
        status @ (400 | 404 | 422) => Class::Refused { status, said: said() },
        status => undecided(format!("{status}: {}", said())),
    }
}

fn effect(tried: &Tried, seen: &Seen, control: &Seen, pairs: &[(&Question, Option<&Seen>)]) -> Class {
    if tried.case == Case::OutOfRange {
        return Class::Ignored { why: "answered all the same: clamped or dropped".to_owned() };
    }
    let number = tried.value.as_u64().unwrap_or(0);
    match tried.parameter {
        Parameter::Stop if !control.text.contains(STOP_WORD) => {
            undecided(format!("the answer without it does not have the word {STOP_WORD}"))
        }
        Parameter::Stop => shown(
            !seen.text.contains(STOP_WORD),
            format!("the text ends before the word {STOP_WORD}"),
            format!("the text goes on past the word {STOP_WORD}"),
        ),
        Parameter::MaxTokens | Parameter::MaxCompletionTokens => match (seen.tokens, control.tokens) {
            _ if seen.is_cut() => Class::Accepted { observed: Some("cut for its length".to_owned()) },
            (_, Some(without)) if without <= number => undecided("the answer without it is as short"),
            (Some(tokens), _) => {
                let tokens_said = format!("{tokens} tokens where {number} are allowed");
                shown(tokens <= number, tokens_said.clone(), tokens_said)
            }
            (None, _) => undecided("the gateway does not say how many tokens it used"),
        },
        Parameter::N => {
            let choices = u64::try_from(seen.choices).unwrap_or(u64::MAX);
            shown(
                choices == number,
                format!("choices: {choices}"),
                format!("choices: {choices} where {number} are asked for"),
            )
        }
        Parameter::Logprobs => {
            shown(seen.logprobs > 0, format!("{} probabilities", seen.logprobs), "no probabilities in the answer")
        }
        Parameter::TopLogprobs => shown(
            seen.alternatives > 0,
            format!("{} alternatives a token", seen.alternatives),
            "no alternatives in the answer",
        ),
        Parameter::ResponseFormat if is_json(&control.text) => undecided("the answer without it is JSON too"),
        Parameter::ResponseFormat if seen.is_cut() => undecided("the answer was cut before its end"),
        Parameter::ResponseFormat => shown(is_json(&seen.text), "the text is JSON", "the text is no JSON"),
        Parameter::Seed if tried.case == Case::Valid => seeds(pairs),
        Parameter::ToolChoice if tried.value == "none" && control.calls == 0 => {
            undecided("no tool is called without it either")
        }
        Parameter::ToolChoice if tried.value == "none" => {
            shown(seen.calls == 0, "no tool is called", "a tool is called all the same")
        }
        Parameter::ToolChoice if seen.calls == 0 && seen.is_cut() => undecided("the answer was cut before a call"),
        Parameter::ToolChoice => shown(seen.calls > 0, "a tool is called", "no tool is called"),
        _ => Class::Accepted { observed: None },
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text.trim()).is_ok_and(|value| value.is_object())
}

/// The same seed twice and another one: only all three together say anything.
fn seeds(pairs: &[(&Question, Option<&Seen>)]) -> Class {
    let valid = |question: &Question| {
        question.tried.as_ref().is_some_and(|tried| tried.parameter == Parameter::Seed && tried.case == Case::Valid)
    };
    let texts: Vec<&str> = pairs
        .iter()
        .filter(|(question, _)| valid(question))
        .filter_map(|(_, seen)| seen.filter(|seen| seen.is_answer()).map(|seen| seen.text.as_str()))
        .collect();
    match texts.as_slice() {
        [one, same, _] if one != same => Class::Ignored { why: "the same seed gives two different texts".to_owned() },
        [one, _, other] if one == other => undecided("the text is the same whatever the seed"),
        [_, _, _] => {
            Class::Accepted { observed: Some("the same seed gives the same text, another one another".to_owned()) }
        }
        _ => undecided("not every request with a seed was answered"),
    }
}

/// Something that a team should know before it moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The parameter.
    pub parameter: Parameter,
    /// Where in its range.
    pub case: Case,
    /// The question that shows it, by its place in the plan.
    pub at: usize,
    /// What it is.
    pub text: String,
}

/// What the target does with a parameter otherwise than it should, at most one finding a parameter: what the source
/// accepts and the target refuses or ignores; else what the target takes out of its range.
#[must_use]
pub fn findings(questions: &[Question], source: &[Class], target: &[Class]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let finding =
        |at: usize, tried: &Tried, text: String| Finding { parameter: tried.parameter, case: tried.case, at, text };
    let rows = || {
        questions
            .iter()
            .enumerate()
            .filter_map(|(at, question)| Some((at, question.tried.as_ref()?, target.get(at)?, source.get(at)?)))
    };
    for (at, tried, target, source) in rows() {
        let lost = match target {
            Class::Refused { .. } => "The target refuses what the source accepts.",
            Class::Ignored { .. } => "The target accepts it without a word and does not do it.",
            _ => continue,
        };
        let known = found.iter().any(|known| known.parameter == tried.parameter);
        if tried.case != Case::OutOfRange && matches!(source, Class::Accepted { .. }) && !known {
            found.push(finding(at, tried, lost.to_owned()));
        }
    }
    for (at, tried, target, _) in rows() {
        let known = found.iter().any(|known| known.parameter == tried.parameter);
        if tried.case == Case::OutOfRange && matches!(target, Class::Ignored { .. }) && !known {
            let text = "The target takes a value out of range: it clamps or drops it without a word.";
            found.push(finding(at, tried, text.to_owned()));
        }
    }
    found.sort_by_key(|finding| finding.at);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::plan::plan;

    fn answer(text: &str) -> Seen {
        Seen {
            status: 200,
            text: text.to_owned(),
            choices: 1,
            tokens: Some(3),
            finish: Some("stop".into()),
            ..Seen::default()
        }
    }

    /// The classes of the valid values if the control is answered with the first and the others with the rest.
    #[track_caller]
    fn check(parameter: Parameter, seen: &[Seen], words: &[&str]) {
        let questions = plan(&[parameter], "a/b");
        let seen: Vec<Option<Seen>> = seen.iter().cloned().map(Some).collect();
        let classes = classes(&questions, &seen);
        let found: Vec<&str> = classes.iter().skip(1).take(words.len()).map(Class::word).collect();
        assert_eq!(found, words, "{classes:?}");
    }

    #[test]
    fn an_effect_is_held_against_the_control() {
        let (whole, cut) = (answer("alpha beta gamma"), answer("alpha "));
        check(Parameter::Stop, &[whole.clone(), cut.clone(), whole.clone()], &["accepted", "ignored", "not run"]);
        check(Parameter::Stop, &[cut.clone(), cut.clone()], &["undecided"]);
        let length = Seen { finish: Some("length".into()), ..answer("alpha") };
        check(
            Parameter::MaxTokens,
            &[whole.clone(), length, whole.clone(), whole.clone()],
            &["accepted", "ignored", "ignored"],
        );
        let short = Seen { tokens: Some(1), ..answer("a") };
        check(Parameter::MaxTokens, &[short.clone(), short.clone()], &["undecided"]);
        let two = Seen { choices: 2, ..whole.clone() };
        check(Parameter::N, &[whole.clone(), two, whole.clone()], &["accepted", "accepted"]);
        check(Parameter::N, &[whole.clone(), whole.clone()], &["ignored"]);
        check(Parameter::ResponseFormat, &[answer("Hello."), answer("{\"a\": 1}")], &["accepted"]);
        check(Parameter::ResponseFormat, &[answer("Hello."), answer("Hello.")], &["ignored"]);
        check(Parameter::ResponseFormat, &[answer("{}"), answer("{}")], &["undecided"]);
        let call = Seen { calls: 1, ..answer("") };
        check(Parameter::ToolChoice, &[call.clone(), answer("x"), call.clone()], &["accepted", "accepted"]);
        check(Parameter::ToolChoice, &[call.clone(), call.clone(), answer("x")], &["ignored", "ignored"]);
        check(Parameter::ToolChoice, &[answer("x"), answer("x")], &["undecided"]);
        check(Parameter::Temperature, &[whole.clone(), whole.clone()], &["accepted"]);
    }

    #[test]
    fn seeds_are_judged_together() {
        let [control, a, b] = [answer("x"), answer("a"), answer("b")];
        check(Parameter::Seed, &[control.clone(), a.clone(), a.clone(), b.clone()], &["accepted"; 3]);
        check(Parameter::Seed, &[control.clone(), a.clone(), b.clone(), b.clone()], &["ignored"; 3]);
        check(Parameter::Seed, &[control.clone(), a.clone(), a.clone(), a.clone()], &["undecided"; 3]);
        check(Parameter::Seed, &[control, a.clone(), a], &["undecided", "undecided", "not run"]);
    }

    #[test]
    fn a_refusal_counts_only_after_an_answered_control() {
        let refused = |status| Seen { status, error: Some("no".into()), ..Seen::default() };
        check(Parameter::Stop, &[answer("alpha beta"), refused(400), refused(503)], &["refused", "undecided"]);
        check(Parameter::Stop, &[refused(404), refused(400)], &["undecided"]);
        let in_200 = Seen { error: Some("upstream".into()), ..answer("") };
        check(Parameter::Stop, &[answer("alpha beta"), in_200], &["undecided"]);
    }

    #[test]
    fn a_finding_is_of_the_target_and_one_a_parameter() {
        let questions = plan(&[Parameter::Stop], "a/b");
        let accepted = Class::Accepted { observed: None };
        let ignored = Class::Ignored { why: "x".into() };
        let refused = Class::Refused { status: 400, said: "x".into() };
        let of = |source: [&Class; 4], target: [&Class; 4]| {
            let found = findings(&questions, &source.map(Clone::clone), &target.map(Clone::clone));
            found.iter().map(|finding| finding.case).collect::<Vec<_>>()
        };
        let [a, i, r] = [&accepted, &ignored, &refused];
        assert_eq!(of([a, a, a, r], [a, a, a, r]), []);
        assert_eq!(of([a, a, a, r], [a, i, i, i]), [Case::Valid]);
        assert_eq!(of([a, a, a, r], [a, a, r, r]), [Case::Boundary]);
        assert_eq!(of([a, r, i, i], [a, r, i, r]), [], "what the source does not accept is not lost");
        assert_eq!(of([a, a, a, i], [a, a, a, i]), [Case::OutOfRange]);
    }

    #[test]
    fn what_is_read_has_no_key_in_it() {
        let redactor = Redactor::new([]);
        let key = concat!("sk-or-v1-", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
        let seen = Seen::read(400, &format!(r#"{{"error":{{"message":"bad {key}","code":400}}}}"#), &redactor);
        assert!(!format!("{seen:?}").contains(key));
        let body = format!(
            r#"{{"choices":[{{"index":0,"message":{{"content":"{key}"}},"logprobs":{{"content":[{{"token":"a","top_logprobs":[{{}},{{}}]}}]}}}}],"usage":{{"completion_tokens":3,"cost":0.1}}}}"#
        );
        let seen = Seen::read(200, &body, &redactor);
        assert_eq!((seen.logprobs, seen.alternatives, seen.tokens, seen.choices), (1, 2, Some(3), 1));
        assert!(!format!("{seen:?}").contains(key) && seen.is_answer() && seen.cost.is_some());
        assert!(!Seen::read(200, "<html>", &redactor).is_answer());
    }
}
