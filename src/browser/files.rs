//! Files that a person chose or dropped, and files of the page's own. Not a store: a file is read once and let go.
//! **Invariant:** a file that cannot be read is told as such, and never as an empty one.

use leptos::ev::{DragEvent, Event};
use leptos::prelude::{event_target, window_event_listener};
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};

use super::dropped::has_files;
use super::store::Store;
use crate::app::{ChosenFile, Msg};
use crate::gateway::side::Side;

/// Reads the file that was chosen in a file input, and empties the input, so that the same file can be chosen again.
/// The message is made of its name and its text.
pub fn read_chosen(
    store: Store,
    event: &Event,
    what: ChosenFile,
    message: impl FnOnce(String, String) -> Msg + 'static,
) {
    let input: HtmlInputElement = event_target(event);
    let Some(file) = input.files().and_then(|files| files.get(0)) else {
        return;
    };
    read(store, &file, what, message);
    input.set_value("");
}

/// Reads the first of the files that were dropped; false if none was.
pub fn read_dropped(
    store: Store,
    event: &DragEvent,
    what: ChosenFile,
    message: impl FnOnce(String, String) -> Msg + 'static,
) -> bool {
    let files = event.data_transfer().and_then(|transfer| transfer.files());
    let Some(file) = files.and_then(|files| files.get(0)) else {
        return false;
    };
    event.prevent_default();
    read(store, &file, what, message);
    true
}

fn read(store: Store, file: &File, what: ChosenFile, message: impl FnOnce(String, String) -> Msg + 'static) {
    let name = file.name();
    let reading = file.text();
    spawn_local(async move {
        let text = JsFuture::from(reading).await.ok().and_then(|text| text.as_string());
        store.dispatch(match text {
            Some(text) => message(name, text),
            None => Msg::FileUnreadable(what, name),
        });
    });
}

/// Keeps the page: a file that is dropped where nothing takes it would be opened in its place, with all that is in it
/// lost. Listens for as long as the page lives.
pub fn keep_page_from_drops() {
    let refuse = |event: &DragEvent| {
        if event.data_transfer().is_some_and(|transfer| has_files(&transfer)) {
            event.prevent_default();
        }
    };
    // The handles are let go and not removed: the page has no end before the tab's.
    let _ = window_event_listener(leptos::ev::dragover, move |event| refuse(&event));
    let _ = window_event_listener(leptos::ev::drop, move |event| refuse(&event));
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
