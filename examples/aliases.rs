//! Writes an alias map that comes as JSON on stdin, in one of the formats. For the tests that run such maps.
//! Not a tool of the page: the page calls the library.
//!
//! ```text
//! cargo run --example aliases -- FORMAT < map.json
//! cargo run --example aliases -- import < map.txt
//! ```
//!
//! FORMAT is the name that the page shows, in any case. The map: `{"aliases": [["from", "to"], …], "unresolved": […],
//! "base_url": "…", "key_variable": "…"}`. What is missing is empty. `import` prints the pairs that are read from any map.
//! **Invariant:** stdout is the map and nothing else; anything that is wrong goes to stderr.

use serde_json::Value;
use std::io::{self, Read, Write};
use switchyard::models::alias_map::{AliasFormat, ExportContext, export, import};
use switchyard::models::validation::{AliasRow, CatalogueEntry, validate};

fn main() -> Result<(), String> {
    let name = std::env::args().nth(1).unwrap_or_default();
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).map_err(|error| error.to_string())?;
    let output = if name == "import" {
        serde_json::to_string(&import::read(&input).pairs).map_err(|error| error.to_string())?
    } else {
        let format = AliasFormat::ALL.into_iter().find(|format| format.label().eq_ignore_ascii_case(&name));
        let format = format.ok_or("aliases FORMAT|import < map")?;
        let map: Value = serde_json::from_str(&input).map_err(|error| error.to_string())?;
        let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
        let context =
            ExportContext { base_url: text("base_url"), key_variable: text("key_variable"), list: text("list") };
        export(format, &rows(&map)?, context)
    };
    io::stdout().write_all(output.as_bytes()).map_err(|error| error.to_string())
}

/// A row for each id, approved or open.
fn rows(map: &Value) -> Result<Vec<AliasRow>, String> {
    let list = |key: &str| map.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let pair = |value: &Value| match value.as_array().map(Vec::as_slice) {
        Some([from, to]) => Some((from.as_str()?.to_owned(), Some(to.as_str()?.to_owned()))),
        _ => None,
    };
    let approved = list("aliases").iter().map(pair);
    let open = list("unresolved").iter().map(|value| Some((value.as_str()?.to_owned(), None)));
    let all: Option<Vec<(String, Option<String>)>> = approved.chain(open).collect();
    let all = all.ok_or("an alias is not a pair of texts, or an unresolved id is no text")?;
    let ids: Vec<String> = all.iter().map(|(from, _)| from.clone()).collect();
    let nothing: [CatalogueEntry<'_>; 0] = [];
    let mut rows = validate(&ids, nothing);
    for (row, (_, to)) in rows.iter_mut().zip(all) {
        if let Some(to) = to {
            row.pick(&to);
            row.approve(true);
        }
    }
    Ok(rows)
}
