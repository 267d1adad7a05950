//! What a run will do, before its first call: every call in its order, and the most that all of them can cost.
//! Not the run. **Invariant:** set, settings and seed give the same plan again, so that a reload can go on with it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::set::Item;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};
use crate::measure::random::Random;
use crate::measure::schedule::{Lane, orders};

/// How a set is run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How often each request is asked in each lane.
    pub repeats: u32,
    /// Pairs that are asked first and not counted: they pay for name look-up, TLS and preflight.
    pub warm_up: u32,
    /// Calls of the source that are on their way at a time.
    pub source_at_once: u32,
    /// Calls of the target that are on their way at a time.
    pub target_at_once: u32,
    /// Calls of the source begun in a second at most; 0 for no limit.
    pub source_per_second: f64,
    /// Calls of the target begun in a second at most; 0 for no limit.
    pub target_per_second: f64,
    /// Whether each pair carries a mark of its own, so that no prompt cache knows it.
    pub nonce: bool,
    /// Whether answers are streamed.
    pub stream: bool,
    /// How often a call is tried at most.
    pub attempts: u32,
    /// Seconds until a call is given up.
    pub limit_seconds: u32,
    /// The seed of order, marks and waits.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            repeats: 1,
            warm_up: 1,
            source_at_once: 4,
            target_at_once: 4,
            source_per_second: 0.0,
            target_per_second: 0.0,
            nonce: true,
            stream: true,
            attempts: 4,
            limit_seconds: 120,
            seed: 1,
        }
    }
}

/// The largest values that make sense in one tab.
pub const MOST_REPEATS: u32 = 50;
/// A browser holds about six connections to a host without HTTP/2; more wait inside of it.
pub const MOST_AT_ONCE: u32 = 32;

impl Settings {
    /// The same within what makes sense.
    #[must_use]
    pub fn settled(self) -> Settings {
        let rate = |rate: f64| if rate.is_finite() && rate > 0.0 { rate.clamp(0.01, 1_000.0) } else { 0.0 };
        Settings {
            repeats: self.repeats.clamp(1, MOST_REPEATS),
            warm_up: self.warm_up.min(20),
            source_at_once: self.source_at_once.clamp(1, MOST_AT_ONCE),
            target_at_once: self.target_at_once.clamp(1, MOST_AT_ONCE),
            source_per_second: rate(self.source_per_second),
            target_per_second: rate(self.target_per_second),
            attempts: self.attempts.clamp(1, 10),
            limit_seconds: self.limit_seconds.clamp(5, 3_600),
            ..self
        }
    }

    /// Calls at a time on a side.
    #[must_use]
    pub const fn at_once(&self, side: Side) -> u32 {
        match side {
            Side::Source => self.source_at_once,
            Side::Target => self.target_at_once,
        }
    }

    /// Milliseconds between two calls begun on a side.
    #[must_use]
    pub fn gap_ms(&self, side: Side) -> f64 {
        let rate = match side {
            Side::Source => self.source_per_second,
            Side::Target => self.target_per_second,
        };
        if rate > 0.0 { 1_000.0 / rate } else { 0.0 }
    }
}

/// The side that a lane asks.
#[must_use]
pub const fn side_of(lane: Lane) -> Side {
    match lane {
        Lane::Source | Lane::SourceAgain => Side::Source,
        Lane::Target => Side::Target,
    }
}

/// One call of a plan, by its place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(pub u32);

/// What a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// The pair that it belongs to.
    pub pair: usize,
    /// What is asked, as an index into the items of the set.
    pub item: usize,
    /// Which repeat, from 0.
    pub repeat: usize,
    /// The lane.
    pub lane: Lane,
    /// Whether it counts.
    pub counts: bool,
}

/// Every call in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    items: Vec<Item>,
    pairs: Vec<([Lane; 3], bool)>,
    warm_up: usize,
}

impl Plan {
    /// The plan of these items.
    #[must_use]
    pub fn new(items: Vec<Item>, settings: &Settings) -> Plan {
        let warm_up = if items.is_empty() { 0 } else { settings.warm_up as usize };
        let counted = items.len().saturating_mul(settings.repeats as usize);
        let pairs = orders(settings.seed, warm_up, counted).into_iter().map(|pair| (pair.lanes, pair.counts)).collect();
        Plan { items, pairs, warm_up }
    }

    /// What is asked.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How many pairs there are, the warm-up among them.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// How many calls there are.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.pairs.len() * 3
    }

    /// The three calls of a pair, in their order.
    #[must_use]
    pub fn calls_of(&self, pair: usize) -> [CallId; 3] {
        let first = u32::try_from(pair * 3).unwrap_or(u32::MAX - 2);
        [CallId(first), CallId(first + 1), CallId(first + 2)]
    }

    /// What a call is; `None` for one that is not of this plan.
    #[must_use]
    pub fn call(&self, id: CallId) -> Option<Planned> {
        let (pair, place) = (id.0 as usize / 3, id.0 as usize % 3);
        let (lanes, counts) = self.pairs.get(pair)?;
        let lane = *lanes.get(place)?;
        let number = if *counts { pair - self.warm_up } else { pair };
        let item = number.checked_rem(self.items.len())?;
        let repeat = if *counts { number / self.items.len() } else { 0 };
        Some(Planned { pair, item, repeat, lane, counts: *counts })
    }

    /// How many calls go to a side.
    #[must_use]
    pub fn calls_to(&self, side: Side) -> usize {
        self.pairs.len() * if side == Side::Source { 2 } else { 1 }
    }
}

/// The most that a plan can cost on each side if every call is answered once; the second number counts the calls for
/// which that is not known.
#[must_use]
pub fn worst_case(plan: &Plan, bounds: &[PerSide<Option<Usd>>]) -> PerSide<(Usd, usize)> {
    let mut sums = PerSide::from_fn(|_| (Usd(rust_decimal::Decimal::ZERO), 0));
    for pair in 0..plan.pairs() {
        for id in plan.calls_of(pair) {
            let Some(planned) = plan.call(id) else { continue };
            let side = side_of(planned.lane);
            let (known, unknown) = sums.get_mut(side);
            match bounds.get(planned.item).and_then(|bound| *bound.get(side)) {
                Some(bound) => *known = super::price::sum(*known, bound),
                None => *unknown += 1,
            }
        }
    }
    sums
}

/// The mark of a pair: the same for its three calls, different from every other pair and seed.
#[must_use]
pub fn mark(seed: u64, pair: usize) -> String {
    let mut random = Random::new(seed, 0x006d_6172_6b00 ^ pair as u64);
    format!("{:08x}{:04x}", random.bits(), random.bits() >> 16)
}

/// Puts a mark at the very start of a prompt: a cache knows a prompt by its beginning.
pub fn put_mark(body: &mut Map<String, Value>, endpoint: Endpoint, mark: &str) {
    let prefix = format!("[{mark}] ");
    let first = match endpoint {
        Endpoint::Responses if body.contains_key("instructions") => body.get_mut("instructions"),
        Endpoint::Responses => body.get_mut("input"),
        Endpoint::ChatCompletions => body.get_mut("messages"),
    };
    if let Some(value) = first {
        prefix_text(value, &prefix);
    }
}

fn prefix_text(value: &mut Value, prefix: &str) -> bool {
    match value {
        Value::String(text) => {
            text.insert_str(0, prefix);
            true
        }
        Value::Array(items) => items.iter_mut().any(|item| prefix_text(item, prefix)),
        Value::Object(fields) => ["content", "text"]
            .into_iter()
            .any(|name| fields.get_mut(name).is_some_and(|value| prefix_text(value, prefix))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::HashMap;

    fn items(count: usize) -> Vec<Item> {
        (0..count).map(|case| Item { case, row: 0 }).collect()
    }

    #[test]
    fn each_item_repeat_and_lane_is_planned_once() {
        let plan = Plan::new(items(7), &Settings { repeats: 3, warm_up: 2, ..Settings::default() });
        assert_eq!((plan.pairs(), plan.calls()), (23, 69));
        let mut seen: HashMap<(usize, usize, Lane), usize> = HashMap::new();
        for id in (0..plan.calls() as u32).map(CallId) {
            let planned = plan.call(id).unwrap();
            assert_eq!(planned.counts, planned.pair >= 2);
            if planned.counts {
                *seen.entry((planned.item, planned.repeat, planned.lane)).or_default() += 1;
            }
        }
        assert_eq!(seen.len(), 7 * 3 * 3);
        assert!(seen.values().all(|count| *count == 1));
        assert_eq!(plan.call(CallId(69)), None);
        assert_eq!(Plan::new(Vec::new(), &Settings::default()).calls(), 0);
    }

    #[test]
    fn a_mark_stands_first_and_is_that_of_its_pair() {
        let mark = mark(1, 0);
        assert_eq!(mark.len(), 12);
        assert_ne!(mark, super::mark(1, 1));
        assert_ne!(mark, super::mark(2, 0));
        let marked = |value: Value, endpoint| {
            let mut body = value.as_object().unwrap().clone();
            put_mark(&mut body, endpoint, "ab");
            Value::Object(body)
        };
        assert_eq!(
            marked(json!({ "messages": [{ "role": "system", "content": "x" }] }), Endpoint::ChatCompletions)["messages"]
                [0],
            json!({ "role": "system", "content": "[ab] x" })
        );
        assert_eq!(
            marked(
                json!({ "messages": [{ "content": [{ "type": "image_url" }, { "type": "text", "text": "x" }] }] }),
                Endpoint::ChatCompletions
            )["messages"][0]["content"][1]["text"],
            "[ab] x"
        );
        assert_eq!(marked(json!({ "input": "x" }), Endpoint::Responses)["input"], "[ab] x");
        assert_eq!(marked(json!({ "input": "x", "instructions": "y" }), Endpoint::Responses)["instructions"], "[ab] y");
        assert_eq!(marked(json!({ "input": [] }), Endpoint::Responses), json!({ "input": [] }));
    }
}
