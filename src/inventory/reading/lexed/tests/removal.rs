//! What is left when an entry is deleted, and what is said about what could not be read.
//! Not the trees.
//!
//! **Invariant:** what is left is well formed in the language, or nothing is deleted.

use super::super::read;
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, OutlineBuilder};

/// The source without the entry of a key.
fn without(language: Language, extension: &str, source: &str, key: &str) -> String {
    let mut builder = OutlineBuilder::new(source);
    read(&mut builder, 0..source.len(), language, extension);
    let outline = builder.finish();
    let whole = outline.nodes().find_map(|(_, node)| match &node.kind {
        Kind::Entry(entry) if outline.slice(entry.key) == key => Some(entry.whole.range()),
        _ => None,
    });
    let whole = whole.unwrap_or_else(|| panic!("no entry {key} in {source}"));
    format!("{}{}", source.get(..whole.start).unwrap(), source.get(whole.end..).unwrap())
}

#[test]
fn a_deleted_entry_leaves_well_formed_code() {
    let table = [
        // One of several on a line: with the comma behind it, or before it for the last.
        (Language::Rust, "json!({ \"x\": 1, \"b\": 2 })", "json!({ \"b\": 2 })"),
        (Language::Rust, "json!({ \"a\": 1, \"x\": 2 })", "json!({ \"a\": 1 })"),
        (Language::Ruby, "foo(a: 1, x: 2)", "foo(a: 1)"),
        (Language::Ruby, "foo a, x: 2, b: 3", "foo a, b: 3"),
        (Language::Ruby, "foo a, x: 2 if y", "foo a if y"),
        (Language::Kotlin, "foo(x = 2)", "foo()"),
        (Language::Elixir, "[{\"a\", b}, {\"x\", c}]", "[{\"a\", b}]"),
        (Language::CSharp, "var d = new D { { \"x\", 1 }, { \"y\", 2 } };", "var d = new D { { \"y\", 2 } };"),
        // Alone on its lines, with a comment behind it.
        (Language::Go, "a := M{\n\t\"x\": f(\n\t\t1,\n\t), // why\n\t\"b\": 2,\n}", "a := M{\n\t\"b\": 2,\n}"),
        (Language::Php, "$h = [\n  'a' => 1,\n  'x' => 2\n];", "$h = [\n  'a' => 1\n];"),
        (Language::JavaScript, "f({\r\n  x: 1,\r\n  b: 2\r\n})", "f({\r\n  b: 2\r\n})"),
        // Statements.
        (Language::Java, "class A {\n  static String x = \"a\"; // b\n  int y;\n}", "class A {\n  int y;\n}"),
        (Language::Rust, "let a = 1; let x = 2; let b = 3;", "let a = 1; let b = 3;"),
        (Language::Python, "import os\nx = f(\n  1)\ny = 2\n", "import os\ny = 2\n"),
        (Language::Swift, "let x = 1", ""),
        (Language::PowerShell, "$env:x = 'a'\r\nb\r\n", "b\r\n"),
        // Nothing is deleted where the rest could not stand alone.
        (Language::Ruby, "x ||= 1 if y", "x ||= 1 if y"),
        (Language::JavaScript, "f(x = 1)", "f(x = 1)"),
        (Language::JavaScript, "const a = 1, x = 2;", "const a = 1, x = 2;"),
        (Language::OtherCode, "if ((x = f()) == 1) {}", "if ((x = f()) == 1) {}"),
    ];
    for (language, source, expected) in table {
        assert_eq!(without(language, "", source, "x"), expected, "{source}");
    }
}

#[test]
fn what_is_not_closed_is_said_and_reading_goes_on() {
    let table = [
        (Language::Go, "a := \"x\nb := \"y\"", "b", true),
        (Language::Java, "String a = \"x;\nString b = \"y\";", "b", true),
        (Language::Rust, "/* a\nlet b = 1;", "b", false),
        (Language::Kotlin, "val a = \"${f(\"\nval b = 1", "b", true),
        (Language::Ruby, "a = <<~X\n  b\n", "a", true),
        (Language::Php, "$a = <<<X\n  b\n", "a", true),
    ];
    for (language, source, key, found) in table {
        let mut builder = OutlineBuilder::new(source);
        read(&mut builder, 0..source.len(), language, "");
        let outline = builder.finish();
        assert!(!outline.troubles().is_empty(), "{source}");
        let has = outline
            .nodes()
            .any(|(_, node)| matches!(&node.kind, Kind::Entry(entry) if outline.slice(entry.key) == key));
        assert_eq!(has, found, "{source}");
    }
}

#[test]
fn spans_of_a_part_are_those_of_the_whole() {
    let source = "<script>\n  const x = 'a'\n</script>";
    let mut builder = OutlineBuilder::new(source);
    read(&mut builder, 8..source.len() - 9, Language::JavaScript, "");
    let outline = builder.finish();
    let entry = outline.nodes().find_map(|(_, node)| match &node.kind {
        Kind::Entry(entry) => Some(entry.clone()),
        _ => None,
    });
    let entry = entry.unwrap();
    assert_eq!(outline.slice(entry.key), "x");
    assert_eq!(outline.slice(entry.whole), "  const x = 'a'\n");
}
