//! The Patch part: what would change in the scanned code, which of it is taken, and the files that are made of it.
//! **Invariant:** what is only shown can never be taken.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::hunks::FileChanges;
use super::scan_state::{KeyMoveChoice, Outdated, with_report};
use crate::app::patch::{Deliver, View};
use crate::app::{Copyable, Msg};
use crate::browser::store::Store;
use crate::inventory::protocol::{FileHunks, Output, Report};
use crate::inventory::workbench::SHOWN_FILES;
use crate::measure::number::whole;
use crate::migrate::change::Safety;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::parts::icon::{Shape, shape};
use crate::ui::parts::notice::{Tone, notice};

/// So many files are listed at once.
const PAGE: usize = 100;

/// The region "Patch".
#[component]
pub fn PatchPanel() -> impl IntoView {
    let store = Store::here();
    let has_choices = store.select(|model| model.inventory.settled.is_some());
    let failed = store.select(|model| model.migrate.patch.failed.clone());
    view! {
        <section class="panel patch" aria-label="Patch">
            <div class="panel-head"><h2>"Patch"</h2></div>
            <Show when=move || has_choices.get()>
                <div class="choices"><KeyMoveChoice /><ViewChoice /></div>
            </Show>
            <Outdated />
            {move || failed.get().map(|problem| notice(&problem, Tone::Alert))}
            {with_report(
                "The patch will be here: every change as a hunk that you take or leave.",
                |report| view! { <Changes report /> }.into_any(),
            )}
        </section>
    }
}

/// The radio group "View".
#[component]
fn ViewChoice() -> impl IntoView {
    let store = Store::here();
    let chosen = store.select(|model| model.migrate.patch.view);
    let choice = move |value: View, label: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="patch-view"
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| store.dispatch(Msg::PatchViewChosen(value))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-labelledby="patch-view-title" class="choice">
            <span id="patch-view-title" class="choice-title">"View"</span>
            {choice(View::Unified, "Unified")}
            {choice(View::Split, "Split")}
        </div>
    }
}

/// Everything about the patch of one report.
#[component]
fn Changes(report: Arc<Report>) -> impl IntoView {
    if report.files.is_empty() {
        return view! { <p class="empty">"Nothing in the scanned code has to change, or nothing that can be written for you. The Inventory page lists what was found."</p> }
            .into_any();
    }
    let count =
        |safety: Safety| report.files.iter().flat_map(|file| &file.hunks).filter(|hunk| hunk.safety == safety).count();
    let (safe, review) = (count(Safety::Safe), count(Safety::NeedsReview));
    let (alone, only_shown) = (count(Safety::TakenAlone), count(Safety::ShownOnly));
    let files = report.files.len();
    view! {
        <Summary files safe review alone only_shown />
        <Outputs />
        <TakeMany file=None safe review />
        <FileList report />
        {(files >= SHOWN_FILES).then(|| view! {
            <p class="notice note">{format!("Only the first {} files with changes are here and in the patch. Scan a part of the project to see the rest.", whole(SHOWN_FILES as u64))}</p>
        })}
    }
    .into_any()
}

#[component]
fn Summary(files: usize, safe: usize, review: usize, alone: usize, only_shown: usize) -> impl IntoView {
    let store = Store::here();
    let taken = store.select(|model| model.migrate.patch.accepted.0.values().map(BTreeSet::len).sum::<usize>());
    let figure = |name: &'static str, value: usize| {
        view! { <div><dt>{name}</dt><dd>{whole(value as u64)}</dd></div> }
    };
    view! {
        <dl class="figures patch-figures">
            {figure("Files", files)}
            {figure(safety_word(Safety::Safe), safe)}
            {figure(safety_word(Safety::NeedsReview), review)}
            {figure(safety_word(Safety::ShownOnly), alone + only_shown)}
            <div>
                <dt>"In the patch"</dt>
                <dd>{move || format!("{} of {}", whole(taken.get() as u64), whole((safe + review + alone) as u64))}</dd>
            </div>
        </dl>
    }
}

/// The buttons that make files.
#[component]
fn Outputs() -> impl IntoView {
    let store = Store::here();
    let nothing = Signal::from(store.select(|model| model.migrate.patch.accepted.0.values().all(BTreeSet::is_empty)));
    let download = move |what: Output, name: &'static str, primary: bool| {
        view! {
            <button
                type="button"
                class:primary=primary
                disabled=move || nothing.get()
                on:click=move |_| store.dispatch(Msg::OutputPressed(what, Deliver::Download))
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="buttons">
            {download(Output::Patch, "Download patch", true)}
            {download(Output::UndoPatch, "Download undo patch", false)}
            {download(Output::Files, "Download files", false)}
            <CopyButton what=Copyable::Output(Output::Patch) name="Copy patch" disabled=nothing />
        </div>
        <p class="hint" role="status">
            {move || if nothing.get() {
                view! { "No hunk is taken, so there is nothing to save." }.into_any()
            } else {
                view! { "Apply it in the folder that was scanned: " <code>"git apply switchyard.patch"</code> }.into_any()
            }}
        </p>
    }
}

/// Buttons that take many hunks at once: of one file, or of all.
#[component]
pub fn TakeMany(file: Option<u32>, safe: usize, review: usize) -> impl IntoView {
    let store = Store::here();
    let of_file = if file.is_some() { " of this file" } else { "" };
    let button = move |name: String, up_to: Option<Safety>, is_useless: bool| {
        view! {
            <button
                type="button"
                disabled=is_useless
                on:click=move |_| store.dispatch(Msg::HunksChosen(file, up_to))
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="buttons">
            {button(format!("Take safe hunks{of_file}"), Some(Safety::Safe), safe == 0)}
            {button(format!("Take all but shown only{of_file}"), Some(Safety::NeedsReview), safe + review == 0)}
            {button(format!("Take none{of_file}"), None, false)}
        </div>
    }
}

#[component]
fn FileList(report: Arc<Report>) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    let total = report.files.len();
    let end = move || shown.get().min(total);
    view! {
        <ul class="patch-files" aria-label="Files with changes">
            <For
                each=move || 0..end()
                key=|at| *at
                children=move |at| report.files.get(at).map(|file| view! { <FileItem file=Arc::new(file.clone()) /> })
            />
        </ul>
        <Show when=move || end() < total>
            <button type="button" on:click=move |_| shown.update(|shown| *shown += PAGE)>
                {move || format!("Show more files ({} of {})", whole(end() as u64), whole(total as u64))}
            </button>
        </Show>
    }
}

/// One file: its path and counts, and when it is opened its hunks and its diff.
#[component]
fn FileItem(file: Arc<FileHunks>) -> impl IntoView {
    let store = Store::here();
    let number = file.file;
    let is_open = store.select(move |model| model.migrate.patch.open == Some(number));
    let taken = store.select(move |model| model.migrate.patch.accepted.0.get(&number).map_or(0, BTreeSet::len));
    let count = |safety: Safety| {
        let count = file.hunks.iter().filter(|hunk| hunk.safety == safety).count();
        (count > 0).then(|| view! {
            <span class="count">{shape(safety_shape(safety))} {format!(" {count} {}", safety_word(safety).to_lowercase())}</span>
        })
    };
    let counts = [Safety::Safe, Safety::NeedsReview, Safety::TakenAlone, Safety::ShownOnly].map(count);
    let left_out = file.dropped.len();
    let is_privacy = file.hunks.iter().any(|hunk| hunk.reasons.iter().any(|why| is_privacy(&why.reason)));
    let id = format!("patch-file-{number}");
    let path = file.path.clone();
    view! {
        <li class="patch-file">
            <h3>
                <button
                    type="button"
                    class="disclosure"
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    aria-controls=id.clone()
                    on:click=move |_| store.dispatch(Msg::PatchFileOpened((!is_open.get_untracked()).then_some(number)))
                >
                    <svg class="chevron" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M6 3.5l5 4.5l-5 4.5" /></svg>
                    <code>{path}</code>
                    <span class="hunk-counts">
                        {counts}
                        {(left_out > 0).then(|| view! { <span class="count">{format!("{left_out} left out")}</span> })}
                        {is_privacy.then(|| view! { <span class="tag privacy">"privacy"</span> })}
                        <span class="count taken">{move || format!("{} in the patch", taken.get())}</span>
                    </span>
                </button>
            </h3>
            <div id=id hidden=move || !is_open.get()>
                <Show when=move || is_open.get()><FileChanges file=Arc::clone(&file) /></Show>
            </div>
        </li>
    }
}

/// The word for how far a hunk can be trusted. What is taken alone is shown, with what to write, and is only put in where a
/// person says so of this very hunk.
pub const fn safety_word(safety: Safety) -> &'static str {
    match safety {
        Safety::Safe => "Safe",
        Safety::NeedsReview => "Needs review",
        Safety::TakenAlone | Safety::ShownOnly => "Shown only",
    }
}

/// The mark beside the word.
pub const fn safety_shape(safety: Safety) -> Shape {
    match safety {
        Safety::Safe => Shape::Check,
        Safety::NeedsReview => Shape::Half,
        Safety::TakenAlone | Safety::ShownOnly => Shape::Dash,
    }
}

/// Whether a reason is about a promise to people.
pub fn is_privacy(reason: &str) -> bool {
    reason.starts_with("PRIVACY")
}
