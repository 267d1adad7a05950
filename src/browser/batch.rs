//! Gathers what happens to requests and hands it on once per animation frame, so that a fast stream costs one
//! rendering a frame. Times are taken when things happen, not here.
//!
//! While a comparison waits for the first token of a side, what came is shown three times a second only: a page that
//! draws cannot read, and what it draws of one answer would stand in the time to first token of the other. Drawing takes it
//! some ten milliseconds on a slow machine, so that one first token in thirty can still meet it.
//! **Invariant:** the events of one request keep their order, and none is lost.

use std::cell::{OnceCell, RefCell};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::store::Store;
use crate::app::http::HttpEvent;
use crate::app::{Model, Msg, RequestId};

thread_local! {
    static WAITING: RefCell<Vec<(Store, RequestId, HttpEvent)>> = const { RefCell::new(Vec::new()) };
    /// The function that hands on, made once: the browser holds it for the life of the page.
    static FLUSH: OnceCell<js_sys::Function> = const { OnceCell::new() };
}

/// Milliseconds after which what waits is handed on without a frame: a hidden tab gets none.
const LATEST_MS: i32 = 100;

/// The same while a first token is waited for; then no frame is asked for.
const WAITING_MS: i32 = 300;

/// Takes an event.
pub fn push(store: Store, id: RequestId, event: HttpEvent) {
    let first = WAITING.with_borrow_mut(|waiting| {
        let first = waiting.is_empty();
        // Two streams interleave: the last event of the same request is the one to go on with.
        let last = waiting.iter_mut().rev().find(|(owner, other, _)| (*owner, *other) == (store, id));
        match (last, event) {
            (Some((_, _, HttpEvent::Bytes(held))), HttpEvent::Bytes(more)) => held.extend(more),
            (_, event) => waiting.push((store, id, event)),
        }
        first
    });
    if first {
        schedule(store.read(Model::waits_for_first_token));
    }
}

/// Asks for the next frame, unless what comes can wait, and for a timer in case none comes soon: whichever is first hands
/// on, the other finds nothing to do.
fn schedule(can_wait: bool) {
    let window = window();
    let flush = FLUSH.with(|made| {
        let make = || Closure::<dyn Fn()>::new(flush).into_js_value().unchecked_into();
        made.get_or_init(make).clone()
    });
    let latest = if can_wait { WAITING_MS } else { LATEST_MS };
    let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(&flush, latest).is_ok();
    let frame = !can_wait && window.request_animation_frame(&flush).is_ok();
    if !timer && !frame {
        leptos::logging::error!("The browser offers neither animation frames nor timers.");
    }
}

fn flush() {
    let events = WAITING.with_borrow_mut(std::mem::take);
    for (store, id, event) in events {
        store.dispatch(Msg::Http(id, event));
    }
}
