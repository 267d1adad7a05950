//! The axis of time: from milliseconds to pixels, and where its lines stand.
//! **Invariant:** ticks are round numbers of milliseconds, within the axis, and never more than asked for.

/// An axis of so many milliseconds over so many pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// The pixel of its start.
    pub left: f64,
    /// Its length in pixels.
    pub width: f64,
    /// Its length in milliseconds.
    pub length_ms: f64,
}

impl Axis {
    /// The pixel of a moment; one outside stands at the edge.
    #[must_use]
    pub fn place(&self, at_ms: f64) -> f64 {
        let share = if self.length_ms > 0.0 { at_ms / self.length_ms } else { 0.0 };
        self.width.mul_add(if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }, self.left)
    }

    /// The ticks in milliseconds, at most so many.
    #[must_use]
    pub fn ticks(&self, most: u32) -> Vec<f64> {
        let step = step(self.length_ms, most);
        if step <= 0.0 {
            return vec![0.0];
        }
        (0..most).map(|at| f64::from(at) * step).take_while(|at| *at <= self.length_ms).collect()
    }
}

/// The smallest of 1, 2, 5 times a power of ten with which so many ticks reach over the length.
fn step(length_ms: f64, most: u32) -> f64 {
    if !length_ms.is_finite() || length_ms <= 0.0 || most < 2 {
        return 0.0;
    }
    let least = length_ms / f64::from(most - 1);
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= least).unwrap_or(power * 10.0)
}

/// A tick in words: milliseconds below a second, seconds from there on.
#[must_use]
pub fn tick_words(at_ms: f64, length_ms: f64) -> String {
    if length_ms < 1_000.0 {
        return format!("{at_ms} ms");
    }
    format!("{} s", at_ms / 1_000.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn axis(length_ms: f64) -> Axis {
        Axis { left: 40.0, width: 800.0, length_ms }
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(axis(310.0).ticks(8), [0.0, 50.0, 100.0, 150.0, 200.0, 250.0, 300.0]);
        assert_eq!(axis(2_400.0).ticks(6), [0.0, 500.0, 1_000.0, 1_500.0, 2_000.0]);
        assert_eq!(axis(0.0).ticks(6), [0.0]);
        assert_eq!(tick_words(50.0, 310.0), "50 ms");
        assert_eq!(tick_words(1_500.0, 2_400.0), "1.5 s");
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
