//! Components. They show the model and turn what a person does into messages; they decide nothing.
//!
//! **Invariant:** no text of a key is in the document: the key fields are never written to, only emptied.
//! **Invariant:** names of controls are those that the tests find them by.

mod compare;
mod connect;
mod golden;
mod inventory;
mod migrate;
mod models;
mod overlay;
pub mod pages;
mod parts;
mod report;
mod shell;

pub use shell::Shell;
