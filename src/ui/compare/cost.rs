//! The panel "Cost": what the lists say, what the gateways say, why they differ, and what a month of it costs.

use leptos::prelude::*;

use crate::app::Model;
use crate::browser::store::Store;
use crate::compare::cost::{Part, explained};
use crate::gateway::side::Side;
use crate::measure::number::{NOTHING, usd, whole};
use crate::models::pair::{monthly, monthly_difference};
use crate::route::Route;

/// The panel; there is none before a run.
#[component]
pub fn CostPanel() -> impl IntoView {
    let store = Store::here();
    let stamp = store.select(|model| model.judging_stamp().map(|stamp| (stamp, model.models.volume)));
    let rows = Memo::new(move |_| {
        stamp.get()?;
        Some(store.read(rows))
    });
    let volume = store.select(|model| {
        let volume = model.models.volume;
        [volume.input, volume.output, volume.cached].map(whole)
    });
    move || {
        rows.get().map(|rows| {
            let [input, output, cached] = volume.get();
            view! {
                <section class="panel" aria-label="Cost">
                    <div class="panel-head"><h2>"Cost"</h2></div>
                    <div class="scroll" tabindex="0" role="group" aria-label="Cost, table">
                        <table aria-label="Cost comparison">
                            <thead><tr><th scope="col">"Figure"</th><th scope="col">"Source"</th><th scope="col">"Target"</th></tr></thead>
                            <tbody>{rows.into_iter().map(|part| view! {
                                <tr><th scope="row">{part.what}</th><td>{part.source}</td><td>{part.target}</td></tr>
                            }).collect_view()}</tbody>
                        </table>
                    </div>
                    <p class="hint">
                        {format!("A month of {input} tokens in, {output} out and {cached} cached, by the list prices; set it on the ")}
                        <a href=Route::Models.fragment()>"Models"</a>" page."
                    </p>
                </section>
            }
        })
    }
}

fn rows(model: &Model) -> Vec<Part> {
    let mut rows = explained(&model.costs());
    let mut add = |what: &str, of: &dyn Fn(Side) -> String| {
        rows.push(Part { what: what.to_owned(), source: of(Side::Source), target: of(Side::Target) });
    };
    add("Cost of an answered request, failures included", &|side| {
        let tally = model.compare.judging.tally.get(side);
        let runs = format!("{} of {} answered", tally.answered, tally.ended);
        let cost = tally.per_success().map_or_else(|| NOTHING.to_owned(), usd);
        if tally.ended == 0 { NOTHING.to_owned() } else { format!("{cost} ({runs} since the page was opened)") }
    });
    let volume = model.models.volume;
    add("A month by the list", &|side| {
        model.listed(side).and_then(|row| monthly(row, volume)).map_or_else(|| NOTHING.to_owned(), usd)
    });
    let both = model.listed(Side::Source).zip(model.listed(Side::Target));
    if let Some(difference) = both.and_then(|(source, target)| monthly_difference(source, target, volume)) {
        rows.push(Part {
            what: "A month more at the target".to_owned(),
            source: NOTHING.to_owned(),
            target: usd(difference),
        });
    }
    rows
}
