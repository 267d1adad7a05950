//! Input that wants to end the program: deep nesting, lines of a megabyte, texts that never end, zips that lie. The answer
//! is a report or a diagnostic, never a panic.

use switchyard::inventory::intake::skip::SkipReason;
use switchyard::inventory::intake::zip_writer::write_zip;
use switchyard::inventory::intake::{Intake, unpack::unpack};
use switchyard::inventory::settings::Settings;
use switchyard::inventory::workbench::Workbench;

const MENTION: &str = "https://openrouter.ai/api/v1";

const FILES: [&str; 30] = [
    "a.ts",
    "a.tsx",
    "a.js",
    "a.py",
    "a.vue",
    "a.svelte",
    "a.go",
    "a.rs",
    "a.java",
    "a.kt",
    "a.cs",
    "a.rb",
    "a.php",
    "a.swift",
    "a.ex",
    "a.sh",
    "a.ps1",
    "a.bat",
    "a.lua",
    ".env",
    "a.yaml",
    "a.toml",
    "a.json",
    "a.ini",
    "Dockerfile",
    "a.tf",
    "nginx.conf",
    "a.md",
    "a.html",
    "a.txt",
];

/// Texts that hurt naive readers; each holds the address once, at its end, on a line of its own.
fn hostile() -> Vec<(&'static str, String)> {
    let many = |text: &str, count: usize| text.repeat(count);
    let end = format!("\nurl = \"{MENTION}\"\n");
    vec![
        ("open parentheses", many("(", 40_000) + &end),
        ("open brackets", many("[", 40_000) + &end),
        ("open braces", many("{", 40_000) + &end),
        ("closed braces", many("}", 40_000) + &end),
        ("nested calls", many("f(", 10_000) + &many(")", 10_000) + &end),
        ("nested objects", many("{\"a\":", 10_000) + "1" + &many("}", 10_000) + &end),
        ("nots", many("!", 20_000) + "x" + &end),
        ("a long sum", "x = ".to_owned() + &many("a + ", 20_000) + "a" + &end),
        ("a long path", "x = a".to_owned() + &many(".b", 20_000) + &end),
        ("a long else if", many("if (a) {} else ", 10_000) + "{}" + &end),
        ("templates in templates", many("`${", 10_000) + &end),
        ("a line of a megabyte", "x = \"".to_owned() + &many("lorem ipsum ", 90_000) + "\"" + &end),
        ("an unclosed text", "x = \"never closed ".to_owned() + &many("y\n", 10_000) + &end),
        ("an unclosed comment", "/* never closed ".to_owned() + &many("y\n", 10_000) + &end),
        ("an unclosed block", "\"\"\" never closed ".to_owned() + &many("y\n", 10_000) + &end),
        ("indentation", (0..800).map(|depth| " ".repeat(depth) + "a:\n").collect::<String>() + &end),
        ("marks of order", "\u{feff}\u{202e}\u{2028}\u{0}".to_owned() + &end),
        ("headings", many("[a.", 10_000) + "]" + &end),
        ("many keys", (0..20_000).map(|number| format!("k{number}: v\n")).collect::<String>() + &end),
    ]
}

#[test]
fn nothing_ends_the_program() {
    // A debug build takes several times the stack of the page's, which has one megabyte.
    let worker = std::thread::Builder::new().stack_size(16 << 20).spawn(|| {
        for path in FILES {
            for (what, text) in hostile() {
                if std::env::var_os("SWITCHYARD_LIST").is_some() {
                    println!("{path}: {what}");
                }
                let mut bench = Workbench::new(Settings::default());
                bench.add(path, &text);
                let report = bench.scan(Intake::new(0), |_| {});
                assert_eq!(report.kept, 1, "{path}: {what}");
                let accepted = bench.accept(true);
                assert!(bench.changed(&accepted).len() <= 1, "{path}: {what}");
            }
        }
    });
    worker.unwrap().join().unwrap();
}

#[test]
fn bytes_that_are_no_text_are_counted() {
    let mut intake = Intake::new(0);
    let files: Vec<(String, &[u8])> = vec![
        ("src/bad.ts".to_owned(), b"const a = \"\xff\xfe\";\n"),
        ("src/good.ts".to_owned(), b"const a = 1;\n"),
        ("src/binary.ts".to_owned(), b"\x00\x01\x02"),
    ];
    let mut read = Vec::new();
    let account = unpack(&write_zip(&files).unwrap(), |path, _| read.push(path.as_str().to_owned())).unwrap();
    assert_eq!(read, ["src/good.ts"]);
    assert_eq!(account.skipped_count(), 2);
    assert!(account.skipped.contains_key(&SkipReason::Binary));
    intake.skip("x", SkipReason::NotText);
    assert_eq!(intake.skipped_count(), 1);
}
