//! The table of ids: what was found about each, and what a person decides.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use leptos::prelude::*;

use super::model_probe::ModelProbe;
use super::pair_table::PairTable;
use crate::app::Msg;
use crate::app::catalogues::{Catalogue, Origin, ReadyCatalogue};
use crate::app::models::{AliasOrder, AliasView};
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::measure::number::NOTHING;
use crate::models::nearest::Candidate;
use crate::models::pair::Volume;
use crate::models::validation::{AliasRow, AliasStatus, Decision};
use crate::ui::parts::icon::{Shape, shape};
use crate::ui::parts::marked::marked;
use crate::ui::parts::shared::Shared;

/// The table "Alias map".
#[component]
pub fn AliasTable() -> impl IntoView {
    let store = Store::here();
    // The rows are shared with the model: a message that leaves them alone costs one comparison of two addresses.
    let all = store.select(|model| Shared(Arc::clone(&model.models.rows)));
    let view_now = store.select(|model| model.models.view.clone());
    let places = Memo::new(move |_| {
        let places = all.get().0.iter().enumerate().map(|(place, row)| (row.source.clone(), place)).collect();
        Shared(Arc::new(places))
    });
    let known = Known {
        rows: all,
        places,
        source_is_read: store.select(|model| model.catalogues.source.rows().is_some()),
        target_is_read: store.select(|model| model.catalogues.target.rows().is_some()),
    };
    let rows = move || {
        let all = all.get();
        view_now.with(|view| view.shown(&all.0).into_iter().cloned().collect::<Vec<AliasRow>>())
    };
    let counts = Memo::new(move |_| {
        let rows = all.get().0;
        let count = |word: &&str| rows.iter().filter(|row| row.status.word() == *word).count();
        let words = AliasStatus::WORDS.iter().map(|word| (count(word), word)).filter(|(count, _)| *count > 0);
        let words: Vec<String> = words.map(|(count, word)| format!("{count} {word}")).collect();
        (!rows.is_empty()).then(|| format!("{} ids: {}", rows.len(), words.join(", ")))
    });
    let snapshot = store.select(|model| match model.catalogues.get(Side::Target) {
        Catalogue::Ready(ReadyCatalogue { origin: Origin::Snapshot(day), .. }) => Some(day.clone()),
        _ => None,
    });
    view! {
        <section class="panel" aria-labelledby="aliases-title">
            <div class="panel-head">
                <h2 id="aliases-title">"Ids and decisions"</h2>
                <span class="muted">{move || counts.get()}</span>
            </div>
            <Show
                when=move || counts.get().is_some()
                fallback=|| view! { <p class="empty">"One row for every id: whether the target lists it, and if not, which ids are nearest. Nothing is chosen for you. Press Validate models."</p> }
            >
                <Controls />
            </Show>
            {move || snapshot.get().map(|day| view! {
                <p class="hint">{format!("Judged by the target's list of {day} that came with this page. The gateway's own list may differ today.")}</p>
            })}
            <div class="scroll" tabindex="0" role="group" aria-label="Ids and decisions">
                <table aria-label="Alias map" class="aliases">
                    <thead>
                        <tr><th scope="col">"Source ID"</th><th scope="col">"Status"</th><th scope="col">"Target ID"</th><th scope="col">"Evidence"</th><th scope="col">"Decision"</th></tr>
                    </thead>
                    <tbody>
                        <For each=rows key=key_of children=move |row| view! { <Row row known /> } />
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// What all rows of the table look up.
#[derive(Clone, Copy)]
struct Known {
    rows: Memo<Shared<Vec<AliasRow>>>,
    /// Where the row of an id stands.
    places: Memo<Shared<HashMap<String, usize>>>,
    source_is_read: Memo<bool>,
    target_is_read: Memo<bool>,
}

/// A row is made anew if what was found is another; decisions it follows by itself.
fn key_of(row: &AliasRow) -> (String, u64) {
    let mut hasher = std::hash::DefaultHasher::new();
    (row.status.word(), &row.finding, &row.candidates).hash(&mut hasher);
    (row.source.clone(), hasher.finish())
}

/// Search, status, order, and the tokens of a month.
#[component]
fn Controls() -> impl IntoView {
    let store = Store::here();
    let view_now = store.select(|model| model.models.view.clone());
    let volume = store.select(|model| model.models.volume);
    let changed = move |change: fn(&mut AliasView, String), value: String| {
        let mut view = view_now.get_untracked();
        change(&mut view, value);
        store.dispatch(Msg::AliasViewChosen(view));
    };
    let tokens = move |label: &'static str, read: fn(&Volume) -> u64, write: fn(&mut Volume, u64)| {
        view! {
            <label class="inline">
                <span>{label}</span>
                <input
                    inputmode="numeric"
                    size="12"
                    prop:value=move || read(&volume.get()).to_string()
                    on:change=move |event| {
                        let mut volume = volume.get_untracked();
                        write(&mut volume, event_target_value(&event).replace([',', ' ', '_'], "").parse().unwrap_or(0));
                        store.dispatch(Msg::VolumeTyped(volume));
                    }
                />
            </label>
        }
    };
    view! {
        <div class="panel-head">
            <label class="inline">
                <span>"Search aliases"</span>
                <input type="search" prop:value=move || view_now.get().search on:input=move |event| changed(|view, value| view.search = value, event_target_value(&event)) />
            </label>
            <label class="inline">
                <span>"Status shown"</span>
                <select on:change=move |event| changed(|view, value| view.status = value, event_target_value(&event))>
                    <option value="" selected=move || view_now.get().status.is_empty()>"all"</option>
                    {AliasStatus::WORDS.map(|word| view! { <option value=word selected=move || view_now.get().status == word>{word}</option> })}
                </select>
            </label>
            <label class="inline">
                <span>"Order of aliases"</span>
                <select on:change=move |event| changed(
                    |view, value| view.order = AliasOrder::ALL.into_iter().find(|order| order.label() == value).unwrap_or_default(),
                    event_target_value(&event),
                )>
                    {AliasOrder::ALL.map(|order| view! { <option value=order.label() selected=move || view_now.get().order == order>{order.label()}</option> })}
                </select>
            </label>
            {tokens("Tokens in a month", |volume| volume.input, |volume, tokens| volume.input = tokens)}
            {tokens("Tokens out a month", |volume| volume.output, |volume, tokens| volume.output = tokens)}
            {tokens("Tokens cached a month", |volume| volume.cached, |volume, tokens| volume.cached = tokens)}
        </div>
    }
}

#[component]
fn Row(row: AliasRow, known: Known) -> impl IntoView {
    let store = Store::here();
    let source = StoredValue::new(row.source.clone());
    let decision = Memo::new(move |_| {
        let place = source.with_value(|source| known.places.with(|places| places.0.get(source).copied()));
        known
            .rows
            .with(|rows| place.and_then(|place| rows.0.get(place)).map(|row| row.decision.clone()).unwrap_or_default())
    });
    let listed = known.target_is_read;
    // What the target's list says against the choice is looked up when the choice or the list is another.
    let warning = Memo::new(move |_| {
        decision.track();
        listed.track();
        source.with_value(|source| store.read(|model| model.target_warning(source)))
    });
    let unknown_here = row.source_row_id().is_none();
    let word = row.status.word();
    let mark = match row.status {
        AliasStatus::Exact | AliasStatus::Alias { .. } => Shape::Check,
        AliasStatus::Retired | AliasStatus::Missing => Shape::Cross,
        _ => Shape::Half,
    };
    let finding = row.finding.clone();
    let proof: Vec<String> = finding.proof.iter().map(|(side, id)| format!("{} `{id}`", side.word())).collect();
    // The row is made anew with its finding, so that this needs no following.
    let providers = store.read(|model| {
        let of = |side: Side| {
            let ids: Vec<&str> =
                finding.proof.iter().filter(|(other, _)| *other == side).map(|(_, id)| id.as_str()).collect();
            let rows = model.catalogues.get(side).rows().unwrap_or_default().iter();
            let named: Vec<&str> = rows
                .filter(|row| ids.contains(&row.id.as_str()))
                .flat_map(|row| row.providers.iter().map(String::as_str))
                .collect();
            if named.is_empty() { NOTHING.to_owned() } else { named.join(", ") }
        };
        format!("Providers: source {}; target {}", of(Side::Source), of(Side::Target))
    });
    // The nearest one stands in the evidence; the others are there to be ruled out.
    let others: Vec<Candidate> = row.candidates.iter().skip(1).cloned().collect();
    let rule = format!("Rule: {} ({})", row.finding.rule, row.finding.confidence.word());
    let evidence = view! {
        <p>{marked(&row.finding.evidence)}</p>
        <p class="muted">{rule} {(!proof.is_empty()).then(|| view! { ". Proved by " {marked(&proof.join(", "))} ". " {providers} "." })}</p>
        {(!others.is_empty()).then(|| view! {
            <details>
                <summary>{format!("{} more near {}", others.len(), if others.len() == 1 { "id" } else { "ids" })}</summary>
                <ol class="candidates">{others.iter().map(|candidate| view! {
                    <li><code>{candidate.id.clone()}</code> " " <span class="tag">{candidate.confidence.word()}</span> " " {marked(&candidate.reason)}</li>
                }).collect_view()}</ol>
            </details>
        })}
        <PairTable source />
        <ModelProbe source decision />
    };
    let approved_name = format!("Approve {}", row.source);
    let approve = source;
    view! {
        <tr>
            <th scope="row">
                <code>{row.source.clone()}</code>
                {move || (unknown_here && known.source_is_read.get()).then(|| view! { <p class="muted">"not in the source's list either"</p> })}
            </th>
            <td class="verdict">{shape(mark)} <span>{word}</span></td>
            <td>
                <TargetChoice row=row.clone() decision />
                {move || warning.get().map(|warning| view! { <p class="note" role="status">{marked(&warning)}</p> })}
            </td>
            <td class="seen">{evidence}</td>
            <td>
                <label class="check">
                    <input
                        type="checkbox"
                        aria-label=approved_name
                        disabled=move || decision.get() == Decision::Open || !listed.get()
                        prop:checked=move || matches!(decision.get(), Decision::Approved { .. })
                        on:change=move |event| {
                            store.dispatch(Msg::AliasApproved(approve.get_value(), event_target_checked(&event)));
                            // What was not accepted is shown as it stands.
                            let stands = matches!(decision.get_untracked(), Decision::Approved { .. });
                            event_target::<web_sys::HtmlInputElement>(&event).set_checked(stands);
                        }
                    />
                    <span aria-hidden="true">{move || match decision.get() {
                        Decision::Approved { .. } => "approved",
                        Decision::Picked { .. } => "not approved",
                        Decision::Open => "unresolved",
                    }}</span>
                </label>
            </td>
        </tr>
    }
}

/// The choice of the target's id: the candidates at once, the whole list once the field is entered.
#[component]
fn TargetChoice(row: AliasRow, decision: Memo<Decision>) -> impl IntoView {
    let store = Store::here();
    let source = StoredValue::new(row.source.clone());
    let entered = RwSignal::new(false);
    let mut near: Vec<String> = match &row.status {
        AliasStatus::Exact => vec![row.source.clone()],
        AliasStatus::Alias { of } => vec![of.clone()],
        _ => Vec::new(),
    };
    near.extend(row.candidates.iter().map(|candidate| candidate.id.clone()));
    // A choice made from the whole list stays visible when the list is not shown.
    let known = near.clone();
    let chosen = Memo::new(move |_| match decision.get() {
        Decision::Open => None,
        Decision::Picked { target } | Decision::Approved { target, .. } => Some(target),
    });
    let elsewhere = Memo::new(move |_| chosen.get().filter(|target| !known.contains(target)));
    let whole_list = store.select(move |model| {
        if !entered.get() {
            return Vec::new();
        }
        let rows = model.catalogues.get(Side::Target).rows().unwrap_or_default();
        rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>()
    });
    let option = move |id: String| {
        let value = id.clone();
        let selected = id.clone();
        view! { <option value=value selected=move || chosen.get().as_deref() == Some(selected.as_str())>{id}</option> }
    };
    view! {
        <select
            aria-label=format!("Target ID for {}", row.source)
            on:focus=move |_| entered.set(true)
            on:change=move |event| store.dispatch(Msg::AliasChosen(source.get_value(), event_target_value(&event)))
        >
            <option value="" selected=move || chosen.get().is_none()>"unresolved"</option>
            {near.into_iter().map(option).collect_view()}
            {move || elsewhere.get().map(option)}
            {move || {
                let ids = whole_list.get();
                (!ids.is_empty()).then(|| view! {
                    <optgroup label="All ids of the target">
                        {ids.into_iter().map(|id| view! { <option value=id.clone()>{id.clone()}</option> }).collect_view()}
                    </optgroup>
                })
            }}
        </select>
    }
}
