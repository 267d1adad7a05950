//! The Models page: the ids in use against both model lists, and the decisions of a person.
//! **Invariant:** an alias is approved only if its right-hand side is in the target's list as read, and, unless the
//! id is exact or the target's own alias, only by a person.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::alias_import::AliasImport;
use super::catalogue_view::CatalogueView;
use super::catalogues::{self, Catalogue};
use super::serving::Serving;
use super::{Effect, Model, Msg, approvals, check, http, on_demand};
use crate::diagnostic::Diagnostic;
use crate::gateway::side::{PerSide, Side};
use crate::golden::set::filled_text;
use crate::models::alias_map::{self, AliasFormat, ExportContext};
use crate::models::id_list::parse_ids;
use crate::models::pair::Volume;
use crate::models::validation::{AliasRow, AliasStatus, PreparedTarget};

/// The state of the Models page.
#[derive(Debug, Clone, Default)]
pub struct ModelsPage {
    /// The text of the ids field.
    pub ids_text: String,
    /// What in it was no id.
    pub notes: Vec<Diagnostic>,
    /// One row an id, after validation; decisions are kept while lists are read again. Shared with the page, which
    /// tells by it whether anything changed.
    pub rows: Arc<Vec<AliasRow>>,
    /// Why validation did not start.
    pub refused: Option<Diagnostic>,
    /// Whether validation waits for the lists.
    pub validating: bool,
    /// Which approvals were taken back because of a list, and why.
    pub lost: Option<Diagnostic>,
    /// What is wrong with the file or text that was given last as the list of a side.
    pub list_problems: PerSide<Option<Diagnostic>>,
    /// Who serves the models of the source that were asked about, by id.
    pub serving: BTreeMap<String, Serving>,
    /// The format of the alias map.
    pub format: AliasFormat,
    /// The map that was imported last.
    pub import: AliasImport,
    /// Which rows of the table are shown, and in which order.
    pub view: AliasView,
    /// Which rows of a model list are shown, and in which order.
    pub catalogue_view: CatalogueView,
    /// The tokens of a month, for the monthly difference.
    pub volume: Volume,
    /// The live probes of ids.
    pub probes: super::model_probe::ModelProbes,
    /// The target's list, with what judging by it has taken apart already.
    pub(super) prepared: Option<PreparedTarget>,
    pub(super) round: u32,
}

/// Which rows of the alias table are shown, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AliasView {
    /// Only rows of this status, by its word; empty for all.
    pub status: String,
    /// Only rows that name this, in the id or the target.
    pub search: String,
    /// The order.
    pub order: AliasOrder,
}

/// The order of the alias table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AliasOrder {
    /// As the ids were given.
    #[default]
    Given,
    /// By id.
    Id,
    /// By status, what the target lists first.
    Status,
    /// What waits for a person first.
    Open,
}

impl AliasOrder {
    /// All, in the order of choice.
    pub const ALL: [AliasOrder; 4] = [AliasOrder::Given, AliasOrder::Id, AliasOrder::Status, AliasOrder::Open];

    /// The word for the choice.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            AliasOrder::Given => "as given",
            AliasOrder::Id => "by id",
            AliasOrder::Status => "by status",
            AliasOrder::Open => "unresolved first",
        }
    }
}

impl AliasView {
    /// The rows that are shown, in their order.
    #[must_use]
    pub fn shown<'a>(&self, rows: &'a [AliasRow]) -> Vec<&'a AliasRow> {
        let search = self.search.trim().to_lowercase();
        let names = |row: &AliasRow| {
            row.source.to_lowercase().contains(&search)
                || row.target().is_some_and(|target| target.to_lowercase().contains(&search))
        };
        let mut shown: Vec<&AliasRow> = rows
            .iter()
            .filter(|row| (self.status.is_empty() || row.status.word() == self.status) && names(row))
            .collect();
        let place = |row: &AliasRow| AliasStatus::WORDS.iter().position(|word| *word == row.status.word());
        shown.sort_by(|one, other| match self.order {
            AliasOrder::Given => std::cmp::Ordering::Equal,
            AliasOrder::Id => one.source.cmp(&other.source),
            AliasOrder::Status => place(one).cmp(&place(other)),
            AliasOrder::Open => one.is_approved().cmp(&other.is_approved()),
        });
        shown
    }
}

impl ModelsPage {
    /// The approved alias of an id.
    #[must_use]
    pub fn approved(&self, source: &str) -> Option<&str> {
        self.rows.iter().find(|row| row.source == source)?.approved_target()
    }
}

impl Model {
    /// The alias map in the chosen format, as it is shown, copied and saved.
    #[must_use]
    pub fn alias_map(&self) -> String {
        let settings = self.gateways.get(Side::Target);
        // Without a valid address nothing is approved, and an approved id is what would need it.
        let base_url = settings.base_url.as_ref().map(ToString::to_string).unwrap_or_default();
        let list = self.catalogues.target.described();
        let context = ExportContext { base_url: &base_url, key_variable: &settings.key_variable, list: &list };
        let text = alias_map::export(self.models.format, &self.models.rows, context);
        self.redactor().redact(&text).into_owned()
    }
}

/// Forgets the rows and every decision that stood on a list of the other world.
pub(super) fn forget_rows(model: &mut Model) {
    model.models.rows = Arc::default();
    model.models.import = AliasImport::default();
    model.models.validating = false;
    model.models.lost = None;
    model.models.list_problems = PerSide::default();
    model.models.serving.clear();
}

pub(super) fn ids_typed(model: &mut Model, text: String) -> Vec<Effect> {
    model.models.ids_text = text;
    Vec::new()
}

/// The model of the request in the editor joins the ids in use.
pub(super) fn request_model_taken(model: &mut Model) -> Vec<Effect> {
    let Some(id) = model.compare.prepared().map(|prepared| prepared.model().to_owned()) else {
        return Vec::new();
    };
    add_ids(model, std::iter::once(id.as_str()));
    Vec::new()
}

/// The models of the golden set join the ids in use: those that its requests name once the values of their rows are in.
pub(super) fn golden_models_taken(model: &mut Model) -> Vec<Effect> {
    let Some(set) = model.golden.set.as_ref().map(Arc::clone) else {
        return Vec::new();
    };
    let mut ids: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for case in &set.cases {
        for row in &case.rows {
            // A row without its value gives no id: the run refuses it too, with the name of what it lacks.
            let mut missing = BTreeSet::new();
            let id = filled_text(case.model(), row, &mut missing).trim().to_owned();
            if missing.is_empty() && !id.is_empty() && seen.insert(id.clone()) {
                ids.push(id);
            }
        }
    }
    add_ids(model, ids.iter().map(String::as_str));
    Vec::new()
}

/// Adds ids to the field, each on a line of its own; those that are in it already stay where they are.
pub(super) fn add_ids<'a>(model: &mut Model, ids: impl Iterator<Item = &'a str>) {
    let field = &mut model.models.ids_text;
    let known: BTreeSet<String> = field.lines().map(|line| line.trim().to_owned()).collect();
    let mut text = field.trim_end().to_owned();
    for id in ids.filter(|id| !known.contains(*id)) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(id);
    }
    *field = text;
}

pub(super) fn validate_pressed(model: &mut Model) -> Vec<Effect> {
    let (ids, notes) = parse_ids(&model.models.ids_text, &model.redactor());
    model.models.notes = notes;
    model.models.refused = None;
    model.models.lost = None;
    if ids.is_empty() {
        model.models.refused = Some(Diagnostic::new(
            "There is no model id to validate.",
            "The field is empty, or nothing in it looks like an id.",
            "Paste the ids that your code uses, one a line, for example openai/gpt-4.1-mini.",
        ));
        return Vec::new();
    }
    let given = |model: &Model, side: Side| model.catalogues.get(side).is_given();
    if let Some(problem) = model.side_problem(Side::Target).filter(|_| !given(model, Side::Target)) {
        model.models.refused = Some(problem.clone());
        return Vec::new();
    }
    let lists = |side: Side| {
        if given(model, side) {
            return true;
        }
        let needs_key = model.gateways.get(side).profile.models.value.needs_key;
        model.side_problem(side).is_none() && (!needs_key || model.key_in_use(side).is_some())
    };
    if !lists(Side::Target) {
        model.models.refused = Some(Diagnostic::new(
            "There is no key for the target gateway.",
            "This gateway lists its models only with one, and ids are validated against that list.",
            "Enter it on the Connect page, switch Demo gateways on there, or load the list from a file or the snapshot.",
        ));
        return Vec::new();
    }
    // The source's list only says whether an id was right to begin with; without it validation goes on.
    let sides: Vec<Side> = Side::BOTH.into_iter().filter(|side| lists(*side) && !given(model, *side)).collect();
    let mut effects = http::abort_where(model, |_, purpose| purpose.is_catalogue());
    model.models.validating = true;
    for side in sides {
        effects.extend(catalogues::read(model, side));
    }
    // With both lists given there is nothing to wait for.
    effects.extend(catalogue_finished(model));
    effects
}

/// A list was given or taken away: the ids of the field are judged, where there is something to judge them by.
pub(super) fn list_given(model: &mut Model) {
    if model.catalogues.target.rows().is_some() && !parse_ids(&model.models.ids_text, &model.redactor()).0.is_empty() {
        model.models.validating = true;
    }
    lists_read(model);
}

/// A list is there, has failed, or is not waited for any more: once none is being read, those who wait for it go on.
pub(super) fn catalogue_finished(model: &mut Model) -> Vec<Effect> {
    let awaited = model.models.validating || !model.models.rows.is_empty();
    if awaited && !is_reading(model) { on_demand::tell(model, Msg::ListsRead) } else { Vec::new() }
}

/// Judges the ids against the target's list, unless one is being read.
pub(super) fn lists_read(model: &mut Model) {
    if !is_reading(model) {
        let from_field = std::mem::take(&mut model.models.validating);
        approvals::judge_again(model, from_field);
    }
}

fn is_reading(model: &Model) -> bool {
    Side::BOTH.into_iter().any(|side| matches!(model.catalogues.get(side), Catalogue::Reading { .. }))
}

/// Validates the ids once the lists that are being read are there.
pub(super) fn await_lists(model: &mut Model) {
    model.models.validating = true;
}

pub(super) fn stopped(model: &mut Model) -> Vec<Effect> {
    model.models.validating = false;
    let mut effects = http::abort_where(model, |_, purpose| purpose.is_catalogue());
    for side in Side::BOTH {
        let catalogue = model.catalogues.get_mut(side);
        if matches!(catalogue, Catalogue::Reading { .. }) {
            *catalogue = Catalogue::Empty;
            effects.extend(check::models_stopped(model, side));
        }
    }
    effects.extend(catalogue_finished(model));
    effects
}

pub(super) fn alias_chosen(model: &mut Model, source: &str, target: &str) -> Vec<Effect> {
    if let Some(row) = Arc::make_mut(&mut model.models.rows).iter_mut().find(|row| row.source == source) {
        // A new choice is a new question: the approval of the old one does not carry over.
        row.pick(target);
    }
    Vec::new()
}

pub(super) fn alias_approved(model: &mut Model, source: &str, approved: bool) -> Vec<Effect> {
    let row = model.models.rows.iter().find(|row| row.source == source);
    let is_listed = row.and_then(AliasRow::target).is_some_and(|id| model.catalogues.target.row(id).is_some());
    if let Some(row) = Arc::make_mut(&mut model.models.rows).iter_mut().find(|row| row.source == source) {
        row.approve(approved && is_listed);
        model.models.lost = None;
    }
    Vec::new()
}

pub(super) fn format_chosen(model: &mut Model, format: AliasFormat) -> Vec<Effect> {
    model.models.format = format;
    Vec::new()
}

pub(super) fn download(model: &mut Model) -> Vec<Effect> {
    let format = model.models.format;
    let (name, mime) = (format.file_name().to_owned(), format.media_type());
    vec![Effect::Download { name, mime, text: model.alias_map() }]
}
