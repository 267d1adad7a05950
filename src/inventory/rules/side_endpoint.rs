//! Calls beside the completions: `/generation`, `/credits`, `/key`, `/auth/keys`, built from a base and a path.
//!
//! Why: the target has other paths for some, other shapes for most, and nothing for a few.
//! Before: `` fetch(`${BASE}/generation?id=${id}`) ``. After: `` fetch(`${BASE}/generations?id=${id}`) ``, and the reader of
//! its answer changed by hand.
//! Abstains: in files that do not speak to the source; for complete addresses, which are the address rule's.

use super::{Found, stand_in};
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::{Kind, NodeId, Span, TextForm};
use crate::inventory::path_move::{PathMove, moved_path, path_move};
use crate::inventory::source_address::addresses;
use crate::migrate::change::Safety;

const RULE: &str = "side-endpoint";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.closeness < Closeness::File {
        return;
    }
    for (_, node) in context.outline.nodes() {
        let Kind::Call(segments) = node.kind else { continue };
        let names: Vec<&str> = context.outline.names(segments).collect();
        if let ([.., "models", "list"], Some(span)) = (names.as_slice(), context.outline.segment_spans(segments).last())
        {
            let advice = "The target's model list wants a key, answers {\"models\": […]} and pages by 50: the client's list may read one page or none.";
            all.push(Found::new(RULE, Class::Endpoint, Action::Review, *span, advice).sure(Confidence::Medium));
        }
    }
    for (id, _, text, value) in context.texts() {
        let slash = if value.starts_with('/') { 0 } else { 1 };
        if value.contains(char::is_whitespace)
            || (slash == 1 && !follows_a_base(context, id, text.form))
            || !addresses(context.outline.slice(text.inner)).is_empty()
        {
            continue;
        }
        let path = if slash == 0 { value.to_owned() } else { format!("/{value}") };
        // A short path is also a route of the application's own: only those that are telling count.
        let (action, advice) = match path_move(&path) {
            PathMove::Renamed { note, .. } if !path.starts_with("/cursor") => (Action::MustFix, note.to_owned()),
            PathMove::Gone(why) if is_telling(&path) => (Action::MustFix, why.to_owned()),
            PathMove::Other(note) if is_models(&path) || is_same_path_other_shape(&path) => {
                (Action::Review, note.to_owned())
            }
            _ => continue,
        };
        let is_gone = action == Action::MustFix && matches!(path_move(&path), PathMove::Gone(_));
        let found = Found::new(RULE, Class::Endpoint, action, text.inner, advice.clone()).sure(Confidence::Medium);
        if is_gone && text.cooked.is_none() {
            let replacement = format!("/{}{path}", stand_in::MARK);
            let reason = format!(
                "NO EQUIVALENT: {advice} The path becomes one that the target answers with 404, so that the call fails until it is written anew."
            );
            let replacement = replacement.get(slash..).unwrap_or(&replacement).to_owned();
            all.push(found.replacing(Safety::TakenAlone, text.inner, replacement, reason));
            continue;
        }
        let moved = moved_path(&path);
        all.push(if moved == path || text.cooked.is_some() {
            found
        } else {
            let start = text.inner.start as usize;
            let replacement = moved.get(slash..).unwrap_or(&moved).to_owned();
            let span = Span::new(start, text.inner.end as usize);
            found.replacing(
                Safety::NeedsReview,
                span,
                replacement,
                "The path has another name on the target; the answer has another shape.",
            )
        });
    }
}

/// Whether a path that is gone on the target is hardly anything but the source's.
fn is_telling(path: &str) -> bool {
    ["/completions", "/generation/", "/auth/keys", "/models/count", "/models/user"].iter().any(|start| {
        path.strip_prefix(start)
            .is_some_and(|rest| start.ends_with('/') || rest.is_empty() || rest.starts_with(['/', '?', '#']))
    })
}

fn is_models(path: &str) -> bool {
    path == "/models" || path.starts_with("/models?") || path.starts_with("/models/")
}

fn is_same_path_other_shape(path: &str) -> bool {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    matches!(path.get(..end), Some("/credits" | "/key"))
}

/// Whether a text without a slash at its start is a path after all: `new URL("generation", base)`, a second piece.
fn follows_a_base(context: &Context<'_>, id: NodeId, form: TextForm) -> bool {
    form != TextForm::Piece
        && context.outline.ancestors(id).next().is_some_and(|(_, node)| match &node.kind {
            Kind::Call(segments) => context.outline.names(*segments).next_back() == Some("URL"),
            _ => false,
        })
}
