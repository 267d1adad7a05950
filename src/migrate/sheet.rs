//! Tables that the worker makes of the field map, of a translated request, and of the presets, ready to be shown.
//! Not the knowledge itself, which is in `field_map`, `translate` and `presets`: those are too big for the first load.
//!
//! **Invariant:** a row that waits for a person says so, and a promise of privacy that is not kept is a row of its own.

mod answer;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::field_map::{Edition, Fate, rows};
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
    /// One answer of the target, as code written for the source reads it.
    Answer,
}

/// What a table is to be made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetQuestion {
    /// Which.
    pub kind: SheetKind,
    /// The profile of the target's edition.
    pub profile: String,
    /// The endpoint of a request that does not tell its own, as a path.
    pub endpoint: String,
    /// The request's body, or the answer; not read for the field map.
    pub body: String,
    /// On promises of privacy.
    pub privacy: PrivacyDecision,
    /// On what has no counterpart.
    pub unsupported: UnsupportedDecision,
    /// Approved pairs of model ids.
    pub aliases: Vec<(String, String)>,
}

/// How a row is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
        SheetKind::FieldMap => Ok(field_map()),
        SheetKind::Translation => {
            let body = body(&question.body)?;
            Ok(translation(&body, endpoint_of(&body).unwrap_or(endpoint), edition, &decisions))
        }
        SheetKind::Answer => answer::answer(&question.body, edition),
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

/// The endpoint that a body is for, told by the field that only one of them has.
fn endpoint_of(body: &Value) -> Option<Endpoint> {
    match (body.get("messages").is_some(), body.get("input").is_some()) {
        (true, false) => Some(Endpoint::ChatCompletions),
        (false, true) => Some(Endpoint::Responses),
        _ => None,
    }
}

fn named(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|name| (*name).to_owned()).collect()
}

fn field_map() -> Sheet {
    let tone = |fate: Fate| match fate {
        Fate::Refused => Tone::Bad,
        Fate::Ignored | Fate::None | Fate::Unknown => Tone::Review,
        Fate::Same | Fate::Renamed | Fate::Translated => Tone::Plain,
    };
    let rows: Vec<(Tone, Vec<String>)> = rows()
        .iter()
        .map(|row| {
            let fates = Edition::ALL.map(|edition| row.fate(edition));
            let worst = fates.map(tone).into_iter().max().unwrap_or(Tone::Plain);
            let source = format!("{}, {}", row.source, row.date);
            let fates = fates.map(Fate::word);
            let cells = [row.kind.label(), row.name].into_iter().chain(fates).chain([row.target, row.note, &source]);
            (worst, cells.map(str::to_owned).collect())
        })
        .collect();
    let [first, second] = Edition::ALL.map(Edition::name);
    Sheet {
        summary: format!("{} fields, preferences, headers, suffixes and endpoints of OpenRouter.", rows.len()),
        columns: named(&["Kind", "Name", first, second, "There", "Note", "Source"]),
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

/// The columns of a list of changes.
const CHANGE_COLUMNS: [&str; 6] = ["Where", "On the target", "Before", "Becomes", "Why", "Source"];

fn cells(change: &Change) -> [String; 6] {
    let what = match (change.requires_decision, change.severity) {
        (true, Severity::Privacy) => "privacy: decide",
        (true, _) => "decide",
        (false, Severity::Privacy) => "privacy",
        (false, _) => change.fate.word(),
    };
    let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "—".to_owned(), Value::to_string);
    let becomes = if change.is_kept() { "stays".to_owned() } else { shown(&change.after) };
    let path = if change.path.is_empty() { "the whole body" } else { &change.path };
    [path.to_owned(), what.to_owned(), shown(&change.before), becomes, change.reason.clone(), change.source.clone()]
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
        (0, _) => "nothing is known that has to change".to_owned(),
        (count, 0) => format!("{count} things to know; nothing waits for a decision"),
        (count, open) => {
            format!("{count} things to know; {open} wait for a decision, and until then the target refuses the request")
        }
    };
    let summary = format!("As a body of {} for {}: {summary}.", endpoint.path(), edition.name());
    Sheet { summary, columns: named(&CHANGE_COLUMNS), rows, text: pretty(&translated.body) }
}

fn presets(found: &[FoundBody], edition: Edition, decisions: &Decisions<'_>) -> Sheet {
    let plan = plan(found, edition, decisions);
    let row = |what: &str, place: &str, text: String| {
        (Tone::Plain, [what, place, "", &text, "", ""].map(str::to_owned).to_vec())
    };
    let mut rows = Vec::new();
    for preset in &plan.presets {
        rows.push(row(&format!("preset {}", preset.name), &preset.places.join(", "), preset.definition.to_string()));
    }
    for request in &plan.requests {
        // What the request itself sends once the presets are there.
        let model = request.preset.as_ref().map(|name| ("model".to_owned(), Value::from(name.as_str())));
        let provider = request.provider.as_ref().map(|provider| ("provider".to_owned(), provider.clone()));
        let sends: serde_json::Map<String, Value> = model.into_iter().chain(provider).collect();
        if !sends.is_empty() {
            rows.push(row("request", &request.place, Value::Object(sends).to_string()));
        }
    }
    for lost in &plan.not_carried {
        let [path, what, before, becomes, reason, source] = cells(&lost.change);
        let place = format!("{}: {path}", lost.place);
        rows.push((tone(&lost.change), vec![format!("not carried ({what})"), place, before, becomes, reason, source]));
    }
    let definitions: Vec<Value> = plan.presets.iter().map(|preset| preset.definition.clone()).collect();
    Sheet {
        summary: format!(
            "{} requests read: {} presets for {}, {} things that it does not take over.",
            found.len(),
            plan.presets.len(),
            edition.name(),
            plan.not_carried.len()
        ),
        columns: named(&["What", "Where", "Before", "For the target", "Why", "Source"]),
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
            assert!(
                kind == SheetKind::FieldMap || sheet.summary.contains(Edition::AiStats.name()),
                "{}",
                sheet.summary
            );
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
    fn a_change_has_what_stood_there_and_where_it_was_read() {
        let body = r#"{"model": "m", "messages": [], "transforms": ["middle-out"]}"#;
        let made = sheet(&question(SheetKind::Translation, body), Vec::new()).unwrap();
        let at = |name: &str| made.columns.iter().position(|column| column == name).unwrap();
        let (_, cells) = made.rows.iter().find(|(_, cells)| cells[0] == "transforms").unwrap();
        assert_eq!((cells[at("Before")].as_str(), cells[at("Becomes")].as_str()), (r#"["middle-out"]"#, "—"));
        assert!(cells[at("Source")].ends_with("2026-08-22"), "{cells:?}");
    }

    #[test]
    fn a_body_tells_its_endpoint_whatever_is_chosen_elsewhere() {
        let made = |body: &str| sheet(&question(SheetKind::Translation, body), Vec::new()).unwrap();
        let responses = made(r#"{"model": "m", "input": "Hi", "n": 2}"#);
        assert!(responses.summary.contains("/responses") && !responses.text.contains("\"n\""), "{responses:?}");
        let chat = made(r#"{"model": "m", "messages": [], "n": 2}"#);
        assert!(chat.summary.contains("/chat/completions") && chat.text.contains("\"n\""), "{chat:?}");
    }

    #[test]
    fn both_editions_have_a_column() {
        let made = sheet(&question(SheetKind::FieldMap, ""), Vec::new()).unwrap();
        let (_, cells) = made.rows.iter().find(|(_, cells)| cells[1] == "quantizations").unwrap();
        let fates = Edition::ALL.map(|edition| {
            let at = made.columns.iter().position(|column| column == edition.name()).unwrap();
            cells[at].as_str()
        });
        assert_eq!(fates[0], "refused");
        assert_ne!(fates[0], fates[1]);
    }

    #[test]
    fn what_a_request_sends_names_its_preset() {
        let body = json!({"model": "openai/gpt-4o", "temperature": 0.1, "provider": {"ignore": ["Azure"]}});
        let found = vec![FoundBody { place: "src/a.ts:3".to_owned(), body }];
        let made = sheet(&question(SheetKind::Presets, ""), found).unwrap();
        let (_, cells) = made.rows.iter().find(|(_, cells)| cells[0] == "request").unwrap();
        assert_eq!(cells[3], r#"{"model":"@gpt-4o","provider":{"ignore":["azure"]}}"#);
    }

    #[test]
    fn what_is_no_request_is_said() {
        for text in ["", "[1]", "{", "<html>"] {
            for kind in [SheetKind::Translation, SheetKind::Answer] {
                assert!(sheet(&question(kind, text), Vec::new()).is_err(), "{text}");
            }
        }
    }
}
