//! The options of a client of the source as the OpenAI-compatible client of its ecosystem takes them.
//! Not the imports and the methods, which the rule itself rewrites.
//! **Invariant:** an option that no recipe lists stops the rewriting; none is dropped because it is unknown.

use super::super::Found;
use super::recipes::{Recipe, Value};
use super::{Needs, body, key_expression};
use crate::inventory::context::Context;
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, Segments, Span};
use crate::migrate::change::Edit;

/// Options renamed, dropped and added; `None` if one is unknown.
pub(super) fn options(
    context: &Context<'_>,
    all: &[Found],
    recipe: &Recipe,
    call: NodeId,
    needs: &mut Needs,
) -> Option<Vec<Edit>> {
    let node = context.outline.node(call)?;
    let map = context.outline.children(call).find(|(_, child)| matches!(child.kind, Kind::Map));
    let holder = if recipe.in_object { map.map(|(id, _)| id) } else { Some(call) };
    let mut present: Vec<(NodeId, &Entry, &str)> =
        holder.map(|id| context.entries_in(id).collect()).unwrap_or_default();
    present.retain(|(_, entry, _)| !body::is_taken_out(all, entry));
    let container = body::Container { name: recipe.body, in_object: recipe.in_object };
    let mut edits = body::gathered(context, container, &present, recipe.fields)?;
    for (id, entry, key) in &present {
        if entry.form == EntryForm::Member || recipe.fields.iter().any(|(option, _)| option == key) {
            continue;
        }
        if *key == "extraBody" && recipe.name == "createOpenRouter" {
            edits.extend(body::transformed(context, *id, entry)?);
            continue;
        }
        if recipe.dropped.contains(key) {
            if entry.whole.is_empty() {
                return None;
            }
            edits.push(Edit { span: entry.whole, replacement: String::new() });
        } else if let Some((_, to)) = recipe.renamed.iter().find(|(from, _)| from == key) {
            edits.push(Edit { span: entry.key, replacement: (*to).to_owned() });
        } else if !recipe.known.contains(key) && !recipe.added.iter().any(|(name, _)| name == key) {
            return None;
        }
    }
    let is_present = |name: &str| {
        present
            .iter()
            .any(|(_, _, key)| *key == name || recipe.renamed.iter().any(|(from, to)| from == key && *to == name))
    };
    let mut added = Vec::new();
    for (name, value) in recipe.added.iter().filter(|(name, _)| !is_present(name)) {
        let value = match value {
            Value::BaseUrl => format!("\"{}\"", context.settings.base_url),
            Value::Key => {
                needs.os = true;
                key_expression(context)
            }
            Value::Text(text) => text.replace("{base_url}", &context.settings.base_url),
        };
        added.push(if recipe.in_object { format!("{name}: {value}") } else { format!("{name}={value}") });
    }
    if !added.is_empty() {
        let added = added.join(", ");
        let source = context.outline.source();
        if recipe.in_object {
            match map {
                Some((_, object)) => {
                    let at = object.span.start as usize + 1;
                    let empty = present.is_empty();
                    edits.push(Edit {
                        span: Span::new(at, at),
                        replacement: if empty { format!(" {added} ") } else { format!(" {added},") },
                    });
                }
                None => {
                    // No argument at all: the parentheses are empty.
                    let text = source.get(node.span.range())?;
                    let at = node.span.start as usize + text.rfind(')')?;
                    let without = !text.contains('(');
                    if without {
                        return None;
                    }
                    edits.push(Edit { span: Span::new(at, at), replacement: format!("{{ {added} }}") });
                }
            }
        } else {
            let name_end = context.outline.segment_spans(segments_of(node)?).last()?.end as usize;
            let open = name_end + source.get(name_end..node.span.end as usize)?.find('(')? + 1;
            let rest = source.get(open..node.span.end as usize)?;
            let empty = rest.trim_start().starts_with(')');
            // Positional arguments come first, so that named ones go behind them.
            let positional = context
                .outline
                .children(call)
                .filter(|(_, child)| {
                    !matches!(child.kind, Kind::Entry(_) | Kind::Comment) && child.span.start as usize >= open
                })
                .last();
            match positional {
                Some((_, last)) => {
                    let at = last.span.end as usize;
                    edits.push(Edit { span: Span::new(at, at), replacement: format!(", {added}") });
                }
                None => {
                    let gap: String = rest.chars().take_while(|c| c.is_whitespace()).collect();
                    let text = match (empty, gap.contains('\n')) {
                        (true, _) => added,
                        (false, true) => format!("{gap}{added},"),
                        (false, false) => format!("{added}, "),
                    };
                    edits.push(Edit { span: Span::new(open, open), replacement: text });
                }
            }
        }
    }
    Some(edits)
}

fn segments_of(node: &crate::inventory::outline::Node) -> Option<Segments> {
    match node.kind {
        Kind::Call(segments) => Some(segments),
        _ => None,
    }
}
