//! The frame around every page: skip link, navigation, the two gateways, theme, and what opens the dialogs. The dialogs
//! themselves are fetched on demand.

use leptos::prelude::*;

use super::pages::{OtherPages, Pages};
use super::parts::icon;
use super::parts::later::{Later, Settled};
use crate::app::commands::Overlay;
use crate::app::shortcuts::Shortcut;
use crate::app::{Msg, Theme};
use crate::browser::keyboard;
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::route::Route;

/// The whole page.
#[component]
pub fn Shell(
    /// How the program comes by the pages that are not the first.
    others: OtherPages,
) -> impl IntoView {
    let store = Store::here();
    let route = store.select(|model| model.route);
    // Two answers side by side, and a table of many answers, use all the width there is.
    let wide = store.select(|model| matches!(model.route, Route::Compare | Route::Golden));
    let settled = Settled::watch();
    provide_context(settled);
    let pages = Pages::new(others);
    let overlay = store.select(|model| model.overlay);
    window_event_listener(leptos::ev::keydown, move |event| {
        let wanted = match store.read(|model| keyboard::shortcut(&event, model)) {
            Some(Shortcut::Commands) => Overlay::Commands,
            Some(Shortcut::Help) => Overlay::Shortcuts,
            // The Compare page has it.
            Some(Shortcut::RunOrStop) | None => return,
        };
        event.prevent_default();
        store.dispatch(Msg::OverlayOpened(wanted));
    });
    view! {
        <a class="skip" href="#main" on:click=skip_to_main>"Skip to content"</a>
        <Rail pages />
        <div class="column">
            <TopBar pages />
            {move || overlay.get().map(|overlay| pages.show_overlay(overlay))}
            <main id="main" class:wide=move || wide.get() tabindex="-1" aria-busy=move || (!settled.is_whole()).then_some("true")>
                {move || pages.show(route.get())}
            </main>
        </div>
    }
}

/// The fragment is the router's; the skip link therefore moves the focus itself.
fn skip_to_main(event: leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = main.focus();
    }
}

/// The steps.
#[component]
fn Rail(pages: Pages) -> impl IntoView {
    let store = Store::here();
    let current = store.select(|model| model.route);
    let open = RwSignal::new(false);
    let step = move |route: Route| {
        let done = store.select(move |model| model.has_results(route));
        view! {
            <li>
                <a
                    href=route.fragment()
                    on:pointerenter=move |_| pages.want(route)
                    on:focus=move |_| pages.want(route)
                    aria-current=move || (current.get() == route).then_some("page")
                    title=move || done.get().then_some("has results")
                >
                    <span class="step-mark" class:done=move || done.get() aria-hidden="true"></span>
                    {route.name()}
                </a>
            </li>
        }
    };
    view! {
        <header class="rail">
            <a class="brand" href=Route::Connect.fragment()>{icon::logo()} "Switchyard"</a>
            <button
                type="button"
                class="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="steps"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                "Menu"
            </button>
            <nav id="steps" aria-label="Steps" class:open=move || open.get() on:click=move |_| open.set(false)>
                <ol>{Route::ALL.map(step)}</ol>
            </nav>
            <p class="rail-note">"Static page. No server, no analytics. Keys stay in this tab."</p>
        </header>
    }
}

/// The two gateways, the dialogs' buttons and the theme.
#[component]
fn TopBar(pages: Pages) -> impl IntoView {
    let store = Store::here();
    let theme = store.select(|model| model.theme);
    let opener = move |overlay: Overlay, words: &'static str, shortcut: Shortcut| {
        view! {
            <button
                type="button"
                aria-label=overlay.name()
                aria-haspopup="dialog"
                title=format!("{} ({})", overlay.name(), shortcut.keys())
                on:pointerenter=move |_| pages.fetch()
                on:focus=move |_| pages.fetch()
                on:click=move |_| store.dispatch(Msg::OverlayOpened(overlay))
            >
                {words}
            </button>
        }
    };
    view! {
        <div class="top-bar" role="region" aria-label="Gateways and theme">
            <Later last=true>
                <div class="chips">{Side::BOTH.map(|side| view! { <GatewayChip side /> })}</div>
            </Later>
            <Later last=true>
                <div class="openers">
                    {opener(Overlay::Commands, "Commands", Shortcut::Commands)}
                    {opener(Overlay::Shortcuts, "?", Shortcut::Help)}
                    <label class="theme">
                        <span>"Theme"</span>
                        <select
                            on:change=move |event| {
                                store.dispatch(Msg::ThemeChosen(Theme::parse(&event_target_value(&event))))
                            }
                            prop:value=move || theme.get().word()
                        >
                            {Theme::ALL.map(|choice| view! { <option value=choice.word()>{choice.word()}</option> })}
                        </select>
                    </label>
                </div>
            </Later>
        </div>
    }
}

/// One gateway at a glance.
#[component]
fn GatewayChip(side: Side) -> impl IntoView {
    let store = Store::here();
    let name = store.select(move |model| model.gateways.get(side).profile.name);
    let host = store.select(move |model| {
        model.gateways.get(side).base_url.as_ref().map_or_else(|_| "no address".to_owned(), |base| base.authority())
    });
    let world = store.select(|model| if model.demo { "demo" } else { "live" });
    let state = store.select(move |model| match model.check.get(side).reachable() {
        Some(true) => "reachable",
        Some(false) => "not reachable",
        None => "not checked",
    });
    view! {
        <a class=format!("chip {}", side.word()) href=Route::Connect.fragment()>
            <span class="visually-hidden">{side.title()} " gateway: "</span>
            <strong>{move || name.get()}</strong>
            <span class="chip-host">{move || host.get()}</span>
            <span class="chip-state">{move || world.get()} ", " {move || state.get()}</span>
        </a>
    }
}
