//! The parameter probe: small requests to both gateways that show what each does with a parameter, its cost before any
//! is sent, and what the answers show. Not the sending, which is `app::parameter_probe`.
//!
//! **Invariant:** pure: questions out, judgements of what was seen in; nothing here asks anyone.

pub mod cost;
pub mod judge;
pub mod plan;
