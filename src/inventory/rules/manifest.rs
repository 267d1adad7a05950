//! Packages that speak only to the source, in the lists of packages.
//!
//! Why: they stay installed, and their transitive versions bind, until the code no longer needs them.
//! Before: `"@openrouter/ai-sdk-provider": "^2.0.0"`. After: the package that the rewritten code imports.
//! Abstains: everywhere but in the tables and calls that list dependencies, which the rule knows for each kind of list; for
//! the project's own packages; for lock files, which are not read.

mod dependency;
mod successor;

use super::Found;
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, NodeId, Span};
use crate::migrate::change::{Edit, Safety};

const RULE: &str = "package-list";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    // `gem "x"` of a Gemfile looks like the command.
    if !is_manifest(context) {
        installed(context, all);
        return;
    }
    for (id, node) in context.outline.nodes() {
        let span = match &node.kind {
            Kind::Entry(entry) => entry.key,
            Kind::Text(text) => text.inner,
            _ => continue,
        };
        let name = package_name(context.outline.slice(span));
        // `[dependencies.openrouter-rs]`: the table is the package.
        let table = name.rfind("dependencies.").map_or(0, |at| at + "dependencies.".len());
        let name = name.get(table..).unwrap_or_default();
        if speaks_to_source(name) && !context.project.owns_package(name) && dependency::is_one(context, id) {
            let start = span.start as usize + table;
            let span = Span::new(start, start + name.len());
            let found = Found::new(
                RULE,
                Class::Package,
                Action::MustFix,
                span,
                "Replace this package by the OpenAI-compatible one of its ecosystem, together with the code that uses it.",
            );
            all.push(replaced(context, id, name, span, found));
        }
    }
}

/// With the package of the same ecosystem in its place, or gone where that one is listed already.
fn replaced(context: &Context<'_>, id: NodeId, name: &str, span: Span, found: Found) -> Found {
    let successor = successor::of_file(context).and_then(|ecosystem| successor::successor(ecosystem, name));
    let (Some(successor), Some(node)) = (successor, context.outline.node(id)) else {
        return found;
    };
    let (new, version) = (&successor.name, successor.version);
    let listed = is_listed(context.outline.source(), new);
    let reason = format!(
        "{name} speaks only to the source; {new} is what the rewritten code imports. Install it and run your tests."
    );
    match &node.kind {
        Kind::Entry(entry) if listed && !entry.whole.is_empty() => {
            found.replacing(Safety::NeedsReview, entry.whole, "", reason)
        }
        Kind::Entry(_) => {
            let mut edits = vec![Edit { span, replacement: new.clone() }];
            if let Some((_, value)) = context.value_of(id)
                && let Kind::Text(text) = &value.kind
            {
                let version = if version.is_empty() { "*" } else { version };
                edits.push(Edit {
                    span: text.inner,
                    replacement: if context.language == Language::Requirements {
                        String::new()
                    } else {
                        version.to_owned()
                    },
                });
            }
            found.changing(Safety::NeedsReview, edits, reason)
        }
        // `gem "open_router", "~> 0.3"`, `{:openrouter, "~> 0.1"}`: a name and, beside it, a version.
        Kind::Text(text) => match one_line(context, id).filter(|_| listed) {
            Some(line) => found.replacing(Safety::NeedsReview, line, "", reason),
            None => {
                let mut edits = vec![Edit { span: text.inner, replacement: new.clone() }];
                if let Some(old) = version_beside(context, id)
                    && !version.is_empty()
                {
                    edits.push(Edit { span: old, replacement: version.to_owned() });
                }
                found.changing(Safety::NeedsReview, edits, reason)
            }
        },
        _ => found,
    }
}

/// Whether a package stands in a list as a whole name.
fn is_listed(source: &str, name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '.');
    source.match_indices(name).any(|(at, _)| {
        !source.get(..at).is_some_and(|before| before.ends_with(inside))
            && !source.get(at + name.len()..).is_some_and(|after| after.starts_with(inside))
    })
}

/// The line of a call that has nothing else on it, with its line end.
fn one_line(context: &Context<'_>, id: NodeId) -> Option<Span> {
    let (_, call) = context.outline.ancestors(id).next().filter(|(_, node)| matches!(node.kind, Kind::Call(_)))?;
    let line = context.line_span(call.span);
    let alone = context.outline.slice(line).trim() == context.outline.slice(call.span).trim();
    let end = line.end as usize;
    let rest = context.outline.source().get(end..)?;
    let newline = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    alone.then(|| Span::new(line.start as usize, end + newline))
}

/// The version that stands beside a name in a call or a tuple: a text that has a number and no letters but a few.
fn version_beside(context: &Context<'_>, id: NodeId) -> Option<Span> {
    let (parent, _) =
        context.outline.ancestors(id).next().filter(|(_, node)| matches!(node.kind, Kind::Call(_) | Kind::List))?;
    let mut rest = context.outline.children(parent).skip_while(|(at, _)| *at <= id);
    match &rest.next()?.1.kind {
        Kind::Text(text) if context.outline.value(text).contains(|c: char| c.is_ascii_digit()) => Some(text.inner),
        _ => None,
    }
}

/// `pip install langchain-openrouter` and the like on command lines.
fn installed(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, _, text, value) in context.texts() {
        let name = package_name(value);
        if !speaks_to_source(name) || name.starts_with('-') || context.project.owns_package(name) {
            continue;
        }
        if let Some(ecosystem) = context.callee_of(id).and_then(successor::of_installer)
            && follows_install(context, id)
        {
            let advice = "This installs a package that speaks only to the source.";
            let found = Found::new(RULE, Class::Package, Action::MustFix, text.inner, advice).sure(Confidence::High);
            all.push(match successor::successor(ecosystem, name) {
                Some(new) if text.cooked.is_none() => {
                    let reason =
                        format!("{name} speaks only to the source; {} is what the rewritten code imports.", new.name);
                    found.replacing(Safety::NeedsReview, text.inner, new.name, reason)
                }
                _ => found,
            });
        }
    }
}

/// Whether a word that means to install stands before it in its command: `npm run openrouter` installs nothing.
fn follows_install(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).find(|(_, node)| matches!(node.kind, Kind::Call(_))).is_some_and(|(call, _)| {
        context.outline.children(call).take_while(|(at, _)| *at < id).any(|(_, node)| match &node.kind {
            Kind::Text(text) => {
                matches!(context.outline.value(text), "install" | "add" | "i" | "get" | "require" | "inject")
            }
            _ => false,
        })
    })
}

/// The name at the start of a requirement: `openrouter>=1.0` is `openrouter`.
fn package_name(text: &str) -> &str {
    let end = text.find(['=', '<', '>', '~', '!', ' ', ';', '[', ',', '^']).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

fn speaks_to_source(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    // `open-router` alone is a common name for routers of web pages.
    let named = ["openrouter", "open_router"].iter().any(|word| lower.contains(word));
    named
        && !lower.contains("://")
        && !lower.contains(char::is_whitespace)
        && lower.len() < 100
        && !lower.starts_with(['.', '$'])
        && !lower.ends_with(".py")
}

/// Whether the file lists packages.
fn is_manifest(context: &Context<'_>) -> bool {
    let name = context.path.rsplit('/').next().unwrap_or_default();
    matches!(context.language, Language::Requirements | Language::GoModule)
        || matches!(
            name,
            "package.json"
                | "pyproject.toml"
                | "Cargo.toml"
                | "Gemfile"
                | "composer.json"
                | "pom.xml"
                | "build.gradle"
                | "build.gradle.kts"
                | "mix.exs"
                | "Package.swift"
                | "setup.py"
                | "setup.cfg"
                | "Pipfile"
                | "pubspec.yaml"
                | "deno.json"
                | "environment.yml"
                | "Directory.Packages.props"
        )
        || name.ends_with(".csproj")
        || name.ends_with(".gemspec")
}
