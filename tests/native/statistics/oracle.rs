//! Every closed form against SciPy (tests/fixtures/statistics/make.py), to 1e-9.

use serde_json::Value;
use switchyard::measure::bootstrap::{Bootstrap, mean_interval};
use switchyard::measure::correction::holm;
use switchyard::measure::exact::sign_test;
use switchyard::measure::interval::{Discordance, Interval, clopper_pearson, tango, wilson};
use switchyard::measure::quantile::{quantile, sorted};
use switchyard::measure::special::{
    beta_below, beta_quantile, binomial_at_least, ln_gamma, normal_below, normal_quantile, student_quantile,
};
use switchyard::measure::standing::standing;

fn expected(name: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../../fixtures/statistics/expected.json")).unwrap();
    all[name].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

/// Relative for large numbers and for small ones, so that the far tails count too.
#[track_caller]
fn close(ours: f64, theirs: f64, of: &Value) {
    let scale = if theirs.abs() > 1e-12 { theirs.abs() } else { 1.0 };
    assert!((ours - theirs).abs() <= 1e-9 * scale, "{ours} instead of {theirs} for {of}");
}

/// Each row: the arguments, then the value.
#[track_caller]
fn rows(name: &str, function: impl Fn(&[f64]) -> f64) {
    let all = expected(name);
    assert!(all.len() >= 7, "{name}");
    for row in all {
        let row_numbers = numbers(&row);
        let (value, arguments) = row_numbers.split_last().unwrap();
        close(function(arguments), *value, &row);
    }
}

#[test]
fn special_functions() {
    rows("ln_gamma", |row| ln_gamma(row[0]));
    rows("normal_below", |row| normal_below(row[0]));
    rows("normal_quantile", |row| normal_quantile(row[0]));
    rows("beta_below", |row| beta_below(row[0], row[1], row[2]));
    rows("beta_quantile", |row| beta_quantile(row[0], row[1], row[2]));
    rows("student_quantile", |row| student_quantile(row[0], row[1]));
    rows("binomial_at_least", |row| binomial_at_least(row[0] as u64, row[1] as u64, row[2]));
}

/// Each row: the arguments, then both bounds.
#[track_caller]
fn bounds(name: &str, function: impl Fn(&[f64]) -> Interval) {
    for row in expected(name) {
        let numbers = numbers(&row);
        let (arguments, bounds) = numbers.split_at(numbers.len() - 2);
        let interval = function(arguments);
        close(interval.lower, bounds[0], &row);
        close(interval.upper, bounds[1], &row);
    }
}

#[test]
fn intervals_of_shares() {
    bounds("wilson", |row| wilson(row[0] as u64, row[1] as u64, row[2]).unwrap());
    bounds("clopper_pearson", |row| clopper_pearson(row[0] as u64, row[1] as u64, row[2]).unwrap());
    bounds("tango", |row| {
        tango(Discordance { only_first: row[0], only_second: row[1], pairs: row[2] }, row[3]).unwrap()
    });
}

#[test]
fn exact_tests() {
    for row in expected("sign_test") {
        let values = numbers(&row);
        let tails = sign_test(values[0] as u64, values[1] as u64);
        close(tails.first_more, values[2], &row);
        close(tails.second_more, values[3], &row);
        close(tails.both(), values[4], &row);
    }
    for row in expected("standing") {
        let pairs: Vec<[f64; 3]> =
            row[0].as_array().unwrap().iter().map(|pair| numbers(pair).try_into().unwrap()).collect();
        let tails = standing(&pairs);
        close(tails.first_more, row[1].as_f64().unwrap(), &row);
        close(tails.second_more, row[2].as_f64().unwrap(), &row);
    }
}

#[test]
fn quantiles_and_correction() {
    let row = expected("quantile");
    let ascending = sorted(&numbers(&row[0])).unwrap();
    for pair in row[1].as_array().unwrap() {
        close(quantile(&ascending, pair[0].as_f64().unwrap()).unwrap(), pair[1].as_f64().unwrap(), pair);
    }
    assert_eq!((quantile(&[], 0.5), quantile(&[1.0], 1.1), sorted(&[f64::NAN])), (None, None, None));
    for row in expected("holm") {
        for (ours, theirs) in holm(&numbers(&row[0])).into_iter().zip(numbers(&row[1])) {
            close(ours, theirs, &row);
        }
    }
}

const DRAWS: Bootstrap = Bootstrap { confidence: 0.95, resamples: 100_000, seed: 11, stream: 0 };

#[test]
fn the_interval_of_a_mean_is_never_narrower_than_students() {
    for row in expected("student_interval") {
        let interval = mean_interval(&numbers(&row[0]), Bootstrap { resamples: 999, ..DRAWS }).unwrap();
        let (lower, upper) = (row[1].as_f64().unwrap(), row[2].as_f64().unwrap());
        assert!(interval.lower <= lower + 1e-9 && interval.upper >= upper - 1e-9, "{interval:?} {row}");
    }
}

#[test]
fn the_studentised_bootstrap_agrees_with_other_pseudo_random_numbers() {
    for row in expected("studentised") {
        let values = numbers(&row[0]);
        let (lower, upper, error) = (row[1].as_f64().unwrap(), row[2].as_f64().unwrap(), row[3].as_f64().unwrap());
        let interval = mean_interval(&values, DRAWS).unwrap();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let student = student_quantile(values.len() as f64 - 1.0, 0.975) * error;
        // The product takes the wider of both on each side; so must the comparison.
        assert!((interval.lower - lower.min(mean - student)).abs() < 0.1 * error, "{interval:?} {row}");
        assert!((interval.upper - upper.max(mean + student)).abs() < 0.1 * error, "{interval:?} {row}");
    }
}
