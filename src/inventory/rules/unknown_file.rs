//! Uses in files of a kind that is not known: request collections, templates and settings of tools that have no reader here.
//!
//! Why: such a file may send requests; what its lines mean is for a person to say, but that they name the source is a fact.
//! Before: `POST https://openrouter.ai/api/v1/models`. After: `POST https://api.phaseo.app/v1/models`, once a person has
//! looked.
//! Abstains: in files of every other language, texts for people among them.

use super::{Found, address};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, Span};
use crate::inventory::source_address::{Target, addresses};
use crate::inventory::variable_name::{Holds, holds, is_variable, renamed};
use crate::migrate::change::{Change, Safety};

const RULE: &str = "unknown-file";
const ADVICE: &str = "Look at what this line does: files of this kind have no reader here, so it was read as text.";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.language != Language::Unknown {
        return;
    }
    for (_, node) in context.outline.nodes() {
        let Kind::Text(text) = &node.kind else { continue };
        let line = context.outline.slice(text.inner);
        let start = text.inner.start as usize;
        for address in addresses(line).into_iter().filter(|address| address.target == Target::Api) {
            let span = Span::new(start + address.range.start, start + address.range.end);
            all.push(looked_at(address::api(context, &address, span, false)));
        }
        for (at, name) in names(line).filter(|(_, name)| is_variable(name) && holds(name) == Some(Holds::Key)) {
            let span = Span::new(start + at, start + at + name.len());
            let new = renamed(name, &context.settings.key_variable);
            let reason = format!("{name} is called {new}.");
            let found = Found::new(RULE, Class::Key, Action::Review, span, "");
            all.push(looked_at(found.replacing(Safety::Safe, span, new, reason)));
        }
    }
}

/// What is known of the line, as a thing for a person to judge.
fn looked_at(found: Found) -> Found {
    let change =
        found.change.map(|change| Change { rule: RULE, safety: change.safety.max(Safety::NeedsReview), ..change });
    let advice = format!("{ADVICE} {}", found.advice).trim_end().to_owned();
    Found { rule: RULE, action: Action::Review, confidence: Confidence::Medium, advice, change, ..found }
}

/// The names in a line, each with the place where it starts.
fn names(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = |sign: char| !(sign.is_ascii_alphanumeric() || sign == '_');
    let mut next = 0;
    line.split_inclusive(ends).map(move |piece| {
        let start = next;
        next += piece.len();
        (start, piece.trim_end_matches(ends))
    })
}
