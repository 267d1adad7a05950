//! Top-level fields that need no context: what goes, what is asked about, and values that the target takes otherwise.
//! Not routing, tools, reasoning or caching, which have files of their own.

use super::Severity::{self, Degrades, Note, Refused};
use super::draft::{Draft, member};
use crate::gateway::accepted_keys::is_accepted;
use crate::gateway::accepted_ranges::{Outside, RANGES};
use crate::migrate::field_map::{Edition, Kind};
use serde_json::{Value, json};

/// Fields that go by themselves.
const GONE: [(&str, Severity, &str); 6] = [
    ("structured_outputs", Note, "The target refuses structured_outputs with 400; response_format alone asks for it."),
    ("verbosity", Degrades, "The target refuses verbosity with 400: say in the prompt how long the answer shall be."),
    ("prediction", Degrades, "The target refuses prediction with 400. It only makes answers quicker."),
    (
        "stop_server_tools_when",
        Degrades,
        "The target refuses stop_server_tools_when with 400; max_tool_calls limits the calls.",
    ),
    ("x_search_filter", Degrades, "The target refuses x_search_filter with 400: the search is not narrowed."),
    ("fallbacks", Degrades, "A field of /messages; the target refuses it here with 400."),
];

/// Fields that a person is asked about.
const ASKED: [(&str, &str); 2] = [
    (
        "preset",
        "The target refuses preset with 400, and knows presets by the model name alone. Make the preset there, and send @name as the model.",
    ),
    ("audio", "The target refuses audio with 400: it speaks no answer on this endpoint."),
];

/// Characters of `session_id` that the target takes.
const SESSION_CHARACTERS: usize = 256;

/// Translates them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    for (name, severity, reason) in GONE {
        if let Some(value) = draft.body.shift_remove(name) {
            draft.gone(name, (Kind::Request, name), severity, &value, reason);
        }
    }
    for (name, reason) in ASKED {
        draft.revise(name, |draft, value| {
            draft.unsupported(name, (Kind::Request, name), &value, reason).then_some(value)
        });
    }
    transforms(draft);
    usage(draft);
    debug(draft);
    metadata(draft);
    service_tier(draft);
    session(draft);
    ranges(draft);
    response_format(draft);
}

fn transforms(draft: &mut Draft<'_>) {
    let Some(value) = draft.body.shift_remove("transforms") else { return };
    let severity = if value.as_array().is_some_and(Vec::is_empty) { Note } else { Degrades };
    let reason = "The target refuses transforms with 400 and compresses nothing: a prompt that is too long is an error. Shorten it before it is sent.";
    draft.gone("transforms", (Kind::Request, "transforms"), severity, &value, reason);
}

fn usage(draft: &mut Draft<'_>) {
    if draft.body.get("usage").is_none_or(Value::is_boolean) {
        return;
    }
    if let Some(value) = draft.body.shift_remove("usage") {
        let reason =
            "The target takes a boolean here and answers 400 to an object. Usage and price always come, so it can go.";
        draft.gone("usage", (Kind::Request, "usage.include"), Note, &value, reason);
    }
}

fn debug(draft: &mut Draft<'_>) {
    draft.revise("debug", |draft, value| {
        let Value::Object(mut debug) = value else { return Some(value) };
        if let Some(echo) = debug.get("echo_upstream_body").cloned() {
            if debug.contains_key("return_upstream_request") {
                debug.shift_remove("echo_upstream_body");
            } else {
                super::draft::rename(&mut debug, "echo_upstream_body", "return_upstream_request");
            }
            let after = debug.get("return_upstream_request").map(|echo| json!({ "return_upstream_request": echo }));
            let row = (Kind::Request, "debug.echo_upstream_body");
            let reason = "The target calls it return_upstream_request; the answer holds it elsewhere than the source's first chunk.";
            draft.tell("debug.echo_upstream_body", row, Degrades, Some(&echo), after.as_ref(), reason);
        }
        Some(Value::Object(debug))
    });
}

fn metadata(draft: &mut Draft<'_>) {
    draft.revise("metadata", |draft, value| {
        let Value::Object(mut metadata) = value else { return Some(value) };
        let row = (Kind::Request, "metadata value that is no text");
        metadata.retain(|name, value| {
            if value.is_null() {
                let reason = "The target answers 400 to null here; without it the entry is absent.";
                draft.gone(member("metadata", name), row, Note, value, reason);
                return false;
            }
            if !value.is_string() {
                let after = Value::from(value.to_string());
                let reason = "The target takes texts only and answers 400 to anything else.";
                draft.tell(member("metadata", name), row, Note, Some(value), Some(&after), reason);
                *value = after;
            }
            true
        });
        Some(Value::Object(metadata))
    });
}

fn service_tier(draft: &mut Draft<'_>) {
    draft.revise("service_tier", |draft, value| {
        let (row, severity, reason) = match value.as_str() {
            Some("default") if draft.edition == Edition::AiStats => (
                "service_tier: default",
                Note,
                "This edition of the target refuses default with 400; without the field it is the standard tier.",
            ),
            Some("auto") => {
                ("service_tier: auto", Note, "The target refuses auto with 400; without the field it is the standard tier.")
            }
            Some("scale") => (
                "service_tier: scale",
                Degrades,
                "The target refuses scale with 400; without the field it is the standard tier.",
            ),
            Some("batch") => {
                let reason = "Batches are an endpoint of their own on the target; here it answers 400. Without the field the full price is paid.";
                return draft.unsupported("service_tier", (Kind::Request, "service_tier: batch"), &value, reason).then_some(value);
            }
            _ => return Some(value),
        };
        draft.gone("service_tier", (Kind::Request, row), severity, &value, reason);
        None
    });
}

fn session(draft: &mut Draft<'_>) {
    draft.revise("session_id", |draft, value| {
        let Some(text) = value.as_str().filter(|text| text.chars().count() > SESSION_CHARACTERS) else {
            return Some(value);
        };
        let after = Value::from(text.chars().take(SESSION_CHARACTERS).collect::<String>());
        let reason = "The target takes 256 characters and answers 400 to more. Two sessions that begin alike now count as one: make the id shorter.";
        draft.tell("session_id", (Kind::Request, "session_id over 256 characters"), Degrades, Some(&value), Some(&after), reason);
        Some(after)
    });
}

fn ranges(draft: &mut Draft<'_>) {
    let endpoint = draft.endpoint;
    // What this endpoint does not take at all goes whatever its value is.
    for (name, range) in RANGES.into_iter().filter(|(name, _)| is_accepted(endpoint, name)) {
        draft.revise(name, |draft, value| {
            let Some(outside) = range.judge(&value).filter(|outside| *outside != Outside::Type) else {
                return Some(value);
            };
            let row = match (name, outside) {
                ("temperature", Outside::Above) => "temperature over 2",
                ("max_tokens" | "max_completion_tokens" | "max_output_tokens", Outside::Below) => "max_tokens of 0",
                _ => "number out of its range",
            };
            let without =
                if row == "max_tokens of 0" { " Without the field the model may write as much as it can." } else { "" };
            let reason = format!("The target takes {} here and answers 400 to anything else.{without}", range.words());
            draft.unsupported(name, (Kind::Request, row), &value, reason).then_some(value)
        });
    }
}

fn response_format(draft: &mut Draft<'_>) {
    let Some(format) = draft.body.get("response_format").cloned() else { return };
    let row = match super::draft::kind_of(&format) {
        "grammar" => "response_format: grammar",
        "python" => "response_format: python",
        _ => return,
    };
    let reason = "Only the source documents this format; whether the target takes it is not known.";
    draft.tell("response_format", (Kind::Request, row), Refused, Some(&format), Some(&format), reason);
}
