//! What a program acts on: why the answer ended, which tools it calls with what, whether it is JSON where it has to be,
//! whether it refuses.

use serde_json::Value;

use super::{Case, Layer, Reason, Standing, Verdict, or_nothing};
use crate::compare::json_difference::{Change, json_difference};
use crate::compare::validity::Outcome;
use crate::gateway::answer::{Choice, ToolCall};
use crate::gateway::side::Side;

pub(super) fn judge(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = case.not_whole(Layer::Behaviour) {
        return verdict;
    }
    let none = Choice::default();
    let [source, target] = Side::BOTH.map(|side| case.run(side).answer.choices.first().unwrap_or(&none));
    let mut reasons = Vec::new();
    choices(case, &mut reasons);
    finish(source, target, &mut reasons);
    refusal(source, target, &mut reasons);
    emptiness(source, target, &mut reasons);
    tools(&source.tool_calls, &target.tool_calls, &mut reasons);
    if case.asked.json && source.tool_calls.is_empty() && target.tool_calls.is_empty() {
        json(source, target, &mut reasons);
    }
    validity(case, &mut reasons);
    Verdict::of(
        Layer::Behaviour,
        reasons,
        "A program would act alike on both: finish reason, tools, form and refusal agree.",
    )
}

fn choices(case: &Case<'_>, reasons: &mut Vec<Reason>) {
    let [source, target] = Side::BOTH.map(|side| case.run(side).answer.choices.len());
    if source != target {
        let what = "The number of choices differs.";
        reasons.push(Reason::new(Standing::Fail, what, source.to_string(), target.to_string()));
    }
}

fn finish(source: &Choice, target: &Choice, reasons: &mut Vec<Reason>) {
    let (here, there) = (source.finish_reason.as_deref(), target.finish_reason.as_deref());
    let (standing, what) = match (here, there) {
        _ if here == there => (Standing::Pass, "The finish reason is the same."),
        (Some(_), None) => (Standing::Fail, "The target gives no finish reason."),
        (None, Some(_)) => (Standing::Undecided, "Only the target gives a finish reason."),
        _ => (Standing::Fail, "The finish reason differs."),
    };
    reasons.push(Reason::new(standing, what, or_nothing(here), or_nothing(there)));
}

fn refusal(source: &Choice, target: &Choice, reasons: &mut Vec<Reason>) {
    let said = |choice: &Choice| choice.refusal.clone().filter(|text| !text.is_empty());
    let (standing, what) = match (said(source), said(target)) {
        (None, None) => return,
        (Some(_), Some(_)) => (Standing::Pass, "Both refuse."),
        (None, Some(_)) => (Standing::Fail, "Only the target refuses."),
        (Some(_), None) => (Standing::Undecided, "Only the source refuses."),
    };
    reasons.push(Reason::new(standing, what, or_nothing(said(source).as_deref()), or_nothing(said(target).as_deref())));
}

fn emptiness(source: &Choice, target: &Choice, reasons: &mut Vec<Reason>) {
    let silent = |choice: &Choice| choice.text.is_empty() && choice.tool_calls.is_empty() && choice.refusal.is_none();
    if silent(source) != silent(target) {
        let words = |choice| if silent(choice) { "nothing" } else { "text or calls" };
        let standing = if silent(target) { Standing::Fail } else { Standing::Undecided };
        let who = if silent(target) { "target" } else { "source" };
        // With a small limit of tokens, reasoning can use up all of them.
        let what = format!("Only the {who} says nothing; its tokens may all have gone into reasoning.");
        reasons.push(Reason::new(standing, what, words(source), words(target)));
    }
}

fn tools(source: &[ToolCall], target: &[ToolCall], reasons: &mut Vec<Reason>) {
    let names = |calls: &[ToolCall]| calls.iter().map(|call| call.name.clone()).collect::<Vec<_>>();
    let (mut here, mut there) = (names(source), names(target));
    if here.is_empty() && there.is_empty() {
        return;
    }
    let shown = [or_nothing(Some(&here.join(", "))), or_nothing(Some(&there.join(", ")))];
    let in_order = here == there;
    here.sort_unstable();
    there.sort_unstable();
    let [at_source, at_target] = shown;
    if here != there {
        reasons.push(Reason::new(Standing::Fail, "The tools that are called differ.", at_source, at_target));
        return;
    }
    let what = if in_order {
        "The same tools are called, in the same order."
    } else {
        "The same tools are called, in another order; parallel calls have none."
    };
    reasons.push(Reason::new(Standing::Pass, what, at_source, at_target));
    let mut left: Vec<&ToolCall> = target.iter().collect();
    for call in source {
        if let Some(at) = left.iter().position(|other| other.name == call.name) {
            reasons.push(arguments(call, left.remove(at)));
        }
    }
}

fn arguments(source: &ToolCall, target: &ToolCall) -> Reason {
    let name = &source.name;
    let read = |call: &ToolCall| serde_json::from_str::<Value>(&call.arguments);
    let (standing, what) = match (read(source), read(target)) {
        (Ok(here), Ok(there)) => {
            let differences = json_difference(&here, &there, &[]);
            let of_shape = differences.iter().find(|difference| difference.change != Change::Value);
            match (of_shape, differences.first()) {
                (Some(first), _) => (
                    Standing::Fail,
                    format!(
                        "The arguments of `{name}` have another shape: `{}` is {}.",
                        first.path,
                        first.change.words()
                    ),
                ),
                (None, Some(first)) => (
                    Standing::Undecided,
                    format!(
                        "The arguments of `{name}` have the same shape and another value at `{}`: one run does not say \
                         whether they always would.",
                        first.path
                    ),
                ),
                (None, None) => (Standing::Pass, format!("The arguments of `{name}` are the same JSON.")),
            }
        }
        (Ok(_), Err(error)) => (Standing::Fail, format!("The target's arguments of `{name}` are not JSON: {error}.")),
        (Err(_), Ok(_)) => (Standing::Undecided, format!("Only the source's arguments of `{name}` are not JSON.")),
        (Err(_), Err(_)) => (Standing::Undecided, format!("Neither side's arguments of `{name}` are JSON.")),
    };
    Reason::new(standing, what, &source.arguments, &target.arguments)
}

fn json(source: &Choice, target: &Choice, reasons: &mut Vec<Reason>) {
    let is = |choice: &Choice| serde_json::from_str::<serde::de::IgnoredAny>(choice.text.trim()).is_ok();
    let (standing, what) = match (is(source), is(target)) {
        (true, true) => (Standing::Pass, "JSON was asked for, and both answers are JSON."),
        (true, false) => (Standing::Fail, "JSON was asked for, and only the target's answer is none."),
        (false, true) => (Standing::Undecided, "JSON was asked for, and only the source's answer is none."),
        (false, false) => (Standing::Undecided, "JSON was asked for, and neither answer is JSON."),
    };
    let words = |choice| if is(choice) { "valid JSON" } else { "no JSON" };
    reasons.push(Reason::new(standing, what, words(source), words(target)));
}

/// What the validator says. A target that fails its schema where the source does too is not blamed.
fn validity(case: &Case<'_>, reasons: &mut Vec<Reason>) {
    let Some(validity) = case.validity else {
        return;
    };
    let words = |outcome: Option<&Outcome>| outcome.map_or_else(|| "not there".to_owned(), Outcome::words);
    for outcome in &validity.target {
        let at_source = validity.source.iter().find(|other| other.label == outcome.label);
        let source_is_wrong = at_source.is_some_and(|other| !other.is_valid());
        let (standing, what) = match (outcome.is_valid(), source_is_wrong) {
            (true, false) => (Standing::Pass, format!("{}: fits its schema.", outcome.label)),
            (true, true) => {
                (Standing::Undecided, format!("{}: only the source's does not fit its schema.", outcome.label))
            }
            (false, true) => (Standing::Undecided, format!("{}: neither fits its schema.", outcome.label)),
            (false, false) => (
                Standing::Fail,
                format!("{}: the target's does not fit its schema, {}", outcome.label, outcome.words()),
            ),
        };
        reasons.push(Reason::new(standing, what, words(at_source), words(Some(outcome))));
    }
}
