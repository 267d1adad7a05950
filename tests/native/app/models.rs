//! Validation and decisions, the maps that come out, and a map that comes in.

use std::collections::HashSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use switchyard::app::catalogues::{Catalogue, Origin};
use switchyard::app::models::{AliasOrder, AliasView};
use switchyard::app::{Effect, Model, Msg};
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
    page.does(Msg::CatalogueFileRead(Side::Target, "odd.json".into(), "{\"choices\": []}".into()));
    assert!(matches!(page.model.catalogues.target, Catalogue::Failed { .. }));
}

#[test]
fn the_snapshot_is_fetched_when_asked_for_and_keeps_its_day() {
    let mut page = Page::new();
    page.does(Msg::SnapshotPressed(Side::Target));
    assert_eq!(page.left.pop(), Some(Effect::FetchSnapshot(Side::Target, "snapshot/target.json")));
    page.does(Msg::SnapshotRead(Side::Target, None));
    assert!(matches!(page.model.catalogues.target, Catalogue::Failed { .. }));
    for side in Side::BOTH {
        let file = format!("{}/public/{}", env!("CARGO_MANIFEST_DIR"), snapshot_path(side));
        page.does(Msg::SnapshotRead(side, Some(std::fs::read_to_string(file).unwrap())));
        let Catalogue::Ready(ready) = page.model.catalogues.get(side) else { panic!("{side:?}") };
        assert_eq!((&ready.origin, ready.unreadable_rows), (&Origin::Snapshot(LISTS_AS_OF.get(side)), 0));
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
}

const IDS: [&str; 5] = ["openai/gpt-4.1-mini", "mistralai/mistral-nemo", LLAMA, "x-ai/grok-3", "gpt-4o"];
const TARGETS: [&str; 6] =
    ["", "openai/gpt-4o", "meta/llama-3.3-70b", "mistralai/mistral-nemo", "no/such-1", "openai/gpt-4O"];

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
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn every_right_hand_side_is_in_the_catalogue(deeds in proptest::collection::vec(any_deed(), 0..20)) {
        let mut page = Page::new();
        page.model = VALIDATED.clone();
        let list = page.model.catalogues.target.rows().unwrap();
        let listed: HashSet<String> =
            list.iter().flat_map(|row| std::iter::once(&row.id).chain(&row.aliases)).cloned().collect();
        for deed in deeds {
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
            };
        }
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
