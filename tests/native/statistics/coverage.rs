//! What is promised of intervals and verdicts, counted: how often an interval holds the true value, and how often
//! something passes that lies on the limit of its margin.

use super::draws;
use switchyard::measure::bootstrap::{Bootstrap, mean_interval};
use switchyard::measure::equivalence::{Position, Verdict};
use switchyard::measure::interval::{Discordance, tango};
use switchyard::measure::judge::judge;
use switchyard::measure::margin::{Band, RatioMargin};
use switchyard::measure::metric::{Measured, Metric};
use switchyard::measure::random::Random;
use switchyard::measure::rules::Rules;

const SETS: usize = 2_000;

type Draw = fn(&mut Random) -> f64;
const DISTRIBUTIONS: [(&str, Draw, f64); 4] = [
    ("normal", draws::normal, 0.0),
    ("latencies", draws::latency_ratio, 0.0),
    ("skewed", draws::exponential, 1.0),
    ("heavy tails", draws::laplace, 0.0),
];

#[track_caller]
fn covers(pairs: usize, resamples: u32) {
    for (index, (name, draw, mean)) in DISTRIBUTIONS.into_iter().enumerate() {
        let mut random = Random::new(20, index as u64);
        let held = (0..SETS)
            .filter(|set| {
                let values: Vec<f64> = (0..pairs).map(|_| draw(&mut random)).collect();
                let bootstrap = Bootstrap { confidence: 0.95, resamples, seed: *set as u64, stream: 7 };
                mean_interval(&values, bootstrap).unwrap().holds(mean)
            })
            .count();
        println!("{name}, {pairs} pairs: {held} of {SETS}");
        assert!((SETS * 93 / 100..=SETS * 97 / 100).contains(&held), "{name}, {pairs} pairs: {held} of {SETS}");
    }
}

#[test]
fn the_95_percent_interval_holds_the_mean_in_93_to_97_percent_of_20_pairs() {
    covers(20, 399);
}

#[test]
fn the_95_percent_interval_holds_the_mean_in_93_to_97_percent_of_60_pairs() {
    covers(60, 399);
}

#[test]
fn the_95_percent_interval_holds_the_mean_in_93_to_97_percent_of_200_pairs() {
    covers(200, 199);
}

#[test]
fn at_the_margin_at_most_5_percent_pass_and_at_most_5_percent_fail() {
    let margin = RatioMargin::latency();
    // Spreads with which an equal target would pass, so that a pass is possible.
    for (stream, (pairs, spread)) in [(20, 0.05), (40, 0.1), (100, 0.2)].into_iter().enumerate() {
        let mut random = Random::new(30, stream as u64);
        let mut verdicts = [0_usize; 3];
        for set in 0..SETS {
            let pairs = (0..pairs).map(|_| draws::times(&mut random, spread, 1.1)).collect();
            let metric = Metric::new("time", Measured::Quantity { pairs, margin: margin.clone() });
            let rules = Rules { resamples: 199, seed: set as u64, ..Rules::default() };
            match judge(&[metric], &rules)[0].verdict {
                Verdict::Pass => verdicts[0] += 1,
                Verdict::Fail => verdicts[1] += 1,
                Verdict::Undecided { .. } => verdicts[2] += 1,
            }
        }
        println!("{pairs} pairs: {verdicts:?}");
        assert!(verdicts[0] <= SETS * 5 / 100, "{pairs} pairs: {verdicts:?}");
        assert!(verdicts[1] <= SETS * 5 / 100, "{pairs} pairs: {verdicts:?}");
    }
}

/// The multinomial probability of such counts, by the logarithms of factorials.
fn chance(first: usize, second: usize, pairs: usize, shares: [f64; 2], factorials: &[f64]) -> f64 {
    let rest = pairs - first - second;
    let power = |share: f64, count: usize| if count == 0 { 0.0 } else { share.ln() * count as f64 };
    let ways = factorials[pairs] - factorials[first] - factorials[second] - factorials[rest];
    (ways + power(shares[0], first) + power(shares[1], second) + power(1.0 - shares[0] - shares[1], rest)).exp()
}

#[test]
fn at_the_margin_of_shares_at_most_5_percent_pass_counted_over_all_outcomes() {
    let mut factorials = vec![0.0];
    for number in 1..=200 {
        factorials.push(factorials[number - 1] + (number as f64).ln());
    }
    let mut worst = 0.0_f64;
    for (pairs, limit) in
        [(20, 0.2), (40, 0.1), (73, 0.05), (73, 0.1), (100, 0.05), (100, 0.1), (130, 0.05), (189, 0.02)]
    {
        let band = Band { least: None, most: Some(limit) };
        let mut passing = Vec::new();
        for first in 0..=pairs {
            for second in 0..=pairs - first {
                let counts = Discordance { only_first: first as f64, only_second: second as f64, pairs: pairs as f64 };
                // Whatever lies above the limit by itself cannot pass: most of the work is saved.
                if counts.difference() <= limit && band.position(&tango(counts, 0.95).unwrap()) == Position::Inside {
                    passing.push((first, second));
                }
            }
        }
        assert!(passing.contains(&(0, 0)), "{pairs} pairs can pass");
        for varies in [0.0, 0.005, 0.01, 0.03, 0.1, 0.2, 0.3] {
            let shares = [varies + limit, varies];
            let passes: f64 =
                passing.iter().map(|(first, second)| chance(*first, *second, pairs, shares, &factorials)).sum();
            worst = worst.max(passes);
            assert!(passes <= 0.05, "{pairs} pairs, limit {limit}, noise {varies}: {passes}");
        }
    }
    println!("worst: {worst}");
    assert!(worst > 0.01, "the limit is tried: {worst}");
}
