//! The request as code, for either side.

use leptos::prelude::*;

use crate::app::{Copyable, Msg};
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::migrate::snippets::SnippetLanguage;
use crate::ui::parts::copy_button::CopyButton;

/// The name of each button, and what of it is shown.
const fn name(language: SnippetLanguage) -> (&'static str, &'static str) {
    match language {
        SnippetLanguage::Curl => ("Copy as cURL", "cURL"),
        SnippetLanguage::TypeScript => ("Copy as TypeScript", "TypeScript"),
        SnippetLanguage::Python => ("Copy as Python", "Python"),
    }
}

/// Side and buttons.
#[component]
pub fn Copies() -> impl IntoView {
    let store = Store::here();
    let side = store.select(|model| model.copy_side());
    let missing = store.select(|model| model.request_as(SnippetLanguage::Curl).is_err());
    let missing = Signal::derive(move || missing.get());
    let order = [SnippetLanguage::Curl, SnippetLanguage::TypeScript, SnippetLanguage::Python];
    view! {
        <fieldset class="copies">
            <legend>"Copy as code"</legend>
            <label>
                <span>"Copy for"</span>
                <select
                    prop:value=move || side.get().word()
                    on:change=move |event| {
                        let word = event_target_value(&event);
                        if let Some(side) = Side::BOTH.into_iter().find(|side| side.word() == word) {
                            store.dispatch(Msg::CopySideChosen(side));
                        }
                    }
                >
                    {Side::BOTH.map(|choice| view! {
                        <option value=choice.word() selected=move || side.get() == choice>
                            {format!("{} gateway", choice.title())}
                        </option>
                    })}
                </select>
            </label>
            {order.map(|language| {
                let (name, short) = name(language);
                view! { <CopyButton what=Copyable::Request(language) name short disabled=missing /> }
            })}
            <p class="hint">"The key is read from the environment variable of that side."</p>
        </fieldset>
    }
}
