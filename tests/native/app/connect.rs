//! Settings, keys and the connection check.

use switchyard::app::check::{Step, StepState};
use switchyard::app::http::{HttpEvent, Piece};
use switchyard::app::{Effect, Model, Msg, Reading, update};
use switchyard::gateway::failure::Failure;
use switchyard::gateway::http::HttpHead;
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
            HttpEvent::Head { at_ms: 1.0, head: HttpHead { status: 200, headers: Vec::new() } },
            HttpEvent::Bytes(vec![Piece { at_ms: 2.0, bytes: b"{\"data\":[{\"id\":\"a/b\"}]}".to_vec() }]),
            HttpEvent::Ended { at_ms: 3.0 },
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
    let lost = HttpEvent::Failed { at_ms: 5.0, failure: Failure::Network, online: true };
    let probes = update(&mut model, Msg::Http(first.id, lost.clone()));
    let [Effect::Send(probe)] = probes.as_slice() else { panic!("{probes:?}") };
    assert!(probe.key.is_none() && probe.request.headers.is_empty());
    assert_eq!(probe.reading, Reading::Presence);
    update(&mut model, Msg::Http(probe.id, lost));
    let StepState::Failed { code, .. } = model.check.source.step(Step::Health) else { panic!() };
    assert_eq!(code, "unreachable");
    assert!(matches!(model.check.source.step(Step::Chat), StepState::Skipped(_)));
}

#[test]
fn a_redirect_is_said_to_be_one() {
    let mut model = Model::default();
    let effects = update(&mut model, Msg::CheckPressed);
    let Effect::Send(first) = &effects[0] else { panic!() };
    let lost = HttpEvent::Failed { at_ms: 5.0, failure: Failure::Network, online: true };
    let probes = update(&mut model, Msg::Http(first.id, lost));
    let [Effect::Send(probe)] = probes.as_slice() else { panic!("{probes:?}") };
    update(&mut model, Msg::Http(probe.id, HttpEvent::Redirected));
    let StepState::Failed { code, .. } = model.check.source.step(Step::Health) else { panic!() };
    assert_eq!(code, "redirect");
}

#[test]
fn late_answers_of_another_setting_are_dropped() {
    let mut model = Model::default();
    let effects = update(&mut model, Msg::CheckPressed);
    let Effect::Send(first) = &effects[0] else { panic!() };
    update(&mut model, Msg::BaseUrlTyped(Side::Source, "https://example.org/v1".into()));
    let late = HttpEvent::Ended { at_ms: 3.0 };
    assert!(update(&mut model, Msg::Http(first.id, late)).is_empty());
    assert!(model.check.source.is_empty());
}

/// Answers one request like a server that gives this body to every question.
fn answered(model: &mut Model, id: switchyard::app::RequestId, status: u16, body: &str) -> Vec<Effect> {
    let head = HttpHead { status, headers: Vec::new() };
    update(model, Msg::Http(id, HttpEvent::Head { at_ms: 1.0, head }));
    let piece = Piece { at_ms: 2.0, bytes: body.as_bytes().to_vec() };
    update(model, Msg::Http(id, HttpEvent::Bytes(vec![piece])));
    update(model, Msg::Http(id, HttpEvent::Ended { at_ms: 3.0 }))
}

fn sent(effects: &[Effect]) -> Vec<&switchyard::app::Outgoing> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send(outgoing) => Some(&**outgoing),
            _ => None,
        })
        .collect()
}

#[test]
fn a_website_is_given_no_key() {
    let mut model = Model::default();
    update(&mut model, Msg::KeyTyped(Side::Source, typed(SOURCE_KEY)));
    let effects = update(&mut model, Msg::CheckPressed);
    let first = sent(&effects)[0];
    assert!(first.key.is_none());
    let next = answered(&mut model, first.id, 200, "<!doctype html><title>Home</title>");
    assert!(next.is_empty(), "{next:?}");
    assert!(matches!(model.check.source.step(Step::Health), StepState::Failed { code, .. } if code == "shape"));
    assert!(matches!(model.check.source.step(Step::Key), StepState::Skipped(_)));
}

#[test]
fn a_key_in_the_request_stops_the_tiny_chat() {
    let target_key = "aistats_v1_sk_abcdefghijkl_abcdefghijklmnopqrstuvwxyzabcdefghijklmnop";
    let mut model = Model::default();
    update(&mut model, Msg::KeyTyped(Side::Target, typed(target_key)));
    update(&mut model, Msg::KeyTyped(Side::Source, typed(SOURCE_KEY)));
    let body = format!(r#"{{"model": "{SOURCE_KEY}", "messages": [{{"role": "user", "content": "x"}}]}}"#);
    update(&mut model, Msg::BodyTyped(body));
    let mut waiting = update(&mut model, Msg::CheckPressed);
    let mut seen = 0;
    while let Some(effect) = waiting.pop() {
        let Effect::Send(outgoing) = effect else { continue };
        seen += 1;
        let text = format!("{}{}", outgoing.request.url, outgoing.request.body.clone().unwrap_or_default());
        assert!(!text.contains(SOURCE_KEY), "{text}");
        waiting.extend(answered(&mut model, outgoing.id, 404, "{}"));
    }
    assert!(seen >= 4);
    assert!(matches!(model.check.target.step(Step::Chat), StepState::Failed { .. }));
}

#[test]
fn a_key_is_no_name_of_a_variable() {
    let mut model = Model::default();
    update(&mut model, Msg::KeyVariableTyped(Side::Target, "phaseo_v1_sk_abcdefghijkl_abcdefghijklmnop".into()));
    assert!(model.snippet(Side::Target).is_err());
}

#[test]
fn stopping_the_lists_does_not_leave_the_check_waiting() {
    let mut model = Model::default();
    let effects = update(&mut model, Msg::CheckPressed);
    let first = sent(&effects)[0];
    let next = answered(&mut model, first.id, 200, r#"{"data": [{"id": "a/b"}]}"#);
    assert_eq!(sent(&next).len(), 1, "the list is being read");
    assert!(matches!(model.check.source.step(Step::Models), StepState::Running));
    update(&mut model, Msg::ValidateStopped);
    assert!(!matches!(model.check.source.step(Step::Models), StepState::Running));
    update(&mut model, Msg::CheckPressed);
    update(&mut model, Msg::CheckStopped);
    assert!(!model.check.source.is_running() && !model.check.target.is_running());
}

/// What a profile says of CORS and what the simulator does must be the same facts.
#[test]
fn profiles_and_simulator_agree_on_cors() {
    use switchyard::gateway::profiles::{AI_STATS, OPENROUTER, PHASEO};
    use switchyard::simulator::{Role, SimulatedRequest, Simulator};
    for (profile, role) in [(&OPENROUTER, Role::OpenRouter), (&AI_STATS, Role::AiStats), (&PHASEO, Role::Phaseo)] {
        let list = |method: &str, header: &str| -> Vec<String> {
            let path = format!("{}/models", role.base_path());
            let request = SimulatedRequest { method, path: &path, headers: &[], body: &[] };
            let response = Simulator { role, seed: 1, fault: None }.respond(&request);
            let value = response.headers.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(header));
            let value = value.map(|(_, value)| value).unwrap_or_default().to_ascii_lowercase();
            let mut names: Vec<String> =
                value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
            names.sort();
            names
        };
        let sorted = |names: &[&str]| {
            let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            names.sort();
            names
        };
        let rules = profile.cors.value;
        assert_eq!(sorted(rules.allowed_headers), list("OPTIONS", "access-control-allow-headers"), "{}", profile.id);
        assert_eq!(sorted(rules.exposed_headers), list("GET", "access-control-expose-headers"), "{}", profile.id);
    }
}
