//! Gathers what happens to requests and hands it on once per animation frame, so that a fast stream costs one
//! rendering a frame. Times are taken when things happen, not here.
//! **Invariant:** the events of one request keep their order, and none is lost.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::store::Store;
use crate::app::http::HttpEvent;
use crate::app::{Msg, RequestId};

thread_local! {
    static WAITING: RefCell<Vec<(RequestId, HttpEvent)>> = const { RefCell::new(Vec::new()) };
}

/// In a hidden tab no animation frame comes; there a timer of this many milliseconds stands in.
const HIDDEN_MS: i32 = 100;

/// Takes an event.
pub fn push(store: Store, id: RequestId, event: HttpEvent) {
    let first = WAITING.with_borrow_mut(|waiting| {
        let first = waiting.is_empty();
        // Two streams interleave: the last event of the same request is the one to go on with.
        let last = waiting.iter_mut().rev().find(|(other, _)| *other == id);
        match (last, event) {
            (Some((_, HttpEvent::Bytes(held))), HttpEvent::Bytes(more)) => held.extend(more),
            (_, event) => waiting.push((id, event)),
        }
        first
    });
    if first {
        schedule(store);
    }
}

/// Hands on at once what waits for a frame that will not come: a tab that is hidden gets none.
pub fn install(store: Store) {
    let listener = Closure::<dyn FnMut()>::new(move || {
        if document().hidden() {
            flush(store);
        }
    });
    let added = document().add_event_listener_with_callback("visibilitychange", listener.as_ref().unchecked_ref());
    if added.is_err() {
        leptos::logging::error!(
            "The browser does not tell when the tab is hidden; answers may wait until it is shown."
        );
    }
    // It lives as long as the page.
    listener.forget();
}

fn schedule(store: Store) {
    let window = window();
    let flush = Closure::once_into_js(move || flush(store));
    let flush: &js_sys::Function = flush.unchecked_ref();
    let scheduled = if document().hidden() {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(flush, HIDDEN_MS).is_ok()
    } else {
        window.request_animation_frame(flush).is_ok()
    };
    if !scheduled {
        leptos::logging::error!("The browser offers neither animation frames nor timers.");
    }
}

fn flush(store: Store) {
    let events = WAITING.with_borrow_mut(std::mem::take);
    for (id, event) in events {
        store.dispatch(Msg::Http(id, event));
    }
}
