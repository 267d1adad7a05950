//! Plays the simulator's answers inside the page, in their own time. Not a network: nothing leaves the tab. What is
//! answered comes from the worker of the demo, which is started with the first question.
//! **Invariant:** the page sees what a browser would let it see of the same answer over the network.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Uint8Array};
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, Worker};

use super::clock::now_ms;
use super::connection::{self, Connection};
use super::envelope::{self, field, number_field, object, text_field};
use super::pause::pause;
use super::store::Store;
use super::{analyzer, batch};
use crate::app::http::{HttpEvent, Piece};
use crate::app::{Outgoing, Reading, Via};
use crate::gateway::failure::Failure;
use crate::gateway::http::HttpHead;

/// The worker and the questions that it has not answered.
#[derive(Default)]
struct Desk {
    worker: Option<Worker>,
    ready: bool,
    questions: u32,
    waiting: Vec<Object>,
    asked: BTreeMap<u32, Function>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk::default());
}

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
        // Loading the simulator is no part of the simulated time.
        let answer = ask(&outgoing).await;
        if over.get() {
            return;
        }
        let started = now_ms();
        batch::push(store, id, HttpEvent::Sent { at_ms: started });
        let Some(ending) = play(store, &outgoing, answer, started, &over).await else {
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
async fn play(
    store: Store,
    outgoing: &Outgoing,
    answer: Option<JsValue>,
    started: f64,
    over: &Cell<bool>,
) -> Option<HttpEvent> {
    let lost = |failure: Failure| HttpEvent::Failed { at_ms: now_ms(), failure, online: true };
    let Some(answer) = answer.as_ref() else {
        return Some(lost(Failure::Network));
    };
    let status = match number_field(answer, envelope::STATUS) {
        Some(status) => status,
        // A look past CORS at the same address gets through: the host is there, only the page may not read.
        None if outgoing.reading == Reading::Presence => return Some(HttpEvent::GotThrough),
        None => return Some(lost(Failure::Network)),
    };
    let Some(head_after) = number_field(answer, envelope::HEAD_AFTER) else {
        return std::future::pending().await;
    };
    let mut due = started + f64::from(head_after);
    sleep_until(due).await;
    if over.get() {
        return None;
    }
    if outgoing.reading != Reading::Whole {
        return Some(HttpEvent::GotThrough);
    }
    let head = HttpHead { status: u16::try_from(status).unwrap_or_default(), headers: pairs(answer) };
    batch::push(store, outgoing.id, HttpEvent::Head { at_ms: now_ms(), head });
    let waits = Array::from(&field(answer, envelope::WAITS));
    let pieces = Array::from(&field(answer, envelope::PIECES));
    for (wait, piece) in waits.iter().zip(pieces.iter()) {
        due += wait.as_f64().unwrap_or_default();
        if due > now_ms() {
            sleep_until(due).await;
        }
        if over.get() {
            return None;
        }
        let bytes = Uint8Array::new(&piece).to_vec();
        batch::push(store, outgoing.id, HttpEvent::Bytes(vec![Piece { at_ms: now_ms(), bytes }]));
    }
    match text_field(answer, envelope::END).as_deref() {
        Some("complete") => Some(HttpEvent::Ended { at_ms: now_ms() }),
        Some("hang") => std::future::pending().await,
        _ => Some(lost(Failure::Cut)),
    }
}

fn pairs(answer: &JsValue) -> Vec<(String, String)> {
    let texts: Vec<String> =
        Array::from(&field(answer, envelope::HEADERS)).iter().filter_map(|value| value.as_string()).collect();
    texts.chunks_exact(2).filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone()))).collect()
}

/// Asks the worker; `None` if it cannot answer, which the page then shows as a lost connection.
async fn ask(outgoing: &Outgoing) -> Option<JsValue> {
    let Via::Simulator(role, path) = &outgoing.via else {
        return None;
    };
    let request = &outgoing.request;
    let mut headers = request.headers.clone();
    if let Some(authorization) = outgoing.key.as_ref().and_then(|key| key.authorization_for(&request.url)) {
        headers.push(("Authorization".to_owned(), authorization));
    }
    let headers: Array = headers.iter().flat_map(|(name, value)| [JsValue::from(name), value.into()]).collect();
    let question = object([
        (envelope::ROLE, role.name().into()),
        (envelope::METHOD, request.method.as_str().into()),
        (envelope::PATH, path.into()),
        (envelope::HEADERS, headers.into()),
        (envelope::BODY, request.body.as_deref().unwrap_or_default().into()),
    ]);
    let promise = Promise::new(&mut |resolve, _| put(&question, resolve));
    let answer = JsFuture::from(promise).await.ok()?;
    (!answer.is_undefined()).then_some(answer)
}

/// Puts a question to the worker, which is started if there is none.
fn put(question: &Object, resolve: Function) {
    if DESK.with_borrow(|desk| desk.worker.is_none()) {
        match Worker::new(&format!("./simulator_loader.js{}", analyzer::build())) {
            Ok(worker) => {
                let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| heard(&event.data()));
                worker.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
                let fail = Closure::<dyn Fn(Event)>::new(|_: Event| failed()).into_js_value();
                worker.set_onerror(Some(fail.unchecked_ref()));
                worker.set_onmessageerror(Some(fail.unchecked_ref()));
                DESK.with_borrow_mut(|desk| desk.worker = Some(worker));
            }
            Err(error) => {
                leptos::logging::error!("The simulator could not be started: {error:?}");
                let _ = resolve.call0(&JsValue::UNDEFINED);
                return;
            }
        }
    }
    DESK.with_borrow_mut(|desk| {
        desk.questions += 1;
        envelope::set(question, envelope::ID, &desk.questions.into());
        desk.asked.insert(desk.questions, resolve);
        match &desk.worker {
            Some(worker) if desk.ready => {
                // Plain objects can always be sent.
                let _ = worker.post_message(question);
            }
            _ => desk.waiting.push(question.clone()),
        }
    });
}

fn heard(message: &JsValue) {
    if field(message, envelope::BROKEN).is_truthy() {
        failed();
        return;
    }
    if field(message, envelope::READY).is_truthy() {
        DESK.with_borrow_mut(|desk| {
            desk.ready = true;
            let waiting = std::mem::take(&mut desk.waiting);
            for (question, worker) in waiting.iter().zip(desk.worker.iter().cycle()) {
                let _ = worker.post_message(question);
            }
        });
        return;
    }
    let resolve =
        number_field(message, envelope::ID).and_then(|id| DESK.with_borrow_mut(|desk| desk.asked.remove(&id)));
    if let Some(resolve) = resolve {
        let _ = resolve.call1(&JsValue::UNDEFINED, message);
    }
}

/// The worker did not start, or stopped: what was asked is lost, and the next question starts another.
fn failed() {
    let desk = DESK.with_borrow_mut(std::mem::take);
    if let Some(worker) = desk.worker {
        worker.terminate();
    }
    for resolve in desk.asked.into_values() {
        let _ = resolve.call0(&JsValue::UNDEFINED);
    }
}

/// Waits until a moment of the monotonic clock.
async fn sleep_until(due_ms: f64) {
    pause((due_ms - now_ms()).max(0.0).ceil() as i32).await;
}
