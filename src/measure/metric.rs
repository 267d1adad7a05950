//! One thing that was measured in every pair, with its margin. Not its verdict.
//! **Invariant:** a margin is of the kind that its measurements need: ratios for quantities, shares for yes or no.

use super::margin::{RatioMargin, ShareMargin};
use super::sample::{Agreement, Triple};

/// One metric of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its name for people.
    pub name: String,
    /// The pairs and the margin.
    pub measured: Measured,
}

/// The pairs of a metric, and how much of a difference does not matter.
#[derive(Debug, Clone, PartialEq)]
pub enum Measured {
    /// A quantity above zero: a time in milliseconds, a number of tokens, a cost (see `sample::cost_ratios`).
    Quantity {
        /// The pairs; `None` where a run gave no such quantity.
        pairs: Vec<Triple<Option<f64>>>,
        /// How many times as much may be.
        margin: RatioMargin,
    },
    /// Whether each run did what it should.
    Success {
        /// The pairs.
        pairs: Vec<Triple<bool>>,
        /// How far the shares of success may be apart, target less source.
        margin: ShareMargin,
    },
    /// Whether each answer is like the source's first.
    Agreement {
        /// The pairs; `None` where there were no answers to be compared.
        pairs: Vec<Option<Agreement>>,
        /// How far the shares of difference may be apart, target less source again.
        margin: ShareMargin,
    },
}

impl Metric {
    /// Makes a metric.
    #[must_use]
    pub fn new(name: impl Into<String>, measured: Measured) -> Self {
        Metric { name: name.into(), measured }
    }
}
