//! Runs everything over a project: reads each file, finds which files speak to the source, applies the rules.
//! Not the choice of files, which is the intake's, and not the patch, which is made of the changes.
//!
//! **Invariant:** the same files and settings give the same result in the same order.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem;

use super::context::{Closeness, Context, is_settings_entry};
use super::finding::{Carried, Finding};
use super::language::Language;
use super::language_of::language_of;
use super::outline::{EntryForm, Kind, Outline, Span, TextForm, Trouble};
use super::place::place_of;
use super::reading::read;
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

/// Whether a file can matter at all: it names the source, or something that only its users write.
///
/// A cheap look at the bytes, so that a big project is not parsed as a whole: one pass, whatever the number of words.
#[must_use]
pub fn may_matter(text: &str) -> bool {
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let words = SOURCE.iter().chain(&NEARBY);
        AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).ok()
    });
    // Without a search every file would be parsed; so few words always make one.
    SEARCH.as_ref().is_none_or(|search| search.is_match(text))
}

/// What names the source itself.
const SOURCE: [&str; 10] = [
    "penrouter",
    "PENROUTER",
    "penRouter",
    "pen_router",
    "PEN_ROUTER",
    "sk-or-",
    "c2stb3It",
    "TTP-Referer",
    "ttp-referer",
    "OR_SITE_URL",
];

/// What matters in a project that speaks to the source: model ids, fields, paths.
const NEARBY: [&str; 24] = [
    "x-title",
    "api/v1/chat/completions",
    "native_finish_reason",
    "nativeFinishReason",
    "reasoning_details",
    "usage.cost",
    "middle-out",
    "data_collection",
    "@preset/",
    "openai/",
    "anthropic/",
    "google/gem",
    "meta-llama/",
    "mistralai/",
    "deepseek/",
    "qwen/",
    "x-ai/",
    "z-ai/",
    "moonshotai/",
    "cohere/",
    "perplexity/",
    "nousresearch/",
    "X-Title",
    "chat.completions",
];

/// Scans a project. `progress` is told how many files are done.
pub fn scan(files: &[SourceFile], settings: &Settings, mut progress: impl FnMut(usize)) -> Vec<ScannedFile> {
    let mut outlines: Vec<(usize, Language, Outline<'_>)> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if may_matter(&file.text) {
            let language = language_of(&file.path, &file.text);
            outlines.push((index, language, read(language, &file.path, &file.text)));
        }
        progress(index + 1);
    }
    let closeness = Neighbourhood::of(files, &outlines);
    let redactor = Redactor::new([]);
    let target_keys = target_keys(settings);
    let bare_hosts: Vec<bool> = outlines.iter().map(|(_, _, outline)| has_bare_host(outline)).collect();
    let bare_count = bare_hosts.iter().filter(|bare| **bare).count();
    let settings_fields = settings_fields(&outlines);
    let mut scanned = Vec::new();
    for (((index, language, outline), close), bare_host) in outlines.iter().zip(closeness.levels).zip(bare_hosts) {
        let Some(file) = files.get(*index) else { continue };
        let context = Context {
            path: &file.path,
            language: *language,
            place: place_of(&file.path),
            outline,
            closeness: close,
            bare_host,
            far_host: close == Closeness::File && bare_count > usize::from(bare_host),
            api_path: has_api_path(outline),
            lite_llm: memmem::find(file.text.as_bytes(), b"litellm").is_some(),
            target_key: target_keys.iter().any(|name| memmem::find(file.text.as_bytes(), name.as_bytes()).is_some()),
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

/// The target's key variable in every style of writing.
fn target_keys(settings: &Settings) -> [String; 5] {
    ["OPENROUTER_API_KEY", "openrouter_api_key", "openrouter-api-key", "openRouterApiKey", "OpenRouterApiKey"]
        .map(|old| renamed(old, &settings.key_variable))
}

/// The fields of settings classes in Python that are filled from a variable of the source.
fn settings_fields(outlines: &[(usize, Language, Outline<'_>)]) -> HashSet<String> {
    let python = outlines.iter().filter(|(_, language, _)| *language == Language::Python);
    let fields = python.flat_map(|(_, _, outline)| {
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

/// How close each outlined file is to the source.
struct Neighbourhood {
    levels: Vec<Closeness>,
}

impl Neighbourhood {
    fn of(files: &[SourceFile], outlines: &[(usize, Language, Outline<'_>)]) -> Neighbourhood {
        let path = |index: &usize| files.get(*index).map_or("", |file| file.path.as_str());
        let speaks: Vec<bool> = outlines.iter().map(|(_, _, outline)| speaks(outline)).collect();
        let any = speaks.iter().any(|speaks| *speaks);
        // Modules that speak, by the name under which others import them.
        let mut modules: HashSet<String> = HashSet::new();
        let mut constants: BTreeMap<Language, HashSet<String>> = BTreeMap::new();
        for ((index, language, outline), _) in outlines.iter().zip(&speaks).filter(|(_, speaks)| **speaks) {
            modules.extend(module_names(path(index)));
            constants.entry(*language).or_default().extend(constants_of(outline));
        }
        let levels = outlines
            .iter()
            .zip(&speaks)
            .map(|((_, language, outline), speaks)| {
                if *speaks || imports_speaker(outline, &modules) || uses_constant(outline, constants.get(language)) {
                    Closeness::File
                } else if any {
                    Closeness::Project
                } else {
                    Closeness::None
                }
            })
            .collect();
        Neighbourhood { levels }
    }
}

/// Whether a file itself speaks to the source, outside comments and prose.
fn speaks(outline: &Outline<'_>) -> bool {
    let is_key = |name: &str| holds(name) == Some(Holds::Key);
    outline.nodes().any(|(_, node)| match &node.kind {
        Kind::Text(text) if text.form != TextForm::Prose => {
            let raw = outline.slice(text.inner);
            raw.len() >= "openrouter".len()
                && raw.to_ascii_lowercase().contains("openrouter")
                && (addresses(raw).iter().any(|address| matches!(address.target, Target::Api | Target::Host))
                    || raw.starts_with("openrouter/")
                    || raw.starts_with("openrouter:")
                    || raw == "openrouter"
                    || (!raw.contains(char::is_whitespace) && is_key(raw)))
        }
        Kind::Variable(name) => is_key(outline.slice(*name)),
        Kind::Entry(entry) => is_key(outline.slice(entry.key)),
        Kind::Path(segments) => outline.names(*segments).any(is_key),
        Kind::Import(import) => {
            let module = outline.slice(import.module).to_ascii_lowercase();
            module.contains("openrouter") || module.contains("open_router")
        }
        _ => false,
    })
}

/// The names under which other files import a module: its stem, and its folder where that is the module.
fn module_names(path: &str) -> Vec<String> {
    let mut segments = path.rsplit('/');
    let name = segments.next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default().to_owned();
    let folder = segments.next().map(str::to_owned);
    match stem.as_str() {
        "index" | "__init__" | "mod" | "main" => folder.into_iter().collect(),
        _ if name.ends_with(".go") => folder.into_iter().chain([stem]).collect(),
        _ => vec![stem],
    }
}

fn imports_speaker(outline: &Outline<'_>, modules: &HashSet<String>) -> bool {
    outline.nodes().any(|(_, node)| {
        let Kind::Import(import) = &node.kind else { return false };
        let module =
            outline.slice(import.module).trim_end_matches(".js").trim_end_matches(".ts").trim_end_matches(".mjs");
        let last = module.rsplit(['/', '.', ':', '\\']).find(|part| !part.is_empty()).unwrap_or_default();
        let local = module.starts_with('.')
            || module.starts_with("@/")
            || module.starts_with("~/")
            || !module.contains("node_modules");
        // `from app import config`: the name itself is the module.
        local
            && (modules.contains(last)
                || import.names.iter().any(|name| {
                    let name = outline.slice(name.imported);
                    modules.contains(name) && name.len() > 3
                }))
    })
}

/// Names of declarations that hold an address or a key of the source.
fn constants_of<'o>(outline: &'o Outline<'_>) -> impl Iterator<Item = String> + 'o {
    outline.nodes().filter_map(|(id, node)| {
        let Kind::Entry(entry) = &node.kind else { return None };
        let name = outline.slice(entry.key);
        let declared = matches!(entry.form, EntryForm::Declaration { .. }) && name.len() > 4;
        let holds_address = || {
            outline.children(id).any(|(_, child)| match &child.kind {
                Kind::Text(text) => !addresses(outline.slice(text.inner)).is_empty(),
                _ => false,
            })
        };
        (declared && holds_address()).then(|| name.to_owned())
    })
}

fn uses_constant(outline: &Outline<'_>, constants: Option<&HashSet<String>>) -> bool {
    constants.is_some_and(|constants| {
        outline.nodes().any(|(_, node)| match &node.kind {
            Kind::Path(segments) => outline.names(*segments).any(|name| constants.contains(name)),
            _ => false,
        })
    })
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect())
    }

    /// The line from 1, and where it begins.
    fn at(&self, byte: usize) -> (usize, usize) {
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
