//! One message of the form: who says it, its text, its images.

use leptos::prelude::*;

use super::form::{FormNow, part, problem};
use crate::app::Msg;
use crate::browser::files::read_image;
use crate::browser::store::Store;
use crate::compare::form::edit::{Edit, Field};
use crate::compare::form::image::{KINDS, shown};
use crate::compare::form::{Form, Message, ROLES};

/// The fields of the message of that number, from 0.
#[component]
pub fn MessageFields(form: FormNow, at: usize) -> impl IntoView {
    let store = Store::here();
    let of = move |form: &Form| form.messages.get(at).cloned();
    let message: Memo<Option<Message>> = part(form, of);
    let role = part(form, move |form| of(form).map(|message| message.role).unwrap_or_default());
    let text = part(form, move |form| of(form).and_then(|message| message.text));
    let has_text = Memo::new(move |_| text.with(Option::is_some));
    let images = part(form, move |form| of(form).map(|message| message.images).unwrap_or_default());
    let number = at + 1;
    view! {
        <fieldset class="request-message">
            <legend>{format!("Message {number}")}</legend>
            <div class="request-message-head">
                <select
                    aria-label=format!("Role of message {number}")
                    disabled=move || !has_text.get()
                    prop:value=move || role.get()
                    on:change=move |event| store.dispatch(Msg::FormEdited(Edit::Role(at, event_target_value(&event))))
                >
                    {move || {
                        let now = role.get();
                        let known = ROLES.contains(&now.as_str());
                        let option = |word: String| {
                            let selected = word == now;
                            view! { <option value=word.clone() selected=selected>{word.clone()}</option> }
                        };
                        view! {
                            {ROLES.map(|word| option(word.to_owned()))}
                            {(!known).then(|| option(now.clone()))}
                        }
                    }}
                </select>
                <button
                    type="button"
                    aria-label=format!("Remove message {number}")
                    on:click=move |_| store.dispatch(Msg::FormEdited(Edit::RemoveMessage(at)))
                >
                    "Remove"
                </button>
            </div>
            <Show
                when=move || has_text.get()
                fallback=|| view! { <p class="hint">"Only the JSON view can show all of this message."</p> }
            >
                <textarea
                    rows="3"
                    aria-label=format!("Message {number}")
                    prop:value=move || text.get().unwrap_or_default()
                    on:input=move |event| store.dispatch(Msg::FormEdited(Edit::Text(at, event_target_value(&event))))
                ></textarea>
                <Images at images />
            </Show>
            {problem(Field::Message(at))}
            // A message that went away leaves its fields for a moment; they are empty then.
            <Show when=move || message.with(Option::is_none)><p class="hint">"Removed."</p></Show>
        </fieldset>
    }
}

#[component]
fn Images(at: usize, images: Memo<Vec<String>>) -> impl IntoView {
    let store = Store::here();
    let address: RwSignal<String> = RwSignal::new(String::new());
    let number = at + 1;
    let row = move |(image, source): (usize, String)| {
        view! {
            <li>
                <code>{shown(&source)}</code>
                <button
                    type="button"
                    aria-label=format!("Remove image {} of message {number}", image + 1)
                    on:click=move |_| store.dispatch(Msg::FormEdited(Edit::RemoveImage(at, image)))
                >
                    "Remove"
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || { images.with(|images| !images.is_empty()) }>
            <ul class="request-images" aria-label=format!("Images of message {number}")>
                {move || images.get().into_iter().enumerate().map(row).collect_view()}
            </ul>
        </Show>
        <details class="request-image">
            <summary>"Add an image"</summary>
            <div class="toolbar">
                <label>
                    <span>{format!("Image address for message {number}")}</span>
                    <input
                        type="url"
                        spellcheck="false"
                        autocomplete="off"
                        prop:value=move || address.get()
                        on:input=move |event| address.set(event_target_value(&event))
                    />
                </label>
                <button
                    type="button"
                    disabled=move || address.with(|address| address.trim().is_empty())
                    on:click=move |_| {
                        store.dispatch(Msg::FormEdited(Edit::AddImage(at, address.get_untracked().trim().to_owned())));
                        address.set(String::new());
                    }
                >
                    "Add image"
                </button>
                <label class="file">
                    <span>{format!("Image file for message {number}")}</span>
                    <input
                        type="file"
                        accept=KINDS.join(",")
                        on:change=move |event| read_image(store, &event, at)
                    />
                </label>
            </div>
            <p class="hint">"PNG, JPEG, WebP or GIF, up to 3 MiB. A file becomes part of the request; an address is fetched by the gateway."</p>
        </details>
    }
}
