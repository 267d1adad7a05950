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
    let model = Model::whole();
    assert_eq!(model.gateways.source.profile.id, "openrouter");
    assert_eq!(model.gateways.target.profile.id, "ai-stats");
    assert_eq!(model.gateways.target.key_variable, "AI_STATS_API_KEY");
    assert!(!model.demo);
}

#[test]
fn a_swapped_key_sends_nothing() {
    let mut model = Model::whole();
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
    let mut model = Model::whole();
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
    let mut model = Model::whole();
    update(&mut model, Msg::BaseUrlTyped(Side::Source, "http://example.org".into()));
    update(&mut model, Msg::KeyTyped(Side::Source, typed(SOURCE_KEY)));
    assert!(model.keys.source.key.is_none());
    assert!(model.keys.source.problem.is_some());
}

#[test]
fn the_debug_form_of_the_model_and_of_messages_shows_no_key() {
    let mut model = Model::whole();
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
    let mut model = Model::whole();
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
    let mut model = Model::whole();
    update(&mut model, Msg::KeyTyped(Side::Source, typed(SOURCE_KEY)));
    let effects = update(&mut model, Msg::CheckPressed);
    let Effect::Send(first) = &effects[0] else { panic!() };
    let lost = HttpEvent::Failed { at_ms: 5.0, failure: Failure::Network, online: true };
    let probes = update(&mut model, Msg::Http(first.id, lost.clone()));
    let [Effect::Send(probe)] = probes.as_slice() else { panic!("{probes:?}") };
    assert!(probe.key.is_none() && probe.request.headers.is_empty());
    assert_eq!(probe.reading, Reading::Redirect);
    let probes = update(&mut model, Msg::Http(probe.id, lost.clone()));
    let [Effect::Send(probe)] = probes.as_slice() else { panic!("{probes:?}") };
    assert!(probe.key.is_none() && probe.request.headers.is_empty() && probe.request.body.is_none());
    assert_eq!(probe.reading, Reading::Presence);
    update(&mut model, Msg::Http(probe.id, lost));
    let rows = |side: Side| model.requests.iter().filter(|row| row.side == side).count();
    assert_eq!(rows(Side::Source), 3, "each look stands in the list");
    let StepState::Failed { code, .. } = model.check.source.step(Step::Health) else { panic!() };
    assert_eq!(code, "unreachable");
    assert!(matches!(model.check.source.step(Step::Chat), StepState::Skipped(_)));
}

#[test]
fn a_redirect_is_said_to_be_one() {
    let mut model = Model::whole();
    let effects = update(&mut model, Msg::CheckPressed);
    let Effect::Send(first) = &effects[0] else { panic!() };
    let lost = HttpEvent::Failed { at_ms: 5.0, failure: Failure::Network, online: true };
    let probes = update(&mut model, Msg::Http(first.id, lost));
    let [Effect::Send(probe)] = probes.as_slice() else { panic!("{probes:?}") };
    let mut hidden = model.clone();
    update(&mut model, Msg::Http(probe.id, HttpEvent::Redirected));
    let StepState::Failed { code, .. } = model.check.source.step(Step::Health) else { panic!() };
    assert_eq!(code, "redirect");
    // One that CORS hides from the first look is met by the second.
    let lost = HttpEvent::Failed { at_ms: 5.0, failure: Failure::Network, online: true };
    let probes = update(&mut hidden, Msg::Http(probe.id, lost));
    let [Effect::Send(probe)] = probes.as_slice() else { panic!("{probes:?}") };
    update(&mut hidden, Msg::Http(probe.id, HttpEvent::Redirected));
    assert!(matches!(hidden.check.source.step(Step::Health), StepState::Failed { code, .. } if code == "redirect"));
}

#[test]
fn a_server_of_this_machine_that_is_down_is_no_mixed_content() {
    use switchyard::app::{Environment, Theme};
    for (url, event, wanted) in [
        ("http://127.0.0.1:9101/api/v1", None, "unreachable"),
        ("http://localhost:9101/api/v1", None, "unreachable"),
        ("http://localhost:9101/api/v1", Some(HttpEvent::GotThrough), "cors"),
    ] {
        let mut model = Model::whole();
        let environment = Environment { page_secure: true };
        let fragment = String::new();
        update(&mut model, Msg::Started { environment, theme: Theme::System, shortcuts: true, fragment });
        update(&mut model, Msg::BaseUrlTyped(Side::Source, url.into()));
        let mut effects = update(&mut model, Msg::CheckPressed);
        effects.truncate(1);
        while let Some(Effect::Send(outgoing)) = effects.pop() {
            let lost = HttpEvent::Failed { at_ms: 5.0, failure: Failure::Network, online: true };
            let event = if outgoing.reading == Reading::Presence { event.clone().unwrap_or(lost) } else { lost };
            effects = update(&mut model, Msg::Http(outgoing.id, event));
        }
        let StepState::Failed { code, problem, .. } = model.check.source.step(Step::Health) else { panic!("{url}") };
        assert_eq!(code, wanted, "{url}");
        if wanted == "unreachable" {
            assert!(problem.why.contains("this machine") && problem.do_this.contains("curl"), "{problem:?}");
        }
    }
}

/// Profile, address, key and whether anything may be sent: the sides are mixed up in every way there is.
#[test]
fn what_belongs_to_another_gateway_is_caught_before_anything_is_sent() {
    const TARGET_KEY: &str = "aistats_v1_sk_abcdefghijkl_abcdefghijklmnopqrstuvwxyzabcdefghijklmnop";
    const PLAIN: &str = "a-key-of-nobody-known";
    let cases = [
        ("openrouter", "https://openrouter.ai/api/v1", SOURCE_KEY, true),
        ("openrouter", "https://eu.openrouter.ai/api/v1", SOURCE_KEY, true),
        ("openrouter", "https://proxy.example/api/v1", SOURCE_KEY, true),
        ("openrouter", "https://proxy.example/api/v1", TARGET_KEY, false),
        ("openrouter", "https://api.phaseo.app/v1", SOURCE_KEY, false),
        ("openrouter", "https://api.phaseo.app/v1", PLAIN, false),
        ("ai-stats", "https://openrouter.ai/api/v1", TARGET_KEY, false),
        ("ai-stats", "https://openrouter.ai/api/v1", PLAIN, false),
        ("ai-stats", "https://openrouter.ai/api/v1", SOURCE_KEY, false),
        ("ai-stats", "https://api.phaseo.app/v1", TARGET_KEY, true),
        ("phaseo", "https://eu.api.phaseo.app/v1", TARGET_KEY, true),
        ("phaseo", "https://OPENROUTER.ai/api/v1", TARGET_KEY, false),
        ("generic", "https://llm.example/v1", PLAIN, true),
        ("generic", "https://llm.example/v1", SOURCE_KEY, false),
        ("generic", "https://llm.example/v1", TARGET_KEY, false),
        ("generic", "http://127.0.0.1:4000/v1", SOURCE_KEY, false),
        ("generic", "https://openrouter.ai/api/v1", SOURCE_KEY, false),
        ("generic", "https://openrouter.ai/api/v1", PLAIN, false),
    ];
    for side in Side::BOTH {
        for (profile, base_url, key, sends) in cases {
            let mut model = Model::whole();
            update(&mut model, Msg::ProfileChosen(side, profile.into()));
            update(&mut model, Msg::BaseUrlTyped(side, base_url.into()));
            update(&mut model, Msg::KeyTyped(side, typed(key)));
            update(&mut model, Msg::CheckPressed);
            update(&mut model, Msg::ModelIdsTyped("a/b".into()));
            update(&mut model, Msg::ValidatePressed);
            let sent = model.requests.iter().any(|row| row.side == side);
            assert_eq!(sent, sends, "{side:?} {profile} {base_url}");
            assert_eq!(model.keys.get(side).key.is_some(), sends, "{side:?} {profile} {base_url}");
            assert_eq!(model.side_problem(side).is_none(), sends, "{side:?} {profile} {base_url}");
        }
    }
}

#[test]
fn an_address_of_another_gateway_says_what_to_choose() {
    let mut model = Model::whole();
    update(&mut model, Msg::BaseUrlTyped(Side::Target, "https://openrouter.ai/api/v1".into()));
    let problem = model.side_problem(Side::Target).unwrap();
    assert!(problem.what.contains("OpenRouter") && problem.what.contains("AI Stats Gateway"), "{problem:?}");
    assert!(problem.do_this.contains("Choose the profile OpenRouter"), "{problem:?}");
    update(&mut model, Msg::DemoSwitched(true));
    assert_eq!(model.side_problem(Side::Target), None, "the demo sends nothing");
}

#[test]
fn late_answers_of_another_setting_are_dropped() {
    let mut model = Model::whole();
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
    let mut model = Model::whole();
    update(&mut model, Msg::KeyTyped(Side::Source, typed(SOURCE_KEY)));
    let effects = update(&mut model, Msg::CheckPressed);
    let first = sent(&effects)[0];
    assert!(first.key.is_none());
    let next = answered(&mut model, first.id, 200, "<!doctype html><title>Home</title>");
    assert!(next.is_empty(), "{next:?}");
    assert!(matches!(model.check.source.step(Step::Health), StepState::Failed { code, .. } if code == "shape"));
    assert!(matches!(model.check.source.step(Step::Key), StepState::Skipped(_)));
}

/// What the question without a key is answered with, and whether the key may follow.
#[test]
fn the_key_follows_only_to_what_answers_like_a_gateway() {
    const PAGE: &str = "<!doctype html><title>Sign in</title>";
    const ERROR: &str = r#"{"error": {"message": "no", "code": 1}}"#;
    let cases = [
        (200, r#"{"data": [{"id": "a/b"}]}"#, true, "pass"),
        (200, r#"[{"id": "a/b"}]"#, true, "pass"),
        (200, PAGE, false, "shape"),
        (200, "\"ok\"", false, "shape"),
        (401, ERROR, true, "pass"),
        (403, r#"{"detail": "Not authenticated"}"#, true, "pass"),
        (401, PAGE, false, "401"),
        (403, PAGE, false, "403"),
        (404, ERROR, true, "404"),
        (404, r#"{"detail": "Not Found"}"#, true, "404"),
        (404, PAGE, false, "404"),
        (404, "404 page not found", false, "404"),
        (404, "", false, "404"),
        (429, ERROR, true, "429"),
        (500, PAGE, false, "500"),
        (502, PAGE, false, "502"),
        (503, "upstream connect error", false, "503"),
        (503, ERROR, true, "503"),
    ];
    for profile in ["openrouter", "generic"] {
        for (status, body, keyed, code) in cases {
            let mut model = Model::whole();
            update(&mut model, Msg::ProfileChosen(Side::Source, profile.into()));
            update(&mut model, Msg::BaseUrlTyped(Side::Source, "https://llm.example/v1".into()));
            let key = if profile == "generic" { "a-key-of-nobody-known" } else { SOURCE_KEY };
            update(&mut model, Msg::KeyTyped(Side::Source, typed(key)));
            let effects = update(&mut model, Msg::CheckPressed);
            let first = sent(&effects)[0];
            assert!(first.key.is_none(), "the first question goes without a key");
            let next = answered(&mut model, first.id, status, body);
            assert_eq!(sent(&next).iter().any(|outgoing| outgoing.key.is_some()), keyed, "{profile} {status} {body}");
            match model.check.source.step(Step::Health) {
                StepState::Passed { .. } => assert_eq!(code, "pass", "{status} {body}"),
                StepState::Failed { code: found, .. } => assert_eq!(found, code, "{status} {body}"),
                other => panic!("{status} {body} {other:?}"),
            }
            assert_eq!(model.check.source.reachable(), Some(true), "what answers is reachable: {status} {body}");
            if !keyed {
                let StepState::Skipped(why) = model.check.source.step(Step::Key) else { panic!("{status} {body}") };
                assert!(why.contains("your key is not sent"), "{why}");
            }
        }
    }
}

#[test]
fn reachable_is_what_answers() {
    let mut model = Model::whole();
    assert_eq!(model.check.source.reachable(), None);
    let effects = update(&mut model, Msg::CheckPressed);
    let first = sent(&effects)[0].id;
    let mut refused = model.clone();
    answered(&mut refused, first, 503, r#"{"error": {"message": "down"}}"#);
    assert_eq!(refused.check.source.reachable(), Some(true), "a refusal is an answer");
    let silent = HttpEvent::Failed { at_ms: 1.0, failure: Failure::TimedOut(15_000), online: true };
    update(&mut model, Msg::Http(first, silent));
    assert_eq!(model.check.source.reachable(), Some(false));
}

#[test]
fn a_list_that_a_person_gave_is_not_read_over() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true));
    page.does(Msg::CatalogueFileRead(Side::Target, "list.txt".into(), "own/model\n".into()));
    page.does(Msg::CheckPressed);
    let ids: Vec<&str> = page.model.catalogues.target.rows().unwrap().iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["own/model"]);
    let StepState::Skipped(why) = page.model.check.target.step(Step::Models) else { panic!() };
    assert!(why.contains("you loaded"), "{why}");
    assert!(matches!(page.model.check.target.step(Step::Key), StepState::Passed { .. }), "the check goes on");
    assert!(page.model.catalogues.source.rows().unwrap().len() > 10, "the other side is read");
}

#[test]
fn a_key_in_the_request_stops_the_tiny_chat() {
    let target_key = "aistats_v1_sk_abcdefghijkl_abcdefghijklmnopqrstuvwxyzabcdefghijklmnop";
    let mut model = Model::whole();
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
    let mut model = Model::whole();
    update(&mut model, Msg::KeyVariableTyped(Side::Target, "phaseo_v1_sk_abcdefghijkl_abcdefghijklmnop".into()));
    assert!(model.snippet(Side::Target).is_err());
}

#[test]
fn stopping_the_lists_does_not_leave_the_check_waiting() {
    let mut model = Model::whole();
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
