//! Tests on the native target: whole fixtures, properties, and the simulator against the readers.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "in a test a panic is the way to fail"
)]

mod app;
mod corpus;
mod corpus_patch;
mod exchange;
mod fall_back;
mod field_map;
mod hostile;
mod k6_export;
mod models_corpus;
mod rewriting;
mod simulator;
mod snippets;
mod statistics;
mod wire;
mod wire_frames;
