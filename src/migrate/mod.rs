//! What a person takes into their code.
//!
//! Not a change to any file: this is text to read and to copy.
//!
//! **Invariant:** nothing here holds a key; code names the environment variable that does.

pub mod snippets;
