//! The ways in: a paste field, file inputs, and dropping anywhere on the page.

use leptos::prelude::*;

use crate::app::Msg;
use crate::app::inventory::PASTED_LANGUAGES;
use crate::browser::analyzer;
use crate::browser::dropped::{self, Walk};
use crate::browser::store::Store;

/// What a person can give.
#[component]
pub fn Offer(walk: Walk) -> impl IntoView {
    let store = Store::here();
    let text = store.select(|model| model.inventory.pasted.clone());
    let language = store.select(|model| model.inventory.pasted_language.map(|language| language.name));
    let over = RwSignal::new(false);
    // On the whole window: a file that misses the zone is meant for it all the same.
    let drags = window_event_listener(leptos::ev::dragover, move |event| {
        if event.data_transfer().is_some_and(|transfer| dropped::has_files(&transfer)) {
            event.prevent_default();
            over.set(true);
        }
    });
    let leaves = window_event_listener(leptos::ev::dragleave, move |_| over.set(false));
    let drops = window_event_listener(leptos::ev::drop, move |event| {
        over.set(false);
        if let Some(transfer) = event.data_transfer().filter(dropped::has_files) {
            event.prevent_default();
            dropped::dropped(store, &transfer, walk);
        }
    });
    on_cleanup(move || {
        drags.remove();
        leaves.remove();
        drops.remove();
    });
    view! {
        // The worker's program is large: it is fetched while a person still looks for the folder or pastes.
        <div
            class="offer"
            on:pointerenter=move |_| analyzer::prepare(store)
            on:focusin=move |_| analyzer::prepare(store)
            on:dragenter=move |_| analyzer::prepare(store)
        >
            <section class="panel" aria-label="Pasted code">
                <label>
                    <span>"Paste code"</span>
                    <textarea
                        rows="10"
                        spellcheck="false"
                        autocomplete="off"
                        placeholder="const client = new OpenAI({ baseURL: \"https://openrouter.ai/api/v1\" });"
                        prop:value=move || text.get()
                        on:input=move |event| store.dispatch(Msg::CodePasted(event_target_value(&event)))
                    ></textarea>
                </label>
                <label class="inline pasted-language">
                    <span>"Language"</span>
                    <select on:change=move |event| {
                        let name = event_target_value(&event);
                        store.dispatch(Msg::PastedLanguageChosen((!name.is_empty()).then_some(name)));
                    }>
                        <option value="" selected=move || language.get().is_none()>"auto"</option>
                        {PASTED_LANGUAGES.map(|choice| view! {
                            <option value=choice.name selected=move || language.get() == Some(choice.name)>{choice.name}</option>
                        })}
                    </select>
                </label>
            </section>
            <section class="panel drop" class:over=move || over.get() aria-label="Files">
                <p class="drop-title">"Drop a folder, files or a zip here"</p>
                <label class="file">
                    <span>"Choose files"</span>
                    <input type="file" multiple on:change=move |event| dropped::chosen(store, &event) />
                </label>
                <label class="file">
                    <span>"Choose folder"</span>
                    <input type="file" prop:webkitdirectory=true on:change=move |event| dropped::chosen(store, &event) />
                </label>
                <p class="hint">"Read inside this tab and sent nowhere. Dependencies, build output, binary files and what .gitignore names are left out and counted."</p>
            </section>
        </div>
    }
}
