//! The size of a difference in words. Not a verdict: a small difference can be a fail, if the margin is smaller.
//! **Invariant:** the words name the direction, the size, and the range that the data leave possible.

use super::interval::Interval;

/// How large a difference is, in the field's usual classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Hardly any.
    Negligible,
    /// Small.
    Small,
    /// Medium.
    Medium,
    /// Large.
    Large,
}

impl Size {
    /// Of quantities, by how often the target's is the larger one of a pair (ties count half); the classes are those of
    /// Vargha and Delaney (2000): 56, 64 and 71 of a hundred pairs.
    #[must_use]
    pub fn of_superiority(share: f64) -> Self {
        Self::class((share - 0.5).abs(), [0.06, 0.14, 0.21])
    }

    /// Of shares, by Cohen's h, the difference of their arcsines; the classes are Cohen's (1988): 0.2, 0.5 and 0.8.
    #[must_use]
    pub fn of_shares(one: f64, other: f64) -> Self {
        Self::class(cohens_h(one, other).abs(), [0.2, 0.5, 0.8])
    }

    fn class(size: f64, [small, medium, large]: [f64; 3]) -> Self {
        if size < small {
            Size::Negligible
        } else if size < medium {
            Size::Small
        } else if size < large {
            Size::Medium
        } else {
            Size::Large
        }
    }

    /// As in "a small difference".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Size::Negligible => "hardly a difference",
            Size::Small => "a small difference",
            Size::Medium => "a medium difference",
            Size::Large => "a large difference",
        }
    }
}

/// Cohen's h of two shares.
#[must_use]
pub fn cohens_h(one: f64, other: f64) -> f64 {
    let angle = |share: f64| 2.0 * libm::asin(libm::sqrt(share.clamp(0.0, 1.0)));
    angle(one) - angle(other)
}

/// How often the target's value is the larger one beside either run of the source; ties count half. `None` without pairs.
#[must_use]
pub fn superiority(pairs: &[[f64; 3]]) -> Option<f64> {
    let larger = |one: f64, other: f64| f64::from(u8::from(one > other)) + f64::from(u8::from(one >= other));
    let sum: f64 = pairs.iter().map(|[source, again, target]| larger(*target, *source) + larger(*target, *again)).sum();
    (!pairs.is_empty()).then(|| sum / (4.0 * pairs.len() as f64))
}

/// The words for a ratio, for example "12.0 % more than the source; 4.0 % more to 21.0 % more are possible: a small
/// difference."
#[must_use]
pub fn ratio_words(ratio: f64, interval: &Interval, size: Size) -> String {
    sentence(&percent(ratio), &percent(interval.lower), &percent(interval.upper), size)
}

/// The words for a difference of shares, likewise, in requests of a hundred.
#[must_use]
pub fn share_words(difference: f64, interval: &Interval, size: Size) -> String {
    sentence(&of_hundred(difference), &of_hundred(interval.lower), &of_hundred(interval.upper), size)
}

/// What is called no difference, as it would be written as 0.0.
const NONE: &str = "no more or less";

fn sentence(estimate: &str, lower: &str, upper: &str, size: Size) -> String {
    format!("{estimate} than the source; {lower} to {upper} are possible: {}.", size.words())
}

fn percent(ratio: f64) -> String {
    let change = (ratio - 1.0) * 100.0;
    match change {
        _ if change.is_nan() => crate::measure::number::NOTHING.to_owned(),
        _ if change.is_infinite() => "any amount more".to_owned(),
        _ if change.abs() < 0.05 => NONE.to_owned(),
        _ if change <= -100.0 => "any amount less".to_owned(),
        _ if change < 0.0 => format!("{:.1} % less", -change),
        _ if change < 100.0 => format!("{change:.1} % more"),
        // From here on hundreds of percent say less than a multiple, in the form of every page: 1.18× is 18 % more.
        _ => format!("{ratio:.2}× more"),
    }
}

fn of_hundred(difference: f64) -> String {
    let points = difference * 100.0;
    match points {
        _ if points.is_nan() => crate::measure::number::NOTHING.to_owned(),
        _ if points.abs() < 0.05 => NONE.to_owned(),
        _ if points < 0.0 => format!("{:.1} of a hundred less", -points),
        _ => format!("{points:.1} of a hundred more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_direction_size_and_range() {
        let range = |lower, upper| Interval { lower, upper, confidence: 0.95 };
        assert_eq!(
            ratio_words(1.12, &range(0.996, 1.21), Size::Small),
            "12.0 % more than the source; 0.4 % less to 21.0 % more are possible: a small difference."
        );
        assert_eq!(
            ratio_words(1.0, &range(0.0, f64::INFINITY), Size::Negligible),
            "no more or less than the source; any amount less to any amount more are possible: hardly a difference."
        );
        assert_eq!(
            share_words(-0.034, &range(-0.1, 0.0), Size::Medium),
            "3.4 of a hundred less than the source; 10.0 of a hundred less to no more or less are possible: a medium \
             difference."
        );
        assert_eq!([1.999, 2.0, 5.0].map(percent), ["99.9 % more", "2.00× more", "5.00× more"]);
    }

    #[test]
    fn sizes_have_the_usual_limits() {
        assert_eq!(
            [0.5, 0.57, 0.35, 0.72].map(Size::of_superiority),
            [Size::Negligible, Size::Small, Size::Medium, Size::Large]
        );
        assert_eq!(Size::of_shares(1.0, 0.98), Size::Small);
        assert_eq!(Size::of_shares(0.5, 0.55), Size::Negligible);
        assert_eq!(superiority(&[[1.0, 1.0, 2.0], [1.0, 2.0, 1.0]]), Some(0.625));
        assert_eq!(superiority(&[]), None);
    }
}
