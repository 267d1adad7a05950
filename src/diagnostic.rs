//! The one shape of every message for a person: what happened, the likely cause, what to do.
//! Not a log and not an error type: errors have their own enums and turn into this when they are shown.
//! **Invariant:** no part is empty, and no part holds the text of a key.

use std::fmt;

/// A message in three parts, each a full sentence or two.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What happened, with the name of the thing it happened to.
    pub what: String,
    /// The likely cause.
    pub why: String,
    /// What to do next.
    pub do_this: String,
}

impl Diagnostic {
    /// Makes a message of its three parts.
    #[must_use]
    pub fn new(what: impl Into<String>, why: impl Into<String>, do_this: impl Into<String>) -> Self {
        Diagnostic { what: what.into(), why: why.into(), do_this: do_this.into() }
    }
}

/// All three parts on one line, in their order.
impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.what, self.why, self.do_this)
    }
}
