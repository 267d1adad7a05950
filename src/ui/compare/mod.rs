//! The Compare page.

mod answer;
mod cost;
mod difference;
mod editor;
mod fields_read;
mod frames;
mod serving;
mod timeline;
mod tools;
mod verdicts;

use leptos::prelude::*;

use super::parts::copy_button::CopyButton;
use super::parts::later::Later;
use super::parts::notice::{Tone, notice};
use super::parts::page_head::PageHead;
use crate::app::shortcuts::Shortcut;
use crate::app::{Copyable, Msg};
use crate::browser::keyboard;
use crate::browser::store::Store;
use crate::gateway::side::Side;
use answer::AnswerPanel;
use cost::CostPanel;
use difference::Differences;
use editor::Editor;
use fields_read::FieldsRead;
use serving::ServingProviders;
use timeline::TimelineFigure;
use tools::ToolsAndSchemas;
use verdicts::Verdicts;

/// One request on both sides.
#[component]
pub fn ComparePage() -> impl IntoView {
    let store = Store::here();
    let running = store.select(|model| model.compare.is_running());
    let ended = store.select(|model| {
        let runs = Side::BOTH.map(|side| model.compare.runs.get(side).as_ref());
        runs.into_iter().flatten().filter(|run| !run.is_running()).count()
    });
    let invalid = store.select(|model| model.compare.request.is_err());
    let refused = store.select(|model| model.compare.refused.clone());
    let by_keyboard = window_event_listener(leptos::ev::keydown, move |event| {
        if store.read(|model| keyboard::shortcut(&event, model)) == Some(Shortcut::RunOrStop) {
            event.prevent_default();
            let running = store.read(|model| model.compare.is_running());
            store.dispatch(if running { Msg::StopPressed } else { Msg::RunPressed });
        }
    });
    on_cleanup(move || by_keyboard.remove());
    view! {
        <PageHead
            title="Compare"
            purpose="Send one request to both gateways at once and watch both answers."
            step="behaviour parity before optimisation"
        >
            <CopyButton what=Copyable::Link name="Copy link" />
            <button
                type="button"
                aria-disabled=move || (!running.get()).then_some("true")
                on:click=move |_| store.dispatch(Msg::StopPressed)
            >
                "Stop"
            </button>
            <button
                type="button"
                class="primary"
                title="Ctrl+Enter or Cmd+Enter"
                aria-disabled=move || (running.get() || invalid.get()).then_some("true")
                on:click=move |_| store.dispatch(Msg::RunPressed)
            >
                "Run"
            </button>
        </PageHead>
        // Room is kept, so that nothing moves when a run begins or ends.
        <div class="run-progress">
            <Show when=move || running.get()>
                <progress aria-label="Answers that have ended" max="2" value=move || ended.get().to_string()></progress>
            </Show>
        </div>
        {move || refused.get().map(|refused| notice(&refused, Tone::Alert))}
        <Later>
            <Editor />
            <div class="two-tracks">{Side::BOTH.map(|side| view! { <AnswerPanel side /> })}</div>
            <Verdicts />
            <TimelineFigure />
            <ToolsAndSchemas />
            <ServingProviders />
            <Differences />
            <CostPanel />
            <FieldsRead />
        </Later>
    }
}
