//! Waiting, in the page. Not a clock: how long it took is not said.
//! **Invariant:** a pause always ends, at once where the browser has no timer.

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::{request_animation_frame, set_timeout, window};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Waits for so many milliseconds; for none, until the browser has done what is due now.
pub async fn pause(milliseconds: i32) {
    let over = Promise::new(&mut |resolve, _| {
        let set = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        if set.is_err() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // It is only ever resolved.
    let _ = JsFuture::from(over).await;
}

/// Does something when the next frame is drawn. What is asked of the layout then is known already; asked before, the browser
/// would lay the page out once more for the answer.
pub fn after_frame(work: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(work, Duration::ZERO));
}
