//! What differs between two texts, word by word, as runs for a page to show.
//! Not a verdict: two good answers to one prompt usually differ.
//! **Invariant:** the source's runs without insertions are the source's text, and likewise for the target.

use std::collections::HashMap;
use std::ops::Range;

use similar::DiffOp;
use similar::algorithms::{Capture, myers, patience};

/// What a run of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    /// In both.
    Same,
    /// Only in the source's text.
    OnlySource,
    /// Only in the target's text.
    OnlyTarget,
}

/// A stretch of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRun {
    /// Its kind.
    pub kind: RunKind,
    /// Its text.
    pub text: String,
}

/// Above this many bytes on one side the lines are laid over each other first, and words only within changed lines: word
/// differences of whole long texts cost too much.
const WORD_LIMIT: usize = 40_000;

/// So many bytes of changed lines, both sides together, are compared by words in one stretch; a longer one has little in
/// common.
const STRETCH_LIMIT: usize = 20_000;

/// So many bytes of changed lines are compared by words in all.
const ALL_STRETCHES: usize = 2_000_000;

/// Above this many tokens lines that stand once in both texts are found first; then no text takes quadratic time but one
/// of few lines that repeat.
const PATIENCE: usize = 4_000;

/// The difference of two texts in the order of reading.
#[must_use]
pub fn text_difference(source: &str, target: &str) -> Vec<TextRun> {
    let mut runs = Runs::default();
    if source.len().max(target.len()) <= WORD_LIMIT {
        runs.lay_over(&words(source), &words(target));
        return runs.done;
    }
    let (old, new) = (lines(source), lines(target));
    let mut left = ALL_STRETCHES;
    for stretch in stretches(&old, &new) {
        match stretch {
            Stretch::Same(lines) => runs.push(RunKind::Same, old.get(lines).unwrap_or_default()),
            Stretch::Changed(removed, added) => {
                let (removed, added) = (old.get(removed).unwrap_or_default(), new.get(added).unwrap_or_default());
                let bytes = removed.iter().chain(added).map(|line| line.len()).sum::<usize>();
                if !removed.is_empty() && !added.is_empty() && bytes <= STRETCH_LIMIT.min(left) {
                    left -= bytes;
                    runs.lay_over(&words_of(removed), &words_of(added));
                } else {
                    runs.push(RunKind::OnlySource, removed);
                    runs.push(RunKind::OnlyTarget, added);
                }
            }
        }
    }
    runs.done
}

/// How alike two texts are, from 0 to 1: the share of words that are the same, of all words of both.
#[must_use]
pub fn alikeness(runs: &[TextRun]) -> f64 {
    let (mut same, mut all) = (0_usize, 0_usize);
    for run in runs {
        let words = run.text.split_whitespace().count();
        let weight = if run.kind == RunKind::Same { 2 } else { 1 };
        all += words * weight;
        same += if run.kind == RunKind::Same { words * 2 } else { 0 };
    }
    if all == 0 { 1.0 } else { same as f64 / all as f64 }
}

/// The runs so far. Those of one kind that follow each other are one.
#[derive(Default)]
struct Runs {
    done: Vec<TextRun>,
}

impl Runs {
    /// Within a stretch that differs the source's words come first, then the target's, as a person reads a correction.
    fn lay_over(&mut self, source: &[&str], target: &[&str]) {
        for stretch in stretches(source, target) {
            match stretch {
                Stretch::Same(tokens) => self.push(RunKind::Same, source.get(tokens).unwrap_or_default()),
                Stretch::Changed(removed, added) => {
                    self.push(RunKind::OnlySource, source.get(removed).unwrap_or_default());
                    self.push(RunKind::OnlyTarget, target.get(added).unwrap_or_default());
                }
            }
        }
    }

    fn push(&mut self, kind: RunKind, tokens: &[&str]) {
        if tokens.iter().all(|token| token.is_empty()) {
            return;
        }
        // Where two stretches meet, a removal that follows an insertion goes before it.
        let at = match (self.done.as_slice(), kind) {
            ([.., last], _) if last.kind == kind => self.done.len() - 1,
            ([.., before, last], RunKind::OnlySource)
                if last.kind == RunKind::OnlyTarget && before.kind == RunKind::OnlySource =>
            {
                self.done.len() - 2
            }
            ([.., last], RunKind::OnlySource) if last.kind == RunKind::OnlyTarget => {
                let at = self.done.len() - 1;
                self.done.insert(at, TextRun { kind, text: String::new() });
                at
            }
            _ => {
                self.done.push(TextRun { kind, text: String::new() });
                self.done.len() - 1
            }
        };
        if let Some(run) = self.done.get_mut(at) {
            tokens.iter().for_each(|token| run.text.push_str(token));
        }
    }
}

/// A stretch of tokens, by their positions.
enum Stretch {
    /// In both; positions in the source.
    Same(Range<usize>),
    /// Only in the source, then only in the target.
    Changed(Range<usize>, Range<usize>),
}

/// Lays tokens over each other. What only one side has can be in no pair, so that it is left out of the search: two texts
/// without a common line cost nothing.
fn stretches(source: &[&str], target: &[&str]) -> Vec<Stretch> {
    // Numbers stand in for the tokens: comparing them is cheap, and the page carries the algorithm once.
    let mut known: HashMap<&str, u32> = HashMap::new();
    let (old, new) = (number_all(&mut known, source), number_all(&mut known, target));
    let is_in = |numbers: &[u32]| {
        let mut is_in = vec![false; known.len()];
        numbers.iter().for_each(|number| {
            if let Some(place) = is_in.get_mut(*number as usize) {
                *place = true;
            }
        });
        is_in
    };
    let (in_old, in_new) = (is_in(&old), is_in(&new));
    let common = |numbers: &[u32], there: &[bool]| -> (Vec<usize>, Vec<u32>) {
        let is_there = |number: u32| there.get(number as usize) == Some(&true);
        numbers.iter().enumerate().filter(|(_, number)| is_there(**number)).map(|(at, number)| (at, *number)).unzip()
    };
    let ((old_places, old_common), (new_places, new_common)) = (common(&old, &in_new), common(&new, &in_old));
    let mut capture = Capture::new();
    let (all_old, all_new) = (0..old_common.len(), 0..new_common.len());
    // Without a deadline: its clock would panic in a page. The capture cannot fail.
    let Ok(()) = if all_old.len().max(all_new.len()) > PATIENCE {
        patience::diff(&mut capture, old_common.as_slice(), all_old, new_common.as_slice(), all_new)
    } else {
        myers::diff(&mut capture, old_common.as_slice(), all_old, new_common.as_slice(), all_new)
    };
    let mut stretches = Vec::new();
    let (mut old_done, mut new_done) = (0, 0);
    let mut pair = |old_at: usize, new_at: usize| {
        if old_at > old_done || new_at > new_done {
            stretches.push(Stretch::Changed(old_done..old_at, new_done..new_at));
        }
        match stretches.last_mut() {
            Some(Stretch::Same(range)) if range.end == old_at => range.end += 1,
            _ => stretches.push(Stretch::Same(old_at..old_at + 1)),
        }
        (old_done, new_done) = (old_at + 1, new_at + 1);
    };
    for operation in capture.into_ops() {
        if matches!(operation, DiffOp::Equal { .. }) {
            for (old_at, new_at) in operation.old_range().zip(operation.new_range()) {
                if let (Some(old_at), Some(new_at)) = (old_places.get(old_at), new_places.get(new_at)) {
                    pair(*old_at, *new_at);
                }
            }
        }
    }
    if old_done < old.len() || new_done < new.len() {
        stretches.push(Stretch::Changed(old_done..old.len(), new_done..new.len()));
    }
    stretches
}

fn number_all<'text>(known: &mut HashMap<&'text str, u32>, tokens: &[&'text str]) -> Vec<u32> {
    let number = |token: &&'text str| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(token).or_insert(next)
    };
    tokens.iter().map(number).collect()
}

/// Words and the white space between them, each a token.
fn words(text: &str) -> Vec<&str> {
    split_where(text, |before, here| before.is_whitespace() != here.is_whitespace())
}

/// The words of lines that follow each other.
fn words_of<'text>(lines: &[&'text str]) -> Vec<&'text str> {
    lines.iter().flat_map(|line| words(line)).collect()
}

/// Lines with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn split_where(text: &str, splits: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, here) in text.char_indices() {
        if before.is_some_and(|before| splits(before, here)) {
            tokens.extend(text.get(start..at));
            start = at;
        }
        before = Some(here);
    }
    tokens.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    tokens
}

/// How many stretches differ: a removal directly followed by an insertion counts once.
#[must_use]
pub fn count_differences(runs: &[TextRun]) -> usize {
    let mut count = 0;
    let mut inside = false;
    for run in runs {
        let differs = run.kind != RunKind::Same;
        if differs && !inside {
            count += 1;
        }
        inside = differs;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(runs: &[TextRun], left_out: RunKind) -> String {
        runs.iter().filter(|run| run.kind != left_out).map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn both_texts_can_be_read_back() {
        for (source, target) in
            [("", ""), ("a b", "a b"), ("a b c", "a x c"), ("", "new"), ("old", ""), ("ü 😀 x\n", "ü 😀 y\r\n")]
        {
            let runs = text_difference(source, target);
            assert_eq!(side(&runs, RunKind::OnlyTarget), source);
            assert_eq!(side(&runs, RunKind::OnlySource), target);
        }
    }

    #[test]
    fn the_source_comes_first() {
        let kinds: Vec<RunKind> = text_difference("we note it", "we record it").iter().map(|run| run.kind).collect();
        assert_eq!(kinds, [RunKind::Same, RunKind::OnlySource, RunKind::OnlyTarget, RunKind::Same]);
    }

    fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
        (0..count).map(|at| line(at) + "\n").collect()
    }

    #[test]
    fn long_texts_differ_by_words_too() {
        let source = numbered(10_000, |at| format!("line {at} of the answer says nothing new"));
        let target = numbered(10_000, |at| {
            if at % 100 == 7 {
                format!("line {at} of the answer says something new")
            } else {
                format!("line {at} of the answer says nothing new")
            }
        });
        let runs = text_difference(&source, &target);
        assert_eq!(count_differences(&runs), 100);
        let removed: Vec<&str> =
            runs.iter().filter(|run| run.kind == RunKind::OnlySource).map(|run| run.text.as_str()).collect();
        assert!(removed.iter().all(|text| *text == "nothing"), "{:?}", removed.first());
        assert_eq!((side(&runs, RunKind::OnlyTarget), side(&runs, RunKind::OnlySource)), (source, target));
    }

    #[test]
    fn texts_that_have_nothing_or_everything_in_another_order_end_soon() {
        let source = numbered(20_000, |at| format!("old {at}"));
        for target in [
            numbered(20_000, |at| format!("new {at}")),
            numbered(20_000, |at| format!("old {}", at.wrapping_mul(7_919) % 20_000)),
            numbered(20_000, |at| format!("old {}", 19_999 - at)),
        ] {
            let runs = text_difference(&source, &target);
            assert_eq!(side(&runs, RunKind::OnlyTarget), source);
            assert_eq!(side(&runs, RunKind::OnlySource), target);
        }
    }

    #[test]
    fn likeness() {
        for (source, target, expected) in
            [("", "", 1.0), ("a b", "a b", 1.0), ("a", "b", 0.0), ("a b c", "a x c", 4.0 / 6.0), ("", "a", 0.0)]
        {
            let found = alikeness(&text_difference(source, target));
            assert!((found - expected).abs() < 1e-12, "{source} {target} {found}");
        }
    }

    proptest::proptest! {
        // Long texts of two words each are the slowest there are.
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn any_texts_can_be_read_back(source in "[ab \n]{0,80}", target in "[ab \n]{0,80}", times in 1..1_200_usize) {
            // Repeated, they are long enough to be taken by lines.
            let (source, target) = (source.repeat(times), target.repeat(times));
            let runs = text_difference(&source, &target);
            proptest::prop_assert_eq!(side(&runs, RunKind::OnlyTarget), source);
            proptest::prop_assert_eq!(side(&runs, RunKind::OnlySource), target);
            proptest::prop_assert!(runs.windows(2).all(|pair| pair[0].kind != pair[1].kind));
        }
    }

    #[test]
    fn a_changed_word_is_one_difference() {
        assert_eq!(count_differences(&text_difference("a b c", "a x c")), 1);
        assert_eq!(count_differences(&text_difference("a b c", "a b c")), 0);
        assert_eq!(count_differences(&text_difference("a b c d e", "x b c d y")), 2);
    }
}
