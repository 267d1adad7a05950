//! One id in use beside the id of the target that it is compared with, from both lists.
//! Not the comparison itself: that is `models::pair`.
//! **Invariant:** the row of the source is the one that the finding stands on, however the code spells the id.

use super::Model;
use super::serving::Serving;
use crate::gateway::catalogue::ModelRow;
use crate::gateway::money::Usd;
use crate::models::pair::{self, PairLine};

/// A pair as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct SideBySide {
    /// The id of the source's row, which may be spelt otherwise than the id in use.
    pub source_id: Option<String>,
    /// The id at the target: the one chosen, else the nearest.
    pub target_id: String,
    /// The lines of the comparison.
    pub lines: Vec<PairLine>,
    /// What a month costs more at the target.
    pub more: Option<Usd>,
    /// What is known of who serves the source's model, beyond its list.
    pub serving: Option<Serving>,
}

impl Model {
    /// An id in use beside its target; `None` if it has neither a target nor anything near.
    #[must_use]
    pub fn side_by_side(&self, source: &str) -> Option<SideBySide> {
        let alias = self.models.rows.iter().find(|row| row.source == source)?;
        let target_id = alias.compared_id()?;
        let here = alias.source_row_id().and_then(|id| self.catalogues.source.row(id));
        let there = self.catalogues.target.row(target_id);
        let serving = here.and_then(|row| self.models.serving.get(&row.id)).cloned();
        let here = here.cloned().map(|row| with_providers(row, serving.as_ref()));
        let volume = self.models.volume;
        Some(SideBySide {
            source_id: here.as_ref().map(|row| row.id.clone()),
            target_id: target_id.to_owned(),
            lines: pair::lines(here.as_ref(), there, volume),
            more: here.as_ref().zip(there).and_then(|(here, there)| pair::monthly_difference(here, there, volume)),
            serving,
        })
    }
}

/// The row with the providers that were asked for, where its list names none.
fn with_providers(mut row: ModelRow, serving: Option<&Serving>) -> ModelRow {
    if let (true, Some(Serving::Known(names))) = (row.providers.is_empty(), serving) {
        row.providers.clone_from(names);
    }
    row
}
