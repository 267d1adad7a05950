//! Verdicts as the page makes them: the demo's run, pins, second turns, rules that travel with the case.

use serde_json::{Value, json};
use switchyard::app::judging::Validity;
use switchyard::app::report::{Moment, Part};
use switchyard::app::{Effect, Inquiry, Model, Msg, update};
use switchyard::compare::pin::{Pin, Serving};
use switchyard::compare::run::RunState;
use switchyard::compare::second_turn::SecondTurn;
use switchyard::compare::timeline::Timeline;
use switchyard::compare::validity::{all_checks, validate};
use switchyard::compare::verdict::{Layer, Standing, Verdict};
use switchyard::gateway::side::Side;
use switchyard::simulator::Fault;

use super::page::Page;

fn chat(model: &str) -> String {
    json!({"model": model, "messages": [{"role": "user", "content": "Say something short."}], "max_tokens": 60})
        .to_string()
}

fn ran(body: &str, stream: bool) -> Page {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true)).does(Msg::StreamSwitched(stream));
    page.does(Msg::BodyTyped(body.to_owned())).does(Msg::RunPressed);
    page
}

fn verdict(page: &Page, layer: Layer) -> Verdict {
    page.model.verdicts().unwrap().into_iter().find(|verdict| verdict.layer == layer).unwrap()
}

fn sent(page: &Page, side: Side) -> Value {
    let run = page.model.compare.runs.get(side).as_ref().unwrap();
    serde_json::from_str(run.request.body.as_deref().unwrap()).unwrap()
}

fn with_tool() -> String {
    json!({
        "model": "openai/gpt-4.1-mini",
        "messages": [{"role": "user", "content": "How is the weather in Rome?"}],
        "tools": [{"type": "function", "function": {"name": "weather", "description": "Weather of a city.",
            "parameters": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}}}],
        "tool_choice": "required"
    })
    .to_string()
}

#[test]
fn a_clean_run_passes_its_transport_and_decides_no_time() {
    for stream in [true, false] {
        let page = ran(&chat("openai/gpt-4.1-mini"), stream);
        assert_eq!(
            verdict(&page, Layer::Transport).standing,
            Standing::Pass,
            "{:#?}",
            verdict(&page, Layer::Transport)
        );
        assert_eq!(verdict(&page, Layer::Latency).standing, Standing::Undecided);
        assert_ne!(verdict(&page, Layer::Prose).standing, Standing::Fail);
        assert_eq!(page.model.verdicts().unwrap().len(), Layer::ALL.len());
    }
}

#[test]
fn every_fault_has_six_verdicts_and_only_a_whole_target_passes_its_transport() {
    for fault in Fault::ALL {
        for stream in [true, false] {
            let mut page = ran(&chat(&format!("fault/{}", fault.name())), stream);
            page.does(Msg::StopPressed);
            let verdicts = page.model.verdicts().unwrap();
            assert_eq!(verdicts.len(), 6, "{fault:?}");
            assert!(verdicts.iter().all(|verdict| !verdict.sentence.is_empty()), "{fault:?} {verdicts:#?}");
            let whole = page.model.compare.runs.target.as_ref().unwrap().state == RunState::Answered;
            if !whole {
                assert_eq!(verdict(&page, Layer::Transport).standing, Standing::Fail, "{fault:?} {stream}");
            }
            assert_ne!(verdict(&page, Layer::Prose).standing, Standing::Fail, "{fault:?}");
        }
    }
}

#[test]
fn a_burst_is_named_and_its_first_token_is_not_judged() {
    let page = ran(&chat("fault/burst"), true);
    let timeline = Timeline::of(&page.model.compare.runs).unwrap();
    assert!(timeline.finding().contains("Something buffers"), "{}", timeline.finding());
    assert!(timeline.tracks.iter().all(|track| track.first_token == Err("something between buffers")));
    let steady = ran(&chat("openai/gpt-4.1-mini"), true);
    let timeline = Timeline::of(&steady.model.compare.runs).unwrap();
    assert!(timeline.tracks.iter().all(|track| track.first_token.is_ok()), "{}", timeline.finding());
}

#[test]
fn frames_that_a_case_leaves_out_are_not_said_to_be_none() {
    for model in ["openai/gpt-4.1-mini", "fault/burst"] {
        let mut page = ran(&chat(model), true);
        let said = |page: &Page| {
            let timeline = Timeline::of(&page.model.compare.runs).unwrap();
            let first: Vec<_> = timeline.tracks.iter().map(|track| track.first_token).collect();
            let judged = [Layer::Transport, Layer::Latency].map(|layer| verdict(page, layer));
            (timeline.rows(), timeline.more_rows(), first, judged)
        };
        let before = said(&page);
        page.does(Msg::PartChosen(Part::Frames, false));
        let mut link = page.link();
        // Whoever opens it shares it again, and so on.
        for _ in 0..2 {
            let mut other = Page::new();
            other.does(Msg::AddressChanged(link));
            let run = other.model.compare.runs.source.as_ref().unwrap();
            assert!(run.frames.is_empty() && run.left_out().is_some_and(|pace| pace.frames > 8));
            assert_eq!(said(&other), before, "{model}");
            let timeline = Timeline::of(&other.model.compare.runs).unwrap();
            assert!(timeline.finding().contains("The frames of the target are not in this case."));
            link = other.link();
        }
    }
}

#[test]
fn a_case_that_says_nothing_of_its_frames_judges_no_first_token() {
    let mut page = ran(&chat("openai/gpt-4.1-mini"), true);
    page.does(Msg::PartChosen(Part::Frames, false));
    let mut case: Value = serde_json::from_str(&page.case_text()).unwrap();
    assert!(case["runs"][0]["source"].as_object_mut().unwrap().remove("pace").is_some());
    let mut other = Page::new();
    other.does(Msg::CaseFileRead(case.to_string()));
    let timeline = Timeline::of(&other.model.compare.runs).unwrap();
    let first: Vec<_> = timeline.tracks.iter().map(|track| track.first_token.is_ok()).collect();
    assert_eq!(first, [false, true], "{}", timeline.finding());
    assert!(timeline.finding().contains("the raw frames are not in this case"), "{}", timeline.finding());
}

#[test]
fn tools_agree_and_are_validated() {
    for stream in [true, false] {
        let mut page = ran(&with_tool(), stream);
        let (source, target) = page.model.ended_runs().unwrap();
        let checks = all_checks(&page.model.asked().unwrap(), source, target).unwrap();
        assert_eq!((checks.source.len(), checks.target.len()), (1, 1));
        let effects = update(&mut page.model, Msg::ValidityAsked(checks));
        let [Effect::Validate(Inquiry::Pair(question), asked)] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(asked.len(), 2);
        update(&mut page.model, Msg::ValidityKnown(Inquiry::Pair(question + 1), None));
        update(&mut page.model, Msg::ValidityKnown(Inquiry::Set(*question), None));
        assert_eq!(page.model.compare.judging.validity, Validity::Asked, "an answer to another question is dropped");
        update(&mut page.model, Msg::ValidityKnown(Inquiry::Pair(*question), Some(validate(asked))));
        let Validity::Known(known) = &page.model.compare.judging.validity else { panic!("it is known") };
        assert_eq!((known.source.len(), known.target.len()), (1, 1));
        let found = verdict(&page, Layer::Behaviour);
        assert_eq!(found.standing, Standing::Pass, "{found:#?}");
        assert!(found.reasons.iter().any(|reason| reason.what.contains("fits its schema")), "{found:#?}");
    }
}

#[test]
fn a_second_turn_is_answered_on_both_sides() {
    let mut page = ran(&with_tool(), true);
    let (source, target) = page.model.ended_runs().unwrap();
    let turn = SecondTurn::prepare(source, target, "{\"sunny\":true}").unwrap();
    page.does(Msg::SecondTurnChosen(Some(turn))).does(Msg::RunPressed);
    for side in Side::BOTH {
        let run = page.model.compare.runs.get(side).as_ref().unwrap();
        assert_eq!(run.state, RunState::Answered, "{side:?} {:?}", run.answer.error);
        assert!(run.answer.text().contains("sunny"), "{side:?}: {}", run.answer.text());
        assert_eq!(sent(&page, side)["messages"].as_array().unwrap().len(), 3);
    }
    assert_ne!(
        sent(&page, Side::Source)["messages"][2]["tool_call_id"],
        sent(&page, Side::Target)["messages"][2]["tool_call_id"],
        "each side has its own ids"
    );
}

#[test]
fn a_pin_holds_both_sides_to_one_provider() {
    let mut page = ran(&chat("openai/gpt-4.1-mini"), false);
    let pin = Pin::to("OpenAI").unwrap();
    page.does(Msg::PinChosen(Some(pin))).does(Msg::RunPressed);
    assert_eq!(sent(&page, Side::Source)["provider"], json!({"order": ["openai"], "allow_fallbacks": false}));
    assert_eq!(sent(&page, Side::Target)["model"], "openai:openai/gpt-4.1-mini");
    let (source, target) = page.model.ended_runs().unwrap();
    assert_eq!((&source.state, &target.state), (&RunState::Answered, &RunState::Answered), "{:?}", target.answer.error);
    assert_eq!(Serving::of(source, target), Serving::One("openai".to_owned()));
    assert!(
        page.model.listed(Side::Target).is_none()
            || page.model.listed(Side::Target).unwrap().id == "openai/gpt-4.1-mini"
    );
    page.does(Msg::PinChosen(None)).does(Msg::RunPressed);
    assert_eq!(sent(&page, Side::Source).get("provider"), None);
}

#[test]
fn rules_travel_with_the_case() {
    let mut page = ran(&chat("openai/gpt-4.1-mini"), true);
    page.does(Msg::IgnoreRuleWritten("usage.cost".into(), String::new()));
    assert!(page.model.compare.judging.rule_problem.as_ref().unwrap().what.contains("no reason"));
    page.does(Msg::IgnoreRuleWritten("usage.cost".into(), "We count costs ourselves.".into()));
    page.does(Msg::IgnoreRuleTakenAway(0));
    let before = page.model.compare.judging.ignored.clone();
    assert!(page.model.compare.judging.rule_problem.is_none() && before.iter().all(|rule| rule.path != "id"));
    let case = page.model.case(&Moment("2026-11-28T00:00:00.000Z".into()));
    let text = serde_json::to_string(&case).unwrap();
    let mut other = Model::whole();
    update(&mut other, Msg::CaseFileRead(text));
    assert_eq!(other.compare.judging.ignored, before);
    let words =
        |model: &Model| model.verdicts().unwrap().into_iter().map(|verdict| verdict.sentence).collect::<Vec<_>>();
    assert_eq!(words(&other), words(&page.model), "a reader makes the same verdicts of the case");
}

#[test]
fn a_hidden_tab_marks_what_was_under_way() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true)).does(Msg::BodyTyped(chat("openai/gpt-4.1-mini")));
    page.does(Msg::VisibilityChanged(true)).does(Msg::RunPressed);
    page.does(Msg::VisibilityChanged(false));
    let hidden = |page: &Page| Side::BOTH.map(|side| page.model.compare.runs.get(side).as_ref().unwrap().hidden);
    assert_eq!(hidden(&page), [true, true]);
    let case = page.model.case(&Moment("2026-11-28T00:00:00.000Z".into()));
    assert!(case.runs[0].source.as_ref().unwrap().hidden, "the case says so");
    page.does(Msg::RunPressed);
    assert_eq!(hidden(&page), [false, false]);
    page.does(Msg::VisibilityChanged(true));
    assert_eq!(hidden(&page), [false, false], "what had ended before is not touched");
}

#[test]
fn costs_of_the_visit_are_counted() {
    let mut page = ran(&chat("openai/gpt-4.1-mini"), true);
    page.does(Msg::RunPressed);
    let tally = page.model.compare.judging.tally.source;
    assert_eq!((tally.ended, tally.answered), (2, 2));
    assert!(tally.per_success().is_some());
}
