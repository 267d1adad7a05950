//! Programs of every language, written to hold what the lexer can confuse: quotes in comments, comments in quotes,
//! brackets in both.
//! Not what is expected of them; the tables of the languages say that.
//!
//! **Invariant:** each language and each extension with a row of its own has a sample.

use crate::inventory::language::Language;

/// Language, extension, program.
pub(super) const SAMPLES: &[(Language, &str, &str)] = &[
    (Language::Go, "go", GO),
    (Language::Rust, "rs", RS),
    (Language::Java, "java", JAVA),
    (Language::Kotlin, "kt", KT),
    (Language::Kotlin, "gradle", GRADLE),
    (Language::CSharp, "cs", CS),
    (Language::Ruby, "rb", RB),
    (Language::Php, "php", PHP),
    (Language::Swift, "swift", SWIFT),
    (Language::Elixir, "ex", EX),
    (Language::Python, "py", PY),
    (Language::TypeScript, "ts", TS),
    (Language::OtherCode, "dart", DART),
    (Language::OtherCode, "scala", SCALA),
    (Language::OtherCode, "cpp", CPP),
    (Language::OtherCode, "zig", ZIG),
    (Language::OtherCode, "lua", LUA),
    (Language::OtherCode, "r", R),
    (Language::OtherCode, "el", EL),
    (Language::OtherCode, "nix", NIX),
    (Language::PowerShell, "ps1", PS1),
];

const GO: &str = r###"package main
import (
	"fmt"
	openai "github.com/sashabaranov/go-openai"
)
import "os"
const (
	BaseURL = "https://openrouter.ai/api/v1" // base
	model string = "openrouter/auto"
)
type Usage struct {
	Cost float64 `json:"cost"`
	Name string
}
func (c *Client) Send(ctx context.Context, m string) error {
	cfg := openai.DefaultConfig(os.Getenv("OPENROUTER_API_KEY"))
	cfg.BaseURL = BaseURL + "/chat"
	req.Header.Set("X-Title", `raw\n`)
	headers := map[string]string{
		"HTTP-Referer": "https://x",
		"X-Title": fmt.Sprintf("a%s", b),
	}
	x := []openai.Message{{Role: "user", Content: m}, {Role: "b"}}
	y := &Config{ApiKey: key, Models: []string{"a", "b"}}
		return nil
	}
	switch m {
	case "a", "b":
		foo('x')
	}
	data, err := f()
	u := headers["X-Title"]
	var z map[string]int = g()
}
"###;

const RS: &str = r###"//! doc "x"
use async_openai::{config::OpenAIConfig, Client as C};
use std::env;
/* a /* nested */ " */
pub const BASE: &str = "https://openrouter.ai/api/v1";
static N: Vec<HashMap<String, u8>> = vec!["a", "b"];
#[derive(Debug)]
struct Usage<'a> {
    #[serde(rename = "cost")]
    pub cost: f64,
    name: &'a str,
}
fn main() -> Foo {
    let key = std::env::var("OPENROUTER_API_KEY").expect("set \"it\"");
    let raw = r#"a "quoted" text"#;
    let c = 'x'; let q = '\''; let l: &'static str = "y";
    let config = OpenAIConfig::new().with_api_base(BASE).with_api_key(key);
    let body = json!({ "model": "openrouter/auto", "provider": { "order": ["a"] }, "n": 1 });
    let s = Settings { model: "x".to_string(), base, ..Default::default() };
    client.post(format!("{BASE}/chat")).bearer_auth(&key).header("X-Title", "app").send().await?;
    match model { "a" | "b" => 1, "c" => foo("d"), _ => 2 }
    let h = [("HTTP-Referer", "a"), ("X-Title", b)];
    let v = response["usage"]["cost"].as_f64();
    let u = env!("X"); let t = items.iter().map(|x| x.y).collect::<Vec<_>>();
}
"###;

const JAVA: &str = r###"package a.b;
import com.openai.client.OpenAIClient;
import static x.y.Z.*;
public class A extends B {
    private static final String BASE = "https://openrouter.ai/api/v1";
    private final Map<String, String> headers = new HashMap<>();
    @Value("${openrouter.key:x}") private String key;
    public A(String key) { this.key = key; }
    public static void main(String[] args) throws Exception {
        OpenAIClient c = OpenAIOkHttpClient.builder().baseUrl(BASE + "/x").apiKey(System.getenv("OPENROUTER_API_KEY")).build();
        String[] a = new String[] {"x", "y"};
        String t = """
            {"model": "a"}
            """;
        switch (m) { case "a" -> 1; case "b": x(); }
        char q = '"';
    }
}
"###;

const KT: &str = r###"import a.b.C as D
private const val KEY = "x"
val BASE: String = "https://openrouter.ai"
data class Usage(val cost: Double, @SerialName("x") val name: String = "n")
class A(private val key: String) : B() {
    fun send(model: String = "m"): Foo {
        val url = "$BASE/api/${path.x}/v1"
        val raw = """a "b" $x """
        client.post(url) {
            header("X-Title", "y")
            headers { append(HttpHeaders.Authorization, "Bearer $key") }
        }
        val m = mapOf("a" to "b", K to c)
        when (x) {
            "a", "b" -> 1
            "c" -> 2
        }
        val k = System.getenv("OPENROUTER_API_KEY") ?: "d"
        OpenAI(token = k, host = OpenAIHost(baseUrl = "x"))
        if (host == "openrouter.ai") foo()
        a?.b?.c!!.d
    }
}
"###;

const GRADLE: &str = r###"plugins { id 'java' }
dependencies {
    implementation 'com.openai:openai-java:1.0'
    compile group: 'a', name: 'b', version: '1'
}
def key = System.getenv('X')
ext.base = "https://${host}/v1"
"###;

const CS: &str = r###"using OpenAI.Chat;
using static System.Math;
using X = A.B;
namespace N {
public class A {
    private const string Base = "https://openrouter.ai/api/v1";
    public string Key { get; set; } = "x";
    [JsonPropertyName("cost")] public decimal Cost { get; set; }
    public async Task<string> Send(string model = "m") {
        using var c = new HttpClient { BaseAddress = new Uri(Base), Timeout = x };
        var o = new OpenAIClientOptions() { Endpoint = new Uri($"{Base}/a{x:N2}{{y}}") };
        var d = new Dictionary<string, string> { ["HTTP-Referer"] = "a", ["X-Title"] = "b" };
        var e = new Dictionary<string, string> { { "HTTP-Referer", "a" }, { "X-Title", b } };
        c.DefaultRequestHeaders.Add("X-Title", @"c:\a ""q""");
        request.Headers["X-Title"] = "v";
        var k = Environment.GetEnvironmentVariable("OPENROUTER_API_KEY") ?? "d";
        var r = model switch { "a" => 1, "b" => 2, _ => 3 };
        var raw = """{"a": "b"}""";
        if (uri.Host == "openrouter.ai") { return; }
    }
}
}
"###;

const RB: &str = r###"require "openai"
require_relative './x'
BASE = "https://openrouter.ai/api/v1"
class Foo < Bar
  KEY = ENV.fetch("OPENROUTER_API_KEY", "d").freeze
  HEADERS = { "HTTP-Referer" => "a", "X-Title" => b, c: 1, :d => "e" }
  def initialize(model: "m", key: nil)
    @client = OpenAI::Client.new(access_token: ENV["X"], uri_base: "#{BASE}/api", extra_headers: { "X-Title" => "y" })
    @model ||= 'it\'s'
    puts "hello", key: :sym
    config.api_key = Rails.application.credentials.dig(:openrouter, :key)
    text = <<~TXT
      Hi #{name}
      "quoted"
    TXT
    after = "z"
    re = /openrouter\.ai "x"/
    a = b / c / d
    return foo if uri.host == "openrouter.ai"
    case m
    when "a", "b" then 1
    end
    body["usage"]["cost"]
    resp.dig("usage", "cost")
  end
end
"###;

const PHP: &str = r###"<html><body class="x">
<?php
use OpenAI\Client;
use OpenAI\Factory as F;
require_once 'vendor/autoload.php';
const BASE = 'https://openrouter.ai/api/v1';
# comment "
class A {
    const KEY = 'x';
    private string $url = "https://openrouter.ai";
    public function __construct(private string $key, string $m = 'd') {
        $this->key = $_ENV['OPENROUTER_API_KEY'] ?? getenv('K');
        $client = OpenAI::factory()->withBaseUri('openrouter.ai/api/v1')->withHttpHeader('X-Title', 'x')->make();
        $h = ['Authorization' => "Bearer $this->key", 'X' => "a {$b->c['d']} ${e} $f[g]"];
        $j = array('model' => 'x', "n" => 1);
        $u = BASE . '/models' . $x;
        $t = <<<JSON
        {"model": "$m"}
        JSON;
        $n = <<<'EOT'
raw $x
EOT;
        $r = match($m) { 'a', 'b' => 1, default => 2 };
        $cost = $response['usage']['cost'];
    }
}
?>
<p>it's "html"</p>
<?= $x["y"] ?>
tail
"###;

const SWIFT: &str = r###"import Foundation
let base = "https://openrouter.ai/api/v1"
struct Usage: Codable { let cost: Double; var name: String = "n" }
class A {
    private let key = ProcessInfo.processInfo.environment["OPENROUTER_API_KEY"] ?? ""
    static let url: URL = URL(string: "\(base)/chat/\(f("x"))")!
    enum Model: String { case a = "openai/gpt"; case b }
    func send(_ model: String = "m", to: URL) async throws -> [String: Any] {
        var request = URLRequest(url: url)
        request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
        request.httpMethod = "POST"
        let body: [String: Any] = ["model": model, "messages": [["role": "user"]], "e": [:]]
        let raw = #"a "b" \#(x) \n"#
        let m = """
        multi "x" \(y)
        """
        switch m { case "a", "b": foo() default: break }
        let cost = json["usage"]?["cost"] as? Double
        let t = a ? "b" : "c"
    }
}
"###;

const EX: &str = r###"import Config
alias Foo.{Bar, Baz}
config :app, Foo, api_key: System.get_env("OPENROUTER_API_KEY"), url: "x"
defmodule A do
  @moduledoc """
  doc "x"
  """
  use Tesla, only: [:get]
  @base "https://openrouter.ai/api/v1"
  @headers [{"HTTP-Referer", "a"}, {"X-Title", @t}]
  def chat(model \\ "m", opts) do
    url = @base <> "/chat"
    Req.post!(url, json: %{model: model, "messages" => [%{role: "user"}]}, auth: {:bearer, key})
    |> Map.get("usage")
    body = ~s({"a": "#{x}"})
    r = ~r/openrouter\.ai/i
    case m do
      "a" -> 1
      {:ok, x} -> x
    end
    Enum.map(xs, fn x ->
      a = "1"
      b = "2"
    end)
    if uri.host == "openrouter.ai", do: :ok, else: "n"
    "Bearer #{key}"
  end
end
"###;

const PY: &str = r###""""Module doc"""
import os, sys
import numpy as np
from openai import (OpenAI as O, AsyncOpenAI)
from a.b import *
BASE = "https://openrouter.ai/api/v1"
class A(B):
    """doc"""
    x: str = "v"
    def f(self, model: str = "m", k="v"):
        c = OpenAI(base_url=BASE, api_key=os.environ["X"], default_headers={"X-Title": "a", 'b': 1})
        r = f"{BASE}/a{x['k']}{{z}}" "tail"
        openai.api_base = "x"
        if "openrouter.ai" in url or a == 'b':
            y = r'\d' + b
        return resp["usage"]["cost"], resp.json()["usage"]
"###;

const TS: &str = r###"import OpenAI, { A as B } from "openai";
import "side";
export const BASE = `https://openrouter.ai/${x}/v1`;
const c = new OpenAI({ baseURL: BASE, apiKey: process.env.KEY ?? import.meta.env.VITE_X, defaultHeaders: { "X-Title": "a", [K]: 'b' } });
interface U { cost: number; name?: string }
async function f(model = "m", { a }: X) {
  const r = await c.chat.completions.create({ model, provider: { order: ["a"] } });
  const u = r.usage!.cost; const t = (await send()).usage?.cost;
  if (url.hostname === 'openrouter.ai' && "usage" in r) { headers["X-Title"] = "v"; }
  const re = /["']openrouter/g, q = a / b / c;
  switch (m) { case "a": return "x"; default: y(); }
  xs.map((x) => { return { y: "z" } });
  const h = url.split("/api/v1")[0] + "/x";
}
"###;

const DART: &str = r###"import 'package:http/http.dart' as http;
const base = 'https://openrouter.ai';
class A { final String key; static const String url = "$base/x"; 
  Future<void> send({String model = 'm'}) async {
    var r = await http.post(Uri.parse('$base/api/${x.y}'), headers: {'X-Title': 'a', "b": c}, body: jsonEncode({'model': model}));
  }
}
"###;

const SCALA: &str = r###"import a.b.{C, D => E}
object A { val base = "https://x"; def f(m: String = "m") = { s"$base/${x.y}/v1" }
 val h = Map("a" -> "b", "c" -> d); x match { case "a" | "b" => 1 } }
"###;

const CPP: &str = r###"#include <curl/curl.h>
#include "x.h"
#define KEY "sk-or"
static const char *BASE = "https://openrouter.ai" "/api/v1";
std::map<std::string, std::string> h{{"X-Title", "a"}, {"b", c}};
int main() { auto j = json{{"model", "x"}}; curl_easy_setopt(c, CURLOPT_URL, BASE); char s[] = "x"; auto r = R"(a "b" )"; struct S x = { .a = "b", .c = 1 }; if (h == "x") return getenv("K"); }
"###;

const ZIG: &str = r###"const std = @import("std");
pub const base = "https://x";
const h = [_]std.http.Header{ .{ .name = "HTTP-Referer", .value = "a" } };
const m =
    \\ raw "x
    \\ y
;
"###;

const LUA: &str = r###"-- c "x"
--[[ long
 " ]]
local http = require("socket.http")
local j = require "json"
local BASE = "https://x" .. path
M.key = os.getenv("KEY")
local r = http.request { url = BASE, headers = { ["X-Title"] = "a", b = 1 }, 'x' }
vim.api:foo("x", function(a) local y = "z" end)
local s = [==[ raw ]] ]==]
"###;

const R: &str = r###"library(ellmer)
chat <- chat_openrouter(model = "x", api_key = Sys.getenv("K"))
req |> req_headers("X-Title" = "a")
usage$cost
"###;

const EL: &str = r###";; comment "x
(setq gptel-model "openrouter/auto" x 1)
(gptel-make-openai "OpenRouter" :host "openrouter.ai" :stream t :key #'f)
"###;

const NIX: &str = r###"{ a = "x ${b}"; c.d = ''multi "q" ''; services.x = { enable = true; }; }
"###;

const PS1: &str = r###"# c "x
<# block " #>
$env:OPENROUTER_API_KEY = "sk"
$base = "https://openrouter.ai/api/v1"
param([string]$Model = "m", $Key)
$headers = @{
  "Authorization" = "Bearer $env:OPENROUTER_API_KEY"
  'X-Title' = 'it''s'; Other = "a `"q`" $($x.y) ${z}"
}
$body = @{ model = $Model; messages = @(@{ role = "user" }) } | ConvertTo-Json -Depth 5
$r = Invoke-RestMethod -Uri "$base/chat" -Method Post `
  -Headers @{ "A" = "b" } -Body $body
$json = @"
{"model": "$Model"}
"@
$cost = $r.usage.cost
if ($uri.Host -eq "openrouter.ai") { Write-Host "x" }
[Environment]::GetEnvironmentVariable("X", "User")
[Environment]::SetEnvironmentVariable("X", $v)
curl.exe -H "a: b" $env:X
function Send-It([string]$m = "d") { return $m }
"###;
