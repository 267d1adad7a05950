//! Which words of two names are the same, which differ only in how they are written, and which are left.
//! Not the judgement of what is left.
//! **Invariant:** every word of both names ends in exactly one place.

use strsim::osa_distance;

use super::{ModelName, Word, WordKind};
use crate::models::date;
use crate::models::release::version_of;

/// The words of two names, sorted out. The fields are those of [`super::Likeness`].
pub(super) struct Matched<'a> {
    pub lost: Vec<&'a Word>,
    pub gained: Vec<&'a Word>,
    pub misspelt: Vec<(&'a Word, &'a Word)>,
    pub respelt: Vec<(&'a Word, &'a Word)>,
    pub released: Option<(&'a Word, &'a Word)>,
    pub other_release: Option<&'static str>,
}

/// Sorts the words of two names out; `None` if they share nothing of a name.
pub(super) fn between<'a>(wanted: &'a ModelName, found: &'a ModelName) -> Option<Matched<'a>> {
    let mut gained: Vec<&Word> = found.words.iter().collect();
    let mut lost = Vec::new();
    let mut related = false;
    for word in &wanted.words {
        match gained.iter().position(|other| other.kind == word.kind && other.text == word.text) {
            Some(position) => {
                // The order of the rest is the order of the name.
                gained.remove(position);
                // `mini` or `70b` in common makes no kinship; a name or a version like `o3` does.
                related |= match word.kind {
                    WordKind::Name => true,
                    WordKind::Version => word.text.bytes().any(|byte| byte.is_ascii_alphabetic()),
                    _ => false,
                };
            }
            None => lost.push(word),
        }
    }
    // Most names of a catalogue share no more than a word: those are done here.
    if !related && !lost.iter().any(|word| word.kind == WordKind::Name) {
        return None;
    }
    let mut matched =
        Matched { lost, gained, misspelt: Vec::new(), respelt: Vec::new(), released: None, other_release: None };
    matched.respelt = take_pairs(&mut matched.lost, &mut matched.gained, |one, other| match (one.kind, other.kind) {
        (WordKind::Date, WordKind::Date) => date::agree(&one.text, &other.text),
        (WordKind::Version, WordKind::Version) => same_without_dot(&one.text, &other.text),
        _ => false,
    });
    matched.take_release(wanted, found);
    matched.misspelt = take_pairs(&mut matched.lost, &mut matched.gained, is_slip);
    related |= matched.misspelt.iter().any(|(one, other)| one.kind == WordKind::Name && other.kind == WordKind::Name);
    related.then_some(matched)
}

impl<'a> Matched<'a> {
    /// A date on one side and a version on the other may be one release.
    fn take_release(&mut self, wanted: &'a ModelName, found: &'a ModelName) {
        for (dated, from_wanted) in [(wanted, true), (found, false)] {
            let (dates, versions) = if from_wanted { (&self.lost, &self.gained) } else { (&self.gained, &self.lost) };
            let date_word = dates.iter().copied().find(|word| word.kind == WordKind::Date);
            let version_word = versions.iter().copied().find(|word| word.kind == WordKind::Version);
            let Some(date_word) = date_word else { continue };
            let month = date::short_month(&date_word.text);
            let version = month.and_then(|month| version_of(&dated.author_key, &dated.family(), month));
            let Some(version_word) = version_word else {
                // Both name the version, and one the day of its release as well: the day says nothing new.
                let said = dated
                    .words
                    .iter()
                    .find(|word| word.kind == WordKind::Version && version == Some(word.text.as_str()));
                if let Some(said) = said {
                    self.lost.retain(|word| !std::ptr::eq(*word, date_word));
                    self.gained.retain(|word| !std::ptr::eq(*word, date_word));
                    self.respelt.push((date_word, said));
                }
                continue;
            };
            if version == Some(version_word.text.as_str()) {
                let (one, other) = if from_wanted { (date_word, version_word) } else { (version_word, date_word) };
                self.lost.retain(|word| !std::ptr::eq(*word, one));
                self.gained.retain(|word| !std::ptr::eq(*word, other));
                self.released = Some((one, other));
            } else if version.is_some() {
                self.other_release = version;
            }
        }
    }
}

/// `l3.1` and `l31`.
fn same_without_dot(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    one.contains('.') != other.contains('.')
        && digits(one) >= 2
        && one.bytes().filter(|byte| *byte != b'.').eq(other.bytes().filter(|byte| *byte != b'.'))
}

/// Whether one slip tells two words apart: a letter too many, too few, wrong or swapped.
fn is_slip(one: &Word, other: &Word) -> bool {
    let may_slip = |kind| matches!(kind, WordKind::Name | WordKind::Sibling | WordKind::Stage | WordKind::Filler);
    // Two words that are both known are two things: `lite` is no slip of `live`.
    let is_known = |kind| matches!(kind, WordKind::Sibling | WordKind::Stage);
    let slips = if one.text.len().max(other.text.len()) > 7 { 2 } else { 1 };
    // Each slip changes at most two of the letters that a word has: most pairs are told apart by that alone.
    let letters = |word: &Word| word.text.bytes().fold(0_u32, |letters, byte| letters | 1 << (byte & 31));
    !(is_known(one.kind) && is_known(other.kind))
        && may_slip(one.kind)
        && may_slip(other.kind)
        && one.text.len().min(other.text.len()) >= 3
        && one.text.len().abs_diff(other.text.len()) <= slips
        && (letters(one) ^ letters(other)).count_ones() <= 2 * slips as u32
        && osa_distance(&one.text, &other.text) <= slips
}

/// Takes pairs of words out of both lists.
fn take_pairs<'a>(
    lost: &mut Vec<&'a Word>,
    gained: &mut Vec<&'a Word>,
    is_pair: fn(&Word, &Word) -> bool,
) -> Vec<(&'a Word, &'a Word)> {
    let mut pairs = Vec::new();
    lost.retain(|word| match gained.iter().position(|other| is_pair(word, other)) {
        Some(position) => {
            pairs.push((*word, gained.remove(position)));
            false
        }
        None => true,
    });
    pairs
}
