//! What becomes of a path of the API below `/api/v1` on the target.
//! Not addresses: who holds a path knows its host, or that there is none.
//!
//! **Invariant:** a path is the same only if its answer and who may ask for it are the same, as far as is known.

/// What an API path below `/api/v1` becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathMove {
    /// It keeps its name, and the answer its shape.
    Same,
    /// It keeps its name; who may call it or what it answers is different.
    Other(&'static str),
    /// It is called otherwise; the answer has another shape where the note says so.
    Renamed {
        /// The path below the target's base.
        to: &'static str,
        /// What else changes.
        note: &'static str,
    },
    /// The target has nothing like it.
    Gone(&'static str),
}

const MODELS: &str = "The target's /models wants a key, answers {\"models\": […]} and pages by 50: read it to the end.";
const ACCOUNT: &str =
    "The target's side of accounts has paths of this name with answers of its own: compare each before you rely on it.";
const ACCOUNT_GONE: &str = "The target's side of accounts has no such path.";

/// Endpoints that do not simply keep their path and their answer: path below the base, with `*` for any segment, and what
/// becomes of it. The first that fits counts, also for paths that go on behind it.
/// Source: the gateway's public source and documentation, 2026-08-22.
const MOVES: [(&str, PathMove); 36] = [
    ("/chat/completions", PathMove::Same),
    (
        "/completions",
        PathMove::Gone("The target has no /completions; send the prompt as a message to /chat/completions."),
    ),
    (
        "/generation/content",
        PathMove::Gone("The target stores no text of a generation; its record is at /generations?id=."),
    ),
    (
        "/generation/feedback",
        PathMove::Gone(
            "The target takes no rating below the record of a request; it has a /feedback with a body of its own.",
        ),
    ),
    (
        "/generation",
        PathMove::Renamed {
            to: "/generations",
            note: "The target's record of a request is at /generations?id= and has another shape: costs in nanos, other field names.",
        },
    ),
    (
        "/auth/keys",
        PathMove::Gone(
            "The target has no exchange of a sign-in code for a key at this path. It has OAuth with authorization code and PKCE: see its /.well-known/oauth-authorization-server.",
        ),
    ),
    ("/auth/key", PathMove::Renamed { to: "/key", note: "The target's /key answers with fewer fields." }),
    ("/key", PathMove::Other("The target's /key answers with fewer fields: no usage and no balance.")),
    ("/keys", PathMove::Other(ACCOUNT)),
    (
        "/credits",
        PathMove::Other(
            "The target's /credits wants a management key and answers in nanos of a dollar, with other names.",
        ),
    ),
    (
        "/cursor",
        PathMove::Renamed {
            to: "",
            note: "The base for Cursor exists only on the source; the target's base URL does for it.",
        },
    ),
    (
        "/models/count",
        PathMove::Gone("The target does not count its models for you; read /models to the end of its pages."),
    ),
    (
        "/models/user",
        PathMove::Gone("The target has no list by a user's preferences: its /models/me answers 501. Read /models."),
    ),
    (
        "/models/*/*/endpoints",
        PathMove::Other("The target has this path with rows of another shape, and wants a key for it."),
    ),
    ("/models", PathMove::Other(MODELS)),
    ("/model", PathMove::Gone("The target has no path for one model: filter its list, /models?id=.")),
    ("/embeddings/models", PathMove::Gone("The target lists all models at /models: filter by endpoints=.")),
    ("/videos/models", PathMove::Gone("The target lists all models at /models: filter by endpoints=.")),
    ("/images/generations", PathMove::Same),
    ("/images/edits", PathMove::Same),
    (
        "/images",
        PathMove::Gone(
            "The target has no /images; it makes pictures at /images/generations and /images/edits, with bodies of their own.",
        ),
    ),
    (
        "/endpoints/zdr",
        PathMove::Gone("The target has no list of offers with zero data retention; its rows of /models say it."),
    ),
    (
        "/providers",
        PathMove::Other("The target's /providers wants a key and answers {\"providers\": […]} with other names."),
    ),
    (
        "/presets/*/chat/completions",
        PathMove::Gone("The target calls a preset as a model: @name at /chat/completions."),
    ),
    ("/presets/*/messages", PathMove::Gone("The target calls a preset as a model: @name at /messages.")),
    ("/presets/*/responses", PathMove::Gone("The target calls a preset as a model: @name at /responses.")),
    ("/presets", PathMove::Other(ACCOUNT)),
    ("/guardrails", PathMove::Other(ACCOUNT)),
    ("/workspaces", PathMove::Other(ACCOUNT)),
    ("/activity", PathMove::Other(ACCOUNT)),
    ("/analytics", PathMove::Other(ACCOUNT)),
    ("/organization", PathMove::Gone(ACCOUNT_GONE)),
    ("/byok", PathMove::Gone(ACCOUNT_GONE)),
    ("/observability", PathMove::Gone(ACCOUNT_GONE)),
    ("/scim", PathMove::Gone(ACCOUNT_GONE)),
    ("/datasets", PathMove::Gone(ACCOUNT_GONE)),
];

/// How much of a path a pattern of [`MOVES`] covers; `None` if it does not fit.
fn covered(path: &str, pattern: &str) -> Option<usize> {
    let mut at = 0;
    for segment in pattern.split('/').skip(1) {
        let rest = path.get(at..)?.strip_prefix('/')?;
        let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let found = rest.get(..length)?;
        if found.is_empty() || (segment != "*" && segment != found) {
            return None;
        }
        at += 1 + length;
    }
    Some(at)
}

/// What a path below the base becomes on the target. The path may carry a query.
#[must_use]
pub fn path_move(path: &str) -> PathMove {
    let row = MOVES.into_iter().find(|(from, _)| covered(path, from).is_some());
    row.map_or(PathMove::Same, |(_, path_move)| path_move)
}

/// Whether a path below the base names an endpoint of the source, so that a web framework's own routes are told apart.
#[must_use]
pub fn is_endpoint(path: &str) -> bool {
    const SAME: [&str; 8] = [
        "/responses",
        "/messages",
        "/embeddings",
        "/rerank",
        "/audio/speech",
        "/audio/transcriptions",
        "/videos",
        "/batches",
    ];
    MOVES.iter().map(|(from, _)| *from).chain(SAME).any(|from| covered(path, from).is_some())
}

/// A path below the base as the target has it; itself if it is the same or has no counterpart.
#[must_use]
pub fn moved_path(path: &str) -> String {
    let row = MOVES.iter().find_map(|(from, path_move)| Some((covered(path, from)?, path_move)));
    match row {
        Some((length, PathMove::Renamed { to, .. })) => format!("{to}{}", path.get(length..).unwrap_or_default()),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_only_where_the_answer_is() {
        for (path, expected) in [
            ("", "same"),
            ("/chat/completions", "same"),
            ("/responses", "same"),
            ("/images/generations", "same"),
            ("/models", "other"),
            ("/models?limit=5", "other"),
            ("/models/", "other"),
            ("/models/a/b/endpoints", "other"),
            ("/credits", "other"),
            ("/key", "other"),
            ("/keys/abc", "other"),
            ("/providers", "other"),
            ("/auth/key", "/key"),
            ("/generation?id=1", "/generations?id=1"),
            ("/generation/feedback", "gone"),
            ("/generation/content?id=1", "gone"),
            ("/auth/keys/code", "gone"),
            ("/models/user", "gone"),
            ("/models/count", "gone"),
            ("/model/a/b", "gone"),
            ("/images", "gone"),
            ("/images/models", "gone"),
            ("/completions", "gone"),
            ("/presets/mine/chat/completions", "gone"),
        ] {
            let moved = match path_move(path) {
                PathMove::Same => "same".to_owned(),
                PathMove::Other(_) => "other".to_owned(),
                PathMove::Renamed { .. } => moved_path(path),
                PathMove::Gone(_) => "gone".to_owned(),
            };
            assert_eq!(moved, expected, "{path}");
            assert!(moved.starts_with('/') || moved_path(path) == path, "{path}");
        }
        assert!(is_endpoint("/models/a/b/endpoints") && is_endpoint("/embeddings") && !is_endpoint("/users"));
    }
}
