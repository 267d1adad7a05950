//! Tools: server tools of the source under their name at the target, and what functions may not hold.
//! Not the schemas of functions, which belong to their author.

use super::Severity;
use super::draft::{Draft, kind_of, member};
use super::nulls::without_nulls;
use crate::gateway::endpoint::Endpoint;
use crate::migrate::field_map::{Fate, Kind, row};
use serde_json::Value;

/// Translates them.
pub(super) fn translate(draft: &mut Draft<'_>) {
    draft.revise("tools", |draft, value| {
        let Value::Array(tools) = value else { return Some(value) };
        let kept = tools.into_iter().enumerate().filter_map(|(at, tool)| one(draft, &format!("tools[{at}]"), tool));
        let kept: Vec<Value> = kept.collect();
        (!kept.is_empty()).then_some(Value::Array(kept))
    });
}

fn one(draft: &mut Draft<'_>, path: &str, tool: Value) -> Option<Value> {
    let Value::Object(mut tool) = tool else { return Some(tool) };
    without_nulls(draft, &mut tool, path, &[]);
    if let Some(Value::Object(function)) = tool.get_mut("function") {
        without_nulls(draft, function, &member(path, "function"), &[]);
    }
    if let Some(control) = tool.shift_remove("cache_control") {
        let row = (Kind::Request, "tools[].cache_control");
        draft.gone(member(path, "cache_control"), row, Severity::Degrades, &control, super::caching::PART_REASON);
    }
    let tool = Value::Object(tool);
    let kind = kind_of(&tool).to_owned();
    if !kind.starts_with("openrouter:") {
        return Some(tool);
    }
    let place = member(path, "type");
    let found = row(Kind::Tool, &kind);
    let only_responses = kind == "openrouter:apply_patch" && draft.endpoint == Endpoint::ChatCompletions;
    match found.filter(|row| row.fate(draft.edition) == Fate::Renamed && !only_responses) {
        Some(found) => {
            let mut tool = tool;
            let after = Value::from(found.target);
            let reason = "The target refuses the source's server tools with 400; it has this one under another name, and its options may differ.";
            draft.tell(
                place,
                (Kind::Tool, found.name),
                Severity::Degrades,
                Some(&Value::from(kind)),
                Some(&after),
                reason,
            );
            if let Some(slot) = tool.get_mut("type") {
                *slot = after;
            }
            Some(tool)
        }
        None => {
            let name = found.map_or("openrouter:bash", |row| row.name);
            let reason = if only_responses {
                "The target has this tool on /responses only and answers 400 here."
            } else {
                "The target has no such server tool and answers 400. Run it yourself as a function."
            };
            draft.unsupported(place, (Kind::Tool, name), &tool, reason).then_some(tool)
        }
    }
}
