//! The worker that holds texts against JSON schemas. It is not in the page's own program: most visits need none, and a
//! schema that never comes to an end can be ended from outside.
//! Not the validation, which is `compare::validity`'s.
//!
//! **Invariant:** nothing is fetched, whatever a schema refers to.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::envelope::{self, field, object};
use crate::compare::validity::{Check, Outcome, Problem, validate};

/// Starts to listen.
pub fn start() {
    let listen = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let question = event.data();
        let outcomes = validate(&checks(&field(&question, envelope::CHECKS)));
        post(&object([
            (envelope::ID, field(&question, envelope::ID)),
            (envelope::OUTCOMES, written(&outcomes).into()),
        ]));
    });
    scope().set_onmessage(Some(listen.into_js_value().unchecked_ref()));
    // What is sent before this was said is lost, so that the page waits for it.
    post(&object([(envelope::READY, JsValue::TRUE)]));
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(message: &JsValue) {
    // Plain objects can always be sent.
    let _ = scope().post_message(message);
}

fn texts(list: &JsValue) -> Vec<String> {
    Array::from(list).iter().filter_map(|value| value.as_string()).collect()
}

/// Label, schema and text of each check, one after the other.
fn checks(list: &JsValue) -> Vec<Check> {
    let check = |part: &[String]| match part {
        [label, schema, text] => Some(Check { label: label.clone(), schema: schema.clone(), text: text.clone() }),
        _ => None,
    };
    texts(list).chunks_exact(3).filter_map(check).collect()
}

/// One list an outcome: its label, then place, rule and message of each problem.
fn written(outcomes: &[Outcome]) -> Array {
    let one = |outcome: &Outcome| -> JsValue {
        let problems = outcome.problems.iter().flat_map(|problem| [&problem.path, &problem.rule, &problem.message]);
        std::iter::once(&outcome.label).chain(problems).map(JsValue::from).collect::<Array>().into()
    };
    outcomes.iter().map(one).collect()
}

/// Reads what [`written`] wrote; the page's side of the same form.
pub(super) fn read(list: &JsValue) -> Vec<Outcome> {
    let one = |outcome: JsValue| {
        let mut texts = texts(&outcome).into_iter();
        let label = texts.next()?;
        let rest: Vec<String> = texts.collect();
        let problem = |part: &[String]| match part {
            [path, rule, message] => Some(Problem { path: path.clone(), rule: rule.clone(), message: message.clone() }),
            _ => None,
        };
        Some(Outcome { label, problems: rest.chunks_exact(3).filter_map(problem).collect() })
    };
    Array::from(list).iter().filter_map(one).collect()
}
