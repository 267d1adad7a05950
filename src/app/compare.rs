//! The Compare page: one request to both gateways at once.
//! **Invariant:** the sides do not wait for each other; what one does changes nothing of the other's run.

use super::http::{self, HttpEvent, Purpose};
use super::judging::{self, Judging};
use super::{Effect, Model, RequestId, request_editor};
use crate::compare::history::Change;
use crate::compare::request::Prepared;
use crate::compare::run::{Run, RunState};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::failure::{Cause, Failure};
use crate::gateway::http::{HttpRequest, Method};
use crate::gateway::side::{PerSide, Side};

/// The state of the Compare page.
#[derive(Debug, Clone)]
pub struct ComparePage {
    /// The text of the request editor.
    pub body_text: String,
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Whether a stream is asked for.
    pub stream: bool,
    /// Its views, history and imports.
    pub editor: request_editor::RequestEditor,
    /// What the text says.
    pub request: Result<Prepared, Diagnostic>,
    /// Why the last press of Run sent nothing.
    pub refused: Option<Diagnostic>,
    /// Whether Stop was pressed since Run: nothing more of this round is sent.
    is_stopping: bool,
    /// The run of each side.
    pub runs: PerSide<Option<Run>>,
    /// What is known beside the runs: rules, pin, second turn, validity.
    pub judging: Judging,
    open: PerSide<Option<RequestId>>,
    round: u32,
}

/// Milliseconds until a preflight is no longer waited for.
const PREFLIGHT_LIMIT_MS: u32 = 5_000;

/// The request that the page starts with.
pub const FIRST_CHAT: &str = r#"{
  "model": "openai/gpt-4.1-mini",
  "messages": [
    { "role": "system", "content": "You answer in a few short sentences." },
    { "role": "user", "content": "What should a team check before it moves to another model gateway?" }
  ],
  "temperature": 0,
  "max_tokens": 200
}"#;

/// The same for `/responses`.
pub const FIRST_RESPONSES: &str = r#"{
  "model": "openai/gpt-4.1-mini",
  "instructions": "You answer in a few short sentences.",
  "input": "What should a team check before it moves to another model gateway?",
  "max_output_tokens": 200
}"#;

impl Default for ComparePage {
    fn default() -> Self {
        ComparePage {
            body_text: FIRST_CHAT.to_owned(),
            endpoint: Endpoint::ChatCompletions,
            stream: true,
            editor: request_editor::RequestEditor::default(),
            request: Prepared::read(FIRST_CHAT, Endpoint::ChatCompletions),
            refused: None,
            is_stopping: false,
            runs: PerSide::default(),
            judging: Judging::default(),
            open: PerSide::default(),
            round: 0,
        }
    }
}

impl ComparePage {
    /// The request, if it may be sent.
    #[must_use]
    pub fn prepared(&self) -> Option<&Prepared> {
        self.request.as_ref().ok()
    }

    /// How often Run was pressed.
    #[must_use]
    pub const fn round(&self) -> u32 {
        self.round
    }

    /// Whether a side is on the way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        Side::BOTH.into_iter().any(|side| self.runs.get(side).as_ref().is_some_and(Run::is_running))
    }

    /// Whether both gateways answered to the end, be it by text or by tool calls alone.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        let answered = |run: &Run| run.state == RunState::Answered;
        Side::BOTH.into_iter().all(|side| self.runs.get(side).as_ref().is_some_and(answered))
    }

    /// Reads the editor anew.
    pub fn set_request(&mut self, text: String, endpoint: Endpoint) {
        self.request = Prepared::read(&text, endpoint);
        self.body_text = text;
        self.endpoint = endpoint;
        self.refused = None;
    }
}

impl Model {
    /// Whether a side is on the way and has not brought anything of its answer yet. Not while a preflight is: the request
    /// leaves when that is over, and is not to be kept waiting.
    #[must_use]
    pub fn waits_for_first_token(&self) -> bool {
        let waits = |run: &&Run| {
            let marks = &run.marks;
            marks.first_text.is_none() && marks.first_reasoning.is_none() && marks.first_tool.is_none()
        };
        let runs = Side::BOTH.into_iter().filter_map(|side| self.compare.runs.get(side).as_ref());
        let running: Vec<&Run> = runs.filter(|run| run.is_running()).collect();
        running.iter().all(|run| run.has_left()) && running.iter().any(waits)
    }

    /// The id under which a side knows a model: the target's is the approved alias, if there is one.
    #[must_use]
    pub fn model_for(&self, side: Side, id: &str) -> String {
        match side {
            Side::Source => id.to_owned(),
            Side::Target => self.models.approved(id).unwrap_or(id).to_owned(),
        }
    }

    /// The request of the editor as one side is sent it; `None` if it or the base URL is not valid.
    #[must_use]
    pub fn request_for(&self, side: Side) -> Option<HttpRequest> {
        let prepared = self.compare.prepared()?;
        let base = self.gateways.get(side).base_url.as_ref().ok()?;
        let model = self.model_for(side, prepared.model());
        let mut body = prepared.body(Some(&model), self.compare.stream);
        self.compare.judging.apply(side, prepared.endpoint(), &mut body);
        Some(HttpRequest {
            method: Method::Post,
            url: base.join(prepared.endpoint().path()),
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: Some(body.to_string()),
        })
    }
}

pub(super) fn endpoint_chosen(model: &mut Model, endpoint: Endpoint) -> Vec<Effect> {
    // The untouched example follows the endpoint; a person's own text stays as it is and is checked anew.
    let text = match (model.compare.body_text.as_str(), endpoint) {
        (FIRST_CHAT, Endpoint::Responses) => FIRST_RESPONSES.to_owned(),
        (FIRST_RESPONSES, Endpoint::ChatCompletions) => FIRST_CHAT.to_owned(),
        (own, _) => own.to_owned(),
    };
    request_editor::change(model, text, endpoint, Change::Step)
}

pub(super) fn stream_switched(model: &mut Model, on: bool) -> Vec<Effect> {
    model.compare.stream = on;
    Vec::new()
}

pub(super) fn run_pressed(model: &mut Model) -> Vec<Effect> {
    if model.compare.is_running() {
        return Vec::new();
    }
    model.compare.refused = refusal(model);
    if model.compare.refused.is_some() {
        return Vec::new();
    }
    model.compare.round += 1;
    model.compare.is_stopping = false;
    model.compare.judging.forget_validity();
    let round = model.compare.round;
    let (endpoint, stream, simulated) = (model.compare.endpoint, model.compare.stream, model.demo);
    let mut effects = Vec::new();
    for side in Side::BOTH {
        let Some(request) = model.request_for(side) else {
            continue;
        };
        *model.compare.runs.get_mut(side) = Some(Run::new(request.clone(), endpoint, stream, simulated));
        // One gateway lets a browser remember its preflight for a day, the other for seconds. Asked for beforehand it
        // is in no measured time, and the two sides are measured alike. Inside the page there is none.
        let ahead = HttpRequest { method: Method::Options, body: None, ..request.clone() };
        let asks_ahead = !simulated && model.gateways.get(side).profile.cors.value.options;
        let first = asks_ahead.then_some(Purpose::Preflight(round));
        let limit = first.is_some().then_some(PREFLIGHT_LIMIT_MS);
        let (request, purpose) = match first {
            Some(purpose) => (ahead, purpose),
            None => (request, Purpose::Compare(round)),
        };
        effects.extend(go(model, side, request, purpose, limit));
    }
    effects
}

/// Sends one request of a side and remembers which one Stop would close.
fn go(model: &mut Model, side: Side, request: HttpRequest, purpose: Purpose, limit_ms: Option<u32>) -> Option<Effect> {
    match http::send(model, side, request, purpose, true, limit_ms) {
        Ok((id, effect)) => {
            *model.compare.open.get_mut(side) = Some(id);
            Some(effect)
        }
        Err(problem) => {
            model.compare.refused = Some(problem);
            *model.compare.runs.get_mut(side) = None;
            None
        }
    }
}

/// The preflight is over, well or not: now the time counts.
pub(super) fn preflight_over(model: &mut Model, side: Side, round: u32, event: &HttpEvent) -> Vec<Effect> {
    if model.compare.round != round {
        return Vec::new();
    }
    // A preflight may have ended when Stop was pressed, so that there was nothing to abort.
    let stopped = model.compare.is_stopping || matches!(event, HttpEvent::Failed { failure: Failure::Stopped, .. });
    let redactor = model.redactor();
    let Some(run) = model.compare.runs.get_mut(side) else {
        return Vec::new();
    };
    if stopped {
        run.ended(0.0, Some(Failure::Stopped), &redactor);
        return Vec::new();
    }
    let request = run.request.clone();
    go(model, side, request, Purpose::Compare(round), None).into_iter().collect()
}

/// Why nothing may be sent.
fn refusal(model: &Model) -> Option<Diagnostic> {
    if let Err(problem) = &model.compare.request {
        return Some(problem.clone());
    }
    for side in Side::BOTH {
        if let Some(problem) = model.side_problem(side) {
            return Some(Diagnostic::new(
                format!("{} gateway: {}", side.title(), problem.what),
                problem.why.clone(),
                problem.do_this.clone(),
            ));
        }
        if model.gateways.get(side).profile.key_required.value && model.key_in_use(side).is_none() {
            return Some(Diagnostic::new(
                format!("There is no key for the {} gateway.", side.word()),
                "Both gateways answer chats only with a key.",
                "Enter it on the Connect page, or switch Demo gateways on there.",
            ));
        }
    }
    // The body goes to both sides: a key in it would reach a gateway that it does not belong to.
    model.redactor().contains_secret(&model.compare.body_text).then(|| {
        Diagnostic::new(
            "Nothing was sent: the request body contains a key.",
            "The body goes to both gateways, and a key may reach only its own.",
            "Remove the key from the body. The page adds it as a header by itself.",
        )
    })
}

pub(super) fn stop_pressed(model: &mut Model) -> Vec<Effect> {
    model.compare.is_stopping = true;
    // The shell answers an abort with a failure of kind `Stopped`, which ends the run with what it has.
    let open = &model.compare.open;
    Side::BOTH
        .into_iter()
        .filter(|side| model.compare.runs.get(*side).as_ref().is_some_and(Run::is_running))
        .filter_map(|side| open.get(side).map(Effect::Abort))
        .collect()
}

/// Something happened to one side's request.
pub(super) fn happened(model: &mut Model, side: Side, round: u32, event: HttpEvent) -> Vec<Effect> {
    if model.compare.round != round {
        return Vec::new();
    }
    let redactor = model.redactor();
    let ends = matches!(event, HttpEvent::Ended { .. } | HttpEvent::Failed { .. });
    let Some(run) = model.compare.runs.get_mut(side) else {
        return Vec::new();
    };
    match event {
        HttpEvent::Sent { at_ms } => {
            run.sent(at_ms);
            if model.hidden {
                run.was_hidden();
            }
        }
        HttpEvent::Head { at_ms, head } => run.head_arrived(at_ms, head, &redactor),
        HttpEvent::Bytes(pieces) => {
            let frames = pieces.iter().flat_map(|piece| run.bytes_arrived(piece.at_ms, &piece.bytes)).collect();
            run.keep(frames, &redactor);
        }
        HttpEvent::Ended { at_ms } => run.ended(at_ms, None, &redactor),
        HttpEvent::Failed { at_ms, failure, .. } => run.ended(at_ms, Some(failure), &redactor),
        HttpEvent::ServerTimed(entries) => run.timed_by_server(entries, &redactor),
        HttpEvent::GotThrough | HttpEvent::Redirected => {}
    }
    if ends {
        judging::ended(model, side);
    }
    Vec::new()
}

/// Why a side got no answer has been found out.
pub(super) fn explained(model: &mut Model, side: Side, round: u32, cause: Cause) -> Vec<Effect> {
    if model.compare.round == round
        && let Some(run) = model.compare.runs.get_mut(side)
    {
        run.explained(cause);
    }
    Vec::new()
}

/// Shows runs that were made elsewhere, with their request in the editor.
pub(super) fn shown(
    model: &mut Model,
    text: String,
    endpoint: Endpoint,
    stream: bool,
    runs: PerSide<Option<Run>>,
) -> Vec<Effect> {
    let effects = http::abort_where(model, |_, purpose| purpose.is_compare());
    model.compare.round += 1;
    model.compare.stream = stream;
    request_editor::change(model, text, endpoint, Change::Step);
    model.compare.runs = runs;
    effects
}

impl Model {
    /// The two texts that can be laid over each other, once both sides have ended. A side without any answer leaves none,
    /// and where neither has text (both called a tool) there is nothing that could be the same.
    #[must_use]
    pub fn texts(&self) -> Option<[&str; 2]> {
        let (source, target) = self.ended_runs()?;
        let usable = |run: &Run| matches!(run.state, RunState::Answered) || !run.answer.text().is_empty();
        let texts = [source.answer.text(), target.answer.text()];
        let any = texts.iter().any(|text| !text.is_empty());
        (usable(source) && usable(target) && any).then_some(texts)
    }
}
