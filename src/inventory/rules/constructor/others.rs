//! Clients of the source in languages other than TypeScript and Python, and the OpenAI-compatible ones of their ecosystems.
//! Not a translation of programs: only what stands in these tables is known; with anything else of the package the rule
//! abstains.
//!
//! Sources: openai-go (`option.WithBaseURL`), async-openai (`OpenAIConfig::with_api_base`), rig (`openai::Client::from_url`),
//! Koog (`OpenAIClientSettings`), ruby-openai (`uri_base`), ellmer (`chat_openai_compatible`), the LiveKit plugin for OpenAI,
//! 2026-11.
//! **Invariant:** every name of the package in the file is in the table, or nothing is changed.

use super::body::{Container, gathered};
use crate::inventory::context::Context;
use crate::inventory::language::Language;
use crate::inventory::outline::{Import, Kind, Node, NodeId, Span};
use crate::migrate::change::Edit;

/// The edits with their reason.
pub(super) type Rewriting = (Vec<Edit>, String);

/// What an import and everything that is called by it becomes.
pub(super) fn of_import(context: &Context<'_>, id: NodeId, import: &Import) -> Option<Rewriting> {
    let module = context.outline.slice(import.module);
    match (context.language, module) {
        (Language::Go, "github.com/OpenRouterTeam/go-sdk") => go(context, id, import),
        (Language::Rust, "openrouter_rs") => openrouter_rs(context, id, import),
        (Language::Rust, "rig::providers") => rig(context, import),
        (Language::Ruby, "open_router") => ruby(context, id),
        (Language::Kotlin, _) if module.starts_with("ai.koog") => koog(context, id, import),
        _ => None,
    }
}

/// What a call that needs no import of its own becomes.
pub(super) fn of_call(context: &Context<'_>, call: NodeId, name: Span) -> Option<Rewriting> {
    match (context.language, context.outline.slice(name)) {
        (Language::OtherCode, "chat_openrouter") => ellmer(context, call, name),
        (Language::Python, "with_openrouter") => livekit(context, call, name),
        _ => None,
    }
}

fn edit(start: usize, end: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(start, end), replacement: text.into() }
}

/// The names and places of every call and path that begins with a name.
fn uses<'c>(
    context: &'c Context<'_>,
    first: &'c str,
) -> impl Iterator<Item = (NodeId, &'c Node, Vec<&'c str>, &'c [Span])> {
    context.outline.nodes().filter_map(move |(id, node)| {
        let (Kind::Call(segments) | Kind::Path(segments)) = node.kind else { return None };
        let names: Vec<&str> = context.outline.names(segments).collect();
        (names.first() == Some(&first)).then(|| (id, node, names, context.outline.segment_spans(segments)))
    })
}

/// Before the closing bracket of a call.
fn before_end(node: &Node) -> usize {
    (node.span.end as usize).saturating_sub(1)
}

fn has_arguments(context: &Context<'_>, node: &Node, callee_end: u32) -> bool {
    let inner = context.outline.source().get(callee_end as usize..before_end(node)).unwrap_or_default();
    !inner.trim_start().trim_start_matches('(').trim().is_empty()
}

/// `openrouter.New(openrouter.WithSecurity(key))` becomes `openai.NewClient(option.WithAPIKey(key), …)`.
fn go(context: &Context<'_>, id: NodeId, import: &Import) -> Option<Rewriting> {
    let name = import.names.first().map_or("openrouter", |name| context.outline.slice(name.local));
    let mut edits = Vec::new();
    let mut clients = Vec::new();
    let mut has_base = false;
    for (_, node, names, spans) in uses(context, name) {
        let (first, last) = (spans.first()?, spans.last()?);
        let to = match names.as_slice() {
            [_, "New"] => {
                clients.push((node, last.end as usize));
                "openai.NewClient"
            }
            [_, "WithSecurity"] => "option.WithAPIKey",
            [_, "WithServerURL"] => {
                has_base = true;
                "option.WithBaseURL"
            }
            // `*openrouter.OpenRouter`: the client of openai-go is a value.
            [_, "OpenRouter"] => "openai.Client",
            _ => return None,
        };
        let start = first.start as usize;
        let pointer = names.get(1) == Some(&"OpenRouter")
            && context.outline.source().get(..start).is_some_and(|before| before.ends_with('*'));
        edits.push(edit(start - usize::from(pointer), last.end as usize, to));
    }
    let [(client, callee_end)] = clients.as_slice() else { return None };
    if !has_base {
        let base = format!("option.WithBaseURL(\"{}\")", context.settings.base_url);
        let more = if has_arguments(context, client, u32::try_from(*callee_end).ok()?) { ", " } else { "" };
        edits.push(edit(callee_end + 1, callee_end + 1, format!("{base}{more}")));
    }
    let span = context.outline.node(id)?.span;
    let line = context.outline.slice(context.line_span(span));
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    let word = if context.outline.slice(span).starts_with("import") { "import " } else { "" };
    let imported = |path: &str| context.outline.source().contains(&format!("\"{path}\""));
    let lines: Vec<String> = ["github.com/openai/openai-go", "github.com/openai/openai-go/option"]
        .iter()
        .filter(|path| !imported(path))
        .map(|path| format!("{word}\"{path}\""))
        .collect();
    edits.push(edit(span.start as usize, span.end as usize, lines.join(&format!("\n{indent}"))));
    Some((edits, "openai-go speaks to any OpenAI-compatible gateway. Its calls are client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{…}): the compiler names each that is still written for the old package.".to_owned()))
}

/// `OpenRouterClient::builder()…build()?` becomes `Client::with_config(OpenAIConfig::new()…)`.
fn openrouter_rs(context: &Context<'_>, id: NodeId, import: &Import) -> Option<Rewriting> {
    let names: Vec<&str> = import.names.iter().map(|name| context.outline.slice(name.local)).collect();
    if names.iter().any(|name| !matches!(*name, "OpenRouterClient" | "ChatCompletionRequest")) {
        return None;
    }
    let mut edits = Vec::new();
    let mut clients = Vec::new();
    let mut own_base = false;
    for (at, node, names, spans) in uses(context, "OpenRouterClient") {
        let end = node.span.end as usize;
        // The receiver of a method is its first child, a shorter chain.
        let receiver = context.outline.children(at).next().map(|(_, child)| child.span.end as usize);
        match names.as_slice() {
            [_, "builder"] => clients.push((node.span, end)),
            [_, "builder", .., "api_key"] => edits.push(renamed(spans.last()?, "with_api_key")),
            [_, "builder", .., "base_url"] => {
                own_base = true;
                edits.push(renamed(spans.last()?, "with_api_base"));
            }
            [_, "builder", .., "http_referer" | "x_title"] => edits.push(edit(receiver?, end, "")),
            [_, "builder", .., "build"] => {
                let fallible = context.outline.source().get(end..)?.starts_with('?');
                if !fallible {
                    return None;
                }
                edits.push(edit(receiver?, end + 1, ")"));
            }
            _ => return None,
        }
    }
    for (_, node, names, _) in uses(context, "ChatCompletionRequest") {
        match names.as_slice() {
            [_, "builder"] => {
                edits.push(edit(
                    node.span.start as usize,
                    node.span.end as usize,
                    "CreateChatCompletionRequestArgs::default()",
                ));
            }
            [_, "builder", methods @ ..]
                if methods.iter().all(|method| {
                    matches!(
                        *method,
                        "model" | "messages" | "temperature" | "max_tokens" | "top_p" | "seed" | "build" | "await"
                    )
                }) => {}
            _ => return None,
        }
    }
    for (at, node) in context.outline.nodes() {
        let Kind::Call(segments) = node.kind else { continue };
        if context.outline.names(segments).next_back() == Some("send_chat_completion") {
            edits.push(renamed(context.outline.segment_spans(segments).last()?, "chat().create"));
            let (_, argument) = context.outline.children(at).last()?;
            let start = argument.span.start as usize;
            if context.outline.source().get(..start)?.ends_with('&') {
                edits.push(edit(start - 1, start, ""));
            }
        }
    }
    let base = if own_base { String::new() } else { format!(".with_api_base(\"{}\")", context.settings.base_url) };
    for (span, end) in clients {
        edits.push(edit(span.start as usize, end, format!("Client::with_config(OpenAIConfig::new(){base}")));
    }
    let span = context.outline.node(id)?.span;
    let types = if names.contains(&"ChatCompletionRequest") { "types::CreateChatCompletionRequestArgs, " } else { "" };
    edits.push(edit(
        span.start as usize,
        span.end as usize,
        format!("use async_openai::{{config::OpenAIConfig, {types}Client}}"),
    ));
    Some((edits, "async-openai speaks to any OpenAI-compatible gateway with the same builders. Messages and answers have types of its own: the compiler names them. http_referer and x_title were attribution headers of the source.".to_owned()))
}

fn renamed(span: &Span, to: &str) -> Edit {
    Edit { span: *span, replacement: to.to_owned() }
}

/// `openrouter::Client::new(key)` of rig becomes `openai::Client::from_url(key, base)`.
fn rig(context: &Context<'_>, import: &Import) -> Option<Rewriting> {
    let [name] = import.names.as_ref() else { return None };
    if context.outline.slice(name.imported) != "openrouter" || name.imported != name.local {
        return None;
    }
    let mut edits = vec![renamed(&name.imported, "openai")];
    for (_, node, names, spans) in uses(context, "openrouter") {
        match (names.as_slice(), spans) {
            (["openrouter", "Client", "new"], [first, _, last]) => {
                edits.push(renamed(first, "openai"));
                edits.push(renamed(last, "from_url"));
                edits.push(edit(before_end(node), before_end(node), format!(", \"{}\"", context.settings.base_url)));
            }
            (["openrouter", "Client"], [first, _]) => edits.push(renamed(first, "openai")),
            _ => return None,
        }
    }
    Some((edits, "The OpenAI client of rig speaks to any OpenAI-compatible gateway by from_url; later versions have builder().base_url(…) and openai::CompletionsClient for chat completions.".to_owned()))
}

/// `OpenRouter::Client.new(access_token:)` becomes `OpenAI::Client.new(access_token:, uri_base:)`.
fn ruby(context: &Context<'_>, id: NodeId) -> Option<Rewriting> {
    let mut edits = Vec::new();
    for (at, node, names, spans) in uses(context, "OpenRouter") {
        let (["OpenRouter", "Client", "new"], [first, _, last]) = (names.as_slice(), spans) else { return None };
        edits.push(renamed(first, "OpenAI"));
        let keys: Vec<&str> = context.entries_in(at).map(|(_, _, key)| key).collect();
        if keys.iter().any(|key| !matches!(*key, "access_token" | "request_timeout" | "uri_base")) {
            return None;
        }
        if !keys.contains(&"uri_base") {
            let base = format!("uri_base: \"{}\"", context.settings.base_url);
            let end = before_end(node);
            let bracket = context.outline.source().get(last.end as usize..)?.starts_with('(');
            let text = match (bracket, keys.is_empty()) {
                (false, _) => return None,
                (true, true) => base,
                (true, false) => format!(", {base}"),
            };
            edits.push(edit(end, end, text));
        }
    }
    let span = context.outline.node(id)?.span;
    let statement = context.outline.slice(span).replacen("open_router", "openai", 1);
    edits.push(edit(span.start as usize, span.end as usize, statement));
    Some((edits, "ruby-openai speaks to any OpenAI-compatible gateway with uri_base. client.complete(messages, model:) is client.chat(parameters: { model:, messages: }) there: change the calls, an old one raises NoMethodError.".to_owned()))
}

/// `simpleOpenRouterExecutor(key)` of Koog becomes an executor of its OpenAI client with another base URL.
fn koog(context: &Context<'_>, id: NodeId, import: &Import) -> Option<Rewriting> {
    let [name] = import.names.as_ref() else { return None };
    let name = context.outline.slice(name.local);
    let settings = context.settings;
    let path = if settings.path() == "/v1" {
        String::new()
    } else {
        format!(
            ", chatCompletionsPath = \"{}\"",
            format!("{}/chat/completions", settings.path()).trim_start_matches('/')
        )
    };
    let own = format!("OpenAIClientSettings(baseUrl = \"{}\"{path})", settings.origin());
    let client = "import ai.koog.prompt.executor.clients.openai.OpenAIClientSettings\nimport ai.koog.prompt.executor.clients.openai.OpenAILLMClient";
    let mut edits = Vec::new();
    let imports = match name {
        "simpleOpenRouterExecutor" => {
            format!("{client}\nimport ai.koog.prompt.executor.llms.SingleLLMPromptExecutor")
        }
        "OpenRouterLLMClient" => client.to_owned(),
        "OpenRouterModels" => String::new(),
        _ => return None,
    };
    for (_, node, names, spans) in uses(context, name) {
        let end = before_end(node);
        match names.as_slice() {
            ["simpleOpenRouterExecutor"] => {
                edits.push(renamed(spans.first()?, "SingleLLMPromptExecutor(OpenAILLMClient"));
                edits.push(edit(end, end, format!(", {own})")));
            }
            ["OpenRouterLLMClient"] => {
                edits.push(renamed(spans.first()?, "OpenAILLMClient"));
                edits.push(edit(end, end, format!(", {own}")));
            }
            ["OpenRouterModels", model, ..] => {
                let message = format!("Name the target's id of {model}: LLModel(LLMProvider.OpenAI, id, capabilities)");
                edits.push(edit(node.span.start as usize, node.span.end as usize, format!("TODO(\"{message}\")")));
            }
            _ => return None,
        }
    }
    let span = context.outline.node(id)?.span;
    let newline =
        usize::from(imports.is_empty() && context.outline.source().get(span.end as usize..)?.starts_with('\n'));
    edits.push(edit(span.start as usize, span.end as usize + newline, imports));
    Some((edits, "Koog's OpenAI client speaks to any OpenAI-compatible gateway with another baseUrl. Its models of the source have ids of the source: each becomes a TODO that throws until you name the target's id.".to_owned()))
}

/// `chat_openrouter(…)` of ellmer becomes `chat_openai_compatible(base_url = …, …)`.
fn ellmer(context: &Context<'_>, call: NodeId, name: Span) -> Option<Rewriting> {
    const KNOWN: [&str; 8] =
        ["system_prompt", "api_key", "credentials", "model", "params", "api_args", "api_headers", "echo"];
    let node = context.outline.node(call)?;
    let keys: Vec<&str> = context.entries_in(call).map(|(_, _, key)| key).collect();
    let positional =
        context.outline.children(call).any(|(_, child)| !matches!(child.kind, Kind::Entry(_) | Kind::Comment));
    if positional || keys.iter().any(|key| !KNOWN.contains(key)) {
        return None;
    }
    let open = name.end as usize + 1;
    let variable = &context.settings.key_variable;
    let mut added = format!("base_url = \"{}\"", context.settings.base_url);
    if !keys.contains(&"api_key") && !keys.contains(&"credentials") {
        added += &format!(", credentials = function() Sys.getenv(\"{variable}\")");
    }
    if has_arguments(context, node, name.end) {
        added += ", ";
    }
    let edits = vec![renamed(&name, "chat_openai_compatible"), edit(open, open, added)];
    Some((
        edits,
        "chat_openai_compatible of ellmer (from 0.4.0) is the same chat for any gateway with chat completions."
            .to_owned(),
    ))
}

/// `openai.LLM.with_openrouter(…)` of LiveKit becomes `openai.LLM(base_url=…, api_key=…, …)`.
fn livekit(context: &Context<'_>, call: NodeId, name: Span) -> Option<Rewriting> {
    const KNOWN: [&str; 8] =
        ["model", "api_key", "base_url", "user", "temperature", "tool_choice", "parallel_tool_calls", "timeout"];
    const FIELDS: [(&str, &str); 3] = [("fallback_models", "models"), ("provider", "provider"), ("plugins", "plugins")];
    let entries: Vec<_> = context.entries_in(call).collect();
    let has = |wanted: &str| entries.iter().any(|(_, _, key)| *key == wanted);
    let known = |key: &str| KNOWN.contains(&key) || FIELDS.iter().any(|(option, _)| *option == key);
    if entries.iter().any(|(_, _, key)| !known(key)) {
        return None;
    }
    let mut edits = gathered(context, Container { name: "extra_body", in_object: false }, &entries, &FIELDS)?;
    // `.with_openrouter` goes with its dot.
    edits.push(edit(name.start as usize - 1, name.end as usize, ""));
    let open = name.end as usize + context.outline.source().get(name.end as usize..)?.find('(')? + 1;
    let mut added = Vec::new();
    if !has("base_url") {
        added.push(format!("base_url=\"{}\"", context.settings.base_url));
    }
    if !has("api_key") {
        added.push(format!("api_key={}", super::key_expression(context)));
        edits.extend(super::import_os(context, None));
    }
    if !added.is_empty() {
        let rest = context.outline.source().get(open..)?;
        let gap: String = rest.chars().take_while(|c| c.is_whitespace()).collect();
        let text = added.join(", ");
        let text = match (entries.is_empty(), gap.contains('\n')) {
            (true, _) => text,
            (false, true) => format!("{gap}{text},"),
            (false, false) => format!("{text}, "),
        };
        edits.push(edit(open, open, text));
    }
    Some((edits, "openai.LLM of the plugin is the same class with any OpenAI-compatible base URL; what was sent beside the model goes along in extra_body.".to_owned()))
}
