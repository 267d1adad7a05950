//! Files that a person chose. Not a store: a file is read once and let go.

use leptos::ev::Event;
use leptos::prelude::event_target;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::store::Store;
use crate::app::Msg;

/// Reads the case file that was chosen in a file input, and empties the input, so that the same file can be chosen again.
pub fn read_chosen(store: Store, event: &Event) {
    let input: HtmlInputElement = event_target(event);
    let Some(file) = input.files().and_then(|files| files.get(0)) else {
        return;
    };
    let reading = file.text();
    input.set_value("");
    spawn_local(async move {
        // A file that cannot be read holds no case, and is told like one.
        let text = JsFuture::from(reading).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
        store.dispatch(Msg::CaseFileRead(text));
    });
}
