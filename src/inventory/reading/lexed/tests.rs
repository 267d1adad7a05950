//! What the trees of each language say, and that they are sound for any text.
//! Not the lexer's pieces; their tests are beside them.
//!
//! **Invariant:** every tree that a table looks at is checked for soundness too.

mod compiled;
mod managed;
mod other;
mod removal;
mod samples;
mod scripting;
mod soundness;

use super::dump::{assert_sound, dump};
use super::read;
use crate::inventory::language::Language;
use crate::inventory::outline::OutlineBuilder;

/// Fails unless a source reads as the expected tree.
fn check(language: Language, extension: &str, cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        let mut builder = OutlineBuilder::new(source);
        read(&mut builder, 0..source.len(), language, extension);
        let outline = builder.finish();
        assert_sound(&outline, 0..source.len());
        assert!(!outline.is_exact());
        assert_eq!(dump(&outline), *expected, "\n{source}");
    }
}
