//! The readers: source text of each language to its [`Outline`].
//! Not rules: a reader knows the syntax of its language and nothing about gateways.
//!
//! | reader | what it reads |
//! | --- | --- |
//! | [`ecma_script`], [`python`] | by a real parser |
//! | [`component`] | the script blocks of Vue, Svelte and Astro |
//! | [`lexed`] | other languages, and the two above where their parser gives up, by lexers |
//! | [`shell`] | command lines |
//! | [`config`] | configuration, by the line grammar of each format |
//! | [`document`], [`markup`] | documents with the code in them |
//!
//! `ordered` writes the nodes of a parser in the order of the source; `removal` says what to delete so that an entry is gone.
//!
//! **Invariant:** a reader takes any text, in time that grows with its length, and its recursion has a bound.

pub mod component;
pub mod config;
pub mod document;
pub mod ecma_script;
pub mod lexed;
pub mod markup;
mod ordered;
pub mod python;
mod removal;
pub mod shell;
#[cfg(test)]
mod sketch;

use std::ops::Range;

use super::language::Language;
use super::outline::{Kind, Outline, OutlineBuilder, Span, Text, TextForm};
use ecma_script::Flavour;

/// How deep documents may stand in documents: Markdown in Markdown, shell in YAML in Markdown.
const EMBEDDED: usize = 4;

/// Reads a source. The path's ending tells dialects apart.
#[must_use]
pub fn read<'source>(language: Language, path: &str, source: &'source str) -> Outline<'source> {
    let mut builder = OutlineBuilder::new(source);
    // The byte order mark belongs to no token.
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let extension =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension);
    read_into(&mut builder, language, start..source.len(), extension, 0);
    builder.finish()
}

/// Reads a part of a source, such as a script block, a fenced block or a `run:` step. Spans stay those of the whole.
fn read_into(builder: &mut OutlineBuilder<'_>, language: Language, range: Range<usize>, extension: &str, depth: usize) {
    if depth > EMBEDDED {
        plain(builder, range);
        return;
    }
    let mut embed = |builder: &mut OutlineBuilder<'_>, language: Language, range: Range<usize>| {
        read_into(builder, language, range, "", depth + 1);
    };
    match language {
        Language::TypeScript | Language::JavaScript => {
            let flavour = match (language, extension) {
                (Language::TypeScript, "tsx" | "") => Flavour::TypeScriptJsx,
                (Language::TypeScript, _) => Flavour::TypeScript,
                _ => Flavour::JavaScript,
            };
            let read = ecma_script::read(builder, range.clone(), flavour)
                || (flavour == Flavour::TypeScriptJsx
                    && ecma_script::read(builder, range.clone(), Flavour::TypeScript));
            if !read {
                lexed::read(builder, range, language, extension);
            }
        }
        Language::Python => {
            if !python::read(builder, range.clone()) {
                lexed::read(builder, range, language, extension);
            }
        }
        Language::Vue | Language::Svelte => {
            let mut lex = |builder: &mut OutlineBuilder<'_>, script: Range<usize>| {
                lexed::read(builder, script, Language::TypeScript, "ts");
            };
            component::read_or(builder, range, &mut lex);
        }
        Language::Go
        | Language::Rust
        | Language::Java
        | Language::Kotlin
        | Language::CSharp
        | Language::Ruby
        | Language::Php
        | Language::Swift
        | Language::Elixir
        | Language::OtherCode => lexed::read(builder, range, language, extension),
        Language::Shell | Language::PowerShell | Language::Batch => shell::read(builder, range, language),
        Language::Markdown => document::read(builder, range, language, &mut embed),
        Language::Markup => markup::read(builder, range, language, &mut embed),
        Language::DotEnv
        | Language::Yaml
        | Language::Toml
        | Language::Json
        | Language::Ini
        | Language::Dockerfile
        | Language::Hcl
        | Language::Nginx
        | Language::Requirements
        | Language::GoModule => config::read(builder, range, language, &mut embed),
        Language::Plain | Language::Unknown => plain(builder, range),
    }
}

/// Text that is in no language of a program, or in none that is known: each line is prose.
fn plain(builder: &mut OutlineBuilder<'_>, range: Range<usize>) {
    builder.inexact();
    let source = builder.source();
    let mut at = range.start;
    for line in source.get(range).unwrap_or_default().split_inclusive('\n') {
        let inner = Span::new(at, at + line.trim_end_matches(['\n', '\r']).len());
        at += line.len();
        if !inner.is_empty() {
            builder.leaf(Kind::Text(Text { inner, cooked: None, form: TextForm::Prose }), inner);
        }
    }
}
