//! Reading the model list of each side to its end.
//! Not a judgement of ids: that is the Models page.
//! **Invariant:** a list is `Ready` only if every page that was asked for came; one that stopped early says why.

use std::sync::Arc;

use super::http::{self, CHECK_LIMIT_MS, Purpose, Reply};
use super::{Effect, Model, check, models};
use crate::diagnostic::Diagnostic;
use crate::gateway::catalogue::{CatalogueError, CatalogueReading, Incomplete, ModelRow, NextStep, read_page};
use crate::gateway::error::GatewayError;
use crate::gateway::http::{HttpRequest, Method};
use crate::gateway::side::Side;

/// The model list of one side.
#[derive(Debug, Clone, Default)]
pub enum Catalogue {
    /// Not read.
    #[default]
    Empty,
    /// Being read, page by page.
    Reading {
        /// The round; answers to an earlier one are dropped.
        round: u32,
        /// What has come so far.
        reading: Box<CatalogueReading>,
        /// Milliseconds that its pages took so far.
        took_ms: f64,
        /// The filter of the profile, if the gateway refused it and the list is read without.
        refused_filter: Option<&'static str>,
    },
    /// Read.
    Ready(ReadyCatalogue),
    /// Not readable.
    Failed {
        /// A word for tables: an HTTP status or the code of a cause.
        code: String,
        /// What happened.
        problem: Diagnostic,
    },
}

/// A list that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadyCatalogue {
    /// Its rows, each id once. Shared with the page, which tells by it whether anything changed.
    pub rows: Arc<Vec<ModelRow>>,
    /// Pages it took.
    pub pages: usize,
    /// The total that the gateway named.
    pub total: Option<u64>,
    /// Why it stopped before the end, if it did.
    pub incomplete: Option<Incomplete>,
    /// Rows in which no id could be found.
    pub unreadable_rows: usize,
    /// Whether the simulator in the page gave it.
    pub simulated: bool,
    /// Who gave it.
    pub origin: Origin,
    /// The filter that the gateway refused: then the list is what it shows by default.
    pub refused_filter: Option<String>,
    /// For a list restored from a case, which holds only the rows that its aliases speak of: the size of the whole.
    pub trimmed_from: Option<usize>,
}

/// Who gave a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origin {
    /// The gateway, when it was asked.
    #[default]
    Gateway,
    /// A file that a person chose, by its name.
    File(String),
    /// A text that a person pasted.
    Pasted,
    /// The copy that came with the page, of this day.
    Snapshot(String),
}

impl Origin {
    /// The words for a list that a person gave; `None` for one that the gateway gave itself.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        match self {
            Origin::Gateway => None,
            Origin::File(name) => Some(format!("from the file {name}")),
            Origin::Pasted => Some("pasted".to_owned()),
            Origin::Snapshot(day) => Some(format!("snapshot of {day}")),
        }
    }
}

impl Catalogue {
    /// Whether a person gave it: such a list stands until the person takes it away. What an opened case carries of one
    /// is too little to judge by.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.whole().is_some_and(|ready| ready.origin != Origin::Gateway)
    }

    /// The list, if it was read here: that of an opened case holds only the rows that the case speaks of, and says
    /// nothing about other ids.
    #[must_use]
    pub fn whole(&self) -> Option<&ReadyCatalogue> {
        match self {
            Catalogue::Ready(ready) if ready.trimmed_from.is_none() => Some(ready),
            _ => None,
        }
    }

    /// The row that an id or an alias leads to.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<&ModelRow> {
        let rows = self.rows()?;
        let by_alias = || rows.iter().find(|row| row.aliases.iter().any(|alias| alias == id));
        rows.iter().find(|row| row.id == id).or_else(by_alias)
    }

    /// Who gave the list and how far it goes, for whoever finds an alias map later; empty if there is none.
    #[must_use]
    pub fn described(&self) -> String {
        let Catalogue::Ready(ready) = self else {
            return String::new();
        };
        let mut words = vec![ready.origin.words().unwrap_or_else(|| "as the gateway gave it".to_owned())];
        words.extend(ready.simulated.then(|| "simulated".to_owned()));
        words.extend(ready.incomplete.map(|_| "not read to its end".to_owned()));
        words.push(format!("{} models", ready.trimmed_from.unwrap_or(ready.rows.len())));
        words.join(", ")
    }

    /// The rows, if it was read.
    #[must_use]
    pub fn rows(&self) -> Option<&[ModelRow]> {
        match self {
            Catalogue::Ready(ready) => Some(&ready.rows),
            _ => None,
        }
    }

    /// Pages read so far and rows read so far, while it is being read.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize, Option<u64>)> {
        match self {
            Catalogue::Reading { reading, .. } => Some((reading.pages(), reading.rows().len(), reading.total())),
            _ => None,
        }
    }
}

/// Starts to read the list of one side anew, with the filter of its profile.
pub(super) fn read(model: &mut Model, side: Side) -> Vec<Effect> {
    start(model, side, model.gateways.get(side).profile.models.value.filter.value, None, 0.0)
}

fn start(
    model: &mut Model,
    side: Side,
    filter: Option<&'static str>,
    refused_filter: Option<&'static str>,
    took_ms: f64,
) -> Vec<Effect> {
    model.models.round += 1;
    let round = model.models.round;
    let profile = model.gateways.get(side).profile;
    let mut reading = CatalogueReading::new(filter.unwrap_or_default());
    let query = reading.first_query(profile.models.value.page_limit.map(u64::from));
    *model.catalogues.get_mut(side) = Catalogue::Reading { round, reading: Box::new(reading), took_ms, refused_filter };
    fetch(model, side, round, &query)
}

fn fetch(model: &mut Model, side: Side, round: u32, query: &str) -> Vec<Effect> {
    let settings = model.gateways.get(side);
    let Ok(base) = &settings.base_url else {
        return Vec::new();
    };
    let path = settings.profile.models.value.path;
    let url = if query.is_empty() { base.join(path) } else { base.join(&format!("{path}?{query}")) };
    let request = HttpRequest { method: Method::Get, url, headers: Vec::new(), body: None };
    match http::send(model, side, request, Purpose::Catalogue(round), true, Some(CHECK_LIMIT_MS)) {
        Ok((_, effect)) => vec![effect],
        Err(problem) => failed(model, side, round, "key in request", problem, 0.0),
    }
}

/// A page came.
pub(super) fn replied(model: &mut Model, side: Side, round: u32, reply: &Reply) -> Vec<Effect> {
    let demo = model.demo;
    let redactor = model.redactor();
    let filter = model.gateways.get(side).profile.models.value.filter.value;
    let Catalogue::Reading { round: current, reading, took_ms, refused_filter } = model.catalogues.get_mut(side) else {
        return Vec::new();
    };
    if *current != round {
        return Vec::new();
    }
    *took_ms += reply.took_ms;
    let (took_ms, refused_filter) = (*took_ms, *refused_filter);
    // An edition that does not know the filter may call the request wrong; the list itself may still be had.
    if reply.head.status == 400 && reading.pages() == 0 && refused_filter.is_none() && filter.is_some() {
        return start(model, side, None, filter, took_ms);
    }
    if !(200..300).contains(&reply.head.status) {
        let mut error = GatewayError::read(reply.head.status, reply.head.header("retry-after"), &reply.body);
        crate::share::clean::error(&mut error, &redactor);
        let code = reply.head.status.to_string();
        return failed(model, side, round, &code, error.explain(), took_ms);
    }
    let page = match read_page(&redactor.redact(&reply.body)) {
        Ok(page) => page,
        Err(error) => return failed(model, side, round, "shape", explain(&error), took_ms),
    };
    match reading.after(page) {
        NextStep::Fetch(query) => fetch(model, side, round, &query),
        NextStep::Finished => {
            let ready = ReadyCatalogue {
                rows: Arc::new(reading.rows().to_vec()),
                pages: reading.pages(),
                total: reading.total(),
                incomplete: reading.incomplete(),
                unreadable_rows: reading.unreadable_rows(),
                simulated: demo,
                origin: Origin::Gateway,
                refused_filter: refused_filter.map(str::to_owned),
                trimmed_from: None,
            };
            *model.catalogues.get_mut(side) = Catalogue::Ready(ready);
            finished(model, side, took_ms)
        }
    }
}

/// It could not be read.
pub(super) fn failed(
    model: &mut Model,
    side: Side,
    round: u32,
    code: &str,
    problem: Diagnostic,
    took_ms: f64,
) -> Vec<Effect> {
    if !matches!(model.catalogues.get(side), Catalogue::Reading { round: current, .. } if *current == round) {
        return Vec::new();
    }
    *model.catalogues.get_mut(side) = Catalogue::Failed { code: code.to_owned(), problem };
    finished(model, side, took_ms)
}

/// Those who wait for the list go on.
fn finished(model: &mut Model, side: Side, took_ms: f64) -> Vec<Effect> {
    let mut effects = models::catalogue_finished(model);
    effects.extend(check::models_finished(model, side, took_ms));
    effects
}

/// Why an answer is no model list, for a person.
fn explain(error: &CatalogueError) -> Diagnostic {
    let do_this = "Open the address with curl and look at what answers there; the base URL may point at a website.";
    match error {
        CatalogueError::Empty => Diagnostic::new("The model list is empty.", "The answer had no body.", do_this),
        CatalogueError::NotJson(reason) => {
            Diagnostic::new("The model list is not JSON.", format!("The reader says: {reason}."), do_this)
        }
        CatalogueError::NoList => Diagnostic::new(
            "The answer holds no list of models.",
            "It is JSON, but has neither data nor models nor is it a list itself.",
            do_this,
        ),
        CatalogueError::Gateway(error) => error.explain(),
    }
}
