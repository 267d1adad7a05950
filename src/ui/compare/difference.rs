//! What differs between the two answers: their texts word by word, their Markdown, or their JSON.

mod json;
mod panes;
mod rendered;

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::store::Store;
use crate::compare::answer_json::answer_json;
use crate::compare::text_difference::{TextRun, count_differences, text_difference};
use crate::gateway::side::Side;
use crate::ui::parts::in_turn::in_turn;
use json::{JsonDifferences, canonical};
use panes::Panes;
use rendered::Rendered;

/// How the answers are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Raw,
    Markdown,
    Json,
}

impl View {
    const ALL: [(View, &'static str); 3] = [(View::Raw, "Raw"), (View::Markdown, "Markdown"), (View::Json, "JSON")];
}

/// What a person has set.
#[derive(Clone, Copy)]
struct Aids {
    only_differences: RwSignal<bool>,
    swapped: RwSignal<bool>,
    locked: RwSignal<bool>,
}

/// The region "Differences".
#[component]
pub fn Differences() -> impl IntoView {
    let store = Store::here();
    let texts = store.select(|model| model.texts().map(|texts| texts.map(ToOwned::to_owned)));
    let laid = in_turn(texts, 3);
    let raw = Memo::new(move |_| {
        laid.with(|texts| texts.as_ref().map(|[source, target]| Same(Arc::new(text_difference(source, target)))))
    });
    let running = store.select(|model| model.compare.is_running());
    let answered = store.select(|model| model.compare.is_answered());
    let stamp = store.select(|model| model.judging_stamp());
    let view = RwSignal::new(View::Raw);
    let aids =
        Aids { only_differences: RwSignal::new(false), swapped: RwSignal::new(false), locked: RwSignal::new(true) };
    // Taking the difference and laying it out are two frames' work.
    let laid_out = in_turn(raw, 1);
    let summary = move || match raw.get() {
        Some(runs) => match count_differences(&runs.0) {
            0 => "The two texts are the same.".to_owned(),
            1 => "The two texts differ in 1 place. Different words alone are no failure.".to_owned(),
            count => format!("The two texts differ in {count} places. Different words alone are no failure."),
        },
        None if running.get() || texts.with(Option::is_some) => "Taken when both answers are complete.".to_owned(),
        None if answered.get() => {
            "Neither answer has a text to compare. What came instead stands in each answer.".to_owned()
        }
        None => "Both texts will be laid over each other here, once both sides have answered.".to_owned(),
    };
    let left_out = store.select(|model| {
        model.ended_runs().is_some_and(|(source, target)| [source, target].iter().any(|run| run.left_out().is_some()))
    });
    let json = Memo::new(move |_| {
        if stamp.get().is_none() || view.get() != View::Json {
            return None;
        }
        let texts = store.read(|model| {
            let (source, target) = model.ended_runs()?;
            Some([source, target].map(|run| answer_json(run).map(|json| canonical(&json)).unwrap_or_default()))
        });
        texts.map(|[source, target]| Same(Arc::new(text_difference(&source, &target))))
    });
    view! {
        <section class="panel" aria-label="Differences">
            <div class="panel-head"><h2>"Differences"</h2></div>
            <p class="muted" role="status">{summary}</p>
            <Show when=move || stamp.get().is_some()>
                <Toolbar view aids />
            </Show>
            {move || match view.get() {
                View::Raw => laid_out.get().map(|runs| view! { <Panes runs=runs.0 aids what="text" /> }.into_any()),
                View::Json if left_out.get() => Some(view! {
                    <p class="hint">"The case leaves the raw frames out, and the JSON of the answers with them."</p>
                }.into_any()),
                View::Json => json.get().map(|runs| view! {
                    <Panes runs=runs.0 aids what="JSON" />
                    <JsonDifferences only=aids.only_differences />
                }.into_any()),
                View::Markdown => stamp.get().map(|_| {
                    let sides = if aids.swapped.get() { [Side::Target, Side::Source] } else { Side::BOTH };
                    view! { <div class="two-tracks">{sides.map(|side| view! { <Rendered side /> })}</div> }.into_any()
                }),
            }}
        </section>
    }
}

/// Runs that are made anew whenever they change, so that being the same is being the same ones.
#[derive(Clone)]
struct Same(Arc<Vec<TextRun>>);

impl PartialEq for Same {
    fn eq(&self, other: &Same) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[component]
fn Toolbar(view: RwSignal<View>, aids: Aids) -> impl IntoView {
    view! {
        <div class="difference-tools">
            <fieldset class="choice">
                <legend class="choice-title">"View"</legend>
                {View::ALL.map(|(choice, name)| view! {
                    <label class="inline">
                        <input type="radio" name="difference-view" prop:checked=move || view.get() == choice
                            on:change=move |_| view.set(choice) />
                        <span>{name}</span>
                    </label>
                })}
            </fieldset>
            <label class="switch">
                <input type="checkbox" role="switch" prop:checked=move || aids.only_differences.get()
                    on:change=move |event| aids.only_differences.set(event_target_checked(&event)) />
                <span>"Only differences"</span>
            </label>
            <label class="switch">
                <input type="checkbox" role="switch" prop:checked=move || aids.locked.get()
                    on:change=move |event| aids.locked.set(event_target_checked(&event)) />
                <span>"Scroll lock"</span>
            </label>
            <button type="button" aria-pressed=move || if aids.swapped.get() { "true" } else { "false" }
                on:click=move |_| aids.swapped.update(|swapped| *swapped = !*swapped)>"Swap sides"</button>
        </div>
    }
}
