//! Address, title and focus.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::route::Route;

/// The fragment with its `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Whether the page came over https.
pub fn is_secure() -> bool {
    window().location().protocol().is_ok_and(|scheme| scheme == "https:")
}

/// This page's own address with another fragment.
pub fn with_fragment(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let own = href.split('#').next().unwrap_or_default();
    format!("{own}{fragment}")
}

/// Goes to the address of a page.
pub fn open(route: Route) {
    // Only a fragment that no URL can hold is refused, and these are our own.
    let _ = window().location().set_hash(route.fragment());
}

/// Title and focus for a page that was opened. The heading takes the focus, so that a screen reader says where one is
/// and the keyboard goes on from there; not at the very start, where the browser's own focus is right.
pub fn enter(route: Route) {
    thread_local! {
        static STARTED: Cell<bool> = const { Cell::new(false) };
    }
    document().set_title(&format!("{} · Switchyard", route.name()));
    if !STARTED.replace(true) {
        return;
    }
    focus_heading();
}

/// Gives the focus to the heading of the page in the next frame.
pub fn focus_heading() {
    request_animation_frame(|| {
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = heading.focus();
        }
    });
}
