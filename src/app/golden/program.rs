//! The functions of the Golden set page as a value. Statistics, patterns and the run weigh as much as a fourth of the first
//! load, and a first visit needs none of it: where the pages are cut off (`ui::pages`) the value comes with them.
//! **Invariant:** the main part of the program names these functions nowhere but here, so that it does not hold them.

use serde_json::Value;

use super::{GoldenMsg, case, page, session};
use crate::app::http::HttpEvent;
use crate::app::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::golden::plan::CallId;
use crate::inventory::protocol::SetRead;

/// The functions.
#[derive(Debug)]
pub struct Program {
    pub(super) said: fn(&mut Model, GoldenMsg) -> Vec<Effect>,
    pub(super) entered: fn(&mut Model) -> Vec<Effect>,
    pub(super) happened: fn(&mut Model, u32, CallId, HttpEvent) -> Vec<Effect>,
    pub(super) closed: fn(&mut Model) -> Vec<Effect>,
    pub(super) set_read: fn(&mut Model, Result<SetRead, Diagnostic>),
    pub(super) carried: fn(&Model) -> Option<Value>,
    pub(super) restored: fn(&mut Model, Value),
}

/// The functions of this build.
pub static PROGRAM: Program = Program {
    said: page::said,
    entered: page::entered,
    happened: session::happened,
    closed: session::closed,
    set_read: page::set_read,
    carried: case::carried,
    restored: case::restored,
};
