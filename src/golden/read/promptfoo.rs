//! promptfoo's configuration: prompts, providers, tests with variables and assertions
//! (promptfoo.dev/docs/configuration, November 2026). Not its providers' keys, transforms or graders.
//! **Invariant:** an assertion that no check can carry is said, never taken for passed.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Read, left_out};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::golden::check::Check;
use crate::golden::set::{GoldenCase, GoldenSet, Row, is_name, placeholders};

/// Rows that one test may unfold to.
const MOST_ROWS: usize = 1_000;

struct Prompt {
    id: String,
    raw: Value,
    config: Map<String, Value>,
}

struct Provider {
    endpoint: Endpoint,
    model: String,
    prompts: Option<BTreeSet<String>>,
    config: Map<String, Value>,
}

pub(super) fn read(file: &Value) -> Result<Read, Diagnostic> {
    let mut notes = Vec::new();
    let prompts = prompts(file, &mut notes);
    if prompts.is_empty() {
        return Err(Diagnostic::new(
            "The file has no prompts that can be read.",
            "A promptfoo configuration has a list `prompts`; those in other files are not followed.",
            "Write the prompts into the file itself.",
        ));
    }
    let providers = providers(file, &mut notes);
    let nothing = vec![json!({})];
    let tests = file.get("tests").and_then(Value::as_array).unwrap_or(&nothing);
    if file.get("tests").is_some_and(|tests| !tests.is_array()) {
        notes.push(left_out("The tests were left out.", "They are in another file, which is not followed."));
    }
    let default = file.get("defaultTest").cloned().unwrap_or(Value::Null);
    let mut set = GoldenSet { name: text(file, "description").unwrap_or_default().to_owned(), cases: Vec::new() };
    for prompt in &prompts {
        let provider =
            providers.iter().find(|provider| provider.prompts.as_ref().is_none_or(|names| names.contains(&prompt.id)));
        let (endpoint, body) = request(prompt, provider);
        for test in tests {
            let wanted = test.get("prompts").and_then(Value::as_array);
            if wanted.is_some_and(|names| !names.iter().any(|name| name.as_str() == Some(&prompt.id))) {
                continue;
            }
            let case = case(prompt, endpoint, body.clone(), test, &default, &mut notes);
            let same = |last: &&mut GoldenCase| {
                let kept = (&last.id, &last.description, &last.body, &last.checks, last.endpoint);
                kept == (&case.id, &case.description, &case.body, &case.checks, case.endpoint)
            };
            match set.cases.last_mut().filter(same) {
                Some(last) => last.rows.extend(case.rows),
                None => set.cases.push(case),
            }
        }
    }
    Ok((set, notes))
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

fn prompts(file: &Value, notes: &mut Vec<Diagnostic>) -> Vec<Prompt> {
    let list = match file.get("prompts") {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let mut prompts = Vec::new();
    for (index, prompt) in list.iter().enumerate() {
        let (raw, id) = match prompt {
            Value::String(raw) => (Value::String(raw.clone()), None),
            Value::Object(_) => (
                prompt
                    .get("raw")
                    .or_else(|| prompt.get("content"))
                    .cloned()
                    .unwrap_or_else(|| prompt.get("id").cloned().unwrap_or_default()),
                text(prompt, "label").or_else(|| text(prompt, "id").filter(|_| prompt.get("raw").is_some())),
            ),
            _ => (Value::Null, None),
        };
        let is_file = raw.as_str().is_none_or(|raw| raw.starts_with("file://") || raw.starts_with("exec:"));
        if is_file {
            let why = "It is in another file or made by a program; neither is followed.";
            notes.push(left_out(format!("Prompt {} was left out.", index + 1), why));
            continue;
        }
        let config = prompt.get("config").and_then(Value::as_object).cloned().unwrap_or_default();
        let id = id.map_or_else(|| format!("prompt-{}", index + 1), str::to_owned);
        prompts.push(Prompt { id, raw, config });
    }
    prompts
}

fn providers(file: &Value, notes: &mut Vec<Diagnostic>) -> Vec<Provider> {
    let list = match file.get("providers").or_else(|| file.get("targets")) {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let mut providers = Vec::new();
    for provider in &list {
        let Some(id) = provider.as_str().or_else(|| text(provider, "id")) else { continue };
        let model = ["openai:chat:", "openai:responses:", "openrouter:", "openai:"]
            .iter()
            .find_map(|start| id.strip_prefix(start));
        let Some(model) = model else {
            let why = "Only the providers `openai:chat:`, `openai:responses:` and `openrouter:` name a request of these gateways.";
            notes.push(left_out(format!("The provider {id} was left out."), why));
            continue;
        };
        let names = provider.get("prompts").and_then(Value::as_array);
        let names = names.map(|names| names.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        let mut config = provider.get("config").and_then(Value::as_object).cloned().unwrap_or_default();
        // Where and with what key it is sent is the page's.
        config.retain(|name, _| !name.starts_with("api") && !name.to_lowercase().contains("key") && name != "headers");
        providers.push(Provider {
            endpoint: if id.starts_with("openai:responses:") { Endpoint::Responses } else { Endpoint::ChatCompletions },
            model: model.to_owned(),
            prompts: names,
            config,
        });
    }
    let open = providers.iter().filter(|provider| provider.prompts.is_none()).count();
    if open > 1 {
        let why = "Each request goes to both gateways with one model.";
        notes.push(left_out(format!("Of {open} providers the first one was taken."), why));
    }
    providers
}

/// The request of a prompt.
fn request(prompt: &Prompt, provider: Option<&Provider>) -> (Endpoint, Map<String, Value>) {
    let mut body = Map::new();
    if let Some(provider) = provider {
        body.insert("model".to_owned(), provider.model.clone().into());
        body.extend(provider.config.clone());
    }
    body.extend(prompt.config.clone());
    let endpoint = provider.map_or(Endpoint::ChatCompletions, |provider| provider.endpoint);
    let raw = prompt.raw.as_str().unwrap_or_default();
    let parsed = serde_json::from_str::<Value>(raw).ok();
    match (endpoint, parsed) {
        (Endpoint::ChatCompletions, Some(messages @ Value::Array(_))) => {
            drop(body.insert("messages".to_owned(), messages))
        }
        (Endpoint::ChatCompletions, _) => {
            body.insert("messages".to_owned(), json!([{ "role": "user", "content": raw }]));
        }
        (Endpoint::Responses, Some(input @ (Value::Array(_) | Value::String(_)))) => {
            drop(body.insert("input".to_owned(), input))
        }
        (Endpoint::Responses, _) => drop(body.insert("input".to_owned(), raw.into())),
    }
    (endpoint, body)
}

fn case(
    prompt: &Prompt,
    endpoint: Endpoint,
    body: Map<String, Value>,
    test: &Value,
    default: &Value,
    notes: &mut Vec<Diagnostic>,
) -> GoldenCase {
    let own = test.get("metadata").and_then(|metadata| metadata.get("switchyard"));
    let id = own.and_then(|own| text(own, "case")).unwrap_or(&prompt.id);
    let mut case = GoldenCase::new(id, endpoint, body);
    case.description = text(test, "description").unwrap_or_default().to_owned();
    match own.and_then(|own| own.get("checks")).map(|checks| serde_json::from_value::<Vec<Check>>(checks.clone())) {
        // The checks as they were, written by this page beside promptfoo's own words for them.
        Some(Ok(checks)) => case.checks = checks,
        _ => {
            let asserts = [default, test].into_iter().filter_map(|test| test.get("assert")?.as_array()).flatten();
            for assert in asserts {
                match check(assert) {
                    Ok(checks) => case.checks.extend(checks),
                    Err(why) if notes.len() < 20 => {
                        let kind = text(assert, "type").unwrap_or("without a type").to_owned();
                        notes.push(left_out(format!("An assertion {kind} of {} was left out.", case.id), why));
                    }
                    Err(_) => {}
                }
            }
        }
    }
    let mut variables = Map::new();
    for test in [default, test] {
        variables.extend(test.get("vars").and_then(Value::as_object).cloned().unwrap_or_default());
    }
    case.rows = rows(&variables);
    let names = case.variables();
    for row in &mut case.rows {
        row.retain(|name, _| names.contains(name));
    }
    if case.rows.len() >= MOST_ROWS {
        notes.push(left_out(
            format!("The lists of {} unfold to too many rows.", case.id),
            format!("The first {MOST_ROWS} were taken."),
        ));
    }
    let templates = case.body.values().any(|value| {
        let mut found = false;
        crate::golden::set::texts(value, &mut |text| found |= has_template_code(text));
        found
    });
    if templates {
        let why =
            "Loops, conditions and filters of Nunjucks stay in the prompt as they are; only {{names}} are filled.";
        notes.push(left_out(format!("The prompt of {} holds template code.", case.id), why));
    }
    case
}

fn has_template_code(text: &str) -> bool {
    text.contains("{%")
        || text.split("{{").skip(1).any(|rest| {
            let inner = rest.split("}}").next().unwrap_or_default().trim();
            inner.contains('|') && inner.split('|').next().is_some_and(|name| is_name(name.trim()))
        }) && placeholders(text).is_empty()
}

/// Values that are lists unfold to one row for each combination.
fn rows(variables: &Map<String, Value>) -> Vec<Row> {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut rows = vec![Row::new()];
    for (name, value) in variables {
        let values: Vec<String> = match value {
            Value::Array(values) => values.iter().map(plain).collect(),
            other => vec![plain(other)],
        };
        let with = |row: &Row, value: &String| {
            let mut row = row.clone();
            row.insert(name.clone(), value.clone());
            row
        };
        let unfolded = rows.iter().flat_map(|row| values.iter().map(move |value| with(row, value)));
        rows = unfolded.take(MOST_ROWS).collect();
    }
    rows
}

/// The checks of an assertion.
fn check(assert: &Value) -> Result<Vec<Check>, String> {
    let kind = text(assert, "type").unwrap_or_default();
    let value = assert.get("value");
    let words = || match value {
        Some(Value::String(text)) if text.starts_with("file://") => Err("Its value is in another file.".to_owned()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err("Its value is no text.".to_owned()),
    };
    let threshold = || assert.get("threshold").or(value).filter(|value| value.is_number());
    let one = |check: Check| Ok(vec![check]);
    match kind {
        "equals" => match value {
            Some(Value::Object(_)) => Err("An object cannot be compared with a text; use is-json.".to_owned()),
            _ => one(Check::Equals { text: words()? }),
        },
        "contains" => one(Check::Contains { text: words()?, ignore_case: false }),
        "icontains" => one(Check::Contains { text: words()?, ignore_case: true }),
        "not-contains" => one(Check::NotContains { text: words()?, ignore_case: false }),
        "not-icontains" => one(Check::NotContains { text: words()?, ignore_case: true }),
        "contains-all" | "icontains-all" => {
            let all = value.and_then(Value::as_array).ok_or("Its value is no list.")?;
            let ignore_case = kind.starts_with('i');
            let each = |value: &Value| {
                let text = value.as_str().ok_or("One of its values is no text.")?.to_owned();
                Ok(Check::Contains { text, ignore_case })
            };
            all.iter().map(each).collect::<Result<Vec<_>, &str>>().map_err(str::to_owned)
        }
        "regex" => one(Check::Regex { pattern: words()? }),
        "is-json" => one(Check::JsonSchema {
            schema: match value {
                None | Some(Value::Null) => json!({}),
                Some(Value::String(text)) => {
                    serde_json::from_str(text).map_err(|error| format!("Its schema is no JSON: {error}."))?
                }
                Some(schema) => schema.clone(),
            },
        }),
        "is-refusal" => one(Check::Refusal { expected: true }),
        "not-is-refusal" => one(Check::Refusal { expected: false }),
        "cost" => one(Check::CostAtMost { usd: plain_decimal(threshold().ok_or("It has no threshold.")?)? }),
        "latency" => {
            let ms = threshold().and_then(Value::as_f64).ok_or("It has no threshold.")?;
            one(Check::LatencyAtMost { ms: ms.max(0.0).ceil() as u64 })
        }
        _ => Err("This page has no check of that kind.".to_owned()),
    }
}

fn plain_decimal(value: &Value) -> Result<String, String> {
    crate::gateway::money::Usd::from_json(value)
        .map(crate::gateway::money::Usd::to_plain)
        .ok_or_else(|| "Its threshold is no amount.".to_owned())
}

/// The check of an `__expected` cell of a CSV file: `kind: value`, or a text that the answer equals.
pub(super) fn expected(cell: &str) -> Result<Check, String> {
    let kinds = [
        "icontains",
        "contains",
        "not-contains",
        "not-icontains",
        "regex",
        "is-json",
        "is-refusal",
        "not-is-refusal",
        "equals",
        "cost",
        "latency",
    ];
    let (kind, value) = match cell.split_once(':') {
        Some((kind, value)) => (kind.trim(), value.trim()),
        None => (cell.trim(), ""),
    };
    let (kind, threshold) = match kind.split_once('(') {
        Some((kind, rest)) => (kind, rest.strip_suffix(')')),
        None => (kind, None),
    };
    if kinds.contains(&kind) {
        let mut assert = Map::from_iter([("type".to_owned(), Value::from(kind))]);
        if !value.is_empty() {
            assert.insert("value".to_owned(), value.into());
        }
        if let Some(threshold) = threshold.or(Some(value)).and_then(|text| serde_json::from_str::<Value>(text).ok()) {
            assert.insert("threshold".to_owned(), threshold);
        }
        return check(&Value::Object(assert))?.into_iter().next().ok_or_else(|| "It says nothing.".to_owned());
    }
    const OTHERS: [&str; 6] = ["llm-rubric", "similar", "javascript", "python", "fn", "factuality"];
    if OTHERS.contains(&kind) {
        return Err("This page has no check of that kind.".to_owned());
    }
    Ok(Check::Equals { text: cell.to_owned() })
}
