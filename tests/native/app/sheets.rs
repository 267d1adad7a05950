//! Field map, translator and presets: what is asked of the worker, and what becomes of its answers.

use switchyard::app::patch::Tab;
use switchyard::app::{AnalyzerTask, Effect, Msg};
use switchyard::inventory::protocol::{Reply, Request};
use switchyard::migrate::sheet::{Sheet, SheetKind, SheetQuestion};
use switchyard::migrate::translate::{PrivacyDecision, UnsupportedDecision};

use super::page::Page;

/// The questions that left since the last look.
fn asked(page: &mut Page) -> Vec<SheetQuestion> {
    let left = std::mem::take(&mut page.left);
    left.into_iter()
        .filter_map(|effect| match effect {
            Effect::Analyze(AnalyzerTask::Ask(Request::Sheet(question))) => Some(question),
            _ => None,
        })
        .collect()
}

fn kinds(page: &mut Page) -> Vec<SheetKind> {
    asked(page).into_iter().map(|question| question.kind).collect()
}

#[test]
fn a_part_asks_for_what_it_shows_whenever_it_is_opened() {
    let mut page = Page::new();
    page.does(Msg::MigrateTabChosen(Tab::Snippets));
    assert_eq!(kinds(&mut page), []);
    page.does(Msg::MigrateTabChosen(Tab::FieldMap));
    assert_eq!(kinds(&mut page), [SheetKind::Translation, SheetKind::FieldMap]);
    page.does(Msg::MigrateTabChosen(Tab::Presets));
    assert_eq!(kinds(&mut page), [SheetKind::Presets]);
    page.does(Msg::AddressChanged("#/migrate".into()));
    assert_eq!(kinds(&mut page), [SheetKind::Presets]);
}

#[test]
fn a_decision_is_asked_anew_and_the_table_of_before_is_gone() {
    let mut page = Page::new();
    page.does(Msg::MigrateTabChosen(Tab::Presets));
    let sheet = Sheet { summary: "x".into(), columns: vec![], rows: vec![], text: String::new() };
    page.does(Msg::AnalyzerSaid(Reply::Sheet { kind: SheetKind::Presets, sheet: Ok(sheet) }));
    assert!(matches!(page.model.migrate.sheets.made.get(&SheetKind::Presets), Some(Ok(_))));
    asked(&mut page);
    page.does(Msg::LossDecided(PrivacyDecision::GiveUp, UnsupportedDecision::LeaveOut));
    assert!(page.model.migrate.sheets.made.is_empty());
    let questions = asked(&mut page);
    assert_eq!(questions.len(), 1);
    assert_eq!(questions[0].privacy, PrivacyDecision::GiveUp);
    assert_eq!(questions[0].unsupported, UnsupportedDecision::LeaveOut);
}

#[test]
fn a_key_in_the_request_does_not_even_reach_the_worker() {
    let mut page = Page::new();
    page.does(Msg::MigrateTabChosen(Tab::FieldMap));
    for key in
        ["sk-or-v1-4f1d9c7be2a85036", "aistats_v1_sk_a8d2k5_Zk3v9QpL7xWm2RtY", "phaseo_v1_sk_q7w2e9_Nb5vXc8zLk1jHg4f"]
    {
        asked(&mut page);
        page.does(Msg::TranslationTyped(format!("{{\"user\": \"{key}\"}}")));
        let questions = asked(&mut page);
        assert_eq!(questions.len(), 1);
        assert!(!questions[0].body.contains(key), "{}", questions[0].body);
    }
}

#[test]
fn a_worker_that_ends_is_said_where_a_table_was_waited_for() {
    let mut page = Page::new();
    page.does(Msg::MigrateTabChosen(Tab::FieldMap));
    page.does(Msg::AnalyzerSaid(Reply::Failed { what: "It ended.".into(), why: "Why.".into(), do_this: "Do.".into() }));
    let made = &page.model.migrate.sheets.made;
    for kind in [SheetKind::Translation, SheetKind::FieldMap] {
        assert!(matches!(made.get(&kind), Some(Err(problem)) if problem.what == "It ended."), "{kind:?}");
    }
}

#[test]
fn an_answer_is_translated_once_there_is_one() {
    let mut page = Page::new();
    page.does(Msg::MigrateTabChosen(Tab::FieldMap));
    asked(&mut page);
    page.does(Msg::AnswerTyped("  ".into()));
    assert_eq!(kinds(&mut page), []);
    page.does(Msg::AnswerTyped("{\"error\": \"x\"}".into()));
    let questions = asked(&mut page);
    assert_eq!((questions[0].kind, questions[0].body.as_str()), (SheetKind::Answer, "{\"error\": \"x\"}"));
    page.does(Msg::AddressChanged("#/migrate".into()));
    assert_eq!(kinds(&mut page), [SheetKind::Translation, SheetKind::Answer, SheetKind::FieldMap]);
}

#[test]
fn the_edition_follows_the_target_until_one_is_chosen() {
    use switchyard::gateway::side::Side;
    use switchyard::migrate::field_map::Edition;
    let mut page = Page::new();
    assert_eq!(page.model.edition(), Edition::AiStats);
    page.does(Msg::ProfileChosen(Side::Target, "phaseo".into()));
    assert_eq!(page.model.edition(), Edition::Phaseo);
    page.does(Msg::MigrateTabChosen(Tab::Presets)).does(Msg::EditionChosen(Edition::AiStats));
    assert_eq!(asked(&mut page).last().unwrap().profile, "ai-stats");
    page.does(Msg::ProfileChosen(Side::Target, "generic".into()));
    assert_eq!(page.model.edition(), Edition::AiStats);
}
