//! The parameter probe of the Migrate page: which parameters, what it can cost, and its requests, one at a time a side.
//! Not the questions and not their judgement, which are in `probe`.
//!
//! **Invariant:** nothing is sent but what the estimate that stands was made of; whatever changes that, takes it away.
//! **Invariant:** the sides do not wait for each other, and a probe changes nothing outside of itself.

mod words;

pub use words::ProbeRow;

use std::collections::{BTreeMap, BTreeSet};

use super::http::{self, Purpose, Reply};
use super::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::error::GatewayError;
use crate::gateway::http::{HttpRequest, Method};
use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};
use crate::probe::cost::{Price, Spent, at_most};
use crate::probe::judge::{Class, Finding, Seen, classes, findings};
use crate::probe::plan::{Parameter, Question, plan};
use crate::share::clean;

/// Milliseconds until an answer is given up.
pub(super) const ANSWER_LIMIT_MS: u32 = 60_000;

/// Names of fields that say what is asked and in which way, and not how it is to be answered.
const OF_EVERY_REQUEST: [&str; 6] = ["model", "messages", "input", "instructions", "prompt", "stream"];

/// The state of the probe.
#[derive(Debug, Clone, Default)]
pub struct ParameterProbe {
    /// What a person ticked or took the tick from; all others follow what is in use.
    choices: BTreeMap<Parameter, bool>,
    estimate: Option<Basis>,
    /// Why the last press led to nothing.
    pub refused: Option<Diagnostic>,
    /// Why a probe ended before its time, or its results are gone.
    pub notice: Option<Diagnostic>,
    /// The probe that runs or ran.
    pub run: Option<ProbeRun>,
    round: u32,
}

/// What an estimate rests on.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    demo: bool,
    parameters: Vec<Parameter>,
    sides: PerSide<SideBasis>,
}

#[derive(Debug, Clone, PartialEq)]
struct SideBasis {
    url: String,
    model: String,
    price: Price,
}

/// What a probe would ask of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The model.
    pub model: String,
    /// How many requests.
    pub requests: usize,
    /// The most that they can cost by the listed price, if the gateway keeps to their limits; `None` if no price is
    /// listed.
    pub most: Option<Usd>,
}

/// A probe under way, or done.
#[derive(Debug, Clone, PartialEq)]
pub struct ProbeRun {
    /// Whether the simulator in the page answers.
    pub simulated: bool,
    /// Both sides.
    pub sides: PerSide<SideRun>,
}

/// One side of a probe.
#[derive(Debug, Clone, PartialEq)]
pub struct SideRun {
    /// What is asked, in order.
    pub questions: Vec<Question>,
    /// What came; `None` for a question that was passed over because its control was not answered.
    seen: Vec<Option<Seen>>,
    /// What the gateway says that it cost.
    pub spent: Spent,
    /// How it stands.
    pub state: SideState,
}

/// How one side of a probe stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideState {
    /// A question is on the way.
    Running,
    /// Everything was asked.
    Done,
    /// A person stopped it.
    Stopped,
    /// The gateway answers no further question, for this reason.
    Ended(Diagnostic),
}

impl SideRun {
    /// How many questions are settled.
    #[must_use]
    pub fn settled(&self) -> usize {
        self.seen.len()
    }
}

impl ProbeRun {
    /// Whether a side is under way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        Side::BOTH.into_iter().any(|side| self.sides.get(side).state == SideState::Running)
    }

    /// What each question shows of each side. Both plans have the same questions in the same order.
    #[must_use]
    pub fn classes(&self) -> PerSide<Vec<Class>> {
        PerSide::from_fn(|side| {
            let run = self.sides.get(side);
            classes(&run.questions, &run.seen)
        })
    }

    /// What was found.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let classes = self.classes();
        findings(&self.sides.target.questions, &classes.source, &classes.target)
    }
}

impl Model {
    /// Names of the parameters that the request of the Compare page and the scanned requests have.
    #[must_use]
    pub fn parameters_in_use(&self) -> BTreeSet<String> {
        let of_request = self.compare.prepared().into_iter().flat_map(|request| request.names().map(str::to_owned));
        let of_code = self.findings_report().into_iter().flat_map(|report| report.parameters.iter().cloned());
        of_request.chain(of_code).collect()
    }

    /// The parameters that a probe would be about.
    #[must_use]
    pub fn parameters_to_probe(&self) -> Vec<Parameter> {
        let used = self.parameters_in_use();
        let choices = &self.migrate.probe.choices;
        let is_chosen =
            |parameter: &Parameter| choices.get(parameter).copied().unwrap_or_else(|| used.contains(parameter.name()));
        Parameter::ALL.into_iter().filter(is_chosen).collect()
    }

    /// The parameters in use that no probe is about: the presence of most shows in no answer. What every request has,
    /// the model and what is asked, is none.
    #[must_use]
    pub fn parameters_not_probed(&self) -> Vec<String> {
        let is_probed = |name: &str| Parameter::ALL.iter().any(|parameter| parameter.name() == name);
        let mut used: Vec<String> = self.parameters_in_use().into_iter().collect();
        used.retain(|name| !is_probed(name) && !OF_EVERY_REQUEST.contains(&name.as_str()));
        used
    }

    /// The estimate that was asked for, while nothing has changed since.
    #[must_use]
    pub fn probe_estimate(&self) -> Option<PerSide<Estimate>> {
        let basis = self.migrate.probe.estimate.as_ref()?;
        (basis_of(self).as_ref() == Ok(basis)).then(|| {
            PerSide::from_fn(|side| {
                let of = basis.sides.get(side);
                let questions = plan(&basis.parameters, &of.model);
                let most = at_most(&questions, of.price);
                Estimate { model: of.model.clone(), requests: questions.len(), most }
            })
        })
    }

    /// The listed price of a model.
    #[must_use]
    pub fn price_of(&self, side: Side, id: &str) -> Price {
        let rows = self.catalogues.get(side).rows().unwrap_or_default();
        let by_alias = || rows.iter().find(|row| row.aliases.iter().any(|alias| alias == id));
        let row = rows.iter().find(|row| row.id == id).or_else(by_alias);
        row.map(|row| Price { input: row.price_input_per_million, output: row.price_output_per_million })
            .unwrap_or_default()
    }
}

/// What keeps a side from being asked, if anything.
pub(super) fn side_refusal(model: &Model, side: Side) -> Option<Diagnostic> {
    if let Some(problem) = model.side_problem(side) {
        let what = format!("{} gateway: {}", side.title(), problem.what);
        return Some(Diagnostic::new(what, problem.why.clone(), problem.do_this.clone()));
    }
    (model.gateways.get(side).profile.key_required.value && model.key_in_use(side).is_none()).then(|| {
        Diagnostic::new(
            format!("There is no key for the {} gateway.", side.word()),
            "Chats are answered only with a key.",
            "Enter it on the Connect page, or switch Demo gateways on there.",
        )
    })
}

fn basis_of(model: &Model) -> Result<Basis, Diagnostic> {
    let id = model.compare.request.as_ref().map_err(Clone::clone)?.model();
    let parameters = model.parameters_to_probe();
    if parameters.is_empty() {
        return Err(Diagnostic::new(
            "No parameter is chosen.",
            "The request of the Compare page and the scanned requests use none that can be probed.",
            "Tick the parameters to probe.",
        ));
    }
    if let Some(problem) = Side::BOTH.into_iter().find_map(|side| side_refusal(model, side)) {
        return Err(problem);
    }
    let Some(at_target) = model.models.approved(id) else {
        return Err(Diagnostic::new(
            format!("It is not decided which model the target is to be asked for `{id}`."),
            "Only an id that the target lists, or an alias that a person approved, is probed.",
            "Validate the id on the Models page and approve its alias.",
        ));
    };
    let ids = PerSide { source: id, target: at_target };
    let side_basis = |side: Side| -> Result<SideBasis, Diagnostic> {
        let base = model.gateways.get(side).base_url.as_ref().map_err(Clone::clone)?;
        let id = (*ids.get(side)).to_owned();
        let price = model.price_of(side, &id);
        Ok(SideBasis { url: base.join(Endpoint::ChatCompletions.path()), model: id, price })
    };
    let sides = PerSide { source: side_basis(Side::Source)?, target: side_basis(Side::Target)? };
    Ok(Basis { demo: model.demo, parameters, sides })
}

pub(super) fn parameter_chosen(model: &mut Model, parameter: Parameter, on: bool) -> Vec<Effect> {
    model.migrate.probe.choices.insert(parameter, on);
    model.migrate.probe.refused = None;
    Vec::new()
}

/// The cost was asked for; nothing is sent.
pub(super) fn estimated(model: &mut Model) -> Vec<Effect> {
    let basis = basis_of(model);
    let probe = &mut model.migrate.probe;
    (probe.estimate, probe.refused) = match basis {
        Ok(basis) => (Some(basis), None),
        Err(problem) => (None, Some(problem)),
    };
    Vec::new()
}

pub(super) fn started(model: &mut Model) -> Vec<Effect> {
    if model.migrate.probe.run.as_ref().is_some_and(ProbeRun::is_running) {
        return Vec::new();
    }
    let now = basis_of(model);
    let probe = &mut model.migrate.probe;
    let Some(basis) = probe.estimate.take() else {
        probe.refused = Some(Diagnostic::new(
            "Nothing was sent: what the probe can cost has not been shown.",
            "A probe spends money at both gateways.",
            "Press Estimate probe, then Run probe.",
        ));
        return Vec::new();
    };
    match now {
        Ok(now) if now == basis => {}
        Ok(_) => {
            probe.refused = Some(Diagnostic::new(
                "Nothing was sent: something changed since the cost was shown.",
                "The parameters, the model, its price or the gateways are others now.",
                "Press Estimate probe again.",
            ));
            return Vec::new();
        }
        Err(problem) => {
            probe.refused = Some(problem);
            return Vec::new();
        }
    }
    probe.round += 1;
    (probe.refused, probe.notice) = (None, None);
    let sides = PerSide::from_fn(|side| SideRun {
        questions: plan(&basis.parameters, &basis.sides.get(side).model),
        seen: Vec::new(),
        spent: Spent::default(),
        state: SideState::Running,
    });
    probe.run = Some(ProbeRun { simulated: basis.demo, sides });
    Side::BOTH.into_iter().flat_map(|side| ask(model, side)).collect()
}

/// Sends the next question of a side, past those whose control was not answered.
fn ask(model: &mut Model, side: Side) -> Vec<Effect> {
    let round = model.migrate.probe.round;
    let base = model.gateways.get(side).base_url.clone();
    let Some(run) = model.migrate.probe.run.as_mut().map(|run| run.sides.get_mut(side)) else {
        return Vec::new();
    };
    let next = loop {
        let Some(question) = run.questions.get(run.seen.len()) else {
            run.state = SideState::Done;
            return Vec::new();
        };
        let answered = |seen: Option<&Option<Seen>>| matches!(seen, Some(Some(seen)) if seen.is_answer());
        let is_control = |other: &Question| other.tried.is_none() && other.setting == question.setting;
        let control = run.questions.iter().position(is_control);
        if question.tried.is_none() || control.is_some_and(|at| answered(run.seen.get(at))) {
            break question.body.to_string();
        }
        run.seen.push(None);
    };
    let request = base.map(|base| HttpRequest {
        method: Method::Post,
        url: base.join(Endpoint::ChatCompletions.path()),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: Some(next),
    });
    let sent = request
        .and_then(|request| http::send(model, side, request, Purpose::Parameter(round), true, Some(ANSWER_LIMIT_MS)));
    match sent {
        Ok((_, effect)) => vec![effect],
        Err(problem) => end(model, side, problem),
    }
}

fn end(model: &mut Model, side: Side, problem: Diagnostic) -> Vec<Effect> {
    if let Some(run) = &mut model.migrate.probe.run {
        run.sides.get_mut(side).state = SideState::Ended(problem);
    }
    Vec::new()
}

/// A question was answered.
pub(super) fn replied(model: &mut Model, side: Side, round: u32, reply: &Reply) -> Vec<Effect> {
    if model.migrate.probe.round != round {
        return Vec::new();
    }
    let redactor = model.redactor();
    let status = reply.head.status;
    let seen = Seen::read(status, &reply.body, &redactor);
    let Some(run) = model.migrate.probe.run.as_mut().map(|run| run.sides.get_mut(side)) else {
        return Vec::new();
    };
    if seen.is_answer() {
        run.spent.add(seen.cost);
    }
    run.seen.push(Some(seen));
    // The key, the credit, the permission or the rate: the next question would only hear it again.
    if matches!(status, 401 | 402 | 403 | 429) {
        let mut error = GatewayError::read(status, reply.head.header("retry-after"), &reply.body);
        clean::error(&mut error, &redactor);
        return end(model, side, error.explain());
    }
    ask(model, side)
}

/// A question brought no answer.
pub(super) fn failed(model: &mut Model, side: Side, round: u32, problem: Diagnostic) -> Vec<Effect> {
    if model.migrate.probe.round != round {
        return Vec::new();
    }
    end(model, side, problem)
}

pub(super) fn stopped(model: &mut Model) -> Vec<Effect> {
    let effects = http::abort_where(model, |_, purpose| purpose.is_parameter());
    if let Some(run) = &mut model.migrate.probe.run {
        for side in Side::BOTH {
            let state = &mut run.sides.get_mut(side).state;
            if *state == SideState::Running {
                *state = SideState::Stopped;
            }
        }
    }
    effects
}

/// Gateways or keys are others now: what was found out does not count for them, and nothing more is asked.
pub(super) fn settings_changed(model: &mut Model) -> Vec<Effect> {
    let effects = http::abort_where(model, |_, purpose| purpose.is_parameter());
    let probe = &mut model.migrate.probe;
    probe.round += 1;
    (probe.estimate, probe.refused) = (None, None);
    if probe.run.take().is_some() {
        probe.notice = Some(Diagnostic::new(
            "The parameter probe ended, and its results are gone.",
            "A gateway, a key or the demo switch is another now.",
            "Estimate and run it again.",
        ));
    }
    effects
}
