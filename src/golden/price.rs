//! What a call can cost at most before it is made, and what it did cost. Not a catalogue: prices are given to it.
//! **Invariant:** a bound is never below the true price of an answer that keeps to the list prices; where no bound can
//! be given there is none, and none is not zero.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::result::{CallEnd, CallResult};
use crate::gateway::catalogue::ModelRow;
use crate::gateway::money::Usd;

/// The list prices of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListPrice {
    /// US dollars for a million tokens of a prompt.
    pub input: Option<Usd>,
    /// US dollars for a million tokens of an answer.
    pub output: Option<Usd>,
    /// The most tokens that an answer can have.
    pub most_output: Option<u64>,
}

/// What was spent on an attempt, and how well that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// The gateway said it.
    Reported(Usd),
    /// Reported tokens times list prices.
    Estimated(Usd),
    /// Nothing is known but the bound: an answer that broke off is usually billed.
    Assumed(Usd),
    /// There was no answer to pay for.
    Nothing,
    /// It may have cost something, and nobody can say how much.
    Unknown,
}

/// Tokens that a gateway may put around each message by itself, above what any chat format is known to add.
const AROUND_A_MESSAGE: u64 = 16;

impl ListPrice {
    /// The prices that a row names; none where they vary.
    #[must_use]
    pub fn of(row: &ModelRow) -> ListPrice {
        if row.price_varies {
            return ListPrice { most_output: row.max_output_tokens, ..ListPrice::default() };
        }
        ListPrice {
            input: row.price_input_per_million,
            output: row.price_output_per_million,
            most_output: row.max_output_tokens,
        }
    }

    /// The prices of a model in a list, by its id or another id that leads to it.
    #[must_use]
    pub fn find(rows: &[ModelRow], id: &str) -> Option<ListPrice> {
        let by_id = rows.iter().find(|row| row.id == id);
        by_id.or_else(|| rows.iter().find(|row| row.aliases.iter().any(|alias| alias == id))).map(ListPrice::of)
    }

    /// The most that a request can cost: a token is at least one byte of text, and the answer has as many tokens as the
    /// request or the model allows. `None` without prices or without a limit, and for content that is no text.
    #[must_use]
    pub fn bound(&self, body: &Map<String, Value>) -> Option<Usd> {
        let input = prompt_bound(body)?;
        let named =
            ["max_tokens", "max_completion_tokens", "max_output_tokens"].iter().find_map(|name| body.get(*name));
        let each = named.and_then(Value::as_u64).or(self.most_output)?;
        let choices = body.get("n").and_then(Value::as_u64).unwrap_or(1).max(1);
        self.times(input, each.checked_mul(choices)?)
    }

    /// What so many tokens cost; `None` without prices or beyond what decimals hold.
    #[must_use]
    pub fn times(&self, input_tokens: u64, output_tokens: u64) -> Option<Usd> {
        let part = |price: Option<Usd>, tokens: u64| price?.0.checked_mul(Decimal::from(tokens));
        let sum = part(self.input, input_tokens)?.checked_add(part(self.output, output_tokens)?)?;
        sum.checked_div(Decimal::from(1_000_000_u64)).map(Usd)
    }

    /// What an attempt is counted as. `bound` is the most it can have cost.
    #[must_use]
    pub fn charge(&self, result: &CallResult, bound: Option<Usd>) -> Charge {
        if let Some(cost) = result.cost() {
            return Charge::Reported(cost);
        }
        let tokens = result.prompt_tokens.zip(result.completion_tokens);
        if let Some(cost) = tokens.and_then(|(prompt, completion)| self.times(prompt, completion)) {
            return Charge::Estimated(cost);
        }
        let begun = result.status.is_some_and(|status| status < 400);
        match &result.end {
            CallEnd::Refused if !begun => Charge::Nothing,
            // Without a head nobody knows how far it got; the same is true of what began and broke off.
            CallEnd::Failed(word) if word == "network" && result.status.is_none() => Charge::Nothing,
            _ => bound.map_or(Charge::Unknown, Charge::Assumed),
        }
    }
}

/// The most tokens that the prompt can have; `None` if it holds more than text.
fn prompt_bound(body: &Map<String, Value>) -> Option<u64> {
    let mut bytes: u64 = 0;
    let mut messages: u64 = 1;
    for (name, value) in body {
        match name.as_str() {
            "messages" | "input" => {
                if holds_media(value) {
                    return None;
                }
                messages += value.as_array().map_or(1, |items| items.len() as u64);
                bytes += value.to_string().len() as u64;
            }
            "tools" | "functions" | "instructions" | "response_format" | "text" | "prediction" => {
                bytes += value.to_string().len() as u64;
            }
            _ => {}
        }
    }
    Some(bytes + messages * AROUND_A_MESSAGE)
}

/// Whether there is a part that is priced otherwise than by its characters.
fn holds_media(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(holds_media),
        Value::Object(fields) => {
            let kind = fields.get("type").and_then(Value::as_str).unwrap_or_default();
            kind.contains("image")
                || kind.contains("audio")
                || kind.contains("video")
                || kind.contains("file")
                || fields.values().any(holds_media)
        }
        _ => false,
    }
}

/// Adds amounts; what decimals cannot hold is the greatest amount there is, so that no ceiling is passed by it.
#[must_use]
pub fn sum(one: Usd, other: Usd) -> Usd {
    Usd(one.0.saturating_add(other.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn usd(text: &str) -> Usd {
        Usd::from_json(&json!(text)).unwrap()
    }

    fn price() -> ListPrice {
        ListPrice { input: Some(usd("0.4")), output: Some(usd("1.6")), most_output: Some(1000) }
    }

    fn body(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn the_bound_counts_every_byte_and_every_token_that_is_allowed() {
        let request =
            body(json!({ "model": "a", "messages": [{ "role": "user", "content": "hi" }], "max_tokens": 100 }));
        let bytes = request["messages"].to_string().len() as u64;
        assert_eq!(price().bound(&request), price().times(bytes + 32, 100));
        let open = body(json!({ "messages": [], "n": 2 }));
        assert_eq!(price().bound(&open), price().times(18, 2000));
        assert_eq!(ListPrice { most_output: None, ..price() }.bound(&open), None);
        assert_eq!(ListPrice { input: None, ..price() }.bound(&request), None);
        let image = body(
            json!({ "messages": [{ "content": [{ "type": "image_url", "image_url": { "url": "x" } }] }], "max_tokens": 1 }),
        );
        assert_eq!(price().bound(&image), None);
        assert_eq!(price().bound(&body(json!({ "n": u64::MAX, "max_tokens": u64::MAX }))), None);
    }

    #[test]
    fn a_charge_says_how_well_it_is_known() {
        let bound = Some(usd("0.01"));
        let answered = CallResult { end: CallEnd::Answered, status: Some(200), ..CallResult::default() };
        assert_eq!(
            price().charge(&CallResult { cost_usd: Some("0.002".into()), ..answered.clone() }, bound),
            Charge::Reported(usd("0.002"))
        );
        let counted = CallResult { prompt_tokens: Some(1000), completion_tokens: Some(500), ..answered.clone() };
        assert_eq!(price().charge(&counted, bound), Charge::Estimated(usd("0.0012")));
        assert_eq!(price().charge(&answered, bound), Charge::Assumed(usd("0.01")));
        assert_eq!(price().charge(&answered, None), Charge::Unknown);
        let refused = |status| CallResult { end: CallEnd::Refused, status: Some(status), ..CallResult::default() };
        assert_eq!(price().charge(&refused(429), bound), Charge::Nothing);
        assert_eq!(price().charge(&refused(200), bound), Charge::Assumed(usd("0.01")));
        let failed =
            |word: &str, status| CallResult { end: CallEnd::Failed(word.into()), status, ..CallResult::default() };
        assert_eq!(price().charge(&failed("network", None), bound), Charge::Nothing);
        assert_eq!(price().charge(&failed("cut", Some(200)), bound), Charge::Assumed(usd("0.01")));
        assert_eq!(price().charge(&failed("hang", None), bound), Charge::Assumed(usd("0.01")));
    }
}
