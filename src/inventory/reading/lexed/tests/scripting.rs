//! The trees of Ruby, PHP and Elixir.
//! Not broken sources; those are in `soundness`.
//!
//! **Invariant:** a case shows one thing that a rule relies on.

use super::check;
use crate::inventory::language::Language;

#[test]
fn ruby_reads_as_its_tree() {
    check(
        Language::Ruby,
        "rb",
        &[
            (
                r#"require "openai"
BASE = "https://x"
KEY = ENV.fetch("KEY", 'd\'e').freeze # ""#,
                r##"import openai {}
exported BASE [text "https://x"]
exported KEY [path ENV.fetch.freeze [call ENV.fetch [text "KEY", text "d'e"]]]
comment "# \"""##,
            ),
            (
                r#"h = { "HTTP-Referer" => "a", :d => "e", c: 1 }"#,
                r#"assignment h [map [property HTTP-Referer [text "a"], property d [text "e"], property c [number 1]]]"#,
            ),
            (
                r##"def initialize(model: "m", key: nil)
  @client = OpenAI::Client.new(access_token: ENV["X"], uri_base: "#{BASE + "}"}/api")
  @model ||= :sym
end"##,
                r#"other [exported model [text "m"], exported key [path nil]]
assignment client [call OpenAI.Client.new [argument access_token [path ENV.X], argument uri_base [template [template [path BASE, text "}"], piece "/api"]]]]
assignment model [plain "sym"]"#,
            ),
            (
                r#"puts "hello", key: :sym
gem "openai", "~> 1" if x
config.api_key = Rails.application.credentials.dig(:openrouter, :key)"#,
                r#"call puts [text "hello", argument key [plain "sym"]]
call gem [text "openai", text "~> 1"]
path x
path config.api_key
assignment api_key [call Rails.application.credentials.dig [plain "openrouter", plain "key"]]"#,
            ),
            (
                r#"text = <<~TXT
  Hi #{name} "q
TXT
after = "z""#,
                r#"assignment text [template [piece "  Hi ", path name, piece " \"q\n"]]
assignment after [text "z"]"#,
            ),
            (
                r#"foo(<<~A, <<-'B')
  a #{x}
A
  b #{y}
B
z = %w[a b]"#,
                r#"call foo
template [piece "  a ", path x, piece "\n", raw "  b #{y}\n"]
assignment z [text "a b"]"#,
            ),
            (
                r#"re = /openrouter\.ai "x/
a = b / c / d
return foo if uri.host == "openrouter.ai"
case m when "a", "b" then 1 end"#,
                r#"assignment re [raw "openrouter\\.ai \"x"]
assignment a [path b, path c, path d]
path foo
compare [path uri.host, text "openrouter.ai"]
path m
compare [text "a", text "b"]
number 1"#,
            ),
            (
                r#"=begin
"x
=end
body["usage"]["cost"]
reply&.dig("usage")"#,
                r#"comment "=begin\n\"x\n=end"
path body.usage.cost
call reply.dig [text "usage"]"#,
            ),
        ],
    );
}

#[test]
fn php_reads_as_its_tree() {
    check(
        Language::Php,
        "php",
        &[
            (
                r#"<p class="x">it's</p>
<?php use OpenAI\Factory as F; # "c ?>
<?= $x["y"] ?>"#,
                r##"prose "<p class=\"x\">it's</p>"
import OpenAI {Factory as F}
comment "# \"c "
path x.y"##,
            ),
            (
                r#"require_once 'vendor/autoload.php';
const BASE = 'it\'s \n';"#,
                r#"import vendor/autoload.php {}
exported BASE [text "it's \\n"]"#,
            ),
            (
                r#"class A {
    public function __construct(private string $key, string $m = 'd') {
        $this->key = $_ENV['KEY'] ?? getenv('K');
    }
}"#,
                r#"other [other [path string, member key, path string, exported m [text "d"]], other [path this.key, assignment key [path _ENV.KEY, call getenv [text "K"]]]]"#,
            ),
            (
                r#"OpenAI::factory()->withBaseUri('x')->withHttpHeader('X-Title', "y")->make();"#,
                r#"call OpenAI.factory.withBaseUri.withHttpHeader.make [call OpenAI.factory.withBaseUri.withHttpHeader [call OpenAI.factory.withBaseUri [call OpenAI.factory, text "x"], text "X-Title", text "y"]]"#,
            ),
            (
                r#"$h = ['Authorization' => "Bearer $this->key", 'X' => "a {$b->c['d']} ${e} $f[g]"];
$j = array('model' => 'x');"#,
                r#"assignment h [map [property Authorization [template [piece "Bearer ", path this.key]], property X [template [piece "a ", path b.c.d, piece " ", path e, piece " ", path f.g]]]]
assignment j [call array [property model [text "x"]]]"#,
            ),
            (
                r#"$u = BASE . '/models' . $x;
$t = <<<JSON
  {"model": "$m"}
  JSON;
$n = <<<'EOT'
raw $x
EOT;"#,
                r#"assignment u [template [path BASE, text "/models", path x]]
assignment t [template [piece "  {\"model\": \"", path m, piece "\"}\n"]]
assignment n [raw "raw $x\n"]"#,
            ),
            (
                r#"$r = match($m) { 'a', 'b' => 1, default => 2 };
if ($host === 'openrouter.ai') { echo $x; }
foo(model: 'x');"#,
                r#"assignment r [path m, other [compare [text "a", text "b"], number 1, number 2]]
compare [path host, text "openrouter.ai"]
other [path x]
call foo [argument model [text "x"]]"#,
            ),
        ],
    );
}

#[test]
fn elixir_reads_as_its_tree() {
    check(
        Language::Elixir,
        "ex",
        &[
            (
                r#"alias Foo.{Bar, Baz}
config :app, Foo, api_key: System.get_env("KEY"), url: "x""#,
                r#"import Foo {Bar, Baz}
call config [plain "app", path Foo, argument api_key [call System.get_env [text "KEY"]], argument url [text "x"]]"#,
            ),
            (
                r#"defmodule A do
  @moduledoc """
  doc "x"
  """
  use Tesla
  @base "https://x"
  @headers [{"HTTP-Referer", "a"}, {"X-Title", @t}]
end"#,
                r#"other [comment "\"\"\"\n  doc \"x\"\n  \"\"\"", import Tesla {}, exported base [text "https://x"], exported headers [list [property HTTP-Referer [text "a"], property X-Title [path t]]]]"#,
            ),
            (
                r#"url = @base <> "/chat" # "
Req.post!(url, json: %{model: model, "m" => [%{role: "user"}]}, auth: {:bearer, key})"#,
                r##"assignment url [template [path base, text "/chat"]]
comment "# \""
call Req.post! [path url, argument json [map [property model [path model], property m [list [map [property role [text "user"]]]]]], argument auth [list [plain "bearer", path key]]]"##,
            ),
            (
                r##"body = ~s({"a": "#{x}"})
r = ~r/openrouter\.ai/i"##,
                r#"assignment body [template [piece "{\"a\": \"", path x, piece "\"}"]]
assignment r [raw "openrouter\\.ai"]"#,
            ),
            (
                r#"case m do
  "a" -> 1
end
Enum.map(xs, fn x ->
  a = "1"
  b = "2"
end)
if uri.host == "openrouter.ai", do: :ok"#,
                r#"path m
other [compare [text "a"], number 1]
call Enum.map [path xs, other [path x, assignment a [text "1"], assignment b [text "2"]]]
compare [path uri.host, text "openrouter.ai"]
plain "ok""#,
            ),
        ],
    );
}
