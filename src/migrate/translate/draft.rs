//! A body while it is being translated, and the list of what was done to it.
//! **Invariant:** a member that is put back stands where it stood.

use super::excerpt::excerpt;
use super::{Change, Decisions, Severity, UnsupportedDecision};
use crate::gateway::endpoint::Endpoint;
use crate::migrate::field_map::{Edition, Fate, Kind, row};
use serde_json::{Map, Value};

/// The row of the field map that a rule rests on.
pub(super) type RowName = (Kind, &'static str);

/// The work in progress.
pub(super) struct Draft<'a> {
    pub(super) body: Map<String, Value>,
    pub(super) endpoint: Endpoint,
    pub(super) edition: Edition,
    pub(super) decisions: Decisions<'a>,
    pub(super) changes: Vec<Change>,
    /// Server tools that are in the list by now, so that it is not searched again for each plugin.
    tools_there: Vec<&'static str>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        body: Map<String, Value>,
        endpoint: Endpoint,
        edition: Edition,
        decisions: Decisions<'a>,
    ) -> Self {
        Draft { body, endpoint, edition, decisions, changes: Vec::new(), tools_there: Vec::new() }
    }

    /// Whether a person said to leave out what has no counterpart.
    pub(super) fn leaves_out(&self) -> bool {
        self.decisions.unsupported == UnsupportedDecision::LeaveOut
    }

    /// Tells a change, or with equal values something to know.
    pub(super) fn tell(
        &mut self,
        path: impl Into<String>,
        name: RowName,
        severity: Severity,
        before: Option<&Value>,
        after: Option<&Value>,
        reason: impl Into<String>,
    ) {
        let found = row(name.0, name.1);
        self.changes.push(Change {
            path: path.into(),
            fate: found.map_or(Fate::Unknown, |row| row.fate(self.edition)),
            severity,
            requires_decision: false,
            before: before.map(excerpt),
            after: after.map(excerpt),
            reason: reason.into(),
            source: found.map_or_else(String::new, |row| format!("{}, {}", row.source, row.date)),
        });
    }

    /// Tells that something is gone.
    pub(super) fn gone(
        &mut self,
        path: impl Into<String>,
        name: RowName,
        severity: Severity,
        before: &Value,
        reason: impl Into<String>,
    ) {
        self.tell(path, name, severity, Some(before), None, reason);
    }

    /// Tells that something stays and that a person has to decide.
    pub(super) fn ask(
        &mut self,
        path: impl Into<String>,
        name: RowName,
        severity: Severity,
        kept: &Value,
        reason: impl Into<String>,
    ) {
        self.tell(path, name, severity, Some(kept), Some(kept), reason);
        if let Some(change) = self.changes.last_mut() {
            change.requires_decision = true;
        }
    }

    /// What has no counterpart: it stays and a person is asked, or it goes because a person said so. True if it stays.
    pub(super) fn unsupported(
        &mut self,
        path: impl Into<String>,
        name: RowName,
        value: &Value,
        reason: impl Into<String>,
    ) -> bool {
        if self.leaves_out() {
            self.gone(path, name, Severity::Degrades, value, reason);
            false
        } else {
            self.ask(path, name, Severity::Refused, value, reason);
            true
        }
    }

    /// Lets a rule change a member of the body; `None` removes it.
    pub(super) fn revise(&mut self, name: &str, rule: impl FnOnce(&mut Self, Value) -> Option<Value>) {
        let Some(slot) = self.body.get_mut(name) else { return };
        let value = std::mem::take(slot);
        match rule(self, value) {
            Some(value) => {
                self.body.insert(name.to_owned(), value);
            }
            None => {
                self.body.shift_remove(name);
            }
        }
    }

    /// Adds a server tool unless it is there. True if it was added or is there.
    pub(super) fn add_tool(&mut self, kind: &'static str) -> bool {
        if self.tools_there.contains(&kind) {
            return true;
        }
        let tools = self.body.entry("tools").or_insert_with(|| Value::Array(Vec::new()));
        let Value::Array(tools) = tools else { return false };
        if !tools.iter().any(|tool| tool.get("type").and_then(Value::as_str) == Some(kind)) {
            tools.push(serde_json::json!({ "type": kind }));
        }
        self.tools_there.push(kind);
        true
    }

    /// Sets a member of an object of the body unless it is there. False if another value or no object is in the way.
    pub(super) fn set_inner(&mut self, outer: &str, name: &str, value: &str) -> bool {
        let holder = self.body.entry(outer.to_owned()).or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(holder) = holder else { return false };
        if let Some(there) = holder.get(name).filter(|there| !there.is_null()) {
            return there.as_str() == Some(value);
        }
        holder.insert(name.to_owned(), Value::from(value));
        true
    }
}

/// The path of a member.
pub(super) fn member(path: &str, name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    match (plain, path.is_empty()) {
        (true, true) => name.to_owned(),
        (true, false) => format!("{path}.{name}"),
        (false, _) => format!("{path}[{}]", Value::from(name)),
    }
}

/// Gives a member another name at its place.
pub(super) fn rename(map: &mut Map<String, Value>, old: &str, new: &str) {
    let members = std::mem::take(map);
    map.extend(
        members.into_iter().map(|(name, value)| if name == old { (new.to_owned(), value) } else { (name, value) }),
    );
}

/// The `type` of a part or tool.
pub(super) fn kind_of(value: &Value) -> &str {
    value.get("type").and_then(Value::as_str).unwrap_or_default()
}
