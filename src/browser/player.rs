//! The worker of the demo: computes what a simulated gateway would answer. It is not in the page's own program, so that a
//! visitor who brings two real gateways never loads it.
//! Not the playing of an answer in its time, which the page does.
//!
//! **Invariant:** the same question has the same answer; nothing leaves the browser.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::envelope::{self, field, object, text_field};
use crate::simulator::cors::through_a_browser;
use crate::simulator::{End, Role, SimulatedRequest, SimulatedResponse, Simulator};

/// The demo's seed: everyone sees the same demo.
const SEED: u64 = 1;

/// Starts to listen.
pub fn start() {
    let listen = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let question = event.data();
        let answer = answer(&question).map_or_else(|| object([]), |response| written(&response));
        envelope::set(&answer, envelope::ID, &field(&question, envelope::ID));
        post(&answer);
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

/// The answer as a browser lets a page see it; `None` where it lets nothing through.
fn answer(question: &JsValue) -> Option<SimulatedResponse> {
    let role = Role::by_name(&text_field(question, envelope::ROLE)?)?;
    let headers: Vec<(String, String)> = pairs(&field(question, envelope::HEADERS));
    let body = text_field(question, envelope::BODY).unwrap_or_default();
    let request = SimulatedRequest {
        method: &text_field(question, envelope::METHOD)?,
        path: &text_field(question, envelope::PATH)?,
        headers: &headers,
        body: body.as_bytes(),
    };
    through_a_browser(&Simulator { role, seed: SEED, fault: None }, &request).ok()
}

/// Names and values, one after the other.
fn pairs(list: &JsValue) -> Vec<(String, String)> {
    let texts: Vec<String> = Array::from(list).iter().filter_map(|value| value.as_string()).collect();
    texts.chunks_exact(2).filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone()))).collect()
}

fn written(response: &SimulatedResponse) -> js_sys::Object {
    let headers: Array =
        response.headers.iter().flat_map(|(name, value)| [JsValue::from(name), value.into()]).collect();
    let waits: Array = response.steps.iter().map(|step| JsValue::from(step.after_ms)).collect();
    let pieces: Array =
        response.steps.iter().map(|step| JsValue::from(Uint8Array::from(step.bytes.as_slice()))).collect();
    let end = match response.end {
        End::Complete => "complete",
        End::Cut => "cut",
        End::Hang => "hang",
    };
    object([
        (envelope::STATUS, response.status.into()),
        (envelope::HEAD_AFTER, response.head_after_ms.map_or(JsValue::NULL, JsValue::from)),
        (envelope::HEADERS, headers.into()),
        (envelope::WAITS, waits.into()),
        (envelope::PIECES, pieces.into()),
        (envelope::END, end.into()),
    ])
}
