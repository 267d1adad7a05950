//! The tab "Presets": what the target is to know so that requests need not say it each time.

use leptos::prelude::*;

use super::sheet_table::{EditionChoice, LossChoice, SheetTable};
use crate::migrate::sheet::SheetKind;

/// The panel.
#[component]
pub fn PresetsPanel() -> impl IntoView {
    view! {
        <section class="panel sheets" aria-label="Presets">
            <div class="panel-head"><h2>"Presets and routing"</h2></div>
            <p class="muted">
                "Made of the literal requests of the scanned code and of the request on the Compare page. A definition is the body of POST /presets."
            </p>
            <EditionChoice />
            <LossChoice />
            <SheetTable kind=SheetKind::Presets label="Presets and routing" text_label="Preset definitions" search=Signal::stored(String::new()) />
        </section>
    }
}
