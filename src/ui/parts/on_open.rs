//! A fold whose content is made when it is first opened: what nobody looks at holds up no frame.
//! Not a window: once made, the content stays.

use leptos::prelude::*;

/// The fold. `content` is made once.
pub fn on_open(
    class: &'static str,
    summary: impl IntoView + 'static,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let opened = RwSignal::new(false);
    view! {
        <details class=class on:toggle=move |_| if !opened.get_untracked() { opened.set(true) }>
            <summary>{summary.into_any()}</summary>
            {move || opened.get().then(&content)}
        </details>
    }
    .into_any()
}
