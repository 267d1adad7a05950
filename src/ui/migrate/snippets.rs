//! The current request as code: before and after.
//! **Invariant:** what is copied is what is shown.

use leptos::prelude::*;

use crate::app::{Copyable, Msg};
use crate::browser::store::Store;
use crate::gateway::profile::{HeaderAdvice, HeaderRule};
use crate::gateway::side::Side;
use crate::migrate::snippets::SnippetLanguage;
use crate::ui::parts::copy_button::CopyButton;
use crate::ui::parts::notice::{Tone, notice};

/// The request of the Compare page, in a chosen language.
#[component]
pub fn SnippetsPanel() -> impl IntoView {
    let store = Store::here();
    let language = store.select(|model| model.migrate.language);
    view! {
            <div class="toolbar">
                <label>
                    <span>"Language"</span>
                    <select
                        prop:value=move || language.get().label()
                        on:change=move |event| {
                            let label = event_target_value(&event);
                            if let Some(language) = SnippetLanguage::ALL.into_iter().find(|language| language.label() == label) {
                                store.dispatch(Msg::SnippetLanguageChosen(language));
                            }
                        }
                    >
                        {SnippetLanguage::ALL.map(|choice| view! {
                            <option value=choice.label() selected=move || language.get() == choice>{choice.label()}</option>
                        })}
                    </select>
                </label>
                <p class="hint">"The request is the one on the Compare page. The key is read from the environment; base URL and variable are those on the Connect page."</p>
            </div>
            <div class="two-tracks">
                <Snippet side=Side::Source name="Before" />
                <Snippet side=Side::Target name="After" />
            </div>
            <HeaderAdviceNote />
    }
}

#[component]
fn Snippet(side: Side, name: &'static str) -> impl IntoView {
    let store = Store::here();
    let text = store.select(move |model| model.snippet(side));
    let missing = Signal::derive(move || text.get().is_err());
    view! {
        <section class=format!("panel track {}", side.word()) aria-label=name>
            <div class="panel-head">
                <h2>{name}</h2>
                <CopyButton what=Copyable::Snippet(side) name="Copy" disabled=missing />
            </div>
            {move || match text.get() {
                Ok(text) => view! { <pre class="code" tabindex="0" aria-label=format!("{name} code")>{text}</pre> }.into_any(),
                Err(problem) => notice(&problem, Tone::Alert),
            }}
        </section>
    }
}

/// What the target's edition says about the headers that OpenRouter code sends.
#[component]
fn HeaderAdviceNote() -> impl IntoView {
    let store = Store::here();
    let rules = store.select(|model| model.gateways.target.profile.headers);
    let row = |rule: &HeaderRule| {
        let advice = match rule.advice.value {
            HeaderAdvice::Keep => "keep",
            HeaderAdvice::RemoveUnlessNeeded => "remove unless needed",
            HeaderAdvice::Remove => "remove: not read by the target, and refused from a browser",
        };
        view! {
            <tr>
                <th scope="row"><code>{rule.name}</code></th>
                <td>{advice}</td>
                <td class="muted">{rule.advice.source} ", " {rule.advice.as_of}</td>
            </tr>
        }
    };
    view! {
        <Show when=move || !rules.get().is_empty()>
            <section class="panel" aria-labelledby="headers-title">
                <div class="panel-head"><h2 id="headers-title">"Headers that OpenRouter code sends"</h2></div>
                <table aria-label="Headers">
                    <thead><tr><th scope="col">"Header"</th><th scope="col">"On the target"</th><th scope="col">"Source"</th></tr></thead>
                    <tbody>{move || rules.get().iter().map(row).collect_view()}</tbody>
                </table>
            </section>
        </Show>
    }
}
