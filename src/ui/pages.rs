//! Which page is shown, and that all pages but the first are in a part of the program that is fetched when one of them
//! is wanted: a first visit does not wait for what it may never open.
//!
//! The cut is made after compiling, by tools/split.mjs, at the function `build`: what only `build` reaches goes into
//! the other file. A page that is added here needs nothing else. Without the feature `split-pages` all is one program,
//! and the part is there from the start: so in tests, and in the workers, where the mark of the cut would hold all pages.
//! **Invariant:** a page is built only once the part is here; whatever keeps it away is said, and can be tried again.

use leptos::prelude::*;

use super::parts::notice::{Tone, notice};
use super::{compare, connect, golden, inventory, migrate, models, report};
use crate::browser::address;
use crate::diagnostic::Diagnostic;
use crate::route::Route;

/// Where the part with all pages but the first is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nobody has wanted it yet.
    Unasked,
    /// On its way.
    Coming,
    /// Here, for good.
    Here,
    /// It did not come.
    Missing,
}

/// The pages of the program.
#[derive(Clone, Copy)]
pub struct Pages(RwSignal<Part>);

impl Pages {
    /// The shell has them once.
    #[must_use]
    pub fn new() -> Pages {
        Pages(RwSignal::new(if on_demand::IS_CUT_OFF { Part::Unasked } else { Part::Here }))
    }

    /// Fetches what the page needs, if it is not here or on its way: for a page that is shown, and for one that a person
    /// points at, so that it is often here when they press.
    pub fn want(self, route: Route) {
        let part = self.0;
        if route == Route::Connect || matches!(part.get_untracked(), Part::Coming | Part::Here) {
            return;
        }
        part.set(Part::Coming);
        leptos::task::spawn_local(async move {
            let came = on_demand::fetch().await;
            // The heading that stands in for the page has the focus if the page was opened before it came.
            let at_heading = document().active_element().is_some_and(|element| element.tag_name() == "H1");
            // The page may be gone by then.
            part.try_set(if came { Part::Here } else { Part::Missing });
            if at_heading {
                address::focus_heading();
            }
        });
    }

    /// The page of a route.
    pub fn show(self, route: Route) -> AnyView {
        if route == Route::Connect {
            return view! { <connect::ConnectPage /> }.into_any();
        }
        self.want(route);
        let part = self.0;
        (move || match part.get() {
            Part::Here => on_demand::page(route),
            Part::Unasked | Part::Coming => waiting(route),
            Part::Missing => missing(self, route),
        })
        .into_any()
    }
}

/// What stands in place of a page on its way: its heading, so that the press is answered at once.
fn waiting(route: Route) -> AnyView {
    view! {
        <header class="page-head" aria-busy="true">
            <div>
                <h1 tabindex="-1">{route.name()}</h1>
                <p role="status">"This page is being fetched…"</p>
            </div>
        </header>
    }
    .into_any()
}

fn missing(pages: Pages, route: Route) -> AnyView {
    let problem = Diagnostic::new(
        "This page could not be fetched.",
        "Its file was not answered: you are offline, or a newer version has replaced it.",
        "Try again. If that does not help, copy what you want to keep and reload.",
    );
    view! {
        <header class="page-head">
            <div><h1 tabindex="-1">{route.name()}</h1></div>
            <div class="page-action">
                <button type="button" class="primary" on:click=move |_| pages.want(route)>"Try again"</button>
            </div>
        </header>
        {notice(&problem, Tone::Alert)}
    }
    .into_any()
}

/// Everything that only the part on demand holds.
fn built(route: Route) -> AnyView {
    golden::arrive();
    match route {
        Route::Connect => ().into_any(),
        Route::Inventory => view! { <inventory::InventoryPage /> }.into_any(),
        Route::Models => view! { <models::ModelsPage /> }.into_any(),
        Route::Compare => view! { <compare::ComparePage /> }.into_any(),
        Route::Golden => view! { <golden::GoldenPage /> }.into_any(),
        Route::Migrate => view! { <migrate::MigratePage /> }.into_any(),
        Route::Report => view! { <report::ReportPage /> }.into_any(),
    }
}

#[cfg(feature = "split-pages")]
mod on_demand {
    //! The cut.
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use leptos::prelude::*;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use crate::route::Route;

    /// Whether there is a part to fetch.
    pub const IS_CUT_OFF: bool = true;

    #[wasm_split(pages, fallible, preload(fetch_pages))]
    fn build(route: Route) -> Result<AnyView, SplitLoaderError> {
        Ok(super::built(route))
    }

    /// Whether the part is here now.
    pub async fn fetch() -> bool {
        fetch_pages().await.is_ok()
    }

    /// The page. Once the part is here the first poll has it, within the owner of whoever asks.
    pub fn page(route: Route) -> AnyView {
        match pin!(build(route)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(page)) => page,
            Poll::Ready(Err(_)) | Poll::Pending => ().into_any(),
        }
    }
}

#[cfg(not(feature = "split-pages"))]
mod on_demand {
    //! No cut.
    use leptos::prelude::*;

    use crate::route::Route;

    /// Whether there is a part to fetch.
    pub const IS_CUT_OFF: bool = false;

    /// It is always here.
    pub async fn fetch() -> bool {
        true
    }

    /// The page.
    pub fn page(route: Route) -> AnyView {
        super::built(route)
    }
}
