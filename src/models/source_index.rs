//! Finds the row of the source's list that an id in use stands for, however code spells it.
//! Not a likeness: only spellings that the source itself resolves (its documentation, August 2026) lead to a row.
//! **Invariant:** an id that is listed leads to its own row; `:free` is a listing of its own and never left out.

use rustc_hash::FxHashMap;

use crate::gateway::catalogue::ModelRow;

/// What clients put before an id to say which gateway it is for.
const CLIENT_PREFIX: &str = "openrouter/";

/// Suffixes that are a wish for the routing, not a part of the model's name.
const ROUTING_SUFFIXES: [&str; 8] = ["nitro", "floor", "online", "exacto", "extended", "thinking", "beta", "batch"];

/// The source's rows by id, by dated id, and by the spelling with dashes.
pub(super) struct SourceIndex<'a> {
    ids: FxHashMap<&'a str, &'a ModelRow>,
    /// Ids with dots, written with dashes.
    dashed: FxHashMap<String, &'a ModelRow>,
}

impl<'a> SourceIndex<'a> {
    pub(super) fn new(rows: &'a [ModelRow]) -> SourceIndex<'a> {
        let mut ids: FxHashMap<&str, &ModelRow> = FxHashMap::default();
        let mut dashed: FxHashMap<String, &ModelRow> = FxHashMap::default();
        for row in rows {
            let others = row.canonical_slug.iter().chain(&row.aliases);
            for other in others {
                ids.entry(other).or_insert(row);
            }
            if row.id.contains('.') {
                dashed.entry(row.id.replace('.', "-")).or_insert(row);
            }
        }
        ids.extend(rows.iter().map(|row| (row.id.as_str(), row)));
        SourceIndex { ids, dashed }
    }

    /// The row, or none.
    pub(super) fn find(&self, id: &str) -> Option<&'a ModelRow> {
        let mut id = id.split_once("@preset/").map_or(id, |(model, _)| model);
        loop {
            if let Some(row) = self.ids.get(id).or_else(|| self.dashed.get(id)) {
                return Some(row);
            }
            id = match (id.strip_prefix(CLIENT_PREFIX), id.rsplit_once(':')) {
                (Some(rest), _) if rest.contains('/') => rest,
                (_, Some((model, suffix))) if ROUTING_SUFFIXES.contains(&suffix) => model,
                _ => return None,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_lead_to_their_row() {
        let row = |id: &str, slug: &str| ModelRow {
            id: id.to_owned(),
            canonical_slug: Some(slug.to_owned()),
            ..ModelRow::default()
        };
        let rows = [
            row("anthropic/claude-sonnet-4.5", "anthropic/claude-4.5-sonnet-20250929"),
            row("meta-llama/llama-3.3-70b-instruct", "meta-llama/llama-3.3-70b-instruct"),
            row("meta-llama/llama-3.3-70b-instruct:free", "meta-llama/llama-3.3-70b-instruct:free"),
            row("openrouter/auto", "openrouter/auto"),
        ];
        let index = SourceIndex::new(&rows);
        for (id, found) in [
            ("anthropic/claude-sonnet-4.5", Some(0)),
            ("anthropic/claude-4.5-sonnet-20250929", Some(0)),
            ("anthropic/claude-sonnet-4-5", Some(0)),
            ("openrouter/anthropic/claude-sonnet-4-5:online", Some(0)),
            ("anthropic/claude-sonnet-4.5:floor:online@preset/mine", Some(0)),
            ("meta-llama/llama-3.3-70b-instruct:nitro", Some(1)),
            ("meta-llama/llama-3.3-70b-instruct:free", Some(2)),
            ("anthropic/claude-sonnet-4.5:free", None),
            ("openrouter/auto", Some(3)),
            ("claude-sonnet-4.5", None),
            ("", None),
        ] {
            assert_eq!(index.find(id), found.and_then(|position: usize| rows.get(position)), "{id}");
        }
    }
}
