//! Runs everything over a project: reads each file, finds which files speak to the source, applies the rules.
//! Not the choice of files, which is the intake's, and not the patch, which is made of the changes.
//!
//! **Invariant:** the same files and settings give the same result in the same order.

use std::cell::OnceCell;
use std::collections::HashSet;

use memchr::memmem;

use super::context::{Closeness, Context, is_settings_entry};
use super::finding::{Carried, Finding};
use super::language::Language;
use super::language_of::language_of;
use super::neighbourhood::{Neighbourhood, Outlined};
use super::outline::{Kind, Outline, Span, TextForm, Trouble};
use super::place::place_of;
use super::project::Project;
use super::reading::read;
use super::relevance::{Relevance, relevance};
use super::request_body::request_bodies;
use super::rules::{Found, find_all};
use super::settings::Settings;
use super::source_address::{Target, addresses};
use super::variable_name::{Holds, holds, is_variable, renamed};
use crate::migrate::change::Change;
use crate::share::redaction::Redactor;
use serde_json::Value;

/// The longest line of code that a finding shows, in characters.
const SHOWN: usize = 240;

/// One file to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path in the project, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What was found in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct ScannedFile {
    /// The index of the file in what was given.
    pub index: usize,
    /// The findings in order.
    pub findings: Vec<Finding>,
    /// The changes that the findings propose, in order.
    pub changes: Vec<Change>,
    /// What could not be read.
    pub troubles: Vec<Trouble>,
    /// Request bodies in the code, each with its line, in a file that speaks to the source or to one that does.
    pub bodies: Vec<(usize, Value)>,
}

/// Scans a project. `progress` is told how many files are done.
pub fn scan(files: &[SourceFile], settings: &Settings, mut progress: impl FnMut(usize)) -> Vec<ScannedFile> {
    let mut outlined: Vec<Outlined<'_>> = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        match relevance(&file.path, &file.text) {
            Relevance::Direct => outlined.push(read_file(index, file)),
            Relevance::Dependent => waiting.push(index),
            Relevance::None => {}
        }
        progress(index + 1);
    }
    let project = Project::of(files);
    let neighbours = Neighbourhood::of(&outlined, &project);
    // What one file says of the source matters in those that use it.
    for index in waiting {
        let Some(file) = files.get(index).filter(|file| neighbours.may_use(&file.text)) else { continue };
        let dependent = read_file(index, file);
        if neighbours.uses(&dependent) {
            outlined.push(dependent);
        }
    }
    outlined.sort_by_key(|file| file.index);
    let redactor = Redactor::new([]);
    let target_keys = target_keys(settings);
    let bare_hosts: Vec<bool> = outlined.iter().map(|file| has_bare_host(&file.outline)).collect();
    let bare_count = bare_hosts.iter().filter(|bare| **bare).count();
    let settings_fields = settings_fields(&outlined);
    let mut scanned = Vec::new();
    for (Outlined { index, language, outline, path }, bare_host) in outlined.iter().zip(bare_hosts) {
        let Some(file) = files.get(*index) else { continue };
        let close = neighbours.closeness(*index, path, *language, outline);
        let context = Context {
            path,
            language: *language,
            place: place_of(path),
            outline,
            closeness: close,
            constants: neighbours.constants(),
            project: &project,
            bare_host,
            far_host: close == Closeness::File && bare_count > usize::from(bare_host),
            api_path: has_api_path(outline),
            lite_llm: memmem::find(file.text.as_bytes(), b"litellm").is_some(),
            target_keys: &target_keys,
            has_target_key: OnceCell::new(),
            settings_fields: &settings_fields,
            settings,
        };
        let found = find_all(&context);
        let lines = Lines::of(&file.text);
        let findings = found.iter().map(|found| finding(file, &lines, found, &redactor)).collect();
        let changes = found.into_iter().filter_map(|found| found.change).collect();
        let bodies = match close {
            Closeness::None => Vec::new(),
            Closeness::File | Closeness::Project => {
                request_bodies(outline).into_iter().map(|(at, body)| (lines.at(at).0, body)).collect()
            }
        };
        scanned.push(ScannedFile { index: *index, findings, changes, troubles: outline.troubles().to_vec(), bodies });
    }
    scanned
}

fn read_file(index: usize, file: &SourceFile) -> Outlined<'_> {
    let language = language_of(&file.path, &file.text);
    Outlined { index, path: &file.path, language, outline: read(language, &file.path, &file.text) }
}

/// The target's key variable in every style of writing.
fn target_keys(settings: &Settings) -> [String; 5] {
    ["OPENROUTER_API_KEY", "openrouter_api_key", "openrouter-api-key", "openRouterApiKey", "OpenRouterApiKey"]
        .map(|old| renamed(old, &settings.key_variable))
}

/// The fields of settings classes in Python that are filled from a variable of the source.
fn settings_fields(outlined: &[Outlined<'_>]) -> HashSet<String> {
    let python = outlined.iter().filter(|file| file.language == Language::Python);
    let fields = python.flat_map(|Outlined { outline, .. }| {
        outline.nodes().filter_map(|(id, node)| match &node.kind {
            Kind::Entry(entry) if is_settings_entry(outline, id, entry) => {
                let name = outline.slice(entry.key);
                let held = holds(name).is_some_and(|held| held != Holds::Application);
                (held && !is_variable(name)).then(|| name.to_owned())
            }
            _ => None,
        })
    });
    fields.collect()
}

fn has_bare_host(outline: &Outline<'_>) -> bool {
    texts(outline).any(|(raw, form)| {
        form != TextForm::Prose
            && addresses(raw).iter().any(|address| address.target == Target::Host && address.range == (0..raw.len()))
    })
}

fn has_api_path(outline: &Outline<'_>) -> bool {
    texts(outline).any(|(raw, _)| raw.trim_start_matches('/').starts_with("api/v1"))
}

fn texts<'o>(outline: &'o Outline<'_>) -> impl Iterator<Item = (&'o str, TextForm)> {
    outline.nodes().filter_map(|(_, node)| match &node.kind {
        Kind::Text(text) => Some((outline.slice(text.inner), text.form)),
        _ => None,
    })
}

/// Where lines begin.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect())
    }

    /// The line from 1, and where it begins.
    pub(super) fn at(&self, byte: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= byte);
        (line.max(1), self.0.get(line.saturating_sub(1)).copied().unwrap_or_default())
    }
}

fn finding(file: &SourceFile, lines: &Lines, found: &Found, redactor: &Redactor) -> Finding {
    let (line, start) = lines.at(found.span.start as usize);
    let source = file.text.as_str();
    let before = source.get(start..found.span.start as usize).unwrap_or_default();
    let bound = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Finding {
        rule: found.rule.to_owned(),
        class: found.class,
        file: file.path.clone(),
        line: bound(line),
        column: bound(before.chars().count() + 1),
        text: shown(source, start, found.span, redactor),
        confidence: found.confidence,
        action: found.action,
        advice: found.advice.clone(),
        carries: found.carries.clone().map(|carried| masked(carried, redactor)),
    }
}

/// The line with secrets masked, cut around the place if it is long.
fn shown(source: &str, start: usize, span: Span, redactor: &Redactor) -> String {
    let rest = source.get(start..).unwrap_or_default();
    let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(source.len(), |at| start + at);
    let line = source.get(start..end).unwrap_or_default();
    // A key is recognised only as a whole, so that a long line is masked near the place before it is cut.
    let window = |from: usize, to: usize| {
        let from = (0..=from.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or_default();
        let to = (to.min(line.len())..=line.len()).find(|at| line.is_char_boundary(*at)).unwrap_or(line.len());
        line.get(from..to).unwrap_or_default()
    };
    let at = (span.start as usize).saturating_sub(start);
    let wide = if line.len() > 4_000 { window(at.saturating_sub(1_500), at + 2_000) } else { line };
    let clean = redactor.redact(wide.trim());
    if clean.chars().count() <= SHOWN {
        return clean.into_owned();
    }
    let needle = source.get(span.range()).unwrap_or_default().chars().take(40).collect::<String>();
    let place = clean.find(&needle).map_or(0, |byte| clean.get(..byte).map_or(0, |head| head.chars().count()));
    let skip = place.saturating_sub(SHOWN / 3);
    let cut: String = clean.chars().skip(skip).take(SHOWN - 2).collect();
    format!("{}{cut}…", if skip > 0 { "…" } else { "" })
}

fn masked(carried: Carried, redactor: &Redactor) -> Carried {
    match carried {
        Carried::RequestField(text) => Carried::RequestField(redactor.redact(&text).into_owned()),
        other => other,
    }
}
