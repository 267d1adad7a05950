//! The Connect page.

mod check_table;
mod gateway_group;
mod request_list;

use leptos::prelude::*;

use super::parts::later::Later;
use super::parts::page_head::PageHead;
use crate::app::Msg;
use crate::browser::store::Store;
use crate::gateway::side::Side;
use check_table::CheckTable;
use gateway_group::GatewayGroup;
use request_list::RequestList;

/// Choose and check the two gateways.
#[component]
pub fn ConnectPage() -> impl IntoView {
    let store = Store::here();
    let first_visit = store.select(|model| {
        !model.demo && model.requests.is_empty() && !model.report.opened.as_ref().is_some_and(Result::is_ok)
    });
    let demo = store.select(|model| model.demo);
    let running = store.select(|model| Side::BOTH.into_iter().any(|side| model.check.get(side).is_running()));
    let blocked = store.select(|model| Side::BOTH.into_iter().all(|side| model.side_problem(side).is_some()));
    view! {
        <PageHead
            title="Connect"
            purpose="Choose the gateway in production and the one to move to, then check that both answer."
            step="swap base URL and key"
        >
            <button
                type="button"
                aria-disabled=move || (!running.get()).then_some("true")
                on:click=move |_| store.dispatch(Msg::CheckStopped)
            >
                "Stop"
            </button>
            <button
                type="button"
                class:primary=move || !first_visit.get()
                aria-disabled=move || (running.get() || blocked.get()).then_some("true")
                on:click=move |_| {
                    if !running.get_untracked() {
                        store.dispatch(Msg::CheckPressed);
                    }
                }
            >
                "Check connection"
            </button>
        </PageHead>
        <Show when=move || first_visit.get()>
            <section class="panel welcome" aria-label="Welcome">
                <div>
                    <p>
                        <strong>"Move from OpenRouter to the AI Stats Gateway without breaking production."</strong>
                        " Send the same request to both, watch both answers stream, validate every model id, and take the snippets and one link with the evidence."
                    </p>
                    <p class="muted">
                        "Requests go from this browser straight to the two gateways that you choose, and nowhere else. The demo sends nothing at all."
                    </p>
                </div>
                <button type="button" class="primary" on:click=move |_| store.dispatch(Msg::DemoTried)>"Try the demo"</button>
            </section>
        </Show>
        <Later>
            <section class="panel demo-switch" aria-label="Demo">
                <label class="switch">
                    <input
                        type="checkbox"
                        role="switch"
                        prop:checked=move || demo.get()
                        on:change=move |event| store.dispatch(Msg::DemoSwitched(event_target_checked(&event)))
                    />
                    <span>"Demo gateways"</span>
                </label>
                <p class="muted">
                    {move || if demo.get() {
                        "Both gateways are simulated inside this page. Nothing leaves the tab; every result is marked as simulated."
                    } else {
                        "Requests go to the gateways below. Switch on to use two simulated gateways instead, without keys."
                    }}
                </p>
            </section>
            <div class="two-tracks">{Side::BOTH.map(|side| view! { <GatewayGroup side /> })}</div>
        </Later>
        <Later last=true><CheckTable /></Later>
        <Later last=true><RequestList /></Later>
    }
}
