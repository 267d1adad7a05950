//! The worked example: small questions of a support desk, one template and a few fixed ones.
//! Not a benchmark: it shows what a set looks like. **Invariant:** a run of it in the demo shows a pass, a fail and an
//! undecided: a wrong alias is planted there, and the page says so.

use serde_json::json;

use super::check::Check;
use super::set::{GoldenCase, GoldenSet, Row};
use crate::gateway::endpoint::Endpoint;

/// The model of the set.
const MODEL: &str = "openai/gpt-4.1-mini";

/// In the demo the target is asked for this model in place of the set's: five times the price, so that cost has to fail.
pub const WRONG_ALIAS: &str = "openai/gpt-4.1";

const SUBJECTS: [&str; 24] = [
    "a parcel that has not arrived",
    "a refund for a broken lamp",
    "a change of the delivery address",
    "a forgotten password",
    "an invoice without a tax number",
    "a double charge",
    "a missing spare part",
    "the opening hours",
    "a warranty of three years",
    "the return of a gift",
    "a voucher that is refused",
    "a late train ticket",
    "an order that cannot be cancelled",
    "a wrong size",
    "a damaged box",
    "the battery of a phone",
    "an app that closes by itself",
    "a subscription that should end",
    "a newsletter that keeps coming",
    "a question about allergens",
    "a lost receipt",
    "a price that changed overnight",
    "the delivery to an island",
    "a chair that wobbles",
];

/// The set.
#[must_use]
pub fn set() -> GoldenSet {
    let body = json!({
        "model": MODEL,
        "messages": [
            { "role": "system", "content": "You answer customers of a shop in one short sentence." },
            { "role": "user", "content": "A customer writes about {{subject}}. Answer." }
        ],
        "temperature": 0,
        "max_tokens": 24
    });
    let mut case = GoldenCase::new("support", Endpoint::ChatCompletions, body.as_object().cloned().unwrap_or_default());
    case.description = "A short answer to a customer".to_owned();
    case.rows = SUBJECTS.iter().map(|subject| Row::from([("subject".to_owned(), (*subject).to_owned())])).collect();
    case.checks = vec![
        Check::Length { at_least: Some(1), at_most: Some(400) },
        Check::Refusal { expected: false },
        Check::NotContains { text: "I am a language model".to_owned(), ignore_case: true },
    ];
    GoldenSet { name: "Example: support desk".to_owned(), cases: vec![case] }
}
