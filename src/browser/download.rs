//! What leaves the page by a person's hand: the clipboard and files.
//! **Invariant:** what comes here has been redacted by `app::report`, or was made of a person's own code by the worker.

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, window};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::store::Store;
use crate::app::{Copyable, Msg};

/// Puts a text on the clipboard and says whether that went well.
pub fn copy(store: Store, what: Copyable, text: String) {
    // Outside secure contexts there is no clipboard, whatever the bindings say.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    if clipboard.is_ok_and(|value| value.is_undefined()) {
        store.dispatch(Msg::CopyEnded(what, false));
        return;
    }
    let promise = window().navigator().clipboard().write_text(&text);
    spawn_local(async move {
        let well = JsFuture::from(promise).await.is_ok();
        store.dispatch(Msg::CopyEnded(what, well));
    });
}

/// Saves a text as a file.
pub fn save(name: &str, mime: &str, text: &str) {
    report(try_save(name, mime, &JsValue::from_str(text)));
}

/// Saves bytes as a file.
pub fn save_bytes(name: &str, mime: &str, bytes: &[u8]) {
    report(try_save(name, mime, &Uint8Array::from(bytes)));
}

fn report(saved: Result<(), JsValue>) {
    if let Err(error) = saved {
        leptos::logging::error!("The file could not be saved: {error:?}");
    }
}

fn try_save(name: &str, mime: &str, content: &JsValue) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    // A text and an array of bytes are both parts that a blob takes.
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(content), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}
