//! Model ids of the source as they were on one day, for the scanner, which has no key and no network.
//! Not a catalogue: what is valid today only the gateway knows.
//!
//! Source: a public mirror of the source's model list and later public documents; live, dated and retired ids from
//! 2025-06 to 2026-10.
//! **Invariant:** sorted, one id a line, so that a lookup is a binary search.

use crate::gateway::side::{PerSide, Side};

/// The day of the newest entry, ISO 8601.
pub const SOURCE_IDS_AS_OF: &str = "2026-10-02";

/// The days of the newest facts in the two lists that the page keeps as files and fetches when asked, ISO 8601.
pub const LISTS_AS_OF: PerSide<&str> = PerSide { source: "2026-07-02", target: "2026-08-22" };

/// The file of a side's list, below the page's own folder. In each, prices and limits are those of [`LISTS_AS_OF`];
/// the source's also names ids that it had retired by then, and a few that later documents name.
#[must_use]
pub const fn snapshot_path(side: Side) -> &'static str {
    match side {
        Side::Source => "snapshot/source.json",
        Side::Target => "snapshot/target.json",
    }
}

const SOURCE_IDS: &str = include_str!("snapshot/source_ids.txt");

/// All ids, sorted.
pub fn source_ids() -> impl Iterator<Item = &'static str> {
    SOURCE_IDS.lines()
}

/// The ids of the source that were known on [`SOURCE_IDS_AS_OF`].
#[derive(Debug)]
pub struct SourceIds(Vec<&'static str>);

impl SourceIds {
    /// Reads the list.
    #[must_use]
    pub fn load() -> SourceIds {
        SourceIds(source_ids().collect())
    }

    /// Whether the id was known.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.0.binary_search(&id).is_ok()
    }

    /// Whether an author had models.
    #[must_use]
    pub fn knows_author(&self, author: &str) -> bool {
        let at = self.0.partition_point(|id| *id < author);
        self.0
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take(64)
            .any(|id| id.strip_prefix(author).is_some_and(|rest| rest.starts_with('/')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_no_double() {
        let ids: Vec<&str> = source_ids().collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(ids.len() > 500);
        let known = SourceIds::load();
        assert!(ids.iter().all(|id| known.contains(id) && known.knows_author(id.split('/').next().unwrap())));
        assert!(!known.knows_author("open"));
    }
}
