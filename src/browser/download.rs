//! Texts that leave the page by a person's hand: the clipboard and files.
//! **Invariant:** what comes here has been redacted by `app::report`.

use js_sys::Array;
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
    if let Err(error) = try_save(name, mime, text) {
        leptos::logging::error!("The file could not be saved: {error:?}");
    }
}

fn try_save(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}
