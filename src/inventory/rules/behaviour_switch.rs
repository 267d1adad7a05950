//! Code that behaves differently by the source's host or by the prefix of its keys.
//!
//! Why: after the move the condition is silently false, and headers, body fields or a branch are lost.
//! Before: `if (url.host === "openrouter.ai") headers["X-Title"] = name`. After: a person decides what the condition means.
//! Abstains: where the text is not tested or compared.

use super::Found;
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::{EntryForm, Kind, NodeId};
use crate::inventory::place::Place;
use crate::inventory::source_address::{Target, addresses};

const RULE: &str = "behaviour-switch";

/// Functions that test a text, in the languages that have readers.
const TESTS: [&str; 41] = [
    "includes",
    "include",
    "startsWith",
    "starts_with",
    "startswith",
    "start_with",
    "StartsWith",
    "endsWith",
    "ends_with",
    "endswith",
    "end_with",
    "EndsWith",
    "contains",
    "Contains",
    "indexOf",
    "IndexOf",
    "HasPrefix",
    "HasSuffix",
    "hasPrefix",
    "hasSuffix",
    "strpos",
    "stripos",
    "str_contains",
    "str_starts_with",
    "equals",
    "Equals",
    "test",
    "match",
    "search",
    "fullmatch",
    "findall",
    "matches",
    "preg_match",
    "preg_match_all",
    "IsMatch",
    "MatchString",
    "is_match",
    "containsMatchIn",
    "str_ends_with",
    "strncmp",
    "has",
];

/// Whether a text is compared or is the argument of a function that tests texts.
pub(super) fn is_tested(context: &Context<'_>, id: NodeId) -> bool {
    if context.is_compared(id) {
        return true;
    }
    let Some((_, node)) = context.outline.ancestors(id).next() else {
        return false;
    };
    match &node.kind {
        Kind::Call(segments) => context
            .outline
            .names(*segments)
            .next_back()
            .is_some_and(|name| TESTS.contains(&name.trim_end_matches(['?', '!']))),
        _ => false,
    }
}

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, _, text, value) in context.texts() {
        if is_prefix_taken_off(context, id, value) {
            let advice = "This takes a client-side prefix off model ids. Without the prefix in your ids it can go; a plain replacement would also damage openrouter/auto.";
            all.push(
                Found::new("prefix-switch", Class::BehaviourSwitch, Action::Review, text.inner, advice)
                    .sure(Confidence::High),
            );
            continue;
        }
        if value.starts_with("^sk-or-") || value.starts_with("/^sk-or-") {
            let advice = "The target's keys begin with phaseo_v1_sk_ or aistats_v1_sk_: this pattern refuses them.";
            all.push(
                Found::new(RULE, Class::BehaviourSwitch, Action::Review, text.inner, advice).sure(Confidence::High),
            );
            continue;
        }
        if !is_tested(context, id) {
            continue;
        }
        let has_api = addresses(value).iter().any(|address| address.target == Target::Api);
        if has_api && context.place == Place::Test {
            continue;
        }
        let lower = value.to_ascii_lowercase();
        let prefix = lower.starts_with("sk-or");
        let plain = value.replace("\\.", ".").replace("\\/", "/");
        let host = !addresses(context.outline.slice(text.inner)).is_empty()
            || !addresses(plain.trim_start_matches(['/', '^', '(', '#', '~'])).is_empty()
            || (lower.contains("openrouter") && tests_an_address(context, id));
        if !prefix && !host {
            continue;
        }
        let (advice, confidence) = if prefix {
            (
                "The target's keys begin with phaseo_v1_sk_ or aistats_v1_sk_: decide what this branch means for them.",
                Confidence::High,
            )
        } else {
            (
                "After the move this condition is false: decide what shall happen for the target's host.",
                Confidence::High,
            )
        };
        all.push(Found::new(RULE, Class::BehaviourSwitch, Action::Review, text.inner, advice).sure(confidence));
    }
    by_host(context, all);
}

/// A table with a host as a key: `{ "openrouter.ai": … }`.
fn by_host(context: &Context<'_>, all: &mut Vec<Found>) {
    for (_, _, entry, key) in context.entries() {
        let host = matches!(key, "openrouter.ai" | "https://openrouter.ai" | "https://openrouter.ai/api/v1");
        if host && entry.form == EntryForm::Property {
            let advice = "After the move nothing is found under this host: give the target's an entry of its own.";
            all.push(
                Found::new(RULE, Class::BehaviourSwitch, Action::Review, entry.key, advice).sure(Confidence::Medium),
            );
        }
    }
}

/// `replace("openrouter/", "")`, `removeprefix("openrouter/")`, `/^openrouter\//`.
fn is_prefix_taken_off(context: &Context<'_>, id: NodeId, value: &str) -> bool {
    let plain = value.replace('\\', "");
    let pattern = plain.trim_start_matches('/').trim_end_matches(['g', 'i']).trim_start_matches('^');
    let is_prefix = matches!(plain.as_str(), "openrouter/" | "openrouter:")
        || (plain.contains('^') && pattern.starts_with("openrouter/") && pattern.len() < 14);
    let in_template = context.outline.ancestors(id).next().is_some_and(|(_, node)| matches!(node.kind, Kind::Template));
    is_prefix
        && !in_template
        && context
            .outline
            .ancestors(id)
            .any(|(_, node)| matches!(node.kind, Kind::Call(_) | Kind::Compare | Kind::Entry(_)))
}

/// Whether what is tested is an address, by its name.
fn tests_an_address(context: &Context<'_>, id: NodeId) -> bool {
    let Some((parent, node)) = context.outline.ancestors(id).next() else {
        return false;
    };
    let speaks_of = |name: &str| {
        let lower = name.to_ascii_lowercase();
        ["url", "host", "base", "endpoint", "uri", "domain", "origin"].iter().any(|word| lower.contains(word))
    };
    if let Kind::Call(segments) = &node.kind
        && context.outline.names(*segments).any(speaks_of)
    {
        return true;
    }
    context.outline.children(parent).any(|(_, child)| match &child.kind {
        Kind::Path(segments) | Kind::Call(segments) => context.outline.names(*segments).any(speaks_of),
        _ => false,
    })
}
