//! The section "Parameter probe" of the tab "Field map": which parameters, what it can cost, what was found.

use leptos::prelude::*;

use crate::app::Msg;
use crate::app::parameter_probe::{ProbeRow, ProbeRun};
use crate::browser::store::Store;
use crate::probe::plan::Parameter;
use crate::ui::parts::notice::{Tone, notice};

/// The section.
#[component]
pub fn ParameterProbePanel() -> impl IntoView {
    let store = Store::here();
    let chosen = store.select(|model| model.parameters_to_probe());
    let omitted = store.select(|model| model.probe_omits());
    let refused = store.select(|model| model.migrate.probe.refused.clone());
    let ended = store.select(|model| model.migrate.probe.notice.clone());
    let cost = store.select(|model| model.probe_cost_words());
    let words = store.select(|model| model.migrate.probe.run.as_ref().map(ProbeRun::words).unwrap_or_default());
    let running = store.select(|model| model.migrate.probe.run.as_ref().is_some_and(ProbeRun::is_running));
    let progress = store.select(|model| model.migrate.probe.run.as_ref().map(ProbeRun::progress));
    let simulated = store.select(|model| model.migrate.probe.run.as_ref().is_some_and(|run| run.simulated));
    let rows = store.select(|model| model.migrate.probe.run.as_ref().map(ProbeRun::rows).unwrap_or_default());
    let choice = move |parameter: Parameter| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    aria-label=format!("Probe {}", parameter.name())
                    prop:checked=move || chosen.get().contains(&parameter)
                    on:change=move |event| store.dispatch(Msg::ProbeParameterChosen(parameter, event_target_checked(&event)))
                />
                <code>{parameter.name()}</code>
            </label>
        }
    };
    view! {
        <section class="panel sheets" aria-label="Parameter probe">
            <div class="panel-head">
                <h2>"Parameter probe"</h2>
                {move || simulated.get().then(|| view! { <span class="tag">"simulated"</span> })}
                <button type="button" on:click=move |_| store.dispatch(Msg::ProbeEstimated)>"Estimate probe"</button>
                <button
                    type="button"
                    disabled=move || cost.get().is_empty() || running.get()
                    on:click=move |_| store.dispatch(Msg::ProbeStarted)
                >
                    "Run probe"
                </button>
                <button type="button" disabled=move || !running.get() on:click=move |_| store.dispatch(Msg::ProbeStopped)>"Stop probe"</button>
            </div>
            <p class="muted">
                "Asks both gateways, with the model of the Compare page, for values inside, at the ends and out of the range of each parameter, and says what the answers show. Ticked is what that request and your code use."
            </p>
            <div class="probe-parameters" role="group" aria-label="Parameters to probe">{Parameter::ALL.map(choice)}</div>
            {move || omitted.get().map(|line| view! { <p class="hint">{line}</p> })}
            {move || refused.get().map(|problem| notice(&problem, Tone::Alert))}
            {move || ended.get().map(|problem| notice(&problem, Tone::Note))}
            <div role="status" aria-label="Probe status">
                {move || cost.get().into_iter().chain(words.get()).map(|line| view! { <p>{line}</p> }).collect_view()}
            </div>
            {move || progress.get().filter(|_| running.get()).map(|(settled, all)| view! {
                <progress aria-label="Parameter probe progress" max=all.to_string() value=settled.to_string()></progress>
            })}
            <Show when=move || !rows.get().is_empty()>
                <div class="scroll" tabindex="0" role="group" aria-label="Parameter probe, table">
                    <table aria-label="Parameter probe" class="sheet">
                        <thead>
                            <tr><th scope="col">"Parameter"</th><th scope="col">"Case"</th><th scope="col">"Source"</th><th scope="col">"Target"</th><th scope="col">"Finding"</th></tr>
                        </thead>
                        <tbody>
                            {move || rows.get().into_iter().map(table_row).collect_view()}
                        </tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
}

fn table_row(row: ProbeRow) -> impl IntoView {
    let class = if row.finding.is_some() { "sheet-bad" } else { "" };
    view! {
        <tr class=class>
            <td><code>{row.parameter}</code></td>
            <td>{row.case}</td>
            <td>{row.source}</td>
            <td>{row.target}</td>
            <td>{row.finding}</td>
        </tr>
    }
}
