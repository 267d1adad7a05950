//! The table "Model list": one list as it was read, searched, filtered and sorted. Only the rows in sight are in the
//! document, so that two thousand cost no more than twenty.
//! **Invariant:** every row has the one height that the window is counted with.

use leptos::html;
use leptos::prelude::*;

use crate::app::Msg;
use crate::app::catalogue_view::{CatalogueFilter, CatalogueOrder, CatalogueView};
use crate::app::catalogues::Catalogue;
use crate::browser::store::Store;
use crate::gateway::catalogue::ModelRow;
use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};
use crate::measure::number::{NOTHING, usd, whole};
use crate::migrate::patch::window::window;
use crate::models::validation::AliasRow;
use crate::ui::parts::shared::Shared;

/// The height of a row in pixels; the style sheet gets it from here.
const ROW_HEIGHT: u32 = 32;

/// The height of the frame in pixels until it is measured.
const FRAME_HEIGHT: f64 = 480.0;

/// Everything that the table is made of; comparing it is free.
#[derive(Clone, PartialEq)]
struct Content {
    lists: PerSide<Option<Shared<Vec<ModelRow>>>>,
    aliases: Shared<Vec<AliasRow>>,
    view: CatalogueView,
}

impl Content {
    fn rows(&self, side: Side) -> &[ModelRow] {
        self.lists.get(side).as_ref().map_or(&[], |rows| rows.0.as_slice())
    }
}

/// The table with its controls. It is there once a list is.
#[component]
pub fn CatalogueTable() -> impl IntoView {
    let store = Store::here();
    let content = store.select(|model| Content {
        lists: PerSide::from_fn(|side| match model.catalogues.get(side) {
            Catalogue::Ready(ready) => Some(Shared(ready.rows.clone())),
            _ => None,
        }),
        aliases: Shared(model.models.rows.clone()),
        view: model.models.catalogue_view.clone(),
    });
    let shown = Memo::new(move |_| {
        content.with(|content| {
            let lists = [content.rows(Side::Source), content.rows(Side::Target)];
            content.view.shown(lists, &content.aliases.0)
        })
    });
    let is_there = Memo::new(move |_| {
        content.with(|content| Side::BOTH.into_iter().any(|side| content.lists.get(side).is_some()))
    });
    view! {
        <Show when=move || is_there.get()>
            <section class="panel" aria-labelledby="catalogue-title">
                <div class="panel-head">
                    <h2 id="catalogue-title">"Rows of the lists"</h2>
                    <span class="muted" role="status">{move || {
                        let all = content.with(|content| content.rows(content.view.side).len());
                        let left = shown.with(Vec::len);
                        if left == all { format!("{} models", whole(all as u64)) } else { format!("{} of {} models", whole(left as u64), whole(all as u64)) }
                    }}</span>
                </div>
                <Controls />
                <Rows content shown />
            </section>
        </Show>
    }
}

#[component]
fn Controls() -> impl IntoView {
    let store = Store::here();
    let view_now = store.select(|model| model.models.catalogue_view.clone());
    let changed = move |change: fn(&mut CatalogueView, String), value: String| {
        let mut view = view_now.get_untracked();
        change(&mut view, value);
        store.dispatch(Msg::CatalogueViewChosen(view));
    };
    view! {
        <div class="toolbar filters">
            <label>
                <span>"List shown"</span>
                <select on:change=move |event| changed(
                    |view, value| view.side = if value == Side::Source.word() { Side::Source } else { Side::Target },
                    event_target_value(&event),
                )>
                    {Side::BOTH.map(|side| view! { <option value=side.word() selected=move || view_now.with(|view| view.side) == side>{side.word()}</option> })}
                </select>
            </label>
            <label>
                <span>"Rows shown"</span>
                <select on:change=move |event| changed(
                    |view, value| view.filter = CatalogueFilter::ALL.into_iter().find(|filter| filter.label() == value).unwrap_or_default(),
                    event_target_value(&event),
                )>
                    {CatalogueFilter::ALL.map(|filter| view! { <option value=filter.label() selected=move || view_now.with(|view| view.filter) == filter>{filter.label()}</option> })}
                </select>
            </label>
            <label>
                <span>"Order of models"</span>
                <select on:change=move |event| changed(
                    |view, value| view.order = CatalogueOrder::ALL.into_iter().find(|order| order.label() == value).unwrap_or_default(),
                    event_target_value(&event),
                )>
                    {CatalogueOrder::ALL.map(|order| view! { <option value=order.label() selected=move || view_now.with(|view| view.order) == order>{order.label()}</option> })}
                </select>
            </label>
            <label class="search">
                <span>"Search models"</span>
                <input
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="id, name or provider"
                    prop:value=move || view_now.with(|view| view.search.clone())
                    on:input=move |event| changed(|view, value| view.search = value, event_target_value(&event))
                />
            </label>
        </div>
    }
}

/// The frame that scrolls, and in it the rows in sight between two empty ones as high as what is left out.
#[component]
fn Rows(content: Memo<Content>, shown: Memo<Vec<usize>>) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    let seen = RwSignal::new((0.0, FRAME_HEIGHT));
    let measure = move || {
        if let Some(frame) = frame.get_untracked() {
            seen.set((f64::from(frame.scroll_top()), f64::from(frame.client_height())));
        }
    };
    Effect::new(move |_| {
        frame.track();
        measure();
    });
    // What was in sight of other rows is not in sight of these.
    Effect::watch(
        move || shown.track(),
        move |_, _, _| {
            if let Some(frame) = frame.get_untracked() {
                frame.set_scroll_top(0);
            }
            measure();
        },
        false,
    );
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let total = Memo::new(move |_| shown.with(Vec::len));
    let built = Memo::new(move |_| {
        let (scrolled, height) = seen.get();
        window(total.get(), ROW_HEIGHT, scrolled, height)
    });
    let pixels = |rows: usize| format!("{}px", rows as u64 * u64::from(ROW_HEIGHT));
    // The position in the list is the row; with another list every row is another.
    let each = move || {
        let list = content.with(|content| (content.view.side, content.rows(content.view.side).as_ptr() as usize));
        built.get().filter_map(|at| Some((at, shown.with(|shown| shown.get(at).copied())?, list))).collect::<Vec<_>>()
    };
    view! {
        <div
            class="scroll catalogue-frame"
            tabindex="0"
            role="group"
            aria-label="Model list, table"
            node_ref=frame
            on:scroll=move |_| measure()
            style=("--row-height", pixels(1))
        >
            <table aria-label="Model list" class="catalogue" aria-rowcount=move || (total.get() + 1).to_string()>
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col">"ID"</th>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="figure">"Context"</th>
                        <th scope="col" class="figure">"In, a million"</th>
                        <th scope="col" class="figure">"Out, a million"</th>
                        <th scope="col">"State"</th>
                        <th scope="col">"Providers"</th>
                    </tr>
                </thead>
                <tbody>
                    <tr aria-hidden="true" class="spacer" style:height=move || pixels(built.get().start)></tr>
                    <For
                        each=each
                        key=|key| *key
                        children=move |(at, position, _)| content.with_untracked(|content| {
                            content.rows(content.view.side).get(position).map(|model| row(at, model))
                        })
                    />
                    <tr aria-hidden="true" class="spacer" style:height=move || pixels(total.get().saturating_sub(built.get().end))></tr>
                </tbody>
            </table>
        </div>
        <Show when=move || total.get() == 0>
            <p class="empty">"No model of this list passes the filter and the search."</p>
        </Show>
    }
}

fn row(at: usize, model: &ModelRow) -> AnyView {
    let price = |price: Option<Usd>| match price {
        Some(price) => usd(price),
        None if model.price_varies => "varies".to_owned(),
        None => NOTHING.to_owned(),
    };
    let text = |text: Option<&str>| text.unwrap_or(NOTHING).to_owned();
    let state = model.unserved().map(|(word, _)| word).or(model.lifecycle_status.as_deref());
    let providers = if model.providers.is_empty() { NOTHING.to_owned() } else { model.providers.join(", ") };
    view! {
        <tr aria-rowindex=(at + 2).to_string()>
            <th scope="row" title=model.id.clone()><code>{model.id.clone()}</code></th>
            <td>{text(model.name.as_deref())}</td>
            <td class="figure">{model.context_length.map_or_else(|| NOTHING.to_owned(), whole)}</td>
            <td class="figure">{price(model.price_input_per_million)}</td>
            <td class="figure">{price(model.price_output_per_million)}</td>
            <td>{text(state)}</td>
            <td title=providers.clone()>{providers.clone()}</td>
        </tr>
    }
    .into_any()
}
