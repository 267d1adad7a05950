//! Whether anything answers at an address that the page may not read.
//!
//! Only a `no-cors` request can find that out, and a browser follows a redirect of such a request. So it is made from an
//! empty frame whose own policy allows the one host and no other.
//!
//! It is the second look: the first stays within CORS and is told of a redirect (`Reading::Redirect`). One that CORS hides
//! from it and that stays on the host is followed here unseen, without key and content.
//!
//! **Invariant:** nothing but the host of the address hears of the request.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlIFrameElement, Request, Url};

use super::pause::pause;
use crate::gateway::failure::Failure;

/// Makes the request. Gives whether it was redirected to another host, which was not asked.
///
/// # Errors
/// [`Failure::Network`] if nothing answers.
pub async fn look(request: &Request) -> Result<bool, Failure> {
    let origin = Url::new(&request.url()).map_err(|_| Failure::Network)?.origin();
    // The origin becomes a part of the policy's text, so it must not be able to say more than a host.
    if !origin.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/.-".contains(&byte)) {
        return Err(Failure::Network);
    }
    let frame = Frame::open(&format!("connect-src {origin}")).await.ok_or(Failure::Network)?;
    let window = frame.0.content_window().ok_or(Failure::Network)?;
    let held = Rc::new(Cell::new(false));
    let was_held = Rc::clone(&held);
    let on_held = Closure::<dyn Fn(Event)>::new(move |_| was_held.set(true));
    let inside = frame.0.content_document().ok_or(Failure::Network)?;
    inside
        .add_event_listener_with_callback("securitypolicyviolation", on_held.as_ref().unchecked_ref())
        .map_err(|_| Failure::Network)?;
    match JsFuture::from(window.fetch_with_request(request)).await {
        Ok(_) => Ok(false),
        Err(_) => {
            // The word of the policy may come right behind the failure.
            pause(0).await;
            if held.get() { Ok(true) } else { Err(Failure::Network) }
        }
    }
}

/// A frame that leaves the page again when it is no longer needed.
struct Frame(HtmlIFrameElement);

impl Frame {
    async fn open(policy: &str) -> Option<Frame> {
        let frame: HtmlIFrameElement = document().create_element("iframe").ok()?.dyn_into().ok()?;
        frame.set_hidden(true);
        frame.set_srcdoc(&format!(
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; {policy}\">"
        ));
        let loaded = Promise::new(&mut |resolve, _| frame.set_onload(Some(&resolve)));
        document().body()?.append_child(&frame).ok()?;
        let frame = Frame(frame);
        JsFuture::from(loaded).await.ok()?;
        Some(frame)
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.0.remove();
    }
}
