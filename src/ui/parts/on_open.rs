//! A fold whose content is made while it is open: what nobody looks at holds up no frame.
//! **Invariant:** whether it is open belongs to the caller, so that a fold that is drawn anew stays as it was.

use leptos::prelude::*;
use web_sys::HtmlDetailsElement;

/// The fold.
pub fn on_open(
    class: &'static str,
    open: RwSignal<bool>,
    summary: impl IntoView + 'static,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    view! {
        <details
            class=class
            open=move || open.get()
            on:toggle=move |event| {
                let now = event_target::<HtmlDetailsElement>(&event).open();
                if open.get_untracked() != now {
                    open.set(now);
                }
            }
        >
            <summary>{summary.into_any()}</summary>
            {move || open.get().then(&content)}
        </details>
    }
    .into_any()
}
