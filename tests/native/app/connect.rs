//! Settings, keys and the connection check.

use switchyard::app::check::{Step, StepState};
use switchyard::app::{Effect, Model, Msg, update};
use switchyard::gateway::key::TypedKey;
use switchyard::gateway::side::Side;

use super::page::Page;

fn typed(text: &str) -> TypedKey {
    TypedKey::new(text.to_owned())
}

const SOURCE_KEY: &str = "sk-or-v1-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[test]
fn it_starts_with_the_guides_edition() {
    let model = Model::default();
    assert_eq!(model.gateways.source.profile.id, "openrouter");
    assert_eq!(model.gateways.target.profile.id, "ai-stats");
    assert_eq!(model.gateways.target.key_variable, "AI_STATS_API_KEY");
    assert!(!model.demo);
}

#[test]
fn a_swapped_key_sends_nothing() {
    let mut model = Model::default();
    update(&mut model, Msg::KeyTyped(Side::Target, typed(SOURCE_KEY)));
    assert!(model.keys.target.key.is_none());
    assert!(model.keys.target.problem.is_some());
    let effects = update(&mut model, Msg::CheckPressed);
    let to_target = effects.iter().filter(|effect| match effect {
        Effect::Send(outgoing) => outgoing.request.url.contains("phaseo"),
        _ => false,
    });
    assert_eq!(to_target.count(), 0, "the target's side must not be checked with a wrong key in its field");
}

#[test]
fn a_key_does_not_follow_to_another_origin() {
    let mut model = Model::default();
    update(&mut model, Msg::KeyTyped(Side::Source, typed(SOURCE_KEY)));
    assert!(model.keys.source.key.is_some());
    update(&mut model, Msg::BaseUrlTyped(Side::Source, "https://openrouter.ai/api/v2".into()));
    assert!(model.keys.source.key.is_some(), "the same origin keeps it");
    update(&mut model, Msg::BaseUrlTyped(Side::Source, "https://eu.openrouter.ai/api/v1".into()));
    assert!(model.keys.source.key.is_none());
    assert!(model.keys.source.notice.is_some(), "and it is said");
    assert_eq!(model.keys.source.cleared, 1, "and the field is emptied");
}

#[test]
fn a_key_without_a_valid_address_is_not_taken() {
    let mut model = Model::default();
    update(&mut model, Msg::BaseUrlTyped(Side::Source, "http://example.org".into()));
    update(&mut model, Msg::KeyTyped(Side::Source, typed(SOURCE_KEY)));
    assert!(model.keys.source.key.is_none());
    assert!(model.keys.source.problem.is_some());
}

#[test]
fn the_debug_form_of_the_model_and_of_messages_shows_no_key() {
    let mut model = Model::default();
    let message = Msg::KeyTyped(Side::Source, typed(SOURCE_KEY));
    assert!(!format!("{message:?}").contains("0123456789abcdef"));
    update(&mut model, message);
    let effects = update(&mut model, Msg::CheckPressed);
    assert!(!format!("{model:?}{effects:?}").contains("0123456789abcdef"));
}

#[test]
fn every_step_passes_in_the_demo() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true)).does(Msg::CheckPressed);
    for side in Side::BOTH {
        for step in Step::ALL {
            let state = page.model.check.get(side).step(step);
            assert!(matches!(state, StepState::Passed { .. }), "{side:?} {step:?} {state:?}");
        }
    }
    assert!(page.model.requests.iter().all(|row| row.simulated));
    let health = page.model.requests.iter().filter(|row| !row.with_key).count();
    assert_eq!(health, 2, "health asks without a key, everything else with the key of its side");
}

#[test]
fn without_keys_what_needs_one_is_skipped_and_said() {
    let mut model = Model::default();
    let effects = update(&mut model, Msg::CheckPressed);
    assert_eq!(effects.len(), 2, "one health request a side");
    for effect in effects {
        let Effect::Send(outgoing) = effect else { panic!("{effect:?}") };
        assert!(outgoing.key.is_none());
        let events = [
            switchyard::app::http::HttpEvent::Head {
                at_ms: 1.0,
                head: switchyard::gateway::http::HttpHead { status: 200, headers: Vec::new() },
            },
            switchyard::app::http::HttpEvent::Bytes(vec![switchyard::app::http::Piece {
                at_ms: 2.0,
                bytes: b"{\"data\":[{\"id\":\"a/b\"}]}".to_vec(),
            }]),
            switchyard::app::http::HttpEvent::Ended { at_ms: 3.0 },
        ];
        for event in events {
            update(&mut model, Msg::Http(outgoing.id, event));
        }
    }
    for step in [Step::Models, Step::Key, Step::Chat] {
        assert!(matches!(model.check.target.step(step), StepState::Skipped(_)), "{step:?}");
    }
}

#[test]
fn a_network_failure_is_looked_into_without_the_key() {
    let mut model = Model::default();
    update(&mut model, Msg::KeyTyped(Side::Source, typed(SOURCE_KEY)));
    let effects = update(&mut model, Msg::CheckPressed);
    let Effect::Send(first) = &effects[0] else { panic!() };
    let lost = switchyard::app::http::HttpEvent::Failed {
        at_ms: 5.0,
        failure: switchyard::gateway::failure::Failure::Network,
        online: true,
    };
    let probes = update(&mut model, Msg::Http(first.id, lost.clone()));
    let [Effect::Send(probe)] = probes.as_slice() else { panic!("{probes:?}") };
    assert!(probe.opaque && probe.key.is_none() && probe.request.headers.is_empty());
    update(&mut model, Msg::Http(probe.id, lost));
    let StepState::Failed { code, .. } = model.check.source.step(Step::Health) else { panic!() };
    assert_eq!(code, "unreachable");
    assert!(matches!(model.check.source.step(Step::Chat), StepState::Skipped(_)));
}

#[test]
fn late_answers_of_another_setting_are_dropped() {
    let mut model = Model::default();
    let effects = update(&mut model, Msg::CheckPressed);
    let Effect::Send(first) = &effects[0] else { panic!() };
    update(&mut model, Msg::BaseUrlTyped(Side::Source, "https://example.org/v1".into()));
    let late = switchyard::app::http::HttpEvent::Ended { at_ms: 3.0 };
    assert!(update(&mut model, Msg::Http(first.id, late)).is_empty());
    assert!(model.check.source.is_empty());
}
