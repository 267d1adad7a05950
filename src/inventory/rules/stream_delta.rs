//! Reads of `chunk.choices[0].delta.content` in a stream without a guard.
//!
//! Why: the target ends a stream with a frame whose choice has a message and no delta, and sends one with usage and no choice
//! at all; the source does neither. The read then throws in TypeScript and Python, behind all of the answer.
//! Before: `text += chunk.choices[0].delta.content`. After: `text += chunk.choices[0]?.delta?.content ?? ""`; in Python a line
//! `if not chunk.choices or chunk.choices[0].delta is None:` with `continue` at the start of the loop, or a condition around
//! the read where the loop reads more of the chunk than its choices.
//! Abstains: where a condition nearby asks for the delta, behind `?.` and `.get`, and with LiteLLM, whose chunks always have
//! a delta.
//!
//! Source: the gateway's stream transforms, run 2026-08-22.

mod guard;

use super::{Edit, Found};
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, Node, NodeId, Span};
use crate::migrate::change::Safety;

const RULE: &str = "stream-delta";

/// What a delta holds, and whether it is text.
const FIELDS: [(&str, bool); 9] = [
    ("content", true),
    ("reasoning", true),
    ("reasoning_content", true),
    ("refusal", true),
    ("reasoning_details", false),
    ("tool_calls", false),
    ("function_call", false),
    ("role", false),
    ("images", false),
];

/// One read of a delta, or of a field of it.
#[derive(Debug)]
struct Read<'c> {
    id: NodeId,
    node: &'c Node,
    names: Vec<&'c str>,
    spans: &'c [Span],
    /// The index of the segment that is the delta.
    delta: usize,
    /// The field that is read of it, and whether it is text; none if the delta itself is kept.
    field: Option<bool>,
}

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    use Language as L;
    let script = matches!(context.language, L::TypeScript | L::JavaScript | L::Vue | L::Svelte);
    if context.closeness < Closeness::Project || context.lite_llm || !(script || context.language == L::Python) {
        return;
    }
    let reads = reads(context);
    // A delta that is merely kept matters only if a field of it is read.
    if reads.iter().all(|read| read.field.is_none()) {
        return;
    }
    let mut behind = 0;
    for read in &reads {
        // `a["delta"].get("content")` is a path with a call inside it.
        if read.node.span.start < behind {
            continue;
        }
        let needs = guard::needs(context, read);
        if !needs.choice && !needs.delta {
            continue;
        }
        behind = read.node.span.end;
        let span = read.spans.get(read.delta).copied().unwrap_or(read.node.span);
        let advice = "The target's stream has frames without a delta, and one without a choice: this read throws there. Ask for both before you read.";
        let found = Found::new(RULE, Class::ResponseRead, Action::MustFix, span, advice)
            .sure(if context.closeness == Closeness::File { Confidence::High } else { Confidence::Medium })
            .carrying(Carried::ResponseField("choices.delta".to_owned()));
        let edits = if script { optional(context, read, needs) } else { python(context, read) };
        let reason = "The target's last frame has a message and no delta, and its frame of usage has no choice; the source sends neither, so that nothing changes there.";
        all.push(match edits {
            Some(edits) if !edits.is_empty() => found.changing(Safety::Safe, edits, reason),
            _ => found,
        });
    }
}

/// All reads in order.
fn reads<'c>(context: &'c Context<'_>) -> Vec<Read<'c>> {
    let mut locals: Vec<&str> = Vec::new();
    let mut reads = Vec::new();
    for (id, node) in context.outline.nodes() {
        let (Kind::Path(segments) | Kind::Call(segments)) = node.kind else { continue };
        let names: Vec<&str> = context.outline.names(segments).collect();
        let spans = context.outline.segment_spans(segments);
        let field_at = |at: usize| FIELDS.iter().find(|(name, _)| names.get(at) == Some(name)).map(|(_, text)| *text);
        let of_choice = names.windows(2).position(|pair| match pair {
            [before, "delta"] => before.to_ascii_lowercase().starts_with("choice"),
            _ => false,
        });
        let (delta, field) = match of_choice {
            Some(at) if names.len() == at + 2 => {
                // `delta = chunk.choices[0].delta`, `const { delta } = chunk.choices[0]`.
                let name = context.key_of(id).map(|(_, _, key)| key).unwrap_or("delta");
                if context.outline.ancestors(id).next().is_some_and(|(_, parent)| matches!(parent.kind, Kind::Entry(_)))
                {
                    locals.push(name);
                    (at + 1, None)
                } else {
                    if spans.last() == Some(&node.span) {
                        locals.push("delta");
                    }
                    continue;
                }
            }
            Some(at) => match field_at(at + 2) {
                Some(text) => (at + 1, Some(text)),
                None => continue,
            },
            None => match (names.first(), field_at(1)) {
                (Some(first), Some(text)) if locals.contains(first) => (0, Some(text)),
                _ => continue,
            },
        };
        reads.push(Read { id, node, names, spans, delta, field });
    }
    reads
}

/// What is missing before a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Needs {
    /// Whether the first choice may be absent here.
    choice: bool,
    /// Whether the delta may be absent here.
    delta: bool,
}

fn insert(at: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(at, at), replacement: text.into() }
}

/// `?.` in the places of the dots, and an empty text where the value is put into another.
fn optional(context: &Context<'_>, read: &Read<'_>, needs: Needs) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    if needs.choice && read.delta > 0 {
        edits.extend(dot(context, read, read.delta - 1)?);
    }
    if read.field.is_some() && needs.delta {
        edits.extend(dot(context, read, read.delta)?);
    }
    let source = context.outline.source();
    let after = source.get(read.node.span.end as usize..)?;
    let assertion = usize::from(after.starts_with('!') && !after.starts_with("!="));
    let rest = after.get(assertion..)?.trim_start();
    if read.field == Some(true) && is_put_into_text(context, read, rest) && !rest.starts_with(['?', '|', '&']) {
        let end = read.node.span.end as usize + assertion;
        let before = source.get(..read.node.span.start as usize)?.trim_end();
        if rest.starts_with('+') || (before.ends_with('+') && !before.ends_with("+=")) {
            edits.push(insert(read.node.span.start as usize, "("));
            edits.push(insert(end, " ?? \"\")"));
        } else {
            edits.push(insert(end, " ?? \"\""));
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    Some(edits)
}

/// Makes the access behind a segment optional.
fn dot(context: &Context<'_>, read: &Read<'_>, segment: usize) -> Option<Vec<Edit>> {
    let (from, to) = (read.spans.get(segment)?.end as usize, read.spans.get(segment + 1)?.start as usize);
    let between = context.outline.source().get(from..to)?;
    // The last access of what stands between: `[0].`, `!.`, `["choices"][0]["`.
    if between.ends_with("?.") || between.contains("?.[\"") || between.contains("?.['") {
        return Some(vec![]);
    }
    if let Some(head) = between.strip_suffix('.') {
        let bare = head.strip_suffix('!').unwrap_or(head);
        let start = from + bare.len();
        return Some(vec![Edit { span: Span::new(start, to), replacement: "?.".to_owned() }]);
    }
    let bracket = between.strip_suffix(['"', '\'', '`'])?.strip_suffix('[')?;
    Some(vec![insert(from + bracket.len(), "?.")])
}

/// Whether the value becomes a part of a text, where the absent one would be written out.
fn is_put_into_text(context: &Context<'_>, read: &Read<'_>, after: &str) -> bool {
    let source = context.outline.source();
    let before = source.get(..read.node.span.start as usize).unwrap_or_default().trim_end();
    let argument = context.outline.ancestors(read.id).next().is_some_and(|(_, parent)| match &parent.kind {
        Kind::Call(_) => before.ends_with(['(', ',']),
        Kind::Template => true,
        _ => false,
    });
    argument || before.ends_with('+') || before.ends_with("+=") || before.ends_with("yield") || after.starts_with('+')
}

/// A guard at the start of the loop, or a condition around the read.
fn python(context: &Context<'_>, read: &Read<'_>) -> Option<Vec<Edit>> {
    if let Some(edit) = guard::of_loop(context, read) {
        return Some(vec![edit]);
    }
    let source = context.outline.source();
    let start = read.node.span.start as usize;
    let mut conditions = Vec::new();
    if read.delta == 0 {
        conditions.push(read.names.first().copied()?.to_owned());
    } else {
        let choice_end = read.spans.get(read.delta - 1)?.end as usize;
        let delta = read.spans.get(read.delta)?;
        let between = source.get(choice_end..delta.start as usize)?;
        let (quoted, access) = match between.strip_suffix('.') {
            Some(access) => (false, access),
            None => (true, between.strip_suffix(['"', '\''])?.strip_suffix('[')?),
        };
        // The list of choices with the end of its own index, if it has one: `chunk["choices"]`.
        let own = access.find(']').filter(|_| access.starts_with(['"', '\''])).map_or(0, |at| at + 1);
        let choices = source.get(start..choice_end + own)?;
        let choice = source.get(start..choice_end + access.len())?;
        if access.get(own..).is_some_and(|index| index.starts_with('[')) {
            conditions.push(choices.to_owned());
        }
        if read.field.is_some() {
            conditions.push(if quoted { format!("{choice}.get(\"delta\")") } else { format!("{choice}.delta") });
        }
    }
    let before = source.get(..start)?.trim_end();
    let text = read.field == Some(true) && (is_put_into_text(context, read, "") || before.ends_with('{'));
    let default = if text { "\"\"" } else { "None" };
    if conditions.is_empty() {
        return None;
    }
    let end = read.node.span.end as usize;
    Some(vec![insert(start, "("), insert(end, format!(" if {} else {default})", conditions.join(" and ")))])
}

#[cfg(test)]
mod tests;
