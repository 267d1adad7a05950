//! One opened file of the patch: its hunks, what was left out, and its diff beside them.
//! **Invariant:** every hunk is in the list with its reasons, however long the diff is.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::diff::Diff;
use super::patch::{TakeMany, is_privacy, safety_shape, safety_word};
use super::scan_state::Shared;
use crate::app::Msg;
use crate::app::patch::View;
use crate::browser::store::Store;
use crate::inventory::protocol::{FileHunks, HunkSummary, Why};
use crate::measure::number::whole;
use crate::migrate::change::Safety;
use crate::ui::parts::icon::shape;
use crate::ui::parts::marked::marked;
use crate::ui::parts::row_by_row::row_by_row;

/// So many hunks are listed at once.
const PAGE: usize = 100;

/// Hunks and diff.
#[component]
pub fn FileChanges(file: Arc<FileHunks>) -> impl IntoView {
    let store = Store::here();
    let number = file.file;
    let accepted = store.select(move |model| model.migrate.patch.accepted.0.get(&number).cloned().unwrap_or_default());
    let rows = store.select(move |model| model.migrate.patch.rows.get(&number).cloned().map(Shared));
    let view = store.select(|model| model.migrate.patch.view);
    let jump = RwSignal::new(None);
    let count = |safety: Safety| file.hunks.iter().filter(|hunk| hunk.safety == safety).count();
    let (safe, review) = (count(Safety::Safe), count(Safety::NeedsReview));
    let of_diff = Arc::clone(&file);
    let diff = move || match rows.get() {
        None => view! { <div class="diff-waits" role="status"><p class="muted">"Making the diff"</p></div> }.into_any(),
        Some(Shared(rows)) if rows.is_empty() => {
            view! { <p class="empty">"There is no line to show: the notes beside say what to do."</p> }.into_any()
        }
        Some(Shared(rows)) => {
            let file = Arc::clone(&of_diff);
            view! { <Diff file rows view=view.get() accepted jump /> }.into_any()
        }
    };
    view! {
        <TakeMany file=Some(number) safe review />
        <div class="file-changes" class:split=move || view.get() == View::Split>
            <div class="hunk-side">
                <HunkList file=Arc::clone(&file) accepted jump />
                {(!file.dropped.is_empty()).then(|| view! { <LeftOut reasons=file.dropped.clone() /> })}
            </div>
            <div class="diff-side">{diff}</div>
        </div>
    }
}

#[component]
fn HunkList(file: Arc<FileHunks>, accepted: Memo<BTreeSet<u32>>, jump: RwSignal<Option<u32>>) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    let total = file.hunks.len();
    let wanted = Memo::new(move |_| shown.get().min(total));
    let there = row_by_row(wanted);
    let label = format!("Hunks of {}", file.path);
    let item = move |at: usize| {
        let hunk = file.hunks.get(at).cloned()?;
        Some(view! { <HunkItem file=Arc::clone(&file) hunk accepted jump /> })
    };
    view! {
        <ol class="hunks" aria-label=label>
            <For each=move || 0..there.get() key=|at| *at children=item />
        </ol>
        <Show when=move || wanted.get() < total>
            <button type="button" on:click=move |_| shown.update(|shown| *shown += PAGE)>
                {move || format!("Show more hunks ({} of {})", whole(wanted.get() as u64), whole(total as u64))}
            </button>
        </Show>
    }
}

/// One hunk: whether it is taken, how far it can be trusted, and why it is there.
#[component]
fn HunkItem(
    file: Arc<FileHunks>,
    hunk: HunkSummary,
    accepted: Memo<BTreeSet<u32>>,
    jump: RwSignal<Option<u32>>,
) -> impl IntoView {
    let store = Store::here();
    let (number, id, line, safety) = (file.file, hunk.id, hunk.line, hunk.safety);
    let is_taken = move || accepted.with(|accepted| accepted.contains(&id));
    let only_shown = safety >= Safety::TakenAlone;
    let control = if safety == Safety::ShownOnly {
        view! { <p class="by-hand">"Shown only: write this by hand"</p> }.into_any()
    } else {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    aria-label=format!("Take hunk at line {line} of {}", file.path)
                    prop:checked=is_taken
                    on:change=move |event| store.dispatch(Msg::HunkChosen(number, id, event_target_checked(&event)))
                />
                <span aria-hidden="true">{if safety == Safety::TakenAlone { "Take this one" } else { "Take" }}</span>
            </label>
            {(safety == Safety::TakenAlone).then(|| view! {
                <p class="by-hand">"Write this by hand. Taken, it puts in a stand-in that fails with its reason, or gives up what the text below says."</p>
            })}
        }
        .into_any()
    };
    view! {
        <li class="hunk" class:only-shown=only_shown class:left-out=move || safety != Safety::ShownOnly && !is_taken()>
            <div class="hunk-head">
                {control}
                <span class="hunk-line">{format!("Line {}", whole(u64::from(line)))}</span>
                <span class="verdict">{shape(safety_shape(safety))} <span>{safety_word(safety)}</span></span>
                <button
                    type="button"
                    class="quiet"
                    aria-label=format!("Show hunk at line {line} of {}", file.path)
                    on:click=move |_| jump.set(Some(id))
                >
                    "Show"
                </button>
            </div>
            <ul class="reasons">{hunk.reasons.iter().map(reason).collect_view()}</ul>
        </li>
    }
}

/// Why: the rule and its sentence.
fn reason(why: &Why) -> impl IntoView + use<> {
    let is_privacy = is_privacy(&why.reason);
    view! {
        <li class:notice=is_privacy class:alert=is_privacy>
            <code class="rule">{why.rule.clone()}</code> " " {marked(&why.reason)}
        </li>
    }
}

/// Changes that are in no hunk.
#[component]
fn LeftOut(reasons: Vec<String>) -> impl IntoView {
    view! {
        <div class="left-out-changes">
            <h4>"Left out"</h4>
            <ul>{reasons.iter().map(|reason| view! { <li>{marked(reason)}</li> }).collect_view()}</ul>
        </div>
    }
}
