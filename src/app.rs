//! Everything that can happen, and everything that the page can ask of the browser.
//!
//! A [`Msg`] is a fact in the past tense; [`update`] is the only place that changes the [`Model`]; an [`Effect`] is data
//! that the shell performs, and whose outcome comes back as a later message.
//!
//! **Invariant:** `update` is pure: no clock, no randomness, no browser. Times arrive as fields of messages.
//! **Invariant:** messages of a run that is no longer current are dropped.

pub mod alias_import;
pub mod approvals;
pub mod catalogue_view;
pub mod catalogues;
pub mod check;
pub mod commands;
pub mod compare;
pub mod connect;
pub mod demo;
pub mod effect;
pub mod given_list;
pub mod golden;
pub mod http;
pub mod inventory;
pub mod judging;
pub mod message;
pub mod migrate;
pub mod model_probe;
pub mod models;
pub mod on_demand;
mod others;
pub mod parameter_probe;
pub mod patch;
pub mod report;
pub mod request_editor;
pub mod serving;
pub mod sheets;
pub mod shortcuts;
pub mod side_by_side;
pub mod theme;

use std::collections::BTreeMap;

use crate::gateway::side::{PerSide, Side};
use crate::route::{Address, Route};

pub use effect::{AnalyzerTask, Copyable, Effect, Inquiry, Made, Outgoing, Reading, Via};
pub use message::{ChosenFile, Msg};
pub use theme::Theme;

/// Names one request; never used twice in the life of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// The whole state of the page.
#[derive(Debug, Clone)]
pub struct Model {
    /// The page shown.
    pub route: Route,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Whether shortcuts of the keyboard work.
    pub shortcuts: bool,
    /// The dialog over the page, if one is open.
    pub overlay: Option<commands::Overlay>,
    /// What the browser said about itself.
    pub environment: Environment,
    /// Profile, base URL and key variable of each side.
    pub gateways: PerSide<connect::GatewaySettings>,
    /// Whether the tab is hidden: a browser then holds back timers and reading, so that no time is judged.
    pub hidden: bool,
    /// The keys, or why there is none.
    pub keys: PerSide<connect::KeyField>,
    /// Whether requests go to the simulator inside the page.
    pub demo: bool,
    /// The connection check of each side.
    pub check: PerSide<check::SideCheck>,
    /// Every request made, in order.
    pub requests: Vec<http::RequestRow>,
    /// The Inventory page.
    pub inventory: inventory::InventoryPage,
    /// The model list of each side.
    pub catalogues: PerSide<catalogues::Catalogue>,
    /// The Models page.
    pub models: models::ModelsPage,
    /// The Compare page.
    pub compare: compare::ComparePage,
    /// The Golden set page.
    pub golden: golden::GoldenPage,
    /// The Migrate page.
    pub migrate: migrate::MigratePage,
    /// The Report page.
    pub report: report::ReportPage,
    /// What the last press of a copy button led to.
    pub copied: Option<(Copyable, bool)>,
    on_demand: Option<&'static on_demand::OnDemand>,
    waiting: Vec<Msg>,
    in_flight: BTreeMap<RequestId, http::InFlight>,
    last_request: u64,
}

impl Default for Model {
    fn default() -> Self {
        Model {
            route: Route::default(),
            theme: Theme::default(),
            shortcuts: true,
            overlay: None,
            environment: Environment::default(),
            gateways: PerSide::from_fn(|side| connect::GatewaySettings::of(connect::DEFAULT_PROFILES.get(side))),
            hidden: false,
            keys: PerSide::default(),
            demo: false,
            check: PerSide::default(),
            requests: Vec::new(),
            inventory: inventory::InventoryPage::default(),
            catalogues: PerSide::default(),
            models: models::ModelsPage::default(),
            compare: compare::ComparePage::default(),
            golden: golden::GoldenPage::default(),
            migrate: migrate::MigratePage::default(),
            report: report::ReportPage::default(),
            copied: None,
            on_demand: None,
            waiting: Vec::new(),
            in_flight: BTreeMap::new(),
            last_request: 0,
        }
    }
}

/// What the browser says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Environment {
    /// Whether the page came over https.
    pub page_secure: bool,
}

/// Applies one fact to the model and says what is to be done about it.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Started { environment, theme, shortcuts, fragment } => {
            model.environment = environment;
            model.theme = theme;
            model.shortcuts = shortcuts;
            open_address(model, &fragment)
        }
        Msg::AddressChanged(fragment) => open_address(model, &fragment),
        Msg::ThemeChosen(theme) => {
            model.theme = theme;
            vec![Effect::ApplyTheme(theme)]
        }
        Msg::ShortcutsSwitched(work) => {
            model.shortcuts = work;
            vec![Effect::RememberShortcuts(work)]
        }
        Msg::OverlayOpened(overlay) => {
            model.overlay = Some(overlay);
            Vec::new()
        }
        Msg::OverlayClosed(overlay) => {
            model.overlay = model.overlay.filter(|open| *open != overlay);
            Vec::new()
        }
        Msg::CommandChosen(command) => commands::chosen(model, command),

        Msg::ProfileChosen(side, id) => connect::profile_chosen(model, side, &id),
        Msg::BaseUrlTyped(side, text) => connect::base_url_typed(model, side, text),
        Msg::KeyTyped(side, text) => connect::key_typed(model, side, &text),
        Msg::KeyVariableTyped(side, text) => connect::key_variable_typed(model, side, text),
        Msg::KeyShown(side, shown) => connect::key_shown(model, side, shown),
        Msg::KeyForgotten(side) => connect::key_forgotten(model, side),
        Msg::DemoSwitched(on) => connect::demo_switched(model, on),
        Msg::DemoTried => demo::tried(model),
        Msg::AddressAccepted(side) => connect::address_accepted(model, side),
        Msg::CheckPressed => check::pressed(model),
        Msg::CheckStopped => check::stopped(model),

        Msg::Http(id, event) => http::happened(model, id, event),

        Msg::VisibilityChanged(hidden) => judging::visibility_changed(model, hidden),
        Msg::OnDemandArrived(work) => on_demand::arrived(model, work),
        other => on_demand::tell(model, other),
    }
}

fn open_address(model: &mut Model, fragment: &str) -> Vec<Effect> {
    match Address::parse(fragment) {
        Address::Page(route) => {
            model.route = route;
            model.copied = None;
            model.overlay = None;
            let mut effects = vec![Effect::EnterPage(route)];
            if route != Route::Connect {
                effects.extend(on_demand::tell(model, Msg::PageEntered(route)));
            }
            effects
        }
        Address::Case(code) => {
            model.route = Route::Report;
            let mut effects = vec![Effect::EnterPage(Route::Report)];
            effects.extend(on_demand::tell(model, Msg::CaseLinkOpened(code)));
            effects
        }
    }
}

impl Model {
    /// Whether a page holds results already, for the marks of the navigation.
    #[must_use]
    pub fn has_results(&self, route: Route) -> bool {
        match route {
            Route::Connect => Side::BOTH.into_iter().all(|side| self.check.get(side).reachable() == Some(true)),
            Route::Inventory => self.findings_report().is_some(),
            Route::Models => !self.models.rows.is_empty(),
            Route::Golden => self.golden.session.as_ref().is_some_and(|session| !session.judged.is_empty()),
            // A snippet is there from the start; it counts once its request has been answered.
            Route::Compare | Route::Migrate => self.compare.is_answered() || self.texts().is_some(),
            Route::Report => self.report.opened.as_ref().is_some_and(Result::is_ok),
        }
    }
}
