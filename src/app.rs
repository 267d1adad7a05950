//! Everything that can happen, and everything that the page can ask of the browser.
//!
//! A [`Msg`] is a fact in the past tense; [`update`] is the only place that changes the [`Model`]; an [`Effect`] is
//! data that the shell performs, and whose outcome comes back as a later message.
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
pub mod given_list;
pub mod golden;
pub mod http;
pub mod inventory;
pub mod judging;
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

use std::collections::BTreeMap;

use crate::compare::form::edit::Edit;
use crate::compare::pin::Pin;
use crate::compare::second_turn::SecondTurn;
use crate::compare::validity::{Check, Outcome};
use crate::diagnostic::Diagnostic;
use crate::exchange::imported::ImportedRequest;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::http::HttpRequest;
use crate::gateway::key::{ApiKey, TypedKey};
use crate::gateway::side::{PerSide, Side};
use crate::inventory::finding::{Action, Class};
use crate::inventory::protocol::{Output, Reply, Request};
use crate::inventory::settings::{KeyMove, Settings};
use crate::migrate::change::Safety;
use crate::migrate::compatibility::Language;
use crate::migrate::field_map::Edition;
use crate::migrate::snippets::SnippetLanguage;
use crate::migrate::translate::{PrivacyDecision, UnsupportedDecision};
use crate::models::alias_map::AliasFormat;
use crate::models::pair::Volume;
use crate::models::snapshot::snapshot_path;
use crate::probe::plan::Parameter;
use crate::route::{Address, Route};
use crate::simulator::Role;

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

/// The colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order of choice.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The word for storage and for the choice.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads the word; anything unknown is the system's.
    #[must_use]
    pub fn parse(word: &str) -> Theme {
        Self::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }
}

/// What a copy button copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copyable {
    /// The link that carries the case.
    Link,
    /// The alias map in the chosen format.
    AliasMap,
    /// The snippet of one side.
    Snippet(Side),
    /// The request of the editor as code, for the side that is chosen there.
    Request(SnippetLanguage),
    /// A file that the worker made.
    Output(Output),
    /// The variables of the environment before the move (source) and after it (target).
    Environment(Side),
}

/// What a file was chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenFile {
    /// As the model list of a side.
    Catalogue(Side),
    /// As an alias map.
    AliasMap,
    /// As a case.
    Case,
    /// As a golden set.
    GoldenSet,
    /// As a case to compare a golden run with.
    EarlierRun,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// The page started, at this fragment.
    Started {
        /// What the browser says about itself.
        environment: Environment,
        /// The theme that was stored, if any.
        theme: Theme,
        /// Whether shortcuts work, as stored.
        shortcuts: bool,
        /// The fragment with its `#`.
        fragment: String,
    },
    /// The fragment changed.
    AddressChanged(String),
    /// A theme was chosen.
    ThemeChosen(Theme),
    /// Shortcuts of the keyboard were switched on or off.
    ShortcutsSwitched(bool),
    /// A dialog was asked for.
    OverlayOpened(commands::Overlay),
    /// A dialog was closed; the word of it may come after another was opened.
    OverlayClosed(commands::Overlay),
    /// A command was chosen from the list.
    CommandChosen(commands::Command),

    /// A profile was chosen, by id.
    ProfileChosen(Side, String),
    /// The base URL field changed.
    BaseUrlTyped(Side, String),
    /// The key field changed.
    KeyTyped(Side, TypedKey),
    /// The key variable field changed.
    KeyVariableTyped(Side, String),
    /// The key was to be shown or hidden.
    KeyShown(Side, bool),
    /// The key was to be forgotten.
    KeyForgotten(Side),
    /// The address that came with an opened case was looked at and accepted.
    AddressAccepted(Side),
    /// The demo was switched.
    DemoSwitched(bool),
    /// The one button of a first visit was pressed.
    DemoTried,
    /// The connection check was pressed.
    CheckPressed,
    /// The connection check was stopped.
    CheckStopped,

    /// Something happened to a request.
    Http(RequestId, http::HttpEvent),

    /// The paste field changed.
    CodePasted(String),
    /// A language was chosen for the paste field, by name; none to find out.
    PastedLanguageChosen(Option<String>),
    /// Scan was pressed.
    ScanPressed,
    /// Files were picked or dropped; the shell holds them. So many leading segments of each path are the picked folder.
    FilesOffered(usize),
    /// The scan was stopped.
    ScanStopped,
    /// The inventory was cleared.
    InventoryCleared,
    /// Only findings of a class are to be shown, or all.
    ClassShown(Option<Class>),
    /// Only findings with an action are to be shown, or all.
    ActionShown(Option<Action>),
    /// The search field of the findings changed.
    FindingsSearched(String),
    /// The model ids of the inventory are to be validated.
    InventoryModelsTaken,
    /// The worker said something.
    AnalyzerSaid(Reply),
    /// The worker made a file.
    OutputMade(Made),

    /// The ids field changed.
    ModelIdsTyped(String),
    /// Validation was pressed.
    ValidatePressed,
    /// Validation was stopped.
    ValidateStopped,
    /// A file was chosen as the list of a side: its name and its text.
    CatalogueFileRead(Side, String, String),
    /// A text was pasted as the list of a side.
    CataloguePasted(Side, String),
    /// A file that was chosen could not be read by the browser; its name.
    FileUnreadable(ChosenFile, String),
    /// Who serves a model of the source was asked, by the id of its row.
    ServingAsked(String),
    /// The model of the request in the editor is to be validated too.
    RequestModelTaken,
    /// The models that the golden set asks for are to be validated too.
    GoldenModelsTaken,
    /// The copy of a side's list that came with the page was asked for.
    SnapshotPressed(Side),
    /// That copy came; `None` if it could not be read.
    SnapshotRead(Side, Option<String>),
    /// The list that was given for a side is not to be used any more.
    CatalogueTakenAway(Side),
    /// Which rows of the alias table are shown, and in which order, changed.
    AliasViewChosen(models::AliasView),
    /// Which rows of a model list are shown, and in which order, changed.
    CatalogueViewChosen(catalogue_view::CatalogueView),
    /// The tokens of a month changed.
    VolumeTyped(Volume),
    /// A target id was chosen for a source id; empty for none.
    AliasChosen(String, String),
    /// An id was to be probed with one token, at its gateway and, if one is chosen for it, at the target.
    ModelProbed(String),
    /// An alias was approved, or its approval withdrawn.
    AliasApproved(String, bool),
    /// A format was chosen.
    AliasFormatChosen(AliasFormat),
    /// The alias map is to be saved.
    AliasMapDownloadPressed,
    /// A file with an alias map was chosen; its text.
    AliasMapRead(String),

    /// The request editor changed.
    BodyTyped(String),
    /// An endpoint was chosen.
    EndpointChosen(Endpoint),
    /// Streaming was switched.
    StreamSwitched(bool),
    /// Run was pressed.
    RunPressed,
    /// Stop was pressed.
    StopPressed,
    /// The tab was hidden (or else shown).
    VisibilityChanged(bool),
    /// Both sides are to be held to one provider, or no longer.
    PinChosen(Option<Pin>),
    /// A second turn was prepared, or taken back.
    SecondTurnChosen(Option<SecondTurn>),
    /// A place is not to be counted: its path and the reason, as typed.
    IgnoreRuleWritten(String, String),
    /// The rule at this position is to be taken away.
    IgnoreRuleTakenAway(usize),
    /// What there is to validate was asked for: a run's round and the texts of both sides.
    ValidityAsked(PerSide<Vec<Check>>),
    /// The validator answered; `None` if it could not.
    ValidityKnown(Inquiry, Option<Vec<Outcome>>),
    /// A figure is to be saved: its name, its drawing as SVG, whether as an image of points.
    FigureSaved(&'static str, String, bool),

    /// A view of the request was chosen.
    RequestViewChosen(request_editor::View),
    /// Something was changed in the form of the request.
    FormEdited(Edit),
    /// An image for a message was read from a file, or could not be.
    ImageRead(usize, Result<String, Diagnostic>),
    /// The last change of the request is to be taken back.
    UndoPressed,
    /// The change that was taken back is to be made again.
    RedoPressed,
    /// What was pasted into the dialog was read: its requests, cleaned of keys, and what there is to say.
    ImportRead(Vec<ImportedRequest>, Vec<Diagnostic>),
    /// One of the requests was chosen.
    ImportChosen(usize),
    /// The chosen request is to be taken over.
    ImportApplied,
    /// The notes of the import were read.
    ImportNotesClosed,
    /// The side whose request is copied was chosen.
    CopySideChosen(Side),

    /// Something happened on the Golden set page.
    Golden(golden::GoldenMsg),

    /// A snippet language was chosen.
    SnippetLanguageChosen(SnippetLanguage),

    /// A part of the Migrate page was chosen.
    MigrateTabChosen(patch::Tab),
    /// A request to translate was typed.
    TranslationTyped(String),
    /// An answer to translate was typed.
    AnswerTyped(String),
    /// The edition to translate for was chosen.
    EditionChosen(Edition),
    /// The search of the field map was changed.
    FieldMapSearched(String),
    /// What to do with what the target does not take was decided.
    LossDecided(PrivacyDecision, UnsupportedDecision),
    /// The files are to be scanned again with what was chosen since.
    RescanPressed,
    /// A language was chosen for the compatibility layer.
    LayerLanguageChosen(Language),
    /// What becomes of the key variable was chosen.
    KeyMoveChosen(KeyMove),
    /// A way to show diffs was chosen.
    PatchViewChosen(patch::View),
    /// The diff of a file was opened, or the open one closed.
    PatchFileOpened(Option<u32>),
    /// A hunk of a file was taken in or left out.
    HunkChosen(u32, u32, bool),
    /// All hunks of one file or of all were taken in up to a safety, or left out.
    HunksChosen(Option<u32>, Option<Safety>),
    /// A file is to be made of the accepted hunks or of the findings.
    OutputPressed(Output, patch::Deliver),

    /// A parameter was to be probed, or not.
    ProbeParameterChosen(Parameter, bool),
    /// What the parameter probe can cost was asked for.
    ProbeEstimated,
    /// The parameter probe was to run.
    ProbeStarted,
    /// The parameter probe was to stop.
    ProbeStopped,

    /// A part of the case was to be carried by link and file, or not.
    PartChosen(report::Part, bool),
    /// A copy button was pressed; the moment goes into the case.
    CopyPressed(Copyable, report::Moment),
    /// A copy ended, well or not.
    CopyEnded(Copyable, bool),
    /// A case file was chosen; its text.
    CaseFileRead(String),
    /// The case is to be saved.
    CaseDownloadPressed(report::Moment),

    /// The work of the pages that are fetched on demand is here.
    OnDemandArrived(&'static on_demand::OnDemand),
    /// The page itself says: another page than the first is shown.
    PageEntered(Route),
    /// The page itself says: a link with this case was opened.
    CaseLinkOpened(String),
    /// The page itself says: no model list is being read any more.
    ListsRead,
    /// The page itself says: the demo of a first visit is to fill the other pages.
    DemoFills,
    /// The page itself says: the demo was left.
    DemoLeft,
}

/// What the browser is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send a request and report everything about it as [`Msg::Http`].
    Send(Box<Outgoing>),
    /// Close the connection of a request.
    Abort(RequestId),
    /// Put a text on the clipboard and report [`Msg::CopyEnded`].
    Copy(Copyable, String),
    /// Put the address of a link on the clipboard: this page's own address with that fragment.
    CopyLink(String),
    /// Save a text as a file.
    Download {
        /// File name.
        name: String,
        /// MIME type.
        mime: &'static str,
        /// Content.
        text: String,
    },
    /// Save bytes as a file.
    DownloadBytes {
        /// File name.
        name: String,
        /// MIME type.
        mime: String,
        /// Content.
        bytes: Vec<u8>,
    },
    /// Have the validator look at texts, and report [`Msg::ValidityKnown`] with this name. Its worker is started on first
    /// use.
    Validate(Inquiry, Vec<Check>),
    /// Have the worker do something; it is started on first use.
    Analyze(AnalyzerTask),
    /// Fetch a file of the page's own, below its folder, and report [`Msg::SnapshotRead`]. No key goes with it.
    FetchSnapshot(Side, &'static str),
    /// Report [`golden::GoldenMsg::Woke`] with this round after so many milliseconds.
    Wake {
        /// The round.
        round: u32,
        /// Milliseconds.
        after_ms: f64,
    },
    /// Keep the progress of a golden run, read it, or forget it.
    Progress(golden::ProgressTask),
    /// Save a figure as a drawing or as an image of points.
    DownloadFigure {
        /// File name without its ending.
        name: String,
        /// The drawing.
        svg: String,
        /// Whether it is to be an image of points.
        as_image: bool,
    },
    /// Show a theme and remember it.
    ApplyTheme(Theme),
    /// Remember whether shortcuts work.
    RememberShortcuts(bool),
    /// Go to the address of a page, which comes back as [`Msg::AddressChanged`].
    OpenPage(Route),
    /// Set title and focus for a page that was just opened.
    EnterPage(Route),
}

/// Who asked the validator, with the number of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inquiry {
    /// The Compare page.
    Pair(u32),
    /// The Golden set page.
    Set(u32),
}

/// What the worker is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalyzerTask {
    /// Scan one text as a file of that name.
    ScanText {
        /// What a person chose.
        settings: Settings,
        /// The file name.
        path: String,
        /// Its text.
        text: String,
    },
    /// Scan the files that the shell holds since [`Msg::FilesOffered`].
    ScanOffered {
        /// What a person chose.
        settings: Settings,
        /// How many leading segments of each path are the picked folder.
        root_segments: usize,
    },
    /// Ask for something; the answer comes as [`Msg::AnalyzerSaid`].
    Ask(Request),
    /// Make a file; it comes as [`Msg::OutputMade`].
    Make(Request, patch::Deliver),
    /// End the worker at once, with all that it holds.
    Forget,
}

/// A file that the worker made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Which.
    pub what: Output,
    /// What is to be done with it.
    pub deliver: patch::Deliver,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A request on its way out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Its id.
    pub id: RequestId,
    /// What to send.
    pub request: HttpRequest,
    /// The key to send with it. The shell asks it for the header; it refuses for any other origin.
    pub key: Option<ApiKey>,
    /// Who answers.
    pub via: Via,
    /// Milliseconds until it is given up; `None` for no limit.
    pub limit_ms: Option<u32>,
    /// How much of the answer is asked for.
    pub reading: Reading,
    /// Milliseconds until it leaves over the network, where its times are compared with those of the other side: a request that leaves while
    /// the page draws, or together with another, waits for them within its measured time.
    pub wait_ms: u32,
}

/// How much of an answer is asked for. What is not a whole one never carries a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// All of it; a redirect is an error.
    Whole,
    /// Whether the answer is a redirect. None is followed. The browser tells only what CORS lets the page know.
    Redirect,
    /// Whether anything answers, past CORS. A redirect to another host is said and not followed; one that stays on the
    /// host is followed by the browser, which does not say so.
    Presence,
}

/// Who answers a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// The gateway, over the network.
    Network,
    /// The simulator inside the page, playing this gateway, asked for this path.
    Simulator(Role, String),
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
