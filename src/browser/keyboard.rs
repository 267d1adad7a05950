//! Presses of keys in the words of the core. What they mean is decided in `app::shortcuts`.

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::app::Model;
use crate::app::shortcuts::{KeyPress, Shortcut};

/// What a press means, if shortcuts work and no dialog stands over the page.
pub fn shortcut(event: &KeyboardEvent, model: &Model) -> Option<Shortcut> {
    if !model.shortcuts || model.overlay.is_some() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let fields = "input, textarea, select, [contenteditable]";
    let in_field = target.is_some_and(|element| element.closest(fields).is_ok_and(|field| field.is_some()));
    Shortcut::of(&KeyPress {
        key: &event.key(),
        control: event.ctrl_key(),
        meta: event.meta_key(),
        alt: event.alt_key(),
        alt_graph: event.get_modifier_state("AltGraph"),
        composing: event.is_composing(),
        repeat: event.repeat(),
        in_field,
    })
}
