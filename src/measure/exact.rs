//! Exact tests of pairs: the sign test, which for yes-or-no answers is McNemar's. Not for three lanes: see `standing`.
//! **Invariant:** a p-value is the sum over all outcomes at least as extreme, without an approximation.

use super::special::binomial_at_least;

/// The chances of what was seen if either sign were equally likely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// The probability of as many or more for the first.
    pub first_more: f64,
    /// The probability of as many or more for the second.
    pub second_more: f64,
}

impl Tails {
    /// Both sides: twice the smaller one, at most 1.
    #[must_use]
    pub const fn both(&self) -> f64 {
        (2.0 * self.first_more.min(self.second_more)).min(1.0)
    }
}

/// The sign test: in `first` pairs one thing is larger, in `second` pairs the other; ties are not counted.
/// For McNemar's test these are the pairs in which only one of the two says yes.
#[must_use]
pub fn sign_test(first: u64, second: u64) -> Tails {
    let trials = first.saturating_add(second);
    Tails { first_more: binomial_at_least(first, trials, 0.5), second_more: binomial_at_least(second, trials, 0.5) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts outcomes one by one.
    fn enumerated(first: u32, trials: u32) -> Tails {
        let (mut more, mut fewer) = (0_u32, 0_u32);
        for outcome in 0_u32..(1 << trials) {
            more += u32::from(outcome.count_ones() >= first);
            fewer += u32::from(outcome.count_ones() <= first);
        }
        let all = f64::from(1_u32 << trials);
        Tails { first_more: f64::from(more) / all, second_more: f64::from(fewer) / all }
    }

    #[test]
    fn equals_enumeration_up_to_twelve_pairs() {
        for trials in 0..=12_u32 {
            for first in 0..=trials {
                let (exact, counted) =
                    (sign_test(u64::from(first), u64::from(trials - first)), enumerated(first, trials));
                assert!((exact.first_more - counted.first_more).abs() < 1e-12, "{first} of {trials}");
                assert!((exact.second_more - counted.second_more).abs() < 1e-12, "{first} of {trials}");
                assert!(exact.both() <= 1.0);
            }
        }
    }
}
