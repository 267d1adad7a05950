//! What the target takes on chat and refuses on `/responses` (`pipeline/before/textParamPolicy.ts`, 22 August 2026).
//! Not `models`, which nobody reads on either.

use super::Severity;
use super::draft::Draft;
use crate::gateway::endpoint::Endpoint;
use crate::migrate::field_map::Kind;

/// Removes them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    if draft.endpoint != Endpoint::Responses {
        return;
    }
    for name in ["top_a", "repetition_penalty", "n"] {
        if let Some(value) = draft.body.shift_remove(name) {
            let reason = "The target refuses this on /responses with 400; it takes it on /chat/completions.";
            draft.gone(name, (Kind::Request, name), Severity::Degrades, &value, reason);
        }
    }
}
