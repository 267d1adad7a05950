//! Constructors and functions of packages that speak only to the source, and their rewriting to the OpenAI-compatible form
//! of the same ecosystem.
//!
//! Why: no base URL makes such a client speak to the target.
//! Before: `createOpenRouter({ apiKey })`. After: `createOpenAICompatible({ name: "phaseo", baseURL: "…", apiKey })`, with the
//! import and the methods that are called otherwise.
//! Abstains from rewriting where an option is not known to mean the same; the finding then says what to write.

mod absent;
mod body;
mod instance;
mod joined;
mod options;
mod others;
mod recipes;

use super::{Found, package_import};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Import, Kind, NodeId, Segments, Span};
use crate::inventory::settings::KeyMove;
use crate::inventory::source_package;
use crate::migrate::change::{Edit, Safety};
use joined::joined;
use options::options;
use recipes::{Recipe, recipe};

const RULE: &str = "source-client";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (import_id, import) in package_import::source_imports(context) {
        let module = context.outline.slice(import.module);
        let mut rewritings = Vec::new();
        for name in &import.names {
            let (imported, local) = (context.outline.slice(name.imported), context.outline.slice(name.local));
            let calls = calls_of(context, &[local]);
            for (_, segments) in &calls {
                if let Some(span) = context.outline.segment_spans(*segments).first() {
                    let advice = "This client speaks only to the source. Build the OpenAI-compatible one of its ecosystem with the target's base URL and key.";
                    all.push(Found::new(RULE, Class::Package, Action::MustFix, *span, advice).sure(Confidence::High));
                }
            }
            let place = Place { import: import_id, imported: name.imported, local: name.local, member: None };
            rewritings.push(if let Some(recipe) = recipe(module, imported) {
                rewritten(context, all, recipe, place, &calls).map(|edits| (recipe, edits))
            } else if let Some(recipe) = recipes::of_instance(module, imported) {
                instance::rewritten(context, recipe, place).map(|edits| (recipe, edits))
            } else {
                let namespace = namespaced(context, module, import_id, local).filter(|_| import.names.len() == 1);
                namespace.and_then(|(recipe, calls)| {
                    let place = Place { member: Some(recipe.name), ..place };
                    rewritten(context, all, recipe, place, &calls).map(|edits| (recipe, edits))
                })
            });
        }
        let rewriting = joined(import, rewritings);
        let others = || {
            let (edits, reason) = others::of_import(context, import_id, import)?;
            // A part that is left as a TODO is written by hand.
            let by_hand = edits.iter().any(|edit| edit.replacement.starts_with("TODO("));
            Some((if by_hand { Safety::TakenAlone } else { Safety::NeedsReview }, edits, reason))
        };
        let absent = || {
            let (edits, reason) = absent::edits(context, import_id, import)?;
            Some((Safety::TakenAlone, edits, reason))
        };
        let rewriting = rewriting.or_else(others).or_else(absent);
        if let Some((safety, edits, reason)) = rewriting {
            attach(all, import_span(import), safety, edits, reason);
        }
    }
    with_methods(context, all);
    of_namespaces(context, all);
}

/// Where the finding of an import stands.
fn import_span(import: &Import) -> Span {
    if import.module.is_empty() {
        import.names.first().map(|name| name.imported).unwrap_or_default()
    } else {
        import.module
    }
}

/// Gives the finding of an import its change.
fn attach(all: &mut [Found], span: Span, safety: Safety, mut edits: Vec<Edit>, reason: String) {
    let position = all.iter().rposition(|found| found.span == span && found.class == Class::Package);
    if let Some(found) = position.and_then(|at| all.get_mut(at)) {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        edits.dedup();
        *found = found.clone().changing(safety, edits, reason);
    }
}

/// What is rewritten: an import, its name there and here, and the member of it that is called if it is a whole module.
#[derive(Debug, Clone, Copy)]
struct Place {
    import: NodeId,
    imported: Span,
    local: Span,
    member: Option<&'static str>,
}

/// `import * as sdk`, of which one name is called that has a recipe.
fn namespaced(
    context: &Context<'_>,
    module: &str,
    import: NodeId,
    local: &str,
) -> Option<(&'static Recipe, Vec<(NodeId, Segments)>)> {
    context.outline.node(import).filter(|node| context.outline.slice(node.span).contains("* as "))?;
    recipes::of_module(module).find_map(|recipe| {
        let calls = calls_of(context, &[local, recipe.name]);
        (!calls.is_empty()).then_some((recipe, calls))
    })
}

/// `sdk.OpenRouter(…)` of `import * as sdk`, `openrouter.NewClient(…)` of a Go package.
fn of_namespaces(context: &Context<'_>, all: &mut Vec<Found>) {
    let mut locals: Vec<&str> = Vec::new();
    for (_, import) in package_import::source_imports(context) {
        locals.extend(import.names.iter().map(|name| context.outline.slice(name.local)));
        let last = context.outline.slice(import.module).rsplit('/').next().unwrap_or_default();
        locals.push(last.trim_start_matches("go-").trim_end_matches("-go"));
    }
    for (_, node) in context.outline.nodes() {
        let Kind::Call(segments) = node.kind else { continue };
        let names: Vec<&str> = context.outline.names(segments).collect();
        let ([first, last], Some(span)) = (names.as_slice(), context.outline.segment_spans(segments).last()) else {
            continue;
        };
        if locals.contains(first) && (last.starts_with("New") || last.contains("OpenRouter")) {
            let advice = "This client speaks only to the source. Build an OpenAI-compatible one with the target's base URL and key.";
            all.push(Found::new(RULE, Class::Package, Action::MustFix, *span, advice).sure(Confidence::High));
        }
    }
}

/// `openai.LLM.with_openrouter(…)`, `openrouter::Client::from_env()`: the name is in the path itself.
fn with_methods(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, node) in context.outline.nodes() {
        let Kind::Call(segments) = node.kind else { continue };
        let spans = context.outline.segment_spans(segments);
        for span in spans {
            let name = context.outline.slice(*span);
            let speaks = names_a_client(context, segments, name);
            if speaks && !all.iter().any(|found| found.class == Class::Package && found.span == *span) {
                let advice = "This call speaks only to the source. Use the OpenAI-compatible client of the same library with the target's base URL.";
                let found = Found::new(RULE, Class::Package, Action::MustFix, *span, advice).sure(Confidence::Medium);
                all.push(match others::of_call(context, id, *span) {
                    Some((mut edits, reason)) => {
                        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
                        found.changing(Safety::NeedsReview, edits, reason)
                    }
                    None => found,
                });
            }
        }
    }
}

/// Whether a name in the path of a call is that of a client of a package, and not one of the application's own.
fn names_a_client(context: &Context<'_>, segments: Segments, name: &str) -> bool {
    let source = context.outline.source();
    match context.language {
        Language::Python => name == "with_openrouter",
        Language::Rust if name == "openrouter" || name == "OpenRouterClient" => {
            let path: Vec<&str> = context.outline.names(segments).collect();
            let head = path.first().copied().unwrap_or_default();
            let whole = path.join("::");
            // `self.openrouter.chat()` begins with a value, and `crate::openrouter::Client` with the application.
            (head == name && package_import::is_imported(context, name))
                || (head != name && source_package::is_of_rust(&whole, std::iter::empty()))
        }
        Language::Ruby if name == "OpenRouter" => {
            let path: Vec<&str> = context.outline.names(segments).collect();
            let of_the_gem = matches!(
                path.as_slice(),
                ["OpenRouter", "Client" | "configure" | "configuration" | "ModelRegistry", ..]
            );
            of_the_gem && !context.project.declares("OpenRouter")
        }
        Language::Kotlin if name == "OpenRouterLLMClient" || name == "simpleOpenRouterExecutor" => {
            source.contains("ai.koog") && !context.project.declares(name)
        }
        Language::OtherCode => name == "chat_openrouter" && source.contains("ellmer"),
        _ => false,
    }
}

/// Calls of exactly these names.
fn calls_of(context: &Context<'_>, callee: &[&str]) -> Vec<(NodeId, Segments)> {
    context
        .outline
        .nodes()
        .filter_map(|(id, node)| match node.kind {
            Kind::Call(segments) if context.outline.names(segments).eq(callee.iter().copied()) => Some((id, segments)),
            _ => None,
        })
        .collect()
}

/// All edits of a rewriting; `None` where something is not known to mean the same.
fn rewritten(
    context: &Context<'_>,
    all: &[Found],
    recipe: &Recipe,
    place: Place,
    calls: &[(NodeId, Segments)],
) -> Option<Vec<Edit>> {
    let Kind::Import(node) = &context.outline.node(place.import)?.kind else { return None };
    if calls.is_empty() {
        return None;
    }
    let mut edits = vec![Edit { span: node.module, replacement: recipe.module_to.to_owned() }];
    if place.member.is_none() {
        edits.push(Edit { span: place.imported, replacement: recipe.name_to.to_owned() });
    }
    let renamed_locally = place.local != place.imported;
    let mut needs = Needs::default();
    for (call, segments) in calls {
        if !renamed_locally {
            let span = *context.outline.segment_spans(*segments).last()?;
            edits.push(Edit { span, replacement: callee(context, recipe, *call)? });
        }
        edits.extend(options(context, all, recipe, *call, &mut needs)?);
        edits.extend(methods(context, recipe, *call, &mut needs)?);
    }
    let local = context.outline.slice(place.local);
    let elsewhere = if place.member.is_some() {
        begins_with(context, local) > calls.len()
    } else {
        !renamed_locally && used_otherwise(context, local, calls.len())
    };
    if elsewhere {
        return None;
    }
    if needs.os {
        edits.extend(import_os(context, Some(place.import)));
    }
    if needs.middleware {
        edits.push(line_before(context, place.import, body::MIDDLEWARE_IMPORT)?);
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    Some(edits)
}

/// What is called instead, with the address, the key and the model of the call in their places.
fn callee(context: &Context<'_>, recipe: &Recipe, call: NodeId) -> Option<String> {
    let mut text = recipe.callee.replace("{base_url}", &context.settings.base_url);
    if text.contains("{model}") {
        let model = context.outline.children(call).find_map(|(_, child)| match &child.kind {
            Kind::Text(text) if text.cooked.is_none() => Some(context.outline.value(text)),
            _ => None,
        })?;
        let model = context.settings.aliases.get(model).map_or(model, String::as_str);
        text = text.replace("{model}", model).replace("{key}", &key_expression(context));
    }
    Some(text)
}

/// What the new code needs to import.
#[derive(Debug, Clone, Copy, Default)]
struct Needs {
    os: bool,
    middleware: bool,
}

/// A line of code before the one that a node begins in.
pub(super) fn line_before(context: &Context<'_>, id: NodeId, code: &str) -> Option<Edit> {
    let line = context.line_span(context.outline.node(id)?.span);
    let rest = context.outline.source().get(line.end as usize..)?;
    let newline = if rest.starts_with("\r\n") { "\r\n" } else { "\n" };
    let at = line.start as usize;
    Some(Edit { span: Span::new(at, at), replacement: format!("{code}{newline}") })
}

/// `import os`, if Python code has none: before an import that is given, and otherwise before the first of the file, but
/// behind a `from __future__`, which has to stay first.
pub(super) fn import_os(context: &Context<'_>, before: Option<NodeId>) -> Option<Edit> {
    if context.language != Language::Python || imports_os(context) {
        return None;
    }
    let first = || {
        context.outline.nodes().find(|(id, node)| match &node.kind {
            Kind::Import(import) => {
                context.outline.slice(import.module) != "__future__" && context.outline.ancestors(*id).next().is_none()
            }
            _ => false,
        })
    };
    let at = before.or_else(|| first().map(|(id, _)| id))?;
    line_before(context, at, "import os")
}

fn imports_os(context: &Context<'_>) -> bool {
    context.outline.nodes().any(|(_, node)| match &node.kind {
        Kind::Import(import) => {
            context.outline.slice(import.module) == "os"
                || import.names.iter().any(|name| context.outline.slice(name.imported) == "os")
        }
        _ => false,
    })
}

/// How many calls and paths begin with a name.
fn begins_with(context: &Context<'_>, local: &str) -> usize {
    let count = context.outline.nodes().filter(|(_, node)| match node.kind {
        Kind::Call(segments) | Kind::Path(segments) => context.outline.names(segments).next() == Some(local),
        _ => false,
    });
    count.count()
}

/// Whether a name stands anywhere but in its import and its calls, such as in a type or as a value.
fn used_otherwise(context: &Context<'_>, local: &str, calls: usize) -> bool {
    let source = context.outline.source();
    let inside = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let uses = source
        .match_indices(local)
        .filter(|(at, _)| {
            !source.get(..*at).is_some_and(|before| before.ends_with(inside))
                && !source.get(at + local.len()..).is_some_and(|after| after.starts_with(inside))
        })
        .count();
    let in_comments = context
        .outline
        .nodes()
        .filter(|(_, node)| matches!(node.kind, Kind::Comment))
        .map(|(_, node)| context.outline.slice(node.span).matches(local).count())
        .sum::<usize>();
    uses > calls + 1 + in_comments
}

/// How the target's key is read.
pub(super) fn key_expression(context: &Context<'_>) -> String {
    let new = &context.settings.key_variable;
    let fall_back = context.settings.key_move == KeyMove::FallBack;
    match (context.language, fall_back) {
        (Language::Python, true) => format!("os.environ.get(\"{new}\") or os.environ[\"OPENROUTER_API_KEY\"]"),
        (Language::Python, false) => format!("os.environ[\"{new}\"]"),
        (_, true) => format!("process.env.{new} || process.env.OPENROUTER_API_KEY"),
        (_, false) => format!("process.env.{new}"),
    }
}

/// Methods of the client that are called otherwise.
fn methods(context: &Context<'_>, recipe: &Recipe, call: NodeId, needs: &mut Needs) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    if recipe.methods.is_empty() && recipe.refused_methods.is_empty() {
        return Some(edits);
    }
    let variable = match context.key_of(call) {
        Some((_, _, name)) => name,
        // `with OpenRouter(…) as client:`
        None => {
            let end = context.outline.node(call)?.span.end as usize;
            let rest = context.outline.source().get(end..)?.trim_start().strip_prefix("as ")?;
            rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?
        }
    };
    edits.extend(methods_of(context, recipe, variable, needs)?);
    Some(edits)
}

/// The same for a client of this name.
fn methods_of(context: &Context<'_>, recipe: &Recipe, variable: &str, needs: &mut Needs) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for (at, node) in context.outline.nodes() {
        let Kind::Call(segments) = node.kind else { continue };
        let names: Vec<&str> = context.outline.names(segments).collect();
        let spans = context.outline.segment_spans(segments);
        let Some(holder) = names.iter().position(|name| *name == variable) else { continue };
        let tail = names.get(holder + 1..).unwrap_or_default();
        if recipe.refused_methods.iter().any(|method| tail.first() == Some(method)) {
            return None;
        }
        if recipe.name == "createOpenRouter" && tail.len() <= 1 {
            let settings = body::model_settings(context, at, "phaseo")?;
            needs.middleware |= !settings.is_empty();
            edits.extend(settings);
        }
        if let Some((from, to)) = recipe.methods.iter().find(|(from, _)| *from == tail) {
            let first = spans.get(holder + 1)?;
            let last = spans.get(holder + from.len())?;
            edits
                .push(Edit { span: Span::new(first.start as usize, last.end as usize), replacement: (*to).to_owned() });
            edits.extend(arguments(context, recipe, at)?);
        }
    }
    Some(edits)
}

/// The arguments of a method: camel case becomes snake case where the OpenAI client has it so.
fn arguments(context: &Context<'_>, recipe: &Recipe, call: NodeId) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let map = context.outline.children(call).find(|(_, child)| matches!(child.kind, Kind::Map)).map(|(id, _)| id);
    for (_, entry, key) in context.entries_in(map.unwrap_or(call)) {
        if let Some((_, to)) = recipe.argument_names.iter().find(|(from, _)| *from == key) {
            edits.push(Edit { span: entry.key, replacement: (*to).to_owned() });
        } else if !recipe.arguments.is_empty() && !recipe.arguments.contains(&key) {
            return None;
        }
    }
    Some(edits)
}
