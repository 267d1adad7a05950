//! The path of the API where the host stands apart: `HOST = "openrouter.ai"`, `PATH = "/api/v1/chat/completions"`.
//!
//! Why: a new host with the old path is an address that does not exist on the target, the likeliest mistake of all.
//! Before: `path: "/api/v1/chat/completions"`. After: `path: "/v1/chat/completions"`.
//! Host and path of one file are one change. Where the host stands in another file, nobody here can hold both together, so
//! that each needs review and says so.
//! Abstains: where neither this file nor, for a path that names an endpoint of the source, another file that it is close to
//! holds the source's host alone (any web framework has an `/api/v1` of its own), and in routers of such frameworks.

use super::Found;
use super::own_route::is_own_route;
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::path_move::{PathMove, is_endpoint, moved_path, path_move};
use crate::inventory::place::Place;
use crate::inventory::source_address::{Target, addresses};
use crate::migrate::change::{Edit, Safety};

const RULE: &str = "source-path";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.closeness == Closeness::None {
        return;
    }
    let mut paths = Vec::new();
    for (id, _, text, _) in context.texts() {
        let raw = context.outline.slice(text.inner);
        let slash = usize::from(raw.starts_with('/'));
        let Some(rest) = raw.get(slash..).and_then(|path| path.strip_prefix("api/v1")) else {
            continue;
        };
        // The source's own path for completions is telling: nobody else has /api before /v1.
        let telling =
            rest == "/chat/completions" && (context.place == Place::Test || context.closeness == Closeness::File);
        let far = context.far_host && is_endpoint(rest) && !is_own_route(context, id);
        if !context.bare_host && !telling && !far {
            continue;
        }
        let ends = rest.is_empty() || rest.starts_with(['/', '?', '{']);
        let own_route = context.place != Place::Test && is_own_route(context, id);
        if !ends || own_route {
            continue;
        }
        // The last `)` of a text such as `api/v1)` is not a path; a path has no spaces.
        if rest.contains(char::is_whitespace) {
            continue;
        }
        let target = context.settings.path();
        let target = if slash == 0 { target.trim_start_matches('/') } else { target };
        let (safety, note) = match path_move(rest) {
            PathMove::Same => (Safety::Safe, ""),
            PathMove::Other(note) | PathMove::Renamed { note, .. } | PathMove::Gone(note) => {
                (Safety::NeedsReview, note)
            }
        };
        // `url.split("/api/v1")` cuts an address: what it means then, a person decides.
        let cuts = context.callee_of(id).is_some_and(|callee| matches!(callee, "split" | "partition" | "Split"));
        let action = if cuts { Action::Review } else { Action::MustFix };
        let advice = "Change the path with the host: the source's /api/v1 is the target's /v1.";
        let found = Found::new(RULE, Class::Endpoint, action, text.inner, advice).sure(Confidence::Medium);
        let moved = format!("{target}{}", moved_path(rest));
        paths.push(found.replacing(safety, text.inner, moved, note));
    }
    together(context, all, paths);
}

/// Makes one change of the hosts and the paths of a file, so that nobody takes the one without the other. The host's own
/// finding has it.
fn together(context: &Context<'_>, all: &mut Vec<Found>, mut paths: Vec<Found>) {
    let is_host = |found: &Found| {
        addresses(context.outline.slice(found.span)).first().is_some_and(|address| address.target == Target::Host)
    };
    let mut hosts: Vec<&mut Found> = all
        .iter_mut()
        .filter(|found| found.rule == super::address::RULE && found.change.is_some() && is_host(found))
        .collect();
    if hosts.is_empty() || paths.is_empty() {
        for found in &mut paths {
            let Some(change) = &mut found.change else { continue };
            change.safety = change.safety.max(Safety::NeedsReview);
            change.reason = format!(
                "The path changes together with its host, which stands in another file or in a variable: take both or neither. {}",
                change.reason
            )
            .trim_end()
            .to_owned();
        }
        all.extend(paths);
        return;
    }
    let mut safety = Safety::Safe;
    let mut edits: Vec<Edit> = Vec::new();
    let mut reason = "The host and the paths that stand apart from it in this file change together.".to_owned();
    let changes = hosts.iter_mut().map(|host| (true, &mut **host)).chain(paths.iter_mut().map(|path| (false, path)));
    for (is_host, found) in changes {
        let Some(change) = found.change.take() else { continue };
        edits.extend(change.edits);
        // A host needs review for its path, which is here; but not for the promise of a region.
        if !is_host || change.reason.starts_with("PRIVACY") {
            safety = safety.max(change.safety);
            if !change.reason.is_empty() && !reason.contains(&change.reason) {
                reason =
                    if is_host { format!("{} {reason}", change.reason) } else { format!("{reason} {}", change.reason) };
            }
        }
    }
    edits.sort_by_key(|edit| edit.span);
    if let Some(first) = hosts.first_mut() {
        **first = first.clone().changing(safety, edits, reason);
    }
    all.extend(paths);
}
