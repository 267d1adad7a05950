//! What a request asks for that its answer can be held against: tools with their schemas, the form of the answer.
//! Not a check of the request. **Invariant:** what is not understood is not asked for.

use serde_json::Value;

use crate::gateway::endpoint::Endpoint;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// Name and parameter schema of each tool.
    pub tools: Vec<(String, Value)>,
    /// `auto`, `none`, `required`, or the name of a tool.
    pub tool_choice: Option<String>,
    /// Whether the answer is to be JSON.
    pub json: bool,
    /// The schema that it is to fit.
    pub schema: Option<Value>,
}

impl Asked {
    /// Reads the body of a request.
    #[must_use]
    pub fn read(body: &str, endpoint: Endpoint) -> Asked {
        serde_json::from_str(body).map(|body| Asked::of(&body, endpoint)).unwrap_or_default()
    }

    fn of(body: &Value, endpoint: Endpoint) -> Asked {
        let tools = body.get("tools").and_then(Value::as_array).into_iter().flatten().filter_map(tool).collect();
        let format = match endpoint {
            Endpoint::ChatCompletions => body.get("response_format"),
            Endpoint::Responses => body.pointer("/text/format"),
        };
        let kind = format.and_then(|format| format.get("type")).and_then(Value::as_str).unwrap_or_default();
        // Chat nests the schema, responses does not.
        let schema = format.and_then(|format| format.pointer("/json_schema/schema").or_else(|| format.get("schema")));
        Asked {
            tools,
            tool_choice: body.get("tool_choice").and_then(choice),
            json: matches!(kind, "json_object" | "json_schema"),
            schema: schema.filter(|_| kind == "json_schema").cloned(),
        }
    }

    /// The parameter schema of a tool.
    #[must_use]
    pub fn parameters(&self, tool: &str) -> Option<&Value> {
        self.tools.iter().find(|(name, _)| name == tool).map(|(_, schema)| schema)
    }
}

fn tool(value: &Value) -> Option<(String, Value)> {
    let function = value.get("function").unwrap_or(value);
    let name = function.get("name").and_then(Value::as_str)?;
    let schema = function.get("parameters").filter(|schema| schema.is_object()).cloned();
    Some((name.to_owned(), schema.unwrap_or_else(|| Value::Object(serde_json::Map::new()))))
}

fn choice(value: &Value) -> Option<String> {
    let named = || value.get("function").unwrap_or(value).get("name").and_then(Value::as_str);
    value.as_str().or_else(named).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_endpoints() {
        let parameters = json!({"type": "object"});
        let chat = json!({
            "tools": [{"type": "function", "function": {"name": "weather", "parameters": parameters}}, {"type": "web"}],
            "tool_choice": {"type": "function", "function": {"name": "weather"}},
            "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "array"}}}
        });
        let responses = json!({
            "tools": [{"type": "function", "name": "weather", "parameters": parameters}],
            "tool_choice": "required",
            "text": {"format": {"type": "json_schema", "name": "x", "schema": {"type": "array"}}}
        });
        let chat = Asked::read(&chat.to_string(), Endpoint::ChatCompletions);
        let responses = Asked::read(&responses.to_string(), Endpoint::Responses);
        for asked in [&chat, &responses] {
            assert_eq!(asked.parameters("weather"), Some(&parameters));
            assert_eq!((asked.json, asked.schema.as_ref()), (true, Some(&json!({"type": "array"}))));
        }
        assert_eq!(
            (chat.tool_choice.as_deref(), responses.tool_choice.as_deref()),
            (Some("weather"), Some("required"))
        );
        let object = Asked::read(r#"{"response_format": {"type": "json_object"}}"#, Endpoint::ChatCompletions);
        assert_eq!((object.json, object.schema), (true, None));
        for body in ["", "[]", "{}", r#"{"tools": 3, "response_format": "json"}"#] {
            assert_eq!(Asked::read(body, Endpoint::ChatCompletions), Asked::default(), "{body}");
        }
    }
}
