//! The diff of one file. Only the lines in sight are in the document, so that length costs nothing.
//! **Invariant:** without colours a line still says what it is: by its sign, and by `del` or `ins` around its text.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use crate::app::patch::View;
use crate::inventory::protocol::FileHunks;
use crate::measure::number::whole;
use crate::migrate::change::Safety;
use crate::migrate::patch::excerpt::{SHOWN_CHARACTERS, columns, excerpt};
use crate::migrate::patch::split::{Line, places, split, unified};
use crate::migrate::patch::view::{LineEnd, Row, RowKind};
use crate::migrate::patch::window::{scrolled_to, window};

/// The height of every line in pixels; the style sheet gets it from here.
const LINE_HEIGHT: u32 = 20;

/// The height of the frame in pixels until it is measured.
const FRAME_HEIGHT: f64 = 720.0;

/// What the lines of one diff have in common.
#[derive(Clone)]
struct Content {
    rows: Arc<Vec<Row>>,
    lines: Arc<Vec<Line>>,
    file: Arc<FileHunks>,
    accepted: Memo<BTreeSet<u32>>,
    /// Whether changed lines end in different ways, so that the ends are worth a mark.
    has_mixed_ends: bool,
}

/// The rows of one file, in a frame that scrolls. Setting `jump` to a hunk scrolls to it.
#[component]
pub fn Diff(
    file: Arc<FileHunks>,
    rows: Arc<Vec<Row>>,
    view: View,
    accepted: Memo<BTreeSet<u32>>,
    jump: RwSignal<Option<u32>>,
) -> impl IntoView {
    let label = format!("Diff of {}", file.path);
    let lines = if view == View::Split { split(&rows) } else { unified(&rows) };
    let places = places(&rows, &lines);
    let total = lines.len();
    let content = Content { has_mixed_ends: has_mixed_ends(&rows), rows, lines: Arc::new(lines), file, accepted };
    let widest = content.rows.iter().map(|row| columns(&row.text) + aside_columns(&content, row)).max();
    let widest = widest.unwrap_or_default();

    let frame = NodeRef::<html::Div>::new();
    let seen = RwSignal::new((0.0, FRAME_HEIGHT));
    let measure = move || {
        if let Some(frame) = frame.get_untracked() {
            seen.set((f64::from(frame.scroll_top()), f64::from(frame.client_height())));
        }
    };
    Effect::new(move |_| {
        frame.track();
        measure();
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    Effect::new(move |_| {
        let Some(hunk) = jump.get() else { return };
        jump.set(None);
        if let (Some(frame), Some(line)) = (frame.get_untracked(), places.get(&hunk)) {
            frame.set_scroll_top(i32::try_from(scrolled_to(*line, LINE_HEIGHT)).unwrap_or(i32::MAX));
            let _ = frame.focus();
            measure();
        }
    });

    let built = Memo::new(move |_| {
        let (scrolled, height) = seen.get();
        window(total, LINE_HEIGHT, scrolled, height)
    });
    let pixels = |lines: usize| format!("{}px", lines as u64 * u64::from(LINE_HEIGHT));
    view! {
        <div
            class="diff"
            class:split=view == View::Split
            role="group"
            tabindex="0"
            aria-label=label
            node_ref=frame
            on:scroll=move |_| measure()
            style=("--line-height", pixels(1))
            style=("--columns", widest.to_string())
        >
            <div class="diff-body" style:height=pixels(total)>
                <div class="diff-window" style:transform=move || format!("translateY({})", pixels(built.get().start))>
                    <For each=move || built.get() key=|at| *at children=move |at| line(&content, at) />
                </div>
            </div>
        </div>
    }
}

fn line(content: &Content, at: usize) -> AnyView {
    match content.lines.get(at) {
        None => ().into_any(),
        Some(Line::Suggestion { hunk }) => {
            let hunk = hunk.and_then(|id| content.file.hunks.iter().find(|hunk| hunk.id == id));
            let words = hunk.map_or_else(
                || "Shown only: write this by hand".to_owned(),
                |hunk| format!("Shown only: write this by hand at line {}", whole(u64::from(hunk.line))),
            );
            view! { <div class="diff-line diff-head"><span>{words}</span></div> }.into_any()
        }
        Some(Line::Whole(row)) => match content.rows.get(*row) {
            Some(row) => whole_line(content, row),
            None => ().into_any(),
        },
        Some(Line::Pair { old, new }) => {
            let side =
                |row: &Option<usize>, is_old: bool| half(content, row.and_then(|row| content.rows.get(row)), is_old);
            view! { <div class="diff-line diff-pair">{side(old, true)}{side(new, false)}</div> }.into_any()
        }
    }
}

/// A row with both line numbers.
fn whole_line(content: &Content, row: &Row) -> AnyView {
    if let RowKind::Skipped { count } = row.kind {
        let lines = if count == 1 { "line" } else { "lines" };
        let words = format!("{} unchanged {lines}", whole(u64::from(count)));
        let notes = notes(content, row);
        return view! { <div class="diff-line diff-skipped"><span>{words}</span>{notes}</div> }.into_any();
    }
    view! {
        <div class=format!("diff-line diff-row {}", class_of(row)) class:left-out=is_left_out(content, row)>
            {line_number(row.old_line)}
            {line_number(row.new_line)}
            {code(content, row, true)}
        </div>
    }
    .into_any()
}

/// One side of a split line.
fn half(content: &Content, row: Option<&Row>, is_old: bool) -> AnyView {
    let Some(row) = row else {
        return view! { <div class="diff-row nothing"></div> }.into_any();
    };
    let number = if is_old { row.old_line } else { row.new_line };
    // A note is said once: an unchanged row stands on both sides.
    let with_notes = is_old || row.kind == RowKind::Added;
    view! {
        <div class=format!("diff-row {}", class_of(row)) class:left-out=is_left_out(content, row)>
            {line_number(number)}
            {code(content, row, with_notes)}
        </div>
    }
    .into_any()
}

fn line_number(line: Option<u32>) -> impl IntoView {
    view! { <span class="line-number">{line.map(|line| line.to_string())}</span> }
}

/// About how many columns is taken by what stands behind the text of a row; never too few.
fn aside_columns(content: &Content, row: &Row) -> usize {
    const WORDS: usize = 28;
    let notes = row.notes.iter().filter_map(|id| content.file.hunks.iter().find(|hunk| hunk.id == *id));
    let of_note = |rule: &str| WORDS + rule.chars().count();
    let notes: usize = notes.filter_map(|hunk| hunk.reasons.first()).map(|why| of_note(&why.rule)).sum();
    let is_cut = columns(&row.text) >= SHOWN_CHARACTERS;
    notes + if is_cut { WORDS } else { 0 } + if content.has_mixed_ends { WORDS } else { 0 }
}

/// Sign, text with its marks, and what else is to be said of the line.
fn code(content: &Content, row: &Row, with_notes: bool) -> AnyView {
    let (parts, omitted) = excerpt(&row.text);
    let text = parts
        .into_iter()
        .map(|(text, is_marked)| {
            let text = text.to_owned();
            if is_marked { view! { <mark>{text}</mark> }.into_any() } else { view! { {text} }.into_any() }
        })
        .collect_view();
    let (sign, text) = match row.kind {
        RowKind::Removed => ("-", view! { <del>{text}</del> }.into_any()),
        RowKind::Added => ("+", view! { <ins>{text}</ins> }.into_any()),
        RowKind::Context | RowKind::Skipped { .. } => (" ", view! { <span>{text}</span> }.into_any()),
    };
    let end = match row.end {
        _ if !content.has_mixed_ends || row.kind == RowKind::Context => None,
        LineEnd::LineFeed => Some("ends with LF"),
        LineEnd::CarriageReturn => Some("ends with CRLF"),
        LineEnd::Missing => Some("no line end"),
    };
    view! {
        <span class="sign">{sign}</span>
        {text}
        {(omitted > 0).then(|| view! { <span class="aside">{format!("{} more characters", whole(omitted as u64))}</span> })}
        {end.map(|end| view! { <span class="aside">{end}</span> })}
        {with_notes.then(|| notes(content, row))}
    }
    .into_any()
}

/// The hunks that are only shown and stand at this line.
fn notes(content: &Content, row: &Row) -> AnyView {
    let note = |id: &u32| {
        let hunk = content.file.hunks.iter().find(|hunk| hunk.id == *id)?;
        let rule = hunk.reasons.first().map(|why| why.rule.clone()).unwrap_or_default();
        Some(view! { <span class="aside tag">"Shown only: " {rule}</span> })
    };
    row.notes.iter().map(note).collect_view().into_any()
}

fn class_of(row: &Row) -> &'static str {
    match row.kind {
        RowKind::Removed => "removed",
        RowKind::Added => "added",
        RowKind::Context | RowKind::Skipped { .. } => "context",
    }
}

/// Whether a changed row is of a hunk that could be taken and is not.
fn is_left_out(content: &Content, row: &Row) -> impl Fn() -> bool + Send + Sync + use<> {
    let hunk = row.hunk.and_then(|id| content.file.hunks.iter().find(|hunk| hunk.id == id));
    let id = hunk.filter(|hunk| hunk.safety != Safety::ShownOnly).map(|hunk| hunk.id);
    let accepted = content.accepted;
    move || id.is_some_and(|id| accepted.with(|accepted| !accepted.contains(&id)))
}

fn has_mixed_ends(rows: &[Row]) -> bool {
    let mut changed = rows.iter().filter(|row| matches!(row.kind, RowKind::Removed | RowKind::Added));
    let first = changed.next().map(|row| row.end);
    changed.any(|row| Some(row.end) != first)
}
