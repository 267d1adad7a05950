//! The figure "Timeline": both streams on one axis of time, with the data that it is drawn from.

use leptos::prelude::*;

use crate::app::Msg;
use crate::browser::store::Store;
use crate::compare::server_timing;
use crate::compare::timeline::Timeline;
use crate::compare::timeline::drawing::drawing;
use crate::gateway::side::Side;
use crate::ui::parts::drawing::draw;
use crate::ui::parts::in_turn::in_turn;
use crate::ui::parts::on_open::on_open;

/// The widths of the drawing in pixels: for a wide page, which the file has too, and for a narrow one.
const WIDE: f64 = 960.0;
const NARROW: f64 = 320.0;

/// The figure. It is drawn once both answers have ended: while they stream, the answers themselves move.
#[component]
pub fn TimelineFigure() -> impl IntoView {
    let store = Store::here();
    let stamp = in_turn(store.select(|model| model.judging_stamp()), 2);
    let open = RwSignal::new(false);
    // Only one of the two widths is in sight.
    let narrow = in_turn(store.select(|model| model.judging_stamp()), 5);
    let running = store.select(|model| model.compare.is_running());
    let timeline = Memo::new(move |_| {
        stamp.get()?;
        store.read(|model| Timeline::of(&model.compare.runs))
    });
    view! {
        <figure class="panel timeline" aria-label="Timeline">
            <div class="panel-head">
                <h2>"Timeline"</h2>
                {move || timeline.get().map(|timeline| downloads(store, &timeline))}
            </div>
            {move || match timeline.get() {
                Some(timeline) => view! {
                    {draw(drawing(&timeline, WIDE), "Both streams on one axis of time", "drawing wide")}
                    {
                        let timeline = timeline.clone();
                        move || narrow.with(Option::is_some).then(|| {
                            draw(drawing(&timeline, NARROW), "Both streams on one axis of time", "drawing narrow")
                        })
                    }
                    <figcaption>{timeline.finding()}</figcaption>
                    {on_open("show-data", open, "Show data", move || data(store, &timeline))}
                }.into_any(),
                None if running.get() => view! { <p class="empty">"Drawn when both answers have ended."</p> }.into_any(),
                None => view! { <p class="empty">"Both streams will be drawn here on one axis of time. Press Run."</p> }.into_any(),
            }}
        </figure>
    }
}

fn downloads(store: Store, timeline: &Timeline) -> AnyView {
    let timeline = StoredValue::new(timeline.clone());
    let save = move |as_image: bool| {
        let svg = timeline
            .with_value(|timeline| drawing(timeline, WIDE).to_svg(&format!("Timeline. {}", timeline.finding())));
        store.dispatch(Msg::FigureSaved("timeline", svg, as_image));
    };
    view! {
        <span class="buttons">
            <button type="button" on:click=move |_| save(true)>"Download PNG"</button>
            <button type="button" on:click=move |_| save(false)>"Download SVG"</button>
        </span>
    }
    .into_any()
}

fn data(store: Store, timeline: &Timeline) -> AnyView {
    let timing = store.read(|model| {
        Side::BOTH.map(|side| {
            let run = model.compare.runs.get(side).as_ref();
            server_timing::words(run.and_then(|run| run.server_timing.as_deref()))
        })
    });
    let row = |(name, [source, target]): (&'static str, [String; 2])| {
        view! { <tr><th scope="row">{name}</th><td class="figure">{source}</td><td class="figure">{target}</td></tr> }
    };
    let words = |(name, [source, target]): (&'static str, [String; 2])| {
        view! { <tr><th scope="row">{name}</th><td>{source}</td><td>{target}</td></tr> }
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Timeline data, table">
            <table aria-label="Timeline data">
                <thead><tr>
                    <th scope="col">"Milliseconds after sending"</th>
                    <th scope="col" class="figure">"Source"</th>
                    <th scope="col" class="figure">"Target"</th>
                </tr></thead>
                <tbody>{timeline.rows().into_iter().map(row).collect_view()}</tbody>
            </table>
            <table aria-label="Timeline findings">
                <thead><tr><th scope="col">"Finding"</th><th scope="col">"Source"</th><th scope="col">"Target"</th></tr></thead>
                <tbody>
                    {timeline.more_rows().into_iter().map(words).collect_view()}
                    {words(("Server-Timing", timing))}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
