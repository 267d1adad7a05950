//! What differs between two texts, word by word, as runs for a page to show.
//! Not a verdict: two good answers to one prompt usually differ.
//! **Invariant:** the source's runs without insertions are the source's text, and likewise for the target.

use similar::{ChangeTag, TextDiff};

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
    let difference = if source.len().max(target.len()) <= WORD_LIMIT {
        TextDiff::from_words(source, target)
    } else {
        TextDiff::from_lines(source, target)
    };
    let mut runs: Vec<TextRun> = Vec::new();
    for change in difference.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => RunKind::Same,
            ChangeTag::Delete => RunKind::OnlySource,
            ChangeTag::Insert => RunKind::OnlyTarget,
        };
        match runs.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => runs.push(TextRun { kind, text: change.value().to_owned() }),
        }
    }
    runs
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
    fn a_changed_word_is_one_difference() {
        assert_eq!(count_differences(&text_difference("a b c", "a x c")), 1);
        assert_eq!(count_differences(&text_difference("a b c", "a b c")), 0);
        assert_eq!(count_differences(&text_difference("a b c d e", "x b c d y")), 2);
    }
}
