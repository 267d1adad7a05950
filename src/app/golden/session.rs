//! The run of a golden set on the page: what the state machine asks for becomes requests, and what becomes of them goes
//! back into it. **Invariant:** what belongs to an earlier round is dropped.
//! **Invariant:** the verdict is made once, when the run has ended: looking again and again would find differences by
//! chance.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Estimate, GoldenPage, estimate, progress};
use crate::app::http::{self, HttpEvent, Purpose};
use crate::app::{Effect, Inquiry, Model};
use crate::compare::run::{Marks, Run, RunState};
use crate::compare::validity::{Check, Outcome};
use crate::diagnostic::Diagnostic;
use crate::gateway::answer::{Answer, Choice, ToolCall, Usage};
use crate::gateway::base_url::BaseUrl;
use crate::gateway::error::ErrorKind;
use crate::gateway::failure::Cause;
use crate::gateway::http::{HttpHead, HttpRequest, Method};
use crate::gateway::money::Usd;
use crate::gateway::reader::Ending;
use crate::gateway::side::{PerSide, Side};
use crate::golden::earlier::Earlier;
use crate::golden::evaluation::{put, waiting};
use crate::golden::keep::Kept;
use crate::golden::matrix::results_of;
use crate::golden::plan::{CallId, Planned, side_of};
use crate::golden::result::{CallEnd, CallResult};
use crate::golden::retry::Retry;
use crate::golden::run::{Attempted, GoldenRun, Phase, Step, unsendable};
use crate::golden::samples::metrics;
use crate::golden::terms::Terms;
use crate::measure::judge::{Judgement, judge};
use crate::measure::rules::Rules;
use crate::measure::schedule::Lane;

/// A run and what belongs to it.
#[derive(Debug, Clone)]
pub struct Session {
    /// What was fixed before the first call.
    pub terms: Arc<Terms>,
    /// The run.
    pub run: GoldenRun,
    /// The verdicts, once it has ended.
    pub judged: Arc<Vec<Judgement>>,
    /// Grows now and then while results come, and when the run ends: what the page redraws by.
    pub shown: u64,
    /// When it last grew.
    shown_at: f64,
    /// It goes on with the next wake-up.
    begins: bool,
    live: BTreeMap<CallId, (u32, Run)>,
    /// The number of the question that the validator has not answered yet, and what was asked.
    asked: Option<(u32, Vec<Check>)>,
}

/// Milliseconds between two redraws of the results.
const REDRAW_MS: f64 = 400.0;
/// The most texts of one question to the validator, which has seconds for it.
const BATCH: usize = 400;

impl Session {
    pub(super) fn new(terms: Terms, run: GoldenRun) -> Session {
        Session {
            terms: Arc::new(terms),
            run,
            judged: Arc::default(),
            shown: 0,
            shown_at: f64::NEG_INFINITY,
            begins: false,
            live: BTreeMap::new(),
            asked: None,
        }
    }

    /// What the run was planned to be.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        estimate(&self.terms)
    }

    /// Whether answers are held against schemas now, which the verdict waits for.
    #[must_use]
    pub const fn is_evaluating(&self) -> bool {
        self.asked.is_some()
    }

    /// The next question to the validator. While calls are made, one is asked when it is worth it; later all that is left.
    pub(super) fn question(&mut self, last: &mut u32) -> Option<Effect> {
        if self.asked.is_some() {
            return None;
        }
        let least = if self.run.phase() == Phase::Running { BATCH } else { 1 };
        let checks = waiting(&self.run, &self.terms.set, BATCH);
        if checks.len() < least {
            return None;
        }
        *last += 1;
        self.asked = Some((*last, checks.clone()));
        Some(Effect::Validate(Inquiry::Set(*last), checks))
    }

    /// The validator has answered, or cannot; whether it was asked here.
    pub(super) fn evaluated(&mut self, question: u32, said: Option<&[Outcome]>) -> bool {
        let Some((_, asked)) = self.asked.take_if(|(number, _)| *number == question) else { return false };
        put(&mut self.run, &self.terms.set, &asked, said);
        self.shown += 1;
        true
    }

    pub(super) fn judge(&mut self) {
        let metrics = metrics(&self.run, &self.terms.set, &self.terms.margins);
        let rules = Rules { seed: self.terms.settings.seed, ..Rules::default() };
        self.judged = Arc::new(judge(&metrics, &rules));
    }

    /// Whether what is shown is to be drawn anew now.
    fn redraws(&mut self, now: f64) -> bool {
        let due = now - self.shown_at >= REDRAW_MS || !matches!(self.run.phase(), Phase::Running);
        if due {
            self.shown_at = now;
            self.shown += 1;
        }
        due
    }
}

/// Something has changed in the run: it is drawn anew now and then, the validator is asked, and when nothing is open any
/// more, the verdict is made.
pub(super) fn advanced(model: &mut Model, now: f64) -> Option<Effect> {
    let page = &mut model.golden;
    let session = page.session.as_mut()?;
    if !session.redraws(now) {
        return None;
    }
    let question = session.question(&mut page.question);
    if session.run.is_settled() && !session.is_evaluating() && session.judged.is_empty() {
        session.judge();
    }
    question
}

/// The validator has answered, or cannot.
pub(in crate::app) fn validity_known(model: &mut Model, question: u32, said: Option<Vec<Outcome>>) -> Vec<Effect> {
    let page = &mut model.golden;
    if let Some((created, mut session)) = page.earlier_waits.take() {
        if !session.evaluated(question, said.as_deref()) {
            page.earlier_waits = Some((created, session));
        } else {
            return earlier_known(page, created, *session).into_iter().collect();
        }
    }
    let is_here = page.session.as_mut().is_some_and(|session| session.evaluated(question, said.as_deref()));
    // The time is not known here: a run that goes on asks again with one of its next answers.
    if is_here { advanced(model, f64::NEG_INFINITY).into_iter().collect() } else { Vec::new() }
}

pub(super) fn run_pressed(model: &mut Model) -> Vec<Effect> {
    if model.golden.session.as_ref().is_some_and(|session| session.run.phase() == Phase::Running) {
        return Vec::new();
    }
    let terms = match ready(model) {
        Ok(terms) => terms,
        Err(problem) => {
            model.golden.refused = Some(problem);
            return Vec::new();
        }
    };
    // One that was paused ends here.
    let mut effects = closed(model);
    model.golden.refused = None;
    model.golden.offered = None;
    model.golden.round += 1;
    let run = GoldenRun::new(terms.plan(), terms.settings, terms.bounds(), terms.ceiling());
    effects.extend(progress::begun(model, &terms));
    model.golden.session = Some(Session::new(terms, run));
    effects.extend(begin(model));
    effects
}

/// The run goes on with the next wake-up, which brings the time.
fn begin(model: &mut Model) -> Vec<Effect> {
    let round = model.golden.round;
    match &mut model.golden.session {
        Some(session) => {
            session.begins = true;
            vec![Effect::Wake { round, after_ms: 0.0 }]
        }
        None => Vec::new(),
    }
}

/// The terms of a run that may begin.
fn ready(model: &Model) -> Result<Terms, Diagnostic> {
    if model.golden.set.is_none() {
        return Err(Diagnostic::new(
            "There is no set to run.",
            "Nothing was imported yet.",
            "Import a set, or take the example.",
        ));
    }
    gateways_ready(model)?;
    let Some(mut terms) = model.golden_terms() else {
        return Err(Diagnostic::new(
            "The set cannot be run.",
            "A base URL is not valid.",
            "Correct it on the Connect page.",
        ));
    };
    if let Some(problem) = terms.problems().into_iter().next() {
        return Err(problem);
    }
    let text = serde_json::to_string(&terms.set).unwrap_or_default();
    if model.redactor().contains_secret(&text) {
        return Err(Diagnostic::new(
            "Nothing was sent: the set contains a key.",
            "Each request goes to both gateways, and a key may reach only its own.",
            "Remove the key from the set. The page adds it as a header by itself.",
        ));
    }
    let estimate = estimate(&terms);
    // In the demo nothing is paid.
    if estimate.unknown() > 0 && !model.golden.unknown_accepted && !model.demo {
        return Err(Diagnostic::new(
            format!("For {} calls no price is known, so that no ceiling can hold them.", estimate.unknown()),
            "Their model is in no list that was read, its price varies, or the request names no limit of tokens.",
            "Read both lists on the Models page, add `max_tokens`, or accept calls of unknown price below.",
        ));
    }
    terms.ceiling_usd = ceiling(model, &estimate)?.map(Usd::to_plain);
    Ok(terms)
}

/// The ceiling as typed; the worst case if nothing is, and none if that is not known and was accepted.
fn ceiling(model: &Model, estimate: &Estimate) -> Result<Option<Usd>, Diagnostic> {
    let text = model.golden.ceiling_text.trim();
    if text.is_empty() {
        return Ok((estimate.unknown() == 0).then(|| estimate.total()));
    }
    let typed = Usd::from_json(&serde_json::Value::String(text.to_owned()));
    typed.filter(|usd| usd.0 >= rust_decimal::Decimal::ZERO).map(Some).ok_or_else(|| {
        Diagnostic::new(
            format!("“{text}” is no amount of US dollars."),
            "The ceiling is a number such as 0.50.",
            "Correct it, or leave it empty for the worst case.",
        )
    })
}

fn gateways_ready(model: &Model) -> Result<(), Diagnostic> {
    for side in Side::BOTH {
        if let Some(problem) = model.side_problem(side) {
            let what = format!("{} gateway: {}", side.title(), problem.what);
            return Err(Diagnostic::new(what, problem.why.clone(), problem.do_this.clone()));
        }
        if model.gateways.get(side).profile.key_required.value && model.key_in_use(side).is_none() {
            return Err(Diagnostic::new(
                format!("There is no key for the {} gateway.", side.word()),
                "Both gateways answer chats only with a key, and keys do not outlive a reload.",
                "Enter it on the Connect page, or switch Demo gateways on there.",
            ));
        }
    }
    Ok(())
}

pub(super) fn pause_pressed(model: &mut Model) -> Vec<Effect> {
    if let Some(session) = &mut model.golden.session {
        session.begins = false;
        session.run.pause();
    }
    advanced(model, f64::NEG_INFINITY).into_iter().collect()
}

pub(super) fn resume_pressed(model: &mut Model) -> Vec<Effect> {
    let (terms, fresh) = match (&model.golden.session, &model.golden.offered) {
        (Some(session), _) => (Arc::clone(&session.terms), false),
        (None, Some(kept)) => (Arc::new(kept.terms.clone()), true),
        (None, None) => return Vec::new(),
    };
    model.golden.refused = gateways_ready(model).err().or_else(|| elsewhere(model, &terms));
    if model.golden.refused.is_some() {
        return Vec::new();
    }
    let mut effects = Vec::new();
    if fresh && let Some(kept) = model.golden.offered.take() {
        effects.extend(adopt(model, *kept));
    }
    effects.extend(begin(model));
    effects
}

/// Takes a run that was kept as the run of the page.
pub(super) fn adopt(model: &mut Model, kept: Kept) -> Vec<Effect> {
    let Kept { terms, run, lost } = kept;
    let page = &mut model.golden;
    page.round += 1;
    page.set = Some(Arc::new(terms.set.clone()));
    page.set_number += 1;
    page.settings = terms.settings;
    page.margins = terms.margins;
    let pinned = |model: &String| Some((model.clone(), terms.pin_of(model)?.clone()));
    page.pins = terms.models.keys().filter_map(pinned).collect();
    page.session = Some(Session::new(terms, run));
    let kept = progress::changed(model, &lost);
    kept.into_iter().chain(advanced(model, 0.0)).collect()
}

/// Why a run cannot go on with the gateways that are set now.
fn elsewhere(model: &Model, terms: &Terms) -> Option<Diagnostic> {
    let base = |side: Side| model.gateways.get(side).base_url.as_ref().map(ToString::to_string).unwrap_or_default();
    let same = base(Side::Source) == terms.source_base && base(Side::Target) == terms.target_base;
    (!same || model.demo != terms.simulated).then(|| {
        Diagnostic::new(
            "The run was begun with other gateways.",
            format!("It went to {} and {}.", terms.source_base, terms.target_base),
            "Set these on the Connect page and enter their keys, or run the set anew.",
        )
    })
}

pub(super) fn stop_pressed(model: &mut Model) -> Vec<Effect> {
    let Some(session) = &mut model.golden.session else { return Vec::new() };
    session.begins = false;
    let steps = session.run.stop();
    perform(model, steps, 0.0)
}

/// Ends a run that cannot go on, because a gateway or the world has changed. Its results stay until another begins.
pub(in crate::app) fn closed(model: &mut Model) -> Vec<Effect> {
    let settled = model.golden.session.as_ref().is_none_or(|session| session.run.is_settled());
    if settled { Vec::new() } else { stop_pressed(model) }
}

pub(super) fn woke(model: &mut Model, round: u32, now: f64) -> Vec<Effect> {
    if model.golden.round != round {
        return Vec::new();
    }
    let typed = model.golden.ceiling_text.trim().to_owned();
    let Some(session) = &mut model.golden.session else { return Vec::new() };
    let steps = if std::mem::take(&mut session.begins) {
        // A ceiling that was raised meanwhile counts.
        let typed = Usd::from_json(&serde_json::Value::String(typed));
        let ceiling = typed.or(session.run.ceiling());
        session.run.resume(now, ceiling)
    } else {
        session.run.woke(now)
    };
    perform(model, steps, now)
}

/// Turns what the run asks for into effects. What cannot be sent goes back into it at once.
fn perform(model: &mut Model, steps: Vec<Step>, now: f64) -> Vec<Effect> {
    let round = model.golden.round;
    let mut effects = Vec::new();
    let mut changed = Vec::new();
    let mut steps = VecDeque::from(steps);
    while let Some(step) = steps.pop_front() {
        match step {
            Step::Send { call, attempt } => match sent(model, call, attempt) {
                Ok(effect) => effects.push(effect),
                Err(why) => {
                    if let Some(session) = &mut model.golden.session {
                        steps.extend(session.run.ended(call, attempt, unsendable(why), now));
                    }
                }
            },
            Step::Abort(call) => {
                if let Some(session) = &mut model.golden.session {
                    session.live.remove(&call);
                }
                let of_call = |_, purpose: &Purpose| *purpose == Purpose::Golden(round, call);
                effects.extend(http::abort_where(model, of_call));
            }
            Step::Wake(after_ms) => effects.push(Effect::Wake { round, after_ms }),
            Step::Changed(call) => changed.push(call),
        }
    }
    effects.extend(progress::changed(model, &changed));
    effects.extend(advanced(model, now));
    effects
}

fn sent(model: &mut Model, call: CallId, attempt: u32) -> Result<Effect, String> {
    let round = model.golden.round;
    let session = model.golden.session.as_ref().ok_or("there is no run")?;
    let planned = session.run.plan().call(call).ok_or("the call is not planned")?;
    let (endpoint, body) = session.terms.request(&planned).ok_or("its request cannot be filled")?;
    let side = side_of(planned.lane);
    let stream = session.terms.settings.stream;
    let limit = session.terms.settings.limit_seconds.saturating_mul(1_000);
    let base: &BaseUrl = model.gateways.get(side).base_url.as_ref().map_err(|problem| problem.what.clone())?;
    let request = HttpRequest {
        method: Method::Post,
        url: base.join(endpoint.path()),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: Some(serde_json::Value::Object(body).to_string()),
    };
    let run = Run::new(request.clone(), endpoint, stream, model.demo);
    let sent = http::send(model, side, request, Purpose::Golden(round, call), true, Some(limit));
    let (_, effect) = sent.map_err(|problem| problem.what)?;
    if let Some(session) = &mut model.golden.session {
        session.live.insert(call, (attempt, run));
    }
    Ok(effect)
}

/// Something happened to a call.
pub(in crate::app) fn happened(model: &mut Model, round: u32, call: CallId, event: HttpEvent) -> Vec<Effect> {
    if model.golden.round != round {
        return Vec::new();
    }
    let redactor = model.redactor();
    let Some(session) = &mut model.golden.session else { return Vec::new() };
    let Some((_, run)) = session.live.get_mut(&call) else { return Vec::new() };
    let now = match event {
        HttpEvent::Sent { at_ms } => {
            run.sent(at_ms);
            return Vec::new();
        }
        HttpEvent::Head { at_ms, head } => {
            run.head_arrived(at_ms, head, &redactor);
            return Vec::new();
        }
        HttpEvent::Bytes(pieces) => {
            let frames = pieces.iter().flat_map(|piece| run.bytes_arrived(piece.at_ms, &piece.bytes)).collect();
            run.keep(frames, &redactor);
            return Vec::new();
        }
        HttpEvent::ServerTimed(entries) => {
            run.timed_by_server(entries, &redactor);
            return Vec::new();
        }
        HttpEvent::GotThrough | HttpEvent::Redirected => return Vec::new(),
        HttpEvent::Ended { at_ms } => {
            run.ended(at_ms, None, &redactor);
            at_ms
        }
        HttpEvent::Failed { at_ms, failure, .. } => {
            run.ended(at_ms, Some(failure), &redactor);
            at_ms
        }
    };
    let Some((attempt, run)) = session.live.remove(&call) else { return Vec::new() };
    let steps = session.run.ended(call, attempt, attempted(session, call, &run), now);
    perform(model, steps, now)
}

fn attempted(session: &Session, call: CallId, run: &Run) -> Attempted {
    let result = CallResult::of(run, &session.terms.ignored());
    let kind = run.answer.error.as_ref().map(|error| error.kind);
    let planned = session.run.plan().call(call);
    let model = planned.and_then(|planned| {
        let item = *session.run.plan().items().get(planned.item)?;
        Some((side_of(planned.lane), session.terms.set.case(item)?.model().to_owned()))
    });
    let price = model.map(|(side, model)| session.terms.price(side, &model)).unwrap_or_default();
    Attempted {
        charge: price.charge(&result, session.run.bound(call)),
        retry: Retry::after(run),
        hopeless: matches!(kind, Some(ErrorKind::Key | ErrorKind::Money | ErrorKind::Permission)),
        result,
    }
}

/// Shows the first answers of an item on the Compare page.
pub(super) fn pair_opened(model: &mut Model, item: usize) -> Vec<Effect> {
    let Some(session) = &model.golden.session else { return Vec::new() };
    let plan = session.run.plan();
    let first = (0..plan.pairs()).flat_map(|pair| plan.calls_of(pair)).find(|id| {
        plan.call(*id).is_some_and(|planned| planned.counts && planned.item == item && planned.lane == Lane::Source)
    });
    let planned = first.and_then(|id| plan.call(id));
    let request = |lane: Lane| session.terms.request(&Planned { lane, ..planned? });
    let Some((endpoint, mut body)) = request(Lane::Source) else { return Vec::new() };
    let stream = session.terms.settings.stream;
    let simulated = session.terms.simulated;
    let runs = PerSide::from_fn(|side| {
        let lane = if side == Side::Source { Lane::Source } else { Lane::Target };
        let base = if side == Side::Source { &session.terms.source_base } else { &session.terms.target_base };
        let result = results_of(&session.run, item, lane).into_iter().next()?;
        let (_, sent) = request(lane)?;
        let request = HttpRequest {
            method: Method::Post,
            url: format!("{base}{}", endpoint.path()),
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: Some(serde_json::Value::Object(sent).to_string()),
        };
        let mut run = Run::new(request, endpoint, stream, simulated);
        put_back(&mut run, &result);
        Some(run)
    });
    body.shift_remove("stream");
    let text = serde_json::to_string_pretty(&body).unwrap_or_default();
    crate::app::compare::shown(model, text, endpoint, stream, runs)
}

fn put_back(run: &mut Run, result: &CallResult) {
    let marks = Marks {
        first_text: result.first_text_ms,
        last_output: result.total_ms,
        end: result.total_ms,
        ..Marks::default()
    };
    let state = match &result.end {
        CallEnd::Answered => RunState::Answered,
        CallEnd::Refused => RunState::Refused,
        CallEnd::Failed(word) if word == "cut" => RunState::Failed(Cause::Cut),
        CallEnd::Failed(_) => RunState::Failed(Cause::Unknown),
        CallEnd::Stopped => RunState::Stopped,
    };
    let calls = (0..).zip(&result.tool_calls).map(|(index, call)| ToolCall {
        index,
        id: None,
        name: call.name.clone(),
        arguments: call.arguments.clone(),
    });
    let choice = Choice {
        text: result.text.clone(),
        refusal: result.refusal.clone(),
        tool_calls: calls.collect(),
        finish_reason: result.finish_reason.clone(),
        ..Choice::default()
    };
    let error = result.error.as_ref().map(|message| {
        let read = crate::gateway::error::GatewayError::read(result.status.unwrap_or(0), None, message);
        crate::gateway::error::GatewayError { message: message.clone(), ..read }
    });
    let answer = Answer {
        id: result.id.clone(),
        model: result.model.clone(),
        provider: result.provider.clone(),
        choices: vec![choice],
        usage: Some(Usage {
            prompt_tokens: result.prompt_tokens,
            completion_tokens: result.completion_tokens,
            cached_tokens: result.cached_tokens,
            cost: result.cost(),
            ..Usage::default()
        }),
        error,
    };
    let head = result.status.map(|status| HttpHead { status, headers: Vec::new() });
    run.restore(state, marks, head, Vec::new(), answer, Ending::Done);
}

/// A case file with an earlier run was chosen.
pub(super) fn earlier_read(model: &mut Model, text: &str) -> Vec<Effect> {
    let read = crate::share::case::read(text).and_then(|case| {
        let created = case.created;
        case.golden.and_then(|part| serde_json::from_value(part).ok()).map(|part| (created, part)).ok_or_else(|| {
            Diagnostic::new(
                "The case holds no run of a golden set.",
                "It was written before one was made, or the part was left out.",
                "Choose a file that Download JSON wrote after a run.",
            )
        })
    });
    model.golden.earlier_waits = None;
    match read {
        Ok((created, part)) => {
            earlier_known(&mut model.golden, created, super::case::session(part)).into_iter().collect()
        }
        Err(problem) => {
            model.golden.earlier = Some(Err(problem));
            Vec::new()
        }
    }
}

/// An earlier run is shown when all of it is judged, its schemas too.
fn earlier_known(page: &mut GoldenPage, created: String, mut session: Session) -> Option<Effect> {
    let question = session.question(&mut page.question);
    if question.is_some() {
        page.earlier_waits = Some((created, Box::new(session)));
        return question;
    }
    session.judge();
    let Session { terms, run, judged, .. } = session;
    page.earlier =
        Some(Ok(Arc::new(Earlier { created, set: terms.set.clone(), run, judged: judged.as_ref().clone() })));
    None
}
