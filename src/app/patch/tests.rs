//! Tests of the Patch part with a report as the worker makes it.

use super::*;
use crate::app::{Copyable, Made, Msg, report::Moment, update};
use crate::gateway::side::Side;
use crate::inventory::intake::Intake;
use crate::inventory::protocol::{FileHunks, HunkSummary, Reply};
use crate::migrate::patch::environment::{Cutover, RenamedVariable, environment_diff};

/// A model whose scan of some code has ended.
fn scanned() -> Model {
    let mut model = Model::whole();
    update(&mut model, Msg::CodePasted("OPENROUTER_API_KEY=".to_owned()));
    update(&mut model, Msg::ScanPressed);
    answer(&mut model);
    model
}

/// The worker's report comes: one file with a hunk of each safety.
fn answer(model: &mut Model) -> Vec<Effect> {
    let all = [Safety::Safe, Safety::NeedsReview, Safety::TakenAlone, Safety::ShownOnly];
    let hunks = all.into_iter().zip(0..);
    let hunks = hunks.map(|(safety, id)| HunkSummary { id, line: 10 * id + 1, safety, reasons: vec![] }).collect();
    let variable = RenamedVariable {
        old_name: "OPENROUTER_API_KEY".to_owned(),
        new_name: model.analyzer_settings().key_variable,
        falls_back: true,
        files: vec![".env".to_owned()],
    };
    let report = Report {
        intake: Intake::default(),
        kept: 1,
        counts: vec![],
        total_findings: 0,
        findings: vec![],
        hashes: vec![],
        files: vec![FileHunks { file: 3, path: ".env".to_owned(), hunks, dropped: vec![] }],
        troubles: vec![],
        models: vec![],
        response_fields: vec![],
        request_fields: vec![],
        parameters: Vec::new(),
        environment: environment_diff(&[variable], Cutover::FallBack),
        live_keys: 0,
    };
    update(model, Msg::AnalyzerSaid(Reply::Report(Box::new(report))))
}

fn asks_to_show(effects: &[Effect], wanted: Output) -> bool {
    matches!(
        effects,
        [Effect::Analyze(AnalyzerTask::Make(Request::Output { what, .. }, Deliver::Show))] if *what == wanted
    )
}

#[test]
fn keys_lead_from_tab_to_tab_and_round() {
    for (from, key, to) in [
        (Tab::Patch, "ArrowRight", Some(Tab::Snippets)),
        (Tab::Patch, "ArrowLeft", Some(Tab::CompatibilityLayer)),
        (Tab::CompatibilityLayer, "ArrowRight", Some(Tab::Patch)),
        (Tab::Environment, "Home", Some(Tab::Patch)),
        (Tab::Snippets, "End", Some(Tab::CompatibilityLayer)),
        (Tab::Snippets, "Enter", None),
    ] {
        assert_eq!(from.after_key(key), to, "{from:?} {key}");
    }
}

#[test]
fn the_layer_is_asked_for_when_it_is_shown_and_not_twice() {
    let mut model = scanned();
    let effects = update(&mut model, Msg::MigrateTabChosen(Tab::CompatibilityLayer));
    assert!(asks_to_show(&effects, Output::CompatibilityTypeScript));
    let made = Made {
        what: Output::CompatibilityTypeScript,
        deliver: Deliver::Show,
        name: "layer.ts".to_owned(),
        mime: "text/plain".to_owned(),
        bytes: b"// layer".to_vec(),
    };
    update(&mut model, Msg::OutputMade(made));
    update(&mut model, Msg::MigrateTabChosen(Tab::Patch));
    assert_eq!(update(&mut model, Msg::MigrateTabChosen(Tab::CompatibilityLayer)), []);
    let effects = update(&mut model, Msg::LayerLanguageChosen(Language::Python));
    assert!(asks_to_show(&effects, Output::CompatibilityPython));
    assert_eq!(update(&mut model, Msg::LayerLanguageChosen(Language::TypeScript)), []);
    // Another choice makes another layer; the new scan's end asks for it.
    update(&mut model, Msg::KeyMoveChosen(KeyMove::HardCut));
    assert!(model.migrate.patch.layers.is_empty());
    assert!(asks_to_show(&answer(&mut model), Output::CompatibilityTypeScript));
}

#[test]
fn without_a_report_no_layer_is_asked_for() {
    let mut model = Model::whole();
    assert_eq!(update(&mut model, Msg::MigrateTabChosen(Tab::CompatibilityLayer)), []);
    assert_eq!(update(&mut model, Msg::LayerLanguageChosen(Language::Python)), []);
}

#[test]
fn a_changed_target_makes_the_scan_outdated_until_the_next() {
    let mut model = scanned();
    assert!(!model.is_scan_outdated());
    update(&mut model, Msg::KeyVariableTyped(Side::Target, "ACME_KEY".to_owned()));
    assert!(model.is_scan_outdated());
    let effects = update(&mut model, Msg::RescanPressed);
    assert!(matches!(
        effects.as_slice(),
        [Effect::Analyze(AnalyzerTask::Ask(Request::Resettle { settings }))] if settings.key_variable == "ACME_KEY"
    ));
    answer(&mut model);
    assert!(!model.is_scan_outdated());
}

#[test]
fn the_view_outlives_another_scan() {
    let mut model = scanned();
    update(&mut model, Msg::PatchViewChosen(View::Split));
    update(&mut model, Msg::KeyMoveChosen(KeyMove::HardCut));
    answer(&mut model);
    assert_eq!(model.migrate.patch.view, View::Split);
}

#[test]
fn hunks_are_taken_one_by_one_and_together_and_some_of_what_is_shown_alone() {
    let mut model = scanned();
    let report = Arc::clone(model.inventory_report().unwrap());
    let file = &report.files[0];
    let taken = |model: &Model| model.migrate.patch.accepted.0.get(&file.file).cloned().unwrap_or_default();
    let up_to = |safety: Safety| -> std::collections::BTreeSet<u32> {
        file.hunks.iter().filter(|hunk| hunk.safety <= safety).map(|hunk| hunk.id).collect()
    };
    assert_eq!((up_to(Safety::NeedsReview).len(), up_to(Safety::TakenAlone).len()), (2, 3));
    assert_eq!(taken(&model), up_to(Safety::Safe));
    update(&mut model, Msg::HunksChosen(None, None));
    assert!(taken(&model).is_empty());
    update(&mut model, Msg::HunksChosen(None, Some(Safety::ShownOnly)));
    assert_eq!(taken(&model), up_to(Safety::NeedsReview));
    for hunk in &file.hunks {
        update(&mut model, Msg::HunkChosen(file.file, hunk.id, false));
        assert!(!taken(&model).contains(&hunk.id));
        update(&mut model, Msg::HunkChosen(file.file, hunk.id, true));
        assert_eq!(taken(&model).contains(&hunk.id), hunk.safety != Safety::ShownOnly);
    }
}

#[test]
fn the_environment_is_copied_as_it_is_shown() {
    let mut model = scanned();
    let copy = |model: &mut Model, side| {
        update(model, Msg::CopyPressed(Copyable::Environment(side), Moment("2026-01-01T00:00:00Z".to_owned())))
    };
    let copied = |text: &str, side| vec![Effect::Copy(Copyable::Environment(side), text.to_owned())];
    assert_eq!(copy(&mut model, Side::Source), copied("OPENROUTER_API_KEY=\n", Side::Source));
    assert_eq!(copy(&mut model, Side::Target), copied("AI_STATS_API_KEY=\nOPENROUTER_API_KEY=\n", Side::Target));
    assert_eq!(copy(&mut Model::whole(), Side::Target), []);
}
