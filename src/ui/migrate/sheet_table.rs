//! A table that the worker made, with its sentence and its JSON.
//! Not what is in it.

use leptos::prelude::*;

use crate::app::Msg;
use crate::browser::store::Store;
use crate::migrate::field_map::Edition;
use crate::migrate::sheet::{Sheet, SheetKind, Tone};
use crate::migrate::translate::{PrivacyDecision, UnsupportedDecision};
use crate::ui::migrate::scan_state::Shared;
use crate::ui::parts::notice::{Tone as NoticeTone, notice};

/// Shows the table of a kind once it is there. `label` is its accessible name; only rows that contain `search` are shown.
#[component]
pub fn SheetTable(
    kind: SheetKind,
    label: &'static str,
    text_label: &'static str,
    #[prop(into)] search: Signal<String>,
) -> impl IntoView {
    let store = Store::here();
    let made = store.select(move |model| {
        model
            .migrate
            .sheets
            .made
            .get(&kind)
            .map(|made| made.as_ref().map(|sheet| Shared(sheet.clone())).map_err(Clone::clone))
    });
    move || match made.get() {
        None => view! { <p class="muted" role="status">"The worker is loading what it needs for this."</p> }.into_any(),
        Some(Err(problem)) => notice(&problem, NoticeTone::Alert),
        Some(Ok(Shared(sheet))) => {
            let text = sheet.text.clone();
            let columns = sheet.columns.clone();
            view! {
                <p role="status">{sheet.summary.clone()}</p>
                {(!sheet.rows.is_empty()).then(|| view! {
                    <div class="scroll" tabindex="0" role="group" aria-label=format!("{label}, table")>
                        <table aria-label=label class="sheet">
                            <thead><tr>{columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr></thead>
                            <tbody>{move || rows(&sheet, &search.get())}</tbody>
                        </table>
                    </div>
                })}
                {(!text.is_empty()).then(|| view! { <pre class="code" tabindex="0" role="group" aria-label=text_label><code>{text}</code></pre> })}
            }
            .into_any()
        }
    }
}

fn rows(sheet: &Sheet, search: &str) -> Vec<AnyView> {
    let wanted = sheet.search(search);
    wanted
        .into_iter()
        .map(|(tone, cells)| {
            let class = match tone {
                Tone::Plain => "",
                Tone::Review => "sheet-review",
                Tone::Bad => "sheet-bad",
            };
            view! { <tr class=class>{cells.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view()}</tr> }
                .into_any()
        })
        .collect()
}

/// The edition of the target to translate for.
#[component]
pub fn EditionChoice() -> impl IntoView {
    let store = Store::here();
    let chosen = store.select(|model| model.edition());
    view! {
        <label class="inline">
            <span>"Edition of the target"</span>
            <select on:change=move |event| {
                let name = event_target_value(&event);
                if let Some(edition) = Edition::of_profile(&name) {
                    store.dispatch(Msg::EditionChosen(edition));
                }
            }>
                {Edition::ALL.map(|edition| view! {
                    <option value=edition.profile_id() selected=move || chosen.get() == edition>{edition.name()}</option>
                })}
            </select>
        </label>
    }
}

/// What is to be done with what the target does not take.
#[component]
pub fn LossChoice() -> impl IntoView {
    let store = Store::here();
    let chosen = store.select(|model| (model.migrate.sheets.privacy, model.migrate.sheets.unsupported));
    let privacy = move |value: PrivacyDecision, label: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="privacy"
                    prop:checked=move || chosen.get().0 == value
                    on:change=move |_| store.dispatch(Msg::LossDecided(value, chosen.get_untracked().1))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-labelledby="privacy-title" class="choice">
            <span id="privacy-title" class="choice-title">"A promise of privacy that the target cannot keep"</span>
            {privacy(PrivacyDecision::Ask, "Stays, so that the target refuses the request")}
            {privacy(PrivacyDecision::ZeroRetention, "Becomes zero data retention, another promise")}
            {privacy(PrivacyDecision::GiveUp, "Is given up")}
        </div>
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || chosen.get().1 == UnsupportedDecision::LeaveOut
                on:change=move |event| {
                    let unsupported = if event_target_checked(&event) { UnsupportedDecision::LeaveOut } else { UnsupportedDecision::Ask };
                    store.dispatch(Msg::LossDecided(chosen.get_untracked().0, unsupported));
                }
            />
            <span>"Leave out what the target refuses and nothing replaces"</span>
        </label>
    }
}
