//! Writes a compatibility module for a layer that comes as JSON on stdin. For the tests that run such modules.
//! Not a tool of the page: the page calls the library.
//!
//! ```text
//! cargo run --example compatibility -- typescript|python < layer.json
//! ```
//!
//! The layer: `{"source": {"name", "base_url", "key_variable"}, "target": {…}, "aliases": [["from", "to"], …],
//! "unresolved": […], "dropped_headers": […], "fields": ["usage.cost", …]}`. What is missing is empty.
//! **Invariant:** stdout is the module and nothing else; anything that is wrong with the layer goes to stderr.

use serde_json::Value;
use std::io::{self, Read, Write};
use switchyard::migrate::compatibility::{Endpoint, Language, Layer, ResponseField, generate};

fn main() -> Result<(), String> {
    let language = match std::env::args().nth(1).as_deref() {
        Some("typescript") => Language::TypeScript,
        Some("python") => Language::Python,
        _ => return Err("compatibility typescript|python < layer.json".to_owned()),
    };
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).map_err(|error| error.to_string())?;
    let layer: Value = serde_json::from_str(&input).map_err(|error| error.to_string())?;
    let aliases: Option<Vec<(&str, &str)>> = list(&layer, "aliases").iter().map(pair).collect();
    let fields: Result<Vec<ResponseField>, String> = texts(&layer, "fields")?.into_iter().map(field).collect();
    let module = generate(
        language,
        &Layer {
            source: endpoint(&layer, "source")?,
            target: endpoint(&layer, "target")?,
            aliases: &aliases.ok_or("an alias is not a pair of texts")?,
            unresolved: &texts(&layer, "unresolved")?,
            dropped_headers: &texts(&layer, "dropped_headers")?,
            fields: &fields?,
        },
    );
    io::stdout().write_all(module.as_bytes()).map_err(|error| error.to_string())
}

fn list<'a>(layer: &'a Value, key: &str) -> &'a [Value] {
    layer.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn texts<'a>(layer: &'a Value, key: &str) -> Result<Vec<&'a str>, String> {
    let texts: Option<Vec<&str>> = list(layer, key).iter().map(Value::as_str).collect();
    texts.ok_or_else(|| format!("{key} has something that is no text"))
}

fn pair(value: &Value) -> Option<(&str, &str)> {
    match value.as_array().map(Vec::as_slice) {
        Some([source, target]) => Some((source.as_str()?, target.as_str()?)),
        _ => None,
    }
}

fn field(path: &str) -> Result<ResponseField, String> {
    ResponseField::by_path(path).ok_or_else(|| format!("no field is known at {path}"))
}

fn endpoint<'a>(layer: &'a Value, key: &str) -> Result<Endpoint<'a>, String> {
    let text = |name: &str| {
        let found = layer.get(key).and_then(|endpoint| endpoint.get(name)).and_then(Value::as_str);
        found.ok_or_else(|| format!("{key}.{name} is missing"))
    };
    Ok(Endpoint { name: text("name")?, base_url: text("base_url")?, key_variable: text("key_variable")? })
}
