//! The few drawings of the page, as inline SVG. All are decoration: the words stand beside them.

use leptos::prelude::*;

/// Two tracks and the switch between them.
pub fn logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path class="track-source" d="M6 2v20" />
            <path class="track-target" d="M18 2v20" />
            <path class="track-switch" d="M6 18C6 11 18 13 18 6" />
        </svg>
    }
}

/// The shape that stands beside a verdict's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Pass.
    Check,
    /// Fail.
    Cross,
    /// Not run.
    Ring,
    /// On the way.
    Half,
    /// Unsupported or skipped.
    Dash,
}

/// Draws a shape.
pub fn shape(shape: Shape) -> impl IntoView {
    let (class, path) = match shape {
        Shape::Check => ("shape pass", "M3 8.5l3.2 3.2L13 4.8"),
        Shape::Cross => ("shape fail", "M4 4l8 8M12 4l-8 8"),
        Shape::Ring => ("shape idle", "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10"),
        Shape::Half => ("shape busy", "M8 3a5 5 0 1 0 0 10z"),
        Shape::Dash => ("shape idle", "M3.5 8h9"),
    };
    view! { <svg class=class viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d=path /></svg> }
}
