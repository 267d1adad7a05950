//! The ids of a catalogue that are most like a missing one, nearest first, each with its reason.
//! Not a decision: the list is for a person, and its first place means no more than that.
//! **Invariant:** words, sizes and versions rank; edit distance only breaks ties and finds misspellings.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::likeness::{Likeness, Sort};
use super::name::{ModelName, WordKind};
use super::row_conflict;
use crate::gateway::catalogue::ModelRow;

/// How many candidates a person is asked to read.
pub const MOST_CANDIDATES: usize = 5;

/// How many listings are compared in full; chosen by the words that they share with the id.
const SHORT_LIST: usize = 20;

/// How sure it is that a candidate is the same model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The target's list says so itself.
    Certain,
    /// Nothing speaks against it: only spelling habits of the two gateways differ.
    Likely,
    /// The same family and version, but something is dropped or added that may matter.
    Possible,
    /// Another size, version or sibling, or alike in spelling only.
    Weak,
}

impl Confidence {
    /// The word shown and stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
            Confidence::Possible => "possible",
            Confidence::Weak => "weak",
        }
    }

    /// Reads the word back; an unknown word is the weakest.
    #[must_use]
    pub fn parse(word: &str) -> Confidence {
        [Confidence::Certain, Confidence::Likely, Confidence::Possible]
            .into_iter()
            .find(|known| known.word() == word)
            .unwrap_or(Confidence::Weak)
    }
}

/// An id of the target that may be what a missing id means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Candidate {
    /// The id, as the target lists it.
    pub id: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is alike and what is not, in words, without a full stop.
    pub reason: String,
}

/// A candidate and what its status follows from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ranked {
    pub candidate: Candidate,
    /// The id of the row that it stands on; another than the candidate's if that is an alias.
    pub row: String,
    /// What all differences cost.
    pub cost: u32,
    /// What the differences amount to.
    pub sort: Sort,
    /// Whether one name says something of the model that the other leaves open.
    pub open: bool,
    /// Whether it has a version after the first one, and the wanted name has none.
    pub successor: bool,
    /// The habits that explain the differences.
    pub rules: Vec<&'static str>,
}

/// A catalogue prepared for many questions. It names rows by their position, so that it can be kept beside them.
#[derive(Debug, Clone)]
pub(super) struct NearestIndex {
    listings: Vec<Listing>,
    /// What names are found by, with its weight and the listings that have it.
    holders: HashMap<Key, (f32, Vec<usize>), FxBuildHasher>,
    /// Room for one question: what each listing shares with the id. All zero between questions.
    shared: Vec<f32>,
}

/// A name under which the target can be asked for a model.
#[derive(Debug, Clone)]
struct Listing {
    /// The position of its row.
    row: usize,
    /// The position of the alias in its row, if the name is one.
    alias: Option<usize>,
    name: ModelName,
    letters: u32,
}

impl Listing {
    /// Its row, and the alias if it is one.
    fn of<'a>(&self, rows: &'a [ModelRow]) -> Option<(&'a ModelRow, Option<&'a str>)> {
        let row = rows.get(self.row)?;
        let alias = self.alias.and_then(|position| row.aliases.get(position));
        Some((row, alias.map(String::as_str)))
    }
}

impl NearestIndex {
    /// Takes the ids of those rows apart that are wanted, once.
    pub fn new(rows: &[ModelRow], wanted: impl Fn(&ModelRow) -> bool) -> Self {
        let mut listings = Vec::with_capacity(rows.len());
        let rows = || rows.iter().enumerate().filter(|(_, row)| wanted(row));
        let ids: HashSet<&str, FxBuildHasher> = rows().map(|(_, row)| row.id.as_str()).collect();
        for (position, row) in rows() {
            // A row of its own is the stronger statement.
            let aliases = row.aliases.iter().enumerate().filter(|(_, alias)| !ids.contains(alias.as_str()));
            let aliases = aliases.map(|(alias, name)| (Some(alias), name));
            for (alias, name) in std::iter::once((None, &row.id)).chain(aliases) {
                let name = ModelName::read(name);
                let letters = letters(&name.name);
                listings.push(Listing { row: position, alias, name, letters });
            }
        }
        let mut holders: HashMap<Key, (f32, Vec<usize>), FxBuildHasher> = HashMap::default();
        for (position, listing) in listings.iter().enumerate() {
            for key in keys(&listing.name) {
                let (_, positions) = holders.entry(key).or_default();
                if positions.last() != Some(&position) {
                    positions.push(position);
                }
            }
        }
        for (key, (weight, positions)) in &mut holders {
            // A word that half the catalogue has tells little; one that two ids have tells much.
            let rarity = (listings.len() as f32 / positions.len() as f32 + 1.0).ln();
            *weight = if key.sort == KeySort::Author { rarity / 2.0 } else { rarity };
        }
        let shared = vec![0.0; listings.len()];
        NearestIndex { listings, holders, shared }
    }

    /// The nearest ids, at most [`MOST_CANDIDATES`]; `rows` are those that the index was made of. What the source's own
    /// row of the id says lowers those that it does not fit.
    pub fn nearest(&mut self, rows: &[ModelRow], wanted: &ModelName, source: Option<&ModelRow>) -> Vec<Ranked> {
        if wanted.words.is_empty() {
            // A mere preset is a setting of an account, whatever its name is like.
            return Vec::new();
        }
        let mut judged: Vec<_> = self
            .short_list(wanted)
            .into_iter()
            .filter_map(|position| {
                let listing = self.listings.get(position)?;
                let likeness = Likeness::between(wanted, &listing.name)?;
                let (row, alias) = listing.of(rows)?;
                let conflict = source.map(|source| row_conflict::between(source, row)).unwrap_or_default();
                // Spelling decides only between those that are equal otherwise.
                let order = (likeness.cost + conflict.cost, Reverse(likeness.newest()), likeness.unlike());
                Some((order, (alias, row), likeness, conflict))
            })
            .collect();
        judged.sort_unstable_by(|(order, (alias, row), ..), (other, (other_alias, other_row), ..)| {
            order.cmp(other).then_with(|| (alias, &row.id).cmp(&(other_alias, &other_row.id)))
        });
        let mut found: Vec<Ranked> = Vec::with_capacity(MOST_CANDIDATES);
        for (_, (alias, row), likeness, conflict) in judged {
            if found.len() >= MOST_CANDIDATES {
                break;
            }
            // An alias that moves goes on moving, so it is the alias that is proposed, and its model of today after it.
            let moving = alias.filter(|alias| alias.ends_with("-latest") && wanted.moving);
            let ids = [moving, Some(row.id.as_str())];
            for id in ids.into_iter().flatten() {
                if found.len() >= MOST_CANDIDATES || found.iter().any(|other| other.candidate.id == id) {
                    continue;
                }
                let mut reason = likeness.reason();
                match alias {
                    Some(alias) if alias == id => {
                        reason.push_str(&format!("; a moving alias, today of `{}`", row.id));
                    }
                    Some(alias) => reason.push_str(&format!("; found by its alias `{alias}`")),
                    None => {}
                }
                for said in &conflict.said {
                    reason.push_str("; ");
                    reason.push_str(said);
                }
                let confidence = conflict.confidence.map_or(likeness.confidence, |most| likeness.confidence.max(most));
                found.push(Ranked {
                    candidate: Candidate { id: id.to_owned(), confidence, reason },
                    row: row.id.clone(),
                    cost: likeness.cost + conflict.cost,
                    sort: if conflict.confidence == Some(Confidence::Weak) { Sort::Other } else { likeness.sort() },
                    open: likeness.is_open(),
                    successor: likeness.is_successor(),
                    rules: likeness.rules(),
                });
            }
        }
        found
    }

    /// The listings that share most with a name; if none shares a word, those of like letters.
    fn short_list(&mut self, wanted: &ModelName) -> Vec<usize> {
        let mut touched: Vec<usize> = Vec::new();
        let mut family = false;
        for key in keys(wanted) {
            if let Some((weight, positions)) = self.holders.get(&key) {
                family |= key.sort == KeySort::Word;
                for position in positions {
                    if let Some(shared) = self.shared.get_mut(*position) {
                        if *shared == 0.0 {
                            touched.push(*position);
                        }
                        *shared += weight;
                    }
                }
            }
        }
        let mut short_list: Vec<(usize, f32)> = touched
            .into_iter()
            .filter_map(|position| Some((position, std::mem::take(self.shared.get_mut(position)?))))
            .collect();
        if !family {
            let letters = letters(&wanted.name);
            let alike = self.listings.iter().enumerate().filter(|(_, listing)| {
                let lengths = listing.name.name.len().abs_diff(wanted.name.len());
                lengths <= 4 && (letters ^ listing.letters).count_ones() <= 4
            });
            // What the author shares is no family, so that a listing may be here already; it is proposed once.
            short_list.extend(alike.map(|(position, _)| (position, 0.0)));
        } else if short_list.len() > SHORT_LIST {
            let by_weight =
                |one: &(usize, f32), other: &(usize, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
            short_list.select_nth_unstable_by(SHORT_LIST, by_weight);
            short_list.truncate(SHORT_LIST);
        }
        short_list.into_iter().map(|(position, _)| position).collect()
    }
}

/// What a name is found by. Texts are known by their hash: two that share one would only be compared in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    sort: KeySort,
    hash: u64,
}

/// What a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum KeySort {
    /// A telling word.
    Word,
    /// The author.
    Author,
    /// All telling words together.
    Signature,
}

/// What a name is found by: its telling words, its author, and all of its telling words together, in whatever order.
fn keys(name: &ModelName) -> impl Iterator<Item = Key> {
    let words = name.words.iter().filter(|word| word.kind != WordKind::Filler);
    let words = words.map(|word| Key { sort: KeySort::Word, hash: FxBuildHasher.hash_one(&word.text) });
    let all = words.clone().fold(1_u64, |all, word| all.wrapping_add(word.hash));
    let author = Key { sort: KeySort::Author, hash: FxBuildHasher.hash_one(&name.author_key) };
    let author = (!name.author_key.is_empty()).then_some(author);
    words.chain(author).chain([Key { sort: KeySort::Signature, hash: all }])
}

/// All telling words of a name, in the order of the alphabet.
pub(super) fn signature(name: &ModelName) -> String {
    let telling = name.words.iter().filter(|word| word.kind != WordKind::Filler);
    let mut words: Vec<&str> = telling.map(|word| word.text.as_str()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// Which letters a name has, as bits.
fn letters(name: &str) -> u32 {
    name.bytes().filter(u8::is_ascii_lowercase).fold(0, |letters, byte| letters | 1 << (byte - b'a'))
}

#[cfg(test)]
mod tests;
