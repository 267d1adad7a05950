//! Series that were published because a judge by Mann-Whitney passed them: here none of them passes.

use serde_json::Value;
use switchyard::measure::equivalence::Verdict;
use switchyard::measure::judge::judge;
use switchyard::measure::margin::{RatioMargin, ShareMargin};
use switchyard::measure::metric::{Measured, Metric};
use switchyard::measure::rules::Rules;
use switchyard::measure::sample::Triple;

fn series(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn none_of_the_published_failures_passes() {
    let file: Value = serde_json::from_str(include_str!("../../fixtures/statistics/published.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() >= 4);
    for case in cases {
        let (baseline, canary) = (series(&case["baseline"]), series(&case["canary"]));
        let values = baseline.iter().zip(&canary);
        // A baseline without any noise is the easiest for a judge that looks at noise only.
        let quantity = values
            .clone()
            .map(|(source, target)| Triple {
                source: Some(*source),
                source_again: Some(*source),
                target: Some(*target),
            })
            .collect();
        // Read as errors: none of them is a success.
        let clean = values
            .map(|(source, target)| Triple {
                source: *source == 0.0,
                source_again: *source == 0.0,
                target: *target == 0.0,
            })
            .collect();
        let metrics = [
            Metric::new("as a quantity", Measured::Quantity { pairs: quantity, margin: RatioMargin::latency() }),
            Metric::new("as errors", Measured::Success { pairs: clean, margin: ShareMargin::success() }),
        ];
        for judgement in judge(&metrics, &Rules::default()) {
            println!(
                "{}, {}: {:?}, {:?}, {}",
                case["name"], judgement.name, judgement.verdict, judgement.reason, judgement.words
            );
            assert_ne!(judgement.verdict, Verdict::Pass, "{} {}", case["name"], judgement.name);
        }
    }
}

#[test]
fn seven_values_of_ten_a_hundred_times_as_high_fail() {
    let pairs = (0..10)
        .map(|index| Triple {
            source: Some(1.0),
            source_again: Some(1.0),
            target: Some(if index < 7 { 100.0 } else { 1.0 }),
        })
        .collect();
    let metric = Metric::new("errors", Measured::Quantity { pairs, margin: RatioMargin::latency() });
    assert_eq!(judge(&[metric], &Rules::default())[0].verdict, Verdict::Fail);
}
