//! One page of a model list, from JSON or from a plain list of ids.
//! Not the whole list: `reading` puts pages together.
//! **Invariant:** every entry of the list is either a row or counted as unreadable.

use super::ModelRow;
use crate::gateway::error::GatewayError;
use crate::gateway::field::{first_count, text};
use serde_json::Value;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CataloguePage {
    /// The rows that could be read, in the order of the list.
    pub rows: Vec<ModelRow>,
    /// How many there are in all, if the page says so (`total`, `total_count`).
    pub total: Option<u64>,
    /// The page's own link to the next one (`links.next`, `next`), as written: a URL, a path or a query.
    pub next: Option<String>,
    /// The page size in force, if the page says so.
    pub limit: Option<u64>,
    /// The position of the first row, if the page says so.
    pub offset: Option<u64>,
    /// Rows without an id in any known place, or lines that hold no id.
    pub unreadable_rows: usize,
}

impl CataloguePage {
    /// Whether it is a part of a longer list, by its own word.
    #[must_use]
    pub fn is_part(&self) -> bool {
        let length = self.length() as u64;
        self.next.is_some()
            || self.offset.is_some_and(|offset| offset > 0)
            || self.total.is_some_and(|total| total > length)
    }

    /// Rows on the page, the unreadable ones included: what the next offset is counted from.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.rows.len().saturating_add(self.unreadable_rows)
    }
}

/// Why a text is no list of models.
#[derive(Debug, Clone, PartialEq)]
pub enum CatalogueError {
    /// There is nothing in it.
    Empty,
    /// It is no JSON (for `read_any`: and no list of ids either); the reason with line and column.
    NotJson(String),
    /// It is JSON, but no list is in any of the known places.
    NoList,
    /// It is an error of the gateway, or a page of whatever stands before it.
    Gateway(Box<GatewayError>),
}

/// Reads one page: a list under `data` (source, OpenAI) or `models` (target), or a bare list.
///
/// # Errors
/// If the text is no list of models. A list without rows is no error.
pub fn read_page(text: &str) -> Result<CataloguePage, CatalogueError> {
    let text = text.trim_start_matches('\u{FEFF}').trim();
    if text.is_empty() {
        return Err(CatalogueError::Empty);
    }
    if text.starts_with('<') {
        return Err(CatalogueError::Gateway(Box::new(GatewayError::from_text(None, text))));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| CatalogueError::NotJson(error.to_string()))?;
    page_of(&value)
}

/// Reads one page, or a plain text with one id a line: blank lines and lines that start with `#` do not count, and an
/// id ends at white space before a `#`, at a comma or at a tab.
///
/// # Errors
/// If the text is no list of models in either form.
pub fn read_any(text: &str) -> Result<CataloguePage, CatalogueError> {
    match read_page(text) {
        Err(CatalogueError::NotJson(reason)) => {
            let page = lines_of(text);
            if page.rows.is_empty() { Err(CatalogueError::NotJson(reason)) } else { Ok(page) }
        }
        read => read,
    }
}

fn page_of(value: &Value) -> Result<CataloguePage, CatalogueError> {
    let nested = value.get("data").filter(|data| data.is_object());
    let envelopes = [Some(value), nested];
    let found = envelopes
        .into_iter()
        .flatten()
        .find_map(|envelope| ["data", "models"].iter().find_map(|key| envelope.get(key).and_then(Value::as_array)))
        .or_else(|| value.as_array());
    let error = || GatewayError::from_json(None, value).map(|error| CatalogueError::Gateway(Box::new(error)));
    let Some(entries) = found else {
        return Err(error().unwrap_or(CatalogueError::NoList));
    };
    if entries.is_empty()
        && let Some(error) = error()
    {
        return Err(error);
    }
    let rows: Vec<ModelRow> = entries.iter().filter_map(ModelRow::read).collect();
    Ok(CataloguePage {
        unreadable_rows: entries.len() - rows.len(),
        rows,
        total: first_count(value, &["total", "total_count"]),
        next: value
            .get("links")
            .and_then(|links| text(links, "next"))
            .or_else(|| text(value, "next"))
            .map(str::to_owned),
        limit: first_count(value, &["limit"]),
        offset: first_count(value, &["offset"]),
    })
}

fn lines_of(text: &str) -> CataloguePage {
    let mut page = CataloguePage::default();
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match id_of(line).and_then(ModelRow::from_id) {
            Some(row) => page.rows.push(row),
            None => page.unreadable_rows += 1,
        }
    }
    page
}

/// The id of a line. A sentence is none, although its first word could be one.
fn id_of(line: &str) -> Option<&str> {
    let line = line.split_once(" #").map_or(line, |(before, _)| before);
    let first = line.split([',', '\t']).next()?.trim().trim_matches(['"', '\'', '`']);
    let is_id = !first.is_empty()
        && first.chars().all(|character| character.is_ascii_alphanumeric() || "._:/@~+-".contains(character))
        && first.contains(|character: char| character.is_ascii_alphanumeric());
    is_id.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn ids(text: &str) -> (Vec<String>, usize) {
        let page = read_any(text).unwrap();
        (page.rows.into_iter().map(|row| row.id).collect(), page.unreadable_rows)
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str], unreadable: usize) {
        let (found, count) = ids(text);
        assert_eq!(found, expected, "{text}");
        assert_eq!(count, unreadable, "{text}");
    }

    #[test]
    fn every_envelope() {
        check(r#"{"data":[{"id":"a/b"},{"id":"c/d:free"}]}"#, &["a/b", "c/d:free"], 0);
        check(r#"{"ok":true,"models":[{"model_id":"gpt-5-mini"},{"name":"?"}]}"#, &["gpt-5-mini"], 1);
        check(r#"[{"canonical_slug":"a/b-2025"},"c/d",7]"#, &["a/b-2025", "c/d"], 1);
        check(r#"{"object":"list","data":[{"id":"x","object":"model","created":1,"owned_by":"y"}]}"#, &["x"], 0);
        check("\u{FEFF}\n\n{\"data\":[]}", &[], 0);
        check(r#"{"data":{"models":[{"id":"a/b"}]}}"#, &["a/b"], 0);
        check(r#"{"data":null,"models":[{"id":"a/b"}]}"#, &["a/b"], 0);
    }

    #[test]
    fn plain_lists() {
        check("a/b\r\nc/d:free  # a note\n\n# comment\n\"e/f\",12,3\ng\th\n", &["a/b", "c/d:free", "e/f", "g"], 0);
        check("a/b\nthis is a sentence\n", &["a/b"], 1);
        check("~author/family-latest\n@preset/mine", &["~author/family-latest", "@preset/mine"], 0);
    }

    #[test]
    fn no_list() {
        assert_eq!(read_any(" \n"), Err(CatalogueError::Empty));
        assert_eq!(read_any(r#"{"choices":[]}"#), Err(CatalogueError::NoList));
        assert!(matches!(read_any("this is a sentence"), Err(CatalogueError::NotJson(_))));
        assert!(matches!(read_page("a/b"), Err(CatalogueError::NotJson(_))));
        let refused = read_page(r#"{"error":"unauthorised","reason":"invalid_key_format","status_code":401}"#);
        let Err(CatalogueError::Gateway(error)) = refused else { panic!("{refused:?}") };
        assert_eq!((error.status, error.message.as_str()), (Some(401), "unauthorised (invalid_key_format)"));
        let page = read_any("<html><title>Sign in</title></html>");
        let Err(CatalogueError::Gateway(error)) = page else { panic!("{page:?}") };
        assert_eq!(error.message, "Sign in");
    }

    #[test]
    fn paging_fields() {
        let page = read_page(r#"{"ok":true,"limit":50,"offset":100,"total":431,"models":[]}"#).unwrap();
        assert_eq!((page.limit, page.offset, page.total, page.next), (Some(50), Some(100), Some(431), None));
        let page = read_page(r#"{"data":[],"total_count":9,"links":{"next":"/api/v1/models?offset=5"}}"#).unwrap();
        assert_eq!((page.total, page.next.as_deref()), (Some(9), Some("/api/v1/models?offset=5")));
        assert_eq!(read_page(r#"{"data":[],"links":{"next":null}}"#).unwrap().next, None);
        assert_eq!(read_page(r#"{"data":[],"next":"?cursor=x"}"#).unwrap().next.as_deref(), Some("?cursor=x"));
    }

    #[test]
    fn a_saved_page_says_that_the_list_is_longer() {
        for (text, is_part) in [
            (r#"{"total":431,"models":["a/b"]}"#, true),
            (r#"{"total":1,"models":["a/b"]}"#, false),
            (r#"{"total":2,"offset":1,"models":["a/b"]}"#, true),
            (r#"{"data":["a/b"],"links":{"next":"/models?offset=1"}}"#, true),
            (r#"{"data":["a/b"],"links":{"next":null},"total_count":1}"#, false),
            (r#"["a/b"]"#, false),
        ] {
            assert_eq!(read_page(text).unwrap().is_part(), is_part, "{text}");
        }
    }
}
