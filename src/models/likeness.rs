//! How one model name differs from another: what it costs, how sure it leaves one, and the difference in words.
//! Not a measure of models: two names can differ in one letter and stand for different things.
//! **Invariant:** a different size, version or sibling is never better than weak, and is always said.

use strsim::{normalized_levenshtein, osa_distance};

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
    /// The sum of all differences; 0 is the same name.
    pub cost: u32,
    /// How sure it leaves one.
    pub confidence: Confidence,
    /// Differences that leave it open whether it is the same model; two of them together are a weak likeness.
    doubts: usize,
}

impl<'a> Likeness<'a> {
    /// Compares two names; `None` if they have nothing of a name in common.
    pub fn between(wanted: &'a ModelName, found: &'a ModelName) -> Option<Self> {
        let mut gained: Vec<&Word> = found.words.iter().collect();
        let mut lost = Vec::new();
        let mut related = false;
        for word in &wanted.words {
            match gained.iter().position(|other| other.text == word.text && other.kind == word.kind) {
                Some(position) => {
                    gained.swap_remove(position);
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
        let misspelt = take_misspelt(&mut lost, &mut gained);
        // The order of taking out is not the order of the name.
        gained.sort_by_key(|word| found.words.iter().position(|other| std::ptr::eq(*word, other)));
        related |= misspelt.iter().any(|(word, other)| word.kind == WordKind::Name && other.kind == WordKind::Name);
        let mut likeness =
            Likeness { wanted, found, lost, gained, misspelt, cost: 0, confidence: Confidence::Likely, doubts: 0 };
        likeness.weigh();
        (related && likeness.cost <= DEAREST).then_some(likeness)
    }

    fn add(&mut self, cost: u32, confidence: Confidence) {
        self.cost += cost;
        self.confidence = self.confidence.max(confidence);
    }

    fn weigh(&mut self) {
        use Confidence::{Likely, Possible, Weak};
        let (wanted, found) = (self.wanted, self.found);
        if wanted.author.is_none() || found.author.is_none() {
            self.add(if wanted.author == found.author { 0 } else { 20 }, Possible);
        } else if wanted.author_key != found.author_key {
            self.add(150, Possible);
        } else if wanted.author != found.author {
            self.add(10, Likely);
        }
        if is_router(wanted) {
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
        for _ in 0..self.misspelt.len() {
            self.add(90, Weak);
        }
        for (kind, both, only_lost, only_gained) in [
            (WordKind::Size, (350, Weak), (80, Possible), (80, Possible)),
            (WordKind::Version, (300, Weak), (200, Weak), (90, Possible)),
            (WordKind::Date, (150, Weak), (50, Possible), (50, Possible)),
        ] {
            let (cost, confidence) = match (count(&self.lost, kind), count(&self.gained, kind)) {
                (0, 0) => continue,
                (_, 0) => only_lost,
                (0, _) => only_gained,
                _ => both,
            };
            self.add(cost, confidence);
            self.doubts += 1;
        }
        for _ in 0..count(&self.lost, WordKind::Filler) + count(&self.gained, WordKind::Filler) {
            self.add(10, Likely);
        }
        let siblings = count(&self.lost, WordKind::Sibling) + count(&self.gained, WordKind::Sibling);
        if self.lost_effort().is_some() {
            self.add(60, Possible);
        }
        for _ in 0..siblings - usize::from(self.lost_effort().is_some()) {
            self.add(250, Weak);
        }
        let names: Vec<&Word> =
            self.lost.iter().chain(&self.gained).copied().filter(|word| word.kind == WordKind::Name).collect();
        // `minimax-m2-her` and `m2-her` of the author `minimax`: said twice or once, it is one name.
        let telling = names.iter().filter(|word| word.text != found.author_key).count();
        self.add(20 * (names.len() - telling) as u32, if names.is_empty() { Likely } else { Possible });
        self.doubts += telling;
        self.add(100 * telling as u32, if telling > 1 { Weak } else { Likely });
        if telling > 0 && wanted.author_key != found.author_key {
            // Another author's model of a longer name is most often a model made out of this one.
            self.add(150, Weak);
        }
        if self.doubts > 1 {
            self.add(0, Weak);
        }
    }

    /// How unlike the spelling is, 0 to 9: less than any other difference, so that it decides only between equals.
    pub fn unlike(&self) -> u32 {
        let unlike = 1.0 - normalized_levenshtein(&self.wanted.name, &self.found.name);
        (unlike * 9.0).ceil() as u32
    }

    /// If the found name adds a version or a date where the wanted one has none, that number; 0 otherwise. A name
    /// without a version most often means the newest.
    pub fn newest(&self) -> u64 {
        let number = |kind| {
            let word = self.gained.iter().find(|word| word.kind == kind)?;
            let (whole, fraction) = word.text.split_once('.').unwrap_or((&word.text, ""));
            // A fraction, not a count: 4.20 came before 4.6.
            let thousandths = format!("{fraction:0<3}").parse::<u64>().unwrap_or(0);
            Some(whole.parse::<u64>().unwrap_or(0).saturating_mul(1_000).saturating_add(thousandths))
        };
        if count(&self.lost, WordKind::Version) > 0 {
            return 0;
        }
        number(WordKind::Version).or_else(|| number(WordKind::Date)).unwrap_or(0)
    }

    /// `o3-mini-high`: the word after a reasoning model that stands for a parameter.
    fn lost_effort(&self) -> Option<&'a Word> {
        let last = self.wanted.words.last()?;
        let is_effort = matches!(last.text.as_str(), "high" | "low") && self.wanted.author_key == "openai";
        self.lost.iter().copied().find(|word| is_effort && std::ptr::eq(*word, last))
    }

    /// What is alike and what is not, in words.
    pub fn reason(&self) -> String {
        let mut parts = Vec::new();
        let same_words = self.lost.is_empty() && self.gained.is_empty() && self.misspelt.is_empty();
        if same_words {
            parts.push(format!("same model name{}", self.author_words(" under ")));
            if self.wanted.name != self.found.name {
                parts.push("dots and dashes, or the order of words, differ".to_owned());
            }
        } else {
            if self.lost.is_empty() && self.gained.is_empty() {
                parts.push("similar spelling only".to_owned());
            }
            let author = self.author_words("");
            if !author.is_empty() {
                parts.push(author);
            }
        }
        for (word, other) in &self.misspelt {
            parts.push(format!("`{}` is `{}` here", word.text, other.text));
        }
        if let Some(prefix) = self.wanted.client_prefix {
            parts.push(format!("without the client's prefix `{prefix}`"));
        }
        if is_router(self.wanted) {
            parts.push("a router, so what it chooses from differs".to_owned());
        }
        self.kind_words(&mut parts, WordKind::Size, "size");
        self.kind_words(&mut parts, WordKind::Version, "version");
        self.kind_words(&mut parts, WordKind::Date, "date");
        self.kind_words(&mut parts, WordKind::Name, "name");
        let effort = self.lost_effort();
        for word in &self.lost {
            match word.kind {
                _ if effort.is_some_and(|effort| std::ptr::eq(*word, effort)) => {
                    parts.push(format!("`{}` is the parameter `reasoning.effort`", word.text));
                }
                WordKind::Filler => parts.push(format!("without `{}`", word.text)),
                WordKind::Sibling => parts.push(format!("conflict: not the `{}` model", word.text)),
                WordKind::Name | WordKind::Size | WordKind::Version | WordKind::Date => {}
            }
        }
        for word in &self.gained {
            match word.kind {
                WordKind::Filler => parts.push(format!("with `{}`", word.text)),
                WordKind::Sibling => parts.push(format!("conflict: the `{}` model", word.text)),
                WordKind::Name | WordKind::Size | WordKind::Version | WordKind::Date => {}
            }
        }
        self.suffix_words(&mut parts);
        parts.join("; ")
    }

    fn author_words(&self, before: &str) -> String {
        let found = self.found.author.as_deref().unwrap_or_default();
        if self.found.author.is_none() && self.wanted.author.is_some() {
            return format!("{before}no author");
        }
        match self.wanted.author.as_deref() {
            None if self.found.author.is_none() => String::new(),
            None => format!("{before}author `{found}` (the source names none)"),
            Some(author) if author == found => String::new(),
            Some(author) if self.wanted.author_key == self.found.author_key => {
                format!("{before}author `{found}` (the source calls the author `{author}`)")
            }
            Some(author) => format!("{before}another author, `{found}` instead of `{author}`"),
        }
    }

    /// Says what differs in the words of one kind.
    fn kind_words(&self, parts: &mut Vec<String>, kind: WordKind, word: &str) {
        let lost = list(&self.lost, kind);
        let gained = list(&self.gained, kind);
        match (lost.is_empty(), gained.is_empty()) {
            (true, true) => {}
            (false, true) if kind == WordKind::Name => parts.push(format!("the name lacks {lost}")),
            (true, false) if kind == WordKind::Name => parts.push(format!("the name adds {gained}")),
            (false, true) if kind == WordKind::Size => parts.push(format!("the size {lost} is not named")),
            (false, true) if kind == WordKind::Date => {
                parts.push(format!("conflict: the date {lost} is dropped, so the name may move to a newer model"));
            }
            (false, true) => parts.push(format!("conflict: the {word} {lost} is dropped")),
            (true, false) => parts.push(format!("the {word} {gained} is added")),
            (false, false) => parts.push(format!("conflict: {word} {gained} instead of {lost}")),
        }
    }

    fn suffix_words(&self, parts: &mut Vec<String>) {
        for suffix in self.wanted.suffixes.iter().filter(|suffix| !self.found.suffixes.contains(suffix)) {
            let meaning = match suffix.as_str() {
                "free" => ", so it is paid for",
                "nitro" => ", a routing rule: sort providers by throughput",
                "floor" => ", a routing rule: sort providers by price",
                "exacto" => ", a routing rule: providers of good tool calls first",
                "online" => ", the web search plugin: ask for the tool",
                "thinking" => ", a listing with reasoning: send the parameter",
                "extended" => ", a listing of longer context: check the limit",
                "batch" => ", a listing of batch prices: check the price",
                _ => "",
            };
            parts.push(format!("without the suffix `:{suffix}`{meaning}"));
        }
        for suffix in self.found.suffixes.iter().filter(|suffix| !self.wanted.suffixes.contains(suffix)) {
            parts.push(format!("conflict: the `:{suffix}` listing"));
        }
    }
}

/// Whether the id stands for a router of the source gateway and not for a model.
fn is_router(name: &ModelName) -> bool {
    name.author.as_deref() == Some("openrouter")
}

fn count(words: &[&Word], kind: WordKind) -> usize {
    words.iter().filter(|word| word.kind == kind).count()
}

fn list(words: &[&Word], kind: WordKind) -> String {
    let words: Vec<String> =
        words.iter().filter(|word| word.kind == kind).map(|word| format!("`{}`", word.text)).collect();
    words.join(", ")
}

/// Takes pairs of words out of both lists that differ by one slip: a letter too many, too few, wrong or swapped.
fn take_misspelt<'a>(lost: &mut Vec<&'a Word>, gained: &mut Vec<&'a Word>) -> Vec<(&'a Word, &'a Word)> {
    let mut pairs = Vec::new();
    lost.retain(|word| {
        let may_slip = |kind| matches!(kind, WordKind::Name | WordKind::Sibling | WordKind::Filler);
        let position = gained.iter().position(|other| {
            let slips = if word.text.len().max(other.text.len()) > 7 { 2 } else { 1 };
            may_slip(word.kind)
                && may_slip(other.kind)
                && word.text.len().min(other.text.len()) >= 3
                && word.text.len().abs_diff(other.text.len()) <= slips
                && osa_distance(&word.text, &other.text) <= slips
        });
        match position {
            Some(position) => {
                pairs.push((*word, gained.swap_remove(position)));
                false
            }
            None => true,
        }
    });
    pairs
}
