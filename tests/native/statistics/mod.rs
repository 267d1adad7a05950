//! The statistics of a comparison against an independent oracle, in simulation, and on the simulator's own answers.
//! Every simulation has a fixed seed: its counts are the same on every machine.

mod coverage;
mod draws;
mod oracle;
mod planted;
mod published;
mod same_gateway;
mod simulated;
