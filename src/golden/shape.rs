//! The shape of an answer's whole body, kept small: a short hash of each place with the first letters of its types.
//! Not the shape of JSON within the text. **Invariant:** no value of the body and no name of a place is in it, and places
//! that the rules of the run do not count are not either.
//!
//! Two gateways never have all fields in common, and a field that the target never sends is one finding, which Compare
//! explains; it is no matter of how many answers. So a place counts where both have it with other types, and where the
//! source has it and the target has it in other answers of the run.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::compare::ignore_rule::{Coverage, IgnoreRule};
use crate::compare::shape::shape;

/// The letters of a hash: none that a reader of keys could take for a part of one.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// How many letters: thirty bits, so that two places of one body are hardly ever taken for one.
const LONG: usize = 6;

/// The places of one body: the types by hash.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places<'a>(BTreeMap<&'a str, &'a str>);

/// The shape of a body as it is kept.
#[must_use]
pub fn written(body: &Value, rules: &[IgnoreRule]) -> String {
    let rules = Coverage::of(rules);
    let counted = shape(body).into_iter().filter(|(path, _)| !rules.covers(path));
    let words: BTreeSet<String> = counted
        .map(|(path, types)| {
            let letters = types.into_iter().filter_map(|kind| kind.chars().next());
            hash(&path).into_iter().chain([':']).chain(letters).collect()
        })
        .collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// FNV-1a, folded to what is kept of it.
fn hash(path: &str) -> Vec<char> {
    let hash = path
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let hash = hash ^ (hash >> 32);
    (0..LONG)
        .filter_map(|at| LETTERS.get((hash >> (5 * at)) as usize % LETTERS.len()))
        .map(|byte| char::from(*byte))
        .collect()
}

/// Reads what [`written`] wrote; what is no place is left out.
#[must_use]
pub fn read(text: &str) -> Places<'_> {
    Places(text.split(' ').filter_map(|word| word.split_once(':')).collect())
}

impl<'a> Places<'a> {
    /// The hashes of all places.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.0.keys().copied()
    }

    /// Whether another body is unlike this one: a place has no type in common, or is missing there though `known`, the
    /// places of that lane in the whole run, has it.
    #[must_use]
    pub fn differs(&self, other: &Places<'_>, known: &BTreeSet<&str>) -> bool {
        self.0.iter().any(|(place, types)| match other.0.get(place) {
            Some(there) => !types.chars().any(|kind| there.contains(kind)),
            None => known.contains(place),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::ignore_rule::standard;
    use serde_json::json;

    #[test]
    fn types_count_and_values_do_not() {
        let body = json!({ "id": "x", "usage": { "total_tokens": 7, "cost": null }, "choices": [{ "text": "a" }] });
        for (other, known, expected) in [
            (json!({ "id": 7, "usage": { "total_tokens": 8 }, "choices": [{ "text": "b" }] }), vec![], false),
            (json!({ "usage": { "total_tokens": "7" }, "choices": [{ "text": "b" }] }), vec![], true),
            (json!({ "usage": { "total_tokens": 7 }, "choices": [{ "text": 1 }, { "text": "b" }] }), vec![], false),
            (json!({ "usage": { "total_tokens": 7, "more": 1 }, "choices": [{ "text": "b" }] }), vec![], false),
            (json!({ "usage": {}, "choices": [{ "text": "b" }] }), vec![], false),
            (json!({ "usage": {}, "choices": [{ "text": "b" }] }), vec!["usage.total_tokens"], true),
            (json!({ "usage": { "total_tokens": null }, "choices": [] }), vec!["usage.cost"], false),
        ] {
            let (one, two) = (written(&body, &standard()), written(&other, &standard()));
            let known: Vec<String> = known.into_iter().map(|path| hash(path).into_iter().collect()).collect();
            let known = known.iter().map(String::as_str).collect();
            assert_eq!(read(&one).differs(&read(&two), &known), expected, "{other}");
        }
    }

    #[test]
    fn what_is_kept_is_short_and_says_nothing_of_the_body() {
        let text = written(&json!({ "sk-or-v1-secret": "value", "usage": { "total_tokens": 7 } }), &[]);
        assert_eq!(read(&text).names().count(), 3);
        assert!(text.len() <= 3 * (LONG + 3), "{text}");
        assert!(!text.contains("sk-or") && !text.contains("value") && !text.contains("usage"), "{text}");
        assert_eq!(read("").names().count(), 0);
        assert_eq!(read("no places: here").names().count(), 1);
    }
}
