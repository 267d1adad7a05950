//! promptfoo's configuration. Texts stand in JSON's quotes, which are YAML's as well.
//! What promptfoo has no words for goes into the `metadata` of a test, which it keeps and does not read.

use serde_json::{Map, Value, json};

use crate::gateway::endpoint::Endpoint;
use crate::golden::check::Check;
use crate::golden::set::{GoldenCase, GoldenSet};

pub(super) fn write(set: &GoldenSet) -> String {
    let mut prompts = Vec::new();
    let mut providers: Vec<(String, Vec<Value>)> = Vec::new();
    let mut tests = Vec::new();
    for case in &set.cases {
        let (raw, config) = prompt(case);
        let mut entry = Map::new();
        entry.insert("label".to_owned(), case.id.clone().into());
        entry.insert("raw".to_owned(), raw.into());
        if !config.is_empty() {
            entry.insert("config".to_owned(), config.into());
        }
        prompts.push(Value::Object(entry));
        let start = match case.endpoint {
            Endpoint::ChatCompletions => "openai:chat:",
            Endpoint::Responses => "openai:responses:",
        };
        let id = format!("{start}{}", case.model());
        match providers.iter_mut().find(|(other, _)| *other == id) {
            Some((_, names)) => names.push(case.id.clone().into()),
            None => providers.push((id, vec![case.id.clone().into()])),
        }
        tests.extend(case.rows.iter().map(|row| test(case, &json!(row))));
    }
    let providers: Vec<Value> =
        providers.into_iter().map(|(id, names)| json!({ "id": id, "prompts": names })).collect();
    let file = json!({ "description": set.name, "prompts": prompts, "providers": providers, "tests": tests });
    let mut out = String::from(
        "# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json\n\
         # Set OPENAI_BASE_URL and OPENAI_API_KEY for the gateway that is to answer.\n",
    );
    yaml(&file, 0, &mut out);
    out
}

/// The text of the prompt, and what stands beside it in the request.
fn prompt(case: &GoldenCase) -> (String, Map<String, Value>) {
    let name = match case.endpoint {
        Endpoint::ChatCompletions => "messages",
        Endpoint::Responses => "input",
    };
    let raw = case.body.get(name).map(Value::to_string).unwrap_or_default();
    let mut config = case.body.clone();
    config.retain(|field, _| field != name && field != "model");
    (raw, config)
}

fn test(case: &GoldenCase, row: &Value) -> Value {
    let mut test = Map::new();
    if !case.description.is_empty() {
        test.insert("description".to_owned(), case.description.clone().into());
    }
    test.insert("prompts".to_owned(), json!([case.id]));
    test.insert("vars".to_owned(), row.clone());
    let asserts: Vec<Value> = case.checks.iter().map(assert).collect();
    if !asserts.is_empty() {
        test.insert("assert".to_owned(), asserts.into());
        test.insert("metadata".to_owned(), json!({ "switchyard": { "case": case.id, "checks": case.checks } }));
    }
    Value::Object(test)
}

/// promptfoo's words for a check.
fn assert(check: &Check) -> Value {
    let plain = |kind: &str, value: &str| json!({ "type": kind, "value": value });
    match check {
        Check::Equals { text } => plain("equals", text),
        Check::Contains { text, ignore_case } => plain(if *ignore_case { "icontains" } else { "contains" }, text),
        Check::NotContains { text, ignore_case } => {
            plain(if *ignore_case { "not-icontains" } else { "not-contains" }, text)
        }
        Check::Regex { pattern } => plain("regex", pattern),
        Check::JsonSchema { schema } => json!({ "type": "is-json", "value": schema }),
        Check::ToolCall { name, .. } => plain("contains", name),
        Check::Length { at_least, at_most } => {
            let least = at_least.map(|least| format!("output.length >= {least}"));
            let most = at_most.map(|most| format!("output.length <= {most}"));
            let both: Vec<String> = [least, most].into_iter().flatten().collect();
            plain("javascript", if both.is_empty() { "true".to_owned() } else { both.join(" && ") }.as_str())
        }
        Check::Refusal { expected } => json!({ "type": if *expected { "is-refusal" } else { "not-is-refusal" } }),
        Check::CostAtMost { usd } => {
            let threshold = serde_json::from_str::<Value>(usd).unwrap_or(Value::Null);
            json!({ "type": "cost", "threshold": threshold })
        }
        Check::LatencyAtMost { ms } => json!({ "type": "latency", "threshold": ms }),
    }
}

/// Block style for what is read, JSON for the small.
fn yaml(value: &Value, indent: usize, out: &mut String) {
    let pad = "  ".repeat(indent);
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                out.push_str(&pad);
                out.push_str(&key(name));
                out.push(':');
                nested(value, indent + 1, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                out.push_str(&pad);
                out.push('-');
                nested(item, indent + 1, out);
            }
        }
        other => {
            out.push_str(&pad);
            out.push_str(&other.to_string());
            out.push('\n');
        }
    }
}

fn nested(value: &Value, indent: usize, out: &mut String) {
    let is_block = match value {
        Value::Object(fields) => !fields.is_empty() && indent < 6,
        Value::Array(items) => !items.is_empty() && indent < 6,
        _ => false,
    };
    if is_block {
        out.push('\n');
        yaml(value, indent, out);
    } else {
        out.push(' ');
        out.push_str(&value.to_string());
        out.push('\n');
    }
}

/// A name in quotes, unless it is a plain word.
fn key(name: &str) -> String {
    let plain = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&name.to_ascii_lowercase().as_str());
    if plain { name.to_owned() } else { Value::String(name.to_owned()).to_string() }
}
