//! Sets of other tools in and out: what comes back is what went out, and what cannot be carried is said.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::golden::check::Check;
use crate::golden::set::{GoldenCase, Row};
use crate::golden::write::{Form, Place, losses, write};

fn named(name: &str) -> Context {
    Context { name: name.to_owned(), ..Context::default() }
}

#[track_caller]
fn taken(text: &str, name: &str) -> (GoldenSet, Vec<String>) {
    let (set, notes) = read(text, &named(name)).unwrap();
    (set, notes.into_iter().map(|note| note.what).collect())
}

fn sent(case: &GoldenCase, row: usize) -> Value {
    Value::Object(case.filled(&case.rows[row]).unwrap())
}

#[test]
fn a_batch_file() {
    let text = concat!(
        r#"{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[],"temperature":0.70}}"#,
        "\n\n",
        r#"{"custom_id":"b","method":"POST","url":"/v1/responses","body":{"model":"m","input":"x"}}"#,
        "\r\n",
        r#"{"custom_id":"c","method":"POST","url":"/v1/embeddings","body":{}}"#,
        "\n",
        "{broken\n",
        r#"{"model":"m","messages":[]}"#,
    );
    let (set, notes) = taken(text, "set.jsonl");
    let ids: Vec<&str> = set.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "line-3"]);
    assert_eq!(set.cases[0].body["temperature"].to_string(), "0.70");
    assert_eq!(set.cases[1].endpoint, Endpoint::Responses);
    assert_eq!(notes, ["Line 4 was left out.", "Line 5 was left out."]);
    assert_eq!(taken(text, "unnamed").0, GoldenSet { name: "unnamed".into(), ..set });
}

#[test]
fn csv_with_prompts() {
    let text = "id,prompt,system,model,max_tokens,__expected,__expected1\n\
                one,\"Say \"\"hi\"\", {{name}}\",Be brief.,a/b,12,contains: hi,llm-rubric: is nice\n\
                ,Second,,,,yes,\n,,,,,,\n";
    let (set, notes) = taken(text, "rows.csv");
    assert_eq!(set.cases.len(), 2);
    assert_eq!(
        set.cases[0].body["messages"],
        json!([{ "role": "system", "content": "Be brief." }, { "role": "user", "content": "Say \"hi\", {{name}}" }])
    );
    assert_eq!((&set.cases[0].body["model"], &set.cases[0].body["max_tokens"]), (&json!("a/b"), &json!(12)));
    assert_eq!(set.cases[0].checks, [Check::Contains { text: "hi".into(), ignore_case: false }]);
    assert_eq!(set.cases[1].checks, [Check::Equals { text: "yes".into() }]);
    assert!(
        notes.iter().any(|note| note.contains("llm-rubric")) && notes.iter().any(|note| note == "Row 4 was left out."),
        "{notes:?}"
    );
}

#[test]
fn csv_with_rows_for_the_request_of_the_editor() {
    let template = json!({ "model": "a/b", "messages": [{ "role": "user", "content": "Weather in {{city}}?" }] });
    let context = Context {
        name: "c.csv".into(),
        template: template.as_object().unwrap().clone(),
        endpoint: Endpoint::ChatCompletions,
    };
    let (set, notes) = read("city,country\nOslo,Norway\nRome,Italy\n", &context).unwrap();
    assert_eq!((set.cases.len(), set.cases[0].rows.len()), (1, 2));
    assert_eq!(sent(&set.cases[0], 1)["messages"][0]["content"], "Weather in Rome?");
    assert!(notes[0].what.contains("country"));
    let none = read("a,b\n1,2\n", &context).unwrap_err();
    assert!(none.what.contains("no request that uses them"));
}

#[test]
fn a_promptfoo_file() {
    let text = r#"
description: Weather
prompts:
  - "Weather in {{city}}?"
  - label: chat
    raw: '[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "{{city}}"}]'
    config: { temperature: 0 }
  - file://prompt.txt
providers:
  - id: openrouter:openai/gpt-4.1-mini
    config: { max_tokens: 20, apiKey: secret, headers: { x: y } }
  - anthropic:messages:claude
defaultTest:
  assert:
    - { type: latency, threshold: 2000 }
tests:
  - vars: { city: [Oslo, Rome] }
    assert:
      - { type: icontains, value: weather }
      - { type: is-json, value: { type: object } }
      - { type: llm-rubric, value: is polite }
  - vars: { city: Bern }
    prompts: [chat]
"#;
    let (set, notes) = taken(text, "promptfooconfig.yaml");
    assert_eq!(set.name, "Weather");
    assert_eq!(set.cases.len(), 3);
    assert_eq!(
        sent(&set.cases[0], 1),
        json!({ "model": "openai/gpt-4.1-mini", "max_tokens": 20, "messages": [{ "role": "user", "content": "Weather in Rome?" }] })
    );
    assert_eq!(set.cases[1].body["temperature"], json!(0));
    assert_eq!(set.cases[2].checks, [Check::LatencyAtMost { ms: 2000 }]);
    assert_eq!(set.cases[0].checks[1], Check::Contains { text: "weather".into(), ignore_case: true });
    for part in ["Prompt 3", "anthropic:messages:claude", "llm-rubric"] {
        assert!(notes.iter().any(|note| note.contains(part)), "{part}: {notes:?}");
    }
    assert!(!write(&set, Form::Json, &Place::default()).contains("secret"));
    assert!(read("prompts: file://x\n", &named("a.yaml")).is_err());
}

#[test]
fn stored_generations_of_both_gateways() {
    let target = json!({ "id": "G-1", "endpoint": "chat.completions", "replay_supported": true, "replay_request": { "model": "m", "messages": [] } });
    let plain = json!({ "id": "G-2", "endpoint": "responses", "replay_supported": false, "replay_request": null });
    let (set, notes) = taken(&json!([target, plain]).to_string(), "g.json");
    assert_eq!((set.cases[0].id.as_str(), set.cases.len()), ("G-1", 1));
    assert!(notes[0].contains("G-2"));
    let source = json!({ "data": { "input": { "messages": [{ "role": "user", "content": "x" }] }, "output": { "completion": "y" } } });
    let (set, _) = taken(&source.to_string(), "content.json");
    assert_eq!(set.cases[0].body["messages"][0]["content"], "x");
    let prompt = json!({ "data": { "model": "a/b", "input": { "prompt": "p" } } });
    assert_eq!(
        taken(&prompt.to_string(), "c.json").0.cases[0].body,
        *json!({ "model": "a/b", "messages": [{ "role": "user", "content": "p" }] }).as_object().unwrap()
    );
}

/// A key of the source, in its form; no real one.
const KEY: &str = "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";

#[test]
fn recordings_and_commands_become_cases_without_keys() {
    let chat = r#"{"model":"m","messages":[]}"#;
    let entry = |url: &str, body: Option<&str>| {
        let headers = [json!({ "name": "Authorization", "value": format!("Bearer {KEY}") })];
        let mut request = json!({ "method": "POST", "url": url, "headers": headers });
        if let Some(body) = body {
            request["postData"] = json!({ "mimeType": "application/json", "text": body });
        }
        json!({ "request": request })
    };
    let recording = json!({ "log": { "entries": [
        entry("https://openrouter.ai/api/v1/chat/completions", Some(chat)),
        entry("https://openrouter.ai/api/v1/chat/completions", Some(chat)),
        entry("https://openrouter.ai/api/v1/responses", Some(r#"{"model":"m","input":"x"}"#)),
        entry("https://example.org/", None),
    ] } });
    let command = |body: &str| {
        format!("curl https://openrouter.ai/api/v1/chat/completions -H 'Authorization: Bearer {KEY}' -d '{body}'\n")
    };
    let commands = format!("{}{}{}", command(chat), command(chat), command(r#"{"model":"m","input":"x"}"#));
    let (recording, name) = (recording.to_string(), "session.har");
    for (text, name) in
        [(&recording, name), (&recording, "session.json"), (&commands, "calls.sh"), (&commands, "calls.txt")]
    {
        let (set, notes) = read(text, &named(name)).unwrap();
        assert_eq!(set.cases.len(), 2, "{name}: {set:?}");
        assert_eq!(Value::Object(set.cases[0].body.clone()).to_string(), chat, "{name}");
        assert_eq!(set.name, name);
        assert!(!format!("{set:?}{notes:?}").contains(KEY), "{name}");
    }
    let (_, notes) = taken(&recording, "session.har");
    assert!(notes.iter().any(|note| note.contains("3 of 4 requests")), "{notes:?}");
    let (_, notes) = taken(&format!("{commands}curl https://example.org/ -d '{{}}'\n"), "calls.sh");
    assert!(notes.iter().any(|note| note.contains("1 other request was left out")), "{notes:?}");
}

#[test]
fn what_is_no_set_says_so() {
    for (text, name) in [
        ("", "a.json"),
        ("{}", "a.json"),
        ("[1, 2]", "a.json"),
        ("hello", "a.txt"),
        ("\u{feff}  ", "a.csv"),
        ("{\"cases\": 1}", "a.json"),
        ("a: [", "a.yaml"),
        ("{}", "a.jsonl"),
        ("{\"custom_id\": \"1\", \"bo", "a.json"),
        ("<!DOCTYPE html><title>502</title>", "a.json"),
        ("<html>", "a.jsonl"),
    ] {
        let problem = read(text, &named(name)).unwrap_err();
        assert!(!problem.what.is_empty() && !problem.do_this.is_empty(), "{text}");
        assert!(!problem.do_this.contains("was taken"), "nothing was taken of {text}: {problem:?}");
        assert_eq!(problem.what.contains("web page"), text.starts_with('<'), "{problem:?}");
    }
}

#[test]
fn a_script_takes_its_key_from_the_environment() {
    let body =
        json!({ "model": "m", "messages": [{ "role": "user", "content": "\u{2028}`${x}`</script>" }], "stream": true });
    let mut case = GoldenCase::new("a\nb", Endpoint::ChatCompletions, body.as_object().unwrap().clone());
    case.checks = vec![Check::Equals { text: "x".into() }, Check::Regex { pattern: "x".into() }];
    let set = GoldenSet { name: "n\nalert(1)".into(), cases: vec![case] };
    let place = Place { base_url: "https://openrouter.ai/api/v1".into(), key_variable: "OPENROUTER_API_KEY".into() };
    let script = write(&set, Form::K6, &place);
    assert!(script.contains("__ENV[\"OPENROUTER_API_KEY\"]") && script.lines().next().unwrap().contains("n alert(1)"));
    assert!(!script.contains('\u{2028}') && !script.contains("\"stream\""));
    assert_eq!(losses(&set, Form::K6).len(), 1);
    assert_eq!(losses(&set, Form::Jsonl).len(), 1);
    assert_eq!(losses(&set, Form::Json), []);
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "[\\PC\\n\\r\\t,;\"']{0,8}",
        Just("- a: b # c".to_owned()),
        Just("null".to_owned()),
        Just("0.70".to_owned()),
        Just("=1+1".to_owned())
    ]
    // Names in double braces are filled, and template code is noted: each has tests of its own.
    .prop_map(|text| text.replace("{{", "{").replace("}}", "}").replace("{%", "{").replace("{#", "{"))
}

fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_]{0,5}"
}

fn check() -> impl Strategy<Value = Check> {
    prop_oneof![
        words().prop_map(|text| Check::Equals { text }),
        (words(), any::<bool>()).prop_map(|(text, ignore_case)| Check::Contains { text, ignore_case }),
        (words(), any::<bool>()).prop_map(|(text, ignore_case)| Check::NotContains { text, ignore_case }),
        words().prop_map(|pattern| Check::Regex { pattern }),
        Just(Check::JsonSchema { schema: json!({ "type": "object", "maximum": 1.50, "enum": [null, "a: b"] }) }),
        (name(), words()).prop_map(|(name, text)| Check::ToolCall {
            name,
            arguments: Some(Map::from_iter([("a".to_owned(), text.into())]))
        }),
        (any::<Option<u64>>(), any::<Option<u64>>())
            .prop_map(|(at_least, at_most)| Check::Length { at_least, at_most }),
        any::<bool>().prop_map(|expected| Check::Refusal { expected }),
        Just(Check::CostAtMost { usd: "0.00012".into() }),
        any::<u64>().prop_map(|ms| Check::LatencyAtMost { ms }),
    ]
}

fn case() -> impl Strategy<Value = GoldenCase> {
    (words(), any::<bool>(), prop::collection::btree_set(name(), 0..3), prop::collection::vec(words(), 1..4), prop::collection::vec(check(), 0..4), words()).prop_map(
        |(prompt, chat, names, values, checks, description)| {
            let asked: String = names.iter().map(|name| format!(" {{{{{name}}}}}")).collect();
            let content = format!("{prompt}{asked}");
            let body = if chat {
                json!({ "model": "a/b", "messages": [{ "role": "user", "content": content }], "temperature": 0.5, "tools": [{ "x": [1, null] }] })
            } else {
                json!({ "model": "a/c", "input": content, "max_output_tokens": 10 })
            };
            let endpoint = if chat { Endpoint::ChatCompletions } else { Endpoint::Responses };
            let mut case = GoldenCase::new("c", endpoint, body.as_object().unwrap().clone());
            case.rows = values.iter().map(|value| names.iter().map(|name| (name.clone(), format!("{value}{name}"))).collect::<Row>()).collect();
            if names.is_empty() {
                case.rows.truncate(1);
            }
            case.checks = checks;
            case.description = description.trim().to_owned();
            case
        },
    )
}

fn set() -> impl Strategy<Value = GoldenSet> {
    prop::collection::vec(case(), 1..5).prop_map(|mut cases| {
        for (index, case) in cases.iter_mut().enumerate() {
            case.id = format!("case {index}: a");
        }
        GoldenSet { name: "A set: of all".into(), cases }
    })
}

/// The set with its fields in one order: a form may keep another one.
fn sorted(set: &GoldenSet) -> Value {
    fn sort(value: Value) -> Value {
        match value {
            Value::Object(fields) => {
                let sorted: std::collections::BTreeMap<String, Value> =
                    fields.into_iter().map(|(name, value)| (name, sort(value))).collect();
                Value::Object(sorted.into_iter().collect())
            }
            Value::Array(items) => items.into_iter().map(sort).collect(),
            other => other,
        }
    }
    sort(serde_json::to_value(set).unwrap())
}

proptest! {
    #[test]
    fn a_set_comes_back_from_every_form_that_carries_all(set in set()) {
        for (form, name) in [(Form::Json, "s.json"), (Form::Csv, "s.csv"), (Form::Promptfoo, "s.yaml")] {
            let text = write(&set, form, &Place::default());
            let (again, notes) = read(&text, &named(name)).unwrap();
            let again = GoldenSet { name: set.name.clone(), ..again };
            prop_assert_eq!(sorted(&again), sorted(&set), "{}", text);
            prop_assert_eq!(notes, Vec::new());
        }
    }

    #[test]
    fn a_batch_file_carries_every_filled_request(set in set()) {
        let text = write(&set, Form::Jsonl, &Place::default());
        let (again, _) = read(&text, &named("s.jsonl")).unwrap();
        let wanted: Vec<Value> = set.cases.iter().flat_map(|case| case.rows.iter().map(|row| Value::Object(case.filled(row).unwrap()))).collect();
        let got: Vec<Value> = again.cases.iter().map(|case| Value::Object(case.body.clone())).collect();
        prop_assert_eq!(got, wanted);
        let ids: BTreeSet<&str> = again.cases.iter().map(|case| case.id.as_str()).collect();
        prop_assert_eq!(ids.len(), again.cases.len());
    }

    #[test]
    fn no_text_panics_a_reader(text in "[\\PC\\n]{0,200}", ending in "(json|jsonl|csv|yaml|txt)") {
        drop(read(&text, &named(&format!("a.{ending}"))));
    }

    #[test]
    fn no_json_panics_a_reader(set in set(), cut in 0_usize..400, ending in "(json|jsonl|csv|yaml)") {
        let text = write(&set, Form::Promptfoo, &Place::default());
        let start: String = text.chars().take(cut).collect();
        drop(read(&start, &named(&format!("a.{ending}"))));
    }
}
