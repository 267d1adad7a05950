//! Model lists that a person gives: a file, a pasted text, the snapshot that came with the page.
//! Not lists that a gateway is asked for: those are `catalogues`.
//! **Invariant:** what is no list changes nothing; the list that was there stays, and what is wrong with the new one is
//! said beside it.

use std::collections::HashSet;
use std::sync::Arc;

use super::catalogues::{Catalogue, Origin, ReadyCatalogue};
use super::{Effect, Model, check, http, models};
use crate::diagnostic::Diagnostic;
use crate::gateway::catalogue::{CatalogueError, CataloguePage, Incomplete, read_any};
use crate::gateway::side::Side;
use crate::models::snapshot::LISTS_AS_OF;

/// A person gave a list: JSON of any known shape, or one id a line.
pub(super) fn given(model: &mut Model, side: Side, origin: Origin, text: &str) -> Vec<Effect> {
    let page = match read_any(&model.redactor().redact(text)) {
        Ok(page) if !page.rows.is_empty() => page,
        Ok(_) => return refused(model, side, no_model(&origin)),
        Err(error) => return refused(model, side, explain(&origin, &error)),
    };
    *model.models.list_problems.get_mut(side) = None;
    let mut effects = http::abort_where(model, |other, purpose| other == side && purpose.is_catalogue());
    *model.catalogues.get_mut(side) = Catalogue::Ready(ready(page, origin));
    effects.extend(check::models_stopped(model, side));
    models::list_given(model);
    effects
}

fn ready(page: CataloguePage, origin: Origin) -> ReadyCatalogue {
    let mut known = HashSet::new();
    ReadyCatalogue {
        incomplete: page.is_part().then_some(Incomplete::SavedPage),
        total: page.total,
        unreadable_rows: page.unreadable_rows,
        rows: Arc::new(page.rows.into_iter().filter(|row| known.insert(row.id.clone())).collect()),
        pages: 1,
        simulated: false,
        origin,
        refused_filter: None,
        trimmed_from: None,
    }
}

/// The copy that came with the page is there, or not.
pub(super) fn snapshot_read(model: &mut Model, side: Side, text: Option<&str>) -> Vec<Effect> {
    match text {
        Some(text) => given(model, side, Origin::Snapshot((*LISTS_AS_OF.get(side)).to_owned()), text),
        None => refused(
            model,
            side,
            Diagnostic::new(
                "The snapshot could not be read.",
                "It is a file of this page, fetched when it is asked for, and it did not come.",
                "Try again when the page's host can be reached, or load a list from a file.",
            ),
        ),
    }
}

/// A text was pasted as a list; a field that was emptied says nothing.
pub(super) fn pasted(model: &mut Model, side: Side, text: &str) -> Vec<Effect> {
    if text.trim().is_empty() {
        *model.models.list_problems.get_mut(side) = None;
        return Vec::new();
    }
    given(model, side, Origin::Pasted, text)
}

/// The file that was chosen could not be read by the browser.
pub(super) fn unreadable(model: &mut Model, side: Side, problem: Diagnostic) -> Vec<Effect> {
    refused(model, side, problem)
}

/// The list that a person gave is taken away.
pub(super) fn taken_away(model: &mut Model, side: Side) {
    *model.models.list_problems.get_mut(side) = None;
    *model.catalogues.get_mut(side) = Catalogue::Empty;
    models::list_given(model);
}

fn refused(model: &mut Model, side: Side, problem: Diagnostic) -> Vec<Effect> {
    *model.models.list_problems.get_mut(side) = Some(problem);
    Vec::new()
}

/// What a text is called in a sentence.
fn named(origin: &Origin) -> String {
    match origin {
        Origin::Gateway | Origin::Pasted => "The pasted text".to_owned(),
        Origin::File(name) => format!("The file {name}"),
        Origin::Snapshot(day) => format!("The snapshot of {day}"),
    }
}

const TAKE_ANOTHER: &str = "Give the answer of the gateway's /models as it came (JSON), or one model id a line. Nothing was changed: the list that was here before is still in use.";

fn no_model(origin: &Origin) -> Diagnostic {
    let what = format!("{} is a list without any model.", named(origin));
    Diagnostic::new(what, "It was saved from an account or with a filter that shows none.", TAKE_ANOTHER)
}

/// Why a given text is no model list.
fn explain(origin: &Origin, error: &CatalogueError) -> Diagnostic {
    let name = named(origin);
    match error {
        CatalogueError::Empty => Diagnostic::new(
            format!("{name} is empty."),
            "Nothing was saved in it, or another file was meant.",
            TAKE_ANOTHER,
        ),
        CatalogueError::NotJson(reason) => Diagnostic::new(
            format!("{name} is neither JSON nor a list of ids."),
            format!("The reader of JSON says: {reason}. It was cut, or it is another kind of file."),
            TAKE_ANOTHER,
        ),
        CatalogueError::NoList => Diagnostic::new(
            format!("{name} holds no list of models."),
            "It is JSON, but has neither data nor models nor is it a list itself.",
            TAKE_ANOTHER,
        ),
        CatalogueError::Gateway(error) => Diagnostic::new(
            format!("{name} holds an error or a web page instead of a list: {}", error.message),
            "It was saved from an answer that refused the list.",
            TAKE_ANOTHER,
        ),
    }
}
