//! Reads of the fields of a settings class (pydantic's `BaseSettings`) that are filled from a variable of the source.
//! Not the declaration of the field, which is renamed where declarations are.
//!
//! Why: the field's name is the variable's, so that both change; and then every `settings.openrouter_api_key` with it.
//! **Invariant:** a read is renamed exactly where its field is, with the same safety.

use super::{Found, RULE};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class};
use crate::inventory::language::Language;
use crate::inventory::outline::{Entry, EntryForm, Segments, Span};
use crate::inventory::settings::KeyMove;
use crate::inventory::variable_name::{Holds, holds, renamed, renamed_address};
use crate::migrate::change::Safety;

/// What a field is called after the move, and how sure that is.
pub(super) fn moved(context: &Context<'_>, name: &str) -> Option<(String, Safety, Class)> {
    Some(match holds(name)? {
        // A settings class reads one variable for a field, so that there is no fall-back without a person.
        Holds::Key if context.settings.key_move == KeyMove::FallBack => {
            (renamed(name, &context.settings.key_variable), Safety::NeedsReview, Class::Key)
        }
        Holds::Key => (renamed(name, &context.settings.key_variable), Safety::Safe, Class::Key),
        Holds::Address => (renamed_address(name, &context.settings.key_variable), Safety::Safe, Class::Endpoint),
        Holds::Application | Holds::Management => return None,
    })
}

/// `settings.openrouter_api_key`.
pub(super) fn read(context: &Context<'_>, segments: Segments, all: &mut Vec<Found>) {
    for span in context.outline.segment_spans(segments).iter().skip(1) {
        push(context, *span, all);
    }
}

/// `Settings(openrouter_api_key=…)`.
pub(super) fn named(context: &Context<'_>, entry: &Entry, all: &mut Vec<Found>) {
    if entry.form == EntryForm::Argument {
        push(context, entry.key, all);
    }
}

fn push(context: &Context<'_>, span: Span, all: &mut Vec<Found>) {
    let name = context.outline.slice(span);
    if context.language != Language::Python || !context.settings_fields.contains(name) {
        return;
    }
    let Some((new, safety, class)) = moved(context, name) else { return };
    let advice = format!("This reads a field of the settings class, which is called {new} after the move.");
    let reason = format!("The field {name} of the settings class is called {new}; take this together with it.");
    all.push(Found::new(RULE, class, Action::Information, span, advice).replacing(safety, span, new, reason));
}
