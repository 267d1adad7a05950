//! Comments that mention the source.
//!
//! Why: a comment changes nothing, but a reader will believe it.
//! Abstains: where the comment does not name the source.

use super::Found;
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::{Kind, Span};

const RULE: &str = "comment";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (_, node) in context.outline.nodes() {
        if !matches!(node.kind, Kind::Comment) {
            continue;
        }
        let text = context.outline.slice(node.span);
        let lower = text.to_ascii_lowercase();
        if let Some(at) = ["openrouter", "open_router"].iter().find_map(|name| lower.find(name)) {
            let start = node.span.start as usize + at;
            let span = Span::new(start, start + "openrouter".len().min(text.len() - at));
            let advice = "A comment: bring it up to date with the code.";
            all.push(Found::new(RULE, Class::Documentation, Action::Information, span, advice).sure(Confidence::High));
        }
    }
}
