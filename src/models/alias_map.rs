//! Writes the alias map that a team takes into its code: source id to target id.
//! Not the decision about any row; [`import`] reads maps back.
//! **Invariant:** only approved targets are in a map; every other id is listed as unresolved, and the resolver of each
//! programming language refuses it at run time instead of passing it on.

pub mod import;
mod quoting;
mod writer;

use serde_json::{Map, Value, json};

use super::validation::AliasRow;
use quoting::Quoting;
use writer::{Place, fill};

/// The formats of an alias map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AliasFormat {
    /// A module with the constant `MODEL_ALIASES` and the function `resolveModelId`.
    #[default]
    TypeScript,
    /// The same module without types.
    JavaScript,
    /// A module with `resolve_model_id`, which raises `ValueError`.
    Python,
    /// A package with `ResolveModelID`, which returns an error.
    Go,
    /// A module with `resolve_model_id`, which returns a `Result`.
    Rust,
    /// A class with the static method `resolveModelId`.
    Java,
    /// Top-level values and the function `resolveModelId`.
    Kotlin,
    /// A static class with `ResolveModelId`.
    CSharp,
    /// A module with `resolve_model_id`, which raises `KeyError`.
    Ruby,
    /// A class with the static method `resolveModelId`.
    Php,
    /// Top-level values and the throwing function `resolveModelID`.
    Swift,
    /// `{"aliases": {…}, "unresolved": […]}`
    Json,
    /// The same keys as in JSON.
    Yaml,
    /// The same keys as in JSON.
    Toml,
    /// Two variables with a JSON text each: a map in one variable is what code can read without knowing the ids, and ids
    /// are no names of variables.
    DotEnv,
    /// A `model_list` for LiteLLM's proxy, which goes to the target through its OpenAI-compatible route.
    LiteLlm,
}

/// What a format needs to know beside the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExportContext<'a> {
    /// The base URL of the target, as a client takes it.
    pub base_url: &'a str,
    /// The name of the variable that holds the target's key.
    pub key_variable: &'a str,
    /// Which list of the target it was checked against, in words; empty to leave that out.
    pub list: &'a str,
}

/// Name, file name, escapes and text of a format.
struct Form(&'static str, &'static str, Quoting, &'static str);

impl AliasFormat {
    /// All, in the order in which the page offers them.
    pub const ALL: [AliasFormat; 16] = [
        AliasFormat::TypeScript,
        AliasFormat::JavaScript,
        AliasFormat::Python,
        AliasFormat::Go,
        AliasFormat::Rust,
        AliasFormat::Java,
        AliasFormat::Kotlin,
        AliasFormat::CSharp,
        AliasFormat::Ruby,
        AliasFormat::Php,
        AliasFormat::Swift,
        AliasFormat::Json,
        AliasFormat::Yaml,
        AliasFormat::Toml,
        AliasFormat::DotEnv,
        AliasFormat::LiteLlm,
    ];

    const fn form(self) -> Form {
        const PLAIN: Quoting = Quoting::Digits("");
        const ECMA_SCRIPT: &str = include_str!("alias_map/templates/ecma_script.txt");
        match self {
            AliasFormat::TypeScript => Form("TypeScript", "model-aliases.ts", PLAIN, ECMA_SCRIPT),
            AliasFormat::JavaScript => Form("JavaScript", "model-aliases.mjs", PLAIN, ECMA_SCRIPT),
            AliasFormat::Python => {
                Form("Python", "model_aliases.py", PLAIN, include_str!("alias_map/templates/python.txt"))
            }
            AliasFormat::Go => Form("Go", "model_aliases.go", PLAIN, include_str!("alias_map/templates/go.txt")),
            AliasFormat::Rust => {
                Form("Rust", "model_aliases.rs", Quoting::Braces(""), include_str!("alias_map/templates/rust.txt"))
            }
            AliasFormat::Java => {
                Form("Java", "ModelAliases.java", Quoting::Ascii, include_str!("alias_map/templates/java.txt"))
            }
            AliasFormat::Kotlin => {
                Form("Kotlin", "ModelAliases.kt", Quoting::Digits("$"), include_str!("alias_map/templates/kotlin.txt"))
            }
            AliasFormat::CSharp => {
                Form("C#", "ModelAliases.cs", PLAIN, include_str!("alias_map/templates/c_sharp.txt"))
            }
            AliasFormat::Ruby => {
                Form("Ruby", "model_aliases.rb", Quoting::Digits("#"), include_str!("alias_map/templates/ruby.txt"))
            }
            AliasFormat::Php => {
                Form("PHP", "ModelAliases.php", Quoting::Braces("$"), include_str!("alias_map/templates/php.txt"))
            }
            AliasFormat::Swift => {
                Form("Swift", "ModelAliases.swift", Quoting::Braces(""), include_str!("alias_map/templates/swift.txt"))
            }
            AliasFormat::Json => Form("JSON", "model-aliases.json", PLAIN, ""),
            AliasFormat::Yaml => {
                Form("YAML", "model-aliases.yaml", PLAIN, include_str!("alias_map/templates/yaml.txt"))
            }
            AliasFormat::Toml => {
                Form("TOML", "model-aliases.toml", PLAIN, include_str!("alias_map/templates/toml.txt"))
            }
            AliasFormat::DotEnv => Form(
                ".env",
                "model-aliases.env",
                Quoting::Environment,
                include_str!("alias_map/templates/environment.txt"),
            ),
            AliasFormat::LiteLlm => {
                Form("LiteLLM", "litellm-config.yaml", PLAIN, include_str!("alias_map/templates/lite_llm.txt"))
            }
        }
    }

    /// The name shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.form().0
    }

    /// The name of a downloaded file.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        self.form().1
    }

    /// The media type of a downloaded file.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            AliasFormat::Json => "application/json",
            _ => "text/plain",
        }
    }
}

/// Writes the map; its first comment says which list it was checked against, where the format has comments. Ids that keep their name are in it too, because an id that is not in it is refused.
///
/// Java takes about 4000 aliases in one file: a class has at most 64 kB of code for its constants.
#[must_use]
pub fn export(format: AliasFormat, rows: &[AliasRow], context: ExportContext<'_>) -> String {
    let approved: Vec<(&str, &str)> =
        rows.iter().filter_map(|row| Some((row.source.as_str(), row.approved_target()?))).collect();
    let unresolved: Vec<(&str, &str)> =
        rows.iter().filter(|row| !row.is_approved()).map(|row| (row.source.as_str(), row.source.as_str())).collect();
    let Form(_, _, quoting, template) = format.form();
    if format == AliasFormat::Json {
        return json_text(&approved, &unresolved);
    }
    let text = fill(template, &approved, &unresolved, &|place: Place<'_>| match place.name {
        "from" => quoting.literal(place.from),
        "to" => quoting.literal(place.to),
        // As a plain key it would set the prototype.
        "property" if place.from == "__proto__" => "[\"__proto__\"]".to_owned(),
        "property" => quoting.literal(place.from),
        // LiteLLM takes `openai` for the protocol and the rest for the id, so that it stands before an author too.
        "model" => quoting.literal(&format!("openai/{}", place.to)),
        "base" => quoting.literal(context.base_url),
        "key" => quoting.literal(&format!("os.environ/{}", context.key_variable)),
        "aliases" => joined(&approved, |(from, to)| format!("{}:{}", quoting.literal(from), quoting.literal(to))),
        "unresolved" => joined(&unresolved, |(from, _)| quoting.literal(from)),
        "," if place.last => String::new(),
        type_name => match type_name.strip_prefix(':') {
            Some(name) if format == AliasFormat::TypeScript => format!(": {name}"),
            Some(_) => String::new(),
            None => type_name.to_owned(),
        },
    });
    with_list(format, text, context.list)
}

/// The list that the map was checked against, as the first comment of the file.
fn with_list(format: AliasFormat, text: String, list: &str) -> String {
    if list.is_empty() {
        return text;
    }
    // A name of a file is anybody's text: what could end the comment, or be read as code, is taken out of it.
    // Java's compiler reads a file in the machine's own encoding, comments included, so that its export is plain ASCII.
    let fits = |letter: char| letter.is_ascii() || format != AliasFormat::Java;
    let is_plain = |letter: char| (letter.is_alphanumeric() && fits(letter)) || " .,-_".contains(letter);
    let plain: String = list.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let sentence = format!("Checked against the list of the target, {plain}.");
    match format {
        // A comment right before the package clause would become its documentation.
        AliasFormat::Go => format!("// {sentence}\n\n{text}"),
        AliasFormat::Php => text.replacen("<?php\n", &format!("<?php\n\n// {sentence}\n"), 1),
        AliasFormat::Python
        | AliasFormat::Ruby
        | AliasFormat::Yaml
        | AliasFormat::Toml
        | AliasFormat::DotEnv
        | AliasFormat::LiteLlm => format!("# {sentence}\n{text}"),
        AliasFormat::Json => text,
        _ => format!("// {sentence}\n{text}"),
    }
}

fn joined(ids: &[(&str, &str)], written: impl Fn(&(&str, &str)) -> String) -> String {
    ids.iter().map(written).collect::<Vec<_>>().join(",")
}

fn json_text(approved: &[(&str, &str)], unresolved: &[(&str, &str)]) -> String {
    let aliases: Map<String, Value> =
        approved.iter().map(|(source, target)| ((*source).to_owned(), Value::from(*target))).collect();
    let unresolved: Vec<&str> = unresolved.iter().map(|(source, _)| *source).collect();
    let mut text = format!("{:#}", json!({ "aliases": aliases, "unresolved": unresolved }));
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
