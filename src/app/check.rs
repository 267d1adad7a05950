//! The connection check: health, models, key and one tiny chat, on both sides at once, step after step on each.
//! Not a comparison. **Invariant:** a step is `Passed` only by an answer that shows it.
//! **Invariant:** the key is sent only after the question without one was answered as a gateway answers, in JSON.

use super::http::{self, CHECK_LIMIT_MS, Purpose, Reply};
use super::{Effect, Model, catalogues};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::error::GatewayError;
use crate::gateway::http::{HttpRequest, Method};
use crate::gateway::reader::AnswerReader;
use crate::gateway::side::Side;
use crate::share::clean;

/// A step of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The gateway answers at all; no key needed.
    Health,
    /// Its whole model list can be read.
    Models,
    /// The key is accepted.
    Key,
    /// One tiny chat is answered.
    Chat,
}

impl Step {
    /// All, in order.
    pub const ALL: [Step; 4] = [Step::Health, Step::Models, Step::Key, Step::Chat];

    /// The name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Step::Health => "Health",
            Step::Models => "Models",
            Step::Key => "Key",
            Step::Chat => "Chat",
        }
    }

    const fn next(self) -> Option<Step> {
        match self {
            Step::Health => Some(Step::Models),
            Step::Models => Some(Step::Key),
            Step::Key => Some(Step::Chat),
            Step::Chat => None,
        }
    }
}

/// How a step stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum StepState {
    /// Not run.
    #[default]
    NotRun,
    /// On the way.
    Running,
    /// It was shown.
    Passed {
        /// By what.
        detail: String,
        /// Milliseconds it took.
        took_ms: f64,
    },
    /// It was refused or failed.
    Failed {
        /// A status or the code of a cause, for the table.
        code: String,
        /// What happened.
        problem: Diagnostic,
        /// Milliseconds it took.
        took_ms: f64,
    },
    /// It was not tried, for this reason.
    Skipped(String),
}

/// Codes of failures by an answer that came, beside every status.
const OF_ANSWERS: [&str; 3] = ["shape", "error in 200", "empty"];

/// The check of one side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SideCheck {
    round: u32,
    steps: [StepState; 4],
}

impl SideCheck {
    /// How a step stands.
    #[must_use]
    pub fn step(&self, step: Step) -> &StepState {
        let [health, models, key, chat] = &self.steps;
        match step {
            Step::Health => health,
            Step::Models => models,
            Step::Key => key,
            Step::Chat => chat,
        }
    }

    pub(super) fn set(&mut self, step: Step, state: StepState) {
        let [health, models, key, chat] = &mut self.steps;
        *match step {
            Step::Health => health,
            Step::Models => models,
            Step::Key => key,
            Step::Chat => chat,
        } = state;
    }

    /// Whether a step is on the way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.steps.contains(&StepState::Running)
    }

    /// Whether anything was tried.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.iter().all(|state| *state == StepState::NotRun)
    }

    /// Whether the gateway answers, if that is known: reachable is what answers, also with a refusal.
    #[must_use]
    pub fn reachable(&self) -> Option<bool> {
        let answers = |state: &StepState| match state {
            StepState::Passed { .. } => Some(true),
            StepState::Failed { code, .. } => Some(code.parse::<u16>().is_ok() || OF_ANSWERS.contains(&code.as_str())),
            StepState::NotRun | StepState::Running | StepState::Skipped(_) => None,
        };
        self.steps.iter().filter_map(answers).max()
    }

    /// Forgets what was found: it was found with other settings. Late answers are of an older round.
    pub(super) fn forget(&mut self) {
        *self = SideCheck { round: self.round + 1, ..SideCheck::default() };
    }
}

pub(super) fn pressed(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    for side in Side::BOTH {
        effects.extend(ended(model, side));
        model.check.get_mut(side).forget();
        if model.side_problem(side).is_none() {
            effects.extend(start(model, side, Step::Health));
        }
    }
    effects
}

pub(super) fn stopped(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    for side in Side::BOTH {
        effects.extend(ended(model, side));
        let check = model.check.get_mut(side);
        for step in Step::ALL {
            if matches!(check.step(step), StepState::Running) {
                check.set(step, StepState::Skipped("Stopped.".to_owned()));
            }
        }
    }
    effects
}

/// Closes what a side's check and its list reading have open, so that nothing waits for them.
pub(super) fn ended(model: &mut Model, side: Side) -> Vec<Effect> {
    let mut effects = http::abort_where(model, |of, purpose| of == side && purpose.is_check());
    if side == Side::Source {
        // Its question was closed with the others.
        model.models.serving.retain(|_, serving| *serving != super::serving::Serving::Asked);
    }
    if matches!(model.catalogues.get(side), catalogues::Catalogue::Reading { .. }) {
        *model.catalogues.get_mut(side) = catalogues::Catalogue::Empty;
        effects.extend(super::models::catalogue_finished(model));
    }
    effects
}

fn start(model: &mut Model, side: Side, step: Step) -> Vec<Effect> {
    let settings = model.gateways.get(side);
    let profile = settings.profile;
    let Ok(base) = settings.base_url.clone() else {
        return Vec::new();
    };
    let keyed = model.key_in_use(side).is_some();
    let round = model.check.get(side).round;
    let get = |path: &str| HttpRequest { method: Method::Get, url: base.join(path), headers: Vec::new(), body: None };
    let (request, with_key) = match step {
        Step::Health => match profile.health_path.value {
            Some(path) => (get(path), false),
            None => return skip(model, side, step, "This gateway has no address for it that is known."),
        },
        Step::Models if model.catalogues.get(side).is_given() => {
            return skip(model, side, step, "A list that you loaded is in use; the gateway's own was not read.");
        }
        Step::Models if profile.models.value.needs_key && !keyed => {
            return skip(model, side, step, "No key was entered; this gateway lists its models only with one.");
        }
        Step::Models => {
            model.check.get_mut(side).set(step, StepState::Running);
            return catalogues::read(model, side);
        }
        Step::Key | Step::Chat if !keyed && (profile.key_required.value || step == Step::Key) => {
            return skip(model, side, step, "No key was entered.");
        }
        Step::Key => match profile.key_path.value {
            Some(path) => (get(path), true),
            None => {
                return skip(model, side, step, "This gateway has no address for it that is known; the chat shows it.");
            }
        },
        Step::Chat => match chat_request(model, side) {
            Some(body) => (
                HttpRequest {
                    method: Method::Post,
                    url: base.join(Endpoint::ChatCompletions.path()),
                    headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
                    body: Some(body),
                },
                true,
            ),
            None => {
                return skip(
                    model,
                    side,
                    step,
                    "No model to ask: the list could not be read and the request names none.",
                );
            }
        },
    };
    model.check.get_mut(side).set(step, StepState::Running);
    match http::send(model, side, request, Purpose::Check(round, step), with_key, Some(CHECK_LIMIT_MS)) {
        Ok((_, effect)) => vec![effect],
        Err(problem) => failed(model, side, round, step, "key in request", problem, 0.0),
    }
}

/// Why the steps after a dead end were not tried.
const NO_WAY: &str = "Not tried: the step above found no way to this gateway.";
const NO_GATEWAY: &str =
    "Not tried: what answers was not recognised as a gateway, and your key is not sent to anything else.";

fn skip(model: &mut Model, side: Side, step: Step, reason: &str) -> Vec<Effect> {
    model.check.get_mut(side).set(step, StepState::Skipped(reason.to_owned()));
    go_on(model, side, step)
}

fn go_on(model: &mut Model, side: Side, step: Step) -> Vec<Effect> {
    step.next().map(|next| start(model, side, next)).unwrap_or_default()
}

/// The model of the tiny chat: the one of the request editor where the list has it (through its approved alias),
/// else the first free text model, else the first text model. Sixteen tokens is the least that every model takes.
fn chat_request(model: &Model, side: Side) -> Option<String> {
    let wanted = model.compare.prepared().map(|prepared| model.model_for(side, prepared.model()));
    let rows = model.catalogues.get(side).rows().unwrap_or_default();
    let id = match wanted {
        Some(id)
            if rows.is_empty()
                || rows.iter().any(|row| (row.id == id || row.aliases.contains(&id)) && row.is_served()) =>
        {
            id
        }
        _ => {
            let text = |row: &&crate::gateway::catalogue::ModelRow| {
                let answers =
                    row.output_modalities.is_empty() || row.output_modalities.iter().any(|kind| kind == "text");
                answers && row.is_served()
            };
            let free = rows.iter().filter(text).find(|row| row.id.ends_with(":free"));
            free.or_else(|| rows.iter().find(text))?.id.clone()
        }
    };
    Some(tiny_chat(&id, LEAST_TOKENS))
}

/// The least that every model takes as a limit of tokens.
pub(super) const LEAST_TOKENS: u32 = 16;

/// The body of the smallest chat that shows that a model answers.
pub(super) fn tiny_chat(id: &str, max_tokens: u32) -> String {
    let body = serde_json::json!({
        "model": id,
        "messages": [{ "role": "user", "content": "Reply with the single word ready." }],
        "max_tokens": max_tokens,
    });
    body.to_string()
}

/// A step was answered.
pub(super) fn replied(model: &mut Model, side: Side, round: u32, step: Step, reply: &Reply) -> Vec<Effect> {
    if model.check.get(side).round != round {
        return Vec::new();
    }
    let redactor = model.redactor();
    let took_ms = reply.took_ms;
    let status = reply.head.status;
    let state = if (200..300).contains(&status) {
        match step {
            Step::Chat => {
                let mut reader = AnswerReader::new(Endpoint::ChatCompletions, status);
                reader.push(took_ms, reply.body.as_bytes());
                reader.finish(took_ms, false);
                let mut answer = reader.answer().clone();
                clean::answer(&mut answer, &redactor);
                match answer.error {
                    Some(error) => failure("error in 200".to_owned(), error.explain(), took_ms),
                    None if answer.choices.is_empty() => failure("shape".to_owned(), not_a_gateways(), took_ms),
                    None => {
                        let by = answer.provider.map(|name| format!(" via {name}")).unwrap_or_default();
                        let who = answer.model.unwrap_or_else(|| "an unnamed model".to_owned());
                        StepState::Passed { detail: format!("Answer from {who}{by}."), took_ms }
                    }
                }
            }
            _ if !is_gateway_json(&reply.body) => failure("shape".to_owned(), not_a_gateways(), took_ms),
            Step::Key => StepState::Passed { detail: "The key is accepted.".to_owned(), took_ms },
            _ => StepState::Passed { detail: format!("Answers with {status}."), took_ms },
        }
    } else if step == Step::Health && [401, 403].contains(&status) && is_json(&reply.body) {
        // The question went without a key on purpose: to ask for one is how a gateway answers it.
        StepState::Passed { detail: format!("Answers with {status}: it wants a key."), took_ms }
    } else if step == Step::Health && !is_json(&reply.body) {
        failure(status.to_string(), website(status), took_ms)
    } else {
        let mut error = GatewayError::read(status, reply.head.header("retry-after"), &reply.body);
        clean::error(&mut error, &redactor);
        failure(status.to_string(), error.explain(), took_ms)
    };
    let ends = step == Step::Health
        && (!is_json(&reply.body) || matches!(&state, StepState::Failed { code, .. } if code == "shape"));
    model.check.get_mut(side).set(step, state);
    if ends {
        skip_the_rest(model, side, step, NO_GATEWAY);
        return Vec::new();
    }
    go_on(model, side, step)
}

/// Whether a body is JSON at all: an error of a gateway is, a page of a website or of a proxy is not.
fn is_json(body: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(body).is_ok_and(|value| value.is_object() || value.is_array())
}

/// Whether a body is JSON that reports no error. A list may come bare.
fn is_gateway_json(body: &str) -> bool {
    let value: Result<serde_json::Value, _> = serde_json::from_str(body);
    value.is_ok_and(|value| {
        value.is_array() || value.is_object() && value.get("error").is_none_or(serde_json::Value::is_null)
    })
}

/// A step that failed, by an answer that came.
const fn failure(code: String, problem: Diagnostic, took_ms: f64) -> StepState {
    StepState::Failed { code, problem, took_ms }
}

/// What is wrong with a body under a good status.
fn not_a_gateways() -> Diagnostic {
    Diagnostic::new(
        "The answer is no gateway's answer.",
        "The status is fine, but the body is not the JSON that this address should give.",
        "Check the base URL: it may point at a website or at a proxy.",
    )
}

/// What is wrong where the question without a key was refused, and not in JSON.
fn website(status: u16) -> Diagnostic {
    let what = format!("What answers with {status} is no gateway, as far as can be seen.");
    if (500..600).contains(&status) {
        return Diagnostic::new(
            what,
            "The answer is not JSON but a page or a text: a proxy speaks for a gateway that is down, or a website lives there.",
            "The key was not sent. Try again later; if it stays so, check the base URL.",
        );
    }
    Diagnostic::new(
        what,
        "The answer is not JSON but a page or a text: a website lives at this address, or the path is wrong.",
        "The key was not sent. Check the base URL, also its path.",
    )
}

fn skip_the_rest(model: &mut Model, side: Side, after: Step, reason: &str) {
    let mut rest = after.next();
    while let Some(step) = rest {
        model.check.get_mut(side).set(step, StepState::Skipped(reason.to_owned()));
        rest = step.next();
    }
}

/// A step brought no answer. Without a way to the gateway the later steps would only repeat it.
pub(super) fn failed(
    model: &mut Model,
    side: Side,
    round: u32,
    step: Step,
    code: &str,
    problem: Diagnostic,
    took_ms: f64,
) -> Vec<Effect> {
    if model.check.get(side).round != round {
        return Vec::new();
    }
    let state = StepState::Failed { code: code.to_owned(), problem, took_ms };
    model.check.get_mut(side).set(step, state);
    skip_the_rest(model, side, step, NO_WAY);
    Vec::new()
}

/// The reading of the model list was stopped; the other steps do not need it.
pub(super) fn models_stopped(model: &mut Model, side: Side) -> Vec<Effect> {
    if *model.check.get(side).step(Step::Models) != StepState::Running {
        return Vec::new();
    }
    skip(model, side, Step::Models, "Stopped.")
}

/// The model list was read, or not.
pub(super) fn models_finished(model: &mut Model, side: Side, took_ms: f64) -> Vec<Effect> {
    if *model.check.get(side).step(Step::Models) != StepState::Running {
        return Vec::new();
    }
    let state = match model.catalogues.get(side) {
        catalogues::Catalogue::Ready(ready) => {
            let pages = if ready.pages == 1 { "1 page".to_owned() } else { format!("{} pages", ready.pages) };
            let early = ready.incomplete.map(|_| " The list stopped early.").unwrap_or_default();
            let refused = ready.refused_filter.as_ref().map(|filter| {
                format!(" The gateway refused {filter}, so that models it leaves out by default are not in it.")
            });
            let refused = refused.unwrap_or_default();
            if ready.rows.is_empty() {
                let problem = Diagnostic::new(
                    "The model list is empty.",
                    "The gateway answered with a list that has no row; the account may have no model.",
                    "Check the account at the gateway.",
                );
                failure("empty".to_owned(), problem, took_ms)
            } else {
                StepState::Passed {
                    detail: format!("{} models in {pages}.{early}{refused}", ready.rows.len()),
                    took_ms,
                }
            }
        }
        catalogues::Catalogue::Failed { code, problem } => {
            let (code, problem) = (code.clone(), problem.clone());
            // A status is an answer: the other steps can still tell more. Anything else found no way.
            if code.parse::<u16>().is_err() && code != "shape" {
                let round = model.check.get(side).round;
                return failed(model, side, round, Step::Models, &code, problem, took_ms);
            }
            failure(code, problem, took_ms)
        }
        catalogues::Catalogue::Empty | catalogues::Catalogue::Reading { .. } => return Vec::new(),
    };
    model.check.get_mut(side).set(Step::Models, state);
    go_on(model, side, Step::Models)
}
