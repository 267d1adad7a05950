//! One row of the target's model list in the two shapes that the editions speak. Not the list.
//! Sources: `models.ts` of the target before 10 Aug 2026 (`toRichModel`) and after (`toPhaseoModel`, plus the fields of
//! the newest version). **Invariant:** prices are decimal texts; a free model has prices of `"0"`.

use crate::simulator::Role;
use crate::simulator::catalogue::provider::{Provider, by_target_id};
use crate::simulator::catalogue::{Model, State, TARGET_ALIASES};
use crate::simulator::cost::{listed, per_token, plain};
use serde_json::{Value, json};

/// What the free router can be asked through.
const ENDPOINTS: [&str; 2] = ["chat.completions", "responses"];

/// The row in the shape of the edition.
pub(super) fn row(role: Role, id: &str, model: &Model) -> Value {
    match role {
        Role::Phaseo => nested(id, model),
        Role::OpenRouter | Role::AiStats => flat(id, model),
    }
}

/// Aliases that lead to this id.
fn aliases(id: &str) -> Vec<&'static str> {
    TARGET_ALIASES.iter().filter(|(_, model)| *model == id).map(|(alias, _)| *alias).collect()
}

fn description(model: &Model) -> String {
    format!("{}, as simulated: {} tokens in, up to {} out.", model.name, model.context, model.output)
}

/// The organisation's id, as it stands before the slash.
pub(super) fn organisation(id: &str, model: &Model) -> Value {
    json!({ "id": id.split('/').next().unwrap_or_default(), "name": model.organisation(), "color": null })
}

fn lifecycle(model: &Model) -> Value {
    let replacement = match model.state {
        State::Retired { replacement } => Some(replacement),
        _ => None,
    };
    json!({
        "status": model.state.words().0, "released_at": model.released, "deprecated_at": null, "retires_at": null,
        "replacement_id": replacement, "message": null
    })
}

fn availability(model: &Model) -> Value {
    let status = model.state.words().1;
    let count = |word: &str| if word == status { model.providers.len() } else { 0 };
    json!({
        "status": status, "provider_count": model.providers.len(), "active_provider_count": count("active"),
        "coming_soon_provider_count": count("coming_soon"), "inactive_provider_count": count("inactive")
    })
}

fn meters(model: &Model) -> Value {
    let provider = model.providers.first().copied().unwrap_or_default();
    let meter = |price: &str| {
        json!({
            "provider_id": provider, "unit": "token", "unit_size": 1_000_000, "price_per_unit": plain(listed(price)),
            "currency": "USD"
        })
    };
    json!({
        "pricing_plan": if model.is_free() { "free" } else { "standard" },
        "meters": { "input_text_tokens": meter(model.prompt), "output_text_tokens": meter(model.completion) }
    })
}

fn modalities(model: &Model) -> Value {
    json!({ "input": model.input_modalities(), "output": model.outputs })
}

fn flat(id: &str, model: &Model) -> Value {
    let price = |price: &str| plain(per_token(price));
    json!({
        "id": id, "model_id": id, "canonical_slug": id, "name": model.short_name(), "description": description(model),
        "created": model.released_seconds(), "release_date": model.released,
        "architecture": {
            "modality": format!("{}->{}", model.input_modalities().join("+"), model.outputs.join("+")),
            "input_modalities": model.input_modalities(), "output_modalities": model.outputs, "tokenizer": null, "instruct_type": null
        },
        "top_provider": { "context_length": model.context, "max_completion_tokens": model.output, "is_moderated": false },
        "top_provider_id": model.providers.first(),
        "pricing": {
            "prompt": price(model.prompt), "completion": price(model.completion), "request": null, "image": null,
            "input_cache_read": null, "input_cache_write": null, "web_search": null
        },
        "pricing_detail": meters(model), "supported_parameters": model.parameters(), "per_request_limits": null,
        "organisation_id": id.split('/').next(), "endpoints": model.endpoints(), "lifecycle": lifecycle(model),
        "aliases": aliases(id), "availability": availability(model)
    })
}

fn nested(id: &str, model: &Model) -> Value {
    let base = id.split(':').next().unwrap_or(id);
    let variant = if model.is_free() { "free" } else { "standard" };
    let offers: Vec<Value> =
        model.providers.iter().filter_map(|name| by_target_id(name)).map(|provider| offer(model, provider)).collect();
    json!({
        "id": id, "base_model_id": base, "variant": variant,
        "variants": { variant: { "model_id": id, "name": model.short_name() } },
        "name": model.short_name(), "description": description(model), "organization": organisation(id, model),
        "aliases": aliases(id), "lifecycle": lifecycle(model), "modalities": modalities(model),
        "limits": { "input_tokens": model.context, "output_tokens": model.output },
        "capabilities": { "endpoints": model.endpoints(), "parameters": model.parameters(), "parameter_details": {} },
        "availability": availability(model), "pricing": meters(model), "offers": offers
    })
}

fn offer(model: &Model, provider: &Provider) -> Value {
    let status = model.state.words().1;
    json!({
        "provider": { "id": provider.target, "name": provider.name }, "model": model.provider_slug(), "status": status,
        "status_reason": status, "routable": model.state == State::Active, "endpoints": model.endpoints(), "modalities": modalities(model),
        "capabilities": { "parameters": model.parameters(), "parameter_details": {} },
        "routing": { "provider": "active", "model": "active", "capability": "active" },
        "effective": { "from": null, "to": null }, "pricing": meters(model),
        "residency": { "execution_regions": [], "data_regions": [] }
    })
}

/// One row of `/models/{author}/{slug}/endpoints`.
pub(super) fn endpoint(model: &Model, provider: &Provider, endpoint: &str) -> Value {
    let path = if endpoint == "responses" { "/v1/responses" } else { "/v1/chat/completions" };
    json!({
        "id": format!("{}:{endpoint}", provider.target), "endpoint": endpoint, "capability_id": "text.generate",
        "public_path": path, "collection": "text", "provider": { "id": provider.target, "name": provider.name },
        "model": model.provider_slug(), "routable": true, "status": "active", "status_reason": "active",
        "modalities": modalities(model), "capabilities": { "parameters": model.parameters(), "parameter_details": {} },
        "routing": { "provider": "active", "model": "active", "capability": "active" },
        "effective": { "from": null, "to": null }, "pricing": meters(model)
    })
}

/// The row of the pseudo model that picks a free route (newest edition).
pub(super) fn free_router() -> Value {
    json!({
        "id": "phaseo/free", "base_model_id": "phaseo/free", "variant": "standard", "variants": {},
        "name": "Free router", "description": "Sends a request to a free route.",
        "organization": { "id": "phaseo", "name": "Phaseo", "color": null }, "aliases": [],
        "lifecycle": { "status": "active", "released_at": null, "deprecated_at": null, "retires_at": null, "replacement_id": null, "message": null },
        "modalities": { "input": ["text"], "output": ["text"] }, "limits": { "input_tokens": null, "output_tokens": null },
        "capabilities": { "endpoints": ENDPOINTS, "parameters": ["max_tokens", "temperature"], "parameter_details": {} },
        "availability": { "status": "active", "provider_count": 1, "active_provider_count": 1, "coming_soon_provider_count": 0, "inactive_provider_count": 0 },
        "pricing": { "pricing_plan": "free", "meters": {} }, "offers": []
    })
}
