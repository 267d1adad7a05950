//! Which words of changed lines differ: marks within the lines that go and the lines that come.
//! Not what the patch says: marks help to read and change nothing.
//!
//! **Invariant:** the parts of a line put together are the line; the work for one file is bounded, and where the bound
//! is reached everything between the equal beginning and end is marked.

use std::collections::HashMap;

use similar::algorithms::{Capture, myers};

/// A line in parts, each with whether it differs.
pub(super) type Parts = Vec<(String, bool)>;

/// Lines with more characters get no marks.
const LINE_LIMIT: usize = 2_000;

/// Blocks with more lines on either side get no marks.
const BLOCK_LIMIT: usize = 200;

/// Words that differ, old times new, up to which one pair of texts is compared word by word.
const PAIR_LIMIT: usize = 60_000;

/// The sum of these products for one file.
const FILE_LIMIT: usize = 20_000_000;

/// Marks words while there is work left for the file.
#[derive(Debug)]
pub(super) struct WordMarks {
    left: usize,
}

impl WordMarks {
    /// All the work of one file is left.
    pub(super) fn new() -> Self {
        WordMarks { left: FILE_LIMIT }
    }

    /// The parts of old lines and of the new lines in their place. Lines come and go with their ends; parts are without.
    pub(super) fn mark(&mut self, old: &[&str], new: &[&str]) -> (Vec<Parts>, Vec<Parts>) {
        let is_long = |line: &&str| line.len() > LINE_LIMIT && line.chars().nth(LINE_LIMIT).is_some();
        let is_too_much = old.len().max(new.len()) > BLOCK_LIMIT || old.iter().chain(new).any(is_long);
        if old.is_empty() || new.is_empty() || is_too_much {
            return (plain(old), plain(new));
        }
        if old.len() != new.len() {
            return self.compare(old, new);
        }
        let pairs = old.iter().zip(new).map(|(old, new)| self.compare(&[old], &[new]));
        let (old, new): (Vec<_>, Vec<_>) = pairs.unzip();
        (old.concat(), new.concat())
    }

    fn compare(&mut self, old_lines: &[&str], new_lines: &[&str]) -> (Vec<Parts>, Vec<Parts>) {
        let (old, new) = (words(old_lines), words(new_lines));
        let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (old.get(before..).unwrap_or_default(), new.get(before..).unwrap_or_default());
        let after = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
        let old_middle = before..old.len() - after;
        let new_middle = before..new.len() - after;
        let mut is_old_changed: Vec<bool> = (0..old.len()).map(|at| old_middle.contains(&at)).collect();
        let mut is_new_changed: Vec<bool> = (0..new.len()).map(|at| new_middle.contains(&at)).collect();
        let cost = old_middle.len().saturating_mul(new_middle.len());
        if cost > 0 && cost <= PAIR_LIMIT.min(self.left) {
            self.left -= cost;
            // Numbers stand in for the words: comparing them is cheap, and the page carries the algorithm once.
            let mut known: HashMap<&str, u32> = HashMap::new();
            let old_numbers = number_all(&mut known, old.get(old_middle.clone()).unwrap_or_default());
            let new_numbers = number_all(&mut known, new.get(new_middle.clone()).unwrap_or_default());
            let mut capture = Capture::new();
            let (old_all, new_all) = (0..old_numbers.len(), 0..new_numbers.len());
            // Without a deadline: its clock would panic in a page. The capture cannot fail.
            let Ok(()) = myers::diff(&mut capture, old_numbers.as_slice(), old_all, new_numbers.as_slice(), new_all);
            for operation in capture.into_ops() {
                if let similar::DiffOp::Equal { old_index, new_index, len } = operation {
                    clear(&mut is_old_changed, before + old_index, len);
                    clear(&mut is_new_changed, before + new_index, len);
                }
            }
        }
        mark_gaps(&old, &mut is_old_changed);
        mark_gaps(&new, &mut is_new_changed);
        (parts(old_lines, &old, &is_old_changed), parts(new_lines, &new, &is_new_changed))
    }
}

/// Lines without marks and without their ends.
pub(super) fn plain(lines: &[&str]) -> Vec<Parts> {
    lines.iter().map(|line| plain_line(line)).collect()
}

/// A line without marks and without its end.
pub(super) fn plain_line(line: &str) -> Parts {
    let text = without_end(line);
    if text.is_empty() { vec![] } else { vec![(text.to_owned(), false)] }
}

fn without_end(line: &str) -> &str {
    line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line))
}

fn clear(marks: &mut [bool], from: usize, count: usize) {
    marks.get_mut(from..from + count).unwrap_or_default().fill(false);
}

/// White space between two words that differ reads better as part of them.
fn mark_gaps(words: &[&str], marks: &mut [bool]) {
    for at in 1..words.len() {
        let is_gap = words.get(at).is_some_and(|word| !word.contains('\n') && word.chars().all(char::is_whitespace));
        if is_gap
            && let Some([before, here, after]) = marks.get_mut(at - 1..=at + 1)
            && *before
            && *after
        {
            *here = true;
        }
    }
}

fn number_all<'text>(known: &mut HashMap<&'text str, u32>, words: &[&'text str]) -> Vec<u32> {
    let number = |word: &&'text str| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(word).or_insert(next)
    };
    words.iter().map(number).collect()
}

/// Names and numbers, white space, and every other character alone. A line's end is a word of its own.
fn words<'text>(lines: &[&'text str]) -> Vec<&'text str> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Word,
        Space,
        Single,
    }
    let class_of = |character: char| match character {
        _ if character.is_alphanumeric() || character == '_' => Class::Word,
        _ if character.is_whitespace() => Class::Space,
        _ => Class::Single,
    };
    let mut words = Vec::new();
    for line in lines {
        let text = without_end(line);
        let mut start = 0;
        let mut before: Option<Class> = None;
        for (at, character) in text.char_indices() {
            let class = class_of(character);
            if before.is_some_and(|before| before != class || class == Class::Single) {
                words.extend(text.get(start..at));
                start = at;
            }
            before = Some(class);
        }
        words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
        words.extend(line.get(text.len()..).filter(|end| !end.is_empty()));
    }
    words
}

/// Puts the words of lines together again, as few parts as there are changes of mark.
fn parts(lines: &[&str], words: &[&str], marks: &[bool]) -> Vec<Parts> {
    let mut result = Vec::with_capacity(lines.len());
    let mut words = words.iter().zip(marks);
    for line in lines {
        let mut left = without_end(line).len();
        let mut parts = Parts::new();
        while left > 0
            && let Some((word, mark)) = words.next()
        {
            left = left.saturating_sub(word.len());
            match parts.last_mut().filter(|(_, before)| before == mark) {
                Some((text, _)) => text.push_str(word),
                None => parts.push(((*word).to_owned(), *mark)),
            }
        }
        if line.len() > without_end(line).len() {
            words.next();
        }
        result.push(parts);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marked parts in brackets.
    fn shown(lines: &[Parts]) -> Vec<String> {
        let show = |(text, mark): &(String, bool)| if *mark { format!("[{text}]") } else { text.clone() };
        lines.iter().map(|parts| parts.iter().map(show).collect()).collect()
    }

    #[test]
    fn the_words_that_differ_are_marked() {
        type Case<'a> = (&'a [&'a str], &'a [&'a str], &'a [&'a str], &'a [&'a str]);
        let cases: &[Case] = &[
            (
                &["url = \"https://old.example/v1\"\n"],
                &["url = \"https://new.example/v1\"\n"],
                &["url = \"https://[old].example/v1\""],
                &["url = \"https://[new].example/v1\""],
            ),
            (&["a = old one\r\n"], &["a = new two\r\n"], &["a = [old one]"], &["a = [new two]"]),
            (&["f(a)\n"], &["f(\n", "  a,\n", ")\n"], &["f(a)"], &["f(", "[  ]a[,]", ")"]),
            (&["same\n", "x 😀 y\n"], &["same!\n", "x 🎉 y\n"], &["same", "x [😀] y"], &["same[!]", "x [🎉] y"]),
            (&["gone\n"], &[], &["gone"], &[]),
            (&["end"], &["end\n"], &["end"], &["end"]),
            (&["\n"], &["x\n"], &[""], &["[x]"]),
        ];
        for (old, new, old_shown, new_shown) in cases {
            let (old_parts, new_parts) = WordMarks::new().mark(old, new);
            assert_eq!((shown(&old_parts), shown(&new_parts)), (shown_as(old_shown), shown_as(new_shown)), "{old:?}");
        }
    }

    fn shown_as(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn too_much_text_gets_no_marks() {
        let long = format!("{}\n", "x ".repeat(1_001));
        let (old, _) = WordMarks::new().mark(&[&long], &["y\n"]);
        assert_eq!(old, [vec![(long.trim_end_matches('\n').to_owned(), false)]]);
        let many = vec!["a\n"; 201];
        let (old, new) = WordMarks::new().mark(&many, &["b\n"]);
        assert!(old.iter().chain(&new).flatten().all(|(_, mark)| !mark));
    }

    #[test]
    fn without_work_left_the_whole_middle_is_marked() {
        let mut marks = WordMarks { left: 0 };
        let (old, new) = marks.mark(&["f(a, b, c)\n"], &["f(x, b, z)\n"]);
        assert_eq!((shown(&old), shown(&new)), (shown_as(&["f([a, b, c])"]), shown_as(&["f([x, b, z])"])));
    }
}
