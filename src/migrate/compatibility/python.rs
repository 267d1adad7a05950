//! The module in Python: the imports, the constants, and which sections stand between them.
//! Not a formatter: the sections are formatted by hand, and the constants are written as a formatter would leave them.
//! **Invariant:** text of the layer gets into the module through `double_quoted` alone.

use super::error_words::KIND_BY_WORD;
use super::{Content, ResponseField, once_each};
use crate::migrate::snippets::quote::double_quoted;

const HEAD: &str = include_str!("python/head.py.txt");
const FIELDS: &str = include_str!("python/fields.py.txt");
const SWITCH: &str = include_str!("python/switch.py.txt");
const RESOLVER: &str = include_str!("python/resolver.py.txt");
const HEADERS: &str = include_str!("python/headers.py.txt");
/// The declaration of the kinds of errors.
pub(super) const ERROR_KINDS: &str = include_str!("python/error_kinds.py.txt");
const ERRORS: &str = include_str!("python/errors.py.txt");
const MESSAGES: &str = include_str!("python/messages.py.txt");
const ADAPTER: &str = include_str!("python/adapter.py.txt");
const ADAPTER_NONE: &str = include_str!("python/adapter_none.py.txt");

/// The widest line of code.
const WIDTH: usize = 88;

pub(super) fn write(content: &Content<'_>) -> String {
    // What defines a function or a class stands two lines apart, constants stand one line from what they follow.
    let mut text = format!("{HEAD}{}\n{FIELDS}\n\n{}\n\n{SWITCH}\n\n", imports(content), endpoints(content));
    text.push_str(&format!("{}\n{}\n\n{RESOLVER}\n\n", aliases(content), unresolved(content)));
    text.push_str(&format!("{}\n\n{HEADERS}\n\n{ERROR_KINDS}\n\n", dropped_headers(content)));
    text.push_str(&format!("{}\n{ERRORS}\n\n", error_words()));
    if content.walks_messages() {
        text.push_str(&format!("{MESSAGES}\n\n"));
    }
    let restorers: Vec<(&str, &str)> = once_each(content.restored().filter_map(restorer));
    for (_, section) in &restorers {
        text.push_str(&format!("{section}\n\n"));
    }
    text.push_str("Reply = TypeVar(\"Reply\")\n");
    let comment = comment("Fields that this code reads (Phaseo documentation and source, 2026-08-22):", content);
    if !comment.is_empty() {
        text.push_str(&format!("\n{comment}"));
    }
    if restorers.is_empty() {
        text.push_str(&format!("\n\n{ADAPTER_NONE}"));
    } else {
        let names: Vec<String> = restorers.iter().map(|(name, _)| (*name).to_owned()).collect();
        text.push_str(&tuple("_RESTORERS", &names));
        text.push_str(&format!("\n\n{ADAPTER}"));
    }
    text
}

/// The function that restores a field, and the section that has it.
const fn restorer(field: ResponseField) -> Option<(&'static str, &'static str)> {
    match field {
        ResponseField::Provider => Some(("_restore_provider", include_str!("python/provider.py.txt"))),
        ResponseField::UsageCost => Some(("_restore_usage_cost", include_str!("python/usage_cost.py.txt"))),
        ResponseField::Reasoning => Some(("_restore_reasoning", include_str!("python/reasoning.py.txt"))),
        ResponseField::ReasoningDetails => {
            Some(("_restore_reasoning_details", include_str!("python/reasoning_details.py.txt")))
        }
        ResponseField::ErrorCode => Some(("_restore_error_code", include_str!("python/error_code.py.txt"))),
        ResponseField::ErrorMetadata => Some(("_restore_error_metadata", include_str!("python/error_metadata.py.txt"))),
        ResponseField::GenerationCost | ResponseField::GenerationTokens => {
            Some(("_restore_generation", include_str!("python/generation.py.txt")))
        }
        ResponseField::Id
        | ResponseField::UsageCostDetails
        | ResponseField::UsageIsByok
        | ResponseField::NativeFinishReason
        | ResponseField::OpenrouterMetadata
        | ResponseField::KeyLimitRemaining
        | ResponseField::ProviderMetadata
        | ResponseField::ModelsPricing
        | ResponseField::Headers
        | ResponseField::StreamComment => None,
    }
}

/// Only what the sections use.
fn imports(content: &Content<'_>) -> String {
    let callable = if content.walks_messages() { "Callable, " } else { "" };
    let has_cost = content.restored().any(|field| field == ResponseField::UsageCost);
    let decimal = if has_cost { "from decimal import Decimal\n" } else { "" };
    format!(
        "from __future__ import annotations\n\nimport json\nimport math\nimport os\nimport re\n\
         from collections.abc import {callable}Iterable, Mapping, Sequence\nfrom dataclasses import dataclass\n{decimal}\
         from typing import Any, Literal, Optional, TypedDict, TypeVar\n"
    )
}

fn endpoints(content: &Content<'_>) -> String {
    let mut text = String::from("ENDPOINTS: Mapping[Gateway, Endpoint] = {\n");
    for (key, endpoint) in &content.endpoints {
        text.push_str(&format!("    {}: Endpoint(\n", double_quoted(key)));
        text.push_str(&format!("        name={},\n", double_quoted(endpoint.name)));
        text.push_str(&format!("        base_url={},\n", double_quoted(endpoint.base_url)));
        text.push_str(&format!("        key_variable={},\n    ),\n", double_quoted(endpoint.key_variable)));
    }
    text.push_str("}\n");
    text
}

fn aliases(content: &Content<'_>) -> String {
    let pairs = content.aliases.iter().map(|(source, target)| (*source, *target));
    format!(
        "# Model ids of OpenRouter and the approved id of each on the target.\n{}",
        dict("MODEL_ALIASES: Mapping[str, str]", pairs)
    )
}

fn unresolved(content: &Content<'_>) -> String {
    let items: Vec<String> = content.unresolved.iter().map(|id| double_quoted(id)).collect();
    let tuple = tuple("UNRESOLVED_MODEL_IDS: Sequence[str]", &items);
    format!("# In use, but without an approved id on the target.\n{tuple}")
}

fn dropped_headers(content: &Content<'_>) -> String {
    let items: Vec<String> = content.dropped_headers.iter().map(|name| double_quoted(name)).collect();
    let tuple = tuple("DROPPED_HEADERS: Sequence[str]", &items);
    format!("# Request headers that the target is not to get, in lower case.\n{tuple}")
}

fn error_words() -> String {
    format!(
        "# The words of both gateways (their documentation and source, 2026-08-22). An HTTP\n\
         # status counts more than they do.\n{}",
        dict("_KIND_BY_WORD: Mapping[str, ErrorKind]", KIND_BY_WORD.iter().copied())
    )
}

fn dict<'a>(name: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let lines: String =
        pairs.map(|(key, value)| format!("    {}: {},\n", double_quoted(key), double_quoted(value))).collect();
    if lines.is_empty() { format!("{name} = {{}}\n") } else { format!("{name} = {{\n{lines}}}\n") }
}

/// A tuple with a line for every item. The comma of a single one does not make a formatter break the line.
fn tuple(name: &str, items: &[String]) -> String {
    let on_one_line = match items {
        [] => Some(format!("{name} = ()\n")),
        [item] => Some(format!("{name} = ({item},)\n")).filter(|line| line.trim_end().chars().count() <= WIDTH),
        _ => None,
    };
    on_one_line.unwrap_or_else(|| {
        let lines: String = items.iter().map(|item| format!("    {item},\n")).collect();
        format!("{name} = (\n{lines})\n")
    })
}

/// What becomes of the fields; empty if none is read.
fn comment(title: &str, content: &Content<'_>) -> String {
    let lines = content.field_lines(WIDTH - 2);
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.iter().map(|line| format!("# {line}\n")).collect();
    format!("# {title}\n#\n{lines}")
}
