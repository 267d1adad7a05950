//! Reads of response fields that the target lacks or names otherwise.
//!
//! Why: they become undefined without an error: costs are zero, reasoning is gone, a retry never happens.
//! Before: `reply.usage.cost`. After: `reply.usage.pricing.total_usd_str`, or the adapter of the compatibility layer.
//! Abstains: in files that do not speak to the source, except for names that nothing else has.
//!
//! Source of the table: recorded answers of the source, and the target's public source, 2026-08-22.

use memchr::memmem;

use super::Found;
use super::request_place::in_request;
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{EntryForm, Kind, NodeId, Segments, Span, TextForm};

const RULE: &str = "response-read";

struct Read {
    /// The last names of the path, in order.
    names: &'static [&'static str],
    /// How the field is called in reports.
    field: &'static str,
    /// Nothing else has this name.
    telling: bool,
    advice: &'static str,
}

const READS: [Read; 26] = [
    Read {
        names: &["native_finish_reason"],
        field: "native_finish_reason",
        telling: true,
        advice: "The target does not send the provider's own reason; finish_reason is there.",
    },
    Read {
        names: &["nativeFinishReason"],
        field: "native_finish_reason",
        telling: true,
        advice: "The target does not send the provider's own reason; finish_reason is there.",
    },
    Read {
        names: &["reasoning_details"],
        field: "reasoning_details",
        telling: true,
        advice: "The target sends reasoning_content only, and drops reasoning_details that are sent back.",
    },
    Read {
        names: &["reasoningDetails"],
        field: "reasoning_details",
        telling: true,
        advice: "The target sends reasoning_content only, and drops reasoning_details that are sent back.",
    },
    Read {
        names: &["usage", "cost"],
        field: "usage.cost",
        telling: true,
        advice: "The target sends usage.pricing.total_usd_str (text) and total_nanos instead.",
    },
    Read {
        names: &["model_extra", "cost"],
        field: "usage.cost",
        telling: true,
        advice: "The target sends usage.pricing.total_usd_str (text) and total_nanos instead.",
    },
    Read {
        names: &["pricing", "prompt"],
        field: "models.pricing",
        telling: false,
        advice: "The rows of the target's model list have another shape and prices under other names.",
    },
    Read {
        names: &["pricing", "completion"],
        field: "models.pricing",
        telling: false,
        advice: "The rows of the target's model list have another shape and prices under other names.",
    },
    Read {
        names: &["cost_details"],
        field: "usage.cost_details",
        telling: true,
        advice: "The target has usage.pricing instead.",
    },
    Read {
        names: &["costDetails"],
        field: "usage.cost_details",
        telling: true,
        advice: "The target has usage.pricing instead.",
    },
    Read {
        names: &["upstream_inference_cost"],
        field: "usage.cost_details",
        telling: true,
        advice: "The target has usage.pricing instead.",
    },
    Read {
        names: &["is_byok"],
        field: "usage.is_byok",
        telling: true,
        advice: "The target does not say this in an answer.",
    },
    Read {
        names: &["message", "reasoning"],
        field: "message.reasoning",
        telling: true,
        advice: "The target calls it reasoning_content.",
    },
    Read {
        names: &["delta", "reasoning"],
        field: "message.reasoning",
        telling: true,
        advice: "The target calls it reasoning_content.",
    },
    Read {
        names: &["msg", "reasoning"],
        field: "message.reasoning",
        telling: false,
        advice: "The target calls it reasoning_content.",
    },
    Read {
        names: &["error", "metadata"],
        field: "error.metadata",
        telling: false,
        advice: "The target's errors have another shape: a string in error, and details beside it.",
    },
    Read {
        names: &["err", "metadata"],
        field: "error.metadata",
        telling: false,
        advice: "The target's errors have another shape: a string in error, and details beside it.",
    },
    Read {
        names: &["metadata", "provider_name"],
        field: "error.metadata",
        telling: true,
        advice: "The target's errors have another shape: a string in error, and details beside it.",
    },
    Read {
        names: &["metadata", "raw"],
        field: "error.metadata",
        telling: false,
        advice: "The target's errors have another shape: a string in error, and details beside it.",
    },
    Read {
        names: &["native_tokens_prompt"],
        field: "generation.native_tokens",
        telling: true,
        advice: "The target's record of a request has other names.",
    },
    Read {
        names: &["native_tokens_completion"],
        field: "generation.native_tokens",
        telling: true,
        advice: "The target's record of a request has other names.",
    },
    Read {
        names: &["total_cost"],
        field: "generation.total_cost",
        telling: false,
        advice: "The target's record of a request counts in nanos under another name.",
    },
    Read {
        names: &["provider_name"],
        field: "provider",
        telling: false,
        advice: "The target names the serving provider elsewhere and with ids of its own.",
    },
    Read {
        names: &["limit_remaining"],
        field: "key.limit_remaining",
        telling: true,
        advice: "The target's /key answers with fewer fields.",
    },
    Read {
        names: &["openrouter_metadata"],
        field: "openrouter_metadata",
        telling: true,
        advice: "The target does not send it; meta: true asks for its own.",
    },
    Read {
        names: &["providerMetadata", "openrouter"],
        field: "providerMetadata.openrouter",
        telling: true,
        advice: "Only the source's package fills it; read usage of the answer instead.",
    },
];

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, node) in context.outline.nodes() {
        match &node.kind {
            Kind::Path(segments) | Kind::Call(segments) => path(context, id, *segments, all),
            Kind::Text(text) if text.form != TextForm::Prose => {
                in_text(context, id, context.outline.value(text), text.inner, all)
            }
            Kind::Entry(entry) if matches!(entry.form, EntryForm::Member | EntryForm::Declaration { .. }) => {
                let key = context.outline.slice(entry.key);
                if context.closeness >= Closeness::Project
                    && let Some(read) = READS.iter().find(|read| read.telling && read.names == [key])
                {
                    all.push(found(read, entry.key, Confidence::Medium));
                } else if context.closeness >= Closeness::File && context.language == Language::Swift && key == "cost" {
                    all.extend(
                        READS
                            .iter()
                            .find(|read| read.field == "usage.cost")
                            .map(|read| found(read, entry.key, Confidence::Low)),
                    );
                }
            }
            Kind::Entry(entry) if context.closeness >= Closeness::File => {
                let number = context.value_of(id).is_some_and(|(_, value)| matches!(value.kind, Kind::Number));
                let below_error = context.keys_around(id).next().is_some_and(|(_, _, key)| key == "error");
                if context.outline.slice(entry.key) == "code" && number && below_error {
                    all.extend(
                        READS
                            .iter()
                            .find(|read| read.field == "error.metadata")
                            .map(|read| found(read, entry.key, Confidence::Medium)),
                    );
                }
            }
            _ => {}
        }
    }
}

fn path(context: &Context<'_>, id: NodeId, segments: Segments, all: &mut Vec<Found>) {
    let spans = context.outline.segment_spans(segments);
    let names: Vec<&str> = spans.iter().map(|span| context.outline.slice(*span)).collect();
    for (at, span) in spans.iter().enumerate() {
        let upto = names.get(..=at).unwrap_or_default();
        // Most names are not even as long as one of the table.
        let last = upto.last().copied().unwrap_or_default();
        let ends = |read: &&Read| read.names.last().is_some_and(|name| name.len() == last.len());
        let Some(read) = READS.iter().filter(ends).find(|read| upto.ends_with(read.names)) else { continue };
        let close = if read.telling { Closeness::Project } else { Closeness::File };
        // Plain names belong to an answer only where the code asks for it.
        let asked = match read.field {
            "models.pricing" => context.outline.source().contains("/models"),
            "generation.total_cost" | "provider" => context.outline.source().contains("eneration"),
            _ => true,
        };
        if asked && context.closeness >= close && !is_written(context, id) {
            all.push(found(read, *span, if read.telling { Confidence::High } else { Confidence::Medium }));
        }
    }
    // `reply["error"]["code"].as_i64()`: the conversion says nothing of its own.
    let converted =
        names.last().is_some_and(|last| matches!(*last, "as_i64" | "as_u64" | "as_str" | "asInt" | "asText" | "to_i"));
    let (names, spans) = match (names.split_last(), spans.split_last()) {
        (Some((_, names)), Some((_, spans))) if converted => (names.to_vec(), spans),
        _ => (names, spans),
    };
    let whole_error = matches!(names.as_slice(), [_, .., "error", "code"] if names.len() > 2);
    if context.closeness == Closeness::None
        || (context.closeness < Closeness::File && !whole_error)
        || is_written(context, id)
    {
        return;
    }
    match names.as_slice() {
        [.., holder, "provider"] if names.len() <= 3 && is_answer(context, holder) && !in_request(context, id) => {
            if let Some(span) = spans.last() {
                let read = Read {
                    names: &[],
                    field: "provider",
                    telling: false,
                    advice: "The target names the serving provider elsewhere and with ids of its own.",
                };
                all.push(found(&read, *span, Confidence::Medium));
            }
        }
        [.., holder, "code"]
            if (matches!(*holder, "error" | "err") && !matches!(names.first(), Some(&"err" | &"e" | &"exc")))
                || (context.is_compared(id) && compared_with_number(context, id)) =>
        {
            // The codes of the system are words.
            if compared_with_text(context, id) {
                return;
            }
            if let Some(span) = spans.last() {
                let read = Read {
                    names: &[],
                    field: "error.code",
                    telling: false,
                    advice: "The source's error.code is a number; the target's error is a word. Use the HTTP status.",
                };
                all.push(found(&read, *span, Confidence::High));
            }
        }
        _ => {}
    }
}

/// Whether the code reads of the same value what only an answer of a model has.
fn is_answer(context: &Context<'_>, holder: &str) -> bool {
    const NEAR: usize = 14;
    let source = context.outline.source();
    source.match_indices(holder).take(200).any(|(at, _)| {
        if source.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '_')) {
            return false;
        }
        let rest = source.get(at + holder.len()..).unwrap_or_default();
        let mut end = rest.len().min(NEAR + "choices".len());
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let access = rest.get(..end).unwrap_or_default();
        let is_access = access.starts_with(['.', '[', '?', '!', '-', '$']);
        is_access && ["choices", "usage", "native_finish"].iter().any(|name| access.contains(name))
    })
}

fn compared_with_text(context: &Context<'_>, id: NodeId) -> bool {
    context
        .outline
        .ancestors(id)
        .find(|(_, node)| matches!(node.kind, Kind::Compare))
        .is_some_and(|(at, _)| context.outline.children(at).any(|(_, node)| matches!(node.kind, Kind::Text(_))))
}

fn compared_with_number(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).find(|(_, node)| matches!(node.kind, Kind::Compare)).is_some_and(|(at, _)| {
        context.outline.children(at).any(|(_, node)| matches!(node.kind, Kind::Number | Kind::List))
    })
}

/// Whether a path is the target of an assignment.
fn is_written(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).next().is_some_and(|(parent, node)| match &node.kind {
        Kind::Entry(entry) if entry.form == EntryForm::Assignment => {
            context.outline.children(parent).next().is_some_and(|(first, _)| first == id)
        }
        _ => false,
    })
}

/// A field by its name in a text: `json:"native_finish_reason"`, `.path("usage").path("cost")`, jq's `.usage.cost`.
fn in_text(context: &Context<'_>, id: NodeId, value: &str, span: Span, all: &mut Vec<Found>) {
    if context.closeness == Closeness::None {
        return;
    }
    if value.starts_with("gen-") && super::behaviour_switch::is_tested(context, id) {
        let read = Read { names: &[], field: "id", telling: false, advice: "Ids of the target begin otherwise." };
        all.push(found(&read, span, Confidence::High));
        return;
    }
    let callee = context.callee_of(id).unwrap_or_default();
    let in_header = value.starts_with(['x', 'X']) && {
        let lower = value.to_ascii_lowercase();
        matches!(lower.as_str(), "x-generation-id" | "x-provider-name") || lower.starts_with("x-openrouter-cache-")
    };
    if in_header && callee.eq_ignore_ascii_case("get") {
        let read = Read {
            names: &[],
            field: "headers",
            telling: false,
            advice: "The target sends other headers; its id of a request is in the answer.",
        };
        all.push(found(&read, span, Confidence::High));
        return;
    }
    if memmem::find(value.as_bytes(), b"OPENROUTER PROCESSING").is_some() {
        let read = Read {
            names: &[],
            field: "stream.comment",
            telling: false,
            advice: "The target sends other comments in a stream, or none: skip every line that begins with a colon.",
        };
        all.push(found(&read, span, Confidence::High));
        return;
    }
    if context.closeness < Closeness::File {
        return;
    }
    if let Some(name) = member_by_name(context, value, span, callee) {
        all.push(found(name, span, Confidence::Medium));
        return;
    }
    if !may_name_field(value) || value.contains(". ") || in_request(context, id) {
        return;
    }
    for read in READS.iter().filter(|read| read.telling) {
        let (hit, confidence) = match read.names {
            [name] => (
                value == *name || value.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *name),
                Confidence::Medium,
            ),
            names => (value.contains(&format!(".{}", names.join("."))), Confidence::Medium),
        };
        if hit {
            all.push(found(read, span, confidence));
            return;
        }
    }
}

/// Whether a text can hold a telling name: each has a capital or joins words by `_` or `.`. A quick look, since a program
/// has many texts.
fn may_name_field(value: &str) -> bool {
    value.len() < 400 && value.bytes().any(|byte| matches!(byte, b'_' | b'.' | b'A'..=b'Z'))
}

/// A field that a text names: `GetProperty("cost")` after `"usage"`, `getattr(message, "reasoning")`, a tag of a Go struct.
fn member_by_name(context: &Context<'_>, value: &str, span: Span, callee: &str) -> Option<&'static Read> {
    let named = |field: &str| READS.iter().find(|read| read.field == field);
    let tag = value.strip_prefix("json:\"").and_then(|rest| rest.split(['"', ',']).next());
    if tag.is_none() && !matches!(value, "cost" | "reasoning") {
        return None;
    }
    let line = context.line_of(span);
    match (value, tag) {
        (_, Some("cost")) => named("usage.cost"),
        (_, Some("reasoning")) => named("message.reasoning"),
        (_, Some("metadata")) if line.contains("map[") => named("error.metadata"),
        (_, Some("code")) if line.contains("int") => named("error.metadata"),
        ("cost", None) if line.contains("usage") => named("usage.cost"),
        ("reasoning", None) if callee == "getattr" => named("message.reasoning"),
        _ => None,
    }
}

fn found(read: &Read, span: Span, confidence: Confidence) -> Found {
    Found::new(RULE, Class::ResponseRead, Action::Review, span, read.advice)
        .sure(confidence)
        .carrying(Carried::ResponseField(read.field.to_owned()))
}

#[cfg(test)]
mod tests;
