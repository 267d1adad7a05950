//! Tables for JSON, TOML and HCL.

use crate::inventory::language::Language;
use crate::inventory::reading::config::dump::{check, check_without, outline};

#[test]
fn json_is_maps_lists_and_texts() {
    for (source, expected) in [
        (r#"{"a": {"b": [1, "c", true]}}"#, r#"{a:{b:[1 "c" =true=]}}"#),
        (r#"{"u": "https:\/\/openrouter.ai\/api"}"#, r#"{u:"https://openrouter.ai/api"}"#),
        ("{\n  // c\n  a: 'b', /* d */\n  \"e\": -1.5e3,\n}\n", "{/// c/ a:\"b\" //* d *// e:-1.5e3}"),
        (r#"{"a" /* c */: 1}"#, r#"{"a" //* c *// 1}"#),
        (r#"{"a": /* c */ 1}"#, "{a:(//* c *// 1)}"),
        (r#"{"env": {"KEY": "v"}, "x": {"KEY": "v"}}"#, r#"{env:{@KEY:"v"} x:{KEY:"v"}}"#),
        (r#"{"environment": ["KEY=v", "B"]}"#, "{environment:[@KEY:=v= @B:]}"),
        (
            r#"{"environment": [{"name": "KEY", "value": "v"}, {"name": "b", "value": "c"}]}"#,
            r#"{environment:[@KEY:(name:"KEY" value:"v") @b:(name:"b" value:"c")]}"#,
        ),
        (r#"[{"name": "X-Title", "value": "v"}]"#, r#"[{name:"X-Title" value:"v"}]"#),
        (r#"{"k": "${KEY}", "l": "Bearer ${env:KEY}"}"#, "{k:T($KEY) l:T(|Bearer | $KEY)}"),
        (r#"{"k": "{env:KEY}", "l": "$KEY", "m": "$low"}"#, r#"{k:T($KEY) l:T($KEY) m:"$low"}"#),
        (r#"{"source": ["x = `${y}`\n"]}"#, r#"{source:["x = `${y}`⏎"]}"#),
        ("{\"a\": \"open\n\"b\": 2}", "{a:\"open\" b:2}"),
        ("{\"a\": 1 \"b\": 2", "{a:1 b:2}"),
        ("[1, 2}} ]", "[1 2]"),
        ("{\"a\": [1, {\"b\": 2]}", "{a:[1 {b:2}]}"),
        ("{}\n{\"a\":1}\n", "{} {a:1}"),
        ("\u{feff}{\"é\":\"🙂\"}\r\n", "{é:\"🙂\"}"),
        ("", ""),
    ] {
        check(Language::Json, source, expected);
    }
}

#[test]
fn a_json_entry_goes_with_one_comma() {
    for (source, key, expected) in [
        ("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "a", "{\n  \"b\": 2\n}\n"),
        ("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "b", "{\n  \"a\": 1\n}\n"),
        ("{\r\n  \"a\": {\r\n    \"x\": 1\r\n  },\r\n  \"b\": 2\r\n}", "a", "{\r\n  \"b\": 2\r\n}"),
        ("{\"a\": 1, \"b\": 2, \"c\": 3}", "b", "{\"a\": 1, \"c\": 3}"),
        ("{\"a\": 1, \"b\": 2}", "b", "{\"a\": 1}"),
        ("{\"a\": 1}", "a", "{}"),
        ("{\n  \"a\": 1\n}", "a", "{\n}"),
        ("{\n  \"a\": 1, // note\n  \"b\": 2\n}", "a", "{\n  // note\n  \"b\": 2\n}"),
        ("[{\"name\": \"KEY_A\", \"value\": 1}, 2]", "KEY_A", "[2]"),
        ("{\"a\": 1, \"b\": 2 \"c\": 3}", "c", "{\"a\": 1, \"b\": 2 }"),
    ] {
        check_without(Language::Json, source, key, expected);
    }
}

#[test]
fn broken_brackets_are_said() {
    for (source, troubles) in [("{}", 0), ("{", 1), ("}", 1), ("[\"a]", 2), ("{]", 2)] {
        assert_eq!(outline(source, Language::Json).0.troubles().len(), troubles, "{source}");
    }
    assert!(!outline("{", Language::Json).0.is_exact());
    assert!(outline("{}", Language::Json).0.is_exact());
}

#[test]
fn toml_tables_hold_their_keys() {
    for (source, expected) in [
        ("a = 1\nb.c = 'd' # e\n", "a:1 b.c:'d' /# e/"),
        (
            "[model_providers.openrouter]\nbase_url = \"https://openrouter.ai/api/v1\"\nenv_key = \"K\"\n\n[x]\n",
            "model_providers.openrouter:{base_url:\"https://openrouter.ai/api/v1\" env_key:\"K\"} x:{}",
        ),
        ("[[a]]\nb = true\n[[a]]\n", "a:{b:=true=} a:{}"),
        ("d = [\n  \"openai>=1\", # c\n  'x',\n]\n", "d:[\"openai>=1\" /# c/ 'x']"),
        ("h = { \"HTTP-Referer\" = \"https://x\", y.z = 1 }", "h:{HTTP-Referer:\"https://x\" y.z:1}"),
        ("a = \"\"\"\none\\\n   two\"\"\"\nb = '''\nr\\'''", "a:\"onetwo\" b:'r\\'"),
        ("[vars]\nKEY = \"v\"\n[env.production.vars]\nB = 1", "vars:{@KEY:\"v\"} env.production.vars:{@B:1}"),
        ("env = { KEY = \"v\" }", "env:{@KEY:\"v\"}"),
        ("k = \"${KEY}\"", "k:T($KEY)"),
        ("\"a b\" = 1\n[\"c d\"]\n", "a b:1 c d:{}"),
        ("a = \nb = \"open\nnot a setting\nc = 1\r\n", "a: b:\"open\" c:1"),
        ("t = 2024-01-01T00:00:00Z\n", "t:2024-01-01T00:00:00Z"),
        ("[a]\nb = 1\n# about c\n[c]\n", "a:{b:1} /# about c/ c:{}"),
    ] {
        check(Language::Toml, source, expected);
    }
    check_without(Language::Toml, "a = 1 # x\nb = [\n 1,\n]\nc = 3\n", "b", "a = 1 # x\nc = 3\n");
    check_without(Language::Toml, "a = 1 # x\nb = 2\n", "a", "b = 2\n");
    check_without(Language::Toml, "[a]\nb = 1\n\n[c]\nd = 2\n", "a", "\n[c]\nd = 2\n");
    check_without(Language::Toml, "x = { a = 1, b = 2 }", "b", "x = { a = 1 }");
}

#[test]
fn hcl_blocks_are_entries_of_their_last_label() {
    for (source, expected) in [
        (
            "variable \"OPENROUTER_API_KEY\" {\n  type = string\n  sensitive = true\n}\n",
            "OPENROUTER_API_KEY:{type:.string sensitive:=true=}",
        ),
        ("resource \"aws_x\" \"y\" {\n  name = \"/a\" # c\n}\n", "y:(\"aws_x\" {name:\"/a\" /# c/})"),
        ("locals {\n  a = var.openrouter_api_key\n}", "locals:{a:.var.openrouter_api_key}"),
        ("a = \"Bearer ${var.key}\"\nb = \"$${x}\"", "a:T(|Bearer | .var.key) b:\"$${x}\""),
        ("a = \"${lookup(x, \"y\")}/z\"", "a:T(.x 'y' |/z|)"),
        (
            "environment {\n  variables = {\n    KEY = \"v\"\n    B   = var.b\n  }\n}\n",
            "environment:{variables:{@KEY:\"v\" @B:.var.b}}",
        ),
        ("a = <<-EOT\n  curl ${x.y}\n  EOT\nb = 1", "a:T(|  curl | .x.y |⏎|) b:1"),
        ("a = [\n  \"b\",\n  c.d[0].e,\n]\n// x\n/* y */", "a:[\"b\" .c.d.e] /// x/ //* y *//"),
        ("a = jsonencode({ b = \"c\", d : 1 })\ne = 2", "a:jsonencode({b:\"c\" d:1}) e:2"),
        ("a = b ? \"c\" : \"d\"\n", "a:(.b \"c\" \"d\")"),
        ("a = { \"b c\" = 1\n d = 2 }", "a:{b c:1 d:2}"),
    ] {
        check(Language::Hcl, source, expected);
    }
    check_without(Language::Hcl, "a = 1\nb {\n  c = 1\n}\nd = 2\n", "b", "a = 1\nd = 2\n");
    check_without(Language::Hcl, "x = { a = 1, b = 2\n  c = 3\n}\n", "c", "x = { a = 1, b = 2\n}\n");
}
