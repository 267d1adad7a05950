//! Which row of the tables a language has, and the pieces that rows share.
//! Not the lexer: nothing here looks at a source.
//!
//! **Invariant:** every language has a row; one without its own has the row of a C-like language.

mod compiled;
mod other;
mod scripting;

use super::syntax::{
    Bare, BlockComment, Braces, Escapes, Exported, Holes, ImportShape, Lines, Oddity, Special, StringForm, Syntax,
};
use crate::inventory::language::Language;
use crate::inventory::outline::TextForm;

/// The row of a language. The extension, without its dot, decides where one language stands for several.
pub(super) fn syntax(language: Language, extension: &str) -> &'static Syntax {
    match language {
        Language::Go => &compiled::GO,
        Language::Rust => &compiled::RUST,
        Language::Java => &compiled::JAVA,
        Language::Kotlin if matches!(extension, "groovy" | "gradle") => &compiled::GROOVY,
        Language::Kotlin => &compiled::KOTLIN,
        Language::CSharp => &compiled::CSHARP,
        Language::Swift => &compiled::SWIFT,
        Language::Ruby => &scripting::RUBY,
        Language::Php => &scripting::PHP,
        Language::PowerShell => other::by_extension("ps1"),
        Language::Elixir => &scripting::ELIXIR,
        Language::Python => &scripting::PYTHON,
        Language::JavaScript | Language::TypeScript | Language::Vue | Language::Svelte => &scripting::SCRIPT,
        _ => other::by_extension(extension),
    }
}

const SLASHES: &[&str] = &["//"];
const STARS: &[BlockComment] = &[BlockComment { open: "/*", close: "*/", nests: false, line_start: false }];
const NESTING_STARS: &[BlockComment] = &[BlockComment { open: "/*", close: "*/", nests: true, line_start: false }];

/// A string on one line with backslash escapes.
const fn quoted(quote: &'static str, holes: Holes) -> StringForm {
    StringForm { open: quote, close: quote, escapes: Escapes::Backslash, holes, lines: false, form: TextForm::Quoted }
}

/// The same over lines.
const fn over_lines(open: &'static str, close: &'static str, holes: Holes) -> StringForm {
    StringForm { open, close, escapes: Escapes::Backslash, holes, lines: true, form: TextForm::Quoted }
}

/// A string without escapes, over lines.
const fn raw(open: &'static str, close: &'static str, holes: Holes) -> StringForm {
    StringForm { open, close, escapes: Escapes::None, holes, lines: true, form: TextForm::Raw }
}

/// A C-like language with the least assumptions; rows say what differs.
const BASE: Syntax = Syntax {
    line_comments: SLASHES,
    block_comments: STARS,
    strings: &[quoted("\"", Holes::None), quoted("'", Holes::None)],
    specials: &[],
    sigils: &[],
    name_bytes: &[],
    name_ends: &[],
    ends_before_bracket: false,
    separators: &[".", "::", "->"],
    lines: Lines::Never,
    keywords: &[
        "if",
        "else",
        "for",
        "while",
        "do",
        "switch",
        "case",
        "default",
        "break",
        "continue",
        "return",
        "goto",
        "new",
        "delete",
        "throw",
        "try",
        "catch",
        "finally",
        "public",
        "private",
        "protected",
        "extends",
        "implements",
        "throws",
        "await",
        "async",
        "yield",
        "sizeof",
        "typeof",
        "instanceof",
        "in",
        "is",
        "as",
        "with",
        "using",
        "import",
        "package",
        "namespace",
        "operator",
        "override",
        "virtual",
        "abstract",
        "sealed",
        "inline",
        "extern",
    ],
    declaring: &["static", "final", "const", "var", "let", "val", "constexpr", "auto"],
    functions: &[],
    types: &["class", "struct", "enum", "interface", "union", "record", "trait", "namespace"],
    imports: &[],
    import_shape: ImportShape::PathOfModule,
    exported: Exported::Always,
    joins: &["+"],
    adjacent: false,
    property_ties: &[":"],
    argument_ties: &[],
    arms: &[],
    cases: &["case"],
    braces: Braces::ByPosition,
    type_first: true,
    type_last: false,
    generics: true,
    bare: Bare::No,
    tight_calls: false,
    block_words: None,
    stop_words: &[],
    multiple_targets: false,
    pairs: false,
    oddity: Oddity::None,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_opening_never_stands_behind_its_own_prefix() {
        let extensions =
            ["dart", "scala", "c", "cpp", "zig", "lua", "r", "el", "jl", "gradle", "kt", "nix", "clj", "hs"];
        let languages = [
            Language::Go,
            Language::Rust,
            Language::Java,
            Language::Kotlin,
            Language::CSharp,
            Language::Swift,
            Language::Ruby,
            Language::Php,
            Language::Elixir,
            Language::Python,
            Language::JavaScript,
            Language::OtherCode,
        ];
        for language in languages {
            for extension in extensions {
                let forms = syntax(language, extension).strings;
                for (at, form) in forms.iter().enumerate() {
                    for later in forms.iter().skip(at + 1) {
                        assert!(!later.open.starts_with(form.open), "{language:?} .{extension}: {}", later.open);
                    }
                }
            }
        }
    }
}
