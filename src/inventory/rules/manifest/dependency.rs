//! Where each kind of list names a dependency.
//! Not which dependencies matter.
//! **Invariant:** a place that is not known to be one of dependencies is none: a script, a feature, a path, the project's
//! own name.

use crate::inventory::context::Context;
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, NodeId};

/// Tables of the lists that have dependencies as keys.
const TABLES: [&str; 19] = [
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
    "bundledDependencies",
    "overrides",
    "resolutions",
    "catalog",
    "require",
    "require-dev",
    "dev-dependencies",
    "build-dependencies",
    "dev_dependencies",
    "dependency_overrides",
    "packages",
    "dev-packages",
    "imports",
    "libraries",
    "dependency-groups",
];

/// Lists of requirements as texts.
const LISTS: [&str; 10] = [
    "dependencies",
    "optional-dependencies",
    "dependency-groups",
    "dev-dependencies",
    "requires",
    "install_requires",
    "tests_require",
    "extras_require",
    "setup_requires",
    "pip",
];

/// Calls that name one.
const CALLS: [&str; 18] = [
    "gem",
    "add_dependency",
    "add_runtime_dependency",
    "add_development_dependency",
    "implementation",
    "api",
    "compileOnly",
    "runtimeOnly",
    "testImplementation",
    "testRuntimeOnly",
    "androidTestImplementation",
    "debugImplementation",
    "releaseImplementation",
    "annotationProcessor",
    "classpath",
    "kapt",
    "ksp",
    "compile",
];

/// Whether a name stands where the file lists a dependency.
pub(super) fn is_one(context: &Context<'_>, id: NodeId) -> bool {
    let Some(node) = context.outline.node(id) else { return false };
    match &node.kind {
        Kind::Entry(entry) => match context.language {
            Language::Requirements => !is_local(context, id),
            Language::GoModule => {
                let line = context.outline.slice(entry.whole);
                let directive = line.trim_start();
                let other = ["module", "replace", "exclude", "retract"].iter().any(|word| directive.starts_with(word));
                !other && !context.project.owns_go_path(context.outline.slice(entry.key))
            }
            _ => {
                let header = context.outline.slice(entry.key);
                let table = header.rsplit_once('.').is_some_and(|(table, _)| names_a_table(table));
                (table || below_table(context, id)) && !is_local(context, id)
            }
        },
        Kind::Text(text) => in_text(context, id, context.outline.value(text)),
        _ => false,
    }
}

fn in_text(context: &Context<'_>, id: NodeId, value: &str) -> bool {
    let name = context.path.rsplit('/').next().unwrap_or_default();
    if context.language == Language::Requirements || context.language == Language::GoModule {
        return false;
    }
    if name == "mix.exs" {
        return in_tuple(context, id);
    }
    if name == "pom.xml" || name.ends_with("proj") || name.ends_with(".props") {
        return context
            .keys_around(id)
            .any(|(_, _, key)| matches!(key, "dependency" | "PackageReference" | "PackageVersion"));
    }
    if let Some(callee) = context.callee_of(id)
        && CALLS.contains(&callee)
    {
        // Coordinates of the JVM have colons; a gem has none.
        return value.contains(':') || name.starts_with("Gemfile") || name.ends_with(".gemspec");
    }
    // `{ package = "openrouter-rs" }` of Cargo.
    let keys: Vec<&str> = context.keys_around(id).map(|(_, _, key)| key).collect();
    let listed = context.outline.ancestors(id).next().is_some_and(|(_, node)| matches!(node.kind, Kind::List));
    match keys.as_slice() {
        ["package", ..] => below_table(context, id),
        // What a package is told to contain is no package.
        ["features" | "extras" | "default-features" | "markers", ..] => false,
        keys => {
            let in_list = keys.iter().any(|key| LISTS.contains(&last(key)) || names_a_table(key));
            in_list && (listed || name == "setup.cfg" || name == "environment.yml")
        }
    }
}

/// `{:openrouter, "~> 0.1"}`: a version or a source of packages stands beside the name.
fn in_tuple(context: &Context<'_>, id: NodeId) -> bool {
    let Some((parent, _)) = context.outline.ancestors(id).next() else { return false };
    let mut beside = context.outline.children(parent).skip_while(|(at, _)| *at <= id);
    beside.next().is_some_and(|(_, node)| match &node.kind {
        Kind::Text(text) => context.outline.value(text).contains(|c: char| c.is_ascii_digit()),
        Kind::Entry(entry) => matches!(context.outline.slice(entry.key), "git" | "github" | "hex"),
        _ => false,
    })
}

/// The last part of a dotted name.
fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

fn names_a_table(key: &str) -> bool {
    let last = last(key).trim_matches(['"', '\'']);
    TABLES.contains(&last) || key.contains("dependency-groups") || key.contains("optional-dependencies")
}

/// Whether the nearest table around an entry is one of dependencies.
fn below_table(context: &Context<'_>, id: NodeId) -> bool {
    let nearest = context.keys_around(id).map(|(_, _, key)| key).find(|key| *key != "package");
    let mut keys = context.keys_around(id).map(|(_, _, key)| key);
    match nearest {
        Some(key) if names_a_table(key) => {
            // `packages` of a build tool lists folders; that of a Pipfile stands at the top.
            let top = keys.nth(1).is_none();
            !matches!(last(key), "packages" | "imports") || (top && !is_build_table(key))
        }
        _ => keys.any(|key| names_a_table(key) && context.path.ends_with("Cargo.toml")),
    }
}

fn is_build_table(key: &str) -> bool {
    key.contains("tool.") && last(key) == "packages"
}

/// Whether a dependency is a folder of the project: `workspace:*`, `file:…`, `{ path = "…" }`.
fn is_local(context: &Context<'_>, id: NodeId) -> bool {
    let Some((value, node)) = context.value_of(id) else { return false };
    match &node.kind {
        Kind::Text(text) => {
            let text = context.outline.value(text);
            let local = ["workspace:", "file:", "link:", "portal:", "./", "../", "/"];
            local.iter().any(|prefix| text.starts_with(prefix))
        }
        Kind::Map | Kind::Other => context.entries_in(value).any(|(_, _, key)| key == "path"),
        _ => false,
    }
}
