//! Values to be judged, drawn from distributions whose mean is known.

use switchyard::measure::random::Random;
use switchyard::measure::sample::Triple;

/// A standard normal value.
pub fn normal(random: &mut Random) -> f64 {
    let radius = (-2.0 * (1.0 - random.unit()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.unit()).cos()
}

/// A value of the exponential distribution, mean 1: skewed.
pub fn exponential(random: &mut Random) -> f64 {
    -(1.0 - random.unit()).ln()
}

/// A value of Laplace's distribution, mean 0: heavy tails.
pub fn laplace(random: &mut Random) -> f64 {
    exponential(random) - exponential(random)
}

/// The log ratio of a target to two runs of a source that all take from 200 to 600 ms, as the simulator does.
pub fn latency_ratio(random: &mut Random) -> f64 {
    let mut time = || (200.0 + 400.0 * random.unit()).ln();
    time() - 0.5 * (time() + time())
}

/// Three times whose logarithms are normal with that spread; the target's is `ratio` times the source's.
pub fn times(random: &mut Random, spread: f64, ratio: f64) -> Triple<Option<f64>> {
    let mut time = |factor: f64| Some(300.0 * factor * (spread * normal(random)).exp());
    Triple { source: time(1.0), source_again: time(1.0), target: time(ratio) }
}
