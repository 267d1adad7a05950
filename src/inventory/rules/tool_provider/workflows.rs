//! Workflow tools and libraries that choose the source as their provider: n8n, Dify, RubyLLM.
//! Not their model ids and addresses, which other rules have.
//!
//! Sources: the node OpenAI Chat Model of n8n (`options.baseURL`, credential `openAiApi`), Dify's plugin OpenAI-API-compatible,
//! RubyLLM's guide to custom endpoints, 2026-11.
//! **Invariant:** a credential is never moved: the new setting names none or one that has to be made.

use super::{Proposal, first_member, insert, map_of, value_named};
use crate::inventory::context::Context;
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, NodeId, Span};
use crate::migrate::change::Edit;

/// The node of n8n: the chat model of OpenAI with another base URL.
pub(super) fn n8n(context: &Context<'_>, entry_id: NodeId, span: Span) -> Option<Proposal> {
    let mut edits = vec![Edit { span, replacement: "@n8n/n8n-nodes-langchain.lmChatOpenAi".to_owned() }];
    let node = map_of(context, entry_id)?;
    let base = format!("\"baseURL\": \"{}\"", context.settings.base_url);
    match value_named(context, node, "parameters") {
        Some((_, parameters, _)) => match value_named(context, parameters, "options") {
            Some((_, options, _)) => edits.push(first_member(context, options, &base)?),
            None => edits.push(first_member(context, parameters, &format!("\"options\": {{ {base} }}"))?),
        },
        None => edits.push(first_member(context, node, &format!("\"parameters\": {{ \"options\": {{ {base} }} }}"))?),
    }
    if let Some((_, credentials, _)) = value_named(context, node, "credentials")
        && let Some((_, entry, _)) = context.entries_in(credentials).find(|(_, _, key)| *key == "openRouterApi")
    {
        edits.push(Edit { span: entry.key, replacement: "openAiApi".to_owned() });
    }
    Some((edits, "The node OpenAI Chat Model speaks to any OpenAI-compatible gateway with the option Base URL. Make a credential of the type OpenAI with the target's key and choose it in the node: the old one is of another type.".to_owned()))
}

/// Whether the setting is a model of a Dify application.
pub(super) fn is_dify(context: &Context<'_>, entry_id: NodeId) -> bool {
    context.language == Language::Yaml
        && map_of(context, entry_id).is_some_and(|map| {
            context.entries_in(map).any(|(_, _, key)| matches!(key, "completion_params" | "mode"))
                && context.entries_in(map).any(|(_, _, key)| key == "name")
        })
}

/// The provider of a Dify application.
pub(super) fn dify(context: &Context<'_>, span: Span) -> Proposal {
    let to = "langgenius/openai_api_compatible/openai_api_compatible";
    let reason = format!(
        "Dify speaks to any OpenAI-compatible gateway by its plugin OpenAI-API-compatible: install it, and add this model there with the endpoint {} and the target's key.",
        context.settings.base_url
    );
    (vec![Edit { span, replacement: to.to_owned() }], reason)
}

/// `RubyLLM.chat(model: …, provider: :openrouter)`; `None` for what no known library reads.
pub(super) fn symbol(context: &Context<'_>, entry_id: NodeId) -> Option<Proposal> {
    let (_, value) = context.value_of(entry_id)?;
    let source = context.outline.source();
    // The node of a symbol has its colon.
    let colon = source.get(value.span.start as usize..).is_some_and(|rest| rest.starts_with(':'));
    let symbol = Span::new(value.span.start as usize + usize::from(colon), value.span.end as usize);
    if context.language == Language::Ruby
        && let Some((call, node)) =
            context.outline.ancestors(entry_id).find(|(_, node)| matches!(node.kind, Kind::Call(_)))
        && let Kind::Call(segments) = node.kind
        && let ["RubyLLM", _] = context.outline.names(segments).collect::<Vec<_>>().as_slice()
        && let Some(library) = context.outline.segment_spans(segments).first()
    {
        let (key, base) = (&context.settings.key_variable, &context.settings.base_url);
        let mut edits = vec![
            insert(
                library.end as usize,
                format!(
                    ".context {{ |config| config.openai_api_key = ENV.fetch(\"{key}\"); config.openai_api_base = \"{base}\" }}"
                ),
            ),
            Edit { span: symbol, replacement: "openai".to_owned() },
        ];
        if !context.entries_in(call).any(|(_, _, key)| key == "assume_model_exists") {
            edits.push(insert(symbol.end as usize, ", assume_model_exists: true"));
        }
        return Some((edits, "RubyLLM speaks to any OpenAI-compatible gateway as :openai with openai_api_base, in a context of its own so that other chats stay as they are.".to_owned()));
    }
    None
}
