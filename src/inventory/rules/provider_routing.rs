//! Routing preferences of a request: the `provider` object, fallback lists, `route`.
//!
//! Why: the target takes most of `provider` with provider ids of its own, refuses two privacy filters with 400, and accepts
//! `models` and `route` without reading them, so that a fallback silently is none.
//! Before: `provider: { data_collection: "deny" }`. After: a person decides; a promise of privacy is never dropped by itself.
//! Abstains: where an object called `provider` has none of the known preferences.

use super::Found;
use super::request_place::in_request;
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::model_text::ModelText;
use crate::inventory::outline::{Entry, Kind, NodeId};
use crate::migrate::change::Safety;

const RULE: &str = "provider-routing";

/// What the target does with a preference (gateway source and documentation, 2026-08-22).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Read under the same name.
    Same,
    /// Read under the same name, with provider ids of the target.
    OtherIds,
    /// Refused with 400.
    Refused,
    /// Refused by some editions, enforced by others.
    Unsure,
}

const PREFERENCES: [(&str, Fate); 20] = [
    ("order", Fate::OtherIds),
    ("only", Fate::OtherIds),
    ("ignore", Fate::OtherIds),
    ("allow_fallbacks", Fate::Same),
    ("allowFallbacks", Fate::Same),
    ("require_parameters", Fate::Same),
    ("requireParameters", Fate::Same),
    ("data_collection", Fate::Refused),
    ("dataCollection", Fate::Refused),
    ("zdr", Fate::Same),
    ("enforce_distillable_text", Fate::Refused),
    ("enforceDistillableText", Fate::Refused),
    ("quantizations", Fate::Unsure),
    ("sort", Fate::Same),
    ("max_price", Fate::Same),
    ("maxPrice", Fate::Same),
    ("preferred_min_throughput", Fate::Same),
    ("preferredMinThroughput", Fate::Same),
    ("preferred_max_latency", Fate::Same),
    ("preferredMaxLatency", Fate::Same),
];

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.closeness == Closeness::None {
        return;
    }
    for (id, _, entry, key) in context.entries() {
        match key {
            "provider" | "provider_preferences" | "providerPreferences" | "openrouter_provider" => {
                preferences(context, id, all);
            }
            "data_collection" | "dataCollection" | "zdr" | "quantizations" | "enforce_distillable_text" | "allow_fallbacks"
            | "require_parameters" | "preferred_min_throughput" | "preferred_max_latency" | "max_price"
                if context.closeness == Closeness::File && !below_provider(context, id) =>
            {
                let fate = PREFERENCES.iter().find(|(name, _)| *name == key).map_or(Fate::Same, |(_, fate)| *fate);
                all.push(preference(context, id, entry, key, fate, context.text_of(id).map(str::to_owned)));
            }
            "sort" if context.closeness == Closeness::File && !below_provider(context, id) && sorts_by(context, id) => {
                all.push(preference(context, id, entry, key, Fate::Same, None));
            }
            "models" | "fallbacks" | "fallback_models" => fallback_list(context, id, entry, all),
            "route" if context.text_of(id) == Some("fallback") => all.push(
                Found::new(
                    "fallback-list",
                    Class::Routing,
                    Action::Review,
                    entry.key,
                    "The target accepts route and does not read it: there is no fallback. Remove it, and decide what shall happen when a model fails.",
                )
                .replacing(Safety::NeedsReview, entry.whole, "", "The target does not read route."),
            ),
            _ => {}
        }
    }
}

/// `sort: { by: …, partition: … }`.
fn sorts_by(context: &Context<'_>, id: NodeId) -> bool {
    context.value_of(id).is_some_and(|(map, _)| context.entries_in(map).any(|(_, _, key)| key == "partition"))
}

/// Whether an entry stands directly in an object that the rule reads as a whole.
fn below_provider(context: &Context<'_>, id: NodeId) -> bool {
    context.keys_around(id).next().is_some_and(|(_, _, key)| {
        matches!(key, "provider" | "provider_preferences" | "providerPreferences" | "openrouter_provider")
    })
}

fn preferences(context: &Context<'_>, id: NodeId, all: &mut Vec<Found>) {
    let Some((map, node)) = context.value_of(id) else { return };
    let holds_entries = matches!(node.kind, Kind::Map | Kind::Call(_) | Kind::Other | Kind::List | Kind::Entry(_));
    let inner: Vec<(NodeId, &Entry, &str, Fate)> = context
        .entries_in(if matches!(node.kind, Kind::Entry(_)) { id } else { map })
        .filter_map(|(at, inner, key)| {
            let (_, fate) = PREFERENCES.iter().find(|(name, _)| *name == key)?;
            Some((at, inner, key, *fate))
        })
        .collect();
    if !holds_entries || inner.is_empty() {
        return;
    }
    let only_common = inner.iter().all(|(_, _, key, _)| matches!(*key, "order" | "only" | "ignore" | "sort"));
    if only_common && context.closeness < Closeness::File && !in_request(context, id) {
        return;
    }
    for (at, inner, key, fate) in inner {
        let value = context.text_of(at).map(str::to_owned);
        all.push(preference(context, at, inner, key, fate, value));
    }
}

fn preference(context: &Context<'_>, at: NodeId, entry: &Entry, key: &str, fate: Fate, value: Option<String>) -> Found {
    let literal = context.value_of(at).map(|(_, node)| context.outline.slice(node.span)).unwrap_or_default();
    let carried = Carried::RequestField(format!("provider.{key}={}", value.as_deref().unwrap_or(literal)));
    let found =
        |action, advice: &str| Found::new(RULE, Class::Routing, action, entry.key, advice).carrying(carried.clone());
    match (fate, key) {
        (Fate::Refused, "data_collection" | "dataCollection") if value.as_deref() == Some("allow") => {
            found(Action::MustFix, "The target refuses this field with 400. \"allow\" is the source's default, so that nothing is lost without it.")
                .replacing(Safety::Safe, entry.whole, "", "The target refuses data_collection; \"allow\" promises nothing.")
        }
        (Fate::Refused, "data_collection" | "dataCollection") if beside(context, at, "zdr") && !entry.whole.is_empty() => {
            found(
                Action::MustFix,
                "PRIVACY: the target refuses data_collection with 400, and without it a promise to your users is lost. zdr stands beside it and stays; it is another promise.",
            )
            .replacing(
                Safety::TakenAlone,
                entry.whole,
                "",
                "PRIVACY: data_collection \"deny\" has no counterpart. Without it only zdr is left. Accept it only if that is the promise that you gave.",
            )
        }
        (Fate::Refused, "data_collection" | "dataCollection") => {
            let replacement = format!("{}zdr{}", quote_before(context, entry), tail(context, entry));
            let span = crate::inventory::outline::Span::new(
                entry.key.start as usize - quote_before(context, entry).len(),
                context.value_of(at).map_or(entry.key.end as usize, |(_, node)| node.span.end as usize),
            );
            found(
                Action::MustFix,
                "PRIVACY: the target refuses data_collection with 400, and without it a promise to your users is lost. zdr: true asks for providers that keep nothing, which is another promise; set the policy in the target's dashboard as well.",
            )
            .replacing(
                Safety::TakenAlone,
                span,
                replacement,
                "PRIVACY: data_collection \"deny\" has no counterpart. zdr true keeps providers that retain nothing. Accept it only if that is the promise that you gave.",
            )
        }
        (Fate::Refused, _) => found(Action::MustFix, "The target refuses this field with 400; it has nothing like it.").replacing(
            Safety::NeedsReview,
            entry.whole,
            "",
            "The target refuses this field with 400. Without it the preference is lost.",
        ),
        (Fate::Unsure, _) => found(Action::Review, "Some editions of the target refuse this field, others filter by it: send a request and see."),
        (Fate::OtherIds, _) => found(Action::Review, "The target names providers in its own way: translate each id."),
        (Fate::Same, "zdr") => found(Action::Review, "PRIVACY: the target reads zdr; its documentation calls it require_zero_data_retention. Prove it with a request."),
        (Fate::Same, "sort") if !matches!(value.as_deref(), Some("price" | "throughput" | "latency")) => {
            found(Action::Review, "The target sorts by price, latency or throughput, also as an object with by; partition and exacto are not known to it.")
        }
        (Fate::Same, _) => found(Action::Information, "The target reads this preference under the same name."),
    }
}

/// Whether an entry stands in the same object.
fn beside(context: &Context<'_>, at: NodeId, name: &str) -> bool {
    context.outline.ancestors(at).next().is_some_and(|(map, _)| context.entries_in(map).any(|(_, _, key)| key == name))
}

fn quote_before(context: &Context<'_>, entry: &Entry) -> &'static str {
    let before = context.outline.source().get(..entry.key.start as usize).and_then(|head| head.chars().next_back());
    match before {
        Some('"') => "\"",
        Some('\'') => "'",
        _ => "",
    }
}

/// What stands between the key and its value, with the value `true` of the language.
fn tail(context: &Context<'_>, entry: &Entry) -> String {
    let source = context.outline.source();
    let rest = source.get(entry.key.end as usize..).unwrap_or_default();
    let between: String = rest.chars().take_while(|c| matches!(c, '"' | '\'' | ' ' | ':' | '=' | '>')).collect();
    // The quote that opens the value is not a part of it.
    let opened = between.trim_end_matches(['"', '\'']);
    let kept = if opened.ends_with([' ', ':', '=', '>']) { opened } else { between.as_str() };
    let value = if context.language == crate::inventory::language::Language::Python { "True" } else { "true" };
    format!("{kept}{value}")
}

/// `models` without `model`: the target answers 400.
fn without_model(context: &Context<'_>, id: NodeId, entry: &Entry, list: NodeId) -> Option<Found> {
    let (holder, node) = context.outline.ancestors(id).next()?;
    let keys: Vec<&str> = context.entries_in(holder).map(|(_, _, key)| key).collect();
    let spreads = context.outline.slice(node.span).contains("...") || context.outline.slice(node.span).contains("**");
    if !matches!(node.kind, Kind::Map) || keys.contains(&"model") || !keys.contains(&"messages") || spreads {
        return None;
    }
    let found = Found::new(
        "fallback-list",
        Class::Routing,
        Action::MustFix,
        entry.key,
        "The target wants model and answers 400 without it; it does not read models. Send the first of the list as model.",
    )
    .carrying(Carried::RequestField("models".to_owned()));
    let first = context.outline.children(list).find(|(_, item)| matches!(item.kind, Kind::Text(_)))?.1;
    let quote = quote_before(context, entry);
    let start = entry.key.start as usize - quote.len();
    let model = format!("{quote}model{quote}: {}, ", context.outline.slice(first.span));
    Some(found.replacing(
        Safety::NeedsReview,
        crate::inventory::outline::Span::new(start, start),
        model,
        "The first of the list is the model that was asked first. Without a fallback on the target a failure is a failure.",
    ))
}

/// `models: ["a/b", "c/d"]`: at least one item must be a model id.
fn fallback_list(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    let Some((list, node)) = context.value_of(id) else { return };
    let is_list = matches!(node.kind, Kind::List | Kind::Call(_) | Kind::Other | Kind::Map | Kind::Path(_));
    let has_model = context.outline.children(list).any(|(_, item)| match &item.kind {
        Kind::Text(text) => ModelText::parse(context.outline.value(text)).is_some(),
        _ => false,
    });
    let by_name = matches!(node.kind, Kind::Path(_));
    let known_name = context.outline.slice(entry.key) == "fallback_models";
    if !is_list || !(has_model || by_name) || !(in_request(context, id) || known_name) {
        return;
    }
    if context.closeness < Closeness::File && !has_model {
        return;
    }
    if let Some(found) = without_model(context, id, entry, list) {
        all.push(found);
        return;
    }
    all.push(
        Found::new(
            "fallback-list",
            Class::Routing,
            Action::Review,
            entry.key,
            "The target accepts this list and does not read it: there is no fallback per request. It has dynamic routes bound to a key, and phaseo/auto.",
        )
        .carrying(Carried::RequestField("models".to_owned()))
        .sure(Confidence::High),
    );
}
