//! What a language looks like to the lexer and the structural pass, as data: the shape of one row of the tables.
//! Not the rows themselves (`tables`) and not the reading.
//!
//! **Invariant:** a row holds no code, so that a new language is a new row.

use crate::inventory::outline::TextForm;

/// One language as data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Syntax {
    /// What starts a comment that ends with the line.
    pub(super) line_comments: &'static [&'static str],
    /// Comments with a start and an end.
    pub(super) block_comments: &'static [BlockComment],
    /// String forms with fixed quotes, the longer opening before its own prefix.
    pub(super) strings: &'static [StringForm],
    /// String forms whose quotes depend on what is written.
    pub(super) specials: &'static [Special],
    /// Signs before a name that belong to it but not to its segment: `$` of PHP, `@` of Ruby.
    pub(super) sigils: &'static [u8],
    /// Bytes inside names beyond letters, digits and `_`.
    pub(super) name_bytes: &'static [u8],
    /// Signs that may end a name: `?` and `!` of Ruby, `!` of a Rust macro.
    pub(super) name_ends: &'static [u8],
    /// Whether a name's end sign counts only before a bracket, as for Rust's macros.
    pub(super) ends_before_bracket: bool,
    /// What stands between the names of a path.
    pub(super) separators: &'static [&'static str],
    /// Where the end of a line ends a statement.
    pub(super) lines: Lines,
    /// Words that are never a name of their own.
    pub(super) keywords: &'static [&'static str],
    /// Keywords that introduce a new name.
    pub(super) declaring: &'static [&'static str],
    /// Keywords before the name of a function.
    pub(super) functions: &'static [&'static str],
    /// Keywords before the name of a type whose braces hold members.
    pub(super) types: &'static [&'static str],
    /// Words that start an import.
    pub(super) imports: &'static [&'static str],
    /// How the import's words stand.
    pub(super) import_shape: ImportShape,
    /// Who can use a declared name.
    pub(super) exported: Exported,
    /// Operators that join texts.
    pub(super) joins: &'static [&'static str],
    /// Whether neighbouring texts are one text.
    pub(super) adjacent: bool,
    /// What ties a key to its value in a literal map.
    pub(super) property_ties: &'static [&'static str],
    /// What ties a name to its value among arguments.
    pub(super) argument_ties: &'static [&'static str],
    /// What stands behind the pattern of a match arm.
    pub(super) arms: &'static [&'static str],
    /// Keywords of a case label.
    pub(super) cases: &'static [&'static str],
    /// What braces are.
    pub(super) braces: Braces,
    /// Whether a type may stand before a declared name: `String key = …`.
    pub(super) type_first: bool,
    /// Whether a type may stand behind a declared name without a colon: `var key string = …`.
    pub(super) type_last: bool,
    /// Whether `<…>` behind a name may be type arguments.
    pub(super) generics: bool,
    /// How a call may go without parentheses.
    pub(super) bare: Bare,
    /// Whether a call's parenthesis must touch the name.
    pub(super) tight_calls: bool,
    /// Words that open and close a block.
    pub(super) block_words: Option<(&'static [&'static str], &'static str)>,
    /// Words that end an item: the `do` behind arguments, the trailing `if` of Ruby.
    pub(super) stop_words: &'static [&'static str],
    /// Whether several names may stand before one `=`, separated by commas.
    pub(super) multiple_targets: bool,
    /// Whether a pair in brackets with a text first is a key with its value: `{"k", v}`.
    pub(super) pairs: bool,
    /// Traits that only one or two languages have.
    pub(super) oddity: Oddity,
}

/// A comment with a start and an end.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockComment {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    /// Whether one may stand inside another.
    pub(super) nests: bool,
    /// Whether it counts only at the start of a line.
    pub(super) line_start: bool,
}

/// A string form with fixed quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct StringForm {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) escapes: Escapes,
    pub(super) holes: Holes,
    /// Whether it may go over lines.
    pub(super) lines: bool,
    pub(super) form: TextForm,
}

/// How a sign is written that would otherwise end or change the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inventory::reading) enum Escapes {
    /// Not at all.
    None,
    /// `\n`, `\"`, `\u{1F600}`.
    Backslash,
    /// Only `\\` and the backslash with the quote; other backslashes stand for themselves.
    Minimal,
    /// A backslash keeps the quote from ending the text, and stays where it is.
    Kept,
    /// The quote twice.
    Doubled,
    /// `` `n `` and the quote twice.
    Backtick,
}

/// How an expression is put into a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holes {
    /// Not at all.
    None,
    /// `${x}`.
    DollarBrace,
    /// `$x` and `${x}`.
    Dollar,
    /// `$x`, `$x->y`, `{$x}`, `${x}`.
    Php,
    /// `#{x}`.
    HashBrace,
    /// `\(x)`, with this many `#` between.
    Swift(u8),
    /// `$x`, `$env:x`, `${x}`, `$(x)`.
    PowerShell,
    /// `{x}`, and `{{` for a brace.
    Brace,
    /// `{{x}}`.
    DoubleBrace,
}

/// A string form whose quotes depend on what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    /// `r"…"`, `r#"…"#`, `br#"…"#`.
    RustRaw,
    /// `'a'`, but not the lifetime `'a`.
    RustChar,
    /// `#"…"#`, `#"""…"""#`.
    SwiftRaw,
    /// `R"x(…)x"`.
    CppRaw,
    /// `[[…]]`, `[=[…]=]`.
    LuaLong,
    /// `r"(…)"`.
    RRaw,
    /// A line from `\\` on.
    ZigLine,
    /// `%q(…)`, `%w[…]`, `%(…)`.
    RubyPercent,
    /// `<<~NAME`, `<<-NAME`, `<<NAME`.
    RubyHeredoc,
    /// `<<<NAME`.
    PhpHeredoc,
    /// `~s(…)`, `~r/…/`.
    ElixirSigil,
    /// `:name`.
    Atom,
    /// `/…/` where an operand may stand.
    Regex,
    /// `f"…"`, `rb'''…'''`.
    PythonPrefix,
    /// `?x` of Emacs Lisp.
    LispChar,
}

/// Where the end of a line ends a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// Nowhere: a semicolon does.
    Never,
    /// Outside brackets and inside braces.
    Blocks,
    /// Outside all brackets.
    Outside,
}

/// Who can use a declared name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Exported {
    /// Everyone.
    Always,
    /// Everyone, if it starts with a capital.
    Capitalised,
    /// Everyone, if one of these words stands before it.
    With(&'static [&'static str]),
    /// Everyone outside of functions, unless one of these words stands before it.
    Without(&'static [&'static str]),
}

/// How the words of an import stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ImportShape {
    /// A path whose last name is what is imported, also several in braces.
    PathOfName,
    /// A path that is a module as a whole.
    PathOfModule,
    /// Texts, each a module.
    Texts,
    /// `import { a as b } from "m"`.
    Script,
    /// `from m import a as b`.
    Python,
}

/// What braces are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Braces {
    /// Blocks only.
    Blocks,
    /// Literals only.
    Literals,
    /// Literals where a value may stand.
    ByPosition,
    /// Literals that touch their type, or stand where a value may.
    Go,
    /// Literals that start with a name and a colon.
    Rust,
    /// Literals that hold no semicolon, behind `new` or where a value may stand.
    CSharp,
    /// Literals behind `@`.
    Hashtable,
    /// Lists where a value may stand or behind `[]`.
    Java,
}

/// How a call may go without parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    /// Not at all.
    No,
    /// With arguments behind a space: `puts "x", key: v`.
    Arguments,
    /// With one text or table: `require "x"`.
    One,
    /// As a command line: `Invoke-RestMethod -Uri "x" -Headers $h`.
    Command,
}

/// Traits that only one or two languages have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    None,
    /// Text outside of `<?php … ?>`.
    Php,
    /// Lines that start with `#`.
    Preprocessor,
    /// `(name argument …)`.
    Lisp,
    /// `@name value`.
    Attributes,
    /// `$env:NAME`, `-Flag`, `-eq`.
    PowerShell,
    /// Capital names are constants.
    CapitalConstants,
    /// Names at the left edge are constants.
    LeftEdgeConstants,
}

impl Syntax {
    /// Whether a word is never a name of its own.
    pub(super) fn is_keyword(&self, word: &str) -> bool {
        self.keywords.contains(&word)
            || self.declaring.contains(&word)
            || self.functions.contains(&word)
            || self.types.contains(&word)
    }
}
