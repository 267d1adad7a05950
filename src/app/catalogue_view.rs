//! Which rows of a model list the page shows, and in which order.
//! Not a judgement: a row "differs" if its line in the side-by-side is in conflict, whatever a person thinks of that.
//! **Invariant:** what is shown are rows of the list as it was read; nothing is left out but by the filter and the search.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::gateway::catalogue::ModelRow;
use crate::gateway::side::Side;
use crate::models::pair::{self, Volume};
use crate::models::validation::AliasRow;

/// What is shown of the model lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueView {
    /// Whose list.
    pub side: Side,
    /// Only rows that name this, in id, name, aliases or providers.
    pub search: String,
    /// Only some rows.
    pub filter: CatalogueFilter,
    /// The order.
    pub order: CatalogueOrder,
}

impl Default for CatalogueView {
    fn default() -> Self {
        CatalogueView {
            side: Side::Target,
            search: String::new(),
            filter: CatalogueFilter::default(),
            order: CatalogueOrder::default(),
        }
    }
}

/// Which rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CatalogueFilter {
    /// All of them.
    #[default]
    All,
    /// Those that the ids in use stand for, or are to become.
    InUse,
    /// Those of them that differ from their other half.
    Differs,
}

impl CatalogueFilter {
    /// All, in the order of choice.
    pub const ALL: [CatalogueFilter; 3] = [CatalogueFilter::All, CatalogueFilter::InUse, CatalogueFilter::Differs];

    /// The word for the choice.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            CatalogueFilter::All => "all",
            CatalogueFilter::InUse => "in use",
            CatalogueFilter::Differs => "differs",
        }
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CatalogueOrder {
    /// As the list has them.
    #[default]
    AsListed,
    /// By id.
    Id,
    /// The longest context first.
    Context,
    /// The cheapest input first.
    Price,
}

impl CatalogueOrder {
    /// All, in the order of choice.
    pub const ALL: [CatalogueOrder; 4] =
        [CatalogueOrder::AsListed, CatalogueOrder::Id, CatalogueOrder::Context, CatalogueOrder::Price];

    /// The word for the choice.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            CatalogueOrder::AsListed => "as listed",
            CatalogueOrder::Id => "by id",
            CatalogueOrder::Context => "by context",
            CatalogueOrder::Price => "by price",
        }
    }
}

impl CatalogueView {
    /// The positions of the rows that are shown, in their order. `lists` are the source's rows and the target's.
    #[must_use]
    pub fn shown(&self, lists: [&[ModelRow]; 2], aliases: &[AliasRow]) -> Vec<usize> {
        let [source, target] = lists;
        let rows = if self.side == Side::Source { source } else { target };
        let search = self.search.trim().to_lowercase();
        let wanted = match self.filter {
            CatalogueFilter::All => None,
            CatalogueFilter::InUse => Some(self.in_use(lists, aliases, false)),
            CatalogueFilter::Differs => Some(self.in_use(lists, aliases, true)),
        };
        let mut shown: Vec<(usize, &ModelRow)> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| wanted.as_ref().is_none_or(|wanted| wanted.contains(row.id.as_str())))
            .filter(|(_, row)| names(row, &search))
            .collect();
        match self.order {
            CatalogueOrder::AsListed => {}
            CatalogueOrder::Id => shown.sort_by(|one, other| one.1.id.cmp(&other.1.id)),
            CatalogueOrder::Context => shown.sort_by_key(|(_, row)| Reverse(row.context_length)),
            // A row without a price is not the cheapest.
            CatalogueOrder::Price => {
                shown.sort_by_key(|(_, row)| (row.price_input_per_million.is_none(), row.price_input_per_million));
            }
        }
        shown.into_iter().map(|(position, _)| position).collect()
    }

    /// The ids of this side's rows that the aliases speak of.
    fn in_use<'a>(&self, lists: [&'a [ModelRow]; 2], aliases: &[AliasRow], differs: bool) -> HashSet<&'a str> {
        let [source, target] = lists.map(by_name);
        let pairs = aliases.iter().map(|alias| {
            let here = alias.source_row_id().and_then(|id| source.get(id));
            let there = alias.compared_id().and_then(|id| target.get(id));
            (here.copied(), there.copied())
        });
        let is_wanted = |(here, there): &(Option<&ModelRow>, Option<&ModelRow>)| {
            let conflict = || pair::lines(*here, *there, Volume::default()).iter().any(|line| line.conflict);
            !differs || (here.is_some() && there.is_some() && conflict())
        };
        let of_side = |(here, there): (Option<&'a ModelRow>, Option<&'a ModelRow>)| {
            if self.side == Side::Source { here } else { there }
        };
        pairs.filter(is_wanted).filter_map(of_side).map(|row| row.id.as_str()).collect()
    }
}

/// Rows by id and alias; an id is the stronger statement.
fn by_name(rows: &[ModelRow]) -> HashMap<&str, &ModelRow> {
    let mut names: HashMap<&str, &ModelRow> = HashMap::new();
    for row in rows {
        for alias in &row.aliases {
            names.entry(alias).or_insert(row);
        }
    }
    names.extend(rows.iter().map(|row| (row.id.as_str(), row)));
    names
}

/// Whether a row names what is searched for, which is in lower case.
fn names(row: &ModelRow, search: &str) -> bool {
    let mut texts = [Some(&row.id), row.name.as_ref()].into_iter().flatten().chain(&row.aliases).chain(&row.providers);
    search.is_empty() || texts.any(|text| text.to_lowercase().contains(search))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::models::validation::{Lists, validate_lists};

    fn list(rows: &serde_json::Value) -> Vec<ModelRow> {
        rows.as_array().unwrap().iter().map(|row| ModelRow::read(row).unwrap()).collect()
    }

    #[track_caller]
    fn check(view: CatalogueView, expected: &[&str]) {
        let source = list(&json!([
            {"id": "meta-llama/llama-3.3-70b-instruct", "context_length": 131072, "pricing": {"prompt": "0.0000001"}},
            {"id": "openai/gpt-4o", "name": "Omni", "context_length": 128000, "pricing": {"prompt": "0.0000025"}},
        ]));
        let target = list(&json!([
            {"id": "openai/gpt-4o", "limits": {"input_tokens": 64000}, "pricing": {"prompt": "0.0000025"}},
            {"id": "meta/llama-3.3-70b", "limits": {"input_tokens": 131072}, "pricing": {"prompt": "0.0000001"},
             "offers": [{"provider": {"id": "groq"}}]},
            {"id": "a/unused", "aliases": ["b/other"]},
        ]));
        let ids = ["meta-llama/llama-3.3-70b-instruct", "openai/gpt-4o:online"].map(str::to_owned);
        let lists = Lists { source: &source, target: &target, ..Lists::default() };
        let aliases = validate_lists(&ids, lists, &[]);
        let rows = if view.side == Side::Source { &source } else { &target };
        let shown = view.shown([&source, &target], &aliases);
        let ids: Vec<&str> = shown.into_iter().map(|position| rows[position].id.as_str()).collect();
        assert_eq!(ids, expected, "{view:?}");
    }

    #[test]
    fn rows_are_searched_filtered_and_sorted() {
        use CatalogueFilter::{All, Differs, InUse};
        use CatalogueOrder::{AsListed, Context, Id, Price};
        let view = |side, search: &str, filter, order| CatalogueView { side, search: search.to_owned(), filter, order };
        let (source, target) = (Side::Source, Side::Target);
        check(view(target, "", All, AsListed), &["openai/gpt-4o", "meta/llama-3.3-70b", "a/unused"]);
        check(view(target, "", All, Id), &["a/unused", "meta/llama-3.3-70b", "openai/gpt-4o"]);
        check(view(target, "", All, Context), &["meta/llama-3.3-70b", "openai/gpt-4o", "a/unused"]);
        check(view(target, "", All, Price), &["meta/llama-3.3-70b", "openai/gpt-4o", "a/unused"]);
        check(view(target, " GROQ ", All, AsListed), &["meta/llama-3.3-70b"]);
        check(view(target, "other", All, AsListed), &["a/unused"]);
        check(view(source, "omni", All, AsListed), &["openai/gpt-4o"]);
        check(view(target, "", InUse, AsListed), &["openai/gpt-4o", "meta/llama-3.3-70b"]);
        check(view(source, "", InUse, AsListed), &["meta-llama/llama-3.3-70b-instruct", "openai/gpt-4o"]);
        // Half the context.
        check(view(target, "", Differs, AsListed), &["openai/gpt-4o"]);
        check(view(source, "", Differs, AsListed), &["openai/gpt-4o"]);
    }
}
