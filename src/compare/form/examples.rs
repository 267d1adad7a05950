//! Worked examples of a tool and of a response schema, as each endpoint writes them.
//! Source: the OpenAI documentation of function calling and structured outputs, which both gateways follow (August 2026).
//! **Invariant:** the schemas are strict: every field required, none beyond them.

use serde_json::{Value, json};

use crate::gateway::endpoint::Endpoint;

/// A tool.
#[must_use]
pub fn tool(endpoint: Endpoint) -> Value {
    let description = "Gives the weather of a city right now.";
    let parameters = json!({
        "type": "object",
        "properties": {
            "city": { "type": "string", "description": "The name of the city, such as Paris" },
            "unit": { "type": "string", "enum": ["celsius", "fahrenheit"] }
        },
        "required": ["city", "unit"],
        "additionalProperties": false
    });
    match endpoint {
        Endpoint::ChatCompletions => json!({
            "type": "function",
            "function": {
                "name": "get_weather", "description": description, "parameters": parameters, "strict": true
            }
        }),
        Endpoint::Responses => json!({
            "type": "function", "name": "get_weather", "description": description, "parameters": parameters, "strict": true
        }),
    }
}

/// The form of an answer.
#[must_use]
pub fn response_format(endpoint: Endpoint) -> Value {
    let schema = json!({
        "type": "object",
        "properties": {
            "summary": { "type": "string" },
            "steps": { "type": "array", "items": { "type": "string" } },
            "confidence": { "type": "number" }
        },
        "required": ["summary", "steps", "confidence"],
        "additionalProperties": false
    });
    match endpoint {
        Endpoint::ChatCompletions => json!({
            "type": "json_schema",
            "json_schema": { "name": "answer", "strict": true, "schema": schema }
        }),
        Endpoint::Responses => json!({ "type": "json_schema", "name": "answer", "strict": true, "schema": schema }),
    }
}
