//! Money in exact decimals. Not a formatter for people (that is `ui`), not an estimate.
//! **Invariant:** no float is ever on the way: a JSON number is taken from its own digits.

use rust_decimal::Decimal;
use serde_json::Value;

/// An amount of US dollars, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usd(pub Decimal);

impl Usd {
    /// Reads `"0.0000004"`, `4e-7`, `12` from a JSON string or number. `None` for anything else,
    /// also for more digits than 28.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Self> {
        decimal_from_json(value).map(Usd)
    }

    /// Reads nanos of a dollar (the target's `cost_nanos`, `total_nanos`).
    #[must_use]
    pub fn from_nanos_json(value: &Value) -> Option<Self> {
        let nanos = decimal_from_json(value)?;
        nanos.checked_div(Decimal::from(1_000_000_000_u64)).map(|amount| Usd(amount.normalize()))
    }

    /// The amount as a plain decimal string without trailing zeros, as in the case file.
    #[must_use]
    pub fn to_plain(self) -> String {
        self.0.normalize().to_string()
    }
}

/// A decimal from a JSON string or number, exactly as written.
#[must_use]
pub fn decimal_from_json(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => decimal_from_text(text.trim()),
        Value::Number(number) => decimal_from_text(&number.to_string()),
        _ => None,
    }
}

fn decimal_from_text(text: &str) -> Option<Decimal> {
    // The library's own reader of exponents rounds what does not fit; here that is no number at all.
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let mut decimal = Decimal::from_str_exact(digits).ok()?.normalize();
    let scale = i64::from(decimal.scale()).checked_sub(exponent)?;
    if let Ok(scale) = u32::try_from(scale) {
        decimal.set_scale(scale).ok()?;
    } else {
        decimal.set_scale(0).ok()?;
        for _ in 0..u32::try_from(scale.checked_neg()?).ok().filter(|zeros| *zeros <= 28)? {
            decimal = decimal.checked_mul(Decimal::TEN)?;
        }
    }
    Some(decimal.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(json: &str, plain: Option<&str>) {
        let value: Value = serde_json::from_str(json).unwrap();
        assert_eq!(Usd::from_json(&value).map(Usd::to_plain).as_deref(), plain, "{json}");
    }

    #[test]
    fn digits_are_kept() {
        check("0.000177", Some("0.000177"));
        check("1.6e-7", Some("0.00000016"));
        check("4E-7", Some("0.0000004"));
        check("\"0.0000004\"", Some("0.0000004"));
        check("\"-1\"", Some("-1"));
        check("0", Some("0"));
        check("0.1", Some("0.1"));
        check("\"free\"", None);
        check("\"\"", None);
        check("null", None);
        check("true", None);
        check("1e400", None);
        check("1e-400", None);
        check("12e2", Some("1200"));
        check("1.5E+1", Some("15"));
        check("0.12345678901234567890123456789012345e0", None);
        check("7922816251426433759354.12345678e3", None);
    }

    #[test]
    fn nanos_are_a_billionth() {
        assert_eq!(Usd::from_nanos_json(&json!(9600)).map(Usd::to_plain).as_deref(), Some("0.0000096"));
        assert_eq!(Usd::from_nanos_json(&json!("1")).map(Usd::to_plain).as_deref(), Some("0.000000001"));
    }
}
