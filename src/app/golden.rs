//! The Golden set page: a set, how it is run, and what came of it. The run itself is `golden::run`, the statistics are
//! `measure`'s. **Invariant:** a run goes only where it was begun: when a gateway or the demo changes, it ends.

mod case;
mod page;
mod progress;
mod session;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::{Effect, Model};
use crate::compare::pin::Pin;
use crate::diagnostic::Diagnostic;
use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};
use crate::golden::earlier::Earlier;
use crate::golden::example;
use crate::golden::keep::{Kept, Record};
use crate::golden::margins::{Field, Margins};
use crate::golden::matrix::Filter;
use crate::golden::plan::{Settings, worst_case};
use crate::golden::price::ListPrice;
use crate::golden::set::GoldenSet;
use crate::golden::terms::{ModelTerms, Terms};
use crate::golden::write::Form;

pub use session::Session;

/// The state of the page.
#[derive(Debug, Clone)]
pub struct GoldenPage {
    /// The set.
    pub set: Option<Arc<GoldenSet>>,
    /// Grows with every change of the set: cheaper to compare than the set.
    pub set_number: u32,
    /// Where the import of a set is.
    pub import: Import,
    /// What the import could not carry.
    pub notes: Vec<Diagnostic>,
    /// How a run is made.
    pub settings: Settings,
    /// How much of a difference does not matter.
    pub margins: Margins,
    /// Why the last margin that was typed cannot be used.
    pub margin_problem: Option<Diagnostic>,
    /// The ceiling as typed; empty for the worst case.
    pub ceiling_text: String,
    /// Whether a person accepts calls whose price is not known.
    pub unknown_accepted: bool,
    /// The provider that both sides are held to, for each model that is.
    pub pins: BTreeMap<String, Pin>,
    /// Whether progress outlives a reload.
    pub keeps: bool,
    /// Why progress could not be kept.
    pub keep_problem: Option<Diagnostic>,
    /// Why the last press of a button did nothing.
    pub refused: Option<Diagnostic>,
    /// The run, if there is or was one.
    pub session: Option<Session>,
    /// A run of before the last reload.
    pub offered: Option<Box<Kept>>,
    /// Which rows of the results are shown.
    pub view: View,
    /// An earlier run to compare with, or why it cannot be.
    pub earlier: Option<Result<Arc<Earlier>, Diagnostic>>,
    looked_for_progress: bool,
    round: u32,
    /// The number of the last question to the validator.
    question: u32,
    /// The number of the last file that the worker was given to read.
    imports: u32,
    /// An earlier run of which the validator is asked, and when its case was written.
    earlier_waits: Option<(String, Box<Session>)>,
}

impl Default for GoldenPage {
    fn default() -> Self {
        GoldenPage {
            set: None,
            set_number: 0,
            import: Import::Idle,
            notes: Vec::new(),
            settings: Settings::default(),
            margins: Margins::default(),
            margin_problem: None,
            ceiling_text: String::new(),
            unknown_accepted: false,
            pins: BTreeMap::new(),
            keeps: true,
            keep_problem: None,
            refused: None,
            session: None,
            offered: None,
            view: View::default(),
            earlier: None,
            looked_for_progress: false,
            round: 0,
            question: 0,
            imports: 0,
            earlier_waits: None,
        }
    }
}

/// Where the import of a set is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Import {
    /// Nothing is read.
    #[default]
    Idle,
    /// A file is read.
    Reading {
        /// Its name.
        name: String,
        /// The number of the question to the worker.
        number: u32,
    },
    /// It could not be read.
    Failed(Diagnostic),
}

/// Which rows of the results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// Which.
    pub filter: Filter,
    /// The page of the table, from 0.
    pub page: usize,
    /// The item whose answers are open.
    pub open: Option<usize>,
}

/// What happened on the page.
#[derive(Debug, Clone)]
pub enum GoldenMsg {
    /// A file was chosen as the set: its name and text.
    SetFileRead(String, String),
    /// The example was asked for.
    ExampleTaken,
    /// The request of the Compare page is to be asked so many times.
    RequestTaken(u32),
    /// The settings changed.
    SettingsChosen(Settings),
    /// A margin was typed.
    MarginTyped(Field, f64),
    /// The ceiling was typed.
    CeilingTyped(String),
    /// Calls of unknown price were accepted, or not.
    UnknownAccepted(bool),
    /// Both sides are to be held to a provider for a model, or not any more.
    Pinned(String, Option<Pin>),
    /// Progress is to be kept, or not.
    KeepSwitched(bool),
    /// Run set was pressed.
    RunPressed,
    /// Pause was pressed.
    PausePressed,
    /// Resume was pressed.
    ResumePressed,
    /// Stop was pressed.
    StopPressed,
    /// Forget progress was pressed.
    ForgetPressed,
    /// Time has passed for the run of that round; the moment is on the monotonic clock.
    Woke(u32, f64),
    /// What was kept was read: names and texts.
    ProgressRead(Vec<(String, String)>),
    /// Progress cannot be kept, in the browser's words.
    ProgressFailed(String),
    /// Other rows of the results are to be shown.
    ViewChosen(View),
    /// The answers of an item are to be shown on the Compare page.
    PairOpened(usize),
    /// The set is to be saved in a form.
    FormPressed(Form),
    /// A case file with an earlier run was chosen.
    EarlierRead(String),
    /// The earlier run is not to be compared with any more.
    EarlierForgotten,
}

/// What the browser is to do about progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgressTask {
    /// Read all records.
    Load,
    /// Write records; a text that is not there takes its record away.
    Write {
        /// Whether all others go first.
        fresh: bool,
        /// The records.
        records: Vec<Record>,
    },
    /// Take all records away.
    Forget,
}

/// What a run would be, before it is begun.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Requests of the set.
    pub items: usize,
    /// Calls to each side.
    pub calls: PerSide<usize>,
    /// The most that they can cost on each side, and for how many calls that is not known.
    pub worst: PerSide<(Usd, usize)>,
}

impl Estimate {
    /// Both sides together.
    #[must_use]
    pub fn total(&self) -> Usd {
        crate::golden::price::sum(self.worst.source.0, self.worst.target.0)
    }

    /// Calls for which no price is known.
    #[must_use]
    pub const fn unknown(&self) -> usize {
        self.worst.source.1 + self.worst.target.1
    }
}

impl Model {
    /// The terms of a run that would begin now; `None` without a set or a valid address.
    #[must_use]
    pub fn golden_terms(&self) -> Option<Terms> {
        let set = self.golden.set.as_ref()?;
        let base = |side: Side| self.gateways.get(side).base_url.as_ref().ok().map(ToString::to_string);
        let mut terms = Terms {
            settings: self.golden.settings.settled(),
            margins: self.golden.margins,
            source_base: base(Side::Source)?,
            target_base: base(Side::Target)?,
            simulated: self.demo,
            pins: self.golden.pins.clone(),
            ignored: Some(self.compare.judging.ignored.clone()),
            set: set.as_ref().clone(),
            ..Terms::default()
        };
        for case in &terms.set.cases {
            if terms.models.contains_key(case.model()) {
                continue;
            }
            let planted = self.demo && **set == example::set();
            let target =
                if planted { example::WRONG_ALIAS.to_owned() } else { self.model_for(Side::Target, case.model()) };
            let price = |side: Side, id: &str| {
                let rows = self.catalogues.get(side).rows()?;
                ListPrice::find(rows, id).map(Into::into)
            };
            let found = ModelTerms {
                source_price: price(Side::Source, case.model()).unwrap_or_default(),
                target_price: price(Side::Target, &target).unwrap_or_default(),
                target,
            };
            terms.models.insert(case.model().to_owned(), found);
        }
        Some(terms)
    }

    /// Whether the run shows the example with its planted mistake.
    #[must_use]
    pub fn golden_is_planted(&self) -> bool {
        let session = self.golden.session.as_ref().filter(|session| session.terms.simulated);
        session.is_some_and(|session| session.terms.set == example::set())
    }

    /// What a run would be.
    #[must_use]
    pub fn golden_estimate(&self) -> Option<Estimate> {
        self.golden_terms().map(|terms| estimate(&terms))
    }
}

fn estimate(terms: &Terms) -> Estimate {
    let plan = terms.plan();
    Estimate {
        items: plan.items().len(),
        calls: PerSide::from_fn(|side| plan.calls_to(side)),
        worst: worst_case(&plan, &terms.bounds()),
    }
}

pub(super) use page::{entered, said, set_read};
pub(super) use session::{closed, happened, validity_known};

/// What one world answered says nothing about the other.
pub(super) fn forgotten(model: &mut Model) {
    let page = &mut model.golden;
    (page.session, page.offered) = (None, None);
}

/// The part of the case; `None` without a run.
pub(super) use case::carried;

/// An opened case carries a run, or none.
pub(super) fn opened(model: &mut Model, part: Option<Value>) -> Option<Effect> {
    // What was asked for another run or another set must not find a question of its number.
    let GoldenPage { question, imports, .. } = model.golden;
    model.golden = GoldenPage { question, imports, ..GoldenPage::default() };
    case::restored(model, part?)
}

/// The worker could not be asked, or will not answer.
pub(super) fn import_failed(model: &mut Model, problem: &Diagnostic) {
    if matches!(model.golden.import, Import::Reading { .. }) {
        model.golden.import = Import::Failed(problem.clone());
    }
}
