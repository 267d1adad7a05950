//! A request taken apart: path segments, query, headers, body. Not a router.
//! **Invariant:** any bytes are read without failing; what cannot be read is `None`.

use super::Role;
use super::SimulatedRequest;
use super::chance::Chance;
use super::key::{self, Verdict};
use serde_json::{Map, Value};

/// A request as the routes of both gateways read it.
pub(super) struct Incoming<'a> {
    pub(super) method: &'a str,
    /// Path without query.
    pub(super) path: &'a str,
    /// Decoded pairs of the query.
    pub(super) query: Vec<(String, String)>,
    pub(super) body: &'a [u8],
    /// What the demo key check says.
    pub(super) verdict: Verdict,
    /// How often the same request came before, as whoever counts them says; 0 where nobody does.
    pub(super) attempt: u32,
    /// The seed of the simulator.
    pub(super) seed: u64,
}

/// The JSON of a body.
pub(super) enum Body {
    /// An object.
    Object(Map<String, Value>),
    /// JSON, but no object.
    Other,
    /// No JSON.
    Unreadable,
}

impl<'a> Incoming<'a> {
    pub(super) fn read(role: Role, seed: u64, request: &SimulatedRequest<'a>) -> Self {
        let target = request.path.split('#').next().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let verdict = key::judge(role, header_of(request.headers, "authorization"));
        let attempt = header_of(request.headers, super::ATTEMPT).and_then(|count| count.parse().ok()).unwrap_or(0);
        Incoming { method: request.method, path, query: pairs(query), body: request.body, verdict, attempt, seed }
    }

    /// The segments below a base path, or `None` if the path is outside of it. Empty segments at the end are dropped.
    pub(super) fn below(&self, base: &str) -> Option<Vec<&'a str>> {
        let rest = self.path.strip_prefix(base)?;
        if !(rest.is_empty() || rest.starts_with('/')) {
            return None;
        }
        Some(rest.split('/').filter(|segment| !segment.is_empty()).collect())
    }

    /// The first value of a query parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A query parameter as a number; `None` if it is absent or no number.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.parameter(name).and_then(|value| value.trim().parse().ok())
    }

    /// All values of a filter, repeated or comma separated, lower case.
    pub(super) fn list(&self, names: &[&str]) -> Vec<String> {
        self.query
            .iter()
            .filter(|(key, _)| names.contains(&key.as_str()))
            .flat_map(|(_, value)| value.split(','))
            .map(|value| value.trim().to_ascii_lowercase())
            .filter(|value| !value.is_empty())
            .collect()
    }

    pub(super) fn json(&self) -> Body {
        match serde_json::from_slice::<Value>(self.body) {
            Ok(Value::Object(object)) => Body::Object(object),
            Ok(_) => Body::Other,
            Err(_) => Body::Unreadable,
        }
    }

    /// Choices that depend on everything in the request but its key, so that a log or a share never tells keys apart.
    pub(super) fn chance(&self, purpose: &str) -> Chance {
        let query: String = self.query.iter().map(|(key, value)| format!("{key}={value}&")).collect();
        Chance::of(
            self.seed,
            &[purpose.as_bytes(), self.method.as_bytes(), self.path.as_bytes(), query.as_bytes(), self.body],
        )
    }
}

fn header_of<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key), decoded(value))
        })
        .collect()
}

/// Percent-decoding; a broken escape stays as it is.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match (escaped, first) {
            (Some(byte), _) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            (None, b'+') => {
                bytes.push(b' ');
                rest = tail;
            }
            (None, byte) => {
                bytes.push(*byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
