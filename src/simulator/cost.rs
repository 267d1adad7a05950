//! What an answer costs, exactly. Not a price list: the catalogue holds that.
//! **Invariant:** no float is ever on the way; a number in JSON is written from its decimal digits.

use super::catalogue::Model;
use rust_decimal::Decimal;
use serde_json::{Number, Value};
use std::str::FromStr;

/// The cost of one answer in US dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) prompt: Decimal,
    pub(super) completion: Decimal,
}

impl Cost {
    pub(super) fn of(model: &Model, prompt_tokens: u32, completion_tokens: u32) -> Self {
        Cost {
            prompt: per_token(model.prompt).saturating_mul(Decimal::from(prompt_tokens)),
            completion: per_token(model.completion).saturating_mul(Decimal::from(completion_tokens)),
        }
    }

    pub(super) fn total(self) -> Decimal {
        self.prompt.saturating_add(self.completion)
    }
}

/// A listed price (a decimal text, US dollars a million tokens) as a decimal.
pub(super) fn listed(price: &str) -> Decimal {
    Decimal::from_str_exact(price).unwrap_or_default()
}

/// The same price for one token.
pub(super) fn per_token(price: &str) -> Decimal {
    listed(price).checked_div(Decimal::from(1_000_000)).unwrap_or_default().normalize()
}

/// A decimal as a plain text without trailing zeros.
pub(super) fn plain(amount: Decimal) -> String {
    amount.normalize().to_string()
}

/// A decimal as a JSON number, written as JavaScript writes it: with an exponent below a millionth.
pub(super) fn number(amount: Decimal) -> Value {
    let amount = amount.normalize();
    let digits = amount.mantissa().unsigned_abs().to_string();
    let scale = amount.scale() as usize;
    let text = if !amount.is_zero() && scale >= digits.len() + 6 {
        let (first, rest) = digits.split_at_checked(1).unwrap_or((&digits, ""));
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if amount.is_sign_negative() { "-" } else { "" };
        format!("{sign}{first}{point}{rest}e-{}", scale + 1 - digits.len())
    } else {
        amount.to_string()
    };
    Number::from_str(&text).map_or(Value::Null, Value::Number)
}

/// Billionths of a dollar, rounded to a whole number.
pub(super) fn nanos(amount: Decimal) -> Value {
    number(amount.saturating_mul(Decimal::from(1_000_000_000)).round())
}

#[cfg(test)]
mod tests {
    use super::{Decimal, number};

    #[track_caller]
    fn check(decimal: &str, json: &str) {
        assert_eq!(number(Decimal::from_str_exact(decimal).unwrap()).to_string(), json);
    }

    #[test]
    fn numbers_are_written_as_javascript_does() {
        check("0", "0");
        check("0.000177", "0.000177");
        check("0.0000096", "0.0000096");
        check("0.00000016", "1.6e-7");
        check("0.0000001", "1e-7");
        check("0.000000123", "1.23e-7");
        check("12.50", "12.5");
    }
}
