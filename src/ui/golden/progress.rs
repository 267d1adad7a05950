//! How far a run is, what it has spent, and what was kept of an earlier one.

use leptos::prelude::*;

use super::phase;
use crate::app::Model;
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::golden::run::{Ledger, Pause, Phase};
use crate::measure::number::{usd, whole};
use crate::ui::parts::notice::{Tone, notice};

/// What the line says.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    phase: Phase,
    done: usize,
    all: usize,
    on_its_way: u32,
    ledger: Ledger,
    at_risk: String,
    ceiling: Option<String>,
}

fn read(model: &Model) -> Option<Shown> {
    let session = model.golden.session.as_ref()?;
    let run = &session.run;
    Some(Shown {
        phase: run.phase(),
        done: run.done(),
        all: run.plan().calls(),
        on_its_way: Side::BOTH.into_iter().map(|side| run.on_its_way(side)).sum(),
        ledger: *run.ledger(),
        at_risk: usd(run.at_risk()),
        ceiling: run.ceiling().map(usd),
    })
}

fn phase_words(phase: Phase) -> String {
    match phase {
        Phase::Running => "Running".to_owned(),
        Phase::Paused(Pause::Person) => "Paused".to_owned(),
        Phase::Paused(Pause::Ceiling) => {
            "Paused: the next call could pass the ceiling. Raise it and press Resume.".to_owned()
        }
        Phase::Paused(Pause::Refusals(side)) => format!(
            "Paused: the {} refuses every call for its key, its credit or its permission. See the results, mend it, and press Resume.",
            side.word()
        ),
        Phase::Stopped => "Stopped: what there is, is judged below".to_owned(),
        Phase::Finished => "Finished".to_owned(),
    }
}

/// The panel.
#[component]
pub fn Progress() -> impl IntoView {
    let store = Store::here();
    let there = store.select(|model| phase(model).is_some());
    let state = store.select(read);
    let kept = store.select(|model| {
        let kept = model.golden.offered.as_ref().filter(|_| model.golden.session.is_none())?;
        Some((kept.terms.set.name.clone(), kept.run.done(), kept.run.plan().calls()))
    });
    let keep_problem = store.select(|model| model.golden.keep_problem.clone());
    let count = move || state.get().map_or((0, 1), |state| (state.done, state.all.max(1)));
    view! {
        {move || kept.get().map(|(name, done, all)| view! {
            <div class="notice note" role="status">
                <p class="notice-what">{format!("A run of {name} was kept: {} of {} calls have their result.", whole(done as u64), whole(all as u64))}</p>
                <p>"It was kept in this browser, without keys."</p>
                <p class="notice-do">"Enter both keys on the Connect page, then press Resume here. Forget progress takes it away; Run set replaces it."</p>
            </div>
        })}
        {move || keep_problem.get().map(|problem| notice(&problem, Tone::Alert))}
        <section class="panel golden-progress" aria-label="Run">
            <progress aria-label="Progress" max=move || count().1.to_string() value=move || count().0.to_string()></progress>
            <Show when=move || there.get() fallback=|| view! { <p class="muted">"Nothing has been run."</p> }>
                <p role="status">
                    {move || state.get().map(|state| format!(
                        "{}. {} of {} calls, {} on their way.",
                        phase_words(state.phase).trim_end_matches('.'), whole(state.done as u64), whole(state.all as u64), state.on_its_way,
                    ))}
                </p>
                <p class="golden-spent">
                    {move || state.get().map(|state| {
                        let ledger = state.ledger;
                        let mut words = format!("Spent {}", usd(ledger.total()));
                        let mut parts = Vec::new();
                        if ledger.estimated.0 > rust_decimal::Decimal::ZERO { parts.push(format!("{} est. by list prices", usd(ledger.estimated))); }
                        if ledger.assumed.0 > rust_decimal::Decimal::ZERO { parts.push(format!("{} assumed at the worst, where nothing was reported", usd(ledger.assumed))); }
                        if ledger.unknown > 0 { parts.push(format!("{} calls of unknown price not counted", ledger.unknown)); }
                        if !parts.is_empty() { words.push_str(&format!(" ({})", parts.join(", "))); }
                        words.push_str(&format!(", up to {} on its way", state.at_risk));
                        if let Some(ceiling) = state.ceiling { words.push_str(&format!(", ceiling {ceiling}")); }
                        words.push('.');
                        words
                    })}
                </p>
            </Show>
        </section>
    }
}
