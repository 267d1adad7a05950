//! Every request that this tab made: where it went and which key went with it.

use leptos::prelude::*;

use crate::app::http::{RequestRow, RequestState};
use crate::browser::store::Store;
use crate::measure::number::whole;

/// How many of the newest are shown until all are asked for: a page of thousands of rows would be slow on every change.
const SHOWN: usize = 200;

/// The list "Requests".
#[component]
pub fn RequestList() -> impl IntoView {
    let store = Store::here();
    let count = store.select(|model| model.requests.len());
    let all = RwSignal::new(false);
    let shown = Memo::new(move |_| if all.get() { count.get() } else { SHOWN });
    let newest = store.select(move |model| model.requests.iter().rev().take(shown.get()).cloned().collect::<Vec<_>>());
    view! {
        <section class="panel" aria-labelledby="requests-title">
            <div class="panel-head">
                <h2 id="requests-title">"Requests made by this page"</h2>
                <span class="muted">
                    {move || if count.get() > shown.get() {
                        format!("newest {SHOWN} of {}", whole(count.get() as u64))
                    } else {
                        whole(count.get() as u64)
                    }}
                </span>
                <Show when=move || { count.get() > SHOWN }>
                    <button type="button" on:click=move |_| all.update(|all| *all = !*all)>
                        {move || if all.get() {
                            format!("Show the newest {SHOWN}")
                        } else {
                            format!("Show all {}", whole(count.get() as u64))
                        }}
                    </button>
                </Show>
            </div>
            <Show when=move || count.get() == 0>
                <p class="empty">"None yet. Every request will stand here with its host and the key that went with it; compare with the network panel of your browser."</p>
            </Show>
            <ul class="requests" aria-label="Requests" tabindex="0">
                <For each=move || newest.get() key=|row| (row.id, row.state) children=|row| request_row(&row) />
            </ul>
        </section>
    }
}

fn request_row(row: &RequestRow) -> impl IntoView + use<> {
    let key = if row.with_key { format!("{} key", row.side.word()) } else { "no key".to_owned() };
    let state = match row.state {
        RequestState::Open => "open".to_owned(),
        RequestState::Status(status) => status.to_string(),
        RequestState::GotThrough => "reached".to_owned(),
        RequestState::Failed => "no answer".to_owned(),
        RequestState::Stopped => "stopped".to_owned(),
    };
    view! {
        <li class=row.side.word()>
            <span class="method">{row.method.as_str()}</span>
            <code>{row.url.clone()}</code>
            <span class=if row.with_key { "key-used" } else { "key-none" }>{key}</span>
            <span class="request-state">{state}</span>
            {row.simulated.then(|| view! { <span class="tag">"simulated"</span> })}
        </li>
    }
}
