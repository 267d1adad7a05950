//! Changes of one file made into hunks: what a person accepts or rejects as one.
//! Not a judgement of the changes: of two that cannot both be, the safer one stays, then the one proposed first.
//!
//! Changes that share a line are one hunk, however safe each is: nobody can read half of a line's change, and a patch
//! cannot carry it. Changes of neighbouring lines are hunks of their own, so that a safe one does not wait for the review
//! of the next; a whole line put in before a line shares nothing with that line. A change with edits in several places is
//! never split, so that a hunk may have several blocks of lines, and other hunks may stand between them. What is only
//! shown has a hunk of its own.
//!
//! **Invariant:** any choice of hunks can be applied, and no two hunks that can be applied share a line; every change is
//! in a hunk's reasons or reported as dropped.

use std::collections::BTreeMap;
use std::ops::Range;

use super::conflicts::{Accepted, can_follow};
use super::groups::Groups;
use super::lines::Lines;
use super::pieces::{changed_lines, segments};
use crate::migrate::change::{Change, Edit, Safety};

/// Why a hunk is there: one of its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: &'static str,
    /// What is done and why, as sentences.
    pub reason: String,
    /// How far this change can be trusted.
    pub safety: Safety,
}

/// What is accepted or rejected as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Its number among the hunks of its file, from 0 in the order of the source.
    pub id: u32,
    /// The lines of the original from the first to the last touched, counted from 0; empty for a mere insertion before
    /// that line, and `0..0` for a note on the whole file.
    pub lines: Range<usize>,
    /// The same without the untouched lines between: one range for each run of touched lines. Other hunks can end right
    /// before a block and begin right behind it, and can put lines in anywhere between its lines.
    pub blocks: Vec<Range<usize>>,
    /// The edits, in order, disjoint. Of a hunk that is only shown, the suggestion; empty if it is a mere note.
    pub edits: Vec<Edit>,
    /// The place of each edit in the order of all edits of the plan, so that lines of several hunks that are put in at
    /// one place come in the same order whatever is chosen.
    pub(super) places: Vec<usize>,
    /// The worst of its changes.
    pub safety: Safety,
    /// Its changes, in the order they were proposed.
    pub reasons: Vec<Reason>,
}

impl Hunk {
    /// Whether it can be applied at all.
    #[must_use]
    pub fn is_applicable(&self) -> bool {
        self.safety != Safety::ShownOnly
    }

    /// Whether it is taken when all up to a safety are. What is taken alone is only taken where that is asked for.
    #[must_use]
    pub fn is_within(&self, up_to: Safety) -> bool {
        self.is_applicable() && self.safety <= up_to
    }

    /// Whether it is accepted unless a person says otherwise.
    #[must_use]
    pub fn is_on_by_default(&self) -> bool {
        self.safety == Safety::Safe
    }
}

/// A change that is in no hunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The change, as proposed.
    pub change: Change,
    /// The line of its first edit, counted from 0.
    pub line: usize,
    /// Why, as a sentence.
    pub why: String,
}

/// The hunks of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilePlan {
    /// In the order of the source.
    pub hunks: Vec<Hunk>,
    /// What was left out, in the order it was proposed.
    pub dropped: Vec<Dropped>,
}

/// Makes the hunks of a file.
///
/// A change that is only shown never stands in another's way and keeps its place even where others change the text. Its
/// edits are a suggestion; an edit that would change nothing marks the place of a note; without edits the note is on the
/// file as a whole.
#[must_use]
pub fn plan(source: &str, changes: Vec<Change>) -> FilePlan {
    let lines = Lines::new(source);
    let mut dropped: Vec<(usize, String)> = Vec::new();
    let mut order: Vec<(usize, &Change)> = changes.iter().enumerate().collect();
    // A stable sort: among equally safe ones the first proposed stays first.
    order.sort_by_key(|(_, change)| change.safety);
    let mut accepted = Accepted::new(&lines);
    let mut taken: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut hunks: Vec<Hunk> = Vec::new();
    for (index, change) in order {
        let edits = match effective_edits(&lines, change) {
            Ok(edits) => edits,
            Err(why) => {
                dropped.push((index, why.to_owned()));
                continue;
            }
        };
        if change.safety == Safety::ShownOnly {
            hunks.push(shown_hunk(&lines, change, edits));
            continue;
        }
        match accepted.take(index, edits) {
            Ok(numbers) => taken.push((index, numbers)),
            Err(blocker) => {
                let line = lines.line_of(blocker.edit.span.range().start) + 1;
                let why = changes.get(blocker.change).map(|first| (first.rule, first.safety < change.safety));
                let (rule, is_safer) = why.unwrap_or_default();
                let rank = if is_safer { "is safer" } else { "was proposed first" };
                dropped
                    .push((index, format!("It overlaps with the change of rule {rule} in line {line}, which {rank}.")));
            }
        }
    }
    let edits = accepted.into_edits().into_iter().map(|accepted| accepted.edit).collect();
    hunks.extend(applicable_hunks(&lines, &changes, edits, taken));
    hunks.sort_by_key(|hunk| (hunk.lines.start, hunk.safety == Safety::ShownOnly, hunk.lines.end));
    for (id, hunk) in (0..).zip(&mut hunks) {
        hunk.id = id;
    }
    dropped.sort_by_key(|(index, _)| *index);
    FilePlan { hunks, dropped: with_changes(&lines, changes, dropped) }
}

/// Puts the dropped changes beside the reasons.
fn with_changes(lines: &Lines, changes: Vec<Change>, dropped: Vec<(usize, String)>) -> Vec<Dropped> {
    let mut dropped = dropped.into_iter().peekable();
    let mut result = Vec::new();
    for (index, change) in changes.into_iter().enumerate() {
        if let Some((_, why)) = dropped.next_if(|(next, _)| *next == index) {
            let line = change.edits.first().map_or(0, |edit| lines.line_of(edit.span.range().start));
            result.push(Dropped { change, line, why });
        }
    }
    result
}

/// The edits of a change that change something, in order.
fn effective_edits(lines: &Lines, change: &Change) -> Result<Vec<Edit>, &'static str> {
    let mut edits = Vec::with_capacity(change.edits.len());
    for edit in &change.edits {
        let Some(old) = lines.source().get(edit.span.range()) else {
            return Err("One of its edits does not lie in this file on whole characters.");
        };
        if old != edit.replacement {
            edits.push(edit.clone());
        }
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    if !edits.is_sorted_by(|before, after| can_follow(lines, before, after)) {
        return Err("Its own edits overlap.");
    }
    if edits.is_empty() && change.safety != Safety::ShownOnly {
        return Err("It changes nothing: the text is already so.");
    }
    Ok(edits)
}

fn reason_of(change: &Change) -> Reason {
    Reason { rule: change.rule, reason: change.reason.clone(), safety: change.safety }
}

/// The hunk of a change that is only shown. Its lines are those its edits name, whether they change something or not.
fn shown_hunk(lines: &Lines, change: &Change, edits: Vec<Edit>) -> Hunk {
    let mut named: Vec<Range<usize>> = change
        .edits
        .iter()
        .map(|edit| {
            let Range { start, end } = edit.span.range();
            let last = lines.line_of(end.saturating_sub(1).max(start));
            lines.line_of(start)..(last + 1).min(lines.count())
        })
        .map(|range| range.start.min(range.end)..range.end)
        .collect();
    named.sort_by_key(|range| (range.start, range.end));
    let edits = edits.into_iter().enumerate().collect();
    hunk(join_touching(named), edits, vec![reason_of(change)])
}

/// A hunk that has no id yet, of edits with their places in the plan.
fn hunk(blocks: Vec<Range<usize>>, edits: Vec<(usize, Edit)>, reasons: Vec<Reason>) -> Hunk {
    let start = blocks.first().map_or(0, |block| block.start);
    let end = blocks.iter().map(|block| block.end).max().unwrap_or(start);
    let safety = reasons.iter().map(|reason| reason.safety).max().unwrap_or(Safety::ShownOnly);
    let (places, edits) = edits.into_iter().unzip();
    Hunk { id: 0, lines: start..end, blocks, edits, places, safety, reasons }
}

/// Ranges in order, those that overlap or touch made one.
fn join_touching(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

/// Groups the accepted changes. `taken` has for each its number and the numbers of its edits. Edits that share a line are
/// in one segment, and segments share no line, so that only the changes with several edits join segments.
fn applicable_hunks(
    lines: &Lines,
    changes: &[Change],
    edits: Vec<Edit>,
    mut taken: Vec<(usize, Vec<usize>)>,
) -> Vec<Hunk> {
    let mut order: Vec<(usize, &Edit)> = edits.iter().enumerate().collect();
    order.sort_by_key(|(_, edit)| edit.span);
    let (numbers, ordered): (Vec<usize>, Vec<&Edit>) = order.into_iter().unzip();
    let segments = segments(lines, &ordered);
    let mut groups = Groups::new(segments.len());
    // The segment of each edit, by the edit's number.
    let mut segment_of = vec![0; edits.len()];
    let mut blocks: Vec<Vec<Range<usize>>> = Vec::with_capacity(segments.len());
    for (index, segment) in segments.iter().enumerate() {
        for number in numbers.get(segment.edits.clone()).unwrap_or_default() {
            if let Some(slot) = segment_of.get_mut(*number) {
                *slot = index;
            }
        }
        let mut changed: Vec<Range<usize>> = changed_lines(lines, segment).into_iter().map(|(old, _)| old).collect();
        if changed.is_empty() {
            changed.push(segment.old.start..segment.old.start);
        }
        blocks.push(changed);
    }
    let segment_at = |number: &usize| segment_of.get(*number).copied().unwrap_or_default();
    for (_, numbers) in &taken {
        for pair in numbers.windows(2) {
            if let [one, other] = pair {
                groups.join(segment_at(one), segment_at(other));
            }
        }
    }
    #[derive(Default)]
    struct Parts {
        blocks: Vec<Range<usize>>,
        edits: Vec<(usize, Edit)>,
        reasons: Vec<Reason>,
    }
    let mut parts: BTreeMap<usize, Parts> = BTreeMap::new();
    for (index, (segment, blocks)) in segments.into_iter().zip(blocks).enumerate() {
        let part = parts.entry(groups.first(index)).or_default();
        part.blocks.extend(blocks);
        let edits = ordered.get(segment.edits.clone()).unwrap_or_default();
        part.edits.extend(segment.edits.zip(edits.iter().map(|edit| (*edit).clone())));
    }
    taken.sort_by_key(|(index, _)| *index);
    for (index, numbers) in &taken {
        let (Some(change), Some(number)) = (changes.get(*index), numbers.first()) else { continue };
        parts.entry(groups.first(segment_at(number))).or_default().reasons.push(reason_of(change));
    }
    parts.into_values().map(|part| hunk(join_touching(part.blocks), part.edits, part.reasons)).collect()
}

#[cfg(test)]
mod tests;
