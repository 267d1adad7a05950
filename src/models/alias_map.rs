//! Writes the alias map that a team takes into its code: source id to target id.
//! Not the decision about any row, and not a reader of maps.
//! **Invariant:** only approved targets are in the map; every other id is listed as unresolved, and the TypeScript
//! map refuses it at run time instead of passing it on.

use serde_json::{Map, Value, json};

use super::validation::AliasRow;
use crate::migrate::snippets::quote::double_quoted;

/// The formats of an alias map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AliasFormat {
    /// A module with the constant `MODEL_ALIASES` and the function `resolveModelId`.
    #[default]
    TypeScript,
    /// `{"aliases": {…}, "unresolved": […]}`
    Json,
}

impl AliasFormat {
    /// Both, in the order in which the page offers them.
    pub const ALL: [AliasFormat; 2] = [AliasFormat::TypeScript, AliasFormat::Json];

    /// The name shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            AliasFormat::TypeScript => "TypeScript",
            AliasFormat::Json => "JSON",
        }
    }

    /// The name of a downloaded file.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            AliasFormat::TypeScript => "model-aliases.ts",
            AliasFormat::Json => "model-aliases.json",
        }
    }

    /// The media type of a downloaded file.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            AliasFormat::TypeScript => "text/plain",
            AliasFormat::Json => "application/json",
        }
    }
}

/// Writes the map. Ids that keep their name are in it too, because an id that is not in it is refused.
#[must_use]
pub fn export(format: AliasFormat, rows: &[AliasRow]) -> String {
    let approved: Vec<(&str, &str)> =
        rows.iter().filter_map(|row| Some((row.source.as_str(), row.approved_target()?))).collect();
    let unresolved: Vec<&str> = rows.iter().filter(|row| !row.is_approved()).map(|row| row.source.as_str()).collect();
    match format {
        AliasFormat::TypeScript => type_script(&approved, &unresolved),
        AliasFormat::Json => json_text(&approved, &unresolved),
    }
}

fn json_text(approved: &[(&str, &str)], unresolved: &[&str]) -> String {
    let aliases: Map<String, Value> =
        approved.iter().map(|(source, target)| ((*source).to_owned(), Value::from(*target))).collect();
    let mut text = format!("{:#}", json!({ "aliases": aliases, "unresolved": unresolved }));
    text.push('\n');
    text
}

fn type_script(approved: &[(&str, &str)], unresolved: &[&str]) -> String {
    let mut text = String::from(
        "/** Model ids of the source gateway and the approved id of each on the target. */\n\
         export const MODEL_ALIASES: Readonly<Record<string, string>> = {\n",
    );
    for (source, target) in approved {
        let key = double_quoted(source);
        // As a plain key it would set the prototype.
        let key = if *source == "__proto__" { format!("[{key}]") } else { key };
        text.push_str(&format!("  {key}: {},\n", double_quoted(target)));
    }
    text.push_str("};\n");
    if !unresolved.is_empty() {
        text.push_str("\n/** In use, but without an approved id on the target. */\n");
        text.push_str("export const UNRESOLVED_MODEL_IDS: readonly string[] = [\n");
        for id in unresolved {
            text.push_str(&format!("  {},\n", double_quoted(id)));
        }
        text.push_str("];\n");
    }
    text.push_str(RESOLVE);
    text
}

/// Strict: a wrong model must fail where it is asked for, not on the bill.
const RESOLVE: &str = r#"
/** The target's id for a model id. Throws for an id without an approved one. */
export function resolveModelId(id: string): string {
  const target = Object.prototype.hasOwnProperty.call(MODEL_ALIASES, id) ? MODEL_ALIASES[id] : undefined;
  if (target === undefined) {
    throw new Error(
      `Model "${id}" has no approved id on the target gateway. Approve one for it and export the alias map again, or add a line to MODEL_ALIASES.`,
    );
  }
  return target;
}
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::validation::{CatalogueEntry, validate};

    fn rows() -> Vec<AliasRow> {
        let ids = ["openai/gpt-4o", "x-ai/grok-4.3", "openai/gpt-5", "odd/\"${id}\"-`1`"].map(str::to_owned);
        let catalogue =
            ["openai/gpt-4o", "spacex-ai/grok-4.3", "openai/gpt-5-mini"].map(|id| CatalogueEntry { id, aliases: &[] });
        let mut rows = validate(&ids, catalogue);
        rows[1].pick("spacex-ai/grok-4.3");
        rows[1].approve(true);
        // Picked only: it must not get into the map.
        rows[2].pick("openai/gpt-5-mini");
        rows
    }

    #[test]
    fn only_approved_rows_are_aliases() {
        let value: Value = serde_json::from_str(&export(AliasFormat::Json, &rows())).expect("JSON");
        assert_eq!(
            value,
            json!({
                "aliases": { "openai/gpt-4o": "openai/gpt-4o", "x-ai/grok-4.3": "spacex-ai/grok-4.3" },
                "unresolved": ["openai/gpt-5", "odd/\"${id}\"-`1`"],
            })
        );
    }

    #[test]
    fn the_module_has_the_constant_and_the_function() {
        let text = export(AliasFormat::TypeScript, &rows());
        assert!(text.contains("  \"x-ai/grok-4.3\": \"spacex-ai/grok-4.3\",\n"), "{text}");
        assert!(text.contains("UNRESOLVED_MODEL_IDS: readonly string[] = [\n  \"openai/gpt-5\",\n"), "{text}");
        assert!(!text.contains("gpt-5-mini"), "{text}");
        assert!(text.contains("throw new Error"), "{text}");
    }

    #[test]
    fn nothing_makes_an_empty_map() {
        let text = export(AliasFormat::TypeScript, &[]);
        assert!(text.contains("= {\n};\n") && !text.contains("UNRESOLVED"), "{text}");
        assert_eq!(export(AliasFormat::Json, &[]), "{\n  \"aliases\": {},\n  \"unresolved\": []\n}\n");
    }
}
