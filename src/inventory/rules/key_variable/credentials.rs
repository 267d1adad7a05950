//! The key in the encrypted credentials of a Rails application.
//! Not the credentials themselves, which nobody here can read.
//! **Invariant:** the old section stays readable unless the variable is cut.

use super::super::Found;
use super::{RULE, section_name};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class};
use crate::inventory::outline::{NodeId, Segments, Span};
use crate::inventory::settings::KeyMove;
use crate::migrate::change::Safety;

/// `Rails.application.credentials.dig(:openrouter, :api_key)`.
pub(super) fn find(context: &Context<'_>, id: NodeId, segments: Segments, all: &mut Vec<Found>) {
    let names: Vec<&str> = context.outline.names(segments).collect();
    if !matches!(names.as_slice(), [.., "credentials" | "secrets", "dig"]) {
        return;
    }
    let words: Vec<(Span, &str)> = context
        .outline
        .children(id)
        .map(|(_, node)| (node.span, context.outline.slice(node.span).trim_matches([':', '"'])))
        .collect();
    let [(section, "openrouter" | "open_router"), (_, what), ..] = words.as_slice() else { return };
    let Some(whole) = context.outline.node(id).map(|node| node.span).filter(|_| what.contains("key")) else { return };
    let advice = "Keep the target's key in a section of its own and read that.";
    let found = Found::new(RULE, Class::Key, Action::MustFix, *section, advice);
    let new = section_name(&context.settings.key_variable);
    if context.line_of(*section).contains(&format!(":{new},")) {
        all.push(Found { action: Action::Information, ..found });
        return;
    }
    let text = context.outline.slice(whole);
    let (Some(before), Some(after)) = (
        context.outline.source().get(whole.start as usize..section.start as usize),
        context.outline.source().get(section.end as usize..whole.end as usize),
    ) else {
        return;
    };
    let moved = format!("{before}:{new}{after}");
    all.push(match context.settings.key_move {
        KeyMove::FallBack => {
            let reason = format!(
                "Reads the section {new} of the credentials and falls back to the old one: put the target's key there."
            );
            found.replacing(Safety::NeedsReview, whole, format!("({moved} || {text})"), reason)
        }
        KeyMove::HardCut => {
            let reason = format!(
                "The section of the credentials is called {new}: put the target's key there before you deploy."
            );
            found.replacing(Safety::NeedsReview, whole, moved, reason)
        }
    });
}
