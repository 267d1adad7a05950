//! Switchyard moves a code base from OpenRouter to the AI Stats (Phaseo) Gateway, with proof.
//!
//! # The map of the house
//! | room | what lives there |
//! | --- | --- |
//! | [`gateway`] | both gateways as data: profiles, base URLs, keys, HTTP as data, and the tolerant readers of everything they answer |
//! | [`inventory`] | source code in, findings out: intake, readers of languages, rules; it runs in the web worker |
//! | [`models`] | both catalogues against the ids in use: how each id stands and why, pairs side by side, the alias map |
//! | [`compare`] | one request on two gateways: the editor's form and history, the run of each side, the timeline, the differences, the verdicts on the pair with their rules, tools against schemas, cost, who served it |
//! | [`golden`] | a set of prompts on both gateways, many times: the set, its checks, the run as a state machine, its samples and figures |
//! | [`exchange`] | requests from elsewhere, read and cleaned of keys: cURL of three shells, HAR, `fetch`, JSON |
//! | [`migrate`] | what a person takes into their code: changes and the patch of them, the compatibility layer, snippets, the field map, the translator, presets |
//! | [`probe`] | requests that show what a gateway does with a parameter, what they cost at most, what their answers show |
//! | [`share`] | the case file, its link, redaction |
//! | [`simulator`] | both gateways as a deterministic function of request, seed and fault |
//! | [`app`] | `Model`, `Msg`, `Effect`, `update`: everything that can happen; what happens on other pages than the first (`others`) is fetched with them |
//! | [`measure`] | how figures are written; the statistics and verdicts of a comparison |
//! | [`diagnostic`] | what every message has: what happened, the likely cause, what to do |
//! | [`route`] | the page addresses |
//! | `browser` | wasm32 only: every side effect, and three web workers with the page's side of each: `bin/analyzer.rs` holds the code that is scanned, `bin/simulator.rs` plays the demo, `bin/validator.rs` holds answers against schemas; `bin/meter.rs` is for the bench alone |
//! | `ui` | wasm32 only: components; they decide nothing |
//!
//! **Invariant:** outside `browser` and `ui` nothing knows a browser; the web crates are dependencies of wasm32 only,
//! so the compiler enforces it.
//! **Invariant:** a key's text leaves `gateway::key` as the header of a request to the key's own origin, and as what a
//! redactor looks for and takes out; in no other way.
//! **Invariant:** no float holds money: `measure::sample` makes ratios of it, and `golden::figure` lengths of bars.
//! **Invariant:** broken input is normal: no reader panics, and what could not be read is said.

pub mod app;
pub mod compare;
pub mod diagnostic;
pub mod exchange;
pub mod gateway;
pub mod golden;
pub mod inventory;
pub mod measure;
pub mod migrate;
pub mod models;
pub mod probe;
pub mod route;
pub mod share;
pub mod simulator;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
