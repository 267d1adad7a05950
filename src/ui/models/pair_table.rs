//! One id and its target side by side, shown when it is asked for.

use leptos::prelude::*;

use crate::app::Msg;
use crate::app::serving::Serving;
use crate::app::side_by_side::SideBySide;
use crate::browser::store::Store;
use crate::measure::number::usd;
use crate::ui::parts::notice::{Tone, notice};

/// The details of one row of the alias table.
#[component]
pub fn PairTable(source: StoredValue<String>) -> impl IntoView {
    let store = Store::here();
    let open = RwSignal::new(false);
    let pair = store.select(move |model| {
        if !open.get() {
            return None;
        }
        source.with_value(|source| model.side_by_side(source))
    });
    view! {
        <details on:toggle=move |event| open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open())>
            <summary>"Side by side"</summary>
            {move || match pair.get() {
                None => open.get().then(|| view! { <p class="muted">"Only with a target chosen or near."</p> }).into_any(),
                Some(pair) => table(store, source, pair),
            }}
        </details>
    }
}

fn table(store: Store, source: StoredValue<String>, pair: SideBySide) -> AnyView {
    let SideBySide { source_id, target_id, lines, more, serving } = pair;
    let label = source.with_value(|source| format!("{source} beside {target_id}"));
    let nothing_here = source_id.is_none();
    view! {
        <table class="pair" aria-label=label>
            <thead><tr><th scope="col"></th><th scope="col">"Source"</th><th scope="col"><code>{target_id}</code></th></tr></thead>
            <tbody>
                {lines.into_iter().map(|line| view! {
                    <tr class:conflict=line.conflict>
                        <th scope="row">{line.label}{line.conflict.then_some(" (conflict)")}</th>
                        <td>{line.source}</td>
                        <td>{line.target}</td>
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
        {more.map(|more| view! { <p>"Difference a month: " {usd(more)}</p> })}
        {nothing_here.then(|| view! { <p class="muted">"The source's list was not read, or does not name this id."</p> })}
        {source_id.map(|id| providers(store, id, serving))}
    }
    .into_any()
}

/// Who serves the model at the source, which its list does not say.
fn providers(store: Store, id: String, serving: Option<Serving>) -> AnyView {
    let button = move |label: &'static str| {
        let id = id.clone();
        view! { <button type="button" on:click=move |_| store.dispatch(Msg::ServingAsked(id.clone()))>{label}</button> }
    };
    match serving {
        None => button("Show serving providers").into_any(),
        Some(Serving::Asked) => view! { <p role="status">"Asking the source who serves it."</p> }.into_any(),
        Some(Serving::Known(names)) if names.is_empty() => {
            view! { <p role="status">"No provider serves it at the source now."</p> }.into_any()
        }
        Some(Serving::Known(names)) => {
            view! { <p role="status">"Served at the source by " {names.join(", ")} "."</p> }.into_any()
        }
        Some(Serving::Unknown(problem)) => view! { {notice(&problem, Tone::Note)} {button("Ask again")} }.into_any(),
    }
}
