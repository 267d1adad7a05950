//! Tokens and cost from every place in which a gateway puts them.
//! Not an estimate: a cost that nobody sent stays `None`, and a total is never added up.
//! **Invariant:** costs are exact decimals.

use crate::gateway::answer::Usage;
use crate::gateway::field::{first_count, list};
use crate::gateway::money::Usd;
use serde_json::Value;

/// What a frame or a body says about tokens and cost; `None` if nothing.
///
/// The usage object stands at the top (both gateways), in `response` (events of `/responses`), or in a choice
/// (seen from a few upstreams). The target adds its cost at the top as well (August 2026).
pub(super) fn read(value: &Value) -> Option<Usage> {
    let object = |holder: &Value| holder.get("usage").filter(|usage| usage.is_object()).map(usage_of);
    let response = value.get("response");
    let found =
        object(value).or_else(|| response.and_then(object)).or_else(|| list(value, "choices").iter().find_map(object));
    let mut usage = found.unwrap_or_default();
    if usage.cost.is_none() {
        usage.cost = top_cost(value).or_else(|| response.and_then(top_cost));
    }
    (usage != Usage::default()).then_some(usage)
}

/// Takes what the newer says and keeps what only the older said, so that a repeated frame changes nothing.
pub(super) fn merge(held: &mut Option<Usage>, newer: Usage) {
    let older = held.take().unwrap_or_default();
    *held = Some(Usage {
        prompt_tokens: newer.prompt_tokens.or(older.prompt_tokens),
        completion_tokens: newer.completion_tokens.or(older.completion_tokens),
        total_tokens: newer.total_tokens.or(older.total_tokens),
        cached_tokens: newer.cached_tokens.or(older.cached_tokens),
        reasoning_tokens: newer.reasoning_tokens.or(older.reasoning_tokens),
        cost: newer.cost.or(older.cost),
    });
}

fn usage_of(usage: &Value) -> Usage {
    let detail = |holders: [&str; 2], key: &str| {
        holders.iter().find_map(|holder| usage.get(holder).and_then(|details| first_count(details, &[key])))
    };
    Usage {
        prompt_tokens: first_count(usage, &["prompt_tokens", "input_tokens"]),
        completion_tokens: first_count(usage, &["completion_tokens", "output_tokens"]),
        total_tokens: first_count(usage, &["total_tokens"]),
        cached_tokens: detail(["prompt_tokens_details", "input_tokens_details"], "cached_tokens")
            .or_else(|| first_count(usage, &["cached_tokens"])),
        reasoning_tokens: detail(["completion_tokens_details", "output_tokens_details"], "reasoning_tokens")
            .or_else(|| first_count(usage, &["reasoning_tokens"])),
        cost: cost_of(usage),
    }
}

/// The source writes dollars into `usage.cost`; the target writes `usage.pricing` on chat and
/// `usage.pricing_breakdown` on responses, in nanos and as text.
fn cost_of(usage: &Value) -> Option<Usd> {
    let dollars = usage.get("cost").and_then(Usd::from_json);
    dollars.or_else(|| {
        ["pricing", "pricing_breakdown"].iter().find_map(|key| {
            let pricing = usage.get(key).filter(|pricing| is_dollars(pricing))?;
            let nanos = pricing.get("total_nanos").and_then(Usd::from_nanos_json);
            nanos.or_else(|| pricing.get("total_usd_str").and_then(Usd::from_json))
        })
    })
}

fn top_cost(value: &Value) -> Option<Usd> {
    value.get("cost_nanos").filter(|_| is_dollars(value)).and_then(Usd::from_nanos_json)
}

/// Whether an amount is in dollars: the currency says so or is not said.
fn is_dollars(holder: &Value) -> bool {
    holder.get("currency").and_then(Value::as_str).is_none_or(|currency| currency.eq_ignore_ascii_case("USD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(frame: &str, tokens: [Option<u64>; 5], cost: Option<&str>) {
        let value: Value = serde_json::from_str(frame).unwrap();
        let usage = read(&value).unwrap_or_default();
        let found = [
            usage.prompt_tokens,
            usage.completion_tokens,
            usage.total_tokens,
            usage.cached_tokens,
            usage.reasoning_tokens,
        ];
        assert_eq!(found, tokens, "{frame}");
        assert_eq!(usage.cost.map(Usd::to_plain).as_deref(), cost, "{frame}");
    }

    #[test]
    fn every_place_and_every_name() {
        check(
            r#"{"usage":{"prompt_tokens":14,"completion_tokens":9,"total_tokens":23,"cost":0.000177,
               "prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":4}}}"#,
            [Some(14), Some(9), Some(23), Some(2), Some(4)],
            Some("0.000177"),
        );
        check(
            r#"{"response":{"usage":{"input_tokens":5,"output_tokens":1,"input_tokens_details":{"cached_tokens":0},
               "pricing_breakdown":{"total_nanos":9601,"currency":"USD"}}}}"#,
            [Some(5), Some(1), None, Some(0), None],
            Some("0.000009601"),
        );
        check(
            r#"{"usage":{"prompt_tokens":1,"pricing":{"total_usd_str":"0.0000096"}}}"#,
            [Some(1), None, None, None, None],
            Some("0.0000096"),
        );
        check(r#"{"choices":[{"usage":{"prompt_tokens":"7"}}]}"#, [Some(7), None, None, None, None], None);
        check(r#"{"usage":null,"cost_nanos":1500,"currency":"USD"}"#, [None; 5], Some("0.0000015"));
        check(r#"{"usage":{"pricing":{"total_nanos":5,"currency":"EUR"}}}"#, [None; 5], None);
        check(
            r#"{"usage":{"prompt_tokens":12.0,"cost":1.6e-7}}"#,
            [Some(12), None, None, None, None],
            Some("0.00000016"),
        );
        check(r#"{"usage":{"prompt_tokens":-1,"completion_tokens":1.5,"total_tokens":"x"}}"#, [None; 5], None);
        check(r#"{"usage":[1]}"#, [None; 5], None);
    }

    #[test]
    fn nothing_said_is_no_usage() {
        assert_eq!(read(&serde_json::json!({"usage": null, "choices": []})), None);
    }

    #[test]
    fn merging_twice_is_merging_once() {
        let first = Usage { prompt_tokens: Some(3), total_tokens: Some(3), ..Usage::default() };
        let second = Usage { prompt_tokens: Some(3), completion_tokens: Some(2), ..Usage::default() };
        let mut held = None;
        merge(&mut held, first);
        merge(&mut held, second.clone());
        let once = held.clone();
        merge(&mut held, second);
        assert_eq!(held, once);
        assert_eq!(held.and_then(|usage| usage.total_tokens), Some(3));
    }
}
