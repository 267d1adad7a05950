//! Packages that are known to speak to the source, by ecosystem.
//! Not a search for the word: a module of the application is often called like the gateway that it calls.
//!
//! Facts: the packages that public code was seen to use and the lists of the registries, 2026-11.
//! **Invariant:** a name counts only where it can be no module of the application itself; what could be either is left to
//! the lists of packages of the project.

/// Packages of Node beside those of the scope `@openrouter`.
const NODE: [&str; 16] = [
    "openrouter",
    "openrouter-api",
    "openrouter-client",
    "openrouter-js",
    "openrouter-kit",
    "openrouter-sdk",
    "@adaline/open-router",
    "@aigne/open-router",
    "@effect/ai-openrouter",
    "@elizaos/plugin-openrouter",
    "@langchain/openrouter",
    "@llamaindex/openrouter",
    "@mastra/openrouter",
    "@memberjunction/ai-openrouter",
    "@tanstack/ai-openrouter",
    "@voltagent/openrouter",
];

/// Frameworks of Python that have a module or a class for the source: the head of their modules.
const PYTHON_FRAMEWORKS: [&str; 29] = [
    "agno",
    "any_llm",
    "autogen_ext",
    "browser_use",
    "camel",
    "crewai",
    "deepeval",
    "dspy",
    "esperanto",
    "haystack",
    "haystack_integrations",
    "instructor",
    "langchain",
    "langchain_community",
    "langchain_core",
    "langchain_openrouter",
    "litellm",
    "livekit",
    "llama_index",
    "llm_openrouter",
    "mirascope",
    "openrouter_haystack",
    "phi",
    "pipecat",
    "pydantic_ai",
    "smolagents",
    "strands",
    "upsonic",
    "vision_agents",
];

/// What the official package of Python has at its top.
const PYTHON_OFFICIAL: [&str; 8] =
    ["OpenRouter", "components", "errors", "models", "operations", "types", "utils", "VERSION"];

/// Crates that speak to the source alone, and those of which one module does.
const RUST: [&str; 6] =
    ["openrouter_rs", "openrouter_api", "openrouter_sdk", "openrouter_client", "openrouter_rust", "openrouter"];
const RUST_FRAMEWORKS: [&str; 4] = ["rig", "rig_core", "swiftide", "swiftide_integrations"];

/// Repositories of Go that have a package for the source without its name in their own.
const GO_FRAMEWORKS: [&str; 4] = [
    "github.com/cloudwego/eino-ext",
    "github.com/maximhq/bifrost",
    "github.com/firebase/genkit",
    "github.com/tmc/langchaingo",
];

/// Heads of namespaces: JVM, .NET, PHP.
const NAMESPACES: [&str; 7] = [
    "ai.koog",
    "dev.langchain4j",
    "io.quarkiverse",
    "org.springframework",
    "MoeMizrak\\LaravelOpenrouter",
    "Symfony\\AI",
    "OpenRouter",
];

/// Whether a text has the source's name, in any style of writing but with a hyphen, which means routers of pages.
#[must_use]
pub fn names_it(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains("openrouter") || lower.contains("open_router")
}

/// The package of a specifier of Node: `@scope/name` of `@scope/name/part`.
#[must_use]
pub fn node_package(module: &str) -> &str {
    let mut slashes = module.match_indices('/').map(|(at, _)| at);
    let end = if module.starts_with('@') { slashes.nth(1) } else { slashes.next() };
    end.and_then(|end| module.get(..end)).unwrap_or(module)
}

/// A specifier of Node, also as Deno writes it: `npm:@openrouter/sdk@1`.
#[must_use]
pub fn is_of_node(module: &str) -> bool {
    let bare = ["npm:", "jsr:", "https://esm.sh/", "https://cdn.skypack.dev/"]
        .iter()
        .find_map(|prefix| module.strip_prefix(prefix))
        .unwrap_or(module);
    let package = node_package(bare);
    let package =
        package.get(1..).and_then(|rest| rest.find('@')).map_or(package, |at| package.get(..=at).unwrap_or(package));
    package.starts_with("@openrouter/") || NODE.contains(&package)
}

/// A module of Python with the names that are taken from it.
#[must_use]
pub fn is_of_python<'n>(module: &str, mut names: impl Iterator<Item = &'n str>) -> bool {
    let mut parts = module.split('.');
    let head = parts.next().unwrap_or_default();
    if head == "openrouter" {
        return parts.next().is_some_and(|part| PYTHON_OFFICIAL.contains(&part))
            || names.any(|name| PYTHON_OFFICIAL.contains(&name));
    }
    PYTHON_FRAMEWORKS.contains(&head) && (names_it(module) || names.any(names_it))
}

/// A package of Go by its path.
#[must_use]
pub fn is_of_go(path: &str) -> bool {
    let own = path.split('/').any(|part| matches!(part, "internal" | "cmd"));
    let repository: Vec<&str> = path.split('/').take(3).collect();
    let hosted = repository.first().is_some_and(|host| host.contains('.')) && repository.len() == 3;
    let named = repository.iter().skip(1).any(|part| names_it(part));
    let framework = GO_FRAMEWORKS.iter().any(|known| path.starts_with(known)) && names_it(path);
    !own && ((hosted && named) || framework)
}

/// A path of Rust with the names that are taken from it.
#[must_use]
pub fn is_of_rust<'n>(module: &str, mut names: impl Iterator<Item = &'n str>) -> bool {
    let head = module.split("::").next().unwrap_or_default();
    let head = if head.is_empty() { names.next().unwrap_or_default() } else { head };
    RUST.contains(&head) || (RUST_FRAMEWORKS.contains(&head) && (names_it(module) || names.any(names_it)))
}

/// A namespace of the JVM, .NET or PHP with the names that are taken from it.
#[must_use]
pub fn is_of_namespace<'n>(module: &str, mut names: impl Iterator<Item = &'n str>) -> bool {
    let plain = module.trim_start_matches('\\');
    NAMESPACES
        .iter()
        .any(|head| plain.strip_prefix(head).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '\\'])))
        && (names_it(module) || names.any(names_it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_known_by_name_and_not_by_word() {
        for (module, expected) in [
            ("@openrouter/ai-sdk-provider", true),
            ("@openrouter/sdk/models", true),
            ("npm:@openrouter/sdk@1.2.0", true),
            ("openrouter-kit", true),
            ("@langchain/openrouter", true),
            ("@acme/openrouter", false),
            ("$lib/openrouter", false),
            ("~~/server/openrouter", false),
            ("#lib/openrouter", false),
            ("src/lib/openrouter", false),
            ("services/openrouter", false),
        ] {
            assert_eq!(is_of_node(module), expected, "{module}");
        }
        for (module, names, expected) in [
            ("openrouter", &["OpenRouter"][..], true),
            ("openrouter.errors", &["ProviderOverloadedResponseError"], true),
            ("openrouter", &["ask_openrouter"], false),
            ("openrouter_client", &["OpenRouterClient"], false),
            ("app.external.openrouter", &["OpenRouterClient"], false),
            ("langchain_openrouter", &["ChatOpenRouter"], true),
            ("pydantic_ai.models", &["openrouter"], true),
            ("pipecat.services.openrouter.llm", &["OpenRouterLLMService"], true),
            ("browser_use", &["ChatOpenRouter"], true),
            ("deepeval.models", &["OpenRouterModel"], true),
            ("phi.llm.openrouter", &["OpenRouter"], true),
            ("langchain_openai", &["ChatOpenAI"], false),
        ] {
            assert_eq!(is_of_python(module, names.iter().copied()), expected, "{module}");
        }
        for (module, expected) in [
            ("github.com/OpenRouterTeam/go-sdk", true),
            ("github.com/revrost/go-openrouter", true),
            ("github.com/cloudwego/eino-ext/components/model/openrouter", true),
            ("github.com/me/app/internal/openrouter", false),
            ("github.com/me/openrouter-cli/internal/llm", false),
            ("portal/internal/integrations/openrouter", false),
            ("app/openrouter", false),
        ] {
            assert_eq!(is_of_go(module), expected, "{module}");
        }
        for (module, names, expected) in [
            ("openrouter_rs", &["OpenRouterClient"][..], true),
            ("rig::providers", &["anthropic", "openrouter"], true),
            ("rig::providers::openrouter", &[], true),
            ("rig::providers", &["openai"], false),
            ("crate::service::openrouter", &["OpenRouterClient"], false),
        ] {
            assert_eq!(is_of_rust(module, names.iter().copied()), expected, "{module}");
        }
    }
}
