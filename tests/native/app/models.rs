//! Validation and decisions.

use switchyard::app::catalogues::Catalogue;
use switchyard::app::{Effect, Msg};
use switchyard::gateway::side::Side;
use switchyard::models::alias_map::AliasFormat;
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
        assert_eq!(ready.incomplete, None);
        if let Some(total) = ready.total {
            assert_eq!(ready.rows.len() as u64, total, "{side:?}");
        }
    }
}

#[test]
fn nothing_is_chosen_silently() {
    let page = validated(&format!("openai/gpt-4.1-mini\n{LLAMA}"));
    let [exact, missing] = page.model.models.rows.as_slice() else { panic!() };
    assert_eq!((&exact.status, exact.is_approved()), (&AliasStatus::Exact, true));
    assert_eq!((&missing.status, missing.target()), (&AliasStatus::Missing, None));
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
fn a_pasted_key_is_in_no_map() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true));
    let key = switchyard::simulator::demo_key(switchyard::simulator::Role::OpenRouter);
    page.does(Msg::ModelIdsTyped(format!("a/b\n{key}"))).does(Msg::ValidatePressed);
    assert!(!page.model.alias_map().contains(key));
    page.does(Msg::AliasMapDownloadPressed);
    assert!(!format!("{:?}", page.left).contains(key));
}
