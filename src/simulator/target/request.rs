//! The gates of the target in their order: size, JSON, schema, model, keys and filters, capabilities, providers.
//! Source: `pipeline/before/*` of 22 Aug 2026. **Invariant:** a bad model is reported before an unknown key.

use super::error::{Issue, Shape, inference, validation};
use super::outage::too_large;
use super::schema;
use crate::gateway::accepted_keys::is_accepted;
use crate::gateway::endpoint::Endpoint;
use crate::simulator::Role;
use crate::simulator::catalogue::provider::by_target_id;
use crate::simulator::catalogue::{Inputs, Model, TargetMatch, at_target, for_faults};
use crate::simulator::fault::Fault;
use crate::simulator::incoming::{Body, Incoming};
use crate::simulator::question::Question;
use crate::simulator::reply::Reply;
use crate::simulator::strike;
use serde_json::{Map, Value, json};

/// The limit of a JSON body.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// A request that will be answered.
pub(super) struct Accepted {
    pub(super) body: Map<String, Value>,
    pub(super) question: Question,
    pub(super) model: &'static Model,
    /// Target id of the provider that serves.
    pub(super) provider: &'static str,
}

/// Everything the caller knows.
pub(super) struct Gate<'a> {
    pub(super) role: Role,
    pub(super) responses: bool,
    pub(super) fault: Option<Fault>,
    pub(super) id: &'a str,
}

/// Passes a request through all gates.
pub(super) fn accept(gate: &Gate<'_>, incoming: &Incoming<'_>) -> Result<Accepted, Box<Reply>> {
    if incoming.body.len() > LARGEST_BODY {
        return Err(Box::new(too_large(Shape::Inference, gate.id)));
    }
    let body = match incoming.json() {
        Body::Object(mut body) => {
            strike::parameters(gate.fault, &mut body);
            body
        }
        Body::Unreadable => {
            return Err(Box::new(inference(400, "invalid_json", "The body is not valid JSON.", gate.id, json!({}))));
        }
        Body::Other => {
            let issue = Issue::new("invalid_type", Vec::new(), "Invalid input: expected object");
            return Err(Box::new(validation(&[issue], gate.id)));
        }
    };
    refuse(gate, &schema::issues(gate.role, gate.responses, &body))?;
    let (model, named) = resolve(gate, &body)?;
    refuse(gate, &key_issues(gate, &body))?;
    let question = if gate.responses { Question::of_responses(&body) } else { Question::of_chat(&body) };
    if question.images() > 0 && model.inputs == Inputs::Text {
        let more = json!({ "reason": "input_modality_unsupported", "unsupported": ["image"] });
        return Err(Box::new(inference(400, "unsupported_modalities", "The model reads no images.", gate.id, more)));
    }
    refuse(gate, &capability_issues(&body, model))?;
    let provider = provider_of(gate, &body, model, named)?;
    Ok(Accepted { body, question, model, provider })
}

fn refuse(gate: &Gate<'_>, issues: &[Issue]) -> Result<(), Box<Reply>> {
    if issues.is_empty() { Ok(()) } else { Err(Box::new(validation(issues, gate.id))) }
}

fn resolve(gate: &Gate<'_>, body: &Map<String, Value>) -> Result<(&'static Model, Option<&'static str>), Box<Reply>> {
    let id = body.get("model").and_then(Value::as_str).unwrap_or_default();
    if id == "phaseo/auto" && gate.role == Role::Phaseo {
        let allowed =
            body.get("routing").and_then(|routing| routing.pointer("/auto/allowed_models")).and_then(Value::as_array);
        if !allowed.is_some_and(|all| (2..=8).contains(&all.len())) {
            let path = vec![json!("routing"), json!("auto"), json!("allowed_models")];
            return Err(Box::new(validation(
                &[Issue::new("auto_allowed_models_required", path, "Name 2 to 8 models")],
                gate.id,
            )));
        }
    }
    let own_fault = id.strip_prefix("fault/").and_then(Fault::parse);
    if own_fault.is_some() && (own_fault == gate.fault || own_fault == Some(Fault::Mixed)) {
        return for_faults().map(|model| (model, None)).ok_or_else(|| Box::new(unknown_model(gate, id)));
    }
    match at_target(gate.role, id) {
        TargetMatch::Model(model, named) => Ok((model, named)),
        TargetMatch::MissingPreset => {
            let more = json!({ "reason": "gateway_context_failed" });
            Err(Box::new(inference(500, "gateway_error", "The request's context could not be loaded.", gate.id, more)))
        }
        TargetMatch::Unknown => Err(Box::new(unknown_model(gate, id))),
    }
}

fn unknown_model(gate: &Gate<'_>, id: &str) -> Reply {
    let endpoint = if gate.responses { "responses" } else { "chat.completions" };
    let more = json!({
        "reason": "model_not_found_or_inactive", "error_operational_kind": "invalid_model_slug", "model": id,
        "endpoint": endpoint, "provider_candidate_diagnostics": { "totalProviders": 0 }
    });
    let description = format!("The model {id} is not known or not active on this endpoint.");
    inference(400, "unsupported_model_or_endpoint", &description, gate.id, more)
}

/// Unknown keys, plugins and routing filters.
fn key_issues(gate: &Gate<'_>, body: &Map<String, Value>) -> Vec<Issue> {
    let endpoint = if gate.responses { Endpoint::Responses } else { Endpoint::ChatCompletions };
    let mut issues: Vec<Issue> = body
        .keys()
        .filter(|key| !is_accepted(endpoint, key))
        .map(|key| Issue {
            params: json!({ "param": key }),
            ..Issue::new("unknown_param", vec![json!(key)], format!("Unknown parameter: \"{key}\""))
        })
        .collect();
    for (at, plugin) in body.get("plugins").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let id = plugin.get("id").and_then(Value::as_str).unwrap_or_default();
        if id != "response-healing" {
            let path = vec![json!("plugins"), json!(at), json!("id")];
            issues.push(Issue::new("unknown_gateway_plugin", path, format!("Unknown plugin: \"{id}\"")));
        }
    }
    // Enforced from the catalogue, no longer refused, since #1810 (after 22 Aug 2026).
    let filters: &[&str] = match gate.role {
        Role::Phaseo => &["data_collection", "enforce_distillable_text"],
        _ => &["data_collection", "enforce_distillable_text", "quantizations"],
    };
    for outer in ["provider", "routing"] {
        for name in filters {
            if body.get(outer).and_then(|wishes| wishes.get(name)).is_some_and(|value| !value.is_null()) {
                let path = vec![json!(outer), json!(name)];
                issues.push(Issue::new(
                    "unsupported_routing_filter",
                    path,
                    format!("The filter {name} is not supported"),
                ));
            }
        }
    }
    if body.get("service_tier").and_then(Value::as_str) == Some("batch") {
        issues.push(Issue::new(
            "unsupported_service_tier",
            vec![json!("service_tier")],
            "Batch is an endpoint of its own",
        ));
    }
    issues
}

fn capability_issues(body: &Map<String, Value>, model: &Model) -> Vec<Issue> {
    if model.takes_tools() {
        return Vec::new();
    }
    let format = body.get("response_format").or_else(|| body.get("text").and_then(|text| text.get("format")));
    let format = format.and_then(|format| format.get("type").and_then(Value::as_str).or_else(|| format.as_str()));
    let mut issues = Vec::new();
    if body.get("tools").and_then(Value::as_array).is_some_and(|tools| !tools.is_empty()) {
        issues.push(Issue::new("tools_unsupported", vec![json!("tools")], "No provider of this model takes tools"));
    }
    match format {
        Some("json_schema") => {
            let message = "No provider of this model takes a schema";
            issues.push(Issue::new("structured_outputs_unsupported", vec![json!("response_format")], message));
        }
        Some("json_object") => {
            let message = "No provider of this model takes a response format";
            issues.push(Issue::new("response_format_unsupported", vec![json!("response_format")], message));
        }
        _ => {}
    }
    issues
}

/// The first provider that `only`, `ignore` and `order` leave; `routing` wins over `provider`.
fn provider_of(
    gate: &Gate<'_>,
    body: &Map<String, Value>,
    model: &'static Model,
    named: Option<&'static str>,
) -> Result<&'static str, Box<Reply>> {
    let wishes = |name: &str| -> Option<Vec<&'static str>> {
        let place = ["routing", "provider"].iter().find_map(|outer| body.get(*outer)?.get(name)?.as_array());
        Some(place?.iter().filter_map(Value::as_str).filter_map(by_target_id).map(|provider| provider.target).collect())
    };
    let only = wishes("only");
    let ignore = wishes("ignore").unwrap_or_default();
    let left: Vec<&'static str> = model
        .providers
        .iter()
        .copied()
        .filter(|name| named.is_none_or(|named| named == *name))
        .filter(|name| only.as_ref().is_none_or(|only| only.contains(name)) && !ignore.contains(name))
        .collect();
    let ordered = wishes("order").unwrap_or_default().into_iter().find(|name| left.contains(name));
    ordered.or(left.first().copied()).ok_or_else(|| {
        let issue = Issue::new("request_provider_filter_no_match", vec![json!("provider")], "No provider is left");
        Box::new(validation(&[issue], gate.id))
    })
}
