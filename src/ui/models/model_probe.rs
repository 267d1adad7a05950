//! The live probe of one id in its row: the button with what it can cost, and what was answered.

use leptos::prelude::*;

use crate::app::Msg;
use crate::app::model_probe::OneToken;
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::measure::number::usd;
use crate::models::validation::Decision;
use crate::ui::parts::marked::marked;

/// The button and the answers.
#[component]
pub fn ModelProbe(source: StoredValue<String>, decision: Memo<Decision>) -> impl IntoView {
    let store = Store::here();
    let target = move || match decision.get() {
        Decision::Open => None,
        Decision::Picked { target } | Decision::Approved { target, .. } => Some(target),
    };
    // Asked for with the decision only: the price is looked up in both lists.
    let bound = move || {
        let target = target();
        let both = if target.is_some() { "both sides" } else { "the source; no target id is chosen" };
        let most = store.read(|model| source.with_value(|source| model.one_token_bound(source, target.as_deref())));
        let most = most.map_or_else(|| "cost unknown".to_owned(), |most| format!("at most {}", usd(most)));
        format!("One token of {both}, {most}.")
    };
    let found = move |side: Side, id: Option<String>| {
        store.select(move |model| {
            let found = model.models.probes.of(side, id.as_deref()?)?;
            Some(format!("{}: {}", side.title(), OneToken::sentence(found)))
        })
    };
    let at_source = found(Side::Source, Some(source.get_value()));
    let at_target = Memo::new(move |_| target());
    view! {
        <p class="muted">
            <button type="button" aria-label=format!("Probe {}", source.get_value()) on:click=move |_| store.dispatch(Msg::ModelProbed(source.get_value()))>"Probe"</button>
            " " {bound}
        </p>
        {move || at_source.get().map(|words| view! { <p role="status">{marked(&words)}</p> })}
        {move || {
            let answer = found(Side::Target, at_target.get());
            move || answer.get().map(|words| view! { <p role="status">{marked(&words)}</p> })
        }}
    }
}
