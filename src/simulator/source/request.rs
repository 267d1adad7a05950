//! What the source asks of a chat or responses body before it answers. It is lenient: unknown fields and nulls pass.
//! Not a schema check. Facts: OpenRouter's errors page and recordings, Oct 2025 to Oct 2026.

use super::error::error;
use crate::simulator::catalogue::provider::{Provider, by_source_name, by_target_id};
use crate::simulator::catalogue::{Inputs, Model, Reasoning, SourceMatch, at_source, for_faults};
use crate::simulator::fault::Fault;
use crate::simulator::incoming::{Body, Incoming};
use crate::simulator::question::Question;
use crate::simulator::reply::Reply;
use crate::simulator::strike;
use serde_json::{Map, Value};

/// A request that will be answered.
pub(super) struct Accepted {
    pub(super) body: Map<String, Value>,
    pub(super) model: &'static Model,
    pub(super) provider: Option<&'static Provider>,
}

/// The JSON object of the body, as a faulty gateway reads it.
pub(super) fn object(incoming: &Incoming<'_>, fault: Option<Fault>) -> Result<Map<String, Value>, Box<Reply>> {
    match incoming.json() {
        Body::Object(mut body) => {
            strike::parameters(fault, &mut body);
            Ok(body)
        }
        Body::Other | Body::Unreadable => Err(Box::new(error(400, "Input must have at least 1 token.", None))),
    }
}

/// Finds the model and a provider for the question.
pub(super) fn accept(
    body: Map<String, Value>,
    question: &Question,
    fault: Option<Fault>,
) -> Result<Accepted, Box<Reply>> {
    let refuse = |status: u16, message: &str| Box::new(error(status, message, None));
    for (name, low, high) in [("temperature", 0.0, 2.0), ("top_p", 0.0, 1.0), ("frequency_penalty", -2.0, 2.0)] {
        match body.get(name) {
            None | Some(Value::Null) => {}
            Some(value) if value.as_f64().is_some_and(|number| (low..=high).contains(&number)) => {}
            Some(_) => {
                return Err(refuse(400, &format!("{name} must be a number between {low} and {high}")));
            }
        }
    }
    let model = model_of(&body, fault)?;
    let efforts = [body.get("reasoning").and_then(|value| value.get("effort")), body.get("reasoning_effort")];
    if let [Some(Value::String(one)), Some(Value::String(other))] = efforts
        && one != other
    {
        return Err(refuse(400, "reasoning_effort and reasoning.effort disagree"));
    }
    let silenced = efforts.iter().any(|effort| effort.and_then(Value::as_str) == Some("none"));
    if silenced && model.reasoning == Reasoning::Always {
        return Err(refuse(400, "Reasoning is mandatory for this endpoint and cannot be disabled."));
    }
    if !question.tools.is_empty() && !model.takes_tools() {
        let link = "https://openrouter.ai/docs/guides/routing/provider-selection";
        return Err(refuse(
            404,
            &format!("No endpoints found that support tool use. To learn more about provider routing, visit: {link}"),
        ));
    }
    if question.images() > 0 && model.inputs == Inputs::Text {
        return Err(refuse(404, "No endpoints found that support image input"));
    }
    let provider = provider_of(&body, model)?;
    Ok(Accepted { body, model, provider })
}

/// The first id of `model` and `models` that is served; the account's default if there is none.
fn model_of(body: &Map<String, Value>, fault: Option<Fault>) -> Result<&'static Model, Box<Reply>> {
    let fallbacks = body.get("models").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let asked: Vec<&str> = body.get("model").into_iter().chain(fallbacks).filter_map(Value::as_str).collect();
    let mut first_refusal = None;
    for id in if asked.is_empty() { &["openrouter/auto"][..] } else { &asked[..] } {
        let own_fault = id.strip_prefix("fault/").and_then(Fault::parse);
        if own_fault.is_some() && (own_fault == fault || own_fault == Some(Fault::Mixed)) {
            return for_faults().ok_or_else(|| Box::new(error(500, "Internal Server Error", None)));
        }
        let refusal = match at_source(id) {
            SourceMatch::Model(model) => return Ok(model),
            SourceMatch::NoEndpoints => error(404, &format!("No endpoints found for {id}."), None),
            SourceMatch::Unknown => error(400, &format!("{id} is not a valid model ID"), None),
        };
        first_refusal.get_or_insert(refusal);
    }
    Err(Box::new(first_refusal.unwrap_or_else(|| error(400, "No model given", None))))
}

/// The provider that serves: the first of `provider.order`, else of those that `only` and `ignore` leave.
fn provider_of(body: &Map<String, Value>, model: &'static Model) -> Result<Option<&'static Provider>, Box<Reply>> {
    let wishes = |name: &str| -> Option<Vec<&'static str>> {
        let names = body.get("provider")?.get(name)?.as_array()?;
        Some(
            names.iter().filter_map(Value::as_str).filter_map(by_source_name).map(|provider| provider.target).collect(),
        )
    };
    let only = wishes("only");
    let ignore = wishes("ignore").unwrap_or_default();
    let left: Vec<&str> = model
        .providers
        .iter()
        .copied()
        .filter(|name| only.as_ref().is_none_or(|only| only.contains(name)) && !ignore.contains(name))
        .collect();
    let Some(first) = left.first().copied() else {
        return Err(Box::new(error(404, "No allowed providers are available for the selected model.", None)));
    };
    let ordered = wishes("order").unwrap_or_default().into_iter().find(|name| left.contains(name));
    Ok(by_target_id(ordered.unwrap_or(first)))
}
