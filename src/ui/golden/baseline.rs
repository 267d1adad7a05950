//! Who served the answers. A mixture is warned of and can be pinned on both sides with one press.
//! **Invariant:** where providers differ, nothing here says that the models are the same.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::shown;
use crate::app::Msg;
use crate::app::golden::GoldenMsg;
use crate::browser::store::Store;
use crate::compare::pin::Pin;
use crate::diagnostic::Diagnostic;
use crate::golden::serving::{Served, served};
use crate::ui::parts::notice::{Tone, notice};

/// The panel.
#[component]
pub fn Baseline() -> impl IntoView {
    let store = Store::here();
    let redraw = store.select(shown);
    let pins = store.select(|model| model.golden.pins.clone());
    let models = Memo::new(move |_| {
        redraw.get();
        store.read(|model| {
            let session = model.golden.session.as_ref();
            session.map(|session| served(&session.run, &session.terms.set)).unwrap_or_default()
        })
    });
    view! {
        {move || Some(models.get()).filter(|models| !models.is_empty()).map(|models| {
            let several = models.len() > 1;
            let pins = pins.get();
            view! {
                <section class="panel" aria-label="Serving providers">
                    <div class="panel-head"><h2>"Serving providers"</h2></div>
                    {models.into_iter().map(|served| of_model(store, served, several, &pins)).collect_view()}
                </section>
            }
        })}
        {move || pins.get().into_iter().map(|(model, pin)| view! {
            <p role="status" class="buttons">
                {format!("The next run is held to {} on the source and {} on the target for {model}, without fallbacks.", pin.slug, pin.provider)}
                <button type="button" aria-label=format!("Unpin {model}") on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::Pinned(model.clone(), None)))>"Unpin"</button>
            </p>
        }).collect_view()}
    }
}

/// Who served one model.
fn of_model(store: Store, served: Served, several: bool, pins: &BTreeMap<String, Pin>) -> AnyView {
    let mixed = served.is_mixed();
    let offered = mixed || pins.contains_key(&served.model);
    let buttons = served.pins().into_iter().filter(|_| offered).map(|(name, pin)| {
        let model = served.model.clone();
        let of_model = if several { format!(" for {model}") } else { String::new() };
        let press = move |_| store.dispatch(Msg::Golden(GoldenMsg::Pinned(model.clone(), Some(pin.clone()))));
        view! { <button type="button" on:click=press>{format!("Pin {name}{of_model} on both sides")}</button> }
    });
    let buttons = buttons.collect_view();
    let [source, again, target] = served.lanes.map(|lane| {
        let words: Vec<String> = lane.iter().map(|(name, count)| format!("{name} × {count}")).collect();
        words.join(", ")
    });
    let model = served.model;
    view! {
        {several.then(|| view! { <h3><code>{model.clone()}</code></h3> })}
        <dl class="golden-providers">
            <div><dt>"Source"</dt><dd>{source}</dd></div>
            <div><dt>"Source again"</dt><dd>{again}</dd></div>
            <div><dt>"Target"</dt><dd>{target}</dd></div>
        </dl>
        {mixed.then(|| notice(
            &Diagnostic::new(
                format!("The answers of {model} came from several providers."),
                "The gateways chose them by themselves, or the requests name them. Providers of one model id differ in speed, price and how they run it, so that a difference may be theirs and not the gateway's.",
                "Pin one provider on both sides and run the set again.",
            ),
            Tone::Note,
        ))}
        <div class="buttons">{buttons}</div>
    }
    .into_any()
}
