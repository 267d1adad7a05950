//! What differs between the two texts, word by word.

use leptos::prelude::*;

use crate::browser::store::Store;
use crate::compare::text_difference::{RunKind, TextRun, count_differences};

/// The region "Differences".
#[component]
pub fn Differences() -> impl IntoView {
    let store = Store::here();
    let difference = store.select(|model| model.compare.difference.clone());
    let running = store.select(|model| model.compare.is_running());
    let answered = store.select(|model| model.compare.is_answered());
    let summary = move || match difference.get() {
        Some(runs) => match count_differences(&runs) {
            0 => "The two texts are the same.".to_owned(),
            1 => "The two texts differ in 1 place. Different words alone are no failure.".to_owned(),
            count => format!("The two texts differ in {count} places. Different words alone are no failure."),
        },
        None if running.get() => "Taken when both answers are complete.".to_owned(),
        None if answered.get() => {
            "Neither answer has a text to compare. What came instead stands in each answer.".to_owned()
        }
        None => "Both texts will be laid over each other here, once both sides have answered.".to_owned(),
    };
    view! {
        <section class="panel" aria-label="Differences">
            <div class="panel-head"><h2>"Differences"</h2></div>
            <p class="muted" role="status">{summary}</p>
            {move || difference.get().map(|runs| view! {
                <p class="difference">{runs.into_iter().map(text_run).collect_view()}</p>
            })}
        </section>
    }
}

fn text_run(run: TextRun) -> AnyView {
    match run.kind {
        RunKind::Same => view! { <span>{run.text}</span> }.into_any(),
        RunKind::OnlySource => {
            view! { <del><span class="visually-hidden">"source: "</span>{run.text}</del> }.into_any()
        }
        RunKind::OnlyTarget => {
            view! { <ins><span class="visually-hidden">"target: "</span>{run.text}</ins> }.into_any()
        }
    }
}
