//! Things that belong together, joined pair by pair.
//! Not an order: the first member of a group stands for it, whatever was joined when.
//!
//! **Invariant:** the representative of a group is its smallest member.

/// Disjoint groups of the numbers below a count.
#[derive(Debug)]
pub(super) struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    /// Every number alone.
    pub(super) fn new(count: usize) -> Self {
        Groups { parents: (0..count).collect() }
    }

    /// The smallest member of the group of `member`. Shortens the way for the next question.
    pub(super) fn first(&mut self, member: usize) -> usize {
        let mut at = member;
        while let Some(parent) = self.parents.get(at).copied()
            && parent != at
        {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    /// Joins the groups of two members.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(slot) = self.parents.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_member_stands_for_all() {
        let mut groups = Groups::new(6);
        for (one, other) in [(4, 5), (1, 4), (2, 3), (5, 1)] {
            groups.join(one, other);
        }
        let firsts: Vec<usize> = (0..6).map(|member| groups.first(member)).collect();
        assert_eq!(firsts, [0, 1, 2, 2, 1, 1]);
    }
}
