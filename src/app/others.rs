//! The rest of `update`: what happens on all pages but the first.
//! **Invariant:** only `on_demand` names this module.

use super::http::Purpose;
use super::on_demand::{Answer, Change};
use super::*;
use crate::diagnostic::Diagnostic;
use crate::models::snapshot::snapshot_path;

/// Applies one fact to the model, as [`super::update`] does.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::CodePasted(text) => {
            model.inventory.pasted = text;
            Vec::new()
        }
        Msg::PastedLanguageChosen(name) => {
            model.inventory.pasted_language = name.as_deref().and_then(inventory::PastedLanguage::by_name);
            Vec::new()
        }
        Msg::ScanPressed => inventory::scan_pressed(model),
        Msg::FilesOffered(root_segments) => inventory::files_offered(model, root_segments),
        Msg::ScanStopped => inventory::stopped(model),
        Msg::InventoryCleared => inventory::cleared(model),
        Msg::ClassShown(class) => {
            model.inventory.class_shown = class;
            Vec::new()
        }
        Msg::ActionShown(action) => {
            model.inventory.action_shown = action;
            Vec::new()
        }
        Msg::FindingsSearched(text) => {
            model.inventory.search = text;
            Vec::new()
        }
        Msg::InventoryModelsTaken => inventory::models_taken(model),
        Msg::AnalyzerSaid(reply) => inventory::said(model, reply),
        Msg::OutputMade(made) => patch::output_made(model, made),

        Msg::ModelIdsTyped(text) => models::ids_typed(model, text),
        Msg::ValidatePressed => models::validate_pressed(model),
        Msg::ValidateStopped => models::stopped(model),
        Msg::CatalogueFileRead(side, name, text) => {
            given_list::given(model, side, catalogues::Origin::File(name), &text)
        }
        Msg::CataloguePasted(side, text) => given_list::pasted(model, side, &text),
        Msg::FileUnreadable(file, name) => file_unreadable(model, file, &name),
        Msg::ServingAsked(id) => serving::asked(model, &id),
        Msg::RequestModelTaken => models::request_model_taken(model),
        Msg::GoldenModelsTaken => models::golden_models_taken(model),
        Msg::SnapshotPressed(side) => vec![Effect::FetchSnapshot(side, snapshot_path(side))],
        Msg::SnapshotRead(side, text) => given_list::snapshot_read(model, side, text.as_deref()),
        Msg::CatalogueTakenAway(side) => {
            given_list::taken_away(model, side);
            Vec::new()
        }
        Msg::AliasViewChosen(view) => {
            model.models.view = view;
            Vec::new()
        }
        Msg::CatalogueViewChosen(view) => {
            model.models.catalogue_view = view;
            Vec::new()
        }
        Msg::VolumeTyped(volume) => {
            model.models.volume = volume;
            Vec::new()
        }
        Msg::AliasChosen(source, target) => models::alias_chosen(model, &source, &target),
        Msg::AliasApproved(source, approved) => models::alias_approved(model, &source, approved),
        Msg::ModelProbed(source) => model_probe::pressed(model, &source),
        Msg::AliasFormatChosen(format) => models::format_chosen(model, format),
        Msg::AliasMapDownloadPressed => models::download(model),
        Msg::AliasMapRead(text) => alias_import::map_read(model, &text),

        Msg::BodyTyped(text) => {
            let endpoint = model.compare.endpoint;
            request_editor::change(model, text, endpoint, crate::compare::history::Change::Typed(None))
        }
        Msg::EndpointChosen(endpoint) => compare::endpoint_chosen(model, endpoint),
        Msg::StreamSwitched(on) => compare::stream_switched(model, on),
        Msg::RequestViewChosen(view) => {
            model.compare.editor.view = view;
            Vec::new()
        }
        Msg::FormEdited(edit) => request_editor::form_edited(model, &edit),
        Msg::ImageRead(message, image) => request_editor::image_read(model, message, image),
        Msg::UndoPressed => request_editor::undo_pressed(model),
        Msg::RedoPressed => request_editor::redo_pressed(model),
        Msg::ImportRead(requests, diagnostics) => request_editor::import_read(model, requests, diagnostics),
        Msg::ImportChosen(chosen) => {
            model.compare.editor.import.chosen = chosen;
            Vec::new()
        }
        Msg::ImportApplied => request_editor::import_applied(model),
        Msg::ImportNotesClosed => {
            model.compare.editor.notes.clear();
            Vec::new()
        }
        Msg::CopySideChosen(side) => {
            model.compare.editor.copy_side = Some(side);
            Vec::new()
        }
        Msg::RunPressed => compare::run_pressed(model),
        Msg::StopPressed => compare::stop_pressed(model),
        Msg::PinChosen(pin) => judging::pin_chosen(model, pin),
        Msg::SecondTurnChosen(turn) => judging::second_turn_chosen(model, turn),
        Msg::IgnoreRuleWritten(path, reason) => judging::rule_written(model, &path, &reason),
        Msg::IgnoreRuleTakenAway(at) => judging::rule_taken_away(model, at),
        Msg::ValidityAsked(checks) => judging::validity_asked(model, checks),
        Msg::ValidityKnown(Inquiry::Pair(question), outcomes) => judging::validity_known(model, question, outcomes),
        Msg::ValidityKnown(Inquiry::Set(question), outcomes) => golden::validity_known(model, question, outcomes),
        Msg::FigureSaved(name, svg, as_image) => {
            vec![Effect::DownloadFigure { name: name.to_lowercase().replace(' ', "-"), svg, as_image }]
        }

        Msg::Golden(msg) => golden::said(model, msg),

        Msg::SnippetLanguageChosen(language) => migrate::language_chosen(model, language),

        Msg::MigrateTabChosen(tab) => patch::tab_chosen(model, tab),
        Msg::TranslationTyped(text) => sheets::body_typed(model, text),
        Msg::AnswerTyped(text) => sheets::answer_typed(model, text),
        Msg::EditionChosen(edition) => sheets::edition_chosen(model, edition),
        Msg::FieldMapSearched(text) => {
            model.migrate.sheets.search = text;
            Vec::new()
        }
        Msg::LossDecided(privacy, unsupported) => sheets::decided(model, privacy, unsupported),
        Msg::RescanPressed => inventory::resettle(model),
        Msg::LayerLanguageChosen(language) => patch::layer_language_chosen(model, language),
        Msg::KeyMoveChosen(key_move) => patch::key_move_chosen(model, key_move),
        Msg::PatchViewChosen(view) => patch::view_chosen(model, view),
        Msg::PatchFileOpened(file) => patch::file_opened(model, file),
        Msg::HunkChosen(file, hunk, on) => patch::hunk_chosen(model, file, hunk, on),
        Msg::HunksChosen(file, up_to) => patch::hunks_chosen(model, file, up_to),
        Msg::OutputPressed(what, deliver) => patch::output_pressed(model, what, deliver),

        Msg::ProbeParameterChosen(parameter, on) => parameter_probe::parameter_chosen(model, parameter, on),
        Msg::ProbeEstimated => parameter_probe::estimated(model),
        Msg::ProbeStarted => parameter_probe::started(model),
        Msg::ProbeStopped => parameter_probe::stopped(model),

        Msg::PartChosen(part, carried) => report::part_chosen(model, part, carried),
        Msg::CopyPressed(what, now) => report::copy_pressed(model, what, &now),
        Msg::CopyEnded(what, well) => {
            model.copied = Some((what, well));
            Vec::new()
        }
        Msg::CaseFileRead(text) => report::file_read(model, &text),
        Msg::CaseDownloadPressed(now) => report::download_pressed(model, &now),

        Msg::PageEntered(route) => match route {
            Route::Migrate => sheets::wanted(model),
            Route::Golden => golden::entered(model),
            Route::Report => patch::carried_wanted(model),
            Route::Connect | Route::Inventory | Route::Models | Route::Compare => Vec::new(),
        },
        Msg::CaseLinkOpened(code) => report::case_opened(model, &code),
        Msg::ListsRead => {
            models::lists_read(model);
            demo::lists_read(model)
        }
        Msg::DemoFills => demo::fills(model),
        Msg::DemoLeft => demo::left(model),

        // The main part has done these.
        _ => Vec::new(),
    }
}

/// Takes an answer to the page that asked.
pub(super) fn answered(model: &mut Model, side: Side, purpose: Purpose, answer: Answer) -> Vec<Effect> {
    match (purpose, answer) {
        (Purpose::Compare(round), Answer::Event(event)) => compare::happened(model, side, round, event),
        (Purpose::Compare(round), Answer::Explained(cause, _)) => compare::explained(model, side, round, cause),
        (Purpose::Preflight(round), Answer::Event(event)) => compare::preflight_over(model, side, round, &event),
        (Purpose::Golden(round, call), Answer::Event(event)) => golden::happened(model, round, call, event),
        (Purpose::Parameter(round), Answer::Reply(reply)) => parameter_probe::replied(model, side, round, &reply),
        (Purpose::Parameter(round), Answer::Explained(_, why)) => parameter_probe::failed(model, side, round, why),
        (Purpose::OneToken(round), Answer::Reply(reply)) => model_probe::replied(model, side, round, &reply),
        (Purpose::OneToken(round), Answer::Explained(_, why)) => model_probe::failed(model, side, round, why),
        (Purpose::Serving(id), Answer::Reply(reply)) => serving::replied(model, &id, &reply),
        (Purpose::Serving(id), Answer::Explained(_, why)) => serving::failed(model, &id, why),
        _ => Vec::new(),
    }
}

/// Ends what no longer holds.
pub(super) fn settings_changed(model: &mut Model, change: Change) -> Vec<Effect> {
    let mut effects = match change {
        Change::KeyEntered(_) => Vec::new(),
        Change::KeyForgotten(_) | Change::Gateway(_) | Change::World => golden::closed(model),
    };
    if change == Change::Gateway(Side::Target) {
        approvals::doubt_all(model);
    }
    effects.extend(parameter_probe::settings_changed(model));
    let sides = match change {
        Change::KeyEntered(side) | Change::KeyForgotten(side) | Change::Gateway(side) => vec![side],
        Change::World => Side::BOTH.to_vec(),
    };
    effects.extend(sides.into_iter().flat_map(|side| model_probe::forget(model, side)));
    effects
}

/// A file that cannot be read is told where it was chosen, and changes nothing.
fn file_unreadable(model: &mut Model, file: ChosenFile, name: &str) -> Vec<Effect> {
    let problem = Diagnostic::new(
        format!("The browser could not read the file {name}."),
        "It was moved, renamed or changed since it was chosen, it is a folder, or it is larger than the memory of this tab.",
        "Choose it again. What was here before is still in use.",
    );
    match file {
        ChosenFile::Catalogue(side) => given_list::unreadable(model, side, problem),
        ChosenFile::AliasMap => {
            model.models.import.notes = vec![problem];
            Vec::new()
        }
        ChosenFile::Case => report::file_unreadable(model, problem),
        ChosenFile::GoldenSet => {
            model.golden.import = golden::Import::Failed(problem);
            Vec::new()
        }
        ChosenFile::EarlierRun => {
            model.golden.earlier = Some(Err(problem));
            Vec::new()
        }
    }
}
