//! The k6 script of a golden set, read by Node.js as the module that it is, and run with stand-ins for the two modules
//! of k6. Not a run of k6: what its load is like, no test asks.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use switchyard::gateway::endpoint::Endpoint;
use switchyard::golden::check::Check;
use switchyard::golden::set::{GoldenCase, GoldenSet, Row};
use switchyard::golden::write::{Form, Place, write};

/// Texts that end what they stand in when they are written carelessly.
const NASTY: &str = "\"'`${1}\\ */ </script>\u{2028}\u{2029}\r\n\t\0 é 🚂";

/// Plays k6: every iteration once, and then what was sent and checked.
const DRIVER: &str = r#"
import { readFileSync } from "node:fs";
const answers = JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8"));
globalThis.__ENV = { GATEWAY_KEY: "the-key" };
globalThis.played = { sent: [], checked: [], answers };
const script = await import("./script.mjs");
const { iterations } = script.options.scenarios.golden;
script.setup();
for (globalThis.__ITER = 0; globalThis.__ITER < iterations; globalThis.__ITER += 1) script.default();
globalThis.__ENV = {};
const keyless = await import("./script.mjs?again");
let without = null;
try { keyless.setup(); } catch (error) { without = error.message; }
console.log(JSON.stringify({ iterations, sent: globalThis.played.sent, checked: globalThis.played.checked, without }));
"#;

const HTTP: &str = r#"
const post = (url, body, { headers, tags }) => {
  const { sent, answers } = globalThis.played;
  const answer = answers[sent.length];
  sent.push({ url, body: JSON.parse(body), headers, tags });
  return { status: 200, json: () => JSON.parse(answer) };
};
export default { post };
"#;

const K6: &str = r#"
export function check(value, tests) {
  for (const [name, test] of Object.entries(tests)) globalThis.played.checked.push([name, test(value)]);
}
"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("switchyard-k6-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[track_caller]
    fn node(&self, arguments: &[&str]) -> String {
        let output = Command::new("node")
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap_or_else(|problem| panic!("Node.js is needed by this test: {problem}. apt-get install nodejs"));
        assert!(output.status.success(), "node {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn case(id: &str, endpoint: Endpoint, body: Value, rows: Vec<Row>, checks: Vec<Check>) -> GoldenCase {
    GoldenCase {
        id: id.to_owned(),
        description: NASTY.to_owned(),
        endpoint,
        body: body.as_object().unwrap().clone(),
        rows,
        checks,
    }
}

fn row(pairs: &[(&str, &str)]) -> Row {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A set in which whatever a person may write stands in every place of a script.
fn set() -> GoldenSet {
    let messages = |text: &str| json!([{ "role": "user", "content": text }]);
    let body = json!({ "model": "a/b", "messages": messages("Say {{word}}."), "stream": true, "stream_options": { "include_usage": true }, "seed": 7 });
    let checks = vec![
        Check::Contains { text: "{{word}}".into(), ignore_case: false },
        Check::NotContains { text: NASTY.into(), ignore_case: false },
        Check::Equals { text: "Yes.".into() },
        // Not for a script of load; the page says so.
        Check::Contains { text: "yes".into(), ignore_case: true },
        Check::Regex { pattern: NASTY.into() },
    ];
    GoldenSet {
        name: format!("the set {NASTY}"),
        cases: vec![
            case(
                "one",
                Endpoint::ChatCompletions,
                body,
                vec![row(&[("word", "Yes")]), row(&[("word", NASTY)])],
                checks,
            ),
            case(
                NASTY,
                Endpoint::Responses,
                json!({ "model": NASTY, "input": NASTY, NASTY: NASTY }),
                vec![row(&[])],
                vec![],
            ),
        ],
    }
}

#[test]
fn the_script_is_a_module_that_sends_the_set() {
    let place = Place { base_url: "https://gateway.example/v1".into(), key_variable: "GATEWAY_KEY".into() };
    let folder = Folder::new("runs");
    folder.write("script.mjs", &write(&set(), Form::K6, &place));
    folder.node(&["--check", "script.mjs"]);

    folder.write("driver.mjs", DRIVER);
    let package = json!({ "name": "k6", "exports": { ".": "./index.mjs", "./http": "./http.mjs" } });
    folder.write("node_modules/k6/package.json", &package.to_string());
    folder.write("node_modules/k6/index.mjs", K6);
    folder.write("node_modules/k6/http.mjs", HTTP);
    let chat = json!({ "choices": [{ "message": { "content": " Yes.\n" } }] }).to_string();
    let responses = json!({ "output": [{ "content": [{ "text": "Y" }] }] }).to_string();
    folder.write("answers.json", &json!([chat, "no JSON", responses]).to_string());
    let played: Value = serde_json::from_str(&folder.node(&["driver.mjs"])).unwrap();

    assert_eq!(played["iterations"], 3);
    let messages = |word: &str| json!([{ "role": "user", "content": format!("Say {word}.") }]);
    let sent = |path: &str, id: &str, body: Value| {
        json!({
            "url": format!("https://gateway.example/v1{path}"),
            "body": body,
            "headers": { "Content-Type": "application/json", "Authorization": "Bearer the-key" },
            "tags": { "name": id },
        })
    };
    let expected = json!([
        sent("/chat/completions", "one", json!({ "model": "a/b", "messages": messages("Yes"), "seed": 7 })),
        sent("/chat/completions", "one", json!({ "model": "a/b", "messages": messages(NASTY), "seed": 7 })),
        sent("/responses", NASTY, json!({ "model": NASTY, "input": NASTY, NASTY: NASTY })),
    ]);
    assert_eq!(played["sent"], expected, "whole answers are asked for, with the values of the rows in place");
    let not = format!("does not contain {NASTY}");
    let checked = json!([
        ["status is 200", true],
        ["contains Yes", true],
        [not, true],
        ["equals Yes.", true],
        ["status is 200", true],
        [format!("contains {NASTY}"), false],
        [not, true],
        ["equals Yes.", false],
        ["status is 200", true],
    ]);
    assert_eq!(played["checked"], checked, "an answer that cannot be read fails what it should have said");
    assert!(played["without"].as_str().is_some_and(|said| said.contains("GATEWAY_KEY")), "{played}");
}

#[test]
fn a_script_without_a_place_or_requests_is_still_a_module() {
    let folder = Folder::new("empty");
    folder.write("script.mjs", &write(&GoldenSet::default(), Form::K6, &Place::default()));
    folder.node(&["--check", "script.mjs"]);
    let mut lacking = set();
    lacking.cases.truncate(1);
    lacking.cases[0].rows = vec![row(&[])];
    let script = write(&lacking, Form::K6, &Place::default());
    folder.write("lacking.mjs", &script);
    folder.node(&["--check", "lacking.mjs"]);
    assert!(!script.contains("{{word}}"), "a row without its value is left out");
}
