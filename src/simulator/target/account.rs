//! The target's routes about the key, the providers and past requests.
//! Source: `routes/v1/control/{keys,generations}.ts`, 22 Aug 2026.
//! **Invariant:** an ordinary inference key never gets a replay.

use super::models::page_of;
use crate::simulator::catalogue::ROWS;
use crate::simulator::catalogue::provider::PROVIDERS;
use crate::simulator::cost::{Cost, nanos};
use crate::simulator::identity::{iso, read_target};
use crate::simulator::incoming::Incoming;
use crate::simulator::reply::Reply;
use crate::simulator::{Role, Simulator};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// `GET /key`.
pub(super) fn key(simulator: &Simulator) -> Reply {
    let prefix =
        if simulator.role == Role::Phaseo { "phaseo_v1_sk_demodemodemo" } else { "aistats_v1_sk_demodemodemo" };
    let data = json!({
        "id": "key_demo", "hash": "de300de300de300", "workspace_id": "ws_demo", "name": "Demo key", "label": "Demo key",
        "prefix": prefix, "status": "active", "disabled": false, "soft_blocked": false, "limit": null, "limit_reset": null,
        "include_byok_in_limit": false, "created_at": "2026-09-01T08:00:00.000Z", "last_used_at": null, "expires_at": null
    });
    Reply::json(200, 40, &json!({ "data": data }))
}

/// `GET /credits` wants a management key.
pub(super) fn credits() -> Reply {
    let message = "A management key is required.";
    Reply::json(403, 30, &json!({ "ok": false, "error": "forbidden", "message": message }))
}

/// `GET /providers`.
pub(super) fn providers(incoming: &Incoming<'_>) -> Reply {
    let (limit, offset) = page_of(incoming);
    let all: Vec<Value> = PROVIDERS
        .iter()
        .skip(offset)
        .take(limit)
        .map(|provider| {
            json!({
                "api_provider_id": provider.target, "api_provider_name": provider.name, "description": null,
                "link": format!("https://{}.example/", provider.target), "country_code": provider.country
            })
        })
        .collect();
    let body = json!({ "ok": true, "limit": limit, "offset": offset, "total": PROVIDERS.len(), "providers": all });
    Reply::json(200, 50, &body)
}

/// `GET /generations?id=G-…`.
pub(super) fn generation(incoming: &Incoming<'_>) -> Reply {
    let Some(id) = incoming.parameter("id").filter(|id| !id.is_empty()) else {
        return Reply::json(400, 20, &json!({ "ok": false, "error": "missing_id" }));
    };
    let found =
        read_target(id).and_then(|(record, created)| Some((record, created, ROWS.get(usize::from(record.model))?)));
    let Some((record, created, model)) = found else {
        return Reply::json(404, 30, &json!({ "ok": false, "error": "not_found" }));
    };
    let generation_ms = record.completion_tokens * 22;
    let throughput = Decimal::from(record.completion_tokens)
        .saturating_mul(Decimal::ONE_THOUSAND)
        .checked_div(Decimal::from((record.latency_ms + generation_ms).max(1)))
        .unwrap_or_default()
        .round_dp(2);
    let cost = Cost::of(model, record.prompt_tokens, record.completion_tokens).total();
    let body = json!({
        "id": id, "created_at": iso(created), "request_id": id, "workspace_id": "ws_demo", "app_id": null,
        "endpoint": "chat.completions", "model_id": model.target, "requested_model_id": model.target,
        "routed_model_id": model.provider_slug(), "provider": model.providers.first(), "native_response_id": null,
        "stream": record.streamed, "byok": false, "status_code": 200, "success": true, "error_code": null,
        "error_message": null, "latency_ms": record.latency_ms, "generation_ms": generation_ms,
        "throughput": crate::simulator::cost::number(throughput),
        "usage": { "input_tokens": record.prompt_tokens, "output_tokens": record.completion_tokens },
        "cost_nanos": nanos(cost), "currency": "USD", "pricing_lines": [], "key_id": "key_demo", "location": null,
        "replay_supported": false, "replay_request": null, "io_log": null
    });
    Reply::json(200, 60, &body)
}
