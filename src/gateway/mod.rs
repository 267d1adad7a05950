//! Both gateways as data, and tolerant readers of what they answer.
//!
//! **Invariant:** nothing here knows a browser, a clock or randomness.

pub(crate) mod field;

pub mod accepted_keys;
pub mod accepted_ranges;
pub mod answer;
pub mod base_url;
pub mod catalogue;
pub mod endpoint;
pub mod error;
pub mod failure;
pub mod frame;
pub mod http;
pub mod key;
pub mod merge;
pub mod money;
pub mod profile;
pub mod profiles;
pub mod reader;
pub mod side;
pub mod sse;
