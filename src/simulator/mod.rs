//! Both gateways as a deterministic function of request, seed and fault.
//!
//! Not a mock of our own reader: it answers what the real gateways answer, oddities included, so that the product
//! is tested on their bytes. It serves the page's demo and, behind real HTTP, `examples/gateways.rs`.
//!
//! **Invariant:** same seed and same requests give the same bytes and the same waits; no clock, no randomness.

mod catalogue;
mod chance;
mod completion;
pub mod cors;
mod cost;
mod fault;
mod identity;
mod incoming;
mod instance;
mod key;
mod logprobs;
mod pieces;
mod prose;
mod question;
mod reply;
mod response_events;
mod source;
mod spoken;
mod strike;
mod target;

pub use fault::Fault;
pub use key::{Verdict, demo_key, judge};

use chance::Chance;
use fault::Reach;
use incoming::Incoming;

/// The header by which a server tells how often the same request came before. No browser may send it.
pub const ATTEMPT: &str = "x-simulated-attempt";

/// Which gateway is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// OpenRouter, as of October 2026.
    OpenRouter,
    /// The target in the guide's edition (before 9 Jul 2026): `aistats_v1_sk_` keys, models rows with `id` and
    /// `model_id` and flat prices.
    AiStats,
    /// The target in today's edition (after 10 Aug 2026): `phaseo_v1_sk_` keys, nested model rows.
    Phaseo,
}

/// A request as the simulated server sees it.
#[derive(Debug, Clone, Copy)]
pub struct SimulatedRequest<'a> {
    /// `GET`, `POST`, `OPTIONS` …
    pub method: &'a str,
    /// Path and query below the host, for example `/api/v1/models?limit=50`.
    pub path: &'a str,
    /// All headers, names in any case.
    pub headers: &'a [(String, String)],
    /// The body, empty if none.
    pub body: &'a [u8],
}

/// A piece of the body and the wait before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Milliseconds after the step before (after the head for the first).
    pub after_ms: u32,
    /// Bytes to write at once.
    pub bytes: Vec<u8>,
}

/// How a response ends after its last step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Regular end of the body.
    Complete,
    /// The connection is cut: the reader sees a network error.
    Cut,
    /// Nothing more comes and the connection stays open.
    Hang,
}

/// An answer as a script in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedResponse {
    /// Milliseconds from the request to the head; `None` if no head ever comes (a hang before the head).
    pub head_after_ms: Option<u32>,
    /// Status code.
    pub status: u16,
    /// All headers, the CORS ones included.
    pub headers: Vec<(String, String)>,
    /// The body in time.
    pub steps: Vec<Step>,
    /// How it ends.
    pub end: End,
    /// The step that completes the first frame with text of the answer in it; `None` if the answer is not streamed or
    /// has no text.
    pub first_text_step: Option<usize>,
}

/// One simulated gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Simulator {
    /// Which gateway.
    pub role: Role,
    /// Everything that varies varies with it.
    pub seed: u64,
    /// What is wrong with the gateway; a request can also choose a fault for itself with the model id `fault/NAME`.
    pub fault: Option<Fault>,
}

impl Role {
    /// All, in their order.
    pub const ALL: [Role; 3] = [Role::OpenRouter, Role::AiStats, Role::Phaseo];

    /// The name by which page and worker speak of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Role::OpenRouter => "openrouter",
            Role::AiStats => "ai-stats",
            Role::Phaseo => "phaseo",
        }
    }

    /// The one with that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The path below which the API lives.
    #[must_use]
    pub const fn base_path(self) -> &'static str {
        match self {
            Role::OpenRouter => "/api/v1",
            Role::AiStats | Role::Phaseo => "/v1",
        }
    }

    /// The word that makes this side's own choices differ from the other side's.
    const fn word(self) -> &'static str {
        match self {
            Role::OpenRouter => "source",
            Role::AiStats | Role::Phaseo => "target",
        }
    }
}

impl Simulator {
    /// The whole answer to a request, preflights included, as a script in time.
    #[must_use]
    pub fn respond(&self, request: &SimulatedRequest<'_>) -> SimulatedResponse {
        let incoming = Incoming::read(self.role, self.seed, request);
        let chance = incoming.chance("writes");
        let Some(segments) = incoming.below(self.role.base_path()) else {
            return outside(self.role).into_response(chance);
        };
        let class = Class::of(self.role, incoming.method, &segments);
        let fault = self.fault_of(&incoming).filter(|fault| class.is_reached_by(*fault));
        if incoming.method == "OPTIONS" {
            let mut response = reply::Reply::bytes(204, 12, "", Vec::new()).into_response(chance);
            response.headers.clear();
            cors::stamp(self.role, self.fault, &mut response);
            cors::stamp_preflight(self.role, self.fault, &mut response);
            return response;
        }
        let reply = match self.role {
            Role::OpenRouter => source::answer(self, &incoming, &segments, fault),
            Role::AiStats | Role::Phaseo => target::answer(self, &incoming, &segments, fault),
        };
        let mut response = reply.into_response(chance);
        if let Some(fault) = fault {
            strike::writes(fault, &mut response);
        }
        // Over real HTTP the preflight of such a request cannot know of the fault; a browser shall still not see the answer.
        let refused = fault == Some(Fault::RefusedHeader) && self.fault != fault;
        cors::stamp(self.role, if refused { Some(Fault::NoCors) } else { fault }, &mut response);
        response
    }

    /// What strikes a request to which anything may happen: nine of ten times nothing does.
    fn drawn(&self, incoming: &Incoming<'_>) -> Fault {
        match self.chance(incoming, &format!("mixed {}", incoming.attempt)).between(1, 100) {
            1..=3 => Fault::RateLimitedBriefly,
            4..=7 => Fault::BadGateway,
            8..=10 => Fault::CloseMidStream,
            _ => Fault::Mixed,
        }
    }

    /// The fault that strikes this request: its own, or the gateway's.
    fn fault_of(&self, incoming: &Incoming<'_>) -> Option<Fault> {
        // A cheap look, so that only such bodies are read as JSON twice.
        let named = incoming.body.windows(6).any(|window| window == b"fault/");
        let own = match named.then(|| incoming.json()) {
            Some(incoming::Body::Object(body)) => {
                let model =
                    body.get("model").and_then(serde_json::Value::as_str).and_then(|id| id.strip_prefix("fault/"));
                model.and_then(Fault::parse)
            }
            _ => None,
        };
        match own.or(self.fault) {
            Some(Fault::Mixed) => Some(self.drawn(incoming)),
            fault => fault,
        }
    }

    /// Choices that depend on the whole request.
    fn chance(&self, incoming: &Incoming<'_>, purpose: &str) -> Chance {
        incoming.chance(&format!("{} {purpose}", self.role.word()))
    }
}

/// What a fault asks about a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Needs no key.
    Public,
    /// Needs a key.
    Keyed,
    /// Needs a key and answers a question.
    Answer,
}

impl Class {
    fn of(role: Role, method: &str, segments: &[&str]) -> Self {
        match (role, method, segments) {
            (_, "POST", ["chat", "completions"] | ["responses"]) => Class::Answer,
            (Role::OpenRouter, "GET", ["models", "user"]) => Class::Keyed,
            (Role::OpenRouter, "GET", ["models" | "model", ..] | ["endpoints", "zdr"]) => Class::Public,
            (Role::AiStats | Role::Phaseo, "GET", ["health"]) => Class::Public,
            _ => Class::Keyed,
        }
    }

    fn is_reached_by(self, fault: Fault) -> bool {
        match fault.reach() {
            Reach::Everything => true,
            Reach::Keyed => self != Class::Public,
            Reach::Answers => self == Class::Answer,
        }
    }
}

/// What lives beside the API: web pages, without CORS.
fn outside(role: Role) -> reply::Reply {
    match role {
        Role::OpenRouter => {
            let page = "<!DOCTYPE html><html lang=\"en\"><head><title>Not Found</title></head><body><h1>404</h1></body></html>";
            reply::Reply::bytes(404, 60, "text/html; charset=utf-8", page.into())
        }
        Role::AiStats | Role::Phaseo => {
            reply::Reply::bytes(404, 20, "text/plain; charset=UTF-8", b"404 Not Found".to_vec())
        }
    }
}
