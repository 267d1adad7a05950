//! Which page is shown, and that all pages but the first, and the dialogs over them, are in a part of the program that is
//! fetched when one of them is wanted: a first visit does not wait for what it may never open.
//!
//! The cut is made after compiling, by tools/split.mjs, at the function `pieces` of the page's program (src/main.rs): what
//! only that function reaches goes into the other file. A page that is added here needs nothing else. The mark of the
//! cut stands in that program and not in this library, because it would hold all pages in the workers' programs too.
//! **Invariant:** a page is built only once the part is here; whatever keeps it away is said, and can be tried again.

use std::pin::Pin;

use leptos::prelude::*;

use super::parts::notice::{Tone, notice};
use super::{compare, connect, golden, inventory, migrate, models, overlay, report};
use crate::app::commands::Overlay;
use crate::app::on_demand::{ON_DEMAND, OnDemand};
use crate::app::{Model, Msg};
use crate::browser::address;
use crate::browser::pause::pause;
use crate::browser::store::Store;
use crate::diagnostic::Diagnostic;
use crate::route::Route;

/// Where the part with all pages but the first is.
#[derive(Clone, Copy)]
enum Part {
    /// Nobody has wanted it yet.
    Unasked,
    /// On its way.
    Coming,
    /// Here, for good.
    Here(&'static Pieces),
    /// It did not come.
    Missing,
}

/// What the part is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// A page.
    Page(Route),
    /// A dialog over the page.
    Overlay(Overlay),
}

/// All that the part on demand holds.
pub struct Pieces {
    /// Builds a page or a dialog, within the owner of whoever asks.
    build: fn(Piece) -> AnyView,
    /// What the pages do.
    work: &'static OnDemand,
}

/// All of it: only what is cut off, or a program that is not cut, may name this.
pub static PIECES: Pieces = Pieces { build: other_piece, work: &ON_DEMAND };

/// Fetches the part on demand; `None` if it did not come.
pub type FetchPieces = fn() -> Pin<Box<dyn Future<Output = Option<&'static Pieces>>>>;

/// How a program comes by the pages that are not the first.
#[derive(Clone, Copy)]
pub enum OtherPages {
    /// They are in it from the start, as in tests.
    Here(&'static Pieces),
    /// They are fetched.
    Fetched(FetchPieces),
}

/// How long the heading of a page stands alone, so that it is painted, once the part is here.
const HEADING_FIRST_MS: i32 = 50;

/// The pages of the program.
#[derive(Clone, Copy)]
pub struct Pages {
    part: RwSignal<Part>,
    others: OtherPages,
    store: Store,
}

impl Pages {
    /// The shell has them once.
    #[must_use]
    pub fn new(others: OtherPages) -> Pages {
        let pages = Pages { part: RwSignal::new(Part::Unasked), others, store: Store::here() };
        if let OtherPages::Here(pieces) = others {
            pages.came(pieces);
        }
        // What was asked of a page that is not here waits for it.
        let wanted = pages.store.select(Model::wants_other_pages);
        Effect::new(move |_| {
            if wanted.get() {
                pages.fetch()
            }
        });
        pages
    }

    fn came(self, pieces: &'static Pieces) {
        self.store.dispatch(Msg::OnDemandArrived(pieces.work));
        // The page may be gone by then.
        self.part.try_set(Part::Here(pieces));
    }

    /// Fetches what the page needs, if it is not here or on its way: for a page that is shown, and for one that a person
    /// points at, so that it is often here when they press.
    pub fn want(self, route: Route) {
        if route != Route::Connect {
            self.fetch();
        }
    }

    /// Fetches the part with everything but the first page, if it is not here or on its way.
    pub fn fetch(self) {
        let part = self.part;
        if matches!(part.get_untracked(), Part::Coming | Part::Here(_)) {
            return;
        }
        let OtherPages::Fetched(fetch) = self.others else { return };
        part.set(Part::Coming);
        leptos::task::spawn_local(async move {
            let came = fetch().await;
            // The press that opened a page is answered by its heading first: building the rest takes longer.
            pause(HEADING_FIRST_MS).await;
            // The heading that stands in for the page has the focus if the page was opened before it came.
            let at_heading = document().active_element().is_some_and(|element| element.tag_name() == "H1");
            match came {
                Some(pieces) => self.came(pieces),
                None => {
                    part.try_set(Part::Missing);
                }
            }
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
        let part = self.part;
        (move || match part.get() {
            Part::Here(pieces) => (pieces.build)(Piece::Page(route)),
            Part::Unasked | Part::Coming => waiting(route),
            Part::Missing => missing(self, route),
        })
        .into_any()
    }

    /// The dialog over the page.
    pub fn show_overlay(self, overlay: Overlay) -> AnyView {
        self.fetch();
        let part = self.part;
        (move || match part.get() {
            Part::Here(pieces) => (pieces.build)(Piece::Overlay(overlay)),
            Part::Unasked | Part::Coming => ().into_any(),
            Part::Missing => missing_overlay(self, overlay),
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

fn not_fetched(what: &str) -> Diagnostic {
    Diagnostic::new(
        what,
        "Its file was not answered: you are offline, or a newer version has replaced it.",
        "Try again. If that does not help, copy what you want to keep and reload.",
    )
}

fn missing_overlay(pages: Pages, overlay: Overlay) -> AnyView {
    let store = Store::here();
    view! {
        <div class="missing-overlay">
            {notice(&not_fetched("This dialog could not be fetched."), Tone::Alert)}
            <button type="button" on:click=move |_| pages.fetch()>"Try again"</button>
            <button type="button" on:click=move |_| store.dispatch(Msg::OverlayClosed(overlay))>"Close"</button>
        </div>
    }
    .into_any()
}

fn missing(pages: Pages, route: Route) -> AnyView {
    let problem = not_fetched("This page could not be fetched.");
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

fn other_piece(piece: Piece) -> AnyView {
    match piece {
        Piece::Page(Route::Connect) => ().into_any(),
        Piece::Page(Route::Inventory) => view! { <inventory::InventoryPage /> }.into_any(),
        Piece::Page(Route::Models) => view! { <models::ModelsPage /> }.into_any(),
        Piece::Page(Route::Compare) => view! { <compare::ComparePage /> }.into_any(),
        Piece::Page(Route::Golden) => view! { <golden::GoldenPage /> }.into_any(),
        Piece::Page(Route::Migrate) => view! { <migrate::MigratePage /> }.into_any(),
        Piece::Page(Route::Report) => view! { <report::ReportPage /> }.into_any(),
        Piece::Overlay(Overlay::Commands) => view! { <overlay::Commands /> }.into_any(),
        Piece::Overlay(Overlay::Shortcuts) => view! { <overlay::Shortcuts /> }.into_any(),
    }
}
