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
use crate::migrate::sheet::{Sheet, SheetKind, SheetQuestion};
use crate::migrate::translate::{PrivacyDecision, UnsupportedDecision};

/// The state of these parts.
#[derive(Debug, Clone, Default)]
pub struct Sheets {
    /// The request to translate; `None` for that of the Compare page.
    pub body: Option<String>,
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

/// Asks for a table.
fn ask(model: &Model, kind: SheetKind) -> Vec<Effect> {
    let body = if kind == SheetKind::Presets { &model.compare.body_text } else { model.body_to_translate() };
    let aliases = model.models.rows.iter();
    let question = SheetQuestion {
        kind,
        profile: model.gateways.target.profile.id.to_owned(),
        endpoint: model.compare.endpoint.path().to_owned(),
        body: model.redactor().redact(body).into_owned(),
        privacy: model.migrate.sheets.privacy,
        unsupported: model.migrate.sheets.unsupported,
        aliases: aliases.filter_map(|row| Some((row.source.clone(), row.approved_target()?.to_owned()))).collect(),
    };
    vec![Effect::Analyze(AnalyzerTask::Ask(Request::Sheet(question)))]
}

/// The tables that a part shows.
const fn shown(tab: Tab) -> &'static [SheetKind] {
    match tab {
        Tab::Presets => &[SheetKind::Presets],
        Tab::FieldMap => &[SheetKind::Translation, SheetKind::FieldMap],
        Tab::Patch | Tab::Snippets | Tab::Environment | Tab::CompatibilityLayer => &[],
    }
}

/// Asks for what the part that is open shows.
pub(super) fn wanted(model: &Model) -> Vec<Effect> {
    shown(model.migrate.tab).iter().flat_map(|kind| ask(model, *kind)).collect()
}

pub(super) fn body_typed(model: &mut Model, text: String) -> Vec<Effect> {
    model.migrate.sheets.body = Some(text);
    model.migrate.sheets.made.remove(&SheetKind::Translation);
    ask(model, SheetKind::Translation)
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
    for kind in shown(model.migrate.tab) {
        model.migrate.sheets.made.entry(*kind).or_insert_with(|| Err(problem.clone()));
    }
}

pub(super) fn came(model: &mut Model, kind: SheetKind, sheet: Result<Sheet, (String, String, String)>) -> Vec<Effect> {
    let sheet = sheet.map(Arc::new).map_err(|(what, why, do_this)| Diagnostic::new(what, why, do_this));
    model.migrate.sheets.made.insert(kind, sheet);
    Vec::new()
}
