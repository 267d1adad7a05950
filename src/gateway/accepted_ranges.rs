//! The ranges of the target's numbers at the top level of a request body. What lies outside is answered with 400.
//!
//! Source: the target's `core/schemas.ts`, run on 22 August 2026; both editions alike.
//! **Invariant:** a name stands once, and every name passes the allow-list of [`super::accepted_keys`].

use serde_json::Value;

/// What a number may be, ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// Any number between.
    Number(f64, f64),
    /// A whole number between.
    Whole(i64, i64),
}

/// Where there is no end that a request could reach.
const OPEN: i64 = i64::MAX;

/// All, in the order in which the target tells them.
pub const RANGES: [(&str, Range); 16] = [
    ("temperature", Range::Number(0.0, 2.0)),
    ("top_p", Range::Number(0.0, 1.0)),
    ("top_k", Range::Whole(0, OPEN)),
    ("top_a", Range::Number(0.0, 1.0)),
    ("min_p", Range::Number(0.0, 1.0)),
    ("frequency_penalty", Range::Number(-2.0, 2.0)),
    ("presence_penalty", Range::Number(-2.0, 2.0)),
    ("repetition_penalty", Range::Number(0.0, 2.0)),
    ("max_tokens", Range::Whole(1, OPEN)),
    ("max_completion_tokens", Range::Whole(1, OPEN)),
    ("max_output_tokens", Range::Whole(1, OPEN)),
    ("max_tool_calls", Range::Whole(1, OPEN)),
    ("min_tokens", Range::Whole(0, OPEN)),
    ("n", Range::Whole(1, 128)),
    ("seed", Range::Whole(i64::MIN, OPEN)),
    ("top_logprobs", Range::Whole(0, 20)),
];

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// Below the least.
    Below,
    /// Above the most.
    Above,
    /// It is no whole number.
    Broken,
    /// It is no number.
    Type,
}

impl Range {
    /// What is wrong with a value; `None` if nothing.
    #[must_use]
    pub fn judge(self, value: &Value) -> Option<Outside> {
        let Value::Number(number) = value else { return Some(Outside::Type) };
        match self {
            Range::Number(least, most) => match number.as_f64() {
                Some(number) if number > most => Some(Outside::Above),
                Some(number) if number < least => Some(Outside::Below),
                _ => None,
            },
            Range::Whole(least, most) => match number.as_i64() {
                Some(number) if number > most => Some(Outside::Above),
                Some(number) if number < least => Some(Outside::Below),
                Some(_) => None,
                None => Some(Outside::Broken),
            },
        }
    }

    /// The least as a text.
    #[must_use]
    pub fn least(self) -> String {
        match self {
            Range::Number(least, _) => least.to_string(),
            Range::Whole(least, _) => least.to_string(),
        }
    }

    /// The most as a text.
    #[must_use]
    pub fn most(self) -> String {
        match self {
            Range::Number(_, most) => most.to_string(),
            Range::Whole(_, most) => most.to_string(),
        }
    }

    /// The range in words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Range::Number(least, most) => format!("{least} to {most}"),
            Range::Whole(i64::MIN, OPEN) => "any whole number".to_owned(),
            Range::Whole(least, OPEN) => format!("a whole number from {least}"),
            Range::Whole(least, most) => format!("a whole number, {least} to {most}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::accepted_keys::is_accepted;
    use crate::gateway::endpoint::Endpoint;
    use serde_json::json;

    #[test]
    fn names_are_accepted_keys() {
        for (name, _) in RANGES {
            assert!(is_accepted(Endpoint::ChatCompletions, name), "{name}");
        }
    }

    #[test]
    fn ends_are_inside() {
        let range = Range::Whole(1, 128);
        for (value, outside) in [
            (json!(1), None),
            (json!(128), None),
            (json!(0), Some(Outside::Below)),
            (json!(129), Some(Outside::Above)),
            (json!(1.5), Some(Outside::Broken)),
            (json!("1"), Some(Outside::Type)),
        ] {
            assert_eq!(range.judge(&value), outside, "{value}");
        }
        assert_eq!(Range::Number(0.0, 2.0).judge(&json!(2)), None);
        assert_eq!(Range::Number(0.0, 2.0).judge(&json!(2.01)), Some(Outside::Above));
        assert_eq!(
            (range.words().as_str(), Range::Number(0.0, 1.0).words().as_str()),
            ("a whole number, 1 to 128", "0 to 1")
        );
    }
}
