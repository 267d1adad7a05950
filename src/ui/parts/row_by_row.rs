//! Rows of a table that come a few at a time, one lot a frame: a hundred rows at once would hold a frame up for longer than
//! a person takes for smooth.
//! Not a window onto the rows: those that are there stay there.
//! **Invariant:** there are never more rows than are wanted, and in the end as many; fewer wanted are fewer at once.

use leptos::prelude::*;

use crate::browser::pause::after_frame;

/// How many rows come in one frame.
const LOT: usize = 6;

/// How many rows there are, on the way to how many are wanted.
pub fn row_by_row(wanted: Memo<usize>) -> Signal<usize> {
    let there = RwSignal::new(0);
    let waits = StoredValue::new(false);
    Effect::new(move |_| {
        let is_more = wanted.get() > there.get_untracked();
        if !is_more {
            come(wanted, there, waits);
        } else if !waits.get_value() {
            // The frame in which more are wanted has enough to do with what makes them wanted.
            waits.set_value(true);
            after_frame(move || come_in_turn(wanted, there, waits));
        }
    });
    there.into()
}

fn come(wanted: Memo<usize>, there: RwSignal<usize>, waits: StoredValue<bool>) {
    // The page may be gone by then.
    let (Some(wanted_now), Some(now)) = (wanted.try_get_untracked(), there.try_get_untracked()) else { return };
    if waits.try_get_value() == Some(true) && wanted_now > now {
        return;
    }
    let next = wanted_now.min(now + LOT);
    if next != now {
        there.set(next);
    }
    if next < wanted_now {
        waits.set_value(true);
        request_animation_frame(move || come_in_turn(wanted, there, waits));
    }
}

fn come_in_turn(wanted: Memo<usize>, there: RwSignal<usize>, waits: StoredValue<bool>) {
    // The page may be gone by then.
    if waits.try_update_value(|waits| *waits = false).is_some() {
        come(wanted, there, waits);
    }
}
