//! Options of a client of the source that are fields of the request body: an OpenAI-compatible client sends them by its own
//! option for further fields.
//! Not their meaning on the target, which the rules of fields and routing have.
//! **Invariant:** every field is sent under the name under which the source's client sent it.

use super::super::Found;
use crate::inventory::context::Context;
use crate::inventory::outline::{Entry, Kind, NodeId, Span};
use crate::migrate::change::Edit;

/// How a client takes further fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Container {
    /// The name of its option.
    pub name: &'static str,
    /// Whether it is a property of an object (`name: { field: value }`) or a named argument (`name={"field": value}`).
    pub in_object: bool,
}

/// Puts neighbouring options into the container; `None` if they are not neighbours.
pub(super) fn gathered(
    context: &Context<'_>,
    container: Container,
    entries: &[(NodeId, &Entry, &str)],
    fields: &[(&str, &str)],
) -> Option<Vec<Edit>> {
    let field_of = |key: &str| fields.iter().find(|(option, _)| *option == key).map(|(_, field)| *field);
    let places: Vec<usize> =
        entries.iter().enumerate().filter(|(_, (_, _, key))| field_of(key).is_some()).map(|(at, _)| at).collect();
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return Some(vec![]) };
    let taken = entries.iter().any(|(_, _, key)| *key == container.name);
    if last - first + 1 != places.len() || taken {
        return None;
    }
    let mut edits = Vec::new();
    for place in &places {
        let (id, entry, key) = entries.get(*place)?;
        let (_, value) = context.value_of(*id)?;
        let field = field_of(key)?;
        let named = if container.in_object { format!("{field}: ") } else { format!("\"{field}\": ") };
        let open = match (place == first, container.in_object) {
            (false, _) => String::new(),
            (true, true) => format!("{}: {{ ", container.name),
            (true, false) => format!("{}={{", container.name),
        };
        let quote = usize::from(context.outline.source().get(..entry.key.start as usize)?.ends_with(['"', '\'']));
        let start = entry.key.start as usize - quote;
        edits.push(Edit { span: Span::new(start, value.span.start as usize), replacement: format!("{open}{named}") });
        if place == last {
            let end = value.span.end as usize;
            let close = if container.in_object { " }" } else { "}" };
            edits.push(Edit { span: Span::new(end, end), replacement: close.to_owned() });
        }
    }
    Some(edits)
}

/// Whether another hunk takes an entry out.
pub(super) fn is_taken_out(all: &[Found], entry: &Entry) -> bool {
    all.iter()
        .filter_map(|found| found.change.as_ref())
        .flat_map(|change| &change.edits)
        .any(|edit| edit.replacement.is_empty() && !edit.span.is_empty() && edit.span.contains(entry.key))
}

/// `extraBody: { … }` of the provider: a function that adds the same fields to every body.
pub(super) fn transformed(context: &Context<'_>, id: NodeId, entry: &Entry) -> Option<Vec<Edit>> {
    let (_, value) = context.value_of(id)?;
    let (start, end) = (value.span.start as usize, value.span.end as usize);
    Some(vec![
        Edit { span: entry.key, replacement: "transformRequestBody".to_owned() },
        Edit { span: Span::new(start, start), replacement: "(body) => ({ ...body, ...".to_owned() },
        Edit { span: Span::new(end, end), replacement: " })".to_owned() },
    ])
}

/// The settings of one model, `openrouter.chat("a/b", { reasoning })`: a middleware adds the same fields to its requests.
/// `None` if they are no object; no edits if there are none.
pub(super) fn model_settings(context: &Context<'_>, call: NodeId, provider: &str) -> Option<Vec<Edit>> {
    let node = context.outline.node(call)?;
    let Kind::Call(segments) = node.kind else { return None };
    let callee_end = context.outline.segment_spans(segments).last()?.end;
    let arguments: Vec<_> = context
        .outline
        .children(call)
        .filter(|(_, child)| child.span.start >= callee_end && !matches!(child.kind, Kind::Comment))
        .collect();
    let [(_, model), (_, settings)] = arguments.as_slice() else {
        return (arguments.len() <= 1).then(Vec::new);
    };
    if !matches!(settings.kind, Kind::Map) || provider.contains('"') {
        return None;
    }
    let start = node.span.start as usize;
    Some(vec![
        Edit { span: Span::new(start, start), replacement: "wrapLanguageModel({ model: ".to_owned() },
        Edit {
            span: Span::new(model.span.end as usize, settings.span.start as usize),
            replacement: format!(
                "), middleware: defaultSettingsMiddleware({{ settings: {{ providerOptions: {{ {provider}: "
            ),
        },
        Edit {
            span: Span::new(settings.span.end as usize, node.span.end as usize),
            replacement: " } } }) })".to_owned(),
        },
    ])
}

/// What [`model_settings`] needs of the package `ai`.
pub(super) const MIDDLEWARE_IMPORT: &str = "import { defaultSettingsMiddleware, wrapLanguageModel } from \"ai\";";
