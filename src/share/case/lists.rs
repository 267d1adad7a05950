//! The model lists of a case: who gave each, how far it was read, and the rows that the aliases speak of.
//! Not the lists themselves: a list has hundreds of rows, and a case only those that something in it stands on.
//! **Invariant:** every field of [`crate::gateway::catalogue::ModelRow`] has one here, so that what is judged by a row
//! is judged alike after the case was opened. What came after version 0.1 may be missing.

use serde::{Deserialize, Serialize};

/// A model list, trimmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct CataloguePart {
    /// Rows of the whole list.
    pub rows_read: usize,
    /// Pages of the whole list.
    pub pages: usize,
    /// Whether the list stopped before its end.
    pub incomplete: bool,
    /// Why it stopped: a word of `gateway::catalogue::Incomplete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_by: Option<String>,
    /// How many rows there are in all, by the list's own word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Rows in which no id could be found.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unreadable_rows: usize,
    /// Whether the simulator gave it.
    #[serde(default)]
    pub simulated: bool,
    /// Who gave it. Absent in cases of version 0.1, which knew lists of gateways only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginPart>,
    /// A filter of the profile that the gateway refused, so that the list is what it shows by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_filter: Option<String>,
    /// The rows that are spoken of.
    pub rows: Vec<CatalogueRowPart>,
}

/// Who gave a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum OriginPart {
    /// The gateway, when it was asked.
    Gateway,
    /// A file.
    File {
        /// Its name.
        name: String,
    },
    /// A text that was pasted.
    Pasted,
    /// The copy that came with the page.
    Snapshot {
        /// The day of its newest fact, ISO 8601.
        as_of: String,
    },
}

/// A row of a model list. The names are those of `gateway::catalogue::ModelRow`, where each is explained; prices are
/// US dollars for a million tokens, decimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs, reason = "the names are those of gateway::catalogue::ModelRow")]
pub struct CatalogueRowPart {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_slug: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias_target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_output_tokens: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub input_modalities: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub output_modalities: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameter_ranges: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub endpoints: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_usd_per_million: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_usd_per_million: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cached_input_usd_per_million: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub price_varies: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retires_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement_id: Option<String>,
}

// The two are named by serde's attributes, which hand a reference over.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
