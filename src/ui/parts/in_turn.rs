//! What a page shows of an ended run, panel after panel: each in a task of its own, so that no frame has to wait for all.
//! Not a cache: what is shown is always made of the latest.

use std::time::Duration;

use leptos::prelude::*;

/// Between one panel and the next, in milliseconds: so long that a slow machine has drawn the one before, and too short for
/// a person to wait for.
const TURN_MS: u64 = 80;

/// Follows something that begins, so many turns later. What there was when the page was opened is there at once, and so are
/// its changes and its end.
pub fn in_turn<T>(of: Memo<Option<T>>, turn: u64) -> ReadSignal<Option<T>>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let (shown, show) = signal(of.get_untracked());
    Effect::new(move |_| {
        let now = of.get();
        if now.is_none() || shown.with_untracked(Option::is_some) {
            show.set(now);
            return;
        }
        set_timeout(
            move || {
                // The page may be gone by then.
                if let Some(latest) = of.try_get_untracked() {
                    show.try_set(latest);
                }
            },
            Duration::from_millis(turn * TURN_MS),
        );
    });
    shown
}
