//! Who served the answers. A mixture is warned of and can be pinned on both sides with one press.
//! **Invariant:** where providers differ, nothing here says that the models are the same.

use leptos::prelude::*;

use super::shown;
use crate::app::Msg;
use crate::app::golden::GoldenMsg;
use crate::browser::store::Store;
use crate::diagnostic::Diagnostic;
use crate::golden::samples;
use crate::golden::terms::Pin;
use crate::measure::schedule::Lane;
use crate::migrate::presets::provider_id::providers;
use crate::ui::parts::notice::{Tone, notice};

/// The provider by both gateways' names, as far as that is known.
fn pin_of(name: &str) -> Option<Pin> {
    let named = |other: &str| other.eq_ignore_ascii_case(name);
    let known = providers().iter().find(|row| named(row.slug) || named(row.name) || named(row.target))?;
    let both = !known.slug.is_empty() && !known.target.is_empty();
    both.then(|| Pin { source: known.slug.to_owned(), target: known.target.to_owned() })
}

/// The panel.
#[component]
pub fn Baseline() -> impl IntoView {
    let store = Store::here();
    let redraw = store.select(shown);
    let pin = store.select(|model| model.golden.pin.clone());
    let served = Memo::new(move |_| {
        redraw.get();
        store.read(|model| {
            let run = &model.golden.session.as_ref()?.run;
            let lanes = [Lane::Source, Lane::SourceAgain, Lane::Target].map(|lane| samples::providers(run, lane));
            lanes.iter().any(|lane| !lane.is_empty()).then_some(lanes)
        })
    });
    view! {
        {move || served.get().map(|lanes| {
            let words = |lane: &Vec<(String, usize)>| {
                let words: Vec<String> = lane.iter().map(|(name, count)| format!("{name} × {count}")).collect();
                words.join(", ")
            };
            let mut names: Vec<String> = lanes.iter().flatten().map(|(name, _)| name.clone()).filter(|name| name != "n/r").collect();
            names.sort();
            names.dedup();
            let mixed = names.len() > 1;
            let pins: Vec<(String, Pin)> = names.iter().filter_map(|name| Some((name.clone(), pin_of(name)?))).collect();
            let [source, again, target] = lanes.each_ref().map(words);
            view! {
                <section class="panel" aria-label="Serving providers">
                    <div class="panel-head"><h2>"Serving providers"</h2></div>
                    <dl class="golden-providers">
                        <div><dt>"Source"</dt><dd>{source}</dd></div>
                        <div><dt>"Source again"</dt><dd>{again}</dd></div>
                        <div><dt>"Target"</dt><dd>{target}</dd></div>
                    </dl>
                    {mixed.then(|| notice(
                        &Diagnostic::new(
                            "The answers came from several providers.",
                            "The gateways chose them by themselves. Providers of one model id differ in speed, price and how they run it, so that a difference may be theirs and not the gateway's.",
                            "Pin one provider on both sides and run the set again.",
                        ),
                        Tone::Note,
                    ))}
                    <div class="buttons">
                        {(mixed || pin.get().is_some()).then(|| pins.iter().map(|(name, wish)| {
                            let wish = wish.clone();
                            let label = format!("Pin {name} on both sides");
                            view! { <button type="button" on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::Pinned(Some(wish.clone()))))>{label}</button> }
                        }).collect_view())}
                    </div>
                </section>
            }
        })}
        {move || pin.get().map(|pin| view! {
            <p role="status" class="buttons">
                {format!("The next run is held to {} on the source and {} on the target, without fallbacks.", pin.source, pin.target)}
                <button type="button" on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::Pinned(None)))>"Unpin"</button>
            </p>
        })}
    }
}
