//! Request fields that the target refuses with 400 or drops without a word.
//!
//! Why: a refused field breaks every request; a dropped one changes answers silently.
//! Before: `transforms: ["middle-out"]`, `usage: { include: true }`. After: gone, where the field did nothing or has no
//! counterpart; translated where the target has the same under another name.
//! Abstains: outside a request body, since most of these words mean something else everywhere else.
//!
//! Source of the table: the gateway's request schema and allow-list, 2026-08-22.

mod content;
mod in_pairs;
mod in_text;

use super::Found;
use super::request_place::{in_request, is_sent};
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::outline::{Entry, Kind, NodeId};
use crate::migrate::change::Safety;

const RULE: &str = "request-field";

/// What is done about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Remedy {
    /// It did nothing on the source, or its absence means the same: remove it.
    Remove,
    /// Its removal changes what the model does: a person decides.
    RemoveOnReview,
    /// Code to write by hand.
    ByHand,
}

struct Field {
    name: &'static str,
    /// The name is so telling that no request body around it is needed.
    telling: bool,
    action: Action,
    remedy: Remedy,
    advice: &'static str,
}

const fn refused(name: &'static str, telling: bool, remedy: Remedy, advice: &'static str) -> Field {
    Field { name, telling, action: Action::MustFix, remedy, advice }
}

const FIELDS: [Field; 13] = [
    refused(
        "transforms",
        true,
        Remedy::RemoveOnReview,
        "The target refuses transforms with 400. Without it a prompt that is too long is an error: shorten it before you send it.",
    ),
    refused(
        "include_reasoning",
        true,
        Remedy::RemoveOnReview,
        "The target refuses include_reasoning with 400; send reasoning instead.",
    ),
    refused(
        "includeReasoning",
        true,
        Remedy::RemoveOnReview,
        "The target refuses include_reasoning with 400; send reasoning instead.",
    ),
    refused(
        "structured_outputs",
        false,
        Remedy::Remove,
        "The target refuses structured_outputs with 400; response_format alone asks for it.",
    ),
    refused(
        "prediction",
        false,
        Remedy::RemoveOnReview,
        "The target refuses prediction with 400. It only makes answers quicker.",
    ),
    refused(
        "prompt_cache_options",
        true,
        Remedy::RemoveOnReview,
        "The target refuses prompt_cache_options with 400; it has prompt_cache_key and prompt_cache_retention.",
    ),
    refused(
        "stop_server_tools_when",
        true,
        Remedy::RemoveOnReview,
        "The target refuses stop_server_tools_when with 400.",
    ),
    refused("verbosity", false, Remedy::RemoveOnReview, "The target refuses verbosity with 400; say it in the prompt."),
    refused("audio", false, Remedy::RemoveOnReview, "The target refuses the field audio on chat completions with 400."),
    refused("x_search_filter", true, Remedy::RemoveOnReview, "The target does not know x_search_filter."),
    Field {
        name: "echo_upstream_body",
        telling: true,
        action: Action::Review,
        remedy: Remedy::ByHand,
        advice: "The target calls it debug.return_upstream_request.",
    },
    Field {
        name: "middle_out",
        telling: true,
        action: Action::Review,
        remedy: Remedy::ByHand,
        advice: "Prompt compression exists only on the source.",
    },
    Field {
        name: "top_a",
        telling: false,
        action: Action::Review,
        remedy: Remedy::ByHand,
        advice: "The target takes top_a on chat completions and refuses it on responses.",
    },
];

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.closeness == Closeness::None {
        return;
    }
    if context.closeness == Closeness::File {
        in_text::find(context, all);
        in_pairs::find(context, all);
    }
    for (id, _, entry, key) in context.entries() {
        if let Some(field) = FIELDS.iter().find(|field| field.name == key) {
            let close = context.closeness == Closeness::File;
            let telling = field.telling
                && close
                && is_sent(context, id, entry)
                && (key != "transforms" || compresses(context, id));
            if telling || in_request(context, id) {
                all.push(of_table(context, id, entry, field));
            }
            continue;
        }
        match key {
            "usage" => usage(context, id, entry, all),
            "plugins" => plugins(context, id, entry, all),
            "cache_control" | "cacheControl" if context.closeness == Closeness::File && is_sent(context, id, entry) => {
                all.push(cache_control(context, id, entry))
            }
            "exclude" => reasoning_exclude(context, id, entry, all),
            "service_tier" if in_request(context, id) => service_tier(context, id, entry, all),
            "openrouter"
                if context
                    .keys_around(id)
                    .next()
                    .is_some_and(|(_, _, around)| matches!(around, "providerOptions" | "provider_options")) =>
            {
                let advice = "Only the source's package reads these options; the OpenAI-compatible one has options of its own name.";
                all.push(
                    Found::new(RULE, Class::Field, Action::Review, entry.key, advice)
                        .carrying(Carried::RequestField("providerOptions.openrouter".to_owned())),
                );
            }
            "type" => content::tool_or_part(context, id, entry, all),
            "preset" => content::preset(context, id, entry, all),
            "functions" | "function_call" => content::functions(context, id, entry, key, all),
            "content" => null_content(context, id, entry, all),
            _ => {}
        }
    }
}

/// Whether the value is that of the source's `transforms`, by its one word.
fn compresses(context: &Context<'_>, id: NodeId) -> bool {
    context.value_of(id).is_some_and(|(_, node)| context.outline.slice(node.span).contains("middle-out"))
}

fn of_table(context: &Context<'_>, id: NodeId, entry: &Entry, field: &Field) -> Found {
    let value = context.value_of(id).map(|(_, node)| context.outline.slice(node.span)).unwrap_or_default();
    let short: String = value.chars().take(80).collect();
    let found = Found::new(RULE, Class::Field, field.action, entry.key, field.advice)
        .carrying(Carried::RequestField(format!("{}={short}", field.name)));
    match field.remedy {
        _ if entry.whole.is_empty() => found,
        Remedy::Remove => found.replacing(Safety::Safe, entry.whole, "", field.advice),
        Remedy::RemoveOnReview => found.replacing(Safety::NeedsReview, entry.whole, "", field.advice),
        Remedy::ByHand => found,
    }
}

/// `usage: { include: true }`: a no-op on the source, 400 on the target.
fn usage(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    let Some((value, node)) = context.value_of(id) else { return };
    let includes = matches!(node.kind, Kind::Map | Kind::Call(_) | Kind::Other)
        && context.entries_in(value).any(|(_, _, key)| key == "include");
    if !includes || !is_sent(context, id, entry) {
        return;
    }
    let advice = "The target refuses usage as an object with 400. Usage always comes, so that the field can go.";
    let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice)
        .carrying(Carried::RequestField("usage.include".to_owned()));
    all.push(if entry.whole.is_empty() { found } else { found.replacing(Safety::Safe, entry.whole, "", advice) });
}

/// `plugins: [{ id: "web" }]`: only `response-healing` is known to the target.
fn plugins(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    if !in_request(context, id) {
        return;
    }
    let Some((_, value)) = context.value_of(id) else { return };
    let mut named = false;
    let mut unknown = false;
    let mut ways: Vec<&str> = Vec::new();
    for plugin in plugin_names(context, value.span) {
        named = true;
        unknown |= plugin != "response-healing";
        ways.push(match plugin {
            "web" => "For web add the tool phaseo:web_search.",
            "web-fetch" => "For web-fetch add the tool phaseo:web_fetch.",
            "file-parser" => "For file-parser send input_file on /responses.",
            "fusion" => "For fusion add the tool phaseo:fusion.",
            "context-compression" => "There is no prompt compression: shorten the prompt.",
            _ => "",
        });
    }
    // A list that stands elsewhere: all that it names is refused but for one.
    let elsewhere = matches!(value.kind, Kind::Path(_)) && context.closeness == Closeness::File;
    if let (Kind::Path(segments), true) = (&value.kind, elsewhere)
        && let Some(name) = context.outline.names(*segments).next_back()
    {
        for (at, _, entry, _) in context.entries().filter(|(_, _, _, key)| *key == name) {
            let declared = matches!(entry.form, crate::inventory::outline::EntryForm::Declaration { .. });
            let Some((_, list)) = context.value_of(at).filter(|_| declared) else { continue };
            let names = plugin_names(context, list.span);
            named |= !names.is_empty();
            unknown |= names.iter().any(|plugin| *plugin != "response-healing");
        }
        if !named {
            (named, unknown) = (true, true);
        }
    }
    if !named || !unknown {
        return;
    }
    ways.retain(|way| !way.is_empty());
    ways.dedup();
    let advice = format!("The target refuses every plugin but response-healing with 400. {}", ways.join(" "));
    let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice.trim().to_owned())
        .carrying(Carried::RequestField("plugins".to_owned()));
    all.push(if entry.whole.is_empty() {
        found
    } else {
        found.replacing(Safety::NeedsReview, entry.whole, "", advice)
    });
}

/// The ids of plugins that stand in a span.
fn plugin_names<'c>(context: &'c Context<'_>, span: crate::inventory::outline::Span) -> Vec<&'c str> {
    let within = context.entries().filter(|(_, node, _, key)| *key == "id" && span.contains(node.span));
    within.filter_map(|(at, _, _, _)| context.text_of(at)).collect()
}

/// Dropped on parts and tools, refused at the top of the body.
fn cache_control(context: &Context<'_>, id: NodeId, entry: &Entry) -> Found {
    let top = context
        .outline
        .ancestors(id)
        .next()
        .is_some_and(|(map, _)| context.entries_in(map).any(|(_, _, key)| matches!(key, "messages" | "model")));
    let carried = Carried::RequestField("cache_control".to_owned());
    if top {
        let advice = "The target refuses cache_control at the top of the body with 400; use provider_options.anthropic.cache_control.";
        let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice).carrying(carried);
        return if entry.whole.is_empty() {
            found
        } else {
            found.replacing(Safety::NeedsReview, entry.whole, "", advice)
        };
    }
    let advice = "The target drops cache_control on parts and tools without a word: nothing is cached. Use provider_options.anthropic.cache_control.";
    Found::new(RULE, Class::Field, Action::Review, entry.key, advice).carrying(carried).sure(Confidence::Medium)
}

fn reasoning_exclude(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    if context.keys_around(id).next().is_some_and(|(_, _, key)| key == "reasoning") {
        let advice = "The target drops reasoning.exclude without a word: the reasoning comes, and is paid for as before. Leave it out of what you show.";
        all.push(
            Found::new(RULE, Class::Field, Action::Review, entry.key, advice)
                .carrying(Carried::RequestField("reasoning.exclude".to_owned())),
        );
    }
}

fn service_tier(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    if matches!(context.text_of(id), Some("auto" | "default" | "scale")) {
        let advice = "The target refuses this service tier with 400; leaving it out means the standard tier.";
        let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice);
        all.push(if entry.whole.is_empty() {
            found
        } else {
            found.replacing(Safety::NeedsReview, entry.whole, "", advice)
        });
    }
}

/// `content: null` beside `tool_calls`.
fn null_content(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    let null = context
        .value_of(id)
        .is_some_and(|(_, node)| matches!(context.outline.slice(node.span), "null" | "None" | "nil"));
    let beside = || {
        context
            .outline
            .ancestors(id)
            .next()
            .is_some_and(|(map, _)| context.entries_in(map).any(|(_, _, key)| key == "tool_calls"))
    };
    if null && context.closeness == Closeness::File && beside() {
        let advice = "The target refuses content: null with 400; send an empty text.";
        let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice)
            .carrying(Carried::RequestField("messages.content=null".to_owned()));
        all.push(match context.value_of(id) {
            Some((_, node)) => found.replacing(Safety::Safe, node.span, "\"\"", advice),
            None => found,
        });
    }
}
