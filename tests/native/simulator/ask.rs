//! How the tests ask: one call, and the answer read as plainly as possible (not by the product's own readers).

use serde_json::{Value, json};
use switchyard::simulator::{Fault, Role, SimulatedRequest, SimulatedResponse, Simulator, demo_key};

pub const MODEL: &str = "openai/gpt-4.1-mini";
pub const ROLES: [Role; 3] = [Role::OpenRouter, Role::AiStats, Role::Phaseo];

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub response: SimulatedResponse,
    pub bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.response.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The `data:` of every frame; comments are left out.
    pub fn data(&self) -> Vec<String> {
        let text = self.text();
        assert!(text.ends_with("\n\n"), "the last frame is closed: {text}");
        text.split("\n\n")
            .flat_map(|frame| frame.lines())
            .filter_map(|line| line.strip_prefix("data: "))
            .map(str::to_owned)
            .collect()
    }

    /// The JSON of every frame but `[DONE]`.
    #[track_caller]
    pub fn frames(&self) -> Vec<Value> {
        self.data().iter().filter(|data| *data != "[DONE]").map(|data| serde_json::from_str(data).unwrap()).collect()
    }
}

pub fn simulator(role: Role) -> Simulator {
    Simulator { role, seed: 7, fault: None }
}

pub fn struck(role: Role, fault: Fault) -> Simulator {
    Simulator { fault: Some(fault), ..simulator(role) }
}

/// Asks with any headers.
pub fn send(simulator: &Simulator, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let headers: Vec<(String, String)> = headers.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    let path = format!("{}{path}", simulator.role.base_path());
    let response = simulator.respond(&SimulatedRequest { method, path: &path, headers: &headers, body });
    let bytes = response.steps.iter().flat_map(|step| step.bytes.clone()).collect();
    Answer { status: response.status, response, bytes }
}

/// Asks with the demo key.
pub fn keyed(simulator: &Simulator, method: &str, path: &str, body: &[u8]) -> Answer {
    let authorization = format!("Bearer {}", demo_key(simulator.role));
    send(simulator, method, path, &[("Authorization", &authorization), ("Content-Type", "application/json")], body)
}

pub fn get(role: Role, path: &str) -> Answer {
    keyed(&simulator(role), "GET", path, &[])
}

pub fn post(simulator: &Simulator, path: &str, body: &Value) -> Answer {
    keyed(simulator, "POST", path, body.to_string().as_bytes())
}

/// A chat with the fields of `more` on top of a plain question.
pub fn chat(role: Role, more: Value) -> Answer {
    post(&simulator(role), "/chat/completions", &question(more))
}

pub fn question(more: Value) -> Value {
    over(json!({ "model": MODEL, "messages": [{ "role": "user", "content": "Explain caching" }] }), more)
}

pub fn responses(role: Role, more: Value) -> Answer {
    post(&simulator(role), "/responses", &over(json!({ "model": MODEL, "input": "Explain caching" }), more))
}

pub fn over(mut base: Value, more: Value) -> Value {
    if let (Value::Object(base), Value::Object(more)) = (&mut base, more) {
        base.extend(more);
    }
    base
}

/// A tool that looks up the weather.
pub fn weather() -> Value {
    json!({ "type": "function", "function": {
        "name": "get_weather", "description": "Weather of a city",
        "parameters": { "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] }
    }})
}
