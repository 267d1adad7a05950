//! The Migrate page: what goes into the user's code.
//! **Invariant:** a snippet reads its key from the environment; no key is ever written into one.

use super::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::side::Side;
use crate::migrate::compatibility::Language;
use crate::migrate::snippets::{SnippetContext, SnippetLanguage, snippet};
use crate::share::case::MigratePart;

/// The state of the Migrate page.
#[derive(Debug, Clone, Default)]
pub struct MigratePage {
    /// The language of the snippets.
    pub language: SnippetLanguage,
    /// The part that is shown.
    pub tab: super::patch::Tab,
    /// The patch.
    pub patch: super::patch::PatchPage,
    /// The language of the compatibility layer.
    pub layer_language: Language,
    /// What an opened case carries of the changes of its code.
    pub carried: Option<MigratePart>,
    /// Field map, translator and presets.
    pub sheets: super::sheets::Sheets,
    /// The parameter probe.
    pub probe: super::parameter_probe::ParameterProbe,
}

impl Model {
    /// The snippet for the current request on one side.
    ///
    /// # Errors
    /// What is wrong with the request, the base URL or the key variable.
    pub fn snippet(&self, side: Side) -> Result<String, Diagnostic> {
        self.snippet_in(side, self.migrate.language)
    }

    /// The same in a given language.
    ///
    /// # Errors
    /// As [`Model::snippet`].
    pub fn snippet_in(&self, side: Side, language: SnippetLanguage) -> Result<String, Diagnostic> {
        let prepared = self.compare.request.as_ref().map_err(Clone::clone)?;
        let settings = self.gateways.get(side);
        let base = settings.base_url.as_ref().map_err(Clone::clone)?.to_string();
        let redactor = self.redactor();
        if let Some(problem) = settings.key_variable_problem(&redactor) {
            return Err(problem);
        }
        let model = self.model_for(side, prepared.model());
        let body = prepared.body(Some(&model), self.compare.stream);
        let text = snippet(
            language,
            &SnippetContext {
                base_url: &base,
                key_variable: &settings.key_variable,
                endpoint: prepared.endpoint(),
                stream: self.compare.stream,
                body: &body,
                headers: &[],
            },
        )?;
        Ok(redactor.redact(&text).into_owned())
    }
}

pub(super) fn language_chosen(model: &mut Model, language: SnippetLanguage) -> Vec<Effect> {
    model.migrate.language = language;
    Vec::new()
}
