//! What becomes of every request field, preference, plugin, tool, header, id suffix, response field and endpoint of
//! OpenRouter at the target, as a table in a text file.
//!
//! Not the translation: [`super::translate`] does it and names the row that it rests on.
//!
//! Editions: `ai_stats` is the gateway of the migration guide before the rename, and where that guide is silent its
//! public source of 22 August 2026; `phaseo` is the newest edition that documents describe (about October 2026).
//!
//! **Invariant:** a kind and a name stand once; every row has both fates, a source and a date; the table is read as it
//! is, so that a line of another shape is a failed test and never a panic.

use std::sync::LazyLock;

const TABLE: &str = include_str!("field_map/table.tsv");

/// An edition of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Edition {
    /// The edition of the migration guide before the rename (profile `ai-stats`).
    AiStats,
    /// Today's edition (profile `phaseo`).
    #[default]
    Phaseo,
}

impl Edition {
    /// Both, in the order of the table's columns.
    pub const ALL: [Edition; 2] = [Edition::AiStats, Edition::Phaseo];

    /// The edition of a gateway profile; `None` if the profile is not the target.
    #[must_use]
    pub fn of_profile(id: &str) -> Option<Edition> {
        Self::ALL.into_iter().find(|edition| edition.profile_id() == id)
    }

    /// Its name, for a person.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Edition::AiStats => "AI Stats (the guide's edition)",
            Edition::Phaseo => "Phaseo (today's edition)",
        }
    }

    /// The id of its gateway profile.
    #[must_use]
    pub const fn profile_id(self) -> &'static str {
        match self {
            Edition::AiStats => "ai-stats",
            Edition::Phaseo => "phaseo",
        }
    }
}

/// What the target does with something of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It works unchanged.
    Same,
    /// The same under another name.
    Renamed,
    /// The same in another shape or with other values.
    Translated,
    /// The target answers 400.
    Refused,
    /// The target accepts it and does nothing with it.
    Ignored,
    /// The target has nothing like it; nothing is refused by that alone.
    None,
    /// Neither documents nor source say.
    Unknown,
}

impl Fate {
    /// All, in the order of the legend.
    pub const ALL: [Fate; 7] =
        [Fate::Same, Fate::Renamed, Fate::Translated, Fate::Refused, Fate::Ignored, Fate::None, Fate::Unknown];

    /// The word of the table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Fate::Same => "same",
            Fate::Renamed => "renamed",
            Fate::Translated => "translated",
            Fate::Refused => "refused",
            Fate::Ignored => "ignored",
            Fate::None => "none",
            Fate::Unknown => "unknown",
        }
    }

    /// The fate with that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Fate> {
        Self::ALL.into_iter().find(|fate| fate.word() == word)
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A member of a request body.
    Request,
    /// A member of `provider`.
    Preference,
    /// An id of `plugins`.
    Plugin,
    /// A server tool.
    Tool,
    /// A request header.
    Header,
    /// A suffix of a model id.
    Suffix,
    /// A form of a model id.
    Model,
    /// A path, or a base.
    Endpoint,
    /// A parameter of the model list.
    Query,
    /// A member of an answer.
    Response,
    /// A header of an answer.
    ResponseHeader,
    /// Something of a stream.
    Stream,
    /// A member of an error.
    Error,
}

impl Kind {
    /// All, in the order of the page.
    pub const ALL: [Kind; 13] = [
        Kind::Request,
        Kind::Preference,
        Kind::Plugin,
        Kind::Tool,
        Kind::Header,
        Kind::Suffix,
        Kind::Model,
        Kind::Endpoint,
        Kind::Query,
        Kind::Response,
        Kind::ResponseHeader,
        Kind::Stream,
        Kind::Error,
    ];

    /// The word of the table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Request => "request",
            Kind::Preference => "preference",
            Kind::Plugin => "plugin",
            Kind::Tool => "tool",
            Kind::Header => "header",
            Kind::Suffix => "suffix",
            Kind::Model => "model",
            Kind::Endpoint => "endpoint",
            Kind::Query => "query",
            Kind::Response => "response",
            Kind::ResponseHeader => "response_header",
            Kind::Stream => "stream",
            Kind::Error => "error",
        }
    }

    /// The heading of its part of the table.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Kind::Request => "Request fields",
            Kind::Preference => "Provider preferences",
            Kind::Plugin => "Plugins",
            Kind::Tool => "Server tools",
            Kind::Header => "Request headers",
            Kind::Suffix => "Id suffixes",
            Kind::Model => "Forms of model ids",
            Kind::Endpoint => "Endpoints",
            Kind::Query => "Parameters of GET /models",
            Kind::Response => "Response fields",
            Kind::ResponseHeader => "Response headers",
            Kind::Stream => "Streams",
            Kind::Error => "Errors",
        }
    }

    /// The kind with that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub kind: Kind,
    /// Its name at the source, with the path or value where the name alone says too little.
    pub name: &'static str,
    ai_stats: Fate,
    phaseo: Fate,
    /// What the target has for it; empty if nothing.
    pub target: &'static str,
    /// A sentence or two; may be empty.
    pub note: &'static str,
    /// Where it was read.
    pub source: &'static str,
    /// The date of the source, ISO 8601.
    pub date: &'static str,
}

impl Row {
    /// What becomes of it in an edition.
    #[must_use]
    pub const fn fate(&self, edition: Edition) -> Fate {
        match edition {
            Edition::AiStats => self.ai_stats,
            Edition::Phaseo => self.phaseo,
        }
    }

    /// Reads one line; `None` if it has another shape.
    fn read(line: &'static str) -> Option<Row> {
        let mut cells = line.split('\t');
        let row = Row {
            kind: Kind::parse(cells.next()?)?,
            name: cells.next()?,
            ai_stats: Fate::parse(cells.next()?)?,
            phaseo: Fate::parse(cells.next()?)?,
            target: cells.next()?,
            note: cells.next()?,
            source: cells.next()?,
            date: cells.next()?,
        };
        cells.next().is_none().then_some(row)
    }
}

/// The whole table in its order: by kind, and within a kind as the source's documents have it.
#[must_use]
pub fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| TABLE.lines().skip(1).filter_map(Row::read).collect());
    &ROWS
}

/// The row of a name, in its own case of letters except for headers.
#[must_use]
pub fn row(kind: Kind, name: &str) -> Option<&'static Row> {
    let folds = matches!(kind, Kind::Header | Kind::ResponseHeader);
    let same = |row: &&Row| row.kind == kind && (row.name == name || (folds && row.name.eq_ignore_ascii_case(name)));
    rows().iter().find(same)
}

#[cfg(test)]
mod tests;
