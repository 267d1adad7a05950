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

/// What the list of a side holds, and what it lacks. The counts are those of the files; a test holds them together.
#[must_use]
pub const fn snapshot_words(side: Side) -> &'static str {
    match side {
        Side::Source => {
            "517 ids: 337 that were listed on 2026-07-02, with release date, context, limit of output and, but for 4, prices; 126 that were retired by then, with the day; and 54 by the id alone: 9 dated slugs and 45 that documents up to 2026-10-02 name. No names and no providers."
        }
        Side::Target => {
            "531 ids that were active on 2026-08-22, with their providers and aliases, and 416 marked as giving text. No names, no contexts and no prices: a pair has nothing of the target's to show for these."
        }
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
    use serde_json::{Map, Value};

    #[test]
    fn what_is_said_of_the_snapshots_is_what_they_hold() {
        let read = |text: &str, list: &str| -> Vec<Map<String, Value>> {
            let whole: Value = serde_json::from_str(text).unwrap();
            whole[list].as_array().unwrap().iter().map(|row| row.as_object().unwrap().clone()).collect()
        };
        let with = |rows: &[Map<String, Value>], name: &str| rows.iter().filter(|row| row.contains_key(name)).count();

        let source = read(include_str!("../../public/snapshot/source.json"), "data");
        let (listed, retired) = (with(&source, "context_length"), with(&source, "lifecycle"));
        let unpriced = listed - with(&source, "pricing");
        let bare = source.iter().filter(|row| row.len() == 1).count();
        assert_eq!((source.len(), listed, retired, bare, unpriced), (517, 337, 126, 54, 4));
        assert_eq!(listed + retired + bare, source.len());
        for name in ["release_date", "max_output_tokens"] {
            assert_eq!(with(&source, name), listed, "{name}");
        }
        assert_eq!(with(&source, "name") + with(&source, "providers"), 0);
        let days = source.iter().filter_map(|row| row.get("lifecycle")?.get("retires_at")?.as_str());
        assert!(days.clone().count() == retired && days.max() <= Some(LISTS_AS_OF.source));
        let words = snapshot_words(Side::Source);
        for said in [
            "517 ids: 337 that were listed on 2026-07-02",
            "but for 4, prices",
            "126 that were retired by then",
            "54 by the id alone: 9 dated slugs and 45 that documents up to 2026-10-02 name",
            "No names and no providers.",
        ] {
            assert!(words.contains(said), "{said}");
        }
        assert!(words.contains(LISTS_AS_OF.source) && words.contains(SOURCE_IDS_AS_OF));

        let target = read(include_str!("../../public/snapshot/target.json"), "models");
        assert_eq!((target.len(), with(&target, "providers"), with(&target, "modalities")), (531, 531, 416));
        assert!(with(&target, "aliases") > 0);
        let absent = ["name", "context_length", "limits", "pricing", "pricing_detail"];
        assert!(absent.iter().all(|name| with(&target, name) == 0));
        let words = snapshot_words(Side::Target);
        for said in ["531 ids that were active on 2026-08-22", "416 marked", "No names, no contexts and no prices"] {
            assert!(words.contains(said), "{said}");
        }
        assert!(words.contains(LISTS_AS_OF.target));
    }

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
