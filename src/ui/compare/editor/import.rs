//! The dialog that reads requests from elsewhere: a command, a recording, a call of `fetch`, a body.
//! The text that is pasted may hold keys: it stays in its field, is read here, and what goes to the model is clean.
//! **Invariant:** the field is empty from the moment the dialog closes.

use leptos::html;
use leptos::prelude::*;

use crate::app::Msg;
use crate::browser::files::read_text;
use crate::browser::store::Store;
use crate::exchange::imported::{Body, ImportedRequest};
use crate::exchange::{Dialect, import_as};
use crate::ui::parts::notice::{Tone, notice};

/// The longest body that is shown before it is taken over, in characters.
const SHOWN: usize = 4_000;

/// The button and its dialog.
#[component]
pub fn ImportButton() -> impl IntoView {
    let store = Store::here();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    let field: NodeRef<html::Textarea> = NodeRef::new();
    let shell: RwSignal<Option<Dialect>> = RwSignal::new(None);
    let read = move || {
        let Some(field) = field.get_untracked() else { return };
        let (requests, diagnostics) = import_as(&field.value(), shell.get_untracked());
        store.dispatch(Msg::ImportRead(requests, diagnostics));
    };
    let forget = move || {
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
    };
    // The browser tells of a closed dialog in a later task: until then its text would still stand in the page.
    let close = move || {
        forget();
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // Escape closes it too, and only this hears of that.
    let closed = move || {
        forget();
        store.dispatch(Msg::ImportRead(Vec::new(), Vec::new()));
    };
    let taken =
        store.select(|model| model.compare.editor.import.chosen().map(|request| model.taken_over(request).map(|_| ())));
    view! {
        <button
            type="button"
            on:click=move |_| {
                if let Some(dialog) = dialog.get_untracked() {
                    // It throws if it is open already, and then there is nothing to do.
                    let _ = dialog.show_modal();
                }
            }
        >
            "Import cURL"
        </button>
        <dialog node_ref=dialog class="import" aria-labelledby="import-title" on:close=move |_| closed()>
            <div class="panel-head">
                <h2 id="import-title">"Import a request"</h2>
                <button type="button" on:click=move |_| close()>"Cancel"</button>
            </div>
            <p class="hint">
                "Paste a command of curl for bash, cmd or PowerShell, the content of a HAR file, a call of fetch, or a JSON body. Keys in it are taken out before anything is kept."
            </p>
            <label>
                <span>"Command, HAR or fetch"</span>
                <textarea node_ref=field rows="8" spellcheck="false" autocomplete="off" on:input=move |_| read()></textarea>
            </label>
            <div class="toolbar">
                <label>
                    <span>"Shell"</span>
                    <select on:change=move |event| {
                        let label = event_target_value(&event);
                        shell.set(Dialect::ALL.into_iter().find(|dialect| dialect.label() == label));
                        read();
                    }>
                        <option value="">"Find out"</option>
                        {Dialect::ALL.map(|choice| view! { <option value=choice.label()>{choice.label()}</option> })}
                    </select>
                </label>
                <label class="file">
                    <span>"Open a HAR file"</span>
                    <input
                        type="file"
                        accept=".har,.json,.txt,.sh"
                        on:change=move |event| read_text(&event, move |text| {
                            if let Some(field) = field.get_untracked() {
                                field.set_value(&text);
                                read();
                            }
                        })
                    />
                </label>
            </div>
            <div class="import-found"><Found /></div>
            {move || taken.get().and_then(Result::err).map(|problem| notice(&problem, Tone::Alert))}
            <div class="buttons">
                <button
                    type="button"
                    class="primary"
                    disabled=move || !matches!(taken.get(), Some(Ok(())))
                    on:click=move |_| {
                        store.dispatch(Msg::ImportApplied);
                        close();
                    }
                >
                    "Use this request"
                </button>
            </div>
        </dialog>
    }
}

/// What was read: a choice if there are several, and the chosen one.
#[component]
fn Found() -> impl IntoView {
    let store = Store::here();
    let diagnostics = store.select(|model| model.compare.editor.import.diagnostics.clone());
    let names = store.select(|model| {
        let import = &model.compare.editor.import;
        import.requests.iter().map(|request| format!("{} {}", request.method, address(request))).collect::<Vec<_>>()
    });
    let chosen = store.select(|model| model.compare.editor.import.chosen);
    let request = store.select(|model| model.compare.editor.import.chosen().cloned());
    view! {
        {move || diagnostics.get().iter().map(|said| notice(said, Tone::Note)).collect_view()}
        <Show when=move || { names.with(|names| names.len() > 1) }>
            <fieldset class="import-list">
                <legend>"Requests found"</legend>
                {move || names.get().into_iter().enumerate().map(|(at, name)| view! {
                    <label class="check">
                        <input
                            type="radio"
                            name="import-request"
                            prop:checked=move || chosen.get() == at
                            on:change=move |_| store.dispatch(Msg::ImportChosen(at))
                        />
                        <code>{name}</code>
                    </label>
                }).collect_view()}
            </fieldset>
        </Show>
        {move || request.get().map(|request| shown(&request))}
    }
}

fn address(request: &ImportedRequest) -> String {
    if request.url.is_empty() { "(no address)".to_owned() } else { request.url.clone() }
}

/// One request as it was read.
fn shown(request: &ImportedRequest) -> AnyView {
    let body = match &request.body {
        Body::None => "none".to_owned(),
        Body::Json(text) | Body::Text(text) => text.clone(),
        Body::Form(parts) => {
            let part = |part: &crate::exchange::imported::FormPart| {
                format!("{}={}{}", part.name, if part.is_file { "@" } else { "" }, part.value)
            };
            parts.iter().map(part).collect::<Vec<_>>().join("\n")
        }
    };
    let long = body.chars().count() > SHOWN;
    let body: String = body.chars().take(SHOWN).collect();
    let headers = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n");
    view! {
        <dl class="import-request" aria-label="Request found">
            <dt>"Method"</dt>
            <dd><code>{request.method.clone()}</code></dd>
            <dt>"Address"</dt>
            <dd><code>{address(request)}</code></dd>
            <dt>"Headers"</dt>
            <dd><pre>{if headers.is_empty() { "none".to_owned() } else { headers }}</pre></dd>
            <dt>"Body"</dt>
            <dd>
                <pre class="code" tabindex="0" aria-label="Body found">{body}</pre>
                {long.then(|| view! { <p class="hint">"This is its beginning; all of it is taken over."</p> })}
            </dd>
        </dl>
        {request.notes.iter().map(|note| notice(note, Tone::Note)).collect_view()}
    }
    .into_any()
}
