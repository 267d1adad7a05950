//! The tab "Field map": what becomes of one request, and of every field that OpenRouter has.

use leptos::prelude::*;

use super::parameter_probe::ParameterProbePanel;
use super::sheet_table::{EditionChoice, LossChoice, SheetTable};
use crate::app::Msg;
use crate::browser::store::Store;
use crate::migrate::sheet::SheetKind;

/// The panel.
#[component]
pub fn FieldMapPanel() -> impl IntoView {
    let store = Store::here();
    let body = store.select(|model| model.body_to_translate().to_owned());
    let answer = store.select(|model| model.migrate.sheets.answer.clone());
    let search = store.select(|model| model.migrate.sheets.search.clone());
    view! {
        <section class="panel sheets" aria-label="Translate a request">
            <div class="panel-head"><h2>"Translate a request"</h2></div>
            <label class="field">
                <span>"Request to translate"</span>
                <textarea
                    class="code"
                    rows="10"
                    spellcheck="false"
                    prop:value=move || body.get()
                    on:input=move |event| store.dispatch(Msg::TranslationTyped(event_target_value(&event)))
                ></textarea>
            </label>
            <EditionChoice />
            <LossChoice />
            <SheetTable kind=SheetKind::Translation label="Changes of the request" text_label="Translated request" search=Signal::stored(String::new()) />
        </section>
        <section class="panel sheets" aria-label="Translate an answer">
            <div class="panel-head"><h2>"Translate an answer"</h2></div>
            <label class="field">
                <span>"Answer to translate"</span>
                <textarea
                    class="code"
                    rows="6"
                    spellcheck="false"
                    placeholder="A body, an error or a stream that the target answered"
                    prop:value=move || answer.get()
                    on:input=move |event| store.dispatch(Msg::AnswerTyped(event_target_value(&event)))
                ></textarea>
            </label>
            <Show
                when=move || !answer.get().trim().is_empty()
                fallback=|| view! { <p class="empty">"An answer of the target in the shape that code written for OpenRouter reads: reasoning, usage.cost, error."</p> }
            >
                <SheetTable kind=SheetKind::Answer label="Changes of the answer" text_label="Translated answer" search=Signal::stored(String::new()) />
            </Show>
        </section>
        <ParameterProbePanel />
        <section class="panel sheets" aria-label="Field map">
            <div class="panel-head"><h2>"Field map"</h2></div>
            <label class="field">
                <span>"Search the field map"</span>
                <input
                    type="search"
                    prop:value=move || search.get()
                    on:input=move |event| store.dispatch(Msg::FieldMapSearched(event_target_value(&event)))
                />
            </label>
            <SheetTable kind=SheetKind::FieldMap label="Field map" text_label="" search />
        </section>
    }
}
