//! A unified diff of one file, in git's form, made from edits and not by comparing texts.
//! Not a series of commits: no index lines, no renames, no modes but those of new and removed files. Patches of several
//! files are put one after the other.
//!
//! **Invariant:** `git apply` takes the patch on exactly the file it was made for and gives the accepted text byte for
//! byte: line ends, marks of byte order and a missing last line feed included. The undo patch gives the original back.

use std::ops::Range;

use super::hunk::Hunk;
use super::lines::Lines;
use super::path::header_names;
use super::pieces::{Piece, pieces};

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// Which way a patch goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the original to the accepted text.
    Forward,
    /// From the accepted text back to the original.
    Undo,
}

/// The patch of an existing file for the accepted hunks. Empty if they change nothing. `path` is relative to the folder
/// in which the patch is applied, with slashes.
#[must_use]
pub fn unified(path: &str, source: &str, accepted: &[&Hunk], direction: Direction) -> String {
    let lines = Lines::new(source);
    let pieces = pieces(&lines, accepted);
    if pieces.is_empty() {
        return String::new();
    }
    let names = header_names(path);
    let mut patch = format!("{}\n--- {}\n+++ {}\n", names.title, names.old, names.new);
    // Lines of the original minus lines of the accepted text, before the section.
    let (mut gone, mut come) = (0, 0);
    let is_near = |before: &Piece, after: &Piece| after.old.start.saturating_sub(before.old.end) <= 2 * CONTEXT;
    for section in pieces.chunk_by(is_near) {
        let old_start = section.first().map_or(0, |piece| piece.old.start).saturating_sub(CONTEXT);
        let old_end = section.last().map_or(0, |piece| piece.old.end).saturating_add(CONTEXT).min(lines.count());
        let old = old_start..old_end;
        let new_start = (old_start + come).saturating_sub(gone);
        gone += section.iter().map(|piece| piece.old.len()).sum::<usize>();
        come += section.iter().map(Piece::new_count).sum::<usize>();
        let new = new_start..(old_end + come).saturating_sub(gone);
        let (from, to) = match direction {
            Direction::Forward => (&old, &new),
            Direction::Undo => (&new, &old),
        };
        patch.push_str(&format!("@@ -{} +{} @@\n", range_text(from), range_text(to)));
        push_section(&mut patch, &lines, section, old, direction);
    }
    patch
}

/// The patch that creates a file with this content, or the one that removes it again. The path must be free.
#[must_use]
pub fn new_file(path: &str, content: &str, direction: Direction) -> String {
    let names = header_names(path);
    let count = content.split_inclusive('\n').count();
    let (mode, from, to, sign) = match direction {
        Direction::Forward => ("new file mode", "/dev/null", names.new.as_str(), '+'),
        Direction::Undo => ("deleted file mode", names.old.as_str(), "/dev/null", '-'),
    };
    let mut patch = format!("{}\n{mode} 100644\n", names.title);
    if count == 0 {
        return patch;
    }
    let (old, new) = match direction {
        Direction::Forward => (0..0, 0..count),
        Direction::Undo => (0..count, 0..0),
    };
    patch.push_str(&format!("--- {from}\n+++ {to}\n@@ -{} +{} @@\n", range_text(&old), range_text(&new)));
    push_lines(&mut patch, sign, content.split_inclusive('\n'));
    patch
}

/// First line and count. Of no lines, the line before them is named.
fn range_text(lines: &Range<usize>) -> String {
    let first = if lines.is_empty() { lines.start } else { lines.start + 1 };
    format!("{first},{}", lines.len())
}

/// The lines of one section. Of neighbouring pieces all lines that go come before all that come.
fn push_section(patch: &mut String, lines: &Lines, section: &[Piece], old: Range<usize>, direction: Direction) {
    let mut at = old.start;
    for run in section.chunk_by(|before, after| before.old.end >= after.old.start) {
        let start = run.first().map_or(at, |piece| piece.old.start);
        let end = run.last().map_or(at, |piece| piece.old.end);
        push_lines(patch, ' ', lines.each(at..start));
        let original = lines.each(start..end);
        let accepted = run.iter().flat_map(Piece::new_lines);
        match direction {
            Direction::Forward => {
                push_lines(patch, '-', original);
                push_lines(patch, '+', accepted);
            }
            Direction::Undo => {
                push_lines(patch, '-', accepted);
                push_lines(patch, '+', original);
            }
        }
        at = end;
    }
    push_lines(patch, ' ', lines.each(at..old.end));
}

fn push_lines<'text>(patch: &mut String, sign: char, lines: impl Iterator<Item = &'text str>) {
    for line in lines {
        patch.push(sign);
        patch.push_str(line);
        if !line.ends_with('\n') {
            patch.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::outline::Span;
    use crate::migrate::change::{Change, Edit, Safety};
    use crate::migrate::patch::hunk::plan;

    fn patch_of(source: &str, edits: &[(usize, usize, &str)], direction: Direction) -> String {
        let changes = edits.iter().map(|(start, end, replacement)| Change {
            rule: "rule",
            reason: "Because.".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit { span: Span::new(*start, *end), replacement: (*replacement).to_owned() }],
        });
        let plan = plan(source, changes.collect());
        assert_eq!(plan.dropped, []);
        let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
        let patch = unified("f", source, &hunks, direction);
        patch.strip_prefix("diff --git a/f b/f\n--- a/f\n+++ b/f\n").unwrap_or(&patch).to_owned()
    }

    #[test]
    fn patches_have_the_form_of_git() {
        let numbers: String = (1..=20).map(|number| format!("{number}\n")).collect();
        type Case<'a> = (&'a str, &'a [(usize, usize, &'a str)], &'a str, &'a str);
        let cases: &[Case] = &[
            ("a\nb\n", &[], "", ""),
            ("a\nb\n", &[(0, 1, "A")], "@@ -1,2 +1,2 @@\n-a\n+A\n b\n", "@@ -1,2 +1,2 @@\n-A\n+a\n b\n"),
            (
                "a\nb\n",
                &[(0, 1, "A"), (2, 3, "B")],
                "@@ -1,2 +1,2 @@\n-a\n-b\n+A\n+B\n",
                "@@ -1,2 +1,2 @@\n-A\n-B\n+a\n+b\n",
            ),
            (
                "a\nb\nc\n",
                &[(0, 1, "A"), (2, 2, "x\n"), (2, 3, "B"), (4, 6, "")],
                "@@ -1,3 +1,3 @@\n-a\n-b\n-c\n+A\n+x\n+B\n",
                "@@ -1,3 +1,3 @@\n-A\n-x\n-B\n+a\n+b\n+c\n",
            ),
            // Six lines between two changes are shown, seven are not.
            (
                &numbers,
                &[(2, 3, "two"), (16, 17, "nine")],
                "@@ -1,12 +1,12 @@\n 1\n-2\n+two\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n+nine\n 10\n 11\n 12\n",
                "@@ -1,12 +1,12 @@\n 1\n-two\n+2\n 3\n 4\n 5\n 6\n 7\n 8\n-nine\n+9\n 10\n 11\n 12\n",
            ),
            (
                &numbers,
                &[(0, 1, "0\none"), (16, 18, "")],
                "@@ -1,4 +1,5 @@\n-1\n+0\n+one\n 2\n 3\n 4\n@@ -6,7 +7,6 @@\n 6\n 7\n 8\n-9\n 10\n 11\n 12\n",
                "@@ -1,5 +1,4 @@\n-0\n-one\n+1\n 2\n 3\n 4\n@@ -7,6 +6,7 @@\n 6\n 7\n 8\n+9\n 10\n 11\n 12\n",
            ),
            (
                "a",
                &[(0, 1, "b\n")],
                "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n",
                "@@ -1,1 +1,1 @@\n-b\n+a\n\\ No newline at end of file\n",
            ),
            (
                "a\nb",
                &[(0, 1, "x")],
                "@@ -1,2 +1,2 @@\n-a\n+x\n b\n\\ No newline at end of file\n",
                "@@ -1,2 +1,2 @@\n-x\n+a\n b\n\\ No newline at end of file\n",
            ),
            ("a\n", &[(0, 2, "")], "@@ -1,1 +0,0 @@\n-a\n", "@@ -0,0 +1,1 @@\n+a\n"),
            (
                "\u{feff}a\r\nb\r\n",
                &[(6, 7, "B")],
                "@@ -1,2 +1,2 @@\n \u{feff}a\r\n-b\r\n+B\r\n",
                "@@ -1,2 +1,2 @@\n \u{feff}a\r\n-B\r\n+b\r\n",
            ),
        ];
        for (source, edits, forward, undo) in cases {
            assert_eq!(&patch_of(source, edits, Direction::Forward), forward, "{source:?} {edits:?}");
            assert_eq!(&patch_of(source, edits, Direction::Undo), undo, "{source:?} {edits:?}");
        }
    }

    #[test]
    fn a_new_file_comes_and_goes() {
        for (content, forward, undo) in [
            (
                "a\nb",
                "new file mode 100644\n--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n",
                "deleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n\\ No newline at end of file\n",
            ),
            ("", "new file mode 100644\n", "deleted file mode 100644\n"),
        ] {
            assert_eq!(new_file("f", content, Direction::Forward), format!("diff --git a/f b/f\n{forward}"));
            assert_eq!(new_file("f", content, Direction::Undo), format!("diff --git a/f b/f\n{undo}"));
        }
    }
}
