//! Tables for documents and markup.

use crate::inventory::language::Language;
use crate::inventory::outline::Kind;
use crate::inventory::reading::config::dump::{check, check_without, outline};

#[test]
fn documents_are_prose_and_code() {
    for (source, expected) in [
        ("# Title\n\nSee [x](https://openrouter.ai).\n", "~# Title~ ~See [x](https://openrouter.ai).~"),
        ("Set `KEY` to ``a`b``.", "~Set~ ~KEY~ ~to~ ~a`b~ ~.~"),
        ("an ` open tick", "~an ` open tick~"),
        ("```js\nfetch()\n```\nend", "<JavaScript fetch()⏎> ~end~"),
        ("~~~python title=\"x\"\na\n~~~\n", "<Python a⏎>"),
        ("````md\n```js\nx\n```\n````\n", "~```js~ ~x~ ~```~"),
        ("```\nplain `x`\n```\n", "~plain `x`~"),
        ("```mermaid\na\n```\n", "~a~"),
        ("```diff\n- a\n```\n", "~- a~"),
        ("1. x\n   ```bash\n   curl\n   ```\n", "~1. x~ <Shell    curl⏎>"),
        ("- ```ts\n  a\n  ```\n", "<TypeScript   a⏎>"),
        ("> ```py\n> a\n> ```\nb", "~> a~ ~b~"),
        ("```console\n$ curl x \\\n  y\nok\n$ ls\n```", "<Shell curl x \\⏎  y> ~ok~ <Shell ls>"),
        ("a <!-- b\nc --> d\n<!-- open", "~a~ /<!-- b⏎c -->/ ~d~ ~<!-- open~"),
        ("---\ntitle: x\n---\n# y", "<Yaml title: x⏎> ~# y~"),
        ("a\n---\nb\n", "~a~ ~---~ ~b~"),
        (
            "Text::\n\n.. code-block:: python\n   :linenos:\n\n   a()\n     b\n\nend",
            "~Text::~ <Python    a()⏎     b> ~end~",
        ),
        ("[source,bash]\n----\ncurl\n----\nx", "<Shell curl⏎> ~x~"),
        ("```js\nopen\r\n", "<JavaScript open\r⏎>"),
        ("```env\nKEY=v\n```", "<DotEnv KEY=v⏎>"),
        ("\u{feff}# 🙂\r\n", "~# 🙂~"),
        ("```{.python .x}\na\n```\n```{code-block} js\nb\n```", "<Python a⏎> <JavaScript b⏎>"),
        ("x ```y``` z", "~x~ ~y~ ~z~"),
        ("    indented code\n", "~indented code~"),
    ] {
        check(Language::Markdown, source, expected);
    }
}

#[test]
fn code_in_blocks_is_documentation() {
    let source = "a\n```js\nb\n```\nc\n~~~\nd\n~~~\n";
    let (outline, _) = outline(source, Language::Markdown);
    let marked: Vec<&str> = outline
        .nodes()
        .filter(|(_, node)| !matches!(node.kind, Kind::Other) && outline.is_documentation(node.span))
        .map(|(_, node)| outline.slice(node.span))
        .collect();
    assert_eq!(marked, ["d"]);
    let blocks = outline.nodes().filter(|(_, node)| matches!(node.kind, Kind::Other)).collect::<Vec<_>>();
    assert!(blocks.iter().all(|(_, node)| outline.is_documentation(node.span)));
    assert_eq!(blocks.len(), 3);
}

#[test]
fn plain_text_is_prose_line_by_line() {
    check(Language::Plain, "a `b`\r\n\n  c  \n🙂", "~a `b`~ ~c~ ~🙂~");
}

#[test]
fn xml_elements_are_entries() {
    for (source, expected) in [
        ("<?xml version=\"1.0\"?>\n<a><b c='d'>e</b>\n</a>\n", "a:b:(c:\"d\" =e=)"),
        ("<a>\n  <!-- x -->\n  <b>1</b>\n  <c/>\n</a>", "a:(/<!-- x -->/ b:=1= c:)"),
        (
            "<ItemGroup><PackageReference Include=\"OpenAI\" Version=\"2.0\" /></ItemGroup>",
            "ItemGroup:PackageReference:(Include:\"OpenAI\" Version:\"2.0\")",
        ),
        ("<a>x &amp; y</a><b><![CDATA[<z>]]></b>", "a:=x & y= b:'<z>'"),
        ("<a><b>1</a></c>", "a:b:=1="),
        ("<a b=\"open>\n<c>1</c>", "a:(b: open: c:=1=)"),
        ("<a", "a:"),
        ("<é>", "=<é>="),
        ("a < b", "=a= =< b="),
    ] {
        check(Language::Markup, source, expected);
    }
    check_without(Language::Markup, "<x>\n  <a>1</a>\n  <b>2</b>\n</x>\n", "a", "<x>\n  <b>2</b>\n</x>\n");
    check_without(Language::Markup, "<x y=\"1\" z='2'/>", "z", "<x y=\"1\"/>");
}

#[test]
fn html_is_prose_attributes_and_scripts() {
    for (source, expected) in [
        (
            "<!DOCTYPE html>\n<p class=x>See <a href=\"https://openrouter.ai?a&amp;b\">it</a><br>\nnow</p>",
            "class:=x= ~See~ href:\"https://openrouter.ai?a&b\" ~it~ ~now~",
        ),
        ("<script>if (a < b) {}</script><p>c", "<JavaScript if (a < b) {}> ~c~"),
        (
            "<html><script type=\"application/json\">{}</script><style>a{}</style>",
            "type:\"application/json\" <Json {}>",
        ),
        ("<script type=\"text/x-template\"><b></script>", "type:\"text/x-template\" '<b>'"),
        ("<script lang=\"ts\" src=x></script>", "lang:\"ts\" src:=x="),
        ("<body><script>open", "<JavaScript open>"),
        ("<p hidden>🙂\r\n", "hidden: ~🙂~"),
    ] {
        check(Language::Markup, source, expected);
    }
}
