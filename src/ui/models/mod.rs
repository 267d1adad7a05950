//! The Models page.

mod alias_table;
mod catalogue_table;
mod model_probe;
mod pair_table;

use leptos::prelude::*;

use super::parts::copy_button::CopyButton;
use super::parts::icon::{Shape, shape};
use super::parts::notice::{Tone, notice};
use super::parts::page_head::PageHead;
use crate::app::catalogues::Catalogue;
use crate::app::{ChosenFile, Copyable, Msg};
use crate::browser::dropped::has_files;
use crate::browser::files;
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::measure::number::whole;
use crate::models::alias_map::AliasFormat;
use crate::models::snapshot::{LISTS_AS_OF, snapshot_words};
use alias_table::AliasTable;
use catalogue_table::CatalogueTable;

/// Read both lists, decide every alias.
#[component]
pub fn ModelsPage() -> impl IntoView {
    let store = Store::here();
    let ids = store.select(|model| model.models.ids_text.clone());
    let notes = store.select(|model| model.models.notes.clone());
    let refused = store.select(|model| model.models.refused.clone());
    let lost = store.select(|model| model.models.lost.clone());
    let request_model = store.select(|model| model.compare.prepared().map(|prepared| prepared.model().to_owned()));
    let has_set = store.select(|model| model.golden.set.is_some());
    let validating = store.select(|model| model.models.validating);
    view! {
        <PageHead
            title="Models"
            purpose="Validate every model id that your code uses against the lists that both gateways give now."
            step="validate model ids"
        >
            <button type="button" aria-disabled=move || (!validating.get()).then_some("true") on:click=move |_| store.dispatch(Msg::ValidateStopped)>"Stop"</button>
            <button
                type="button"
                class="primary"
                aria-disabled=move || validating.get().then_some("true")
                on:click=move |_| {
                    if !validating.get_untracked() {
                        store.dispatch(Msg::ValidatePressed);
                    }
                }
            >
                "Validate models"
            </button>
        </PageHead>
        {move || refused.get().map(|refused| notice(&refused, Tone::Alert))}
        <div class="models-top">
            <section class="panel" aria-label="Ids in use">
                <label>
                    <span>"Model IDs"</span>
                    <textarea
                        rows="8"
                        spellcheck="false"
                        autocomplete="off"
                        placeholder="openai/gpt-4.1-mini\nmeta-llama/llama-3.3-70b-instruct"
                        aria-describedby="ids-note"
                        prop:value=move || ids.get()
                        on:input=move |event| store.dispatch(Msg::ModelIdsTyped(event_target_value(&event)))
                    ></textarea>
                </label>
                <div class="buttons">
                    {move || request_model.get().map(|id| view! {
                        <button type="button" title=id on:click=move |_| store.dispatch(Msg::RequestModelTaken)>"Use the model of the request"</button>
                    })}
                    <Show when=move || has_set.get()>
                        <button type="button" on:click=move |_| store.dispatch(Msg::GoldenModelsTaken)>"Use the models of the set"</button>
                    </Show>
                </div>
                <p class="hint" id="ids-note">"One a line. Commas, quotes and JSON lists are understood too."</p>
                {move || notes.get().iter().map(|note| notice(note, Tone::Note)).collect_view()}
            </section>
            <section class="panel" aria-labelledby="lists-title">
                <div class="panel-head"><h2 id="lists-title">"Model lists"</h2></div>
                {Side::BOTH.map(|side| view! { <ListState side /> })}
            </section>
        </div>
        {move || lost.get().map(|lost| notice(&lost, Tone::Alert))}
        <CatalogueTable />
        <AliasTable />
        <AliasMap />
    }
}

/// How the list of one side stands.
#[component]
fn ListState(side: Side) -> impl IntoView {
    let store = Store::here();
    let over = RwSignal::new(false);
    let file_read = move |name, text| Msg::CatalogueFileRead(side, name, text);
    let problem = store.select(move |model| model.models.list_problems.get(side).clone());
    // The rows themselves are not needed here: a short account of each state is.
    let state = store.select(move |model| match model.catalogues.get(side) {
        Catalogue::Empty => match model.side_problem(side) {
            Some(problem) => ListView::Blocked(problem.what),
            None => ListView::Empty,
        },
        reading @ Catalogue::Reading { .. } => {
            let (pages, rows, total) = reading.progress().unwrap_or_default();
            ListView::Reading { pages, rows, total }
        }
        Catalogue::Ready(ready) => ListView::Ready {
            rows: ready.trimmed_from.unwrap_or(ready.rows.len()),
            pages: ready.pages,
            early: ready.incomplete.is_some(),
            unreadable: ready.unreadable_rows,
            simulated: ready.simulated,
            restored: ready.trimmed_from.is_some(),
            given: ready.origin.words(),
            refused_filter: ready.refused_filter.clone(),
        },
        Catalogue::Failed { problem, .. } => ListView::Failed(problem.clone()),
    });
    view! {
        <div
            class=format!("list-state {}", side.word())
            class:over=move || over.get()
            on:dragover=move |event| over.set(event.data_transfer().is_some_and(|transfer| has_files(&transfer)))
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                over.set(false);
                files::read_dropped(store, &event, ChosenFile::Catalogue(side), file_read);
            }
        >
            <span class=format!("side-word {}", side.word())>{side.title()}</span>
            {move || match state.get() {
                ListView::Empty => view! { <p class="muted">"Not read."</p> }.into_any(),
                ListView::Blocked(what) => view! { <p class="muted">"Not read: " {what}</p> }.into_any(),
                ListView::Reading { pages, rows, total } => view! {
                    <div>
                        <progress
                            aria-label=format!("{} list", side.title())
                            max=total.map(|total| total.to_string())
                            value=total.map(|_| rows.to_string())
                        ></progress>
                        <p class="muted">{format!("{} models after {pages} pages", whole(rows as u64))}</p>
                    </div>
                }.into_any(),
                ListView::Ready { rows, pages, early, unreadable, simulated, restored, given, refused_filter } => view! {
                    <div>
                        <p class="verdict">
                            {shape(if early { Shape::Half } else { Shape::Check })}
                            <span>{format!("{} models in {pages} {}", whole(rows as u64), if pages == 1 { "page" } else { "pages" })}</span>
                            {simulated.then(|| view! { <span class="tag">"simulated"</span> })}
                            {given.map(|given| view! {
                                <span class="tag">{given}</span> " "
                                <button type="button" on:click=move |_| store.dispatch(Msg::CatalogueTakenAway(side))>{format!("Take {} list away", side.word())}</button>
                            })}
                        </p>
                        {early.then(|| view! { <p class="muted">"The list stopped before its end: a missing id may still exist."</p> })}
                        {(unreadable > 0).then(|| view! { <p class="muted">{format!("{unreadable} rows had no id and were left out.")}</p> })}
                        {refused_filter.map(|filter| view! { <p class="muted">{format!("The gateway refused {filter}: models that it leaves out by default are not in this list.")}</p> })}
                        {restored.then(|| view! { <p class="muted">"Restored from a case, which holds only the rows spoken of below."</p> })}
                    </div>
                }.into_any(),
                ListView::Failed(problem) => notice(&problem, Tone::Alert),
            }}
            <div class="list-offer">
                <label class="file">
                    <span>{format!("Load {} catalogue", side.word())}</span>
                    <input type="file" accept=".json,.txt,.csv,.tsv,application/json,text/plain" on:change=move |event| files::read_chosen(store, &event, ChosenFile::Catalogue(side), file_read) />
                </label>
                <button
                    type="button"
                    aria-describedby=format!("snapshot-note-{}", side.word())
                    on:click=move |_| store.dispatch(Msg::SnapshotPressed(side))
                >
                    {format!("Use {} snapshot of {}", side.word(), LISTS_AS_OF.get(side))}
                </button>
                <p class="hint" id=format!("snapshot-note-{}", side.word())>"The snapshot has " {snapshot_words(side)}</p>
                <details>
                    <summary>{format!("Paste a list or drop a file for the {}", side.word())}</summary>
                    <label>
                        <span>{format!("Paste {} catalogue", side.word())}</span>
                        <textarea
                            rows="4"
                            spellcheck="false"
                            autocomplete="off"
                            on:change=move |event| store.dispatch(Msg::CataloguePasted(side, event_target_value(&event)))
                        ></textarea>
                    </label>
                    <p class="hint">"JSON as the gateway gave it, or one id a line; read when you leave the field. A file can be dropped anywhere on this list."</p>
                </details>
                {move || problem.get().map(|problem| notice(&problem, Tone::Alert))}
            </div>
        </div>
    }
}

#[derive(Clone, PartialEq)]
enum ListView {
    Empty,
    Blocked(String),
    Reading {
        pages: usize,
        rows: usize,
        total: Option<u64>,
    },
    Ready {
        rows: usize,
        pages: usize,
        early: bool,
        unreadable: usize,
        simulated: bool,
        restored: bool,
        given: Option<String>,
        refused_filter: Option<String>,
    },
    Failed(crate::diagnostic::Diagnostic),
}

/// The alias map in the chosen format.
#[component]
fn AliasMap() -> impl IntoView {
    let store = Store::here();
    let format = store.select(|model| model.models.format);
    let text = store.select(|model| (!model.models.rows.is_empty()).then(|| model.alias_map()));
    let empty = Signal::derive(move || text.get().is_none());
    let imported = store.select(|model| model.models.import.notes.clone());
    view! {
        <section class="panel" aria-labelledby="map-title">
            <div class="panel-head">
                <h2 id="map-title">"Alias map"</h2>
                <label class="inline">
                    <span>"Alias format"</span>
                    <select
                        prop:value=move || format.get().label()
                        on:change=move |event| {
                            let label = event_target_value(&event);
                            if let Some(format) = AliasFormat::ALL.into_iter().find(|format| format.label() == label) {
                                store.dispatch(Msg::AliasFormatChosen(format));
                            }
                        }
                    >
                        {AliasFormat::ALL.map(|choice| view! {
                            <option value=choice.label() selected=move || format.get() == choice>{choice.label()}</option>
                        })}
                    </select>
                </label>
                <CopyButton what=Copyable::AliasMap name="Copy alias map" disabled=empty />
                <button
                    type="button"
                    disabled=move || empty.get()
                    on:click=move |_| store.dispatch(Msg::AliasMapDownloadPressed)
                >
                    "Download alias map"
                </button>
                <label class="file">
                    <span>"Import alias map"</span>
                    <input type="file" on:change=move |event| files::read_chosen(store, &event, ChosenFile::AliasMap, |_, text| Msg::AliasMapRead(text)) />
                </label>
            </div>
            {move || imported.get().iter().map(|note| notice(note, Tone::Note)).collect_view()}
            {move || match text.get() {
                Some(text) => view! { <pre class="code" tabindex="0" aria-label="Alias map code">{text}</pre> }.into_any(),
                None => view! { <p class="empty">"Approved ids become a map here. Unresolved ids stay out of it, and its resolver throws on them."</p> }.into_any(),
            }}
        </section>
    }
}
