//! A golden set: the same prompts to both gateways, many times, with the statistics that an engineer accepts.
//!
//! | file | what it is for |
//! | --- | --- |
//! | [`set`] | cases with variables, their rows and checks |
//! | [`check`] | what is expected of an answer, and whether it is so |
//! | [`evaluation`] | answers and schemas to the validator, and what it says back to the results |
//! | [`read`], [`write`] | sets of other tools, in and out |
//! | [`plan`] | every call of a run in its order, before the first; marks against prompt caches |
//! | [`price`] | what a call can cost at most, and what it did cost |
//! | [`terms`] | all that is fixed before the first call, and the body of each call |
//! | [`retry`] | whether and when a failed attempt is made again |
//! | [`run`] | the run as a state machine |
//! | [`keep`] | a run as it outlives a reload |
//! | [`result`] | what came of one call |
//! | [`shape`] | places and types of an answer's body, kept small |
//! | [`margins`], [`samples`] | from results to the metrics that `measure` judges |
//! | [`serving`] | who served the answers, and whether that is a mixture |
//! | [`matrix`] | the table of results |
//! | [`earlier`] | this run beside an earlier one |
//! | [`figure`] | figures as data |
//! | [`shuttle`] | a set between page and worker |
//! | [`example`] | the worked example |
//!
//! **Invariant:** each call has one final result, and none begins that could pass the price ceiling.

pub mod check;
pub mod earlier;
pub mod evaluation;
pub mod example;
pub mod figure;
pub mod keep;
pub mod margins;
pub mod matrix;
pub mod plan;
pub mod price;
pub mod read;
pub mod result;
pub mod retry;
pub mod run;
pub mod samples;
pub mod serving;
pub mod set;
pub mod shape;
pub mod shuttle;
pub mod terms;
pub mod write;
