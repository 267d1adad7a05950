//! Figures for people, and the statistics behind a verdict. Nothing here measures: times come from the runs.
//!
//! A comparison asks the source, the source again and the target the same thing, pair after pair, in shuffled order, and
//! judges every metric by its interval beside a margin that was stated first. Floats are allowed here for times and
//! ratios; money enters as exact decimals and leaves `sample::cost_ratios` as ratios.
//!
//! | file | what it is for |
//! | --- | --- |
//! | [`number`] | how figures are written |
//! | [`explanation`] | a figure with its formula, inputs, seed, and what would change it |
//! | [`schedule`] | the shuffled order of the lanes of every pair, and the warm-up |
//! | [`sample`] | the pairs: three runs each; costs as ratios |
//! | [`metric`] | one thing measured in every pair, with its margin |
//! | [`margin`] | how much of a difference does not matter, the usual margins and why |
//! | [`rules`] | confidence, accepted false alarms, seed: stated before a comparison is run |
//! | [`judge`] | the verdict on every metric of a comparison: [`judge::judge`] is what a run calls in the end |
//! | [`lanes`] | target against source, source against itself |
//! | [`standing`] | the exact test of three lanes: does the target stand out? |
//! | [`equivalence`] | interval beside margin: pass, fail, or undecided and how many more pairs |
//! | [`correction`] | Holm's correction for many metrics |
//! | [`effect`] | the size of a difference in words |
//! | [`power`] | how many pairs a comparison needs |
//! | [`interval`] | intervals of shares and of differences of paired shares |
//! | [`bootstrap`] | the seeded bootstrap interval of a mean log ratio |
//! | [`exact`] | the sign test, which is McNemar's for yes and no |
//! | [`quantile`] | median and percentiles of a sample |
//! | [`special`] | normal, Student's and binomial distributions |
//! | [`random`] | the seeded generator |
//! | [`drawing`] | lines, curves, dots, bars and words on a plane, as data and as an SVG file |
//! | [`axis`] | from values to pixels, and round ticks |
//!
//! **Invariant:** all of it is a function of samples, margins, rules and seed, to the same bits on every machine.

pub mod axis;
pub mod bootstrap;
pub mod correction;
pub mod drawing;
pub mod effect;
pub mod equivalence;
pub mod exact;
pub mod explanation;
pub mod interval;
pub mod judge;
pub mod lanes;
pub mod margin;
pub mod metric;
pub mod number;
pub mod power;
pub mod quantile;
pub mod random;
pub mod rules;
pub mod sample;
pub mod schedule;
pub mod special;
pub mod standing;
