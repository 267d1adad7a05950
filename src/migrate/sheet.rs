//! Tables that the worker makes of the field map, of a translated request, and of the presets, ready to be shown.
//! Not the knowledge itself, which is in `field_map`, `translate` and `presets`: those are too big for the first load.
//!
//! **Invariant:** a row that waits for a person says so, and a promise of privacy that is not kept is a row of its own.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::field_map::{Edition, rows};
use super::presets::{FoundBody, plan};
use super::translate::{Change, Decisions, PrivacyDecision, Severity, UnsupportedDecision, translate_decided};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// Every field with what becomes of it.
    FieldMap,
    /// One request, translated.
    Translation,
    /// Presets and routing of the scanned code and of one request.
    Presets,
}

/// What a table is to be made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetQuestion {
    /// Which.
    pub kind: SheetKind,
    /// The profile of the target.
    pub profile: String,
    /// The request's endpoint, as a path.
    pub endpoint: String,
    /// The request's body; not read for the field map.
    pub body: String,
    /// On promises of privacy.
    pub privacy: PrivacyDecision,
    /// On what has no counterpart.
    pub unsupported: UnsupportedDecision,
    /// Approved pairs of model ids.
    pub aliases: Vec<(String, String)>,
}

/// How a row is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// As it is.
    Plain,
    /// Something works less well.
    Review,
    /// Refused, or a promise that is not kept.
    Bad,
}

/// A table with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// A sentence above it.
    pub summary: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with as many cells.
    pub rows: Vec<(Tone, Vec<String>)>,
    /// JSON to take along; empty if there is none.
    pub text: String,
}

impl Sheet {
    /// The rows that contain every word of a query somewhere, in any case of letters. Rows with a cell that begins
    /// with the query's first word come first. An empty query gives the whole table.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<&(Tone, Vec<String>)> {
        let lower = query.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let contains = |cells: &[String], word: &str| cells.iter().any(|cell| cell.to_lowercase().contains(word));
        let mut found: Vec<_> =
            self.rows.iter().filter(|(_, cells)| words.iter().all(|word| contains(cells, word))).collect();
        if let Some(first) = words.first() {
            let begins = |cells: &[String]| cells.iter().any(|cell| cell.to_lowercase().starts_with(first));
            found.sort_by_key(|(_, cells)| !begins(cells));
        }
        found
    }
}

/// Makes a table. `found` are the bodies of the scanned code.
///
/// # Errors
/// If the body is no JSON object.
pub fn sheet(question: &SheetQuestion, found: Vec<FoundBody>) -> Result<Sheet, Diagnostic> {
    let edition = Edition::of_profile(&question.profile).unwrap_or_default();
    let aliases: Vec<(&str, &str)> = question.aliases.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let decisions = Decisions { privacy: question.privacy, unsupported: question.unsupported, aliases: &aliases };
    let endpoint = Endpoint::parse(&question.endpoint).unwrap_or_default();
    match question.kind {
        SheetKind::FieldMap => Ok(field_map(edition)),
        SheetKind::Translation => Ok(translation(&body(&question.body)?, endpoint, edition, &decisions)),
        SheetKind::Presets => {
            let mut found = found;
            if let Ok(body) = body(&question.body) {
                found.push(FoundBody { place: "the request of the Compare page".to_owned(), body });
            }
            Ok(presets(&found, edition, &decisions))
        }
    }
}

fn body(text: &str) -> Result<Value, Diagnostic> {
    let wrong = |why: String| {
        Diagnostic::new(
            "The request is no JSON object.",
            why,
            "Paste the body that your code sends to OpenRouter, from { to }.",
        )
    };
    match serde_json::from_str(text) {
        Ok(Value::Object(body)) => Ok(Value::Object(body)),
        Ok(_) => Err(wrong("It is JSON of another kind.".to_owned())),
        Err(error) => Err(wrong(format!("The reader says: {error}."))),
    }
}

fn named(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|name| (*name).to_owned()).collect()
}

fn field_map(edition: Edition) -> Sheet {
    let tone = |fate: &str| match fate {
        "refused" => Tone::Bad,
        "ignored" | "none" | "unknown" => Tone::Review,
        _ => Tone::Plain,
    };
    let rows: Vec<(Tone, Vec<String>)> = rows()
        .iter()
        .map(|row| {
            let fate = row.fate(edition).word();
            let cells = [row.kind.label(), row.name, fate, row.target, row.note];
            let source = format!("{}, {}", row.source, row.date);
            (tone(fate), cells.into_iter().map(str::to_owned).chain([source]).collect())
        })
        .collect();
    Sheet {
        summary: format!("{} fields, preferences, headers, suffixes and endpoints of OpenRouter.", rows.len()),
        columns: named(&["Kind", "Name", "On the target", "There", "Note", "Source"]),
        rows,
        text: String::new(),
    }
}

fn tone(change: &Change) -> Tone {
    match change.severity {
        Severity::Note => Tone::Plain,
        Severity::Degrades => Tone::Review,
        Severity::Refused | Severity::Privacy => Tone::Bad,
    }
}

fn cells(change: &Change) -> [String; 4] {
    let what = match (change.requires_decision, change.severity) {
        (true, Severity::Privacy) => "privacy: decide",
        (true, _) => "decide",
        (false, Severity::Privacy) => "privacy",
        (false, _) => change.fate.word(),
    };
    let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "—".to_owned(), Value::to_string);
    let becomes = if change.is_kept() { "stays".to_owned() } else { shown(&change.after) };
    let path = if change.path.is_empty() { "the whole body" } else { &change.path };
    [path.to_owned(), what.to_owned(), becomes, change.reason.clone()]
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn translation(body: &Value, endpoint: Endpoint, edition: Edition, decisions: &Decisions<'_>) -> Sheet {
    let translated = translate_decided(body, endpoint, edition, decisions);
    let open = translated.changes.iter().filter(|change| change.requires_decision).count();
    let rows: Vec<(Tone, Vec<String>)> =
        translated.changes.iter().map(|change| (tone(change), cells(change).to_vec())).collect();
    let summary = match (rows.len(), open) {
        (0, _) => "Nothing has to change: the target takes this request as it is.".to_owned(),
        (count, 0) => format!("{count} things to know; nothing waits for a decision."),
        (count, open) => format!(
            "{count} things to know; {open} wait for a decision, and until then the target refuses the request."
        ),
    };
    let columns = named(&["Where", "On the target", "Becomes", "Why"]);
    Sheet { summary, columns, rows, text: pretty(&translated.body) }
}

fn presets(found: &[FoundBody], edition: Edition, decisions: &Decisions<'_>) -> Sheet {
    let plan = plan(found, edition, decisions);
    let row = |what: &str, place: &str, text: String| {
        (Tone::Plain, vec![what.to_owned(), place.to_owned(), text, String::new()])
    };
    let mut rows = Vec::new();
    for preset in &plan.presets {
        rows.push(row(&format!("preset {}", preset.name), &preset.places.join(", "), preset.definition.to_string()));
    }
    for request in plan.requests.iter().filter(|request| request.provider.is_some()) {
        let provider = request.provider.as_ref().map(Value::to_string).unwrap_or_default();
        rows.push(row("provider", &request.place, provider));
    }
    for lost in &plan.not_carried {
        let [path, what, becomes, reason] = cells(&lost.change);
        let place = format!("{}: {path}", lost.place);
        rows.push((tone(&lost.change), vec![format!("not carried ({what})"), place, becomes, reason]));
    }
    let definitions: Vec<Value> = plan.presets.iter().map(|preset| preset.definition.clone()).collect();
    Sheet {
        summary: format!(
            "{} requests read: {} presets for the target, {} things that it does not take over.",
            found.len(),
            plan.presets.len(),
            plan.not_carried.len()
        ),
        columns: named(&["What", "Where", "For the target", "Why"]),
        rows,
        text: if definitions.is_empty() { String::new() } else { pretty(&Value::Array(definitions)) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn question(kind: SheetKind, body: &str) -> SheetQuestion {
        SheetQuestion {
            kind,
            profile: "ai-stats".to_owned(),
            endpoint: "/chat/completions".to_owned(),
            body: body.to_owned(),
            privacy: PrivacyDecision::Ask,
            unsupported: UnsupportedDecision::Ask,
            aliases: Vec::new(),
        }
    }

    #[test]
    fn every_row_has_a_cell_for_each_column() {
        let body = r#"{"model": "openai/gpt-4o", "messages": [{"role": "system", "content": "x"}], "temperature": 0.3,
            "transforms": [], "provider": {"order": ["OpenAI"], "data_collection": "deny"}}"#;
        for kind in [SheetKind::FieldMap, SheetKind::Translation, SheetKind::Presets] {
            let sheet = sheet(&question(kind, body), Vec::new()).unwrap();
            assert!(!sheet.rows.is_empty() && !sheet.summary.is_empty(), "{kind:?}");
            assert!(sheet.rows.iter().all(|(_, cells)| cells.len() == sheet.columns.len()), "{kind:?}");
        }
    }

    #[test]
    fn a_search_finds_rows_by_any_word() {
        let sheet = sheet(&question(SheetKind::FieldMap, ""), Vec::new()).unwrap();
        let names =
            |query: &str| sheet.search(query).into_iter().map(|(_, cells)| cells[1].as_str()).collect::<Vec<_>>();
        assert_eq!(names("").len(), sheet.rows.len());
        assert!(names("no such thing anywhere").is_empty());
        assert_eq!(names("DATA_collection")[0], "data_collection");
        assert_eq!(names("usage.cost")[0], "usage.cost");
        let privacy = names("privacy");
        assert!(privacy.contains(&"zdr") && privacy.len() < 12, "{privacy:?}");
        assert!(names("refused plugin").contains(&"web"));
    }

    #[test]
    fn a_promise_of_privacy_waits_for_a_person_in_red() {
        let mut question =
            question(SheetKind::Translation, r#"{"model": "m", "provider": {"data_collection": "deny"}}"#);
        let red = |sheet: &Sheet| {
            sheet.rows.iter().filter(|(tone, cells)| *tone == Tone::Bad && cells[1].starts_with("privacy")).count()
        };
        let asked = sheet(&question, Vec::new()).unwrap();
        assert_eq!(red(&asked), 1);
        assert!(asked.summary.contains("wait for a decision") && asked.text.contains("data_collection"));
        question.privacy = PrivacyDecision::GiveUp;
        let given_up = sheet(&question, Vec::new()).unwrap();
        assert!(!given_up.text.contains("data_collection"));
        assert_eq!(red(&given_up), 1, "also a decided loss stays red");
    }

    #[test]
    fn presets_come_from_the_code_and_from_the_request() {
        let body = json!({"model": "openai/gpt-4o", "temperature": 0.1, "provider": {"ignore": ["Azure"]}});
        let found = vec![FoundBody { place: "src/a.ts:3".to_owned(), body }];
        let sheet = sheet(&question(SheetKind::Presets, "not JSON"), found).unwrap();
        assert!(sheet.summary.starts_with("1 requests read: 1 presets"), "{}", sheet.summary);
        assert!(sheet.text.contains("\"temperature\": 0.1"), "{}", sheet.text);
    }

    #[test]
    fn what_is_no_request_is_said() {
        for text in ["", "[1]", "{", "<html>"] {
            assert!(sheet(&question(SheetKind::Translation, text), Vec::new()).is_err(), "{text}");
        }
    }
}
