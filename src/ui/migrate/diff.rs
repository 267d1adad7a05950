//! The diff of one file. Only the lines in sight are in the document, so that length costs nothing.
//! **Invariant:** without colours a line still says what it is: by its sign, and by `del` or `ins` around its text.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use crate::app::patch::View;
use crate::browser::pause::after_frame;
use crate::inventory::protocol::{FileHunks, HunkSummary};
use crate::measure::number::whole;
use crate::migrate::change::Safety;
use crate::migrate::patch::excerpt::{SHOWN_CHARACTERS, columns, excerpt};
use crate::migrate::patch::split::{Line, places, split, unified};
use crate::migrate::patch::view::{LineEnd, Row, RowKind};
use crate::migrate::patch::window::{scrolled_to, window};

/// The height of every line in pixels; the style sheet gets it from here.
const LINE_HEIGHT: u32 = 20;

/// What the lines of one diff have in common.
#[derive(Clone)]
struct Content {
    rows: Arc<Vec<Row>>,
    lines: Arc<Vec<Line>>,
    file: Arc<FileHunks>,
    /// Where each hunk stands in the file's list, by its id.
    hunks: Arc<HashMap<u32, usize>>,
    /// Whether changed lines end in different ways, so that the ends are worth a mark.
    has_mixed_ends: bool,
}

impl Content {
    fn hunk(&self, id: u32) -> Option<&HunkSummary> {
        self.file.hunks.get(*self.hunks.get(&id)?)
    }

    /// Which halves of a line are of a hunk that could be taken and is not.
    fn left_out(&self, line: usize, accepted: &BTreeSet<u32>) -> [bool; 2] {
        let is_left_out = |row: Option<usize>| {
            let hunk = row.and_then(|row| self.rows.get(row)?.hunk).and_then(|id| self.hunk(id));
            hunk.is_some_and(|hunk| hunk.safety != Safety::ShownOnly && !accepted.contains(&hunk.id))
        };
        match self.lines.get(line) {
            Some(Line::Whole(row)) => [is_left_out(Some(*row)); 2],
            Some(Line::Pair { old, new }) => [is_left_out(*old), is_left_out(*new)],
            Some(Line::Suggestion { .. }) | None => [false; 2],
        }
    }

    /// About how many columns the widest row takes; never too few.
    fn widest(&self) -> usize {
        let width = |row: &Row| {
            let columns = columns(&row.text);
            columns + self.aside_columns(row, columns >= SHOWN_CHARACTERS)
        };
        self.rows.iter().map(width).max().unwrap_or_default()
    }

    /// About how many columns is taken by what stands behind the text of a row.
    fn aside_columns(&self, row: &Row, is_cut: bool) -> usize {
        const WORDS: usize = 28;
        let of_note = |rule: &str| WORDS + rule.chars().count();
        let notes = row.notes.iter().filter_map(|id| self.hunk(*id)?.reasons.first());
        let notes: usize = notes.map(|why| of_note(&why.rule)).sum();
        notes + if is_cut { WORDS } else { 0 } + if self.has_mixed_ends { WORDS } else { 0 }
    }
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
    let hunks = Arc::new(file.hunks.iter().enumerate().map(|(at, hunk)| (hunk.id, at)).collect());
    let content = Content { has_mixed_ends: has_mixed_ends(&rows), rows, lines: Arc::new(lines), file, hunks };
    let widest = content.widest();

    let frame = NodeRef::<html::Div>::new();
    // Its height is measured a frame later: the first frame has enough to do with the first lines.
    let seen = RwSignal::new((0.0, 0.0));
    let measure = move || {
        // The diff may be gone by then.
        if let Some(frame) = frame.try_get_untracked().flatten() {
            seen.set((f64::from(frame.scroll_top()), f64::from(frame.client_height())));
        }
    };
    Effect::new(move |_| {
        frame.track();
        after_frame(measure);
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
    // What is taken is part of a line's key, and not something that each line watches: those in sight change with every
    // step of scrolling, and hardly ever because of a choice.
    let keys = {
        let content = content.clone();
        move || {
            let key = |line: usize| (line, accepted.with(|accepted| content.left_out(line, accepted)));
            built.get().map(key).collect::<Vec<_>>()
        }
    };
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
                    <For each=keys key=|key| *key children=move |(at, left_out)| line(&content, at, left_out) />
                </div>
            </div>
        </div>
    }
}

fn line(content: &Content, at: usize, left_out: [bool; 2]) -> AnyView {
    match content.lines.get(at) {
        None => ().into_any(),
        Some(Line::Suggestion { hunk }) => {
            let hunk = hunk.and_then(|id| content.hunk(id));
            let words = hunk.map_or_else(
                || "Shown only: write this by hand".to_owned(),
                |hunk| format!("Shown only: write this by hand at line {}", whole(u64::from(hunk.line))),
            );
            view! { <div class="diff-line diff-head"><span>{words}</span></div> }.into_any()
        }
        Some(Line::Whole(row)) => match content.rows.get(*row) {
            Some(row) => whole_line(content, row, left_out),
            None => ().into_any(),
        },
        Some(Line::Pair { old, new }) => {
            let [old_left_out, new_left_out] = left_out;
            let row = |row: &Option<usize>| row.and_then(|row| content.rows.get(row));
            let (old, new) =
                (half(content, row(old), true, old_left_out), half(content, row(new), false, new_left_out));
            view! { <div class="diff-line diff-pair">{old}{new}</div> }.into_any()
        }
    }
}

/// A row with both line numbers.
fn whole_line(content: &Content, row: &Row, [is_left_out, _]: [bool; 2]) -> AnyView {
    if let RowKind::Skipped { count } = row.kind {
        let lines = if count == 1 { "line" } else { "lines" };
        let words = format!("{} unchanged {lines}", whole(u64::from(count)));
        let notes = notes(content, row);
        return view! { <div class="diff-line diff-skipped"><span>{words}</span>{notes}</div> }.into_any();
    }
    view! {
        <div class=format!("diff-line {}", class_of(row, is_left_out))>
            {line_number([row.old_line, row.new_line])}
            {code(content, row, true)}
        </div>
    }
    .into_any()
}

/// One side of a split line.
fn half(content: &Content, row: Option<&Row>, is_old: bool, is_left_out: bool) -> AnyView {
    let Some(row) = row else {
        return view! { <div class="diff-row nothing"></div> }.into_any();
    };
    let number = if is_old { row.old_line } else { row.new_line };
    // A note is said once: an unchanged row stands on both sides.
    let with_notes = is_old || row.kind == RowKind::Added;
    view! {
        <div class=class_of(row, is_left_out)>
            {line_number([number])}
            {code(content, row, with_notes)}
        </div>
    }
    .into_any()
}

/// Numbers as text of one width: a column for each would be laid out apart from the line, which is most of what a line
/// takes to show.
fn line_number<const COUNT: usize>(numbers: [Option<u32>; COUNT]) -> impl IntoView {
    let text = |number: Option<u32>| number.map_or_else(|| " ".repeat(6), |number| format!("{number:>5} "));
    view! { <span class="line-number">{numbers.map(text).concat()}</span> }
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
        RowKind::Removed => (" - ", view! { <del>{text}</del> }.into_any()),
        RowKind::Added => (" + ", view! { <ins>{text}</ins> }.into_any()),
        RowKind::Context | RowKind::Skipped { .. } => ("   ", view! { <span>{text}</span> }.into_any()),
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
        let rule = content.hunk(*id)?.reasons.first().map(|why| why.rule.clone()).unwrap_or_default();
        Some(view! { <span class="aside tag">"Shown only: " {rule}</span> })
    };
    row.notes.iter().map(note).collect_view().into_any()
}

fn class_of(row: &Row, is_left_out: bool) -> &'static str {
    match (row.kind, is_left_out) {
        (RowKind::Removed, false) => "diff-row removed",
        (RowKind::Removed, true) => "diff-row removed left-out",
        (RowKind::Added, false) => "diff-row added",
        (RowKind::Added, true) => "diff-row added left-out",
        (RowKind::Context | RowKind::Skipped { .. }, _) => "diff-row context",
    }
}

fn has_mixed_ends(rows: &[Row]) -> bool {
    let mut changed = rows.iter().filter(|row| matches!(row.kind, RowKind::Removed | RowKind::Added));
    let first = changed.next().map(|row| row.end);
    changed.any(|row| Some(row.end) != first)
}
