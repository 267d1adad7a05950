//! How one model name differs from another: what it costs, how sure it leaves one, and which habits explain it.
//! Not a measure of models: two names can differ in one letter and stand for different things.
//! **Invariant:** a different size, version, date, sibling or name is never better than weak, and is always said.

mod matching;
mod reason;

use super::name::{ModelName, Word, WordKind};
use super::nearest::Confidence;

/// Differences beyond this are no likeness.
const DEAREST: u32 = 700;

/// The likeness of a catalogue's name to a wanted one.
pub(super) struct Likeness<'a> {
    wanted: &'a ModelName,
    found: &'a ModelName,
    /// Words of the wanted name that the found one lacks.
    lost: Vec<&'a Word>,
    /// Words of the found name that the wanted one lacks.
    gained: Vec<&'a Word>,
    /// Words that only a slip of the fingers tells apart.
    misspelt: Vec<(&'a Word, &'a Word)>,
    /// A date written in two ways, or a version with and without its dot.
    respelt: Vec<(&'a Word, &'a Word)>,
    /// A date and the version that the author published on it, in the order wanted, found.
    released: Option<(&'a Word, &'a Word)>,
    /// The version that the wanted date stands for, where the found name says another.
    other_release: Option<&'static str>,
    /// The sum of all differences; 0 is the same name.
    pub cost: u32,
    /// How sure it leaves one.
    pub confidence: Confidence,
    /// Differences that leave it open whether it is the same model; two of them together are a weak likeness.
    doubts: usize,
    /// Whether something differs that tells models apart.
    conflict: bool,
}

/// What the differences of two names amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Habits of the two gateways explain all of it.
    Renamed,
    /// The same, and a suffix or a word that stands for a parameter.
    Variant,
    /// Something is left that no habit explains.
    Other,
}

/// A word of a name that is a parameter of the request elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parameter {
    /// `o3-mini-high`
    Effort,
    /// `claude-opus-4.7-fast`
    Tier,
}

impl<'a> Likeness<'a> {
    /// Compares two names; `None` if they have nothing of a name in common.
    pub fn between(wanted: &'a ModelName, found: &'a ModelName) -> Option<Self> {
        let matched = matching::between(wanted, found)?;
        let mut likeness = Likeness {
            wanted,
            found,
            lost: matched.lost,
            gained: matched.gained,
            misspelt: matched.misspelt,
            respelt: matched.respelt,
            released: matched.released,
            other_release: matched.other_release,
            cost: 0,
            confidence: Confidence::Likely,
            doubts: 0,
            conflict: false,
        };
        likeness.weigh_around();
        likeness.weigh_words();
        (likeness.cost <= DEAREST).then_some(likeness)
    }

    fn add(&mut self, cost: u32, confidence: Confidence) {
        self.cost += cost;
        self.confidence = self.confidence.max(confidence);
    }

    fn conflict(&mut self, cost: u32) {
        self.add(cost, Confidence::Weak);
        self.conflict = true;
    }

    /// Author, suffixes, preset.
    fn weigh_around(&mut self) {
        use Confidence::{Likely, Possible, Weak};
        let (wanted, found) = (self.wanted, self.found);
        if wanted.author.is_none() || found.author.is_none() {
            let repeated = [(wanted, found), (found, wanted)].iter().any(|(with, without)| {
                with.author.is_some() && without.words.first().is_some_and(|word| with.is_author(word))
            });
            let cost = if wanted.author == found.author { 0 } else { 20 };
            self.add(cost, if repeated { Likely } else { Possible });
        } else if wanted.author_key != found.author_key {
            self.add(150, Possible);
        } else if wanted.author != found.author {
            self.add(10, Likely);
        }
        if is_router(wanted) || wanted.preset.is_some() {
            self.add(0, Possible);
        }
        for suffix in wanted.suffixes.iter().filter(|suffix| !found.suffixes.contains(suffix)) {
            let (cost, confidence) = match suffix.as_str() {
                "nitro" | "floor" | "exacto" | "beta" => (30, Likely),
                _ => (60, Possible),
            };
            self.add(cost, confidence);
        }
        for _ in found.suffixes.iter().filter(|suffix| !wanted.suffixes.contains(suffix)) {
            self.add(180, Weak);
        }
    }

    fn weigh_words(&mut self) {
        use Confidence::{Likely, Possible, Weak};
        for _ in 0..self.misspelt.len() {
            self.conflict(90);
        }
        self.add(5 * self.respelt.len() as u32, Likely);
        if self.released.is_some() {
            self.add(20, Possible);
        }
        if self.other_release.is_some() {
            self.conflict(200);
        }
        for (kind, both, only_lost, only_gained) in [
            (WordKind::Size, 350, (80, Possible), (80, Possible)),
            (WordKind::Version, 300, (200, Weak), (90, Possible)),
            (WordKind::Date, 150, (50, Possible), (50, Possible)),
        ] {
            let (cost, confidence) = match (count(&self.lost, kind), count(&self.gained, kind)) {
                (0, 0) => continue,
                // A name without a version is as a rule the first.
                (_, 0) | (0, _) if kind == WordKind::Version && self.only_first_versions() => (50, Possible),
                (_, 0) => only_lost,
                (0, _) => only_gained,
                _ => (both, Weak),
            };
            if confidence == Weak {
                self.conflict(cost)
            } else {
                self.add(cost, confidence)
            }
            self.doubts += 1;
        }
        for _ in 0..count(&self.lost, WordKind::Filler) + count(&self.gained, WordKind::Filler) {
            self.add(10, Likely);
        }
        if self.parameter().is_some() {
            self.add(60, Possible);
        }
        let moves = self.is_moving();
        let siblings = count(&self.lost, WordKind::Sibling) + count(&self.gained, WordKind::Sibling);
        for _ in 0..siblings.saturating_sub(usize::from(self.parameter().is_some())) {
            self.conflict(250);
        }
        for _ in 0..count(&self.lost, WordKind::Stage) + count(&self.gained, WordKind::Stage) {
            // The newest of a family may well be a preview.
            if moves { self.add(0, Possible) } else { self.conflict(120) }
        }
        let (wanted, found) = (self.wanted, self.found);
        let names: Vec<&Word> =
            self.lost.iter().chain(&self.gained).copied().filter(|word| word.kind == WordKind::Name).collect();
        // `minimax-m2-her` and `m2-her` of the author `minimax`: said twice or once, it is one name.
        let telling = names.iter().filter(|word| !found.is_author(word) && !wanted.is_author(word)).count();
        self.add(20 * (names.len() - telling) as u32, if names.is_empty() { Likely } else { Possible });
        for _ in 0..telling {
            self.conflict(100);
        }
        if telling > 0 && wanted.author_key != found.author_key {
            // Another author's model of a longer name is most often a model made out of this one.
            self.add(150, Weak);
        }
        if self.doubts > 1 {
            self.add(0, Weak);
        }
    }

    /// What the differences amount to.
    pub fn sort(&self) -> Sort {
        let same_author = self.wanted.author.is_none()
            || self.found.author.is_none()
            || self.wanted.author_key == self.found.author_key;
        let same_words = self.lost.is_empty() && self.gained.is_empty();
        if self.conflict || self.doubts > 1 || !(same_author || same_words) {
            Sort::Other
        } else if self.parameter().is_some() || self.wanted.suffixes != self.found.suffixes {
            Sort::Variant
        } else {
            Sort::Renamed
        }
    }

    /// Whether one name says something of the model that the other leaves open.
    pub const fn is_open(&self) -> bool {
        self.doubts > 0
    }

    /// Whether every version that only one name has is a first one: `v1`, `1.0`, `001`.
    fn only_first_versions(&self) -> bool {
        let versions = self.lost.iter().chain(&self.gained).filter(|word| word.kind == WordKind::Version);
        versions.into_iter().all(|word| matches!(word.text.as_str(), "1" | "001"))
    }

    /// Whether the found name adds a version after the first one: a name without a version is as a rule the first.
    pub fn is_successor(&self) -> bool {
        let is_later =
            |word: &&&Word| word.kind == WordKind::Version && word.text != "1" && !word.text.starts_with("1.");
        let is_version = |word: &Word| word.kind == WordKind::Version;
        !self.is_moving() && !self.wanted.words.iter().any(is_version) && self.gained.iter().any(|word| is_later(&word))
    }

    /// How unlike the spelling is: the letters between what both names begin with and what both end with. It decides
    /// only between equals, of which a large list has many, so that it has to be cheap.
    pub fn unlike(&self) -> usize {
        let (one, other) = (self.wanted.name.as_bytes(), self.found.name.as_bytes());
        let same = |(one, other): &(&u8, &u8)| one == other;
        let shorter = one.len().min(other.len());
        let before = one.iter().zip(other).take_while(same).count();
        let after = one.iter().rev().zip(other.iter().rev()).take(shorter - before).take_while(same).count();
        one.len().max(other.len()) - before - after
    }

    /// If the found name adds a version or a date where the wanted one has none, that number; 0 otherwise. A name
    /// without a version most often means the newest.
    pub fn newest(&self) -> u64 {
        let number = |kind| {
            let word = self.gained.iter().find(|word| word.kind == kind)?;
            let digits = word.text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            // A fraction, not a count: 4.20 came before 4.6.
            let thousandths = format!("{fraction:0<3}").parse::<u64>().unwrap_or(0);
            Some(whole.parse::<u64>().unwrap_or(0).saturating_mul(1_000).saturating_add(thousandths))
        };
        if count(&self.lost, WordKind::Version) > 0 {
            return 0;
        }
        number(WordKind::Version).or_else(|| number(WordKind::Date)).unwrap_or(0)
    }

    /// Whether the wanted name means the newest of its family.
    fn is_moving(&self) -> bool {
        self.wanted.moving || self.wanted.words.last().is_some_and(|word| word.text == "latest")
    }

    /// The last word of the wanted name, if it stands for a parameter.
    fn parameter(&self) -> Option<(&'a Word, Parameter)> {
        let last = self.wanted.words.last()?;
        let parameter = match (self.wanted.author_key.as_str(), last.text.as_str()) {
            ("open", "high" | "low") => Parameter::Effort,
            ("anthropic", "fast") => Parameter::Tier,
            _ => return None,
        };
        self.lost.iter().find(|word| std::ptr::eq(**word, last)).map(|_| (last, parameter))
    }
}

/// Whether the id stands for a router of the source gateway and not for a model.
fn is_router(name: &ModelName) -> bool {
    name.author.as_deref() == Some("openrouter")
}

fn count(words: &[&Word], kind: WordKind) -> usize {
    words.iter().filter(|word| word.kind == kind).count()
}
