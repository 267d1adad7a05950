//! Tests on the native target: whole fixtures, properties, and the simulator against the readers.

mod snippets;
mod wire;
