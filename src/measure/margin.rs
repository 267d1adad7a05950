//! How much of a difference does not matter, stated before anything is measured. Not a verdict.
//! **Invariant:** a margin holds "no difference at all", has at least one limit, and says why it is what it is.

use crate::diagnostic::Diagnostic;
use std::borrow::Cow;

/// The limits of a margin on the scale on which effects are computed: natural logarithms of ratios, or differences of
/// shares. `None`: a difference in that direction never matters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The lowest effect that does not matter.
    pub least: Option<f64>,
    /// The highest one.
    pub most: Option<f64>,
}

/// A margin for quantities: how many times the source's the target's may be.
#[derive(Debug, Clone, PartialEq)]
pub struct RatioMargin {
    least: Option<f64>,
    most: Option<f64>,
    why: Cow<'static, str>,
}

/// A margin for shares: how far the target's share may lie from the source's (0.05 is five of a hundred requests).
#[derive(Debug, Clone, PartialEq)]
pub struct ShareMargin {
    band: Band,
    why: Cow<'static, str>,
}

impl RatioMargin {
    /// A margin of one's own: `least` above 0 and at most 1, `most` at least 1; one of them may be absent.
    ///
    /// # Errors
    /// Says what is wrong with the limits.
    pub fn new(least: Option<f64>, most: Option<f64>, why: impl Into<String>) -> Result<Self, Diagnostic> {
        let fits = least.is_none_or(|least| least > 0.0 && least <= 1.0)
            && most.is_none_or(|most| most >= 1.0 && most.is_finite());
        if fits && (least.is_some() || most.is_some()) {
            return Ok(RatioMargin { least, most, why: Cow::Owned(why.into()) });
        }
        Err(Diagnostic::new(
            "This margin cannot be used.",
            "It must hold the ratio 1, which is no difference, and have a limit on at least one side.",
            "State a lower limit between 0 and 1, an upper limit above 1, or both.",
        ))
    }

    /// Time to the first text and to the end: a tenth longer.
    #[must_use]
    pub const fn latency() -> Self {
        RatioMargin {
            least: None,
            most: Some(1.1),
            why: Cow::Borrowed(
                "A tenth longer is 100 ms on an answer that takes a second, about what a person notices; being faster \
                 is no fault.",
            ),
        }
    }

    /// Cost of an answer: a twentieth more.
    #[must_use]
    pub const fn cost() -> Self {
        RatioMargin {
            least: None,
            most: Some(1.05),
            why: Cow::Borrowed(
                "A twentieth more is less than what one answer costs more than the next because of its length; being \
                 cheaper is no fault.",
            ),
        }
    }

    /// Length of an answer in tokens: a fifth shorter or a quarter longer.
    #[must_use]
    pub const fn length() -> Self {
        RatioMargin {
            least: Some(0.8),
            most: Some(1.25),
            why: Cow::Borrowed(
                "An answer that is a fifth shorter or a quarter longer (the same step, up and down) hints at another \
                 model or another limit; less is what one model does by itself.",
            ),
        }
    }

    /// The lower and the upper limit as ratios.
    #[must_use]
    pub const fn limits(&self) -> (Option<f64>, Option<f64>) {
        (self.least, self.most)
    }

    /// Why it is what it is.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// The limits on the scale of effects.
    #[must_use]
    pub fn band(&self) -> Band {
        Band { least: self.least.map(libm::log), most: self.most.map(libm::log) }
    }
}

impl ShareMargin {
    /// A margin of one's own: `least` from -1 to 0, `most` from 0 to 1; one of them may be absent.
    ///
    /// # Errors
    /// Says what is wrong with the limits.
    pub fn new(least: Option<f64>, most: Option<f64>, why: impl Into<String>) -> Result<Self, Diagnostic> {
        let fits = least.is_none_or(|least| (-1.0..=0.0).contains(&least))
            && most.is_none_or(|most| (0.0..=1.0).contains(&most));
        if fits && (least.is_some() || most.is_some()) {
            return Ok(ShareMargin { band: Band { least, most }, why: Cow::Owned(why.into()) });
        }
        Err(Diagnostic::new(
            "This margin cannot be used.",
            "It must hold the difference 0 and have a limit on at least one side.",
            "State a lower limit between -1 and 0, an upper limit between 0 and 1, or both.",
        ))
    }

    /// Success: five of a hundred requests fewer.
    #[must_use]
    pub const fn success() -> Self {
        ShareMargin {
            band: Band { least: Some(-0.05), most: None },
            why: Cow::Borrowed(
                "Five failures more in a hundred requests is what one retry hides; 73 pairs without a failure are \
                 enough to show that there are fewer. More successes are no fault.",
            ),
        }
    }

    /// Difference of a contract, for example of the type at one path: two of a hundred answers more.
    #[must_use]
    pub const fn agreement() -> Self {
        ShareMargin {
            band: Band { least: None, most: Some(0.02) },
            why: Cow::Borrowed(
                "Code that reads a field breaks on the first answer in which it is another, so that the margin is \
                 small: two in a hundred answers beyond what the source itself varies. 189 pairs without a difference \
                 are enough to show it.",
            ),
        }
    }

    /// Why it is what it is.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// The limits on the scale of effects.
    #[must_use]
    pub const fn band(&self) -> Band {
        self.band
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_holds_no_difference_and_has_a_limit() {
        assert!(RatioMargin::new(None, Some(1.2), "why").is_ok());
        assert!(ShareMargin::new(Some(-0.1), Some(0.1), "why").is_ok());
        for (least, most) in [
            (None, None),
            (Some(1.1), None),
            (None, Some(0.9)),
            (Some(0.0), None),
            (None, Some(f64::NAN)),
            (None, Some(f64::INFINITY)),
        ] {
            assert!(RatioMargin::new(least, most, "why").is_err(), "{least:?} {most:?}");
        }
        for (least, most) in [(None, None), (Some(0.1), None), (None, Some(-0.1)), (Some(f64::NAN), None)] {
            assert!(ShareMargin::new(least, most, "why").is_err(), "{least:?} {most:?}");
        }
    }
}
