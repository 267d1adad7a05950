//! What a rule would change in a file: edits of byte ranges with a safety and a reason.
//! Not a patch: nothing is applied here, and hunks are made elsewhere.
//! **Invariant:** the edits of one change are in order and do not overlap; what is not understood stays byte for byte.

use serde::{Deserialize, Serialize};

use crate::inventory::outline::Span;

/// Replaces a range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty to insert.
    pub span: Span,
    /// What comes.
    pub replacement: String,
}

/// How far a change can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Safety {
    /// The rule proves that the program means the same towards the target. On by default.
    Safe,
    /// Probably right, but a person decides. Off by default.
    NeedsReview,
    /// Code to write by hand, or a promise that would be given up. It is shown with what to write and what is lost, is never
    /// taken along with others, and can be taken alone: what is put in then is a stand-in that fails with its reason.
    TakenAlone,
    /// Code to write by hand, without anything that could be put in; never applied.
    ShownOnly,
}

impl Safety {
    /// The word of files and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::NeedsReview => "needs_review",
            Safety::TakenAlone | Safety::ShownOnly => "shown_only",
        }
    }
}

/// One change: edits that are taken or left together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The rule that proposes it.
    pub rule: &'static str,
    /// What is done and why, as sentences.
    pub reason: String,
    /// How far it can be trusted.
    pub safety: Safety,
    /// The edits, in order, disjoint.
    pub edits: Vec<Edit>,
}
