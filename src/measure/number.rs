//! How figures are written, everywhere alike. **Invariant:** money keeps every digit that is exact and is never
//! rounded to zero; a figure that is not there is a dash, never a zero.

use crate::gateway::money::Usd;

/// What stands for a figure that is not there (yet).
pub const NOTHING: &str = "–";

/// Milliseconds: below one second without decimals, from there seconds with two.
#[must_use]
pub fn milliseconds(value: f64) -> String {
    if !value.is_finite() {
        NOTHING.to_owned()
    } else if value < 999.5 {
        format!("{value:.0} ms")
    } else {
        format!("{:.2} s", value / 1000.0)
    }
}

/// A number without an exponent and without needless zeros, to twelve digits behind the point: what a round step of an axis is
/// called.
#[must_use]
pub fn plain(value: f64) -> String {
    let text = format!("{value:.12}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() { "0".to_owned() } else { text.to_owned() }
}

/// A whole number with a thin space between thousands.
#[must_use]
pub fn whole(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

/// US dollars with all their digits.
#[must_use]
pub fn usd(value: Usd) -> String {
    let plain = value.to_plain();
    plain.strip_prefix('-').map_or_else(|| format!("${plain}"), |amount| format!("-${amount}"))
}

/// A rate per second: one decimal below a hundred, none above.
#[must_use]
pub fn rate(value: f64) -> String {
    if value < 99.95 { format!("{value:.1}") } else { whole(value.round() as u64) }
}

/// A size in bytes, in the unit that suits it.
#[must_use]
pub fn bytes(value: usize) -> String {
    match value {
        0..=999 => format!("{value} B"),
        1_000..=999_999 => format!("{:.1} kB", value as f64 / 1e3),
        _ => format!("{:.1} MB", value as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn figures_have_one_form() {
        assert_eq!(milliseconds(0.4), "0 ms");
        assert_eq!(milliseconds(999.4), "999 ms");
        assert_eq!(milliseconds(999.6), "1.00 s");
        assert_eq!(milliseconds(12_345.0), "12.35 s");
        assert_eq!(whole(0), "0");
        assert_eq!(whole(999), "999");
        assert_eq!(whole(1000), "1\u{2009}000");
        assert_eq!(whole(1_234_567), "1\u{2009}234\u{2009}567");
        assert_eq!(rate(84.26), "84.3");
        assert_eq!(rate(1234.0), "1\u{2009}234");
        assert_eq!(usd(Usd::from_json(&json!("0.0000096")).unwrap()), "$0.0000096");
        assert_eq!(bytes(1500), "1.5 kB");
    }
}
