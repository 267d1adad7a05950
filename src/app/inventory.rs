//! The Inventory page: code in, findings out. The work is done by the worker; this is what the page knows of it.
//! Not the source text, which only the worker keeps.
//!
//! **Invariant:** an answer of the worker belongs to the scan that is current; a stopped or cleared scan has no results.

use std::sync::Arc;

use super::{AnalyzerTask, Effect, Model, patch};
use crate::diagnostic::Diagnostic;
use crate::inventory::finding::{Action, Class};
use crate::inventory::protocol::{Reply, Report, Request, Stage};
use crate::inventory::settings::{KeyMove, Settings};
use crate::share::redaction::Redactor;

/// The state of the Inventory page.
#[derive(Debug, Clone, Default)]
pub struct InventoryPage {
    /// The text of the paste field.
    pub pasted: String,
    /// The language chosen for it, as a file name's ending; `None` to find out.
    pub pasted_language: Option<PastedLanguage>,
    /// Where the scan is.
    pub scan: Scan,
    /// What becomes of the key variable in the patch.
    pub key_move: KeyMove,
    /// What the current scan was asked to move the code to.
    pub settled: Option<Settings>,
    /// Only findings of this class are shown.
    pub class_shown: Option<Class>,
    /// Only findings with this action are shown.
    pub action_shown: Option<Action>,
    /// Only findings whose file or text contains this.
    pub search: String,
}

/// Where a scan is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Scan {
    /// Nothing was given yet.
    #[default]
    Idle,
    /// The worker is at it.
    Working {
        /// What is being done.
        stage: Stage,
        /// Files done.
        done: usize,
        /// Files in all; 0 while that is not known.
        total: usize,
    },
    /// It was stopped.
    Stopped,
    /// What was found.
    Done(Arc<Report>),
    /// What a colleague found, as an opened case carries it: the findings without the code, so without a patch.
    Opened(Arc<Report>),
    /// Why there is no result.
    Failed(Diagnostic),
}

/// Languages of the paste field, with the file name's ending that stands for each.
pub const PASTED_LANGUAGES: [PastedLanguage; 24] = [
    PastedLanguage { name: "TypeScript", file: "pasted.ts" },
    PastedLanguage { name: "TSX", file: "pasted.tsx" },
    PastedLanguage { name: "JavaScript", file: "pasted.js" },
    PastedLanguage { name: "Python", file: "pasted.py" },
    PastedLanguage { name: "Go", file: "pasted.go" },
    PastedLanguage { name: "Rust", file: "pasted.rs" },
    PastedLanguage { name: "Java", file: "pasted.java" },
    PastedLanguage { name: "Kotlin", file: "pasted.kt" },
    PastedLanguage { name: "C#", file: "pasted.cs" },
    PastedLanguage { name: "Ruby", file: "pasted.rb" },
    PastedLanguage { name: "PHP", file: "pasted.php" },
    PastedLanguage { name: "Swift", file: "pasted.swift" },
    PastedLanguage { name: "Elixir", file: "pasted.ex" },
    PastedLanguage { name: "Shell", file: "pasted.sh" },
    PastedLanguage { name: "PowerShell", file: "pasted.ps1" },
    PastedLanguage { name: "Vue", file: "pasted.vue" },
    PastedLanguage { name: "Svelte", file: "pasted.svelte" },
    PastedLanguage { name: ".env", file: "pasted.env" },
    PastedLanguage { name: "YAML", file: "pasted.yaml" },
    PastedLanguage { name: "TOML", file: "pasted.toml" },
    PastedLanguage { name: "JSON", file: "pasted.json" },
    PastedLanguage { name: "Dockerfile", file: "Dockerfile" },
    PastedLanguage { name: "Terraform", file: "pasted.tf" },
    PastedLanguage { name: "Markdown", file: "pasted.md" },
];

/// A language of the paste field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastedLanguage {
    /// The name shown.
    pub name: &'static str,
    /// The name of the file that the text is taken for.
    pub file: &'static str,
}

impl PastedLanguage {
    /// The language with that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<PastedLanguage> {
        PASTED_LANGUAGES.into_iter().find(|language| language.name == name)
    }

    /// What a pasted text most likely is: by its first telling mark.
    #[must_use]
    pub fn of_text(text: &str) -> PastedLanguage {
        let has = |mark: &str| text.contains(mark);
        let line_starts = |start: &str| text.lines().any(|line| line.trim_start().starts_with(start));
        let name = if line_starts("#!/bin/") || line_starts("#!/usr/bin/env bash") || line_starts("curl ") {
            "Shell"
        } else if line_starts("package ") && has("func ") {
            "Go"
        } else if line_starts("<?php") {
            "PHP"
        } else if line_starts("fn ") || line_starts("pub fn ") || has("let mut ") {
            "Rust"
        } else if line_starts("def ")
            || line_starts("from ") && has(" import ")
            || has("os.environ")
            || has("os.getenv")
        {
            "Python"
        } else if has("const ") || has("import {") || has("process.env") || has("=>") {
            "TypeScript"
        } else if text.trim_start().starts_with(['{', '[']) {
            "JSON"
        } else if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#') || line.contains('=')) {
            ".env"
        } else {
            "YAML"
        };
        PastedLanguage::by_name(name).unwrap_or(PastedLanguage { name: "TypeScript", file: "pasted.ts" })
    }
}

impl Model {
    /// The report of the current scan, whose code the worker holds.
    #[must_use]
    pub fn inventory_report(&self) -> Option<&Arc<Report>> {
        match &self.inventory.scan {
            Scan::Done(report) => Some(report),
            _ => None,
        }
    }

    /// The findings that the Inventory page shows: of the current scan or of an opened case.
    #[must_use]
    pub fn findings_report(&self) -> Option<&Arc<Report>> {
        match &self.inventory.scan {
            Scan::Done(report) | Scan::Opened(report) => Some(report),
            _ => None,
        }
    }

    /// Whether target, key variable or approved ids were changed since the scan, so that its results are of another move.
    #[must_use]
    pub fn is_scan_outdated(&self) -> bool {
        self.inventory_report().is_some() && self.inventory.settled.as_ref() != Some(&self.analyzer_settings())
    }

    /// The findings of the current scan that the filters leave, as indices into the report.
    #[must_use]
    pub fn findings_shown(&self) -> Vec<usize> {
        let Some(report) = self.findings_report() else { return Vec::new() };
        let page = &self.inventory;
        let wanted = page.search.trim().to_lowercase();
        let contains = |text: &str| text.to_lowercase().contains(&wanted);
        let all = report.findings.iter().enumerate();
        all.filter(|(_, finding)| {
            page.class_shown.is_none_or(|class| class == finding.class)
                && page.action_shown.is_none_or(|action| action == finding.action)
                && (wanted.is_empty() || contains(&finding.file) || contains(&finding.text))
        })
        .map(|(index, _)| index)
        .collect()
    }

    /// What a person chose so far, for the worker: the target of the Connect page and the approved aliases.
    #[must_use]
    pub fn analyzer_settings(&self) -> Settings {
        let target = &self.gateways.target;
        let mut settings = Settings::for_profile(target.profile);
        if let Ok(base) = &target.base_url {
            settings.base_url = base.to_string();
        }
        settings.key_variable = target.key_variable.clone();
        settings.key_move = self.inventory.key_move;
        settings.aliases = self
            .models
            .rows
            .iter()
            .filter_map(|row| Some((row.source.clone(), row.approved_target()?.to_owned())))
            .collect();
        settings
    }
}

fn begin(model: &mut Model, task: AnalyzerTask) -> Vec<Effect> {
    worker_taken(model);
    model.inventory.scan = Scan::Working { stage: Stage::Reading, done: 0, total: 0 };
    model.inventory.settled = Some(model.analyzer_settings());
    model.migrate.patch = patch::PatchPage { view: model.migrate.patch.view, ..patch::PatchPage::default() };
    vec![Effect::Analyze(task)]
}

pub(super) fn scan_pressed(model: &mut Model) -> Vec<Effect> {
    if model.inventory.pasted.trim().is_empty() {
        return Vec::new();
    }
    let language = model.inventory.pasted_language.unwrap_or_else(|| PastedLanguage::of_text(&model.inventory.pasted));
    let task = AnalyzerTask::ScanText {
        settings: model.analyzer_settings(),
        path: language.file.to_owned(),
        text: model.inventory.pasted.clone(),
    };
    begin(model, task)
}

/// Files were picked or dropped; the shell holds them.
pub(super) fn files_offered(model: &mut Model, root_segments: usize) -> Vec<Effect> {
    let settings = model.analyzer_settings();
    begin(model, AnalyzerTask::ScanOffered { settings, root_segments })
}

/// The same files once more, since a choice changed what the patch is.
pub(super) fn resettle(model: &mut Model) -> Vec<Effect> {
    if model.inventory_report().is_none() {
        return Vec::new();
    }
    let settings = model.analyzer_settings();
    begin(model, AnalyzerTask::Ask(Request::Resettle { settings }))
}

pub(super) fn stopped(model: &mut Model) -> Vec<Effect> {
    if !matches!(model.inventory.scan, Scan::Working { .. }) {
        return Vec::new();
    }
    model.inventory.scan = Scan::Stopped;
    worker_taken(model);
    vec![Effect::Analyze(AnalyzerTask::Forget)]
}

pub(super) fn cleared(model: &mut Model) -> Vec<Effect> {
    model.inventory = InventoryPage { key_move: model.inventory.key_move, ..InventoryPage::default() };
    model.migrate.patch = patch::PatchPage::default();
    worker_taken(model);
    vec![Effect::Analyze(AnalyzerTask::Forget)]
}

/// A scan that begins or is ended takes the worker away from what else it was asked, whose answer does not come any more.
fn worker_taken(model: &mut Model) {
    let lost = Diagnostic::new(
        "The set was not read.",
        "A scan of code was begun, stopped or cleared in the meantime, and the same worker reads both.",
        "Import the file again.",
    );
    super::golden::import_failed(model, &lost);
}

/// The ids that the code uses go to the Models page, behind those that stand there already.
pub(super) fn models_taken(model: &mut Model) -> Vec<Effect> {
    let Some(report) = model.inventory_report().map(Arc::clone) else {
        return Vec::new();
    };
    super::models::add_ids(model, report.models.iter().map(|(id, _)| id.as_str()));
    Vec::new()
}

/// The worker masks what looks like a key; a key of this tab may look like nothing, and goes by its value.
fn without_keys(report: &mut Report, redactor: &Redactor) {
    let texts = report.findings.iter_mut().flat_map(|finding| [&mut finding.text, &mut finding.advice]);
    for text in texts.chain(&mut report.troubles).chain(&mut report.request_fields).chain(&mut report.parameters) {
        if redactor.contains_secret(text) {
            *text = redactor.redact(text).into_owned();
        }
    }
}

/// The worker said something.
pub(super) fn said(model: &mut Model, reply: Reply) -> Vec<Effect> {
    let working = matches!(model.inventory.scan, Scan::Working { .. });
    match reply {
        Reply::Progress { stage, done, total } if working => {
            model.inventory.scan = Scan::Working { stage, done, total };
            Vec::new()
        }
        Reply::Report(mut report) if working => {
            without_keys(&mut report, &model.redactor());
            patch::report_came(model, &report);
            // What a person typed is theirs; an empty field has nothing to lose.
            if model.models.ids_text.trim().is_empty() {
                super::models::add_ids(model, report.models.iter().map(|(id, _)| id.as_str()));
            }
            model.inventory.scan = Scan::Done(Arc::from(report));
            let mut effects = patch::layer_wanted(model);
            effects.extend(super::sheets::wanted(model));
            effects
        }
        Reply::Failed { what, why, do_this } => {
            let failed = Diagnostic::new(what, why, do_this);
            super::sheets::failed(model, &failed);
            super::golden::import_failed(model, &failed);
            if working {
                model.inventory.scan = Scan::Failed(failed);
            } else {
                model.migrate.patch.failed = Some(failed);
            }
            Vec::new()
        }
        Reply::Rows { file, rows } => patch::rows_came(model, file, rows),
        Reply::Sheet { kind, sheet } => super::sheets::came(model, kind, sheet),
        Reply::SetRead { number, read } => {
            let read = read.map_err(|(what, why, do_this)| Diagnostic::new(what, why, do_this));
            super::golden::set_read(model, number, read);
            Vec::new()
        }
        Reply::Progress { .. } | Reply::Report(_) | Reply::Output { .. } => Vec::new(),
    }
}
