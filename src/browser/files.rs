//! Files that a person chose, and files of the page's own. Not a store: a file is read once and let go.

use leptos::ev::Event;
use leptos::prelude::event_target;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::store::Store;
use crate::app::Msg;
use crate::compare::form::image;
use crate::diagnostic::Diagnostic;
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
