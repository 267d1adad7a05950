//! How each language reads a new variable and takes something else where that is unset or empty, as one expression.
//! Not the decision whether to: the rule makes it.
//!
//! Empty counts as unset, since the patch itself declares the new variable without a value: a program that took the empty
//! text would send no key at all until somebody fills it in.
//! **Invariant:** what is written has the type of what was there, and can stand wherever that stood.

use crate::inventory::context::Context;
use crate::inventory::language::Language;
use crate::inventory::outline::{EntryForm, Kind, NodeId, Span};

/// What is taken where the new variable is unset or empty.
#[derive(Debug, Clone, Copy)]
pub(super) enum Second<'s> {
    /// The old variable, read as it is read today.
    Old(&'s str),
    /// An address of the target.
    Address(&'s str),
}

/// An expression in the place of a read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// What it replaces.
    pub span: Span,
    /// The expression.
    pub text: String,
    /// Why a person has to look: the syntax cannot skip an empty value, or may not be known to what reads the file.
    pub doubt: Option<&'static str>,
}

/// The read of a variable with something to fall back to; `None` where the syntax has no such form.
pub(super) fn of(
    context: &Context<'_>,
    id: NodeId,
    new: &str,
    second: Second<'_>,
    name: Span,
    whole: Span,
) -> Option<Reading> {
    match context.outline.node(id)?.kind {
        Kind::Variable(_) => variable(context, new, second, name, whole),
        Kind::Path(_) => path(context, id, new, second, name, whole),
        Kind::Text(_) => call(context, id, new, second, name),
        _ => None,
    }
}

/// Whether what is read there has a default of its own already, such as `?? "…"`, `:-…`, or a second argument.
pub(super) fn has_default(context: &Context<'_>, id: NodeId, name: Span, whole: Span) -> bool {
    let source = context.outline.source();
    let whole = match (context.outline.node(id).map(|node| &node.kind), context.outline.ancestors(id).next()) {
        (Some(Kind::Text(_)), Some((_, call))) if matches!(call.kind, Kind::Call(_)) => call.span,
        _ => whole,
    };
    let inside = source.get(name.end as usize..whole.end as usize).unwrap_or_default();
    let own = inside.trim_start_matches(['"', '\'', ']', '!', ')']).trim();
    let after = source.get(whole.end as usize..).unwrap_or_default().trim_start();
    let block = context.language == Language::Ruby && ["{", "do "].iter().any(|word| after.starts_with(word));
    block
        || !matches!(own, "" | "}" | "}}" | "%")
        || ["??", "||", "or ", "?:", ".unwrap_or", ".or(", ".or_else"].iter().any(|word| after.starts_with(word))
}

/// `const { KEY } = process.env`: the name alone, which is also the local one.
pub(super) fn is_shorthand(context: &Context<'_>, name: Span, whole: Span) -> bool {
    let after = context.outline.source().get(name.end as usize..).unwrap_or_default().trim_start();
    is_script(context.language) && whole.len() <= name.len() && after.starts_with([',', '}', '='])
}

fn is_script(language: Language) -> bool {
    matches!(language, Language::TypeScript | Language::JavaScript | Language::Vue | Language::Svelte)
}

/// The source of a span with the name replaced.
fn with_new(context: &Context<'_>, whole: Span, name: Span, new: &str) -> Option<String> {
    let source = context.outline.source();
    let head = source.get(whole.start as usize..name.start as usize)?;
    let tail = source.get(name.end as usize..whole.end as usize)?;
    Some(format!("{head}{new}{tail}"))
}

/// What is taken instead, as an expression; a text has the quotes that the code around it has.
fn second_text(second: Second<'_>, old_text: &str) -> String {
    match second {
        Second::Old(_) => old_text.to_owned(),
        Second::Address(address) if old_text.contains('\'') && !old_text.contains('"') => format!("'{address}'"),
        Second::Address(address) => format!("\"{address}\""),
    }
}

/// `$KEY`, `${KEY:-x}`, `${{ secrets.KEY }}`, `$env:KEY`.
fn variable(context: &Context<'_>, new: &str, second: Second<'_>, name: Span, whole: Span) -> Option<Reading> {
    let text = context.outline.slice(whole);
    let plain = match second {
        Second::Old(_) => text,
        Second::Address(address) => address,
    };
    let mut doubt = None;
    let text = match context.language {
        Language::PowerShell => {
            let other = match second {
                Second::Old(old) => format!("$env:{old}"),
                Second::Address(address) => format!("'{address}'"),
            };
            format!("$(if ($env:{new}) {{ $env:{new} }} else {{ {other} }})")
        }
        // Neither has a form for a default.
        Language::Batch | Language::Nginx => return None,
        Language::Shell if has_no_default(context) => return None,
        _ if text.starts_with("$(") => return None,
        _ if is_spring(context) => {
            doubt = Some("a variable that is set and empty counts as set here, so give it a value or leave it out");
            format!("${{{new}:{plain}}}")
        }
        _ if text.starts_with("${{") => {
            let inner = text.strip_prefix("${{")?.strip_suffix("}}")?.trim();
            // Only a plain reference can be doubled; a larger expression is for a person.
            if inner.contains(char::is_whitespace) {
                return None;
            }
            let other = match second {
                Second::Old(_) => inner.to_owned(),
                Second::Address(address) => format!("'{address}'"),
            };
            format!("${{{{ {} || {other} }}}}", inner.replace(context.outline.slice(name), new))
        }
        _ if text.starts_with('$') => {
            if matches!(context.language, Language::Json | Language::Toml) {
                doubt = Some("whether the program that reads this file knows a default after `:-` is not known");
            }
            format!("${{{new}:-{plain}}}")
        }
        _ => return None,
    };
    Some(Reading { span: whole, text, doubt })
}

/// Whether a script is of a shell that does not know `${NAME:-default}`: fish, the C shells, Nushell.
fn has_no_default(context: &Context<'_>) -> bool {
    const SHELLS: [&str; 4] = ["fish", "csh", "tcsh", "nu"];
    const FILES: [&str; 3] = [".cshrc", ".tcshrc", ".login"];
    let file = context.path.rsplit('/').next().unwrap_or_default();
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let first = context.outline.source().lines().next().filter(|line| line.starts_with("#!")).unwrap_or_default();
    let program = first.rsplit(['/', ' ']).next().unwrap_or_default().trim_end();
    SHELLS.contains(&ending) || FILES.contains(&file) || SHELLS.contains(&program)
}

/// Whether references in a file are placeholders of Spring, `${NAME:default}`.
fn is_spring(context: &Context<'_>) -> bool {
    let file = context.path.rsplit('/').next().unwrap_or_default();
    context.language == Language::Ini
        || (context.language == Language::Yaml
            && ["application", "bootstrap"].iter().any(|name| file.starts_with(name)))
}

/// `process.env.KEY`, `os.environ["KEY"]`, `ENV["KEY"]`, `$_ENV['KEY']`.
fn path(context: &Context<'_>, id: NodeId, new: &str, second: Second<'_>, name: Span, whole: Span) -> Option<Reading> {
    let ends_here = context.outline.source().get(name.end as usize..whole.end as usize)?;
    // `os.environ.get("KEY", "default")` of Python is a path for its reader.
    let got = context.outline.source().get(whole.start as usize..name.start as usize)?;
    if context.language == Language::Python && got.trim_end_matches(['"', '\'']).ends_with(".get(") {
        let quote = got.chars().next_back().filter(|quote| matches!(quote, '"' | '\''))?;
        let other = second_text(second, context.outline.slice(whole));
        let text = ends_here.ends_with(')').then(|| format!("({got}{new}{quote}) or {other})"))?;
        return Some(Reading { span: whole, text, doubt: None });
    }
    // The target of an assignment, or a name that is only a part of a longer path, is no read of its own.
    if !ends_here.trim_matches(['"', '\'', ']', '!', ')']).is_empty() {
        return None;
    }
    // An assignment's key is the last segment of its target.
    let is_target = context.outline.ancestors(id).next().is_some_and(|(_, node)| match &node.kind {
        Kind::Entry(entry) => entry.form == EntryForm::Assignment && whole.contains(entry.key),
        _ => false,
    });
    if is_target {
        return None;
    }
    let old_text = context.outline.slice(whole);
    if old_text.len() <= name.len() {
        return destructured(context, new, second, name);
    }
    let new_text = with_new(context, whole, name, new)?;
    let other = second_text(second, old_text);
    let text = match context.language {
        language if is_script(language) => format!("({} || {other})", new_text.trim_end_matches('!')),
        Language::Swift => {
            // A value that is forced stays one: `!` goes behind the whole.
            let (new_text, forced) = match new_text.strip_suffix('!') {
                Some(text) => (text.to_owned(), "!"),
                None => (new_text, ""),
            };
            let other = other.trim_end_matches('!');
            format!("([{new_text}, {other}].compactMap {{ $0 }}.first {{ !$0.isEmpty }}){forced}")
        }
        Language::CSharp => nullable(new_text.trim_end_matches('!'), &other),
        Language::Php => format!("(({new_text} ?? '') ?: {other})"),
        Language::Ruby => blank_or(&new_text, &other),
        Language::Python => {
            let reader = new_text.strip_suffix(']')?;
            let (environment, key) = reader.split_once('[')?;
            format!("({environment}.get({key}) or {other})")
        }
        _ => return None,
    };
    Some(Reading { span: whole, text, doubt: None })
}

fn nullable(new_text: &str, other: &str) -> String {
    format!("(string.IsNullOrEmpty({new_text}) ? {other} : {new_text})")
}

fn blank_or(new_text: &str, other: &str) -> String {
    format!("({new_text}.to_s.empty? ? {other} : {new_text})")
}

/// `const { KEY } = process.env`: the object gets the key's local name with the value of either, since a default of the
/// pattern would not be taken for an empty value.
fn destructured(context: &Context<'_>, new: &str, second: Second<'_>, name: Span) -> Option<Reading> {
    let old = context.outline.slice(name);
    let source = context.outline.source();
    let rest = source.get(name.end as usize..)?;
    if !is_script(context.language) || !rest.trim_start().starts_with([',', '}']) {
        return None;
    }
    let close = rest.find('}')?;
    if rest.get(..close)?.contains(['{', ';']) {
        return None;
    }
    let behind = rest.get(close + 1..)?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let after = value.strip_prefix("process.env")?;
    if after.starts_with(['.', '[', '?']) || after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let start = source.len() - value.len();
    let other = second_text(second, &format!("process.env.{old}"));
    let text = format!("{{ ...process.env, {old}: process.env.{new} || {other} }}");
    Some(Reading { span: Span::new(start, start + "process.env".len()), text, doubt: None })
}

/// `os.getenv("KEY")`, `System.getenv("KEY")`, `env::var("KEY")`: the whole call twice.
fn call(context: &Context<'_>, id: NodeId, new: &str, second: Second<'_>, name: Span) -> Option<Reading> {
    let (_, parent) = context.outline.ancestors(id).next()?;
    let Kind::Call(segments) = parent.kind else {
        return None;
    };
    let names: Vec<&str> = context.outline.names(segments).collect();
    let reader = *names.last()?;
    let whole = parent.span;
    let old_text = context.outline.slice(whole);
    let new_text = with_new(context, whole, name, new)?;
    let other = second_text(second, old_text);
    let after = context.outline.source().get(whole.end as usize..)?.trim_start();
    // The call without a default of the old one: what is taken instead has it.
    let bare = || {
        let head = context.outline.source().get(whole.start as usize..name.start as usize)?;
        let quote = head.chars().next_back().filter(|quote| matches!(quote, '"' | '\''))?;
        Some(format!("{head}{new}{quote})"))
    };
    let text = match context.language {
        language if is_script(language) && names.contains(&"env") => format!("({new_text} || {other})"),
        Language::Python
            if matches!(reader, "getenv" | "get") && (names.contains(&"environ") || reader == "getenv") =>
        {
            format!("({} or {other})", bare()?)
        }
        Language::Go if reader == "Getenv" => {
            format!("func() string {{ if value := {new_text}; value != \"\" {{ return value }}; return {other} }}()")
        }
        Language::Rust if reader == "var" => {
            let other = match second {
                Second::Old(_) => other,
                Second::Address(_) => format!("Ok::<String, std::env::VarError>({other}.to_owned())"),
            };
            format!("{new_text}.ok().filter(|value| !value.is_empty()).map_or_else(|| {other}, Ok)")
        }
        Language::Java if reader == "getenv" => {
            format!(
                "java.util.Optional.ofNullable({new_text}).filter(newValue -> !newValue.isEmpty()).orElseGet(() -> {other})"
            )
        }
        Language::Kotlin if reader == "getenv" => {
            format!("({new_text}?.takeIf {{ it.isNotEmpty() }} ?: {other})")
        }
        Language::CSharp if reader == "GetEnvironmentVariable" => nullable(&new_text, &other),
        // A block behind the call belongs to it.
        Language::Ruby
            if reader == "fetch" && names.contains(&"ENV") && !after.starts_with('{') && !after.starts_with("do ") =>
        {
            let (head, key) = bare()?.split_once(".fetch(").map(|(head, key)| (head.to_owned(), key.to_owned()))?;
            blank_or(&format!("{head}[{}]", key.strip_suffix(')')?), &other)
        }
        Language::Php if matches!(reader, "getenv" | "env") => format!("({} ?: {other})", bare()?),
        Language::Elixir if matches!(reader, "get_env" | "fetch_env!") && names.contains(&"System") => {
            let new_text = bare()?.replacen("fetch_env!", "get_env", 1);
            format!("(if {new_text} in [nil, \"\"], do: {other}, else: {new_text})")
        }
        _ => return None,
    };
    Some(Reading { span: whole, text, doubt: None })
}
