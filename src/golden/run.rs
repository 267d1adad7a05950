//! A run of a golden set as a state machine: told what happened and when, it says what is to be sent. Not the sender, and
//! no clock: times are milliseconds of the shell's, and chance comes from the seed.
//!
//! The three calls of a pair follow one another in the order of the schedule, so that they do not compete for the line;
//! pairs run beside each other, as many as the side that has room allows.
//!
//! **Invariant:** each call of the plan gets one final result: what is told about an attempt that is not on its way is
//! dropped. **Invariant:** no call begins while what was spent, what is on its way at its worst, and its own worst are
//! together above the ceiling. **Invariant:** neither the number of calls at a time, nor the pace, nor a wait that the
//! gateway asked for is passed by.

mod kept;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

pub use kept::KeptCall;

use super::check::Evaluated;
use super::plan::{CallId, Plan, Planned, Settings, side_of};
use super::price::{Charge, sum};
use super::result::{CallEnd, CallResult};
use super::retry::{Retry, wait_ms};
use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};
use crate::measure::random::Random;
use crate::measure::schedule::Lane;

/// The stream of the waits, apart from those of order and marks.
const STREAM: u64 = 0x0077_6169_7400;

/// Where a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Calls are made.
    Running,
    /// No call begins until it is resumed.
    Paused(Pause),
    /// It ended before all calls had a result.
    Stopped,
    /// Every call has its result.
    Finished,
}

/// Why a run pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// A person wanted it, or the page was reloaded.
    Person,
    /// The next call could pass the ceiling.
    Ceiling,
    /// A side refuses everything: its key, its credit or its permission.
    Refusals(Side),
}

/// So many final refusals of one side in a row, and all of them final by their kind, are no chance.
const REFUSALS_IN_A_ROW: u32 = 6;

/// What the shell is to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Send a call.
    Send {
        /// Which.
        call: CallId,
        /// Its attempt, from 1.
        attempt: u32,
    },
    /// Close a call that is on its way.
    Abort(CallId),
    /// Ask again after so many milliseconds.
    Wake(f64),
    /// What is known of a call has changed, for whoever keeps it.
    Changed(CallId),
}

/// How a call stands.
#[derive(Debug, Clone, PartialEq)]
enum Call {
    Waiting { attempt: u32, not_before: f64, earlier: Vec<String> },
    OnItsWay { attempt: u32, earlier: Vec<String> },
    Done(Arc<CallResult>),
}

/// What was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ledger {
    /// As the gateways said.
    pub reported: Usd,
    /// By reported tokens and list prices.
    pub estimated: Usd,
    /// At its worst, where nothing is known.
    pub assumed: Usd,
    /// Attempts of which nobody can say what they cost.
    pub unknown: u32,
}

impl Default for Ledger {
    fn default() -> Self {
        let zero = Usd(Decimal::ZERO);
        Ledger { reported: zero, estimated: zero, assumed: zero, unknown: 0 }
    }
}

impl Ledger {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> Usd {
        sum(sum(self.reported, self.estimated), self.assumed)
    }

    fn add(&mut self, charge: Charge) {
        match charge {
            Charge::Reported(cost) => self.reported = sum(self.reported, cost),
            Charge::Estimated(cost) => self.estimated = sum(self.estimated, cost),
            Charge::Assumed(cost) => self.assumed = sum(self.assumed, cost),
            Charge::Nothing => {}
            Charge::Unknown => self.unknown += 1,
        }
    }
}

/// One side's traffic.
#[derive(Debug, Clone, Copy, Default)]
struct Traffic {
    on_its_way: u32,
    next_start: f64,
    hold_until: f64,
    refusals: u32,
}

/// What became of an attempt.
#[derive(Debug, Clone)]
pub struct Attempted {
    /// The result, if it is final.
    pub result: CallResult,
    /// Whether another attempt may help.
    pub retry: Retry,
    /// Whether it is a refusal that all further calls will meet as well.
    pub hopeless: bool,
    /// What it cost.
    pub charge: Charge,
}

/// A run.
#[derive(Debug, Clone)]
pub struct GoldenRun {
    plan: Plan,
    settings: Settings,
    /// The most that one call of each item can cost on each side.
    bounds: Arc<Vec<PerSide<Option<Usd>>>>,
    ceiling: Option<Usd>,
    calls: Vec<Call>,
    phase: Phase,
    traffic: PerSide<Traffic>,
    ledger: Ledger,
    at_risk: Usd,
    random: Random,
    /// Pairs that have begun and not ended, in their order.
    open: BTreeSet<usize>,
    next_pair: usize,
    done: usize,
}

impl GoldenRun {
    /// A run that has not begun. `bounds` has one entry an item; `ceiling` is the most that may be spent.
    #[must_use]
    pub fn new(plan: Plan, settings: Settings, bounds: Vec<PerSide<Option<Usd>>>, ceiling: Option<Usd>) -> GoldenRun {
        let waiting = Call::Waiting { attempt: 1, not_before: f64::NEG_INFINITY, earlier: Vec::new() };
        GoldenRun {
            calls: vec![waiting; plan.calls()],
            random: Random::new(settings.seed, STREAM),
            phase: if plan.calls() == 0 { Phase::Finished } else { Phase::Paused(Pause::Person) },
            plan,
            settings,
            bounds: Arc::new(bounds),
            ceiling,
            traffic: PerSide::default(),
            ledger: Ledger::default(),
            at_risk: Usd(Decimal::ZERO),
            open: BTreeSet::new(),
            next_pair: 0,
            done: 0,
        }
    }

    /// Where it is.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// What it does.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What was spent.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The most that the calls on their way can cost.
    #[must_use]
    pub const fn at_risk(&self) -> Usd {
        self.at_risk
    }

    /// The most that may be spent.
    #[must_use]
    pub const fn ceiling(&self) -> Option<Usd> {
        self.ceiling
    }

    /// Calls with a final result.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.done
    }

    /// Calls on their way to a side.
    #[must_use]
    pub const fn on_its_way(&self, side: Side) -> u32 {
        self.traffic.get(side).on_its_way
    }

    /// The final result of a call, if it has one.
    #[must_use]
    pub fn result(&self, id: CallId) -> Option<&Arc<CallResult>> {
        match self.calls.get(id.0 as usize)? {
            Call::Done(result) => Some(result),
            Call::Waiting { .. } | Call::OnItsWay { .. } => None,
        }
    }

    /// Puts what the validator said beside a final result.
    pub(super) fn evaluated(&mut self, id: CallId, evaluated: Evaluated) {
        if let Some(Call::Done(result)) = self.calls.get_mut(id.0 as usize) {
            Arc::make_mut(result).schemas.push(evaluated);
        }
    }

    /// The final result of one lane of a counted pair.
    #[must_use]
    pub fn lane(&self, pair: usize, lane: Lane) -> Option<&Arc<CallResult>> {
        let ids = self.plan.calls_of(pair);
        let id = ids.into_iter().find(|id| self.plan.call(*id).is_some_and(|planned| planned.lane == lane))?;
        self.result(id)
    }

    /// Begins, or goes on after a pause; the ceiling may be another one then.
    pub fn resume(&mut self, now: f64, ceiling: Option<Usd>) -> Vec<Step> {
        if !matches!(self.phase, Phase::Paused(_)) {
            return Vec::new();
        }
        self.ceiling = ceiling;
        self.phase = Phase::Running;
        for side in Side::BOTH {
            self.traffic.get_mut(side).refusals = 0;
        }
        self.advance(now)
    }

    /// Begins no further call; those on their way go on to their end.
    pub fn pause(&mut self) {
        if self.phase == Phase::Running {
            self.phase = Phase::Paused(Pause::Person);
        }
    }

    /// Ends it: what is on its way is closed and has no result, and is counted at its worst.
    pub fn stop(&mut self) -> Vec<Step> {
        if matches!(self.phase, Phase::Stopped | Phase::Finished) {
            return Vec::new();
        }
        self.phase = Phase::Stopped;
        let on_its_way = |(index, call): (usize, &Call)| {
            matches!(call, Call::OnItsWay { .. }).then(|| u32::try_from(index).ok().map(CallId)).flatten()
        };
        let ids: Vec<CallId> = self.calls.iter().enumerate().filter_map(on_its_way).collect();
        ids.iter().flat_map(|id| self.lost(*id)).collect()
    }

    /// A call that was on its way came to nothing, and nobody knows how far it got: it has to be made again.
    pub fn lost(&mut self, id: CallId) -> Vec<Step> {
        let Some(Call::OnItsWay { attempt, earlier }) = self.calls.get(id.0 as usize).cloned() else {
            return Vec::new();
        };
        let charge = self.bound(id).map_or(Charge::Unknown, Charge::Assumed);
        self.landed(id, charge);
        self.set(id, Call::Waiting { attempt, not_before: f64::NEG_INFINITY, earlier });
        vec![Step::Abort(id), Step::Changed(id)]
    }

    /// Time has passed.
    pub fn woke(&mut self, now: f64) -> Vec<Step> {
        self.advance(now)
    }

    /// An attempt has ended.
    pub fn ended(&mut self, id: CallId, attempt: u32, attempted: Attempted, now: f64) -> Vec<Step> {
        let Some(Call::OnItsWay { attempt: current, earlier }) = self.calls.get(id.0 as usize).cloned() else {
            return Vec::new();
        };
        let Some(planned) = self.plan.call(id).filter(|_| current == attempt) else {
            return Vec::new();
        };
        let side = side_of(planned.lane);
        self.landed(id, attempted.charge);
        let Attempted { mut result, retry, hopeless, .. } = attempted;
        if let (Retry::Worth { after_seconds }, true) = (retry, attempt < self.settings.attempts) {
            let not_before = now + wait_ms(attempt, after_seconds, &mut self.random);
            if after_seconds.is_some() {
                // What one call is told holds for all calls with the same key.
                let traffic = self.traffic.get_mut(side);
                traffic.hold_until = traffic.hold_until.max(not_before);
            }
            let mut earlier = earlier;
            earlier.push(result.word());
            self.set(id, Call::Waiting { attempt: attempt + 1, not_before, earlier });
        } else {
            result.earlier = earlier;
            let traffic = self.traffic.get_mut(side);
            traffic.refusals = if hopeless { traffic.refusals + 1 } else { 0 };
            let gives_up = traffic.refusals >= REFUSALS_IN_A_ROW;
            self.finish(id, planned, result);
            if gives_up && self.phase == Phase::Running {
                self.phase = Phase::Paused(Pause::Refusals(side));
            }
        }
        let mut steps = vec![Step::Changed(id)];
        steps.extend(self.advance(now));
        steps
    }

    fn finish(&mut self, id: CallId, planned: Planned, result: CallResult) {
        self.set(id, Call::Done(Arc::new(result)));
        self.done += 1;
        let all = self.plan.calls_of(planned.pair).into_iter().all(|id| self.result(id).is_some());
        if all {
            self.open.remove(&planned.pair);
        }
        if self.done == self.calls.len() {
            self.phase = Phase::Finished;
        }
    }

    /// An attempt is no longer on its way.
    fn landed(&mut self, id: CallId, charge: Charge) {
        let Some(planned) = self.plan.call(id) else { return };
        let traffic = self.traffic.get_mut(side_of(planned.lane));
        traffic.on_its_way = traffic.on_its_way.saturating_sub(1);
        let bound = self.bound(id).map_or(Decimal::ZERO, |bound| bound.0);
        self.at_risk = Usd((self.at_risk.0 - bound).max(Decimal::ZERO));
        self.ledger.add(charge);
    }

    /// The most that a call can cost; `None` if that is not known.
    #[must_use]
    pub fn bound(&self, id: CallId) -> Option<Usd> {
        let planned = self.plan.call(id)?;
        *self.bounds.get(planned.item)?.get(side_of(planned.lane))
    }

    fn set(&mut self, id: CallId, call: Call) {
        if let Some(place) = self.calls.get_mut(id.0 as usize) {
            *place = call;
        }
    }

    /// Begins what may begin now, and says when to ask again if nothing else will.
    fn advance(&mut self, now: f64) -> Vec<Step> {
        let mut steps = Vec::new();
        if self.phase != Phase::Running {
            return steps;
        }
        let mut blocked = false;
        loop {
            let mut begun = false;
            for side in Side::BOTH {
                let Some((id, attempt)) = self.startable(side, now) else { continue };
                if !self.fits(id) {
                    blocked = true;
                    continue;
                }
                self.begin(id, side, now);
                steps.extend([Step::Send { call: id, attempt }, Step::Changed(id)]);
                begun = true;
            }
            if !begun {
                break;
            }
        }
        let idle = Side::BOTH.into_iter().all(|side| self.on_its_way(side) == 0);
        if blocked && idle {
            self.phase = Phase::Paused(Pause::Ceiling);
        } else if !blocked && let Some(at) = self.next_moment(now) {
            steps.push(Step::Wake((at - now).max(1.0)));
        }
        steps
    }

    fn fits(&self, id: CallId) -> bool {
        let Some(ceiling) = self.ceiling else { return true };
        let bound = self.bound(id).unwrap_or(Usd(Decimal::ZERO));
        sum(sum(self.ledger.total(), self.at_risk), bound) <= ceiling
    }

    fn begin(&mut self, id: CallId, side: Side, now: f64) {
        let Some(Call::Waiting { attempt, earlier, .. }) = self.calls.get(id.0 as usize).cloned() else { return };
        self.set(id, Call::OnItsWay { attempt, earlier });
        let gap = self.settings.gap_ms(side);
        let traffic = self.traffic.get_mut(side);
        traffic.on_its_way += 1;
        traffic.next_start = now + gap;
        if let Some(bound) = self.bound(id) {
            self.at_risk = sum(self.at_risk, bound);
        }
    }

    /// The first call that may begin on a side now. Opens further pairs if those that are open have none.
    fn startable(&mut self, side: Side, now: f64) -> Option<(CallId, u32)> {
        let traffic = self.traffic.get(side);
        let full = traffic.on_its_way >= self.settings.at_once(side);
        if full || now < traffic.next_start || now < traffic.hold_until {
            return None;
        }
        let ready = |run: &GoldenRun, pair: usize| {
            let (id, lane_side, attempt, not_before) = run.next_of(pair)?;
            (lane_side == side && not_before <= now).then_some((id, attempt))
        };
        if let Some(found) = self.open.iter().find_map(|pair| ready(self, *pair)) {
            return Some(found);
        }
        let most = 4 * (self.settings.source_at_once + self.settings.target_at_once) as usize;
        while self.open.len() < most && self.next_pair < self.plan.pairs() {
            let pair = self.next_pair;
            self.next_pair += 1;
            if self.plan.calls_of(pair).into_iter().any(|id| self.result(id).is_none()) {
                self.open.insert(pair);
            }
            if let Some(found) = ready(self, pair) {
                return Some(found);
            }
        }
        None
    }

    /// The call of a pair that is next, if it waits: its side, attempt and earliest moment.
    fn next_of(&self, pair: usize) -> Option<(CallId, Side, u32, f64)> {
        let id = self.plan.calls_of(pair).into_iter().find(|id| self.result(*id).is_none())?;
        let side = side_of(self.plan.call(id)?.lane);
        match self.calls.get(id.0 as usize)? {
            Call::Waiting { attempt, not_before, .. } => Some((id, side, *attempt, *not_before)),
            Call::OnItsWay { .. } | Call::Done(_) => None,
        }
    }

    /// When a call may begin that only waits for time; `None` if all wait for an answer.
    fn next_moment(&self, now: f64) -> Option<f64> {
        let of_side = |side: Side| {
            let traffic = self.traffic.get(side);
            if traffic.on_its_way >= self.settings.at_once(side) {
                return None;
            }
            let gate = traffic.next_start.max(traffic.hold_until);
            let waits = |pair: &usize| {
                let (_, lane_side, _, not_before) = self.next_of(*pair)?;
                (lane_side == side).then_some(not_before)
            };
            let earliest = self.open.iter().filter_map(waits).min_by(f64::total_cmp);
            // A pair that is not open yet may be of this side.
            let unopened = (self.next_pair < self.plan.pairs()).then_some(f64::NEG_INFINITY).filter(|_| gate > now);
            let earliest = [earliest, unopened].into_iter().flatten().min_by(f64::total_cmp)?;
            Some(earliest.max(gate)).filter(|at| *at > now)
        };
        Side::BOTH.into_iter().filter_map(of_side).min_by(f64::total_cmp)
    }

    /// Whether it has ended for good.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        matches!(self.phase, Phase::Stopped | Phase::Finished)
    }
}

/// The result of a call that could not even be sent.
#[must_use]
pub fn unsendable(why: String) -> Attempted {
    Attempted {
        result: CallResult { end: CallEnd::Failed("not sent".to_owned()), error: Some(why), ..CallResult::default() },
        retry: Retry::No,
        hopeless: true,
        charge: Charge::Nothing,
    }
}
