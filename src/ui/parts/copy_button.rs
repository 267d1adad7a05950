//! A button that copies, and says whether it did.

use leptos::prelude::*;

use crate::app::{Copyable, Msg};
use crate::browser::clock;
use crate::browser::store::Store;

/// The button and its outcome.
#[component]
pub fn CopyButton(
    /// What it copies.
    what: Copyable,
    /// Its name.
    name: &'static str,
    /// The part of its name that is shown where what stands around it says the rest.
    #[prop(optional)]
    short: Option<&'static str>,
    /// Whether it is the page's primary action.
    #[prop(optional)]
    primary: bool,
    /// Whether there is nothing to copy.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let store = Store::here();
    let outcome = store.select(move |model| model.copied.filter(|(copied, _)| *copied == what).map(|(_, well)| well));
    view! {
        <span class="copy">
            <button
                type="button"
                class:primary=primary
                aria-label=short.is_some().then_some(name)
                disabled=move || disabled.get()
                on:click=move |_| store.dispatch(Msg::CopyPressed(what, clock::moment()))
            >
                {short.unwrap_or(name)}
            </button>
            <span class="copy-outcome" role="status">
                {move || match outcome.get() {
                    Some(true) => "Copied",
                    Some(false) => "Not copied: this browser gave no access to the clipboard. Select the text and copy it by hand.",
                    None => "",
                }}
            </span>
        </span>
    }
}
