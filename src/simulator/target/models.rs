//! The target's routes about models: under `models` and never under `data`, 50 a page.
//! Source: `routes/v1/control/models.ts`, 22 Aug 2026 and newest. **Invariant:** the free router, where there is one,
//! stands first and is counted.

use super::row::{endpoint, free_router, organisation, row};
use crate::simulator::Role;
use crate::simulator::catalogue::provider::by_target_id;
use crate::simulator::catalogue::{Model, State, TargetMatch, all, at_target, listed};
use crate::simulator::incoming::{Incoming, decoded};
use crate::simulator::reply::Reply;
use serde_json::{Value, json};

/// Rows a page if nobody asks for more, and the most that are given.
const PAGE: usize = 50;
const LARGEST_PAGE: usize = 250;
/// The last row at which a page may begin.
const LARGEST_OFFSET: usize = 5_000;

/// `GET /models`.
pub(super) fn list(role: Role, incoming: &Incoming<'_>) -> Reply {
    let refuse =
        |message: &str| Reply::json(400, 30, &json!({ "ok": false, "error": "invalid_request", "message": message }));
    if incoming.number("offset").is_some_and(|offset| offset > LARGEST_OFFSET) {
        let body = json!({
            "ok": false, "error": "invalid_request", "message": "offset must be <= 5000", "max_offset": LARGEST_OFFSET
        });
        return Reply::json(400, 30, &body);
    }
    if incoming.parameter("privacy_scope").or(incoming.parameter("privacy")).is_some() {
        return refuse("privacy_scope is not supported");
    }
    if incoming.parameter("format").or(incoming.parameter("feed")).is_some_and(|format| format != "json") {
        return refuse("feeds are not part of the simulation");
    }
    let (limit, offset) = page_of(incoming);
    let filters = Filters::read(incoming);
    let mode = incoming.parameter("availability").unwrap_or("active");
    let mut rows: Vec<Value> = all(role)
        .filter(|(_, model)| mode == "all" || model.state == State::Active)
        .filter(|(id, model)| filters.let_through(id, model))
        .map(|(id, model)| row(role, id, model))
        .collect();
    if role == Role::Phaseo && filters.let_free_router_through() {
        rows.insert(0, free_router());
    }
    let total = rows.len();
    let page: Vec<Value> = rows.into_iter().skip(offset).take(limit).collect();
    match role {
        Role::Phaseo => {
            let body = json!({
                "ok": true, "availability_mode": mode, "gateway_region": null, "limit": limit, "offset": offset,
                "total": total, "models": page
            });
            Reply::json(200, 120, &body).with("cache-control", "private, max-age=0").with("vary", "Authorization")
        }
        Role::OpenRouter | Role::AiStats => {
            let body = json!({
                "ok": true, "privacy_scope": "shared", "availability_mode": mode, "limit": limit, "offset": offset,
                "total": total, "models": page
            });
            Reply::json(200, 120, &body).with("cache-control", "private, max-age=1800, stale-while-revalidate=1800")
        }
    }
}

/// Limit and offset of a list, the limit held within its bounds.
pub(super) fn page_of(incoming: &Incoming<'_>) -> (usize, usize) {
    let limit = incoming.number("limit").unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
    (limit, incoming.number("offset").unwrap_or(0))
}

/// Every filter is a list; an empty list lets all through.
struct Filters {
    ids: Vec<String>,
    organisations: Vec<String>,
    providers: Vec<String>,
    inputs: Vec<String>,
    outputs: Vec<String>,
    parameters: Vec<String>,
    endpoints: Vec<String>,
    statuses: Vec<String>,
}

impl Filters {
    fn read(incoming: &Incoming<'_>) -> Self {
        Filters {
            ids: incoming.list(&["id", "model_id"]),
            organisations: incoming.list(&["organisation", "organization"]),
            providers: incoming.list(&["provider"]),
            inputs: incoming.list(&["input_types", "input_modalities"]),
            outputs: incoming.list(&["output_types", "output_modalities"]),
            parameters: incoming.list(&["params", "supported_parameters"]),
            endpoints: incoming.list(&["endpoints"]).into_iter().map(|name| name.replace('/', ".")).collect(),
            statuses: incoming.list(&["status"]),
        }
    }

    fn let_through(&self, id: &str, model: &Model) -> bool {
        let any = |wanted: &[String], has: &[&str]| {
            wanted.is_empty() || wanted.iter().any(|name| has.contains(&name.as_str()))
        };
        let all = |wanted: &[String], has: &[&str]| wanted.iter().all(|name| has.contains(&name.as_str()));
        any(&self.ids, &[id])
            && any(&self.organisations, &[id.split('/').next().unwrap_or_default()])
            && any(&self.providers, model.providers)
            && all(&self.inputs, model.input_modalities())
            && all(&self.outputs, model.outputs)
            && all(&self.parameters, &model.parameters())
            && any(&self.endpoints, model.endpoints())
            && any(&self.statuses, &[model.state.words().0])
    }

    fn let_free_router_through(&self) -> bool {
        self.organisations.is_empty()
            && self.providers.is_empty()
            && self.parameters.is_empty()
            && (self.ids.is_empty() || self.ids.iter().any(|id| id == "phaseo/free"))
            && self.inputs.iter().all(|name| name == "text")
            && self.outputs.iter().all(|name| name == "text")
    }
}

/// `GET /models/me`.
pub(super) fn mine() -> Reply {
    let body =
        json!({ "status_code": 501, "error": "not_implemented", "description": "This endpoint is not available yet." });
    Reply::json(501, 20, &body)
}

/// `GET /models/{author}/{slug}/endpoints`; aliases resolve here.
pub(super) fn endpoints(role: Role, author: &str, slug: &str) -> Reply {
    let asked = format!("{}/{}", decoded(author), decoded(slug));
    let found = match at_target(role, &asked) {
        TargetMatch::Model(model, None) => model.target.map(|id| (id, model)),
        _ => None,
    };
    let Some((id, model)) = found else {
        let message = format!("Model {asked} was not found.");
        return Reply::json(404, 40, &json!({ "ok": false, "error": "not_found", "message": message }));
    };
    let rows: Vec<Value> = model
        .providers
        .iter()
        .filter_map(|name| by_target_id(name))
        .flat_map(|provider| ["chat.completions", "responses"].map(|name| endpoint(model, provider, name)))
        .collect();
    let body = json!({
        "ok": true, "id": id, "name": model.short_name(), "description": model.name, "organization": organisation(id, model),
        "modalities": { "input": model.input_modalities(), "output": ["text"] }, "availability_mode": "active", "endpoints": rows
    });
    Reply::json(200, 60, &body)
}

/// `GET /endpoints`: the one list under `data`.
pub(super) fn all_endpoints(role: Role) -> Reply {
    let count = listed(role).count();
    let data: Vec<Value> = [("chat.completions", "/v1/chat/completions"), ("responses", "/v1/responses")]
        .map(|(id, path)| {
            json!({
                "id": id, "capability_id": "text.generate", "public_path": path, "collection": "text",
                "model_count": count, "provider_count": 28
            })
        })
        .to_vec();
    let samples: Vec<&str> = listed(role).take(5).map(|(id, _)| id).collect();
    let body =
        json!({ "ok": true, "endpoints": ["chat.completions", "responses"], "data": data, "sample_models": samples });
    Reply::json(200, 50, &body)
}
