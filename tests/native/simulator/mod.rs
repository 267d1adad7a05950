//! The simulator against the facts: every refusal, every fault, both ways of streaming, and the same bytes every time.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test a panic is the way to fail"
)]

mod answers;
mod any_bytes;
mod ask;
mod cors;
mod doors;
mod faults;
mod lists;
mod model_ids;
mod refusals;
mod same_again;
mod streams;
