//! The case file: everything that a colleague needs to see what was seen, as one JSON document.
//! Not the state of the page: it is written from it and read back into it by `app::report`.
//!
//! **Invariant:** no type here has a field that could hold a key, and [`write`] passes every text through the redactor.
//! **Invariant:** files of every released format version keep opening; unknown fields are ignored.
//! Its JSON schema is `public/case.schema.json`.

mod lists;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use lists::{CataloguePart, CatalogueRowPart, OriginPart};

use super::clean;
use super::redaction::Redactor;
use crate::diagnostic::Diagnostic;
use crate::golden::result::CallResult;
use crate::golden::terms::Terms;
use crate::inventory::finding::{Action, Class, Confidence};

/// The format version that is written.
pub const FORMAT: u32 = 1;

/// A case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Format version.
    pub switchyard: u32,
    /// Version of the tool that wrote it.
    pub tool: String,
    /// When it was written, ISO 8601 in UTC.
    pub created: String,
    /// Whether what it shows came from the simulator instead of real gateways.
    #[serde(default)]
    pub simulated: bool,
    /// Both gateways.
    pub gateways: Sides<GatewayPart>,
    /// What was found in the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory: Option<InventoryPart>,
    /// Ids, lists and aliases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub models: Option<ModelsPart>,
    /// The request of the editor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestPart>,
    /// What was run. One entry a request.
    #[serde(default)]
    pub runs: Vec<RunPart>,
    /// The places of an answer that the verdicts do not count, each with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignored: Option<Vec<IgnoredPart>>,
    /// A golden set and what came of it: a [`GoldenPart`], which only the Golden set page takes apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub golden: Option<Value>,
    /// What goes into the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migrate: Option<MigratePart>,
}

/// A value for each side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Sides<T> {
    /// The source's.
    pub source: T,
    /// The target's.
    pub target: T,
}

/// One gateway, without its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct GatewayPart {
    /// Id of the profile.
    pub profile: String,
    /// Base URL as typed.
    pub base_url: String,
    /// Name of the environment variable that holds the key in the user's code.
    pub key_variable: String,
    /// The connection check, in order.
    #[serde(default)]
    pub check: Vec<StepPart>,
}

/// A step of the connection check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct StepPart {
    /// Its name.
    pub step: String,
    /// `passed`, `failed` or `skipped`.
    pub state: String,
    /// What showed it, or why not.
    pub detail: String,
    /// For a failure: status or cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// For a failure: likely cause and what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<(String, String)>,
    /// Milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_ms: Option<f64>,
}

/// The Inventory page: what was found, not the code it was found in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct InventoryPart {
    /// How many files were read.
    pub files_read: usize,
    /// How many findings there are, also where fewer are carried.
    pub findings_in_all: usize,
    /// How many keys stand in the code.
    pub live_keys: u32,
    /// The files with findings.
    #[serde(default)]
    pub files: Vec<FilePart>,
    /// The findings, by file and place.
    #[serde(default)]
    pub findings: Vec<FindingPart>,
    /// Response fields that the code reads.
    #[serde(default)]
    pub response_fields: Vec<String>,
}

/// A file with findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct FilePart {
    /// Its path within the project.
    pub path: String,
    /// The SHA-256 of its text as UTF-8, in hexadecimal: whoever has the code can tell whether it is the same.
    pub sha256: String,
}

/// One finding. The words are those of `inventory::finding`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of inventory::finding::Finding, where each is explained")]
pub struct FindingPart {
    pub rule: String,
    pub class: Class,
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub text: String,
    pub confidence: Confidence,
    pub action: Action,
    pub advice: String,
}

/// The Models page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct ModelsPart {
    /// The ids field as typed.
    pub ids: String,
    /// The rows of each list that the aliases speak of, and the size of the whole.
    #[serde(default)]
    pub catalogues: Sides<Option<CataloguePart>>,
    /// One row an id.
    #[serde(default)]
    pub aliases: Vec<AliasPart>,
    /// What in the ids field was no id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NotePart>,
    /// The format of the alias map, by its label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias_format: Option<String>,
    /// The tokens of a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_tokens: Option<VolumePart>,
}

/// A message: what happened, the likely cause, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[allow(missing_docs, reason = "the names are those of diagnostic::Diagnostic, where each is explained")]
pub struct NotePart {
    pub what: String,
    pub why: String,
    pub do_this: String,
}

/// Tokens of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of models::pair::Volume, where each is explained")]
pub struct VolumePart {
    pub input: u64,
    pub output: u64,
    pub cached: u64,
}

/// What was found and decided about one id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct AliasPart {
    /// The id in use.
    pub source: String,
    /// One of [`crate::models::validation::AliasStatus::WORDS`]; until version 0.1 only `exact`, `alias` and `missing`.
    pub status: String,
    /// The id chosen for the target, if any.
    pub target: Option<String>,
    /// The nearest ids of the target's list, best first.
    #[serde(default)]
    pub candidates: Vec<CandidatePart>,
    /// The rule that gave the status.
    pub rule: String,
    /// How sure the rule is.
    pub confidence: String,
    /// What shows it.
    pub evidence: String,
    /// The rows that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proof: Vec<ProofPart>,
    /// Whether it is approved.
    pub approved: bool,
    /// Who approved it: `catalogue` or `person`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
}

/// A row that proves a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct ProofPart {
    /// `source` or `target`: whose list.
    pub side: String,
    /// The id of the row.
    pub id: String,
}

/// A near id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct CandidatePart {
    /// The id.
    pub id: String,
    /// Why it is near, and what speaks against it.
    pub reason: String,
    /// How near.
    pub confidence: String,
}

/// The request editor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct RequestPart {
    /// The path below the base.
    pub endpoint: String,
    /// Whether a stream is asked for.
    pub stream: bool,
    /// The text of the editor, which need not be valid JSON.
    pub body: String,
}

/// A place of an answer whose differences are not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct IgnoredPart {
    /// Its path: names with dots between, `[]` behind a list, `*` for any name.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// One request on both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct RunPart {
    /// The path below the base.
    pub endpoint: String,
    /// Whether a stream was asked for.
    pub stream: bool,
    /// The source's run.
    #[serde(default)]
    pub source: Option<SideRunPart>,
    /// The target's run.
    #[serde(default)]
    pub target: Option<SideRunPart>,
}

impl RunPart {
    /// Whether raw frames go along.
    #[must_use]
    pub fn has_frames(&self) -> bool {
        [&self.source, &self.target].into_iter().flatten().any(|side| !side.frames.is_empty())
    }
}

/// One side of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct SideRunPart {
    /// The address it was sent to.
    pub url: String,
    /// The body as sent.
    pub request: String,
    /// Whether the simulator answered.
    #[serde(default)]
    pub simulated: bool,
    /// HTTP status; `null` if none came.
    pub status: Option<u16>,
    /// Headers that a browser could read.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// `answered`, `refused`, `stopped`, or `failed:` and the cause.
    pub outcome: String,
    /// For `failed:hang`: the milliseconds after which it was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_ms: Option<u32>,
    /// For `failed:cors`: the headers sent that the gateway's published rules do not allow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused_headers: Vec<String>,
    /// How the body ended.
    pub ending: String,
    /// How many bytes of the body were not UTF-8.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub invalid_bytes: u64,
    /// Whether the tab was hidden meanwhile, so that its times are not judged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// The server's own times in milliseconds by name, where the browser let the page read them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_timing: Option<Vec<(String, f64)>>,
    /// Moments in milliseconds after sending.
    pub marks: MarksPart,
    /// Frames or the one body, as received.
    #[serde(default)]
    pub frames: Vec<FramePart>,
    /// How many frames there were, whether they are here or not.
    #[serde(default)]
    pub frames_received: usize,
    /// How they came, where they are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<PacePart>,
    /// The visible text.
    pub text: String,
    /// The reasoning text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reasoning: String,
    /// A refusal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// Calls of tools: name and arguments.
    #[serde(default)]
    pub tool_calls: Vec<(String, String)>,
    /// The position and the id of each of these calls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_call_ids: Vec<(u64, Option<String>)>,
    /// Why it ended, as sent.
    #[serde(default)]
    pub finish_reason: Option<String>,
    /// The upstream's own word for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub native_finish_reason: Option<String>,
    /// The choices after the first, whose fields are above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more_choices: Vec<ChoicePart>,
    /// Tokens.
    #[serde(default)]
    pub usage: Option<UsagePart>,
    /// What the gateway says it cost, decimal.
    #[serde(default)]
    pub cost_usd: Option<String>,
    /// The serving provider as named.
    #[serde(default)]
    pub provider: Option<String>,
    /// The model as named.
    #[serde(default)]
    pub model: Option<String>,
    /// The gateway's id.
    #[serde(default)]
    pub id: Option<String>,
    /// The error, if one was sent.
    #[serde(default)]
    pub error: Option<ErrorPart>,
}

/// A choice after the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs, reason = "the names are those of gateway::answer::Choice, where each is explained")]
pub struct ChoicePart {
    pub text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reasoning: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_call_ids: Vec<(u64, Option<String>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub native_finish_reason: Option<String>,
}

/// Moments of a run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Default)]
#[allow(missing_docs, reason = "the names are those of compare::run::Marks, where each is explained")]
pub struct MarksPart {
    pub head: Option<f64>,
    pub first_byte: Option<f64>,
    pub first_reasoning: Option<f64>,
    pub first_text: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_tool: Option<f64>,
    pub last_output: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<f64>,
    pub end: Option<f64>,
}

/// How frames came that are left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Default)]
pub struct PacePart {
    /// Frames that brought output.
    pub outputs: usize,
    /// Frames that are a comment.
    pub comments: usize,
    /// The median, the 95th percentile and the longest of the times between output frames, in milliseconds; absent with
    /// fewer than two of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gaps_ms: Option<[f64; 3]>,
    /// The frames that came together, if something on the way held them back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub burst: Option<BurstPart>,
}

/// Frames that came together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Default)]
#[allow(missing_docs, reason = "the names are those of compare::buffering::Burst, where each is explained")]
pub struct BurstPart {
    pub frames: usize,
    pub bursts: usize,
    pub within_ms: f64,
    pub after_ms: f64,
}

/// A frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct FramePart {
    /// Milliseconds after sending.
    pub at: f64,
    /// Name of the event, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Raw text.
    pub data: String,
    /// What it brought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carries: Vec<String>,
}

/// Tokens as reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[allow(missing_docs, reason = "the names are those of gateway::answer::Usage, where each is explained")]
pub struct UsagePart {
    pub prompt_tokens: Option<u64>,
    pub completion_tokens: Option<u64>,
    pub total_tokens: Option<u64>,
    pub cached_tokens: Option<u64>,
    pub reasoning_tokens: Option<u64>,
}

/// An error as sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct ErrorPart {
    /// The body it was read from.
    pub original: Value,
    /// The sentence in it.
    pub message: String,
    /// The status that it names: of the answer, or of the body where the answer was a 200.
    #[serde(default)]
    pub status: Option<u16>,
    /// Seconds to wait before another try, if the gateway said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u64>,
}

/// The Golden set page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct GoldenPart {
    /// All that was fixed before the first call. Together with the results it gives every verdict again.
    pub terms: Terms,
    /// What was spent as far as that is known, decimal.
    pub spent_usd: String,
    /// The verdicts, for whoever reads the file without the page; the page computes them again.
    #[serde(default)]
    pub verdicts: Vec<GoldenVerdictPart>,
    /// The results by their place in the plan.
    #[serde(default)]
    pub results: Vec<GoldenResultPart>,
}

/// A verdict on one metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct GoldenVerdictPart {
    /// The metric.
    pub metric: String,
    /// `pass`, `fail` or `undecided`.
    pub verdict: String,
    /// For an undecided one: about how many more pairs would decide it.
    #[serde(default)]
    pub more_pairs: Option<u32>,
    /// Why, as a sentence.
    pub reason: String,
    /// Size and direction of the difference in words.
    pub words: String,
    /// Pairs that were judged.
    pub pairs: usize,
}

/// The result of one call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoldenResultPart {
    /// Its place in the plan, from 0: pair times three plus the place in the order of the pair.
    pub call: u32,
    /// What came of it.
    pub result: CallResult,
}

/// The Migrate page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct MigratePart {
    /// The language of the snippets.
    pub language: String,
    /// The proposed changes of the scanned code, in its order, trimmed to [`EDITS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<EditPart>,
    /// How many there are in all.
    #[serde(default)]
    pub edits_in_all: usize,
    /// The patch of the changes that are taken, with keys masked; absent if nothing is taken or if it is longer than
    /// [`PATCH_BYTES`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patch: Option<String>,
}

/// So many changes are carried.
pub const EDITS: usize = 2_000;

/// A longer patch is not carried: half of one cannot be applied.
pub const PATCH_BYTES: usize = 500_000;

/// One proposed change: what a person takes or leaves as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct EditPart {
    /// The file.
    pub file: String,
    /// Its first line, from 1.
    pub line: u32,
    /// `safe`, `needs_review` or `shown_only`.
    pub safety: String,
    /// The rules that propose it.
    pub rules: Vec<String>,
    /// Why, as sentences.
    pub reason: String,
    /// Whether it is taken.
    pub taken: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Writes a case as JSON, redacted.
#[must_use]
pub fn write(case: &Case, redactor: &Redactor) -> Value {
    // Nothing in these types can fail to be written: no map with odd keys, no error of an own Serialize.
    let mut value = serde_json::to_value(case).unwrap_or(Value::Null);
    clean::json(&mut value, redactor);
    value
}

/// Reads a case of any released format.
///
/// # Errors
/// If it is no case, or of a later format.
pub fn read(text: &str) -> Result<Case, Diagnostic> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Diagnostic::new(
            "The case is not valid JSON.",
            format!("The reader says: {error}."),
            "Ask for the link or file again; it was cut or changed on the way.",
        )
    })?;
    match value.get("switchyard").and_then(Value::as_u64) {
        Some(version) if version > u64::from(FORMAT) => Err(Diagnostic::new(
            format!("The case has format {version}, and this page reads formats up to {FORMAT}."),
            "It was written by a later version of Switchyard.",
            "Open it with that version.",
        )),
        Some(_) => serde_json::from_value(value).map_err(|error| {
            Diagnostic::new(
                "The case lacks something that every case has.",
                format!("The reader says: {error}."),
                "Ask for the link or file again; it was changed by hand or on the way.",
            )
        }),
        None => Err(Diagnostic::new(
            "This is no Switchyard case.",
            "It has no format version at its top.",
            "Choose a file that Download JSON wrote, or a link that Copy link gave.",
        )),
    }
}
