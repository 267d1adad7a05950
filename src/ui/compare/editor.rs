//! The request editor: the body as JSON, endpoint and stream.

use leptos::prelude::*;

use crate::app::Msg;
use crate::browser::store::Store;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::side::Side;
use crate::ui::parts::notice::{Tone, notice};

/// The editor.
#[component]
pub fn Editor() -> impl IntoView {
    let store = Store::here();
    let text = store.select(|model| model.compare.body_text.clone());
    let problem = store.select(|model| model.compare.request.as_ref().err().cloned());
    let endpoint = store.select(|model| model.compare.endpoint);
    let stream = store.select(|model| model.compare.stream);
    let sent_as = store.select(|model| {
        let asked = model.compare.prepared()?.model().to_owned();
        let target = model.model_for(Side::Target, &asked);
        (target != asked).then_some((asked, target))
    });
    view! {
        <section class="panel editor" aria-label="Request">
            <div class="editor-body">
                <label>
                    <span>"Request body"</span>
                    <textarea
                        rows="12"
                        spellcheck="false"
                        autocomplete="off"
                        aria-describedby="body-note"
                        aria-invalid=move || problem.get().is_some().then_some("true")
                        prop:value=move || text.get()
                        on:input=move |event| store.dispatch(Msg::BodyTyped(event_target_value(&event)))
                    ></textarea>
                </label>
                <div id="body-note" class="field-note">
                    {move || problem.get().map(|problem| notice(&problem, Tone::Alert))}
                </div>
            </div>
            <div class="editor-side">
                <label>
                    <span>"Endpoint"</span>
                    <select
                        prop:value=move || endpoint.get().path()
                        on:change=move |event| {
                            if let Some(endpoint) = Endpoint::parse(&event_target_value(&event)) {
                                store.dispatch(Msg::EndpointChosen(endpoint));
                            }
                        }
                    >
                        {Endpoint::ALL.map(|choice| view! {
                            <option value=choice.path() selected=move || endpoint.get() == choice>{choice.path()}</option>
                        })}
                    </select>
                </label>
                <label class="switch">
                    <input
                        type="checkbox"
                        role="switch"
                        prop:checked=move || stream.get()
                        on:change=move |event| store.dispatch(Msg::StreamSwitched(event_target_checked(&event)))
                    />
                    <span>"Stream"</span>
                </label>
                <p class="hint">
                    "Both sides get this JSON. The page sets "<code>"stream"</code>" by the switch, leaves out "<code>"stream_options"</code>" where nothing streams, and adds the key as a header."
                </p>
                {move || sent_as.get().map(|(asked, target)| view! {
                    <p class="hint">
                        "The target is sent "<code>{target}</code>" for "<code>{asked}</code>", by the approved alias."
                    </p>
                })}
            </div>
        </section>
    }
}
