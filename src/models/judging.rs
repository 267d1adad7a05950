//! One id after another against both lists: status, rule, evidence, proving rows.
//! Not the weighing of names (that is `likeness`), and no decision of a person is made here.
//! **Invariant:** only a row of the target with that very id or alias, and still served, approves an id by itself.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::known;
use super::likeness::Sort;
use super::name::ModelName;
use super::nearest::{Candidate, Confidence, NearestIndex, Ranked, signature};
use super::row_conflict;
use super::source_index::SourceIndex;
use super::validation::{AliasRow, AliasStatus, Approver, Decision, Finding, Lists};
use crate::gateway::catalogue::ModelRow;
use crate::gateway::side::Side;

/// Two candidates whose costs are nearer than this are equally near, if the id leaves open which is meant.
const EQUALLY_NEAR: u32 = 45;

/// The names of a target's list, taken apart for the first id that is not listed: most code bases hold only ids that are.
#[derive(Debug, Clone, Default)]
pub(super) struct ListNames {
    /// What the target serves.
    served: Option<NearestIndex>,
    /// What it names and does not serve; asked only where nothing that it serves fits.
    unserved: Option<NearestIndex>,
}

/// Judges every id. `names` are those of `lists.target`, or empty.
pub(super) fn judge(ids: &[String], lists: Lists<'_>, names: &mut ListNames, earlier: &[AliasRow]) -> Vec<AliasRow> {
    let mut court = Court::new(lists, names);
    let decided: HashMap<&str, &Decision> = earlier
        .iter()
        .filter(|row| !matches!(row.decision, Decision::Open | Decision::Approved { by: Approver::Catalogue, .. }))
        .map(|row| (row.source.as_str(), &row.decision))
        .collect();
    ids.iter()
        .map(|id| {
            let mut row = court.row(id);
            match decided.get(id.as_str()) {
                Some(Decision::Approved { target, .. }) if !court.listed.contains_key(target.as_str()) => {
                    row.pick(target);
                }
                Some(decision) => row.decision = (*decision).clone(),
                None => {}
            }
            row
        })
        .collect()
}

struct Court<'a> {
    lists: Lists<'a>,
    /// Ids and aliases of the target.
    listed: HashMap<&'a str, &'a ModelRow, FxBuildHasher>,
    source: SourceIndex<'a>,
    names: &'a mut ListNames,
}

impl<'a> Court<'a> {
    fn new(lists: Lists<'a>, names: &'a mut ListNames) -> Self {
        // The target resolves its alias table first, but a row of its own is the stronger statement, so it is put last.
        let mut listed: HashMap<&str, &ModelRow, FxBuildHasher> = HashMap::default();
        for row in lists.target {
            for alias in &row.aliases {
                listed.entry(alias).or_insert(row);
            }
        }
        listed.extend(lists.target.iter().map(|row| (row.id.as_str(), row)));
        Court { lists, listed, source: SourceIndex::new(lists.source), names }
    }

    fn row(&mut self, id: &str) -> AliasRow {
        let here = self.source.find(id);
        match self.listed.get(id).copied() {
            Some(row) if row.is_served() => listed_row(id, here, row),
            Some(row) => self.unserved_row(id, here, row),
            None => self.unlisted_row(id, here),
        }
    }

    /// An id that the target names and does not serve, not yet or not any more.
    fn unserved_row(&mut self, id: &str, here: Option<&ModelRow>, row: &ModelRow) -> AliasRow {
        let name = ModelName::read(id);
        let mut ranked = self.nearest(&name, here);
        ranked.retain(|ranked| ranked.row != row.id);
        let mut candidates: Vec<Candidate> = ranked.into_iter().map(|ranked| ranked.candidate).collect();
        let (mut evidence, is_coming) = not_served(row);
        if let Some(replacement) = &row.replacement_id {
            evidence = format!("{evidence} It says to use `{replacement}` instead.");
            candidates.retain(|candidate| candidate.id != *replacement);
            if self.listed.get(replacement.as_str()).is_some_and(|row| row.is_served()) {
                let reason = "the target names it as the replacement; conflict: another model".to_owned();
                let named = Candidate { id: replacement.clone(), confidence: Confidence::Possible, reason };
                candidates.insert(0, named);
            }
        }
        AliasRow {
            source: id.to_owned(),
            status: if is_coming { AliasStatus::Missing } else { AliasStatus::Retired },
            finding: Finding {
                rule: if is_coming { "not served yet" } else { "retired at the target" }.to_owned(),
                confidence: Confidence::Certain,
                evidence,
                proof: proof_of(here, row),
            },
            candidates,
            decision: Decision::Open,
        }
    }

    fn unlisted_row(&mut self, id: &str, here: Option<&ModelRow>) -> AliasRow {
        let name = ModelName::read(id);
        let is_router = name.author.as_deref() == Some("openrouter")
            && (known::is_router(&name.name) || here.is_some_and(|row| row.price_varies));
        let ranked = if is_router { self.routers(&name) } else { self.ranked(id, &name, here) };
        let (status, rule, confidence, evidence) = if is_router {
            let own = ranked.first().map_or("The target's list names no such router.".to_owned(), |ranked| {
                format!("The target's nearest router is `{}`, and what it chooses from differs.", ranked.candidate.id)
            });
            let evidence = format!("A router of the source: it chooses a model for each request. {own}");
            (AliasStatus::Router, "router".to_owned(), Confidence::Certain, evidence)
        } else if let Some(preset) = &name.preset {
            let then = ranked
                .first()
                .map_or(String::new(), |ranked| format!(" Its model is nearest to `{}`.", ranked.candidate.id));
            let evidence = format!(
                "The preset `{preset}` is a setting of an account at the source and has to be made anew.{then}"
            );
            (AliasStatus::Preset, "preset".to_owned(), Confidence::Certain, evidence)
        } else {
            self.model_status(id, &name, here, &ranked)
        };
        let mut proof: Vec<(Side, String)> = here.map(|row| (Side::Source, row.id.clone())).into_iter().collect();
        let proving = match status {
            AliasStatus::Renamed | AliasStatus::Variant => 1,
            AliasStatus::Ambiguous => 2,
            _ => 0,
        };
        proof.extend(ranked.iter().take(proving).map(|ranked| (Side::Target, ranked.row.clone())));
        AliasRow {
            source: id.to_owned(),
            status,
            finding: Finding { rule, confidence, evidence, proof },
            candidates: ranked.into_iter().map(|ranked| ranked.candidate).collect(),
            decision: Decision::Open,
        }
    }

    /// The target's own routers, the most alike first; none where it is not known to have any.
    fn routers(&mut self, name: &ModelName) -> Vec<Ranked> {
        let author = self.lists.facts.map(|facts| facts.value.router_author).unwrap_or_default();
        if author.is_empty() {
            return Vec::new();
        }
        let own = ModelName::read(&format!("{author}/{}", name.name));
        let mut ranked = self.nearest(&own, None);
        ranked.retain(|ranked| ModelName::read(&ranked.row).author_key == own.author_key);
        ranked
    }

    fn model_status(
        &mut self,
        id: &str,
        name: &ModelName,
        here: Option<&ModelRow>,
        ranked: &[Ranked],
    ) -> (AliasStatus, String, Confidence, String) {
        let gone = here.filter(|row| !row.is_served()).map(|row| match &row.retires_at {
            Some(day) => format!("The source retired it on {day}."),
            None => "The source has retired it.".to_owned(),
        });
        let also = gone.as_ref().map(|gone| format!(" {gone}")).unwrap_or_default();
        let model = format!("{}/{}", name.author.as_deref().unwrap_or_default(), name.name);
        let known_gone = self.lists.facts.filter(|facts| facts.value.not_served.contains(&model.as_str()));
        let explained =
            ranked.first().filter(|first| first.sort != Sort::Other && !(known_gone.is_some() && first.open));
        let equal = explained.and_then(|first| ranked.iter().find(|other| is_equal(first, other)));
        if let Some(first) = explained.filter(|first| !first.successor || equal.is_some()) {
            let sentence = |ranked: &Ranked| format!("`{}`: {}", ranked.candidate.id, ranked.candidate.reason);
            if let Some(second) = equal {
                let evidence = format!(
                    "Several listings of the target fit, and the id does not say which. {}. {}.{also}",
                    sentence(first),
                    sentence(second)
                );
                return (AliasStatus::Ambiguous, "several fit".to_owned(), Confidence::Possible, evidence);
            }
            let (status, word) = if first.sort == Sort::Variant {
                (AliasStatus::Variant, "variant")
            } else {
                (AliasStatus::Renamed, "renamed")
            };
            let rule = format!("{word}: {}", first.rules.join(", "));
            let evidence = format!("The target does not list this id, but {}.{also}", sentence(first));
            return (status, rule, first.candidate.confidence, evidence);
        }
        let nearest = match ranked.first() {
            None => " Nothing in the target's list is like it.".to_owned(),
            Some(first) => format!(
                " Nearest is `{}` ({}): {}.",
                first.candidate.id,
                first.candidate.confidence.word(),
                first.candidate.reason
            ),
        };
        let retired = |rule: &str, why: &str| {
            (AliasStatus::Retired, rule.to_owned(), Confidence::Certain, format!("{why}{nearest}"))
        };
        if let Some(gone) = gone {
            return retired("retired at the source", &format!("The target does not list this id. {gone}"));
        }
        if let Some((row, reason)) = self.unserved(name, here) {
            let (said, is_coming) = not_served(row);
            let why = format!("The target does not list this id, but `{}`: {reason}. {said}", row.id);
            if !is_coming {
                return retired("retired at the target", &why);
            }
            let evidence = format!("{why}{nearest}");
            return (AliasStatus::Missing, "not served yet".to_owned(), Confidence::Certain, evidence);
        }
        if let Some(facts) = known_gone {
            let why = format!("On {} no provider of the target served `{model}`, by {}.", facts.as_of, facts.source);
            return retired("without a provider at the target", &why);
        }
        let in_disguise = name.author.as_deref() == Some("openrouter");
        if in_disguise && here.is_none() {
            let why = "The target does not list this id. Under `openrouter/` the source shows models whose maker is not told; they end without a replacement, and its list does not name this one.";
            return retired("model in disguise", why);
        }
        let why = if self.lists.is_cut {
            format!("What was read of the target's list does not name `{id}`; the list goes on, and may name it.")
        } else {
            format!("The target does not list `{id}`.")
        };
        (AliasStatus::Missing, "not listed".to_owned(), Confidence::Certain, format!("{why}{nearest}"))
    }

    /// The candidates of an id: first what the source's own list or a known meaning leads to.
    fn ranked(&mut self, id: &str, name: &ModelName, here: Option<&ModelRow>) -> Vec<Ranked> {
        let mut leads: Vec<(String, String)> = Vec::new();
        if let Some(row) = here.filter(|row| row.id != id && row.canonical_slug.as_deref() == Some(id)) {
            leads.push((row.id.clone(), format!("the source's list names `{id}` as the dated id of `{}`", row.id)));
        }
        if let Some(target) = here.and_then(|row| row.alias_target.as_ref()).filter(|_| !name.moving) {
            leads.push((target.clone(), format!("the source's list leads from `{id}` to `{target}`")));
        }
        let model = format!("{}/{}", name.author.as_deref().unwrap_or_default(), name.name);
        let meanings = self.lists.facts.map(|facts| facts.value.meanings).unwrap_or_default();
        let meant = meanings.iter().filter(|(source, ..)| *source == model);
        leads.extend(meant.map(|(_, target, reason)| ((*target).to_owned(), (*reason).to_owned())));
        let mut ranked: Vec<Ranked> = Vec::new();
        for (lead, reason) in leads {
            match self.listed.get(lead.as_str()) {
                Some(row) if row.is_served() => ranked.push(Ranked {
                    candidate: Candidate { id: lead.clone(), confidence: Confidence::Likely, reason },
                    row: row.id.clone(),
                    cost: 0,
                    sort: if name.suffixes.is_empty() { Sort::Renamed } else { Sort::Variant },
                    open: false,
                    successor: false,
                    rules: vec!["what the source says"],
                }),
                _ => ranked.extend(self.nearest(&ModelName::read(&lead), here).into_iter().map(|mut other| {
                    other.candidate.reason = format!("{reason}; {}", other.candidate.reason);
                    other
                })),
            }
        }
        for other in self.nearest(name, here) {
            if ranked.iter().all(|known| known.candidate.id != other.candidate.id) {
                ranked.push(other);
            }
        }
        ranked.truncate(super::nearest::MOST_CANDIDATES);
        ranked
    }

    fn nearest(&mut self, name: &ModelName, here: Option<&ModelRow>) -> Vec<Ranked> {
        let target = self.lists.target;
        let served = || NearestIndex::new(target, ModelRow::is_served);
        self.names.served.get_or_insert_with(served).nearest(target, name, here)
    }

    /// The row that the target names for this model and does not serve, and how it is known that it is the model.
    fn unserved(&mut self, name: &ModelName, here: Option<&ModelRow>) -> Option<(&'a ModelRow, String)> {
        let target = self.lists.target;
        let unserved = || NearestIndex::new(target, |row| !row.is_served());
        let ranked = self.names.unserved.get_or_insert_with(unserved).nearest(target, name, here);
        let first = ranked.into_iter().next().filter(|first| first.sort != Sort::Other && !first.successor)?;
        Some((self.listed.get(first.row.as_str()).copied()?, first.candidate.reason))
    }
}

/// Whether another candidate fits as well as the first, by name: one that only adds `-instruct` is the same model.
fn is_equal(first: &Ranked, other: &Ranked) -> bool {
    let slack = if first.open { EQUALLY_NEAR } else { 0 };
    let sign = |ranked: &Ranked| signature(&ModelName::read(&ranked.row));
    other.row != first.row
        && other.sort != Sort::Other
        && other.cost <= first.cost + slack
        && (first.open || other.cost == 0)
        && sign(first) != sign(other)
}

/// An id that the target lists, or lists as an alias.
fn listed_row(id: &str, here: Option<&ModelRow>, row: &ModelRow) -> AliasRow {
    let moving = id.ends_with("-latest");
    let (status, rule, mut evidence) = if row.id == id {
        (AliasStatus::Exact, "same id", "The target lists this id.".to_owned())
    } else {
        let of = row.id.clone();
        let evidence = if moving {
            format!("The target lists this id as a moving alias, today of `{of}`; it is kept, so that it still moves.")
        } else {
            format!("The target lists this id as an alias of `{of}`.")
        };
        (AliasStatus::Alias { of }, "alias of the target", evidence)
    };
    // The same id may still stand for another offer, and that is said.
    let said = match here {
        Some(here) => row_conflict::between(here, row).said,
        None => row_conflict::ending(row).into_iter().collect(),
    };
    if !said.is_empty() {
        evidence.push_str(&format!(" Its rows differ: {}.", said.join("; ")));
    }
    // Pinning a moving alias would change what the code asks for.
    let target = if moving || row.id == id { id } else { &row.id };
    AliasRow {
        source: id.to_owned(),
        status,
        finding: Finding {
            rule: rule.to_owned(),
            confidence: Confidence::Certain,
            evidence,
            proof: proof_of(here, row),
        },
        candidates: Vec::new(),
        decision: Decision::Approved { target: target.to_owned(), by: Approver::Catalogue },
    }
}

/// The rows of both lists that prove what an id of the target's list is.
fn proof_of(here: Option<&ModelRow>, row: &ModelRow) -> Vec<(Side, String)> {
    let source = here.map(|here| (Side::Source, here.id.clone()));
    source.into_iter().chain([(Side::Target, row.id.clone())]).collect()
}

/// What the target says of a row that it does not serve, and whether it is still to come.
fn not_served(row: &ModelRow) -> (String, bool) {
    let (word, is_coming) = row.unserved().unwrap_or_default();
    let when = if is_coming { "yet" } else { "any more" };
    (format!("The target names `{}` as {word} and does not serve it {when}.", row.id), is_coming)
}
