//! Differences that are there are found as often as stated, and noise is not taken for one.

use std::sync::Arc;

use super::{draws, simulated};
use serde_json::Value;
use switchyard::golden::result::CallResult;
use switchyard::measure::bootstrap::spread;
use switchyard::measure::equivalence::Verdict;
use switchyard::measure::judge::{Reason, judge};
use switchyard::measure::margin::{RatioMargin, ShareMargin};
use switchyard::measure::metric::{Measured, Metric};
use switchyard::measure::power::{
    Aim, pairs_to_fail_ratio, pairs_to_fail_share, pairs_to_pass_ratio, power_to_fail_share,
};
use switchyard::measure::random::Random;
use switchyard::measure::rules::Rules;
use switchyard::measure::sample::{Agreement, Triple, Usable};
use switchyard::measure::schedule::Lane;
use switchyard::share::redaction::Redactor;

const AIM: Aim = Aim { power: 0.8, metrics: 1 };

fn rules(seed: usize) -> Rules {
    Rules { resamples: 399, seed: seed as u64, ..Rules::default() }
}

/// The share of runs with that verdict, of metrics made anew for each run.
fn share_of(verdict: Verdict, runs: usize, mut metric: impl FnMut() -> Metric) -> f64 {
    let found = (0..runs).filter(|run| judge(&[metric()], &rules(*run))[0].verdict == verdict).count();
    found as f64 / runs as f64
}

#[test]
fn a_slow_down_of_20_percent_is_found_at_the_stated_power() {
    let mut random = Random::new(40, 0);
    // The spread is what a first run would show.
    let first: Vec<_> = (0..2_000).map(|_| draws::times(&mut random, 0.25, 1.0)).collect();
    let spread = spread(&Usable::of(&first).target_log_ratios()).unwrap();
    let margin = RatioMargin::latency();
    let slow = pairs_to_fail_ratio(1.2, spread, &margin, AIM, &Rules::default()).unwrap().value as usize;
    let equal = pairs_to_pass_ratio(spread, &margin, AIM, &Rules::default()).unwrap().value as usize;
    let mut metric = |ratio: f64, pairs: usize| {
        let pairs = (0..pairs).map(|_| draws::times(&mut random, 0.25, ratio)).collect();
        Metric::new("time to first text", Measured::Quantity { pairs, margin: margin.clone() })
    };
    let found = share_of(Verdict::Fail, 300, || metric(1.2, slow));
    let passed = share_of(Verdict::Pass, 1_000, || metric(1.0, equal));
    println!("{slow} pairs find {found}, {equal} pairs pass {passed}");
    // At least the stated power, less three standard errors of the count; and not so many pairs that it is far above.
    let least = |runs: f64| 0.8 - 3.0 * (0.8 * 0.2 / runs).sqrt();
    assert!((least(300.0)..=0.95).contains(&found), "{slow} pairs: {found}");
    assert!((least(1_000.0)..=0.95).contains(&passed), "{equal} pairs: {passed}");
}

fn agreements(random: &mut Random, pairs: usize, again: f64, target: f64) -> Metric {
    let pairs = (0..pairs)
        .map(|_| Some(Agreement { again_differs: random.unit() < again, target_differs: random.unit() < target }))
        .collect();
    Metric::new("types", Measured::Agreement { pairs, margin: ShareMargin::agreement() })
}

#[test]
fn a_type_change_in_5_percent_is_found_at_the_stated_power() {
    let margin = ShareMargin::agreement();
    let pairs = pairs_to_fail_share(0.05, &margin, AIM, &Rules::default()).unwrap().value as usize;
    let stated = power_to_fail_share(pairs as u64, 0.05, &margin, 1, &Rules::default()).unwrap();
    let mut random = Random::new(41, 0);
    let found = share_of(Verdict::Fail, 2_000, || agreements(&mut random, pairs, 0.0, 0.05));
    println!("{pairs} pairs, stated {stated}, found {found}");
    assert!(stated >= 0.8);
    // Four standard errors of a share of 2,000.
    assert!((found - stated).abs() < 4.0 * (stated * (1.0 - stated) / 2_000.0).sqrt(), "{stated} {found}");
}

#[test]
fn a_type_change_in_5_percent_of_the_bodies_is_found_by_the_metrics_of_a_run() {
    const RUNS: usize = 150;
    // Answers as they are, and the same with a number of tokens that is a text.
    let redactor = Redactor::new([]);
    let answers: Vec<[Arc<CallResult>; 2]> = (0..30)
        .map(|number| {
            let prompt = format!("Explain caching, in request {number}");
            let planted: fn(&mut Value) = |body| {
                let tokens = body["usage"]["total_tokens"].as_u64().unwrap();
                body["usage"]["total_tokens"] = tokens.to_string().into();
            };
            [None, Some(planted)].map(|change| Arc::new(simulated::ask(1, &prompt, &redactor, change)))
        })
        .collect();
    let mut random = Random::new(47, 0);
    let mut metrics = |pairs: usize, share: f64| {
        simulated::metrics(pairs, |pair, lane| {
            let [plain, planted] = &answers[pair % answers.len()];
            Arc::clone(if lane == Lane::Target && random.unit() < share { planted } else { plain })
        })
    };
    let margin = ShareMargin::agreement();
    let aim = Aim { metrics: metrics(30, 0.0).len(), ..AIM };
    let pairs = pairs_to_fail_share(0.05, &margin, aim, &Rules::default()).unwrap().value as usize;
    let stated = power_to_fail_share(pairs as u64, 0.05, &margin, aim.metrics, &Rules::default()).unwrap();
    let mut found = |runs: usize, share: f64| {
        let of = |run: usize| judge(&metrics(pairs, share), &Rules { resamples: 99, ..rules(run) });
        let failed = (0..runs).flat_map(of).filter(|judgement| judgement.verdict == Verdict::Fail);
        let failed: Vec<String> = failed.map(|judgement| judgement.name).collect();
        assert!(failed.iter().all(|name| name == "Answer shape"), "nothing else was planted: {failed:?}");
        failed.len() as f64 / runs as f64
    };
    let (planted, plain) = (found(RUNS, 0.05), found(20, 0.0));
    println!("{} metrics, {pairs} pairs, stated {stated}, found {planted}, without {plain}", aim.metrics);
    assert!(stated >= 0.8 && plain == 0.0, "{stated} {plain}");
    // Four standard errors of a share of the runs.
    assert!((planted - stated).abs() < 4.0 * (stated * (1.0 - stated) / RUNS as f64).sqrt(), "{stated} {planted}");
}

#[test]
fn what_differs_in_every_answer_of_the_source_too_is_no_difference() {
    // Ids, times, fingerprints: the source's second answer differs as the target's does.
    let mut random = Random::new(42, 0);
    let verdict = judge(&[agreements(&mut random, 200, 1.1, 1.1)], &rules(0))[0].verdict;
    assert_eq!(verdict, Verdict::Pass);
}

#[test]
fn a_field_that_comes_and_goes_on_both_sides_is_never_flagged_in_1000_runs() {
    let mut random = Random::new(43, 0);
    for run in 0..1_000 {
        let metrics: Vec<Metric> =
            [0.02, 0.1, 0.5].map(|share| agreements(&mut random, 60, share, share)).into_iter().collect();
        for judgement in judge(&metrics, &rules(run)) {
            assert_ne!(judgement.verdict, Verdict::Fail, "run {run}: {judgement:?}");
        }
    }
}

#[test]
fn failures_of_the_target_are_found_and_shared_ones_are_not() {
    let mut random = Random::new(44, 0);
    let mut metric = |source: f64, target: f64| {
        let pairs = (0..150)
            .map(|_| {
                let mut works = |share: f64| random.unit() < share;
                Triple { source: works(source), source_again: works(source), target: works(target) }
            })
            .collect();
        Metric::new("success", Measured::Success { pairs, margin: ShareMargin::success() })
    };
    let broken = share_of(Verdict::Fail, 200, || metric(1.0, 0.8));
    let shaky = share_of(Verdict::Fail, 500, || metric(0.9, 0.9));
    println!("found {broken}, false {shaky}");
    assert!(broken > 0.98 && shaky == 0.0, "{broken} {shaky}");
}

#[test]
fn a_source_that_does_not_keep_to_itself_is_no_measure() {
    // The second run of the source meets a warm cache.
    let mut random = Random::new(45, 0);
    let pairs = (0..40)
        .map(|_| {
            let mut times = draws::times(&mut random, 0.2, 1.0);
            times.source_again = times.source_again.map(|time| time / 3.0);
            times
        })
        .collect();
    let metric = Metric::new("time", Measured::Quantity { pairs, margin: RatioMargin::latency() });
    let judgement = &judge(&[metric], &rules(0))[0];
    assert_eq!(judgement.reason, Reason::SourceUnlikeItself);
    assert_eq!(judgement.verdict, Verdict::Undecided { more_pairs: None });
}

#[test]
fn the_named_number_of_more_pairs_decides_at_least_half_of_the_runs() {
    let mut random = Random::new(46, 0);
    let margin = RatioMargin::latency();
    let (mut open, mut decided) = (0, 0);
    for run in 0..150 {
        let mut pairs: Vec<_> = (0..25).map(|_| draws::times(&mut random, 0.15, 1.0)).collect();
        let metric = |pairs: &Vec<Triple<Option<f64>>>| {
            [Metric::new("time", Measured::Quantity { pairs: pairs.clone(), margin: margin.clone() })]
        };
        let first = judge(&metric(&pairs), &rules(run))[0].verdict;
        let Verdict::Undecided { more_pairs: Some(more) } = first else { continue };
        if more > 400 {
            continue;
        }
        open += 1;
        pairs.extend((0..more).map(|_| draws::times(&mut random, 0.15, 1.0)));
        decided += usize::from(judge(&metric(&pairs), &rules(run))[0].verdict == Verdict::Pass);
    }
    println!("{decided} of {open}");
    assert!(open >= 20 && decided * 2 >= open, "{decided} of {open}");
}
