//! The sentences that the simulated models say. Not a language model: fixed sentences around words of the question.
//! **Invariant:** same seed, same conversation, same side: same text. Two sides differ in single words only.

use super::chance::Chance;

/// `[a|b]` is chosen alike on both sides, `<a|b>` by each side for itself; `{topic}` is a word of the question.
const OPENINGS: [&str; 4] = [
    "Here is a <short|brief> answer about {topic}.",
    "Let us look at {topic} <step by step|one step at a time>.",
    "{topic} is <easier|simpler> than it looks once the parts are named.",
    "The <core|heart> of {topic} fits into a few sentences.",
];
const BODIES: [&str; 12] = [
    "First, <state|write down> what goes in and what has to come out, because most surprises sit at that border.",
    "A small example helps: take one case, follow it to the end, and <note|record> every decision on the way.",
    "Measure before you change anything, then change one thing and measure <again|once more>.",
    "The usual mistake is to [guess|assume] where the time goes; the numbers <often|usually> say something else.",
    "Names matter here, since a good name for {topic} <saves|spares> a page of comments.",
    "If two ways look equal, <prefer|choose> the one that is easier to take back.",
    "Keep the old path running until the new one has <proved|shown> itself on real traffic.",
    "In a café in Zürich somebody once put it as “small steps, <short|quick> feedback” → that still holds.",
    "What cannot be tested will break, and {topic} is <no|hardly an> exception.",
    "Failures should be <loud|visible>, early and close to their cause.",
    "Ask what would happen if {topic} were <removed|left out>; the answer shows what it is for.",
    "It costs little to <write|set> a limit now, and a lot to find out later that there was none.",
];
const CLOSINGS: [&str; 4] = [
    "<In short|In brief>: small steps, clear names, honest numbers.",
    "That is [enough|all you need] to <start|begin> with {topic}.",
    "Try it on one real case and <adjust|correct> from there.",
    "The rest is <detail|a matter of practice>.",
];
const THOUGHTS: [&str; 5] = [
    "The question is about {topic}.",
    "I should <check|consider> what is really asked before answering.",
    "One example is <better|clearer> than three rules here.",
    "A short plan: say what it is, show one case, name the trap.",
    "That should be <enough|sufficient> for a useful answer.",
];
const DULL: [&str; 24] = [
    "about",
    "above",
    "after",
    "again",
    "answer",
    "because",
    "before",
    "could",
    "explain",
    "exactly",
    "sentence",
    "sentences",
    "please",
    "reply",
    "should",
    "their",
    "there",
    "these",
    "thing",
    "which",
    "while",
    "would",
    "write",
    "words",
];

/// Chooses words for one answer.
pub(super) struct Speaker {
    /// Alike on both sides.
    shared: Chance,
    /// This side's own.
    own: Chance,
    topic: String,
    long: bool,
}

impl Speaker {
    pub(super) fn new(shared: Chance, own: Chance, question: &str) -> Self {
        let lower = question.to_lowercase();
        let long = ["essay", "detail", "long", "story", "article", "thorough"].iter().any(|word| lower.contains(word));
        Speaker { shared, own, topic: topic(question), long }
    }

    /// An answer of four to six sentences, or of about twenty if a long one is asked for.
    pub(super) fn answer(&mut self) -> String {
        let bodies = if self.long { 18 } else { self.shared.between(2, 4) };
        let mut sentences = vec![self.sentence(&OPENINGS)];
        let first = self.shared.between(0, 11);
        for offset in 0..bodies {
            let template =
                BODIES.iter().cycle().nth((first + offset * 5) as usize % BODIES.len()).copied().unwrap_or_default();
            sentences.push(self.spoken(template));
        }
        sentences.push(self.sentence(&CLOSINGS));
        sentences.join(" ")
    }

    /// What a model thinks before it answers.
    pub(super) fn thought(&mut self) -> String {
        let sentences: Vec<String> = THOUGHTS.iter().map(|template| self.spoken(template)).collect();
        sentences.join(" ")
    }

    fn sentence(&mut self, templates: &[&str]) -> String {
        let template = self.shared.pick(templates).unwrap_or_default();
        self.spoken(template)
    }

    fn spoken(&mut self, template: &str) -> String {
        let mut result = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['[', '<', '{']) {
            let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
            result.push_str(before);
            let close = match tail.chars().next() {
                Some('[') => ']',
                Some('<') => '>',
                _ => '}',
            };
            let (inside, after) = tail.split_once(close).unwrap_or((tail, ""));
            let words: Vec<&str> = inside.trim_start_matches(['[', '<', '{']).split('|').collect();
            match close {
                '}' if result.is_empty() => result.push_str(&capitalised(&self.topic)),
                '}' => result.push_str(&self.topic),
                ']' => result.push_str(self.shared.pick(&words).unwrap_or_default()),
                _ => result.push_str(self.own.pick(&words).unwrap_or_default()),
            }
            rest = after;
        }
        result.push_str(rest);
        result
    }
}

/// The text that a question asks to have said back word for word, if it does (`Reply with exactly: …`).
pub(super) fn dictated(question: &str) -> Option<String> {
    let lower = question.to_ascii_lowercase();
    let markers = ["exactly:", "exactly", "only the word", "the single word", "just the word"];
    let (at, marker) = markers.iter().find_map(|marker| lower.find(marker).map(|at| (at, *marker)))?;
    let rest = question.get(at + marker.len()..)?.trim_start_matches([':', ' ']);
    let line = rest.lines().next().unwrap_or_default();
    let text = match line.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => line.split(quote).nth(1).unwrap_or_default(),
        _ if marker == "exactly:" => line.trim(),
        // Without a colon only one word can be meant; "exactly three reasons" is no dictation.
        _ if marker == "exactly" => return None,
        _ => line.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ',', '!', '?']),
    };
    (!text.is_empty()).then(|| text.chars().take(400).collect())
}

/// The longest telling word of the question; the later one of equals.
fn topic(question: &str) -> String {
    question
        .split(|character: char| !(character.is_alphanumeric() || character == '-'))
        .map(|word| word.trim_matches('-'))
        .filter(|word| word.chars().count() >= 4 && word.chars().count() <= 24)
        .filter(|word| !DULL.contains(&word.to_lowercase().as_str()))
        .max_by_key(|word| word.chars().count())
        .map_or_else(|| "this question".to_owned(), str::to_owned)
}

/// Words that may stand as a tool's argument: names first (a capital inside of a sentence), then the topic.
pub(super) fn hints(question: &str) -> Vec<&str> {
    let words =
        question.split_whitespace().map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()));
    words
        .skip(1)
        .filter(|word| word.chars().count() > 1 && word.chars().next().is_some_and(char::is_uppercase))
        .collect()
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Chance, Speaker, dictated, hints};

    fn say(side: &str) -> String {
        let shared = Chance::of(1, &[b"shared"]);
        Speaker::new(shared, Chance::of(1, &[side.as_bytes()]), "Explain caching in three sentences").answer()
    }

    #[test]
    fn sides_say_nearly_the_same() {
        let (source, target) = (say("source"), say("target"));
        assert_ne!(source, target);
        assert_eq!(say("source"), source);
        let words = |text: &str| text.split(' ').count() as i64;
        assert!((words(&source) - words(&target)).abs() <= 8);
        assert!(source.contains("caching"), "{source}");
        assert!(!source.contains(['[', '<', '{', '|']), "{source}");
    }

    #[test]
    fn dictation_is_followed() {
        assert_eq!(dictated("Reply with exactly: pong").as_deref(), Some("pong"));
        assert_eq!(dictated("Say exactly \"two words\" now").as_deref(), Some("two words"));
        assert_eq!(dictated("Answer with only the word ready.").as_deref(), Some("ready"));
        assert_eq!(dictated("Give exactly three reasons"), None);
        assert_eq!(dictated("Hello"), None);
    }

    #[test]
    fn names_are_hints() {
        assert_eq!(hints("What is the weather in Rome, Italy?"), ["Rome", "Italy"]);
    }
}
