//! The theme: shown by an attribute of the root element, remembered in local storage. Beside it only the
//! progress of a golden run is stored. `public/boot.js` applies it before the first paint.

use leptos::prelude::{document, window};

use crate::app::Theme;

const STORED_UNDER: &str = "switchyard.theme";

/// The theme that was stored. Storage may be switched off; then it is the system's.
pub fn stored() -> Theme {
    let storage = window().local_storage().ok().flatten();
    let word = storage.and_then(|storage| storage.get_item(STORED_UNDER).ok().flatten());
    word.map(|word| Theme::parse(&word)).unwrap_or_default()
}

/// Shows a theme and remembers it.
pub fn apply(theme: Theme) {
    let Some(root) = document().document_element() else {
        return;
    };
    let storage = window().local_storage().ok().flatten();
    match theme {
        Theme::System => {
            let _ = root.remove_attribute("data-theme");
            let _ = storage.map(|storage| storage.remove_item(STORED_UNDER));
        }
        Theme::Light | Theme::Dark => {
            let _ = root.set_attribute("data-theme", theme.word());
            let _ = storage.map(|storage| storage.set_item(STORED_UNDER, theme.word()));
        }
    }
}
