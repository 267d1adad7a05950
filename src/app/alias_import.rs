//! An alias map that a team has already, brought into the Models page.
//! Not its reading: that is `models::alias_map::import`.
//! **Invariant:** what is imported is a choice and never an approval, and a text that holds a key is not taken.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Effect, Model, approvals};
use crate::diagnostic::Diagnostic;
use crate::models::alias_map::import::{self, counted};
use crate::models::id_list::parse_ids;

/// How many ids a message names.
const NAMED: usize = 5;

/// What was imported, until the ids it is about are judged.
#[derive(Debug, Clone, Default)]
pub struct AliasImport {
    /// What is to be said about the import.
    pub notes: Vec<Diagnostic>,
    /// Source and target of what is not a row yet.
    pub(super) waiting: Vec<(String, String)>,
}

/// A map was chosen: its ids join those in use, and its targets are picked as soon as the target's list is there.
pub(super) fn map_read(model: &mut Model, text: &str) -> Vec<Effect> {
    let keys = model.redactor();
    let import::Imported { pairs, notes } = import::read(text);
    let read = pairs.len();
    let pairs: Vec<(String, String)> = pairs
        .into_iter()
        .filter(|(source, target)| ![source, target].iter().any(|id| keys.contains_secret(id)))
        .collect();
    let secrets = read - pairs.len();
    let known: HashSet<String> = parse_ids(&model.models.ids_text, &keys).0.into_iter().collect();
    let sources: Vec<&str> = pairs.iter().map(|(source, _)| source.as_str()).collect();
    let (ids, _) = parse_ids(&sources.join("\n"), &keys);
    let added: Vec<String> = ids.into_iter().filter(|id| !known.contains(id)).collect();
    if !added.is_empty() {
        let field = &mut model.models.ids_text;
        if !field.is_empty() && !field.ends_with('\n') {
            field.push('\n');
        }
        field.push_str(&added.join("\n"));
        field.push('\n');
    }
    model.models.import.notes = notes;
    let mut say = |what: String, why: &str, do_this: &str| {
        model.models.import.notes.push(Diagnostic::new(what, why, do_this));
    };
    if secrets > 0 {
        say(
            format!("{} of the map were left out.", counted(secrets, "alias")),
            "They hold what looks like an API key.",
            "Take the key out of the map. If it was shown to anybody, replace it at the gateway.",
        );
    }
    if !pairs.is_empty() {
        say(
            format!("{} read; {} new in the list of ids.", counted(pairs.len(), "alias"), added.len()),
            "An imported target is only a choice: nothing of the map is approved by it.",
            "Validate the models, look at each choice, and approve those that you want.",
        );
    }
    model.models.import.waiting = pairs;
    if model.catalogues.target.whole().is_some() {
        approvals::judge_again(model, true);
    }
    Vec::new()
}

/// Picks what was imported for the rows that are there now.
pub(super) fn pick_imported(model: &mut Model) {
    let waiting = std::mem::take(&mut model.models.import.waiting);
    if waiting.is_empty() {
        return;
    }
    let mut targets: HashMap<&str, &str> =
        waiting.iter().map(|(source, target)| (source.as_str(), target.as_str())).collect();
    let list = model.catalogues.target.rows().unwrap_or_default();
    let listed: HashSet<&str> =
        list.iter().flat_map(|row| std::iter::once(&row.id).chain(&row.aliases)).map(String::as_str).collect();
    let mut strange = Vec::new();
    for row in Arc::make_mut(&mut model.models.rows) {
        if let Some(target) = targets.remove(row.source.as_str()) {
            row.pick(target);
            if !listed.contains(target) {
                strange.push(format!("`{target}` for `{}`", row.source));
            }
        }
    }
    let strangers = strange.len();
    if strangers > 0 {
        strange.truncate(NAMED);
        let more = if strangers > NAMED { format!(" and {} more", strangers - NAMED) } else { String::new() };
        model.models.import.notes.push(Diagnostic::new(
            format!(
                "The target does not list {}: {}{more}.",
                counted(strangers, "imported target"),
                strange.join(", ")
            ),
            "The map is older than the list, or it was made for another gateway.",
            "Choose another target for these ids; they cannot be approved as they are.",
        ));
    }
    if !targets.is_empty() {
        let count = targets.len();
        model.models.import.notes.push(Diagnostic::new(
            format!("{} of the map are not among the ids below.", counted(count, "id")),
            "They are not written like model ids, or were taken out of the list of ids.",
            "Nothing, if your code does not use them.",
        ));
    }
}
