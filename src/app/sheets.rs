//! The field map, the translator and the presets of the Migrate page: what was asked of the worker and what came.
//! Not the knowledge, which the worker has.
//!
//! **Invariant:** the worker answers in the order of the questions, so that what stays is of the last choice.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::patch::Tab;
use super::{AnalyzerTask, Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::inventory::protocol::Request;
use crate::migrate::field_map::Edition;
use crate::migrate::sheet::{Sheet, SheetKind, SheetQuestion};
use crate::migrate::translate::{PrivacyDecision, UnsupportedDecision};

/// The state of these parts.
#[derive(Debug, Clone, Default)]
pub struct Sheets {
    /// The request to translate; `None` for that of the Compare page.
    pub body: Option<String>,
    /// The answer to translate.
    pub answer: String,
    /// The edition that was chosen; `None` for that of the Connect page.
    pub edition: Option<Edition>,
    /// Only rows of the field map that contain this.
    pub search: String,
    /// On promises of privacy that the target cannot keep.
    pub privacy: PrivacyDecision,
    /// On what the target refuses and nothing replaces.
    pub unsupported: UnsupportedDecision,
    /// What came, or why nothing did.
    pub made: BTreeMap<SheetKind, Result<Arc<Sheet>, Diagnostic>>,
}

impl Model {
    /// The request that the translator shows.
    #[must_use]
    pub fn body_to_translate(&self) -> &str {
        self.migrate.sheets.body.as_deref().unwrap_or(&self.compare.body_text)
    }
}

impl Model {
    /// The edition that requests, answers and presets are translated for: the chosen one, else that of the target's
    /// profile, else today's.
    #[must_use]
    pub fn edition(&self) -> Edition {
        let of_profile = Edition::of_profile(self.gateways.target.profile.id);
        self.migrate.sheets.edition.or(of_profile).unwrap_or_default()
    }
}

/// Asks for a table.
fn ask(model: &Model, kind: SheetKind) -> Vec<Effect> {
    let body = match kind {
        SheetKind::Presets => &model.compare.body_text,
        SheetKind::Answer => &model.migrate.sheets.answer,
        SheetKind::Translation | SheetKind::FieldMap => model.body_to_translate(),
    };
    let aliases = model.models.rows.iter();
    let question = SheetQuestion {
        kind,
        profile: model.edition().profile_id().to_owned(),
        endpoint: model.compare.endpoint.path().to_owned(),
        body: model.redactor().redact(body).into_owned(),
        privacy: model.migrate.sheets.privacy,
        unsupported: model.migrate.sheets.unsupported,
        aliases: aliases.filter_map(|row| Some((row.source.clone(), row.approved_target()?.to_owned()))).collect(),
    };
    vec![Effect::Analyze(AnalyzerTask::Ask(Request::Sheet(question)))]
}

/// The tables that the open part shows.
fn shown(model: &Model) -> &'static [SheetKind] {
    let has_answer = !model.migrate.sheets.answer.trim().is_empty();
    match model.migrate.tab {
        Tab::Presets => &[SheetKind::Presets],
        Tab::FieldMap if has_answer => &[SheetKind::Translation, SheetKind::Answer, SheetKind::FieldMap],
        Tab::FieldMap => &[SheetKind::Translation, SheetKind::FieldMap],
        Tab::Patch | Tab::Snippets | Tab::Environment | Tab::CompatibilityLayer => &[],
    }
}

/// Asks for what the part that is open shows.
pub(super) fn wanted(model: &Model) -> Vec<Effect> {
    shown(model).iter().flat_map(|kind| ask(model, *kind)).collect()
}

pub(super) fn body_typed(model: &mut Model, text: String) -> Vec<Effect> {
    model.migrate.sheets.body = Some(text);
    model.migrate.sheets.made.remove(&SheetKind::Translation);
    ask(model, SheetKind::Translation)
}

pub(super) fn answer_typed(model: &mut Model, text: String) -> Vec<Effect> {
    model.migrate.sheets.answer = text;
    model.migrate.sheets.made.remove(&SheetKind::Answer);
    if shown(model).contains(&SheetKind::Answer) { ask(model, SheetKind::Answer) } else { Vec::new() }
}

pub(super) fn edition_chosen(model: &mut Model, edition: Edition) -> Vec<Effect> {
    model.migrate.sheets.edition = Some(edition);
    model.migrate.sheets.made.retain(|kind, _| *kind == SheetKind::FieldMap);
    wanted(model)
}

pub(super) fn decided(model: &mut Model, privacy: PrivacyDecision, unsupported: UnsupportedDecision) -> Vec<Effect> {
    let sheets = &mut model.migrate.sheets;
    (sheets.privacy, sheets.unsupported) = (privacy, unsupported);
    sheets.made.remove(&SheetKind::Translation);
    sheets.made.remove(&SheetKind::Presets);
    wanted(model)
}

/// The worker ended or said no: what is still waited for is said to be missing.
pub(super) fn failed(model: &mut Model, problem: &Diagnostic) {
    for kind in shown(model) {
        model.migrate.sheets.made.entry(*kind).or_insert_with(|| Err(problem.clone()));
    }
}

pub(super) fn came(model: &mut Model, kind: SheetKind, sheet: Result<Sheet, (String, String, String)>) -> Vec<Effect> {
    let sheet = sheet.map(Arc::new).map_err(|(what, why, do_this)| Diagnostic::new(what, why, do_this));
    model.migrate.sheets.made.insert(kind, sheet);
    Vec::new()
}
