//! Fields of a body that is put together by calls: `Map.of("transforms", …)`, `body.put("include_reasoning", true)`.
//! Not bodies that are written as objects, which the rule itself has.
//! **Invariant:** what is removed is a whole pair of arguments with one comma, or a statement that has its line to itself.

use super::super::{Edit, Found};
use super::{FIELDS, RULE};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::outline::{Kind, NodeId, Span};
use crate::migrate::change::Safety;

/// Calls that take names and values by turns, and calls that set one.
const PAIRS: [&str; 4] = ["of", "mapOf", "ofEntries", "hash"];
const SETTERS: [&str; 8] = ["put", "addProperty", "add", "set", "insert", "entry", "putOpt", "accumulate"];

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, node, text, value) in context.texts() {
        let Some(field) =
            FIELDS.iter().find(|field| field.telling && field.action == Action::MustFix && field.name == value)
        else {
            continue;
        };
        let Some((call, outer)) = context.outline.ancestors(id).next() else { continue };
        let Kind::Call(segments) = &outer.kind else { continue };
        let Some(callee) = context.outline.names(*segments).next_back() else { continue };
        let Some(behind) = sibling_behind(context, call, id) else { continue };
        let (pairs, sets) = (PAIRS.contains(&callee), SETTERS.contains(&callee));
        if !pairs && !sets {
            continue;
        }
        let found = Found::new(RULE, Class::Field, Action::MustFix, text.inner, field.advice)
            .sure(Confidence::Medium)
            .carrying(Carried::RequestField(field.name.to_owned()));
        let removed = if pairs {
            Some(pair(context, call, id, Span::new(node.span.start as usize, behind.end as usize)))
        } else {
            statement(context, outer.span)
        };
        all.push(match removed {
            Some(span) => {
                found.changing(Safety::NeedsReview, vec![Edit { span, replacement: String::new() }], field.advice)
            }
            None => found,
        });
    }
}

/// The span of the argument behind another.
fn sibling_behind(context: &Context<'_>, call: NodeId, id: NodeId) -> Option<Span> {
    context.outline.children(call).find(|(at, _)| *at > id).map(|(_, node)| node.span)
}

/// A name and its value with the comma before them, or behind them where they stand first.
fn pair(context: &Context<'_>, call: NodeId, id: NodeId, pair: Span) -> Span {
    let source = context.outline.source();
    let first = context.outline.children(call).next().is_some_and(|(at, _)| at == id);
    if first {
        let rest = source.get(pair.end as usize..).unwrap_or_default();
        let comma = rest.len() - rest.trim_start().len();
        let end = match rest.get(comma..).and_then(|rest| rest.strip_prefix(',')) {
            Some(after) => pair.end as usize + comma + 1 + (after.len() - after.trim_start().len()),
            None => pair.end as usize,
        };
        return Span::new(pair.start as usize, end);
    }
    let before = source.get(..pair.start as usize).unwrap_or_default().trim_end();
    let start = before.strip_suffix(',').map_or(pair.start as usize, str::len);
    Span::new(start, pair.end as usize)
}

/// The lines of a statement that has them to itself.
fn statement(context: &Context<'_>, call: Span) -> Option<Span> {
    let line = context.line_span(call);
    let whole = line.contains(call) && {
        let before = context.outline.source().get(line.start as usize..call.start as usize)?;
        let after = context.outline.source().get(call.end as usize..line.end as usize)?;
        before.trim().is_empty() && matches!(after.trim(), "" | ";")
    };
    let rest = context.outline.source().get(line.end as usize..)?;
    let newline = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    whole.then(|| Span::new(line.start as usize, line.end as usize + newline))
}
