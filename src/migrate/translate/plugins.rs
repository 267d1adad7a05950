//! `plugins`: the target knows `response-healing` alone (`plugins/registry.ts`, 22 August 2026).
//! Not the router's plugin of a body whose router was translated: that one was read before it goes.

use super::Severity::{self, Degrades, Note};
use super::draft::{Draft, RowName};
use crate::migrate::field_map::{Kind, row};
use serde_json::Value;

/// Translates them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    draft.revise("plugins", |draft, value| {
        let Value::Array(plugins) = value else {
            let reason = "The target takes a list here and answers 400.";
            return draft.unsupported("plugins", (Kind::Request, "plugins"), &value, reason).then_some(value);
        };
        let kept: Vec<Value> = plugins
            .into_iter()
            .enumerate()
            .filter_map(|(at, plugin)| one(draft, &format!("plugins[{at}]"), plugin))
            .collect();
        (!kept.is_empty()).then_some(Value::Array(kept))
    });
}

fn one(draft: &mut Draft<'_>, path: &str, plugin: Value) -> Option<Value> {
    let id = plugin.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let found = row(Kind::Plugin, &id);
    let name: RowName = (Kind::Plugin, found.map_or("any other plugin", |row| row.name));
    if id != "response-healing" && plugin.get("enabled") == Some(&Value::Bool(false)) {
        draft.gone(path, name, Note, &plugin, "It is switched off, and the target would answer 400 to it.");
        return None;
    }
    let (severity, reason): (Severity, &str) = match id.as_str() {
        "response-healing" => {
            if draft.body.get("stream") == Some(&Value::Bool(true)) {
                let reason = "The target does not heal streams.";
                draft.tell(path, name, Degrades, Some(&plugin), Some(&plugin), reason);
            }
            return Some(plugin);
        }
        "web" => return tool(draft, path, name, plugin, "phaseo:web_search"),
        "web-fetch" => return tool(draft, path, name, plugin, "phaseo:web_fetch"),
        "fusion" => return tool(draft, path, name, plugin, "phaseo:fusion"),
        "file-parser" => (
            Degrades,
            "The target refuses file-parser with 400: nothing reads files on chat. Send input_file on /responses.",
        ),
        "context-compression" => (
            Degrades,
            "The target refuses context-compression with 400 and compresses nothing: a prompt that is too long is an error.",
        ),
        "auto-router" | "auto-beta-router" => {
            (Degrades, "The target refuses this plugin with 400; its router reads routing.auto.allowed_models.")
        }
        "pareto-router" => (Degrades, "The target refuses this plugin with 400 and has no such router."),
        "moderation" => {
            let reason = "The target refuses this plugin with 400. It has /moderations and guardrails of the workspace: set them up before this check goes.";
            return draft.unsupported(path, name, &plugin, reason).then_some(plugin);
        }
        _ => {
            let reason = "The target knows no plugin of this id and answers 400.";
            return draft.unsupported(path, name, &plugin, reason).then_some(plugin);
        }
    };
    draft.gone(path, name, severity, &plugin, reason);
    None
}

/// A plugin that is a server tool on the target.
fn tool(draft: &mut Draft<'_>, path: &str, name: RowName, plugin: Value, kind: &'static str) -> Option<Value> {
    if !draft.add_tool(kind) {
        let reason = format!("The target has the tool {kind} for it, but tools is no list here.");
        return draft.unsupported(path, name, &plugin, reason).then_some(plugin);
    }
    let reason = format!(
        "The target refuses this plugin with 400; the tool {kind} does it when the model calls it. Options of the plugin do not go along."
    );
    let after = serde_json::json!({ "tools": [{ "type": kind }] });
    draft.tell(path, name, Degrades, Some(&plugin), Some(&after), reason);
    None
}
