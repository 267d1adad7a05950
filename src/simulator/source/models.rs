//! The source's model routes, all public. Shapes: OpenRouter's OpenAPI document (22 Aug 2026), `Model` and
//! `PublicEndpoint`. **Invariant:** prices are decimal texts, US dollars a token.

use super::error::error;
use crate::simulator::Role;
use crate::simulator::catalogue::provider::{Provider, by_target_id};
use crate::simulator::catalogue::{Model, Reasoning, SourceMatch, all, at_source, listed};
use crate::simulator::cost::{per_token, plain};
use crate::simulator::incoming::{Incoming, decoded};
use crate::simulator::reply::Reply;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// `GET /models`: everything that answers with text, or what the filters ask for; a part if `limit` or `offset` is sent.
pub(super) fn list(incoming: &Incoming<'_>) -> Reply {
    let parameters = incoming.list(&["supported_parameters"]);
    let inputs = incoming.list(&["input_modalities"]);
    let outputs = incoming.list(&["output_modalities"]);
    let words = incoming.parameter("q").unwrap_or_default().to_lowercase();
    let answers = |model: &Model| match outputs.as_slice() {
        [] => model.outputs.contains(&"text"),
        wanted => wanted.iter().any(|name| name == "all" || model.outputs.contains(&name.as_str())),
    };
    let all: Vec<(&str, &Model)> = all(Role::OpenRouter)
        .filter(|(id, model)| id.contains(&words) || model.name.to_lowercase().contains(&words))
        .filter(|(_, model)| parameters.iter().all(|name| model.parameters().contains(&name.as_str())))
        .filter(|(_, model)| inputs.iter().all(|name| model.input_modalities().contains(&name.as_str())))
        .filter(|(_, model)| answers(model))
        .collect();
    let offset = incoming.number("offset").unwrap_or(0);
    let paged = incoming.parameter("offset").is_some() || incoming.parameter("limit").is_some();
    let limit = if paged { incoming.number("limit").unwrap_or(500).clamp(1, 1_000) } else { all.len() };
    let data: Vec<Value> = all.iter().skip(offset).take(limit).map(|(id, model)| row(id, model)).collect();
    let next = if offset.saturating_add(limit) < all.len() {
        json!(format!("/api/v1/models?offset={}&limit={limit}", offset + limit))
    } else {
        Value::Null
    };
    let body = json!({ "data": data, "total_count": all.len(), "links": { "next": next } });
    Reply::json(200, 110, &body).with("cache-control", "public, max-age=300, stale-while-revalidate=3600")
}

/// `GET /models/count`.
pub(super) fn count() -> Reply {
    Reply::json(200, 50, &json!({ "data": { "count": listed(Role::OpenRouter).count() } }))
}

/// `GET /model/{author}/{slug}`.
pub(super) fn one(author: &str, slug: &str) -> Reply {
    match found(author, slug) {
        Some((id, model)) => Reply::json(200, 50, &json!({ "data": row(&id, model) })),
        None => error(404, "Model not found", None),
    }
}

/// `GET /models/{author}/{slug}/endpoints`.
pub(super) fn endpoints(author: &str, slug: &str) -> Reply {
    let Some((id, model)) = found(author, slug) else {
        return error(404, "Model not found", None);
    };
    let mut data = json!({
        "id": id, "name": model.name, "created": model.released_seconds(), "description": description(model),
        "architecture": architecture(model)
    });
    if let Some(data) = data.as_object_mut() {
        data.insert("endpoints".into(), Value::Array(offers(&id, model)));
    }
    Reply::json(200, 70, &json!({ "data": data }))
}

/// `GET /endpoints/zdr`: in this simulation the first offer of every model keeps no data.
pub(super) fn zero_retention() -> Reply {
    let data: Vec<Value> =
        listed(Role::OpenRouter).filter_map(|(id, model)| offers(id, model).into_iter().next()).collect();
    Reply::json(200, 90, &json!({ "data": data }))
}

fn found(author: &str, slug: &str) -> Option<(String, &'static Model)> {
    let id = format!("{}/{}", decoded(author), decoded(slug));
    match at_source(&id) {
        SourceMatch::Model(model) => Some((id, model)),
        _ => all(Role::OpenRouter).find(|(listed, _)| *listed == id).map(|(_, model)| (id, model)),
    }
}

fn description(model: &Model) -> String {
    format!(
        "{} by {}: a simulated listing with a window of {} tokens and answers of up to {}.",
        model.short_name(),
        model.organisation(),
        model.context,
        model.output
    )
}

fn architecture(model: &Model) -> Value {
    let tokenizer = match model.canonical.split('/').next().unwrap_or_default() {
        "openai" => "GPT",
        "anthropic" => "Claude",
        "google" if model.canonical.contains("gemma") => "Gemma",
        "google" => "Gemini",
        "meta-llama" if model.canonical.contains("llama-4") => "Llama4",
        "meta-llama" => "Llama3",
        "mistralai" => "Mistral",
        "deepseek" => "DeepSeek",
        "qwen" if model.canonical.contains("qwen3") => "Qwen3",
        "qwen" => "Qwen",
        "x-ai" => "Grok",
        "cohere" => "Cohere",
        "amazon" => "Nova",
        _ => "Other",
    };
    json!({
        "modality": format!("{}->{}", model.input_modalities().join("+"), model.outputs.join("+")),
        "input_modalities": model.input_modalities(), "output_modalities": model.outputs,
        "tokenizer": tokenizer, "instruct_type": null
    })
}

fn pricing(model: &Model) -> Value {
    let mut prices = json!({
        "prompt": plain(per_token(model.prompt)), "completion": plain(per_token(model.completion))
    });
    if let (Some(prices), "openai" | "anthropic" | "google", false) =
        (prices.as_object_mut(), model.canonical.split('/').next().unwrap_or_default(), model.is_free())
    {
        let tenth = per_token(model.prompt).checked_div(Decimal::TEN).unwrap_or_default();
        prices.insert("input_cache_read".into(), plain(tenth).into());
    }
    prices
}

fn row(id: &str, model: &Model) -> Value {
    let mut row = json!({
        "id": id, "canonical_slug": model.canonical, "hugging_face_id": "", "name": model.name,
        "created": model.released_seconds(), "description": description(model), "context_length": model.context,
        "architecture": architecture(model), "pricing": pricing(model),
        "top_provider": {
            "context_length": model.context, "max_completion_tokens": model.output,
            "is_moderated": model.canonical.starts_with("openai/")
        },
        "per_request_limits": null, "supported_parameters": model.parameters(),
        "default_parameters": { "temperature": null, "top_p": null, "frequency_penalty": null },
        "supported_voices": null, "knowledge_cutoff": null, "expiration_date": null,
        "links": { "details": format!("/api/v1/models/{}/endpoints", model.canonical) }
    });
    if let (Some(row), true) = (row.as_object_mut(), model.reasoning != Reasoning::Never) {
        let reasoning = json!({
            "mandatory": model.reasoning == Reasoning::Always, "supported_efforts": ["high", "medium", "low"],
            "default_effort": "medium", "default_enabled": model.reasoning == Reasoning::Always, "supports_max_tokens": false
        });
        row.insert("reasoning".into(), reasoning);
    }
    row
}

fn offers(id: &str, model: &Model) -> Vec<Value> {
    model.providers.iter().filter_map(|name| by_target_id(name)).map(|provider| offer(id, model, provider)).collect()
}

fn offer(id: &str, model: &Model, provider: &Provider) -> Value {
    let tools = model.takes_tools();
    let mut prices = pricing(model);
    if let Some(prices) = prices.as_object_mut() {
        prices.insert("discount".into(), 0.into());
    }
    json!({
        "name": format!("{} | {}", provider.name, model.canonical), "model_id": id, "model_name": model.name,
        "provider_name": provider.name, "tag": provider.source, "quantization": "unknown",
        "context_length": model.context, "max_completion_tokens": model.output, "max_prompt_tokens": null,
        "pricing": prices, "supported_parameters": model.parameters(), "supports_implicit_caching": false,
        "supports_tool_choice": { "auto": tools, "function": tools, "none": tools, "required": tools },
        "supports_voice_cloning": false, "status": 0,
        "uptime_last_5m": 100, "uptime_last_30m": 99.7, "uptime_last_1d": 99.2,
        "latency_last_30m": { "p50": 420, "p75": 610, "p90": 980, "p99": 2400 }, "throughput_last_30m": null
    })
}
