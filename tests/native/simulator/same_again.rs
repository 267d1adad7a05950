//! Same seed and same request: same bytes and same waits. Another seed: others.

use super::ask::*;
use serde_json::json;
use switchyard::simulator::Simulator;

#[test]
fn same_seed_same_script() {
    for role in ROLES {
        for path in ["/models", "/key", "/providers"] {
            assert_eq!(get(role, path).response, get(role, path).response);
        }
        for stream in [true, false] {
            let body = question(json!({ "stream": stream }));
            let ask = |seed: u64| post(&Simulator { seed, ..simulator(role) }, "/chat/completions", &body).response;
            assert_eq!(ask(1), ask(1));
            assert_ne!(ask(1), ask(2));
        }
    }
}

#[test]
fn ids_differ_between_requests() {
    for role in ROLES {
        let id = |text: &str| {
            let messages = json!([{ "role": "user", "content": text }]);
            chat(role, json!({ "messages": messages })).json()["id"].as_str().unwrap().to_owned()
        };
        let ids: std::collections::HashSet<String> = (0..200).map(|number| id(&format!("Question {number}"))).collect();
        assert_eq!(ids.len(), 200);
    }
}
