//! The promises of a run under random orders, faults, pauses and reloads. A small world plays both gateways: it holds
//! the calls that are on their way and ends them in any order.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::golden::set::Item;

fn usd(text: &str) -> Usd {
    Usd::from_json(&json!(text)).unwrap()
}

/// What a call costs at most, and what each attempt really costs.
const BOUND: &str = "0.010";
const TRUE_COST: &str = "0.007";

struct World {
    run: GoldenRun,
    random: Random,
    now: f64,
    on_its_way: Vec<(CallId, u32)>,
    /// How often each call was sent, and how often it got a final result.
    sent: BTreeMap<CallId, u32>,
    finals: BTreeMap<CallId, u32>,
    truly_spent: Usd,
    held_until: PerSide<f64>,
    last_start: PerSide<f64>,
    faults: u32,
    kept: BTreeMap<CallId, KeptCall>,
    wakes: Vec<f64>,
}

impl World {
    fn new(settings: Settings, items: usize, ceiling: Option<Usd>, seed: u64, faults: u32) -> World {
        let bounds = vec![PerSide { source: Some(usd(BOUND)), target: Some(usd(BOUND)) }; items];
        let plan = Plan::new((0..items).map(|case| Item { case, row: 0 }).collect(), &settings);
        World {
            run: GoldenRun::new(plan, settings, bounds, ceiling),
            random: Random::new(seed, 77),
            now: 1_000.0,
            on_its_way: Vec::new(),
            sent: BTreeMap::new(),
            finals: BTreeMap::new(),
            truly_spent: usd("0"),
            held_until: PerSide { source: f64::NEG_INFINITY, target: f64::NEG_INFINITY },
            last_start: PerSide { source: f64::NEG_INFINITY, target: f64::NEG_INFINITY },
            faults,
            kept: BTreeMap::new(),
            wakes: Vec::new(),
        }
    }

    fn perform(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Send { call, attempt } => {
                    let side = side_of(self.run.plan().call(call).unwrap().lane);
                    let settings = *self.run.settings();
                    assert!(self.now >= *self.held_until.get(side), "a wait that was asked for is kept");
                    assert!(self.now - self.last_start.get(side) >= settings.gap_ms(side) - 1e-6, "the pace is kept");
                    *self.last_start.get_mut(side) = self.now;
                    assert!(self.on_its_way.iter().all(|(other, _)| *other != call), "a call is on its way once");
                    assert!(!self.finals.contains_key(&call), "a finished call is not sent again");
                    self.on_its_way.push((call, attempt));
                    *self.sent.entry(call).or_default() += 1;
                    let pair = self.run.plan().call(call).unwrap().pair;
                    let of_pair =
                        self.on_its_way.iter().filter(|(id, _)| self.run.plan().call(*id).unwrap().pair == pair);
                    assert_eq!(of_pair.count(), 1, "the calls of a pair follow one another");
                    for side in Side::BOTH {
                        let count = self
                            .on_its_way
                            .iter()
                            .filter(|(id, _)| side_of(self.run.plan().call(*id).unwrap().lane) == side);
                        assert!(count.count() <= settings.at_once(side) as usize);
                    }
                    if let Some(ceiling) = self.run.ceiling() {
                        let worst = self.on_its_way.len() as u32;
                        let risk = Usd(usd(BOUND).0 * Decimal::from(worst));
                        assert!(sum(self.truly_spent, risk) <= ceiling, "the ceiling holds even at the worst");
                    }
                }
                Step::Abort(call) => {
                    self.on_its_way.retain(|(id, _)| *id != call);
                    self.truly_spent = sum(self.truly_spent, usd(BOUND));
                }
                Step::Wake(after) => self.wakes.push(self.now + after),
                Step::Changed(id) => match self.run.kept(id) {
                    Some(kept) => drop(self.kept.insert(id, kept)),
                    None => drop(self.kept.remove(&id)),
                },
            }
        }
    }

    /// Ends one of the calls on their way, well or not.
    fn end_one(&mut self) {
        let at = self.random.below(self.on_its_way.len() as u32) as usize;
        let (id, attempt) = self.on_its_way.swap_remove(at);
        self.now += f64::from(self.random.below(300));
        let side = side_of(self.run.plan().call(id).unwrap().lane);
        let strikes = self.random.below(100) < self.faults;
        let attempted = if strikes {
            let after_seconds = (self.random.below(3) == 0).then(|| u64::from(self.random.below(20)));
            let retry = if self.random.below(5) == 0 { Retry::No } else { Retry::Worth { after_seconds } };
            if let (Retry::Worth { after_seconds: Some(seconds) }, true) =
                (retry, attempt < self.run.settings().attempts)
            {
                let held = self.held_until.get_mut(side);
                *held = held.max(self.now + seconds as f64 * 1_000.0);
            }
            let result = CallResult { end: CallEnd::Refused, status: Some(502), ..CallResult::default() };
            Attempted { result, retry, hopeless: false, charge: Charge::Nothing }
        } else {
            self.truly_spent = sum(self.truly_spent, usd(TRUE_COST));
            let result = CallResult { end: CallEnd::Answered, status: Some(200), ..CallResult::default() };
            Attempted { result, retry: Retry::No, hopeless: false, charge: Charge::Reported(usd(TRUE_COST)) }
        };
        let before = self.run.result(id).is_some();
        let steps = self.run.ended(id, attempt, attempted.clone(), self.now);
        if !before && self.run.result(id).is_some() {
            *self.finals.entry(id).or_default() += 1;
        }
        self.perform(steps);
        // The same word again, or one of another attempt, changes nothing.
        let done = self.run.done();
        assert_eq!(self.run.ended(id, attempt, attempted.clone(), self.now), Vec::new());
        assert_eq!(self.run.ended(id, attempt + 7, attempted, self.now), Vec::new());
        assert_eq!(self.run.done(), done);
    }

    /// The page goes and comes back with what was kept.
    fn reload(&mut self) {
        let bounds = self.run.bounds.as_ref().clone();
        let ledger = self.run.kept_ledger();
        let mut fresh = GoldenRun::new(self.run.plan().clone(), *self.run.settings(), bounds, self.run.ceiling());
        let text = serde_json::to_string(&self.kept.iter().map(|(id, kept)| (id.0, kept)).collect::<Vec<_>>()).unwrap();
        let kept: Vec<(u32, KeptCall)> = serde_json::from_str(&text).unwrap();
        let lost = fresh.restore(&ledger, kept.into_iter().map(|(id, kept)| (CallId(id), kept)));
        for id in lost {
            match fresh.kept(id) {
                Some(kept) => drop(self.kept.insert(id, kept)),
                None => drop(self.kept.remove(&id)),
            }
        }
        assert_eq!(fresh.done(), self.finals.len());
        // Whoever was on its way may have been billed.
        for _ in self.on_its_way.drain(..) {
            self.truly_spent = sum(self.truly_spent, usd(BOUND));
        }
        self.wakes.clear();
        // A reload forgets moments: the new page has another clock, and a person resumes by hand.
        self.held_until = PerSide { source: f64::NEG_INFINITY, target: f64::NEG_INFINITY };
        self.last_start = self.held_until;
        self.run = fresh;
    }

    fn step(&mut self) {
        match self.run.phase() {
            Phase::Paused(Pause::Ceiling) | Phase::Stopped | Phase::Finished => {}
            Phase::Paused(_) => {
                let ceiling = self.run.ceiling();
                let steps = self.run.resume(self.now, ceiling);
                self.perform(steps);
            }
            Phase::Running => {
                self.wakes.retain(|at| *at > self.now);
                let choice = self.random.below(100);
                if choice < 2 {
                    self.reload();
                } else if choice < 4 {
                    self.run.pause();
                } else if !self.on_its_way.is_empty() && choice < 80 {
                    self.end_one();
                } else if let Some(at) = self.wakes.iter().copied().min_by(f64::total_cmp) {
                    self.now = at;
                    let steps = self.run.woke(self.now);
                    self.perform(steps);
                } else if !self.on_its_way.is_empty() {
                    self.end_one();
                } else {
                    panic!(
                        "nothing is on its way and nobody is to wake it: {} of {} done",
                        self.run.done(),
                        self.run.plan().calls()
                    );
                }
            }
        }
    }

    /// Goes on to the end. The calls that were on their way when it paused end first.
    fn play(&mut self) {
        for _ in 0..200_000 {
            match self.run.phase() {
                Phase::Finished | Phase::Stopped => return,
                Phase::Paused(Pause::Ceiling) => return,
                Phase::Paused(_) if !self.on_its_way.is_empty() && self.random.below(2) == 0 => self.end_one(),
                _ => self.step(),
            }
        }
        panic!("it does not end");
    }
}

fn settings() -> impl Strategy<Value = Settings> {
    (1_u32..4, 0_u32..3, 1_u32..9, 1_u32..9, prop_oneof![Just(0.0), 0.5..50.0], 1_u32..5, any::<u64>()).prop_map(
        |(repeats, warm_up, source_at_once, target_at_once, rate, attempts, seed)| Settings {
            repeats,
            warm_up,
            source_at_once,
            target_at_once,
            source_per_second: rate,
            target_per_second: rate,
            attempts,
            seed,
            ..Settings::default()
        },
    )
}

proptest! {
    #[test]
    fn no_call_is_lost_or_doubled(settings in settings(), items in 1_usize..30, seed: u64, faults in 0_u32..60) {
        let mut world = World::new(settings, items, None, seed, faults);
        world.play();
        prop_assert_eq!(world.run.phase(), Phase::Finished);
        let calls = world.run.plan().calls();
        prop_assert_eq!(world.run.done(), calls);
        prop_assert!(world.finals.values().all(|count| *count == 1));
        prop_assert_eq!(world.finals.len(), calls);
        for id in (0..calls as u32).map(CallId) {
            let result = world.run.result(id).unwrap();
            prop_assert!(result.attempts() <= settings.attempts as usize);
        }
    }

    #[test]
    fn the_ceiling_is_never_passed(settings in settings(), items in 1_usize..30, seed: u64, faults in 0_u32..60, cents in 1_u32..60) {
        let ceiling = Usd(Decimal::new(i64::from(cents), 2));
        let mut world = World::new(settings, items, Some(ceiling), seed, faults);
        world.play();
        prop_assert!(world.truly_spent <= ceiling);
        prop_assert!(world.run.ledger().total() <= ceiling);
        prop_assert!(world.run.ledger().total() >= world.truly_spent, "the tally is never below the truth");
        if world.run.phase() != Phase::Finished {
            // It ended because one more could have passed it, and goes on with a higher one.
            prop_assert_eq!(world.run.phase(), Phase::Paused(Pause::Ceiling));
            prop_assert!(sum(world.run.ledger().total(), usd(BOUND)) > ceiling);
            let steps = world.run.resume(world.now, None);
            world.perform(steps);
            world.play();
            prop_assert_eq!(world.run.phase(), Phase::Finished);
        }
    }

    #[test]
    fn a_stop_keeps_what_there_is(settings in settings(), items in 1_usize..20, seed: u64, after in 0_usize..40) {
        let mut world = World::new(settings, items, None, seed, 20);
        for _ in 0..after {
            world.step();
        }
        let done = world.run.done();
        let steps = world.run.stop();
        world.perform(steps);
        prop_assert!(world.run.is_settled());
        prop_assert_eq!(world.run.done(), done);
        prop_assert!(world.on_its_way.is_empty());
        prop_assert_eq!(world.run.at_risk(), usd("0"));
        prop_assert_eq!(world.run.resume(world.now, None), Vec::new());
        prop_assert_eq!(world.run.woke(world.now), Vec::new());
    }
}

#[test]
fn a_side_that_refuses_everything_pauses_the_run() {
    let mut world = World::new(Settings { warm_up: 0, ..Settings::default() }, 40, None, 1, 0);
    let steps = world.run.resume(0.0, None);
    world.perform(steps);
    while world.run.phase() == Phase::Running {
        let (id, attempt) = world.on_its_way.remove(0);
        let target = side_of(world.run.plan().call(id).unwrap().lane) == Side::Target;
        let result = CallResult { end: CallEnd::Refused, status: Some(401), ..CallResult::default() };
        let attempted = Attempted { result, retry: Retry::No, hopeless: target, charge: Charge::Nothing };
        let steps = world.run.ended(id, attempt, attempted, 0.0);
        world.perform(steps);
    }
    assert_eq!(world.run.phase(), Phase::Paused(Pause::Refusals(Side::Target)));
    assert!(world.run.done() < 60);
}
