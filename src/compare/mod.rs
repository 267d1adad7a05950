//! One request, two gateways: the run of each side and what differs.
//!
//! **Invariant:** one side failing leaves the other whole; nothing here judges.

pub mod fields_read;
pub mod form;
pub mod history;
pub mod json_text;
pub mod request;
pub mod run;
pub mod text_blocks;
pub mod text_difference;
