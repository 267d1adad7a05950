//! A request with the `openai` package for Python.
//! Not a client of its own: the package takes known fields as arguments and everything else in `extra_body`.
//! **Invariant:** no field is passed as an argument that an installed package may not know, because Python would
//! refuse the call; in `extra_body` every version sends it.

use serde_json::{Map, Value};

use super::Checked;
use super::literal::PYTHON;
use super::quote::double_quoted;
use crate::gateway::endpoint::Endpoint;

/// Arguments of `chat.completions.create` since version 1.66 (March 2025), read from its signature.
const CHAT_ARGUMENTS: [&str; 31] = [
    "model",
    "messages",
    "audio",
    "frequency_penalty",
    "function_call",
    "functions",
    "logit_bias",
    "logprobs",
    "max_completion_tokens",
    "max_tokens",
    "metadata",
    "modalities",
    "n",
    "parallel_tool_calls",
    "prediction",
    "presence_penalty",
    "reasoning_effort",
    "response_format",
    "seed",
    "service_tier",
    "stop",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "user",
    "web_search_options",
];

/// Arguments of `responses.create` since version 1.66 (March 2025), read from its signature.
const RESPONSES_ARGUMENTS: [&str; 17] = [
    "model",
    "input",
    "include",
    "instructions",
    "max_output_tokens",
    "metadata",
    "parallel_tool_calls",
    "previous_response_id",
    "reasoning",
    "store",
    "stream",
    "temperature",
    "text",
    "tool_choice",
    "tools",
    "top_p",
    "truncation",
];

/// Arguments that the package insists on.
const CHAT_REQUIRED: [&str; 2] = ["model", "messages"];

pub(super) fn write(context: &Checked<'_>) -> String {
    let (method, arguments, required) = match context.endpoint {
        Endpoint::ChatCompletions => ("chat.completions", CHAT_ARGUMENTS.as_slice(), CHAT_REQUIRED.as_slice()),
        Endpoint::Responses => ("responses", RESPONSES_ARGUMENTS.as_slice(), [].as_slice()),
    };
    let (known, other): (Vec<_>, Vec<_>) = context.body.iter().partition(|(key, _)| arguments.contains(&key.as_str()));
    // `models` without `model` is a request that the source gateway takes and the package does not: `omit` satisfies
    // the package and sends nothing.
    let missing: Vec<&str> = required.iter().copied().filter(|key| !context.body.contains_key(*key)).collect();

    let names = if missing.is_empty() { "OpenAI" } else { "OpenAI, omit" };
    let mut code = format!("import os\n\nfrom openai import {names}\n\nclient = OpenAI(\n");
    code.push_str(&format!("    base_url={},\n", double_quoted(context.base_url)));
    code.push_str(&format!("    api_key=os.environ[{}],\n", double_quoted(context.key_variable)));
    if !context.headers.is_empty() {
        code.push_str("    default_headers={\n");
        for (name, value) in &context.headers {
            code.push_str(&format!("        {}: {},\n", double_quoted(name), double_quoted(value)));
        }
        code.push_str("    },\n");
    }
    code.push_str(")\n\n");

    let result = match (context.stream, context.endpoint) {
        (true, _) => "stream",
        (false, Endpoint::ChatCompletions) => "completion",
        (false, Endpoint::Responses) => "response",
    };
    code.push_str(&format!("{result} = client.{method}.create(\n"));
    for key in missing {
        code.push_str(&format!("    {key}=omit,\n"));
    }
    for (key, value) in known {
        code.push_str(&format!("    {key}={},\n", PYTHON.literal(value, 4, key.len() + 6)));
    }
    if !other.is_empty() {
        let other: Map<String, Value> = other.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        code.push_str(&format!("    extra_body={},\n", PYTHON.literal(&Value::Object(other), 4, 16)));
    }
    code.push_str(")\n");
    code.push_str(match (context.endpoint, context.stream) {
        (Endpoint::ChatCompletions, false) => {
            "if completion.choices:\n    print(completion.choices[0].message.content)\n"
        }
        (Endpoint::Responses, false) => "print(response.output_text)\n",
        // Some chunks have no choices: the one with the usage, and errors in the middle of a stream. The target's last one
        // is a whole answer, whose choice has a message and no delta.
        (Endpoint::ChatCompletions, true) => {
            "for chunk in stream:\n    \
             delta = chunk.choices[0].delta if chunk.choices else None\n    \
             if delta and delta.content:\n        \
             print(delta.content, end=\"\", flush=True)\n"
        }
        (Endpoint::Responses, true) => {
            "for event in stream:\n    \
             if event.type == \"response.output_text.delta\":\n        \
             print(event.delta, end=\"\", flush=True)\n"
        }
    });
    code
}
