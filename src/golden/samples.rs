//! From the results of a run to the metrics that are judged. Not the statistics: those are `measure`'s.
//!
//! Repeats of one item depend on each other, so that each item gives one pair: the mean of its times, lengths and costs;
//! success if every repeat succeeded; a difference if any repeat had one. All three lanes are taken alike.
//! **Invariant:** only pairs whose three calls have a result, and that are no warm-up, are taken.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;
use serde_json::Value;

use super::check::{Outcome, worst};
use super::margins::Margins;
use super::result::CallResult;
use super::run::GoldenRun;
use super::set::{GoldenSet, Item};
use super::shape::{self, Places};
use crate::gateway::money::Usd;
use crate::measure::metric::{Measured, Metric};
use crate::measure::sample::{Agreement, Triple, cost_ratios};
use crate::measure::schedule::Lane;

/// The lanes in the order of a [`Triple`].
pub const LANES: [Lane; 3] = [Lane::Source, Lane::SourceAgain, Lane::Target];

/// One repeat of an item: its three results.
pub type Repeat<'a> = [&'a CallResult; 3];

/// The finished repeats of every item, in the order of the items.
#[must_use]
pub fn finished(run: &GoldenRun) -> Vec<Vec<Repeat<'_>>> {
    let plan = run.plan();
    let mut items = vec![Vec::new(); plan.items().len()];
    for pair in 0..plan.pairs() {
        let [first, ..] = plan.calls_of(pair);
        let Some(planned) = plan.call(first).filter(|planned| planned.counts) else { continue };
        let [source, again, target] = LANES.map(|lane| run.lane(pair, lane));
        if let (Some(source), Some(again), Some(target), Some(place)) =
            (source, again, target, items.get_mut(planned.item))
        {
            place.push([source.as_ref(), again.as_ref(), target.as_ref()]);
        }
    }
    items
}

/// The metrics of a run, in the order of the page.
#[must_use]
pub fn metrics(run: &GoldenRun, set: &GoldenSet, margins: &Margins) -> Vec<Metric> {
    let finished = finished(run);
    let asked: Vec<(Item, &Vec<Repeat<'_>>)> =
        run.plan().items().iter().copied().zip(&finished).filter(|(_, repeats)| !repeats.is_empty()).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let repeats: Vec<&[Repeat<'_>]> = asked.iter().map(|(_, repeats)| repeats.as_slice()).collect();
    let mut metrics = Vec::new();
    if let Ok(margin) = margins.success() {
        let pairs = repeats.iter().map(|repeats| every(repeats, CallResult::is_success)).collect();
        metrics.push(Metric::new("Success", Measured::Success { pairs, margin: margin.clone() }));
        let checked: Vec<Triple<bool>> =
            asked.iter().filter_map(|(item, repeats)| checks_passed(set, *item, repeats)).collect();
        if !checked.is_empty() {
            metrics.push(Metric::new("Checks", Measured::Success { pairs: checked, margin }));
        }
    }
    if let Ok(margin) = margins.agreement() {
        let points: [(&str, Point); 3] =
            [("Finish reason", finish_reason), ("Tool calls", tool_calls), ("JSON shape", json_shape)];
        for (name, point) in points {
            let pairs: Vec<Option<Agreement>> = repeats.iter().map(|repeats| agreement(repeats, point)).collect();
            metrics.push(Metric::new(name, Measured::Agreement { pairs, margin: margin.clone() }));
        }
        let pairs = answer_shapes(&repeats);
        // Runs of earlier releases did not keep it.
        if pairs.iter().any(Option::is_some) {
            metrics.push(Metric::new("Answer shape", Measured::Agreement { pairs, margin }));
        }
    }
    if let Ok(margin) = margins.latency() {
        if run.settings().stream {
            let pairs = means(&repeats, |result| result.first_text_ms);
            metrics.push(Metric::new("Time to first token", Measured::Quantity { pairs, margin: margin.clone() }));
        }
        let pairs = means(&repeats, |result| result.total_ms);
        metrics.push(Metric::new("Total time", Measured::Quantity { pairs, margin }));
    }
    if let Ok(margin) = margins.cost() {
        let costs: Vec<Triple<Option<Usd>>> = repeats.iter().map(|repeats| cost(repeats)).collect();
        metrics.push(Metric::new("Cost", Measured::Quantity { pairs: cost_ratios(&costs), margin }));
    }
    if let Ok(margin) = margins.length() {
        let pairs = means(&repeats, |result| result.completion_tokens.map(|tokens| tokens as f64));
        metrics.push(Metric::new("Length", Measured::Quantity { pairs, margin }));
    }
    metrics
}

fn triple<T>([source, source_again, target]: [T; 3]) -> Triple<T> {
    Triple { source, source_again, target }
}

/// The results of one lane.
fn lane<'a>(repeats: &[Repeat<'a>], at: usize) -> Vec<&'a CallResult> {
    repeats.iter().filter_map(|repeat| repeat.get(at).copied()).collect()
}

fn every(repeats: &[Repeat<'_>], holds: impl Fn(&CallResult) -> bool) -> Triple<bool> {
    triple([0, 1, 2].map(|at| lane(repeats, at).into_iter().all(&holds)))
}

/// Whether all checks passed, in each lane; `None` without checks, or if one could not be evaluated.
fn checks_passed(set: &GoldenSet, item: Item, repeats: &[Repeat<'_>]) -> Option<Triple<bool>> {
    let case = set.case(item)?;
    let row = case.rows.get(item.row)?;
    if case.checks.is_empty() {
        return None;
    }
    let checks: Vec<_> = case.checks.iter().map(|check| check.filled(row)).collect();
    let outcome = |result: &CallResult| worst(checks.iter().map(|check| check.judge(result).outcome));
    let lanes = [0, 1, 2].map(|at| worst(lane(repeats, at).into_iter().map(outcome)));
    (!lanes.contains(&Outcome::Undecided)).then(|| triple(lanes.map(|outcome| outcome == Outcome::Pass)))
}

/// One point of an answer's contract, in a form that can be compared.
type Contract = BTreeSet<String>;

/// How one point of it is read.
type Point = fn(&CallResult) -> Contract;

fn agreement(repeats: &[Repeat<'_>], point: Point) -> Option<Agreement> {
    let mut found = Agreement { again_differs: false, target_differs: false };
    for repeat in repeats {
        if !repeat.iter().all(|result| result.is_answered()) {
            return None;
        }
        let [source, again, target] = repeat.map(point);
        found.again_differs |= again != source;
        found.target_differs |= target != source;
    }
    Some(found)
}

/// Whether the bodies of the answers have the same places and types.
fn answer_shapes(repeats: &[&[Repeat<'_>]]) -> Vec<Option<Agreement>> {
    let all = || repeats.iter().copied().flatten().flatten();
    // Most answers have one of a few shapes.
    let read: HashMap<&str, Places<'_>> =
        all().filter_map(|result| result.shape.as_deref()).map(|text| (text, shape::read(text))).collect();
    let places = |result: &CallResult| read.get(result.shape.as_deref().filter(|_| result.is_answered())?);
    let known = [0, 1, 2].map(|at| {
        let of_lane = repeats.iter().flat_map(|repeats| lane(repeats, at));
        of_lane.filter_map(places).flat_map(Places::names).collect::<BTreeSet<&str>>()
    });
    let [_, known_again, known_target] = &known;
    let of_item = |repeats: &&[Repeat<'_>]| {
        let mut found = Agreement { again_differs: false, target_differs: false };
        for [source, again, target] in *repeats {
            let source = places(source)?;
            found.again_differs |= source.differs(places(again)?, known_again);
            found.target_differs |= source.differs(places(target)?, known_target);
        }
        Some(found)
    };
    repeats.iter().map(of_item).collect()
}

fn finish_reason(result: &CallResult) -> Contract {
    // The two gateways have two words for the same end of a text.
    let reason = result.finish_reason.as_deref().unwrap_or("none");
    let reason = match reason {
        "completed" | "end_turn" => "stop",
        "max_output_tokens" | "max_tokens" => "length",
        "tool_use" | "function_call" => "tool_calls",
        other => other,
    };
    Contract::from([reason.to_owned()])
}

fn tool_calls(result: &CallResult) -> Contract {
    let shape = |arguments: &str| match serde_json::from_str::<Value>(arguments) {
        Ok(Value::Object(fields)) => {
            fields.keys().cloned().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(",")
        }
        Ok(_) => "no object".to_owned(),
        Err(_) => "no JSON".to_owned(),
    };
    result.tool_calls.iter().map(|call| format!("{}({})", call.name, shape(&call.arguments))).collect()
}

fn json_shape(result: &CallResult) -> Contract {
    let mut paths = Contract::new();
    match serde_json::from_str::<Value>(result.text.trim()) {
        // A bare number or word is text that happens to be JSON.
        Ok(value @ (Value::Object(_) | Value::Array(_))) => json_places("$", &value, &mut paths),
        _ => drop(paths.insert("text".to_owned())),
    }
    paths
}

fn json_places(path: &str, value: &Value, paths: &mut Contract) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(items) => {
            items.iter().for_each(|item| json_places(&format!("{path}[]"), item, paths));
            "array"
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| json_places(&format!("{path}.{name}"), value, paths));
            "object"
        }
    };
    paths.insert(format!("{path} {kind}"));
}

/// The mean of a lane; `None` if any repeat has none.
fn mean(repeats: &[Repeat<'_>], at: usize, value: impl Fn(&CallResult) -> Option<f64>) -> Option<f64> {
    let results = lane(repeats, at);
    let values: Vec<f64> =
        results.iter().filter(|result| result.is_answered()).filter_map(|result| value(result)).collect();
    (!values.is_empty() && values.len() == results.len()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn means(repeats: &[&[Repeat<'_>]], value: impl Fn(&CallResult) -> Option<f64> + Copy) -> Vec<Triple<Option<f64>>> {
    repeats.iter().map(|repeats| triple([0, 1, 2].map(|at| mean(repeats, at, value)))).collect()
}

/// The mean cost of a lane, exact; `None` if any repeat has none.
fn cost(repeats: &[Repeat<'_>]) -> Triple<Option<Usd>> {
    triple([0, 1, 2].map(|at| {
        let results = lane(repeats, at);
        let mut sum = Decimal::ZERO;
        for result in &results {
            sum = sum.checked_add(result.cost().filter(|_| result.is_answered())?.0)?;
        }
        sum.checked_div(Decimal::from(results.len() as u64)).map(Usd)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::endpoint::Endpoint;
    use crate::gateway::side::PerSide;
    use crate::golden::check::Check;
    use crate::golden::plan::{CallId, Plan, Settings};
    use crate::golden::result::CallEnd;
    use crate::golden::set::GoldenCase;
    use crate::measure::equivalence::Verdict;
    use crate::measure::judge::judge;
    use crate::measure::rules::Rules;
    use std::sync::Arc;

    /// A run of 30 cases, two repeats, in which `result` gives what came of each call.
    fn run(result: impl Fn(usize, usize, Lane) -> CallResult) -> (GoldenRun, GoldenSet) {
        let case = |index: usize| GoldenCase {
            checks: vec![Check::Contains { text: "ok".into(), ignore_case: false }],
            ..GoldenCase::new(format!("case-{index}"), Endpoint::ChatCompletions, serde_json::Map::new())
        };
        let set = GoldenSet { name: "t".into(), cases: (0..30).map(case).collect() };
        let settings = Settings { repeats: 2, ..Settings::default() };
        let plan = Plan::new(set.items(), &settings);
        let bounds = vec![PerSide::default(); 30];
        let mut run = GoldenRun::new(plan.clone(), settings, bounds, None);
        let calls: Vec<_> = (0..plan.calls() as u32)
            .map(CallId)
            .map(|id| {
                let planned = plan.call(id).unwrap();
                (id, Arc::new(result(planned.item, planned.repeat, planned.lane)))
            })
            .collect();
        run.close_with(calls);
        (run, set)
    }

    fn answered(item: usize, time: f64) -> CallResult {
        CallResult {
            end: CallEnd::Answered,
            status: Some(200),
            text: "{\"ok\": [1, \"a\"]}".into(),
            finish_reason: Some("stop".into()),
            first_text_ms: Some(time + (item % 7) as f64),
            total_ms: Some(2.0 * time + (item % 5) as f64),
            completion_tokens: Some(20),
            cost_usd: Some("0.0004".into()),
            provider: Some("OpenAI".into()),
            ..CallResult::default()
        }
    }

    #[track_caller]
    fn verdict_of(run: &GoldenRun, set: &GoldenSet, name: &str) -> Verdict {
        let metrics = metrics(run, set, &Margins::default());
        let judgements = judge(&metrics, &Rules::default());
        judgements.into_iter().find(|judgement| judgement.name == name).unwrap().verdict
    }

    #[test]
    fn one_metric_passes_one_fails_and_one_is_undecided() {
        let (run, set) = run(|item, repeat, lane| {
            let mut result = answered(item, 300.0 + repeat as f64);
            if lane == Lane::Target {
                result.total_ms = result.total_ms.map(|time| time * 1.5);
                result.completion_tokens = Some(if item % 2 == 0 { 10 } else { 40 });
            }
            result
        });
        assert_eq!(verdict_of(&run, &set, "Total time"), Verdict::Fail);
        assert_eq!(verdict_of(&run, &set, "Time to first token"), Verdict::Pass);
        assert_eq!(verdict_of(&run, &set, "Cost"), Verdict::Pass);
        assert!(matches!(verdict_of(&run, &set, "Length"), Verdict::Undecided { .. }));
        assert!(matches!(verdict_of(&run, &set, "Success"), Verdict::Undecided { more_pairs: Some(_) }));
    }

    #[test]
    fn contracts_differ_by_shape_and_not_by_value() {
        let with = |text: &str| json_shape(&CallResult { text: text.into(), ..CallResult::default() });
        assert_eq!(with(r#"{"a":[1,2],"b":"x"}"#), with(r#"{"b":"y","a":[3]}"#));
        assert_ne!(with(r#"{"a":1}"#), with(r#"{"a":"1"}"#));
        assert_eq!(with("12"), with("some words"));
        let calls = |arguments: &str| {
            let made = super::super::result::ToolCallMade { name: "f".into(), arguments: arguments.into() };
            tool_calls(&CallResult { tool_calls: vec![made], ..CallResult::default() })
        };
        assert_eq!(calls(r#"{"a":1,"b":2}"#), calls(r#"{"b":3,"a":4}"#));
        assert_ne!(calls(r#"{"a":1}"#), calls("{"));
        let ends =
            |reason: &str| finish_reason(&CallResult { finish_reason: Some(reason.into()), ..CallResult::default() });
        assert_eq!(ends("completed"), ends("stop"));
        assert_ne!(ends("length"), ends("stop"));
    }

    #[test]
    fn a_body_of_another_shape_fails_and_what_the_target_never_sends_does_not() {
        let body = |lane: Lane, odd: bool| match (lane, odd) {
            (Lane::Target, false) => serde_json::json!({ "usage": { "total_tokens": 1 } }),
            (Lane::Target, true) => serde_json::json!({ "usage": { "total_tokens": "1" } }),
            _ => serde_json::json!({ "usage": { "total_tokens": 2 }, "native_finish_reason": "stop" }),
        };
        let of = |every: usize| {
            run(|item, _, lane| CallResult {
                shape: Some(shape::written(&body(lane, item % every == 0), &[])),
                ..answered(item, 300.0)
            })
        };
        let (same, set) = of(1_000);
        // The first item alone is no proof.
        assert!(matches!(verdict_of(&same, &set, "Answer shape"), Verdict::Undecided { .. }));
        let (odd, set) = of(2);
        assert_eq!(verdict_of(&odd, &set, "Answer shape"), Verdict::Fail);
        let (without, set) = run(|item, _, _| answered(item, 300.0));
        assert!(metrics(&without, &set, &Margins::default()).iter().all(|metric| metric.name != "Answer shape"));
    }

    #[test]
    fn a_hidden_retry_is_a_failure_and_a_rate_limit_is_none() {
        let with = |words: &[&str]| CallResult {
            earlier: words.iter().map(|word| (*word).into()).collect(),
            ..answered(0, 1.0)
        };
        assert!(with(&[]).is_success() && with(&["429", "429"]).is_success());
        assert!(!with(&["429", "502"]).is_success());
    }
}
