//! The case: written, validated, linked, restored.

use proptest::prelude::*;
use switchyard::app::catalogues::{Catalogue, Origin};
use switchyard::app::check::Step;
use switchyard::app::patch::Deliver;
use switchyard::app::report::{Moment, Part};
use switchyard::app::{AnalyzerTask, Effect, Made, Model, Msg};
use switchyard::compare::run::RunState;
use switchyard::gateway::answer::{Choice, ToolCall};
use switchyard::gateway::failure::Cause;
use switchyard::gateway::key::TypedKey;
use switchyard::gateway::side::Side;
use switchyard::inventory::protocol::{Output, Reply, Request};
use switchyard::models::alias_map::AliasFormat;
use switchyard::models::pair::Volume;
use switchyard::models::snapshot::snapshot_path;
use switchyard::simulator::{Fault, Role, demo_key};

use super::page::{Page, now};

fn schema() -> jsonschema::Validator {
    let text = include_str!("../../../public/case.schema.json");
    jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
}

#[track_caller]
pub fn valid(text: &str) -> serde_json::Value {
    let value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> =
        schema().iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    value
}

/// A page with everything on it.
pub(super) fn full() -> Page {
    let mut page = Page::new();
    page.does(Msg::DemoTried);
    page.does(Msg::AnalyzerSaid(Reply::Report(Box::new(super::inventory::report()))));
    let id = "meta-llama/llama-3.3-70b-instruct";
    page.does(Msg::AliasChosen(id.into(), "meta/llama-3.3-70b".into())).does(Msg::AliasApproved(id.into(), true));
    page.does(Msg::KeyVariableTyped(Side::Target, "GATEWAY_KEY".into()));
    page
}

#[test]
fn an_empty_and_a_full_case_are_valid() {
    valid(&Page::new().case_text());
    let value = valid(&full().case_text());
    assert_eq!(value["switchyard"], 1);
    assert_eq!(value["simulated"], true);
    assert_eq!(value["runs"][0]["source"]["outcome"], "answered");
    assert!(value["runs"][0]["target"]["cost_usd"].is_string());
    assert_eq!(value["gateways"]["source"]["check"].as_array().unwrap().len(), 4);
}

#[test]
fn the_case_of_every_fault_is_valid() {
    for fault in Fault::ALL {
        let mut page = Page::new();
        let body =
            format!(r#"{{"model": "fault/{}", "messages": [{{"role": "user", "content": "x"}}]}}"#, fault.name());
        page.does(Msg::DemoSwitched(true)).does(Msg::BodyTyped(body)).does(Msg::RunPressed);
        valid(&page.case_text());
        if page.model.compare.is_running() {
            page.does(Msg::StopPressed);
            valid(&page.case_text());
        }
    }
}

#[test]
fn a_link_restores_everything_but_keys() {
    let mut page = full();
    let link = page.link();
    let mut clean = Page::new();
    clean.does(Msg::AddressChanged(link));
    assert!(clean.model.report.opened.as_ref().unwrap().is_ok());
    assert!(clean.model.requests.is_empty(), "opening sends nothing");
    assert!(clean.model.keys.source.key.is_none() && clean.model.keys.target.key.is_none());
    assert_eq!(clean.case_text(), page.case_text(), "what was restored is what was there");
    assert_eq!(clean.model.texts(), page.model.texts());
    let (found, carried) = (page.model.findings_report().unwrap(), clean.model.findings_report().unwrap());
    assert_eq!((&found.findings, &found.counts, &found.hashes), (&carried.findings, &carried.counts, &carried.hashes));
    assert!(clean.model.inventory_report().is_none(), "without the code there is no patch");
}

/// Everything that the pages show, taken from the model itself: a field that no case carries shows here as a difference.
fn shown(model: &Model) -> Vec<(&'static str, String)> {
    let lists = Side::BOTH.map(|side| match model.catalogues.get(side) {
        Catalogue::Ready(ready) => format!(
            "{:?} {:?} {:?} {} {} {} {}",
            ready.origin,
            ready.incomplete,
            ready.total,
            ready.unreadable_rows,
            ready.simulated,
            ready.pages,
            ready.trimmed_from.unwrap_or(ready.rows.len()),
        ),
        other => format!("{other:?}"),
    });
    let page = &model.models;
    let ids: Vec<&str> = page.rows.iter().map(|row| row.source.as_str()).collect();
    let pairs: Vec<_> = ids.iter().map(|id| (model.side_by_side(id), model.target_warning(id))).collect();
    let spoken_of: Vec<_> = page
        .rows
        .iter()
        .flat_map(|row| row.finding.proof.iter().map(|(side, id)| model.catalogues.get(*side).row(id)))
        .collect();
    let runs = Side::BOTH.map(|side| {
        model.compare.runs.get(side).as_ref().map(|run| {
            let about = (&run.request, run.simulated, run.stream, run.endpoint(), &run.state, run.marks, &run.head);
            format!("{about:?} {:?} {:?} {:?} {:?}", run.frames, run.answer, run.ending, run.speed())
        })
    });
    vec![
        ("ids", page.ids_text.clone()),
        ("notes", format!("{:?}", page.notes)),
        ("rows", format!("{:#?}", page.rows)),
        ("lists", format!("{lists:?}")),
        ("pairs", format!("{pairs:#?}")),
        ("rows of the lists", format!("{spoken_of:#?}")),
        ("alias map", model.alias_map()),
        ("volume", format!("{:?}", page.volume)),
        ("request", format!("{:?} {:?}", model.compare.body_text, model.compare.endpoint)),
        ("runs", format!("{runs:#?}")),
        ("texts", format!("{:?}", model.texts())),
        (
            "check",
            format!("{:?}", Side::BOTH.map(|side| Step::ALL.map(|step| model.check.get(side).step(step).clone()))),
        ),
    ]
}

#[track_caller]
fn comes_back(page: &mut Page) {
    valid(&page.case_text());
    let mut clean = Page::new();
    let link = page.link();
    clean.does(Msg::AddressChanged(link));
    assert!(clean.model.report.opened.as_ref().unwrap().is_ok());
    for ((name, before), (_, after)) in shown(&page.model).into_iter().zip(shown(&clean.model)) {
        assert_eq!(after, before, "{name}");
    }
}

#[test]
fn the_pages_come_back_as_they_were() {
    let mut page = full();
    page.does(Msg::AliasFormatChosen(AliasFormat::Toml));
    page.does(Msg::VolumeTyped(Volume { input: 1, output: 2, cached: 3_000_000 }));
    let ids = "openai/gpt-4.1-mini\nhello!\nmeta-llama/llama-3.3-70b-instruct:online\nanthropic/claude-haiku-latest\nopenai/gpt-4-turbo\nopenrouter/auto";
    page.does(Msg::ModelIdsTyped(ids.into())).does(Msg::ValidatePressed);
    assert_eq!(page.model.models.notes.len(), 1);
    let id = "openai/gpt-4-turbo";
    page.does(Msg::AliasChosen(id.into(), id.into())).does(Msg::AliasApproved(id.into(), true));
    assert!(page.model.target_warning(id).is_some());
    comes_back(&mut page);
}

#[test]
fn a_case_of_snapshots_and_files_is_still_marked_as_such() {
    let mut page = Page::new();
    page.does(Msg::ModelIdsTyped("mistralai/mistral-nemo\nx-ai/grok-3\nqwen/qwen-plus".into()));
    let file = format!("{}/public/{}", env!("CARGO_MANIFEST_DIR"), snapshot_path(Side::Target));
    page.does(Msg::SnapshotRead(Side::Target, Some(std::fs::read_to_string(file).unwrap())));
    let saved = r#"{"total_count": 400, "data": [{"id": "qwen/qwen-plus", "expiration_date": "2027-01-01", "pricing": {"prompt": "-1"}}, {"no": "id"}]}"#;
    page.does(Msg::CatalogueFileRead(Side::Source, "list of 2026.json".into(), saved.into()));
    comes_back(&mut page);
    let mut clean = Page::new();
    let link = page.link();
    clean.does(Msg::AddressChanged(link));
    let Catalogue::Ready(ready) = &clean.model.catalogues.target else { panic!() };
    assert_eq!(ready.origin, Origin::Snapshot("2026-08-22".into()));
    assert!(clean.model.alias_map().contains("snapshot of 2026-08-22"));
    // What the case carries of a list is too little to judge other ids by.
    let rows = clean.model.models.rows.len();
    clean.does(Msg::ModelIdsTyped("mistralai/mistral-nemo\nopenai/gpt-4o".into())).does(Msg::ValidatePressed);
    assert_eq!(clean.model.models.rows.len(), rows);
    assert!(clean.model.models.refused.is_some(), "the target has to be read, and there is no key");
}

#[test]
fn why_a_side_failed_comes_back_exactly() {
    for cause in [
        Cause::Offline,
        Cause::MixedContent,
        Cause::Unreachable,
        Cause::Redirect,
        Cause::Cors { refused_headers: vec!["X-OpenRouter-Title".into(), "Authorization".into()] },
        Cause::Cors { refused_headers: Vec::new() },
        Cause::Hang(15_000),
        Cause::Cut,
        Cause::Unknown,
    ] {
        let mut page = full();
        page.model.compare.runs.target.as_mut().unwrap().state = RunState::Failed(cause);
        comes_back(&mut page);
    }
}

#[test]
fn every_choice_of_an_answer_comes_back() {
    let mut page = full();
    let choices = &mut page.model.compare.runs.source.as_mut().unwrap().answer.choices;
    let call = |index, id: &str| ToolCall { index, id: Some(id.into()), name: "f".into(), arguments: "{}".into() };
    let other = Choice {
        text: "another answer".into(),
        reasoning: "thought".into(),
        refusal: Some("I will not.".into()),
        tool_calls: vec![call(0, "call-1"), call(3, "call-2")],
        finish_reason: Some("tool_calls".into()),
        native_finish_reason: Some("STOP".into()),
    };
    choices[0].refusal = Some("no".into());
    choices[0].tool_calls = vec![call(2, "call-9")];
    choices.push(other);
    choices.push(Choice::default());
    comes_back(&mut page);
}

#[test]
fn no_case_holds_a_key() {
    let mut page = full();
    let text = page.case_text();
    for role in [Role::OpenRouter, Role::AiStats, Role::Phaseo] {
        assert!(!text.contains(demo_key(role)));
    }
    // Also where a person pasted one into a field that is carried.
    page.does(Msg::BodyTyped(format!("{{\"prompt\": \"{}\"}}", demo_key(Role::OpenRouter))));
    page.does(Msg::ModelIdsTyped(demo_key(Role::AiStats).into()));
    page.does(Msg::BaseUrlTyped(Side::Source, format!("https://example.org/{}", demo_key(Role::OpenRouter))));
    let text = page.case_text();
    for role in [Role::OpenRouter, Role::AiStats] {
        assert!(!text.contains(demo_key(role)), "{text}");
    }
}

#[test]
fn parts_can_be_left_out() {
    for part in Part::ALL {
        let mut page = full();
        page.does(Msg::AddressChanged("#/golden".into()));
        assert!(part != Part::Golden || valid(&page.case_text())["golden"]["results"][0].is_object());
        page.does(Msg::PartChosen(part, false));
        let value = valid(&page.case_text());
        let gone = match part {
            Part::Check => value["gateways"]["source"]["check"].as_array().unwrap().is_empty(),
            Part::Inventory => value.get("inventory").is_none(),
            Part::Models => value.get("models").is_none(),
            Part::Golden => value.get("golden").is_none(),
            Part::Request => value.get("request").is_none(),
            Part::Answers => value["runs"].as_array().unwrap().is_empty(),
            Part::Frames => {
                value["runs"][0]["source"]["frames"].as_array().unwrap().is_empty()
                    && value["runs"][0]["source"]["frames_received"].as_u64().unwrap() > 0
            }
        };
        assert!(gone, "{part:?}");
    }
}

#[test]
fn broken_links_are_explained() {
    let link = full().link();
    for broken in ["#/case/", "#/case/9.abc", "#/case/1.!!!", &link[..link.len() / 2], &format!("{}A", &link[..40])] {
        let mut page = Page::new();
        page.does(Msg::AddressChanged(broken.into()));
        let opened = page.model.report.opened.as_ref().unwrap();
        assert!(opened.as_ref().is_err_and(|problem| !problem.do_this.is_empty()), "{broken}");
        assert_eq!(page.model.compare.body_text, Model::whole().compare.body_text, "and nothing is lost");
    }
}

/// Made by the first release. A later format must still open it.
#[test]
fn the_first_releases_link_opens() {
    let mut page = Page::new();
    page.does(Msg::AddressChanged(include_str!("../../fixtures/case/first-release.txt").trim().into()));
    let opened = page.model.report.opened.as_ref().unwrap().as_ref().unwrap();
    assert_eq!(opened.created, now().0);
    assert!(page.model.models.approved("meta-llama/llama-3.3-70b-instruct").is_some());
}

proptest! {
    #[test]
    fn any_text_of_the_fields_survives_the_link(body in ".{0,200}", ids in ".{0,100}", variable in "[A-Z_]{1,20}") {
        let mut page = Page::new();
        page.does(Msg::BodyTyped(body)).does(Msg::ModelIdsTyped(ids));
        page.does(Msg::KeyVariableTyped(Side::Source, variable));
        let mut clean = Page::new();
        let link = page.link();
        clean.does(Msg::AddressChanged(link));
        prop_assert_eq!(clean.case_text(), page.case_text());
    }

    #[test]
    fn any_json_is_read_without_a_panic(text in "\\PC{0,300}") {
        let _ = switchyard::share::case::read(&text);
        let mut page = Page::new();
        page.does(Msg::AddressChanged(format!("#/case/{}", switchyard::share::link::encode(&text))));
        prop_assert!(page.model.report.opened.is_some());
    }
}

#[test]
fn moments_are_taken_as_they_come() {
    let mut page = Page::new();
    page.does(Msg::CaseDownloadPressed(Moment(String::new())));
    assert_eq!(page.left.len(), 1);
}

#[test]
fn an_address_from_a_link_must_be_accepted() {
    let mut page = Page::new();
    page.does(Msg::BaseUrlTyped(Side::Source, "https://openrouter.ai.example.org/api/v1".into()));
    let link = page.link();
    let mut clean = Page::new();
    clean.does(Msg::AddressChanged(link));
    assert!(clean.model.side_problem(Side::Source).is_some());
    let key = || TypedKey::new("sk-or-v1-0123456789abcdef0123456789abcdef".into());
    clean.does(Msg::KeyTyped(Side::Source, key()));
    assert!(clean.model.keys.source.key.is_none(), "no key is taken for it");
    clean.does(Msg::ModelIdsTyped("a/b".into())).does(Msg::RunPressed);
    assert!(clean.model.requests.is_empty());
    clean.does(Msg::AddressAccepted(Side::Source)).does(Msg::KeyTyped(Side::Source, key()));
    assert!(clean.model.keys.source.key.is_some());
}

#[test]
fn going_back_to_the_link_keeps_what_was_done_since() {
    let link = full().link();
    let mut page = Page::new();
    page.does(Msg::AddressChanged(link.clone())).does(Msg::AddressChanged("#/compare".into()));
    page.does(Msg::BodyTyped("my own work".into())).does(Msg::AddressChanged(link));
    assert_eq!(page.model.compare.body_text, "my own work");
}

#[test]
fn a_case_file_opens_like_a_link() {
    let mut page = full();
    let text = page.case_text();
    let mut clean = Page::new();
    clean.does(Msg::CaseFileRead(text.clone()));
    assert_eq!(clean.case_text(), text);
    clean.does(Msg::CaseFileRead("no case".into()));
    assert!(clean.model.report.opened.as_ref().unwrap().is_err());
}

#[test]
fn a_refused_address_is_carried_without_its_password() {
    let mut page = Page::new();
    page.does(Msg::BaseUrlTyped(Side::Source, "https://me:hunter2hunter2@example.org/v1".into()));
    assert!(!page.case_text().contains("hunter2"));
}

#[test]
fn what_is_proposed_and_what_is_taken_goes_along_and_the_patch_without_keys() {
    let mut page = full();
    page.left.clear();
    page.does(Msg::AddressChanged("#/report".into()));
    assert!(
        page.left.iter().any(|effect| matches!(
            effect,
            Effect::Analyze(AnalyzerTask::Make(Request::Output { what: Output::Patch, .. }, Deliver::Show))
        )),
        "the patch is asked for where the case is made: {:?}",
        page.left
    );
    let key = format!("sk-or-v1-{}", "0123456789abcdef".repeat(4));
    let made = Made {
        what: Output::Patch,
        deliver: Deliver::Show,
        name: "switchyard.patch".into(),
        mime: "text/x-patch".into(),
        bytes: format!("--- a/src/chat.ts\n+++ b/src/chat.ts\n-key = \"{key}\"\n").into_bytes(),
    };
    page.does(Msg::OutputMade(made));
    let text = page.case_text();
    let migrate = valid(&text)["migrate"].clone();
    let safeties: Vec<&str> =
        migrate["edits"].as_array().unwrap().iter().map(|edit| edit["safety"].as_str().unwrap()).collect();
    assert_eq!(safeties, ["safe", "needs_review", "shown_only"]);
    assert_eq!((&migrate["edits"][0]["taken"], &migrate["edits"][1]["taken"]), (&true.into(), &false.into()));
    assert!(migrate["patch"].as_str().unwrap().starts_with("--- a/src/chat.ts"));
    assert!(!text.contains(&key), "no key goes along");
    // Another choice makes another patch; until it is there, none is carried.
    page.does(Msg::HunkChosen(4, 2, true));
    assert_eq!(valid(&page.case_text())["migrate"].get("patch"), None);
    // Whoever opens the case has no code, and hands on what it says.
    let mut other = Page::new();
    other.does(Msg::CaseFileRead(text.clone()));
    assert_eq!(valid(&other.case_text())["migrate"], migrate);
    // Without the findings their code does not go along in another way either.
    other.does(Msg::PartChosen(Part::Inventory, false));
    assert_eq!(valid(&other.case_text())["migrate"].get("patch"), None);
}
