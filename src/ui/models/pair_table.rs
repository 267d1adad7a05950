//! One id and its target side by side, shown when it is asked for.

use leptos::prelude::*;

use crate::app::Model;
use crate::browser::store::Store;
use crate::gateway::catalogue::ModelRow;
use crate::gateway::side::Side;
use crate::measure::number::usd;
use crate::models::pair::{self, PairLine};
use crate::models::validation::AliasRow;

/// The row of a list that an id or an alias leads to.
fn listed<'a>(model: &'a Model, side: Side, id: &str) -> Option<&'a ModelRow> {
    let rows = model.catalogues.get(side).rows()?;
    let by_alias = || rows.iter().find(|row| row.aliases.iter().any(|alias| alias == id));
    rows.iter().find(|row| row.id == id).or_else(by_alias)
}

/// The id at the target that an id is compared with: the one chosen, else the nearest.
fn other(row: &AliasRow) -> Option<&str> {
    row.target().or_else(|| row.candidates.first().map(|candidate| candidate.id.as_str()))
}

/// What is shown of one pair: the target's id, the lines, and what a month costs more.
type Shown = (String, Vec<PairLine>, Option<String>);

fn shown(model: &Model, source: &str) -> Option<Shown> {
    let row = model.models.rows.iter().find(|row| row.source == source)?;
    let id = other(row)?;
    let volume = model.models.volume;
    let (here, there) = (listed(model, Side::Source, source), listed(model, Side::Target, id));
    let more = pair::monthly_difference(here?, there?, volume);
    Some((id.to_owned(), pair::lines(here, there, volume), more.map(usd)))
}

/// The details of one row of the alias table.
#[component]
pub fn PairTable(source: StoredValue<String>) -> impl IntoView {
    let store = Store::here();
    let open = RwSignal::new(false);
    let pair =
        store.select(move |model| open.get().then(|| source.with_value(|source| shown(model, source))).flatten());
    view! {
        <details on:toggle=move |event| open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open())>
            <summary>"Side by side"</summary>
            {move || match pair.get() {
                None => open.get().then(|| view! { <p class="muted">"Only with both lists read, the id in the source's, and a target chosen or near."</p> }).into_any(),
                Some((id, lines, more)) => view! {
                    <table class="pair" aria-label=source.with_value(|source| format!("{source} beside {id}"))>
                        <thead><tr><th scope="col"></th><th scope="col">"Source"</th><th scope="col"><code>{id.clone()}</code></th></tr></thead>
                        <tbody>
                            {lines.into_iter().map(|line| view! {
                                <tr class:conflict=line.conflict>
                                    <th scope="row">{line.label}{line.conflict.then_some(" (conflict)")}</th>
                                    <td>{line.source}</td>
                                    <td>{line.target}</td>
                                </tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                    {more.map(|more| view! { <p>"Difference a month: " {more}</p> })}
                }.into_any(),
            }}
        </details>
    }
}
