//! How each language reads a new variable and falls back to the old one, as one expression.
//! Not the decision whether to: the rule makes it.
//! **Invariant:** what is written has the type of what was there, and can stand wherever that stood.

use crate::inventory::context::Context;
use crate::inventory::language::Language;
use crate::inventory::outline::{EntryForm, Kind, NodeId, Span};

/// The span to replace and the expression; `None` where the syntax has no such form.
pub(super) fn of(
    context: &Context<'_>,
    id: NodeId,
    new: &str,
    old: &str,
    name: Span,
    whole: Span,
) -> Option<(Span, String)> {
    let node = context.outline.node(id)?;
    match node.kind {
        Kind::Variable(_) => variable(context, new, old, whole),
        Kind::Path(_) => path(context, id, new, name, whole),
        Kind::Text(_) => call(context, id, new, name),
        _ => None,
    }
}

/// The source of a span with the name replaced.
fn with_new(context: &Context<'_>, whole: Span, name: Span, new: &str) -> Option<String> {
    let source = context.outline.source();
    let head = source.get(whole.start as usize..name.start as usize)?;
    let tail = source.get(name.end as usize..whole.end as usize)?;
    Some(format!("{head}{new}{tail}"))
}

/// `$KEY`, `${KEY:-x}`, `${{ secrets.KEY }}`, `$env:KEY`.
fn variable(context: &Context<'_>, new: &str, old: &str, whole: Span) -> Option<(Span, String)> {
    let text = context.outline.slice(whole);
    let replacement = match context.language {
        Language::PowerShell => format!("$(if ($env:{new}) {{ $env:{new} }} else {{ $env:{old} }})"),
        Language::Batch => return None,
        Language::Ini => format!("${{{new}:{text}}}"),
        _ if text.starts_with("${{") => {
            let inner = text.strip_prefix("${{")?.strip_suffix("}}")?.trim();
            // Only a plain reference can be doubled; a larger expression is for a person.
            if inner.contains(char::is_whitespace) {
                return None;
            }
            format!("${{{{ {} || {inner} }}}}", inner.replace(old, new))
        }
        _ if text.starts_with('$') => format!("${{{new}:-{text}}}"),
        _ => return None,
    };
    Some((whole, replacement))
}

/// `process.env.KEY`, `os.environ["KEY"]`, `ENV["KEY"]`, `$_ENV['KEY']`.
fn path(context: &Context<'_>, id: NodeId, new: &str, name: Span, whole: Span) -> Option<(Span, String)> {
    // The target of an assignment, or a name that is only a part of a longer path, is no read of its own.
    let ends_here = context.outline.source().get(name.end as usize..whole.end as usize)?;
    if !ends_here.trim_matches(['"', '\'', ']', '!', ')']).is_empty() {
        return None;
    }
    let target = context.outline.ancestors(id).next().and_then(|(parent, node)| match &node.kind {
        Kind::Entry(entry) if entry.form == EntryForm::Assignment => context.outline.children(parent).next(),
        _ => None,
    });
    if target.is_some_and(|(first, _)| first == id) {
        return None;
    }
    let old_text = context.outline.slice(whole);
    if context.outline.slice(whole).len() <= name.len() {
        return destructured(context, new, name);
    }
    let new_text = with_new(context, whole, name, new)?;
    let both = match context.language {
        Language::TypeScript
        | Language::JavaScript
        | Language::Vue
        | Language::Svelte
        | Language::Swift
        | Language::CSharp => {
            format!("({} ?? {old_text})", new_text.trim_end_matches('!'))
        }
        Language::Php => format!("({new_text} ?? {old_text})"),
        Language::Ruby => format!("({new_text} || {old_text})"),
        Language::Python => {
            let reader = new_text.strip_suffix(']')?;
            let (environment, key) = reader.split_once('[')?;
            format!("({environment}.get({key}) or {old_text})")
        }
        _ => return None,
    };
    Some((whole, both))
}

/// `const { KEY } = process.env`: the new name under the old local name, with the old one as the default.
fn destructured(context: &Context<'_>, new: &str, name: Span) -> Option<(Span, String)> {
    let old = context.outline.slice(name);
    let after = context.outline.source().get(name.end as usize..)?.trim_start();
    let script =
        matches!(context.language, Language::TypeScript | Language::JavaScript | Language::Vue | Language::Svelte);
    let from_environment = context.line_of(name).contains("process.env");
    (script && from_environment && after.starts_with([',', '}']))
        .then(|| (name, format!("{new}: {old} = process.env.{old}")))
}

/// `os.getenv("KEY")`, `System.getenv("KEY")`, `env::var("KEY")`: the whole call twice.
fn call(context: &Context<'_>, id: NodeId, new: &str, name: Span) -> Option<(Span, String)> {
    let (_, parent) = context.outline.ancestors(id).next()?;
    let Kind::Call(segments) = parent.kind else {
        return None;
    };
    let names: Vec<&str> = context.outline.names(segments).collect();
    let reader = *names.last()?;
    let whole = parent.span;
    let old_text = context.outline.slice(whole);
    let new_text = with_new(context, whole, name, new)?;
    let has_default = context.outline.slice(Span::new(name.end as usize, whole.end as usize)).contains(',');
    let both = match context.language {
        Language::TypeScript | Language::JavaScript | Language::Vue | Language::Svelte if names.contains(&"env") => {
            format!("({new_text} ?? {old_text})")
        }
        Language::Python
            if matches!(reader, "getenv" | "get")
                && (names.contains(&"os") || names.contains(&"environ") || reader == "getenv") =>
        {
            let quote = if new_text.contains('\'') && !new_text.contains('"') { '\'' } else { '"' };
            let head = new_text.split('(').next()?;
            format!("({head}({quote}{new}{quote}) or {old_text})")
        }
        Language::Go if reader == "Getenv" => {
            format!("func() string {{ if key := {new_text}; key != \"\" {{ return key }}; return {old_text} }}()")
        }
        Language::Rust if reader == "var" => format!("{new_text}.or_else(|_| {old_text})"),
        Language::Java if reader == "getenv" => {
            format!("java.util.Optional.ofNullable({new_text}).orElseGet(() -> {old_text})")
        }
        Language::Kotlin if reader == "getenv" => format!("({new_text} ?: {old_text})"),
        Language::CSharp if reader == "GetEnvironmentVariable" => format!("({new_text} ?? {old_text})"),
        Language::Ruby if reader == "fetch" && !has_default => format!("{new_text} {{ {old_text} }}"),
        Language::Php if reader == "getenv" => format!("({new_text} ?: {old_text})"),
        Language::Php if reader == "env" && !has_default => {
            format!("{}, {old_text})", new_text.strip_suffix(')')?)
        }
        Language::Elixir if matches!(reader, "get_env" | "fetch_env!") && names.contains(&"System") && !has_default => {
            format!("({} || {old_text})", new_text.replacen("fetch_env!", "get_env", 1))
        }
        _ => return None,
    };
    Some((whole, both))
}
