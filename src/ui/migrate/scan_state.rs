//! What the parts of the page that live on a scan have in common: what stands in their place without one, the choice of
//! the key variable, and the word that the scan is of yesterday.
//! Not the scan itself, which is on the Inventory page.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::Msg;
use crate::app::inventory::Scan;
use crate::browser::store::Store;
use crate::diagnostic::Diagnostic;
use crate::inventory::protocol::Report;
use crate::inventory::settings::KeyMove;
use crate::measure::number::whole;
use crate::route::Route;
use crate::ui::parts::notice::{Tone, notice};
pub use crate::ui::parts::shared::Shared;

#[derive(Clone, PartialEq)]
enum State {
    Nothing,
    Working,
    Stopped,
    Failed(Diagnostic),
    Opened,
    Ready(Shared<Report>),
}

/// Shows the report, or what is there instead of it. `empty` says what will be here.
pub fn with_report(
    empty: &'static str,
    show: impl Fn(Arc<Report>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let store = Store::here();
    let state = store.select(|model| match &model.inventory.scan {
        Scan::Idle => State::Nothing,
        Scan::Working { .. } => State::Working,
        Scan::Stopped => State::Stopped,
        Scan::Failed(problem) => State::Failed(problem.clone()),
        Scan::Opened(_) => State::Opened,
        Scan::Done(report) => State::Ready(Shared(Arc::clone(report))),
    });
    let leads_to_inventory = move |why: &'static str| {
        view! {
            <div class="empty">
                <p>{why} " " {empty}</p>
                <p><a href=Route::Inventory.fragment()>"Scan your code on the Inventory page"</a></p>
            </div>
        }
        .into_any()
    };
    move || match state.get() {
        State::Nothing => leads_to_inventory("No code was scanned yet."),
        State::Opened => leads_to_inventory("The opened case carries findings, not the code."),
        State::Stopped => leads_to_inventory("The scan was stopped."),
        State::Working => view! { <Working /> }.into_any(),
        State::Failed(problem) => view! {
            {notice(&problem, Tone::Alert)}
            <p><a href=Route::Inventory.fragment()>"Go to the Inventory page"</a></p>
        }
        .into_any(),
        State::Ready(Shared(report)) => show(report),
    }
}

/// How far the scan is.
#[component]
fn Working() -> impl IntoView {
    let store = Store::here();
    let at = store.select(|model| match &model.inventory.scan {
        Scan::Working { done, total, .. } => (*done, *total),
        _ => (0, 0),
    });
    let total = move || at.get().1;
    view! {
        <div class="scan-working">
            <progress
                aria-label="Scan"
                max=move || (total() > 0).then(|| total().to_string())
                value=move || (total() > 0).then(|| at.get().0.to_string())
            ></progress>
            <p class="muted">
                {move || match at.get() {
                    (_, 0) => "Scanning".to_owned(),
                    (done, total) => format!("Scanning: {} of {} files", whole(done as u64), whole(total as u64)),
                }}
            </p>
            <button type="button" on:click=move |_| store.dispatch(Msg::ScanStopped)>"Stop"</button>
        </div>
    }
}

/// The radio group "Key variable". It stays where it is while its choice is scanned for, and keeps the focus.
#[component]
pub fn KeyMoveChoice() -> impl IntoView {
    let store = Store::here();
    let key_move = store.select(|model| model.inventory.key_move);
    let choice = move |value: KeyMove, label: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="key-move"
                    prop:checked=move || key_move.get() == value
                    on:change=move |_| store.dispatch(Msg::KeyMoveChosen(value))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-labelledby="key-move-title" aria-describedby="key-move-hint" class="choice">
            <span id="key-move-title" class="choice-title">"Key variable"</span>
            {choice(KeyMove::FallBack, "Read the new name and fall back to the old one")}
            {choice(KeyMove::HardCut, "Hard cut")}
            <p id="key-move-hint" class="hint">"Another choice scans again; hunks are then in or out as at first."</p>
        </div>
    }
}

/// Says that the scan no longer fits what was chosen since, and offers another.
#[component]
pub fn Outdated() -> impl IntoView {
    let store = Store::here();
    let is_outdated = store.select(crate::app::Model::is_scan_outdated);
    view! {
        <Show when=move || is_outdated.get()>
            <div class="notice note outdated" role="status">
                <p class="notice-what">"Target, key variable or approved ids have changed since the scan."</p>
                <p>"What is shown here is still for the choices of then."</p>
                <button type="button" on:click=move |_| store.dispatch(Msg::RescanPressed)>"Scan again"</button>
            </div>
        </Show>
    }
}
