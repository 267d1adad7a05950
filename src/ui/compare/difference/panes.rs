//! Both texts side by side in rows of one height. Only the rows in sight are in the document, so that length costs nothing.
//! **Invariant:** without colours a difference still says what it is: by `del` or `ins`, and by its side's word.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::Aids;
use crate::browser::pause::after_frame;
use crate::compare::difference_rows::{Half, Piece, Rows, Shown, rows, shown};
use crate::compare::text_difference::TextRun;
use crate::gateway::side::Side;
use crate::measure::number::whole;
use crate::migrate::patch::window::{scrolled_to, window};

/// The height of every row in pixels; the style sheet gets it from here.
const ROW_HEIGHT: u32 = 20;
/// The most rows that are in sight without scrolling.
const ROWS_IN_SIGHT: usize = 24;
/// About how wide a character is, and how much of a pane is no text, in pixels.
const CHARACTER: f64 = 7.9;
const BESIDE: f64 = 72.0;

/// Both panes and the way from one difference to the next.
#[component]
pub fn Panes(runs: Arc<Vec<TextRun>>, aids: Aids, what: &'static str) -> impl IntoView {
    // How many characters fit a row. Not known before the empty panes stand in the document, and asked for a frame later:
    // an answer at once would cost a layout in the middle of the frame.
    let columns = RwSignal::new(None::<usize>);
    let laid: Memo<Laid> =
        Memo::new(move |_| Laid(Arc::new(columns.get().map(|columns| rows(&runs, columns)).unwrap_or_default())));
    let list: Memo<Arc<Vec<Shown>>> =
        Memo::new(move |_| Arc::new(shown(&laid.get().0.rows, aids.only_differences.get())));
    let frames = Side::BOTH.map(|_| NodeRef::<html::Div>::new());
    let current = RwSignal::new(None::<usize>);
    let measure = move || {
        let [source, _] = frames;
        // The panes may be gone by then.
        if let Some(frame) = source.try_get_untracked().flatten() {
            let fits = ((f64::from(frame.client_width()) - BESIDE) / CHARACTER).max(12.0) as usize;
            if columns.get_untracked() != Some(fits) {
                columns.set(Some(fits));
            }
        }
    };
    Effect::new(move |_| {
        frames.iter().for_each(|frame| frame.track());
        aids.swapped.track();
        after_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());

    let count = Memo::new(move |_| laid.get().0.places.len());
    let go = move |forward: bool| {
        let count = count.get_untracked();
        if count == 0 {
            return;
        }
        let next = match (current.get_untracked(), forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        current.set(Some(next));
        let row = laid.get_untracked().0.places.get(next).copied();
        let line = list.get_untracked().iter().position(|shown| Some(*shown) == row.map(Shown::Row));
        for frame in frames {
            if let (Some(frame), Some(line)) = (frame.get_untracked(), line) {
                frame.set_scroll_top(i32::try_from(scrolled_to(line, ROW_HEIGHT)).unwrap_or(i32::MAX));
            }
        }
    };
    let pane = move |side: Side| {
        let [source, target] = frames;
        let (own, other) = match side {
            Side::Source => (source, target),
            Side::Target => (target, source),
        };
        view! { <Pane side what laid list current own other locked=aids.locked /> }
    };
    view! {
        <div class="difference-tools">
            <button type="button" disabled=move || count.get() == 0 on:click=move |_| go(false)>"Previous difference"</button>
            <button type="button" disabled=move || count.get() == 0 on:click=move |_| go(true)>"Next difference"</button>
            <span class="muted" aria-live="polite">
                {move || match (current.get(), count.get()) {
                    _ if columns.get().is_none() => String::new(),
                    (_, 0) => format!("No difference of the {what}"),
                    (None, count) => format!("{} of the {what}", whole(count as u64)),
                    (Some(at), count) => format!("{} of {}", whole(at as u64 + 1), whole(count as u64)),
                }}
            </span>
        </div>
        <div class="panes">
            {move || if aids.swapped.get() {
                [pane(Side::Target), pane(Side::Source)]
            } else {
                [pane(Side::Source), pane(Side::Target)]
            }}
        </div>
    }
}

/// Rows that are made anew whenever they change.
#[derive(Clone)]
struct Laid(Arc<Rows>);

impl PartialEq for Laid {
    fn eq(&self, other: &Laid) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[component]
fn Pane(
    side: Side,
    what: &'static str,
    laid: Memo<Laid>,
    list: Memo<Arc<Vec<Shown>>>,
    current: RwSignal<Option<usize>>,
    own: NodeRef<html::Div>,
    other: NodeRef<html::Div>,
    locked: RwSignal<bool>,
) -> impl IntoView {
    let scrolled = RwSignal::new(0.0);
    let total = Memo::new(move |_| list.get().len());
    let height = Memo::new(move |_| total.get().min(ROWS_IN_SIGHT) as u32 * ROW_HEIGHT + 2);
    let built = Memo::new(move |_| window(total.get(), ROW_HEIGHT, scrolled.get(), f64::from(height.get())));
    let follow = move || {
        let Some(frame) = own.get_untracked() else { return };
        scrolled.set(f64::from(frame.scroll_top()));
        if let Some(other) = other.get_untracked().filter(|_| locked.get_untracked())
            && other.scroll_top() != frame.scroll_top()
        {
            other.set_scroll_top(frame.scroll_top());
        }
    };
    let pixels = |rows: usize| format!("{}px", rows as u64 * u64::from(ROW_HEIGHT));
    // A row's place in the list and the list itself: another list has other rows at the same places.
    let keys = move || {
        let list = list.get();
        built.get().map(|at| (at, Arc::as_ptr(&list) as usize)).collect::<Vec<_>>()
    };
    view! {
        <div
            class=format!("pane {}", side.word())
            role="group"
            tabindex="0"
            aria-label=format!("{} {what}, laid over the other", side.title())
            node_ref=own
            on:scroll=move |_| follow()
            style=("--row-height", pixels(1))
            style:height=move || format!("{}px", height.get())
        >
            <div class="pane-body" style:height=move || pixels(total.get())>
                <div class="pane-window" style:transform=move || format!("translateY({})", pixels(built.get().start))>
                    <For each=keys key=|key| *key children=move |(at, _)| {
                        match list.get_untracked().get(at) {
                            Some(Shown::Row(row)) => line(side, &laid.get_untracked().0, *row, current),
                            Some(Shown::Equal(count)) => view! {
                                <div class="pane-row equal">{whole(*count as u64)}" equal rows"</div>
                            }.into_any(),
                            None => ().into_any(),
                        }
                    } />
                </div>
            </div>
        </div>
    }
}

fn line(side: Side, rows: &Rows, at: usize, current: RwSignal<Option<usize>>) -> AnyView {
    let Some(row) = rows.rows.get(at) else { return ().into_any() };
    let half = match side {
        Side::Source => row.source.as_ref(),
        Side::Target => row.target.as_ref(),
    };
    let Some(Half { line, pieces }) = half else {
        return view! { <div class="pane-row nothing"></div> }.into_any();
    };
    let mut differences: Vec<usize> =
        pieces.iter().filter_map(|piece| piece.difference).map(|number| number as usize).collect();
    differences.dedup();
    let is_current = move || current.get().is_some_and(|current| differences.contains(&current));
    view! {
        <div class="pane-row" class:current=is_current>
            <span class="line-number">{line.map(|line| line.to_string())}</span>
            <span class="pane-text">{pieces.iter().map(|piece| one(side, piece)).collect_view()}</span>
        </div>
    }
    .into_any()
}

fn one(side: Side, piece: &Piece) -> AnyView {
    let text = piece.text.clone();
    match (piece.difference, side) {
        (None, _) => view! { <span>{text}</span> }.into_any(),
        (Some(_), Side::Source) => {
            view! { <del><span class="visually-hidden">"source: "</span>{text}</del> }.into_any()
        }
        (Some(_), Side::Target) => {
            view! { <ins><span class="visually-hidden">"target: "</span>{text}</ins> }.into_any()
        }
    }
}
