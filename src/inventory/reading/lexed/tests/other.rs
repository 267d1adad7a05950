//! The trees of Python and TypeScript as fallbacks, PowerShell, and the languages chosen by extension.
//! Not broken sources; those are in `soundness`.
//!
//! **Invariant:** a case shows one thing that a rule relies on.

use super::check;
use crate::inventory::language::Language;

#[test]
fn python_reads_as_its_tree() {
    check(
        Language::Python,
        "py",
        &[
            (
                r#""""Module doc"""
import os, numpy as np
from openai import (OpenAI as O, AsyncOpenAI)
from a.b import *
BASE = "https://x""#,
                r#"comment "\"\"\"Module doc\"\"\""
import os {}
import numpy {np}
import openai {OpenAI as O, AsyncOpenAI}
import a.b {*}
exported BASE [text "https://x"]"#,
            ),
            (
                r#"class A(B):
    """doc"""
    cost: float
    x: str = 'v'
    def f(self, model: str = "m", k="v"): pass"#,
                r#"path B
comment "\"\"\"doc\"\"\""
member cost
exported x [text "v"]
other [member self, exported model [text "m"], exported k [text "v"]]"#,
            ),
            (
                r#"c = OpenAI(base_url=BASE, api_key=os.environ["X"], default_headers={"X-Title": "a", 'b': 1})
r = f"{BASE}/a{x['k']}{{z}}" rb"\d""#,
                r#"exported c [call OpenAI [argument base_url [path BASE], argument api_key [path os.environ.X], argument default_headers [map [property X-Title [text "a"], property b [number 1]]]]]
exported r [template [path BASE, piece "/a", path x.k, piece "{{z}}", raw "\\d"]]"#,
            ),
            (
                r#"if "openrouter.ai" in url or a == 'b':
    return resp["usage"]["cost"], resp.json()["usage"]"#,
                r#"compare [text "openrouter.ai", path url]
compare [path a, text "b"]
path resp.usage.cost
path resp.json.usage [call resp.json]"#,
            ),
        ],
    );
}

#[test]
fn script_reads_as_its_tree() {
    check(
        Language::TypeScript,
        "ts",
        &[
            (
                r#"import OpenAI, { A as B } from "openai";
export const BASE = `https://x/${y + `}`}/v1`;
const c = new OpenAI({ baseURL: BASE, apiKey: import.meta.env.KEY, [K]: 'b' });"#,
                r#"import openai {OpenAI, A as B}
exported BASE [template [piece "https://x/", template [path y, text "}"], piece "/v1"]]
local c [call OpenAI [map [property baseURL [path BASE], property apiKey [path import.meta.env.KEY], property K [text "b"]]]]"#,
            ),
            (
                r#"interface U { cost: number; name?: string }
async function f(model = "m") { return { y: "z" }; }"#,
                r#"other [member cost, member name]
other [local model [text "m"]]
other [map [property y [text "z"]]]"#,
            ),
            (
                r#"const u = r.usage!.cost; const t = (await send()).usage?.cost;
if (url.hostname === 'openrouter.ai' && "usage" in r) { headers["X-Title"] = "v"; }"#,
                r#"local u [path r.usage.cost]
local t [path usage.cost [call send]]
compare [path url.hostname, text "openrouter.ai"]
compare [text "usage", path r]
other [path headers.X-Title, assignment X-Title [text "v"]]"#,
            ),
            (
                r#"const re = /["']openrouter[/]/g, q = a / b / c;
switch (m) { case "a": return "x"; }
const h = url.split("/api/v1")[0] + "/x";"#,
                r#"local re [raw "[\"']openrouter[/]"]
assignment q [path a, path b, path c]
path m
other [compare [text "a"], text "x"]
local h [template [call url.split [text "/api/v1"], text "/x"]]"#,
            ),
        ],
    );
}

#[test]
fn dart_reads_as_its_tree() {
    check(
        Language::OtherCode,
        "dart",
        &[(
            r#"import 'package:http/http.dart' as http;
const base = 'https://x' "/y";
var r = await http.post(Uri.parse('$base/api/${x.y}'), headers: {'X-Title': r'a$'});"#,
            r#"import package:http/http.dart {}
path http
exported base [template [text "https://x", text "/y"]]
exported r [call http.post [call Uri.parse [template [path base, piece "/api/", path x.y]], argument headers [map [property X-Title [raw "a$"]]]]]"#,
        )],
    );
}

#[test]
fn scala_reads_as_its_tree() {
    check(
        Language::OtherCode,
        "scala",
        &[(
            r#"import a.b.{C, D => E}
val h = Map("a" -> "b"); val u = s"$base/${x.y}/v1"
x match { case "a" | "b" => 1 }"#,
            r#"import a.b {C, D as E}
exported h [call Map [property a [text "b"]]]
exported u [template [path base, piece "/", path x.y, piece "/v1"]]
path x
other [compare [text "a", text "b"], number 1]"#,
        )],
    );
}

#[test]
fn c_and_its_preprocessor_reads_as_its_tree() {
    check(
        Language::OtherCode,
        "cpp",
        &[(
            r#"#include <curl/curl.h>
#define KEY "sk-or"
static const char *BASE = "a" "/b"; // "
std::map<std::string, std::string> h{{"X-Title", "a"}, {"b", c}};
auto r = R"(a "b" )"; struct S x = { .a = "b" };"#,
            r#"import curl/curl.h {}
exported KEY [text "sk-or"]
path char
exported BASE [template [text "a", text "/b"]]
comment "// \""
path std.map
path h
map [property X-Title [text "a"], property b [path c]]
exported r [raw "a \"b\" "]
exported x [map [property a [text "b"]]]"#,
        )],
    );
}

#[test]
fn zig_reads_as_its_tree() {
    check(
        Language::OtherCode,
        "zig",
        &[(
            r#"const h = [_]std.http.Header{ .{ .name = "HTTP-Referer", .value = "a" } };
const m =
    \\ raw "x
;"#,
            r#"local h [list [map [property name [text "HTTP-Referer"], property value [text "a"]]]]
local m [raw " raw \"x"]"#,
        )],
    );
}

#[test]
fn lua_reads_as_its_tree() {
    check(
        Language::OtherCode,
        "lua",
        &[(
            r#"--[[ long " ]] local http = require("socket.http") -- "
local BASE = "https://x" .. path
local r = http.request { url = BASE, headers = { ["X-Title"] = "a" }, 'x' }
local s = [==[ raw ]] ]==]"#,
            r#"comment "--[[ long \" ]]"
local http [import socket.http {}]
comment "-- \""
local BASE [template [text "https://x", path path]]
local r [call http.request [map [property url [path BASE], property headers [map [property X-Title [text "a"]]], text "x"]]]
local s [raw " raw ]] "]"#,
        )],
    );
}

#[test]
fn r_reads_as_its_tree() {
    check(
        Language::OtherCode,
        "r",
        &[(
            r#"library(ellmer)
chat <- chat_openrouter(model = "x", api_key = Sys.getenv('K')) # "
usage$cost"#,
            r##"import ellmer {}
exported chat [call chat_openrouter [argument model [text "x"], argument api_key [call Sys.getenv [text "K"]]]]
comment "# \""
path usage.cost"##,
        )],
    );
}

#[test]
fn lisp_reads_as_its_tree() {
    check(
        Language::OtherCode,
        "el",
        &[(
            r#";; comment "x
(setq model "openrouter/auto" x 1)
(gptel-make-openai "OpenRouter" :host "openrouter.ai" :key #'f)
'(("X-Title" . "a"))"#,
            r#"comment ";; comment \"x"
call setq [assignment model [text "openrouter/auto"], assignment x [number 1]]
call gptel-make-openai [text "OpenRouter", argument host [text "openrouter.ai"], argument key [path f]]
property X-Title [text "a"]"#,
        )],
    );
}

#[test]
fn nix_reads_as_its_tree() {
    check(
        Language::OtherCode,
        "nix",
        &[(
            r#"{ a = "x ${b}"; c.d = ''multi "q" ''; }"#,
            r#"map [property a [template [piece "x ", path b]], property d [raw "multi \"q\" "]]"#,
        )],
    );
}

#[test]
fn power_shell_reads_as_its_tree() {
    check(
        Language::PowerShell,
        "",
        &[
            (
                r#"$env:KEY = "sk" # "
param([string]$Model = "m", $Key)"#,
                r##"variable KEY [text "sk"]
comment "# \""
other [local Model [text "m"], member Key]"##,
            ),
            (
                r#"$h = @{
  "Authorization" = "Bearer $env:KEY"
  'X-Title' = 'it''s'; Other = "a `"q`" $($x.y) ${z}"
}"#,
                r#"exported h [map [property Authorization [template [piece "Bearer ", env KEY]], property X-Title [raw "it's"], property Other [template [piece "a \"q\" ", path x.y, piece " ", path z]]]]"#,
            ),
            (
                r#"$r = Invoke-RestMethod -Uri "$base/chat" -Method Post `
  -Headers @{ "A" = "b" } -Body $body | ConvertTo-Json"#,
                r#"exported r [call Invoke-RestMethod [plain "-Uri", template [path base, piece "/chat"], plain "-Method", path Post, plain "-Headers", map [property A [text "b"]], plain "-Body", path body]]
path ConvertTo-Json"#,
            ),
            (
                r#"$json = @"
{"model": "$Model"}
"@
if ($uri.Host -eq "openrouter.ai") { Write-Host "x" }
[Environment]::SetEnvironmentVariable("X", $r.usage.cost)"#,
                r#"exported json [template [piece "{\"model\": \"", path Model, piece "\"}"]]
compare [path uri.Host, text "openrouter.ai"]
other [call Write-Host [text "x"]]
call Environment.SetEnvironmentVariable [text "X", path r.usage.cost]"#,
            ),
        ],
    );
}
