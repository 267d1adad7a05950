//! Ids whose beginning chooses the gateway inside a client library or tool: LiteLLM and what is built on it, aider,
//! pydantic-ai, opencode, Mastra.
//! Not the ids themselves, which the rule of models has.
//!
//! Why: with the beginning merely taken off, `anthropic/…` would be asked of Anthropic itself, with another key and account.
//! Before: `completion(model="openrouter/anthropic/claude-sonnet-4")`. After:
//! `completion(model="openai/anthropic/claude-sonnet-4", api_base="…", api_key=…)`.
//!
//! Sources: the guides of each to OpenAI-compatible endpoints, 2026-11.
//! **Invariant:** the new beginning names the client's OpenAI-compatible form, and the address and the key come with it.

use super::super::constructor::{import_os, key_expression, line_before};
use super::super::key_variable::section_name;
use super::super::{Edit, Found};
use crate::inventory::context::Context;
use crate::inventory::language::Language;
use crate::inventory::model_text::ModelText;
use crate::inventory::outline::{EntryForm, Kind, NodeId, Span, Text, TextForm};
use crate::migrate::change::Safety;

/// Who reads the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Client {
    LiteLlm,
    Aider,
    PydanticAi,
    OpenCode,
    Mastra,
}

/// The client that a file is for; `None` where the beginning belongs to the application itself.
pub(super) fn of(context: &Context<'_>, model: &ModelText<'_>) -> Option<Client> {
    let source = context.outline.source();
    let name = context.path.rsplit('/').next().unwrap_or_default();
    if model.client_prefix.is_none() && !model.is_router() {
        return None;
    }
    if name.starts_with("opencode.json") {
        return Some(Client::OpenCode);
    }
    match context.language {
        Language::Python if source.contains("pydantic_ai") && model.client_prefix == Some("openrouter:") => {
            Some(Client::PydanticAi)
        }
        Language::Python
            if context.lite_llm
                || ["import dspy", "from crewai", "smolagents", "import instructor", "from google.adk"]
                    .iter()
                    .any(|mark| source.contains(mark)) =>
        {
            Some(Client::LiteLlm)
        }
        Language::TypeScript | Language::JavaScript if source.contains("@mastra/") => Some(Client::Mastra),
        _ if name.contains("aider") || (context.language == Language::Shell && source.contains("aider ")) => {
            Some(Client::Aider)
        }
        _ if context.lite_llm || source.contains("litellm_params") => Some(Client::LiteLlm),
        _ => None,
    }
}

/// The client that a beginning is put before ids for at run time.
pub(super) fn of_prefix(context: &Context<'_>) -> Option<Client> {
    let source = context.outline.source();
    let marks = ["import dspy", "from crewai", "smolagents", "import instructor", "from google.adk"];
    if context.lite_llm || (context.language == Language::Python && marks.iter().any(|mark| source.contains(mark))) {
        return Some(Client::LiteLlm);
    }
    let script = matches!(context.language, Language::TypeScript | Language::JavaScript);
    if script && source.contains("@mastra/") { Some(Client::Mastra) } else { None }
}

/// What has to stand beside an id for a client.
pub(super) fn beside(context: &Context<'_>, client: Client, id: NodeId) -> Vec<Edit> {
    match client {
        Client::LiteLlm => {
            // The template is the value, not its piece.
            let whole = context.outline.ancestors(id).next().map_or(id, |(template, _)| template);
            lite_llm(context, whole)
        }
        _ => Vec::new(),
    }
}

/// An id for the client, without what has to stand beside it.
pub(super) fn prefixed(context: &Context<'_>, client: Client, target: &str) -> String {
    match client {
        Client::LiteLlm | Client::Aider => format!("openai/{target}"),
        Client::OpenCode => format!("{}/{target}", section_name(&context.settings.key_variable)),
        Client::Mastra => format!("phaseo/{target}"),
        Client::PydanticAi => target.to_owned(),
    }
}

/// The finding with the client's own form of the id, and what has to stand beside it.
pub(super) fn moved(context: &Context<'_>, client: Client, id: NodeId, text: &Text, span: Span, found: Found) -> Found {
    let Some(target) = target_of(&found) else { return found };
    let (base, key) = (&context.settings.base_url, &context.settings.key_variable);
    let id_for_client = prefixed(context, client, &target);
    let mut edits = vec![Edit { span, replacement: id_for_client.clone() }];
    let reason = match client {
        Client::LiteLlm => {
            edits.extend(lite_llm(context, id));
            format!(
                "LiteLLM speaks to any OpenAI-compatible gateway under openai/, with api_base {base} and api_key from {key}."
            )
        }
        Client::Aider => {
            edits.extend(aider(context, id));
            format!(
                "aider speaks to any OpenAI-compatible gateway under openai/, with openai-api-base {base}; it reads the key from OPENAI_API_KEY or --openai-api-key."
            )
        }
        Client::OpenCode => {
            edits.extend(open_code(context));
            "opencode speaks to any OpenAI-compatible gateway as a provider of its own with the package @ai-sdk/openai-compatible; the id begins with the provider's name.".to_owned()
        }
        Client::PydanticAi | Client::Mastra => {
            let Some(literal) = whole_literal(context, id, text) else { return found };
            let code = if client == Client::Mastra {
                format!("{{ id: \"{id_for_client}\", url: \"{base}\", apiKey: {} }}", key_expression(context))
            } else {
                format!(
                    "OpenAIChatModel(\"{target}\", provider=OpenAIProvider(base_url=\"{base}\", api_key={}))",
                    key_expression(context)
                )
            };
            edits = vec![Edit { span: literal, replacement: code }];
            if client == Client::PydanticAi {
                edits.extend(pydantic_imports(context));
                "OpenAIChatModel speaks to any OpenAI-compatible gateway through a provider with its base URL; the text openrouter:… would choose the source.".to_owned()
            } else {
                "Mastra speaks to any OpenAI-compatible gateway with a model of id, url and apiKey; the text openrouter/… would choose the source.".to_owned()
            }
        }
    };
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits.dedup();
    let before = found.change.as_ref().map(|change| change.reason.clone()).unwrap_or_default();
    found.changing(Safety::NeedsReview, edits, format!("{before} {reason}").trim().to_owned())
}

/// What the finding proposes for the id alone.
fn target_of(found: &Found) -> Option<String> {
    Some(found.change.as_ref()?.edits.first()?.replacement.clone())
}

/// The literal with its quotes, where an expression can stand for it.
fn whole_literal(context: &Context<'_>, id: NodeId, text: &Text) -> Option<Span> {
    let node = context.outline.node(id)?;
    let is_value = context.outline.ancestors(id).next().is_some_and(|(_, parent)| {
        matches!(parent.kind, Kind::Call(_) | Kind::List)
            || matches!(&parent.kind, Kind::Entry(entry) if !matches!(entry.form, EntryForm::Variable))
    });
    (is_value && matches!(text.form, TextForm::Quoted | TextForm::Raw)).then_some(node.span)
}

/// `api_base` and `api_key` beside the id: arguments of the call, or settings below `litellm_params`.
fn lite_llm(context: &Context<'_>, id: NodeId) -> Vec<Edit> {
    let (base, key) = (&context.settings.base_url, &context.settings.key_variable);
    let mut edits = Vec::new();
    let Some((holder, node)) = context
        .outline
        .ancestors(id)
        .find(|(_, node)| matches!(node.kind, Kind::Call(_) | Kind::Map | Kind::Other | Kind::List))
    else {
        return edits;
    };
    let keys: Vec<&str> = context.entries_in(holder).map(|(_, _, key)| key).collect();
    let has = |names: &[&str]| keys.iter().any(|key| names.contains(key));
    let (no_base, no_key) = (!has(&["api_base", "base_url"]), !has(&["api_key"]));
    // The id itself, or the entry that it is the value of.
    let beside = context
        .outline
        .ancestors(id)
        .next()
        .filter(|(_, parent)| matches!(parent.kind, Kind::Entry(_)))
        .map_or_else(|| context.outline.node(id).map(|node| node.span), |(_, parent)| Some(parent.span));
    let Some(beside) = beside else { return edits };
    let end = beside.end as usize;
    match (&node.kind, context.language) {
        (Kind::Call(segments), Language::Python) => {
            let callee = context.outline.names(*segments).next_back().unwrap_or_default();
            let source = context.outline.slice(node.span);
            if source.contains("**") {
                return edits;
            }
            let name = if matches!(callee, "LLM" | "from_provider") { "base_url" } else { "api_base" };
            let mut added = String::new();
            if no_base {
                added += &format!(", {name}=\"{base}\"");
            }
            if no_key {
                added += &format!(", api_key={}", key_expression(context));
                edits.extend(import_os(context, None));
            }
            edits.push(Edit { span: Span::new(end, end), replacement: added });
        }
        (Kind::Map, Language::Yaml) => {
            let flow = context.outline.slice(node.span).starts_with('{');
            let line = context.line_span(beside);
            let indent: String = context
                .outline
                .slice(line)
                .chars()
                .take_while(|c| matches!(c, ' ' | '-'))
                .map(|c| if c == '-' { ' ' } else { c })
                .collect();
            let newline = if context.outline.source().contains("\r\n") { "\r\n" } else { "\n" };
            let before = if flow { ", ".to_owned() } else { format!("{newline}{indent}") };
            let at = if flow { end } else { line.end as usize };
            let mut added = String::new();
            if no_base {
                added += &format!("{before}api_base: {base}");
            }
            if no_key {
                added += &format!("{before}api_key: os.environ/{key}");
            }
            edits.push(Edit { span: Span::new(at, at), replacement: added });
        }
        _ => {}
    }
    edits.retain(|edit| !edit.replacement.is_empty());
    edits
}

/// The address, as a flag of the command or a line of the configuration.
fn aider(context: &Context<'_>, id: NodeId) -> Vec<Edit> {
    let source = context.outline.source();
    let (base, key) = (&context.settings.base_url, &context.settings.key_variable);
    let Some(node) = context.outline.node(id).filter(|_| !source.contains("openai-api-base")) else { return vec![] };
    let line = context.line_span(node.span);
    let end = node.span.end as usize;
    match context.language {
        Language::Shell => {
            let flags = format!(" --openai-api-base {base} --openai-api-key \"${key}\"");
            vec![Edit { span: Span::new(end, end), replacement: flags }]
        }
        Language::Yaml if context.key_of(id).is_some_and(|(_, _, key)| key == "model") => {
            let at = line.end as usize;
            let newline = if source.contains("\r\n") { "\r\n" } else { "\n" };
            vec![Edit { span: Span::new(at, at), replacement: format!("{newline}openai-api-base: {base}") }]
        }
        _ => vec![],
    }
}

/// The provider that the ids begin with.
fn open_code(context: &Context<'_>) -> Vec<Edit> {
    let name = section_name(&context.settings.key_variable);
    let Some((root, _)) = context.outline.nodes().find(|(_, node)| matches!(node.kind, Kind::Map)) else {
        return vec![];
    };
    let mut models: Vec<&str> = Vec::new();
    for (_, _, _, value) in context.texts() {
        if let Some(model) = ModelText::parse(value).filter(|model| model.client_prefix.is_some()) {
            let target = context.settings.aliases.get(model.id).map_or(model.base, String::as_str);
            if !models.contains(&target) {
                models.push(target);
            }
        }
    }
    let models: Vec<String> = models.iter().map(|model| format!("\"{model}\": {{}}")).collect();
    let members = format!("\"npm\": \"@ai-sdk/openai-compatible\", \"models\": {{ {} }}", models.join(", "));
    let first = |map: NodeId, member: &str| {
        let at = context.outline.node(map).map_or(0, |node| node.span.start as usize + 1);
        let comma = if context.entries_in(map).next().is_some() { "," } else { " " };
        Edit { span: Span::new(at, at), replacement: format!(" {member}{comma}") }
    };
    let (base, key) = (&context.settings.base_url, &context.settings.key_variable);
    let fresh = format!(
        "\"{name}\": {{ {members}, \"options\": {{ \"baseURL\": \"{base}\", \"apiKey\": \"{{env:{key}}}\" }} }}"
    );
    let named = |map: NodeId, wanted: &str| {
        let (at, entry, _) = context.entries_in(map).find(|(_, _, key)| *key == wanted)?;
        Some((entry.key, context.value_of(at)?.0))
    };
    let Some((_, providers)) = named(root, "provider") else {
        return vec![first(root, &format!("\"provider\": {{ {fresh} }}"))];
    };
    match named(providers, "openrouter") {
        Some((old, provider)) => vec![Edit { span: old, replacement: name }, first(provider, &members)],
        None => vec![first(providers, &fresh)],
    }
}

/// The imports of the OpenAI-compatible form of pydantic-ai, before the first import of the library.
fn pydantic_imports(context: &Context<'_>) -> Vec<Edit> {
    let imports = || {
        context.outline.nodes().filter_map(|(id, node)| match &node.kind {
            Kind::Import(import) => Some((id, import)),
            _ => None,
        })
    };
    let imported = |wanted: &str| {
        imports().any(|(_, import)| import.names.iter().any(|name| context.outline.slice(name.imported) == wanted))
    };
    let first = imports().find(|(_, import)| context.outline.slice(import.module).starts_with("pydantic_ai"));
    let Some((first, _)) = first else { return vec![] };
    let mut edits: Vec<Edit> = import_os(context, Some(first)).into_iter().collect();
    for (module, name) in
        [("pydantic_ai.models.openai", "OpenAIChatModel"), ("pydantic_ai.providers.openai", "OpenAIProvider")]
    {
        if !imported(name) {
            edits.extend(line_before(context, first, &format!("from {module} import {name}")));
        }
    }
    edits
}
