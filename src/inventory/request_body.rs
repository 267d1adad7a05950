//! Request bodies that stand in the code: what is literal of each call that asks a model for something.
//! Not a finding, and not the whole request: what is put together at run time is not there.
//!
//! **Invariant:** every member was written in the code as it is here; what is computed is left out, never guessed.

use serde_json::{Map, Value};

use super::outline::{EntryForm, Kind, Node, NodeId, Outline};

/// How deep values are read.
const DEEPEST: usize = 12;

/// Members of which one must stand beside `model`, so that not every record with a model is taken for a request.
const TELLING: [&str; 14] = [
    "messages",
    "input",
    "prompt",
    "provider",
    "plugins",
    "transforms",
    "models",
    "temperature",
    "max_tokens",
    "max_completion_tokens",
    "top_p",
    "stream",
    "tools",
    "extra_body",
];

/// The request bodies of a file, each with the byte at which it begins. One inside another is not listed again.
#[must_use]
pub fn request_bodies(outline: &Outline<'_>) -> Vec<(usize, Value)> {
    let mut bodies = Vec::new();
    let mut end = 0;
    for (id, node) in outline.nodes() {
        if node.span.start < end || !matches!(node.kind, Kind::Map | Kind::Call(_)) {
            continue;
        }
        let names: Vec<&str> = entries(outline, id).map(|(name, _)| name).collect();
        let is_request = names.contains(&"model") && names.iter().any(|name| TELLING.contains(name));
        if is_request && let Some(Value::Object(mut body)) = value(outline, id, node, 0) {
            // The Python client sends what it does not know itself this way.
            if let Some(Value::Object(extra)) = body.shift_remove("extra_body") {
                body.extend(extra);
            }
            end = node.span.end;
            bodies.push((node.span.start as usize, Value::Object(body)));
        }
    }
    bodies
}

fn entries<'o>(outline: &'o Outline<'_>, id: NodeId) -> impl Iterator<Item = (&'o str, NodeId)> {
    outline.children(id).filter_map(|(child, node)| match &node.kind {
        Kind::Entry(entry) if matches!(entry.form, EntryForm::Property | EntryForm::Argument) => {
            Some((outline.slice(entry.key), child))
        }
        _ => None,
    })
}

fn value(outline: &Outline<'_>, id: NodeId, node: &Node, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    let inner = |(child, node): (NodeId, &Node)| value(outline, child, node, depth + 1);
    match &node.kind {
        Kind::Text(text) => Some(Value::from(outline.value(text))),
        Kind::Number => serde_json::from_str(&outline.slice(node.span).replace('_', "")).ok(),
        Kind::Path(names) => match outline.names(*names).collect::<Vec<_>>().as_slice() {
            ["true" | "True"] => Some(Value::Bool(true)),
            ["false" | "False"] => Some(Value::Bool(false)),
            ["null" | "None" | "nil"] => Some(Value::Null),
            _ => None,
        },
        Kind::List => Some(Value::Array(outline.children(id).filter_map(inner).collect())),
        Kind::Map | Kind::Call(_) => {
            let members: Map<String, Value> = entries(outline, id)
                .filter_map(|(name, child)| Some((name.to_owned(), inner(outline.children(child).next()?)?)))
                .collect();
            // A call is a body by its named arguments; as a value within one it is computed.
            (matches!(node.kind, Kind::Map) || depth == 0).then_some(Value::Object(members))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::language_of::language_of;
    use crate::inventory::reading::read;
    use serde_json::json;

    #[track_caller]
    fn check(path: &str, source: &str, expected: &[Value]) {
        let outline = read(language_of(path, source), path, source);
        let bodies: Vec<Value> = request_bodies(&outline).into_iter().map(|(_, body)| body).collect();
        assert_eq!(bodies, expected, "{source}");
    }

    #[test]
    fn literal_members_are_read_and_computed_ones_left_out() {
        check(
            "a.ts",
            r#"await client.chat.completions.create({ model: "a/b", temperature: 0.2, stream: true, user: id(),
                 messages: [{ role: "system", content: "Be brief." }, { role: "user", content: text }],
                 provider: { order: ["openai"], data_collection: "deny" } })"#,
            &[json!({
                "model": "a/b", "temperature": 0.2, "stream": true,
                "messages": [{"role": "system", "content": "Be brief."}, {"role": "user"}],
                "provider": {"order": ["openai"], "data_collection": "deny"}
            })],
        );
        check(
            "a.py",
            r#"client.chat.completions.create(model="a/b", max_tokens=10, messages=messages, extra_body={"provider": {"zdr": True}, "route": None})"#,
            &[json!({"model": "a/b", "max_tokens": 10, "provider": {"zdr": true}, "route": null})],
        );
    }

    #[test]
    fn records_that_ask_for_nothing_are_no_requests() {
        check("a.ts", r#"const car = { model: "T", price: 3 }; log({ messages: [] });"#, &[]);
    }

    #[test]
    fn a_request_in_a_request_is_one() {
        let source = r#"send({ model: "a/b", messages: [{ model: "x", messages: [] }] })"#;
        check("a.js", source, &[json!({"model": "a/b", "messages": [{"model": "x", "messages": []}]})]);
    }

    #[test]
    fn deep_values_end() {
        let source = format!(r#"f({{ model: "a", messages: {}1{} }})"#, "[".repeat(200), "]".repeat(200));
        let outline = read(language_of("a.js", &source), "a.js", &source);
        let _ = request_bodies(&outline);
    }
}
