//! From proposed changes of a file to units a person accepts or rejects, to the changed text, and to a patch that
//! `git apply` takes in both directions; and what the page shows of it.
//! Not the rules: what should change is decided before, and no file is read or written here.
//!
//! **Invariant:** bytes outside of accepted edits never change; without an accepted hunk the file stays as it is.

pub mod apply;
pub mod environment;
pub mod excerpt;
pub mod hunk;
pub mod split;
pub mod unified;
pub mod view;
pub mod window;

mod conflicts;
mod groups;
mod lines;
mod path;
mod pieces;
mod words;

#[cfg(test)]
mod tests;
