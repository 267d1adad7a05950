//! A figure and everything a reader needs to compute it again: formula, inputs, seed, and what would change it.
//! Not the wording of a verdict. **Invariant:** a figure never leaves `measure` without its explanation, and the
//! inputs of an explanation suffice to compute the figure again.

/// A number with its explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The number; its unit is in the formula.
    pub value: f64,
    /// How it came about.
    pub explanation: Explanation,
}

/// How a figure came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The formula in words and signs, with the names of the inputs.
    pub formula: &'static str,
    /// What went into it.
    pub inputs: Vec<Input>,
    /// The seed of the pseudo-random numbers; `None` if there were none.
    pub seed: Option<u64>,
    /// What would make it another number: a full sentence.
    pub what_would_change_it: String,
}

/// One input of a formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its name in the formula.
    pub name: &'static str,
    /// Its value.
    pub value: Given,
}

/// The value of an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A number.
    Number(f64),
    /// A count.
    Count(u64),
    /// One number for each pair, in the order of the pairs.
    Series(Vec<f64>),
}

impl Figure {
    /// A figure without pseudo-random numbers in it.
    #[must_use]
    pub fn new(value: f64, formula: &'static str, inputs: Vec<Input>, what_would_change_it: impl Into<String>) -> Self {
        let what_would_change_it = what_would_change_it.into();
        Figure { value, explanation: Explanation { formula, inputs, seed: None, what_would_change_it } }
    }
}

impl Input {
    /// A number.
    #[must_use]
    pub const fn number(name: &'static str, value: f64) -> Self {
        Input { name, value: Given::Number(value) }
    }

    /// A count.
    #[must_use]
    pub const fn count(name: &'static str, value: usize) -> Self {
        Input { name, value: Given::Count(value as u64) }
    }

    /// One number for each pair.
    #[must_use]
    pub fn series(name: &'static str, values: &[f64]) -> Self {
        Input { name, value: Given::Series(values.to_vec()) }
    }
}
