//! Progress that outlives a reload: what is written when, and what becomes of what is found.
//! **Invariant:** nothing of the demo is kept, and nothing at all while the setting is off.

use super::{Effect, Model, ProgressTask, session};
use crate::diagnostic::Diagnostic;
use crate::golden::keep::{call_records, read, terms_record};
use crate::golden::plan::CallId;
use crate::golden::terms::Terms;

/// A run begins: what was kept of another one goes.
pub(super) fn begun(model: &Model, terms: &Terms) -> Option<Effect> {
    let records = vec![terms_record(terms, &model.redactor())];
    keeps(model, terms).then_some(Effect::Progress(ProgressTask::Write { fresh: true, records }))
}

fn keeps(model: &Model, terms: &Terms) -> bool {
    model.golden.keeps && !terms.simulated
}

/// Something happened to these calls.
pub(super) fn changed(model: &Model, calls: &[CallId]) -> Option<Effect> {
    let session = model.golden.session.as_ref().filter(|session| keeps(model, &session.terms) && !calls.is_empty())?;
    let records = call_records(&session.run, calls, &model.redactor());
    Some(Effect::Progress(ProgressTask::Write { fresh: false, records }))
}

pub(super) fn switched(model: &mut Model, on: bool) -> Vec<Effect> {
    model.golden.keeps = on;
    model.golden.keep_problem = None;
    if !on {
        return vec![Effect::Progress(ProgressTask::Forget)];
    }
    let Some(session) = model.golden.session.as_ref().filter(|session| keeps(model, &session.terms)) else {
        return Vec::new();
    };
    let redactor = model.redactor();
    let calls: Vec<CallId> = (0..u32::try_from(session.run.plan().calls()).unwrap_or(0)).map(CallId).collect();
    let mut records = vec![terms_record(&session.terms, &redactor)];
    records.extend(call_records(&session.run, &calls, &redactor).into_iter().filter(|(_, text)| text.is_some()));
    vec![Effect::Progress(ProgressTask::Write { fresh: true, records })]
}

pub(super) fn forget_pressed(model: &mut Model) -> Vec<Effect> {
    model.golden.offered = None;
    vec![Effect::Progress(ProgressTask::Forget)]
}

/// What was kept was read.
pub(super) fn found(model: &mut Model, records: &[(String, String)]) -> Vec<Effect> {
    if model.golden.session.is_some() || model.demo {
        return Vec::new();
    }
    match read(records) {
        // Nothing of it is left to be sent: its results are shown at once.
        Some(kept) if kept.run.is_settled() => session::adopt(model, kept),
        kept => {
            model.golden.offered = kept.map(Box::new);
            Vec::new()
        }
    }
}

pub(super) fn failed(model: &mut Model, words: &str) {
    model.golden.keep_problem = Some(Diagnostic::new(
        "Progress is not kept.",
        format!("The browser has no room for it, or forbids it: {words}."),
        "The run goes on. Do not reload the page before it has ended.",
    ));
}
