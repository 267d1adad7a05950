//! Who served both answers, and the pin that holds both sides to one provider; shown before it is used.

use leptos::prelude::*;

use crate::app::Msg;
use crate::browser::store::Store;
use crate::compare::pin::{Pin, Serving};
use crate::diagnostic::Diagnostic;
use crate::ui::parts::icon::{Shape, shape};
use crate::ui::parts::marked::marked;

/// What the panel shows.
#[derive(Clone, PartialEq)]
struct Shown {
    serving: Option<Serving>,
    /// The pin that could be set, or why none can.
    offer: Option<Result<Pin, Diagnostic>>,
    pinned: Option<Pin>,
    /// The id that the target would be sent.
    model: String,
}

/// The panel; there is none before a run, unless a pin is set.
#[component]
pub fn ServingProviders() -> impl IntoView {
    let store = Store::here();
    let stamp = store.select(|model| (model.judging_stamp(), model.compare.judging.pin.clone()));
    let shown = Memo::new(move |_| {
        // A memo that is only tracked is never computed, and never tells.
        stamp.with(|_| ());
        store.read(|model| {
            let runs = model.ended_runs();
            let serving = runs.map(|(source, target)| Serving::of(source, target));
            let named = runs
                .and_then(|(source, target)| source.answer.provider.clone().or_else(|| target.answer.provider.clone()));
            let asked = model.compare.prepared().map(|prepared| prepared.model().to_owned()).unwrap_or_default();
            Shown {
                serving,
                offer: named.map(|name| Pin::to(&name)),
                pinned: model.compare.judging.pin.clone(),
                model: model.model_for(crate::gateway::side::Side::Target, &asked),
            }
        })
    });
    move || {
        let shown = shown.get();
        (shown.serving.is_some() || shown.pinned.is_some()).then(|| panel(store, shown))
    }
}

fn panel(store: Store, shown: Shown) -> impl IntoView {
    let warns = !matches!(shown.serving, Some(Serving::One(_)) | None);
    let model = shown.model;
    view! {
        <section class="panel" aria-label="Serving providers">
            <div class="panel-head"><h2>"Serving providers"</h2></div>
            {shown.serving.map(|serving| view! {
                <p class="verdict-line">
                    {shape(if warns { Shape::Half } else { Shape::Check })}
                    <span>{marked(&serving.words())}</span>
                </p>
            })}
            {match (shown.pinned, shown.offer) {
                (Some(pin), _) => view! {
                    <p>"Both sides are held to one provider from the next run on:"</p>
                    {changes(&pin, &model)}
                    <button type="button" on:click=move |_| store.dispatch(Msg::PinChosen(None))>"Unpin both sides"</button>
                }.into_any(),
                (None, Some(Ok(pin))) => {
                    let lines = changes(&pin, &model);
                    view! {
                        <p>"A pin changes what the next run sends, and nothing else:"</p>
                        {lines}
                        <button type="button" on:click=move |_| store.dispatch(Msg::PinChosen(Some(pin.clone())))>"Pin both sides"</button>
                    }.into_any()
                }
                (None, Some(Err(problem))) => view! { <p class="hint">{marked(&format!("{problem}"))}</p> }.into_any(),
                (None, None) => view! { <p class="hint">"Neither answer names its provider, so that there is none to pin."</p> }.into_any(),
            }}
        </section>
    }
}

fn changes(pin: &Pin, model: &str) -> AnyView {
    let source = format!("\"provider\": {{ \"order\": [\"{}\"], \"allow_fallbacks\": false }}", pin.slug);
    let target = format!("\"model\": \"{}\"", pin.model(model));
    view! {
        <ul class="pin-changes">
            <li><span class="side-word source">"Source"</span>" "<code>{source}</code></li>
            <li><span class="side-word target">"Target"</span>" "<code>{target}</code></li>
        </ul>
    }
    .into_any()
}
