//! Findings in, plan out.

use super::*;
use crate::migrate::translate::PrivacyDecision;

fn found(place: &str, body: Value) -> FoundBody {
    FoundBody { place: place.to_owned(), body }
}

fn planned(all: &[FoundBody]) -> Plan {
    plan(all, Edition::Phaseo, &Decisions::default())
}

#[test]
fn equal_defaults_make_one_preset() {
    let body = |question: &str| {
        json!({
            "model": "openai/gpt-4.1-mini", "temperature": 0.20, "max_tokens": 400,
            "messages": [{ "role": "system", "content": "Answer in one line." }, { "role": "user", "content": question }],
            "provider": { "only": ["OpenAI", "nebius"], "ignore": ["chutes"], "sort": { "by": "price", "partition": "none" }, "max_price": { "prompt": 1 } }
        })
    };
    let plan = planned(&[found("a.ts:3", body("One")), found("b.py:9", body("Two"))]);
    assert_eq!(plan.presets.len(), 1);
    let preset = &plan.presets[0];
    assert_eq!(
        (preset.name.as_str(), preset.places.as_slice()),
        ("@gpt-4.1-mini", &["a.ts:3".to_owned(), "b.py:9".to_owned()][..])
    );
    assert_eq!(
        preset.definition,
        json!({
            "name": "@gpt-4.1-mini", "description": "From a.ts:3", "visibility": "team",
            "config": {
                "system_prompt": "Answer in one line.",
                "only_providers": ["openai", "nebius-token-factory"], "ignore_providers": ["chutes"],
                "provider": { "max_price": { "prompt": 1 } }, "routing_mode": "price",
                "parameters": { "temperature": 0.20, "max_tokens": 400 }, "models": ["openai/gpt-4.1-mini"]
            }
        })
    );
    assert_eq!(plan.requests.len(), 2);
    assert_eq!(plan.requests[1].preset.as_deref(), Some("@gpt-4.1-mini"));
    assert_eq!(plan.requests[1].provider.as_ref().unwrap()["only"], json!(["openai", "nebius-token-factory"]));
    assert!(plan.not_carried.iter().any(|entry| entry.change.path == "provider.sort.partition"));
    assert!(plan.not_carried.iter().all(|entry| !entry.change.requires_decision));
}

#[test]
fn an_order_stays_with_the_request() {
    let plan = planned(&[found(
        "a",
        json!({ "model": "openai/o3", "provider": { "order": ["openai"], "allow_fallbacks": false } }),
    )]);
    assert_eq!(plan.presets, []);
    assert_eq!(plan.requests[0].preset, None);
    assert_eq!(plan.requests[0].provider, Some(json!({ "order": ["openai"], "allow_fallbacks": false })));
}

#[test]
fn a_promise_that_cannot_be_kept_is_red_and_in_no_definition() {
    let body = json!({ "model": "openai/o3", "seed": 1, "transforms": ["middle-out"], "provider": { "data_collection": "deny", "only": ["openai"] } });
    let plan_of =
        |privacy| plan(&[found("a", body.clone())], Edition::Phaseo, &Decisions { privacy, ..Decisions::default() });
    let asked = plan_of(PrivacyDecision::Ask);
    assert_eq!(asked.not_carried[0].change.severity, Severity::Privacy);
    assert!(asked.not_carried[0].change.requires_decision);
    assert!(!asked.presets[0].definition.to_string().contains("data_collection"));
    assert_eq!(
        asked.requests[0].provider.as_ref().unwrap()["data_collection"],
        "deny",
        "the request fails until decided"
    );
    let decided = plan_of(PrivacyDecision::ZeroRetention);
    assert!(decided.not_carried.iter().any(|entry| entry.change.severity == Severity::Privacy), "still red");
    assert_eq!(decided.presets[0].definition["config"]["provider"], json!({ "require_zero_data_retention": true }));
    assert_eq!(decided.requests[0].provider, Some(json!({ "zdr": true, "only": ["openai"] })));
    let given_up = plan_of(PrivacyDecision::GiveUp);
    assert_eq!(given_up.requests[0].provider, Some(json!({ "only": ["openai"] })));
    assert_eq!(given_up.not_carried[0].change.severity, Severity::Privacy);
}

#[test]
fn defaults_without_a_model_are_enough() {
    let plan = planned(&[
        found("a", json!({ "temperature": 0 })),
        found("b", json!({ "temperature": 1 })),
        found("c", json!({ "input": "Hi", "instructions": "Be brief", "model": "@preset/Über uns" })),
        found("d", json!({ "model": "openai/o3" })),
        found("e", json!([1])),
        found("f", json!({ "models": ["openai/o3", "openai/o1"], "top_p": 0.5 })),
    ]);
    let names: Vec<&str> = plan.presets.iter().map(|preset| preset.name.as_str()).collect();
    assert_eq!(names, ["@defaults", "@defaults-2", "@ber-uns", "@o3"]);
    for name in names {
        assert!(
            name.len() <= 100
                && name.chars().skip(1).all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
        );
    }
    assert!(plan.not_carried.iter().all(|entry| entry.place != "a" && entry.place != "d"));
    assert!(
        plan.not_carried.iter().any(|entry| entry.place == "c" && entry.change.requires_decision),
        "the preset must be made"
    );
    assert!(plan.not_carried.iter().any(|entry| entry.place == "f" && entry.change.path == "models"));
    assert_eq!(plan.requests.len(), 6);
}
