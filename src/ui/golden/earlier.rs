//! This run beside an earlier one of a case file: only what moved.

use std::sync::Arc;

use leptos::prelude::*;

use super::shown;
use crate::app::golden::GoldenMsg;
use crate::app::{ChosenFile, Msg};
use crate::browser::files;
use crate::browser::store::Store;
use crate::golden::earlier::{Earlier, moved, moved_verdicts};
use crate::measure::equivalence::Verdict;
use crate::ui::parts::notice::{Tone, notice};

/// Moved items that are shown.
const SHOWN: usize = 100;

fn word(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Pass) => "pass",
        Some(Verdict::Fail) => "fail",
        Some(Verdict::Undecided { .. }) => "undecided",
        None => "not judged",
    }
}

/// The panel.
#[component]
pub fn EarlierRun() -> impl IntoView {
    let store = Store::here();
    let redraw = store.select(shown);
    // Runs are large; whether another one is there is told by its place.
    let there = store.select(|model| {
        model
            .golden
            .earlier
            .as_ref()
            .map(|read| read.as_ref().map(Arc::as_ptr).map(|at| at as usize).map_err(Clone::clone))
    });
    let changes = Memo::new(move |_| {
        redraw.get();
        there.get();
        store.read(|model| {
            let earlier: &Earlier = model.golden.earlier.as_ref()?.as_ref().ok()?;
            let session = model.golden.session.as_ref()?;
            let verdicts = moved_verdicts(earlier, &session.judged);
            Some((earlier.created.clone(), moved(earlier, &session.run, &session.terms.set), verdicts))
        })
    });
    view! {
        <section class="panel" aria-labelledby="earlier-title">
            <div class="panel-head">
                <h2 id="earlier-title">"Earlier run"</h2>
                <Show when=move || there.get().is_some()>
                    <button type="button" on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::EarlierForgotten))>"Leave out"</button>
                </Show>
                <label class="file">
                    <span>"Compare with a case"</span>
                    <input type="file" accept="application/json,.json" on:change=move |event| files::read_chosen(store, &event, ChosenFile::EarlierRun, |_, text| Msg::Golden(GoldenMsg::EarlierRead(text))) />
                </label>
            </div>
            {move || there.get().and_then(Result::err).map(|problem| notice(&problem, Tone::Alert))}
            {move || match changes.get() {
                None => view! { <p class="empty">"A case file of an earlier run shows what moved since: steady answers that are others now, and verdicts that changed."</p> }.into_any(),
                Some((created, items, verdicts)) => {
                    let more = items.len().saturating_sub(SHOWN);
                    let count = items.len();
                    view! {
                        <p role="status">{format!("Since {created}: {count} steady answers and {} verdicts are others now.", verdicts.len())}</p>
                        <ul>{verdicts.into_iter().map(|moved| view! { <li>{format!("{}: {} then, {} now", moved.name, word(moved.then), word(Some(moved.now)))}</li> }).collect_view()}</ul>
                        {(count > 0).then(|| view! {
                            <div class="scroll" tabindex="0" role="group" aria-label="What moved">
                                <table aria-label="What moved">
                                    <thead><tr><th scope="col">"Case"</th><th scope="col">"Side"</th><th scope="col">"Then"</th><th scope="col">"Now"</th></tr></thead>
                                    <tbody>{items.into_iter().take(SHOWN).map(|moved| view! {
                                        <tr><th scope="row"><code>{moved.name}</code></th><td>{moved.what}</td><td>{moved.then}</td><td>{moved.now}</td></tr>
                                    }).collect_view()}</tbody>
                                </table>
                            </div>
                        })}
                        {(more > 0).then(|| view! { <p class="hint">{format!("and {more} more")}</p> })}
                    }.into_any()
                }
            }}
        </section>
    }
}
