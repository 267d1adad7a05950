//! A drawing as inline SVG, in the page's own colours.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::measure::drawing::{Drawing, LETTERS, Shape, circles, pixels, points_list};

/// Draws. Only what is to be read aloud is its label; the figures themselves are in the table beside it.
pub fn draw(drawing: Drawing, label: impl Into<Cow<'static, str>>, class: &'static str) -> AnyView {
    let (width, height) = (pixels(drawing.width), pixels(drawing.height));
    view! {
        <svg
            class=class
            viewBox=format!("0 0 {width} {height}")
            width=width.clone()
            height=height.clone()
            font-size=LETTERS.to_string()
            role="img"
            aria-label=label.into()
        >
            {drawing.shapes.into_iter().map(one).collect_view()}
        </svg>
    }
    .into_any()
}

fn one(shape: Shape) -> AnyView {
    match shape {
        Shape::Line { from, to, style } => view! {
            <line class=style.class() x1=pixels(from.0) y1=pixels(from.1) x2=pixels(to.0) y2=pixels(to.1) />
        }
        .into_any(),
        Shape::Curve { points, style } => view! {
            <polyline class=style.class() points=points_list(&points) />
        }
        .into_any(),
        Shape::Bar { at, size, style } => view! {
            <rect class=style.class() x=pixels(at.0) y=pixels(at.1) width=pixels(size.0) height=pixels(size.1) />
        }
        .into_any(),
        Shape::Dots { at, radius, style } => view! {
            <path class=style.class() d=circles(&at, radius) />
        }
        .into_any(),
        Shape::Text { at, anchor, style, text } => view! {
            <text class=style.class() x=pixels(at.0) y=pixels(at.1) text-anchor=anchor.word()>{text}</text>
        }
        .into_any(),
    }
}
