//! The connection check: one row a step and side.

use leptos::prelude::*;

use crate::app::catalogues::Catalogue;
use crate::app::check::{Step, StepState};
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::measure::number::{milliseconds, whole};
use crate::ui::parts::icon::{Shape, shape};

/// The table "Connection".
#[component]
pub fn CheckTable() -> impl IntoView {
    let store = Store::here();
    let simulated = store.select(|model| model.demo);
    let running = store.select(|model| Side::BOTH.into_iter().any(|side| model.check.get(side).is_running()));
    let settled = store.select(|model| {
        let states = Side::BOTH.into_iter().flat_map(|side| Step::ALL.map(|step| model.check.get(side).step(step)));
        states.filter(|state| !matches!(state, StepState::NotRun | StepState::Running)).count()
    });
    let empty = store.select(|model| Side::BOTH.into_iter().all(|side| model.check.get(side).is_empty()));
    view! {
        <section class="panel" aria-labelledby="connection-title">
            <div class="panel-head">
                <h2 id="connection-title">"Connection"</h2>
                <Show when=move || simulated.get() && !empty.get()><span class="tag">"simulated"</span></Show>
            </div>
            <Show when=move || running.get()>
                <progress aria-label="Progress" max=(Step::ALL.len() * 2).to_string() value=move || settled.get().to_string()></progress>
            </Show>
            <Show when=move || empty.get()>
                <p class="empty">"Four steps on each side: health, the whole model list, the key, one tiny chat. Press Check connection."</p>
            </Show>
            <div class="scroll" tabindex="0" role="group" aria-label="Connection results">
                <table aria-label="Connection">
                    <thead>
                        <tr><th scope="col">"Step"</th><th scope="col">"Gateway"</th><th scope="col">"Result"</th><th scope="col" class="figure">"Time"</th><th scope="col">"What was seen"</th></tr>
                    </thead>
                    <tbody>
                        {Step::ALL.into_iter().flat_map(|step| Side::BOTH.map(|side| view! { <CheckRow step side /> })).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn CheckRow(step: Step, side: Side) -> impl IntoView {
    let store = Store::here();
    let state = store.select(move |model| model.check.get(side).step(step).clone());
    let progress = store.select(move |model| match model.catalogues.get(side) {
        catalogue @ Catalogue::Reading { .. } if step == Step::Models => catalogue.progress(),
        _ => None,
    });
    let result = move || match state.get() {
        StepState::NotRun => (shape(Shape::Ring).into_any(), "not run".to_owned()),
        StepState::Running => (shape(Shape::Half).into_any(), "running".to_owned()),
        StepState::Passed { .. } => (shape(Shape::Check).into_any(), "pass".to_owned()),
        StepState::Failed { code, .. } => (shape(Shape::Cross).into_any(), format!("fail: {}", code.replace('_', " "))),
        StepState::Skipped(_) => (shape(Shape::Dash).into_any(), "skipped".to_owned()),
    };
    let took = move || match state.get() {
        StepState::Passed { took_ms, .. } | StepState::Failed { took_ms, .. } if took_ms > 0.0 => milliseconds(took_ms),
        _ => String::new(),
    };
    let seen = move || match state.get() {
        StepState::Passed { detail, .. } => view! { <p>{detail}</p> }.into_any(),
        StepState::Skipped(reason) => view! { <p class="muted">{reason}</p> }.into_any(),
        StepState::Failed { problem, .. } => view! {
            <div role="alert">
                <p><strong>{problem.what}</strong> " " {problem.why}</p>
                <p>{problem.do_this}</p>
            </div>
        }
        .into_any(),
        StepState::Running => view! {
            <p class="muted">
                {move || match progress.get() {
                    Some((pages, rows, _)) if pages > 0 => format!("{} models after {pages} pages", whole(rows as u64)),
                    _ => "waiting for the answer".to_owned(),
                }}
            </p>
        }
        .into_any(),
        StepState::NotRun => ().into_any(),
    };
    view! {
        <tr class=side.word()>
            <th scope="row">{step.name()}</th>
            <td><span class=format!("side-word {}", side.word())>{side.title()}</span></td>
            <td class="verdict">{move || { let (mark, word) = result(); view! { {mark} <span>{word}</span> } }}</td>
            <td class="figure">{took}</td>
            <td class="seen">{seen}</td>
        </tr>
    }
}
