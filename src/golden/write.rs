//! Sets for other tools, written. Not their upload. **Invariant:** no text that is written can hold a key: sets have none,
//! and scripts read it from the environment; what a form cannot carry is said in [`losses`].

mod k6;
mod promptfoo;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::check::Check;
use super::set::GoldenSet;
use crate::diagnostic::Diagnostic;

/// A form of another tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// This page's own.
    Json,
    /// OpenAI batch.
    Jsonl,
    /// CSV.
    Csv,
    /// promptfoo's configuration.
    Promptfoo,
    /// A script for k6.
    K6,
}

impl Form {
    /// All, in the order of choice.
    pub const ALL: [Form; 5] = [Form::Json, Form::Jsonl, Form::Csv, Form::Promptfoo, Form::K6];

    /// Its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Form::Json => "Switchyard JSON",
            Form::Jsonl => "OpenAI batch JSONL",
            Form::Csv => "CSV",
            Form::Promptfoo => "promptfoo YAML",
            Form::K6 => "k6 script",
        }
    }

    /// The name and the media type of its file.
    #[must_use]
    pub const fn file(self) -> (&'static str, &'static str) {
        match self {
            Form::Json => ("golden-set.json", "application/json"),
            Form::Jsonl => ("golden-set.jsonl", "application/x-ndjson"),
            Form::Csv => ("golden-set.csv", "text/csv"),
            Form::Promptfoo => ("promptfooconfig.yaml", "application/yaml"),
            Form::K6 => ("golden-set.k6.js", "text/javascript"),
        }
    }
}

/// Where a script sends to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Base URL.
    pub base_url: String,
    /// The variable of the environment that holds the key.
    pub key_variable: String,
}

/// Writes a set.
#[must_use]
pub fn write(set: &GoldenSet, form: Form, place: &Place) -> String {
    match form {
        Form::Json => serde_json::to_string_pretty(set).unwrap_or_default() + "\n",
        Form::Jsonl => jsonl(set),
        Form::Csv => table(set),
        Form::Promptfoo => promptfoo::write(set),
        Form::K6 => k6::write(set, place),
    }
}

/// What a form cannot carry of a set.
#[must_use]
pub fn losses(set: &GoldenSet, form: Form) -> Vec<Diagnostic> {
    let mut losses = Vec::new();
    let checks = set.cases.iter().map(|case| case.checks.len()).sum::<usize>();
    let rows = set.cases.iter().filter(|case| case.rows.len() > 1 || !case.variables().is_empty()).count();
    let mut lose = |what: String, why: &str| {
        losses.push(Diagnostic::new(what, why, "Keep the set as Switchyard JSON besides, which carries everything."));
    };
    if form == Form::Jsonl && checks > 0 {
        lose(format!("{checks} checks are not in the file."), "A batch file holds requests only.");
    }
    if form == Form::Jsonl && rows > 0 {
        lose(format!("The variables of {rows} cases are filled in."), "A batch file has one finished request a line.");
    }
    if form == Form::K6 && checks > 0 {
        let kept =
            |check: &&Check| matches!(check, Check::Contains { .. } | Check::NotContains { .. } | Check::Equals { .. });
        let lost = checks - set.cases.iter().flat_map(|case| &case.checks).filter(kept).count();
        if lost > 0 {
            lose(format!("{lost} checks are not in the script."), "It checks texts only: it is for load.");
        }
    }
    losses
}

fn jsonl(set: &GoldenSet) -> String {
    let mut out = String::new();
    for case in &set.cases {
        for (index, row) in case.rows.iter().enumerate() {
            let Ok(body) = case.filled(row) else { continue };
            let id = if case.rows.len() > 1 { format!("{}-row-{}", case.id, index + 1) } else { case.id.clone() };
            let url = format!("/v1{}", case.endpoint.path());
            out.push_str(&json!({ "custom_id": id, "method": "POST", "url": url, "body": body }).to_string());
            out.push('\n');
        }
    }
    out
}

fn table(set: &GoldenSet) -> String {
    let mut names = std::collections::BTreeSet::new();
    set.cases.iter().for_each(|case| names.extend(case.variables()));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heads = ["id", "description", "endpoint", "body", "checks"].map(str::to_owned);
    let variables = names.iter().map(|name| format!("{{{{{name}}}}}"));
    // Writing to memory does not fail.
    let _ = writer.write_record(heads.into_iter().chain(variables));
    for case in &set.cases {
        let body = Value::Object(case.body.clone()).to_string();
        let checks = if case.checks.is_empty() {
            String::new()
        } else {
            serde_json::to_string(&case.checks).unwrap_or_default()
        };
        for row in &case.rows {
            let fixed = [&case.id, &case.description, case.endpoint.path(), &body, &checks].map(str::to_owned);
            let cells = names.iter().map(|name| row.get(name).cloned().unwrap_or_default());
            let _ = writer.write_record(fixed.into_iter().chain(cells));
        }
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
