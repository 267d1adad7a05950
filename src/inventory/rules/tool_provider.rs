//! Settings of tools that choose the source as their provider: `provider: openrouter`, `model_provider = "openrouter"`,
//! workflow nodes, credentials.
//!
//! Why: the tool builds the address itself; no URL in the file says where it goes.
//! Before: `provider: openrouter`. After: the tool's own OpenAI-compatible provider with the target's base URL and key.
//! Abstains: in code, where such a word is an application's own name for a choice. In configuration of no known tool it is
//! the application's as well: a person decides, since the code that reads it says what the word means.

mod editors;
mod libraries;
mod workflows;

use super::{Found, stand_in};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, NodeId, Span, TextForm};
use crate::migrate::change::{Edit, Safety};

const RULE: &str = "tool-provider";

/// What a tool's setting becomes: the edits and the reason.
type Proposal = (Vec<Edit>, String);

/// `provider: :openrouter` of Ruby and Elixir.
fn symbol_provider(context: &Context<'_>, id: NodeId) -> bool {
    let named = matches!(context.outline.node(id).map(|node| &node.kind), Some(Kind::Entry(entry)) if context.outline.slice(entry.key) == "provider");
    let Some(Kind::Entry(entry)) = context.outline.node(id).map(|node| &node.kind) else { return false };
    let after = context.outline.source().get(entry.key.end as usize..).unwrap_or_default();
    named
        && after.trim_start_matches([':', ' ']).len() < after.len()
        && after.trim_start_matches(": ").starts_with(":openrouter")
}

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    libraries::find(context, all);
    for (id, node) in context.outline.nodes() {
        let (text, span) = match &node.kind {
            Kind::Text(text) if text.form != TextForm::Prose => (context.outline.value(text), text.inner),
            Kind::Entry(entry) => (context.outline.slice(entry.key), entry.key),
            _ => continue,
        };
        let is_key = matches!(node.kind, Kind::Entry(_));
        if is_key && symbol_provider(context, id) {
            let own = "What this word means is decided by what reads it. Choose there what speaks to the target.";
            let known = "This library builds the source's address itself. Choose its OpenAI-compatible provider, with the target's base URL and key.";
            all.push(match workflows::symbol(context, id) {
                Some((edits, reason)) => {
                    let found = Found::new(RULE, Class::Package, Action::MustFix, span, known);
                    found.changing(safety_of(&edits), edits, reason)
                }
                None => Found::new(RULE, Class::Package, Action::Review, span, own).sure(Confidence::Medium),
            });
            continue;
        }
        let says_provider = || {
            context.key_of(id).is_some_and(|(_, _, key)| {
                let lower = key.to_ascii_lowercase();
                lower.ends_with("provider") || lower.ends_with("providers") || lower == "type" || lower == "framework"
            })
        };
        let chosen = match text {
            "openrouter" | "OpenRouter" | "open_router" | "langgenius/openrouter/openrouter" if !is_key => {
                context.is_configuration() && says_provider()
            }
            "@n8n/n8n-nodes-langchain.lmChatOpenRouter" => true,
            _ => false,
        };
        if chosen {
            let Some((mut edits, reason)) = proposal(context, id, span, all) else {
                let advice = "The name of a choice: whatever reads this setting speaks to the source under it. Change the code or the tool behind it, and this word with it.";
                all.push(Found::new(RULE, Class::Package, Action::Review, span, advice).sure(Confidence::Medium));
                continue;
            };
            let found = Found::new(
                RULE,
                Class::Package,
                Action::MustFix,
                span,
                "This tool builds the source's address itself. Choose its OpenAI-compatible provider, with the target's base URL and key.",
            )
            .sure(Confidence::High);
            edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
            all.push(found.changing(safety_of(&edits), edits, reason));
        }
    }
}

/// A stand-in is taken alone; a setting that the tool has, after a look at it.
fn safety_of(edits: &[Edit]) -> Safety {
    let mark = stand_in::MARK.replace('-', "_");
    let is_stand_in = edits.iter().any(|edit| edit.replacement.starts_with(stand_in::MARK) || edit.replacement == mark);
    if is_stand_in { Safety::TakenAlone } else { Safety::NeedsReview }
}

/// What the tool's own OpenAI-compatible setting looks like, for the tools of which it is known.
fn proposal(context: &Context<'_>, id: NodeId, span: Span, all: &mut [Found]) -> Option<Proposal> {
    let (entry_id, entry, key) = context.key_of(id)?;
    let text = context.outline.slice(span);
    if text.starts_with("@n8n/") {
        return workflows::n8n(context, entry_id, span);
    }
    if key == "model_provider" {
        return editors::codex(context, span);
    }
    if key == "apiProvider" {
        return editors::cline(context, entry_id, span, all);
    }
    if context.path.contains(".continue") {
        return Some(editors::continue_dev(context, entry_id, entry, span));
    }
    if context.path.ends_with("settings.json") && context.path.contains("zed") {
        return editors::zed(context, entry_id, span);
    }
    if context.path.rsplit('/').next().is_some_and(|name| name.contains("crush.json")) {
        return editors::crush(context, entry_id, span);
    }
    if text.starts_with("langgenius/") || workflows::is_dify(context, entry_id) {
        return Some(workflows::dify(context, span));
    }
    None
}

/// An insertion.
fn insert(at: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(at, at), replacement: text.into() }
}

/// The map that an entry stands in.
fn map_of(context: &Context<'_>, entry: NodeId) -> Option<NodeId> {
    context.outline.ancestors(entry).next().map(|(map, _)| map)
}

/// An entry of a map by its key, with its value.
fn value_named<'c>(
    context: &'c Context<'_>,
    map: NodeId,
    name: &str,
) -> Option<(NodeId, NodeId, &'c crate::inventory::outline::Node)> {
    let (entry, _, _) = context.entries_in(map).find(|(_, _, key)| *key == name)?;
    let (value, node) = context.value_of(entry)?;
    Some((entry, value, node))
}

/// Puts a member at the start of a JSON object.
fn first_member(context: &Context<'_>, map: NodeId, member: &str) -> Option<Edit> {
    let node = context.outline.node(map).filter(|node| matches!(node.kind, Kind::Map))?;
    let empty = context.entries_in(map).next().is_none();
    let at = node.span.start as usize + 1;
    Some(insert(at, if empty { format!(" {member} ") } else { format!(" {member},") }))
}

/// The outermost object of a JSON file.
fn root(context: &Context<'_>) -> Option<NodeId> {
    context.outline.nodes().find(|(_, node)| matches!(node.kind, Kind::Map)).map(|(id, _)| id)
}

/// A model id as it is approved for the target, and otherwise as it is.
fn approved<'c>(context: &'c Context<'_>, model: &'c str) -> &'c str {
    context.settings.aliases.get(model).map_or(model, String::as_str)
}

fn is_json(context: &Context<'_>) -> bool {
    context.language == Language::Json
}
