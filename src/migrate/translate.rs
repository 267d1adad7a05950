//! A request body of the source in, the body for the target out, and every change with its reason; and the same the
//! other way for answers ([`answer`]).
//!
//! Not a change to code, and not the choice of models: ids change only by approved pairs and by the documented forms
//! (`@preset/`, `~`, suffixes). Not `/messages`: that endpoint has a body of its own.
//!
//! What is removed, and what stays:
//! - what did nothing on the source, or has a counterpart, is removed or translated, and told;
//! - what the target drops silently is removed and told, so that the body shows what happens;
//! - what cannot be carried and changes what the request means **stays in the body**, so that the target refuses it with
//!   400 until a person decides. A refused request loses nothing; one that goes out without its promise does.
//!
//! A privacy promise is the strictest case: `data_collection: "deny"` stays, no prompt leaves the house, and only
//! [`Decisions::privacy`] can turn it into zero data retention (another promise) or take it away. `zdr` is read by the
//! target and stays.
//!
//! **Invariant:** a translated body translates to itself (as long as no approved target is the source of another pair);
//! member order and digits are kept; nothing recurses; linear in the size of the body.

pub mod answer;
mod caching;
mod draft;
mod endpoint_keys;
mod excerpt;
mod fields;
mod legacy;
mod messages;
mod model_id;
mod nulls;
mod plugins;
#[cfg(test)]
mod properties;
mod provider;
mod reasoning;
mod suffix;
#[cfg(test)]
mod tests;
mod tools;
mod unknown_key;

use crate::gateway::endpoint::Endpoint;
use crate::migrate::field_map::{Edition, Fate, Kind};
use draft::Draft;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How much a change matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is lost.
    Note,
    /// Something works less well, otherwise, or no longer.
    Degrades,
    /// The target refuses it, and nothing there replaces it.
    Refused,
    /// It is about a promise of privacy.
    Privacy,
}

/// One change, or one thing to know that changed nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where in the body that came in, for example `messages[2].content`; empty for the whole body.
    pub path: String,
    /// What the target does with it as it came in.
    pub fate: Fate,
    /// How much it matters.
    pub severity: Severity,
    /// Whether the body cannot be sent until a person has decided.
    pub requires_decision: bool,
    /// What stood there. Long texts are shortened: this is to be shown.
    pub before: Option<Value>,
    /// What stands there now, likewise; `None` if it is gone, equal to `before` if it stays, `{name: value}` if it stands
    /// under another name or elsewhere.
    pub after: Option<Value>,
    /// What was done and why, as sentences.
    pub reason: String,
    /// Where the fact was read, with its date.
    pub source: String,
}

impl Change {
    /// Whether it only says something.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.before == self.after
    }
}

/// A translated body.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// The body for the other side.
    pub body: Value,
    /// What was changed, in the order of the rules.
    pub changes: Vec<Change>,
}

impl Translation {
    /// Whether nothing waits for a person.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.changes.iter().any(|change| change.requires_decision)
    }
}

/// What to do with a promise of privacy that the target cannot keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivacyDecision {
    /// It stays, so that the target refuses the request.
    #[default]
    Ask,
    /// Zero data retention is asked for instead: another promise.
    ZeroRetention,
    /// It is given up.
    GiveUp,
}

/// What to do with anything else that the target refuses and that nothing replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnsupportedDecision {
    /// It stays, so that the target refuses the request.
    #[default]
    Ask,
    /// It is left out.
    LeaveOut,
}

/// What a person has decided.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decisions<'a> {
    /// On promises of privacy.
    pub privacy: PrivacyDecision,
    /// On what has no counterpart.
    pub unsupported: UnsupportedDecision,
    /// Approved pairs of model ids: source, target.
    pub aliases: &'a [(&'a str, &'a str)],
}

/// Translates a request body with nothing decided.
#[must_use]
pub fn translate_request(body: &Value, endpoint: Endpoint, edition: Edition) -> Translation {
    translate_decided(body, endpoint, edition, &Decisions::default())
}

/// Translates a request body.
#[must_use]
pub fn translate_decided(body: &Value, endpoint: Endpoint, edition: Edition, decisions: &Decisions<'_>) -> Translation {
    let Value::Object(members) = body else {
        let mut draft = Draft::new(serde_json::Map::new(), endpoint, edition, *decisions);
        let reason = "A request body is a JSON object; this is none, and nothing was changed.";
        draft.ask("", (Kind::Request, "messages"), Severity::Refused, body, reason);
        return Translation { body: body.clone(), changes: draft.changes };
    };
    let mut draft = Draft::new(members.clone(), endpoint, edition, *decisions);
    nulls::translate(&mut draft);
    legacy::translate(&mut draft);
    messages::translate(&mut draft);
    model_id::translate(&mut draft);
    provider::translate(&mut draft);
    plugins::translate(&mut draft);
    tools::translate(&mut draft);
    reasoning::translate(&mut draft);
    caching::translate(&mut draft);
    fields::translate(&mut draft);
    endpoint_keys::translate(&mut draft);
    unknown_key::translate(&mut draft);
    Translation { body: Value::Object(draft.body), changes: draft.changes }
}
