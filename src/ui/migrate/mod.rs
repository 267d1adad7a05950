//! The Migrate page: what goes into the user's code, in tabs.
//! **Invariant:** only the part that is shown is built; the others are empty panels that their tabs point to.

mod compatibility;
mod diff;
mod environment;
mod field_map;
mod hunks;
mod parameter_probe;
mod patch;
mod presets;
mod scan_state;
mod sheet_table;
mod snippets;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::parts::page_head::PageHead;
use crate::app::Msg;
use crate::app::patch::Tab;
use crate::browser::store::Store;

/// What goes into the user's code.
#[component]
pub fn MigratePage() -> impl IntoView {
    view! {
        <PageHead
            title="Migrate"
            purpose="Take the move into your code: a patch, snippets, the environment, and a layer that can go back."
            step="swap base URL and key"
        />
        <Tabs />
        {Tab::ALL.map(|tab| view! { <Panel tab /> })}
    }
}

/// The tabs. Arrow keys move the choice and the focus with it.
#[component]
fn Tabs() -> impl IntoView {
    let store = Store::here();
    let chosen = store.select(|model| model.migrate.tab);
    let key_pressed = move |event: leptos::ev::KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return;
        }
        if let Some(tab) = chosen.get_untracked().after_key(&event.key()) {
            event.prevent_default();
            store.dispatch(Msg::MigrateTabChosen(tab));
            let button = document().get_element_by_id(&tab_id(tab));
            if let Some(button) = button.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = button.focus();
            }
        }
    };
    view! {
        <div role="tablist" aria-label="Migrate" class="tabs" on:keydown=key_pressed>
            {Tab::ALL.map(|tab| {
                let is_chosen = move || chosen.get() == tab;
                view! {
                    <button
                        type="button"
                        role="tab"
                        id=tab_id(tab)
                        aria-selected=move || if is_chosen() { "true" } else { "false" }
                        aria-controls=panel_id(tab)
                        tabindex=move || if is_chosen() { "0" } else { "-1" }
                        on:click=move |_| store.dispatch(Msg::MigrateTabChosen(tab))
                    >
                        {tab.name()}
                    </button>
                }
            })}
        </div>
    }
}

/// The panel of one tab.
#[component]
fn Panel(tab: Tab) -> impl IntoView {
    let store = Store::here();
    let is_chosen = store.select(move |model| model.migrate.tab == tab);
    let content = move || match tab {
        Tab::Patch => view! { <patch::PatchPanel /> }.into_any(),
        Tab::Snippets => view! { <snippets::SnippetsPanel /> }.into_any(),
        Tab::Presets => view! { <presets::PresetsPanel /> }.into_any(),
        Tab::FieldMap => view! { <field_map::FieldMapPanel /> }.into_any(),
        Tab::Environment => view! { <environment::EnvironmentPanel /> }.into_any(),
        Tab::CompatibilityLayer => view! { <compatibility::CompatibilityPanel /> }.into_any(),
    };
    view! {
        <div
            id=panel_id(tab)
            role="tabpanel"
            aria-labelledby=tab_id(tab)
            class="tab-panel"
            hidden=move || !is_chosen.get()
        >
            <Show when=move || is_chosen.get()>{content()}</Show>
        </div>
    }
}

fn tab_id(tab: Tab) -> String {
    format!("tab-{}", tab.slug())
}

fn panel_id(tab: Tab) -> String {
    format!("panel-{}", tab.slug())
}
