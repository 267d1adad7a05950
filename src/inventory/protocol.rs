//! What the page and the worker say to each other: questions as JSON, answers in a compact binary form.
//! Not the work itself. No message has its tag inside: beside a tag, serde reads no map whose keys are numbers.
//! **Invariant:** a report is bounded however big the project is; what was left out of it is counted.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::finding::{Action, Class, Finding};
use super::intake::Intake;
use super::settings::Settings;
use crate::golden::write::Form;
use crate::migrate::change::Safety;
use crate::migrate::patch::environment::EnvironmentDiff;
use crate::migrate::patch::view::Row;
use crate::migrate::sheet::{Sheet, SheetKind, SheetQuestion};

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Scan the text that comes with this message, or the files whose paths do.
    Scan {
        /// What a person chose.
        settings: Settings,
        /// How many leading segments of each path are the folder that a person picked.
        root_segments: usize,
    },
    /// Scan the same files with other settings.
    Resettle {
        /// What a person chose.
        settings: Settings,
    },
    /// The rows of one file's diff.
    Rows {
        /// Its number in the report.
        file: u32,
    },
    /// A table of the field map, a translation, or the presets. It needs no scan.
    Sheet(SheetQuestion),
    /// A golden set, read out of a file of any known form. It needs no scan.
    ReadSet {
        /// The number of the question, which its answer bears.
        number: u32,
        /// The name of the file.
        name: String,
        /// Its text.
        text: String,
        /// The request of the editor, as JSON; empty if it has none.
        template: String,
        /// The endpoint of that request.
        endpoint: String,
    },
    /// A golden set, written in a form of another tool. It needs no scan.
    WriteSet {
        /// The set, as JSON.
        set: String,
        /// The form.
        form: Form,
        /// Where a script sends to.
        base_url: String,
        /// The variable from which a script takes the key.
        key_variable: String,
    },
    /// A file to download, copy or show.
    Output {
        /// Which.
        what: Output,
        /// The hunks that are in it.
        accepted: Accepted,
    },
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// How far it is.
    Progress {
        /// What is being done.
        stage: Stage,
        /// Files done.
        done: usize,
        /// Files in all.
        total: usize,
    },
    /// What was found.
    Report(Box<Report>),
    /// The rows of one file's diff.
    Rows {
        /// Its number.
        file: u32,
        /// The rows.
        rows: Vec<Row>,
    },
    /// A table, or why there is none.
    Sheet {
        /// Which.
        kind: SheetKind,
        /// The table; or what happened, why, what to do.
        sheet: Result<Sheet, (String, String, String)>,
    },
    /// A golden set.
    SetRead {
        /// The number of the question.
        number: u32,
        /// The set, or why there is none: what happened, why, what to do.
        read: Result<SetRead, (String, String, String)>,
    },
    /// A finished file. Its bytes come beside this message.
    Output {
        /// Which.
        what: Output,
        /// Its name.
        name: String,
        /// Its media type.
        mime: String,
    },
    /// What went wrong.
    Failed {
        /// What happened.
        what: String,
        /// The likely cause.
        why: String,
        /// What to do.
        do_this: String,
    },
}

impl Reply {
    /// The answer as bytes, which cost the page less code to read than JSON.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Nothing in an answer is of unknown length, which is all that this form cannot hold.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// Reads an answer; `None` if the bytes are none, as from a worker of another build.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Reply> {
        postcard::from_bytes(bytes).ok()
    }
}

/// A golden set that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetRead {
    /// The set, as JSON: this form holds no value without a fixed shape.
    pub set: String,
    /// What it could not carry: what happened, why, what to do.
    pub notes: Vec<(String, String, String)>,
}

/// The stages of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Files are read.
    Reading,
    /// Their text is understood and the rules run.
    Scanning,
}

/// Files that the worker makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// A patch for `git apply`.
    Patch,
    /// The patch that takes it back.
    UndoPatch,
    /// The changed files as a zip.
    Files,
    /// The findings for code hosts and editors.
    Sarif,
    /// The compatibility layer in TypeScript.
    CompatibilityTypeScript,
    /// The compatibility layer in Python.
    CompatibilityPython,
    /// The golden set in a form of another tool.
    GoldenSet(Form),
}

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The accepted hunks of each file, by the file's number in the report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted(pub BTreeMap<u32, BTreeSet<u32>>);

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What was read and what was skipped.
    pub intake: Intake,
    /// How many of the read files could matter.
    pub kept: usize,
    /// How many findings there are of each class and action.
    pub counts: Vec<Count>,
    /// How many there are in all.
    pub total_findings: usize,
    /// The findings, at most `workbench::SHOWN_FINDINGS`.
    pub findings: Vec<Finding>,
    /// The files with findings, each with the SHA-256 of its text in hexadecimal; at most `workbench::SHOWN_FILES`.
    pub hashes: Vec<(String, String)>,
    /// The files with proposed changes.
    pub files: Vec<FileHunks>,
    /// What could not be read well, one sentence a file.
    pub troubles: Vec<String>,
    /// Model ids in use with how often.
    pub models: Vec<(String, u32)>,
    /// Response fields that the code reads.
    pub response_fields: Vec<String>,
    /// Request fields that need a decision, `field=value`.
    pub request_fields: Vec<String>,
    /// Names of the fields that its literal request bodies have.
    pub parameters: Vec<String>,
    /// What becomes of the environment.
    pub environment: EnvironmentDiff,
    /// How many keys stand in the code.
    pub live_keys: u32,
}

/// A number of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Of this class.
    pub class: Class,
    /// And this action.
    pub action: Action,
    /// So many.
    pub count: u32,
}

/// One file with proposed changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHunks {
    /// Its number.
    pub file: u32,
    /// Its path.
    pub path: String,
    /// Its hunks in order.
    pub hunks: Vec<HunkSummary>,
    /// Changes that were left out, each with the reason.
    pub dropped: Vec<String>,
}

/// One hunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HunkSummary {
    /// Its id within the file.
    pub id: u32,
    /// Its first line, from 1.
    pub line: u32,
    /// How far it can be trusted; only safe ones are on by default.
    pub safety: Safety,
    /// Why, by rule.
    pub reasons: Vec<Why>,
}

/// Why something is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The rule.
    pub rule: String,
    /// Its reason.
    pub reason: String,
    /// How far it is trusted.
    pub safety: Safety,
}
