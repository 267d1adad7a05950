//! The readers of configuration: one line grammar or bracket grammar a format, all giving the same outline.
//! Not rules, and not code: a shell command in a workflow goes to the caller's reader of that language.
//!
//! One shape holds for every format: an `Entry` holds its value; a group of keys as a value is a `Map`, with or without
//! braces in the source; a sequence is a `List`. The top level of a file is not wrapped.
//!
//! **Invariant:** each byte is looked at a bounded number of times, nesting is kept on explicit stacks, and no more than
//! [`DEPTH`] nodes are open at once through any reader here.

mod bracketed;
mod dockerfile;
mod dotenv;
#[cfg(test)]
pub(in crate::inventory::reading) mod dump;
pub(in crate::inventory::reading) mod escape;
mod expression;
mod go_module;
mod hcl;
mod ini;
mod json;
mod nginx;
mod references;
mod requirements;
pub(in crate::inventory::reading) mod scan;
mod toml;
mod variables;
mod yaml;

use std::ops::Range;

use crate::inventory::language::Language;
use crate::inventory::outline::OutlineBuilder;

/// Reads a part of the source that is in another language; spans stay those of the whole source.
pub type Embed<'embed> = dyn FnMut(&mut OutlineBuilder<'_>, Language, Range<usize>) + 'embed;

/// How deep nodes are opened. What is nested deeper is still read, below the deepest open node.
pub(in crate::inventory::reading) const DEPTH: usize = 96;

/// How many troubles one reading says at most: broken input would otherwise give one for each byte.
pub(in crate::inventory::reading) const TROUBLES: usize = 20;

/// Reads configuration. A language that has no reader here is read as plain lines of text.
pub fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>, language: Language, embed: &mut Embed<'_>) {
    let scan = scan::Scan::new(builder.source(), &range);
    match language {
        Language::DotEnv => dotenv::read(builder, scan),
        Language::Yaml => yaml::read(builder, scan, embed),
        Language::Toml => toml::read(builder, scan),
        Language::Json => json::read(builder, scan),
        Language::Ini => ini::read(builder, scan),
        Language::Dockerfile => dockerfile::read(builder, scan, embed),
        Language::Hcl => hcl::read(builder, scan),
        Language::Nginx => nginx::read(builder, scan),
        Language::Requirements => requirements::read(builder, scan),
        Language::GoModule => go_module::read(builder, scan),
        _ => super::document::read_plain(builder, scan),
    }
}

#[cfg(test)]
mod tests;
