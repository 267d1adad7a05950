//! What a comparison is judged by beside its two runs: rules on what does not count, the pin of both providers, a second
//! turn, what the validator said, what the runs of this visit cost.
//! Not the verdicts: the page makes them of these when it shows them.
//! **Invariant:** what the validator says of an earlier run is dropped.

use serde_json::Value;

use super::{Effect, Inquiry, Model};
use crate::compare::asked::Asked;
use crate::compare::cost::{CostComparison, Tally};
use crate::compare::ignore_rule::{IgnoreRule, standard};
use crate::compare::pin::Pin;
use crate::compare::run::Run;
use crate::compare::second_turn::SecondTurn;
use crate::compare::validity::{Check, Outcome};
use crate::compare::verdict::{Case, Verdict, verdicts};
use crate::diagnostic::Diagnostic;
use crate::gateway::catalogue::ModelRow;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::side::{PerSide, Side};

/// How far the validator is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Validity {
    /// Nobody has asked.
    #[default]
    Unasked,
    /// It looks.
    Asked,
    /// What it said of each side.
    Known(PerSide<Vec<Outcome>>),
    /// It could not be loaded, or stopped.
    Missing,
}

/// What the runs are judged by.
#[derive(Debug, Clone, PartialEq)]
pub struct Judging {
    /// What is not counted.
    pub ignored: Vec<IgnoreRule>,
    /// Why the last rule was not taken.
    pub rule_problem: Option<Diagnostic>,
    /// The provider that both sides are held to.
    pub pin: Option<Pin>,
    /// What follows the request as its second turn.
    pub second_turn: Option<SecondTurn>,
    /// What the validator says of the runs.
    pub validity: Validity,
    /// What the runs of this visit cost.
    pub tally: PerSide<Tally>,
    question: u32,
    /// How many of the texts that were asked about are the source's.
    of_source: usize,
    version: u32,
}

impl Default for Judging {
    fn default() -> Self {
        Judging {
            ignored: standard(),
            rule_problem: None,
            pin: None,
            second_turn: None,
            validity: Validity::default(),
            tally: PerSide::default(),
            question: 0,
            of_source: 0,
            version: 0,
        }
    }
}

impl Judging {
    /// Changes the body that one side is sent.
    pub fn apply(&self, side: Side, endpoint: Endpoint, body: &mut Value) {
        if let (Some(pin), Value::Object(fields)) = (&self.pin, &mut *body) {
            pin.apply(side, fields);
        }
        if let Some(turn) = &self.second_turn {
            turn.apply(side, endpoint, body);
        }
    }

    /// The runs are new: what was said of the last ones is void.
    pub fn forget_validity(&mut self) {
        self.validity = Validity::Unasked;
        self.question += 1;
    }
}

/// What the verdicts depend on, cheap to compare: they are made anew when it changes and not with every keystroke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    round: u32,
    states: [String; 2],
    version: u32,
    fields_read: Option<usize>,
    profile: &'static str,
    rows: [usize; 2],
}

impl Model {
    /// What the verdicts depend on; `None` while there is nothing to judge.
    #[must_use]
    pub fn judging_stamp(&self) -> Option<Stamp> {
        let runs = &self.compare.runs;
        let (source, target) = (runs.source.as_ref()?, runs.target.as_ref()?);
        if source.is_running() || target.is_running() {
            return None;
        }
        let rows = |side: Side| self.catalogues.get(side).rows().map_or(0, <[ModelRow]>::len);
        Some(Stamp {
            round: self.compare.round(),
            states: [source, target].map(|run| run.state.words()),
            version: self.compare.judging.version,
            fields_read: self.findings_report().map(|report| report.response_fields.len()),
            profile: self.gateways.target.profile.id,
            rows: Side::BOTH.map(rows),
        })
    }

    /// Both runs, once both have ended.
    #[must_use]
    pub fn ended_runs(&self) -> Option<(&Run, &Run)> {
        let runs = &self.compare.runs;
        let both = (runs.source.as_ref()?, runs.target.as_ref()?);
        (!both.0.is_running() && !both.1.is_running()).then_some(both)
    }

    /// What the request that was sent asks for.
    #[must_use]
    pub fn asked(&self) -> Option<Asked> {
        let run = self.compare.runs.source.as_ref()?;
        Some(Asked::read(run.request.body.as_deref().unwrap_or_default(), run.endpoint()))
    }

    /// The verdicts on the two runs; `None` until both have ended.
    #[must_use]
    pub fn verdicts(&self) -> Option<Vec<Verdict>> {
        let (source, target) = self.ended_runs()?;
        let validity = match &self.compare.judging.validity {
            Validity::Known(validity) => Some(validity),
            Validity::Unasked | Validity::Asked | Validity::Missing => None,
        };
        Some(verdicts(&Case {
            source,
            target,
            asked: &self.asked()?,
            fields_read: self.findings_report().map(|report| report.response_fields.as_slice()),
            profile: self.gateways.target.profile.id,
            ignored: &self.compare.judging.ignored,
            validity,
            cost: &self.costs(),
        }))
    }

    /// What the two runs cost, by both lists and as reported.
    #[must_use]
    pub fn costs(&self) -> CostComparison {
        let usage = |side: Side| self.compare.runs.get(side).as_ref().and_then(|run| run.answer.usage.as_ref());
        CostComparison::of(PerSide::from_fn(usage), PerSide::from_fn(|side| self.listed(side)))
    }

    /// The row of a side's list for the model that it was sent.
    #[must_use]
    pub fn listed(&self, side: Side) -> Option<&ModelRow> {
        let run = self.compare.runs.get(side).as_ref()?;
        let body: Value = serde_json::from_str(run.request.body.as_deref()?).ok()?;
        let sent = body.get("model")?.as_str()?;
        // A pin stands before the id.
        let id = sent.split_once(':').filter(|(before, _)| !before.contains('/')).map_or(sent, |(_, id)| id);
        let is = |row: &&ModelRow| {
            row.id == id || row.canonical_slug.as_deref() == Some(id) || row.aliases.iter().any(|alias| alias == id)
        };
        self.catalogues.get(side).rows()?.iter().find(is)
    }
}

/// A run has ended.
pub(super) fn ended(model: &mut Model, side: Side) {
    if let Some(run) = model.compare.runs.get(side) {
        model.compare.judging.tally.get_mut(side).take(run);
        model.compare.judging.version += 1;
    }
}

pub(super) fn visibility_changed(model: &mut Model, hidden: bool) -> Vec<Effect> {
    model.hidden = hidden;
    if hidden {
        let runs = &mut model.compare.runs;
        for run in [&mut runs.source, &mut runs.target].into_iter().flatten().filter(|run| run.is_running()) {
            run.was_hidden();
        }
    }
    Vec::new()
}

pub(super) fn pin_chosen(model: &mut Model, pin: Option<Pin>) -> Vec<Effect> {
    model.compare.judging.pin = pin;
    Vec::new()
}

pub(super) fn second_turn_chosen(model: &mut Model, turn: Option<SecondTurn>) -> Vec<Effect> {
    model.compare.judging.second_turn = turn;
    Vec::new()
}

pub(super) fn rule_written(model: &mut Model, path: &str, reason: &str) -> Vec<Effect> {
    let judging = &mut model.compare.judging;
    judging.rule_problem = match IgnoreRule::write(path, reason) {
        Ok(rule) => {
            judging.ignored.retain(|other| other.path != rule.path);
            judging.ignored.push(rule);
            judging.version += 1;
            None
        }
        Err(problem) => Some(problem),
    };
    Vec::new()
}

pub(super) fn rule_taken_away(model: &mut Model, at: usize) -> Vec<Effect> {
    let judging = &mut model.compare.judging;
    if at < judging.ignored.len() {
        judging.ignored.remove(at);
        judging.version += 1;
    }
    Vec::new()
}

pub(super) fn validity_asked(model: &mut Model, checks: PerSide<Vec<Check>>) -> Vec<Effect> {
    let ended = |run: &Option<Run>| run.as_ref().is_some_and(|run| !run.is_running());
    let runs = &model.compare.runs;
    if !ended(&runs.source) || !ended(&runs.target) {
        return Vec::new();
    }
    let judging = &mut model.compare.judging;
    if judging.validity != Validity::Unasked {
        return Vec::new();
    }
    judging.validity = Validity::Asked;
    judging.of_source = checks.source.len();
    let all = checks.source.into_iter().chain(checks.target).collect();
    vec![Effect::Validate(Inquiry::Pair(judging.question), all)]
}

pub(super) fn validity_known(model: &mut Model, question: u32, outcomes: Option<Vec<Outcome>>) -> Vec<Effect> {
    let judging = &mut model.compare.judging;
    if judging.question == question {
        let sides = outcomes.map(|mut source| {
            let target = source.split_off(judging.of_source.min(source.len()));
            PerSide { source, target }
        });
        judging.validity = sides.map_or(Validity::Missing, Validity::Known);
        judging.version += 1;
    }
    Vec::new()
}
