//! Properties of the whole: a plan of random changes, applied, shown and written as a patch that the real git applies.
//! Not the details of the parts: those have tables of their own. Needs the `git` program.
//!
//! **Invariant:** every case compares whole texts byte for byte with a replacement that is made without this module.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::apply::apply;
use super::hunk::{Hunk, plan};
use super::unified::{Direction, new_file, unified};
use super::view::{LineEnd, Row, RowKind, rows};
use crate::inventory::outline::Span;
use crate::migrate::change::{Change, Edit, Safety};

/// A source, changes whose edits are disjoint, and a choice of hunks.
#[derive(Debug, Clone)]
struct Case {
    source: String,
    changes: Vec<Change>,
    choice: u64,
}

fn text(most: usize) -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        6 => Just("\n"),
        4 => Just("\r\n"),
        1 => Just("\r"),
        1 => Just("\u{feff}"),
        1 => Just("\\ No newline at end of file\n"),
        1 => Just("@@ -1,1 +1,1 @@\n"),
        2 => prop_oneof![Just("-- x"), Just("+"), Just("-"), Just(" "), Just("diff --git a/x b/x\n")],
        8 => prop_oneof![Just("a"), Just("b"), Just("key = 1"), Just("\t"), Just("  "), Just("😀"), Just("é"), Just("x\n")],
    ];
    prop::collection::vec(fragment, 0..most).prop_map(|fragments| fragments.concat())
}

fn source() -> impl Strategy<Value = String> {
    (any::<bool>(), prop_oneof![1 => Just(String::new()), 9 => text(40), 3 => text(200)])
        .prop_map(|(mark, text)| if mark { format!("\u{feff}{text}") } else { text })
}

fn safety() -> impl Strategy<Value = Safety> {
    prop_oneof![4 => Just(Safety::Safe), 3 => Just(Safety::NeedsReview), 1 => Just(Safety::TakenAlone), 1 => Just(Safety::ShownOnly)]
}

/// The nearest boundary of characters at or before a byte.
fn boundary(source: &str, mut at: usize) -> usize {
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Edits anywhere, put in a few changes; with `is_disjoint` those that could stand in each other's way are left out.
fn case(is_disjoint: bool) -> impl Strategy<Value = Case> {
    let replacement = prop_oneof![2 => Just(String::new()), 3 => text(4), 1 => Just("y\n".to_owned())];
    let length = prop_oneof![Just(0usize), 0..6usize, 0..40usize];
    let edit = (any::<prop::sample::Index>(), length, replacement, 0..8usize);
    (source(), prop::collection::vec(edit, 0..12), prop::collection::vec(safety(), 8), any::<u64>()).prop_map(
        move |(source, edits, safeties, choice)| {
            let mut spans: Vec<(Span, String, usize)> = edits
                .into_iter()
                .map(|(at, length, text, change)| {
                    let start = boundary(&source, at.index(source.len() + 1));
                    (Span::new(start, boundary(&source, (start + length).min(source.len()))), text, change)
                })
                .collect();
            if is_disjoint {
                spans.sort();
                let mut end = 0;
                spans.retain(|(span, _, _)| {
                    let fits = end == 0 || span.start >= end + u32::from(span.is_empty());
                    end = if fits { span.end.max(1) } else { end };
                    fits
                });
            }
            let changes = safeties.into_iter().enumerate().map(|(number, safety)| {
                let mine = spans.iter().filter(|(_, _, change)| *change == number);
                let edits = mine.map(|(span, text, _)| Edit { span: *span, replacement: text.clone() }).collect();
                Change { rule: "rule", reason: number.to_string(), safety, edits }
            });
            Case { changes: changes.collect(), source, choice }
        },
    )
}

/// Lines of which nearly each is changed, removed or has a line put in before it, each by a change of its own or two
/// together; the last line may end without a line feed.
fn neighbours() -> impl Strategy<Value = Case> {
    let line = prop_oneof![Just(""), Just("a"), Just("b c"), Just("a\r"), Just("é 😀")];
    let action = (0..8usize, 0..8usize, prop_oneof![Just("x"), Just("y z"), Just("")]);
    let lines = prop::collection::vec((line, prop::collection::vec(action, 0..3)), 1..10);
    (lines, prop::collection::vec(safety(), 8), any::<bool>(), any::<u64>()).prop_map(
        |(lines, safeties, is_ended, choice)| {
            let mut source = String::new();
            let mut edits: Vec<Vec<Edit>> = vec![vec![]; safeties.len()];
            let count = lines.len();
            for (number, (line, actions)) in lines.into_iter().enumerate() {
                let start = source.len();
                source.push_str(line);
                let content_end = source.len();
                source.push_str(if is_ended || number + 1 < count { "\n" } else { "" });
                let end = source.len();
                for (action, change, text) in actions {
                    let (start, end, replacement) = match action {
                        0..=2 => (start, start, format!("{text}\n")),
                        3..=5 => (start, content_end, text.to_owned()),
                        6 => (start, end, String::new()),
                        _ => (content_end, end, String::new()),
                    };
                    edits[change].push(Edit { span: Span::new(start, end), replacement });
                }
            }
            let changes = safeties.into_iter().zip(edits).enumerate().map(|(number, (safety, edits))| Change {
                rule: "rule",
                reason: number.to_string(),
                safety,
                edits,
            });
            Case { changes: changes.collect(), source, choice }
        },
    )
}

/// Edits anywhere, or changes of neighbouring lines.
fn any_case() -> impl Strategy<Value = Case> {
    prop_oneof![case(false), neighbours()]
}

/// What is deleted by any edit is gone, even where deletions overlap; everything else is put where its edit says.
fn replaced(source: &str, edits: &[Edit]) -> String {
    let (deletions, mut writes): (Vec<Edit>, Vec<Edit>) =
        edits.iter().cloned().partition(|edit| edit.replacement.is_empty());
    let gone = |at: usize| deletions.iter().any(|edit| edit.span.range().contains(&at));
    let kept = |from: usize, to: usize| {
        let within = source.char_indices().skip_while(move |(at, _)| *at < from).take_while(move |(at, _)| *at < to);
        within.filter(|(at, _)| !gone(*at)).map(|(_, character)| character).collect::<String>()
    };
    writes.sort_by_key(|edit| edit.span);
    let mut text = String::new();
    let mut at = 0;
    for edit in writes {
        let span = edit.span.range();
        text.push_str(&kept(at, span.start));
        text.push_str(&edit.replacement);
        at = span.end;
    }
    text + &kept(at, source.len())
}

fn chosen(hunks: &[Hunk], choice: u64) -> Vec<&Hunk> {
    hunks.iter().filter(|hunk| choice >> (hunk.id % 64) & 1 == 1).collect()
}

/// The edits of the changes that hunks name as their reasons, safer changes first, each edit once.
fn chosen_edits(case: &Case, hunks: &[&Hunk]) -> Vec<Edit> {
    let reasons = hunks.iter().filter(|hunk| hunk.is_applicable()).flat_map(|hunk| &hunk.reasons);
    let mut changes: Vec<&Change> =
        reasons.map(|reason| &case.changes[reason.reason.parse::<usize>().unwrap()]).collect();
    changes.sort_by_key(|change| (change.safety, change.reason.clone()));
    let mut edits: Vec<Edit> = Vec::new();
    for edit in changes.into_iter().flat_map(|change| &change.edits) {
        if case.source.get(edit.span.range()) != Some(&edit.replacement) && !edits.contains(edit) {
            edits.push(edit.clone());
        }
    }
    edits
}

/// The text of rows of some kinds, with line ends. Skipped lines are taken from the source.
fn text_of(rows: &[Row], source: &str, left_out: RowKind) -> String {
    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    let mut text = String::new();
    for row in rows.iter().filter(|row| row.kind != left_out) {
        if let RowKind::Skipped { count } = row.kind {
            let first = row.old_line.unwrap() as usize - 1;
            text.push_str(&lines[first..first + count as usize].concat());
            continue;
        }
        text.extend(row.text.iter().map(|(part, _)| part.as_str()));
        text.push_str(match row.end {
            LineEnd::LineFeed => "\n",
            LineEnd::CarriageReturn => "\r\n",
            LineEnd::Missing => "",
        });
    }
    text
}

/// Number in the original, text and line end of the rows of one kind and hunk.
fn lines_of(rows: &[Row], kind: RowKind, hunk: u32) -> Vec<(Option<u32>, String, LineEnd)> {
    let is_meant = |row: &&Row| row.kind == kind && row.hunk == Some(hunk);
    let text = |row: &Row| row.text.iter().map(|(part, _)| part.as_str()).collect();
    rows.iter().filter(is_meant).map(|row| (row.old_line, text(row), row.end)).collect()
}

proptest! {
    #[test]
    fn all_disjoint_changes_applied_are_what_replacing_gives(case in case(true)) {
        let plan = plan(&case.source, case.changes.clone());
        let applicable = |change: &&Change| change.safety != Safety::ShownOnly;
        let edits: Vec<Edit> =
            case.changes.iter().filter(applicable).flat_map(|change| change.edits.clone()).collect();
        let all: Vec<&Hunk> = plan.hunks.iter().collect();
        prop_assert_eq!(apply(&case.source, &all), replaced(&case.source, &edits));
        prop_assert!(plan.dropped.iter().all(|dropped| dropped.why.starts_with("It changes nothing")));
    }

    #[test]
    fn every_choice_of_hunks_is_what_replacing_its_edits_gives(case in any_case()) {
        let plan = plan(&case.source, case.changes.clone());
        let count: usize = plan.hunks.iter().map(|hunk| hunk.reasons.len()).sum();
        prop_assert_eq!(count + plan.dropped.len(), case.changes.len());
        let accepted = chosen(&plan.hunks, case.choice);
        let edits = chosen_edits(&case, &accepted);
        prop_assert_eq!(apply(&case.source, &accepted), replaced(&case.source, &edits));
        prop_assert_eq!(apply(&case.source, &[]), case.source);
    }

    #[test]
    fn hunks_share_no_line(case in any_case()) {
        let plan = plan(&case.source, case.changes.clone());
        let mut blocks: Vec<_> = plan.hunks.iter().filter(|hunk| hunk.is_applicable())
            .flat_map(|hunk| hunk.blocks.clone()).filter(|block| !block.is_empty()).collect();
        blocks.sort_by_key(|block| (block.start, block.end));
        prop_assert!(blocks.is_sorted_by(|before, after| before.end <= after.start), "{:?}", blocks);
    }

    #[test]
    fn the_rows_of_a_hunk_are_the_same_whichever_others_are_accepted(case in any_case()) {
        let plan = plan(&case.source, case.changes.clone());
        let accepted = chosen(&plan.hunks, case.choice);
        let together = rows(&case.source, &accepted, 0);
        for hunk in accepted.into_iter().filter(|hunk| hunk.is_applicable()) {
            let alone = rows(&case.source, &[hunk], 0);
            for kind in [RowKind::Removed, RowKind::Added] {
                let mine = lines_of(&together, kind, hunk.id);
                prop_assert_eq!(&mine, &lines_of(&alone, kind, hunk.id));
                for (line, _, _) in mine {
                    let is_inside = |line: u32| hunk.blocks.iter().any(|block| block.contains(&(line as usize - 1)));
                    prop_assert!(line.is_none_or(is_inside));
                }
            }
        }
        prop_assert!(together.iter().all(|row| row.hunk.is_some() == matches!(row.kind, RowKind::Removed | RowKind::Added)));
    }

    #[test]
    fn rows_hold_both_texts(case in any_case(), context in prop_oneof![0..5usize, Just(usize::MAX)]) {
        let plan = plan(&case.source, case.changes.clone());
        let accepted = chosen(&plan.hunks, case.choice);
        let rows = rows(&case.source, &accepted, context);
        let text = apply(&case.source, &accepted);
        if rows.is_empty() {
            prop_assert_eq!(text, case.source);
            return Ok(());
        }
        prop_assert_eq!(text_of(&rows, &case.source, RowKind::Added), case.source.clone());
        prop_assert_eq!(text_of(&rows, &case.source, RowKind::Removed), text);
        let (mut old, mut new) = (0, 0);
        for row in &rows {
            let count = if let RowKind::Skipped { count } = row.kind { count } else { 1 };
            if row.kind != RowKind::Added {
                prop_assert_eq!(row.old_line, Some(old + 1));
                old += count;
            }
            if row.kind != RowKind::Removed {
                prop_assert_eq!(row.new_line, Some(new + 1));
                new += count;
            }
        }
        let notes = accepted.iter().filter(|hunk| !hunk.is_applicable() && !hunk.blocks.is_empty()).count();
        let shown: usize = rows.iter().map(|row| row.notes.len()).sum();
        prop_assert!(shown == notes || case.source.is_empty());
    }
}

/// A folder outside any repository that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("switchyard-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    /// Lets git apply a patch here, after it has checked it.
    fn git_apply(&self, patch: &str) {
        for check in [&["--check"][..], &[]] {
            let mut command = Command::new("git");
            command.args(["apply", "--whitespace=nowarn"]).args(check).current_dir(&self.0);
            command.env("GIT_CEILING_DIRECTORIES", self.0.parent().unwrap()).env("GIT_CONFIG_NOSYSTEM", "1");
            command.env("GIT_CONFIG_GLOBAL", "/dev/null").env_remove("GIT_DIR").stdin(Stdio::piped());
            let mut git = command.stderr(Stdio::piped()).spawn().expect("git is there");
            std::io::Write::write_all(&mut git.stdin.take().unwrap(), patch.as_bytes()).unwrap();
            let output = git.wait_with_output().unwrap();
            assert!(output.status.success(), "{}\n{patch}", String::from_utf8_lossy(&output.stderr));
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, path: &Path) -> String {
        String::from_utf8(std::fs::read(self.0.join(path)).unwrap()).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const NAMES: [&str; 8] =
    ["plain.txt", "two words.txt", "sub dir/ü.py", "say \"hi\".md", "back\\slash", "tab\there", "日本.rs", "a b/b b"];

#[test]
fn git_applies_the_patch_and_its_undo() {
    let folder = Folder::new("patch-existing");
    let mut runner = TestRunner::default();
    let (mut forward, mut undo) = (String::new(), String::new());
    let mut expected = Vec::new();
    for number in 0..1_000 {
        let strategy = if number % 2 == 0 { neighbours().boxed() } else { case(number % 4 == 1).boxed() };
        let case = strategy.new_tree(&mut runner).unwrap().current();
        let plan = plan(&case.source, case.changes.clone());
        let accepted = chosen(&plan.hunks, if number % 3 == 0 { u64::MAX } else { case.choice });
        let path = format!("{number}/{}", NAMES[number % NAMES.len()]);
        folder.write(&path, &case.source);
        forward.push_str(&unified(&path, &case.source, &accepted, Direction::Forward));
        undo.push_str(&unified(&path, &case.source, &accepted, Direction::Undo));
        let text = apply(&case.source, &accepted);
        expected.push((path, case, text));
    }
    folder.git_apply(&forward);
    for (path, case, text) in &expected {
        assert_eq!(&folder.read(Path::new(path)), text, "{case:?}");
    }
    folder.git_apply(&undo);
    for (path, case, _) in &expected {
        assert_eq!(folder.read(Path::new(path)), case.source, "{case:?}");
    }
}

#[test]
fn git_creates_and_removes_new_files() {
    let folder = Folder::new("patch-new");
    let mut runner = TestRunner::default();
    let mut files: Vec<(String, String)> = Vec::new();
    for (number, name) in NAMES.iter().cycle().take(80).enumerate() {
        let content = source().new_tree(&mut runner).unwrap().current();
        files.push((format!("{number}/{name}"), if number < NAMES.len() { String::new() } else { content }));
    }
    let patch = |direction| files.iter().map(|(path, text)| new_file(path, text, direction)).collect::<String>();
    folder.git_apply(&patch(Direction::Forward));
    for (path, text) in &files {
        assert_eq!(&folder.read(Path::new(path)), text);
    }
    folder.git_apply(&patch(Direction::Undo));
    assert!(files.iter().all(|(path, _)| !folder.0.join(path).exists()));
}

/// Many changes in a large file, on one line or on many: a step that is not linear would not end here.
#[test]
fn large_files_with_many_changes_are_quick() {
    for separator in [" ", "\n"] {
        let word = format!("\"openrouter/auto\":{}{separator}", "x".repeat(80));
        let source = word.repeat(20_000);
        let change = |number: usize| {
            let start = number * 2 * word.len();
            let insertion = Edit { span: Span::new(0, 0), replacement: format!("use {number};\n") };
            let edit = Edit { span: Span::new(start + 1, start + 11), replacement: "phaseo".to_owned() };
            Change { rule: "rule", reason: String::new(), safety: Safety::Safe, edits: vec![insertion, edit] }
        };
        let mut changes: Vec<Change> = (0..10_000).map(change).collect();
        for change in &mut changes[1..5_000] {
            change.edits.remove(0);
        }
        let plan = plan(&source, changes);
        assert_eq!(plan.dropped, []);
        let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
        let text = apply(&source, &hunks);
        assert_eq!(text.matches("\"phaseo/auto\"").count(), 10_000);
        let patch = unified("f", &source, &hunks, Direction::Forward);
        assert!(patch.len() > source.len());
        let rows = rows(&source, &hunks, 3);
        assert_eq!(text_of(&rows, &source, RowKind::Removed), text);
    }
}
