//! The ids that a code base uses, held against the target's catalogue: one row an id, one decision a row.
//! Not a translator: a similar name is not evidence, so nothing but the target's own word ever sets a target.
//! **Invariant:** a row is approved without a person only if the target lists the id itself or lists it as an alias.

use std::sync::Arc;

use super::judging::{self, ListNames};
use super::nearest::{Candidate, Confidence};
use crate::gateway::catalogue::ModelRow;
use crate::gateway::profile::{CatalogueFacts, Fact};
use crate::gateway::side::Side;

/// What a plain list of the target says of a model. Whole rows say more: [`validate_lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueEntry<'a> {
    /// The id as the target lists it.
    pub id: &'a str,
    /// Other names under which the target accepts it.
    pub aliases: &'a [String],
}

/// The model lists that ids are held against.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lists<'a> {
    /// The source's rows; none if its list was not read.
    pub source: &'a [ModelRow],
    /// The target's rows.
    pub target: &'a [ModelRow],
    /// What is known of single ids of this target beyond its list; `None` if nothing.
    pub facts: Option<Fact<CatalogueFacts>>,
    /// Whether the target's list stopped before its end, so that an id that is not in it may still be listed.
    pub is_cut: bool,
}

/// How an id stands in the target's catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AliasStatus {
    /// Listed, character for character.
    Exact,
    /// Listed as another name of a model.
    Alias {
        /// The id of that model.
        of: String,
    },
    /// Listed under another spelling of the same name: author, dots and dashes, date, `-instruct`, `-it`.
    Renamed,
    /// Listed with other suffixes, or without a word that is a parameter of the request.
    Variant,
    /// A router of the source, which chooses a model for each request.
    Router,
    /// A preset, which is a setting of an account.
    Preset,
    /// Gone, here or there.
    Retired,
    /// Several listings fit equally.
    Ambiguous,
    /// Not listed.
    Missing,
}

impl AliasStatus {
    /// The words of all of them, in the order of a summary.
    pub const WORDS: [&'static str; 9] =
        ["exact", "alias", "renamed", "variant", "router", "preset", "retired", "ambiguous", "missing"];

    /// The word used in tables and in the case file.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            AliasStatus::Exact => "exact",
            AliasStatus::Alias { .. } => "alias",
            AliasStatus::Renamed => "renamed",
            AliasStatus::Variant => "variant",
            AliasStatus::Router => "router",
            AliasStatus::Preset => "preset",
            AliasStatus::Retired => "retired",
            AliasStatus::Ambiguous => "ambiguous",
            AliasStatus::Missing => "missing",
        }
    }

    /// Reads the word back; an alias is one of the given id, and an unknown word is a missing id.
    #[must_use]
    pub fn parse(word: &str, of: &str) -> AliasStatus {
        match word {
            "exact" => AliasStatus::Exact,
            "alias" => AliasStatus::Alias { of: of.to_owned() },
            "renamed" => AliasStatus::Renamed,
            "variant" => AliasStatus::Variant,
            "router" => AliasStatus::Router,
            "preset" => AliasStatus::Preset,
            "retired" => AliasStatus::Retired,
            "ambiguous" => AliasStatus::Ambiguous,
            _ => AliasStatus::Missing,
        }
    }

    /// Whether the target itself says so: only these are approved without a person.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        matches!(self, AliasStatus::Exact | AliasStatus::Alias { .. })
    }
}

/// What the status stands on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The rule that gave the status: `same id`, `renamed: author, date` …
    pub rule: String,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// Why, in a sentence or two.
    pub evidence: String,
    /// The rows that prove it: side and id.
    pub proof: Vec<(Side, String)>,
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
    /// What the status stands on.
    pub finding: Finding,
    /// The nearest ids of the target, nearest first, at most [`super::nearest::MOST_CANDIDATES`];
    /// empty if the target lists the id.
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

    /// The id of the source's row that the finding stands on, which code may spell otherwise.
    #[must_use]
    pub fn source_row_id(&self) -> Option<&str> {
        let proof = self.finding.proof.iter().find(|(side, _)| *side == Side::Source);
        proof.map(|(_, id)| id.as_str())
    }

    /// The id at the target that this one is compared with: the one chosen, else the nearest.
    #[must_use]
    pub fn compared_id(&self) -> Option<&str> {
        self.target().or_else(|| self.candidates.first().map(|candidate| candidate.id.as_str()))
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
        self.finding.evidence.clone()
    }
}

/// Holds every id against a plain list of the target; the rows come in the order of the ids.
#[must_use]
pub fn validate<'a>(ids: &[String], catalogue: impl IntoIterator<Item = CatalogueEntry<'a>>) -> Vec<AliasRow> {
    let row = |entry: CatalogueEntry<'a>| ModelRow {
        id: entry.id.to_owned(),
        aliases: entry.aliases.to_vec(),
        ..ModelRow::default()
    };
    let target: Vec<ModelRow> = catalogue.into_iter().map(row).collect();
    validate_lists(ids, Lists { target: &target, ..Lists::default() }, &[])
}

/// Holds every id against the lists of both sides; the rows come in the order of the ids.
///
/// What a person decided in earlier rows of the same ids is kept; an approval of a target that the list does not name
/// (any more) becomes a mere pick. An id is looked up exactly as written first, its suffixes included: `x:free` and `x`
/// are two listings. With an empty list every id is missing, so call this only with one that was read.
#[must_use]
pub fn validate_lists(ids: &[String], lists: Lists<'_>, earlier: &[AliasRow]) -> Vec<AliasRow> {
    judging::judge(ids, lists, &mut ListNames::default(), earlier)
}

/// The target's list with its names taken apart, for whoever validates by the same list again and again.
/// **Invariant:** the names are those of these rows.
#[derive(Debug, Clone)]
pub struct PreparedTarget {
    rows: Arc<Vec<ModelRow>>,
    names: ListNames,
}

impl PreparedTarget {
    /// Nothing is taken apart before it is needed.
    #[must_use]
    pub fn new(rows: Arc<Vec<ModelRow>>) -> Self {
        PreparedTarget { rows, names: ListNames::default() }
    }

    /// Whether it is the list of these very rows.
    #[must_use]
    pub fn is_of(&self, rows: &Arc<Vec<ModelRow>>) -> bool {
        Arc::ptr_eq(&self.rows, rows)
    }

    /// As [`validate_lists`], with what `lists` makes of the rows of this list.
    #[must_use]
    pub fn validate<'a>(
        &'a mut self,
        ids: &[String],
        lists: impl FnOnce(&'a [ModelRow]) -> Lists<'a>,
        earlier: &[AliasRow],
    ) -> Vec<AliasRow> {
        judging::judge(ids, lists(&self.rows), &mut self.names, earlier)
    }
}

#[cfg(test)]
mod tests;
