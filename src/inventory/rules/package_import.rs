//! Imports of packages that speak only to the source.
//!
//! Why: their addresses, types and paths are the source's own; a new base URL is not enough.
//! Before: `import { createOpenRouter } from "@openrouter/ai-sdk-provider"`. After: the OpenAI-compatible package of the same
//! ecosystem, where the rule of its constructor can prove that it is the same.
//! Abstains: for modules of the project itself that merely have the name, and for packages that nothing says are the
//! source's: neither the list of those that are known nor the project's list of packages.

use super::Found;
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Import, Kind};
use crate::inventory::source_package::{
    is_of_go, is_of_namespace, is_of_node, is_of_python, is_of_rust, names_it, node_package,
};

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
    let names = || import.names.iter().map(|name| context.outline.slice(name.imported));
    if !(names_it(module) || names().any(names_it)) {
        return false;
    }
    let project = context.project;
    match context.language {
        Language::TypeScript | Language::JavaScript | Language::Vue | Language::Svelte => {
            let package = node_package(module);
            let listed = names_it(package) && project.depends_on(package);
            (is_of_node(module) || listed) && !project.owns_package(package)
        }
        Language::Python => {
            let head = module.split('.').next().unwrap_or_default();
            // `import openrouter` names nothing: what is called of it tells.
            let whole = module == "openrouter" && context.outline.source().contains("openrouter.OpenRouter");
            let listed = names_it(head) && project.depends_on(head);
            (is_of_python(module, names()) || whole || listed)
                && !project.owns_package(head)
                && !project.has_python_module(context.path, module, names())
        }
        Language::Go => is_of_go(module) && !project.owns_go_path(module),
        Language::Rust => {
            let head = module.split("::").next().unwrap_or_default();
            let listed = names_it(head) && project.depends_on(head);
            let module_here = || context.outline.source().contains(&format!("mod {head}"));
            (is_of_rust(module, names()) || listed) && !project.owns_package(head) && !module_here()
        }
        Language::Ruby => matches!(module, "open_router" | "openrouter") && !project.declares("OpenRouter"),
        Language::Java | Language::Kotlin | Language::CSharp | Language::Swift | Language::Php | Language::Elixir => {
            let head = module.split(['.', '\\']).next().unwrap_or_default();
            is_of_namespace(module, names()) && !project.declares(head)
        }
        _ => false,
    }
}

/// Whether a name of the file comes from a package of the source.
pub(super) fn is_imported(context: &Context<'_>, wanted: &str) -> bool {
    source_imports(context).any(|(_, import)| {
        let module = context.outline.slice(import.module);
        let last = module.rsplit([':', '.', '/']).next();
        (import.names.is_empty() && last == Some(wanted))
            || import
                .names
                .iter()
                .any(|name| matches!(context.outline.slice(name.local), name if name == wanted || name == "*"))
    })
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
