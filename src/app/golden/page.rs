//! What the Golden set page does. Not the run (`session`) and not what outlives a reload (`progress`).
//! **Invariant:** a set that is taken in has gone through the redactor.

use std::sync::Arc;

use super::{GoldenMsg, Import, ProgressTask, progress, session};
use crate::app::{AnalyzerTask, Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::golden::example;
use crate::golden::plan::Settings;
use crate::golden::set::{GoldenCase, GoldenSet};
use crate::golden::write::{Form, Place};
use crate::inventory::protocol::{Request, SetRead};

/// The page is shown: what was kept is looked for once, and the demo fills it.
pub(in crate::app) fn entered(model: &mut Model) -> Vec<Effect> {
    if model.demo {
        let own = model.golden.set.as_ref().is_some_and(|set| **set != example::set());
        if own || model.golden.session.is_some() {
            return Vec::new();
        }
        set_taken(model, example::set(), Vec::new());
        return session::run_pressed(model);
    }
    if std::mem::replace(&mut model.golden.looked_for_progress, true) || model.golden.session.is_some() {
        return Vec::new();
    }
    vec![Effect::Progress(ProgressTask::Load)]
}

pub(in crate::app) fn said(model: &mut Model, msg: GoldenMsg) -> Vec<Effect> {
    let page = &mut model.golden;
    match msg {
        GoldenMsg::SetFileRead(name, text) => return file_read(model, name, text),
        GoldenMsg::ExampleTaken => set_taken(model, example::set(), Vec::new()),
        GoldenMsg::RequestTaken(repeats) => request_taken(model, repeats),
        GoldenMsg::SettingsChosen(settings) => page.settings = settings.settled(),
        GoldenMsg::MarginTyped(field, value) => match page.margins.with(field, value) {
            Ok(margins) => {
                page.margins = margins;
                page.margin_problem = None;
            }
            Err(problem) => page.margin_problem = Some(problem),
        },
        GoldenMsg::CeilingTyped(text) => page.ceiling_text = text,
        GoldenMsg::UnknownAccepted(accepted) => page.unknown_accepted = accepted,
        GoldenMsg::Pinned(model, Some(pin)) => drop(page.pins.insert(model, pin)),
        GoldenMsg::Pinned(model, None) => drop(page.pins.remove(&model)),
        GoldenMsg::KeepSwitched(on) => return progress::switched(model, on),
        GoldenMsg::RunPressed => return session::run_pressed(model),
        GoldenMsg::PausePressed => return session::pause_pressed(model),
        GoldenMsg::ResumePressed => return session::resume_pressed(model),
        GoldenMsg::StopPressed => return session::stop_pressed(model),
        GoldenMsg::ForgetPressed => return progress::forget_pressed(model),
        GoldenMsg::Woke(round, now_ms) => return session::woke(model, round, now_ms),
        GoldenMsg::ProgressRead(records) => return progress::found(model, &records),
        GoldenMsg::ProgressFailed(words) => progress::failed(model, &words),
        GoldenMsg::ViewChosen(view) => page.view = view,
        GoldenMsg::PairOpened(item) => return session::pair_opened(model, item),
        GoldenMsg::FormPressed(form) => return form_pressed(model, form),
        GoldenMsg::EarlierRead(text) => return session::earlier_read(model, &text),
        GoldenMsg::EarlierForgotten => (page.earlier, page.earlier_waits) = (None, None),
    }
    Vec::new()
}

/// The worker reads it: readers of every form are too heavy for the page.
fn file_read(model: &mut Model, name: String, text: String) -> Vec<Effect> {
    let (template, endpoint) = match model.compare.prepared() {
        Some(prepared) => (prepared.body(None, false).to_string(), prepared.endpoint()),
        None => (String::new(), Endpoint::default()),
    };
    let endpoint = endpoint.path().to_owned();
    model.golden.imports += 1;
    let number = model.golden.imports;
    model.golden.import = Import::Reading { name: name.clone(), number };
    vec![Effect::Analyze(AnalyzerTask::Ask(Request::ReadSet { number, name, text, template, endpoint }))]
}

/// The worker has read a set, or says why not. Of several files that were opened one after the other, the last is meant.
pub(in crate::app) fn set_read(model: &mut Model, number: u32, read: Result<SetRead, Diagnostic>) {
    if !matches!(model.golden.import, Import::Reading { number: awaited, .. } if awaited == number) {
        return;
    }
    let redactor = model.redactor();
    let set = read.and_then(|read| {
        let set = serde_json::from_str::<GoldenSet>(&redactor.redact(&read.set)).map_err(|error| {
            Diagnostic::new(
                "The set could not be taken.",
                format!("The reader says: {error}."),
                "Reload the page and import it again.",
            )
        })?;
        let note = |(what, why, do_this)| Diagnostic::new(what, why, do_this);
        Ok((set, read.notes.into_iter().map(note).collect()))
    });
    match set {
        Ok((set, notes)) => set_taken(model, set, notes),
        Err(problem) => model.golden.import = Import::Failed(problem),
    }
}

fn set_taken(model: &mut Model, set: GoldenSet, notes: Vec<Diagnostic>) {
    let page = &mut model.golden;
    page.set = Some(Arc::new(set));
    page.set_number += 1;
    page.notes = notes;
    page.import = Import::Idle;
    page.refused = None;
}

/// One request says nothing of chance: the same one, many times, is a set of one case.
fn request_taken(model: &mut Model, repeats: u32) {
    let Some(prepared) = model.compare.prepared() else { return };
    let body = prepared.body(None, model.compare.stream).to_string();
    let Ok(body) = serde_json::from_str(&model.redactor().redact(&body)) else { return };
    let mut case = GoldenCase::new("request", prepared.endpoint(), body);
    // What looks like a variable is a text of this request, and stays one.
    let itself = |name: String| (name.clone(), format!("{{{{{name}}}}}"));
    case.rows = vec![case.variables().into_iter().map(itself).collect()];
    let settings = Settings { repeats, stream: model.compare.stream, ..model.golden.settings };
    model.golden.settings = settings.settled();
    set_taken(model, GoldenSet { name: "Request of the Compare page".to_owned(), cases: vec![case] }, Vec::new());
}

fn form_pressed(model: &mut Model, form: Form) -> Vec<Effect> {
    let Some(set) = &model.golden.set else { return Vec::new() };
    let target = &model.gateways.target;
    let place = Place {
        base_url: target.base_url.as_ref().map(ToString::to_string).unwrap_or_default(),
        key_variable: target.key_variable.clone(),
    };
    let named = target.key_variable_problem(&model.redactor()).is_none();
    let place = Place { key_variable: if named { place.key_variable } else { String::new() }, ..place };
    let set = serde_json::to_string(set.as_ref()).unwrap_or_default();
    let set = model.redactor().redact(&set).into_owned();
    let request = Request::WriteSet { set, form, base_url: place.base_url, key_variable: place.key_variable };
    vec![Effect::Analyze(AnalyzerTask::Make(request, crate::app::patch::Deliver::Download))]
}
