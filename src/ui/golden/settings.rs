//! How a run is made, what it may cost, and the margins, all stated before it begins.

use leptos::prelude::*;

use crate::app::Msg;
use crate::app::golden::GoldenMsg;
use crate::browser::store::Store;
use crate::golden::margins::Field;
use crate::golden::plan::Settings;
use crate::measure::number::{usd, whole};
use crate::measure::rules::Rules;
use crate::ui::parts::notice::{Tone, notice};

/// The panel.
#[component]
pub fn RunSettings() -> impl IntoView {
    let store = Store::here();
    let settings = store.select(|model| model.golden.settings);
    let changed = move |change: fn(&mut Settings, f64), value: String| {
        let mut settings = settings.get_untracked();
        if let Ok(value) = value.trim().parse::<f64>() {
            change(&mut settings, value);
        }
        store.dispatch(Msg::Golden(GoldenMsg::SettingsChosen(settings)));
    };
    let number =
        move |label: &'static str, least: &'static str, read: fn(&Settings) -> f64, change: fn(&mut Settings, f64)| {
            view! {
                <label>
                    <span>{label}</span>
                    <input
                        type="number"
                        min=least
                        step="any"
                        prop:value=move || read(&settings.get()).to_string()
                        on:change=move |event| changed(change, event_target_value(&event))
                    />
                </label>
            }
        };
    let choice = move |label: &'static str, read: fn(&Settings) -> bool, change: fn(&mut Settings, bool)| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || read(&settings.get())
                    on:change=move |event| {
                        let mut settings = settings.get_untracked();
                        change(&mut settings, event_target_checked(&event));
                        store.dispatch(Msg::Golden(GoldenMsg::SettingsChosen(settings)));
                    }
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <section class="panel" aria-labelledby="run-title">
            <div class="panel-head"><h2 id="run-title">"Settings of the run"</h2></div>
            <div class="golden-fields">
                {number("Repeats", "1", |settings| f64::from(settings.repeats), |settings, value| settings.repeats = value as u32)}
                <label>
                    <span>"Concurrency"</span>
                    <input
                        type="number"
                        min="1"
                        max="32"
                        prop:value=move || settings.get().source_at_once.to_string()
                        on:change=move |event| changed(
                            |settings, value| {
                                settings.source_at_once = value as u32;
                                settings.target_at_once = value as u32;
                            },
                            event_target_value(&event),
                        )
                    />
                </label>
                <Ceiling />
            </div>
            <p class="hint">"Concurrency holds for each side. Without HTTP/2 a browser keeps about six connections to a host; more wait inside of it and are timed longer."</p>
            <details>
                <summary>"Pace, retries, caches"</summary>
                <div class="golden-fields">
                    {number("Source starts a second (0: no limit)", "0", |settings| settings.source_per_second, |settings, value| settings.source_per_second = value)}
                    {number("Target starts a second (0: no limit)", "0", |settings| settings.target_per_second, |settings, value| settings.target_per_second = value)}
                    {number("At once on the target", "1", |settings| f64::from(settings.target_at_once), |settings, value| settings.target_at_once = value as u32)}
                    {number("Attempts at most", "1", |settings| f64::from(settings.attempts), |settings, value| settings.attempts = value as u32)}
                    {number("Seconds until a call is given up", "5", |settings| f64::from(settings.limit_seconds), |settings, value| settings.limit_seconds = value as u32)}
                    {number("Warm-up pairs", "0", |settings| f64::from(settings.warm_up), |settings, value| settings.warm_up = value as u32)}
                    {number("Seed", "0", |settings| settings.seed as f64, |settings, value| settings.seed = value as u64)}
                </div>
                {choice("Stream answers", |settings| settings.stream, |settings, on| settings.stream = on)}
                {choice("Mark each pair against prompt caches", |settings| settings.nonce, |settings, on| settings.nonce = on)}
                <p class="hint">"A mark such as [3f2a9c01b7d4] at the start of a prompt is the same for the three calls of a pair. Without it, source again meets a warm cache and looks faster and cheaper. A failed call is tried again after 1, 2, 4 … seconds, half of it drawn by chance, or after as long as the gateway asks for."</p>
            </details>
            <Keeping />
            <MarginFields />
        </section>
    }
}

/// What it may cost.
#[component]
fn Ceiling() -> impl IntoView {
    let store = Store::here();
    let text = store.select(|model| model.golden.ceiling_text.clone());
    let accepted = store.select(|model| model.golden.unknown_accepted);
    let demo = store.select(|model| model.demo);
    // A set may be large: it is counted again only when something that it depends on has changed.
    let depends = store.select(|model| {
        let rows = |side| model.catalogues.get(side).rows().map_or(0, <[_]>::len);
        let sides = crate::gateway::side::Side::BOTH;
        let aliases = model.models.rows.iter().filter(|row| row.is_approved()).count();
        (model.golden.set_number, model.golden.settings, sides.map(rows), aliases, model.golden.pins.len())
    });
    let estimate = Memo::new(move |_| {
        depends.get();
        store.read(crate::app::Model::golden_estimate)
    });
    view! {
        <label>
            <span>"Price ceiling (USD)"</span>
            <input
                type="number"
                min="0"
                step="any"
                placeholder=move || estimate.get().map(|estimate| estimate.total().to_plain()).unwrap_or_default()
                prop:value=move || text.get()
                on:input=move |event| store.dispatch(Msg::Golden(GoldenMsg::CeilingTyped(event_target_value(&event))))
            />
        </label>
        <div class="golden-estimate">
            {move || estimate.get().map(|estimate| {
                let calls = format!(
                    "{} requests: {} calls to the source, {} to the target.",
                    whole(estimate.items as u64), whole(estimate.calls.source as u64), whole(estimate.calls.target as u64),
                );
                let known = estimate.calls.source + estimate.calls.target - estimate.unknown();
                let worst = if known == 0 {
                    String::new()
                } else {
                    format!(
                        "At worst {} on the source and {} on the target, at list prices, every token of the limit used. An empty ceiling means this sum.",
                        usd(estimate.worst.source.0), usd(estimate.worst.target.0),
                    )
                };
                view! {
                    <p>{calls}</p>
                    <p class="hint">{worst}</p>
                    {(estimate.unknown() > 0 && !demo.get()).then(|| view! {
                        <p class="hint">{format!("For {} calls no price is known: read both lists on the Models page, and set max_tokens in the requests.", estimate.unknown())}</p>
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || accepted.get()
                                on:change=move |event| store.dispatch(Msg::Golden(GoldenMsg::UnknownAccepted(event_target_checked(&event))))
                            />
                            <span>"Accept calls of unknown price"</span>
                        </label>
                    })}
                }
            })}
        </div>
    }
}

/// Whether progress outlives a reload.
#[component]
fn Keeping() -> impl IntoView {
    let store = Store::here();
    let keeps = store.select(|model| model.golden.keeps);
    view! {
        <div class="buttons">
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || keeps.get()
                on:change=move |event| store.dispatch(Msg::Golden(GoldenMsg::KeepSwitched(event_target_checked(&event))))
            />
            <span>"Keep progress over a reload"</span>
        </label>
        <button type="button" on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::ForgetPressed))>"Forget progress"</button>
        </div>
        <p class="hint">"The set and its results are kept in this browser, never a key. The demo is not kept."</p>
    }
}

/// The margins.
#[component]
fn MarginFields() -> impl IntoView {
    let store = Store::here();
    let margins = store.select(|model| model.golden.margins);
    let problem = store.select(|model| model.golden.margin_problem.clone());
    let rules = Rules::default();
    view! {
        <details>
            <summary>"Margins: how much of a difference does not matter"</summary>
            <p class="hint">{format!(
                "State them before the run. An interval of {} % inside a margin is a pass, one outside of it a fail, one across its limit undecided. At most one run in {} flags a difference between two equal gateways.",
                rules.confidence * 100.0, (1.0 / rules.false_alarms).round(),
            )}</p>
            <div class="golden-margins">
                {Field::ALL.map(|field| view! {
                    <label>
                        <span>{field.label()}</span>
                        <input
                            type="number"
                            min="0"
                            step="any"
                            prop:value=move || margins.get().get(field).to_string()
                            on:change=move |event| store.dispatch(Msg::Golden(GoldenMsg::MarginTyped(field, event_target_value(&event).parse().unwrap_or(f64::NAN))))
                        />
                    </label>
                    <p class="hint">{move || margins.get().why(field)}</p>
                })}
            </div>
            {move || problem.get().map(|problem| notice(&problem, Tone::Alert))}
        </details>
    }
}
