//! Validation and decisions, the maps that come out, and a map that comes in.

use std::collections::HashSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use switchyard::app::catalogues::{Catalogue, Origin};
use switchyard::app::http::{HttpEvent, Piece};
use switchyard::app::models::{AliasOrder, AliasView};
use switchyard::app::serving::Serving;
use switchyard::app::{ChosenFile, Effect, Model, Msg, Outgoing, update};
use switchyard::gateway::catalogue::Incomplete;
use switchyard::gateway::http::HttpHead;
use switchyard::gateway::side::Side;
use switchyard::models::alias_map::{AliasFormat, import};
use switchyard::models::snapshot::{LISTS_AS_OF, snapshot_path};
use switchyard::models::validation::AliasStatus;

use super::page::Page;

const LLAMA: &str = "meta-llama/llama-3.3-70b-instruct";

fn validated(ids: &str) -> Page {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true));
    page.does(Msg::ModelIdsTyped(ids.into())).does(Msg::ValidatePressed);
    page
}

#[test]
fn lists_are_read_to_their_end() {
    let page = validated("openai/gpt-4.1-mini");
    for side in Side::BOTH {
        let Catalogue::Ready(ready) = page.model.catalogues.get(side) else { panic!("{side:?} was not read") };
        assert_eq!((ready.incomplete, &ready.refused_filter), (None, &None));
        // Both gateways say how many there are; without that the end could not be told from a cut.
        assert_eq!(ready.total, Some(ready.rows.len() as u64), "{side:?}");
    }
    assert!(page.model.catalogues.target.rows().unwrap().len() > 50, "more than one page of an unasked size");
}

#[test]
fn lists_are_asked_for_whole() {
    let ids = ["openai/text-embedding-3-small", "anthropic/claude-opus-4.1", "openai/gpt-4-turbo", "venice/ox-alpha"];
    let page = validated(&ids.join("\n"));
    let asked = |side: Side| {
        let rows = page.model.requests.iter().filter(move |row| row.side == side);
        rows.map(|row| row.url.clone()).collect::<Vec<_>>()
    };
    assert!(
        asked(Side::Source).iter().all(|url| url.ends_with("/models?output_modalities=all")),
        "{:?}",
        asked(Side::Source)
    );
    assert!(asked(Side::Target).iter().all(|url| url.contains("/models?availability=all&limit=250")));
    let row = |side: Side, id: &str| page.model.catalogues.get(side).row(id).unwrap_or_else(|| panic!("{id}")).clone();
    assert_eq!(row(Side::Source, "black-forest-labs/flux.2-pro").output_modalities, ["image"]);
    assert_eq!(row(Side::Source, "openai/text-embedding-3-small").output_modalities, ["embeddings"]);
    assert!(row(Side::Target, "anthropic/claude-opus-4.1").providers.is_empty(), "an idle offer serves nothing");
    let found: Vec<_> = page
        .model
        .models
        .rows
        .iter()
        .map(|row| (row.status.word(), row.is_approved(), row.finding.rule.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("exact", true, "same id"),
            ("retired", false, "retired at the target"),
            ("retired", false, "retired at the target"),
            ("missing", false, "not served yet"),
        ],
        "what the target names and does not serve is never approved by itself"
    );
    let turbo = &page.model.models.rows[2];
    assert!(
        turbo.evidence().contains("as retired") && turbo.evidence().contains("`openai/gpt-4.1`"),
        "{}",
        turbo.evidence()
    );
    assert!(page.model.models.rows[3].evidence().contains("coming_soon and does not serve it yet"));
}

#[test]
fn an_approval_of_what_is_not_served_says_so() {
    let mut page = validated("openai/gpt-4-turbo\nvenice/ox-alpha");
    for (id, said) in [("openai/gpt-4-turbo", "retired"), ("venice/ox-alpha", "coming_soon")] {
        assert_eq!(page.model.target_warning(id), None);
        page.does(Msg::AliasChosen(id.into(), id.into())).does(Msg::AliasApproved(id.into(), true));
        let warning = page.model.target_warning(id).unwrap();
        assert!(warning.contains(said), "{warning}");
    }
    assert!(page.model.target_warning("openai/gpt-4-turbo").unwrap().contains("openai/gpt-4.1"));
    page.does(Msg::AliasChosen("venice/ox-alpha".into(), "no/such".into()));
    assert!(page.model.target_warning("venice/ox-alpha").unwrap().contains("cannot be approved"));
}

/// A list of the target, as an answer with a status.
fn target_answers(page: &mut Page, status: u16, body: &str) {
    let at_ms = 0.0;
    let effects = update(&mut page.model, Msg::ValidatePressed);
    for effect in effects {
        let Effect::Send(outgoing) = effect else { continue };
        answer(page, &outgoing, at_ms, status, body);
    }
}

fn answer(page: &mut Page, outgoing: &Outgoing, at_ms: f64, status: u16, body: &str) -> Vec<Effect> {
    let head = HttpHead { status, headers: Vec::new() };
    let mut left = Vec::new();
    for event in [
        HttpEvent::Sent { at_ms },
        HttpEvent::Head { at_ms, head },
        HttpEvent::Bytes(vec![Piece { at_ms, bytes: body.as_bytes().to_vec() }]),
        HttpEvent::Ended { at_ms },
    ] {
        left.extend(update(&mut page.model, Msg::Http(outgoing.id, event)));
    }
    left
}

#[test]
fn a_gateway_that_refuses_the_filter_is_read_without_it() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true)).does(Msg::ModelIdsTyped("a/b".into()));
    let effects = update(&mut page.model, Msg::ValidatePressed);
    let sent = |effects: &[Effect], side: &str| {
        effects.iter().find_map(|effect| match effect {
            Effect::Send(outgoing) if outgoing.request.url.contains(side) => Some((**outgoing).clone()),
            _ => None,
        })
    };
    let first = sent(&effects, "phaseo").unwrap();
    let again = answer(&mut page, &first, 0.0, 400, r#"{"ok":false,"error":"invalid_request"}"#);
    let second = sent(&again, "phaseo").unwrap();
    assert!(second.request.url.ends_with("/models?limit=250&offset=0"), "{}", second.request.url);
    answer(&mut page, &second, 0.0, 200, r#"{"ok":true,"total":1,"models":[{"id":"a/b"}]}"#);
    let Catalogue::Ready(ready) = &page.model.catalogues.target else { panic!() };
    assert_eq!(ready.refused_filter.as_deref(), Some("availability=all"));
    // Once only: a gateway that refuses both is not asked for ever.
    let effects = update(&mut page.model, Msg::ValidatePressed);
    let first = sent(&effects, "phaseo").unwrap();
    let again = answer(&mut page, &first, 0.0, 400, "{}");
    let second = sent(&again, "phaseo").unwrap();
    assert!(answer(&mut page, &second, 0.0, 400, "{}").is_empty());
    assert!(matches!(page.model.catalogues.target, Catalogue::Failed { .. }));
}

#[test]
fn approvals_follow_the_list_whoever_reads_it_anew() {
    let approved = || {
        let mut page = validated(&format!("openai/gpt-4.1-mini\n{LLAMA}"));
        page.does(Msg::AliasChosen(LLAMA.into(), "meta/llama-3.3-70b".into()));
        page.does(Msg::AliasApproved(LLAMA.into(), true));
        assert!(page.model.models.rows.iter().all(|row| row.is_approved()));
        page
    };
    // Check connection reads the same list: everything stands.
    let mut page = approved();
    page.does(Msg::CheckPressed);
    assert!(page.model.models.rows.iter().all(|row| row.is_approved()));
    assert_eq!(page.model.models.lost, None);
    // A file that lacks one of the two.
    page.does(Msg::CatalogueFileRead(Side::Target, "ids.txt".into(), "openai/gpt-4.1-mini".into()));
    assert_eq!(page.model.models.approved("openai/gpt-4.1-mini"), Some("openai/gpt-4.1-mini"));
    assert_eq!(page.model.models.approved(LLAMA), None);
    let lost = page.model.models.lost.clone().unwrap().to_string();
    assert!(lost.contains("1 approval was taken back: `meta/llama-3.3-70b` for"), "{lost}");
    // A list that retires what was listed.
    let mut page = approved();
    let list =
        r#"{"models":[{"id":"openai/gpt-4.1-mini","lifecycle":{"status":"retired"}},{"id":"meta/llama-3.3-70b"}]}"#;
    page.does(Msg::CatalogueFileRead(Side::Target, "list.json".into(), list.into()));
    assert_eq!(page.model.models.approved("openai/gpt-4.1-mini"), None);
    assert_eq!(page.model.models.approved(LLAMA), Some("meta/llama-3.3-70b"), "a person's own stands");
    assert!(page.model.models.lost.is_some());
    // A reading that fails.
    let mut page = approved();
    target_answers(&mut page, 503, "{}");
    assert!(matches!(page.model.catalogues.target, Catalogue::Failed { .. }));
    assert!(page.model.models.rows.iter().all(|row| !row.is_approved()));
    assert!(page.model.models.lost.clone().unwrap().what.starts_with("2 approvals were taken back"));
    // A reading that is stopped leaves no list either.
    let mut page = approved();
    let _ = update(&mut page.model, Msg::ValidatePressed);
    page.does(Msg::ValidateStopped);
    assert!(page.model.models.rows.iter().all(|row| !row.is_approved()));
}

#[test]
fn nothing_is_chosen_silently() {
    let page = validated(&format!("openai/gpt-4.1-mini\n{LLAMA}"));
    let [exact, missing] = page.model.models.rows.as_slice() else { panic!() };
    assert_eq!((&exact.status, exact.is_approved()), (&AliasStatus::Exact, true));
    assert_eq!((&missing.status, missing.target()), (&AliasStatus::Renamed, None));
    assert!(!missing.candidates.is_empty());
    assert_eq!(page.model.models.approved(LLAMA), None);
}

#[test]
fn only_listed_targets_can_be_approved() {
    let mut page = validated(LLAMA);
    page.does(Msg::AliasChosen(LLAMA.into(), "meta/not-there".into()));
    page.does(Msg::AliasApproved(LLAMA.into(), true));
    assert_eq!(page.model.models.approved(LLAMA), None);
    page.does(Msg::AliasChosen(LLAMA.into(), "meta/llama-3.3-70b".into()));
    assert_eq!(page.model.models.approved(LLAMA), None, "a choice is no approval");
    page.does(Msg::AliasApproved(LLAMA.into(), true));
    assert_eq!(page.model.models.approved(LLAMA), Some("meta/llama-3.3-70b"));
    page.does(Msg::ValidatePressed);
    assert_eq!(page.model.models.approved(LLAMA), Some("meta/llama-3.3-70b"), "reading again keeps the decision");
    page.does(Msg::AliasChosen(LLAMA.into(), "openai/gpt-4.1-mini".into()));
    assert_eq!(page.model.models.approved(LLAMA), None, "a new choice is a new question");
}

#[test]
fn the_map_goes_out_in_the_chosen_format() {
    let mut page = validated(LLAMA);
    page.does(Msg::AliasFormatChosen(AliasFormat::Json)).does(Msg::AliasMapDownloadPressed);
    let Some(Effect::Download { name, text, .. }) = page.left.pop() else { panic!() };
    assert!(name.ends_with(".json"));
    let map: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(map["unresolved"][0], LLAMA);
}

#[test]
fn an_empty_field_is_said() {
    let mut page = validated("  \n ");
    assert!(page.model.models.refused.is_some());
    assert!(page.model.requests.is_empty());
    page.does(Msg::ModelIdsTyped("a/b".into())).does(Msg::ValidatePressed);
    assert!(page.model.models.refused.is_none());
}

#[test]
fn validation_ends_without_a_source() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true));
    page.does(Msg::BaseUrlTyped(Side::Source, "not an address".into()));
    page.does(Msg::ModelIdsTyped("openai/gpt-4.1-mini".into())).does(Msg::ValidatePressed);
    assert!(!page.model.models.validating);
    assert_eq!(page.model.models.rows.len(), 1);
}

#[test]
fn another_target_is_another_question() {
    let mut page = validated(&format!("openai/gpt-4.1-mini\n{LLAMA}"));
    page.does(Msg::AliasChosen(LLAMA.into(), "meta/llama-3.3-70b".into())).does(Msg::AliasApproved(LLAMA.into(), true));
    page.does(Msg::BaseUrlTyped(Side::Target, "https://example.org/v1".into()));
    assert_eq!(page.model.models.approved("openai/gpt-4.1-mini"), None);
    assert_eq!(page.model.models.approved(LLAMA), None);
}

#[test]
fn a_list_from_a_file_needs_no_key_and_is_not_read_over() {
    let mut page = Page::new();
    page.does(Msg::ModelIdsTyped(format!("openai/gpt-4.1-mini\n{LLAMA}"))).does(Msg::ValidatePressed);
    assert!(page.model.models.refused.is_some());
    let list = "openai/gpt-4.1-mini\nmeta/llama-3.3-70b\nmeta/llama-3.3-70b # twice";
    page.does(Msg::CatalogueFileRead(Side::Target, "ids.txt".into(), list.into()));
    page.does(Msg::CatalogueFileRead(Side::Source, "used.txt".into(), LLAMA.into()));
    page.does(Msg::ValidatePressed);
    assert!(page.model.models.refused.is_none());
    let [exact, renamed] = page.model.models.rows.as_slice() else { panic!() };
    assert_eq!((&exact.status, exact.is_approved()), (&AliasStatus::Exact, true));
    assert_eq!((&renamed.status, renamed.target()), (&AliasStatus::Renamed, None));
    let Catalogue::Ready(ready) = &page.model.catalogues.target else { panic!() };
    assert_eq!((ready.rows.len(), &ready.origin), (2, &Origin::File("ids.txt".into())));
    page.does(Msg::CatalogueTakenAway(Side::Target));
    assert_eq!(page.model.models.approved("openai/gpt-4.1-mini"), None, "an approval does not outlive its list");
}

#[test]
fn what_is_no_list_is_said_and_changes_nothing() {
    let mut page = Page::new();
    page.does(Msg::ModelIdsTyped("a/b".into()));
    page.does(Msg::CataloguePasted(Side::Target, "a/b\nc/d".into()));
    let is_there = |page: &Page| {
        let Catalogue::Ready(ready) = &page.model.catalogues.target else { panic!() };
        assert_eq!((ready.rows.len(), &ready.origin), (2, &Origin::Pasted));
        assert_eq!(page.model.models.approved("a/b"), Some("a/b"));
    };
    is_there(&page);
    let problem = |page: &Page| page.model.models.list_problems.target.clone().unwrap().to_string();
    for (text, said) in [
        ("{\"choices\": []}", "The file odd.json holds no list of models."),
        ("", "The file odd.json is empty."),
        ("{\"data\": [", "The file odd.json is neither JSON nor a list of ids."),
        ("{\"data\": []}", "The file odd.json is a list without any model."),
        ("<html><title>Sign in</title></html>", "an error or a web page instead of a list: Sign in"),
    ] {
        page.does(Msg::CatalogueFileRead(Side::Target, "odd.json".into(), text.into()));
        assert!(problem(&page).contains(said) && !problem(&page).contains("curl"), "{}", problem(&page));
        is_there(&page);
    }
    page.does(Msg::FileUnreadable(ChosenFile::Catalogue(Side::Target), "gone.json".into()));
    assert!(problem(&page).contains("could not read the file gone.json"));
    page.does(Msg::CataloguePasted(Side::Target, "this is a sentence".into()));
    assert!(problem(&page).contains("The pasted text is neither"));
    is_there(&page);
    page.does(Msg::CataloguePasted(Side::Target, "a/b\nc/d".into()));
    assert_eq!(page.model.models.list_problems.target, None, "a good list ends the complaint");
    page.does(Msg::FileUnreadable(ChosenFile::AliasMap, "map.json".into()));
    assert!(page.model.models.import.notes[0].what.contains("map.json"));
    page.does(Msg::FileUnreadable(ChosenFile::Case, "case.json".into()));
    assert!(page.model.report.opened.as_ref().is_some_and(|opened| opened.is_err()));
    is_there(&page);
}

#[test]
fn a_saved_page_is_no_whole_list() {
    let mut page = Page::new();
    page.does(Msg::ModelIdsTyped("openai/gpt-4.1-mini\nzz/other-9".into()));
    let saved = r#"{"ok":true,"limit":50,"offset":0,"total":431,"models":[{"id":"openai/gpt-4.1-mini"}]}"#;
    page.does(Msg::CatalogueFileRead(Side::Target, "page.json".into(), saved.into()));
    let Catalogue::Ready(ready) = &page.model.catalogues.target else { panic!() };
    assert_eq!((ready.total, ready.incomplete), (Some(431), Some(Incomplete::SavedPage)));
    let [exact, missing] = page.model.models.rows.as_slice() else { panic!() };
    assert!(exact.is_approved(), "what is there is there");
    assert_eq!(missing.status, AliasStatus::Missing);
    assert!(missing.evidence().contains("the list goes on, and may name it"), "{}", missing.evidence());
    page.does(Msg::CatalogueFileRead(Side::Target, "all.json".into(), r#"["openai/gpt-4.1-mini"]"#.into()));
    assert!(page.model.models.rows[1].evidence().starts_with("The target does not list `zz/other-9`"));
}

#[test]
fn facts_of_one_gateway_are_not_said_of_another() {
    let mut page = Page::new();
    page.does(Msg::ModelIdsTyped("openai/gpt-4-turbo\nopenrouter/auto\ndeepseek/deepseek-chat".into()));
    let list = "openai/gpt-4o\nphaseo/auto\ndeepseek/deepseek-v3";
    page.does(Msg::CataloguePasted(Side::Target, list.into()));
    let evidence = |page: &Page| page.model.models.rows.iter().map(|row| row.evidence()).collect::<Vec<_>>();
    let own = evidence(&page);
    assert!(own[0].contains("On 2026-08-22 no provider of the target served `openai/gpt-4-turbo`"), "{own:#?}");
    assert!(own[1].contains("The target's nearest router is `phaseo/auto`"), "{own:#?}");
    assert!(own[2].contains("the source shows this id as DeepSeek V3"), "{own:#?}");
    page.does(Msg::ProfileChosen(Side::Target, "generic".into()));
    page.does(Msg::CataloguePasted(Side::Target, list.into()));
    let generic = evidence(&page);
    assert!(generic.iter().all(|said| !said.contains("2026") && !said.contains("DeepSeek V3")), "{generic:#?}");
    assert!(generic[1].contains("names no such router"), "{generic:#?}");
}

#[test]
fn the_pair_of_an_id_is_found_however_it_is_spelt() {
    let ids = [
        "openai/gpt-4.1-mini-2025-04-14",
        "meta-llama/llama-3.3-70b-instruct:online",
        "openrouter/meta-llama/llama-3.3-70b-instruct",
        "anthropic/claude-sonnet-4-5",
    ];
    let page = validated(&ids.join("\n"));
    for (id, row) in ids.into_iter().zip([
        "openai/gpt-4.1-mini",
        "meta-llama/llama-3.3-70b-instruct",
        "meta-llama/llama-3.3-70b-instruct",
        "anthropic/claude-sonnet-4.5",
    ]) {
        let pair = page.model.side_by_side(id).unwrap();
        assert_eq!(pair.source_id.as_deref(), Some(row), "{id}");
        assert!(pair.more.is_some(), "{id} has prices on both sides");
    }
    // What the rows say against each other weighs for a suffixed id as for the plain one.
    let mut page = Page::new();
    page.does(Msg::CataloguePasted(
        Side::Source,
        r#"[{"id":"meta-llama/llama-3.3-70b-instruct","context_length":131072}]"#.into(),
    ));
    page.does(Msg::CataloguePasted(Side::Target, r#"[{"id":"meta/llama-3.3-70b","context_length":8192}]"#.into()));
    page.does(Msg::ModelIdsTyped(format!("{LLAMA}\n{LLAMA}:online"))).does(Msg::ValidatePressed);
    assert!(page.model.models.rows.iter().all(|row| row.evidence().contains("conflict: context")));
}

#[test]
fn the_source_is_asked_who_serves_one_model() {
    let mut page = validated(&format!("{LLAMA}:online"));
    let id = page.model.side_by_side(&format!("{LLAMA}:online")).unwrap().source_id.unwrap();
    let before = page.model.requests.len();
    page.does(Msg::ServingAsked(id.clone()));
    assert_eq!(page.model.requests.len(), before + 1, "it is in the list of requests");
    let row = page.model.requests.last().unwrap();
    assert!(row.url.ends_with("/models/meta-llama/llama-3.3-70b-instruct/endpoints"), "{}", row.url);
    let pair = page.model.side_by_side(&format!("{LLAMA}:online")).unwrap();
    assert_eq!(pair.serving, Some(Serving::Known(vec!["deepinfra".into(), "groq".into(), "nebius".into()])));
    let providers = pair.lines.iter().find(|line| line.label == "Providers").unwrap();
    assert_eq!(providers.source, "deepinfra, groq, nebius");
    page.does(Msg::ServingAsked("no/such-model".into()));
    assert!(matches!(page.model.models.serving["no/such-model"], Serving::Unknown(_)));
    page.does(Msg::BaseUrlTyped(Side::Source, "https://example.org/v1".into()));
    assert!(page.model.models.serving.is_empty(), "another source is another question");
}

#[test]
fn ids_in_use_come_from_the_request_and_from_the_code() {
    let mut page = Page::new();
    page.does(Msg::RequestModelTaken).does(Msg::RequestModelTaken);
    assert_eq!(page.model.models.ids_text, "openai/gpt-4.1-mini");
    page.does(Msg::BodyTyped(r#"{"model": "x/y", "messages": [{"role": "user", "content": "x"}]}"#.into()));
    page.does(Msg::RequestModelTaken);
    assert_eq!(page.model.models.ids_text, "openai/gpt-4.1-mini\nx/y");
    page.does(Msg::BodyTyped("no request".into())).does(Msg::RequestModelTaken);
    assert_eq!(page.model.models.ids_text, "openai/gpt-4.1-mini\nx/y");
}

#[test]
fn ids_in_use_come_from_the_golden_set() {
    let mut page = Page::new();
    page.does(Msg::GoldenModelsTaken);
    assert_eq!(page.model.models.ids_text, "", "without a set there is nothing to take");
    let case = |id: &str, model: &str, rows: Value| {
        let body = json!({ "model": model, "messages": [{ "role": "user", "content": "Say yes." }] });
        json!({ "id": id, "endpoint": "/chat/completions", "body": body, "rows": rows })
    };
    let rows =
        json!([{ "model": "openai/o3" }, { "model": "openai/o3" }, { "model": "mine/model" }, { "other": "a/b" }]);
    let set = json!({ "name": "ids", "cases": [
        case("one", "x/y", json!([{}])),
        case("two", "{{model}}", rows),
        case("three", "x-ai/grok-3", json!([{ "word": "yes" }, { "word": "no" }])),
        case("four", "x/y", json!([{}])),
    ] });
    super::golden::imported(&mut page, "set.json", &set.to_string());
    page.does(Msg::ModelIdsTyped("mine/model\n".into())).does(Msg::GoldenModelsTaken);
    let expected = "mine/model\nx/y\nopenai/o3\nx-ai/grok-3";
    assert_eq!(page.model.models.ids_text, expected, "each once, with the values of the rows in place");
    page.does(Msg::GoldenModelsTaken);
    assert_eq!(page.model.models.ids_text, expected, "twice is once");
}

#[test]
fn a_map_says_which_list_it_was_checked_against() {
    let mut page = Page::new();
    page.does(Msg::ModelIdsTyped("a/b".into()));
    page.does(Msg::SnapshotRead(Side::Target, Some(r#"{"as_of":"2026-08-22","models":["a/b"]}"#.into())));
    let said = format!("the list of the target, snapshot of {}, 1 models.", LISTS_AS_OF.get(Side::Target));
    assert!(page.model.alias_map().contains(&said), "{}", page.model.alias_map());
}

#[test]
fn the_snapshot_is_fetched_when_asked_for_and_keeps_its_day() {
    let mut page = Page::new();
    page.does(Msg::SnapshotPressed(Side::Target));
    assert_eq!(page.left.pop(), Some(Effect::FetchSnapshot(Side::Target, "snapshot/target.json")));
    page.does(Msg::SnapshotRead(Side::Target, None));
    assert!(page.model.models.list_problems.target.is_some());
    for side in Side::BOTH {
        let file = format!("{}/public/{}", env!("CARGO_MANIFEST_DIR"), snapshot_path(side));
        let text = std::fs::read_to_string(file).unwrap();
        let own: serde_json::Value = serde_json::from_str(&text).unwrap();
        let day = own["as_of"].as_str().unwrap().to_owned();
        assert_eq!(day, *LISTS_AS_OF.get(side), "the day that the page names is the file's own");
        page.does(Msg::SnapshotRead(side, Some(text)));
        let Catalogue::Ready(ready) = page.model.catalogues.get(side) else { panic!("{side:?}") };
        assert_eq!((&ready.origin, ready.unreadable_rows), (&Origin::Snapshot(day), 0));
        assert!(ready.rows.len() > 500);
    }
    page.does(Msg::ModelIdsTyped("mistralai/mistral-nemo\nx-ai/grok-3".into())).does(Msg::ValidatePressed);
    let [alias, gone] = page.model.models.rows.as_slice() else { panic!() };
    assert_eq!(alias.approved_target(), Some("mistral/mistral-nemo"));
    assert_eq!(gone.status, AliasStatus::Retired);
}

#[test]
fn the_table_is_searched_and_sorted() {
    let page = validated(&format!("{LLAMA}\nopenai/gpt-4.1-mini\nzz/nothing-9"));
    let shown = |status: &str, search: &str, order| {
        let view = AliasView { status: status.into(), search: search.into(), order };
        let rows = view.shown(&page.model.models.rows);
        rows.into_iter().map(|row| row.source.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(shown("", "", AliasOrder::Given), [LLAMA, "openai/gpt-4.1-mini", "zz/nothing-9"]);
    assert_eq!(shown("", "", AliasOrder::Status), ["openai/gpt-4.1-mini", LLAMA, "zz/nothing-9"]);
    assert_eq!(shown("", "", AliasOrder::Open), [LLAMA, "zz/nothing-9", "openai/gpt-4.1-mini"]);
    assert_eq!(shown("renamed", "", AliasOrder::Id), [LLAMA]);
    assert_eq!(shown("", " GPT ", AliasOrder::Id), ["openai/gpt-4.1-mini"]);
}

#[test]
fn a_pasted_key_is_in_no_map() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true));
    let key = switchyard::simulator::demo_key(switchyard::simulator::Role::OpenRouter);
    page.does(Msg::ModelIdsTyped(format!("a/b\n{key}"))).does(Msg::ValidatePressed);
    assert!(!page.model.alias_map().contains(key));
    page.does(Msg::AliasMapDownloadPressed);
    assert!(!format!("{:?}", page.left).contains(key));
}

#[test]
fn an_imported_map_is_a_choice_and_no_approval() {
    let mut page = validated(&format!("openai/gpt-4.1-mini\n{LLAMA}"));
    page.does(Msg::AliasMapRead(format!("{{\"{LLAMA}\": \"meta/llama-3.3-70b\", \"x/y-1\": \"no/such\"}}")));
    let state = |page: &Page| {
        let rows = page.model.models.rows.iter();
        rows.map(|row| (row.source.clone(), row.target().map(str::to_owned), row.is_approved())).collect::<Vec<_>>()
    };
    let expected = [
        ("openai/gpt-4.1-mini".to_owned(), Some("openai/gpt-4.1-mini".to_owned()), true),
        (LLAMA.to_owned(), Some("meta/llama-3.3-70b".to_owned()), false),
        ("x/y-1".to_owned(), Some("no/such".to_owned()), false),
    ];
    assert_eq!(state(&page), expected);
    let said = page.model.models.import.notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(said.contains("2 aliases read; 1 new in the list of ids."), "{said}");
    assert!(said.contains("The target does not list 1 imported target: `no/such` for `x/y-1`."), "{said}");
    page.does(Msg::AliasApproved("x/y-1".into(), true));
    assert_eq!(page.model.models.approved("x/y-1"), None, "what the target does not list cannot be approved");
    page.does(Msg::AliasApproved(LLAMA.into(), true));
    assert_eq!(page.model.models.approved(LLAMA), Some("meta/llama-3.3-70b"));
    // The same map again changes nothing; another one takes the approval away.
    page.does(Msg::AliasMapRead(format!("{LLAMA},meta/llama-3.3-70b")));
    assert_eq!(page.model.models.approved(LLAMA), Some("meta/llama-3.3-70b"));
    page.does(Msg::AliasMapRead(format!("{LLAMA}: openai/gpt-4o\nopenai/gpt-4.1-mini: openai/gpt-4o")));
    assert_eq!(page.model.models.approved(LLAMA), None);
    assert_eq!(page.model.models.approved("openai/gpt-4.1-mini"), None, "not even for an id that is listed");
    assert!(page.model.models.import.notes.len() == 1, "{:?}", page.model.models.import.notes);
}

#[test]
fn an_import_waits_for_the_lists() {
    let mut page = Page::new();
    page.does(Msg::AliasMapRead(format!("{LLAMA},meta/llama-3.3-70b\n")));
    assert!(page.model.models.rows.is_empty());
    assert_eq!(page.model.models.ids_text, format!("{LLAMA}\n"));
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true));
    page.does(Msg::ModelIdsTyped("openai/gpt-4.1-mini".into()));
    page.does(Msg::AliasMapRead(format!("{LLAMA},meta/llama-3.3-70b\n"))).does(Msg::ValidatePressed);
    assert_eq!(page.model.models.ids_text, format!("openai/gpt-4.1-mini\n{LLAMA}\n"));
    assert_eq!(page.model.models.rows[1].target(), Some("meta/llama-3.3-70b"));
    page.does(Msg::DemoSwitched(false));
    assert!(page.model.models.import.notes.is_empty(), "what was said about another world is gone");
}

#[test]
fn a_key_in_an_imported_map_is_left_out() {
    let mut page = validated(LLAMA);
    let key = switchyard::simulator::demo_key(switchyard::simulator::Role::OpenRouter);
    page.does(Msg::AliasMapRead(format!("{{\"a/b\": \"{key}\", \"{key}\": \"a/b\", \"c/d\": \"e/f\"}}")));
    assert!(!format!("{:?} {:?}", page.model.models.rows, page.model.models.import).contains(key));
    assert!(!page.model.models.ids_text.contains(key));
    assert!(page.model.models.import.notes[0].what.starts_with("2 aliases of the map were left out"));
    page.does(Msg::AliasMapRead("nothing".into()));
    assert!(page.model.models.import.notes[0].what.starts_with("No alias was found"));
}

/// What a person may do to a row.
#[derive(Debug, Clone)]
enum Deed {
    Choose(usize, usize),
    Approve(usize, bool),
    Import(AliasFormat, Vec<(usize, usize)>),
    Validate,
    /// Check connection, which reads both lists.
    Check,
    /// A file with some of the targets as the target's list.
    File(Vec<usize>),
    /// The file is taken away.
    TakeAway,
    /// A reading is begun and stopped.
    Stop,
}

const IDS: [&str; 5] = ["openai/gpt-4.1-mini", "mistralai/mistral-nemo", LLAMA, "x-ai/grok-3", "gpt-4o"];
const TARGETS: [&str; 6] =
    ["", "openai/gpt-4o", "meta/llama-3.3-70b", "mistralai/mistral-nemo", "no/such-1", "openai/gpt-4O"];

fn approvals(page: &Page) -> Vec<(String, String)> {
    let rows = page.model.models.rows.iter();
    rows.filter_map(|row| Some((row.source.clone(), row.approved_target()?.to_owned()))).collect()
}

static VALIDATED: LazyLock<Model> = LazyLock::new(|| validated(&IDS.join("\n")).model);

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..IDS.len(), 0..TARGETS.len()).prop_map(|(id, target)| Deed::Choose(id, target)),
        (0..IDS.len(), any::<bool>()).prop_map(|(id, on)| Deed::Approve(id, on)),
        (
            proptest::sample::select(&AliasFormat::ALL),
            proptest::collection::vec((0..IDS.len(), 1..TARGETS.len()), 0..4)
        )
            .prop_map(|(format, pairs)| Deed::Import(format, pairs)),
        Just(Deed::Validate),
        Just(Deed::Check),
        proptest::collection::vec(1..TARGETS.len(), 0..4).prop_map(Deed::File),
        Just(Deed::TakeAway),
        Just(Deed::Stop),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn every_right_hand_side_is_in_the_catalogue(deeds in proptest::collection::vec(any_deed(), 0..20)) {
        let mut page = Page::new();
        page.model = VALIDATED.clone();
        for deed in deeds {
            let before: Vec<(String, String)> = approvals(&page);
            let acts = !matches!(deed, Deed::Choose(..) | Deed::Approve(..) | Deed::Import(..));
            page.model.models.lost = None;
            match deed {
                Deed::Choose(id, target) => page.does(Msg::AliasChosen(IDS[id].into(), TARGETS[target].into())),
                Deed::Approve(id, on) => page.does(Msg::AliasApproved(IDS[id].into(), on)),
                Deed::Import(format, pairs) => {
                    page.does(Msg::AliasFormatChosen(format));
                    let pairs: Vec<String> =
                        pairs.iter().map(|(id, target)| format!("{},{}", IDS[*id], TARGETS[*target])).collect();
                    page.does(Msg::AliasMapRead(pairs.join("\n")))
                }
                Deed::Validate => page.does(Msg::ValidatePressed),
                Deed::Check => page.does(Msg::CheckPressed),
                Deed::File(targets) => {
                    let ids: Vec<&str> = targets.iter().map(|target| TARGETS[*target]).collect();
                    page.does(Msg::CatalogueFileRead(Side::Target, "ids.txt".into(), ids.join("\n")))
                }
                Deed::TakeAway => page.does(Msg::CatalogueTakenAway(Side::Target)),
                Deed::Stop => {
                    // The requests of this reading are never answered.
                    let _ = update(&mut page.model, Msg::ValidatePressed);
                    page.does(Msg::ValidateStopped)
                }
            };
            let listed: HashSet<String> = page
                .model
                .catalogues
                .target
                .rows()
                .unwrap_or_default()
                .iter()
                .flat_map(|row| std::iter::once(&row.id).chain(&row.aliases))
                .cloned()
                .collect();
            let after = approvals(&page);
            for (source, target) in &after {
                prop_assert!(listed.contains(target), "{source}: {target} stands on no list");
            }
            let lost = before.iter().filter(|pair| !after.contains(pair)).count();
            prop_assert!(!acts || lost == 0 || page.model.models.lost.is_some(), "an approval went without a word");
        }
        let list = page.model.catalogues.target.rows().unwrap_or_default();
        let listed: HashSet<String> =
            list.iter().flat_map(|row| std::iter::once(&row.id).chain(&row.aliases)).cloned().collect();
        for format in AliasFormat::ALL {
            page.does(Msg::AliasFormatChosen(format));
            let map = import::read(&page.model.alias_map()).pairs;
            let approved = page.model.models.rows.iter().filter(|row| row.is_approved()).count();
            prop_assert_eq!(map.len(), approved, "{}", format.label());
            for (source, target) in map {
                prop_assert!(listed.contains(&target), "{source}: {target} in {}", format.label());
            }
        }
    }
}

#[test]
fn a_live_probe_asks_for_one_token_and_decides_nothing() {
    use switchyard::app::model_probe::OneToken;
    let mut page = validated(&format!("openai/gpt-4.1-mini\n{LLAMA}"));
    page.does(Msg::AliasChosen(LLAMA.into(), "meta/llama-3.3-70b".into()));
    let before = page.model.models.rows.clone();
    page.bodies.clear();
    let bound = page.model.one_token_bound(LLAMA, Some("meta/llama-3.3-70b")).unwrap();
    page.does(Msg::ModelProbed(LLAMA.into()));
    assert_eq!(page.bodies.len(), 2);
    assert!(page.bodies.iter().all(|(_, body)| body.contains(r#""max_tokens":1}"#)), "{:?}", page.bodies);
    assert_eq!(page.model.models.rows, before, "a probe decides nothing");
    let mut spent = switchyard::gateway::money::Usd(0.into());
    for (side, id) in [(Side::Source, LLAMA), (Side::Target, "meta/llama-3.3-70b")] {
        let Some(OneToken::Answered { model, provider, cost, simulated: true, again: false, .. }) =
            page.model.models.probes.of(side, id)
        else {
            panic!("{side:?} {:?}", page.model.models.probes)
        };
        assert!(model.is_some() && provider.is_some());
        spent.0 += cost.unwrap().0;
        assert!(page.model.models.probes.of(side, id).unwrap().sentence().contains("(simulated)"));
    }
    assert!(bound.0 >= spent.0);
    page.does(Msg::ModelProbed("openai/gpt-4.1-mini".into()));
    page.does(Msg::ProfileChosen(Side::Target, "phaseo".into()));
    assert!(page.model.models.probes.of(Side::Target, "meta/llama-3.3-70b").is_none(), "forgotten with the gateway");
    assert!(page.model.models.probes.of(Side::Source, LLAMA).is_some());
    page.does(Msg::DemoSwitched(false)).does(Msg::ModelProbed(LLAMA.into()));
    assert!(page.model.models.probes.of(Side::Source, LLAMA).is_some_and(|found| matches!(found, OneToken::Failed(_))));
}

#[test]
fn a_model_that_refuses_one_token_is_asked_for_sixteen() {
    use switchyard::app::http::{HttpEvent, Piece};
    use switchyard::app::model_probe::OneToken;
    use switchyard::app::update;
    use switchyard::gateway::http::HttpHead;
    let mut model = validated("openai/gpt-4.1-mini").model;
    let answer = |model: &mut Model, effect: &Effect, status: u16, body: &str| {
        let Effect::Send(outgoing) = effect else { panic!("{effect:?}") };
        let head = HttpHead { status, headers: Vec::new() };
        update(model, Msg::Http(outgoing.id, HttpEvent::Head { at_ms: 1.0, head }));
        let bytes = Piece { at_ms: 2.0, bytes: body.as_bytes().to_vec() };
        update(model, Msg::Http(outgoing.id, HttpEvent::Bytes(vec![bytes])));
        (outgoing.request.body.clone().unwrap(), update(model, Msg::Http(outgoing.id, HttpEvent::Ended { at_ms: 3.0 })))
    };
    let effects = update(&mut model, Msg::ModelProbed("openai/gpt-4.1-mini".into()));
    let refusal = r#"{"error":{"message":"max_tokens: at least 16","code":400}}"#;
    let (first, then) = answer(&mut model, &effects[0], 400, refusal);
    assert!(first.contains(r#""max_tokens":1}"#));
    let (second, last) = answer(&mut model, &then[0], 400, refusal);
    assert!(second.contains(r#""max_tokens":16}"#) && last.is_empty(), "once, not for ever");
    let found = model.models.probes.of(Side::Source, "openai/gpt-4.1-mini");
    assert!(matches!(found, Some(OneToken::Refused(_))), "{found:?}");
}
