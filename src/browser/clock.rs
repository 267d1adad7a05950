//! The browser's clocks. Core code never asks: it is told.

use crate::app::report::Moment;

/// Milliseconds on the monotonic clock; 0 where there is none.
#[must_use]
pub fn now_ms() -> f64 {
    leptos::prelude::window().performance().map_or(0.0, |performance| performance.now())
}

/// The wall clock, ISO 8601 in UTC.
#[must_use]
pub fn moment() -> Moment {
    Moment(js_sys::Date::new_0().to_iso_string().into())
}
