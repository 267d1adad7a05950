//! The table of results: one row an item, its answers folded, its checks, and whether the target differs.
//! Not the verdict on the gateways. **Invariant:** a row differs only if the target is unlike the source where the source
//! is like itself.

use std::sync::Arc;

use super::check::{Outcome, worst};
use super::result::CallResult;
use super::run::GoldenRun;
use super::samples::LANES;
use super::set::{GoldenSet, Item};
use crate::measure::schedule::Lane;

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Those whose target answers differ.
    Differs,
    /// Those with a call without an answer, or a check that failed.
    Failed,
    /// Those with a check that could not be evaluated, or calls to come.
    Undecided,
}

impl Filter {
    /// All, in the order of choice.
    pub const ALL: [Filter; 4] = [Filter::All, Filter::Differs, Filter::Failed, Filter::Undecided];

    /// Its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Filter::All => "All",
            Filter::Differs => "Differs",
            Filter::Failed => "Failed",
            Filter::Undecided => "Undecided",
        }
    }
}

/// Answers of a lane that are the same, with their count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// How it ended, or the text.
    pub words: String,
    /// Whether it is an answer.
    pub answered: bool,
    /// How many.
    pub count: usize,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// What was asked, as an index into the items of the plan.
    pub item: usize,
    /// The id of the case, with the number of its row where it has several.
    pub name: String,
    /// The source's answers, both lanes.
    pub source: Vec<Folded>,
    /// The target's answers.
    pub target: Vec<Folded>,
    /// Whether the target differs where the source does not.
    pub differs: bool,
    /// How the checks fared on the source and on the target; `None` without checks or answers.
    pub checks: [Option<Outcome>; 2],
    /// Calls that have no result yet.
    pub open: usize,
}

impl MatrixRow {
    /// Whether a filter shows it.
    #[must_use]
    pub fn is_shown(&self, filter: Filter) -> bool {
        let lost = || self.source.iter().chain(&self.target).any(|folded| !folded.answered);
        match filter {
            Filter::All => true,
            Filter::Differs => self.differs,
            Filter::Failed => lost() || self.checks.contains(&Some(Outcome::Fail)),
            Filter::Undecided => self.open > 0 || self.checks.contains(&Some(Outcome::Undecided)),
        }
    }
}

/// All rows, in the order of the set.
#[must_use]
pub fn rows(run: &GoldenRun, set: &GoldenSet) -> Vec<MatrixRow> {
    let results = by_item(run);
    run.plan()
        .items()
        .iter()
        .enumerate()
        .zip(&results)
        .map(|((index, item), lanes)| row(run, set, index, *item, lanes))
        .collect()
}

type Lanes = [Vec<Arc<CallResult>>; 3];

/// The results of every item, by lane.
fn by_item(run: &GoldenRun) -> Vec<Lanes> {
    let plan = run.plan();
    let mut items: Vec<Lanes> = vec![Lanes::default(); plan.items().len()];
    for pair in 0..plan.pairs() {
        for id in plan.calls_of(pair) {
            let (Some(planned), Some(result)) = (plan.call(id).filter(|planned| planned.counts), run.result(id)) else {
                continue;
            };
            let at = LANES.into_iter().position(|lane| lane == planned.lane);
            if let Some(place) = at.and_then(|at| items.get_mut(planned.item)?.get_mut(at)) {
                place.push(Arc::clone(result));
            }
        }
    }
    items
}

/// The finished results of an item in one lane.
#[must_use]
pub fn results_of(run: &GoldenRun, item: usize, lane: Lane) -> Vec<Arc<CallResult>> {
    let at = LANES.into_iter().position(|other| other == lane).unwrap_or(0);
    by_item(run).get(item).and_then(|lanes| lanes.get(at)).cloned().unwrap_or_default()
}

/// The name of an item for people.
#[must_use]
pub fn name(set: &GoldenSet, item: Item) -> String {
    match set.case(item) {
        Some(case) if case.rows.len() > 1 => format!("{} · {}", case.id, item.row + 1),
        Some(case) => case.id.clone(),
        None => String::new(),
    }
}

fn row(run: &GoldenRun, set: &GoldenSet, index: usize, item: Item, lanes: &Lanes) -> MatrixRow {
    let [source, again, target] = lanes;
    let both: Vec<Arc<CallResult>> = source.iter().chain(again).cloned().collect();
    let (of_source, of_target) = (fold(&both), fold(target));
    let known: Vec<&str> = of_source.iter().map(|folded| folded.words.as_str()).collect();
    let differs = of_source.len() == 1 && of_target.iter().any(|folded| !known.contains(&folded.words.as_str()));
    let all = run.settings().repeats as usize * 3;
    MatrixRow {
        item: index,
        name: name(set, item),
        checks: [checked(set, item, &both), checked(set, item, target)],
        open: all.saturating_sub(both.len() + target.len()),
        source: of_source,
        target: of_target,
        differs,
    }
}

fn checked(set: &GoldenSet, item: Item, results: &[Arc<CallResult>]) -> Option<Outcome> {
    let case = set.case(item)?;
    let row = case.rows.get(item.row)?;
    if case.checks.is_empty() || results.is_empty() {
        return None;
    }
    let checks: Vec<_> = case.checks.iter().map(|check| check.filled(row)).collect();
    Some(worst(results.iter().flat_map(|result| checks.iter().map(|check| check.judge(result).outcome))))
}

/// What a result says, as it is compared and shown.
fn words(result: &CallResult) -> String {
    if !result.is_answered() {
        return result.word();
    }
    let calls = result.tool_calls.iter().map(|call| format!("{}({})", call.name, call.arguments));
    let said = Some(result.text.trim().to_owned()).filter(|text| !text.is_empty());
    let all: Vec<String> = said.into_iter().chain(calls).collect();
    if all.is_empty() { "(empty)".to_owned() } else { all.join("\n") }
}

fn fold(results: &[Arc<CallResult>]) -> Vec<Folded> {
    let mut folded: Vec<Folded> = Vec::new();
    for result in results {
        let (words, answered) = (words(result), result.is_answered());
        match folded.iter_mut().find(|folded| folded.words == words && folded.answered == answered) {
            Some(same) => same.count += 1,
            None => folded.push(Folded { words, answered, count: 1 }),
        }
    }
    folded.sort_by_key(|folded| std::cmp::Reverse(folded.count));
    folded
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

    fn said(text: &str) -> CallResult {
        CallResult { end: CallEnd::Answered, text: text.into(), ..CallResult::default() }
    }

    /// Two cases, two repeats: what the source said in each run, and what the target said.
    #[track_caller]
    fn rows_of(source: [&str; 4], target: [&str; 2], check: Option<Check>) -> MatrixRow {
        let mut case = GoldenCase::new("a", Endpoint::ChatCompletions, serde_json::Map::new());
        case.checks.extend(check);
        let set = GoldenSet { name: String::new(), cases: vec![case] };
        let settings = Settings { repeats: 2, warm_up: 1, ..Settings::default() };
        let plan = Plan::new(set.items(), &settings);
        let mut run = GoldenRun::new(plan.clone(), settings, vec![PerSide::default()], None);
        let (mut source, mut target) = (source.into_iter(), target.into_iter());
        let calls: Vec<_> = (0..plan.calls() as u32)
            .map(CallId)
            .filter(|id| plan.call(*id).unwrap().counts)
            .map(|id| {
                let text = if plan.call(id).unwrap().lane == Lane::Target { target.next() } else { source.next() };
                (id, Arc::new(said(text.unwrap())))
            })
            .collect();
        run.close_with(calls);
        rows(&run, &set).remove(0)
    }

    #[test]
    fn same_answers_are_folded_and_only_a_difference_beyond_the_source_is_one() {
        let same = rows_of(["x"; 4], ["x"; 2], None);
        assert_eq!((same.source.len(), same.source[0].count, same.differs, same.open), (1, 4, false, 0));
        assert!(rows_of(["x"; 4], ["x", "y"], None).differs);
        assert!(!rows_of(["x", "z", "x", "x"], ["y"; 2], None).differs, "the source differs from itself");
        assert_eq!(same.checks, [None, None]);
        let checked = rows_of(["x"; 4], ["y"; 2], Some(Check::Equals { text: "x".into() }));
        assert_eq!(checked.checks, [Some(Outcome::Pass), Some(Outcome::Fail)]);
        assert!(
            checked.is_shown(Filter::Failed)
                && checked.is_shown(Filter::Differs)
                && !checked.is_shown(Filter::Undecided)
        );
    }
}
