//! The case: written, validated, linked, restored.

use proptest::prelude::*;
use switchyard::app::report::{Moment, Part};
use switchyard::app::{Model, Msg};
use switchyard::gateway::key::TypedKey;
use switchyard::gateway::side::Side;
use switchyard::inventory::protocol::Reply;
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
fn full() -> Page {
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
    assert_eq!(clean.model.compare.difference, page.model.compare.difference);
    let (found, carried) = (page.model.findings_report().unwrap(), clean.model.findings_report().unwrap());
    assert_eq!((&found.findings, &found.counts, &found.hashes), (&carried.findings, &carried.counts, &carried.hashes));
    assert!(clean.model.inventory_report().is_none(), "without the code there is no patch");
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
        assert_eq!(page.model.compare.body_text, Model::default().compare.body_text, "and nothing is lost");
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
