//! What a person takes into their code: [`change`]s that rules propose, the [`patch`] that is made of them, the
//! [`compatibility`] layer, [`snippets`]; what becomes of each field ([`field_map`]), of a request and its answer
//! ([`translate`]), of routing and defaults ([`presets`]), and the tables of all three as the page shows them ([`sheet`]).
//!
//! Not a change to any file: this is text to read, to copy and to apply.
//!
//! **Invariant:** nothing here adds a key to any text; code names the environment variable that holds it.

pub mod change;
pub mod compatibility;
pub mod field_map;
pub mod patch;
pub mod presets;
pub mod sheet;
pub mod snippets;
pub mod translate;
