//! Switchyard moves a code base from OpenRouter to the AI Stats (Phaseo) Gateway, with proof.
//!
//! # The map of the house
//! | room | what lives there |
//! | --- | --- |
//! | [`gateway`] | both gateways as data: profiles, base URLs, keys, HTTP as data, and the tolerant readers of everything they answer |
//! | [`models`] | both catalogues against the ids in use: exact, missing, nearest; the alias map |
//! | [`compare`] | one request on two gateways: the run of each side, its marks in time, the text difference |
//! | [`migrate`] | what a person takes into their code: snippets |
//! | [`share`] | the case file, its link, redaction |
//! | [`simulator`] | both gateways as a deterministic function of request, seed and fault |
//! | [`app`] | `Model`, `Msg`, `Effect`, `update`: everything that can happen |
//! | [`measure`] | how figures are written |
//! | [`diagnostic`] | what every message has: what happened, the likely cause, what to do |
//! | [`route`] | the page addresses |
//! | `browser` | wasm32 only: every side effect |
//! | `ui` | wasm32 only: components; they decide nothing |
//!
//! **Invariant:** outside `browser` and `ui` nothing knows a browser; the web crates are dependencies of wasm32 only,
//! so the compiler enforces it.
//! **Invariant:** nothing outside `gateway::key` can read the text of a key.
//! **Invariant:** no float holds money.
//! **Invariant:** broken input is normal: no reader panics, and what could not be read is said.

pub mod app;
pub mod compare;
pub mod diagnostic;
pub mod gateway;
pub mod measure;
pub mod migrate;
pub mod models;
pub mod route;
pub mod share;
pub mod simulator;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
