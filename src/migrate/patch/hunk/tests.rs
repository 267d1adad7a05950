//! Which changes become which hunks, and which are dropped.
//! Not the text that results: properties of that are tested with the whole of the patch.
//!
//! **Invariant:** every change of a case is found again, in a hunk or among the dropped.

use super::*;
use crate::inventory::outline::Span;
use crate::migrate::change::Safety::{NeedsReview, Safe, ShownOnly};

type Proposed<'a> = (&'static str, Safety, &'a [(usize, usize, &'a str)]);

fn planned(source: &str, proposed: &[Proposed]) -> FilePlan {
    let changes = proposed.iter().map(|(rule, safety, edits)| Change {
        rule,
        reason: format!("Reason of {rule}."),
        safety: *safety,
        edits: edits
            .iter()
            .map(|(start, end, text)| Edit { span: Span::new(*start, *end), replacement: (*text).to_owned() })
            .collect(),
    });
    plan(source, changes.collect())
}

/// Lines, safety and rules of each hunk.
fn shown(plan: &FilePlan) -> Vec<(Range<usize>, Safety, String)> {
    let rules = |hunk: &Hunk| hunk.reasons.iter().map(|reason| reason.rule).collect::<Vec<_>>().join(" ");
    plan.hunks.iter().map(|hunk| (hunk.lines.clone(), hunk.safety, rules(hunk))).collect()
}

// Six lines of four bytes: line n begins at 4 n.
const SOURCE: &str = "aaa\nbbb\nccc\nddd\neee\nfff\n";

#[test]
fn only_changes_that_share_a_line_are_one_hunk() {
    type Case<'a> = (&'a [Proposed<'a>], &'a [(Range<usize>, Safety, &'a str)]);
    let cases: &[Case] = &[
        (&[], &[]),
        (&[("a", Safe, &[(0, 1, "x")])], &[(0..1, Safe, "a")]),
        // One line.
        (&[("a", Safe, &[(0, 1, "x")]), ("b", NeedsReview, &[(2, 3, "x")])], &[(0..1, NeedsReview, "a b")]),
        (&[("a", NeedsReview, &[(2, 3, "x")]), ("b", Safe, &[(0, 1, "x")])], &[(0..1, NeedsReview, "a b")]),
        // Neighbours, and one line between.
        (
            &[("a", Safe, &[(0, 1, "x")]), ("b", NeedsReview, &[(4, 5, "x")])],
            &[(0..1, Safe, "a"), (1..2, NeedsReview, "b")],
        ),
        (
            &[("a", NeedsReview, &[(0, 4, "")]), ("b", Safe, &[(4, 5, "x")]), ("c", NeedsReview, &[(8, 12, "")])],
            &[(0..1, NeedsReview, "a"), (1..2, Safe, "b"), (2..3, NeedsReview, "c")],
        ),
        (
            &[("a", Safe, &[(0, 1, "x")]), ("b", NeedsReview, &[(8, 9, "x")])],
            &[(0..1, Safe, "a"), (2..3, NeedsReview, "b")],
        ),
        // Lines that are shared although the bytes are not: of several lines, and behind a line feed that goes.
        (
            &[("a", Safe, &[(0, 5, "x\ny")]), ("b", Safe, &[(6, 9, "x\ny")]), ("c", NeedsReview, &[(10, 11, "x")])],
            &[(0..3, NeedsReview, "a b c")],
        ),
        (&[("a", Safe, &[(3, 4, "")]), ("b", NeedsReview, &[(4, 5, "x")])], &[(0..2, NeedsReview, "a b")]),
        (
            &[("a", Safe, &[(3, 4, "")]), ("b", NeedsReview, &[(4, 4, "x\n")]), ("c", Safe, &[(4, 4, "y\n")])],
            &[(0..1, Safe, "a c"), (1..1, NeedsReview, "b")],
        ),
        // Whole lines that are put in share nothing with what is before and behind, nor with each other.
        (&[("a", Safe, &[(4, 4, "x\n")])], &[(1..1, Safe, "a")]),
        (&[("a", Safe, &[(4, 4, "x\n")]), ("b", Safe, &[(0, 1, "x")])], &[(0..1, Safe, "b"), (1..1, Safe, "a")]),
        (&[("a", Safe, &[(4, 4, "x\n")]), ("b", Safe, &[(4, 5, "x")])], &[(1..1, Safe, "a"), (1..2, Safe, "b")]),
        (&[("a", Safe, &[(4, 4, "x\n")]), ("b", Safe, &[(8, 9, "x")])], &[(1..1, Safe, "a"), (2..3, Safe, "b")]),
        (&[("a", Safe, &[(4, 4, "x\n")]), ("b", Safe, &[(4, 4, "y\n")])], &[(1..1, Safe, "a"), (1..1, Safe, "b")]),
        (
            &[("a", Safe, &[(0, 1, "x"), (4, 5, "x")]), ("b", NeedsReview, &[(4, 4, "y\n")])],
            &[(0..2, Safe, "a"), (1..1, NeedsReview, "b")],
        ),
        // Only lines that really change count.
        (
            &[("a", Safe, &[(0, 11, "xxx\nbbb\nccc")]), ("b", Safe, &[(12, 13, "x")])],
            &[(0..1, Safe, "a"), (3..4, Safe, "b")],
        ),
        // A change in two places holds its places together, and another one stands between.
        (
            &[
                ("far", Safe, &[(0, 1, "x"), (20, 21, "x")]),
                ("mid", Safe, &[(8, 9, "x")]),
                ("last", NeedsReview, &[(22, 23, "x")]),
            ],
            &[(0..6, NeedsReview, "far last"), (2..3, Safe, "mid")],
        ),
        // What is only shown stands alone and stops nobody.
        (
            &[
                ("show", ShownOnly, &[(0, 3, "y")]),
                ("a", Safe, &[(1, 2, "x")]),
                ("note", ShownOnly, &[(4, 7, "bbb")]),
                ("file", ShownOnly, &[]),
            ],
            &[(0..1, Safe, "a"), (0..0, ShownOnly, "file"), (0..1, ShownOnly, "show"), (1..2, ShownOnly, "note")],
        ),
    ];
    for (proposed, expected) in cases {
        let plan = planned(SOURCE, proposed);
        let expected: Vec<(Range<usize>, Safety, String)> =
            expected.iter().map(|(lines, safety, rules)| (lines.clone(), *safety, (*rules).to_owned())).collect();
        assert_eq!(shown(&plan), expected, "{proposed:?}");
        assert_eq!(plan.dropped, [], "{proposed:?}");
        assert!(plan.hunks.iter().map(|hunk| hunk.id).eq(0..plan.hunks.len() as u32));
    }
}

#[test]
fn a_safe_change_is_on_beside_one_that_needs_review() {
    let plan = planned(SOURCE, &[("safe", Safe, &[(12, 13, "x")]), ("review", NeedsReview, &[(16, 17, "y")])]);
    assert_eq!(plan.hunks.iter().map(Hunk::is_on_by_default).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_hunk_names_its_blocks_of_lines() {
    let plan = planned(SOURCE, &[("far", Safe, &[(0, 1, "x"), (4, 5, "x"), (20, 21, "x")])]);
    assert_eq!((plan.hunks[0].lines.clone(), plan.hunks[0].blocks.clone()), (0..6, vec![0..2, 5..6]));
}

#[test]
fn the_same_edit_is_taken_once_and_all_reasons_stay() {
    let plan = planned(
        SOURCE,
        &[
            ("a", NeedsReview, &[(0, 0, "import x\n"), (8, 9, "x")]),
            ("b", Safe, &[(0, 0, "import x\n"), (20, 21, "x")]),
            ("b", Safe, &[(20, 21, "x")]),
        ],
    );
    assert_eq!(shown(&plan), [(0..6, NeedsReview, "a b b".to_owned())]);
    let spans: Vec<(u32, u32)> = plan.hunks[0].edits.iter().map(|edit| (edit.span.start, edit.span.end)).collect();
    assert_eq!(spans, [(0, 0), (8, 9), (20, 21)]);
    assert_eq!(plan.hunks[0].reasons[0].safety, NeedsReview);
}

#[test]
fn what_cannot_be_is_dropped_with_a_reason() {
    type Case<'a> = (&'a [Proposed<'a>], &'a str, &'a [(&'a str, usize, &'a str)]);
    let cases: &[Case] = &[
        (
            &[("first", Safe, &[(4, 7, "x")]), ("second", Safe, &[(6, 9, "y")])],
            "first",
            &[("second", 1, "It overlaps with the change of rule first in line 2, which was proposed first.")],
        ),
        (
            &[("review", NeedsReview, &[(4, 7, "x")]), ("safe", Safe, &[(4, 5, "y"), (20, 21, "z")])],
            "safe",
            &[("review", 1, "It overlaps with the change of rule safe in line 2, which is safer.")],
        ),
        // A dropped change leaves nothing behind that could stop another.
        (
            &[("a", Safe, &[(0, 3, "x")]), ("b", Safe, &[(2, 3, "y"), (8, 11, "y")]), ("c", Safe, &[(9, 10, "z")])],
            "a c",
            &[("b", 0, "It overlaps with the change of rule a in line 1, which was proposed first.")],
        ),
        (
            &[("far", Safe, &[(20, 99, "x")])],
            "",
            &[("far", 5, "One of its edits does not lie in this file on whole characters.")],
        ),
        (&[("self", Safe, &[(4, 7, "x"), (0, 5, "y")])], "", &[("self", 1, "Its own edits overlap.")]),
        (&[("same", Safe, &[(4, 7, "bbb")])], "", &[("same", 1, "It changes nothing: the text is already so.")]),
        (&[("none", Safe, &[])], "", &[("none", 0, "It changes nothing: the text is already so.")]),
        (&[("shown", ShownOnly, &[(4, 7, "x"), (0, 5, "y")])], "", &[("shown", 1, "Its own edits overlap.")]),
        // Edits in the wrong order are only put in order.
        (&[("order", Safe, &[(4, 7, "x"), (0, 3, "y")])], "order", &[]),
    ];
    for (proposed, kept, dropped) in cases {
        let plan = planned(SOURCE, proposed);
        let rules: Vec<&str> =
            plan.hunks.iter().flat_map(|hunk| hunk.reasons.iter().map(|reason| reason.rule)).collect();
        assert_eq!(rules.join(" "), *kept, "{proposed:?}");
        let shown: Vec<(&str, usize, &str)> =
            plan.dropped.iter().map(|dropped| (dropped.change.rule, dropped.line, dropped.why.as_str())).collect();
        assert_eq!(&shown, dropped, "{proposed:?}");
    }
}

#[test]
fn a_character_is_never_cut() {
    let plan = planned("é\n", &[("cut", Safe, &[(1, 2, "x")])]);
    assert_eq!((plan.hunks.len(), plan.dropped.len()), (0, 1));
}
