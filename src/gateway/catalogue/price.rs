//! Prices of a row, brought to US dollars for a million tokens.
//! Not prices for images, requests or searches, and no choice between providers.
//! **Invariant:** exact or `None`: a result that decimals cannot hold exactly is left out.

use crate::gateway::field::text;
use crate::gateway::money::{Usd, decimal_from_json};
use rust_decimal::Decimal;
use serde_json::Value;

/// What a row says about token prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Prices {
    pub input: Option<Usd>,
    pub output: Option<Usd>,
    pub cached_input: Option<Usd>,
    /// A price is written as a negative number: the source's `-1` for "that of the model chosen".
    pub vary: bool,
}

impl Prices {
    /// Flat prices for one token (source; target until August 2026), else meters (target).
    pub(super) fn read(row: &Value) -> Prices {
        let null = Value::Null;
        let pricing = row.get("pricing").unwrap_or(&null);
        let meters = pricing
            .get("meters")
            .or_else(|| row.get("pricing_detail").and_then(|detail| detail.get("meters")))
            .unwrap_or(&null);
        let mut vary = false;
        let mut price = |flat: &str, names: &[&str]| {
            let of_flat = pricing.get(flat).and_then(decimal_from_json).and_then(times_million);
            let found = of_flat.or_else(|| names.iter().find_map(|name| meters.get(name).and_then(of_meter)))?;
            if found < Decimal::ZERO {
                vary = true;
                return None;
            }
            Some(Usd(found.normalize()))
        };
        let input = price("prompt", &["input_text_tokens", "input_tokens"]);
        let output = price("completion", &["output_text_tokens", "output_tokens"]);
        let cached_input = price("input_cache_read", &["cached_read_text_tokens", "cached_read_tokens"]);
        Prices { input, output, cached_input, vary }
    }
}

/// `price_per_unit / unit_size * 1,000,000`; `None` for another unit than tokens or another currency than dollars.
fn of_meter(meter: &Value) -> Option<Decimal> {
    let is = |key: &str, word: &str| text(meter, key).is_none_or(|text| text.eq_ignore_ascii_case(word));
    if !is("unit", "token") || !is("currency", "USD") {
        return None;
    }
    let price = times_million(meter.get("price_per_unit").and_then(decimal_from_json)?)?;
    let size = meter.get("unit_size").map_or(Some(Decimal::ONE), decimal_from_json)?;
    let quotient = price.checked_div(size)?;
    (quotient.checked_mul(size)? == price).then_some(quotient)
}

/// Moves the decimal point, because a multiplication would round where the digits run out.
fn times_million(price: Decimal) -> Option<Decimal> {
    let mut price = price.normalize();
    match price.scale().checked_sub(6) {
        Some(scale) => price.set_scale(scale).ok().map(|()| price),
        None => {
            let factor = 10_i64.checked_pow(6 - price.scale())?;
            price.set_scale(0).ok()?;
            price.checked_mul(Decimal::from(factor))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(row: &str, prices: [Option<&str>; 3], vary: bool) {
        let found = Prices::read(&serde_json::from_str(row).unwrap());
        let plain = [found.input, found.output, found.cached_input].map(|price| price.map(Usd::to_plain));
        assert_eq!(plain.each_ref().map(Option::as_deref), prices, "{row}");
        assert_eq!(found.vary, vary, "{row}");
    }

    #[test]
    fn flat() {
        check(
            r#"{"pricing":{"prompt":"0.0000004","completion":"0.0000016","input_cache_read":"0.0000001"}}"#,
            [Some("0.4"), Some("1.6"), Some("0.1")],
            false,
        );
        check(r#"{"pricing":{"prompt":"0","completion":0}}"#, [Some("0"), Some("0"), None], false);
        check(r#"{"pricing":{"prompt":2e-7,"completion":"1"}}"#, [Some("0.2"), Some("1000000"), None], false);
        check(r#"{"pricing":{"prompt":"-1","completion":"-1"}}"#, [None; 3], true);
        check(r#"{"pricing":{"prompt":"free"}}"#, [None; 3], false);
        // All 28 digits stay.
        check(
            r#"{"pricing":{"prompt":"0.1234567890123456789012345678"}}"#,
            [Some("123456.7890123456789012345678"), None, None],
            false,
        );
    }

    #[test]
    fn meters() {
        check(
            r#"{"pricing":{"meters":{
               "input_text_tokens":{"unit":"token","unit_size":1000000,"price_per_unit":"0.4","currency":"USD"},
               "output_text_tokens":{"unit":"token","unit_size":1000,"price_per_unit":"0.0016","currency":"USD"},
               "cached_read_text_tokens":null}}}"#,
            [Some("0.4"), Some("1.6"), None],
            false,
        );
        check(
            r#"{"pricing":{"prompt":null},"pricing_detail":{"meters":{"input_tokens":{"unit_size":1,"price_per_unit":"0.000003"}}}}"#,
            [Some("3"), None, None],
            false,
        );
        check(
            r#"{"pricing":{"meters":{"input_tokens":{"unit":"image","unit_size":1,"price_per_unit":"1"}}}}"#,
            [None; 3],
            false,
        );
        check(
            r#"{"pricing":{"meters":{"input_tokens":{"unit_size":1,"price_per_unit":"1","currency":"EUR"}}}}"#,
            [None; 3],
            false,
        );
        check(r#"{"pricing":{"meters":{"input_tokens":{"unit_size":0,"price_per_unit":"1"}}}}"#, [None; 3], false);
        // A third of a dollar has no exact decimal.
        check(
            r#"{"pricing":{"meters":{"input_tokens":{"unit_size":3000000,"price_per_unit":"1"}}}}"#,
            [None; 3],
            false,
        );
    }
}
