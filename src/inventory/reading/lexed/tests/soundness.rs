//! Random, mutated and deeply nested sources: trees stay sound, and nothing panics.
//! Not what the trees say.
//!
//! **Invariant:** every language and every extension with a row of its own is tried.

use super::super::dump::assert_sound;
use super::super::read;
use super::samples::SAMPLES;
use crate::inventory::language::Language;
use crate::inventory::outline::OutlineBuilder;
use proptest::prelude::*;
use std::ops::Range;

fn sound(language: Language, extension: &str, source: &str, range: Range<usize>) {
    let mut builder = OutlineBuilder::new(source);
    read(&mut builder, range.clone(), language, extension);
    assert_eq!(builder.depth(), 0, "nodes are left open in {source:?}");
    assert_sound(&builder.finish(), range);
}

/// The nearest character boundary at or before a place.
fn boundary(source: &str, at: usize) -> usize {
    let at = at.min(source.len());
    (0..=at).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0)
}

/// Pieces of syntax that open, close, tie or separate something in one of the languages.
const PIECES: &[&str] = &[
    "\"", "'", "`", "\"\"\"", "'''", "${", "#{", "\\(", "{", "}", "{{", "}}", "(", ")", "[", "]", "<", ">", "=>", "->",
    ":", "=", "==", ":=", "+", ".", "..", "::", "?.", ",", ";", "\n", "\r\n", " ", "\t", "//", "/*", "*/", "#", "--",
    "--[[", "]]", "<<~A", "\nA\n", "<<<A\n", "r#\"", "\"#", "R\"x(", ")x\"", "@\"", "$\"", "$@\"", "%q(", "%w[", "~s(",
    "~r/", "/", "\\", "\\\\", "@", "$", "$x", "$env:X", "a", "b.c", "Foo", "new", "const", "let", "val", "fn", "def",
    "do", "end", "case", "import", "use", "from", "struct", "class", "if", "é", "😀", "\u{0}", "0", "1.5", "?>",
    "<?php", "=begin", "\n=end", ":a", "&.", "!", "?", "|", "&", "~", "%", "*", "to", "`\n", "@{", "-Uri", "-eq", "%{",
    "setq",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 2, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_sound_tree(source in any::<String>(), which in 0..SAMPLES.len()) {
        let (language, extension, _) = SAMPLES[which];
        sound(language, extension, &source, 0..source.len());
    }

    #[test]
    fn any_pieces_of_syntax_give_a_sound_tree(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
        spaced in any::<bool>(),
    ) {
        let source = pieces.join(if spaced { " " } else { "" });
        for (language, extension, _) in SAMPLES {
            sound(*language, extension, &source, 0..source.len());
        }
    }

    #[test]
    fn mutated_programs_give_a_sound_tree(
        which in 0..SAMPLES.len(),
        cuts in (0usize..2_000, 0usize..2_000, 0usize..2_000),
        piece in proptest::sample::select(PIECES),
        range in (0usize..200, 0usize..200),
    ) {
        let (language, extension, sample) = SAMPLES[which];
        let cut = |at: usize| boundary(sample, at % (sample.len() + 1));
        let (from, to) = (cut(cuts.0).min(cut(cuts.1)), cut(cuts.0).max(cut(cuts.1)));
        let kept = format!("{}{piece}{}", sample.get(..from).unwrap(), sample.get(to..).unwrap());
        let whole = format!("{kept}{}", sample.get(cut(cuts.2)..).unwrap());
        let start = boundary(&whole, range.0);
        let end = boundary(&whole, whole.len().saturating_sub(range.1)).max(start);
        sound(language, extension, &whole, start..end);
    }
}

#[test]
fn deep_nesting_and_long_lines_take_no_stack_and_leave_nothing_open() {
    let units = [
        "(",
        "[",
        "{",
        "<",
        "f(",
        "a.",
        "a=",
        "a+",
        "\"",
        "'",
        "`",
        "\"${",
        "\"#{",
        "\"\\(",
        "/*",
        "/",
        "/[",
        "<<~A ",
        "<<<A ",
        "#",
        "r#",
        "~s(",
        "%q(",
        "x<y,",
        "a:",
        "a,",
        "{a:",
        "[\"k\",",
        "if ",
        "let a: ",
        "case ",
        "import ",
        "use a::{",
        "export {",
        "\"a\" ",
        "\"a\" + ",
        "a == ",
        ".a()",
        "a[\"k\"]",
        "\n",
        " ",
        "\\",
        "$",
        "@{a=",
        "f \"x\", ",
        "fn ",
        "(setq a ",
        "é",
        "from ",
        "new A{",
        "-a ",
        "[]T{",
        "|",
        ":a ",
        "/* */ a=1;",
        "${",
        "def a(",
        "{{",
        "'a ",
        "do ",
        "'''",
        "\"\"\"a",
        "$\"{",
        "a!.",
        "a?.[",
        "::<",
        "@a ",
        "#define a ",
        "- ",
    ];
    for unit in units {
        let source = unit.repeat(5_000 / unit.len());
        for (language, extension, _) in SAMPLES {
            let mut builder = OutlineBuilder::new(&source);
            read(&mut builder, 0..source.len(), *language, extension);
            assert_eq!(builder.depth(), 0);
            let outline = builder.finish();
            let deepest = outline.nodes().next_back().map_or(0, |(id, _)| outline.ancestors(id).count());
            assert!(deepest <= 2_000, "{deepest} nodes around each other for {unit:?} in .{extension}");
        }
    }
}

#[test]
fn a_range_that_is_no_part_of_the_source_holds_nothing() {
    for range in [0..9, 1..2, 7..8] {
        let mut builder = OutlineBuilder::new("\"é\" x");
        let valid = "\"é\" x".get(range.clone()).is_some();
        read(&mut builder, range, Language::Go, "");
        assert_eq!(builder.finish().nodes().count() == 0, !valid);
    }
}

/// What a random run once broke on, kept so that it cannot come back.
#[test]
fn what_broke_a_reader_once_is_sound() {
    for source in ["`//\nimport<<~A\"\nA\n>"] {
        for (language, extension, _) in SAMPLES {
            sound(*language, extension, source, 0..source.len());
        }
    }
}
