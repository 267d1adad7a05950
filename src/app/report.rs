//! The Report page: the case as a link and as a file, and back again.
//! **Invariant:** opening a case restores everything but keys, and sends nothing.

mod answers;
mod carry;
mod lists;
mod restore;

use super::{Copyable, Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::side::Side;
use crate::route::{Address, Route};
use crate::share::case::{self, Case, RunPart};
use crate::share::link;

/// The state of the Report page.
#[derive(Debug, Clone, Default)]
pub struct ReportPage {
    /// Which parts are left out.
    pub left_out: Vec<Part>,
    /// The case that was opened, or why it could not be.
    pub opened: Option<Result<OpenedCase, Diagnostic>>,
    /// The link that was opened last. Coming back to it by the browser's history opens nothing anew: what was done
    /// since would be lost.
    opened_link: Option<String>,
}

/// Where an opened case is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedCase {
    /// When it was written.
    pub created: String,
    /// The version that wrote it.
    pub tool: String,
    /// Whether it shows the simulator.
    pub simulated: bool,
}

/// The wall clock at a press, as the shell read it: ISO 8601 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment(pub String);

/// A part of the case that a person may leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The connection check.
    Check,
    /// What was found in the code.
    Inventory,
    /// Model ids, aliases and the rows they stand on.
    Models,
    /// The request of the editor.
    Request,
    /// The answers.
    Answers,
    /// The raw frames of the answers.
    Frames,
    /// The golden set and its results.
    Golden,
}

impl Part {
    /// All, in the order of the list.
    pub const ALL: [Part; 7] =
        [Part::Check, Part::Inventory, Part::Models, Part::Request, Part::Answers, Part::Frames, Part::Golden];

    /// The name in the list.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Part::Check => "Connection check",
            Part::Inventory => "Findings, each with its line of code",
            Part::Models => "Model ids and aliases",
            Part::Request => "Request",
            Part::Answers => "Answers with times, tokens and cost",
            Part::Frames => "Raw frames of the answers",
            Part::Golden => "Golden set with its results",
        }
    }
}

/// Above this many characters of link the raw frames are left out of it, and then the findings: browsers take more, chats
/// and mail do not.
const LINK_LIMIT: usize = 64_000;

/// A link and what had to be left out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDraft {
    /// The fragment, with its `#`.
    pub fragment: String,
    /// What was left out because of its length.
    pub left_out: Vec<Part>,
}

impl Model {
    /// Whether a part goes into the case.
    #[must_use]
    pub fn carries(&self, part: Part) -> bool {
        !self.report.left_out.contains(&part)
    }

    /// The case as it stands.
    #[must_use]
    pub fn case(&self, now: &Moment) -> Case {
        carry::case(self, now, &[])
    }

    /// The link as it stands. The moment is part of it.
    #[must_use]
    pub fn link(&self, now: &Moment) -> LinkDraft {
        let mut left_out = Vec::new();
        loop {
            let case = carry::case(self, now, &left_out);
            let next = [
                (Part::Golden, case.golden.is_some()),
                (Part::Frames, case.runs.iter().any(RunPart::has_frames)),
                (Part::Inventory, case.inventory.is_some()),
            ];
            let code = link::encode(&case::write(&case, &self.redactor()).to_string());
            match next.into_iter().find(|(_, there)| *there).filter(|_| code.len() > LINK_LIMIT) {
                Some((part, _)) => left_out.push(part),
                None => return LinkDraft { fragment: Address::of_case(&code), left_out },
            }
        }
    }
}

pub(super) fn part_chosen(model: &mut Model, part: Part, carried: bool) -> Vec<Effect> {
    model.report.left_out.retain(|other| *other != part);
    if !carried {
        model.report.left_out.push(part);
    }
    Vec::new()
}

pub(super) fn copy_pressed(model: &mut Model, what: Copyable, now: &Moment) -> Vec<Effect> {
    model.copied = None;
    match what {
        Copyable::Link => vec![Effect::CopyLink(model.link(now).fragment)],
        Copyable::AliasMap => vec![Effect::Copy(what, model.alias_map())],
        Copyable::Output(output) => super::patch::output_pressed(model, output, super::patch::Deliver::Copy),
        Copyable::Environment(side) => {
            let environment = model.inventory_report().map(|report| &report.environment);
            let text = environment.map(|environment| match side {
                Side::Source => environment.before.clone(),
                Side::Target => environment.after.clone(),
            });
            text.map(|text| Effect::Copy(what, text)).into_iter().collect()
        }
        Copyable::Request(language) => {
            model.request_as(language).ok().map(|text| Effect::Copy(what, text)).into_iter().collect()
        }
        Copyable::Snippet(side) => model.snippet(side).ok().map(|text| Effect::Copy(what, text)).into_iter().collect(),
    }
}

pub(super) fn download_pressed(model: &mut Model, now: &Moment) -> Vec<Effect> {
    let value = case::write(&model.case(now), &model.redactor());
    let day = now.0.get(..10).unwrap_or("case");
    vec![Effect::Download {
        name: format!("switchyard-{day}.json"),
        mime: "application/json",
        text: serde_json::to_string_pretty(&value).unwrap_or_else(|_| value.to_string()) + "\n",
    }]
}

/// A link was opened.
pub(super) fn case_opened(model: &mut Model, code: &str) -> Vec<Effect> {
    if model.report.opened_link.as_deref() == Some(code) {
        return Vec::new();
    }
    model.report.opened_link = Some(code.to_owned());
    let opened = link::decode(code).map_err(|error| error.diagnostic()).and_then(|text| case::read(&text));
    open(model, opened)
}

/// A case file was chosen.
pub(super) fn file_read(model: &mut Model, text: &str) -> Vec<Effect> {
    open(model, case::read(text))
}

/// A case file was chosen, and the browser could not read it.
pub(super) fn file_unreadable(model: &mut Model, problem: Diagnostic) -> Vec<Effect> {
    open(model, Err(problem))
}

fn open(model: &mut Model, opened: Result<Case, Diagnostic>) -> Vec<Effect> {
    let mut effects = Vec::new();
    model.report.opened = Some(opened.map(|case| {
        effects = super::golden::closed(model);
        effects.extend(super::http::abort_all(model));
        let about = OpenedCase { created: case.created.clone(), tool: case.tool.clone(), simulated: case.simulated };
        effects.extend(restore::restore(model, case));
        effects.extend(super::parameter_probe::settings_changed(model));
        effects.extend(Side::BOTH.into_iter().flat_map(|side| super::model_probe::forget(model, side)));
        about
    }));
    effects.push(Effect::EnterPage(Route::Report));
    effects
}
