//! The set: where it comes from, what is in it, and the forms it goes out in.

use leptos::prelude::*;

use crate::app::golden::{GoldenMsg, Import};
use crate::app::{ChosenFile, Msg};
use crate::browser::files;
use crate::browser::store::Store;
use crate::golden::write::{Form, losses};
use crate::ui::parts::notice::{Tone, notice};

/// Cases that are shown before the rest is only counted.
const SHOWN: usize = 8;

/// The panel.
#[component]
pub fn Intake() -> impl IntoView {
    let store = Store::here();
    let import = store.select(|model| model.golden.import.clone());
    let notes = store.select(|model| model.golden.notes.clone());
    let number = store.select(|model| model.golden.set_number);
    let summary = move || {
        number.get();
        store.read(|model| model.golden.set.clone())
    };
    let form = RwSignal::new(Form::Json);
    view! {
        <section class="panel" aria-labelledby="set-title">
            <div class="panel-head">
                <h2 id="set-title">"Set"</h2>
                <button type="button" on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::ExampleTaken))>"Take the example"</button>
                <label class="file">
                    <span>"Import set"</span>
                    <input
                        type="file"
                        accept=".json,.jsonl,.ndjson,.csv,.tsv,.yaml,.yml,.har,.txt,.sh"
                        on:change=move |event| files::read_chosen(store, &event, ChosenFile::GoldenSet, |name, text| Msg::Golden(GoldenMsg::SetFileRead(name, text)))
                    />
                </label>
            </div>
            {move || match import.get() {
                Import::Idle => ().into_any(),
                Import::Reading { name, .. } => view! { <p role="status">{format!("Reading {name}…")}</p> }.into_any(),
                Import::Failed(problem) => notice(&problem, Tone::Alert),
            }}
            {move || match summary() {
                None => view! {
                    <p class="empty">"OpenAI batch JSONL, CSV, promptfoo YAML, a HAR recording, cURL commands, stored generations, or a set that this page wrote. CSV rows fill {{variables}} of the request on the Compare page."</p>
                }.into_any(),
                Some(set) => {
                    let items = set.items().len();
                    let checks: usize = set.cases.iter().map(|case| case.checks.len()).sum();
                    let more = set.cases.len().saturating_sub(SHOWN);
                    let cases = set.cases.iter().take(SHOWN).map(|case| {
                        let checks: Vec<String> = case.checks.iter().map(crate::golden::check::Check::name).collect();
                        view! {
                            <li>
                                <code>{case.id.clone()}</code>
                                <span>{format!("{} rows, {}, {}", case.rows.len(), case.model(), case.endpoint.path())}</span>
                                <span class="hint">{if checks.is_empty() { "no checks".to_owned() } else { checks.join("; ") }}</span>
                            </li>
                        }
                    }).collect_view();
                    let lost = set.clone();
                    view! {
                        <p><strong>{set.name.clone()}</strong> {format!(": {} cases, {items} requests, {checks} checks.", set.cases.len())}</p>
                        <ul class="golden-cases" aria-label="Cases">{cases}</ul>
                        <Show when=move || { more > 0 }><p class="hint">{format!("and {more} more cases")}</p></Show>
                        <div class="buttons">
                            <label class="inline">
                                <span>"Set format"</span>
                                <select on:change=move |event| {
                                    let label = event_target_value(&event);
                                    form.set(Form::ALL.into_iter().find(|form| form.label() == label).unwrap_or(Form::Json));
                                }>
                                    {Form::ALL.map(|choice| view! { <option value=choice.label() selected=move || form.get() == choice>{choice.label()}</option> })}
                                </select>
                            </label>
                            <button type="button" on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::FormPressed(form.get_untracked())))>"Download set"</button>
                        </div>
                        {move || losses(&lost, form.get()).iter().map(|loss| notice(loss, Tone::Note)).collect_view()}
                    }.into_any()
                }
            }}
            {move || {
                let notes = notes.get();
                (!notes.is_empty()).then(|| view! {
                    <details>
                        <summary>{format!("{} things were not carried", notes.len())}</summary>
                        {notes.iter().map(|note| notice(note, Tone::Note)).collect_view()}
                    </details>
                })
            }}
        </section>
    }
}
