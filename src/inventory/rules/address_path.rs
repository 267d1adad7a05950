//! The path of the API where the host stands apart: `HOST = "openrouter.ai"`, `PATH = "/api/v1/chat/completions"`.
//!
//! Why: a new host with the old path is an address that does not exist on the target, the likeliest mistake of all.
//! Before: `path: "/api/v1/chat/completions"`. After: `path: "/v1/chat/completions"`.
//! Abstains: where the file does not hold the source's host alone (any web framework has an `/api/v1` of its own), and in
//! routers of such frameworks.

use super::Found;
use super::own_route::is_own_route;
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::Span;
use crate::inventory::place::Place;
use crate::inventory::source_address::{PathMove, moved_path, path_move};
use crate::migrate::change::Safety;

const RULE: &str = "source-path";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.closeness == Closeness::None {
        return;
    }
    for (id, _, text, _) in context.texts() {
        let raw = context.outline.slice(text.inner);
        let slash = usize::from(raw.starts_with('/'));
        let Some(rest) = raw.get(slash..).and_then(|path| path.strip_prefix("api/v1")) else {
            continue;
        };
        // The source's own path for completions is telling: nobody else has /api before /v1.
        let telling =
            rest == "/chat/completions" && (context.place == Place::Test || context.closeness == Closeness::File);
        if !context.bare_host && !telling {
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
        let span = text.inner;
        let target = context.settings.path();
        let target = if slash == 0 { target.trim_start_matches('/') } else { target };
        let gone = path_move(rest);
        let safety = if gone == PathMove::Same { Safety::Safe } else { Safety::NeedsReview };
        // `url.split("/api/v1")` cuts an address: what it means then, a person decides.
        let cuts = context.callee_of(id).is_some_and(|callee| matches!(callee, "split" | "partition" | "Split"));
        let found = Found::new(
            RULE,
            Class::Endpoint,
            if cuts { Action::Review } else { Action::MustFix },
            span,
            "Change the path with the host: the source's /api/v1 is the target's /v1.",
        )
        .sure(Confidence::Medium);
        let moved = format!("{target}{}", moved_path(rest));
        let span = Span::new(span.start as usize, span.end as usize);
        all.push(found.replacing(safety, span, moved, "The path changes together with the host that stands apart."));
    }
}
