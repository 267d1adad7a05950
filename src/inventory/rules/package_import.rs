//! Imports of packages that speak only to the source.
//!
//! Why: their addresses, types and paths are the source's own; a new base URL is not enough.
//! Before: `import { createOpenRouter } from "@openrouter/ai-sdk-provider"`. After: the OpenAI-compatible package of the same
//! ecosystem, where the rule of its constructor can prove that it is the same.
//! Abstains: for modules of the project itself that merely have the name.

use super::Found;
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Import, Kind};

const RULE: &str = "source-package";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (_, import) in source_imports(context) {
        let advice = advice(context.outline.slice(import.module));
        let span = if import.module.is_empty() {
            import.names.first().map(|name| name.imported).unwrap_or_default()
        } else {
            import.module
        };
        all.push(Found::new(RULE, Class::Package, Action::MustFix, span, advice).sure(Confidence::High));
    }
}

/// Imports of packages that speak only to the source.
pub(super) fn source_imports<'c>(
    context: &'c Context<'_>,
) -> impl Iterator<Item = (crate::inventory::outline::NodeId, &'c Import)> {
    context.outline.nodes().filter_map(|(id, node)| match &node.kind {
        Kind::Import(import) if is_source_package(context, import) => Some((id, import)),
        _ => None,
    })
}

fn is_source_package(context: &Context<'_>, import: &Import) -> bool {
    let module = context.outline.slice(import.module);
    let from_elsewhere =
        !module.starts_with('.') && !module.starts_with('/') && !module.starts_with("@/") && !module.starts_with("~/");
    let names_it = |text: &str| {
        let lower = text.to_ascii_lowercase();
        lower.contains("openrouter") || lower.contains("open_router")
    };
    let imports_it = |import: &Import| import.names.iter().any(|name| names_it(context.outline.slice(name.imported)));
    if !from_elsewhere {
        return false;
    }
    match context.language {
        Language::TypeScript | Language::JavaScript | Language::Vue | Language::Svelte => names_it(module),
        // `from llama_index.llms.openrouter import OpenRouter`, `from pydantic_ai.models import openrouter`.
        Language::Python => {
            let packaged =
                ["openrouter", "langchain", "llama_index", "pydantic_ai", "haystack", "crewai", "agno", "livekit"];
            let head = module.split('.').next().unwrap_or_default();
            let known = packaged.iter().any(|package| head.starts_with(package)) || head.starts_with("open_router");
            known && (names_it(module) || imports_it(import))
        }
        Language::Go => names_it(module) && module.contains('.'),
        Language::Rust => {
            let head = module.split("::").next().unwrap_or_default();
            let foreign = !matches!(head, "crate" | "self" | "super");
            foreign && (names_it(head) || (head == "rig" && (names_it(module) || imports_it(import))))
        }
        Language::Ruby => module == "open_router" || module == "openrouter",
        Language::Java | Language::Kotlin | Language::CSharp | Language::Swift | Language::Php | Language::Elixir => {
            (names_it(module) || imports_it(import))
                && ["ai.koog", "dev.langchain4j", "OpenRouter", "org.springframework"]
                    .iter()
                    .any(|head| module.starts_with(head))
        }
        _ => false,
    }
}

fn advice(module: &str) -> String {
    let way = match module {
        "@openrouter/ai-sdk-provider" => {
            "createOpenAICompatible from @ai-sdk/openai-compatible with the target's baseURL"
        }
        "@langchain/openrouter" => "ChatOpenAI from @langchain/openai with configuration.baseURL",
        "@openrouter/sdk" => {
            "the openai package with the target's baseURL: client.chat.completions.create, fields in snake case"
        }
        "@tanstack/ai-openrouter" => "the OpenAI adapter of the same family with the target's baseURL",
        module if module.starts_with("langchain_openrouter") => {
            "ChatOpenAI from langchain_openai with base_url and api_key"
        }
        module if module.starts_with("llama_index") => "OpenAILike with api_base, api_key and is_chat_model=True",
        module if module.starts_with("pydantic_ai") => "OpenAIChatModel with OpenAIProvider(base_url=…, api_key=…)",
        _ => "an OpenAI-compatible client with the target's base URL",
    };
    format!("This package speaks only to the source. Use {way}.")
}
