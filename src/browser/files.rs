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
use crate::compare::form::image;
use crate::diagnostic::Diagnostic;
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

/// The first file that was chosen in a file input, which is emptied, so that the same file can be chosen again.
fn chosen(event: &Event) -> Option<web_sys::File> {
    let input: HtmlInputElement = event_target(event);
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    file
}

/// Reads the text of a file that was chosen. It does not go to the model: it may hold keys.
pub fn read_text(event: &Event, use_it: impl FnOnce(String) + 'static) {
    let Some(reading) = chosen(event).map(|file| file.text()) else { return };
    spawn_local(async move {
        use_it(JsFuture::from(reading).await.ok().and_then(|text| text.as_string()).unwrap_or_default());
    });
}

/// Reads an image that was chosen for a message, unless its kind or size says that it cannot be taken.
pub fn read_image(store: Store, event: &Event, message: usize) {
    let Some(file) = chosen(event) else { return };
    let kind = file.type_();
    // A browser counts bytes in a float, which holds every size that a file has.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are whole and not negative")]
    let size = file.size() as usize;
    if let Err(problem) = image::check(&kind, size) {
        store.dispatch(Msg::ImageRead(message, Err(problem)));
        return;
    }
    let reading = file.array_buffer();
    spawn_local(async move {
        let image = match JsFuture::from(reading).await {
            Ok(buffer) => image::data_url(&kind, &js_sys::Uint8Array::new(&buffer).to_vec()),
            Err(_) => Err(Diagnostic::new(
                "The image could not be read.",
                "The file was moved or changed since it was chosen.",
                "Choose it again.",
            )),
        };
        store.dispatch(Msg::ImageRead(message, image));
    });
}
