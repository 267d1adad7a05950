//! What remains when the page's own code fails: after a panic nothing else works, so the message is put up with
//! plain DOM calls, and the reload is left to the person.

use leptos::prelude::document;

/// Installs the hook.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        leptos::logging::error!("{info}");
        let Some(body) = document().body() else { return };
        let Ok(banner) = document().create_element("p") else {
            return;
        };
        banner.set_class_name("crash");
        let _ = banner.set_attribute("role", "alert");
        banner.set_text_content(Some(
            "Switchyard failed and stopped; nothing more is sent. Reload the page to start again; keys must be entered anew.",
        ));
        let _ = body.prepend_with_node_1(&banner);
    }));
}
