//! The head of a page: its heading, one sentence of what it is for, the guide's step, and the primary action.

use leptos::prelude::*;

/// Heading, purpose and primary action.
#[component]
pub fn PageHead(
    /// The one `h1`.
    title: &'static str,
    /// One sentence.
    purpose: &'static str,
    /// The step of the migration guide that the page carries out.
    step: &'static str,
    /// The primary action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <div>
                <h1 tabindex="-1">{title}</h1>
                <p>
                    {purpose} " Step of the "
                    // No anchors of its steps are known, so that the link promises the guide alone.
                    <a href="https://docs.ai-stats.phaseo.app/v1/migration-guides/from-openrouter" rel="noreferrer noopener" target="_blank">
                        "migration guide"
                    </a>
                    ": " {step} "."
                </p>
            </div>
            {children.map(|children| view! { <div class="page-action">{children()}</div> })}
        </header>
    }
}
