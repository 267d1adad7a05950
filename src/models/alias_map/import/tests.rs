//! Maps as teams have them, and texts that are none.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let Imported { pairs, notes } = read(text);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(pairs, expected, "{text}");
    assert_eq!(notes.is_empty(), !expected.is_empty(), "{notes:?}");
}

const PAIR: &[(&str, &str)] = &[("a/b:free", "c/d-1")];

#[test]
fn one_pair_in_every_notation() {
    for text in [
        r#"{"a/b:free":"c/d-1"}"#,
        r#"{"aliases": {"a/b:free": "c/d-1"}, "unresolved": ["e/f", "g/h"]}"#,
        "const ALIASES = { 'a/b:free': 'c/d-1' } as const;",
        "new Map([[\"a/b:free\", `c/d-1`]])",
        "ALIASES = {\n    \"a/b:free\":\n        \"c/d-1\",\n}\nLEFT = (\"e/f\", \"g/h\")",
        "dict([(\"a/b:free\", \"c/d-1\")])",
        "Map.of()\nMap.entry(\"a/b:free\",\n  \"c/d-1\"));\nList.of(\"e/f\", \"g/h\")",
        "map.put(\"a/b:free\", \"c/d-1\");",
        "setOf(\"e/f\", \"g/h\")\nmapOf(\"a/b:free\" to \"c/d-1\")",
        "{ \"a/b:free\" => \"c/d-1\" }",
        "new() { [\"a/b:free\"] = \"c/d-1\" }",
        "new() { { \"a/b:free\", \"c/d-1\" } }",
        "HashMap::from([(\"a/b:free\", \"c/d-1\")])",
        "\u{feff}# ours\r\naliases:\r\n  a/b:free: c/d-1 # since May\r\n",
        "my-app:\n  a/b:free: 'c/d-1'",
        "\"my-app\":\n  \"a/b:free\": c/d-1",
        "[models]\n\"a/b:free\" = 'c/d-1'\n",
        "a/b:free=c/d-1",
        "export MODEL_ALIASES='{\"a/b:free\":\"c/d-1\"}'",
        "MODEL_ALIASES=\"{\\\"a/b:free\\\":\\\"c/d-1\\\"}\"",
        "MODEL_ALIASES={\"a/b:free\":\"c/d-1\"}",
        "source,target\na/b:free,c/d-1\n",
        "\"a/b:free\";\"c/d-1\"",
        "a/b:free\tc/d-1\r\n",
        // The last one wins without a word if it says the same.
        "a/b:free,c/d-1\na/b:free,c/d-1",
    ] {
        check(text, PAIR);
    }
}

#[test]
fn lite_llm() {
    check(
        "model_list:\n  - model_name: a/b:free\n    litellm_params:\n      model: openai/c/d-1\n      api_base: https://x.y/v1\n      api_key: os.environ/KEY\n",
        PAIR,
    );
    check(
        "model_list:\n  - litellm_params:\n      api_base: x\n    model_name: e\n  - model_name: a\n    litellm_params: { model: openai/gpt-4o }\n    model_info: { mode: chat }\n  - model_name: b\n    litellm_params:\n      model: \"openai/gpt-4o\"\n      api_base: x\n",
        &[("a", "openai/gpt-4o"), ("b", "gpt-4o")],
    );
    check(
        r#"{"model_list": [{"model_name": "a/b:free", "litellm_params": {"api_base": "x", "model": "openai/c/d-1"}}]}"#,
        PAIR,
    );
}

#[test]
fn no_pairs() {
    for text in [
        "",
        "hello",
        "a/b\nc/d\n",
        r#"["a/b", "c/d"]"#,
        "a/b, c/d, e/f",
        "fn main() { println!(\"a\"); }",
        "<html><body class=\"x\">a: b</body></html>",
        "version: 2\nservices:\n  web: {}\n",
        "\"a/b\": \"\"",
        "\"a/b\":",
        "a/b: 7",
        "a/b = ",
        "source,target",
    ] {
        check(text, &[]);
    }
    assert!(read("x").notes[0].what.contains("No alias"));
}

#[test]
fn two_targets_are_said() {
    let imported = read(r#"{"a": "b", "c": "d", "a": "e"}"#);
    assert_eq!(imported.pairs, [("a".into(), "e".into()), ("c".into(), "d".into())]);
    assert!(imported.notes[0].what.starts_with("1 id of the map have more than one target, among them `a`"));
}

#[test]
fn what_is_too_much_is_said() {
    let many: String = (0..=MOST_ALIASES).map(|number| format!("\"a/{number}\": \"b/c\",")).collect();
    let imported = read(&many);
    assert_eq!(imported.pairs.len(), MOST_ALIASES);
    assert!(imported.notes[0].what.starts_with("1 alias more"), "{:?}", imported.notes);
    let imported = read(&" ".repeat(LONGEST_MAP + 1));
    assert!(imported.pairs.is_empty() && imported.notes[0].what.contains("1 MiB"));
    assert_eq!([counted(1, "alias"), counted(2, "alias"), counted(0, "id")], ["1 alias", "2 aliases", "0 ids"]);
}

#[test]
fn the_time_is_linear() {
    for piece in ["'", "\\\"", "\"\\", "/*", "`{", "{\"", "\\u{", "\"\\u{", "a:", ":", "'{", "[\"a\",", "\"a\":", "é"]
    {
        #[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
        let started = std::time::Instant::now();
        let imported = read(&piece.repeat(LONGEST_MAP / piece.len()));
        assert!(imported.pairs.len() <= 1);
        assert!(started.elapsed().as_secs() < 5, "{piece:?} took {:?}", started.elapsed());
    }
}

proptest! {
    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        let imported = read(&text);
        prop_assert!(!imported.pairs.is_empty() || !imported.notes.is_empty());
    }

    #[test]
    fn any_pieces_are_taken(pieces in proptest::collection::vec(
        proptest::sample::select(vec![
            "\"", "'", "`", "\\", "\\u", "{", "}", "[", "]", "(", ")", ":", "=", ">", ",", "to", "\n", "\t", " ", "#", "//", "/*",
            "*/", "a/b", "gpt-4", "é", "\u{1f600}", "litellm_params", "model_name", "model", "api_base", "ud83d", "{41}",
        ]), 0..60)) {
        let Imported { pairs, .. } = read(&pieces.concat());
        for (source, target) in pairs {
            prop_assert!(!source.is_empty() && !target.is_empty());
        }
    }
}
