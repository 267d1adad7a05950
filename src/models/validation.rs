//! The ids that a code base uses, held against the target's catalogue: one row an id, one decision a row.
//! Not a translator: a similar name is not evidence, so nothing but the target's own word ever sets a target.
//! **Invariant:** a row is approved without a person only if the target lists the id itself or lists it as an alias.

use std::collections::HashMap;

use super::nearest::{Candidate, NearestIndex};

/// What validation needs to know of a row of the target's catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueEntry<'a> {
    /// The id as the target lists it.
    pub id: &'a str,
    /// Other names under which the target accepts it.
    pub aliases: &'a [String],
}

/// How an id stands in the target's catalogue. More kinds may follow (renamed, variant, router, retired, ambiguous).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AliasStatus {
    /// Listed, character for character.
    Exact,
    /// Listed as another name of a model.
    Alias {
        /// The id of that model.
        of: String,
    },
    /// Not listed.
    Missing,
}

impl AliasStatus {
    /// The word used in tables and in the case file.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            AliasStatus::Exact => "exact",
            AliasStatus::Alias { .. } => "alias",
            AliasStatus::Missing => "missing",
        }
    }
}

/// What was decided about an id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Decision {
    /// Nothing yet.
    #[default]
    Open,
    /// A person chose a target and has not approved it.
    Picked {
        /// The chosen id.
        target: String,
    },
    /// Settled: this target goes into the alias map.
    Approved {
        /// The id to send to the target.
        target: String,
        /// Who settled it.
        by: Approver,
    },
}

/// Who approved a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approver {
    /// The target's catalogue: it lists the id, or lists it as an alias.
    Catalogue,
    /// A person.
    Person,
}

/// One id in use.
#[derive(Debug, Clone, PartialEq)]
pub struct AliasRow {
    /// The id as it stands in the code.
    pub source: String,
    /// How it stands in the target's catalogue.
    pub status: AliasStatus,
    /// The nearest ids of the target, nearest first, at most [`super::nearest::MOST_CANDIDATES`];
    /// empty unless the id is missing.
    pub candidates: Vec<Candidate>,
    /// What was decided.
    pub decision: Decision,
}

impl AliasRow {
    /// The target that was picked or approved.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match &self.decision {
            Decision::Open => None,
            Decision::Picked { target } | Decision::Approved { target, .. } => Some(target),
        }
    }

    /// The target, if it may be used.
    #[must_use]
    pub fn approved_target(&self) -> Option<&str> {
        if self.is_approved() { self.target() } else { None }
    }

    /// Whether the target may be used.
    #[must_use]
    pub const fn is_approved(&self) -> bool {
        matches!(self.decision, Decision::Approved { .. })
    }

    /// A person picks a target; blank means none. A changed target has to be approved anew.
    pub fn pick(&mut self, target: &str) {
        let target = target.trim();
        if target.is_empty() {
            self.decision = Decision::Open;
        } else if self.target() != Some(target) {
            self.decision = Decision::Picked { target: target.to_owned() };
        }
    }

    /// A person approves the target, or takes the approval back. Without a target nothing happens.
    pub fn approve(&mut self, approved: bool) {
        self.decision = match std::mem::take(&mut self.decision) {
            Decision::Picked { target } if approved => Decision::Approved { target, by: Approver::Person },
            Decision::Approved { target, .. } if !approved => Decision::Picked { target },
            unchanged => unchanged,
        };
    }

    /// Why the row stands as it does, in a sentence or two.
    #[must_use]
    pub fn evidence(&self) -> String {
        match (&self.status, self.candidates.first()) {
            (AliasStatus::Exact, _) => "The target lists this id.".to_owned(),
            (AliasStatus::Alias { of }, _) if is_moving(&self.source) => {
                format!(
                    "The target lists this id as a moving alias, today of `{of}`; it is kept, so that it still moves."
                )
            }
            (AliasStatus::Alias { of }, _) => format!("The target lists this id as an alias of `{of}`."),
            (AliasStatus::Missing, None) => "The target does not list this id, nor one like it.".to_owned(),
            (AliasStatus::Missing, Some(nearest)) => format!(
                "The target does not list this id. Nearest is `{}` ({}): {}.",
                nearest.id,
                nearest.confidence.word(),
                nearest.reason
            ),
        }
    }
}

/// Holds every id against the target's catalogue; the rows come in the order of the ids.
///
/// An id is looked up exactly as written first, its suffixes included: `x:free` and `x` are two listings. With an
/// empty catalogue every id is missing, so call this only with one that was read.
#[must_use]
pub fn validate<'a>(ids: &[String], catalogue: impl IntoIterator<Item = CatalogueEntry<'a>>) -> Vec<AliasRow> {
    validate_again(ids, catalogue, &[])
}

/// [`validate`], keeping what a person decided in earlier rows of the same ids. An approval of a target that the
/// catalogue does not list (any more) becomes a mere pick.
#[must_use]
pub fn validate_again<'a>(
    ids: &[String],
    catalogue: impl IntoIterator<Item = CatalogueEntry<'a>>,
    earlier: &[AliasRow],
) -> Vec<AliasRow> {
    let entries: Vec<CatalogueEntry<'a>> = catalogue.into_iter().collect();
    // The target resolves its alias table first, but a row of its own is the stronger statement, so it is put last.
    let mut listed: HashMap<&str, &str> = HashMap::new();
    for entry in &entries {
        for alias in entry.aliases {
            listed.entry(alias).or_insert(entry.id);
        }
    }
    for entry in &entries {
        listed.insert(entry.id, entry.id);
    }
    let decided: HashMap<&str, &Decision> = earlier
        .iter()
        .filter(|row| !matches!(row.decision, Decision::Open | Decision::Approved { by: Approver::Catalogue, .. }))
        .map(|row| (row.source.as_str(), &row.decision))
        .collect();
    // Most code bases hold only ids that are listed; the index is made when the first one is not.
    let mut index: Option<NearestIndex<'a>> = None;
    ids.iter()
        .map(|id| {
            let mut row = match listed.get(id.as_str()) {
                Some(of) if *of == id => row_of(id, AliasStatus::Exact, id),
                Some(of) => {
                    let target = if is_moving(id) { id } else { *of };
                    row_of(id, AliasStatus::Alias { of: (*of).to_owned() }, target)
                }
                None => AliasRow {
                    source: id.clone(),
                    status: AliasStatus::Missing,
                    candidates: index.get_or_insert_with(|| NearestIndex::new(&entries)).nearest(id),
                    decision: Decision::Open,
                },
            };
            match decided.get(id.as_str()) {
                Some(Decision::Approved { target, .. }) if !listed.contains_key(target.as_str()) => row.pick(target),
                Some(decision) => row.decision = (*decision).clone(),
                None => {}
            }
            row
        })
        .collect()
}

fn row_of(id: &str, status: AliasStatus, target: &str) -> AliasRow {
    AliasRow {
        source: id.to_owned(),
        status,
        candidates: Vec::new(),
        decision: Decision::Approved { target: target.to_owned(), by: Approver::Catalogue },
    }
}

/// Whether the name is meant to point to something newer one day; pinning it would change what the code asks for.
fn is_moving(id: &str) -> bool {
    id.ends_with("-latest")
}

#[cfg(test)]
mod tests;
