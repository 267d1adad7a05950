//! The live probe of a model: one token asked of the id at its gateway, and of the id that is chosen at the target.
//! Not a judgement of the id: what a person decided stands, whatever is answered.
//!
//! **Invariant:** a probe changes no decision; what it found is forgotten with the gateway that it was asked of.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::check::{LEAST_TOKENS, tiny_chat};
use super::http::{self, Purpose, Reply};
use super::parameter_probe::{ANSWER_LIMIT_MS, side_refusal};
use super::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::error::GatewayError;
use crate::gateway::http::{HttpRequest, Method};
use crate::gateway::money::Usd;
use crate::gateway::reader::AnswerReader;
use crate::gateway::side::Side;
use crate::measure::number::{milliseconds, usd};
use crate::probe::cost::most_tokens_in;
use crate::share::clean;

/// What was found of each id, by the side that was asked.
#[derive(Debug, Clone, Default)]
pub struct ModelProbes {
    found: BTreeMap<(Side, String), OneToken>,
    round: u32,
}

/// The probe of one id at one gateway.
#[derive(Debug, Clone, PartialEq)]
pub enum OneToken {
    /// On the way.
    Running {
        /// Which request it waits for.
        round: u32,
        /// Whether it asks for sixteen tokens, because one was refused.
        again: bool,
    },
    /// It was answered.
    Answered {
        /// The model that the gateway says answered.
        model: Option<String>,
        /// The serving provider.
        provider: Option<String>,
        /// What it cost, as reported.
        cost: Option<Usd>,
        /// Milliseconds.
        took_ms: f64,
        /// Whether it took sixteen tokens, because one was refused.
        again: bool,
        /// Whether the simulator in the page answered.
        simulated: bool,
    },
    /// The gateway refused.
    Refused(Diagnostic),
    /// There was no answer, or nothing was sent.
    Failed(Diagnostic),
}

impl OneToken {
    /// A sentence for the evidence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            OneToken::Running { .. } => "asking for one token.".to_owned(),
            OneToken::Answered { model, provider, cost, took_ms, again, simulated } => {
                let by = model.as_ref().map(|id| format!(" as `{id}`")).unwrap_or_default();
                let via = provider.as_ref().map(|name| format!(" via {name}")).unwrap_or_default();
                let cost = cost.map_or_else(|| "cost not said".to_owned(), usd);
                let took = milliseconds(*took_ms);
                let again = if *again { "; it refuses a limit of one token and took sixteen" } else { "" };
                let simulated = if *simulated { " (simulated)" } else { "" };
                format!("answered{by}{via}, {cost}, {took}{again}{simulated}.")
            }
            OneToken::Refused(problem) | OneToken::Failed(problem) => problem.what.clone(),
        }
    }
}

impl ModelProbes {
    /// What was found of an id.
    #[must_use]
    pub fn of(&self, side: Side, id: &str) -> Option<&OneToken> {
        if self.found.is_empty() { None } else { self.found.get(&(side, id.to_owned())) }
    }
}

impl Model {
    /// The most that the probe of an id, and of the id that is chosen for it, can cost: one token, and sixteen if one is
    /// refused. `None` if a price is not listed.
    #[must_use]
    pub fn one_token_bound(&self, source: &str, target: Option<&str>) -> Option<Usd> {
        let asked = [(Side::Source, Some(source)), (Side::Target, target)];
        let mut sum = Usd(Decimal::ZERO);
        for (side, id) in asked.into_iter().filter_map(|(side, id)| Some((side, id?))) {
            let tokens_in = most_tokens_in(&tiny_chat(id, LEAST_TOKENS)).saturating_mul(2);
            let most = self.price_of(side, id).of(tokens_in, u64::from(LEAST_TOKENS) + 1)?;
            sum = Usd(sum.0.checked_add(most.0)?);
        }
        Some(sum)
    }
}

/// The probe of an id was pressed.
pub(super) fn pressed(model: &mut Model, source: &str) -> Vec<Effect> {
    let row = model.models.rows.iter().find(|row| row.source == source);
    let target = row.and_then(|row| row.target()).map(str::to_owned);
    let asked = [(Side::Source, Some(source.to_owned())), (Side::Target, target)];
    asked
        .into_iter()
        .filter_map(|(side, id)| Some((side, id?)))
        .flat_map(|(side, id)| ask(model, side, id, false))
        .collect()
}

fn ask(model: &mut Model, side: Side, id: String, again: bool) -> Vec<Effect> {
    let found = &model.models.probes.found;
    if !again && matches!(found.get(&(side, id.clone())), Some(OneToken::Running { .. })) {
        return Vec::new();
    }
    model.models.probes.round += 1;
    let round = model.models.probes.round;
    let refusal = side_refusal(model, side);
    let base = model.gateways.get(side).base_url.clone();
    let sent = refusal.map_or(Ok(()), Err).and(base).and_then(|base| {
        let request = HttpRequest {
            method: Method::Post,
            url: base.join(Endpoint::ChatCompletions.path()),
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: Some(tiny_chat(&id, if again { LEAST_TOKENS } else { 1 })),
        };
        http::send(model, side, request, Purpose::OneToken(round), true, Some(ANSWER_LIMIT_MS))
    });
    let (state, effects) = match sent {
        Ok((_, effect)) => (OneToken::Running { round, again }, vec![effect]),
        Err(problem) => (OneToken::Failed(problem), Vec::new()),
    };
    model.models.probes.found.insert((side, id), state);
    effects
}

/// The id that a request is about, and whether it is the second one.
fn waiting(model: &Model, side: Side, round: u32) -> Option<(String, bool)> {
    model.models.probes.found.iter().find_map(|((of, id), state)| match state {
        OneToken::Running { round: its, again } if *of == side && *its == round => Some((id.clone(), *again)),
        _ => None,
    })
}

/// It was answered.
pub(super) fn replied(model: &mut Model, side: Side, round: u32, reply: &Reply) -> Vec<Effect> {
    let Some((id, again)) = waiting(model, side, round) else {
        return Vec::new();
    };
    let redactor = model.redactor();
    let status = reply.head.status;
    let limits = ["max_tokens", "max_completion_tokens", "max_output_tokens"];
    if status == 400 && !again && limits.iter().any(|name| reply.body.contains(name)) {
        return ask(model, side, id, true);
    }
    let state = if (200..300).contains(&status) {
        let mut reader = AnswerReader::new(Endpoint::ChatCompletions, status);
        reader.push(reply.took_ms, reply.body.as_bytes());
        reader.finish(reply.took_ms, false);
        let mut answer = reader.answer().clone();
        clean::answer(&mut answer, &redactor);
        match answer.error {
            Some(error) => OneToken::Refused(error.explain()),
            None if answer.choices.is_empty() => OneToken::Failed(Diagnostic::new(
                "The answer is no gateway's answer.",
                "The status is fine, but the body is not the JSON of a chat.",
                "Check the base URL on the Connect page.",
            )),
            None => OneToken::Answered {
                model: answer.model,
                provider: answer.provider,
                cost: answer.usage.and_then(|usage| usage.cost),
                took_ms: reply.took_ms,
                again,
                simulated: model.demo,
            },
        }
    } else {
        let mut error = GatewayError::read(status, reply.head.header("retry-after"), &reply.body);
        clean::error(&mut error, &redactor);
        OneToken::Refused(error.explain())
    };
    model.models.probes.found.insert((side, id), state);
    Vec::new()
}

/// It brought no answer.
pub(super) fn failed(model: &mut Model, side: Side, round: u32, problem: Diagnostic) -> Vec<Effect> {
    if let Some((id, _)) = waiting(model, side, round) {
        model.models.probes.found.insert((side, id), OneToken::Failed(problem));
    }
    Vec::new()
}

/// What was found at a side does not count any more.
pub(super) fn forget(model: &mut Model, side: Side) -> Vec<Effect> {
    let effects = http::abort_where(model, |of, purpose| of == side && purpose.is_one_token());
    model.models.probes.found.retain(|(of, _), _| *of != side);
    effects
}
