//! The Golden set page.

mod baseline;
mod earlier;
mod explained;
mod figures;
mod intake;
mod progress;
mod results;
mod settings;
mod verdicts;

use leptos::prelude::*;

use super::parts::later::Later;
use super::parts::notice::{Tone, notice};
use super::parts::page_head::PageHead;
use crate::app::golden::GoldenMsg;
use crate::app::{Model, Msg};
use crate::browser::store::Store;
use crate::golden::run::Phase;
use baseline::Baseline;
use earlier::EarlierRun;
use figures::Figures;
use intake::Intake;
use progress::Progress;
use results::Results;
use settings::RunSettings;
use verdicts::Verdicts;

/// Where the run is, if there is one.
fn phase(model: &Model) -> Option<Phase> {
    model.golden.session.as_ref().map(|session| session.run.phase())
}

/// What the results are redrawn by: the round of redraws of the session.
fn shown(model: &Model) -> Option<u64> {
    model.golden.session.as_ref().map(|session| session.shown)
}

/// A set on both sides, many times.
#[component]
pub fn GoldenPage() -> impl IntoView {
    let store = Store::here();
    let refused = store.select(|model| model.golden.refused.clone());
    let phase = store.select(phase);
    let has_set = store.select(|model| model.golden.set.is_some());
    let simulated = store.select(|model| model.demo);
    let resumable = store.select(|model| {
        let paused = matches!(self::phase(model), Some(Phase::Paused(_)));
        paused
            || (model.golden.session.is_none()
                && model.golden.offered.as_ref().is_some_and(|kept| !kept.run.is_settled()))
    });
    let running = move || phase.get() == Some(Phase::Running);
    let stoppable = move || matches!(phase.get(), Some(Phase::Running | Phase::Paused(_)));
    let off = |off: bool| off.then_some("true");
    let press = move |msg: GoldenMsg| store.dispatch(Msg::Golden(msg));
    view! {
        <PageHead
            title="Golden set"
            purpose="Replay a set of prompts on both gateways, the source twice, and judge the difference against the source's own."
            step="replay a small golden prompt set"
        >
            <Show when=move || simulated.get()><span class="tag">"simulated"</span></Show>
            <button type="button" aria-disabled=move || off(!stoppable()) on:click=move |_| press(GoldenMsg::StopPressed)>"Stop"</button>
            <button type="button" aria-disabled=move || off(!running()) on:click=move |_| press(GoldenMsg::PausePressed)>"Pause"</button>
            <button
                type="button"
                aria-disabled=move || off(!resumable.get())
                on:click=move |_| if resumable.get_untracked() { press(GoldenMsg::ResumePressed) }
            >
                "Resume"
            </button>
            <button
                type="button"
                class="primary"
                aria-disabled=move || off(running() || !has_set.get())
                on:click=move |_| press(GoldenMsg::RunPressed)
            >
                "Run set"
            </button>
        </PageHead>
        {move || refused.get().map(|refused| notice(&refused, Tone::Alert))}
        <Progress />
        <Later>
            <div class="golden-setup">
                <Intake />
                <RunSettings />
            </div>
            <Verdicts />
            <Baseline />
            <Figures />
            <Results />
            <EarlierRun />
        </Later>
    }
}
