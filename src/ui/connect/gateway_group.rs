//! The fields of one gateway. The key field is read and emptied, never written.

use leptos::html::Input;
use leptos::prelude::*;

use crate::app::Msg;
use crate::browser::store::Store;
use crate::gateway::key::{KeyShape, TypedKey};
use crate::gateway::profile::Profile;
use crate::gateway::side::Side;
use crate::ui::parts::notice::{Tone, notice};

/// Profile, base URL, key and key variable of one side.
#[component]
pub fn GatewayGroup(side: Side) -> impl IntoView {
    let store = Store::here();
    let profile = store.select(move |model| model.gateways.get(side).profile.id);
    let summary = store.select(move |model| model.gateways.get(side).profile.summary);
    let base_url = store.select(move |model| model.gateways.get(side).base_url_text.clone());
    let base_problem = store.select(move |model| {
        let settings = model.gateways.get(side);
        settings.base_url.as_ref().err().cloned().or_else(|| settings.misplaced())
    });
    let normal = store.select(move |model| {
        let settings = model.gateways.get(side);
        settings.base_url.as_ref().ok().map(ToString::to_string).filter(|normal| *normal != settings.base_url_text)
    });
    let variable = store.select(move |model| model.gateways.get(side).key_variable.clone());
    let variable_problem = store.select(move |model| model.gateways.get(side).key_variable_problem(&model.redactor()));
    let unaccepted = store.select(move |model| model.gateways.get(side).unaccepted.clone());
    let word = side.word();
    view! {
        <fieldset class=format!("panel track {word}")>
            <legend>{side.title()} " gateway"</legend>
            <label>
                <span>"Profile"</span>
                <select
                    prop:value=move || profile.get()
                    on:change=move |event| store.dispatch(Msg::ProfileChosen(side, event_target_value(&event)))
                >
                    {Profile::ALL.map(|choice| view! {
                        <option value=choice.id selected=move || profile.get() == choice.id>{choice.name}</option>
                    })}
                </select>
            </label>
            <p class="hint">{move || summary.get()}</p>
            <label>
                <span>"Base URL"</span>
                <input
                    type="text"
                    inputmode="url"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=format!("{word}-base-note")
                    aria-invalid=move || base_problem.get().is_some().then_some("true")
                    prop:value=move || base_url.get()
                    on:input=move |event| store.dispatch(Msg::BaseUrlTyped(side, event_target_value(&event)))
                />
            </label>
            <div id=format!("{word}-base-note") class="field-note">
                {move || base_problem.get().map(|problem| notice(&problem, Tone::Alert))}
                {move || unaccepted.get().map(|unaccepted| view! {
                    {notice(&unaccepted, Tone::Alert)}
                    <button type="button" on:click=move |_| store.dispatch(Msg::AddressAccepted(side))>"Accept this address"</button>
                })}
                {move || normal.get().map(|normal| view! { <p class="hint">"Used as " <code>{normal}</code></p> })}
            </div>
            <KeyFields side />
            <label>
                <span>"Key variable"</span>
                <input
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=format!("{word}-variable-note")
                    prop:value=move || variable.get()
                    on:input=move |event| store.dispatch(Msg::KeyVariableTyped(side, event_target_value(&event)))
                />
            </label>
            <div id=format!("{word}-variable-note") class="field-note">
                {move || match variable_problem.get() {
                    Some(problem) => notice(&problem, Tone::Alert),
                    None => view! { <p class="hint">"The environment variable that snippets read the key from."</p> }.into_any(),
                }}
            </div>
        </fieldset>
    }
}

/// The key field, its two buttons and what is known of the key.
#[component]
fn KeyFields(side: Side) -> impl IntoView {
    let store = Store::here();
    let field = NodeRef::<Input>::new();
    let shown = store.select(move |model| model.keys.get(side).shown);
    let cleared = store.select(move |model| model.keys.get(side).cleared);
    let held = store.select(move |model| {
        let key = model.keys.get(side).key.as_ref()?;
        let older = key.shape() == Some(KeyShape::AiStats);
        Some((key.origin().to_string(), older))
    });
    let problem = store.select(move |model| model.keys.get(side).problem.clone());
    let dropped = store.select(move |model| model.keys.get(side).notice.clone());
    let hint = store.select(move |model| model.gateways.get(side).profile.key_hint.value);
    let demo = store.select(|model| model.demo);
    let word = side.word();
    Effect::new(move |before: Option<u32>| {
        let now = cleared.get();
        if before.is_some_and(|before| before != now)
            && let Some(input) = field.get_untracked()
        {
            input.set_value("");
        }
        now
    });
    view! {
        <div class="key-row">
            <label>
                <span>"API key"</span>
                <input
                    node_ref=field
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    data-1p-ignore=""
                    data-lpignore="true"
                    placeholder=move || hint.get()
                    aria-describedby=format!("{word}-key-note")
                    aria-invalid=move || problem.get().is_some().then_some("true")
                    on:input=move |event| {
                        store.dispatch(Msg::KeyTyped(side, TypedKey::new(event_target_value(&event))));
                    }
                />
            </label>
            <button
                type="button"
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                on:click=move |_| store.dispatch(Msg::KeyShown(side, !shown.get_untracked()))
            >
                "Show key"
            </button>
            <button type="button" on:click=move |_| store.dispatch(Msg::KeyForgotten(side))>"Forget key"</button>
        </div>
        <div id=format!("{word}-key-note") class="field-note">
            {move || problem.get().map(|problem| notice(&problem, Tone::Alert))}
            {move || dropped.get().map(|dropped| notice(&dropped, Tone::Note))}
            <p class="hint">
                {move || match (demo.get(), held.get()) {
                    (true, _) => "The demo uses a key of its own.".to_owned(),
                    (false, Some((origin, older))) => {
                        let until = if older { " The gateway accepts this older form of key until 1 Jan 2027." } else { "" };
                        format!("Held in this tab's memory, sent only to {origin}.{until}")
                    }
                    (false, None) => "Held in this tab's memory only; gone on reload.".to_owned(),
                }}
            </p>
        </div>
    }
}
