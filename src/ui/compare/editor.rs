//! The request editor: the body as JSON or as a form, endpoint and stream, import, undo and copies.

mod copies;
mod form;
mod import;
mod message;

use leptos::prelude::*;

use crate::app::Msg;
use crate::app::request_editor::View;
use crate::browser::store::Store;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::side::Side;
use crate::ui::parts::notice::{Tone, notice};
use copies::Copies;
use form::RequestForm;
use import::ImportButton;

/// The editor.
#[component]
pub fn Editor() -> impl IntoView {
    let store = Store::here();
    let view_shown = store.select(|model| model.compare.editor.view);
    let can_undo = store.select(|model| model.compare.editor.history.can_undo());
    let can_redo = store.select(|model| model.compare.editor.history.can_redo());
    let choice = move |choice: View| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="request-view"
                    prop:checked=move || view_shown.get() == choice
                    on:change=move |_| store.dispatch(Msg::RequestViewChosen(choice))
                />
                <span>{choice.label()}</span>
            </label>
        }
    };
    view! {
        <section class="panel editor" aria-label="Request">
            <div class="request-bar">
                <fieldset class="request-view">
                    <legend class="visually-hidden">"View of the request"</legend>
                    {View::ALL.map(choice)}
                </fieldset>
                <div class="buttons">
                    <button
                        type="button"
                        aria-disabled=move || (!can_undo.get()).then_some("true")
                        on:click=move |_| store.dispatch(Msg::UndoPressed)
                    >
                        "Undo"
                    </button>
                    <button
                        type="button"
                        aria-disabled=move || (!can_redo.get()).then_some("true")
                        on:click=move |_| store.dispatch(Msg::RedoPressed)
                    >
                        "Redo"
                    </button>
                    <ImportButton />
                </div>
            </div>
            <div class="editor-body">
                <ImportNotes />
                <Show when=move || view_shown.get() == View::Json fallback=|| view! { <RequestForm /> }>
                    <JsonView />
                </Show>
            </div>
            <div class="editor-side">
                <Settings />
                <Copies />
            </div>
        </section>
    }
}

/// The body as text.
#[component]
fn JsonView() -> impl IntoView {
    let store = Store::here();
    let text = store.select(|model| model.compare.body_text.clone());
    let problem = store.select(|model| model.compare.request.as_ref().err().cloned());
    view! {
        <label>
            <span>"Request body"</span>
            <textarea
                rows="14"
                spellcheck="false"
                autocomplete="off"
                aria-describedby="body-note"
                aria-invalid=move || problem.get().is_some().then_some("true")
                prop:value=move || text.get()
                on:input=move |event| store.dispatch(Msg::BodyTyped(event_target_value(&event)))
            ></textarea>
        </label>
        <div id="body-note" class="field-note">
            {move || problem.get().map(|problem| notice(&problem, Tone::Alert))}
        </div>
    }
}

/// What is to be known about the request that was imported last.
#[component]
fn ImportNotes() -> impl IntoView {
    let store = Store::here();
    let notes = store.select(|model| model.compare.editor.notes.clone());
    view! {
        <Show when=move || !notes.get().is_empty()>
            <section class="import-notes" aria-label="Notes on the import">
                {move || notes.get().iter().map(|note| notice(note, Tone::Note)).collect_view()}
                <button type="button" on:click=move |_| store.dispatch(Msg::ImportNotesClosed)>"Close notes"</button>
            </section>
        </Show>
    }
}

/// Endpoint and stream.
#[component]
fn Settings() -> impl IntoView {
    let store = Store::here();
    let endpoint = store.select(|model| model.compare.endpoint);
    let stream = store.select(|model| model.compare.stream);
    let sent_as = store.select(|model| {
        let asked = model.compare.prepared()?.model().to_owned();
        let target = model.model_for(Side::Target, &asked);
        (target != asked).then_some((asked, target))
    });
    view! {
        <label>
            <span>"Endpoint"</span>
            <select
                prop:value=move || endpoint.get().path()
                on:change=move |event| {
                    if let Some(endpoint) = Endpoint::parse(&event_target_value(&event)) {
                        store.dispatch(Msg::EndpointChosen(endpoint));
                    }
                }
            >
                {Endpoint::ALL.map(|choice| view! {
                    <option value=choice.path() selected=move || endpoint.get() == choice>{choice.path()}</option>
                })}
            </select>
        </label>
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || stream.get()
                on:change=move |event| store.dispatch(Msg::StreamSwitched(event_target_checked(&event)))
            />
            <span>"Stream"</span>
        </label>
        <p class="hint">
            "Both sides get this JSON. The page sets "<code>"stream"</code>" by the switch, leaves out "<code>"stream_options"</code>" where nothing streams, and adds the key as a header."
        </p>
        {move || sent_as.get().map(|(asked, target)| view! {
            <p class="hint">
                "The target is sent "<code>{target}</code>" for "<code>{asked}</code>", by the approved alias."
            </p>
        })}
    }
}
