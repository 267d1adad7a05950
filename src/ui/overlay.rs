//! The two dialogs over the pages: the list of commands and the list of shortcuts. Native dialogs, so that focus, Escape
//! and what lies behind are the browser's work.
//! **Invariant:** a dialog is closed before what was chosen in it is done, so that the focus is back when a page is opened.

use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::app::Msg;
use crate::app::commands::{Command, Overlay};
use crate::app::shortcuts::Shortcut;
use crate::browser::store::Store;

/// Opens the dialog once it is in the document.
fn opened() -> NodeRef<Dialog> {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // It is refused only where the dialog is open already.
            let _ = dialog.show_modal();
        }
    });
    dialog
}

fn close(dialog: NodeRef<Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        dialog.close();
    }
}

/// The dialog "Commands": a filter and the commands that fit.
#[component]
pub fn Commands() -> impl IntoView {
    let store = Store::here();
    let dialog = opened();
    let text = RwSignal::new(String::new());
    let available = store.select(Command::available);
    let fitting = Memo::new(move |_| available.with(|available| Command::matching(available, &text.get())));
    let choose = move |command: Command| {
        close(dialog);
        store.dispatch(Msg::CommandChosen(command));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(first) = fitting.with_untracked(|commands| commands.first().copied()) {
            choose(first);
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="overlay"
            aria-label=Overlay::Commands.name()
            on:close=move |_| store.dispatch(Msg::OverlayClosed(Overlay::Commands))
            on:keydown=move |event| walk(dialog, &event)
        >
            <form on:submit=submit>
                <label>
                    <span>"Filter commands"</span>
                    <input
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        autofocus
                        prop:value=move || text.get()
                        on:input=move |event| text.set(event_target_value(&event))
                    />
                </label>
            </form>
            <ul class="commands" aria-label="Commands">
                <For
                    each=move || fitting.get()
                    key=|command| *command
                    children=move |command| view! {
                        <li><button type="button" on:click=move |_| choose(command)>{command.name()}</button></li>
                    }
                />
            </ul>
            <p class="hint" role="status">
                {move || match fitting.with(Vec::len) {
                    0 => "No command has these words.".to_owned(),
                    1 => "1 command; Enter takes it.".to_owned(),
                    count => format!("{count} commands; Enter takes the first, arrow keys go through the list."),
                }}
            </p>
            <button type="button" on:click=move |_| close(dialog)>"Close"</button>
        </dialog>
    }
}

/// Moves the focus through the filter and the list.
fn walk(dialog: NodeRef<Dialog>, event: &KeyboardEvent) {
    let step: isize = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Some(stops) =
        dialog.get_untracked().and_then(|dialog| dialog.query_selector_all("input, .commands button").ok())
    else {
        return;
    };
    let stops: Vec<HtmlElement> =
        (0..stops.length()).filter_map(|at| stops.item(at)?.dyn_into::<HtmlElement>().ok()).collect();
    let focused = document().active_element();
    let here = stops.iter().position(|stop| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(stop))));
    let next = here.unwrap_or_default().checked_add_signed(step).and_then(|at| stops.get(at));
    if let Some(next) = next {
        event.prevent_default();
        let _ = next.focus();
    }
}

/// The dialog "Keyboard shortcuts".
#[component]
pub fn Shortcuts() -> impl IntoView {
    let store = Store::here();
    let dialog = opened();
    let work = store.select(|model| model.shortcuts);
    view! {
        <dialog
            node_ref=dialog
            class="overlay"
            aria-label=Overlay::Shortcuts.name()
            on:close=move |_| store.dispatch(Msg::OverlayClosed(Overlay::Shortcuts))
        >
            <h2>{Overlay::Shortcuts.name()}</h2>
            <dl class="shortcuts">
                {Shortcut::ALL.map(|shortcut| view! {
                    <div><dt><kbd>{shortcut.keys()}</kbd></dt><dd>{shortcut.words()}</dd></div>
                })}
                <div><dt><kbd>"Esc"</kbd></dt><dd>"Close a dialog"</dd></div>
                <div><dt><kbd>"Arrow keys"</kbd></dt><dd>"Go through tabs, choices and the list of commands"</dd></div>
            </dl>
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    prop:checked=move || work.get()
                    on:change=move |event| store.dispatch(Msg::ShortcutsSwitched(event_target_checked(&event)))
                />
                <span>"Shortcuts work"</span>
            </label>
            <p class="hint">"Off: no key of this list does anything but Esc and the arrows. Remembered in this browser."</p>
            <button type="button" on:click=move |_| close(dialog)>"Close"</button>
        </dialog>
    }
}
