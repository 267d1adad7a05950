//! What leaves the page: the link of a case, and the redaction that everything passes before it leaves.
//!
//! Not the case itself, and not the clipboard or the download: those are effects.
//!
//! **Invariant:** no key leaves. The case file has no field for one, and every free text goes through
//! [`redaction::Redactor`], because a person may have pasted a key into a prompt and a gateway may echo one.

pub mod case;
pub mod clean;
pub mod link;
pub mod redaction;
