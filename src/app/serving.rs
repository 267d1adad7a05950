//! Who serves one model of the source, asked for when a person wants to know: its list does not say.
//! Not a choice of provider, and not the providers of a target, which its list names.
//! **Invariant:** one question a press; an answer that nobody waits for any more is dropped.

use super::http::{self, CHECK_LIMIT_MS, Purpose, Reply};
use super::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::catalogue::{CatalogueError, read_serving};
use crate::gateway::error::GatewayError;
use crate::gateway::http::{HttpRequest, Method};
use crate::gateway::side::Side;

/// What is known of the providers of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Serving {
    /// The gateway was asked.
    Asked,
    /// It named these.
    Known(Vec<String>),
    /// It did not say.
    Unknown(Diagnostic),
}

/// A person wants to know who serves a model of the source, by the id of its row.
pub(super) fn asked(model: &mut Model, id: &str) -> Vec<Effect> {
    let settings = model.gateways.get(Side::Source);
    let route = settings.profile.models.value;
    let Some(below) = route.serving_path.value else {
        let problem = Diagnostic::new(
            "This gateway has no address that names the providers of a model.",
            "The profile of the source knows of none.",
            "Look at the gateway's own page of the model.",
        );
        model.models.serving.insert(id.to_owned(), Serving::Unknown(problem));
        return Vec::new();
    };
    let problem = model.side_problem(Side::Source);
    let (None, Ok(base)) = (problem.as_ref(), &settings.base_url) else {
        if let Some(problem) = problem {
            model.models.serving.insert(id.to_owned(), Serving::Unknown(problem));
        }
        return Vec::new();
    };
    let url = base.join(&format!("{}/{}{below}", route.path, in_path(id)));
    let request = HttpRequest { method: Method::Get, url, headers: Vec::new(), body: None };
    let purpose = Purpose::Serving(id.to_owned());
    match http::send(model, Side::Source, request, purpose, true, Some(CHECK_LIMIT_MS)) {
        Ok((_, effect)) => {
            model.models.serving.insert(id.to_owned(), Serving::Asked);
            vec![effect]
        }
        Err(problem) => {
            model.models.serving.insert(id.to_owned(), Serving::Unknown(problem));
            Vec::new()
        }
    }
}

/// An id as part of a path: what could end the path or start another part of the address is escaped.
fn in_path(id: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/:@".contains(byte);
    let escaped =
        id.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    escaped.collect::<String>().replace("..", "%2E%2E")
}

/// The gateway answered.
pub(super) fn replied(model: &mut Model, id: &str, reply: &Reply) -> Vec<Effect> {
    let redactor = model.redactor();
    let found = if (200..300).contains(&reply.head.status) {
        read_serving(&redactor.redact(&reply.body)).map(Serving::Known).unwrap_or_else(|error| {
            Serving::Unknown(match error {
                CatalogueError::Gateway(error) => error.explain(),
                _ => Diagnostic::new(
                    "The answer names no providers.",
                    "It is not in the shape that this gateway's documentation gives.",
                    "Look at the gateway's own page of the model.",
                ),
            })
        })
    } else {
        let mut error = GatewayError::read(reply.head.status, reply.head.header("retry-after"), &reply.body);
        crate::share::clean::error(&mut error, &redactor);
        Serving::Unknown(error.explain())
    };
    settle(model, id, found)
}

/// It could not be asked.
pub(super) fn failed(model: &mut Model, id: &str, problem: Diagnostic) -> Vec<Effect> {
    settle(model, id, Serving::Unknown(problem))
}

fn settle(model: &mut Model, id: &str, found: Serving) -> Vec<Effect> {
    if let Some(serving) = model.models.serving.get_mut(id).filter(|serving| **serving == Serving::Asked) {
        *serving = found;
    }
    Vec::new()
}
