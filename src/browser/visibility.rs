//! Whether the tab can be seen: a browser slows hidden ones down, so that no time measured in one is judged.

use leptos::prelude::*;
use web_sys::VisibilityState;

use super::store::Store;
use crate::app::Msg;

/// Tells the store now and whenever it changes.
pub fn follow(store: Store) {
    let is_hidden = || document().visibility_state() == VisibilityState::Hidden;
    if is_hidden() {
        store.dispatch(Msg::VisibilityChanged(true));
    }
    // The event is the document's, and bubbles to the window.
    let listener = window_event_listener_untyped("visibilitychange", move |_| {
        store.dispatch(Msg::VisibilityChanged(is_hidden()));
    });
    std::mem::forget(listener);
}
