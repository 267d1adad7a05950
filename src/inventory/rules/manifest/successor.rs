//! Which package does for any OpenAI-compatible gateway what a package of the source does for it.
//! Not the edits: the rule makes them.
//! **Invariant:** every ecosystem has a successor, if only its common OpenAI client, so that no list keeps a package of the
//! source once the hunks are accepted.
//!
//! Source: the published packages, 2026-11.

use crate::inventory::context::Context;
use crate::inventory::language::Language;

/// Where packages come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ecosystem {
    Node,
    Python,
    Go,
    Rust,
    Ruby,
    Php,
    Elixir,
    Jvm,
    DotNet,
    Dart,
}

/// The package that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Successor {
    /// Its name.
    pub name: String,
    /// A version as the ecosystem writes it; empty where any will do, or where the old one is kept.
    pub version: &'static str,
}

/// Old name, new name, version. What stands first in an ecosystem and has an empty old name is for all others.
const SUCCESSORS: [(Ecosystem, &str, &str, &str); 16] = [
    (Ecosystem::Node, "@openrouter/ai-sdk-provider", "@ai-sdk/openai-compatible", "^3.0.92"),
    (Ecosystem::Node, "@langchain/openrouter", "@langchain/openai", "^1.6.0"),
    (Ecosystem::Node, "@openrouter/sdk", "openai", "^7.57.0"),
    (Ecosystem::Node, "@tanstack/ai-openrouter", "@tanstack/ai-openai", "*"),
    (Ecosystem::Node, "", "openai", "^7.57.0"),
    (Ecosystem::Python, "langchain-openrouter", "langchain-openai", ""),
    (Ecosystem::Python, "llama-index-llms-openrouter", "llama-index-llms-openai-like", ""),
    (Ecosystem::Python, "", "openai", ""),
    (Ecosystem::Go, "", "github.com/openai/openai-go", "v1.12.0"),
    (Ecosystem::Rust, "", "async-openai", "0.27"),
    (Ecosystem::Ruby, "", "ruby-openai", "~> 8.0"),
    (Ecosystem::Php, "", "openai-php/client", "^0.14"),
    (Ecosystem::Elixir, "", "openai_ex", "~> 0.9"),
    (Ecosystem::Jvm, "", "com.openai:openai-java:4.+", ""),
    (Ecosystem::DotNet, "", "OpenAI", "2.*"),
    (Ecosystem::Dart, "", "openai_dart", "any"),
];

/// The successor of a package of the source.
pub(super) fn successor(ecosystem: Ecosystem, name: &str) -> Option<Successor> {
    // The clients of Koog are one package for each gateway, with one version for all.
    if ecosystem == Ecosystem::Jvm && name.contains("prompt-executor-openrouter-client") {
        return Some(Successor { name: name.replace("openrouter", "openai"), version: "" });
    }
    // In XML the group stands elsewhere: a name alone says too little.
    if ecosystem == Ecosystem::Jvm && !name.contains(':') {
        return None;
    }
    let plain = name.replace('_', "-");
    let known = SUCCESSORS.iter().find(|(of, old, _, _)| *of == ecosystem && *old == plain && !old.is_empty());
    let any = || SUCCESSORS.iter().find(|(of, old, _, _)| *of == ecosystem && old.is_empty());
    known.or_else(any).map(|(_, _, new, version)| Successor { name: (*new).to_owned(), version })
}

/// The ecosystem of a list of packages.
pub(super) fn of_file(context: &Context<'_>) -> Option<Ecosystem> {
    let name = context.path.rsplit('/').next().unwrap_or_default();
    Some(match name {
        _ if context.language == Language::Requirements => Ecosystem::Python,
        _ if context.language == Language::GoModule => Ecosystem::Go,
        "package.json" | "deno.json" => Ecosystem::Node,
        "pyproject.toml" | "setup.py" | "setup.cfg" | "Pipfile" | "environment.yml" => Ecosystem::Python,
        "Cargo.toml" => Ecosystem::Rust,
        "Gemfile" => Ecosystem::Ruby,
        "composer.json" => Ecosystem::Php,
        "pom.xml" | "build.gradle" | "build.gradle.kts" => Ecosystem::Jvm,
        "mix.exs" => Ecosystem::Elixir,
        "pubspec.yaml" => Ecosystem::Dart,
        "Directory.Packages.props" => Ecosystem::DotNet,
        _ if name.ends_with(".csproj") => Ecosystem::DotNet,
        _ if name.ends_with(".gemspec") => Ecosystem::Ruby,
        _ => return None,
    })
}

/// The ecosystem of a program that installs packages.
pub(super) fn of_installer(program: &str) -> Option<Ecosystem> {
    Some(match program {
        "pip" | "pip3" | "uv" | "poetry" | "pipx" => Ecosystem::Python,
        "npm" | "pnpm" | "yarn" | "bun" | "npx" => Ecosystem::Node,
        "cargo" => Ecosystem::Rust,
        "go" => Ecosystem::Go,
        "gem" => Ecosystem::Ruby,
        "composer" => Ecosystem::Php,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_of_the_source_has_a_successor_that_is_none() {
        for (ecosystem, name, expected) in [
            (Ecosystem::Node, "@openrouter/sdk", "openai"),
            (Ecosystem::Node, "someones-openrouter-client", "openai"),
            (Ecosystem::Python, "langchain_openrouter", "langchain-openai"),
            (Ecosystem::Python, "openrouter", "openai"),
            (Ecosystem::Rust, "openrouter-rs", "async-openai"),
            (
                Ecosystem::Jvm,
                "ai.koog:prompt-executor-openrouter-client:0.3.0",
                "ai.koog:prompt-executor-openai-client:0.3.0",
            ),
        ] {
            let successor = successor(ecosystem, name).unwrap();
            assert_eq!(successor.name, expected);
            assert!(!super::super::speaks_to_source(&successor.name));
        }
    }
}
