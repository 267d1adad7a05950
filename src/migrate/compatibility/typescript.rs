//! The module in TypeScript: the constants, and which sections stand between them.
//! Not a formatter: the sections are formatted by hand, and the constants are written as a formatter would leave them.
//! **Invariant:** text of the layer gets into the module through `double_quoted` alone.

use super::error_words::KIND_BY_WORD;
use super::{Content, ResponseField, once_each};
use crate::migrate::snippets::quote::double_quoted;

const HEAD: &str = include_str!("typescript/head.ts.txt");
const SWITCH: &str = include_str!("typescript/switch.ts.txt");
const RESOLVER: &str = include_str!("typescript/resolver.ts.txt");
const HEADERS: &str = include_str!("typescript/headers.ts.txt");
/// The declaration of the kinds of errors.
pub(super) const ERROR_KINDS: &str = include_str!("typescript/error_kinds.ts.txt");
const ERRORS: &str = include_str!("typescript/errors.ts.txt");
const MESSAGES: &str = include_str!("typescript/messages.ts.txt");
const ADAPTER: &str = include_str!("typescript/adapter.ts.txt");
const ADAPTER_NONE: &str = include_str!("typescript/adapter_none.ts.txt");

/// The widest line of code.
const WIDTH: usize = 80;

pub(super) fn write(content: &Content<'_>) -> String {
    let mut sections = vec![
        HEAD.to_owned(),
        endpoints(content),
        SWITCH.to_owned(),
        aliases(content),
        unresolved(content),
        RESOLVER.to_owned(),
        dropped_headers(content),
        HEADERS.to_owned(),
        ERROR_KINDS.to_owned(),
        error_words(),
        ERRORS.to_owned(),
    ];
    if content.walks_messages() {
        sections.push(MESSAGES.to_owned());
    }
    let restorers: Vec<(&str, &str)> = once_each(content.restored().filter_map(restorer));
    sections.extend(restorers.iter().map(|(_, section)| (*section).to_owned()));
    let names: Vec<String> = restorers.iter().map(|(name, _)| (*name).to_owned()).collect();
    let comment = doc_comment("Fields that this code reads (Phaseo documentation and source, 2026-08-22):", content);
    if names.is_empty() {
        sections.push(format!("{comment}{ADAPTER_NONE}"));
    } else {
        let head = "const RESTORERS: readonly ((reply: JsonObject) => JsonObject)[] = [";
        sections.push(format!("{comment}{}", array(head, &names, "];")));
        sections.push(ADAPTER.to_owned());
    }
    sections.join("\n")
}

/// The function that restores a field, and the section that has it.
const fn restorer(field: ResponseField) -> Option<(&'static str, &'static str)> {
    match field {
        ResponseField::Provider => Some(("restoreProvider", include_str!("typescript/provider.ts.txt"))),
        ResponseField::UsageCost => Some(("restoreUsageCost", include_str!("typescript/usage_cost.ts.txt"))),
        ResponseField::Reasoning => Some(("restoreReasoning", include_str!("typescript/reasoning.ts.txt"))),
        ResponseField::ReasoningDetails => {
            Some(("restoreReasoningDetails", include_str!("typescript/reasoning_details.ts.txt")))
        }
        ResponseField::ErrorCode => Some(("restoreErrorCode", include_str!("typescript/error_code.ts.txt"))),
        ResponseField::ErrorMetadata => {
            Some(("restoreErrorMetadata", include_str!("typescript/error_metadata.ts.txt")))
        }
        ResponseField::GenerationCost | ResponseField::GenerationTokens => {
            Some(("restoreGeneration", include_str!("typescript/generation.ts.txt")))
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

fn endpoints(content: &Content<'_>) -> String {
    let mut text = String::from(
        "export type Gateway = \"openrouter\" | \"target\";\n\n\
         /** A gateway: where it is and which environment variable holds its key. */\n\
         export interface Endpoint {\n  \
         readonly name: string;\n  readonly baseURL: string;\n  readonly keyVariable: string;\n}\n\n\
         export const ENDPOINTS: Readonly<Record<Gateway, Endpoint>> = {\n",
    );
    for (key, endpoint) in &content.endpoints {
        text.push_str(&format!("  {key}: {{\n"));
        text.push_str(&format!("    name: {},\n", double_quoted(endpoint.name)));
        text.push_str(&format!("    baseURL: {},\n", double_quoted(endpoint.base_url)));
        text.push_str(&format!("    keyVariable: {},\n  }},\n", double_quoted(endpoint.key_variable)));
    }
    text.push_str("};\n");
    text
}

fn aliases(content: &Content<'_>) -> String {
    let pairs: Vec<[String; 2]> =
        content.aliases.iter().map(|(source, target)| [double_quoted(source), double_quoted(target)]).collect();
    format!(
        "/** Model ids of OpenRouter and the approved id of each on the target. */\n{}",
        map("export const MODEL_ALIASES: ReadonlyMap<string, string> = new Map(", &pairs)
    )
}

fn unresolved(content: &Content<'_>) -> String {
    let items: Vec<String> = content.unresolved.iter().map(|id| double_quoted(id)).collect();
    let head = "export const UNRESOLVED_MODEL_IDS: readonly string[] = [";
    format!("/** In use, but without an approved id on the target. */\n{}", array(head, &items, "];"))
}

fn dropped_headers(content: &Content<'_>) -> String {
    let items: Vec<String> = content.dropped_headers.iter().map(|name| double_quoted(name)).collect();
    let head = "const DROPPED_HEADERS: readonly string[] = [";
    format!("/** Request headers that the target is not to get, in lower case. */\n{}", array(head, &items, "];"))
}

fn error_words() -> String {
    let pairs: Vec<[String; 2]> =
        KIND_BY_WORD.iter().map(|(word, kind)| [double_quoted(word), double_quoted(kind)]).collect();
    format!(
        "/**\n * The words of both gateways (their documentation and source, 2026-08-22). An HTTP\n \
         * status counts more than they do.\n */\n{}",
        map("const KIND_BY_WORD: ReadonlyMap<string, ErrorKind> = new Map(", &pairs)
    )
}

/// A statement that ends in a map with a line for every pair.
fn map(head: &str, pairs: &[[String; 2]]) -> String {
    let lines: Vec<String> = pairs
        .iter()
        .map(|[key, value]| {
            let line = format!("[{key}, {value}]");
            if line.chars().count() + 3 <= WIDTH { line } else { format!("[\n    {key},\n    {value},\n  ]") }
        })
        .collect();
    // With one pair there is nothing to align, so a formatter leaves it on the line.
    let on_one_line = format!("{head}[{}]);\n", lines.join(", "));
    if lines.len() < 2 && fits(&on_one_line) { on_one_line } else { format!("{head}[\n{}]);\n", broken_up(&lines)) }
}

/// A statement that ends in an array: on one line if that fits.
fn array(head: &str, items: &[String], tail: &str) -> String {
    let on_one_line = format!("{head}{}{tail}\n", items.join(", "));
    if items.is_empty() || fits(&on_one_line) { on_one_line } else { format!("{head}\n{}{tail}\n", broken_up(items)) }
}

fn fits(line: &str) -> bool {
    line.trim_end().lines().all(|line| line.chars().count() <= WIDTH) && line.trim_end().lines().count() == 1
}

fn broken_up(items: &[String]) -> String {
    items.iter().map(|item| format!("  {item},\n")).collect()
}

/// What becomes of the fields; empty if none is read.
fn doc_comment(title: &str, content: &Content<'_>) -> String {
    let lines = content.field_lines(WIDTH - 3);
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.iter().map(|line| format!(" * {line}\n")).collect();
    format!("/*\n * {title}\n *\n{lines} */\n")
}
