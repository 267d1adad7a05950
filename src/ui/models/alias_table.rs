//! The table of ids: what was found about each, and what a person decides.

use leptos::prelude::*;

use crate::app::Msg;
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::models::nearest::{Candidate, Confidence};
use crate::models::validation::{AliasRow, AliasStatus, Decision};
use crate::ui::parts::icon::{Shape, shape};
use crate::ui::parts::marked::marked;

/// The table "Alias map".
#[component]
pub fn AliasTable() -> impl IntoView {
    let store = Store::here();
    let rows = store.select(|model| model.models.rows.clone());
    let counts = move || {
        let rows = rows.get();
        let exact = rows.iter().filter(|row| row.status == AliasStatus::Exact).count();
        let missing = rows.iter().filter(|row| row.status == AliasStatus::Missing).count();
        format!("{} ids: {exact} exact, {} by alias, {missing} missing", rows.len(), rows.len() - exact - missing)
    };
    view! {
        <section class="panel" aria-labelledby="aliases-title">
            <div class="panel-head">
                <h2 id="aliases-title">"Ids and decisions"</h2>
                <Show when=move || !rows.get().is_empty()><span class="muted">{counts}</span></Show>
            </div>
            <Show when=move || rows.get().is_empty()>
                <p class="empty">"One row for every id: whether the target lists it, and if not, which ids are nearest. Nothing is chosen for you. Press Validate models."</p>
            </Show>
            <div class="scroll" tabindex="0" role="group" aria-label="Ids and decisions">
                <table aria-label="Alias map" class="aliases">
                    <thead>
                        <tr><th scope="col">"Source ID"</th><th scope="col">"Status"</th><th scope="col">"Target ID"</th><th scope="col">"Evidence"</th><th scope="col">"Decision"</th></tr>
                    </thead>
                    <tbody>
                        <For each=move || rows.get() key=|row| (row.source.clone(), format!("{:?}{:?}", row.status, row.candidates)) children=|row| view! { <Row row /> } />
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(row: AliasRow) -> impl IntoView {
    let store = Store::here();
    let source = StoredValue::new(row.source.clone());
    let decision = store.select(move |model| {
        let row = source.with_value(|source| model.models.rows.iter().find(|row| row.source == *source));
        row.map(|row| row.decision.clone()).unwrap_or_default()
    });
    let in_source = store.select(move |model| {
        let rows = model.catalogues.get(Side::Source).rows()?;
        Some(source.with_value(|source| rows.iter().any(|row| row.id == *source)))
    });
    let listed = store.select(|model| model.catalogues.target.rows().is_some());
    let word = row.status.word();
    let mark = if row.status == AliasStatus::Missing { Shape::Cross } else { Shape::Check };
    let candidate = |candidate: &Candidate| {
        view! {
            <li><code>{candidate.id.clone()}</code> " " <span class="tag">{candidate.confidence.word()}</span> " " {marked(&candidate.reason)}</li>
        }
    };
    // Weak candidates are kept out of the way: they are there to be ruled out.
    let (near, weak): (Vec<&Candidate>, Vec<&Candidate>) =
        row.candidates.iter().partition(|candidate| candidate.confidence != Confidence::Weak);
    let finding = match (&row.status, near.is_empty(), weak.is_empty()) {
        (AliasStatus::Missing, false, _) => {
            "The target does not list this id. Nearest, none of them chosen:".to_owned()
        }
        (AliasStatus::Missing, true, false) => {
            "The target does not list this id, nor one that means the same.".to_owned()
        }
        _ => row.evidence(),
    };
    let evidence = view! {
        <p>{marked(&finding)}</p>
        {(!near.is_empty()).then(|| view! { <ol class="candidates">{near.into_iter().map(candidate).collect_view()}</ol> })}
        {(!weak.is_empty()).then(|| view! {
            <details>
                <summary>{format!("{} more, weak", weak.len())}</summary>
                <ol class="candidates">{weak.into_iter().map(candidate).collect_view()}</ol>
            </details>
        })}
    };
    let approved_name = format!("Approve {}", row.source);
    let approve = source;
    view! {
        <tr>
            <th scope="row">
                <code>{row.source.clone()}</code>
                {move || (in_source.get() == Some(false)).then(|| view! { <p class="muted">"not in the source's list either"</p> })}
            </th>
            <td class="verdict">{shape(mark)} <span>{word}</span></td>
            <td><TargetChoice row=row.clone() decision /></td>
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
        AliasStatus::Missing => Vec::new(),
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
