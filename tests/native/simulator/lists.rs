//! Model lists and the routes around them: envelopes, pages, prices, records.

use super::ask::*;
use serde_json::{Value, json};
use switchyard::simulator::Role;

fn ids(body: &Value, field: &str) -> Vec<String> {
    body[field].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_source_list_is_whole_and_public() {
    let answer = send(&simulator(Role::OpenRouter), "GET", "/models", &[("authorization", "Bearer wrong")], &[]);
    let body = answer.json();
    let all = ids(&body, "data");
    assert_eq!(answer.status, 200);
    assert_eq!((json!(all.len()), &body["links"]["next"]), (body["total_count"].clone(), &Value::Null));
    assert!(all.len() >= 60);
    let row = &body["data"][all.iter().position(|id| id == MODEL).unwrap()];
    assert_eq!(row["canonical_slug"], "openai/gpt-4.1-mini-2025-04-14");
    assert_eq!(
        row["pricing"],
        json!({ "prompt": "0.0000004", "completion": "0.0000016", "input_cache_read": "0.00000004" })
    );
    assert_eq!((&row["created"], &row["context_length"]), (&json!(1_744_588_800), &json!(1_047_576)));
    let page = get(Role::OpenRouter, "/models?limit=10&offset=5").json();
    assert_eq!(ids(&page, "data"), all[5..15]);
    assert_eq!(page["links"]["next"], "/api/v1/models?offset=15&limit=10");
}

#[test]
fn the_target_list_has_pages_of_fifty() {
    for role in [Role::AiStats, Role::Phaseo] {
        let first = get(role, "/models").json();
        assert!(first.get("data").is_none());
        assert_eq!((ids(&first, "models").len(), &first["limit"], &first["offset"]), (50, &json!(50), &json!(0)));
        let total = usize::try_from(first["total"].as_u64().unwrap()).unwrap();
        assert!((71..=100).contains(&total), "two pages: {total}");
        let second = get(role, "/models?offset=50").json();
        let mut all = ids(&first, "models");
        all.extend(ids(&second, "models"));
        assert_eq!(all.len(), total);
        let clamped = get(role, "/models?limit=9999").json();
        assert_eq!((ids(&clamped, "models"), &clamped["limit"]), (all, &json!(250)));
        assert_eq!(ids(&get(role, "/models?offset=5000").json(), "models").len(), 0);
        let far = get(role, "/models?offset=5001");
        assert_eq!(far.status, 400);
        assert_eq!(
            far.json(),
            json!({ "ok": false, "error": "invalid_request", "message": "offset must be <= 5000", "max_offset": 5000 })
        );
        assert_eq!(get(role, "/models?privacy_scope=shared").status, 400);
        assert_eq!(send(&simulator(role), "GET", "/models", &[], &[]).status, 401);
    }
}

#[test]
fn the_two_row_shapes_of_the_target() {
    let row = |role| get(role, "/models?id=openai/gpt-4.1-mini").json()["models"][0].clone();
    let flat = row(Role::AiStats);
    assert_eq!((&flat["id"], &flat["model_id"]), (&json!(MODEL), &json!(MODEL)));
    assert_eq!(flat["pricing"]["prompt"], "0.0000004");
    assert_eq!(flat["top_provider"]["context_length"], 1_047_576);
    let nested = row(Role::Phaseo);
    assert!(nested.get("model_id").is_none() && nested["pricing"].get("prompt").is_none());
    assert_eq!(nested["pricing"]["meters"]["input_text_tokens"]["price_per_unit"], "0.4");
    assert_eq!(nested["pricing"]["meters"]["input_text_tokens"]["unit_size"], 1_000_000);
    assert_eq!(nested["limits"]["output_tokens"], 32_768);
    assert_eq!(nested["organization"]["id"], "openai");
    assert_eq!(get(Role::Phaseo, "/models").json()["models"][0]["id"], "phaseo/free");
    assert_eq!(get(Role::Phaseo, "/models?id=openai/gpt-mini-latest").json()["total"], 0, "aliases do not match here");
    assert_eq!(get(Role::Phaseo, "/models/openai/gpt-mini-latest/endpoints").json()["id"], "openai/gpt-5.4-mini");
}

#[test]
fn filters() {
    for (path, check) in
        [("/models?organisation=mistral&limit=250", "mistral/"), ("/models?provider=anthropic&limit=250", "anthropic/")]
    {
        let all = ids(&get(Role::Phaseo, path).json(), "models");
        assert!(!all.is_empty() && all.iter().all(|id| id.starts_with(check)), "{path}: {all:?}");
    }
    let with_tools = get(Role::OpenRouter, "/models?supported_parameters=tools").json();
    assert!(!ids(&with_tools, "data").contains(&"microsoft/phi-4".to_owned()));
    assert_eq!(ids(&get(Role::OpenRouter, "/models?q=sonnet").json(), "data").len(), 4);
}

#[test]
fn each_gateway_leaves_models_out_unless_asked() {
    let source = |query: &str| ids(&get(Role::OpenRouter, &format!("/models{query}")).json(), "data");
    let (text, all) = (source(""), source("?output_modalities=all"));
    assert_eq!(source("?output_modalities=text"), text);
    let others: Vec<&String> = all.iter().filter(|id| !text.contains(id)).collect();
    assert_eq!(others, ["black-forest-labs/flux.2-pro", "openai/text-embedding-3-small"]);
    assert_eq!(source("?output_modalities=embeddings"), ["openai/text-embedding-3-small"]);
    for role in [Role::AiStats, Role::Phaseo] {
        let list = |query: &str| get(role, &format!("/models?limit=250{query}")).json();
        let (active, all) = (ids(&list(""), "models"), ids(&list("&availability=all"), "models"));
        assert_eq!(ids(&list("&availability=active"), "models"), active);
        assert_eq!(list("&availability=all")["availability_mode"], "all");
        let others: Vec<&String> = all.iter().filter(|id| !active.contains(id)).collect();
        assert_eq!(others, ["anthropic/claude-opus-4.1", "openai/gpt-4-turbo", "venice/ox-alpha"]);
        let row = |id: &str| get(role, &format!("/models?availability=all&id={id}")).json()["models"][0].clone();
        let state = |id: &str| {
            let row = row(id);
            [&row["lifecycle"]["status"], &row["availability"]["status"], &row["lifecycle"]["replacement_id"]]
                .map(|word| word.as_str().unwrap_or("-").to_owned())
        };
        assert_eq!(state("anthropic/claude-opus-4.1"), ["active", "inactive", "-"]);
        assert_eq!(state("openai/gpt-4-turbo"), ["retired", "inactive", "openai/gpt-4.1"]);
        assert_eq!(state("venice/ox-alpha"), ["active", "coming_soon", "-"]);
        for id in others {
            assert_ne!(chat(role, json!({ "model": id })).status, 200, "{id} is not served");
        }
    }
    assert_eq!(get(Role::OpenRouter, "/models/black-forest-labs/flux.2-pro/endpoints").status, 200);
}

#[test]
fn every_listed_model_answers_and_has_endpoints() {
    for role in ROLES {
        let (path, field) = match role {
            Role::OpenRouter => ("/models", "data"),
            Role::AiStats | Role::Phaseo => ("/models?limit=250&output_modalities=text", "models"),
        };
        let all = ids(&get(role, path).json(), field);
        let distinct: std::collections::HashSet<&String> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        for id in all {
            let answer = chat(role, json!({ "model": id, "max_tokens": 40 }));
            assert_eq!(answer.status, 200, "{id} at {role:?}: {}", answer.text());
            assert_ne!(answer.json()["provider"], "Unknown", "{id}");
            if id != "phaseo/free" {
                assert_eq!(get(role, &format!("/models/{id}/endpoints")).status, 200, "{id} at {role:?}");
            }
        }
    }
}

#[test]
fn a_request_can_be_looked_up_by_its_id() {
    let answer = chat(Role::OpenRouter, json!({})).json();
    let record = get(Role::OpenRouter, &format!("/generation?id={}", answer["id"].as_str().unwrap())).json();
    assert_eq!(record["data"]["tokens_completion"], answer["usage"]["completion_tokens"]);
    assert_eq!(record["data"]["total_cost"], answer["usage"]["cost"]);
    assert_eq!(record["data"]["model"], answer["model"]);
    let answer = chat(Role::Phaseo, json!({})).json();
    let record = get(Role::Phaseo, &format!("/generations?id={}", answer["id"].as_str().unwrap())).json();
    assert_eq!(record["usage"]["output_tokens"], answer["usage"]["completion_tokens"]);
    assert_eq!(record["cost_nanos"], answer["cost_nanos"]);
    assert_eq!((&record["replay_supported"], &record["replay_request"]), (&json!(false), &Value::Null));
    assert_eq!(get(Role::OpenRouter, "/generation?id=gen-1790900000-AAAAAAAAAAAAAAAAAAAA").status, 404);
    assert_eq!(
        get(Role::Phaseo, "/generations?id=G-01K3E6Z8Q4M7T2V9XW5B1C0DRF").json(),
        json!({ "ok": false, "error": "not_found" })
    );
    assert_eq!(get(Role::Phaseo, "/generations").json(), json!({ "ok": false, "error": "missing_id" }));
}

#[test]
fn account_routes() {
    assert_eq!(get(Role::OpenRouter, "/key").json()["data"]["limit_reset"], "monthly");
    assert_eq!(get(Role::OpenRouter, "/auth/key").status, 200);
    assert_eq!(
        get(Role::OpenRouter, "/credits").json(),
        json!({ "data": { "total_credits": 25, "total_usage": 7.5 } })
    );
    assert_eq!(get(Role::Phaseo, "/key").json()["data"]["status"], "active");
    assert_eq!(get(Role::Phaseo, "/credits").status, 403);
    assert_eq!(get(Role::Phaseo, "/models/me").status, 501);
    assert_eq!(get(Role::Phaseo, "/providers").json()["providers"][0]["api_provider_id"], "openai");
    assert!(get(Role::Phaseo, "/endpoints").json()["data"].is_array());
}
