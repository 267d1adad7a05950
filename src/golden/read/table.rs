//! CSV: rows of variables, or one request a row. Columns that this page writes (`id`, `description`, `endpoint`, `body`,
//! `checks`, `{{name}}`) come back as they were; promptfoo's `__expected` columns become checks.
//! **Invariant:** a column that nothing uses is said.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::promptfoo::expected;
use super::{Context, Read, left_out};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::golden::check::Check;
use crate::golden::set::{GoldenCase, GoldenSet, Row};

/// Columns that are a field of a request.
const FIELDS: [&str; 5] = ["model", "max_tokens", "temperature", "top_p", "seed"];
/// Columns that are the question of a request, in the order in which they are looked for.
const PROMPTS: [&str; 4] = ["prompt", "input", "question", "user"];

struct Line {
    cells: Vec<(String, String)>,
}

impl Line {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.cells.iter().find(|(head, _)| head.eq_ignore_ascii_case(name));
        found.map(|(_, cell)| cell.as_str()).filter(|cell| !cell.is_empty())
    }
}

pub(super) fn read(text: &str, separator: u8, context: &Context) -> Result<Read, Diagnostic> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let broken = |error: csv::Error| {
        Diagnostic::new(
            "The file is not valid CSV.",
            format!("The reader says: {error}."),
            "Correct it and import it again.",
        )
    };
    let heads: Vec<String> = reader.headers().map_err(broken)?.iter().map(|head| head.trim().to_owned()).collect();
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let cells = heads.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        lines.push(Line { cells });
    }
    let has = |name: &str| heads.iter().any(|head| head.eq_ignore_ascii_case(name));
    let mut notes = Vec::new();
    let cases = if has("body") {
        own(&lines, &mut notes)
    } else if PROMPTS.iter().any(|name| has(name)) {
        prompts(&lines, context, &mut notes)
    } else {
        rows(&heads, &lines, context, &mut notes)?
    };
    Ok((GoldenSet { name: String::new(), cases }, notes))
}

/// The name of a variable in the head of a column.
fn variable(head: &str) -> &str {
    let inner = head.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    inner.unwrap_or(head).trim()
}

/// One request a line, as this page writes it. Lines of the same case follow one another.
fn own(lines: &[Line], notes: &mut Vec<Diagnostic>) -> Vec<GoldenCase> {
    let mut cases: Vec<GoldenCase> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut leave = |why: String| notes.push(left_out(format!("Row {} was left out.", index + 2), why));
        let body = match serde_json::from_str::<Map<String, Value>>(line.get("body").unwrap_or_default()) {
            Ok(body) => body,
            Err(error) => {
                leave(format!("Its body is no JSON object: {error}."));
                continue;
            }
        };
        let path = line.get("endpoint").unwrap_or_else(|| Endpoint::ChatCompletions.path());
        let Some(endpoint) = Endpoint::parse(path) else {
            leave(format!("{path} is no endpoint that both gateways have."));
            continue;
        };
        let checks = match line.get("checks").map(serde_json::from_str::<Vec<Check>>) {
            None => Vec::new(),
            Some(Ok(checks)) => checks,
            Some(Err(error)) => {
                leave(format!("Its checks cannot be read: {error}."));
                continue;
            }
        };
        let id = line.get("id").map_or_else(|| format!("row-{}", index + 1), str::to_owned);
        let mut case = GoldenCase::new(id, endpoint, body);
        case.description = line.get("description").unwrap_or_default().to_owned();
        case.checks = checks;
        let names = case.variables();
        let row: Row = line
            .cells
            .iter()
            .filter(|(head, _)| names.contains(variable(head)))
            .map(|(head, cell)| (variable(head).to_owned(), cell.clone()))
            .collect();
        let same = |last: &&mut GoldenCase| last.id == case.id && last.body == case.body && last.checks == case.checks;
        match cases.last_mut().filter(same) {
            Some(last) => last.rows.push(row),
            None => {
                case.rows = vec![row];
                cases.push(case);
            }
        }
    }
    cases
}

/// One question a line.
fn prompts(lines: &[Line], context: &Context, notes: &mut Vec<Diagnostic>) -> Vec<GoldenCase> {
    let mut cases = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(prompt) = PROMPTS.iter().find_map(|name| line.get(name)) else {
            notes.push(left_out(format!("Row {} was left out.", index + 2), "Its prompt is empty."));
            continue;
        };
        let mut messages: Vec<Value> =
            line.get("system").map(|system| json!({ "role": "system", "content": system })).into_iter().collect();
        messages.push(json!({ "role": "user", "content": prompt }));
        let mut body = Map::new();
        for name in FIELDS {
            let own = line
                .get(name)
                .map(|text| serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())));
            if let Some(value) = own.or_else(|| context.template.get(name).cloned()) {
                body.insert(name.to_owned(), value);
            }
        }
        body.insert("messages".to_owned(), Value::Array(messages));
        let id = line.get("id").map_or_else(|| format!("row-{}", index + 1), str::to_owned);
        let mut case = GoldenCase::new(id, Endpoint::ChatCompletions, body);
        case.description = line.get("__description").or_else(|| line.get("description")).unwrap_or_default().to_owned();
        case.checks = checks(line, notes);
        let row = line.cells.iter().map(|(head, cell)| (variable(head).to_owned(), cell.clone()));
        let names = case.variables();
        case.rows = vec![row.filter(|(name, _)| names.contains(name)).collect()];
        cases.push(case);
    }
    cases
}

/// Rows of variables for the request of the editor.
fn rows(
    heads: &[String],
    lines: &[Line],
    context: &Context,
    notes: &mut Vec<Diagnostic>,
) -> Result<Vec<GoldenCase>, Diagnostic> {
    let template = GoldenCase::new("row", context.endpoint, context.template.clone());
    let wanted = template.variables();
    let given: BTreeSet<String> = heads.iter().map(|head| variable(head).to_owned()).collect();
    if wanted.is_disjoint(&given) {
        return Err(Diagnostic::new(
            "The file has rows, but no request that uses them.",
            "It has no column `prompt` or `body`, and the request on the Compare page names none of its columns.",
            "Write for example {{city}} into the request on the Compare page, or add a column `prompt`.",
        ));
    }
    let unused: Vec<String> =
        given.iter().filter(|name| !wanted.contains(*name) && !name.starts_with("__")).cloned().collect();
    if !unused.is_empty() {
        notes.push(left_out(
            format!("The columns {} are not used.", unused.join(", ")),
            "The request does not name them.",
        ));
    }
    let mut cases: Vec<GoldenCase> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let checks = checks(line, notes);
        let row: Row = line
            .cells
            .iter()
            .map(|(head, cell)| (variable(head).to_owned(), cell.clone()))
            .filter(|(name, _)| wanted.contains(name))
            .collect();
        match cases.last_mut().filter(|case| case.checks == checks) {
            Some(case) => case.rows.push(row),
            None => {
                let case = GoldenCase { id: format!("row-{}", index + 1), checks, rows: vec![row], ..template.clone() };
                cases.push(case);
            }
        }
    }
    Ok(cases)
}

/// The checks of promptfoo's `__expected` columns.
fn checks(line: &Line, notes: &mut Vec<Diagnostic>) -> Vec<Check> {
    let columns = line.cells.iter().filter(|(head, cell)| head.starts_with("__expected") && !cell.is_empty());
    columns
        .filter_map(|(_, cell)| match expected(cell) {
            Ok(check) => Some(check),
            Err(why) => {
                if notes.len() < 20 {
                    notes.push(left_out(format!("The expectation `{cell}` was left out."), why));
                }
                None
            }
        })
        .collect()
}
