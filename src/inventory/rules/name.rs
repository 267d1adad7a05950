//! Names of the project's own functions, files and settings that contain the source's name.
//!
//! Why: nothing breaks; after the move the name misleads.
//! Abstains: for names that other rules have found on the same line.

use super::Found;
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::EntryForm;

const RULE: &str = "name";

/// Finds them: declarations only, since every use would repeat them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (_, _, entry, key) in context.entries() {
        let declared = matches!(entry.form, EntryForm::Declaration { .. });
        if declared && key.to_ascii_lowercase().contains("openrouter") {
            let advice = "A name of your own: nothing breaks, but it will mislead.";
            all.push(
                Found::new(RULE, Class::Documentation, Action::Information, entry.key, advice).sure(Confidence::Low),
            );
        }
    }
}
