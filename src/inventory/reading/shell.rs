//! The readers of command lines: Bourne shells, PowerShell and Windows command files.
//! Not shells: nothing is expanded or run.
//!
//! **Invariant:** any text is read, in time that grows with its length; commands inside commands are read up to a limit
//! and are plain text beyond it.

mod batch;
mod bourne;
mod expansions;
mod words;

#[cfg(test)]
mod tests;

use super::lexed;
use crate::inventory::language::Language;
use crate::inventory::outline::OutlineBuilder;
use std::ops::Range;

/// Reads a part of the source as command lines. Languages other than PowerShell and Batch are read as a Bourne shell.
/// Spans are those of the source. A range outside the source, or not on character boundaries, holds nothing.
pub fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>, language: Language) {
    builder.inexact();
    if builder.source().get(range.clone()).is_none() {
        return;
    }
    match language {
        Language::PowerShell => lexed::read(builder, range, language, ""),
        Language::Batch => batch::read(builder, range),
        _ => bourne::read(builder, range),
    }
}
