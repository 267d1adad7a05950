//! Figures for people. Nothing here measures: times come from the runs.

pub mod number;
