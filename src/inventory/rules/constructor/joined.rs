//! The rewritings of all names of one import, made one.
//! Not the rewriting of a name.
//! **Invariant:** an import is rewritten as a whole or not at all, and brings each new name once.

use super::recipes::Recipe;
use crate::inventory::outline::{Import, Span};
use crate::migrate::change::{Edit, Safety};

/// All of them as one; `None` if one of them has none, or if they come from several modules.
pub(super) fn joined(
    import: &Import,
    rewritings: Vec<Option<(&'static Recipe, Vec<Edit>)>>,
) -> Option<(Safety, Vec<Edit>, String)> {
    let rewritings: Vec<(&Recipe, Vec<Edit>)> = rewritings.into_iter().collect::<Option<_>>()?;
    let (first, _) = rewritings.first()?;
    let (module_to, reason) = (first.module_to, first.reason.to_owned());
    let safety = rewritings.iter().map(|(recipe, _)| recipe.safety).max()?;
    if rewritings.iter().any(|(recipe, _)| recipe.module_to != module_to) {
        return None;
    }
    let mut brought: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    let mut before: Option<Span> = None;
    for ((recipe, mut edits), name) in rewritings.into_iter().zip(&import.names) {
        let own = Span { start: name.imported.start.min(name.local.start), end: name.imported.end.max(name.local.end) };
        // Two names of the old package can be one of the new: it is imported once.
        if brought.contains(&recipe.name_to) {
            edits.retain(|edit| !own.contains(edit.span) || edit.span.is_empty());
            edits.push(Edit { span: Span { start: before?.end, end: own.end }, replacement: String::new() });
        } else {
            brought.push(recipe.name_to);
        }
        before = Some(own);
        all.extend(edits);
    }
    Some((safety, all, reason))
}
