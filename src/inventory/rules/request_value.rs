//! Values that the target refuses with 400 although it takes the field: null scalars, a provider as a text, metadata that are
//! no texts, the role `function`; and fields that it takes on chat completions alone.
//!
//! Why: the source accepts them, so that the first request after the move fails.
//! Before: `temperature: null`, `provider: "openai"`. After: the field is gone; `provider: { order: ["openai"] }`.
//! Abstains: outside a request body, and for values that are not literals.
//!
//! Source: the gateway's request schema, 2026-08-22.

use super::request_place::{in_request, is_request, is_sent, is_sent_body};
use super::{Edit, Found};
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Carried, Class};
use crate::inventory::language::Language;
use crate::inventory::outline::{Entry, Kind, Node, NodeId};
use crate::migrate::change::Safety;

const RULE: &str = "request-value";

/// Optional fields that may be left out and must not be null.
const NULLABLE: [&str; 24] = [
    "temperature",
    "top_p",
    "top_k",
    "top_a",
    "min_p",
    "max_tokens",
    "max_completion_tokens",
    "frequency_penalty",
    "presence_penalty",
    "repetition_penalty",
    "stop",
    "seed",
    "logprobs",
    "top_logprobs",
    "logit_bias",
    "parallel_tool_calls",
    "stream_options",
    "service_tier",
    "provider",
    "reasoning",
    "reasoning_effort",
    "response_format",
    "tools",
    "tool_choice",
];

/// Fields of chat completions that the target refuses on responses.
const CHAT_ONLY: [&str; 4] = ["route", "top_a", "repetition_penalty", "n"];

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.closeness < Closeness::File {
        return;
    }
    for (id, _, entry, key) in context.entries() {
        if key == "role" {
            function_role(context, id, all);
            continue;
        }
        if !is_sent(context, id, entry) {
            continue;
        }
        let null = || {
            context
                .value_of(id)
                .is_some_and(|(_, node)| matches!(context.outline.slice(node.span), "null" | "None" | "nil" | "NULL"))
        };
        if NULLABLE.contains(&key) && null() && is_body(context, id) {
            all.push(null_value(entry, key));
        } else if key == "provider" && in_request(context, id) {
            provider_text(context, id, entry, all);
        } else if key == "metadata" && in_request(context, id) {
            metadata(context, id, entry, all);
        } else if CHAT_ONLY.contains(&key) && is_of_responses(context, id) {
            let advice = format!("The target takes {key} on chat completions and refuses it on responses with 400.");
            let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice.clone())
                .carrying(Carried::RequestField(key.to_owned()));
            all.push(removed(found, entry, &advice));
        }
    }
}

/// Whether the entry stands in the body itself, as it is sent: an object with messages, or a call that sends one.
fn is_body(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).next().is_some_and(|(at, node)| match &node.kind {
        Kind::Map => context.entries_in(at).any(|(_, _, key)| key == "messages") && is_sent_body(context, at),
        Kind::Call(segments) => {
            let names: Vec<&str> = context.outline.names(*segments).collect();
            matches!(names.as_slice(), [.., "completions" | "responses", "create" | "parse" | "stream"])
        }
        _ => false,
    })
}

fn removed(found: Found, entry: &Entry, reason: &str) -> Found {
    if entry.whole.is_empty() { found } else { found.replacing(Safety::NeedsReview, entry.whole, "", reason) }
}

fn null_value(entry: &Entry, key: &str) -> Found {
    let advice = format!("The target refuses {key} as null with 400. Left out, it has the same default.");
    let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice.clone())
        .carrying(Carried::RequestField(format!("{key}=null")));
    if entry.whole.is_empty() { found } else { found.replacing(Safety::Safe, entry.whole, "", advice) }
}

fn function_role(context: &Context<'_>, id: NodeId, all: &mut Vec<Found>) {
    let Some((holder, _)) = context.outline.ancestors(id).next() else { return };
    let message = context.entries_in(holder).any(|(_, _, key)| key == "content") && is_message(context, holder);
    let Some((_, node)) = context.value_of(id).filter(|_| message) else { return };
    let Kind::Text(text) = &node.kind else { return };
    if context.outline.value(text) == "function" {
        let advice = "The target refuses the role function with 400: the answer of a tool has the role tool and its tool_call_id.";
        all.push(
            Found::new(RULE, Class::Field, Action::MustFix, text.inner, advice)
                .carrying(Carried::RequestField("messages.role=function".to_owned()))
                .replacing(
                    Safety::NeedsReview,
                    text.inner,
                    "tool",
                    "The role is called tool; put the tool_call_id of the call that it answers beside it.",
                ),
        );
    }
}

/// Whether an object is one of the messages: in a list of that name, or put at its end.
fn is_message(context: &Context<'_>, at: NodeId) -> bool {
    let says = |name: &str| {
        let lower = name.to_ascii_lowercase();
        ["message", "history", "conversation"].iter().any(|word| lower.contains(word))
    };
    context.outline.ancestors(at).take(4).any(|(_, node)| match &node.kind {
        Kind::Entry(entry) => says(context.outline.slice(entry.key)),
        Kind::Call(segments) => context.outline.names(*segments).any(says),
        _ => false,
    })
}

/// `provider: "openai"` beside messages.
fn provider_text(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    let Some((_, node)) = context.value_of(id) else { return };
    let beside = context.outline.ancestors(id).next().is_some_and(|(at, node)| match &node.kind {
        Kind::Map => {
            (context.entries_in(at).any(|(_, _, key)| key == "messages") && is_sent_body(context, at))
                || in_extra_body(context, at)
        }
        _ => false,
    });
    if !beside || !matches!(node.kind, Kind::Text(_)) {
        return;
    }
    let advice =
        "The target refuses a provider as a text with 400: it wants an object, and has provider ids of its own.";
    let found = Found::new(RULE, Class::Routing, Action::MustFix, entry.key, advice)
        .carrying(Carried::RequestField("provider".to_owned()));
    let text = context.outline.slice(node.span);
    let object = match context.language {
        Language::Python | Language::Json => format!("{{\"order\": [{text}]}}"),
        Language::TypeScript | Language::JavaScript | Language::Vue | Language::Svelte => {
            format!("{{ order: [{text}] }}")
        }
        Language::Php => format!("['order' => [{text}]]"),
        Language::Ruby => format!("{{ order: [{text}] }}"),
        _ => {
            all.push(removed(
                found,
                entry,
                "The target refuses a provider as a text with 400; without it, it chooses one.",
            ));
            return;
        }
    };
    all.push(found.replacing(
        Safety::NeedsReview,
        node.span,
        object,
        "The same wish as an object. The target has provider ids of its own: translate this one.",
    ));
}

fn in_extra_body(context: &Context<'_>, map: NodeId) -> bool {
    context.key_of(map).is_some_and(|(_, _, key)| matches!(key, "extra_body" | "extraBody"))
}

/// `metadata: { user: 42 }`: each value has to be a text.
fn metadata(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    let Some((map, _)) = context.value_of(id).filter(|(_, node)| matches!(node.kind, Kind::Map)) else { return };
    if !is_body(context, id) {
        return;
    }
    let mut edits = Vec::new();
    let mut nested = false;
    for (at, _, _) in context.entries_in(map) {
        let Some((_, value)) = context.value_of(at) else { continue };
        let literal = context.outline.slice(value.span);
        if is_scalar(value, literal) {
            edits.push(Edit { span: value.span, replacement: format!("\"{}\"", literal.to_ascii_lowercase()) });
        }
        nested |= matches!(value.kind, Kind::Map | Kind::List);
    }
    if edits.is_empty() && !nested {
        return;
    }
    let advice = "The target takes only texts in metadata and refuses everything else with 400.";
    let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice)
        .carrying(Carried::RequestField("metadata".to_owned()));
    all.push(if nested {
        removed(
            found,
            entry,
            "Objects and lists cannot stand in metadata on the target. Write them as texts, or leave them out.",
        )
    } else {
        found.changing(Safety::NeedsReview, edits, "The values become texts; change what reads them back.")
    });
}

fn is_scalar(node: &Node, literal: &str) -> bool {
    matches!(node.kind, Kind::Number) || matches!(literal, "true" | "false" | "True" | "False")
}

/// Whether an entry is one of a request to `/responses`.
fn is_of_responses(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).take(3).any(|(at, node)| {
        let Kind::Call(segments) = &node.kind else { return false };
        let names: Vec<&str> = context.outline.names(*segments).collect();
        matches!(names.as_slice(), [.., "responses", "create" | "stream" | "parse"])
            && is_request_or_call(context, at, node)
    })
}

fn is_request_or_call(context: &Context<'_>, at: NodeId, node: &Node) -> bool {
    is_request(context, at, node) || context.outline.children(at).any(|(map, child)| is_request(context, map, child))
}
