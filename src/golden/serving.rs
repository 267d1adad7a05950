//! Who served the answers of a run: each model of the set by itself, and each lane. Not the pin, which is `compare::pin`'s.
//! **Invariant:** the names of a provider are one provider, and one that is not named is not taken for another.

use std::collections::{BTreeMap, BTreeSet};

use super::run::GoldenRun;
use super::samples::LANES;
use super::set::GoldenSet;
use crate::compare::pin::{Pin, folded};

/// Who served a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The model, as the set names it.
    pub model: String,
    /// Of each lane, in the order of [`LANES`]: names as the gateway writes them, with how often, the most frequent first.
    pub lanes: [Vec<(String, usize)>; 3],
}

/// The word for an answer whose provider the gateway did not name.
pub const NOT_NAMED: &str = "n/r";

impl Served {
    /// The name of each provider, as it was met first.
    fn providers(&self) -> BTreeMap<String, &str> {
        let mut found = BTreeMap::new();
        for (name, _) in self.lanes.iter().flatten().filter(|(name, _)| name != NOT_NAMED) {
            found.entry(folded(name)).or_insert(name.as_str());
        }
        found
    }

    /// Whether more than one provider served it: then a difference may be the providers' and not the gateways'.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.providers().len() > 1
    }

    /// The providers that both sides can be held to, each with its name here.
    #[must_use]
    pub fn pins(&self) -> Vec<(String, Pin)> {
        self.providers().into_values().filter_map(|name| Some((name.to_owned(), Pin::to(name).ok()?))).collect()
    }
}

/// A name as the gateway writes it and how often it was met, by the folded name.
type Counts = BTreeMap<String, (String, usize)>;

/// Who served each model of a set, in the order of the set; a model without an answer is left out.
#[must_use]
pub fn served(run: &GoldenRun, set: &GoldenSet) -> Vec<Served> {
    let plan = run.plan();
    let mut models: BTreeMap<&str, [Counts; 3]> = BTreeMap::new();
    for id in (0..plan.pairs()).flat_map(|pair| plan.calls_of(pair)) {
        let Some(planned) = plan.call(id).filter(|planned| planned.counts) else { continue };
        let case = plan.items().get(planned.item).and_then(|item| set.case(*item));
        let (Some(case), Some(result)) = (case, run.result(id).filter(|result| result.is_answered())) else { continue };
        let lanes = models.entry(case.model()).or_default();
        let place = LANES.into_iter().position(|lane| lane == planned.lane);
        if let Some(lane) = place.and_then(|place| lanes.get_mut(place)) {
            let name = result.provider.as_deref().unwrap_or(NOT_NAMED);
            lane.entry(folded(name)).or_insert_with(|| (name.to_owned(), 0)).1 += 1;
        }
    }
    let mut seen = BTreeSet::new();
    let order = set.cases.iter().map(|case| case.model()).filter(|model| seen.insert(*model));
    order
        .filter_map(|model| {
            let lanes = models.remove(model)?.map(|lane| {
                let mut counts: Vec<(String, usize)> = lane.into_values().collect();
                counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
                counts
            });
            Some(Served { model: model.to_owned(), lanes })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::gateway::endpoint::Endpoint;
    use crate::gateway::side::PerSide;
    use crate::golden::plan::{CallId, Plan, Settings};
    use crate::golden::result::{CallEnd, CallResult};
    use crate::golden::set::GoldenCase;
    use serde_json::json;

    /// A run in which each case has a model and the providers of its three lanes.
    fn run_of(cases: &[(&str, [&str; 3])]) -> Vec<Served> {
        let case = |(model, _): &(&str, [&str; 3])| {
            let body = json!({ "model": model }).as_object().unwrap().clone();
            GoldenCase::new(*model, Endpoint::ChatCompletions, body)
        };
        let set = GoldenSet { name: String::new(), cases: cases.iter().map(case).collect() };
        let settings = Settings { warm_up: 0, ..Settings::default() };
        let plan = Plan::new(set.items(), &settings);
        let mut run = GoldenRun::new(plan.clone(), settings, vec![PerSide::default(); cases.len()], None);
        run.close_with((0..plan.calls() as u32).map(CallId).map(|id| {
            let planned = plan.call(id).unwrap();
            let lane = LANES.into_iter().position(|lane| lane == planned.lane).unwrap();
            let name = cases[planned.item].1[lane];
            let provider = (!name.is_empty()).then(|| name.to_owned());
            (id, Arc::new(CallResult { end: CallEnd::Answered, provider, ..CallResult::default() }))
        }));
        served(&run, &set)
    }

    #[test]
    fn a_mixture_is_more_than_one_provider_of_one_model() {
        let (a, b) = ("m/a", "m/b");
        for (cases, mixed) in [
            (vec![(a, ["OpenAI", "OpenAI", "openai"])], vec![]),
            (vec![(a, ["OpenAI", "OpenAI", "azure"])], vec![a]),
            (vec![(a, ["OpenAI", "Azure", "openai"])], vec![a]),
            (vec![(a, ["OpenAI"; 3]), (a, ["Azure"; 3])], vec![a]),
            (vec![(a, ["OpenAI", "OpenAI", "openai"]), (b, ["Azure", "Azure", "azure"])], vec![]),
            (vec![(a, ["OpenAI", "OpenAI", "openai"]), (b, ["Azure", "Azure", "openai"])], vec![b]),
            (vec![(a, ["OpenAI", "OpenAI", ""])], vec![]),
            (vec![(a, ["Acme", "ACME", "acme"])], vec![]),
        ] {
            let served = run_of(&cases);
            let found: Vec<&str> = served.iter().filter(|one| one.is_mixed()).map(|one| one.model.as_str()).collect();
            assert_eq!(found, mixed, "{cases:?}");
        }
    }

    #[test]
    fn providers_are_counted_by_lane_and_offered_once_under_their_pins() {
        let served = run_of(&[("m/a", ["OpenAI", "Azure", "openai"]), ("m/a", ["openai", "Azure", "Acme"])]);
        let counts = |at: usize| served[0].lanes[at].clone();
        assert_eq!(counts(0).iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2]);
        assert_eq!(counts(1), [("Azure".to_owned(), 2)]);
        assert_eq!(counts(2), [("Acme".to_owned(), 1), ("openai".to_owned(), 1)]);
        let pins: Vec<String> = served[0].pins().into_iter().map(|(_, pin)| pin.provider).collect();
        assert_eq!(pins, ["azure", "openai"], "Acme is in no list of providers");
        assert_eq!(run_of(&[("m/a", [""; 3])])[0].lanes[0], [(NOT_NAMED.to_owned(), 1)]);
    }
}
