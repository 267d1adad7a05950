//! Files that a person chose, and files of the page's own. Not a store: a file is read once and let go.

use leptos::ev::Event;
use leptos::prelude::event_target;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::store::Store;
use crate::app::Msg;
use crate::gateway::side::Side;

/// Reads the file that was chosen in a file input, and empties the input, so that the same file can be chosen again.
/// The message is made of its name and its text.
pub fn read_chosen(store: Store, event: &Event, message: impl FnOnce(String, String) -> Msg + 'static) {
    let input: HtmlInputElement = event_target(event);
    let Some(file) = input.files().and_then(|files| files.get(0)) else {
        return;
    };
    let name = file.name();
    let reading = file.text();
    input.set_value("");
    spawn_local(async move {
        // A file that cannot be read holds nothing, and is told like an empty one.
        let text = JsFuture::from(reading).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
        store.dispatch(message(name, text));
    });
}

/// Fetches a file of the page's own folder.
pub fn fetch_own(store: Store, side: Side, path: &'static str) {
    spawn_local(async move {
        let text = match gloo_net::http::Request::get(path).send().await {
            Ok(response) if response.ok() => response.text().await.ok(),
            _ => None,
        };
        store.dispatch(Msg::SnapshotRead(side, text));
    });
}
