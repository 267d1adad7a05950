//! The text of a file with some hunks accepted.
//! Not a patch reader: it takes hunks of a plan for the very same source.
//!
//! **Invariant:** what no accepted edit covers is copied byte for byte; without hunks the result is the source.

use super::hunk::Hunk;
use crate::migrate::change::Edit;

/// The source with the accepted hunks applied. Hunks that are only shown are passed over, and so is a hunk given twice.
#[must_use]
pub fn apply(source: &str, accepted: &[&Hunk]) -> String {
    let mut text = String::with_capacity(source.len());
    let mut cursor = 0;
    for (_, edit) in ordered_edits(accepted) {
        let range = edit.span.range();
        // Edits of one plan fit; those of another source must not damage this one.
        if range.start < cursor || source.get(range.clone()).is_none() {
            continue;
        }
        text.push_str(source.get(cursor..range.start).unwrap_or_default());
        text.push_str(&edit.replacement);
        cursor = range.end;
    }
    text.push_str(source.get(cursor..).unwrap_or_default());
    text
}

/// The edits of the hunks that can be applied, in the order of the source, each with the id of its hunk.
pub(super) fn ordered_edits<'hunk>(hunks: &[&'hunk Hunk]) -> Vec<(u32, &'hunk Edit)> {
    let mut hunks: Vec<&Hunk> = hunks.iter().copied().filter(|hunk| hunk.is_applicable()).collect();
    hunks.sort_by_key(|hunk| hunk.id);
    hunks.dedup_by_key(|hunk| hunk.id);
    let edits_of = |hunk: &'hunk Hunk| {
        hunk.edits.iter().zip(hunk.places.iter().copied()).map(|(edit, place)| (hunk.id, edit, place))
    };
    let mut edits: Vec<(u32, &Edit, usize)> = hunks.into_iter().flat_map(edits_of).collect();
    // Lines that several hunks put in at one place differ in nothing but their place in the plan.
    edits.sort_by_key(|(_, edit, place)| (edit.span, *place));
    edits.into_iter().map(|(hunk, edit, _)| (hunk, edit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::outline::Span;
    use crate::migrate::change::{Change, Safety};
    use crate::migrate::patch::hunk::plan;

    fn change(safety: Safety, start: usize, end: usize, replacement: &str) -> Change {
        let edits = vec![Edit { span: Span::new(start, end), replacement: replacement.to_owned() }];
        Change { rule: "rule", reason: "Because.".to_owned(), safety, edits }
    }

    #[test]
    fn only_accepted_hunks_count_and_each_once() {
        let source = "one\ntwo\nthree\nfour\nfive\n";
        let changes = vec![
            change(Safety::Safe, 0, 3, "1"),
            change(Safety::NeedsReview, 8, 8, "2½\n"),
            change(Safety::ShownOnly, 19, 23, "5"),
        ];
        let plan = plan(source, changes);
        let [first, second, third] = &plan.hunks[..] else { panic!("three hunks: {plan:?}") };
        for (accepted, text) in [
            (vec![], source),
            (vec![first], "1\ntwo\nthree\nfour\nfive\n"),
            (vec![second, second], "one\ntwo\n2½\nthree\nfour\nfive\n"),
            (vec![third, second, first], "1\ntwo\n2½\nthree\nfour\nfive\n"),
        ] {
            assert_eq!(apply(source, &accepted), text);
        }
    }

    #[test]
    fn lines_put_in_at_one_place_keep_their_order_in_every_choice() {
        let source = "a\nb\nc\n";
        let insertion = |line: &str| change(Safety::Safe, 4, 4, line);
        let mut third = insertion("three\n");
        third.edits.insert(0, Edit { span: Span::new(0, 1), replacement: "A".to_owned() });
        let plan = plan(source, vec![insertion("one\n"), insertion("two\n"), third]);
        let [third, first, second] = &plan.hunks[..] else { panic!("three hunks: {plan:?}") };
        for (accepted, text) in [
            (vec![first], "a\nb\none\nc\n"),
            (vec![second], "a\nb\ntwo\nc\n"),
            (vec![third], "A\nb\nthree\nc\n"),
            (vec![second, first], "a\nb\none\ntwo\nc\n"),
            (vec![third, first], "A\nb\none\nthree\nc\n"),
            (vec![third, second], "A\nb\ntwo\nthree\nc\n"),
            (vec![third, first, second], "A\nb\none\ntwo\nthree\nc\n"),
        ] {
            assert_eq!(apply(source, &accepted), text);
        }
    }

    #[test]
    fn hunks_of_another_source_do_no_harm() {
        let plan = plan("a long enough line\n", vec![change(Safety::Safe, 7, 13, "x")]);
        let hunks: Vec<&Hunk> = plan.hunks.iter().collect();
        assert_eq!(apply("short", &hunks), "short");
    }
}
