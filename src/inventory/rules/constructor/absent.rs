//! Imports of packages of the source for which no recipe holds: what they bring is put in place by something that fails
//! where it is used.
//! Not a rewriting: the code to write stands in the reason.
//!
//! Scripts get definitions that throw when they are called; compiled languages get an import that is gone, so that the
//! compiler names every place that has to be written anew.
//! **Invariant:** a program never goes on to speak to the source by such an import, and never silently without it.

use super::super::stand_in;
use crate::inventory::context::Context;
use crate::inventory::language::Language;
use crate::inventory::outline::{Import, Kind, NodeId, Span};
use crate::migrate::change::Edit;

/// The edits, and what is said of them; `None` where the language has no such thing.
pub(super) fn edits(context: &Context<'_>, id: NodeId, import: &Import) -> Option<(Vec<Edit>, String)> {
    let node = context.outline.node(id)?;
    let statement = context.outline.slice(node.span);
    let message = format!(
        "no equivalent of this package: write the call with an OpenAI-compatible client, base URL {}, key {}",
        context.settings.base_url, context.settings.key_variable
    );
    let names: Vec<&str> = import.names.iter().map(|name| context.outline.slice(name.local)).collect();
    use Language as L;
    let mut edits = Vec::new();
    let replacement = match context.language {
        L::TypeScript | L::JavaScript | L::Vue | L::Svelte => script(context, statement, &names, &message),
        L::Python => python(context, node.span, &names, &message),
        L::Ruby => {
            edits.extend(renamed_constants(context, "OpenRouter"));
            format!("raise NotImplementedError, \"{message}\"")
        }
        L::Rust => {
            edits.extend(renamed_constants(context, "OpenRouterClient"));
            edits.extend(renamed_constants(context, "openrouter"));
            format!("compile_error!(\"{message}\")")
        }
        L::Go => format!("// {message}"),
        L::Kotlin => {
            edits.extend(renamed_constants(context, "simpleOpenRouterExecutor"));
            edits.extend(renamed_constants(context, "OpenRouterLLMClient"));
            format!("// {message}")
        }
        L::Java | L::CSharp | L::Swift | L::Php => format!("// {message}"),
        L::Elixir => format!("raise \"{message}\""),
        _ => return None,
    };
    // An import that is commented out takes its semicolon along.
    edits.push(Edit { span: node.span, replacement });
    edits.retain(|edit| edit.span == node.span || edit.span.end <= node.span.start || edit.span.start >= node.span.end);
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits.dedup();
    let module = context.outline.slice(import.module);
    let reason = format!(
        "NO PROVEN EQUIVALENT: what this file does with {module} is not known to mean the same elsewhere. The import becomes something that fails where it is used (or does not compile). Code to write instead: {}",
        code_to_write(context)
    );
    Some((edits, reason))
}

/// The OpenAI-compatible client of the language, as code.
fn code_to_write(context: &Context<'_>) -> String {
    use Language as L;
    let (base, key) = (&context.settings.base_url, &context.settings.key_variable);
    let bare = base.split_once("://").map_or(base.as_str(), |(_, rest)| rest);
    let code = match context.language {
        L::TypeScript | L::JavaScript | L::Vue | L::Svelte => {
            format!(
                "import OpenAI from \"openai\"; const client = new OpenAI({{ baseURL: \"{base}\", apiKey: process.env.{key} }});"
            )
        }
        L::Python => {
            format!("from openai import OpenAI; client = OpenAI(base_url=\"{base}\", api_key=os.environ[\"{key}\"])")
        }
        L::Go => format!(
            "client := openai.NewClient(option.WithBaseURL(\"{base}\"), option.WithAPIKey(os.Getenv(\"{key}\")))"
        ),
        L::Rust => format!(
            "let client = async_openai::Client::with_config(OpenAIConfig::new().with_api_base(\"{base}\").with_api_key(std::env::var(\"{key}\")?));"
        ),
        L::Ruby => format!("client = OpenAI::Client.new(access_token: ENV.fetch(\"{key}\"), uri_base: \"{base}\")"),
        L::Php => format!("$client = OpenAI::factory()->withBaseUri('{bare}')->withApiKey(getenv('{key}'))->make();"),
        L::Java => format!(
            "OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl(\"{base}\").apiKey(System.getenv(\"{key}\")).build();"
        ),
        L::Kotlin => format!(
            "val client = OpenAIOkHttpClient.builder().baseUrl(\"{base}\").apiKey(System.getenv(\"{key}\")).build()"
        ),
        L::CSharp => format!(
            "var client = new OpenAIClient(new ApiKeyCredential(Environment.GetEnvironmentVariable(\"{key}\")), new OpenAIClientOptions {{ Endpoint = new Uri(\"{base}\") }});"
        ),
        L::Elixir => {
            format!("client = OpenaiEx.new(System.fetch_env!(\"{key}\")) |> OpenaiEx.with_base_url(\"{base}\")")
        }
        _ => return format!("the OpenAI client of the language with the base URL {base} and the key from {key}."),
    };
    format!("`{code}`")
}

/// Definitions that throw, one for each name.
fn script(context: &Context<'_>, statement: &str, names: &[&str], message: &str) -> String {
    let typed = context.language == Language::TypeScript || statement.starts_with("import type");
    let any = if typed { ": any" } else { "" };
    if !statement.starts_with("import ") && !statement.starts_with("export ") {
        // `require("…")` and `import("…")` are expressions.
        return stand_in::expression(context.language, message).unwrap_or_default();
    }
    if names.is_empty() {
        return format!("throw new Error(\"{message}\");");
    }
    let export = if statement.starts_with("export ") { "export " } else { "" };
    let definitions: Vec<String> = names
        .iter()
        .map(|name| {
            if statement.starts_with("import type") {
                format!("type {name} = never;")
            } else if statement.contains("* as ") {
                format!("const {name}{any} = new Proxy({{}}, {{ get() {{ throw new Error(\"{message}\"); }} }});")
            } else {
                format!("{export}const {name}{any} = function () {{ throw new Error(\"{message}\"); }};")
            }
        })
        .collect();
    definitions.join("\n")
}

/// Functions that raise, or a raise where a whole module is imported.
fn python(context: &Context<'_>, span: Span, names: &[&str], message: &str) -> String {
    let line = context.line_span(span);
    let indent: String = context.outline.slice(line).chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    if !context.outline.slice(span).starts_with("from ") || names.contains(&"*") {
        return format!("raise NotImplementedError(\"{message}\")");
    }
    let definitions: Vec<String> = names
        .iter()
        .map(|name| format!("def {name}(*arguments, **options):\n{indent}    raise NotImplementedError(\"{message}\")"))
        .collect();
    definitions.join(&format!("\n\n{indent}"))
}

/// A name of the source in calls and paths, made one that nobody has defined.
fn renamed_constants(context: &Context<'_>, name: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (_, node) in context.outline.nodes() {
        let (Kind::Call(segments) | Kind::Path(segments)) = node.kind else { continue };
        for span in context.outline.segment_spans(segments) {
            if context.outline.slice(*span) == name {
                let no =
                    if name.starts_with(|c: char| c.is_ascii_uppercase()) { "NoEquivalent" } else { "no_equivalent" };
                edits.push(Edit { span: *span, replacement: no.to_owned() });
            }
        }
    }
    edits
}
