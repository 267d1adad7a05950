//! Calls beside the completions: `/generation`, `/credits`, `/key`, `/auth/keys`, built from a base and a path.
//!
//! Why: the target has other paths for some, other shapes for most, and nothing for a few.
//! Before: `` fetch(`${BASE}/generation?id=${id}`) ``. After: `` fetch(`${BASE}/generations?id=${id}`) ``, and the reader of
//! its answer changed by hand.
//! Abstains: in files that do not speak to the source; for complete addresses, which are the address rule's.

use super::own_route::is_own_route;
use super::{Edit, Found, stand_in};
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::neighbourhood::Constant;
use crate::inventory::outline::{Kind, NodeId, Span, TextForm};
use crate::inventory::path_move::{PathMove, moved_path, path_move};
use crate::inventory::source_address::addresses;
use crate::migrate::change::Safety;

const RULE: &str = "side-endpoint";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.closeness < Closeness::File {
        return;
    }
    for (id, node) in context.outline.nodes() {
        let Kind::Call(segments) = node.kind else { continue };
        let names: Vec<&str> = context.outline.names(segments).collect();
        if let ([first, .., "completions", "create"], spans) =
            (names.as_slice(), context.outline.segment_spans(segments))
            && !names.contains(&"chat")
            && !first.eq_ignore_ascii_case("anthropic")
            && let [.., completions, create] = spans
        {
            all.push(legacy_completion(context, id, *completions, *create));
        }
        if let ([.., "models", "list"], Some(span)) = (names.as_slice(), context.outline.segment_spans(segments).last())
        {
            let advice = "The target's model list wants a key, answers {\"models\": […]} and pages by 50: the client's list may read one page or none.";
            all.push(Found::new(RULE, Class::Endpoint, Action::Review, *span, advice).sure(Confidence::Medium));
        }
    }
    for (id, _, text, value) in context.texts() {
        // The base of a format string stands in the text itself: `"{BASE}/generation"`, `"%s/generation"`.
        let (lead, inner_base) = placeholder(value).filter(|_| text.cooked.is_none()).unwrap_or((0, None));
        let value = value.get(lead..).unwrap_or_default();
        let slash = if value.starts_with('/') { 0 } else { 1 };
        if value.contains(char::is_whitespace)
            || (slash == 1 && !follows_a_base(context, id, text.form))
            || !addresses(context.outline.slice(text.inner)).is_empty()
            || (lead == 0 && (is_own_route(context, id) || !is_called(context, id)))
        {
            continue;
        }
        let base = inner_base.and_then(|name| context.constants.get(name)).or_else(|| base_of(context, id));
        // A base of another host has paths of its own.
        if base.is_some_and(|base| addresses(&base.value).is_empty()) {
            continue;
        }
        let inner = Span::new(text.inner.start as usize + lead, text.inner.end as usize);
        let path = if slash == 0 { value.to_owned() } else { format!("/{value}") };
        // A short path is also a route of the application's own: only those that are telling count.
        let (action, advice) = match path_move(&path) {
            PathMove::Renamed { note, .. } if !path.starts_with("/cursor") => (Action::MustFix, note.to_owned()),
            PathMove::Gone(why) if base.is_some() || is_telling(&path) => (Action::MustFix, why.to_owned()),
            PathMove::Other(note) if is_models(&path) || is_same_path_other_shape(&path) => {
                (Action::Review, note.to_owned())
            }
            _ => continue,
        };
        let advice = match base {
            Some(base) => format!("{advice} The base is {}, of {} line {}.", base.value, base.path, base.line),
            None => advice,
        };
        let is_gone = action == Action::MustFix && matches!(path_move(&path), PathMove::Gone(_));
        let found = Found::new(RULE, Class::Endpoint, action, inner, advice.clone()).sure(Confidence::Medium);
        if is_gone && text.cooked.is_none() {
            let replacement = format!("/{}{path}", stand_in::MARK);
            let reason = format!(
                "NO EQUIVALENT: {advice} The path becomes one that the target answers with 404, so that the call fails until it is written anew."
            );
            let replacement = replacement.get(slash..).unwrap_or(&replacement).to_owned();
            all.push(found.replacing(Safety::TakenAlone, inner, replacement, reason));
            continue;
        }
        let moved = moved_path(&path);
        all.push(if moved == path || text.cooked.is_some() {
            found
        } else {
            let replacement = moved.get(slash..).unwrap_or(&moved).to_owned();
            found.replacing(
                Safety::NeedsReview,
                inner,
                replacement,
                "The path has another name on the target; the answer has another shape.",
            )
        });
    }
}

/// The placeholder that a text begins with, its length and the name in it: `{BASE}`, `{0}`, `%s`.
fn placeholder(value: &str) -> Option<(usize, Option<&str>)> {
    if value.starts_with("%s/") {
        return Some((2, None));
    }
    let end = value.strip_prefix('{')?.find('}')?;
    let name = value.get(1..=end)?;
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    (plain && value.get(end + 2..)?.starts_with('/')).then(|| (end + 2, name.rsplit('.').next()))
}

/// Whether a path is a part of a request: it follows something, it is the argument of what sends or joins, or its name says
/// that it is one.
fn is_called(context: &Context<'_>, id: NodeId) -> bool {
    let says = |name: &str, words: &[&str]| {
        let lower = name.to_ascii_lowercase();
        words.iter().any(|word| lower.contains(word))
    };
    let follows = context.outline.ancestors(id).next().is_some_and(|(parent, node)| {
        matches!(node.kind, Kind::Template)
            && (context.outline.children(parent).next().is_some_and(|(first, _)| first != id)
                // What is called with a path that something follows.
                || context.callee_of(id).is_some())
    });
    follows
        || context.key_of(id).is_some_and(|(_, _, key)| says(key, &["path", "endpoint", "url", "uri"]))
        || context.callee_of(id).is_some_and(|callee| {
            says(
                callee,
                &[
                    "get", "post", "put", "delete", "fetch", "request", "call", "api", "url", "join", "send", "axios",
                    "uri", "load",
                ],
            )
        })
}

/// `client.completions.create(prompt=…)`: the target has chat completions alone.
fn legacy_completion(context: &Context<'_>, call: NodeId, completions: Span, create: Span) -> Found {
    let advice = "The target has no /completions: send the prompt as a message to chat.completions.create, and read message.content instead of text.";
    let found = Found::new(RULE, Class::Endpoint, Action::MustFix, create, advice).sure(Confidence::High);
    let at = completions.start as usize;
    let mut edits = vec![Edit { span: Span::new(at, at), replacement: "chat.".to_owned() }];
    let holder = context.outline.children(call).find(|(_, child)| matches!(child.kind, Kind::Map));
    let (holder, quotes) = holder.map_or((call, false), |(map, _)| (map, true));
    if let Some((prompt, entry, _)) = context.entries_in(holder).find(|(_, _, key)| *key == "prompt")
        && let Some((_, value)) = context.value_of(prompt)
    {
        let (open, role, content) = if quotes {
            ("[{ ", "role: \"user\", content: ", " }]")
        } else {
            ("[{", "\"role\": \"user\", \"content\": ", "}]")
        };
        edits.push(Edit { span: entry.key, replacement: "messages".to_owned() });
        // `{ prompt }` has no value of its own.
        let start = value.span.start as usize;
        let short = if value.span == entry.key { ": " } else { "" };
        if short.is_empty() {
            edits.push(Edit { span: Span::new(start, start), replacement: format!("{open}{role}") });
            let end = value.span.end as usize;
            edits.push(Edit { span: Span::new(end, end), replacement: content.to_owned() });
        } else {
            edits.pop();
            edits.push(Edit { span: entry.key, replacement: format!("messages: {open}{role}prompt{content}") });
        }
    }
    found.changing(
        Safety::NeedsReview,
        edits,
        "The prompt becomes a message of a chat. The answer has choices[0].message.content instead of choices[0].text: change what reads it.",
    )
}

/// The constant that stands before a path: `API_BASE` of `${API_BASE}/generation`, where the project declares it.
fn base_of<'c>(context: &'c Context<'_>, id: NodeId) -> Option<&'c Constant> {
    let (parent, node) = context.outline.ancestors(id).next()?;
    if !matches!(node.kind, Kind::Template | Kind::Call(_)) {
        return None;
    }
    let (_, before) = context.outline.children(parent).take_while(|(at, _)| *at < id).last()?;
    match &before.kind {
        Kind::Path(segments) => context.constants.get(context.outline.names(*segments).next_back()?),
        _ => None,
    }
}

/// Whether a path that is gone on the target is hardly anything but the source's.
fn is_telling(path: &str) -> bool {
    ["/completions", "/generation/", "/auth/keys", "/models/count", "/models/user"].iter().any(|start| {
        path.strip_prefix(start)
            .is_some_and(|rest| start.ends_with('/') || rest.is_empty() || rest.starts_with(['/', '?', '#']))
    })
}

fn is_models(path: &str) -> bool {
    path == "/models" || path.starts_with("/models?") || path.starts_with("/models/")
}

fn is_same_path_other_shape(path: &str) -> bool {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    matches!(path.get(..end), Some("/credits" | "/key"))
}

/// Whether a text without a slash at its start is a path after all: `new URL("generation", base)`, a second piece.
fn follows_a_base(context: &Context<'_>, id: NodeId, form: TextForm) -> bool {
    form != TextForm::Piece
        && context.outline.ancestors(id).next().is_some_and(|(_, node)| match &node.kind {
            Kind::Call(segments) => context.outline.names(*segments).next_back() == Some("URL"),
            _ => false,
        })
}
