//! The Inventory page as `update` sees it, with hand-written answers in the worker's place.

use std::collections::BTreeSet;

use switchyard::app::inventory::Scan;
use switchyard::app::patch::Deliver;
use switchyard::app::{AnalyzerTask, Effect, Made, Msg};
use switchyard::gateway::key::TypedKey;
use switchyard::gateway::side::Side;
use switchyard::inventory::finding::{Action, Class, Confidence, Finding};
use switchyard::inventory::intake::Intake;
use switchyard::inventory::protocol::{Accepted, Count, FileHunks, HunkSummary, Output, Reply, Report, Request, Stage};
use switchyard::inventory::settings::{KeyMove, Settings};
use switchyard::migrate::change::Safety;
use switchyard::migrate::patch::environment::{Cutover, environment_diff};

use super::page::Page;

fn finding(file: &str, line: u32, class: Class, action: Action, text: &str) -> Finding {
    Finding {
        rule: "endpoint".into(),
        class,
        file: file.into(),
        line,
        column: 1,
        text: text.into(),
        confidence: Confidence::High,
        action,
        advice: "Point it at the target.".into(),
        carries: None,
    }
}

pub(super) fn report() -> Report {
    let hunk = |id, safety| HunkSummary { id, line: id, safety, reasons: Vec::new() };
    Report {
        intake: Intake::new(0),
        kept: 2,
        counts: [
            (Class::Endpoint, Action::MustFix),
            (Class::Model, Action::Review),
            (Class::Documentation, Action::Information),
        ]
        .map(|(class, action)| Count { class, action, count: 1 })
        .into(),
        total_findings: 3,
        findings: vec![
            finding("src/chat.ts", 3, Class::Endpoint, Action::MustFix, "baseURL: OPENROUTER"),
            finding("src/chat.ts", 9, Class::Model, Action::Review, "model: \"openai/gpt-4.1-mini\""),
            finding("README.md", 1, Class::Documentation, Action::Information, "We use OpenRouter."),
        ],
        hashes: vec![("README.md".into(), "0".repeat(64)), ("src/chat.ts".into(), "a1".repeat(32))],
        files: vec![FileHunks {
            file: 4,
            path: "src/chat.ts".into(),
            hunks: vec![hunk(1, Safety::Safe), hunk(2, Safety::NeedsReview), hunk(3, Safety::ShownOnly)],
            dropped: Vec::new(),
        }],
        troubles: Vec::new(),
        models: vec![("openai/gpt-4.1-mini".into(), 2), ("x-ai/grok-4".into(), 1)],
        response_fields: Vec::new(),
        request_fields: Vec::new(),
        parameters: Vec::new(),
        environment: environment_diff(&[], Cutover::FallBack),
        live_keys: 0,
    }
}

fn scanned() -> Page {
    let mut page = Page::new();
    page.does(Msg::CodePasted("const a = 1;".into())).does(Msg::ScanPressed);
    page.does(Msg::AnalyzerSaid(Reply::Report(Box::new(report()))));
    assert!(matches!(page.model.inventory.scan, Scan::Done(_)));
    page.left.clear();
    page
}

fn failed(what: &str) -> Msg {
    Msg::AnalyzerSaid(Reply::Failed { what: what.into(), why: "Why.".into(), do_this: "Do this.".into() })
}

/// The rows of a real diff, with a note.
fn diff_rows() -> Vec<switchyard::migrate::patch::view::Row> {
    let source = "one\ntwo\nthree\n";
    let span = switchyard::inventory::outline::Span::new(4, 7);
    let change = |safety| switchyard::migrate::change::Change {
        rule: "rule",
        reason: "reason".into(),
        safety,
        edits: vec![switchyard::migrate::change::Edit { span, replacement: "2".into() }],
    };
    let plan = switchyard::migrate::patch::hunk::plan(source, vec![change(Safety::Safe), change(Safety::ShownOnly)]);
    let hunks: Vec<_> = plan.hunks.iter().collect();
    let rows = switchyard::migrate::patch::view::rows(source, &hunks, 3);
    assert!(rows.len() > 3);
    rows
}

#[test]
fn what_page_and_worker_say_survives_the_way_between_them() {
    for request in [
        Request::Scan { settings: Settings::default(), root_segments: 1 },
        Request::Resettle { settings: Settings { key_move: KeyMove::HardCut, ..Settings::default() } },
        Request::Rows { file: 7 },
        Request::Output { what: Output::Sarif, accepted: Accepted([(4, BTreeSet::from([1, 2]))].into()) },
    ] {
        let text = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<Request>(&text).unwrap(), request, "{text}");
    }
    for reply in [
        Reply::Progress { stage: Stage::Reading, done: 3, total: 9 },
        Reply::Report(Box::new(report())),
        Reply::Rows { file: 3, rows: diff_rows() },
        Reply::Output { what: Output::Files, name: "a.zip".into(), mime: "application/zip".into() },
    ] {
        assert_eq!(Reply::from_bytes(&reply.to_bytes()), Some(reply));
    }
}

#[test]
fn scan_of_an_empty_field_does_nothing() {
    let mut page = Page::new();
    for text in ["", " \n\t"] {
        page.does(Msg::CodePasted(text.into())).does(Msg::ScanPressed);
        assert_eq!((&page.model.inventory.scan, page.left.len()), (&Scan::Idle, 0), "{text:?}");
    }
}

#[test]
fn pasted_text_goes_to_the_worker_under_a_name_of_its_language() {
    for (text, chosen, path) in [
        ("import os\nkey = os.environ[\"A\"]", None, "pasted.py"),
        ("const a = process.env.A;", None, "pasted.ts"),
        ("const a = process.env.A;", Some("Svelte"), "pasted.svelte"),
        ("FROM node:22", Some("Dockerfile"), "Dockerfile"),
        ("OPENROUTER_API_KEY=x", Some("no such language"), "pasted.env"),
    ] {
        let mut page = Page::new();
        page.does(Msg::PastedLanguageChosen(chosen.map(Into::into)));
        page.does(Msg::CodePasted(text.into())).does(Msg::ScanPressed);
        let [Effect::Analyze(AnalyzerTask::ScanText { path: given, text: sent, settings })] = page.left.as_slice()
        else {
            panic!("{:?}", page.left);
        };
        assert_eq!((given.as_str(), sent.as_str()), (path, text));
        assert_eq!(settings.base_url, page.model.analyzer_settings().base_url);
        assert!(matches!(page.model.inventory.scan, Scan::Working { total: 0, .. }));
    }
}

#[test]
fn offered_files_are_scanned_with_the_choices_of_the_other_pages() {
    let mut page = Page::new();
    page.does(Msg::KeyVariableTyped(switchyard::gateway::side::Side::Target, "TEAM_KEY".into()));
    page.does(Msg::FilesOffered(1));
    let Some(Effect::Analyze(AnalyzerTask::ScanOffered { settings, root_segments: 1 })) = page.left.last() else {
        panic!("{:?}", page.left);
    };
    assert_eq!(settings.key_variable, "TEAM_KEY");
}

#[test]
fn answers_after_a_stop_or_a_clear_are_dropped() {
    for end in [Msg::ScanStopped, Msg::InventoryCleared] {
        let mut page = Page::new();
        page.does(Msg::CodePasted("const a = 1;".into())).does(Msg::ScanPressed).does(end.clone());
        assert_eq!(page.left.last(), Some(&Effect::Analyze(AnalyzerTask::Forget)));
        let scan = page.model.inventory.scan.clone();
        page.does(Msg::AnalyzerSaid(Reply::Progress { stage: Stage::Scanning, done: 1, total: 2 }));
        page.does(Msg::AnalyzerSaid(Reply::Report(Box::new(report()))));
        page.does(Msg::AnalyzerSaid(Reply::Rows { file: 4, rows: Vec::new() }));
        assert_eq!(page.model.inventory.scan, scan, "{end:?}");
        assert!(page.model.inventory_report().is_none() && page.model.migrate.patch.rows.is_empty());
    }
}

#[test]
fn a_stop_and_a_failure_keep_what_was_pasted_and_a_clear_does_not() {
    let mut page = Page::new();
    page.does(Msg::CodePasted("const a = 1;".into())).does(Msg::ScanPressed).does(Msg::ScanStopped);
    assert_eq!((&page.model.inventory.scan, page.model.inventory.pasted.as_str()), (&Scan::Stopped, "const a = 1;"));
    page.does(Msg::ScanPressed).does(failed("The analyzer stopped."));
    assert!(matches!(&page.model.inventory.scan, Scan::Failed(why) if why.what == "The analyzer stopped."));
    assert_eq!(page.model.inventory.pasted, "const a = 1;");
    page.does(Msg::InventoryCleared);
    assert_eq!((&page.model.inventory.scan, page.model.inventory.pasted.as_str()), (&Scan::Idle, ""));
}

#[test]
fn a_failure_after_the_scan_keeps_its_results() {
    let mut page = scanned();
    page.does(failed("The file could not be made."));
    assert!(page.model.inventory_report().is_some());
    assert_eq!(
        page.model.migrate.patch.failed.as_ref().map(|why| why.what.as_str()),
        Some("The file could not be made.")
    );
}

#[test]
fn only_safe_hunks_are_in_by_themselves() {
    let page = scanned();
    assert_eq!(page.model.migrate.patch.accepted, Accepted([(4, BTreeSet::from([1]))].into()));
}

#[test]
fn what_is_only_shown_can_never_be_in() {
    let mut page = scanned();
    page.does(Msg::HunkChosen(4, 3, true)).does(Msg::HunkChosen(4, 2, true));
    assert_eq!(page.model.migrate.patch.accepted.0[&4], BTreeSet::from([1, 2]));
    page.does(Msg::HunksChosen(None, Some(Safety::ShownOnly)));
    assert_eq!(page.model.migrate.patch.accepted.0[&4], BTreeSet::from([1, 2]));
    page.does(Msg::HunksChosen(Some(4), None));
    assert_eq!(page.model.migrate.patch.accepted.0[&4], BTreeSet::new());
}

#[test]
fn the_ids_of_the_code_join_those_that_stand_there() {
    let mut page = scanned();
    page.does(Msg::ModelIdsTyped("mine/model\nx-ai/grok-4\n".into())).does(Msg::InventoryModelsTaken);
    assert_eq!(page.model.models.ids_text, "mine/model\nx-ai/grok-4\nopenai/gpt-4.1-mini");
    page.does(Msg::InventoryModelsTaken);
    assert_eq!(page.model.models.ids_text, "mine/model\nx-ai/grok-4\nopenai/gpt-4.1-mini", "twice is once");
}

#[test]
fn filters_leave_the_findings_that_they_name() {
    let mut page = scanned();
    let shown = |page: &Page| page.model.findings_shown();
    assert_eq!(shown(&page), [0, 1, 2]);
    page.does(Msg::ActionShown(Some(Action::Review)));
    assert_eq!(shown(&page), [1]);
    page.does(Msg::ClassShown(Some(Class::Endpoint)));
    assert_eq!(shown(&page), Vec::<usize>::new());
    page.does(Msg::ActionShown(None)).does(Msg::ClassShown(None));
    for (search, found) in [
        ("openrouter", vec![0, 2]),
        ("CHAT.ts", vec![0, 1]),
        (" gpt-4.1 ", vec![1]),
        ("", vec![0, 1, 2]),
        ("none", vec![]),
    ] {
        page.does(Msg::FindingsSearched(search.into()));
        assert_eq!(shown(&page), found, "{search:?}");
    }
}

#[test]
fn a_file_that_the_worker_made_is_saved() {
    let mut page = scanned();
    page.does(Msg::OutputPressed(Output::Sarif, Deliver::Download));
    let Some(Effect::Analyze(AnalyzerTask::Make(Request::Output { what: Output::Sarif, accepted }, Deliver::Download))) =
        page.left.pop()
    else {
        panic!();
    };
    assert_eq!(accepted, page.model.migrate.patch.accepted);
    let (name, mime, bytes) = ("switchyard.sarif".to_owned(), "application/sarif+json".to_owned(), b"{}".to_vec());
    let made = Made { what: Output::Sarif, deliver: Deliver::Download, name, mime, bytes };
    page.does(Msg::OutputMade(made.clone()));
    let Made { name, mime, bytes, .. } = made;
    assert_eq!(page.left, [Effect::DownloadBytes { name, mime, bytes }]);
    let mut empty = Page::new();
    empty.does(Msg::OutputPressed(Output::Sarif, Deliver::Download));
    assert_eq!(empty.left, [], "without a scan there is nothing to save");
}

#[test]
fn a_key_of_the_tab_that_stands_in_the_code_is_not_shown() {
    // It has no shape that the worker could know.
    const KEY: &str = "plain words of a key 7741";
    let mut page = Page::new();
    page.does(Msg::ProfileChosen(Side::Source, "generic".into()));
    page.does(Msg::BaseUrlTyped(Side::Source, "https://gateway.example/v1".into()));
    page.does(Msg::KeyTyped(Side::Source, TypedKey::new(KEY.replace(' ', "-"))));
    let key = KEY.replace(' ', "-");
    page.does(Msg::CodePasted("x".into()));
    page.does(Msg::ScanPressed);
    let mut answer = report();
    answer.findings[0].text = format!("key = \"{key}\"");
    answer.troubles = vec![format!("a.ts: unexpected {key}")];
    answer.request_fields = vec![format!("user={key}")];
    page.does(Msg::AnalyzerSaid(Reply::Report(Box::new(answer))));
    let mut rows = diff_rows();
    rows[0].text = vec![(key.get(..9).unwrap().to_owned(), true), (key.get(9..).unwrap().to_owned(), false)];
    page.does(Msg::AnalyzerSaid(Reply::Rows { file: 4, rows }));
    let report = page.model.inventory_report().expect("a report");
    let shown = format!("{report:?} {:?}", page.model.migrate.patch.rows);
    assert!(!shown.contains(&key) && !shown.contains(key.get(9..).unwrap()), "{shown}");
    assert!(shown.contains("redacted"));
}
