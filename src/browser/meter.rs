//! The worker of the bench: times the page's reader of streams and its text difference on what it is handed.
//! Not a part of the page. **Invariant:** the time includes the copy into the program's memory, which the page pays too.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::envelope::{self, field, object, text_field};
use crate::compare::text_difference::{count_differences, text_difference};
use crate::gateway::sse::{SseEvent, SseParser};

/// Starts to listen.
pub fn start() {
    let listen = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| answer(&event.data())).into_js_value();
    scope().set_onmessage(Some(listen.unchecked_ref()));
    post(&object([(envelope::READY, JsValue::TRUE)]));
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(message: &JsValue) {
    // Plain objects can always be sent.
    let _ = scope().post_message(message);
}

fn answer(question: &JsValue) {
    let chunks: Vec<Uint8Array> = match field(question, "chunks").dyn_into::<Array>() {
        Ok(chunks) => chunks.iter().filter_map(|chunk| chunk.dyn_into().ok()).collect(),
        Err(_) => Vec::new(),
    };
    let texts = [text_field(question, "source"), text_field(question, "target")];
    let started = now();
    let count = match texts {
        [Some(source), Some(target)] => count_differences(&text_difference(&source, &target)),
        _ => events(&chunks),
    };
    let took = now() - started;
    post(&object([("took", took.into()), ("count", (count as u32).into())]));
}

fn events(chunks: &[Uint8Array]) -> usize {
    let mut parser = SseParser::new();
    let mut count = 0;
    let mut take = |events: Vec<SseEvent>| {
        count += events.iter().filter(|event| matches!(event, SseEvent::Message { .. })).count();
    };
    for chunk in chunks {
        take(parser.push(&chunk.to_vec()));
    }
    take(parser.finish());
    count
}

/// Milliseconds of the worker's own monotonic clock.
fn now() -> f64 {
    let performance = Reflect::get(&js_sys::global(), &"performance".into()).unwrap_or(JsValue::UNDEFINED);
    let now: Option<js_sys::Function> =
        Reflect::get(&performance, &"now".into()).ok().and_then(|now| now.dyn_into().ok());
    now.and_then(|now| now.call0(&performance).ok()).and_then(|now| now.as_f64()).unwrap_or_default()
}
