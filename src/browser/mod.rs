//! Every side effect of the page: the one place that touches the browser.
//! Not a place for decisions: what to do is an [`Effect`], decided in `app::update`.
//!
//! `worker`, `player`, `validator` and, for the bench, `meter` are the exceptions: each runs in a web worker of its own.
//!
//! **Invariant:** requests go out only here, and only for [`Effect::Send`] and, to the page's own folder and without a
//! key, [`Effect::FetchSnapshot`].

pub mod address;
pub mod analyzer;
mod batch;
pub mod clock;
mod connection;
mod delivery;
mod download;
pub mod dropped;
mod envelope;
mod fetch;
mod figure;
pub mod files;
pub mod keyboard;
pub mod meter;
mod panic;
pub mod pause;
pub mod player;
mod presence;
mod progress;
mod remembered;
mod simulated;
pub mod store;
mod validating;
pub mod validator;
mod visibility;
pub mod worker;

use leptos::prelude::*;

use crate::app::golden::GoldenMsg;
use crate::app::{Effect, Environment, Msg, Via};
use crate::ui;
use store::Store;

/// Starts the page. `others` says how the program comes by the pages that are not the first.
pub fn start(others: ui::pages::OtherPages) {
    panic::install();
    let Some(body) = document().body() else { return };
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
    mount_to(body, move || {
        let store = Store::new();
        provide_context(store);
        let environment = Environment { page_secure: address::is_secure() };
        store.dispatch(Msg::Started {
            environment,
            theme: remembered::theme(),
            shortcuts: remembered::shortcuts(),
            fragment: address::fragment(),
        });
        visibility::follow(store);
        window_event_listener(leptos::ev::hashchange, move |_| {
            store.dispatch(Msg::AddressChanged(address::fragment()))
        });
        files::keep_page_from_drops();
        view! { <ui::Shell others /> }
    })
    .forget();
}

/// Performs one effect. Its outcome, if it has one, comes back as a message.
pub fn perform(store: Store, effect: Effect) {
    match effect {
        Effect::Send(outgoing) => match &outgoing.via {
            Via::Network => fetch::send(store, *outgoing),
            Via::Simulator(..) => simulated::send(store, *outgoing),
        },
        Effect::Abort(id) => connection::abort(id),
        Effect::Copy(what, text) => download::copy(store, what, text),
        Effect::CopyLink(fragment) => {
            download::copy(store, crate::app::Copyable::Link, address::with_fragment(&fragment));
        }
        Effect::Download { name, mime, text } => download::save(&name, mime, &text),
        Effect::DownloadBytes { name, mime, bytes } => download::save_bytes(&name, &mime, &bytes),
        Effect::Validate(inquiry, checks) => validating::ask(store, inquiry, &checks),
        Effect::Analyze(task) => analyzer::perform(store, task),
        Effect::FetchSnapshot(side, path) => files::fetch_own(store, side, path),
        Effect::Wake { round, after_ms } => wake(store, round, after_ms),
        Effect::Progress(task) => progress::perform(store, task),
        Effect::DownloadFigure { name, svg, as_image } => figure::save(&name, svg, as_image),
        Effect::ApplyTheme(theme) => remembered::apply_theme(theme),
        Effect::RememberShortcuts(work) => remembered::remember_shortcuts(work),
        Effect::OpenPage(route) => address::open(route),
        Effect::EnterPage(route) => address::enter(route),
    }
}

/// Tells a golden run that time has passed.
fn wake(store: Store, round: u32, after_ms: f64) {
    let after = std::time::Duration::from_millis(after_ms.max(0.0).ceil() as u64);
    set_timeout(move || store.dispatch(Msg::Golden(GoldenMsg::Woke(round, clock::now_ms()))), after);
}
