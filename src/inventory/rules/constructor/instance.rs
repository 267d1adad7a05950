//! A client that a package brings ready-made: `import { openrouter } from "@openrouter/ai-sdk-provider"`.
//! Not a client that the code makes itself, which the rule rewrites where it is made.
//!
//! Before: the import. After: the import of the function that makes the OpenAI-compatible client, and under it
//! `const openrouter = createOpenAICompatible({ … })`, so that what uses the name stays as it is.
//! **Invariant:** where the client is anything but called, as itself or by a method that is known, nothing is rewritten.

use super::recipes::Recipe;
use super::{Needs, Place, body, key_expression, line_before, methods_of};
use crate::inventory::context::Context;
use crate::inventory::outline::{Kind, Span};
use crate::migrate::change::Edit;

/// The edits; `None` where something is not known to mean the same.
pub(super) fn rewritten(context: &Context<'_>, recipe: &Recipe, place: Place) -> Option<Vec<Edit>> {
    let node = context.outline.node(place.import)?;
    let Kind::Import(import) = &node.kind else { return None };
    let local = context.outline.slice(place.local);
    // `export { … } from` and `require(…)` bring the name in another way.
    if !context.outline.slice(node.span).starts_with("import ") || !is_only_called(context, node.span, local) {
        return None;
    }
    let own = Span { start: place.imported.start.min(place.local.start), end: place.imported.end.max(place.local.end) };
    let end = node.span.end as usize;
    let semicolon = context.outline.source().get(end..)?.starts_with(';');
    let end = end + usize::from(semicolon);
    let line = context.line_span(node.span);
    let rest = context.outline.source().get(line.end as usize..)?;
    let newline = if rest.starts_with("\r\n") { "\r\n" } else { "\n" };
    let made = format!(
        "{newline}const {local} = {}({{ name: \"phaseo\", baseURL: \"{}\", apiKey: {} }});",
        recipe.name_to,
        context.settings.base_url,
        key_expression(context)
    );
    let mut needs = Needs::default();
    let mut edits = methods_of(context, recipe, local, &mut needs)?;
    edits.push(Edit { span: import.module, replacement: recipe.module_to.to_owned() });
    edits.push(Edit { span: own, replacement: recipe.name_to.to_owned() });
    edits.push(Edit { span: Span::new(end, end), replacement: made });
    if needs.middleware {
        edits.push(line_before(context, place.import, body::MIDDLEWARE_IMPORT)?);
    }
    Some(edits)
}

/// Whether a name is called wherever it stands outside its import, as itself or by a method that is known.
fn is_only_called(context: &Context<'_>, import: Span, local: &str) -> bool {
    let mut calls = 0;
    // Words in texts and comments are no uses.
    let mut others = words(context.outline.slice(import), local);
    for (_, node) in context.outline.nodes().filter(|(_, node)| !import.contains(node.span)) {
        match &node.kind {
            Kind::Call(segments) => {
                let names: Vec<&str> = context.outline.names(*segments).collect();
                let known = match names.as_slice() {
                    [first] => *first == local,
                    [first, "chat" | "completion" | "languageModel" | "textEmbeddingModel"] => *first == local,
                    _ => false,
                };
                calls += usize::from(known);
            }
            Kind::Text(text) => others += words(context.outline.slice(text.inner), local),
            Kind::Comment => others += words(context.outline.slice(node.span), local),
            _ => {}
        }
    }
    calls > 0 && words(context.outline.source(), local) == calls + others
}

/// How often a word stands in a text as a whole.
fn words(text: &str, word: &str) -> usize {
    let inside = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    text.match_indices(word)
        .filter(|(at, _)| {
            !text.get(..*at).is_some_and(|before| before.ends_with(inside))
                && !text.get(at + word.len()..).is_some_and(|after| after.starts_with(inside))
        })
        .count()
}
