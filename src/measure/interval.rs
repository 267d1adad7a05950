//! Intervals for shares: one share (Wilson; Clopper and Pearson) and the difference of two shares of the same pairs
//! (Tango). Not the bootstrap. **Invariant:** lower ≤ estimate ≤ upper, and all three lie within what a share or a
//! difference of shares can be.
//!
//! Of the known intervals for paired shares Tango's score interval was taken, because its false passes at a margin,
//! counted over all outcomes, stay near the nominal 2.5 % on one side; Newcombe's reach 5.8 %.

use super::special::{beta_quantile, normal_quantile, root};

/// A range that holds the true value with the stated confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower bound; minus infinity where the data give none.
    pub lower: f64,
    /// Upper bound; infinity where the data give none.
    pub upper: f64,
    /// How often such a range holds the true value, from 0 to 1.
    pub confidence: f64,
}

impl Interval {
    /// Whether the value lies in it.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// The same on another scale, by a growing function.
    #[must_use]
    pub fn map(self, growing: impl Fn(f64) -> f64) -> Self {
        Interval { lower: growing(self.lower), upper: growing(self.upper), ..self }
    }
}

/// What the pairs of two yes-or-no answers add up to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Discordance {
    /// Pairs in which only the first says yes. Not whole where a larger sample is imagined.
    pub only_first: f64,
    /// Pairs in which only the second says yes.
    pub only_second: f64,
    /// All pairs.
    pub pairs: f64,
}

impl Discordance {
    /// Counts pairs.
    #[must_use]
    pub fn count(pairs: impl IntoIterator<Item = (bool, bool)>) -> Self {
        let mut counted = Discordance { only_first: 0.0, only_second: 0.0, pairs: 0.0 };
        for (first, second) in pairs {
            counted.pairs += 1.0;
            counted.only_first += f64::from(u8::from(first && !second));
            counted.only_second += f64::from(u8::from(second && !first));
        }
        counted
    }

    /// The share of the first less the share of the second.
    #[must_use]
    pub fn difference(&self) -> f64 {
        if self.pairs > 0.0 { (self.only_first - self.only_second) / self.pairs } else { 0.0 }
    }
}

/// The normal quantile for a two-sided confidence.
fn reach(confidence: f64) -> Option<f64> {
    (confidence > 0.0 && confidence < 1.0).then(|| normal_quantile(0.5 + confidence / 2.0))
}

/// Wilson's score interval of a share. `None` without trials, with more successes than trials, or with a confidence
/// outside of 0 to 1.
#[must_use]
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Option<Interval> {
    let z = reach(confidence)?;
    if trials == 0 || successes > trials {
        return None;
    }
    let n = trials as f64;
    let share = successes as f64 / n;
    let shrink = 1.0 + z * z / n;
    let middle = (share + z * z / (2.0 * n)) / shrink;
    let half = z * libm::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n)) / shrink;
    let lower = if successes == 0 { 0.0 } else { (middle - half).max(0.0) };
    let upper = if successes == trials { 1.0 } else { (middle + half).min(1.0) };
    Some(Interval { lower, upper, confidence })
}

/// The exact interval of a share (Clopper and Pearson 1934). `None` as for [`wilson`].
#[must_use]
pub fn clopper_pearson(successes: u64, trials: u64, confidence: f64) -> Option<Interval> {
    reach(confidence)?;
    if trials == 0 || successes > trials {
        return None;
    }
    let (k, n, tail) = (successes as f64, trials as f64, (1.0 - confidence) / 2.0);
    let lower = if successes == 0 { 0.0 } else { beta_quantile(k, n - k + 1.0, tail) };
    let upper = if successes == trials { 1.0 } else { beta_quantile(k + 1.0, n - k, 1.0 - tail) };
    Some(Interval { lower, upper, confidence })
}

/// Tango's score interval (1998) of the difference of two shares of the same pairs, first less second. `None` without
/// pairs or with counts that do not fit.
#[must_use]
pub fn tango(counts: Discordance, confidence: f64) -> Option<Interval> {
    let z = reach(confidence)?;
    let Discordance { only_first, only_second, pairs } = counts;
    if !(pairs > 0.0 && only_first >= 0.0 && only_second >= 0.0 && only_first + only_second <= pairs) {
        return None;
    }
    let estimate = counts.difference();
    let lower = root(-1.0, estimate, |difference| tango_score(counts, difference) > z);
    let upper = root(estimate, 1.0, |difference| tango_score(counts, difference) > -z);
    Some(Interval { lower: lower.min(estimate), upper: upper.max(estimate), confidence })
}

/// How many standard errors the observed difference lies above a supposed one; it falls as the supposed one grows.
#[must_use]
pub fn tango_score(counts: Discordance, difference: f64) -> f64 {
    let Discordance { only_first, only_second, pairs } = counts;
    // The likeliest share of pairs with only the second, if the difference were as supposed.
    let a = 2.0 * pairs;
    let b = -only_first - only_second + (2.0 * pairs - only_first + only_second) * difference;
    let c = -only_second * difference * (1.0 - difference);
    let share = (libm::sqrt((b * b - 4.0 * a * c).max(0.0)) - b) / (2.0 * a);
    let variance = (pairs * (2.0 * share + difference * (1.0 - difference))).max(1e-300);
    (only_first - only_second - pairs * difference) / libm::sqrt(variance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bounds_enclose_the_estimate_and_stay_in_range(first in 0_u32..60, second in 0_u32..60, rest in 1_u32..200) {
            let (first, second) = (f64::from(first), f64::from(second));
            let pairs = first + second + f64::from(rest);
            let counts = Discordance { only_first: first, only_second: second, pairs };
            let interval = tango(counts, 0.95).unwrap();
            prop_assert!(interval.holds(counts.difference()) && interval.lower >= -1.0 && interval.upper <= 1.0);
            let mirrored = tango(Discordance { only_first: second, only_second: first, pairs }, 0.95).unwrap();
            prop_assert!((interval.lower + mirrored.upper).abs() < 1e-9);
            prop_assert!(tango(counts, 0.99).unwrap().upper >= interval.upper);
        }
    }

    #[test]
    fn no_data_gives_no_interval() {
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(clopper_pearson(3, 2, 0.95), None);
        assert_eq!(tango(Discordance { only_first: 0.0, only_second: 0.0, pairs: 0.0 }, 0.95), None);
        assert_eq!(wilson(1, 2, f64::NAN), None);
    }
}
