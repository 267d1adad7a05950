//! What becomes of decisions when the lists that they stand on change.
//! Not the judging of ids: that is `models::judging`; not the lists.
//! **Invariant:** an approval stands only while the target's list, as it was read last, names its right-hand side; one
//! that goes is named on the page.

use std::sync::Arc;

use super::Model;
use super::alias_import::pick_imported;
use crate::diagnostic::Diagnostic;
use crate::models::id_list::parse_ids;
use crate::models::validation::{Approver, Decision, Lists, PreparedTarget};

/// How many lost approvals a message names.
const NAMED: usize = 5;

/// Holds ids against the lists as they are now: those of the field if it was asked to, else those that were judged
/// already. Without a list of the target no approval stands.
pub(super) fn judge_again(model: &mut Model, from_field: bool) {
    if model.catalogues.target.rows().is_none() {
        lose(model, "The target's list is not there any more, or could not be read.", doubt);
    } else if from_field {
        let (ids, _) = parse_ids(&model.models.ids_text, &model.redactor());
        judge(model, &ids);
    } else if !model.models.rows.is_empty() {
        let ids: Vec<String> = model.models.rows.iter().map(|row| row.source.clone()).collect();
        judge(model, &ids);
    }
}

/// The target is another: what its list approved by itself is open again, what a person approved is a mere pick.
pub(super) fn doubt_all(model: &mut Model) {
    lose(model, "Another target was set, and its list has not been read.", doubt);
}

fn doubt(model: &mut Model) {
    for row in Arc::make_mut(&mut model.models.rows) {
        row.decision = match std::mem::take(&mut row.decision) {
            Decision::Approved { by: Approver::Catalogue, .. } => Decision::Open,
            Decision::Approved { target, by: Approver::Person } => Decision::Picked { target },
            other => other,
        };
    }
}

/// Judges by a whole list, and picks what was imported.
fn judge(model: &mut Model, ids: &[String]) {
    lose(model, "The target's list was read anew, and does not name or serve them.", |model| {
        let Some(target) = model.catalogues.target.whole() else {
            return;
        };
        let mut prepared = model
            .models
            .prepared
            .take()
            .filter(|prepared| prepared.is_of(&target.rows))
            .unwrap_or_else(|| PreparedTarget::new(Arc::clone(&target.rows)));
        let lists = |target_rows| Lists {
            source: model.catalogues.source.rows().unwrap_or_default(),
            target: target_rows,
            facts: Some(model.gateways.target.profile.catalogue),
            is_cut: target.incomplete.is_some(),
        };
        model.models.rows = Arc::new(prepared.validate(ids, lists, &model.models.rows));
        model.models.prepared = Some(prepared);
        pick_imported(model);
    });
}

/// Does something that may cost approvals, and says which it did.
fn lose(model: &mut Model, why: &str, what: impl FnOnce(&mut Model)) {
    let approved = |model: &Model| -> Vec<(String, String)> {
        let rows = model.models.rows.iter();
        rows.filter_map(|row| Some((row.source.clone(), row.approved_target()?.to_owned()))).collect()
    };
    let before = approved(model);
    what(model);
    // Those of ids that are not in use any more are not missed.
    let kept: std::collections::HashSet<(String, String)> = approved(model).into_iter().collect();
    let in_use: std::collections::HashSet<&str> = model.models.rows.iter().map(|row| row.source.as_str()).collect();
    let lost: Vec<String> = before
        .iter()
        .filter(|pair| in_use.contains(pair.0.as_str()) && !kept.contains(*pair))
        .map(|(source, target)| format!("`{target}` for `{source}`"))
        .collect();
    if lost.is_empty() {
        return;
    }
    let more = if lost.len() > NAMED { format!(" and {} more", lost.len() - NAMED) } else { String::new() };
    let named = lost.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    model.models.lost = Some(Diagnostic::new(
        format!(
            "{} taken back: {named}{more}.",
            if lost.len() == 1 { "1 approval was".to_owned() } else { format!("{} approvals were", lost.len()) }
        ),
        why,
        "Validate the models again when the list is there, look at these rows, and approve what still fits.",
    ));
}

impl Model {
    /// What the target's list says against the id that was picked or approved for a source id: that it does not serve
    /// it, or does not name it.
    #[must_use]
    pub fn target_warning(&self, source: &str) -> Option<String> {
        let target = self.models.rows.iter().find(|row| row.source == source)?.target()?;
        let Some(row) = self.catalogues.target.row(target) else {
            let is_known = self.catalogues.target.whole().is_some();
            return is_known.then(|| format!("The target's list does not name `{target}`: it cannot be approved."));
        };
        let (word, is_coming) = row.unserved()?;
        let when = if is_coming { "yet" } else { "any more" };
        let instead =
            row.replacement_id.as_ref().map(|id| format!(" It says to use `{id}` instead.")).unwrap_or_default();
        Some(format!("The target's list calls `{target}` {word}: it does not serve it {when}.{instead}"))
    }
}
