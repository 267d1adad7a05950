//! An axis from nothing upwards: from values to pixels, and where its lines stand. Not their drawing.
//! **Invariant:** ticks are round numbers, within the axis, and never more than asked for.

use super::number::plain;

/// An axis of so many units of a value over so many pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// The pixel of its start.
    pub left: f64,
    /// Its length in pixels.
    pub width: f64,
    /// Its length in units of the value.
    pub length: f64,
}

impl Axis {
    /// The pixel of a value; one outside stands at the edge.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let share = if self.length > 0.0 { value / self.length } else { 0.0 };
        self.width.mul_add(if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }, self.left)
    }

    /// The values of the ticks, at most so many.
    #[must_use]
    pub fn ticks(&self, most: u32) -> Vec<f64> {
        let step = step(self.length, most);
        if step <= 0.0 {
            return vec![0.0];
        }
        (0..most).map(|at| f64::from(at) * step).take_while(|at| *at <= self.length).collect()
    }
}

/// The smallest of 1, 2, 5 times a power of ten with which so many ticks reach over the length.
fn step(length: f64, most: u32) -> f64 {
    if !length.is_finite() || length <= 0.0 || most < 2 {
        return 0.0;
    }
    let least = length / f64::from(most - 1);
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= least).unwrap_or(power * 10.0)
}

/// A tick of time in words: milliseconds on an axis below a second, seconds on a longer one.
#[must_use]
pub fn time_words(at_ms: f64, length_ms: f64) -> String {
    if length_ms < 1_000.0 {
        return format!("{} ms", plain(at_ms));
    }
    format!("{} s", plain(at_ms / 1_000.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn axis(length: f64) -> Axis {
        Axis { left: 40.0, width: 800.0, length }
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(axis(310.0).ticks(8), [0.0, 50.0, 100.0, 150.0, 200.0, 250.0, 300.0]);
        assert_eq!(axis(2_400.0).ticks(6), [0.0, 500.0, 1_000.0, 1_500.0, 2_000.0]);
        assert_eq!(axis(0.0).ticks(6), [0.0]);
        assert_eq!(time_words(50.0, 310.0), "50 ms");
        assert_eq!(time_words(1_500.0, 2_400.0), "1.5 s");
        assert_eq!(time_words(3.0 * 0.1, 0.4), "0.3 ms", "not what a float adds to it");
    }

    #[test]
    fn places() {
        for (at, expected) in
            [(0.0, 40.0), (155.0, 440.0), (310.0, 840.0), (-5.0, 40.0), (1e9, 840.0), (f64::NAN, 40.0)]
        {
            assert!((axis(310.0).place(at) - expected).abs() < 1e-9, "{at}");
        }
    }

    proptest! {
        #[test]
        fn ticks_stay_within(length in 0.01..1e7_f64, most in 2..12_u32) {
            let ticks = axis(length).ticks(most);
            prop_assert!(!ticks.is_empty() && ticks.len() <= most as usize);
            prop_assert!(ticks.iter().all(|tick| (0.0..=length).contains(tick)));
        }
    }
}
