//! The ids of a catalogue that are most like a missing one, nearest first, each with its reason.
//! Not a decision: the list is for a person, and its first place means no more than that.
//! **Invariant:** words, sizes and versions rank; edit distance only breaks ties and finds misspellings.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::likeness::Likeness;
use super::name::{ModelName, WordKind};
use super::validation::CatalogueEntry;

/// How many candidates a person is asked to read.
pub const MOST_CANDIDATES: usize = 5;

/// How many listings are compared in full; chosen by the words that they share with the id.
const SHORT_LIST: usize = 40;

/// How sure it is that a candidate is the same model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
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
            Confidence::Likely => "likely",
            Confidence::Possible => "possible",
            Confidence::Weak => "weak",
        }
    }

    /// Reads the word back; an unknown word is the weakest.
    #[must_use]
    pub fn parse(word: &str) -> Confidence {
        [Confidence::Likely, Confidence::Possible]
            .into_iter()
            .find(|known| known.word() == word)
            .unwrap_or(Confidence::Weak)
    }
}

/// An id of the target that may be what a missing id means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The id, as the target lists it.
    pub id: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is alike and what is not, in words, without a full stop.
    pub reason: String,
}

/// A catalogue prepared for many questions.
pub(super) struct NearestIndex<'a> {
    listings: Vec<Listing<'a>>,
    /// Each word and author key, with its weight and the listings that have it.
    holders: HashMap<String, (f32, Vec<usize>)>,
}

/// A name under which the target can be asked for a model.
struct Listing<'a> {
    /// The id to propose.
    id: &'a str,
    /// The alias, if the name is one.
    alias: Option<&'a str>,
    name: ModelName,
    letters: u32,
}

impl<'a> NearestIndex<'a> {
    /// Takes all ids of the catalogue apart, once.
    pub fn new(entries: &[CatalogueEntry<'a>]) -> Self {
        let mut listings = Vec::new();
        for entry in entries {
            let aliases = entry.aliases.iter().map(|alias| (entry.id, Some(alias.as_str())));
            for (id, alias) in std::iter::once((entry.id, None)).chain(aliases) {
                let name = ModelName::read(alias.unwrap_or(id));
                let letters = letters(&name.name);
                listings.push(Listing { id, alias, name, letters });
            }
        }
        let mut holders: HashMap<String, (f32, Vec<usize>)> = HashMap::new();
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
            *weight = if key.starts_with('/') { rarity / 2.0 } else { rarity };
        }
        NearestIndex { listings, holders }
    }

    /// The nearest ids, at most [`MOST_CANDIDATES`].
    pub fn nearest(&self, id: &str) -> Vec<Candidate> {
        let wanted = ModelName::read(id);
        if wanted.author.as_deref() == Some("@preset") {
            // A preset is a setting of an account, whatever its name is like.
            return Vec::new();
        }
        let mut ranked: Vec<(Likeness<'_>, &Listing<'a>)> = self
            .short_list(&wanted)
            .into_iter()
            .filter_map(|position| self.listings.get(position))
            .filter_map(|listing| Some((Likeness::between(&wanted, &listing.name)?, listing)))
            .collect();
        ranked.sort_by_key(|(likeness, listing)| (likeness.cost, listing.alias, listing.id));
        // Spelling is the dear part, and it decides only between equals; the far end of the list needs none.
        let last = ranked.get(2 * MOST_CANDIDATES).map_or(u32::MAX, |(likeness, _)| likeness.cost);
        ranked.retain(|(likeness, _)| likeness.cost <= last);
        ranked.sort_by_cached_key(|(likeness, listing)| {
            (likeness.cost, Reverse(likeness.newest()), likeness.unlike(), listing.alias, listing.id)
        });
        let mut candidates: Vec<Candidate> = Vec::new();
        for (likeness, listing) in ranked {
            if candidates.len() == MOST_CANDIDATES {
                break;
            }
            if candidates.iter().all(|candidate| candidate.id != listing.id) {
                let mut reason = likeness.reason();
                if let Some(alias) = listing.alias {
                    reason.push_str(&format!("; found by its alias `{alias}`"));
                }
                candidates.push(Candidate { id: listing.id.to_owned(), confidence: likeness.confidence, reason });
            }
        }
        candidates
    }

    /// The listings that share most with a name; if none shares a word, those of like letters.
    fn short_list(&self, wanted: &ModelName) -> Vec<usize> {
        let mut shared: HashMap<usize, f32> = HashMap::new();
        let mut family = false;
        for key in keys(wanted) {
            if let Some((weight, positions)) = self.holders.get(&key) {
                family |= !key.starts_with('/');
                for position in positions {
                    *shared.entry(*position).or_default() += weight;
                }
            }
        }
        if !family {
            let letters = letters(&wanted.name);
            for (position, listing) in self.listings.iter().enumerate() {
                let lengths = listing.name.name.len().abs_diff(wanted.name.len());
                if lengths <= 4 && (letters ^ listing.letters).count_ones() <= 4 {
                    shared.entry(position).or_default();
                }
            }
        }
        let mut short_list: Vec<(usize, f32)> = shared.into_iter().collect();
        let by_weight = |one: &(usize, f32), other: &(usize, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
        if family && short_list.len() > SHORT_LIST {
            short_list.select_nth_unstable_by(SHORT_LIST, by_weight);
            short_list.truncate(SHORT_LIST);
        }
        short_list.into_iter().map(|(position, _)| position).collect()
    }
}

/// What a name is found by: its telling words, and its author after a slash.
fn keys(name: &ModelName) -> impl Iterator<Item = String> {
    let words = name.words.iter().filter(|word| word.kind != WordKind::Filler).map(|word| word.text.clone());
    words.chain((!name.author_key.is_empty()).then(|| format!("/{}", name.author_key)))
}

/// Which letters a name has, as bits.
fn letters(name: &str) -> u32 {
    name.bytes().filter(u8::is_ascii_lowercase).fold(0, |letters, byte| letters | 1 << (byte - b'a'))
}

#[cfg(test)]
mod tests;
