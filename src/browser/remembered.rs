//! The two choices that outlive a visit, in local storage: the theme, shown by an attribute of the root element, and
//! whether shortcuts of the keyboard work. Beside them only the progress of a golden
//! run is stored. `public/boot.js` applies the
//! theme before the first paint.
//! **Invariant:** what is as it is by itself is not stored.

use leptos::prelude::{document, window};

use crate::app::Theme;

const THEME: &str = "switchyard.theme";
const SHORTCUTS: &str = "switchyard.shortcuts";
const OFF: &str = "off";

/// The theme that was stored. Storage may be switched off; then it is the system's.
pub fn theme() -> Theme {
    stored(THEME).map(|word| Theme::parse(&word)).unwrap_or_default()
}

/// Whether shortcuts work; unless they were switched off they do.
pub fn shortcuts() -> bool {
    stored(SHORTCUTS).is_none_or(|word| word != OFF)
}

/// Shows a theme and remembers it.
pub fn apply_theme(theme: Theme) {
    let Some(root) = document().document_element() else {
        return;
    };
    match theme {
        Theme::System => {
            let _ = root.remove_attribute("data-theme");
            store(THEME, None);
        }
        Theme::Light | Theme::Dark => {
            let _ = root.set_attribute("data-theme", theme.word());
            store(THEME, Some(theme.word()));
        }
    }
}

/// Remembers whether shortcuts work.
pub fn remember_shortcuts(work: bool) {
    store(SHORTCUTS, (!work).then_some(OFF));
}

fn stored(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Without storage the choice holds for the visit.
fn store(name: &str, word: Option<&str>) {
    let Some(storage) = window().local_storage().ok().flatten() else {
        return;
    };
    let _ = match word {
        Some(word) => storage.set_item(name, word),
        None => storage.remove_item(name),
    };
}
