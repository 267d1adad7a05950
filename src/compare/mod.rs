//! One request, two gateways: the run of each side, what differs, and the verdicts on one pair of answers.
//!
//! **Invariant:** one side failing leaves the other whole; what one run cannot show is called undecided.

pub mod answer_json;
pub mod asked;
pub mod buffering;
pub mod cost;
pub mod difference_rows;
pub mod fields_read;
pub mod form;
pub mod history;
pub mod ignore_rule;
pub mod json_difference;
pub mod json_text;
pub mod markdown;
pub mod pace;
pub mod pin;
pub mod request;
pub mod run;
pub mod second_turn;
pub mod server_timing;
pub mod shape;
pub mod silence;
pub mod text_blocks;
pub mod text_difference;
pub mod timeline;
pub mod validity;
pub mod verdict;
