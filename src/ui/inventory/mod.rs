//! The Inventory page.

mod findings;
mod intake;
mod offer;
mod summary;

use std::sync::Arc;

use leptos::prelude::*;

use super::parts::later::Later;
use super::parts::notice::{Tone, notice};
use super::parts::page_head::PageHead;
use crate::app::inventory::Scan;
use crate::app::{Model, Msg};
use crate::browser::pause::after_frame;
use crate::browser::store::Store;
use crate::diagnostic::Diagnostic;
use crate::inventory::protocol::{Report, Stage};
use crate::measure::number::whole;
use findings::Findings;
use offer::Offer;
use summary::Summary;

/// A report by identity: two are the same if they came from the same scan.
#[derive(Clone)]
struct Found(Arc<Report>);

impl PartialEq for Found {
    fn eq(&self, other: &Found) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A scan as this page shows it.
#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Working { stage: Stage, done: usize, total: usize },
    Stopped,
    Failed(Diagnostic),
    Done(Found),
}

fn state(model: &Model) -> State {
    match &model.inventory.scan {
        Scan::Idle => State::Idle,
        Scan::Working { stage, done, total } => State::Working { stage: *stage, done: *done, total: *total },
        Scan::Stopped => State::Stopped,
        Scan::Failed(why) => State::Failed(why.clone()),
        Scan::Done(report) | Scan::Opened(report) => State::Done(Found(Arc::clone(report))),
    }
}

/// Code in, findings out.
#[component]
pub fn InventoryPage() -> impl IntoView {
    let store = Store::here();
    // How many files of a dropped folder were found so far; the scan begins once all are known.
    let walk = RwSignal::new(None::<usize>);
    let scanning = store.select(|model| matches!(model.inventory.scan, Scan::Working { .. }));
    let working = Memo::new(move |_| scanning.get() || walk.get().is_some());
    let nothing = store.select(|model| model.inventory.pasted.trim().is_empty());
    let stop = move || {
        walk.set(None);
        store.dispatch(Msg::ScanStopped);
    };
    let by_keyboard = window_event_listener(leptos::ev::keydown, move |event| {
        let chord = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        if event.key() == "Enter" && chord && !event.is_composing() && !event.repeat() {
            event.prevent_default();
            if working.get_untracked() {
                stop();
            } else {
                store.dispatch(Msg::ScanPressed);
            }
        }
    });
    on_cleanup(move || by_keyboard.remove());
    view! {
        <PageHead
            title="Inventory"
            purpose="Find every place in your code that speaks to OpenRouter, and what each means for the move."
            step="take stock of your integration"
        >
            <button
                type="button"
                on:click=move |_| {
                    walk.set(None);
                    store.dispatch(Msg::InventoryCleared);
                }
            >
                "Clear"
            </button>
            <button type="button" aria-disabled=move || (!working.get()).then_some("true") on:click=move |_| stop()>"Stop"</button>
            <button
                type="button"
                class="primary"
                title="Ctrl+Enter or Cmd+Enter"
                aria-disabled=move || (working.get() || nothing.get()).then_some("true")
                on:click=move |_| {
                    if !working.get_untracked() {
                        store.dispatch(Msg::ScanPressed);
                    }
                }
            >
                "Scan"
            </button>
        </PageHead>
        <Later>
            <Offer walk />
            <Results walk />
        </Later>
    }
}

/// What stands below the fields: nothing yet, the way, why there is no result, or the result.
#[component]
fn Results(walk: RwSignal<Option<usize>>) -> impl IntoView {
    let store = Store::here();
    let state = store.select(state);
    move || {
        if let Some(found) = walk.get() {
            let words = format!("Looking through the folder: {} files so far", whole(found as u64));
            return progress(words, None);
        }
        match state.get() {
            State::Idle => view! {
                <section class="panel" aria-label="Findings">
                    <p class="empty">
                        "Every use of OpenRouter will be listed here: file and line, what it is, and what to do. The code is read inside this tab, by a program that is loaded when you reach for these fields; none of it is sent anywhere. Paste code and press Scan, or choose files."
                    </p>
                </section>
            }
            .into_any(),
            State::Working { stage, done, total } => {
                let of = if total > 0 { format!(" of {}", whole(total as u64)) } else { String::new() };
                let words = match stage {
                    Stage::Reading => format!("Reading files: {}{of}", whole(done as u64)),
                    Stage::Scanning => format!("Searching the files that can matter: {}{of}", whole(done as u64)),
                };
                progress(words, (total > 0).then_some((done, total)))
            }
            State::Stopped => notice(
                &Diagnostic::new(
                    "The scan was stopped.",
                    "Nothing of it is kept: half a result would look like a whole one.",
                    "Press Scan for the pasted code, or choose the files again.",
                ),
                Tone::Note,
            ),
            State::Failed(why) => notice(&why, Tone::Alert),
            State::Done(found) => {
                // A person reads the summary first, so that it does not wait for the table below it.
                let is_drawn = RwSignal::new(false);
                after_frame(move || {
                    is_drawn.try_set(true);
                });
                view! {
                    <Summary found=found.clone() />
                    {move || is_drawn.get().then(|| view! { <Findings found=found.clone() /> })}
                }
                .into_any()
            }
        }
    }
}

fn progress(words: String, reached: Option<(usize, usize)>) -> AnyView {
    view! {
        <section class="panel" aria-label="Scan">
            <progress
                aria-label="Scan"
                max=reached.map(|(_, total)| total.to_string())
                value=reached.map(|(done, _)| done.to_string())
            ></progress>
            <p class="muted">{words}</p>
        </section>
    }
    .into_any()
}
