//! Input that wants to end the program: deep nesting, lines of a megabyte, texts that never end, zips that lie. The answer
//! is a report or a diagnostic, never a panic.

use switchyard::inventory::finding::Class;
use switchyard::inventory::intake::skip::SkipReason;
use switchyard::inventory::intake::zip_writer::write_zip;
use switchyard::inventory::intake::{Intake, unpack::unpack};
use switchyard::inventory::settings::Settings;
use switchyard::inventory::workbench::Workbench;
use switchyard::migrate::change::Safety;

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

/// Texts that hurt naive readers.
fn hostile() -> Vec<(&'static str, String)> {
    let many = |text: &str, count: usize| text.repeat(count);
    vec![
        ("open parentheses", many("(", 40_000)),
        ("open brackets", many("[", 40_000)),
        ("open braces", many("{", 40_000)),
        ("closed braces", many("}", 40_000)),
        ("nested calls", many("f(", 10_000) + &many(")", 10_000)),
        ("nested objects", many("{\"a\":", 10_000) + "1" + &many("}", 10_000)),
        ("nots", many("!", 20_000) + "x"),
        ("a long sum", "x = ".to_owned() + &many("a + ", 20_000) + "a"),
        ("a long path", "x = a".to_owned() + &many(".b", 20_000)),
        ("a long else if", many("if (a) {} else ", 10_000) + "{}"),
        ("templates in templates", many("`${", 10_000)),
        ("a line of a megabyte", "x = \"".to_owned() + &many("lorem ipsum ", 90_000) + "\""),
        ("an unclosed text", "x = \"never closed ".to_owned() + &many("y\n", 10_000)),
        ("an unclosed comment", "/* never closed ".to_owned() + &many("y\n", 10_000)),
        ("an unclosed block", "\"\"\" never closed ".to_owned() + &many("y\n", 10_000)),
        ("indentation", (0..800).map(|depth| " ".repeat(depth) + "a:\n").collect::<String>()),
        ("marks of order", "\u{feff}\u{202e}\u{2028}\u{0}".to_owned()),
        ("headings", many("[a.", 10_000) + "]"),
        ("many keys", (0..20_000).map(|number| format!("k{number}: v\n")).collect::<String>()),
    ]
}

/// What was made of a text: the lines on which the address was found as one, and what was said of the reading.
fn read_as(path: &str, text: &str) -> (Vec<u32>, Vec<String>) {
    let mut bench = Workbench::new(Settings::default());
    bench.add(path, text);
    let report = bench.scan(Intake::new(0), |_| {});
    assert_eq!(report.kept, 1, "{path}");
    let accepted = bench.accept(Safety::TakenAlone);
    assert!(bench.changed(&accepted).len() <= 1, "{path}");
    let found = bench.findings().filter(|finding| finding.text.contains(MENTION) && finding.class == Class::Endpoint);
    (found.map(|finding| finding.line).collect(), report.troubles)
}

/// Where the rest of the file belongs to the harm, so that an address behind it is none: a comment or a text that nothing
/// closes, in languages whose comments and texts go over lines, and what a parser takes for the rest of a broken list.
const SWALLOWED: [(&str, &[&str]); 4] = [
    (
        "an unclosed comment",
        &[
            "a.ts", "a.tsx", "a.js", "a.vue", "a.svelte", "a.go", "a.rs", "a.java", "a.kt", "a.cs", "a.php", "a.swift",
            "a.json", "a.tf", "a.md",
        ],
    ),
    ("an unclosed text", &["a.rs", "a.rb", "a.php", "a.ex", ".env"]),
    ("an unclosed block", &["a.rs", "a.rb", "a.php"]),
    ("headings", &["a.py"]),
];

/// What a parser cannot understand, so that the report says so of TypeScript, JavaScript and Python.
const BROKEN: [&str; 8] = [
    "open parentheses",
    "open brackets",
    "open braces",
    "closed braces",
    "templates in templates",
    "an unclosed text",
    "an unclosed comment",
    "headings",
];

#[test]
fn nothing_ends_the_program_and_what_stands_beside_the_harm_is_found() {
    // A debug build takes several times the stack of the page's, which has one megabyte.
    let worker = std::thread::Builder::new().stack_size(16 << 20).spawn(|| {
        let mut wrong = Vec::new();
        for path in FILES {
            for (what, text) in hostile() {
                // Components and documents hold their code in a block.
                let within = |code: String| match path {
                    "a.vue" | "a.svelte" => format!("<script>\n{code}</script>\n"),
                    "a.md" => format!("```ts\n{code}```\n"),
                    _ => code,
                };
                let line = format!("url = \"{MENTION}\"\n");
                let (lines, troubles) = read_as(path, &within(format!("{line}{text}\n{line}")));
                // In prose a mention is no use of the address.
                if path == "a.txt" {
                    continue;
                }
                let swallowed = SWALLOWED.iter().any(|(kind, paths)| *kind == what && paths.contains(&path));
                let exact = ["a.ts", "a.tsx", "a.js", "a.py"].contains(&path);
                // In a block the first line is the second.
                if !lines.iter().any(|line| *line <= 2) {
                    wrong.push(format!("{path}: {what}: the address before it is not found"));
                }
                if lines.iter().any(|line| *line > 2) == swallowed {
                    wrong.push(format!("{path}: {what}: the address is found on the lines {lines:?}"));
                }
                if exact && BROKEN.contains(&what) && troubles.is_empty() {
                    wrong.push(format!("{path}: {what}: nothing is said"));
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
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
