//! What can happen, each a fact in the past tense. Not what follows from it, which [`super::update`] decides.
//! **Invariant:** a message carries all that is needed of the world: times, texts, what the browser said.

use super::{
    Copyable, Environment, Inquiry, Made, RequestId, Theme, catalogue_view, commands, golden, http, models, on_demand,
    patch, report, request_editor,
};
use crate::compare::form::edit::Edit;
use crate::compare::pin::Pin;
use crate::compare::second_turn::SecondTurn;
use crate::compare::validity::{Check, Outcome};
use crate::diagnostic::Diagnostic;
use crate::exchange::imported::ImportedRequest;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::key::TypedKey;
use crate::gateway::side::{PerSide, Side};
use crate::inventory::finding::{Action, Class};
use crate::inventory::protocol::{Output, Reply};
use crate::inventory::settings::KeyMove;
use crate::migrate::change::Safety;
use crate::migrate::compatibility::Language;
use crate::migrate::field_map::Edition;
use crate::migrate::snippets::SnippetLanguage;
use crate::migrate::translate::{PrivacyDecision, UnsupportedDecision};
use crate::models::alias_map::AliasFormat;
use crate::models::pair::Volume;
use crate::probe::plan::Parameter;
use crate::route::Route;

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
