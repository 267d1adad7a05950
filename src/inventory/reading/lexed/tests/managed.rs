//! The trees of Kotlin, Groovy, C# and Swift.
//! Not broken sources; those are in `soundness`.
//!
//! **Invariant:** a case shows one thing that a rule relies on.

use super::check;
use crate::inventory::language::Language;

#[test]
fn kotlin_reads_as_its_tree() {
    check(
        Language::Kotlin,
        "kt",
        &[
            (
                r#"import a.b.C as D
private const val KEY = "x"
val BASE: String = "y""#,
                r#"import a.b {C as D}
local KEY [text "x"]
exported BASE [text "y"]"#,
            ),
            (
                r#"data class Usage(val cost: Double, @SerialName("x") val name: String = "n")"#,
                r#"other [member cost, call SerialName [text "x"], exported name [text "n"]]"#,
            ),
            (
                r#"fun send(model: String = "m"): Foo {
    val url = "$BASE/api/${path.x + "}"}/v1"
    val raw = """a "b" $x\n"""
}"#,
                r#"other [exported model [text "m"]]
path Foo
other [local url [template [path BASE, piece "/api/", template [path path.x, text "}"], piece "/v1"]], local raw [template [piece "a \"b\" ", path x, piece "\\n"]]]"#,
            ),
            (
                r#"val m = mapOf("a" to "b", HttpHeaders.Accept to c)
OpenAI(token = k, host = OpenAIHost(baseUrl = "x"))"#,
                r#"exported m [call mapOf [property a [text "b"], property Accept [path c]]]
call OpenAI [argument token [path k], argument host [call OpenAIHost [argument baseUrl [text "x"]]]]"#,
            ),
            (
                r#"when (x) {
    "a", "b" -> 1
    "c" -> "d"
}
val k = System.getenv("KEY") ?: "d"
a?.b?.c!!.d"#,
                r#"path x
other [compare [text "a", text "b"], number 1, compare [text "c"], text "d"]
exported k [call System.getenv [text "KEY"], text "d"]
path a.b.c.d"#,
            ),
        ],
    );
}

#[test]
fn groovy_reads_as_its_tree() {
    check(
        Language::Kotlin,
        "gradle",
        &[(
            r#"implementation 'com.openai:openai-java:1.0'
compile group: 'a', name: "b-${v}"
def key = System.getenv('X')"#,
            r#"call implementation [text "com.openai:openai-java:1.0"]
call compile [argument group [text "a"], argument name [template [piece "b-", path v]]]
exported key [call System.getenv [text "X"]]"#,
        )],
    );
}

#[test]
fn csharp_reads_as_its_tree() {
    check(
        Language::CSharp,
        "cs",
        &[
            (
                r#"using OpenAI.Chat;
using X = A.B;"#,
                r#"import OpenAI.Chat {}
import A.B {X}"#,
            ),
            (
                r#"public class A {
    private const string Base = "a"; /* " */
    public string Key { get; set; } = "x";
    public async Task<string> Send(string model = "m") { using var c = D(); }
}"#,
                r#"other [path string, local Base [text "a"], comment "/* \" */", path string, exported Key [text "x"], path Task, other [path string, local model [text "m"]], other [local c [call D]]]"#,
            ),
            (
                r#"var c = new HttpClient { BaseAddress = new Uri(Base), Timeout = x };
var o = new Options() { Endpoint = new Uri($"{Base}/a{x:N2}{{y}}") };"#,
                r#"local c [call HttpClient [map [property BaseAddress [call Uri [path Base]], property Timeout [path x]]]]
local o [call Options [map [property Endpoint [call Uri [template [path Base, piece "/a", path x, path N2, piece "{{y}}"]]]]]]"#,
            ),
            (
                r#"var d = new Dictionary<string, string> { ["HTTP-Referer"] = "a", ["X-Title"] = b };
var e = new Dictionary<string, string> { { "HTTP-Referer", "a" }, { "X-Title", b } };
var f = new { model = "m", messages = new[] { new { role = "user" } } };"#,
                r#"local d [call Dictionary [map [property HTTP-Referer [text "a"], property X-Title [path b]]]]
local e [call Dictionary [map [property HTTP-Referer [text "a"], property X-Title [path b]]]]
local f [map [property model [text "m"], property messages [list [map [property role [text "user"]]]]]]"#,
            ),
            (
                r#"c.Headers.Add("X-Title", @"c:\a ""q""");
request.Headers["X-Title"] = $@"v\{w}";
var k = Environment.GetEnvironmentVariable("KEY") ?? "d";"#,
                r#"call c.Headers.Add [text "X-Title", raw "c:\\a \"q\""]
path request.Headers.X-Title
assignment X-Title [template [piece "v\\", path w]]
local k [call Environment.GetEnvironmentVariable [text "KEY"], text "d"]"#,
            ),
            (
                r#"Call(apiKey: k, model: """{"a": "b"}""");
var r = model switch { "a" => 1, _ => 3 };
if (uri.Host == "openrouter.ai") { return; }"#,
                r#"call Call [argument apiKey [path k], argument model [raw "{\"a\": \"b\"}"]]
local r [path model, other [compare [text "a"], number 1, path _, number 3]]
compare [path uri.Host, text "openrouter.ai"]
other"#,
            ),
        ],
    );
}

#[test]
fn swift_reads_as_its_tree() {
    check(
        Language::Swift,
        "swift",
        &[
            (
                r#"import Foundation
let base = "https://x" // "y
static let url: URL = URL(string: "\(base)/chat/\(f("x"))")!"#,
                r#"import Foundation {}
exported base [text "https://x"]
comment "// \"y"
exported url [call URL [argument string [template [path base, piece "/chat/", call f [text "x"]]]]]"#,
            ),
            (
                r#"struct Usage: Codable { let cost: Double; var name: String = "n" }
enum Model: String { case a = "openai/gpt"; case b }"#,
                r#"path Codable
other [member cost, exported name [text "n"]]
path String
other [exported a [text "openai/gpt"], path b]"#,
            ),
            (
                r#"func send(_ model: String = "m", to: URL) async throws -> [String: Any] { return [:] }"#,
                r#"other [path _, exported model [text "m"], member to]
other [map]"#,
            ),
            (
                r#"request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
request.httpMethod = "POST"
let body: [String: Any] = ["model": model, "messages": [["role": "user"]]]"#,
                r#"call request.setValue [template [piece "Bearer ", path key], argument forHTTPHeaderField [text "Authorization"]]
path request.httpMethod
assignment httpMethod [text "POST"]
exported body [map [property model [path model], property messages [list [map [property role [text "user"]]]]]]"#,
            ),
            (
                r##"let raw = #"a "b" \#(x) \n"#
let m = """
multi "x" \(y)
""""##,
                r#"exported raw [template [piece "a \"b\" ", path x, piece " \\n"]]
exported m [template [piece "\nmulti \"x\" ", path y, piece "\n"]]"#,
            ),
            (
                r#"let k = ProcessInfo.processInfo.environment["KEY"] ?? ""
let cost = json["usage"]?["cost"] as? Double
switch m { case "a", "b": foo() default: break }"#,
                r#"exported k [path ProcessInfo.processInfo.environment.KEY, text ""]
exported cost [path json.usage.cost, path Double]
path m
other [compare [text "a", text "b"], call foo]"#,
            ),
        ],
    );
}
