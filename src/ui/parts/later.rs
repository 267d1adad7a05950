//! What can wait for the first paint. A slow machine shows the heading and takes the first click sooner that way: the rest is
//! built piece by piece whenever the browser is idle.
//! Not a lazy page: all of it is there as soon as the browser has been idle often enough after the first paint.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

/// How long after a frame the next piece is built at the earliest: a click that the frame brings on comes before it.
const REST: Duration = Duration::from_millis(50);

/// How long a piece waits for the browser to say that it is idle. Chromium keeps that to itself for seconds now and then,
/// with nothing to do: one visit in seven waited for the fields of the first page that long (measured on 2026-11-29).
const PATIENCE: Duration = Duration::from_millis(200);

/// When all that is left is built at the latest, and at once: some browsers let a page wait long for a frame, or for being
/// idle. A slow machine has been idle often enough by then, so that this comes between nobody's click and its answer.
const LATEST: Duration = Duration::from_secs(2);

/// The pieces that wait, and whether any still has to.
#[derive(Clone, Copy)]
pub struct Settled {
    whole: RwSignal<bool>,
    /// Each with whether it comes after all that do not.
    waiting: StoredValue<VecDeque<(bool, RwSignal<bool>)>>,
}

impl Settled {
    /// Starts to wait for the first frame. The shell does this once.
    #[must_use]
    pub fn watch() -> Settled {
        let settled = Settled { whole: RwSignal::new(false), waiting: StoredValue::new(VecDeque::new()) };
        settled.wait();
        set_timeout(move || while settled.build_next() {}, LATEST);
        settled
    }

    /// Whether nothing waits any more.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.whole.get()
    }

    /// Builds the next piece after the next frame and a rest, when the browser is idle: after the paint, and after a click
    /// that came with it.
    fn wait(self) {
        request_animation_frame(move || {
            let built = Rc::new(Cell::new(false));
            let build = move || {
                if !built.replace(true) && self.build_next() {
                    self.wait();
                }
            };
            let says_idle = js_sys::Reflect::has(&window(), &"requestIdleCallback".into()).unwrap_or(false);
            let when_idle = move || {
                if says_idle {
                    request_idle_callback(build.clone());
                    set_timeout(build, PATIENCE);
                } else {
                    build();
                }
            };
            set_timeout(when_idle, REST);
        });
    }

    /// Builds one piece. Without any the page is whole, and whatever is opened from then on is built at once.
    fn build_next(self) -> bool {
        // The page may be gone by then, and a piece with the page that it was on.
        let Some(next) = self.waiting.try_update_value(VecDeque::pop_front) else { return false };
        match next {
            Some((_, piece)) => {
                piece.try_set(true);
            }
            None => {
                self.whole.try_set(true);
            }
        }
        next.is_some()
    }

    /// A place in the queue, or no need of one.
    fn place(self, last: bool) -> RwSignal<bool> {
        let piece = RwSignal::new(self.whole.get_untracked());
        if !piece.get_untracked() {
            self.waiting.update_value(|waiting| {
                let place = waiting.iter().position(|(other, _)| *other && !last).unwrap_or(waiting.len());
                waiting.insert(place, (last, piece));
            });
        }
        piece
    }
}

/// Shows its children once their turn has come; at once where the page has settled.
#[component]
pub fn Later(
    /// Whether it is beside the page's own work and waits for that.
    #[prop(optional)]
    last: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let ready = use_context::<Settled>().map(|settled| settled.place(last));
    let ready = move || ready.is_none_or(|ready| ready.get());
    view! { <Show when=ready>{children()}</Show> }
}
