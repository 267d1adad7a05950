//! This run beside an earlier one of a case file: which answers moved, and which metrics. Not a verdict on the gateways.
//! **Invariant:** an item counts as moved only if its answers were steady in both runs and are others now.

use super::matrix::{self, MatrixRow};
use super::run::GoldenRun;
use super::set::GoldenSet;
use crate::measure::equivalence::Verdict;
use crate::measure::judge::Judgement;

/// An earlier run.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// When its case was written.
    pub created: String,
    /// What was asked.
    pub set: GoldenSet,
    /// Its results.
    pub run: GoldenRun,
    /// Its verdicts.
    pub judged: Vec<Judgement>,
}

/// What moved in one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The name of the item.
    pub name: String,
    /// Which side moved: `source`, `target`, or both.
    pub what: String,
    /// What it said then.
    pub then: String,
    /// What it says now.
    pub now: String,
}

/// A verdict then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedVerdict {
    /// The metric.
    pub name: String,
    /// The verdict then; `None` if it was not judged.
    pub then: Option<Verdict>,
    /// The verdict now.
    pub now: Verdict,
}

/// The answers of one side of a row.
type Answers = fn(&MatrixRow) -> &Vec<matrix::Folded>;

/// The items whose steady answers are others now, by the names of their cases.
#[must_use]
pub fn moved(earlier: &Earlier, run: &GoldenRun, set: &GoldenSet) -> Vec<Moved> {
    let then = matrix::rows(&earlier.run, &earlier.set);
    let now = matrix::rows(run, set);
    now.iter()
        .flat_map(|row| {
            let before = then.iter().find(|other| other.name == row.name);
            let sides: [(&str, Answers); 2] = [("source", |row| &row.source), ("target", |row| &row.target)];
            sides.into_iter().filter_map(move |(what, of)| {
                let ([then], [now]) = (of(before?).as_slice(), of(row).as_slice()) else { return None };
                (then.words != now.words).then(|| Moved {
                    name: row.name.clone(),
                    what: what.to_owned(),
                    then: then.words.clone(),
                    now: now.words.clone(),
                })
            })
        })
        .collect()
}

/// The verdicts that are others now.
#[must_use]
pub fn moved_verdicts(earlier: &Earlier, judged: &[Judgement]) -> Vec<MovedVerdict> {
    let kind = std::mem::discriminant::<Verdict>;
    judged
        .iter()
        .filter_map(|now| {
            let then = earlier.judged.iter().find(|other| other.name == now.name).map(|then| then.verdict);
            let same = then.is_some_and(|then| kind(&then) == kind(&now.verdict));
            (!same).then(|| MovedVerdict { name: now.name.clone(), then, now: now.verdict })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::endpoint::Endpoint;
    use crate::gateway::side::Side;
    use crate::golden::plan::{CallId, side_of};
    use crate::golden::result::{CallEnd, CallResult};
    use crate::golden::set::GoldenCase;
    use crate::golden::terms::Terms;
    use std::sync::Arc;

    fn played(text: impl Fn(usize, Side) -> String) -> (GoldenRun, GoldenSet) {
        let case = |name: &str| GoldenCase::new(name, Endpoint::ChatCompletions, serde_json::Map::new());
        let set = GoldenSet { name: String::new(), cases: vec![case("a"), case("b")] };
        let terms = Terms { set: set.clone(), ..Terms::default() };
        let mut run = GoldenRun::new(terms.plan(), terms.settings, terms.bounds(), None);
        let plan = run.plan().clone();
        let calls = (0..plan.calls() as u32).map(CallId).map(|id| {
            let planned = plan.call(id).unwrap();
            let text = text(planned.item, side_of(planned.lane));
            (id, Arc::new(CallResult { end: CallEnd::Answered, text, ..CallResult::default() }))
        });
        run.close_with(calls);
        (run, set)
    }

    #[test]
    fn one_planted_change_is_found_alone() {
        let (run, set) = played(|item, _| format!("answer {item}"));
        let earlier = Earlier { created: String::new(), set, run, judged: Vec::new() };
        let (same, set) = played(|item, _| format!("answer {item}"));
        assert_eq!(moved(&earlier, &same, &set), []);
        let (changed, set) =
            played(
                |item, side| if (item, side) == (1, Side::Target) { "new".into() } else { format!("answer {item}") },
            );
        let found = moved(&earlier, &changed, &set);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].what.as_str(), found[0].now.as_str()), ("b", "target", "new"));
    }
}
