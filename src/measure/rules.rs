//! The rules by which one comparison is judged, stated before it is run. Not the margins: every metric has its own.
//! **Invariant:** the rules and the samples alone give every figure and every verdict again.

/// The rules of a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// How often an interval holds the true value. 0.95: at a true difference on the limit of a margin at most one in
    /// forty comparisons passes (the interval has two sides), and never more than one in twenty.
    pub confidence: f64,
    /// How often at least one metric of a whole comparison may stand out although nothing differs. 0.001: a developer who
    /// compares every working day sees one false alarm in four years.
    pub false_alarms: f64,
    /// Samples drawn for a bootstrap. With 1,999 the bounds move by about a fiftieth of the width from seed to seed.
    pub resamples: u32,
    /// The seed of all draws.
    pub seed: u64,
    /// Fewer pairs of a quantity have no verdict at all.
    pub least_pairs: usize,
    /// Fewer pairs of a quantity are never a pass: the interval was shown to keep its promise from here on.
    pub least_pairs_to_pass: usize,
    /// With a larger share of pairs that could not be measured there is no pass: those that could are a choice.
    pub most_left_out: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            confidence: 0.95,
            false_alarms: 0.001,
            resamples: 1_999,
            seed: 0,
            least_pairs: 10,
            least_pairs_to_pass: 20,
            most_left_out: 0.1,
        }
    }
}
