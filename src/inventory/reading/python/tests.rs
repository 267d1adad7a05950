//! Tests of the reader of Python.
//! Not of the places to delete, except where they are put together: see `removal`.
//!
//! **Invariant:** every outline that is looked at is sound, and exact if the source is.

use proptest::prelude::*;

use super::*;
use crate::inventory::outline::Outline;
use crate::inventory::reading::sketch::{assert_sound, sketch, without};

fn outline(source: &str) -> Outline<'_> {
    let mut builder = OutlineBuilder::new(source);
    read(&mut builder, 0..source.len());
    let outline = builder.finish();
    assert_sound(&outline);
    outline
}

/// Lines of a sketch, joined by ` / `, with a dot a level.
fn check(table: &[(&str, &str)]) {
    for (source, expected) in table {
        let outline = outline(source);
        assert!(outline.is_exact(), "{source}: {:?}", outline.troubles());
        let drawn = sketch(&outline).replace("  ", ".");
        assert_eq!(drawn.lines().collect::<Vec<_>>().join(" / "), *expected, "{source}");
    }
}

#[test]
fn texts_have_the_place_between_their_quotes_and_a_value() {
    check(&[
        (
            "f('a\\'b', \"\"\"c\"\"\", r'\\d', b'e', u'f')",
            "call f / .text cooked \"a'b\" / .text \"c\" / .text raw \"\\\\d\" / .text \"e\" / .text \"f\"",
        ),
        (
            "f(f'{a}/b{{}}{c:>{w}}')",
            "call f / .template / ..path a / ..text piece cooked \"/b{}\" / ..path c / ..path w",
        ),
        ("f(f'plain')", "call f / .text \"plain\""),
        ("f('a' # c\n  f'{b}' 'd')", "call f / .template / ..text \"a\" / ..comment \"# c\" / ..path b / ..text \"d\""),
        ("a + 'b' + c - d", "template / .path a / .text \"b\" / .path c / path d"),
        ("'%s/x' % a; '{}'.format(b)", "template / .text \"%s/x\" / .path a / call format / .text \"{}\" / .path b"),
    ]);
}

#[test]
fn documentation_is_a_comment() {
    check(&[
        (
            "#!/usr/bin/env python\n'''Doc'''\n'text'\n",
            "comment \"#!/usr/bin/env python\" / comment \"'''Doc'''\" / text \"text\"",
        ),
        (
            "class A:\n  'doc'\n  def f(self):\n    \"\"\"doc\"\"\"\n    # c\n    if x:\n      'text'\n",
            "other / .comment \"'doc'\" / .other / ..member self / ..comment \"\\\"\\\"\\\"doc\\\"\\\"\\\"\" / ..comment \"# c\" / ..path x / ..text \"text\"",
        ),
    ]);
}

#[test]
fn a_chain_is_one_path_with_all_its_names() {
    check(&[
        ("os.environ['KEY']", "path os.environ.KEY"),
        ("os.environ.get('KEY', 'x')", "path os.environ.KEY / .call os.environ.get / ..text \"KEY\" / ..text \"x\""),
        ("r.json()['usage']['cost']", "path r.json.usage.cost / .call r.json"),
        (
            "resp.get('usage', {}).get('cost')",
            "path resp.usage.cost / .call resp.usage.get / ..call resp.get / ...text \"usage\" / ...map / ..text \"cost\"",
        ),
        (
            "(await client.send(x)).choices[0].message[i][-1].b",
            "path client.send.choices.message.b / .call client.send / ..path x / .path i",
        ),
        (
            "requests.get('https://x'); app.get('/r', f)",
            "call requests.get / .text \"https://x\" / call app.get / .text \"/r\" / .path f",
        ),
        ("a[b][1:2].c", "path a.c / .path b / .number 1 / .number 2"),
    ]);
}

#[test]
fn arguments_and_items_are_entries() {
    check(&[
        (
            "OpenAI(x, base_url='u', *a, stream=True, **k)",
            "call OpenAI / .path x / .argument base_url / ..text \"u\" / .path a / .argument stream / ..path True / .path k",
        ),
        (
            "f({'model': M, KEY: 2, **rest, ('p'): (3)})",
            "call f / .map / ..property model / ...path M / ..property KEY / ...path KEY / ...number 2 / ..path rest / ..property p / ...number 3",
        ),
    ]);
}

#[test]
fn declarations_say_whether_they_are_exported() {
    check(&[
        (
            "A: str = 'x'\nb: int\nif c:\n  D = 1\n",
            "exported A / .text \"x\" / member b / path c / exported D / .number 1",
        ),
        (
            "class A(B, metaclass=M):\n  url: str = 'u'\n  cost: float\n",
            "other / .path B / .argument metaclass / ..path M / .declare url / ..text \"u\" / .member cost",
        ),
        (
            "def f(a, b: int = 4, *args, c: Literal['q'] = 'r', **k) -> 'Ret': pass",
            "other / .member a / .declare b / ..number 4 / .declare c / ..other / ...text \"q\" / ..text \"r\" / .other / ..text \"Ret\"",
        ),
        (
            "a = b = 1; c += 2; x, y.z = d",
            "exported a / .exported b / ..number 1 / assign c / .number 2 / list / .path y.z / path d",
        ),
        (
            "os.environ['K'] = 'v'; env[name] = 3; self.n.count += 1",
            "assign K / .path os.environ.K / .text \"v\" / assign name / .path env / ..path name / .number 3 / assign count / .path self.n.count / .number 1",
        ),
        ("f(n := len(a))", "call f / .declare n / ..call len / ...path a"),
        ("x: Annotated[str | None, Field(default='d')]", "member x / .call Field / ..argument default / ...text \"d\""),
    ]);
}

#[test]
fn every_way_to_import_is_an_import() {
    check(&[
        ("import os, openai.types as t\nimport a.b", "import os os / import openai.types t / import a.b a"),
        (
            "from .x import y as z, w\nfrom . import q\nfrom .. pkg import *",
            "import .x y=z,w / import . q / import .. pkg *",
        ),
        ("from openai import (\n  OpenAI, # c\n)", "import openai OpenAI / comment \"# c\""),
    ]);
}

#[test]
fn tests_of_equality_are_compares_and_a_case_compares_with_its_subject() {
    check(&[
        (
            "a == 'x' or k not in ('y',) and q is None and 1 < z",
            "compare / .path a / .text \"x\" / compare / .path k / .list / ..text \"y\" / path q / path None / number 1 / path z",
        ),
        (
            "match e['type']:\n  case 'a' | 'b' if g: f()\n  case {'usage': {'cost': c, 'kind': 'k'}}: pass\n  case Foo(a=1): pass\n",
            "path e.type / compare / .path e.type / .text \"a\" / .text \"b\" / path g / call f / compare / .path e.type / .path e.type.usage.cost / .compare / ..path e.type.usage.kind / ..text \"k\" / compare / .path e.type / .path Foo / .compare / ..path e.type.a / ..number 1",
        ),
    ]);
}

#[test]
fn lambdas_and_comprehensions_are_other() {
    check(&[
        (
            "f(lambda q=1: [i.x for i in y if i.z])",
            "call f / .other / ..declare q / ...number 1 / ..other / ...path i.x / ...path y / ...path i.z",
        ),
        ("@app.route('/x')\nasync def f(): yield a", "other / .call app.route / ..text \"/x\" / .path a"),
    ]);
}

#[test]
fn an_entry_can_be_deleted() {
    for (source, key, expected) in [
        ("f(a=1, b=2)", "a", "f(b=2)"),
        ("f(\n    a=1,\n    b=(2), # c\n)", "a", "f(\n    b=(2), # c\n)"),
        ("f(\n    a=1,\n    b=(2), # c\n)", "b", "f(\n    a=1,\n    # c\n)"),
        ("f((a), b=1)", "b", "f((a))"),
        ("{'a': (1), 'b': 2}", "a", "{'b': 2}"),
        ("{('a'): 1}", "a", "{('a'): 1}"),
        ("A = 1\nb()\n", "A", "b()\n"),
        ("A = 1; b()\n", "A", "b()\n"),
        ("def f():\n    a = 1\n", "a", "def f():\n    a = 1\n"),
        ("def f():\n    a = (\n      1\n    )\n    b()\n", "a", "def f():\n    b()\n"),
        ("def f(a=1, b=2): pass", "b", "def f(a=1): pass"),
        ("import os\nos.environ['K'] = 'v'", "K", "import os\n"),
    ] {
        assert_eq!(without(&outline(source), key), [expected], "{source}");
    }
}

#[test]
fn what_the_parser_saves_of_broken_code_is_read() {
    let broken = outline("a = 'x'\nprint 'y'\nb = (\n");
    assert!(!broken.is_exact());
    assert_eq!(sketch(&broken).lines().take(2).collect::<Vec<_>>(), ["exported a", "  text \"x\""]);
    let notebook = outline("!pip install openai\n%cd x\na = 1\n");
    assert!(notebook.is_exact());
    assert_eq!(sketch(&notebook), "text plain \"pip install openai\"\ntext plain \"cd x\"\nexported a\n  number 1\n");
    let text = outline("!pip (\na = '''\n!b\n'''\n");
    assert_eq!(sketch(&text), "text plain \"pip (\"\nexported a\n  text \"\\n!b\\n\"\n");
}

#[test]
fn spans_are_those_of_the_whole_source() {
    let source = "é\nf('ü') # ö\n";
    let mut builder = OutlineBuilder::new(source);
    assert!(read(&mut builder, 3..source.len()));
    assert!(!read(&mut builder, 1..4));
    let outline = builder.finish();
    assert_sound(&outline);
    assert_eq!(sketch(&outline), "call f\n  text \"ü\"\ncomment \"# ö\"\n");
    assert_eq!(sketch(&self::outline("\u{feff}a = 'b'\r\n")), "exported a\n  text \"b\"\n");
}

/// Run with 8 MB, because an unoptimized build takes several times the stack of an optimized one; with optimization a
/// tree eight times as tall as the limit fits into 1 MB.
#[test]
fn nothing_that_is_not_refused_overflows_the_stack() {
    const SHAPES: [(&str, &str, &str, &str); 24] = [
        ("x=", "a+", "1", ""),
        ("x=", "'a'+", "1", ""),
        ("x=a", ".b", "", ""),
        ("x=a", ".b()", "", ""),
        ("x=a", "[0]", "", ""),
        ("x=", "(", "1", ")"),
        ("x=", "(", "1", "+a+a+a+a)"),
        ("x=", "(", "1", ".a.b.c.d())"),
        ("x=", "[", "1", "]"),
        ("x=", "{1:", "1", "}"),
        ("x=", "f(", "1", ")"),
        ("x=", "not ", "1", ""),
        ("x=", "a**", "1", ""),
        ("x=", "a if b else ", "1", ""),
        ("x=", "lambda:", "1", ""),
        ("x=", "f'{", "1", "}'"),
        ("x=", "a and b or ", "1", ""),
        ("x=", "a<", "1", ""),
        ("x:", "A|", "B", ""),
        ("", "a=", "1", ""),
        ("x=", "await ", "1", ""),
        ("x=", "'a' ", "'b'", ""),
        ("if a:\n b\n", "elif c:\n d\n", "", ""),
        ("match a:\n case ", "[", "1", "]:b"),
    ];
    let all = || {
        for (start, piece, middle, end) in SHAPES {
            for count in [100, 200, 400, 2_000, 50_000] {
                outline(&(start.to_owned() + &piece.repeat(count) + middle + &end.repeat(count) + "\n"));
            }
        }
        let blocks = (0..400).map(|depth| " ".repeat(depth) + "if a:\n").collect::<String>();
        outline(&blocks);
    };
    std::thread::Builder::new().stack_size(8 << 20).spawn(all).unwrap().join().unwrap();
}

#[test]
fn ordinary_code_of_any_length_is_not_refused() {
    for line in
        ["a = b.c(d + e)['f'].g() # (\n", "f(a.b.c, 'x' +\n  'y')\n", "def f(a: int = 1) -> b.C: return a.b and c.d\n"]
    {
        assert!(outline(&line.repeat(5_000)).is_exact(), "{line}");
    }
    assert!(outline(&("x = [\n".to_owned() + &"  a.b(c + d),\n".repeat(5_000) + "]\n")).is_exact());
}

const SEED: &str = r#""""Doc é"""
from .x import y as z  # why
client: OpenAI = OpenAI(base_url=f"https://{host}/v1" "x", api_key=os.environ["K"], **kw)
class A(B, m=C):
    cost: Literal["a"] = r.json()["usage"].get("cost", 0)
    @dec("d")
    async def f(self, a, *b, c='é', **d) -> "R":
        async for i in (await g(x))[1:2]: yield {**a, 'b': [j for j in k if j == 'l'], m: lambda n=1: n % 2}
match e["t"]:
    case {"u": {"c": q}, **r} | "v" if w: x, y.z = (n := 1), not 2
try: print(f"{a!r:>{b}}" % c)
except* E as e: raise X from e
"#;

#[test]
fn an_open_literal_before_a_wide_character_is_read() {
    outline("\"\"\"\"\"\"t\"\"\"é");
}

proptest! {
    #[test]
    fn any_text_is_read(source in "([(){}\\[\\]:;,.=+*%@#'\"\\\\]|\n|  |a|é|f'|\"\"\"|if |else|def |class |import |from |match |case |lambda|for |in |[ -~]){0,40}") {
        outline(&source);
    }

    #[test]
    fn any_part_of_a_program_is_read(from in 0..SEED.len(), length in 0..SEED.len(), hole in 0..SEED.len()) {
        let boundary = |at: usize| boundary(SEED, at);
        let mut builder = OutlineBuilder::new(SEED);
        read(&mut builder, boundary(from)..boundary(from + length));
        assert_sound(&builder.finish());
        let mut holed = SEED.to_owned();
        holed.replace_range(boundary(hole)..boundary(hole + 1 + length % 7), "");
        outline(&holed);
    }
}
