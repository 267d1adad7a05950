//! The worker's memory: the files that matter, what was found in them, and what is made of it on demand.
//! Not the messages between page and worker, which are in `protocol`.
//!
//! **Invariant:** source text stays here; the page gets findings, rows of a diff and finished files, all with keys masked
//! except in the files that a person downloads, which are their own.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Action, Carried, Class, Finding};
use super::intake::Intake;
use super::intake::zip_writer::write_zip;
use super::protocol::{Accepted, Count, FileHunks, HunkSummary, Output, OutputFile, Report, Why};
use super::relevance::{Relevance, relevance};
use super::sarif;
use super::scan::{ScannedFile, SourceFile, scan};
use super::settings::Settings;
use super::variable_name::{renamed, renamed_address};
use crate::diagnostic::Diagnostic;
use crate::gateway::profile::{HeaderAdvice, Profile};
use crate::gateway::profiles::{AI_STATS, OPENROUTER};
use crate::migrate::change::Safety;
use crate::migrate::compatibility::{self, Endpoint, Layer, ResponseField};
use crate::migrate::patch::apply::apply;
use crate::migrate::patch::environment::{Cutover, RenamedVariable, environment_diff};
use crate::migrate::patch::hunk::{FilePlan, Hunk, plan};
use crate::migrate::patch::unified::{Direction, unified};
use crate::migrate::patch::view::{Row, rows, suggestion};
use crate::migrate::presets::FoundBody;
use crate::share::clean;
use crate::share::redaction::Redactor;
use sha2::{Digest, Sha256};

/// The most findings that go to the page; all of them are in the exports.
pub const SHOWN_FINDINGS: usize = 5_000;

/// The most files with hunks that go to the page.
pub const SHOWN_FILES: usize = 2_000;

/// The longest name of a field, in bytes. A key is longer.
const LONGEST_NAME: usize = 40;

/// Lines around a hunk.
const CONTEXT: usize = 3;

/// Everything that one scan knows.
#[derive(Debug, Default)]
pub struct Workbench {
    settings: Settings,
    files: Vec<SourceFile>,
    scanned: Vec<ScannedFile>,
    plans: Vec<FilePlan>,
    intake: Intake,
}

impl Workbench {
    /// An empty one.
    #[must_use]
    pub fn new(settings: Settings) -> Workbench {
        Workbench { settings, ..Workbench::default() }
    }

    /// Takes a file. One that cannot matter is not kept.
    pub fn add(&mut self, path: &str, text: &str) {
        if relevance(path, text) > Relevance::None {
            self.files.push(SourceFile { path: path.to_owned(), text: text.to_owned() });
        }
    }

    /// How many files are kept.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.files.len()
    }

    /// Scans what was added. `progress` is told how many of the kept files are done.
    pub fn scan(&mut self, intake: Intake, progress: impl FnMut(usize)) -> Report {
        self.intake = intake;
        self.files.sort_by(|left, right| left.path.cmp(&right.path));
        self.scan_again(progress)
    }

    /// Scans the same files with other settings.
    pub fn resettle(&mut self, settings: Settings, progress: impl FnMut(usize)) -> Report {
        self.settings = settings;
        self.scan_again(progress)
    }

    fn scan_again(&mut self, progress: impl FnMut(usize)) -> Report {
        self.scanned = scan(&self.files, &self.settings, progress);
        self.plans = self
            .scanned
            .iter_mut()
            .map(|scanned| {
                let changes = std::mem::take(&mut scanned.changes);
                let source = self.files.get(scanned.index).map_or("", |file| file.text.as_str());
                plan(source, changes)
            })
            .collect();
        self.report()
    }

    /// All findings in order: by file, then by place.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.scanned.iter().flat_map(|scanned| &scanned.findings)
    }

    /// Each changed file with its plan.
    fn planned(&self) -> impl Iterator<Item = (u32, &SourceFile, &FilePlan)> {
        self.scanned.iter().zip(&self.plans).enumerate().filter_map(|(number, (scanned, plan))| {
            Some((u32::try_from(number).ok()?, self.files.get(scanned.index)?, plan))
        })
    }

    fn report(&self) -> Report {
        let mut counts: BTreeMap<(Class, Action), u32> = BTreeMap::new();
        let mut models: BTreeMap<String, u32> = BTreeMap::new();
        let mut response_fields = BTreeSet::new();
        let mut request_fields = BTreeSet::new();
        // By old name: the new one, whether the old one is still read, and the files.
        let mut variables: BTreeMap<String, (String, bool, BTreeSet<String>)> = BTreeMap::new();
        let mut live_keys = 0;
        let mut total = 0;
        for finding in self.findings() {
            total += 1;
            *counts.entry((finding.class, finding.action)).or_default() += 1;
            match &finding.carries {
                Some(Carried::Model(id)) if !id.is_empty() => *models.entry(id.clone()).or_default() += 1,
                Some(Carried::ResponseField(field)) => {
                    response_fields.insert(field.clone());
                }
                Some(Carried::RequestField(field)) => {
                    request_fields.insert(field.clone());
                }
                Some(carried @ (Carried::KeyVariable(name) | Carried::AddressVariable(name))) => {
                    let is_key = matches!(carried, Carried::KeyVariable(_));
                    let new = if is_key { renamed } else { renamed_address };
                    let new = || (new(name, &self.settings.key_variable), is_key, BTreeSet::new());
                    variables.entry(name.clone()).or_insert_with(new).2.insert(finding.file.clone());
                }
                Some(Carried::LiveKey) => live_keys += 1,
                _ => {}
            }
        }
        let mut shown: Vec<&Finding> = self.findings().collect();
        // What is cut off, if anything, is the least urgent.
        shown.sort_by_key(|finding| finding.action);
        shown.truncate(SHOWN_FINDINGS);
        shown.sort_by(|left, right| (&left.file, left.line, left.column).cmp(&(&right.file, right.line, right.column)));
        let redactor = Redactor::new([]);
        let with_changes =
            self.planned().filter(|(_, _, plan)| !plan.hunks.is_empty() || !plan.dropped.is_empty()).take(SHOWN_FILES);
        Report {
            intake: self.intake.clone(),
            kept: self.files.len(),
            counts: counts.into_iter().map(|((class, action), count)| Count { class, action, count }).collect(),
            total_findings: total,
            findings: shown.into_iter().cloned().collect(),
            hashes: self
                .scanned
                .iter()
                .filter(|scanned| !scanned.findings.is_empty())
                .filter_map(|scanned| self.files.get(scanned.index))
                .take(SHOWN_FILES)
                .map(|file| (file.path.clone(), sha256(&file.text)))
                .collect(),
            files: with_changes.map(|(number, file, plan)| summary(number, file, plan, &redactor)).collect(),
            troubles: self
                .scanned
                .iter()
                .filter_map(|scanned| {
                    let path = &self.files.get(scanned.index)?.path;
                    // The words of a parser can quote the code.
                    let trouble = scanned.troubles.first()?;
                    Some(redactor.redact(&format!("{path}: {}", trouble.what)).into_owned())
                })
                .take(100)
                .collect(),
            models: models.into_iter().collect(),
            response_fields: response_fields.into_iter().collect(),
            request_fields: request_fields.into_iter().collect(),
            parameters: self.parameters(),
            environment: environment_diff(
                &variables
                    .into_iter()
                    .map(|(old_name, (new_name, falls_back, files))| RenamedVariable {
                        old_name,
                        new_name,
                        falls_back,
                        files: files.into_iter().collect(),
                    })
                    .collect::<Vec<_>>(),
                match self.settings.key_move {
                    super::settings::KeyMove::FallBack => Cutover::FallBack,
                    super::settings::KeyMove::HardCut => Cutover::HardCut,
                },
            ),
            live_keys,
        }
    }

    /// The names of the fields of all request bodies, as far as they look like those of an API.
    fn parameters(&self) -> Vec<String> {
        let bodies = self.scanned.iter().flat_map(|scanned| &scanned.bodies);
        let names: BTreeSet<&String> =
            bodies.filter_map(|(_, body)| body.as_object()).flat_map(|body| body.keys()).collect();
        let is_plain = |name: &&&String| {
            name.len() <= LONGEST_NAME
                && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
        };
        names.into_iter().filter(|name| is_plain(&name)).take(SHOWN_FILES).cloned().collect()
    }

    /// The request bodies of the code, with keys masked.
    #[must_use]
    pub fn bodies(&self) -> Vec<FoundBody> {
        let redactor = Redactor::new([]);
        let of_file = |scanned: &ScannedFile| {
            let path = self.files.get(scanned.index).map_or("", |file| file.path.as_str()).to_owned();
            let found = scanned.bodies.iter().map(|(line, body)| {
                let mut body = body.clone();
                clean::json(&mut body, &redactor);
                FoundBody { place: format!("{path}:{line}"), body }
            });
            found.collect::<Vec<_>>()
        };
        self.scanned.iter().flat_map(of_file).take(SHOWN_FILES).collect()
    }

    /// The rows of one file's diff: all its applicable hunks, and the suggestions that are only shown.
    #[must_use]
    pub fn rows(&self, number: u32) -> Vec<Row> {
        let Some((_, file, plan)) = self.planned().find(|(at, _, _)| *at == number) else {
            return Vec::new();
        };
        let all: Vec<&Hunk> = plan.hunks.iter().collect();
        let redactor = Redactor::new([]);
        let mut rows = rows(&file.text, &all, CONTEXT);
        for hunk in plan.hunks.iter().filter(|hunk| hunk.safety == Safety::ShownOnly) {
            rows.extend(suggestion(&file.text, hunk, CONTEXT));
        }
        for row in &mut rows {
            row.mask(&redactor);
        }
        rows
    }

    /// Makes a file for a person.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub fn output(&self, what: Output, accepted: &Accepted) -> Result<OutputFile, Diagnostic> {
        let file =
            |name: &str, mime: &str, bytes: Vec<u8>| OutputFile { name: name.to_owned(), mime: mime.to_owned(), bytes };
        Ok(match what {
            Output::Patch => {
                file("switchyard.patch", "text/x-patch", self.patch(accepted, Direction::Forward).into_bytes())
            }
            Output::UndoPatch => {
                file("switchyard-undo.patch", "text/x-patch", self.patch(accepted, Direction::Undo).into_bytes())
            }
            Output::Files => {
                let changed = self.changed(accepted);
                let entries: Vec<(String, &[u8])> =
                    changed.iter().map(|(path, text)| (path.clone(), text.as_bytes())).collect();
                let bytes = write_zip(&entries).map_err(|error| {
                    Diagnostic::new(
                        "The changed files could not be put into a zip.",
                        format!("{error:?}."),
                        "Take the patch instead; it holds the same changes.",
                    )
                })?;
                file("switchyard-files.zip", "application/zip", bytes)
            }
            Output::Sarif => {
                file("switchyard.sarif", "application/sarif+json", sarif::write(self.findings()).into_bytes())
            }
            Output::GoldenSet(_) => {
                return Err(Diagnostic::new(
                    "A golden set is not made of code.",
                    "The page asked for it in the wrong way.",
                    "Reload the page.",
                ));
            }
            Output::CompatibilityTypeScript | Output::CompatibilityPython => {
                let language = if what == Output::CompatibilityPython {
                    compatibility::Language::Python
                } else {
                    compatibility::Language::TypeScript
                };
                file(language.file_name(), "text/plain", self.compatibility_layer(language).into_bytes())
            }
        })
    }

    fn chosen<'p>(plan: &'p FilePlan, number: u32, accepted: &Accepted) -> Vec<&'p Hunk> {
        let ids = accepted.0.get(&number);
        plan.hunks.iter().filter(|hunk| ids.is_some_and(|ids| ids.contains(&hunk.id)) && hunk.is_applicable()).collect()
    }

    /// One patch for all accepted hunks.
    #[must_use]
    pub fn patch(&self, accepted: &Accepted, direction: Direction) -> String {
        self.planned()
            .map(|(number, file, plan)| {
                unified(&file.path, &file.text, &Self::chosen(plan, number, accepted), direction)
            })
            .collect()
    }

    /// The files that the accepted hunks change, with their new text.
    #[must_use]
    pub fn changed(&self, accepted: &Accepted) -> Vec<(String, String)> {
        self.planned()
            .filter_map(|(number, file, plan)| {
                let text = apply(&file.text, &Self::chosen(plan, number, accepted));
                (text != file.text).then(|| (file.path.clone(), text))
            })
            .collect()
    }

    /// The hunks up to a safety: the safe ones are on by default; up to [`Safety::TakenAlone`] are all that can be applied.
    #[must_use]
    pub fn accept(&self, up_to: Safety) -> Accepted {
        Accepted(
            self.planned()
                .map(|(number, _, plan)| {
                    let on = |hunk: &&Hunk| hunk.is_within(up_to);
                    (number, plan.hunks.iter().filter(on).map(|hunk| hunk.id).collect())
                })
                .collect(),
        )
    }

    /// The module that bridges both gateways for exactly what this code reads.
    fn compatibility_layer(&self, language: compatibility::Language) -> String {
        let mut fields = Vec::new();
        let mut unresolved = BTreeSet::new();
        for finding in self.findings() {
            match &finding.carries {
                Some(Carried::ResponseField(field)) => fields.extend(ResponseField::by_path(field)),
                Some(Carried::Model(id)) if !id.is_empty() && !self.settings.aliases.contains_key(id) => {
                    unresolved.insert(id.as_str());
                }
                _ => {}
            }
        }
        let aliases: Vec<(&str, &str)> =
            self.settings.aliases.iter().map(|(source, target)| (source.as_str(), target.as_str())).collect();
        let unresolved: Vec<&str> = unresolved.into_iter().collect();
        let profile = Profile::by_id(&self.settings.profile).unwrap_or(&AI_STATS);
        let dropped: Vec<&str> = profile
            .headers
            .iter()
            .filter(|rule| rule.advice.value != HeaderAdvice::Keep)
            .map(|rule| rule.name)
            .collect();
        compatibility::generate(
            language,
            &Layer {
                source: Endpoint {
                    name: OPENROUTER.name,
                    base_url: OPENROUTER.base_url.value,
                    key_variable: OPENROUTER.key_variable.value,
                },
                target: Endpoint {
                    name: Profile::by_id(&self.settings.profile).map_or("the target gateway", |profile| profile.name),
                    base_url: &self.settings.base_url,
                    key_variable: &self.settings.key_variable,
                },
                aliases: &aliases,
                unresolved: &unresolved,
                dropped_headers: &dropped,
                fields: &fields,
            },
        )
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn summary(number: u32, file: &SourceFile, plan: &FilePlan, redactor: &Redactor) -> FileHunks {
    let mut hunks = Vec::new();
    for hunk in &plan.hunks {
        let mut whys: Vec<Why> = Vec::new();
        for reason in &hunk.reasons {
            let why = Why {
                rule: reason.rule.to_owned(),
                reason: redactor.redact(&reason.reason).into_owned(),
                safety: reason.safety,
            };
            if !whys.contains(&why) && whys.len() < 20 {
                whys.push(why);
            }
        }
        hunks.push(HunkSummary {
            id: hunk.id,
            line: u32::try_from(hunk.lines.start + 1).unwrap_or(u32::MAX),
            safety: hunk.safety,
            reasons: whys,
        });
    }
    FileHunks {
        file: number,
        path: file.path.clone(),
        hunks,
        dropped: plan.dropped.iter().map(|dropped| format!("Line {}: {}", dropped.line + 1, dropped.why)).collect(),
    }
}
