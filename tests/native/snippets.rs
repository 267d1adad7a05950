//! Snippets are run: by a real shell, a real Python and a real Node, with stand-ins for `curl` and `openai` that show
//! what reached them. A program that is not installed fails its test: a snippet that was not run is not shown to work.

#![allow(clippy::expect_used, clippy::indexing_slicing)] // a test fails by panicking

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use switchyard::gateway::endpoint::Endpoint;
use switchyard::migrate::snippets::{SnippetContext, SnippetLanguage, body_as_sent, snippet};
use switchyard::models::alias_map::{AliasFormat, ExportContext, export};
use switchyard::models::validation::{CatalogueEntry, validate};

const KEY: &str = "test-key-$HOME-`id`";

/// One request to write.
#[derive(Debug, Clone)]
struct Case {
    endpoint: Endpoint,
    stream: bool,
    body: Value,
    headers: Vec<(String, String)>,
}

impl Case {
    fn write(&self, language: SnippetLanguage) -> String {
        let context = SnippetContext {
            base_url: "https://gateway.example/v1/",
            key_variable: "GATEWAY_KEY",
            endpoint: self.endpoint,
            stream: self.stream,
            body: &self.body,
            headers: &self.headers,
        };
        snippet(language, &context).expect("a snippet")
    }

    fn sent(&self) -> Map<String, Value> {
        body_as_sent(self.body.as_object().expect("an object"), self.stream)
    }

    fn header_map(&self) -> Value {
        self.headers
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.clone())))
            .collect::<Map<_, _>>()
            .into()
    }
}

fn chat(body: Value) -> Case {
    Case { endpoint: Endpoint::ChatCompletions, stream: false, body, headers: Vec::new() }
}

/// Requests that have broken somebody's quoting before, and some plain ones.
fn table() -> Vec<Case> {
    let nasty = "it's \"quoted\" \\ back\\\\slash\n${HOME} $(id) `id` !! %s {x} {{y}} \r\t\u{0}\u{2028}\u{2029}\u{feff}\u{202e}é\u{1F600} </script> '''\"\"\" EOF";
    let plain = json!({ "model": "openai/gpt-4o", "messages": [{ "role": "user", "content": "Hi" }] });
    let mut cases = vec![
        chat(plain.clone()),
        chat(json!({ "model": nasty, "messages": [{ "role": "system", "content": nasty }], nasty: { nasty: nasty } })),
        chat(json!({ "model": "a/b", "messages": [], "stream": true, "z": 1, "a": 2 })),
        chat(json!({ "models": ["a/b", "c/d"], "messages": [] })),
        chat(
            json!({ "extra_body": { "a": 1 }, "timeout": 3, "self": 1, "class": null, "__proto__": { "x": 1 }, "model": "m" }),
        ),
        chat(
            json!({ "messages": [{ "role": "user", "content": [{ "type": "image_url", "image_url": { "url": "data:,x" } }] }] }),
        ),
        chat(json!({})),
        chat(
            serde_json::from_str(
                r#"{"seed":123456789012345678901234567890,"temperature":0.10,"top_p":1e-7,"x":-0.0,"y":-7,"z":1E2}"#,
            )
            .expect("JSON"),
        ),
        chat(
            json!({ "constructor": 1, "a-b": 2, "": 3, "1": 4, "ключ": 5, "provider": { "order": ["openai"], "allow_fallbacks": false } }),
        ),
        Case {
            endpoint: Endpoint::Responses,
            stream: false,
            body: json!({ "model": "a/b", "input": nasty }),
            headers: Vec::new(),
        },
        Case {
            endpoint: Endpoint::Responses,
            stream: true,
            body: json!({ "model": "a/b", "input": "x", "plugins": [{ "id": "web" }], "stream": false }),
            headers: Vec::new(),
        },
    ];
    let headers = vec![
        ("HTTP-Referer".to_owned(), "https://it's.example/$HOME\"\\".to_owned()),
        ("X-Title".to_owned(), "100% #1 ~".to_owned()),
    ];
    cases.push(Case { endpoint: Endpoint::ChatCompletions, stream: true, body: plain, headers });
    cases
}

fn any_value() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(Value::from),
        "-?(0|[1-9][0-9]{0,30})".prop_map(|text| serde_json::from_str(&text).expect("a number")),
        "-?[1-9][0-9]{0,12}\\.[0-9]{1,9}([eE][+-]?[0-9]{1,2})?"
            .prop_map(|text| serde_json::from_str(&text).expect("a number")),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number,
        any::<String>().prop_map(Value::from),
        "[ -~\\n'\"`$\\\\{}!]{0,120}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_case() -> impl Strategy<Value = Case> {
    let key = prop_oneof![
        Just("model".to_owned()),
        Just("messages".to_owned()),
        Just("input".to_owned()),
        Just("temperature".to_owned()),
        Just("tools".to_owned()),
        Just("provider".to_owned()),
        Just("stream".to_owned()),
        "[a-z_]{1,12}",
        any::<String>(),
    ];
    let fields = proptest::collection::vec((key, any_value()), 0..8);
    (any::<bool>(), any::<bool>(), fields).prop_map(|(responses, stream, fields)| Case {
        endpoint: if responses { Endpoint::Responses } else { Endpoint::ChatCompletions },
        stream,
        body: Value::Object(fields.into_iter().collect()),
        headers: Vec::new(),
    })
}

/// A directory of this process that is removed at the end of the test.
struct Workshop(PathBuf);

impl Workshop {
    fn new(name: &str) -> Self {
        // Tests run side by side in one process.
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("switchyard-{name}-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a directory");
        Workshop(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(&path, text).expect("a file");
        path
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn run(program: &str, file: &Path, workshop: &Workshop) -> String {
    let output = Command::new(program)
        .arg(file)
        .current_dir(&workshop.0)
        .env("GATEWAY_KEY", KEY)
        .env("PYTHONPATH", &workshop.0)
        .env("PYTHONIOENCODING", "utf-8")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap_or_else(|problem| panic!("{program} is needed by this test: {problem}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Whether two values are the same, numbers by value: `digits` says that whole numbers agree digit for digit.
fn same(one: &Value, other: &Value, digits: bool) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (text, same_text) = (one.to_string(), one.to_string() == other.to_string());
            let is_large_whole = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && text.len() > 15;
            same_text || (!(digits && is_large_whole) && one.as_f64() == other.as_f64())
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other, digits))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| same(value, other, digits)))
        }
        _ => one == other,
    }
}

/// Runs every cURL snippet in one shell whose `curl` prints its arguments.
fn check_curl(cases: &[Case]) {
    let workshop = Workshop::new("curl");
    let mut script = String::from("curl() { printf '%s\\0' \"$@\"; printf '\\1\\0'; }\n");
    for case in cases {
        script.push_str(&case.write(SnippetLanguage::Curl));
    }
    let output = run("bash", &workshop.write("all.sh", &script), &workshop);
    let calls: Vec<&str> = output.split_terminator("\u{1}\0").collect();
    assert_eq!(calls.len(), cases.len());
    for (case, call) in cases.iter().zip(calls) {
        let mut expected = if case.stream { vec!["-N".to_owned()] } else { Vec::new() };
        expected.push(format!("https://gateway.example/v1{}", case.endpoint.path()));
        expected.extend(["-H".to_owned(), format!("Authorization: Bearer {KEY}")]);
        expected.extend(["-H".to_owned(), "Content-Type: application/json".to_owned()]);
        for (name, value) in &case.headers {
            expected.extend(["-H".to_owned(), format!("{name}: {value}")]);
        }
        expected.extend(["-d".to_owned(), serde_json::to_string_pretty(&case.sent()).expect("JSON")]);
        let arguments: Vec<&str> = call.split_terminator('\0').collect();
        assert_eq!(arguments, expected);
    }
}

const PYTHON_STAND_IN: &str = r#"
import json
calls = []
class Omit: pass
omit = Omit()
class Answer:
    choices = []
    output_text = ""
    def __iter__(self): return iter([])
class Create:
    def __init__(self, client, path, required): self.client, self.path, self.required = client, path, required
    def create(self, **arguments):
        assert all(name in arguments for name in self.required), arguments
        extra = arguments.pop("extra_body", {})
        body = {name: value for name, value in arguments.items() if value is not omit}
        assert not set(body) & set(extra)
        calls.append({"path": self.path, "client": self.client, "body": {**body, **extra}})
        return Answer()
class OpenAI:
    def __init__(self, **options):
        self.chat = type("Chat", (), {"completions": Create(options, "/chat/completions", ["model", "messages"])})
        self.responses = Create(options, "/responses", [])
"#;

/// Runs every Python snippet in one Python whose `openai` keeps what it is called with.
fn check_python(cases: &[Case]) {
    let workshop = Workshop::new("python");
    workshop.write("openai.py", PYTHON_STAND_IN);
    for (number, case) in cases.iter().enumerate() {
        workshop.write(&format!("case{number}.py"), &case.write(SnippetLanguage::Python));
    }
    let driver = format!(
        "import json, openai\nfor number in range({}):\n    with open(f'case{{number}}.py', encoding='utf-8', newline='') as file:\n        exec(compile(file.read(), file.name, 'exec'), {{}})\nprint(json.dumps(openai.calls))\n",
        cases.len()
    );
    let output = run("python3", &workshop.write("all.py", &driver), &workshop);
    let calls: Vec<Value> = serde_json::from_str(&output).expect("JSON");
    assert_eq!(calls.len(), cases.len());
    for (case, call) in cases.iter().zip(calls) {
        assert_eq!(call["path"], case.endpoint.path());
        assert_eq!(call["client"]["base_url"], "https://gateway.example/v1");
        assert_eq!(call["client"]["api_key"], KEY);
        assert_eq!(call["client"].get("default_headers").cloned().unwrap_or(json!({})), case.header_map());
        assert!(
            same(&call["body"], &case.sent().into(), true),
            "{:#}\n{}",
            call["body"],
            case.write(SnippetLanguage::Python)
        );
    }
}

const NODE_STAND_IN: &str = r#"
export const calls = [];
const answer = { choices: [], output_text: "", async *[Symbol.asyncIterator]() { yield {}; yield { choices: [] }; } };
export default class OpenAI {
  constructor(client) {
    const create = (path) => ({ create: async (body) => (calls.push(JSON.stringify({ path, client, body })), answer) });
    this.chat = { completions: create("/chat/completions") };
    this.responses = create("/responses");
  }
}
"#;

/// The snippet without its one piece of TypeScript, the cast. It is the last text of its kind: prompts stand before it.
fn as_javascript(code: &str) -> String {
    match code.rsplit_once(" as unknown as OpenAI.") {
        Some((before, after)) if code.contains("\nconst body = {\n") => {
            format!("{before}{}", after.trim_start_matches(|letter: char| letter.is_alphabetic() || letter == '.'))
        }
        _ => code.to_owned(),
    }
}

/// Runs every TypeScript snippet in one Node whose `openai` keeps what it is called with.
fn check_typescript(cases: &[Case]) {
    let workshop = Workshop::new("node");
    workshop.write("node_modules/openai/package.json", r#"{"name":"openai","type":"module","exports":"./index.js"}"#);
    workshop.write("node_modules/openai/index.js", NODE_STAND_IN);
    for (number, case) in cases.iter().enumerate() {
        workshop.write(&format!("case{number}.mjs"), &as_javascript(&case.write(SnippetLanguage::TypeScript)));
    }
    let driver = format!(
        "import {{ calls }} from \"openai\";\nconsole.log = () => {{}};\nfor (let number = 0; number < {}; number += 1) await import(`./case${{number}}.mjs`);\nprocess.stdout.write(`[${{calls.join()}}]`);\n",
        cases.len()
    );
    let output = run("node", &workshop.write("all.mjs", &driver), &workshop);
    let calls: Vec<Value> = serde_json::from_str(&output).expect("JSON");
    assert_eq!(calls.len(), cases.len());
    for (case, call) in cases.iter().zip(calls) {
        assert_eq!(call["path"], case.endpoint.path());
        assert_eq!(call["client"]["baseURL"], "https://gateway.example/v1");
        assert_eq!(call["client"]["apiKey"], KEY);
        assert_eq!(call["client"].get("defaultHeaders").cloned().unwrap_or(json!({})), case.header_map());
        assert!(
            same(&call["body"], &case.sent().into(), false),
            "{:#}\n{}",
            call["body"],
            case.write(SnippetLanguage::TypeScript)
        );
    }
}

#[test]
fn shells_send_the_table() {
    check_curl(&table());
}

#[test]
fn python_sends_the_table() {
    check_python(&table());
}

#[test]
fn node_sends_the_table() {
    check_typescript(&table());
}

/// A few batches of many cases: a process a case would take minutes.
fn check_batches(check: fn(&[Case])) {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 5,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let batches = proptest::collection::vec(any_case(), 40..41);
    let result = runner.run(&batches, |cases| {
        check(&cases);
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.expect_err("a failure"));
}

#[test]
fn shells_send_any_body() {
    check_batches(check_curl);
}

#[test]
fn python_sends_any_body() {
    check_batches(check_python);
}

#[test]
fn node_sends_any_body() {
    check_batches(check_typescript);
}

#[test]
fn snippets_read_as_a_person_would_write_them() {
    let case = Case {
        endpoint: Endpoint::ChatCompletions,
        stream: true,
        body: json!({ "model": "openai/gpt-4o", "messages": [{ "role": "user", "content": "Hi" }], "provider": { "sort": "price" } }),
        headers: vec![("X-Title".to_owned(), "Demo".to_owned())],
    };
    assert_eq!(
        case.write(SnippetLanguage::TypeScript),
        r#"import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "https://gateway.example/v1",
  apiKey: process.env.GATEWAY_KEY ?? "",
  defaultHeaders: {
    "X-Title": "Demo",
  },
});

// The package sends all of this, but its types do not know every field.
const body = {
  model: "openai/gpt-4o",
  messages: [{ role: "user", content: "Hi" }],
  provider: { sort: "price" },
  stream: true,
};

const stream = await client.chat.completions.create(body as unknown as OpenAI.Chat.ChatCompletionCreateParamsStreaming);
for await (const chunk of stream) {
  process.stdout.write(chunk.choices?.[0]?.delta?.content ?? "");
}
"#
    );
    assert_eq!(
        case.write(SnippetLanguage::Python),
        r#"import os

from openai import OpenAI

client = OpenAI(
    base_url="https://gateway.example/v1",
    api_key=os.environ["GATEWAY_KEY"],
    default_headers={
        "X-Title": "Demo",
    },
)

stream = client.chat.completions.create(
    model="openai/gpt-4o",
    messages=[{"role": "user", "content": "Hi"}],
    stream=True,
    extra_body={"provider": {"sort": "price"}},
)
for chunk in stream:
    delta = chunk.choices[0].delta if chunk.choices else None
    if delta and delta.content:
        print(delta.content, end="", flush=True)
"#
    );
    assert_eq!(
        case.write(SnippetLanguage::Curl),
        r#"curl -N https://gateway.example/v1/chat/completions \
  -H "Authorization: Bearer $GATEWAY_KEY" \
  -H "Content-Type: application/json" \
  -H 'X-Title: Demo' \
  -d '{
  "model": "openai/gpt-4o",
  "messages": [
    {
      "role": "user",
      "content": "Hi"
    }
  ],
  "provider": {
    "sort": "price"
  },
  "stream": true
}'
"#
    );
    let plain = chat(json!({ "model": "openai/gpt-4o", "messages": [{ "role": "user", "content": "Hi" }] }));
    let code = plain.write(SnippetLanguage::TypeScript);
    assert!(
        code.contains("const completion = await client.chat.completions.create({\n  model: \"openai/gpt-4o\",\n"),
        "{code}"
    );
    assert!(!code.contains(" as "), "{code}");
}

#[test]
fn what_cannot_be_written_safely_is_refused() {
    #[track_caller]
    fn check(base_url: &str, key_variable: &str, body: Value, header: Option<(&str, &str)>) {
        let headers: Vec<(String, String)> =
            header.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let context = SnippetContext {
            base_url,
            key_variable,
            endpoint: Endpoint::Responses,
            stream: false,
            body: &body,
            headers: &headers,
        };
        for language in SnippetLanguage::ALL {
            let message = snippet(language, &context).expect_err("a refusal");
            assert!(!message.what.is_empty() && !message.why.is_empty() && !message.do_this.is_empty());
        }
    }
    let url = "https://gateway.example/v1";
    for variable in ["", "A B", "1A", "A$(id)", "A\"", "Ä", "A-B", "A\n"] {
        check(url, variable, json!({}), None);
    }
    for address in ["", "ftp://x", "https://", "https://x y", "https://x\n", "--config x", "javascript:x"] {
        let address = if address == "https://x\n" { "https://x\ny" } else { address };
        check(address, "KEY", json!({}), None);
    }
    for body in [json!([]), json!(null), json!("{}")] {
        check(url, "KEY", body, None);
    }
    for header in
        [("Authorization", "Bearer x"), ("X Y", "1"), ("", "1"), ("@file", "1"), ("X", "a\r\nB: c"), ("X", "Ünï")]
    {
        check(url, "KEY", json!({}), Some(header));
    }
}

#[test]
fn the_alias_module_resolves_and_throws() {
    let ids = ["openai/gpt-4o", "openai/gpt-9", "__proto__", "constructor-1", "odd/\"${x}`\\"].map(str::to_owned);
    let listed = ["openai/gpt-4o", "__proto__", "odd/\"${x}`\\"];
    let rows = validate(&ids, listed.map(|id| CatalogueEntry { id, aliases: &[] }));
    let module = export(AliasFormat::TypeScript, &rows, ExportContext::default())
        .replace(": Readonly<Record<string, string>>", "")
        .replace(": readonly string[]", "")
        .replace("(id: string): string", "(id)");
    let workshop = Workshop::new("aliases");
    workshop.write("aliases.mjs", &module);
    let driver = r#"
import { MODEL_ALIASES, UNRESOLVED_MODEL_IDS, resolveModelId } from "./aliases.mjs";
const ask = (id) => { try { return resolveModelId(id); } catch (error) { return `thrown: ${error.message}`; } };
const asked = ["openai/gpt-4o", "openai/gpt-9", "constructor", "toString", "__proto__", "odd/\"${x}`\\", ""];
process.stdout.write(JSON.stringify([asked.map(ask), UNRESOLVED_MODEL_IDS, Object.keys(MODEL_ALIASES)]));
"#;
    let output: Value =
        serde_json::from_str(&run("node", &workshop.write("all.mjs", driver), &workshop)).expect("JSON");
    let answers: Vec<&str> = output[0].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let thrown = |id: &str| {
        format!(
            "thrown: Model \"{id}\" has no approved id on the target gateway. Approve one for it and export the alias map again, or add a line to MODEL_ALIASES."
        )
    };
    assert_eq!(
        answers,
        [
            "openai/gpt-4o".to_owned(),
            thrown("openai/gpt-9"),
            thrown("constructor"),
            thrown("toString"),
            "__proto__".to_owned(),
            "odd/\"${x}`\\".to_owned(),
            thrown(""),
        ]
    );
    assert_eq!(output[1], json!(["openai/gpt-9", "constructor-1"]));
    assert_eq!(output[2].as_array().map(Vec::len), Some(3));
}
