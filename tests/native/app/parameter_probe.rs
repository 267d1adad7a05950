//! The parameter probe against both editions of the simulated target, healthy and faulty.

use switchyard::app::parameter_probe::SideState;
use switchyard::app::{Effect, Model, Msg, RequestId, update};
use switchyard::gateway::key::TypedKey;
use switchyard::gateway::side::Side;
use switchyard::probe::judge::Class;
use switchyard::probe::plan::{Case, Parameter};
use switchyard::simulator::{Fault, Role, demo_key};

use super::page::Page;

const BODY: &str = r#"{"model": "openai/gpt-4.1-mini", "messages": [{"role": "user", "content": "x"}], "stop": ["x"], "temperature": 0.3}"#;

/// A page whose request names a model that the target lists, ready to be probed.
fn ready(profile: &str) -> Page {
    let mut page = Page::new();
    page.does(Msg::ProfileChosen(Side::Target, profile.into())).does(Msg::DemoSwitched(true));
    page.does(Msg::ModelIdsTyped("openai/gpt-4.1-mini".into())).does(Msg::ValidatePressed);
    page.does(Msg::BodyTyped(BODY.into()));
    page.bodies.clear();
    page
}

fn all_parameters(page: &mut Page) {
    for parameter in Parameter::ALL {
        page.does(Msg::ProbeParameterChosen(parameter, true));
    }
}

fn probed(page: &mut Page) -> Vec<(Parameter, Case)> {
    page.does(Msg::ProbeEstimated).does(Msg::ProbeStarted);
    let run = page.model.migrate.probe.run.as_ref().unwrap();
    run.findings().iter().map(|finding| (finding.parameter, finding.case)).collect()
}

#[test]
fn a_healthy_target_of_either_edition_gives_no_finding() {
    for profile in ["ai-stats", "phaseo"] {
        let mut page = ready(profile);
        all_parameters(&mut page);
        assert_eq!(probed(&mut page), [], "{profile}");
        let run = page.model.migrate.probe.run.as_ref().unwrap();
        let classes = run.classes();
        for side in Side::BOTH {
            assert_eq!(run.sides.get(side).state, SideState::Done, "{side:?}");
        }
        for (question, class) in run.sides.target.questions.iter().zip(&classes.target) {
            let Some(tried) = &question.tried else { continue };
            let is_as_it_should = match tried.case {
                Case::OutOfRange => matches!(class, Class::Refused { status: 400, .. }),
                // A short text can be the same with two seeds.
                _ if tried.parameter == Parameter::Seed => {
                    !matches!(class, Class::Ignored { .. } | Class::Refused { .. })
                }
                _ => matches!(class, Class::Accepted { .. }),
            };
            assert!(is_as_it_should, "{profile} {tried:?}: {class:?}");
        }
        let observed = |class: &Class| matches!(class, Class::Accepted { observed: Some(_) });
        assert!(classes.target.iter().filter(|class| observed(class)).count() > 12, "{:?}", classes.target);
    }
}

#[test]
fn a_target_that_drops_stop_and_clamps_temperature_gives_these_two_findings_and_no_other() {
    for profile in ["ai-stats", "phaseo"] {
        let mut page = ready(profile);
        page.faults.target = Some(Fault::FaultyParameters);
        all_parameters(&mut page);
        let expected = [(Parameter::Stop, Case::Valid), (Parameter::Temperature, Case::OutOfRange)];
        assert_eq!(probed(&mut page), expected, "{profile}");
        let rows = page.model.migrate.probe.run.as_ref().unwrap().rows();
        let marked: Vec<&str> = rows.iter().filter(|row| row.finding.is_some()).map(|row| row.parameter).collect();
        assert_eq!(marked, ["stop", "temperature"]);
    }
}

#[test]
fn a_faulty_source_is_no_finding() {
    let mut page = ready("ai-stats");
    page.faults.source = Some(Fault::FaultyParameters);
    all_parameters(&mut page);
    assert_eq!(probed(&mut page), []);
}

#[test]
fn what_is_in_use_and_not_probed_is_named() {
    let mut page = ready("ai-stats");
    assert_eq!(page.model.probe_omits(), None, "the model, the messages and what is probed are nothing to name");
    let body = r#"{"model": "a/b", "messages": [], "stop": "x", "stream": true, "verbosity": "low", "logit_bias": {}, "reasoning": {}}"#;
    page.does(Msg::BodyTyped(body.replace("[]", r#"[{"role": "user", "content": "x"}]"#)));
    let said = page.model.probe_omits();
    assert_eq!(said.as_deref(), Some("In use, not probed: logit_bias, reasoning, verbosity."));
    page.does(Msg::ProbeParameterChosen(Parameter::Stop, false));
    assert_eq!(page.model.probe_omits(), said, "what a person takes the tick from is not passed over in silence");
    let many: String = (0..40).map(|number| format!(r#", "field_{number:02}": 1"#)).collect();
    let body = BODY.replace(r#", "temperature": 0.3"#, &many);
    page.does(Msg::BodyTyped(body));
    let said = page.model.probe_omits().unwrap();
    assert!(said.ends_with("field_28, field_29 and 10 more."), "{said}");
}

#[test]
fn what_is_in_use_is_probed() {
    let mut page = ready("ai-stats");
    assert_eq!(page.model.parameters_to_probe(), [Parameter::Stop, Parameter::Temperature]);
    page.does(Msg::ProbeParameterChosen(Parameter::Stop, false)).does(Msg::ProbeParameterChosen(Parameter::N, true));
    assert_eq!(page.model.parameters_to_probe(), [Parameter::N, Parameter::Temperature]);
    page.does(Msg::ProbeParameterChosen(Parameter::N, false));
    page.does(Msg::ProbeParameterChosen(Parameter::Temperature, false)).does(Msg::ProbeEstimated);
    assert!(page.model.migrate.probe.refused.as_ref().unwrap().what.contains("No parameter"));
}

#[test]
fn the_cost_is_shown_before_anything_is_sent_and_is_not_exceeded() {
    for profile in ["ai-stats", "phaseo"] {
        let mut page = ready(profile);
        all_parameters(&mut page);
        page.does(Msg::ProbeStarted);
        assert!(page.bodies.is_empty() && page.model.migrate.probe.run.is_none(), "nothing runs without its cost");
        page.does(Msg::ProbeEstimated);
        assert!(page.bodies.is_empty());
        let estimate = page.model.probe_estimate().unwrap();
        page.does(Msg::ProbeStarted);
        let run = page.model.migrate.probe.run.as_ref().unwrap();
        for side in Side::BOTH {
            let (most, spent) = (estimate.get(side).most.unwrap(), run.sides.get(side).spent);
            assert_eq!(spent.unsaid, 0, "{side:?}");
            assert!(most.0 >= spent.said && !spent.said.is_zero(), "{side:?} {most:?} {spent:?}");
            let asked = page.bodies.iter().filter(|(of, _)| *of == side).count();
            assert_eq!((asked, run.sides.get(side).settled()), (estimate.get(side).requests, asked));
        }
        assert!(page.model.probe_estimate().is_none(), "an estimate is for one probe");
    }
}

#[test]
fn a_change_takes_the_estimate_away() {
    let changes: [fn(&mut Page); 4] = [
        |page| {
            page.does(Msg::ProbeParameterChosen(Parameter::N, true));
        },
        |page| {
            page.does(Msg::BodyTyped(BODY.replace("temperature", "top_p")));
        },
        |page| {
            page.does(Msg::AliasApproved("openai/gpt-4.1-mini".into(), false));
        },
        |page| {
            page.does(Msg::BaseUrlTyped(Side::Target, "https://other.example/v1".into()));
        },
    ];
    for change in changes {
        let mut page = ready("ai-stats");
        page.does(Msg::ProbeEstimated);
        assert!(!page.model.probe_cost_words().is_empty());
        change(&mut page);
        assert!(page.model.probe_cost_words().is_empty());
        page.bodies.clear();
        page.does(Msg::ProbeStarted);
        assert!(page.bodies.is_empty() && page.model.migrate.probe.refused.is_some());
    }
}

#[test]
fn an_unlisted_price_is_unknown() {
    let mut page = ready("ai-stats");
    page.does(Msg::CatalogueFileRead(Side::Target, "ids.txt".into(), "openai/gpt-4.1-mini".into()));
    page.does(Msg::ProbeEstimated);
    let words = page.model.probe_cost_words();
    assert!(words[0].contains("at most $") && words[1].contains("unknown"), "{words:?}");
}

#[test]
fn an_undecided_model_is_not_asked() {
    let mut page = ready("ai-stats");
    page.does(Msg::BodyTyped(BODY.replace("openai/gpt-4.1-mini", "x-ai/grok-4.3"))).does(Msg::ProbeEstimated);
    assert!(page.model.migrate.probe.refused.as_ref().unwrap().what.contains("x-ai/grok-4.3"));
    page.does(Msg::ProbeStarted);
    assert!(page.bodies.is_empty());
}

#[test]
fn a_gateway_that_says_no_is_asked_once() {
    for (fault, asked) in [
        (Fault::Unauthorized, 1),
        (Fault::PaymentRequired, 1),
        (Fault::RateLimited, 1),
        (Fault::Html, 1),
        (Fault::BadGateway, 1),
    ] {
        let mut page = ready("ai-stats");
        page.faults.target = Some(fault);
        assert_eq!(probed(&mut page), [], "{fault:?}");
        assert_eq!(page.bodies.iter().filter(|(side, _)| *side == Side::Target).count(), asked, "{fault:?}");
        let run = page.model.migrate.probe.run.as_ref().unwrap();
        assert_eq!(run.sides.source.state, SideState::Done, "the other side goes on");
        assert!(!run.is_running());
    }
}

/// The ids of the requests among some effects.
fn sent(effects: &[Effect]) -> Vec<RequestId> {
    let id = |effect: &Effect| if let Effect::Send(outgoing) = effect { Some(outgoing.id) } else { None };
    effects.iter().filter_map(id).collect()
}

fn aborted(effects: &[Effect]) -> Vec<RequestId> {
    let id = |effect: &Effect| if let Effect::Abort(id) = effect { Some(*id) } else { None };
    effects.iter().filter_map(id).collect()
}

fn running() -> (Model, Vec<RequestId>) {
    let mut model = ready("ai-stats").model;
    update(&mut model, Msg::ProbeEstimated);
    let effects = update(&mut model, Msg::ProbeStarted);
    let ids = sent(&effects);
    assert_eq!(ids.len(), 2, "one question a side");
    (model, ids)
}

#[test]
fn stop_closes_what_is_open() {
    let (mut model, ids) = running();
    assert_eq!(aborted(&update(&mut model, Msg::ProbeStopped)), ids);
    let run = model.migrate.probe.run.as_ref().unwrap();
    assert!(Side::BOTH.into_iter().all(|side| run.sides.get(side).state == SideState::Stopped));
}

#[test]
fn a_change_of_settings_leaves_nothing_running() {
    let changes = [
        Msg::KeyForgotten(Side::Source),
        Msg::KeyTyped(Side::Target, TypedKey::new("phaseo_v1_sk_abcdef_abcdefabcdef".into())),
        Msg::ProfileChosen(Side::Target, "phaseo".into()),
        Msg::BaseUrlTyped(Side::Source, "https://other.example/v1".into()),
        Msg::DemoSwitched(false),
    ];
    for change in changes {
        let (mut model, ids) = running();
        let closed = aborted(&update(&mut model, change.clone()));
        assert!(ids.iter().all(|id| closed.contains(id)), "{change:?}");
        assert!(model.migrate.probe.run.is_none() && model.migrate.probe.notice.is_some(), "{change:?}");
    }
}

#[test]
fn a_check_leaves_a_probe_alone() {
    let (mut model, ids) = running();
    let closed = aborted(&update(&mut model, Msg::CheckPressed));
    assert!(!ids.iter().any(|id| closed.contains(id)));
    assert!(model.migrate.probe.run.as_ref().unwrap().is_running());
}

#[test]
fn no_key_is_in_any_text() {
    let mut page = ready("ai-stats");
    page.faults.target = Some(Fault::Unauthorized);
    all_parameters(&mut page);
    probed(&mut page);
    let text = format!("{:?} {:?}", page.model.migrate.probe, page.bodies);
    for role in [Role::OpenRouter, Role::AiStats] {
        assert!(!text.contains(demo_key(role)));
    }
    page.does(Msg::BodyTyped(BODY.replace("\"x\"}", &format!("\"{}\"}}", demo_key(Role::OpenRouter)))));
    page.does(Msg::ProbeEstimated);
    assert!(!page.model.probe_cost_words().concat().contains(demo_key(Role::OpenRouter)));
}
