//! Requests under way: what each is for, what has arrived of it, and the list of all that were made.
//! Not the sender (that is the shell) and not a reader of answers.
//!
//! **Invariant:** every request leaves through [`send`], so the list is complete; its key is that of its own side.
//! **Invariant:** a failed request is looked into with a request that carries no key; a call of a golden set is not, since
//! thousands of looks would say the same.

use super::on_demand::{self, Answer};
use super::{Effect, Model, Outgoing, Reading, RequestId, Via, catalogues, check};
use crate::diagnostic::Diagnostic;
use crate::gateway::failure::{Cause, Circumstances, Failure, Presence};
use crate::gateway::http::{HttpHead, HttpRequest, Method};
use crate::gateway::side::Side;
use crate::golden::plan::CallId;

/// What happened to a request. Times are milliseconds on the browser's monotonic clock, taken when it happened.
#[derive(Debug, Clone)]
pub enum HttpEvent {
    /// It left.
    Sent {
        /// When.
        at_ms: f64,
    },
    /// Status and headers are there.
    Head {
        /// When.
        at_ms: f64,
        /// Those headers that could be read.
        head: HttpHead,
    },
    /// Pieces of the body are there, gathered over one animation frame, each with the time it was read.
    Bytes(Vec<Piece>),
    /// The browser lets the page read the server's own times: names and milliseconds. It comes before the end.
    ServerTimed(Vec<(String, f64)>),
    /// The body ended regularly.
    Ended {
        /// When.
        at_ms: f64,
    },
    /// It ended otherwise.
    Failed {
        /// When.
        at_ms: f64,
        /// How.
        failure: Failure,
        /// Whether the browser says it is online.
        online: bool,
    },
    /// A look into a failed request got through.
    GotThrough,
    /// A look into a failed request met a redirect. Whoever it leads to was not asked.
    Redirected,
}

/// A piece of a body as one read gave it.
#[derive(Debug, Clone)]
pub struct Piece {
    /// When it was read.
    pub at_ms: f64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A row of the list of requests.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestRow {
    /// Its id.
    pub id: RequestId,
    /// The side it went to.
    pub side: Side,
    /// Method.
    pub method: Method,
    /// Address.
    pub url: String,
    /// Whether the key of its side went with it.
    pub with_key: bool,
    /// Whether the simulator in the page answered: nothing left the tab.
    pub simulated: bool,
    /// How it stands.
    pub state: RequestState,
}

/// How a request of the list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// On the way.
    Open,
    /// A status came.
    Status(u16),
    /// It got through; nothing was read.
    GotThrough,
    /// No answer came.
    Failed,
    /// It was closed from here.
    Stopped,
}

/// What a request is for. The number is the round: answers of an earlier round are dropped.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Purpose {
    /// A step of the connection check.
    Check(u32, check::Step),
    /// A page of a model list.
    Catalogue(u32),
    /// The providers of one model, by its id.
    Serving(String),
    /// One side of a comparison.
    Compare(u32),
    /// The preflight of one side of a comparison, before its time counts.
    Preflight(u32),
    /// A question of the parameter probe.
    Parameter(u32),
    /// The one-token probe of a model.
    OneToken(u32),
    /// A call of a golden set.
    Golden(u32, CallId),
    /// What is at an address, after a request for something else failed there: which look it is, and at what.
    Presence(Reading, Box<Failed>),
}

impl Purpose {
    /// What it serves in the end, also by looking into why a request for that failed.
    pub(super) fn root(&self) -> &Purpose {
        match self {
            Purpose::Presence(_, failed) => failed.purpose.root(),
            other => other,
        }
    }

    /// Whether it reads a model list.
    pub(super) fn is_catalogue(&self) -> bool {
        matches!(self.root(), Purpose::Catalogue(_))
    }

    /// Whether it serves a comparison.
    pub(super) fn is_compare(&self) -> bool {
        matches!(self.root(), Purpose::Compare(_) | Purpose::Preflight(_))
    }

    /// Whether it serves the connection check, or reads what the check's gateway lists.
    pub(super) fn is_check(&self) -> bool {
        matches!(self.root(), Purpose::Check(..) | Purpose::Catalogue(_) | Purpose::Serving(_))
    }

    /// Whether it probes parameters.
    pub(super) fn is_parameter(&self) -> bool {
        matches!(self.root(), Purpose::Parameter(_))
    }

    /// Whether it probes a model.
    pub(super) fn is_one_token(&self) -> bool {
        matches!(self.root(), Purpose::OneToken(_))
    }
}

/// A request that failed and is being looked into.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Failed {
    purpose: Purpose,
    request: HttpRequest,
    with_key: bool,
    took_ms: f64,
}

/// A request under way.
#[derive(Debug, Clone)]
pub(super) struct InFlight {
    purpose: Purpose,
    side: Side,
    request: HttpRequest,
    with_key: bool,
    sent_at: Option<f64>,
    head: Option<HttpHead>,
    body: Vec<u8>,
}

/// A whole answer to a request that is not streamed to the page.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// Status and headers.
    pub head: HttpHead,
    /// Body; bytes that are no UTF-8 are replaced.
    pub body: String,
    /// Milliseconds from sending to the end.
    pub took_ms: f64,
}

/// Milliseconds until a request of the check is given up.
pub(super) const CHECK_LIMIT_MS: u32 = 15_000;
/// Milliseconds until the look into a failed request is given up.
const PRESENCE_LIMIT_MS: u32 = 5_000;

/// Milliseconds in which a slow machine has drawn what a press of Run changes.
const DRAWN_MS: u32 = 60;

/// Milliseconds between the two measured requests of a comparison, in which the first has left the browser.
const APART_MS: u32 = 20;

/// Sends a request and writes it into the list.
///
/// # Errors
/// If its address or its body holds a key: a key leaves as a header of its own side and in no other way.
pub(super) fn send(
    model: &mut Model,
    side: Side,
    request: HttpRequest,
    purpose: Purpose,
    with_key: bool,
    limit_ms: Option<u32>,
) -> Result<(RequestId, Effect), Diagnostic> {
    let redactor = model.redactor();
    if redactor.contains_secret(&request.url)
        || request.body.as_ref().is_some_and(|body| redactor.contains_secret(body))
    {
        return Err(key_in_request());
    }
    model.last_request += 1;
    let id = RequestId(model.last_request);
    let wait_ms = match (&purpose, side) {
        (Purpose::Compare(_), Side::Source) => DRAWN_MS,
        (Purpose::Compare(_), Side::Target) => DRAWN_MS + APART_MS,
        _ => 0,
    };
    let reading = if let Purpose::Presence(reading, _) = &purpose { *reading } else { Reading::Whole };
    let key = if with_key && reading == Reading::Whole { model.key_in_use(side) } else { None };
    let via = if model.demo {
        Via::Simulator(model.demo_role(side), simulated_path(model, side, &request.url))
    } else {
        Via::Network
    };
    model.requests.push(RequestRow {
        id,
        side,
        method: request.method,
        url: request.url.clone(),
        with_key: key.is_some(),
        simulated: model.demo,
        state: RequestState::Open,
    });
    let with_key = key.is_some();
    model.in_flight.insert(
        id,
        InFlight { purpose, side, request: request.clone(), with_key, sent_at: None, head: None, body: Vec::new() },
    );
    Ok((id, Effect::Send(Box::new(Outgoing { id, request, key, via, limit_ms, reading, wait_ms }))))
}

/// Why a request that holds a key was not sent.
pub(super) fn key_in_request() -> Diagnostic {
    Diagnostic::new(
        "Nothing was sent: the request contains a key.",
        "A key may reach only its own gateway, and only as a header, which the page adds by itself.",
        "Remove the key from the request body, or from the base URL.",
    )
}

/// The path of an address as the simulator has it: its own base path in place of the one that is set.
fn simulated_path(model: &Model, side: Side, url: &str) -> String {
    let base = model.gateways.get(side).base_url.as_ref().map(ToString::to_string).unwrap_or_default();
    let below = url.strip_prefix(&base).unwrap_or_default();
    format!("{}{below}", model.demo_role(side).base_path())
}

/// Closes every open request; their later events find nothing.
pub(super) fn abort_all(model: &mut Model) -> Vec<Effect> {
    let ids: Vec<RequestId> = model.in_flight.keys().copied().collect();
    ids.into_iter().flat_map(|id| abort(model, id)).collect()
}

/// Closes the requests of one purpose.
pub(super) fn abort_where(model: &mut Model, mut which: impl FnMut(Side, &Purpose) -> bool) -> Vec<Effect> {
    let ids: Vec<RequestId> =
        model.in_flight.iter().filter(|(_, flight)| which(flight.side, &flight.purpose)).map(|(id, _)| *id).collect();
    ids.into_iter().flat_map(|id| abort(model, id)).collect()
}

fn abort(model: &mut Model, id: RequestId) -> Option<Effect> {
    model.in_flight.remove(&id)?;
    set_state_if_open(model, id, RequestState::Stopped);
    Some(Effect::Abort(id))
}

fn set_state(model: &mut Model, id: RequestId, state: RequestState) {
    if let Some(row) = model.requests.iter_mut().rev().find(|row| row.id == id) {
        row.state = state;
    }
}

fn set_state_if_open(model: &mut Model, id: RequestId, state: RequestState) {
    if let Some(row) = model.requests.iter_mut().rev().find(|row| row.id == id && row.state == RequestState::Open) {
        row.state = state;
    }
}

/// Takes an event to whom it concerns.
pub(super) fn happened(model: &mut Model, id: RequestId, event: HttpEvent) -> Vec<Effect> {
    match &event {
        HttpEvent::Head { head, .. } => set_state(model, id, RequestState::Status(head.status)),
        HttpEvent::GotThrough | HttpEvent::Redirected => set_state(model, id, RequestState::GotThrough),
        HttpEvent::Failed { failure: Failure::Stopped, .. } => set_state_if_open(model, id, RequestState::Stopped),
        HttpEvent::Failed { .. } => set_state_if_open(model, id, RequestState::Failed),
        _ => {}
    }
    let Some(flight) = model.in_flight.get_mut(&id) else {
        return Vec::new();
    };
    let side = flight.side;
    if let Purpose::Compare(round) = flight.purpose {
        if let HttpEvent::Sent { at_ms } = &event {
            flight.sent_at = Some(*at_ms);
        }
        let lost = match &event {
            HttpEvent::Failed { at_ms, failure, online } => Some((*at_ms, *failure, *online)),
            HttpEvent::Ended { .. } => {
                model.in_flight.remove(&id);
                None
            }
            _ => None,
        };
        let mut effects = on_demand::answered(model, side, Purpose::Compare(round), Answer::Event(event));
        if let Some((at_ms, failure, online)) = lost {
            effects.extend(look_into(model, id, at_ms, failure, online));
        }
        return effects;
    }
    if let Purpose::Golden(round, call) = flight.purpose {
        if matches!(event, HttpEvent::Ended { .. } | HttpEvent::Failed { .. }) {
            model.in_flight.remove(&id);
        }
        return on_demand::answered(model, side, Purpose::Golden(round, call), Answer::Event(event));
    }
    if let Purpose::Preflight(round) = flight.purpose {
        return match event {
            // Whatever became of it: the run itself shows what is wrong.
            HttpEvent::Ended { .. } | HttpEvent::Failed { .. } | HttpEvent::GotThrough | HttpEvent::Redirected => {
                model.in_flight.remove(&id);
                on_demand::answered(model, side, Purpose::Preflight(round), Answer::Event(event))
            }
            HttpEvent::Sent { .. } | HttpEvent::Head { .. } | HttpEvent::Bytes(_) | HttpEvent::ServerTimed(_) => {
                Vec::new()
            }
        };
    }
    match event {
        HttpEvent::Sent { at_ms } => flight.sent_at = Some(at_ms),
        HttpEvent::Head { head, .. } => flight.head = Some(head),
        HttpEvent::Bytes(pieces) => pieces.iter().for_each(|piece| flight.body.extend_from_slice(&piece.bytes)),
        // Only a comparison judges times.
        HttpEvent::ServerTimed(_) => {}
        HttpEvent::Ended { at_ms } => return ended(model, id, at_ms),
        HttpEvent::Failed { at_ms, failure, online } => return look_into(model, id, at_ms, failure, online),
        HttpEvent::GotThrough => return presence_found(model, id, false),
        HttpEvent::Redirected => return presence_found(model, id, true),
    }
    Vec::new()
}

fn ended(model: &mut Model, id: RequestId, at_ms: f64) -> Vec<Effect> {
    let Some(flight) = model.in_flight.remove(&id) else {
        return Vec::new();
    };
    let reply = Reply {
        head: flight.head.unwrap_or_default(),
        body: String::from_utf8_lossy(&flight.body).into_owned(),
        took_ms: flight.sent_at.map_or(0.0, |sent| at_ms - sent),
    };
    match flight.purpose {
        Purpose::Check(round, step) => check::replied(model, flight.side, round, step, &reply),
        Purpose::Catalogue(round) => catalogues::replied(model, flight.side, round, &reply),
        purpose => on_demand::answered(model, flight.side, purpose, Answer::Reply(reply)),
    }
}

/// A network failure says nothing by itself: before it is explained, a request without key asks whether the address
/// redirects, and if the browser may not read that either, another asks whether anything is there at all.
fn look_into(model: &mut Model, id: RequestId, at_ms: f64, failure: Failure, online: bool) -> Vec<Effect> {
    let Some(flight) = model.in_flight.remove(&id) else {
        return Vec::new();
    };
    let took_ms = flight.sent_at.map_or(0.0, |sent| at_ms - sent);
    let side = flight.side;
    let (reading, failed) = match flight.purpose {
        Purpose::Presence(Reading::Redirect, failed) => (Reading::Presence, *failed),
        Purpose::Presence(_, failed) => {
            return explain(model, side, *failed, Failure::Network, online, Some(Presence::Nothing));
        }
        purpose => {
            let failed = Failed { purpose, request: flight.request, with_key: flight.with_key, took_ms };
            if failure != Failure::Network {
                return explain(model, side, failed, failure, online, None);
            }
            (Reading::Redirect, failed)
        }
    };
    let request = HttpRequest { method: Method::Get, url: failed.request.url.clone(), headers: Vec::new(), body: None };
    let purpose = Purpose::Presence(reading, Box::new(failed.clone()));
    match send(model, side, request, purpose, false, Some(PRESENCE_LIMIT_MS)) {
        Ok((_, effect)) => vec![effect],
        Err(_) => explain(model, side, failed, Failure::Network, online, None),
    }
}

/// The look into a failed request got through: the host is there.
fn presence_found(model: &mut Model, id: RequestId, redirected: bool) -> Vec<Effect> {
    let Some(flight) = model.in_flight.remove(&id) else {
        return Vec::new();
    };
    let presence = if redirected { Presence::Redirect } else { Presence::Answer };
    match flight.purpose {
        Purpose::Presence(_, failed) => explain(model, flight.side, *failed, Failure::Network, true, Some(presence)),
        _ => Vec::new(),
    }
}

fn explain(
    model: &mut Model,
    side: Side,
    failed: Failed,
    failure: Failure,
    online: bool,
    presence: Option<Presence>,
) -> Vec<Effect> {
    let around = Circumstances {
        request: &failed.request,
        with_key: failed.with_key,
        profile: model.gateways.get(side).profile,
        page_secure: model.environment.page_secure,
        online,
        presence,
    };
    let cause = Cause::find(failure, &around);
    match failed.purpose {
        Purpose::Check(round, step) => {
            check::failed(model, side, round, step, cause.code(), cause.explain(&failed.request.url), failed.took_ms)
        }
        Purpose::Catalogue(round) => {
            let problem = cause.explain(&failed.request.url);
            catalogues::failed(model, side, round, cause.code(), problem, failed.took_ms)
        }
        purpose => {
            let why = cause.explain(&failed.request.url);
            on_demand::answered(model, side, purpose, Answer::Explained(cause, why))
        }
    }
}
