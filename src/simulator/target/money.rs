//! What the target says about tokens and cost: `usage`, its pricing, and the top-level sums.
//! Source: `pipeline/after/payload.ts`, `pipeline/pricing/engine.ts`, 22 Aug 2026.
//! **Invariant:** there is no `usage.cost`; a free answer has no pricing at all.

use crate::simulator::completion::Completion;
use crate::simulator::cost::{listed, nanos, number, plain};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// Chat's usage; `pricing` is inside.
pub(super) fn chat_usage(completion: &Completion) -> Value {
    let mut usage = json!({
        "prompt_tokens": completion.prompt_tokens, "completion_tokens": completion.completion_tokens,
        "total_tokens": completion.prompt_tokens + completion.completion_tokens,
        "prompt_tokens_details": { "cached_tokens": 0 },
        "completion_tokens_details": { "reasoning_tokens": completion.reasoning_tokens }
    });
    if let (Some(usage), Some(pricing)) = (usage.as_object_mut(), pricing(completion)) {
        usage.insert("pricing".into(), pricing);
    }
    usage
}

/// The usage of `/responses`; its pricing has another name.
pub(super) fn responses_usage(completion: &Completion) -> Value {
    let mut usage = json!({
        "input_tokens": completion.prompt_tokens, "input_tokens_details": { "cached_tokens": 0 },
        "output_tokens": completion.completion_tokens,
        "output_tokens_details": { "reasoning_tokens": completion.reasoning_tokens },
        "total_tokens": completion.prompt_tokens + completion.completion_tokens
    });
    if let (Some(usage), Some(pricing)) = (usage.as_object_mut(), pricing(completion)) {
        usage.insert("pricing_breakdown".into(), pricing);
    }
    usage
}

/// Adds the sums that stand beside `usage`.
pub(super) fn add_sums(completion: &Completion, body: &mut Map<String, Value>) {
    let total = completion.cost.total();
    if !total.is_zero() {
        body.insert("cost_nanos".into(), nanos(total));
        body.insert("cost_cents".into(), cents(total));
        body.insert("currency".into(), "USD".into());
        body.insert("pricing_lines".into(), json!([]));
    }
}

fn cents(total: Decimal) -> Value {
    number(total.saturating_mul(Decimal::ONE_HUNDRED).floor())
}

fn pricing(completion: &Completion) -> Option<Value> {
    let total = completion.cost.total();
    if total.is_zero() {
        return None;
    }
    let line = |dimension: &str, quantity: u32, price: &str, cost: Decimal| {
        let units = Decimal::from(quantity).checked_div(Decimal::from(1_000_000)).unwrap_or_default();
        json!({
            "dimension": dimension, "quantity": quantity, "billable_units": number(units), "unit_size": 1_000_000,
            "unit_price_usd": plain(listed(price)), "line_cost_usd": plain(cost), "line_nanos": nanos(cost)
        })
    };
    let model = completion.model;
    Some(json!({
        "total_nanos": nanos(total), "total_usd_str": plain(total), "total_cents": cents(total), "currency": "USD",
        "lines": [
            line("input_text_tokens", completion.prompt_tokens, model.prompt, completion.cost.prompt),
            line("output_text_tokens", completion.completion_tokens, model.completion, completion.cost.completion)
        ]
    }))
}

/// The `meta` object that `meta: true` asks for. Times of a stream are null when there was none.
pub(super) fn meta(completion: &Completion, provider: &str, streamed: bool) -> Value {
    let latency = completion.head_ms + completion.first_ms();
    let generation = completion.completion_tokens * 22;
    let throughput = Decimal::from(completion.completion_tokens)
        .saturating_mul(Decimal::ONE_THOUSAND)
        .checked_div(Decimal::from((latency + generation).max(1)))
        .unwrap_or_default()
        .round_dp(2);
    let only_streamed = |value: u32| if streamed { json!(value) } else { Value::Null };
    json!({
        "throughput_tps": number(throughput), "output_speed_tps": number(throughput), "generation_ms": generation,
        "latency_ms": latency, "provider_ttft_ms": only_streamed(completion.first_ms()),
        "gateway_ttft_ms": only_streamed(latency), "tpot_ms": only_streamed(22), "itl_ms": only_streamed(22),
        "phaseo_overhead_ms": 24, "end_to_end_ms": latency + generation, "routing": { "selected_provider": provider }
    })
}
