//! Places of an answer whose differences are not counted, each with the reason. Not the comparison.
//! **Invariant:** no rule is without a reason, and all of them travel with the case.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

/// A place that is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IgnoreRule {
    /// Names with dots between, `[]` behind a list, `*` for any one name. It covers everything below it too.
    pub path: String,
    /// Why it is not counted.
    pub reason: String,
}

/// The rules that a comparison starts with: what is new in every answer by the protocol itself.
const STANDARD: [(&str, &str); 10] = [
    ("id", "Each answer has an id of its own."),
    ("created", "The second in which it was made."),
    ("created_at", "The second in which it was made."),
    ("completed_at", "The second in which it was made."),
    ("object", "Says whether the answer came whole or in pieces, which the transport verdict judges."),
    ("system_fingerprint", "Names a build of the provider, and may change between any two calls."),
    ("nativeResponseId", "The provider's own id of the call."),
    ("choices[].message.tool_calls[].id", "Each call of a tool has an id of its own."),
    ("output[].id", "Each item has an id of its own."),
    ("output[].call_id", "Each call of a tool has an id of its own."),
];

/// The rules that a comparison starts with.
#[must_use]
pub fn standard() -> Vec<IgnoreRule> {
    let rule = |(path, reason): (&str, &str)| IgnoreRule { path: path.to_owned(), reason: reason.to_owned() };
    STANDARD.into_iter().map(rule).collect()
}

impl IgnoreRule {
    /// A rule as a person writes it.
    ///
    /// # Errors
    /// What is missing, if the path or the reason is.
    pub fn write(path: &str, reason: &str) -> Result<IgnoreRule, Diagnostic> {
        let (path, reason) = (path.trim(), reason.trim());
        let segments = path.split('.');
        if path.is_empty() || segments.clone().any(|segment| segment.trim_end_matches("[]").trim().is_empty()) {
            return Err(Diagnostic::new(
                "The rule has no path that can be read.",
                "A path is names with dots between, `[]` behind a list, `*` for any name.",
                "Copy the path from the table of differences, such as `usage.cost_details`.",
            ));
        }
        if reason.is_empty() {
            return Err(Diagnostic::new(
                "The rule has no reason.",
                "Whoever opens the case has to know why a difference was not counted.",
                "Write in a few words why it does not matter to your code.",
            ));
        }
        Ok(IgnoreRule { path: path.to_owned(), reason: reason.to_owned() })
    }

    /// Whether it covers a place. Positions in lists (`[3]`) are read as `[]`.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        let place = folded(path);
        is_within(&steps(&place), &steps(&self.path))
    }
}

/// The first rule that covers a place.
#[must_use]
pub fn covering<'a>(rules: &'a [IgnoreRule], path: &str) -> Option<&'a IgnoreRule> {
    rules.iter().find(|rule| rule.covers(path))
}

/// Rules made ready for many places.
#[derive(Debug)]
pub struct Coverage<'a>(Vec<Vec<&'a str>>);

impl<'a> Coverage<'a> {
    /// Reads the rules once.
    #[must_use]
    pub fn of(rules: &'a [IgnoreRule]) -> Coverage<'a> {
        Coverage(rules.iter().map(|rule| steps(&rule.path)).collect())
    }

    /// Whether a rule covers a place, which is written without positions.
    #[must_use]
    pub fn covers(&self, folded_path: &str) -> bool {
        let place = steps(folded_path);
        self.0.iter().any(|rule| is_within(&place, rule))
    }
}

/// Whether a place is that of a rule, or below it.
fn is_within(place: &[&str], rule: &[&str]) -> bool {
    rule.len() <= place.len() && rule.iter().zip(place).all(|(rule, place)| *rule == "*" || rule == place)
}

/// A path without positions: `choices[0].message` is `choices[].message`.
#[must_use]
pub fn folded(path: &str) -> String {
    let mut folded = String::with_capacity(path.len());
    let mut inside = false;
    for sign in path.chars() {
        inside = (inside || sign == '[') && sign != ']';
        if !inside || sign == '[' {
            folded.push(sign);
        }
    }
    folded
}

/// Names and `[]` one after the other.
fn steps(path: &str) -> Vec<&str> {
    let mut steps = Vec::new();
    for name in path.split('.') {
        let bare = name.trim_end_matches("[]");
        if !bare.is_empty() {
            steps.push(bare);
        }
        steps.extend(std::iter::repeat_n("[]", (name.len() - bare.len()) / 2));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_covers_its_place_and_what_is_below() {
        let covers = |rule: &str, path: &str| IgnoreRule::write(rule, "because").unwrap().covers(path);
        for (rule, path, expected) in [
            ("id", "id", true),
            ("id", "choices[0].id", false),
            ("id", "idea", false),
            ("usage", "usage.cost", true),
            ("usage.cost", "usage", false),
            ("usage.*", "usage.cost", true),
            ("usage.*", "usage", false),
            ("choices[].message.tool_calls[].id", "choices[0].message.tool_calls[12].id", true),
            ("choices[].message.tool_calls[].id", "choices[].message.tool_calls[].id", true),
            ("choices[]", "choices", false),
            ("choices", "choices[0].message.content", true),
            ("*[].id", "output[3].id", true),
        ] {
            assert_eq!(covers(rule, path), expected, "{rule} {path}");
            let rules = [IgnoreRule::write("other", "because").unwrap(), IgnoreRule::write(rule, "because").unwrap()];
            assert_eq!(Coverage::of(&rules).covers(&folded(path)), expected, "{rule} {path}");
        }
    }

    #[test]
    fn a_rule_needs_a_path_and_a_reason() {
        for (path, reason, words) in [
            ("", "x", "no path"),
            (" . ", "x", "no path"),
            ("a..b", "x", "no path"),
            ("[]", "x", "no path"),
            ("a.b", "", "no reason"),
            ("a.b", "  ", "no reason"),
        ] {
            assert!(IgnoreRule::write(path, reason).unwrap_err().what.contains(words), "{path:?} {reason:?}");
        }
        assert!(standard().iter().all(|rule| IgnoreRule::write(&rule.path, &rule.reason).as_ref() == Ok(rule)));
    }
}
