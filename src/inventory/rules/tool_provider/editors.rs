//! Tools for writing code that choose the source as their provider: Codex, Continue, Cline and Roo, Zed, Crush.
//! Not their model ids and addresses, which other rules have.
//!
//! Sources: the documentation of each tool, 2026-11: `model_providers` of Codex, `provider` and `apiBase` of Continue,
//! `openAi…` settings of Cline, `language_models.openai_compatible` of Zed, `providers` of type `openai-compat` of Crush.
//! **Invariant:** a provider and what refers to it change together.

use super::super::Found;
use super::super::key_variable::section_name;
use super::{Proposal, approved, first_member, insert, is_json, map_of, root, value_named};
use crate::inventory::context::Context;
use crate::inventory::finding::Class;
use crate::inventory::outline::{Entry, Kind, NodeId, Span};
use crate::migrate::change::Edit;

/// `model_provider = "openrouter"` with its table. The table may have any name; only it and the reference must agree.
pub(super) fn codex(context: &Context<'_>, span: Span) -> Option<Proposal> {
    let header = context
        .entries()
        .find(|(_, _, _, key)| *key == "model_providers.openrouter")
        .map(|(_, _, entry, _)| entry.key)?;
    let name = Span::new(header.end as usize - "openrouter".len(), header.end as usize);
    let edits =
        vec![Edit { span, replacement: "phaseo".to_owned() }, Edit { span: name, replacement: "phaseo".to_owned() }];
    Some((edits, "The provider's table has the target's address; it gets the target's name too.".to_owned()))
}

/// `provider: openrouter` of Continue: `openai` with an `apiBase`.
pub(super) fn continue_dev(context: &Context<'_>, entry_id: NodeId, entry: &Entry, span: Span) -> Proposal {
    let mut edits = vec![Edit { span, replacement: "openai".to_owned() }];
    let has_base =
        map_of(context, entry_id).is_some_and(|map| context.entries_in(map).any(|(_, _, key)| key == "apiBase"));
    let base = &context.settings.base_url;
    if !has_base && is_json(context) {
        edits.push(insert(entry.key.start as usize - 1, format!("\"apiBase\": \"{base}\", ")));
    } else if !has_base {
        let line = context.line_span(entry.key);
        let indent: String = context
            .outline
            .slice(line)
            .chars()
            .take_while(|c| matches!(c, ' ' | '\t' | '-'))
            .map(|c| if c == '-' { ' ' } else { c })
            .collect();
        let newline = if context.outline.source().contains("\r\n") { "\r\n" } else { "\n" };
        edits.push(insert(line.end as usize, format!("{newline}{indent}apiBase: {base}")));
    }
    (edits, "The tool speaks to any OpenAI-compatible gateway as openai with an apiBase.".to_owned())
}

/// `apiProvider: "openrouter"` of Cline and its kin: `openai` with settings of its own names.
pub(super) fn cline(context: &Context<'_>, entry_id: NodeId, span: Span, all: &mut [Found]) -> Option<Proposal> {
    const SETTINGS: [(&str, &str); 4] = [
        ("openRouterApiKey", "openAiApiKey"),
        ("openRouterModelId", "openAiModelId"),
        ("openRouterBaseUrl", "openAiBaseUrl"),
        ("openRouterModelInfo", "openAiCustomModelInfo"),
    ];
    let map = map_of(context, entry_id)?;
    let mut edits = vec![Edit { span, replacement: "openai".to_owned() }];
    for (_, entry, key) in context.entries_in(map) {
        let Some((_, to)) = SETTINGS.iter().find(|(from, _)| *from == key) else { continue };
        edits.push(Edit { span: entry.key, replacement: (*to).to_owned() });
        // The tool reads no setting of another name, so that the hunk of the variable's name would be wrong here.
        for other in all.iter_mut().filter(|other| matches!(other.class, Class::Key | Class::Endpoint)) {
            if other.span == entry.key {
                other.change = None;
            }
        }
    }
    if !context.entries_in(map).any(|(_, _, key)| key == "openRouterBaseUrl") {
        edits.push(first_member(context, map, &format!("\"openAiBaseUrl\": \"{}\"", context.settings.base_url))?);
    }
    Some((edits, "The tool speaks to any OpenAI-compatible gateway as openai, with openAiBaseUrl, openAiApiKey and openAiModelId. Enter the target's key.".to_owned()))
}

/// `"provider": "openrouter"` of Zed: a provider of `language_models.openai_compatible`, whose key is read from the variable
/// of its name.
pub(super) fn zed(context: &Context<'_>, entry_id: NodeId, span: Span) -> Option<Proposal> {
    let name = section_name(&context.settings.key_variable);
    let base = &context.settings.base_url;
    let model = map_of(context, entry_id)
        .and_then(|map| value_named(context, map, "model"))
        .and_then(|(entry, _, _)| context.text_of(entry))
        .map(|model| approved(context, model))?;
    let models = format!("\"available_models\": [{{ \"name\": \"{model}\", \"max_tokens\": 128000 }}]");
    let mut edits = vec![Edit { span, replacement: name.clone() }];
    let section = root(context).and_then(|root| value_named(context, root, "language_models"));
    let old = section.and_then(|(_, map, _)| {
        let (at, entry, _) =
            context.entries_in(map).find(|(_, _, key)| matches!(*key, "open_router" | "openrouter"))?;
        Some((entry, context.value_of(at)?))
    });
    match (old, section) {
        (Some((entry, (map, node))), _) if matches!(node.kind, Kind::Map) => {
            edits.push(Edit { span: entry.key, replacement: format!("openai_compatible\": {{ \"{name}") });
            if !context.entries_in(map).any(|(_, _, key)| key == "available_models") {
                edits.push(first_member(context, map, &models)?);
            }
            if !context.entries_in(map).any(|(_, _, key)| key == "api_url") {
                return None;
            }
            edits.push(insert(node.span.end as usize, " }"));
        }
        (_, section) => {
            let provider = format!("\"openai_compatible\": {{ \"{name}\": {{ \"api_url\": \"{base}\", {models} }} }}");
            edits.push(match section {
                Some((_, map, _)) => first_member(context, map, &provider)?,
                None => first_member(context, root(context)?, &format!("\"language_models\": {{ {provider} }}"))?,
            });
        }
    }
    Some((
        edits,
        format!(
            "Zed speaks to any OpenAI-compatible gateway as a provider of language_models.openai_compatible; it reads the key of {name} from {}. Set max_tokens to the model's context.",
            context.settings.key_variable
        ),
    ))
}

/// `"provider": "openrouter"` of Crush: a provider of type `openai-compat` under a name of its own.
pub(super) fn crush(context: &Context<'_>, entry_id: NodeId, span: Span) -> Option<Proposal> {
    let name = section_name(&context.settings.key_variable);
    let (base, key) = (&context.settings.base_url, &context.settings.key_variable);
    let mut edits = vec![Edit { span, replacement: name.clone() }];
    let section = root(context).and_then(|root| value_named(context, root, "providers"));
    let old = section.and_then(|(_, map, _)| {
        let (at, entry, _) = context.entries_in(map).find(|(_, _, key)| *key == "openrouter")?;
        Some((entry, context.value_of(at)?.0))
    });
    match old {
        Some((entry, map)) => {
            edits.push(Edit { span: entry.key, replacement: name.clone() });
            match value_named(context, map, "type").map(|(_, _, node)| &node.kind) {
                Some(Kind::Text(text)) => {
                    edits.push(Edit { span: text.inner, replacement: "openai-compat".to_owned() });
                }
                _ => edits.push(first_member(context, map, "\"type\": \"openai-compat\"")?),
            }
            if !context.entries_in(map).any(|(_, _, key)| key == "base_url") {
                edits.push(first_member(context, map, &format!("\"base_url\": \"{base}\""))?);
            }
        }
        None => {
            let model = map_of(context, entry_id)
                .and_then(|map| value_named(context, map, "model"))
                .and_then(|(entry, _, _)| context.text_of(entry))
                .map(|model| approved(context, model))?;
            let provider = format!(
                "\"{name}\": {{ \"type\": \"openai-compat\", \"base_url\": \"{base}\", \"api_key\": \"${key}\", \"models\": [{{ \"id\": \"{model}\", \"name\": \"{model}\" }}] }}"
            );
            edits.push(match section {
                Some((_, map, _)) => first_member(context, map, &provider)?,
                None => first_member(context, root(context)?, &format!("\"providers\": {{ {provider} }}"))?,
            });
        }
    }
    Some((edits, "Crush speaks to any OpenAI-compatible gateway as a provider of type openai-compat; under the source's name it would add what it knows of the source.".to_owned()))
}
