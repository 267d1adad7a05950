//! Reading a list to its end, page by page, as a pure state machine.
//!
//! Not a client: it says which query to ask next. It works by what the pages say, not by whose they are: a link to
//! the next page is followed (source), else the offset is counted on to the total (target, where a plain request gets
//! only the first 50).
//!
//! **Invariant:** only the query of a link is ever used, so a page cannot lead the reader (and its key) to another
//! host or path.
//! **Invariant:** it ends after [`MAXIMUM_PAGES`] pages at the latest, whatever the pages say.

use super::{CataloguePage, ModelRow};
use std::collections::HashSet;

/// Most pages that one reading asks for.
pub const MAXIMUM_PAGES: usize = 40;
/// The largest `offset` that the target accepts (its source, August 2026).
pub const MAXIMUM_OFFSET: u64 = 5000;
/// The longest query of a link that is followed.
const MAXIMUM_QUERY_BYTES: usize = 2000;

/// What to do after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// The reading is over; [`CatalogueReading::incomplete`] says whether early.
    Finished,
    /// Ask the same host and path with this query (without `?`).
    Fetch(String),
}

/// Why a reading stopped before the end of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incomplete {
    /// A page brought no id that was not there before, although the list should go on.
    NoNewRows,
    /// The list goes on after [`MAXIMUM_PAGES`].
    PageLimit,
    /// The list goes on after [`MAXIMUM_OFFSET`].
    OffsetLimit,
    /// The link to the next page has no query that can be used.
    NextLink,
    /// It is a saved page of a list that goes on, or that began before it.
    SavedPage,
}

impl Incomplete {
    /// The word used in the case file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Incomplete::NoNewRows => "no_new_rows",
            Incomplete::PageLimit => "page_limit",
            Incomplete::OffsetLimit => "offset_limit",
            Incomplete::NextLink => "next_link",
            Incomplete::SavedPage => "saved_page",
        }
    }

    /// Reads the word back; an unknown word is the limit of pages.
    #[must_use]
    pub fn parse(word: &str) -> Incomplete {
        [Incomplete::NoNewRows, Incomplete::OffsetLimit, Incomplete::NextLink, Incomplete::SavedPage]
            .into_iter()
            .find(|known| known.word() == word)
            .unwrap_or(Incomplete::PageLimit)
    }
}

/// Reads a list page by page.
#[derive(Debug, Clone, Default)]
pub struct CatalogueReading {
    filters: String,
    limit: Option<u64>,
    /// Where the next page should start.
    offset: u64,
    rows: Vec<ModelRow>,
    ids: HashSet<String>,
    total: Option<u64>,
    pages: usize,
    unreadable_rows: usize,
    incomplete: Option<Incomplete>,
}

impl CatalogueReading {
    /// A reading whose every query starts with these filters, for example `output_modalities=all`; empty for none.
    #[must_use]
    pub fn new(filters: &str) -> Self {
        CatalogueReading { filters: filters.trim_matches(['?', '&']).to_owned(), ..Self::default() }
    }

    /// The query of the first page, without `?`. Without a limit none is asked for: the source then sends its whole
    /// list, the target its first 50.
    pub fn first_query(&mut self, limit: Option<u64>) -> String {
        self.limit = limit;
        self.query(limit.map(|limit| format!("limit={limit}&offset=0")))
    }

    /// Takes a page and says what to do next.
    pub fn after(&mut self, page: CataloguePage) -> NextStep {
        self.pages += 1;
        self.unreadable_rows += page.unreadable_rows;
        self.total = page.total.or(self.total);
        let length = page.length() as u64;
        let end = page.offset.unwrap_or(self.offset).saturating_add(length);
        let known = self.rows.len();
        for row in page.rows {
            if self.ids.insert(row.id.clone()) {
                self.rows.push(row);
            }
        }
        let is_full = self.limit.is_some_and(|limit| length >= limit.max(1));
        let has_more = page.next.is_some() || self.total.map_or(is_full, |total| end < total);
        if !has_more {
            return NextStep::Finished;
        }
        if self.rows.len() == known {
            // Where nobody said that there is more, a full page that repeats itself means that paging is not known.
            let is_promised = page.next.is_some() || self.total.is_some();
            return self.stop(is_promised.then_some(Incomplete::NoNewRows));
        }
        if self.pages >= MAXIMUM_PAGES {
            return self.stop(Some(Incomplete::PageLimit));
        }
        self.offset = end;
        if let Some(link) = page.next {
            return match query_of(&link) {
                Some(query) => NextStep::Fetch(self.filtered(query)),
                None => self.stop(Some(Incomplete::NextLink)),
            };
        }
        if end > MAXIMUM_OFFSET {
            return self.stop(Some(Incomplete::OffsetLimit));
        }
        let limit = self.limit.or(page.limit).map(|limit| format!("limit={limit}&")).unwrap_or_default();
        NextStep::Fetch(self.query(Some(format!("{limit}offset={end}"))))
    }

    /// All rows so far, each id once, in the order of the list.
    #[must_use]
    pub fn rows(&self) -> &[ModelRow] {
        &self.rows
    }

    /// The rows themselves.
    #[must_use]
    pub fn into_rows(self) -> Vec<ModelRow> {
        self.rows
    }

    /// Why it stopped early, if it did.
    #[must_use]
    pub const fn incomplete(&self) -> Option<Incomplete> {
        self.incomplete
    }

    /// The total that the gateway named last.
    #[must_use]
    pub const fn total(&self) -> Option<u64> {
        self.total
    }

    /// Rows without an id on all pages.
    #[must_use]
    pub const fn unreadable_rows(&self) -> usize {
        self.unreadable_rows
    }

    /// Pages taken.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.pages
    }

    const fn stop(&mut self, reason: Option<Incomplete>) -> NextStep {
        self.incomplete = reason;
        NextStep::Finished
    }

    /// The query of a link; a link that leaves the filters out would lead on through another list.
    fn filtered(&self, query: &str) -> String {
        let names: Vec<&str> = query.split('&').collect();
        let missing = self.filters.split('&').filter(|filter| !filter.is_empty() && !names.contains(filter));
        missing.chain([query]).collect::<Vec<_>>().join("&")
    }

    fn query(&self, paging: Option<String>) -> String {
        let parts = [Some(self.filters.as_str()), paging.as_deref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&")
    }
}

/// The query of a link, if it can stand in a URL as it is.
fn query_of(link: &str) -> Option<&str> {
    let (_, query) = link.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let is_plain = query.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\'));
    (is_plain && !query.is_empty() && query.len() <= MAXIMUM_QUERY_BYTES).then_some(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(ids: std::ops::Range<u64>, total: Option<u64>, next: Option<&str>) -> CataloguePage {
        let rows = ids.clone().filter_map(|id| ModelRow::from_id(&format!("a/{id}"))).collect();
        CataloguePage {
            rows,
            total,
            next: next.map(str::to_owned),
            offset: Some(ids.start),
            ..CataloguePage::default()
        }
    }

    fn fetch(query: &str) -> NextStep {
        NextStep::Fetch(query.to_owned())
    }

    #[test]
    fn the_target_is_counted_on() {
        let mut reading = CatalogueReading::new("availability=all");
        assert_eq!(reading.first_query(Some(250)), "availability=all&limit=250&offset=0");
        assert_eq!(reading.after(page(0..250, Some(431), None)), fetch("availability=all&limit=250&offset=250"));
        assert_eq!(reading.after(page(250..431, Some(431), None)), NextStep::Finished);
        assert_eq!((reading.rows().len(), reading.incomplete(), reading.pages()), (431, None, 2));
    }

    #[test]
    fn a_smaller_page_than_asked_for_is_counted_as_it_is() {
        let mut reading = CatalogueReading::new("");
        assert_eq!(reading.first_query(Some(1000)), "limit=1000&offset=0");
        assert_eq!(reading.after(page(0..250, Some(300), None)), fetch("limit=1000&offset=250"));
        assert_eq!(reading.after(page(250..300, Some(300), None)), NextStep::Finished);
    }

    #[test]
    fn the_source_is_followed_by_query_only() {
        let mut reading = CatalogueReading::new("output_modalities=all");
        assert_eq!(reading.first_query(None), "output_modalities=all");
        let next = "https://elsewhere.example/steal?offset=2&output_modalities=all#x";
        assert_eq!(reading.after(page(0..2, Some(4), Some(next))), fetch("offset=2&output_modalities=all"));
        assert_eq!(reading.after(page(2..4, Some(4), None)), NextStep::Finished);
        assert_eq!(reading.incomplete(), None);
    }

    #[test]
    fn a_whole_list_without_any_paging_is_one_page() {
        let mut reading = CatalogueReading::new("");
        assert_eq!(reading.first_query(None), "");
        assert_eq!(reading.after(page(0..338, None, None)), NextStep::Finished);
    }

    #[test]
    fn early_ends_are_said() {
        let mut reading = CatalogueReading::new("");
        reading.first_query(Some(2));
        assert_eq!(reading.after(page(0..2, Some(9), None)), fetch("limit=2&offset=2"));
        // A server that ignores the offset sends its first page for ever.
        assert_eq!(reading.after(page(0..2, Some(9), None)), NextStep::Finished);
        assert_eq!(reading.incomplete(), Some(Incomplete::NoNewRows));

        let mut reading = CatalogueReading::new("");
        for bad in ["https://example.org/models", "?", "x? y=1", "x?a=\u{e9}"] {
            assert_eq!(reading.clone().after(page(0..2, None, Some(bad))), NextStep::Finished, "{bad}");
        }
        reading.after(page(0..2, None, Some("nowhere")));
        assert_eq!(reading.incomplete(), Some(Incomplete::NextLink));

        let mut reading = CatalogueReading::new("");
        reading.first_query(Some(5001));
        assert_eq!(reading.after(page(0..5001, Some(6000), None)), NextStep::Finished);
        assert_eq!(reading.incomplete(), Some(Incomplete::OffsetLimit));

        let mut reading = CatalogueReading::new("");
        let mut start = 0;
        while let NextStep::Fetch(_) = reading.after(page(start..start + 1, None, Some("?cursor=x"))) {
            start += 1;
        }
        assert_eq!((reading.incomplete(), reading.pages()), (Some(Incomplete::PageLimit), MAXIMUM_PAGES));
    }

    #[test]
    fn a_full_page_that_repeats_itself_is_the_end_if_no_total_was_named() {
        let mut reading = CatalogueReading::new("");
        reading.first_query(Some(2));
        let unnamed = || CataloguePage { offset: None, ..page(0..2, None, None) };
        assert_eq!(reading.after(unnamed()), fetch("limit=2&offset=2"));
        assert_eq!(reading.after(unnamed()), NextStep::Finished);
        assert_eq!(reading.incomplete(), None);
    }
}
