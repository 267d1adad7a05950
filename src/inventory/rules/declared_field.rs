//! Request fields that a type declares for its JSON: tags of Go, `@JsonProperty`, `@SerialName`, `[JsonPropertyName]`,
//! `rename` of serde, and the plain members of a serializable type.
//!
//! Why: a declared field is sent with every request, or as soon as somebody sets it, and the target refuses it with 400.
//! Before: `Transforms []string` with the tag `json:"transforms"`. After: the tag `json:"-"`, so that it is never sent.
//! Abstains: in types that do not declare messages, and for fields that the target takes.
//!
//! Source: the gateway's allow-list, 2026-08-22.

use super::Found;
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, NodeId, Span};
use crate::migrate::change::Safety;

const RULE: &str = "declared-field";

/// Fields that no request to the target may have.
const REFUSED: [&str; 9] = [
    "transforms",
    "include_reasoning",
    "structured_outputs",
    "prediction",
    "verbosity",
    "preset",
    "prompt_cache_options",
    "functions",
    "function_call",
];

/// Annotations that give a member its name in JSON, with what takes their place so that it is not sent.
const ANNOTATIONS: [(&str, &str); 5] = [
    ("JsonProperty", "com.fasterxml.jackson.annotation.JsonIgnore"),
    ("SerialName", "kotlinx.serialization.Transient"),
    ("SerializedName", "kotlin.jvm.Transient"),
    ("JsonPropertyName", "System.Text.Json.Serialization.JsonIgnore"),
    ("Json", "kotlin.jvm.Transient"),
];

/// How far around a member its type is looked at, in bytes.
const AROUND: usize = 3_000;

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    use Language as L;
    if context.closeness < Closeness::File
        || !matches!(context.language, L::Go | L::Java | L::Kotlin | L::CSharp | L::Rust | L::OtherCode)
    {
        return;
    }
    for (id, node, text, value) in context.texts() {
        if let Some(name) = tag(value) {
            if REFUSED.contains(&name) && declares_request(context, node.span) {
                all.push(go(context, text.inner, name));
            } else if matches!(name, "data_collection" | "enforce_distillable_text") {
                let advice = "PRIVACY: the target refuses this field with 400 as soon as it is set. Decide which promise takes its place.";
                all.push(Found::new(RULE, Class::Routing, Action::Review, text.inner, advice).sure(Confidence::Medium));
            }
        } else if REFUSED.contains(&value)
            && let Some((callee, call)) = annotation(context, id)
            && let Some((_, ignored)) = ANNOTATIONS.iter().find(|(known, _)| *known == callee)
            && declares_request(context, node.span)
        {
            let found = declared(text.inner, value);
            // `@JsonProperty("x")`, `[JsonPropertyName("x")]`: the mark before it stays.
            all.push(found.replacing(
                Safety::NeedsReview,
                call,
                *ignored,
                format!("{value} is never sent. Take the member out with what sets it."),
            ));
        }
    }
}

/// The name of a tag of Go.
fn tag(value: &str) -> Option<&str> {
    let rest = value.split_once("json:\"").map(|(_, rest)| rest)?;
    rest.split(['"', ',']).next()
}

fn declared(span: Span, name: &str) -> Found {
    let advice = format!("The target refuses {name} with 400. This type sends it as soon as it is set.");
    Found::new(RULE, Class::Field, Action::MustFix, span, advice)
        .sure(Confidence::Medium)
        .carrying(Carried::RequestField(name.to_owned()))
}

fn go(context: &Context<'_>, inner: Span, name: &str) -> Found {
    let found = declared(inner, name);
    let raw = context.outline.slice(inner);
    let Some(at) = raw.find("json:\"").map(|at| at + "json:\"".len()) else { return found };
    let end = raw.get(at..).and_then(|rest| rest.find('"')).map_or(raw.len(), |length| at + length);
    let start = inner.start as usize;
    found.replacing(
        Safety::NeedsReview,
        Span::new(start + at, start + end),
        "-",
        format!("{name} is never sent. Take the member out with what sets it."),
    )
}

/// The annotation that a text is the argument of, with the span of its call.
fn annotation<'c>(context: &'c Context<'_>, id: NodeId) -> Option<(&'c str, Span)> {
    context.outline.ancestors(id).take(2).find_map(|(_, node)| match &node.kind {
        Kind::Call(segments) => Some((context.outline.names(*segments).next_back()?, node.span)),
        _ => None,
    })
}

/// Whether messages are declared near a member, as only a request has them.
fn declares_request(context: &Context<'_>, span: Span) -> bool {
    let source = context.outline.source();
    let boundary = |at: usize| (at..=source.len()).find(|at| source.is_char_boundary(*at)).unwrap_or(source.len());
    let from = boundary((span.start as usize).saturating_sub(AROUND));
    let to = boundary((span.end as usize + AROUND).min(source.len()));
    source.get(from..to).is_some_and(|near| near.contains("\"messages") && near.contains("\"model"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_go_has_a_name() {
        assert_eq!(tag("json:\"transforms,omitempty\""), Some("transforms"));
        assert_eq!(tag("yaml:\"x\" json:\"include_reasoning\""), Some("include_reasoning"));
        assert_eq!(tag("transforms"), None);
    }
}
