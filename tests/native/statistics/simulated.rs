//! Runs of a golden set as the product keeps them, made of the simulator's own answers, without a page.

use std::sync::Arc;

use serde_json::{Value, json};
use switchyard::compare::ignore_rule::standard;
use switchyard::compare::run::Run;
use switchyard::gateway::endpoint::Endpoint;
use switchyard::gateway::http::{HttpHead, HttpRequest, Method};
use switchyard::gateway::side::PerSide;
use switchyard::golden::margins::Margins;
use switchyard::golden::plan::{CallId, Plan, Settings};
use switchyard::golden::result::CallResult;
use switchyard::golden::run::GoldenRun;
use switchyard::golden::samples;
use switchyard::golden::set::{GoldenCase, GoldenSet, Row};
use switchyard::measure::metric::Metric;
use switchyard::measure::schedule::Lane;
use switchyard::share::redaction::Redactor;
use switchyard::simulator::{Role, SimulatedRequest, Simulator, demo_key};

/// Asks the gateway of a seed, and keeps its answer as a run of a set does. `change`, if there is one, is made to the body
/// before it is read.
pub fn ask(seed: u64, prompt: &str, redactor: &Redactor, change: Option<fn(&mut Value)>) -> CallResult {
    let role = Role::OpenRouter;
    let body =
        json!({ "model": "openai/gpt-4.1-mini", "messages": [{ "role": "user", "content": prompt }] }).to_string();
    let headers = [
        ("Authorization".to_owned(), format!("Bearer {}", demo_key(role))),
        ("Content-Type".to_owned(), "application/json".to_owned()),
    ];
    let response = Simulator { role, seed, fault: None }.respond(&SimulatedRequest {
        method: "POST",
        path: "/api/v1/chat/completions",
        headers: &headers,
        body: body.as_bytes(),
    });
    let request = HttpRequest {
        method: Method::Post,
        url: "https://gateway.example/api/v1/chat/completions".to_owned(),
        headers: Vec::new(),
        body: Some(body),
    };
    let mut run = Run::new(request, Endpoint::ChatCompletions, false, true);
    run.sent(0.0);
    let mut at = f64::from(response.head_after_ms.unwrap());
    run.head_arrived(at, HttpHead { status: response.status, headers: response.headers }, redactor);
    let mut bytes: Vec<u8> = response.steps.iter().flat_map(|step| step.bytes.clone()).collect();
    at += f64::from(response.steps.iter().map(|step| step.after_ms).sum::<u32>());
    if let Some(change) = change {
        let mut answer: Value = serde_json::from_slice(&bytes).unwrap();
        change(&mut answer);
        bytes = answer.to_string().into_bytes();
    }
    let frames = run.bytes_arrived(at, &bytes);
    run.keep(frames, redactor);
    run.ended(at, None, redactor);
    CallResult::of(&run, &standard())
}

/// The metrics of a finished run of so many pairs, by the product's own hand.
pub fn metrics(pairs: usize, mut result: impl FnMut(usize, Lane) -> Arc<CallResult>) -> Vec<Metric> {
    let mut case = GoldenCase::new("simulated", Endpoint::ChatCompletions, serde_json::Map::new());
    case.rows = vec![Row::default(); pairs];
    let set = GoldenSet { name: "simulated".to_owned(), cases: vec![case] };
    let settings = Settings { warm_up: 0, stream: false, ..Settings::default() };
    let plan = Plan::new(set.items(), &settings);
    let mut run = GoldenRun::new(plan.clone(), settings, vec![PerSide::default(); pairs], None);
    run.close_with((0..plan.calls() as u32).map(CallId).map(|id| {
        let planned = plan.call(id).unwrap();
        (id, result(planned.item, planned.lane))
    }));
    samples::metrics(&run, &set, &Margins::default())
}
