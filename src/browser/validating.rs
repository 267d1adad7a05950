//! The page's side of the validator: starts its worker on first use, asks it, and gives up on it after a while.
//! Not the worker's program, which is `validator`.
//!
//! **Invariant:** nothing of the validator is loaded before the first question, and each question is answered once, be it
//! by saying that there is no answer.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use js_sys::{Array, Object};
use leptos::prelude::set_timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker};

use super::analyzer;
use super::envelope::{self, field, number_field, object};
use super::store::Store;
use super::validator::read;
use crate::app::{Inquiry, Msg};
use crate::compare::validity::Check;

/// How long a question may take, loading included. Schemas of tools take milliseconds; one that backtracks never ends.
const PATIENCE: Duration = Duration::from_secs(20);

/// A question: its number, who asked it, and the message.
struct Asked {
    number: u32,
    inquiry: Inquiry,
    message: Object,
}

#[derive(Default)]
struct Desk {
    worker: Option<Worker>,
    ready: bool,
    asked: Vec<Asked>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk::default());
    /// The number of the last question, over all workers: what an ended one still said finds no question of its number.
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// Asks about texts.
pub fn ask(store: Store, inquiry: Inquiry, checks: &[Check]) {
    let number = LAST.get().wrapping_add(1);
    LAST.set(number);
    let texts: Array =
        checks.iter().flat_map(|check| [&check.label, &check.schema, &check.text]).map(JsValue::from).collect();
    let message = object([(envelope::ID, number.into()), (envelope::CHECKS, texts.into())]);
    let started = DESK.with_borrow(|desk| desk.worker.is_some()) || start(store);
    DESK.with_borrow_mut(|desk| {
        if let (true, Some(worker)) = (desk.ready, &desk.worker) {
            // Plain objects can always be sent.
            let _ = worker.post_message(&message);
        }
        desk.asked.push(Asked { number, inquiry, message });
    });
    if !started {
        failed(store);
        return;
    }
    set_timeout(
        move || {
            if DESK.with_borrow(|desk| desk.asked.iter().any(|asked| asked.number == number)) {
                failed(store);
            }
        },
        PATIENCE,
    );
}

fn start(store: Store) -> bool {
    match Worker::new(&format!("./validator_loader.js{}", analyzer::build())) {
        Ok(worker) => {
            let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| heard(store, &event.data()));
            worker.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
            let fail = Closure::<dyn Fn(Event)>::new(move |_: Event| failed(store)).into_js_value();
            worker.set_onerror(Some(fail.unchecked_ref()));
            worker.set_onmessageerror(Some(fail.unchecked_ref()));
            DESK.with_borrow_mut(|desk| desk.worker = Some(worker));
            true
        }
        Err(error) => {
            leptos::logging::error!("The validator could not be started: {error:?}");
            false
        }
    }
}

fn heard(store: Store, message: &JsValue) {
    if field(message, envelope::BROKEN).is_truthy() {
        failed(store);
        return;
    }
    if field(message, envelope::READY).is_truthy() {
        DESK.with_borrow_mut(|desk| {
            desk.ready = true;
            for (asked, worker) in desk.asked.iter().zip(desk.worker.iter().cycle()) {
                let _ = worker.post_message(&asked.message);
            }
        });
        return;
    }
    let asked = number_field(message, envelope::ID).and_then(|id| {
        DESK.with_borrow_mut(|desk| {
            let at = desk.asked.iter().position(|asked| asked.number == id)?;
            Some(desk.asked.remove(at))
        })
    });
    if let Some(asked) = asked {
        store.dispatch(Msg::ValidityKnown(asked.inquiry, Some(read(&field(message, envelope::OUTCOMES)))));
    }
}

/// The worker did not start, stopped, or takes too long: what was asked has no answer, and the next question starts
/// another.
fn failed(store: Store) {
    let desk = DESK.with_borrow_mut(std::mem::take);
    if let Some(worker) = desk.worker {
        worker.terminate();
    }
    for asked in desk.asked {
        store.dispatch(Msg::ValidityKnown(asked.inquiry, None));
    }
}
