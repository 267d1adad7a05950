//! Arguments of libraries that choose the source: `custom_llm_provider="openrouter"` of LiteLLM,
//! `init_chat_model(model_provider="openrouter")` of LangChain.
//! Not the settings of tools in configuration.
//!
//! Sources: the guides of both to OpenAI-compatible endpoints, 2026-11.
//! **Invariant:** the address and the key come with the library's OpenAI-compatible provider.

use super::super::constructor::{import_os, key_expression};
use super::super::{Edit, Found};
use super::{RULE, insert};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{EntryForm, Kind};
use crate::migrate::change::Safety;

/// The argument, and what the library calls the address.
const ARGUMENTS: [(&str, &str); 2] = [("custom_llm_provider", "api_base"), ("model_provider", "base_url")];

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.language != Language::Python {
        return;
    }
    for (id, _, entry, key) in context.entries() {
        let Some((_, address)) = ARGUMENTS.iter().find(|(name, _)| *name == key) else { continue };
        if !matches!(entry.form, EntryForm::Argument | EntryForm::Property) || context.text_of(id) != Some("openrouter")
        {
            continue;
        }
        let Some((_, value)) = context.value_of(id) else { continue };
        let Kind::Text(text) = &value.kind else { continue };
        let advice = "This library builds the source's address itself. Choose its OpenAI-compatible provider, with the target's base URL and key.";
        let found = Found::new(RULE, Class::Package, Action::MustFix, text.inner, advice).sure(Confidence::High);
        let mut edits = vec![Edit { span: text.inner, replacement: "openai".to_owned() }];
        let holder = context.outline.ancestors(id).next();
        if entry.form == EntryForm::Argument
            && let Some((call, _)) = holder
        {
            let keys: Vec<&str> = context.entries_in(call).map(|(_, _, key)| key).collect();
            let has = |names: &[&str]| keys.iter().any(|key| names.contains(key));
            let mut added = String::new();
            if !has(&["api_base", "base_url"]) {
                added += &format!(", {address}=\"{}\"", context.settings.base_url);
            }
            if !has(&["api_key"]) {
                added += &format!(", api_key={}", key_expression(context));
                edits.extend(import_os(context, None));
            }
            if !added.is_empty() {
                edits.push(insert(value.span.end as usize, added));
            }
        }
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let reason =
            "The library's provider openai speaks to any OpenAI-compatible gateway that it is given the address of.";
        all.push(found.changing(Safety::NeedsReview, edits, reason));
    }
}
