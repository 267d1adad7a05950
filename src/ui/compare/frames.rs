//! The raw frames of one side, each with the time at which it was read.

use leptos::prelude::*;

use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::measure::number::{bytes, whole};
use crate::ui::parts::row_by_row::row_by_row;

/// Frames shown at first, and added with each press: a fast stream has thousands.
const PAGE: usize = 100;
/// Characters of one frame that are shown; the file has all of it.
const FRAME_LIMIT: usize = 4_000;

/// A folded table of frames. It is filled only while open.
#[component]
pub fn Frames(side: Side) -> impl IntoView {
    let store = Store::here();
    let open = RwSignal::new(false);
    let shown = RwSignal::new(PAGE);
    let count = store.select(move |model| model.compare.runs.get(side).as_ref().map_or(0, |run| run.frames.len()));
    let left_out = store.select(move |model| {
        let frames = model.compare.runs.get(side).as_ref().and_then(|run| Some(run.left_out()?.frames));
        frames.map_or_else(String::new, |frames| format!(" here; the case leaves out all {}", whole(frames as u64)))
    });
    let wanted = Memo::new(move |_| if open.get() { count.get().min(shown.get()) } else { 0 });
    let rows = row_by_row(wanted);
    view! {
        <details
            class="frames"
            on:toggle=move |event| {
                let details: web_sys::HtmlDetailsElement = event_target(&event);
                open.set(details.open());
            }
        >
            <summary>"Raw frames (" {move || whole(count.get() as u64)} {move || left_out.get()} ")"</summary>
            <div class="scroll" tabindex="0" role="group" aria-label=format!("{} frames", side.title())>
                <table
                    aria-label=format!("{} raw frames", side.title())
                    aria-busy=move || (rows.get() < wanted.get()).then_some("true")
                >
                    <thead>
                        <tr><th scope="col" class="figure">"ms"</th><th scope="col" class="figure">"Gap"</th><th scope="col">"Brought"</th><th scope="col">"Data"</th></tr>
                    </thead>
                    <tbody>
                        <For each=move || 0..rows.get() key=|index| *index children=move |index| frame_row(store, side, index) />
                    </tbody>
                </table>
                <Show when=move || { open.get() && count.get() > wanted.get() }>
                    <button type="button" on:click=move |_| shown.update(|shown| *shown += PAGE)>
                        "Show more frames"
                    </button>
                </Show>
            </div>
        </details>
    }
}

fn frame_row(store: Store, side: Side, index: usize) -> impl IntoView {
    // A frame never changes once it is there: it is read once.
    let frame = store.read(|model| {
        let frames = &model.compare.runs.get(side).as_ref()?.frames;
        let frame = frames.get(index)?;
        let before = index.checked_sub(1).and_then(|before| frames.get(before)).map_or(0.0, |before| before.at_ms);
        let brought = frame.carries.words().join(", ");
        let mut data: String = frame.data.chars().take(FRAME_LIMIT).collect();
        if data.len() < frame.data.len() {
            data.push_str(&format!(" … {} in all; Download JSON has the rest", bytes(frame.data.len())));
        }
        let data = match &frame.event {
            Some(event) => format!("event: {event}\n{data}"),
            None => data,
        };
        Some((format!("{:.1}", frame.at_ms), format!("{:.1}", frame.at_ms - before), brought, data))
    });
    frame.map(|(at, gap, brought, data)| {
        view! { <tr><td class="figure">{at}</td><td class="figure">{gap}</td><td>{brought}</td><td><code class="frame-data">{data}</code></td></tr> }
    })
}
