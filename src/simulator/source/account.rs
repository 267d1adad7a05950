//! The source's routes about the key and about past requests. Shapes: OpenRouter's OpenAPI document, fields of
//! October 2026 included. **Invariant:** a generation is read back from its id alone (see `identity`).

use super::error::{USER, error};
use crate::simulator::catalogue::ROWS;
use crate::simulator::catalogue::provider::PROVIDERS;
use crate::simulator::cost::{Cost, number};
use crate::simulator::identity::{iso, read_source};
use crate::simulator::incoming::Incoming;
use crate::simulator::reply::Reply;
use serde_json::{Value, json};

/// `GET /key`.
pub(super) fn key() -> Reply {
    let data = json!({
        "label": "sk-or-v1-de3...e30", "limit": 20, "limit_remaining": 12.5, "limit_reset": "monthly", "usage": 7.5,
        "usage_daily": 0.2, "usage_weekly": 1.1, "usage_monthly": 3.4, "byok_usage": 0, "byok_usage_daily": 0,
        "byok_usage_weekly": 0, "byok_usage_monthly": 0, "include_byok_in_limit": false, "is_free_tier": false,
        "is_management_key": false, "is_provisioning_key": false,
        "rate_limit": { "requests": -1, "interval": "10s", "note": "This field is no longer in use." },
        "expires_at": null, "creator_user_id": USER, "organization_id": null, "workspace_id": null,
        "allowed_data_regions": ["global"], "free_model_daily_requests": { "used": 0, "limit": 1000, "remaining": 1000 }
    });
    Reply::json(200, 60, &json!({ "data": data }))
}

/// `GET /credits`; an ordinary key is answered, as probed in October 2026.
pub(super) fn credits() -> Reply {
    Reply::json(200, 60, &json!({ "data": { "total_credits": 25, "total_usage": 7.5 } }))
}

/// `GET /providers`.
pub(super) fn providers() -> Reply {
    let data: Vec<Value> = PROVIDERS
        .iter()
        .map(|provider| {
            json!({
                "name": provider.name, "slug": provider.source,
                "privacy_policy_url": format!("https://{}.example/privacy", provider.source),
                "terms_of_service_url": format!("https://{}.example/terms", provider.source),
                "status_page_url": null, "headquarters": provider.country, "datacenters": [provider.country]
            })
        })
        .collect();
    Reply::json(200, 60, &json!({ "data": data }))
}

/// `GET /generation?id=gen-…`.
pub(super) fn generation(incoming: &Incoming<'_>) -> Reply {
    let Some(id) = incoming.parameter("id") else {
        return error(400, "A query parameter id is required", None);
    };
    let found =
        read_source(id).and_then(|(record, created)| Some((record, created, ROWS.get(usize::from(record.model))?)));
    let Some((record, created, model)) = found else {
        return error(404, &format!("Generation {id} not found"), None);
    };
    let cost = number(Cost::of(model, record.prompt_tokens, record.completion_tokens).total());
    let finish = match record.finish {
        1 => "length",
        2 => "tool_calls",
        _ => "stop",
    };
    let mut data = json!({
        "id": id, "model": model.canonical, "api_type": "completions", "app_id": null, "cache_discount": null,
        "cancelled": false, "created_at": iso(created), "data_region": "global", "external_user": null,
        "finish_reason": finish, "native_finish_reason": finish,
        "generation_time": record.latency_ms + record.completion_tokens * 22, "latency": record.latency_ms,
        "moderation_latency": null, "http_referer": null, "is_byok": false,
        "native_tokens_prompt": record.prompt_tokens, "native_tokens_completion": record.completion_tokens,
        "native_tokens_reasoning": record.reasoning_tokens, "native_tokens_cached": 0, "native_tokens_completion_images": 0
    });
    let rest = json!({
        "tokens_prompt": record.prompt_tokens, "tokens_completion": record.completion_tokens,
        "num_media_prompt": null, "num_media_completion": null, "num_input_audio_prompt": null, "num_search_results": null,
        "num_fetches": null, "origin": "", "preset_id": null,
        "provider_name": model.first_provider().map(|provider| provider.name), "provider_responses": null,
        "request_id": null, "response_cache_source_id": null, "router": null, "service_tier": null, "session_id": null,
        "streamed": record.streamed, "total_cost": cost, "upstream_id": null, "upstream_inference_cost": cost,
        "usage": cost, "user_agent": null, "web_search_engine": null, "workspace_id": null
    });
    if let (Some(data), Value::Object(rest)) = (data.as_object_mut(), rest) {
        data.extend(rest);
    }
    Reply::json(200, 70, &json!({ "data": data }))
}
