//! What was measured, pair by pair: three runs of the same request, source, source again and target.
//! Not the runs themselves. **Invariant:** the pairs of a sample do not depend on each other: repeats of one prompt are
//! averaged before they come here. What could not be measured is `None` and is counted, never dropped silently.

use crate::gateway::money::Usd;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// One thing of the three runs of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Triple<T> {
    /// Of the source.
    pub source: T,
    /// Of the source, asked once more.
    pub source_again: T,
    /// Of the target.
    pub target: T,
}

/// Whether the answers of a pair are alike in one point of their contract, for example the type at one JSON path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// The source's second answer differs from its first.
    pub again_differs: bool,
    /// The target's answer differs from the source's first.
    pub target_differs: bool,
}

/// Quantities of which every one is a finite number above zero, and how many pairs had another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Usable {
    /// The pairs with a ratio: source, source again, target.
    pub values: Vec<[f64; 3]>,
    /// Pairs without one.
    pub left_out: usize,
}

impl Usable {
    /// Takes the pairs of which a ratio can be made.
    #[must_use]
    pub fn of(pairs: &[Triple<Option<f64>>]) -> Self {
        let usable = |pair: &Triple<Option<f64>>| {
            let values = [pair.source?, pair.source_again?, pair.target?];
            values.iter().all(|value| value.is_finite() && *value > 0.0).then_some(values)
        };
        let values: Vec<[f64; 3]> = pairs.iter().filter_map(usable).collect();
        Usable { left_out: pairs.len() - values.len(), values }
    }

    /// For each pair the natural logarithm of the target over the geometric mean of the two runs of the source.
    #[must_use]
    pub fn target_log_ratios(&self) -> Vec<f64> {
        let log_ratio =
            |[source, again, target]: &[f64; 3]| libm::log(*target) - 0.5 * (libm::log(*source) + libm::log(*again));
        self.values.iter().map(log_ratio).collect()
    }

    /// For each pair the natural logarithm of the source's second run over its first.
    #[must_use]
    pub fn own_log_ratios(&self) -> Vec<f64> {
        self.values.iter().map(|[source, again, _]| libm::log(*again) - libm::log(*source)).collect()
    }
}

/// Costs as quantities that can be judged: each as a multiple of the source's first. This is the only place where money
/// turns into a float, and it does so after the exact division. Three equal zeros (a free model) are equal; a cost
/// beside a zero has no ratio.
#[must_use]
pub fn cost_ratios(pairs: &[Triple<Option<Usd>>]) -> Vec<Triple<Option<f64>>> {
    pairs.iter().map(|pair| cost_ratio(*pair).unwrap_or_default()).collect()
}

fn cost_ratio(pair: Triple<Option<Usd>>) -> Option<Triple<Option<f64>>> {
    let (source, again, target) = (pair.source?.0, pair.source_again?.0, pair.target?.0);
    if [source, again, target].iter().all(Decimal::is_zero) {
        return Some(Triple { source: Some(1.0), source_again: Some(1.0), target: Some(1.0) });
    }
    let multiple = |cost: Decimal| cost.checked_div(source).and_then(|ratio| ratio.to_f64());
    Some(Triple { source: Some(1.0), source_again: multiple(again), target: multiple(target) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn costs(texts: [&str; 3]) -> Triple<Option<f64>> {
        let [source, source_again, target] = texts.map(|text| Usd::from_json(&json!(text)));
        cost_ratios(&[Triple { source, source_again, target }])[0]
    }

    #[test]
    fn costs_are_divided_before_they_become_floats() {
        let ratio = costs(["0.0000003", "0.0000003", "0.0000009"]);
        assert_eq!((ratio.source, ratio.source_again, ratio.target), (Some(1.0), Some(1.0), Some(3.0)));
        assert_eq!(costs(["0", "0", "0"]).target, Some(1.0));
        assert_eq!(costs(["0", "0", "0.1"]).target, None);
        assert_eq!(costs(["0.1", "none", "0.1"]), Triple::default());
    }

    #[test]
    fn only_what_has_a_ratio_is_taken_and_the_rest_is_counted() {
        let pair = |source, source_again, target| Triple { source, source_again, target };
        let pairs = [
            pair(Some(1.0), Some(4.0), Some(2.0)),
            pair(Some(0.0), Some(1.0), Some(1.0)),
            pair(Some(1.0), None, Some(1.0)),
            pair(Some(1.0), Some(1.0), Some(f64::INFINITY)),
            pair(Some(-1.0), Some(1.0), Some(f64::NAN)),
        ];
        let usable = Usable::of(&pairs);
        assert_eq!((usable.values.len(), usable.left_out), (1, 4));
        assert!(usable.target_log_ratios()[0].abs() < 1e-15);
        assert!((usable.own_log_ratios()[0] - 4.0_f64.ln()).abs() < 1e-15);
    }
}
