//! Whether a place is a part of a request body: what the code sends, and not what it merely calls so.
//! Not a rule, and not the reading of bodies.
//!
//! **Invariant:** a parameter, a local variable and a member of a type are parts of no request.

use crate::inventory::context::{Closeness, Context};
use crate::inventory::outline::{Entry, EntryForm, Kind, Node, NodeId};

/// What clients add to a body under a name of their own.
const ADDED: [&str; 11] = [
    "extra_body",
    "extraBody",
    "model_kwargs",
    "modelKwargs",
    "extra_params",
    "extraBodyProperties",
    "openrouter",
    "litellm_params",
    "requestOptions",
    "default_query",
    "completion_params",
];

/// What a request says to the model. One of them makes an object a request.
const SAYS: [&str; 8] =
    ["messages", "Messages", "prompt", "input", "messages_list", "chat_history", "history", "contents"];

/// What stands beside a model in a request, and in few other records.
const BESIDE_MODEL: [&str; 12] = [
    "temperature",
    "max_tokens",
    "max_completion_tokens",
    "maxTokens",
    "top_p",
    "stream",
    "tools",
    "tool_choice",
    "response_format",
    "reasoning",
    "modalities",
    "extra_body",
];

/// Functions that send one, or make a client that does.
const SENDERS: [&str; 26] = [
    "create",
    "acreate",
    "parse",
    "stream",
    "send",
    "completion",
    "acompletion",
    "text_completion",
    "generateText",
    "streamText",
    "generateObject",
    "streamObject",
    "chat",
    "complete",
    "invoke",
    "ChatOpenAI",
    "AsyncOpenAI",
    "OpenAIChatModel",
    "LLM",
    "LM",
    "ChatLiteLLM",
    "LiteLLMModel",
    "OpenAILike",
    "ChatOpenRouter",
    "OpenRouter",
    "batch_completion",
];

/// Names of variables that hold a body which is put together in steps.
const BODIES: [&str; 20] = [
    "body",
    "payload",
    "request",
    "requestBody",
    "request_body",
    "req",
    "params",
    "data",
    "kwargs",
    "options",
    "opts",
    "json",
    "extra_body",
    "extraBody",
    "completion_params",
    "api_params",
    "chat_request",
    "config",
    "args",
    "call_kwargs",
];

/// Whether an entry sends its value: a property, an argument, or an assignment to a member of a body.
pub(super) fn is_sent(context: &Context<'_>, id: NodeId, entry: &Entry) -> bool {
    match entry.form {
        EntryForm::Property | EntryForm::Argument => true,
        EntryForm::Assignment => holder_of(context, id).is_some(),
        EntryForm::Declaration { .. } | EntryForm::Member | EntryForm::Variable => false,
    }
}

/// The variable that an assignment sets a member of: `body` of `body.plugins = …`.
fn holder_of<'c>(context: &'c Context<'_>, id: NodeId) -> Option<&'c str> {
    match &context.outline.children(id).next()?.1.kind {
        Kind::Path(segments) => {
            let names: Vec<&str> = context.outline.names(*segments).collect();
            names.len().checked_sub(2).and_then(|at| names.get(at).copied())
        }
        _ => None,
    }
}

/// Whether an entry stands in a request body: beside messages or a model, or within what a client adds to one.
pub(super) fn in_request(context: &Context<'_>, id: NodeId) -> bool {
    let own = context.outline.node(id);
    if let Some(Kind::Entry(entry)) = own.map(|node| &node.kind) {
        if !is_sent(context, id, entry) {
            return false;
        }
        if let Some(holder) = holder_of(context, id).filter(|_| entry.form == EntryForm::Assignment) {
            return context.closeness == Closeness::File && BODIES.contains(&holder);
        }
    }
    for (at, node) in context.outline.ancestors(id).take(8) {
        match &node.kind {
            Kind::Entry(entry) if ADDED.contains(&context.outline.slice(entry.key)) => return true,
            Kind::Map | Kind::Call(_) | Kind::Other | Kind::List if is_request(context, at, node) => return true,
            _ => {}
        }
    }
    false
}

/// Whether an object is sent as it is: an argument of what sends or writes JSON, or the value of what is called a body.
pub(super) fn is_sent_body(context: &Context<'_>, at: NodeId) -> bool {
    const WRITERS: [&str; 12] = [
        "stringify",
        "dumps",
        "fetch",
        "post",
        "request",
        "json",
        "Marshal",
        "json_encode",
        "encode",
        "to_json",
        "send",
        "POST",
    ];
    for (_, node) in context.outline.ancestors(at).take(4) {
        match &node.kind {
            Kind::Entry(entry) => {
                let key = context.outline.slice(entry.key);
                let lower = key.to_ascii_lowercase();
                return BODIES.contains(&key)
                    || ["body", "payload", "request", "param"].iter().any(|word| lower.contains(word));
            }
            Kind::Call(segments) => {
                return context
                    .outline
                    .names(*segments)
                    .next_back()
                    .is_some_and(|name| WRITERS.contains(&name) || SENDERS.contains(&name));
            }
            _ => {}
        }
    }
    false
}

/// Whether an object or a call is a request by what stands in it.
pub(super) fn is_request(context: &Context<'_>, at: NodeId, node: &Node) -> bool {
    let names = match &node.kind {
        Kind::Call(segments) => Some(context.outline.names(*segments).collect::<Vec<_>>()),
        Kind::Map | Kind::Other | Kind::List => None,
        _ => return false,
    };
    let client = names.as_ref().is_some_and(|names| {
        names.len() <= 3 && names.iter().any(|name| name.to_ascii_lowercase().contains("openrouter"))
    });
    if client {
        return true;
    }
    let keys: Vec<&str> = context
        .entries_in(at)
        .take(64)
        .filter(|(_, entry, _)| matches!(entry.form, EntryForm::Property | EntryForm::Argument))
        .map(|(_, _, key)| key)
        .collect();
    let has = |names: &[&str]| keys.iter().any(|key| names.contains(key));
    let model = has(&["model", "model_name", "Model", "modelName", "model_id", "models"]);
    let sender = names.is_some_and(|names| names.last().is_some_and(|name| SENDERS.contains(name)));
    has(&["messages", "Messages"]) || (model && (sender || has(&SAYS) || has(&BESIDE_MODEL)))
}
