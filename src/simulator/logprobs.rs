//! `choices[].logprobs` of a whole chat answer, in OpenAI's shape, which both gateways pass on. Not in the deltas of a
//! stream. **Invariant:** without the wish for it there is `null`; with it, one entry a token, also for an empty text.

use super::pieces::pieces;
use super::question::Question;
use serde_json::{Value, json};

/// The probabilities of a text's tokens, if the question asks for them.
pub(super) fn logprobs(question: &Question, text: &str) -> Value {
    if !question.logprobs {
        return Value::Null;
    }
    // No model stands behind the text, so that the numbers only have the right sign and order.
    let entry = |token: &str, place: u32| json!({ "token": token, "logprob": -0.125 - f64::from(place), "bytes": token.as_bytes() });
    let content: Vec<Value> = pieces(text)
        .into_iter()
        .map(|token| {
            let others = (0..question.top_logprobs).map(|place| {
                let other = if place == 0 { token.to_owned() } else { format!(" other{place}") };
                entry(&other, place)
            });
            let mut said = entry(token, 0);
            if let Some(said) = said.as_object_mut() {
                said.insert("top_logprobs".into(), others.collect());
            }
            said
        })
        .collect();
    json!({ "content": content, "refusal": null })
}
