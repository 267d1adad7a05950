//! Request headers that the source reads: `HTTP-Referer`, `X-Title`, `X-OpenRouter-*`, `x-session-id` and others.
//!
//! Why: the target reads the first two for attribution and none of the rest; the guide advises to remove what is not needed.
//! Before: `"X-OpenRouter-Categories": "cli-agent"`, `.header("X-OpenRouter-Categories", "cli-agent")`, `-H "…"`. After: the
//! entry, the call or the option is gone.
//! Abstains: from `Referer` itself; from names that others have too (`X-Title`, `x-session-id`) in files that do not speak to
//! the source; and from calls that are more than the setting of this one header.

mod call;

use memchr::memmem;

use super::Found;
use crate::gateway::profile::HeaderAdvice;
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::{Kind, Span, TextForm};
use crate::migrate::change::Safety;

const RULE: &str = "source-header";

/// Headers of the source beside those that begin with its name.
const NAMES: [&str; 6] =
    ["http-referer", "x-title", "x-windowai-title", "x-provider-api-keys", "x-session-id", "x-anthropic-beta"];

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, node) in context.outline.nodes() {
        match &node.kind {
            Kind::Entry(entry) => {
                let name = context.outline.slice(entry.key);
                if is_header(context, name) {
                    all.push(entry_found(context, name, entry.key, entry.whole));
                }
            }
            Kind::Text(text) if text.form != TextForm::Prose => {
                let raw = context.outline.slice(text.inner);
                // A name alone, or a whole header line as curl takes it, also behind `--header=`.
                let start = after_option(raw);
                let line = raw.get(start..).unwrap_or_default().trim_start_matches(['"', '\'']);
                let name = line.split([':', ' ', '=']).next().unwrap_or_default();
                let whole = name.len() == raw.len() || line.get(name.len()..).is_some_and(|rest| rest.starts_with(':'));
                let read = context.callee_of(id).is_some_and(|callee| callee.eq_ignore_ascii_case("get"));
                if whole
                    && is_header(context, name)
                    && !(read && name.to_ascii_lowercase().starts_with("x-openrouter-cache"))
                {
                    let found = found(context, name, text.inner);
                    let removal = || call::removal(context, id, node.span, name.len() == raw.len());
                    all.push(if read { found } else { without(context, name, found, removal()) });
                } else if raw.len() > 40 {
                    inside(context, text.inner, raw, all);
                }
            }
            Kind::Path(segments) => {
                for span in context.outline.segment_spans(*segments) {
                    let name = context.outline.slice(*span);
                    if name.contains('-') && is_header(context, name) && !is_answered(name) {
                        all.push(found(context, name, *span));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Where a header begins in a word of a command line: behind `--header=`, if that stands there.
fn after_option(raw: &str) -> usize {
    const OPTION: &str = "--header=";
    memmem::find(raw.as_bytes(), OPTION.as_bytes()).map_or(0, |at| at + OPTION.len())
}

/// Header lines within a longer text, such as a command in a string.
fn inside(context: &Context<'_>, inner: Span, raw: &str, all: &mut Vec<Found>) {
    let lower = raw.to_ascii_lowercase();
    for name in ["http-referer", "x-title", "x-openrouter-title", "x-openrouter-categories"] {
        for (at, _) in lower.match_indices(name) {
            let after = lower.get(at + name.len()..).unwrap_or_default().trim_start_matches(['"', '\'', '\\', ' ']);
            if after.starts_with(':') || after.starts_with("=>") {
                let start = inner.start as usize + at;
                all.push(found(context, name, Span::new(start, start + name.len())));
            }
        }
    }
}

/// Whether a header is one of answers.
fn is_answered(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["status", "age", "source-id"].iter().any(|end| lower == format!("x-openrouter-cache-{end}"))
}

fn is_header(context: &Context<'_>, name: &str) -> bool {
    if !name.starts_with(['h', 'H', 'x', 'X']) {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    let known = NAMES.contains(&lower.as_str()) || lower.starts_with("x-openrouter-");
    // Some names are too plain to mean the source everywhere.
    let least = match lower.as_str() {
        "x-title" => Closeness::Project,
        "x-session-id" | "x-anthropic-beta" => Closeness::File,
        _ => Closeness::None,
    };
    known && context.closeness >= least
}

fn found(context: &Context<'_>, name: &str, span: Span) -> Found {
    let advice = match context.settings.header_advice(name) {
        HeaderAdvice::Keep => "The target reads this header for attribution: keep it if you want that.",
        HeaderAdvice::RemoveUnlessNeeded => {
            "The guide advises to remove it unless your application needs it; the target reads it for attribution."
        }
        HeaderAdvice::Remove => match name.to_ascii_lowercase().as_str() {
            "x-session-id" => "The target does not read this header: send the field session_id in the body instead.",
            "x-anthropic-beta" => {
                "The target does not read this header: remove it, and check the feature that it turns on."
            }
            "x-provider-api-keys" => {
                "The target does not read this header, and it holds keys of providers: keep them in the target's dashboard (BYOK), and remove it."
            }
            _ => "The target does not read this header: remove it.",
        },
    };
    Found::new(RULE, Class::Header, Action::Review, span, advice).sure(Confidence::High)
}

fn entry_found(context: &Context<'_>, name: &str, key: Span, whole: Span) -> Found {
    let found = found(context, name, key);
    without(context, name, found, (!whole.is_empty()).then_some((whole, true)))
}

/// The header taken out, if the profile says so. `removal` is what goes, and whether nothing else can depend on it.
fn without(context: &Context<'_>, name: &str, found: Found, removal: Option<(Span, bool)>) -> Found {
    let Some((span, alone)) = removal else { return found };
    match context.settings.header_advice(name) {
        HeaderAdvice::Keep => found,
        HeaderAdvice::RemoveUnlessNeeded => found.replacing(
            Safety::NeedsReview,
            span,
            "",
            "The guide advises to remove this header unless your application needs it.",
        ),
        HeaderAdvice::Remove => {
            // What these do is asked for in another way on the target, which a person writes.
            let means = ["x-session-id", "x-anthropic-beta", "x-provider-api-keys"];
            let review = !alone || means.iter().any(|known| name.eq_ignore_ascii_case(known));
            let reason = format!("{} A browser may not send it there.", found.advice);
            let safety = if review { Safety::NeedsReview } else { Safety::Safe };
            found.replacing(safety, span, "", reason)
        }
    }
}
