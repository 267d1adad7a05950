//! What can wait for the first paint. A slow machine shows the heading and takes the first click sooner that way.
//! Not a lazy page: all of it is there as soon as the browser is idle after the first paint.

use std::time::Duration;

use leptos::prelude::*;

/// How long after the first frame the rest is built where a browser does not say when it is idle.
const REST: Duration = Duration::from_millis(50);

/// When the rest is built at the latest: some browsers let a page wait long for its first frame, or for being idle.
const LATEST: Duration = Duration::from_millis(600);

/// Whether the page has painted for the first time and been quiet since.
#[derive(Clone, Copy)]
pub struct Settled(RwSignal<bool>);

impl Settled {
    /// Starts to wait for the first frame. The shell does this once.
    #[must_use]
    pub fn watch() -> Settled {
        let settled = RwSignal::new(false);
        let settle = move || {
            // The page may be gone by then.
            settled.try_set(true);
        };
        request_animation_frame(move || {
            // Idle is after the paint and after a click that came with it.
            let asks_idle = js_sys::Reflect::has(&window(), &"requestIdleCallback".into()).unwrap_or(false);
            if asks_idle {
                request_idle_callback(settle);
            } else {
                set_timeout(settle, REST);
            }
        });
        set_timeout(settle, LATEST);
        Settled(settled)
    }
}

/// Shows its children once the page has settled; from then on at once.
#[component]
pub fn Later(children: ChildrenFn) -> impl IntoView {
    let settled = use_context::<Settled>();
    let ready = move || settled.is_none_or(|settled| settled.0.get());
    view! { <Show when=ready>{children()}</Show> }
}
