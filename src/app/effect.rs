//! What the browser is asked to do, as data. Not the doing, which is the shell's.
//! **Invariant:** the outcome of an effect comes back as a later message; an effect decides nothing.

use super::{RequestId, Theme, golden, patch};
use crate::compare::validity::Check;
use crate::gateway::http::HttpRequest;
use crate::gateway::key::ApiKey;
use crate::gateway::side::Side;
use crate::inventory::protocol::{Output, Request};
use crate::inventory::settings::Settings;
use crate::migrate::snippets::SnippetLanguage;
use crate::route::Route;
use crate::simulator::Role;

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

/// What the browser is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send a request and report everything about it as [`super::Msg::Http`].
    Send(Box<Outgoing>),
    /// Close the connection of a request.
    Abort(RequestId),
    /// Put a text on the clipboard and report [`super::Msg::CopyEnded`].
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
    /// Have the validator look at texts, and report [`super::Msg::ValidityKnown`] with this name. Its worker is started on first
    /// use.
    Validate(Inquiry, Vec<Check>),
    /// Have the worker do something; it is started on first use.
    Analyze(AnalyzerTask),
    /// Fetch a file of the page's own, below its folder, and report [`super::Msg::SnapshotRead`]. No key goes with it.
    FetchSnapshot(Side, &'static str),
    /// Report [`super::golden::GoldenMsg::Woke`] with this round after so many milliseconds.
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
    /// Go to the address of a page, which comes back as [`super::Msg::AddressChanged`].
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
    /// Scan the files that the shell holds since [`super::Msg::FilesOffered`].
    ScanOffered {
        /// What a person chose.
        settings: Settings,
        /// How many leading segments of each path are the picked folder.
        root_segments: usize,
    },
    /// Ask for something; the answer comes as [`super::Msg::AnalyzerSaid`].
    Ask(Request),
    /// Make a file; it comes as [`super::Msg::OutputMade`].
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
    /// Milliseconds until it leaves over the network, where its times are compared with those of the other side: a request
    /// that leaves while the page draws, or together with another, waits for them within its measured time.
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
