//! How many pairs a comparison needs, before it is run. Not the estimate of an undecided verdict: see `equivalence`.
//! **Invariant:** for shares the power is counted over all outcomes; for quantities the number is enough, not least, if
//! the log ratios are about normally distributed.

use super::exact::sign_test;
use super::explanation::{Figure, Input};
use super::interval::{Discordance, tango};
use super::margin::{RatioMargin, ShareMargin};
use super::rules::Rules;
use super::special::{binomial_at_least, normal_quantile};

/// How much a rank among three says beside the value itself, for normally distributed values: 3 / π · 3 / 4.
const RANK_EFFICIENCY: f64 = 0.716;

/// How much wider the interval that is taken (the wider of two on each side) is than Student's, counted in simulation.
const WIDER: f64 = 1.05;

/// More pairs are never named.
const MOST_PAIRS: u64 = 100_000;

/// What a plan is made for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// How likely the verdict shall be the right one, from 0 to 1; 0.8 is usual.
    pub power: f64,
    /// How many metrics are judged together.
    pub metrics: usize,
}

/// Pairs enough to fail a quantity that is truly `ratio` times the source's. `spread` is the standard deviation of the
/// log ratios of the target over the source in a pair (see `bootstrap::spread`). `None` if such a ratio lies within the
/// margin, or no number of pairs is enough.
#[must_use]
pub fn pairs_to_fail_ratio(ratio: f64, spread: f64, margin: &RatioMargin, aim: Aim, rules: &Rules) -> Option<Figure> {
    let (effect, band) = (libm::log(ratio), margin.band());
    let beyond = band.most.map(|most| effect - most).into_iter().chain(band.least.map(|least| least - effect));
    let distance = beyond.filter(|distance| *distance > 0.0).fold(f64::NAN, f64::max);
    let sides = if band.most.is_some() && band.least.is_some() { 2.0 } else { 1.0 };
    let confident = normal_quantile(0.5 + rules.confidence / 2.0);
    // The interval and the test must both come out; each may take half of the misses.
    let likely = normal_quantile(0.5 + aim.power / 2.0);
    let alarm = -normal_quantile(rules.false_alarms / (sides * aim.metrics.max(1) as f64));
    let square = |value: f64| value * value;
    let interval = square((WIDER * confident + likely) * spread / distance) + square(confident) / 2.0;
    let test = square((alarm + likely) * spread / effect) / RANK_EFFICIENCY;
    figure(
        [interval, test, rules.least_pairs as f64],
        "n = max(((1.05 z(c) + z(p)) s / d)² + z(c)² / 2, ((z(a) + z(p)) s / e)² / 0.716), z(c), z(p), z(a) the normal \
         quantiles of confidence, half the misses, and accepted false alarms of each metric",
        vec![
            Input::number("s: spread of the log ratios", spread),
            Input::number("e: log of the true ratio", effect),
            Input::number("d: its distance from the limit", distance),
            Input::number("confidence", rules.confidence),
            Input::number("power", aim.power),
            Input::number("accepted rate of false alarms", rules.false_alarms),
            Input::count("metrics", aim.metrics),
        ],
        "Half the spread needs a quarter of the pairs; so does twice the distance from the limit.",
    )
}

/// Pairs enough to pass a quantity that truly does not differ.
#[must_use]
pub fn pairs_to_pass_ratio(spread: f64, margin: &RatioMargin, aim: Aim, rules: &Rules) -> Option<Figure> {
    let band = margin.band();
    let distance = band.most.into_iter().chain(band.least.map(|least| -least)).fold(f64::INFINITY, f64::min);
    let both = band.most.is_some() && band.least.is_some();
    let likely = normal_quantile(if both { 0.5 + aim.power / 2.0 } else { aim.power });
    let confident = normal_quantile(0.5 + rules.confidence / 2.0);
    let root = (WIDER * confident + likely) * spread / distance;
    figure(
        [root * root + confident * confident / 2.0, rules.least_pairs_to_pass as f64],
        "n = ((1.05 z(c) + z(p)) s / d)² + z(c)² / 2, z(c), z(p) the normal quantiles of confidence and power",
        vec![
            Input::number("s: spread of the log ratios", spread),
            Input::number("d: distance of the nearer limit from no difference", distance),
            Input::number("confidence", rules.confidence),
            Input::number("power", aim.power),
        ],
        "Half the spread needs a quarter of the pairs; so does a margin twice as wide.",
    )
}

/// How likely a share that truly changes by `change` (0.05: in five of a hundred pairs only the target differs) is failed
/// with so many pairs. `None` if the margin has no limit on that side.
#[must_use]
pub fn power_to_fail_share(
    pairs: u64,
    change: f64,
    margin: &ShareMargin,
    metrics: usize,
    rules: &Rules,
) -> Option<f64> {
    let least = least_count_to_fail(pairs, change, margin, metrics, rules)?;
    Some(binomial_at_least(least, pairs, change.abs()))
}

/// The fewest one-sided pairs among so many that are a fail; one more than there are pairs if none are.
fn least_count_to_fail(pairs: u64, change: f64, margin: &ShareMargin, metrics: usize, rules: &Rules) -> Option<u64> {
    let band = margin.band();
    let limit = if change > 0.0 { band.most? } else { -band.least? };
    let sides = if band.most.is_some() && band.least.is_some() { 2.0 } else { 1.0 };
    let level = rules.false_alarms / metrics.max(1) as f64;
    let fails = |count: u64| {
        let counts = Discordance { only_first: count as f64, only_second: 0.0, pairs: pairs as f64 };
        tango(counts, rules.confidence).is_some_and(|interval| interval.lower > limit)
            && sides * sign_test(count, 0).first_more <= level
    };
    let (mut low, mut high) = (0, pairs.saturating_add(1));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fails(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// Pairs enough to fail a share that truly changes by `change`. `None` if that lies within the margin, or no number of
/// pairs is enough.
#[must_use]
pub fn pairs_to_fail_share(change: f64, margin: &ShareMargin, aim: Aim, rules: &Rules) -> Option<Figure> {
    let enough = |pairs: u64| {
        power_to_fail_share(pairs, change, margin, aim.metrics, rules).is_some_and(|power| power >= aim.power)
    };
    let mut high = 1;
    while !enough(high) {
        high *= 2;
        if high > MOST_PAIRS {
            return None;
        }
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    figure(
        [high as f64],
        "n with P(X ≥ k) ≥ power, X binomial(n, change), k the fewest one-sided pairs of n that are a fail; found by \
         halving, as between neighbours the power goes up and down a little",
        vec![
            Input::number("change", change),
            Input::number("power", aim.power),
            Input::number("confidence", rules.confidence),
            Input::number("accepted rate of false alarms", rules.false_alarms),
            Input::count("metrics", aim.metrics),
        ],
        "A smaller margin or a larger change needs fewer pairs; a source that varies by itself needs more.",
    )
}

/// Pairs enough to pass a share, if in none of them one differs and the other does not. `None` for a limit of zero, which
/// no number of pairs can show.
#[must_use]
pub fn pairs_to_pass_share(margin: &ShareMargin, rules: &Rules) -> Option<Figure> {
    let band = margin.band();
    let limit = band.most.into_iter().chain(band.least.map(|least| -least)).fold(f64::INFINITY, f64::min);
    let z = normal_quantile(0.5 + rules.confidence / 2.0);
    figure(
        [z * z * (1.0 - limit) / limit],
        "n = z² (1 − m) / m, z the normal quantile of the confidence, m the nearer limit",
        vec![Input::number("m: limit", limit), Input::number("confidence", rules.confidence)],
        "Half the margin needs twice the pairs; a single differing pair needs about as many again.",
    )
}

/// The largest of the numbers; none if one is not a number, as where a distance is not there.
fn figure<const N: usize>(pairs: [f64; N], formula: &'static str, inputs: Vec<Input>, change: &str) -> Option<Figure> {
    let possible = pairs.iter().all(|pairs| *pairs <= MOST_PAIRS as f64);
    possible.then(|| Figure::new(pairs.into_iter().fold(1.0, f64::max).ceil(), formula, inputs, change))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AIM: Aim = Aim { power: 0.8, metrics: 1 };

    #[test]
    fn numbers_move_in_the_right_direction() {
        let (rules, margin) = (Rules::default(), RatioMargin::latency());
        let find = |ratio, spread, power| {
            pairs_to_fail_ratio(ratio, spread, &margin, Aim { power, ..AIM }, &rules).map(|figure| figure.value)
        };
        assert!(find(1.2, 0.3, 0.8) < find(1.2, 0.4, 0.8));
        assert!(find(1.2, 0.3, 0.8) < find(1.2, 0.3, 0.9));
        assert!(find(1.2, 0.3, 0.8) > find(1.3, 0.3, 0.8));
        assert_eq!(find(1.05, 0.3, 0.8), None);
        assert_eq!(find(0.5, 0.3, 0.8), None);
        assert_eq!(find(1.2, f64::NAN, 0.8), None);
        let wide = RatioMargin::new(None, Some(1.3), "").unwrap();
        let pass = |margin| pairs_to_pass_ratio(0.3, margin, AIM, &rules).unwrap().value;
        assert!(pass(&wide) < pass(&margin));
        let change = |change, metrics| {
            pairs_to_fail_share(change, &ShareMargin::agreement(), Aim { metrics, ..AIM }, &rules)
                .map(|figure| figure.value)
        };
        assert!(change(0.05, 1) > change(0.1, 1));
        assert!(change(0.2, 1) < change(0.2, 20));
        assert_eq!(change(0.01, 1), None);
        assert_eq!(change(-0.05, 1), None);
    }

    #[test]
    fn without_a_difference_the_margins_need_the_pairs_they_name() {
        let pairs = |margin| pairs_to_pass_share(&margin, &Rules::default()).unwrap().value;
        assert_eq!(pairs(ShareMargin::success()), 73.0);
        assert_eq!(pairs(ShareMargin::agreement()), 189.0);
        let nothing = ShareMargin::new(None, Some(0.0), "").unwrap();
        assert_eq!(pairs_to_pass_share(&nothing, &Rules::default()), None);
    }
}
