//! Presets for the target and `provider` objects for single requests, from the routing and the defaults that the code has.
//!
//! A preset of the target holds a system prompt, allowed models, provider lists, limits and default parameters; a request
//! names it by the model (`@name`), and what the request says itself wins. Presets are made in the dashboard or with
//! `POST /presets` and a management key (guide to presets and `routes/v1/control/presets.ts`, 22 August 2026; the members
//! of `config` are those that `pipeline/before/schemas.ts` reads).
//!
//! Not the presets of the source's account: their contents stand nowhere in the code, so that a name is all there is.
//! `provider.order` stays with the requests: in a preset it also limits the providers to those it names (the same source).
//!
//! **Invariant:** a promise of privacy that cannot be kept is listed, and in no definition; the same findings give the same
//! plan.

pub mod provider_id;
#[cfg(test)]
mod tests;

use super::translate::{Change, Decisions, Severity, translate_decided};
use crate::gateway::endpoint::Endpoint;
use crate::migrate::field_map::Edition;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// A request body, or the defaults of one, as it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundBody {
    /// Where, for a person: a file and a line.
    pub place: String,
    /// The members that are known; any may be missing.
    pub body: Value,
}

/// A preset to be made on the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// The name, with its `@`.
    pub name: String,
    /// The body for `POST /presets`.
    pub definition: Value,
    /// Where the code has what it holds.
    pub places: Vec<String>,
}

/// What one request sends from now on.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestRouting {
    /// Where the request was found.
    pub place: String,
    /// The preset that has its defaults, to be sent as `model`.
    pub preset: Option<String>,
    /// Its `provider` object for the target.
    pub provider: Option<Value>,
}

/// What the target does not take over.
#[derive(Debug, Clone, PartialEq)]
pub struct NotCarried {
    /// Where it was found.
    pub place: String,
    /// What it is about; `Privacy` is red and needs a person.
    pub change: Change,
}

/// Everything for the target.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// In the order of the findings, equal ones once.
    pub presets: Vec<Preset>,
    /// One for each finding.
    pub requests: Vec<RequestRouting>,
    /// Worst first.
    pub not_carried: Vec<NotCarried>,
}

/// Default parameters that a preset holds.
const PARAMETERS: [&str; 17] = [
    "temperature",
    "top_p",
    "top_k",
    "top_a",
    "min_p",
    "frequency_penalty",
    "presence_penalty",
    "repetition_penalty",
    "logit_bias",
    "max_tokens",
    "max_completion_tokens",
    "max_output_tokens",
    "seed",
    "stop",
    "response_format",
    "service_tier",
    "parallel_tool_calls",
];

/// Members of `provider` that a preset holds: name at the request, name in the preset.
const LIMITS: [(&str, &str); 8] = [
    ("max_price", "max_price"),
    ("maxPrice", "max_price"),
    ("preferred_min_throughput", "preferred_min_throughput"),
    ("preferredMinThroughput", "preferred_min_throughput"),
    ("preferred_max_latency", "preferred_max_latency"),
    ("preferredMaxLatency", "preferred_max_latency"),
    ("zdr", "require_zero_data_retention"),
    ("require_zero_data_retention", "require_zero_data_retention"),
];

/// Makes the plan.
#[must_use]
pub fn plan(found: &[FoundBody], edition: Edition, decisions: &Decisions<'_>) -> Plan {
    let mut plan = Plan::default();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut names: HashSet<String> = HashSet::new();
    for FoundBody { place, body } in found {
        let endpoint = if body.get("input").is_some() { Endpoint::Responses } else { Endpoint::ChatCompletions };
        let translation = translate_decided(body, endpoint, edition, decisions);
        let named = body.get("model").is_some() || body.get("models").is_some();
        let lost =
            translation.changes.into_iter().filter(|change| is_lost(change) && (named || change.path != "model"));
        plan.not_carried.extend(lost.map(|change| NotCarried { place: place.clone(), change }));
        let config = config(&translation.body);
        let preset = config.map(|config| {
            let at = *known.entry(config.to_string()).or_insert_with(|| {
                let name = free_name(&translation.body, &mut names);
                let definition = json!({
                    "name": name, "description": description(place), "visibility": "team", "config": config
                });
                plan.presets.push(Preset { name, definition, places: Vec::new() });
                plan.presets.len() - 1
            });
            plan.presets.get_mut(at).map(|preset| {
                preset.places.push(place.clone());
                preset.name.clone()
            })
        });
        let provider = translation.body.get("provider").filter(|provider| provider.is_object()).cloned();
        plan.requests.push(RequestRouting { place: place.clone(), preset: preset.flatten(), provider });
    }
    plan.not_carried.sort_by_key(|entry| {
        (std::cmp::Reverse(entry.change.requires_decision), std::cmp::Reverse(entry.change.severity))
    });
    plan
}

/// What waits for a person, is about privacy, or is gone.
fn is_lost(change: &Change) -> bool {
    change.requires_decision
        || change.severity == Severity::Privacy
        || change.severity > Severity::Note && !change.is_kept()
}

/// The `config` of a preset; `None` if the body has nothing that a preset holds beside the model.
fn config(body: &Value) -> Option<Value> {
    let mut config = Map::new();
    if let Some(prompt) = system_prompt(body) {
        config.insert("system_prompt".to_owned(), Value::from(prompt));
    }
    if let Some(provider) = body.get("provider") {
        for (name, own) in [("only", "only_providers"), ("ignore", "ignore_providers")] {
            if let Some(list) = provider.get(name).filter(|list| list.as_array().is_some_and(|list| !list.is_empty())) {
                config.insert(own.to_owned(), list.clone());
            }
        }
        let limits: Map<String, Value> =
            LIMITS.iter().filter_map(|(name, own)| Some(((*own).to_owned(), provider.get(*name)?.clone()))).collect();
        if !limits.is_empty() {
            config.insert("provider".to_owned(), Value::Object(limits));
        }
        let sort = provider.get("sort").map(|sort| sort.get("by").unwrap_or(sort)).filter(|sort| sort.is_string());
        if let Some(sort) = sort {
            config.insert("routing_mode".to_owned(), sort.clone());
        }
    }
    let parameters: Map<String, Value> =
        PARAMETERS.iter().filter_map(|name| Some(((*name).to_owned(), body.get(*name)?.clone()))).collect();
    if !parameters.is_empty() {
        config.insert("parameters".to_owned(), Value::Object(parameters));
    }
    if let Some(reasoning) = body.get("reasoning").filter(|reasoning| reasoning.is_object()) {
        config.insert("reasoning".to_owned(), reasoning.clone());
    }
    if config.is_empty() {
        return None;
    }
    if let Some(model) = body.get("model").and_then(Value::as_str).filter(|model| !model.starts_with('@')) {
        config.insert("models".to_owned(), json!([model]));
    }
    Some(Value::Object(config))
}

/// The text that stands before the conversation.
fn system_prompt(body: &Value) -> Option<&str> {
    let is_system =
        |message: &&Value| matches!(message.get("role").and_then(Value::as_str), Some("system" | "developer"));
    let first = body.get("messages").and_then(|messages| messages.get(0)).filter(is_system);
    let text = first.and_then(|message| message.get("content")).or_else(|| body.get("instructions"))?.as_str()?;
    (!text.is_empty()).then_some(text)
}

/// A name that the target takes (`@`, a letter or digit, then letters, digits, `-`, `_`, `.`; 100 characters at most).
fn free_name(body: &Value, names: &mut HashSet<String>) -> String {
    let id = body.get("model").and_then(Value::as_str).unwrap_or("defaults");
    let slug = id.rsplit('/').next().unwrap_or(id);
    let plain: String = slug
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_') { letter } else { '-' })
        .take(80)
        .collect();
    let plain = plain.trim_start_matches(['-', '.', '_']).trim_end_matches('-');
    let base = if plain.is_empty() { "@preset".to_owned() } else { format!("@{plain}") };
    let numbered = (1_usize..).map(|number| if number == 1 { base.clone() } else { format!("{base}-{number}") });
    let name = numbered.into_iter().find(|name| !names.contains(name)).unwrap_or(base);
    names.insert(name.clone());
    name
}

fn description(place: &str) -> String {
    let place: String = place.chars().take(200).collect();
    format!("From {place}")
}
