//! Top-level keys that nothing is known of. The source ignores them; the target answers 400 `unknown_param`.
//! Not removed by itself: the target's own list has a few keys that are not known here.

use super::draft::{Draft, member};
use crate::gateway::accepted_keys::is_accepted;
use crate::migrate::field_map::Kind;
use std::collections::HashSet;

/// Tells them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    let asked: HashSet<String> =
        draft.changes.iter().filter(|change| change.requires_decision).map(|change| change.path.clone()).collect();
    let mut body = std::mem::take(&mut draft.body);
    body.retain(|name, value| {
        if is_accepted(draft.endpoint, name) || asked.contains(&member("", name)) {
            return true;
        }
        let reason = "The source ignores a key that it does not know; the target answers 400 to it. Nothing is known of this one.";
        draft.unsupported(member("", name), (Kind::Request, "any other key"), value, reason)
    });
    draft.body = body;
}
