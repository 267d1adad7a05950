//! The request editor of the Compare page: its two views, what is undone, what is imported, what is copied.
//! Not the reading of what is pasted: the page has that read before it comes here, so that no key comes along.
//! **Invariant:** the JSON is the one truth; the form is read out of it and written into it.

use serde_json::Value;

use super::{Effect, Model};
use crate::compare::form::edit::{Edit, Field, apply};
use crate::compare::history::{Change, History, State};
use crate::diagnostic::Diagnostic;
use crate::exchange::imported::{Body, ImportedRequest};
use crate::gateway::base_url::Origin;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::side::Side;
use crate::migrate::snippets::SnippetLanguage;

/// The state of the editor beside the JSON itself.
#[derive(Debug, Clone, Default)]
pub struct RequestEditor {
    /// The view that is shown.
    pub view: View,
    /// What can be undone.
    pub history: History,
    /// What was read in the dialog.
    pub import: Import,
    /// What is to be known about the request that was imported last.
    pub notes: Vec<Diagnostic>,
    /// What was typed into the form and could not be written, and where.
    pub problem: Option<(Field, Diagnostic)>,
    /// The side whose request is copied.
    pub copy_side: Option<Side>,
}

/// The views of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// As JSON.
    #[default]
    Json,
    /// As a form.
    Form,
}

impl View {
    /// Both, in the order of choice.
    pub const ALL: [View; 2] = [View::Json, View::Form];

    /// The word shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            View::Json => "JSON",
            View::Form => "Form",
        }
    }
}

/// What was read in the dialog.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Import {
    /// The requests.
    pub requests: Vec<ImportedRequest>,
    /// What is to be said about the text as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// The one that is chosen.
    pub chosen: usize,
}

impl Import {
    /// The chosen request.
    #[must_use]
    pub fn chosen(&self) -> Option<&ImportedRequest> {
        self.requests.get(self.chosen)
    }
}

impl Model {
    /// The side whose request is copied: the target, unless the other is chosen.
    #[must_use]
    pub fn copy_side(&self) -> Side {
        self.compare.editor.copy_side.unwrap_or(Side::Target)
    }

    /// The request as code for the chosen side.
    ///
    /// # Errors
    /// What is wrong with the request, the base URL or the key variable.
    pub fn request_as(&self, language: SnippetLanguage) -> Result<String, Diagnostic> {
        self.snippet_in(self.copy_side(), language)
    }

    /// What an imported request becomes in the editor, and what has to be said of the change.
    ///
    /// # Errors
    /// Why it cannot be taken over.
    pub fn taken_over(&self, request: &ImportedRequest) -> Result<(State, Vec<Diagnostic>), Diagnostic> {
        let Body::Json(text) = &request.body else {
            return Err(Diagnostic::new(
                "This request has no JSON body, and cannot be compared.",
                "It is a GET, a form, or its body was in a file that was not read.",
                "Choose a request to a model, or paste its body into \"Request body\".",
            ));
        };
        let value: Value = serde_json::from_str(text).ok().filter(Value::is_object).ok_or_else(|| {
            Diagnostic::new(
                "The body of this request is a list.",
                "Requests to a model are objects with fields such as \"model\" and \"messages\".",
                "Choose another request.",
            )
        })?;
        let mut notes = Vec::new();
        let of_address = Endpoint::parse(&request.url);
        let by_body = if value.get("messages").is_none() && value.get("input").is_some() {
            Endpoint::Responses
        } else {
            Endpoint::ChatCompletions
        };
        if !request.url.is_empty() && of_address.is_none() {
            notes.push(Diagnostic::new(
                "The address of the request is neither of the two endpoints.",
                format!("By its body it was taken for {}.", by_body.path()),
                "Choose the endpoint beside the editor if that is wrong.",
            ));
        }
        if request.method != "POST" {
            notes.push(Diagnostic::new(
                "The request was not sent with POST.",
                "Both gateways take chats with POST only, and so the page sends it.",
                "Nothing, unless the command was meant for something else.",
            ));
        }
        let asked = Origin::of_url(&request.url);
        let is_ours = Side::BOTH.into_iter().any(|side| {
            let base = self.gateways.get(side).base_url.as_ref().ok();
            base.is_some_and(|base| Some(base.origin()) == asked)
        });
        if asked.is_some() && !is_ours {
            notes.push(Diagnostic::new(
                "The request was for another host.",
                "Run sends it to the two gateways on the Connect page.",
                "Check that its model is listed by both, on the Models page.",
            ));
        }
        // A body on one line is laid out to be read; one that is laid out stays as it is.
        let text = if text.contains('\n') { text.clone() } else { format!("{value:#}") };
        let stream = value.get("stream").and_then(Value::as_bool).unwrap_or(false);
        let state = State { text, endpoint: of_address.unwrap_or(by_body), stream };
        Ok((state, notes))
    }
}

/// The editor as it is.
fn now(model: &Model) -> State {
    let compare = &model.compare;
    State { text: compare.body_text.clone(), endpoint: compare.endpoint, stream: compare.stream }
}

fn show(model: &mut Model, state: State) -> Vec<Effect> {
    model.compare.stream = state.stream;
    model.compare.set_request(state.text, state.endpoint);
    model.compare.editor.problem = None;
    Vec::new()
}

/// Shows another request and remembers the one before it.
pub(super) fn change(model: &mut Model, text: String, endpoint: Endpoint, how: Change) -> Vec<Effect> {
    if text == model.compare.body_text && endpoint == model.compare.endpoint {
        return Vec::new();
    }
    let before = now(model);
    model.compare.editor.history.changed(before, &text, how);
    let stream = model.compare.stream;
    show(model, State { text, endpoint, stream })
}

pub(super) fn form_edited(model: &mut Model, edit: &Edit) -> Vec<Effect> {
    let endpoint = model.compare.endpoint;
    match apply(&model.compare.body_text, endpoint, edit) {
        Ok(text) => {
            model.compare.editor.problem = None;
            let how = if edit.is_typed() { Change::Typed(Some(edit.field())) } else { Change::Step };
            change(model, text, endpoint, how)
        }
        Err(problem) => {
            model.compare.editor.problem = Some((edit.field(), problem));
            Vec::new()
        }
    }
}

pub(super) fn image_read(model: &mut Model, message: usize, image: Result<String, Diagnostic>) -> Vec<Effect> {
    match image {
        Ok(address) => form_edited(model, &Edit::AddImage(message, address)),
        Err(problem) => {
            model.compare.editor.problem = Some((Field::Message(message), problem));
            Vec::new()
        }
    }
}

pub(super) fn undo_pressed(model: &mut Model) -> Vec<Effect> {
    let before = now(model);
    match model.compare.editor.history.undo(before) {
        Some(state) => show(model, state),
        None => Vec::new(),
    }
}

pub(super) fn redo_pressed(model: &mut Model) -> Vec<Effect> {
    let before = now(model);
    match model.compare.editor.history.redo(before) {
        Some(state) => show(model, state),
        None => Vec::new(),
    }
}

/// What the dialog read. Keys in use go by value here; those of other forms have gone before.
pub(super) fn import_read(
    model: &mut Model,
    requests: Vec<ImportedRequest>,
    diagnostics: Vec<Diagnostic>,
) -> Vec<Effect> {
    let redactor = model.redactor();
    let requests = requests.into_iter().map(|request| request.redacted(&redactor)).collect();
    let clean = |text: &str| redactor.redact(text).into_owned();
    let diagnostics = diagnostics
        .iter()
        .map(|said| Diagnostic::new(clean(&said.what), clean(&said.why), clean(&said.do_this)))
        .collect();
    model.compare.editor.import = Import { requests, diagnostics, chosen: 0 };
    Vec::new()
}

pub(super) fn import_applied(model: &mut Model) -> Vec<Effect> {
    let import = std::mem::take(&mut model.compare.editor.import);
    let Some(request) = import.chosen() else { return Vec::new() };
    let Ok((state, mut notes)) = model.taken_over(request) else { return Vec::new() };
    notes.extend(request.notes.iter().cloned());
    let before = now(model);
    model.compare.editor.history.changed(before, &state.text, Change::Step);
    model.compare.editor.notes = notes;
    show(model, state)
}
