//! Fields of a JSON body that stands in a text: a here document, a string of a command line.
//! Not a JSON reader: a member is taken out by its quotes and brackets, and left alone where these do not come out even.
//! **Invariant:** what is removed is one whole member with one comma beside it.

use super::super::Found;
use super::{FIELDS, RULE};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::Span;
use crate::migrate::change::Safety;

/// The longest value that is taken out, in bytes, so that a text with many members takes time that grows with it alone.
const LONGEST: usize = 4_096;

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (_, _, text, _) in context.texts() {
        let raw = context.outline.slice(text.inner);
        if raw.len() < 12 || !raw.contains(':') {
            continue;
        }
        let routing = [(
            "data_collection",
            "The target refuses data_collection with 400. PRIVACY: without it a promise to your users is lost.",
        )];
        let fields = FIELDS.iter().filter(|field| field.telling && field.action == Action::MustFix);
        let named = fields
            .map(|field| (field.name, field.advice, Class::Field))
            .chain(routing.iter().map(|(name, advice)| (*name, *advice, Class::Routing)));
        for (name, advice, class) in named {
            for (at, _) in raw.match_indices(name).take(50) {
                let after = raw.get(at + name.len()..).unwrap_or_default();
                let quoted = raw.get(..at).is_some_and(|before| before.ends_with(['"', '\'']));
                if quoted && after.trim_start_matches(['"', '\'', '\\', ' ']).starts_with(':') {
                    let base = text.inner.start as usize;
                    let span = Span::new(base + at, base + at + name.len());
                    let found = Found::new(RULE, class, Action::MustFix, span, advice).sure(Confidence::Medium);
                    all.push(match member(raw, at, name.len()) {
                        Some(member) => without(raw, base, &member, class, advice, found),
                        None => found,
                    });
                }
            }
        }
    }
}

/// A member of a JSON object in a text, as byte offsets.
#[derive(Debug, PartialEq, Eq)]
struct Member {
    /// From the quote before its name, with its backslash if there is one.
    start: usize,
    /// Where its value begins.
    value: usize,
    /// Where its value ends.
    end: usize,
}

/// The hunk: the member goes with its comma; a promise of privacy becomes the nearest one that the target has.
fn without(raw: &str, base: usize, member: &Member, class: Class, advice: &str, found: Found) -> Found {
    let value = raw.get(member.value..member.end).unwrap_or_default();
    if class == Class::Routing && !value.contains("allow") {
        let name_and_colon =
            raw.get(member.start..member.value).unwrap_or_default().replacen("data_collection", "zdr", 1);
        let span = Span::new(base + member.start, base + member.end);
        let reason = "PRIVACY: data_collection deny has no counterpart. zdr true keeps providers that retain nothing. Accept it only if that is the promise that you gave.";
        return found.replacing(Safety::NeedsReview, span, format!("{name_and_colon}true"), reason);
    }
    let after = raw.get(member.end..).unwrap_or_default();
    let gap = after.len() - after.trim_start().len();
    let (start, end) = if after.trim_start().starts_with(',') {
        let rest = after.get(gap + 1..).unwrap_or_default();
        (member.start, member.end + gap + 1 + (rest.len() - rest.trim_start().len()))
    } else {
        let before = raw.get(..member.start).unwrap_or_default().trim_end();
        (before.strip_suffix(',').map_or(member.start, str::len), member.end)
    };
    found.replacing(Safety::NeedsReview, Span::new(base + start, base + end), "", advice)
}

/// The member whose name stands at a place.
fn member(raw: &str, at: usize, length: usize) -> Option<Member> {
    let head = raw.get(..at)?;
    let quote = head.chars().next_back()?;
    let escaped = head.strip_suffix(quote)?.ends_with('\\');
    let start = at - 1 - usize::from(escaped);
    let closing = if escaped { format!("\\{quote}") } else { quote.to_string() };
    let rest = raw.get(at + length..)?.strip_prefix(closing.as_str())?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let value = raw.len() - rest.len();
    let end = value + value_length(rest, &closing)?;
    Some(Member { start, value, end })
}

/// The length of the JSON value at the start of a text whose strings stand between such quotes.
fn value_length(rest: &str, quote: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let mut at = 0;
    while at < rest.len().min(LONGEST) {
        let here = rest.get(at..)?;
        if let Some(inner) = here.strip_prefix(quote) {
            at += quote.len() + inner.find(quote)? + quote.len();
            if depth == 0 {
                return Some(at);
            }
            continue;
        }
        let character = here.chars().next()?;
        match character {
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 0 => return Some(rest.get(..at)?.trim_end().len()),
            ']' | '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            ',' if depth == 0 => return Some(rest.get(..at)?.trim_end().len()),
            _ => {}
        }
        at += character.len_utf8();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_ends_with_its_value() {
        for (raw, expected) in [
            (r#"{"a": 1, "transforms": ["middle-out"] }"#, Some(r#""transforms": ["middle-out"]"#)),
            (r#"{"transforms":[],"a":1}"#, Some(r#""transforms":[]"#)),
            (r#"{\"transforms\": [\"middle-out\"], \"a\": 1}"#, Some(r#"\"transforms\": [\"middle-out\"]"#)),
            (r#"{"transforms": true}"#, Some(r#""transforms": true"#)),
            (r#"{"transforms": {"a": [1, "}"]}}"#, Some(r#""transforms": {"a": [1, "}"]}"#)),
            (r#"{"transforms": ["middle-out" "#, None),
            (r#"{"transforms": "#, None),
        ] {
            let at = raw.find("transforms").unwrap();
            let found = member(raw, at, "transforms".len()).map(|member| raw.get(member.start..member.end).unwrap());
            assert_eq!(found, expected, "{raw}");
        }
    }
}
