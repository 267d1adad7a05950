//! The Patch part of the Migrate page: which hunks are in, and the files that are made of them.
//! Not the patch itself, which the worker makes.
//!
//! **Invariant:** only safe hunks are in by themselves; whatever is risky is in because a person said so.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{AnalyzerTask, Effect, Model, inventory};
use crate::diagnostic::Diagnostic;
use crate::inventory::protocol::{Accepted, Output, Report, Request};
use crate::inventory::settings::KeyMove;
use crate::migrate::change::Safety;
use crate::migrate::compatibility::Language;
use crate::migrate::patch::view::Row;

/// The parts of the Migrate page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// The patch.
    Patch,
    /// Snippets for the current request.
    #[default]
    Snippets,
    /// Presets and routing for the target.
    Presets,
    /// What becomes of the environment.
    Environment,
    /// What becomes of each field, and of one request.
    FieldMap,
    /// The module that bridges both gateways.
    CompatibilityLayer,
}

impl Tab {
    /// All, in their order.
    pub const ALL: [Tab; 6] =
        [Tab::Patch, Tab::Snippets, Tab::Presets, Tab::Environment, Tab::FieldMap, Tab::CompatibilityLayer];

    /// The name shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Tab::Patch => "Patch",
            Tab::Snippets => "Snippets",
            Tab::Presets => "Presets",
            Tab::Environment => "Environment",
            Tab::FieldMap => "Field map",
            Tab::CompatibilityLayer => "Compatibility layer",
        }
    }

    /// The part of the ids in the document.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Tab::Patch => "patch",
            Tab::Snippets => "snippets",
            Tab::Presets => "presets",
            Tab::Environment => "environment",
            Tab::FieldMap => "field-map",
            Tab::CompatibilityLayer => "compatibility",
        }
    }

    /// The tab that a key leads to by the pattern for tabs: arrows go round, Home and End to the ends.
    #[must_use]
    pub fn after_key(self, key: &str) -> Option<Tab> {
        let at = Self::ALL.iter().position(|tab| *tab == self).unwrap_or_default();
        let to = match key {
            "ArrowRight" => (at + 1) % Self::ALL.len(),
            "ArrowLeft" => (at + Self::ALL.len() - 1) % Self::ALL.len(),
            "Home" => 0,
            "End" => Self::ALL.len() - 1,
            _ => return None,
        };
        Self::ALL.get(to).copied()
    }
}

/// How a diff is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Removed and added lines below each other.
    #[default]
    Unified,
    /// Before and after beside each other.
    Split,
}

/// The state of the part.
#[derive(Debug, Clone, Default)]
pub struct PatchPage {
    /// The hunks that are in.
    pub accepted: Accepted,
    /// How diffs are shown.
    pub view: View,
    /// The file whose diff is open, by its number.
    pub open: Option<u32>,
    /// The rows of diffs that the worker has sent.
    pub rows: BTreeMap<u32, Arc<Vec<Row>>>,
    /// Texts that the worker has made: modules, and the patch for the case.
    pub layers: BTreeMap<Output, Arc<str>>,
    /// What went wrong last.
    pub failed: Option<Diagnostic>,
}

/// What is done with a file that the worker makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deliver {
    /// It is saved.
    Download,
    /// It goes to the clipboard.
    Copy,
    /// The page shows it.
    Show,
}

/// A scan ended: safe hunks are in.
pub(super) fn report_came(model: &mut Model, report: &Report) {
    let safe = report
        .files
        .iter()
        .map(|file| {
            let on = file.hunks.iter().filter(|hunk| hunk.safety == Safety::Safe).map(|hunk| hunk.id).collect();
            (file.file, on)
        })
        .collect();
    model.migrate.patch =
        PatchPage { accepted: Accepted(safe), view: model.migrate.patch.view, ..PatchPage::default() };
}

pub(super) fn rows_came(model: &mut Model, file: u32, mut rows: Vec<Row>) -> Vec<Effect> {
    if model.inventory_report().is_some() {
        let redactor = model.redactor();
        rows.iter_mut().for_each(|row| row.mask(&redactor));
        model.migrate.patch.rows.insert(file, Arc::new(rows));
    }
    Vec::new()
}

pub(super) fn tab_chosen(model: &mut Model, tab: Tab) -> Vec<Effect> {
    model.migrate.tab = tab;
    let mut effects = layer_wanted(model);
    effects.extend(super::sheets::wanted(model));
    effects
}

pub(super) fn layer_language_chosen(model: &mut Model, language: Language) -> Vec<Effect> {
    model.migrate.layer_language = language;
    layer_wanted(model)
}

/// The file that holds the compatibility layer in a language.
#[must_use]
pub const fn layer_output(language: Language) -> Output {
    match language {
        Language::TypeScript => Output::CompatibilityTypeScript,
        Language::Python => Output::CompatibilityPython,
    }
}

/// The layer is asked for once its part is shown, and again only after it was lost.
pub(super) fn layer_wanted(model: &mut Model) -> Vec<Effect> {
    let output = layer_output(model.migrate.layer_language);
    if model.migrate.tab != Tab::CompatibilityLayer || model.migrate.patch.layers.contains_key(&output) {
        return Vec::new();
    }
    output_pressed(model, output, Deliver::Show)
}

/// The patch of what is taken is asked for where the case is made, unless it is here.
pub(super) fn carried_wanted(model: &mut Model) -> Vec<Effect> {
    if model.migrate.patch.layers.contains_key(&Output::Patch) {
        return Vec::new();
    }
    output_pressed(model, Output::Patch, Deliver::Show)
}

pub(super) fn view_chosen(model: &mut Model, view: View) -> Vec<Effect> {
    model.migrate.patch.view = view;
    Vec::new()
}

/// A file was opened or closed. Its rows are asked for once.
pub(super) fn file_opened(model: &mut Model, file: Option<u32>) -> Vec<Effect> {
    model.migrate.patch.open = file;
    match file {
        Some(file) if !model.migrate.patch.rows.contains_key(&file) => {
            vec![Effect::Analyze(AnalyzerTask::Ask(Request::Rows { file }))]
        }
        _ => Vec::new(),
    }
}

pub(super) fn hunk_chosen(model: &mut Model, file: u32, hunk: u32, on: bool) -> Vec<Effect> {
    let shown_only = model.inventory_report().is_some_and(|report| {
        let mut hunks = report.files.iter().filter(|known| known.file == file).flat_map(|known| &known.hunks);
        hunks.any(|known| known.id == hunk && known.safety == Safety::ShownOnly)
    });
    model.migrate.patch.layers.remove(&Output::Patch);
    let accepted = model.migrate.patch.accepted.0.entry(file).or_default();
    if on && !shown_only {
        accepted.insert(hunk);
    } else {
        accepted.remove(&hunk);
    }
    Vec::new()
}

/// All hunks of one file, or of all files, up to a safety; never those that are taken alone.
pub(super) fn hunks_chosen(model: &mut Model, file: Option<u32>, up_to: Option<Safety>) -> Vec<Effect> {
    let Some(report) = model.inventory_report().map(Arc::clone) else {
        return Vec::new();
    };
    model.migrate.patch.layers.remove(&Output::Patch);
    for known in report.files.iter().filter(|known| file.is_none_or(|file| file == known.file)) {
        let on = known
            .hunks
            .iter()
            .filter(|hunk| up_to.is_some_and(|safety| hunk.safety <= safety.min(Safety::NeedsReview)))
            .map(|hunk| hunk.id)
            .collect();
        model.migrate.patch.accepted.0.insert(known.file, on);
    }
    Vec::new()
}

pub(super) fn key_move_chosen(model: &mut Model, key_move: KeyMove) -> Vec<Effect> {
    model.inventory.key_move = key_move;
    inventory::resettle(model)
}

/// A file is to be made. What was cut off from the report is not in it, which the page says.
pub(super) fn output_pressed(model: &mut Model, what: Output, deliver: Deliver) -> Vec<Effect> {
    if model.inventory_report().is_none() {
        return Vec::new();
    }
    model.migrate.patch.failed = None;
    let request = Request::Output { what, accepted: model.migrate.patch.accepted.clone() };
    vec![Effect::Analyze(AnalyzerTask::Make(request, deliver))]
}

/// The worker made a file.
pub(super) fn output_made(model: &mut Model, made: super::Made) -> Vec<Effect> {
    let super::Made { what, deliver, name, mime, bytes } = made;
    match deliver {
        Deliver::Download => vec![Effect::DownloadBytes { name, mime, bytes }],
        Deliver::Copy => {
            vec![Effect::Copy(super::Copyable::Output(what), String::from_utf8_lossy(&bytes).into_owned())]
        }
        Deliver::Show => {
            model.migrate.patch.layers.insert(what, Arc::from(String::from_utf8_lossy(&bytes).as_ref()));
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests;
