//! Gathers what happens to requests and hands it on once per animation frame, so that a fast stream costs one
//! rendering a frame. Times are taken when things happen, not here.
//!
//! Each frame gets a part of what waits: half of the requests, and of what one has brought a quarter of the pieces. So two
//! sides of a comparison are drawn in turns, and what has piled up is worked off in frames of which none is long.
//!
//! While a comparison waits for the first token of a side, what came is shown three times a second only: a page that
//! draws cannot read, and what it draws of one answer would stand in the time to first token of the other. Drawing takes it
//! some ten milliseconds on a slow machine, so that one first token in thirty can still meet it.
//! **Invariant:** the events of one request keep their order, none is lost, and those that came first go first.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::store::Store;
use crate::app::http::HttpEvent;
use crate::app::{Model, Msg, RequestId};

/// What one request has brought and nobody has seen.
struct Brought {
    store: Store,
    id: RequestId,
    events: VecDeque<HttpEvent>,
}

thread_local! {
    /// Those that came first, or whose turn was longest ago, first.
    static WAITING: RefCell<VecDeque<Brought>> = const { RefCell::new(VecDeque::new()) };
    /// The function that hands on, made once: the browser holds it for the life of the page.
    static FLUSH: OnceCell<js_sys::Function> = const { OnceCell::new() };
    /// The timer and the frame that are asked for.
    static ASKED: Cell<(Option<i32>, Option<i32>)> = const { Cell::new((None, None)) };
}

/// So many pieces of a body are handed on together in any case. A fast stream brings half as many between two turns.
const FEW: usize = 32;

/// With so many pieces a frame is full: the end of the request, at which the page draws most, gets one of its own.
const FULL: usize = 8;

/// Milliseconds after which what waits is handed on without a frame: a hidden tab gets none.
const LATEST_MS: i32 = 100;

/// The same while a first token is waited for; then no frame is asked for.
const WAITING_MS: i32 = 300;

/// Takes an event.
pub fn push(store: Store, id: RequestId, event: HttpEvent) {
    let first = WAITING.with_borrow_mut(|waiting| {
        let first = waiting.is_empty();
        match waiting.iter_mut().find(|brought| (brought.store, brought.id) == (store, id)) {
            Some(brought) => match (brought.events.back_mut(), event) {
                (Some(HttpEvent::Bytes(held)), HttpEvent::Bytes(more)) => held.extend(more),
                (_, event) => brought.events.push_back(event),
            },
            None => waiting.push_back(Brought { store, id, events: VecDeque::from([event]) }),
        }
        first
    });
    if first {
        schedule(store.read(Model::waits_for_first_token));
    }
}

/// Asks for the next frame, unless what comes can wait, and for a timer in case none comes soon: whichever is first hands
/// on, and takes the other back.
fn schedule(can_wait: bool) {
    let window = window();
    let flush = FLUSH.with(|made| {
        let make = || Closure::<dyn Fn()>::new(flush).into_js_value().unchecked_into();
        made.get_or_init(make).clone()
    });
    let latest = if can_wait { WAITING_MS } else { LATEST_MS };
    let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(&flush, latest).ok();
    let frame = if can_wait { None } else { window.request_animation_frame(&flush).ok() };
    if timer.is_none() && frame.is_none() {
        leptos::logging::error!("The browser offers neither animation frames nor timers.");
    }
    ASKED.set((timer, frame));
}

fn flush() {
    let (timer, frame) = ASKED.take();
    if let Some(timer) = timer {
        window().clear_timeout_with_handle(timer);
    }
    if let Some(frame) = frame {
        // It fails for none that was asked for.
        let _ = window().cancel_animation_frame(frame);
    }
    // A hidden tab draws nothing, and its timers come a second apart.
    let all = window().document().is_some_and(|document| document.hidden());
    let now: Vec<Brought> = WAITING.with_borrow_mut(|waiting| {
        let part = if all { waiting.len() } else { waiting.len().div_ceil(2) };
        waiting.drain(..part).collect()
    });
    for mut brought in now {
        let (store, id) = (brought.store, brought.id);
        let events = if all { std::mem::take(&mut brought.events).into() } else { take_part(&mut brought.events) };
        for event in events {
            store.dispatch(Msg::Http(id, event));
        }
        if !brought.events.is_empty() {
            WAITING.with_borrow_mut(|waiting| put_back(waiting, brought));
        }
    }
    if WAITING.with_borrow(|waiting| !waiting.is_empty()) && ASKED.get() == (None, None) {
        schedule(false);
    }
}

/// Takes the first events, until a frame has enough of them.
fn take_part(events: &mut VecDeque<HttpEvent>) -> Vec<HttpEvent> {
    let mut taken = Vec::new();
    let mut is_full = false;
    while let Some(event) = events.pop_front() {
        match event {
            HttpEvent::Bytes(mut pieces) => {
                is_full |= pieces.len() >= FULL;
                let part = FEW.max(pieces.len() / 4).min(pieces.len());
                let later = pieces.split_off(part);
                taken.push(HttpEvent::Bytes(pieces));
                if !later.is_empty() {
                    events.push_front(HttpEvent::Bytes(later));
                    break;
                }
            }
            end @ (HttpEvent::Ended { .. } | HttpEvent::Failed { .. }) if is_full => {
                events.push_front(end);
                break;
            }
            event => taken.push(event),
        }
    }
    taken
}

/// Puts what is left of a request behind the others. What came for it meanwhile is later.
fn put_back(waiting: &mut VecDeque<Brought>, mut left: Brought) {
    let meanwhile = waiting.iter().position(|brought| (brought.store, brought.id) == (left.store, left.id));
    if let Some(brought) = meanwhile.and_then(|at| waiting.remove(at)) {
        left.events.extend(brought.events);
    }
    waiting.push_back(left);
}
