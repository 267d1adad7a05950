//! The Models page: the ids in use against both model lists, and the decisions of a person.
//! **Invariant:** an alias is approved only if its right-hand side is in the target's list as read, and, unless the
//! id is exact or the target's own alias, only by a person.

use super::catalogues::{self, Catalogue};
use super::http::{self, Purpose};
use super::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::side::Side;
use crate::models::alias_map::{self, AliasFormat};
use crate::models::id_list::parse_ids;
use crate::models::validation::{AliasRow, CatalogueEntry, validate_again};

/// The state of the Models page.
#[derive(Debug, Clone, Default)]
pub struct ModelsPage {
    /// The text of the ids field.
    pub ids_text: String,
    /// What in it was no id.
    pub notes: Vec<Diagnostic>,
    /// One row an id, after validation; decisions are kept while lists are read again.
    pub rows: Vec<AliasRow>,
    /// Why validation did not start.
    pub refused: Option<Diagnostic>,
    /// Whether validation waits for the lists.
    pub validating: bool,
    /// The format of the alias map.
    pub format: AliasFormat,
    pub(super) round: u32,
}

impl ModelsPage {
    /// The approved alias of an id.
    #[must_use]
    pub fn approved(&self, source: &str) -> Option<&str> {
        self.rows.iter().find(|row| row.source == source)?.approved_target()
    }

    /// The alias map in the chosen format.
    #[must_use]
    pub fn alias_map(&self) -> String {
        alias_map::export(self.format, &self.rows)
    }
}

/// Forgets the rows and every decision that stood on a list of the other world.
pub(super) fn forget_rows(model: &mut Model) {
    model.models.rows.clear();
    model.models.validating = false;
}

pub(super) fn ids_typed(model: &mut Model, text: String) -> Vec<Effect> {
    model.models.ids_text = text;
    Vec::new()
}

pub(super) fn validate_pressed(model: &mut Model) -> Vec<Effect> {
    let (ids, notes) = parse_ids(&model.models.ids_text);
    model.models.notes = notes;
    model.models.refused = None;
    if ids.is_empty() {
        model.models.refused = Some(Diagnostic::new(
            "There is no model id to validate.",
            "The field is empty, or nothing in it looks like an id.",
            "Paste the ids that your code uses, one a line, for example openai/gpt-4.1-mini.",
        ));
        return Vec::new();
    }
    if let Some(problem) = model.side_problem(Side::Target) {
        model.models.refused = Some(problem.clone());
        return Vec::new();
    }
    model.models.validating = true;
    let mut effects = http::abort_where(model, |purpose| matches!(purpose, Purpose::Catalogue(_)));
    for side in Side::BOTH {
        effects.extend(catalogues::read(model, side));
    }
    effects
}

/// Validates the ids once the lists that are being read are there.
pub(super) fn await_lists(model: &mut Model) {
    model.models.validating = true;
}

pub(super) fn stopped(model: &mut Model) -> Vec<Effect> {
    model.models.validating = false;
    for side in Side::BOTH {
        let catalogue = model.catalogues.get_mut(side);
        if matches!(catalogue, Catalogue::Reading { .. }) {
            *catalogue = Catalogue::Empty;
        }
    }
    http::abort_where(model, |purpose| matches!(purpose, Purpose::Catalogue(_)))
}

/// A list is there or has failed: with both settled, the ids are judged against the target's.
pub(super) fn catalogue_finished(model: &mut Model) {
    let settled = |catalogue: &Catalogue| matches!(catalogue, Catalogue::Ready(_) | Catalogue::Failed { .. });
    if !model.models.validating || !Side::BOTH.into_iter().all(|side| settled(model.catalogues.get(side))) {
        return;
    }
    model.models.validating = false;
    let Some(rows) = model.catalogues.target.rows() else {
        return;
    };
    let (ids, _) = parse_ids(&model.models.ids_text);
    let entries = rows.iter().map(|row| CatalogueEntry { id: &row.id, aliases: &row.aliases });
    let judged = validate_again(&ids, entries, &model.models.rows);
    model.models.rows = judged;
}

pub(super) fn alias_chosen(model: &mut Model, source: &str, target: &str) -> Vec<Effect> {
    if let Some(row) = model.models.rows.iter_mut().find(|row| row.source == source) {
        // A new choice is a new question: the approval of the old one does not carry over.
        row.pick(target);
    }
    Vec::new()
}

pub(super) fn alias_approved(model: &mut Model, source: &str, approved: bool) -> Vec<Effect> {
    let list = model.catalogues.target.rows().unwrap_or_default();
    if let Some(row) = model.models.rows.iter_mut().find(|row| row.source == source) {
        let listed =
            |id: &str| list.iter().any(|other| other.id == id || other.aliases.iter().any(|alias| alias == id));
        let allowed = row.target().is_some_and(listed);
        row.approve(approved && allowed);
    }
    Vec::new()
}

pub(super) fn format_chosen(model: &mut Model, format: AliasFormat) -> Vec<Effect> {
    model.models.format = format;
    Vec::new()
}

pub(super) fn download(model: &mut Model) -> Vec<Effect> {
    let (name, mime) = match model.models.format {
        AliasFormat::TypeScript => ("model-aliases.ts", "text/plain"),
        AliasFormat::Json => ("model-aliases.json", "application/json"),
    };
    vec![Effect::Download { name: name.to_owned(), mime, text: model.models.alias_map() }]
}
