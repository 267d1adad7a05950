//! The trees of Go, Rust and Java.
//! Not broken sources; those are in `soundness`.
//!
//! **Invariant:** a case shows one thing that a rule relies on.

use super::check;
use crate::inventory::language::Language;

#[test]
fn go_reads_as_its_tree() {
    check(
        Language::Go,
        "go",
        &[
            (
                r#"import "os"
import (
	"fmt"
	openai "github.com/sashabaranov/go-openai" // "x"
)"#,
                r#"import os {}
import fmt {}
import github.com/sashabaranov/go-openai {openai}
comment "// \"x\"""#,
            ),
            (
                r#"const (
	BaseURL = "https://openrouter.ai/api/v1"
	model string = `a\n"b"`
)"#,
                r#"exported BaseURL [text "https://openrouter.ai/api/v1"]
local model [raw "a\\n\"b\""]"#,
            ),
            (
                r#"type Usage struct {
	Cost float64 `json:"cost"`
	Name string
}"#,
                r#"path Usage
other [member Cost, raw "json:\"cost\"", member Name]"#,
            ),
            (
                r#"func (c *Client) Send(ctx context.Context) error {
	cfg := openai.DefaultConfig(os.Getenv("OPENROUTER_API_KEY"))
	cfg.BaseURL = BaseURL + "/chat" /* "y */
	return nil
}"#,
                r#"other [path c, path Client]
other [member ctx]
path error
other [local cfg [call openai.DefaultConfig [call os.Getenv [text "OPENROUTER_API_KEY"]]], path cfg.BaseURL, assignment BaseURL [template [path BaseURL, text "/chat"]], comment "/* \"y */", path nil]"#,
            ),
            (
                r#"h := map[string]string{
	"HTTP-Referer": "https://x",
	"X-Title": fmt.Sprintf("%s", b),
}"#,
                r#"local h [map [property HTTP-Referer [text "https://x"], property X-Title [call fmt.Sprintf [text "%s", path b]]]]"#,
            ),
            (
                r#"y := &Config{ApiKey: key, Models: []string{"a", "b"}}
z := []openai.Message{{Role: "user"}, {Role: 'x'}}"#,
                r#"local y [call Config [map [property ApiKey [path key], property Models [list [text "a", text "b"]]]]]
local z [list [map [property Role [text "user"]], map [property Role [text "x"]]]]"#,
            ),
            (
                r#"if url.Host == "openrouter.ai" { foo() }
switch m { case "a", "b": bar() }
u := reply["usage"].Cost"#,
                r#"compare [path url.Host, text "openrouter.ai"]
other [call foo]
path m
other [compare [text "a", text "b"], call bar]
local u [path reply.usage.Cost]"#,
            ),
        ],
    );
}

#[test]
fn rust_reads_as_its_tree() {
    check(
        Language::Rust,
        "rs",
        &[
            (
                r#"use async_openai::{config::OpenAIConfig, Client as C};
use std::env;"#,
                r#"import async_openai {OpenAIConfig, Client as C}
import std {env}"#,
            ),
            (
                r##"/* a /* nested */ " */ pub const BASE: &str = "a\"b"; // 'x
static N: Vec<HashMap<String, u8>> = vec!["a", r#"b "c""#];"##,
                r#"comment "/* a /* nested */ \" */"
exported BASE [text "a\"b"]
comment "// 'x"
local N [call vec! [text "a", raw "b \"c\""]]"#,
            ),
            (
                r#"let c = 'x'; let q = '\''; let l: &'static str = b"y";"#,
                r#"local c [text "x"]
local q [text "'"]
local l [text "y"]"#,
            ),
            (
                r#"let key = std::env::var("KEY").expect("set it");
let u = env!("X");
let s = "x".to_string();"#,
                r#"local key [call std.env.var.expect [call std.env.var [text "KEY"], text "set it"]]
local u [call env! [text "X"]]
local s [call to_string [text "x"]]"#,
            ),
            (
                "OpenAIConfig::new().with_api_base(BASE).with_api_key(key)",
                "call OpenAIConfig.new.with_api_base.with_api_key [call OpenAIConfig.new.with_api_base [call OpenAIConfig.new, path BASE], path key]",
            ),
            (
                r#"json!({ "model": "m", "provider": { "order": ["a"] }, "n": 1 })"#,
                r#"call json! [map [property model [text "m"], property provider [map [property order [list [text "a"]]]], property n [number 1]]]"#,
            ),
            (
                r#"let s = Settings { model: "x", base, ..Default::default() };
fn main() -> Foo { Foo { a: 1 } }"#,
                r#"local s [call Settings [map [property model [text "x"], path base, call Default.default]]]
other
path Foo
other [call Foo [map [property a [number 1]]]]"#,
            ),
            (
                r#"match model { "a" | "b" => 1, _ => f("d") }
if x == "openrouter.ai" { y(); }"#,
                r#"path model
other [compare [text "a", text "b"], number 1, path _, call f [text "d"]]
compare [path x, text "openrouter.ai"]
other [call y]"#,
            ),
            (
                r#"struct Usage<'a> {
    #[serde(rename = "cost")]
    pub cost: f64,
    name: &'a str,
}"#,
                r#"other [other [call serde [assignment rename [text "cost"]]], member cost, member name]"#,
            ),
            (
                r#"let h = [("HTTP-Referer", "a"), ("X-Title", b)];
let v = response["usage"]["cost"].as_f64();
let t = xs.iter().collect::<Vec<_>>();"#,
                r#"local h [list [property HTTP-Referer [text "a"], property X-Title [path b]]]
local v [call response.usage.cost.as_f64]
local t [call xs.iter.collect [call xs.iter]]"#,
            ),
        ],
    );
}

#[test]
fn java_reads_as_its_tree() {
    check(
        Language::Java,
        "java",
        &[
            (
                r#"import com.openai.client.OpenAIClient;
import static x.y.Z.*;"#,
                r#"import com.openai.client {OpenAIClient}
import x.y.Z {*}"#,
            ),
            (
                r#"public class A extends B {
    public static final String BASE = "https://x"; // "
    private final Map<String, String> h = new HashMap<>();
    @Value("${key:x}") private String key;
    public A(String key) { this.key = key; }
}"#,
                r#"path B
other [path String, exported BASE [text "https://x"], comment "// \"", path Map, local h [call HashMap], call Value [text "${key:x}"], path String, member key, other [path String, member key], other [path this.key, assignment key [path key]]]"#,
            ),
            (
                r#"Client c = Builder.builder().baseUrl(BASE + "/x").apiKey(System.getenv("KEY")).build();
Map.of("model", "x", 'c', 1);
String[] a = new String[] {"x", "y"};"#,
                r#"path Client
local c [call Builder.builder.baseUrl.apiKey.build [call Builder.builder.baseUrl.apiKey [call Builder.builder.baseUrl [call Builder.builder, template [path BASE, text "/x"]], call System.getenv [text "KEY"]]]]
call Map.of [text "model", text "x", text "c", number 1]
path String
local a [list [text "x", text "y"]]"#,
            ),
            (
                r#"String t = """
    {"model": "a"}
    """; char q = '"';
switch (m) { case "a" -> 1; case "b": x(); }"#,
                r#"path String
local t [text "\n    {\"model\": \"a\"}\n    "]
path char
local q [text "\""]
path m
other [compare [text "a"], number 1, compare [text "b"], call x]"#,
            ),
        ],
    );
}
