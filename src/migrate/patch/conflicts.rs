//! Which edits can stand beside each other in one file.
//! Not a merge: of two that cannot, the later one is turned away whole.
//!
//! **Invariant:** accepted edits never overlap; two insertions at one place are both accepted only if both are whole
//! lines, for these can stand one below the other, while pieces of a line have no order that is surely right.

use std::collections::{BTreeMap, HashMap};

use super::lines::Lines;
use crate::inventory::outline::Span;
use crate::migrate::change::Edit;

/// An accepted edit and the change that first brought it.
#[derive(Debug, Clone)]
pub(super) struct AcceptedEdit {
    pub edit: Edit,
    /// The number of the change.
    pub change: usize,
}

/// The edits accepted so far.
#[derive(Debug)]
pub(super) struct Accepted<'lines> {
    lines: &'lines Lines<'lines>,
    edits: Vec<AcceptedEdit>,
    /// The latest edit of each place, by start and end.
    places: BTreeMap<(u32, u32), usize>,
    known: HashMap<(Span, String), usize>,
}

impl<'lines> Accepted<'lines> {
    /// None yet.
    pub(super) fn new(lines: &'lines Lines<'lines>) -> Self {
        Accepted { lines, edits: vec![], places: BTreeMap::new(), known: HashMap::new() }
    }

    /// Accepts all edits of a change and gives their numbers; an edit that is already there is not taken twice.
    ///
    /// # Errors
    /// The accepted edit that stands in the way; then none of the change is accepted.
    pub(super) fn take(&mut self, change: usize, edits: Vec<Edit>) -> Result<Vec<usize>, AcceptedEdit> {
        let edits: Vec<Edit> = edits.into_iter().map(|edit| self.trimmed(edit)).collect();
        let blocker = edits.iter().find_map(|edit| self.blocker(edit));
        if let Some(blocker) = blocker.and_then(|blocker| self.edits.get(blocker)) {
            return Err(blocker.clone());
        }
        let numbers = edits.into_iter().map(|edit| {
            let next = self.edits.len();
            let number = *self.known.entry((edit.span, edit.replacement.clone())).or_insert(next);
            if number == next {
                self.places.insert((edit.span.start, edit.span.end), number);
                self.edits.push(AcceptedEdit { edit, change });
            }
            number
        });
        Ok(numbers.collect())
    }

    /// A deletion without what an accepted deletion takes already, so that two neighbouring items of a list can both go
    /// although each takes the comma between them; any other edit as it is. What they share must lie within one line: then
    /// both belong to one hunk, and nobody can take the second without the first.
    fn trimmed(&self, mut edit: Edit) -> Edit {
        let whole = edit.span;
        while let Some(there) = self.blocker(&edit).and_then(|number| self.edits.get(number)) {
            let (old, new) = (there.edit.span, edit.span);
            let both_delete = there.edit.replacement.is_empty() && edit.replacement.is_empty();
            let shared = Span { start: old.start.max(new.start), end: old.end.min(new.end) };
            let one_line = self.lines.source().get(shared.range()).is_some_and(|text| !text.contains('\n'));
            if !both_delete || !one_line || old.contains(new) {
                return Edit { span: whole, ..edit };
            } else if old.start <= new.start {
                edit.span.start = old.end;
            } else if new.end <= old.end {
                edit.span.end = old.start;
            } else {
                return Edit { span: whole, ..edit };
            }
        }
        edit
    }

    /// The accepted edits, numbered by their position.
    pub(super) fn into_edits(self) -> Vec<AcceptedEdit> {
        self.edits
    }

    /// The accepted edit that an edit cannot stand beside.
    fn blocker(&self, edit: &Edit) -> Option<usize> {
        if self.known.contains_key(&(edit.span, edit.replacement.clone())) {
            return None;
        }
        let Span { start, end } = edit.span;
        // Accepted edits do not overlap, so that of those that begin before this one ends, the last ends last.
        if let Some(((_, last_end), number)) = self.places.range(..(end, 0)).next_back()
            && *last_end > start
        {
            return Some(*number);
        }
        let same_place = self.places.get(&(start, end)).copied().filter(|_| start == end)?;
        let stacked = self.edits.get(same_place).is_some_and(|there| can_follow(self.lines, &there.edit, edit));
        (!stacked).then_some(same_place)
    }
}

/// Whether two edits in the order of their places can stand beside each other.
pub(super) fn can_follow(lines: &Lines, before: &Edit, after: &Edit) -> bool {
    if before.span == after.span && before.span.is_empty() {
        return is_whole_lines(lines, before) && is_whole_lines(lines, after);
    }
    before.span.end <= after.span.start
}

/// Whether an edit puts whole lines between lines.
fn is_whole_lines(lines: &Lines, edit: &Edit) -> bool {
    edit.span.is_empty() && edit.replacement.ends_with('\n') && lines.is_start(edit.span.range().start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { span: Span::new(start, end), replacement: replacement.to_owned() }
    }

    #[test]
    fn overlaps_are_found_and_neighbours_are_not() {
        let lines = Lines::new("0123456789\nabcdefgh\n");
        for (there, new, fits) in [
            (edit(2, 5, "x"), edit(5, 7, "y"), true),
            (edit(2, 5, "x"), edit(0, 2, "y"), true),
            (edit(2, 5, "x"), edit(4, 7, "y"), false),
            (edit(2, 5, "x"), edit(0, 9, "y"), false),
            (edit(2, 5, "x"), edit(3, 4, "y"), false),
            (edit(2, 5, "x"), edit(2, 5, "y"), false),
            (edit(2, 5, "x"), edit(2, 5, "x"), true),
            (edit(2, 5, "x"), edit(3, 3, "y"), false),
            (edit(2, 5, "x"), edit(2, 2, "y"), true),
            (edit(2, 5, "x"), edit(5, 5, "y"), true),
            (edit(3, 3, "x"), edit(2, 5, "y"), false),
            (edit(3, 3, "x"), edit(3, 5, "y"), true),
            (edit(3, 3, "x"), edit(1, 3, "y"), true),
            (edit(3, 3, "x"), edit(3, 3, "y"), false),
            (edit(3, 3, "x\n"), edit(3, 3, "y\n"), false),
            (edit(11, 11, "x\n"), edit(11, 11, "y\n"), true),
            (edit(11, 11, "x\n"), edit(11, 11, "y"), false),
            (edit(0, 0, "x\n"), edit(0, 0, "y\n"), true),
        ] {
            let mut accepted = Accepted::new(&lines);
            assert!(accepted.take(0, vec![there.clone()]).is_ok());
            assert_eq!(accepted.take(1, vec![new.clone()]).is_ok(), fits, "{there:?} {new:?}");
        }
    }

    #[test]
    fn of_overlapping_deletions_the_later_takes_what_is_left() {
        let lines = Lines::new("0123456789");
        for (there, new, left) in [
            (edit(2, 5, ""), edit(4, 7, ""), Some((5, 7))),
            (edit(4, 7, ""), edit(2, 5, ""), Some((2, 4))),
            (edit(2, 7, ""), edit(3, 5, ""), None),
            (edit(2, 5, "x"), edit(4, 7, ""), None),
        ] {
            let mut accepted = Accepted::new(&lines);
            accepted.take(0, vec![there]).unwrap();
            assert_eq!(accepted.take(1, vec![new]).is_ok(), left.is_some());
            let edits = accepted.into_edits();
            assert_eq!(edits.get(1).map(|edit| (edit.edit.span.start, edit.edit.span.end)), left);
        }
    }

    #[test]
    fn a_change_is_taken_whole_or_not_at_all() {
        let lines = Lines::new("0123456789");
        let mut accepted = Accepted::new(&lines);
        assert_eq!(accepted.take(0, vec![edit(2, 4, "x")]).unwrap(), [0]);
        let blocker = accepted.take(1, vec![edit(6, 7, "y"), edit(3, 4, "z")]).unwrap_err();
        assert_eq!((blocker.change, blocker.edit.clone()), (0, edit(2, 4, "x")));
        assert_eq!(accepted.take(2, vec![edit(2, 4, "x"), edit(6, 8, "y")]).unwrap(), [0, 1]);
        assert_eq!(accepted.into_edits().len(), 2);
    }
}
