//! The Compatibility layer part: one module that lets the code go to the target and back by one variable.
//! **Invariant:** what is shown is the text that is copied and saved.

use std::sync::Arc;

use leptos::prelude::*;

use super::scan_state::{Outdated, with_report};
use crate::app::patch::{Deliver, layer_output};
use crate::app::{Copyable, Msg};
use crate::browser::store::Store;
use crate::inventory::protocol::Report;
use crate::migrate::compatibility::{Language, Outcome, ResponseField};
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::parts::icon::{Shape, shape};
use crate::ui::parts::marked::marked;
use crate::ui::parts::notice::{Tone, notice};

/// The region "Compatibility layer".
#[component]
pub fn CompatibilityPanel() -> impl IntoView {
    let store = Store::here();
    let failed = store.select(|model| model.migrate.patch.failed.clone());
    view! {
        <section class="panel compatibility" aria-label="Compatibility layer">
            <div class="panel-head"><h2>"Compatibility layer"</h2></div>
            <p class="prose">
                "One module without packages for the time of the move. It maps model ids and throws on an id that has no approved target; \
                it leaves out the headers that the target is not to get; it gives errors of both gateways one form; and it puts back \
                exactly those fields of a reply that this code reads. Switch with "
                <code>"GATEWAY=openrouter"</code> ", " <code>"GATEWAY=target"</code> " or, for 5 percent of the users or whatever you name, "
                <code>"GATEWAY=split:5"</code> "."
            </p>
            <Outdated />
            {move || failed.get().map(|problem| notice(&problem, Tone::Alert))}
            {with_report(
                "The module will be here, made for the ids and fields that the code uses.",
                |report| view! { <Fields report=Arc::clone(&report) /> <Unresolved report /> <Module /> }.into_any(),
            )}
        </section>
    }
}

/// What becomes of the fields that the code reads.
#[component]
fn Fields(report: Arc<Report>) -> impl IntoView {
    if report.response_fields.is_empty() {
        return view! { <p>"The scanned code reads no field of a reply that the target lacks or names otherwise, so the module has no adapter for any."</p> }
            .into_any();
    }
    let row = |path: &String| {
        let known = ResponseField::by_path(path);
        let (mark, word) = match known.map(ResponseField::outcome) {
            Some(Outcome::Restored) => (Shape::Check, "put back"),
            Some(Outcome::Same) => (Shape::Check, "unchanged"),
            Some(Outcome::Absent) => (Shape::Cross, "absent on the target"),
            None => (Shape::Dash, "not adapted"),
        };
        let note = known.map_or("It is not known what the target has instead.", ResponseField::note);
        view! {
            <tr>
                <th scope="row"><code>{path.clone()}</code></th>
                <td class="verdict">{shape(mark)} <span>{word}</span></td>
                <td class="seen"><p>{marked(note)}</p></td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Fields and what becomes of them">
            <table aria-label="Response fields">
                <thead><tr><th scope="col">"Field that this code reads"</th><th scope="col">"In the module"</th><th scope="col">"How"</th></tr></thead>
                <tbody>{report.response_fields.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The ids on which the module throws.
#[component]
fn Unresolved(report: Arc<Report>) -> impl IntoView {
    let store = Store::here();
    // The aliases that the scan was made with: those are in the module, whatever was approved since.
    let unresolved = store.select(move |model| {
        let aliases = model.inventory.settled.as_ref().map(|settings| &settings.aliases);
        let is_open = |id: &&String| aliases.is_none_or(|aliases| !aliases.contains_key(*id));
        report.models.iter().map(|(id, _)| id).filter(is_open).cloned().collect::<Vec<_>>()
    });
    move || {
        let ids = unresolved.get();
        if ids.is_empty() {
            return view! { <p>"Every model id of the scanned code has an approved target."</p> }.into_any();
        }
        let words = match ids.len() {
            1 => "1 model id has no approved target. The module throws on it:".to_owned(),
            count => format!("{count} model ids have no approved target. The module throws on them:"),
        };
        view! {
            <div class="notice note">
                <p class="notice-what">{words}</p>
                <ul class="ids" aria-label="Unresolved ids">{ids.into_iter().map(|id| view! { <li><code>{id}</code></li> }).collect_view()}</ul>
                <p><a href=crate::route::Route::Models.fragment()>"Approve targets on the Models page"</a></p>
            </div>
        }
        .into_any()
    }
}

/// The text of the module.
#[component]
fn Module() -> impl IntoView {
    let store = Store::here();
    let language = store.select(|model| model.migrate.layer_language);
    let text =
        store.select(|model| model.migrate.patch.layers.get(&layer_output(model.migrate.layer_language)).cloned());
    let missing = Signal::derive(move || text.get().is_none());
    view! {
        <div class="toolbar">
            <label>
                <span>"Layer language"</span>
                <select
                    prop:value=move || language.get().label()
                    on:change=move |event| {
                        let label = event_target_value(&event);
                        if let Some(language) = Language::ALL.into_iter().find(|language| language.label() == label) {
                            store.dispatch(Msg::LayerLanguageChosen(language));
                        }
                    }
                >
                    {Language::ALL.map(|choice| view! {
                        <option value=choice.label() selected=move || language.get() == choice>{choice.label()}</option>
                    })}
                </select>
            </label>
            {move || {
                let what = Copyable::Output(layer_output(language.get()));
                view! { <CopyButton what name="Copy" disabled=missing /> }
            }}
            <button
                type="button"
                disabled=move || missing.get()
                on:click=move |_| {
                    let output = layer_output(language.get_untracked());
                    store.dispatch(Msg::OutputPressed(output, Deliver::Download));
                }
            >
                "Download"
            </button>
        </div>
        {move || match text.get() {
            Some(text) => view! {
                <pre class="code" tabindex="0" aria-label="Compatibility layer code">{text.to_string()}</pre>
            }.into_any(),
            None => view! { <div class="code-waits"><p class="muted">"Writing the module"</p></div> }.into_any(),
        }}
    }
}
