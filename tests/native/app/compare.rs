//! Runs on both sides.

use switchyard::app::{Msg, Outgoing};
use switchyard::compare::run::{Run, RunState};
use switchyard::gateway::endpoint::Endpoint;
use switchyard::gateway::side::Side;
use switchyard::simulator::{Fault, Role, demo_key};

use super::page::Page;

fn body(model: &str) -> String {
    format!(
        r#"{{"model": "{model}", "messages": [{{"role": "user", "content": "Say something short."}}], "max_tokens": 60}}"#
    )
}

fn ran(model: &str, stream: bool) -> Page {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true)).does(Msg::StreamSwitched(stream));
    page.does(Msg::BodyTyped(body(model))).does(Msg::RunPressed);
    page
}

fn run(page: &Page, side: Side) -> &Run {
    page.model.compare.runs.get(side).as_ref().unwrap()
}

#[test]
fn both_sides_answer_whole_or_streamed() {
    for stream in [true, false] {
        let page = ran("openai/gpt-4.1-mini", stream);
        for side in Side::BOTH {
            let run = run(&page, side);
            assert_eq!(run.state, RunState::Answered, "{side:?} {stream}");
            assert!(!run.answer.text().is_empty());
            let usage = run.answer.usage.as_ref().unwrap();
            assert!(usage.completion_tokens.unwrap() > 0);
            assert!(usage.cost.is_some(), "{side:?} {stream}");
            let marks = run.marks;
            let order = [marks.head, marks.first_byte, marks.first_text, marks.end].map(Option::unwrap);
            assert!(order.is_sorted(), "{order:?}");
            assert!(run.speed().is_some_and(|speed| !speed.estimated), "{side:?} {stream}");
        }
        assert!(page.model.texts().is_some());
    }
}

/// Two answers that only call a tool have no texts that could be the same.
#[test]
fn answers_without_text_are_not_called_the_same() {
    use switchyard::app::http::{HttpEvent, Piece};
    use switchyard::app::{Effect, update};
    use switchyard::gateway::http::HttpHead;
    use switchyard::route::Route;
    let call = r#"{"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"#;
    let words = r#"{"choices":[{"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}"#;
    let refusal = r#"{"error":{"message":"no","code":400}}"#;
    for (source, target, compared, results) in [
        (call, call, false, true),
        (call, words, true, true),
        (words, words, true, true),
        (refusal, refusal, false, false),
        (call, refusal, false, false),
    ] {
        let mut model = switchyard::app::Model::whole();
        update(&mut model, Msg::DemoSwitched(true));
        for effect in update(&mut model, Msg::RunPressed) {
            let Effect::Send(outgoing) = effect else { panic!("{effect:?}") };
            let body = if outgoing.request.url.contains("openrouter") { source } else { target };
            let head = HttpHead { status: 200, headers: Vec::new() };
            let bytes = body.as_bytes().to_vec();
            for event in [
                HttpEvent::Sent { at_ms: 0.0 },
                HttpEvent::Head { at_ms: 1.0, head },
                HttpEvent::Bytes(vec![Piece { at_ms: 2.0, bytes }]),
                HttpEvent::Ended { at_ms: 3.0 },
            ] {
                update(&mut model, Msg::Http(outgoing.id, event));
            }
        }
        assert_eq!(model.texts().is_some(), compared, "{source} {target}");
        for route in [Route::Compare, Route::Migrate] {
            assert_eq!(model.has_results(route), results, "{source} {target}");
        }
    }
}

#[test]
fn responses_are_read_too() {
    for stream in [true, false] {
        let mut page = Page::new();
        page.does(Msg::DemoSwitched(true)).does(Msg::StreamSwitched(stream));
        page.does(Msg::EndpointChosen(Endpoint::Responses)).does(Msg::RunPressed);
        for side in Side::BOTH {
            assert_eq!(run(&page, side).state, RunState::Answered, "{side:?} {stream}");
            assert!(!run(&page, side).answer.text().is_empty(), "{side:?} {stream}");
        }
    }
}

#[test]
fn streamed_and_whole_answers_say_the_same() {
    let text = |page: &Page, side| run(page, side).answer.text().to_owned();
    let (streamed, whole) = (ran("openai/gpt-4.1-mini", true), ran("openai/gpt-4.1-mini", false));
    for side in Side::BOTH {
        assert_eq!(text(&streamed, side), text(&whole, side), "{side:?}");
    }
}

/// Every fault leads to an end that says so, on a stream and without one; none leaves a side running but the hangs.
#[test]
fn every_fault_is_told() {
    for fault in Fault::ALL {
        for stream in [true, false] {
            let mut page = ran(&format!("fault/{}", fault.name()), stream);
            for side in Side::BOTH {
                let hangs = !page.hanging.is_empty() && run(&page, side).is_running();
                if hangs {
                    page.does(Msg::StopPressed);
                    assert_eq!(run(&page, side).state, RunState::Stopped, "{fault:?}");
                    continue;
                }
                let run = run(&page, side);
                assert!(
                    !matches!(run.state, RunState::Running | RunState::Failing(_)),
                    "{fault:?} {side:?} {:?}",
                    run.state
                );
                match run.state {
                    RunState::Refused => assert!(!run.answer.error.as_ref().unwrap().message.is_empty()),
                    RunState::Answered => {
                        assert!(!run.answer.choices.is_empty(), "{fault:?} {side:?}: an empty answer")
                    }
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn the_target_is_sent_the_approved_alias() {
    let mut page = Page::new();
    let id = "meta-llama/llama-3.3-70b-instruct";
    page.does(Msg::DemoSwitched(true)).does(Msg::ModelIdsTyped(id.into())).does(Msg::ValidatePressed);
    page.does(Msg::AliasChosen(id.into(), "meta/llama-3.3-70b".into())).does(Msg::AliasApproved(id.into(), true));
    page.does(Msg::BodyTyped(body(id))).does(Msg::RunPressed);
    let sent = |side| run(&page, side).request.body.clone().unwrap();
    assert!(sent(Side::Source).contains(id));
    assert!(sent(Side::Target).contains(r#""model":"meta/llama-3.3-70b""#));
    assert_eq!(run(&page, Side::Target).state, RunState::Answered);
}

#[test]
fn a_key_in_the_body_is_not_sent() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true));
    page.does(Msg::BodyTyped(body("a/b").replace("something", demo_key(Role::OpenRouter))));
    page.does(Msg::RunPressed);
    assert!(page.model.compare.refused.is_some());
    assert!(page.model.requests.is_empty());
}

#[test]
fn without_keys_nothing_is_sent() {
    let mut page = Page::new();
    page.does(Msg::RunPressed);
    assert!(page.model.compare.refused.as_ref().unwrap().what.contains("no key"));
    assert!(page.model.requests.is_empty());
}

#[test]
fn an_invalid_body_is_not_sent() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true)).does(Msg::BodyTyped("{".into())).does(Msg::RunPressed);
    assert!(page.model.compare.refused.is_some());
    assert!(page.model.requests.is_empty());
}

#[test]
fn keys_travel_beside_the_request_and_fit_its_origin() {
    let mut model = switchyard::app::Model::whole();
    switchyard::app::update(&mut model, Msg::DemoSwitched(true));
    let effects = switchyard::app::update(&mut model, Msg::RunPressed);
    for effect in effects {
        let switchyard::app::Effect::Send(outgoing) = effect else { panic!() };
        let Outgoing { request, key, .. } = *outgoing;
        assert!(request.headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case("authorization")));
        assert!(key.unwrap().authorization_for(&request.url).is_some());
    }
}

/// Presses Run and answers both preflights; gives what is sent then.
fn past_preflight(model: &mut switchyard::app::Model) -> Vec<switchyard::app::Effect> {
    use switchyard::app::http::HttpEvent;
    use switchyard::app::{Effect, update};
    let ahead = update(model, Msg::RunPressed);
    assert_eq!(ahead.len(), 2);
    let mut then = Vec::new();
    for effect in ahead {
        let Effect::Send(outgoing) = effect else { panic!("{effect:?}") };
        assert_eq!((outgoing.request.method.as_str(), &outgoing.request.body), ("OPTIONS", &None));
        assert_eq!(outgoing.wait_ms, 0, "a preflight is in no measured time");
        then.extend(update(model, Msg::Http(outgoing.id, HttpEvent::Ended { at_ms: 0.5 })));
    }
    then
}

/// A preflight that has ended can no longer be aborted, though the page has not heard of its end yet.
#[test]
fn nothing_is_sent_after_a_stop_that_comes_as_a_preflight_ends() {
    use switchyard::app::http::HttpEvent;
    use switchyard::app::{Effect, Model, update};
    use switchyard::gateway::key::TypedKey;
    let mut model = Model::whole();
    update(&mut model, Msg::KeyTyped(Side::Source, TypedKey::new("sk-or-v1-abcdefabcdefabcdef".into())));
    update(&mut model, Msg::KeyTyped(Side::Target, TypedKey::new("phaseo_v1_sk_abcdef_abcdefabcdef".into())));
    let ahead = update(&mut model, Msg::RunPressed);
    update(&mut model, Msg::StopPressed);
    for effect in ahead {
        let Effect::Send(outgoing) = effect else { panic!("{effect:?}") };
        let then = update(&mut model, Msg::Http(outgoing.id, HttpEvent::Ended { at_ms: 0.5 }));
        assert!(then.is_empty(), "{then:?}");
    }
    for side in Side::BOTH {
        let state = &model.compare.runs.get(side).as_ref().unwrap().state;
        assert_eq!(*state, RunState::Stopped, "{side:?}");
    }
    assert_eq!(past_preflight(&mut model).len(), 2, "and the next run is sent");
}

/// The page draws less often while it waits; a preflight's end must not wait with it, for the request leaves only then.
#[test]
fn a_first_token_is_waited_for_once_both_requests_have_left() {
    use switchyard::app::http::{HttpEvent, Piece};
    use switchyard::app::{Effect, Model, update};
    use switchyard::gateway::http::HttpHead;
    use switchyard::gateway::key::TypedKey;
    let mut model = Model::whole();
    update(&mut model, Msg::KeyTyped(Side::Source, TypedKey::new("sk-or-v1-abcdefabcdefabcdef".into())));
    update(&mut model, Msg::KeyTyped(Side::Target, TypedKey::new("phaseo_v1_sk_abcdef_abcdefabcdef".into())));
    assert!(!model.waits_for_first_token(), "nothing runs");
    let sent = past_preflight(&mut model);
    assert!(!model.waits_for_first_token(), "neither has left");
    let left: Vec<_> = sent
        .iter()
        .map(|effect| match effect {
            Effect::Send(outgoing) => (outgoing.id, outgoing.wait_ms),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(0 < left[0].1 && left[0].1 < left[1].1, "not while the page draws, and not together: {left:?}");
    let ids: Vec<_> = left.into_iter().map(|(id, _)| id).collect();
    for (number, id) in ids.iter().enumerate() {
        update(&mut model, Msg::Http(*id, HttpEvent::Sent { at_ms: 1.0 }));
        assert_eq!(model.waits_for_first_token(), number == 1, "waited for once both have left");
    }
    for (number, id) in ids.iter().enumerate() {
        let head = HttpHead { status: 200, headers: Vec::new() };
        update(&mut model, Msg::Http(*id, HttpEvent::Head { at_ms: 2.0, head }));
        assert!(model.waits_for_first_token(), "a head is no token");
        let bytes = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n".to_vec();
        update(&mut model, Msg::Http(*id, HttpEvent::Bytes(vec![Piece { at_ms: 3.0, bytes }])));
        assert_eq!(model.waits_for_first_token(), number == 0, "until the last has its own");
    }
}

#[test]
fn a_run_can_be_stopped_before_its_time_counts() {
    use switchyard::app::http::HttpEvent;
    use switchyard::app::{Effect, Model, update};
    use switchyard::gateway::failure::Failure;
    use switchyard::gateway::key::TypedKey;
    let mut model = Model::whole();
    update(&mut model, Msg::KeyTyped(Side::Source, TypedKey::new("sk-or-v1-abcdefabcdefabcdef".into())));
    update(&mut model, Msg::KeyTyped(Side::Target, TypedKey::new("phaseo_v1_sk_abcdef_abcdefabcdef".into())));
    update(&mut model, Msg::RunPressed);
    for effect in update(&mut model, Msg::StopPressed) {
        let Effect::Abort(id) = effect else { panic!("{effect:?}") };
        let stopped = HttpEvent::Failed { at_ms: 1.0, failure: Failure::Stopped, online: true };
        assert!(update(&mut model, Msg::Http(id, stopped)).is_empty(), "nothing is sent after a stop");
    }
    for side in Side::BOTH {
        assert_eq!(model.compare.runs.get(side).as_ref().unwrap().state, RunState::Stopped);
    }
}

#[test]
fn a_check_does_not_take_away_the_explanation_of_a_run() {
    use switchyard::app::http::HttpEvent;
    use switchyard::app::{Effect, Model, update};
    use switchyard::gateway::failure::Failure;
    use switchyard::gateway::key::TypedKey;
    let mut model = Model::whole();
    update(&mut model, Msg::KeyTyped(Side::Source, TypedKey::new("sk-or-v1-abcdefabcdefabcdef".into())));
    update(&mut model, Msg::KeyTyped(Side::Target, TypedKey::new("phaseo_v1_sk_abcdef_abcdefabcdef".into())));
    let effects = past_preflight(&mut model);
    let Effect::Send(first) = &effects[0] else { panic!() };
    let lost = HttpEvent::Failed { at_ms: 1.0, failure: Failure::Network, online: true };
    let probe = update(&mut model, Msg::Http(first.id, lost.clone()));
    let [Effect::Send(probe)] = probe.as_slice() else { panic!("{probe:?}") };
    update(&mut model, Msg::CheckPressed);
    let probe = update(&mut model, Msg::Http(probe.id, lost.clone()));
    let [Effect::Send(probe)] = probe.as_slice() else { panic!("{probe:?}") };
    update(&mut model, Msg::CheckPressed);
    update(&mut model, Msg::Http(probe.id, lost));
    let state = &model.compare.runs.source.as_ref().unwrap().state;
    assert!(matches!(state, RunState::Failed(cause) if cause.code() == "unreachable"), "{state:?}");
}

/// A key that comes back in pieces is nowhere whole, and no piece is kept beside another.
#[test]
fn an_echoed_key_is_withheld_even_in_pieces() {
    use switchyard::app::http::{HttpEvent, Piece};
    use switchyard::app::{Effect, Model, update};
    use switchyard::gateway::http::HttpHead;
    use switchyard::gateway::key::TypedKey;
    let key = "sk-or-v1-0123456789abcdef0123456789abcdef";
    let mut model = Model::whole();
    update(&mut model, Msg::KeyTyped(Side::Source, TypedKey::new(key.into())));
    update(&mut model, Msg::KeyTyped(Side::Target, TypedKey::new("phaseo_v1_sk_abcdef_abcdefabcdef".into())));
    let effects = past_preflight(&mut model);
    let Effect::Send(first) = &effects[0] else { panic!() };
    let head = HttpHead { status: 200, headers: vec![("x-echo".into(), key.into())] };
    update(&mut model, Msg::Http(first.id, HttpEvent::Head { at_ms: 1.0, head }));
    for piece in [&key[..20], &key[20..]] {
        let bytes =
            format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{piece}\"}}}}]}}\n\n").into_bytes();
        update(&mut model, Msg::Http(first.id, HttpEvent::Bytes(vec![Piece { at_ms: 2.0, bytes }])));
    }
    update(&mut model, Msg::Http(first.id, HttpEvent::Ended { at_ms: 3.0 }));
    let run = model.compare.runs.source.as_ref().unwrap();
    let kept = format!("{:?} {:?} {:?}", run.head, run.frames, run.answer);
    assert!(!kept.contains(&key[9..20]) && !kept.contains(&key[20..]), "{kept}");
}
