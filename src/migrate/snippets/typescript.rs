//! A request with the `openai` package for TypeScript.
//! Not a client of its own: the package sends every field of the body, whether its types know the field or not.
//! **Invariant:** the code compiles under `tsc --strict` for any body: one that surely fits the package's types is
//! passed as it is, any other through one cast in plain sight.

use serde_json::{Map, Value};

use super::Checked;
use super::literal::TYPESCRIPT;
use super::quote::double_quoted;
use crate::gateway::endpoint::Endpoint;

pub(super) fn write(context: &Checked<'_>) -> String {
    let mut code = String::from("import OpenAI from \"openai\";\n\nconst client = new OpenAI({\n");
    code.push_str(&format!("  baseURL: {},\n", double_quoted(context.base_url)));
    // Without the empty text the package would fall back to OPENAI_API_KEY and send that key to this gateway.
    code.push_str(&format!("  apiKey: process.env.{} ?? \"\",\n", context.key_variable));
    if !context.headers.is_empty() {
        code.push_str("  defaultHeaders: {\n");
        for (name, value) in &context.headers {
            code.push_str(&format!("    {}: {},\n", double_quoted(name), double_quoted(value)));
        }
        code.push_str("  },\n");
    }
    code.push_str("});\n\n");

    let method = match context.endpoint {
        Endpoint::ChatCompletions => "chat.completions",
        Endpoint::Responses => "responses",
    };
    let body = object(&context.body);
    let argument = if fits_types(context.endpoint, &context.body) {
        body
    } else {
        code.push_str("// The package sends all of this, but its types do not know every field.\n");
        code.push_str(&format!("const body = {body};\n\n"));
        format!("body as unknown as OpenAI.{}", type_name(context.endpoint, context.stream))
    };
    let call = format!("await client.{method}.create({argument});\n");
    code.push_str(&match (context.endpoint, context.stream) {
        (Endpoint::ChatCompletions, false) => {
            format!("const completion = {call}console.log(completion.choices?.[0]?.message?.content);\n")
        }
        (Endpoint::Responses, false) => format!("const response = {call}console.log(response.output_text);\n"),
        // Some chunks have no choices: the one with the usage, and errors in the middle of a stream.
        (Endpoint::ChatCompletions, true) => format!(
            "const stream = {call}\
             for await (const chunk of stream) {{\n\
             \x20 process.stdout.write(chunk.choices?.[0]?.delta?.content ?? \"\");\n\
             }}\n"
        ),
        (Endpoint::Responses, true) => format!(
            "const stream = {call}\
             for await (const event of stream) {{\n\
             \x20 if (event.type === \"response.output_text.delta\") process.stdout.write(event.delta);\n\
             }}\n"
        ),
    });
    code
}

/// The name of the package's type of a body, below its `OpenAI` namespace.
fn type_name(endpoint: Endpoint, stream: bool) -> &'static str {
    match (endpoint, stream) {
        (Endpoint::ChatCompletions, false) => "Chat.ChatCompletionCreateParamsNonStreaming",
        (Endpoint::ChatCompletions, true) => "Chat.ChatCompletionCreateParamsStreaming",
        (Endpoint::Responses, false) => "Responses.ResponseCreateParamsNonStreaming",
        (Endpoint::Responses, true) => "Responses.ResponseCreateParamsStreaming",
    }
}

/// The body with a line for every field.
fn object(body: &Map<String, Value>) -> String {
    let mut code = String::from("{\n");
    for (key, value) in body {
        let key = (TYPESCRIPT.key)(key);
        let column = key.chars().count() + 4;
        code.push_str(&format!("  {key}: {},\n", TYPESCRIPT.literal(value, 2, column)));
    }
    code.push('}');
    code
}

/// Whether the package's types surely take the body: only plain fields of plain types. It may say no too often.
fn fits_types(endpoint: Endpoint, body: &Map<String, Value>) -> bool {
    let required = match endpoint {
        Endpoint::ChatCompletions => ["model", "messages"],
        Endpoint::Responses => ["model", "input"],
    };
    let is_plain = |(key, value): (&String, &Value)| match (endpoint, key.as_str()) {
        (_, "model" | "user") | (Endpoint::Responses, "instructions" | "previous_response_id") => value.is_string(),
        (_, "temperature" | "top_p")
        | (Endpoint::ChatCompletions, "max_tokens" | "max_completion_tokens" | "n" | "seed")
        | (Endpoint::ChatCompletions, "frequency_penalty" | "presence_penalty" | "top_logprobs")
        | (Endpoint::Responses, "max_output_tokens") => value.is_number(),
        (_, "stream" | "store" | "parallel_tool_calls") | (Endpoint::ChatCompletions, "logprobs") => value.is_boolean(),
        (Endpoint::ChatCompletions, "stop") => {
            value.is_string() || value.as_array().is_some_and(|stops| stops.iter().all(Value::is_string))
        }
        (Endpoint::ChatCompletions, "messages") => is_plain_talk(value),
        (Endpoint::Responses, "input") => value.is_string() || is_plain_talk(value),
        _ => false,
    };
    required.iter().all(|key| body.contains_key(*key)) && body.iter().all(is_plain)
}

/// Whether a value is a list of messages with a role and a text, and nothing else in them.
fn is_plain_talk(value: &Value) -> bool {
    let is_plain = |message: &Value| {
        let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
        message.as_object().is_some_and(|message| message.len() == 2)
            && matches!(role, "system" | "developer" | "user" | "assistant")
            && message.get("content").is_some_and(Value::is_string)
    };
    value.as_array().is_some_and(|messages| messages.iter().all(is_plain))
}
