//! Sentences of the core that set ids and names in backticks, shown with those parts as code.

use leptos::prelude::*;

/// Shows a sentence; what stands between backticks becomes code.
pub fn marked(text: &str) -> AnyView {
    text.split('`')
        .enumerate()
        .map(|(index, part)| {
            let part = part.to_owned();
            if index % 2 == 1 {
                view! { <code>{part}</code> }.into_any()
            } else {
                view! { <span>{part}</span> }.into_any()
            }
        })
        .collect_view()
        .into_any()
}
