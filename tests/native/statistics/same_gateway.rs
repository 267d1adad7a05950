//! Two gateways that are the same simulator with different seeds, judged as a run of a golden set is.

use std::sync::Arc;

use super::{draws, simulated};
use switchyard::golden::result::CallResult;
use switchyard::measure::equivalence::Verdict;
use switchyard::measure::explanation::{Explanation, Given};
use switchyard::measure::judge::{Judgement, judge};
use switchyard::measure::margin::RatioMargin;
use switchyard::measure::metric::{Measured, Metric};
use switchyard::measure::random::Random;
use switchyard::measure::rules::Rules;
use switchyard::measure::sample::Triple;
use switchyard::measure::schedule::Lane;
use switchyard::measure::standing::standing;
use switchyard::share::redaction::Redactor;

/// Answers of one gateway to the prompts of a run.
type Answers = Vec<Arc<CallResult>>;

/// What the gateway of a seed answers to so many prompts, each by itself.
fn answers(seed: u64, pairs: usize, redactor: &Redactor) -> Answers {
    let ask = |pair| simulated::ask(seed, &format!("Explain caching, in request {pair}"), redactor, None);
    (0..pairs).map(|pair| Arc::new(ask(pair))).collect()
}

/// The metrics of a run in which each pair has one prompt for its three lanes.
fn metrics(source: &Answers, again: &Answers, target: &Answers) -> Vec<Metric> {
    simulated::metrics(source.len(), |pair, lane| {
        let answers = match lane {
            Lane::Source => source,
            Lane::SourceAgain => again,
            Lane::Target => target,
        };
        Arc::clone(&answers[pair])
    })
}

/// The metrics of run `number`: its source has the seed 2n + 1 and its target 2n + 2. The simulator says the same again
/// to the same request, as no gateway does, so that the second call of the source is drawn with a seed of its own.
fn run(number: u64, pairs: usize, redactor: &Redactor) -> Vec<Metric> {
    let [source, again, target] =
        [2 * number + 1, 2 * number, 2 * number + 2].map(|seed| answers(seed, pairs, redactor));
    metrics(&source, &again, &target)
}

fn redactor() -> Redactor {
    Redactor::new([])
}

/// What a run that does not stream is judged by, without checks.
const METRICS: [&str; 8] =
    ["Success", "Finish reason", "Tool calls", "JSON shape", "Answer shape", "Total time", "Cost", "Length"];

#[test]
fn the_same_simulator_with_another_seed_is_never_flagged_in_1000_runs() {
    // The fewest of which a verdict is made.
    const PAIRS: usize = 10;
    let share = |numbers: std::ops::Range<u64>| {
        let redactor = redactor();
        let mut again = answers(2 * numbers.start, PAIRS, &redactor);
        for number in numbers {
            // As in `run`: the target of the run before has the seed 2n.
            let [source, target] = [2 * number + 1, 2 * number + 2].map(|seed| answers(seed, PAIRS, &redactor));
            let metrics = metrics(&source, &again, &target);
            again = target;
            let names: Vec<&str> = metrics.iter().map(|metric| metric.name.as_str()).collect();
            assert_eq!(names, METRICS);
            let rules = Rules { seed: number, resamples: 199, ..Rules::default() };
            for judgement in judge(&metrics, &rules) {
                assert_ne!(judgement.verdict, Verdict::Fail, "run {number}: {judgement:?}");
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| share(0..500));
        share(500..1_000);
    });
}

#[test]
fn the_same_simulator_passes_when_there_are_enough_pairs() {
    for judgement in judge(&run(0, 400, &redactor()), &Rules::default()) {
        println!("{}: {:?} {}", judgement.name, judgement.verdict, judgement.words);
        assert_eq!(judgement.verdict, Verdict::Pass, "{judgement:?}");
    }
}

#[test]
fn a_gateway_that_gets_slower_for_all_lanes_is_no_difference() {
    let mut random = Random::new(52, 0);
    for number in 0..300_u64 {
        let pairs: Vec<_> = (0..60)
            .map(|pair| {
                let drift = 1.0 + f64::from(pair) / 30.0;
                let slower = |time: Option<f64>| time.map(|time| time * drift);
                let times = draws::times(&mut random, 0.1, 1.0);
                Triple {
                    source: slower(times.source),
                    source_again: slower(times.source_again),
                    target: slower(times.target),
                }
            })
            .collect();
        let metric = Metric::new("time", Measured::Quantity { pairs, margin: RatioMargin::latency() });
        let verdict = judge(&[metric], &Rules { seed: number, resamples: 199, ..Rules::default() })[0].verdict;
        assert_eq!(verdict, Verdict::Pass, "run {number}");
    }
}

fn series<'a>(explanation: &'a Explanation, name: &str) -> &'a [f64] {
    let input = explanation.inputs.iter().find(|input| input.name == name).unwrap();
    let Given::Series(values) = &input.value else { panic!("{name} is a series") };
    values
}

#[test]
fn every_figure_can_be_computed_again_from_its_explanation() {
    let metrics = run(53, 40, &redactor());
    let rules = Rules { seed: 99, ..Rules::default() };
    let judgements = judge(&metrics, &rules);
    assert_eq!(judgements, judge(&metrics, &rules), "the same input gives the same figures");
    let all = |judgement: &Judgement| -> Vec<Explanation> {
        let effects = [&judgement.target, &judgement.itself].into_iter().flatten();
        effects
            .flat_map(|effect| [effect.figure.explanation.clone(), effect.range.explanation.clone()])
            .chain([judgement.stands_out.explanation.clone(), judgement.stands_out_adjusted.explanation.clone()])
            .chain(judgement.unlike_itself.as_ref().map(|figure| figure.explanation.clone()))
            .chain([judgement.explanation.clone()])
            .collect()
    };
    for judgement in &judgements {
        for explanation in all(judgement) {
            assert!(!explanation.inputs.is_empty(), "{explanation:?}");
            assert!(explanation.what_would_change_it.ends_with('.'), "{explanation:?}");
        }
    }
    let at = judgements.iter().position(|judgement| judgement.name == "Total time").unwrap();
    let time = &judgements[at];
    let effect = time.target.as_ref().unwrap();
    let ratios = series(&effect.figure.explanation, "d");
    let again = (ratios.iter().sum::<f64>() / ratios.len() as f64).exp();
    assert!((again - effect.figure.value).abs() < 1e-12);
    assert_eq!(effect.range.explanation.seed, Some(99));
    assert!(effect.range.interval.holds(effect.figure.value));
    let lanes = ["source", "source again", "target"].map(|name| series(&time.stands_out.explanation, name));
    let values: Vec<[f64; 3]> = (0..40).map(|pair| lanes.map(|lane| lane[pair])).collect();
    assert_eq!(standing(&values).first_more, time.stands_out.value);
    let other = judge(&metrics, &Rules { seed: 100, ..rules });
    assert_ne!(other[at].target, time.target, "another seed moves the bounds");
    assert_eq!(other[at].target.as_ref().unwrap().figure, effect.figure, "and not the estimate");
}
