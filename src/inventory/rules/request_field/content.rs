//! Content parts, tools and presets of a request that the target refuses.
//! Not the fields of the table, which the rule itself has.
//! **Invariant:** what has no counterpart is never taken out silently: it becomes a name that every gateway refuses.

use super::super::request_place::in_request;
use super::super::{Found, stand_in};
use super::RULE;
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Carried, Class};
use crate::inventory::outline::{Entry, Kind, NodeId, Text, TextForm};
use crate::migrate::change::{Edit, Safety};

/// `type: "openrouter:web_search"` of a tool, `type: "file"` of a content part.
pub(super) fn tool_or_part(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    let Some((_, node)) = context.value_of(id) else { return };
    let Kind::Text(text) = &node.kind else { return };
    let value = context.outline.value(text);
    if let Some(tool) = value.strip_prefix("openrouter:") {
        const SAME: [&str; 7] =
            ["datetime", "web_search", "web_fetch", "advisor", "subagent", "fusion", "image_generation"];
        let found = Found::new(
            RULE,
            Class::Field,
            Action::MustFix,
            text.inner,
            "The target refuses tools of the source with 400; its own are called phaseo:….",
        )
        .carrying(Carried::RequestField(format!("tools.{value}")));
        all.push(if SAME.contains(&tool) {
            found.replacing(
                Safety::NeedsReview,
                text.inner,
                format!("phaseo:{tool}"),
                "The target has this tool as phaseo:; its options may differ.",
            )
        } else {
            let reason = "NO EQUIVALENT: the target has no such tool. The type becomes one that it refuses with 400, so that the request fails until the tool is taken out or written as a function of your own.";
            found.replacing(Safety::TakenAlone, text.inner, format!("{}:{tool}", stand_in::MARK), reason)
        });
        return;
    }
    let is_part = value == "file"
        && context
            .outline
            .ancestors(id)
            .next()
            .is_some_and(|(map, _)| context.entries_in(map).any(|(_, _, key)| key == "file"));
    if is_part && context.closeness == Closeness::File {
        let advice = "The target refuses file parts on chat completions with 400; send input_file on /responses.";
        let reason = "NO EQUIVALENT on chat completions: the type becomes one that is refused with 400, so that the request fails until it is written anew. Code to write: post to /responses with input: [{ role: \"user\", content: [{ type: \"input_file\", filename, file_data }] }] instead of messages.";
        all.push(
            Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice)
                .carrying(Carried::RequestField("messages.content.file".to_owned()))
                .replacing(Safety::TakenAlone, text.inner, format!("{}:file", stand_in::MARK), reason),
        );
    }
}

/// `preset: "reader"` beside a model: on the target the preset is the model, `@reader`.
pub(super) fn preset(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    if !in_request(context, id) {
        return;
    }
    let advice = "The target refuses the field preset with 400. Make the preset there and use @name as the model.";
    let literal: String = context
        .value_of(id)
        .map(|(_, node)| context.outline.slice(node.span))
        .unwrap_or_default()
        .chars()
        .take(80)
        .collect();
    let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice)
        .carrying(Carried::RequestField(format!("preset={literal}")));
    let name = context.text_of(id).filter(|name| is_name(name));
    let (Some(name), Some((model, _)), false) = (name, model_beside(context, id), entry.whole.is_empty()) else {
        all.push(found);
        return;
    };
    // The id of the preset stands in the place of the model's, so that no other hunk may write there.
    if let Some(other) = all.iter_mut().find(|other| other.class == Class::Model && other.span == model.inner) {
        other.change = None;
    }
    let mut edits = vec![
        Edit { span: model.inner, replacement: format!("@{name}") },
        Edit { span: entry.whole, replacement: String::new() },
    ];
    edits.sort_by_key(|edit| edit.span.start);
    let old = context.outline.slice(model.inner);
    let reason = format!(
        "The target takes a preset as the model @{name} and refuses the field with 400. Make the preset {name} there first, with {old} as its model; without it every request fails."
    );
    all.push(found.changing(Safety::NeedsReview, edits, reason));
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() < 80 && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The literal model of the request that an entry stands in, directly or within what a client adds to its body.
fn model_beside<'c>(context: &'c Context<'_>, id: NodeId) -> Option<(&'c Text, NodeId)> {
    for (at, node) in context.outline.ancestors(id).take(6) {
        if !matches!(node.kind, Kind::Map | Kind::Call(_)) {
            continue;
        }
        let Some((model, _, _)) = context.entries_in(at).find(|(_, _, key)| *key == "model") else { continue };
        return match context.value_of(model).map(|(_, value)| &value.kind) {
            Some(Kind::Text(text)) if text.form != TextForm::Piece && text.cooked.is_none() => Some((text, model)),
            _ => None,
        };
    }
    None
}

/// `functions: […]` becomes `tools`, `function_call` becomes `tool_choice`: the same with one more layer.
pub(super) fn functions(context: &Context<'_>, id: NodeId, entry: &Entry, key: &str, all: &mut Vec<Found>) {
    if !in_request(context, id) {
        return;
    }
    let advice = match key {
        "functions" => "The target refuses functions with 400; use tools.",
        _ => "The target refuses function_call with 400; use tool_choice.",
    };
    let found = Found::new(RULE, Class::Field, Action::MustFix, entry.key, advice)
        .carrying(Carried::RequestField(key.to_owned()));
    let Some((value, node)) = context.value_of(id) else {
        all.push(found);
        return;
    };
    let (open, close) = ("{\"type\": \"function\", \"function\": ", "}");
    let around = |span: crate::inventory::outline::Span| {
        let at = |place: u32| crate::inventory::outline::Span::new(place as usize, place as usize);
        [
            Edit { span: at(span.start), replacement: open.to_owned() },
            Edit { span: at(span.end), replacement: close.to_owned() },
        ]
    };
    let to = if key == "functions" { "tools" } else { "tool_choice" };
    let mut edits = vec![Edit { span: entry.key, replacement: to.to_owned() }];
    match (&node.kind, key) {
        (Kind::List, "functions") => {
            let items: Vec<_> = context.outline.children(value).map(|(_, item)| (item.span, &item.kind)).collect();
            if items.iter().any(|(_, kind)| !matches!(kind, Kind::Map | Kind::Path(_))) {
                all.push(found);
                return;
            }
            edits.extend(items.iter().flat_map(|(span, _)| around(*span)));
        }
        (Kind::Map, "function_call") => edits.extend(around(node.span)),
        (Kind::Text(_), "function_call") => {}
        _ => {
            all.push(found);
            return;
        }
    }
    let reason = format!(
        "{key} is called {to} and has one more layer. The answer has tool_calls instead of function_call: change what reads it."
    );
    all.push(found.changing(Safety::NeedsReview, edits, reason));
}
