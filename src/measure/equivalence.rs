//! The verdict of an interval beside a margin. Not the interval.
//! **Invariant:** "no difference was found" is never a pass: only an interval that lies in the margin is one.

use super::interval::Interval;
use super::margin::Band;

/// The verdict on one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every difference that the data leave possible lies within the margin.
    Pass,
    /// None of them does, and the target differs from the source more than the source does from itself.
    Fail,
    /// Neither.
    Undecided {
        /// About how many more pairs would decide it if they were like those seen; `None` if no sensible number would.
        more_pairs: Option<u32>,
    },
}

/// Where an interval lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Within the margin.
    Inside,
    /// Beyond one of its limits.
    Outside,
    /// Across a limit.
    Astride,
}

/// Beyond this no number of pairs is named.
pub(super) const MOST_PAIRS: f64 = 100_000.0;

impl Band {
    /// Where an interval of effects lies.
    #[must_use]
    pub fn position(&self, interval: &Interval) -> Position {
        let above = |limit: f64| self.most.is_some_and(|most| limit > most);
        let below = |limit: f64| self.least.is_some_and(|least| limit < least);
        if above(interval.lower) || below(interval.upper) {
            Position::Outside
        } else if above(interval.upper) || below(interval.lower) || interval.lower.is_nan() || interval.upper.is_nan() {
            Position::Astride
        } else {
            Position::Inside
        }
    }
}

/// About how many more pairs take the interval off the limit, if they were like those seen: `imagined` gives the
/// interval of so many pairs.
#[must_use]
pub fn more_pairs(pairs: usize, band: Band, imagined: impl Fn(f64) -> Option<Interval>) -> Option<u32> {
    let decided = |pairs: f64| imagined(pairs).is_some_and(|interval| band.position(&interval) != Position::Astride);
    let seen = pairs as f64;
    let mut enough = seen.max(1.0);
    while !decided(enough) {
        enough *= 2.0;
        if enough > MOST_PAIRS {
            return None;
        }
    }
    let (mut few, mut many) = (enough / 2.0, enough);
    while many - few > 0.5 {
        let middle = few + (many - few) / 2.0;
        if decided(middle) {
            many = middle;
        } else {
            few = middle;
        }
    }
    Some((many - seen).max(1.0).ceil() as u32)
}

/// The verdict on all metrics: a fail of one is a fail of all, and a pass needs every one. Nothing judged is undecided.
#[must_use]
pub fn overall(verdicts: &[Verdict]) -> Verdict {
    if verdicts.contains(&Verdict::Fail) {
        return Verdict::Fail;
    }
    let open: Vec<Option<u32>> = verdicts
        .iter()
        .filter_map(|verdict| match verdict {
            Verdict::Undecided { more_pairs } => Some(*more_pairs),
            Verdict::Pass | Verdict::Fail => None,
        })
        .collect();
    if open.is_empty() && !verdicts.is_empty() {
        return Verdict::Pass;
    }
    // One metric that no number of pairs decides leaves the whole open.
    let all: Option<Vec<u32>> = open.into_iter().collect();
    Verdict::Undecided { more_pairs: all.and_then(|all| all.into_iter().max()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(least: Option<f64>, most: Option<f64>, lower: f64, upper: f64, position: Position) {
        let band = Band { least, most };
        assert_eq!(band.position(&Interval { lower, upper, confidence: 0.95 }), position);
    }

    #[test]
    fn the_position_is_one_of_three() {
        check(Some(-0.1), Some(0.1), -0.05, 0.05, Position::Inside);
        check(Some(-0.1), Some(0.1), -0.1, 0.1, Position::Inside);
        check(Some(-0.1), Some(0.1), -0.2, 0.05, Position::Astride);
        check(Some(-0.1), Some(0.1), -0.2, 0.2, Position::Astride);
        check(Some(-0.1), Some(0.1), 0.11, 0.2, Position::Outside);
        check(Some(-0.1), Some(0.1), -0.3, -0.2, Position::Outside);
        check(None, Some(0.1), -9.0, 0.05, Position::Inside);
        check(Some(-0.1), None, 0.0, f64::INFINITY, Position::Inside);
        check(None, Some(0.1), f64::NEG_INFINITY, f64::INFINITY, Position::Astride);
        check(None, Some(0.1), f64::NAN, f64::NAN, Position::Astride);
    }

    #[test]
    fn four_times_the_pairs_halve_the_interval() {
        let imagined = |pairs: f64| {
            let half = 0.2 * (20.0 / pairs).sqrt();
            Some(Interval { lower: -half, upper: half, confidence: 0.95 })
        };
        assert_eq!(more_pairs(20, Band { least: None, most: Some(0.1) }, imagined), Some(60));
        assert_eq!(more_pairs(20, Band { least: None, most: Some(0.0) }, imagined), None);
        assert_eq!(more_pairs(0, Band { least: None, most: Some(0.1) }, |_| None), None);
    }

    #[test]
    fn undecided_is_respected() {
        let undecided = |more_pairs| Verdict::Undecided { more_pairs };
        assert_eq!(overall(&[]), undecided(None));
        assert_eq!(overall(&[Verdict::Pass, Verdict::Pass]), Verdict::Pass);
        assert_eq!(overall(&[Verdict::Pass, undecided(Some(4)), undecided(Some(9))]), undecided(Some(9)));
        assert_eq!(overall(&[undecided(Some(4)), undecided(None)]), undecided(None));
        assert_eq!(overall(&[undecided(Some(4)), Verdict::Fail]), Verdict::Fail);
    }
}
