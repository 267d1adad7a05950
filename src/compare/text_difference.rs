//! What differs between two texts, word by word, as runs for a page to show.
//! Not a verdict: two good answers to one prompt usually differ.
//! **Invariant:** the source's runs without insertions are the source's text, and likewise for the target.

use std::collections::HashMap;

use similar::DiffOp;
use similar::algorithms::{Capture, myers};

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

/// Above this many bytes on one side the difference is taken by lines: word differences of long texts cost too much
/// for the page's own thread.
const WORD_LIMIT: usize = 40_000;

/// The difference of two texts in the order of reading.
#[must_use]
pub fn text_difference(source: &str, target: &str) -> Vec<TextRun> {
    let split = if source.len().max(target.len()) <= WORD_LIMIT { words } else { lines };
    let (source, target) = (split(source), split(target));
    // Numbers stand in for the tokens: comparing them is cheap, and the page carries the algorithm once.
    let mut known: HashMap<&str, u32> = HashMap::new();
    let (old, new) = (number_all(&mut known, &source), number_all(&mut known, &target));
    let mut capture = Capture::new();
    // Without a deadline: its clock would panic in a page. The capture cannot fail.
    let Ok(()) = myers::diff(&mut capture, old.as_slice(), 0..old.len(), new.as_slice(), 0..new.len());
    // Within a stretch that differs the source's words come first, then the target's, as a person reads a correction.
    let mut runs: Vec<TextRun> = Vec::new();
    let (mut only_source, mut only_target) = (String::new(), String::new());
    let mut settle = |only_source: &mut String, only_target: &mut String, same: String| {
        let stretch = [
            (RunKind::OnlySource, std::mem::take(only_source)),
            (RunKind::OnlyTarget, std::mem::take(only_target)),
            (RunKind::Same, same),
        ];
        for (kind, text) in stretch.into_iter().filter(|(_, text)| !text.is_empty()) {
            match runs.last_mut() {
                Some(last) if last.kind == kind => last.text.push_str(&text),
                _ => runs.push(TextRun { kind, text }),
            }
        }
    };
    let text_of = |tokens: Option<&[&str]>| tokens.unwrap_or_default().concat();
    for operation in capture.into_ops() {
        let (old, new) = (operation.old_range(), operation.new_range());
        if matches!(operation, DiffOp::Equal { .. }) {
            settle(&mut only_source, &mut only_target, text_of(source.get(old)));
        } else {
            only_source.push_str(&text_of(source.get(old)));
            only_target.push_str(&text_of(target.get(new)));
        }
    }
    settle(&mut only_source, &mut only_target, String::new());
    runs
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

    #[test]
    fn a_changed_word_is_one_difference() {
        assert_eq!(count_differences(&text_difference("a b c", "a x c")), 1);
        assert_eq!(count_differences(&text_difference("a b c", "a b c")), 0);
        assert_eq!(count_differences(&text_difference("a b c d e", "x b c d y")), 2);
    }
}
