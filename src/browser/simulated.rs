//! Plays the simulator's answers inside the page, in their own time. Not a network: nothing leaves the tab.
//! **Invariant:** the page sees what a browser would let it see of the same answer over the network.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::batch;
use super::clock::now_ms;
use super::connection::{self, Connection};
use super::store::Store;
use crate::app::http::{HttpEvent, Piece};
use crate::app::{Outgoing, Via};
use crate::gateway::failure::Failure;
use crate::gateway::http::HttpHead;
use crate::simulator::cors::through_a_browser;
use crate::simulator::{End, SimulatedRequest, SimulatedResponse, Simulator};

/// The demo's seed: everyone sees the same demo.
const SEED: u64 = 1;

/// Answers a request from the simulator.
pub fn send(store: Store, outgoing: Outgoing) {
    let id = outgoing.id;
    let connection = Connection::open(id, None);
    let over = Rc::new(Cell::new(false));
    let closing = Rc::clone(&over);
    let reported = Rc::downgrade(&connection);
    connection.when_closed(move || {
        if closing.replace(true) {
            return;
        }
        connection::forget(id);
        let failure = reported.upgrade().and_then(|connection| connection.closed()).unwrap_or(Failure::Stopped);
        batch::push(store, id, HttpEvent::Failed { at_ms: now_ms(), failure, online: true });
    });
    if let Some(limit) = outgoing.limit_ms {
        let connection = Rc::clone(&connection);
        let waiting = Rc::clone(&over);
        spawn_local(async move {
            sleep_until(now_ms() + f64::from(limit)).await;
            if !waiting.get() {
                connection.close(Failure::TimedOut(limit));
            }
        });
    }
    spawn_local(async move {
        let started = now_ms();
        batch::push(store, id, HttpEvent::Sent { at_ms: started });
        let Some(ending) = play(store, &outgoing, started, &over).await else {
            return;
        };
        if over.replace(true) {
            return;
        }
        connection::forget(id);
        batch::push(store, id, ending);
    });
}

/// Plays one answer; `None` once it was closed or if it hangs for ever.
async fn play(store: Store, outgoing: &Outgoing, started: f64, over: &Cell<bool>) -> Option<HttpEvent> {
    let lost = |failure: Failure| HttpEvent::Failed { at_ms: now_ms(), failure, online: true };
    let response = match answer(outgoing) {
        Some(response) => response,
        // An opaque look at the same address gets through: the host is there, only the page may not read.
        None if outgoing.opaque => return Some(HttpEvent::GotThrough),
        None => return Some(lost(Failure::Network)),
    };
    let Some(head_after) = response.head_after_ms else {
        return std::future::pending().await;
    };
    let mut due = started + f64::from(head_after);
    sleep_until(due).await;
    if over.get() {
        return None;
    }
    if outgoing.opaque {
        return Some(HttpEvent::GotThrough);
    }
    let head = HttpHead { status: response.status, headers: response.headers };
    batch::push(store, outgoing.id, HttpEvent::Head { at_ms: now_ms(), head });
    for step in response.steps {
        due += f64::from(step.after_ms);
        if due > now_ms() {
            sleep_until(due).await;
        }
        if over.get() {
            return None;
        }
        batch::push(store, outgoing.id, HttpEvent::Bytes(vec![Piece { at_ms: now_ms(), bytes: step.bytes }]));
    }
    match response.end {
        End::Complete => Some(HttpEvent::Ended { at_ms: now_ms() }),
        End::Cut => Some(lost(Failure::Cut)),
        End::Hang => std::future::pending().await,
    }
}

fn answer(outgoing: &Outgoing) -> Option<SimulatedResponse> {
    let Via::Simulator(role, path) = &outgoing.via else {
        return None;
    };
    let request = &outgoing.request;
    let mut headers = request.headers.clone();
    if let Some(authorization) = outgoing.key.as_ref().and_then(|key| key.authorization_for(&request.url)) {
        headers.push(("Authorization".to_owned(), authorization));
    }
    let simulated = SimulatedRequest {
        method: request.method.as_str(),
        path,
        headers: &headers,
        body: request.body.as_deref().unwrap_or_default().as_bytes(),
    };
    through_a_browser(&Simulator { role: *role, seed: SEED, fault: None }, &simulated).ok()
}

/// Waits until a moment of the monotonic clock.
async fn sleep_until(due_ms: f64) {
    let wait = (due_ms - now_ms()).max(0.0).ceil() as i32;
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, wait);
    });
    // A timer never fails; if the browser has none, the wait is simply over.
    let _ = JsFuture::from(promise).await;
}
