//! The rows of the languages that share one reader: Dart, Scala, C and C++, Zig, Lua, R, Emacs Lisp and their like,
//! chosen by the file's extension.
//! Not a promise that these languages are read well: texts, comments, names and calls are.
//!
//! **Invariant:** an unknown extension has the C-like row.

use super::{
    BASE, Bare, BlockComment, Braces, Escapes, Exported, Holes, ImportShape, Lines, NESTING_STARS, Oddity, STARS,
    Special, StringForm, Syntax, over_lines, quoted, raw,
};
use crate::inventory::outline::TextForm;

/// The row for an extension without its dot.
pub(super) fn by_extension(extension: &str) -> &'static Syntax {
    match extension {
        "dart" => &DART,
        "scala" | "sc" | "sbt" => &SCALA,
        "zig" | "zon" => &ZIG,
        "lua" | "luau" => &LUA,
        "r" | "R" => &R,
        "el" | "lisp" | "clj" | "cljs" | "edn" | "scm" | "rkt" | "fnl" => &LISP,
        "ps1" | "psm1" | "psd1" => &POWER_SHELL,
        "nix" => &NIX,
        "jl" | "nim" | "cr" | "pl" | "pm" | "tcl" | "gd" => &HASHED,
        "hs" | "sql" | "elm" | "purs" | "ada" => &DASHED,
        _ => &C,
    }
}

const DART: Syntax = Syntax {
    block_comments: NESTING_STARS,
    strings: &[
        raw("r\"\"\"", "\"\"\"", Holes::None),
        raw("r'''", "'''", Holes::None),
        raw("r\"", "\"", Holes::None),
        raw("r'", "'", Holes::None),
        over_lines("\"\"\"", "\"\"\"", Holes::Dollar),
        over_lines("'''", "'''", Holes::Dollar),
        quoted("\"", Holes::Dollar),
        quoted("'", Holes::Dollar),
    ],
    separators: &[".", "?.", "!.", ".."],
    imports: &["import", "export", "part"],
    import_shape: ImportShape::Texts,
    declaring: &["static", "final", "const", "var", "late"],
    adjacent: true,
    argument_ties: &[":"],
    exported: Exported::Without(&[]),
    ..BASE
};

const SCALA: Syntax = Syntax {
    block_comments: NESTING_STARS,
    strings: &[
        raw("s\"\"\"", "\"\"\"", Holes::Dollar),
        raw("f\"\"\"", "\"\"\"", Holes::Dollar),
        raw("raw\"\"\"", "\"\"\"", Holes::Dollar),
        raw("\"\"\"", "\"\"\"", Holes::None),
        StringForm { open: "s\"", ..quoted("\"", Holes::Dollar) },
        StringForm { open: "f\"", ..quoted("\"", Holes::Dollar) },
        StringForm { open: "raw\"", escapes: Escapes::None, ..quoted("\"", Holes::Dollar) },
        quoted("\"", Holes::None),
    ],
    specials: &[Special::RustChar],
    separators: &["."],
    lines: Lines::Blocks,
    keywords: &[
        "if",
        "else",
        "for",
        "while",
        "do",
        "match",
        "case",
        "return",
        "throw",
        "try",
        "catch",
        "finally",
        "private",
        "protected",
        "override",
        "abstract",
        "sealed",
        "final",
        "lazy",
        "implicit",
        "given",
        "using",
        "new",
        "yield",
        "extends",
        "with",
        "import",
        "package",
        "type",
    ],
    declaring: &["val", "var"],
    functions: &["def"],
    types: &["class", "object", "trait", "enum"],
    imports: &["import"],
    import_shape: ImportShape::PathOfName,
    exported: Exported::Without(&["private", "protected"]),
    property_ties: &["->"],
    argument_ties: &["=", "->"],
    arms: &["=>"],
    braces: Braces::Blocks,
    type_first: false,
    ..BASE
};

const C: Syntax = Syntax {
    strings: &[
        quoted("\"", Holes::None),
        quoted("'", Holes::None),
        StringForm { open: "@\"", ..quoted("\"", Holes::None) },
        StringForm { open: "L\"", ..quoted("\"", Holes::None) },
        StringForm { open: "u8\"", ..quoted("\"", Holes::None) },
        StringForm { open: "u\"", ..quoted("\"", Holes::None) },
    ],
    specials: &[Special::CppRaw],
    imports: &["include", "import"],
    import_shape: ImportShape::Texts,
    adjacent: true,
    property_ties: &["=", ":"],
    pairs: true,
    oddity: Oddity::Preprocessor,
    ..BASE
};

const ZIG: Syntax = Syntax {
    block_comments: &[],
    specials: &[Special::ZigLine],
    strings: &[quoted("\"", Holes::None), quoted("'", Holes::None)],
    sigils: b"@",
    separators: &[".", ".?."],
    declaring: &["const", "var"],
    functions: &["fn"],
    keywords: &[
        "if",
        "else",
        "for",
        "while",
        "switch",
        "break",
        "continue",
        "return",
        "pub",
        "try",
        "catch",
        "defer",
        "errdefer",
        "orelse",
        "and",
        "or",
        "comptime",
        "inline",
        "extern",
        "export",
        "test",
        "usingnamespace",
    ],
    exported: Exported::With(&["pub"]),
    joins: &["++"],
    property_ties: &["="],
    arms: &["=>"],
    cases: &[],
    braces: Braces::Go,
    type_first: false,
    generics: false,
    pairs: true,
    ..BASE
};

const LUA: Syntax = Syntax {
    line_comments: &["--"],
    block_comments: &[BlockComment { open: "--[[", close: "]]", nests: false, line_start: false }],
    specials: &[Special::LuaLong],
    separators: &[".", ":"],
    lines: Lines::Outside,
    keywords: &[
        "if", "then", "else", "elseif", "end", "for", "in", "while", "do", "repeat", "until", "return", "break", "and",
        "or", "not", "goto", "function",
    ],
    declaring: &["local"],
    functions: &["function"],
    types: &[],
    imports: &["require"],
    import_shape: ImportShape::Texts,
    exported: Exported::Without(&["local"]),
    joins: &[".."],
    property_ties: &["="],
    braces: Braces::Literals,
    type_first: false,
    generics: false,
    bare: Bare::One,
    block_words: Some((&["function", "do", "if"], "end")),
    multiple_targets: true,
    ..BASE
};

const R: Syntax = Syntax {
    line_comments: &["#"],
    block_comments: &[],
    // A name in backticks is one that has signs: `HTTP-Referer` = "…".
    strings: &[over_lines("\"", "\"", Holes::None), over_lines("'", "'", Holes::None), quoted("`", Holes::None)],
    specials: &[Special::RRaw],
    separators: &[".", "$", "::", ":::", "@"],
    lines: Lines::Blocks,
    keywords: &["if", "else", "for", "while", "repeat", "break", "next", "return", "in"],
    declaring: &[],
    functions: &["function"],
    types: &[],
    imports: &["library", "require", "source"],
    import_shape: ImportShape::PathOfModule,
    joins: &[],
    property_ties: &["="],
    argument_ties: &["="],
    braces: Braces::Blocks,
    type_first: false,
    generics: false,
    oddity: Oddity::LeftEdgeConstants,
    ..BASE
};

const LISP: Syntax = Syntax {
    line_comments: &[";"],
    block_comments: &[BlockComment { open: "#|", close: "|#", nests: true, line_start: false }],
    strings: &[over_lines("\"", "\"", Holes::None)],
    specials: &[Special::LispChar],
    name_bytes: b"-*/?!<>=+:%&",
    separators: &[],
    keywords: &[],
    declaring: &[],
    types: &[],
    joins: &[],
    property_ties: &[],
    cases: &[],
    braces: Braces::Literals,
    type_first: false,
    generics: false,
    oddity: Oddity::Lisp,
    ..BASE
};

/// Languages with `#` comments and the usual quotes.
const HASHED: Syntax = Syntax {
    line_comments: &["#"],
    block_comments: &[],
    strings: &[
        over_lines("\"\"\"", "\"\"\"", Holes::None),
        over_lines("\"", "\"", Holes::None),
        StringForm { form: TextForm::Raw, ..quoted("'", Holes::None) },
    ],
    sigils: b"$@%",
    lines: Lines::Blocks,
    declaring: &["let", "const", "var", "my", "our", "local", "set"],
    functions: &["function", "sub", "proc", "func", "def"],
    property_ties: &["=", "=>", ":"],
    argument_ties: &["=", "=>", ":"],
    joins: &["+", ".", "*", "++"],
    type_first: false,
    generics: false,
    ..BASE
};

const POWER_SHELL: Syntax = Syntax {
    line_comments: &["#"],
    block_comments: &[BlockComment { open: "<#", close: "#>", nests: false, line_start: false }],
    strings: &[
        StringForm {
            open: "@\"\n",
            close: "\n\"@",
            escapes: Escapes::Backtick,
            holes: Holes::PowerShell,
            lines: true,
            form: TextForm::Quoted,
        },
        StringForm {
            open: "@\"\r\n",
            close: "\n\"@",
            escapes: Escapes::Backtick,
            holes: Holes::PowerShell,
            lines: true,
            form: TextForm::Quoted,
        },
        raw("@'\n", "\n'@", Holes::None),
        raw("@'\r\n", "\n'@", Holes::None),
        StringForm {
            open: "\"",
            close: "\"",
            escapes: Escapes::Backtick,
            holes: Holes::PowerShell,
            lines: true,
            form: TextForm::Quoted,
        },
        StringForm { open: "'", close: "'", escapes: Escapes::Doubled, ..raw("'", "'", Holes::None) },
    ],
    sigils: b"$",
    name_bytes: b"-",
    separators: &[".", "::", "?."],
    lines: Lines::Blocks,
    keywords: &[
        "if", "elseif", "else", "for", "foreach", "while", "do", "until", "switch", "default", "break", "continue",
        "return", "throw", "try", "catch", "finally", "in", "begin", "process", "end", "exit",
    ],
    declaring: &[],
    functions: &["function", "param", "filter", "Param"],
    types: &["class", "enum"],
    property_ties: &["="],
    cases: &[],
    braces: Braces::Hashtable,
    type_first: false,
    generics: false,
    bare: Bare::Command,
    oddity: Oddity::PowerShell,
    ..BASE
};

const NIX: Syntax = Syntax {
    block_comments: STARS,
    strings: &[raw("''", "''", Holes::DollarBrace), over_lines("\"", "\"", Holes::DollarBrace)],
    sigils: &[],
    name_bytes: b"-'",
    lines: Lines::Never,
    keywords: &["if", "then", "else", "with", "rec", "inherit", "assert", "or", "import"],
    declaring: &["let", "in"],
    functions: &[],
    property_ties: &["="],
    argument_ties: &["="],
    joins: &["+"],
    braces: Braces::Literals,
    ..HASHED
};

/// Languages with `--` comments and the usual quotes.
const DASHED: Syntax = Syntax {
    line_comments: &["--"],
    block_comments: &[BlockComment { open: "{-", close: "-}", nests: true, line_start: false }],
    strings: &[quoted("\"", Holes::None)],
    specials: &[Special::RustChar],
    lines: Lines::Blocks,
    imports: &["import"],
    joins: &["++", "<>", "||"],
    property_ties: &["="],
    type_first: false,
    generics: false,
    ..BASE
};
