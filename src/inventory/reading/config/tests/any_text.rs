//! What holds for any text in any format.

use proptest::prelude::*;

use crate::inventory::language::Language;
use crate::inventory::reading::config::dump::{assert_sound, deep_outline, outline};

const LANGUAGES: [Language; 13] = [
    Language::DotEnv,
    Language::Yaml,
    Language::Toml,
    Language::Json,
    Language::Ini,
    Language::Dockerfile,
    Language::Hcl,
    Language::Nginx,
    Language::Requirements,
    Language::GoModule,
    Language::Markup,
    Language::Markdown,
    Language::Plain,
];

const SAMPLES: [&str; 12] = [
    "# c\nexport KEY=\"a ${B:-c}\" # d\nE='f\ng'\n",
    "a:\n  - b: ${{ secrets.C }}\n    d: {e: [f, \"g\"]}\n  - run: |\n      curl\n\n# x\nenv:\n- name: K_Y\n  value: v\n",
    "[a.\"b\"]\nc = [1, {d = '''e'''}]\n[[f]]\ng = \"\"\"\nh\\\n i\"\"\"\n",
    "{\"a\": [1, \"b\\u00e9\", {\"c\": null,},], // d\n 'env': {\"K\": \"${X}\"}}\n",
    "[s]\na = b \\\n  c ; d\nEnvironment=\"E=f g\" H=i\nj: ${K:l}\n",
    "FROM a\nENV B=c D=\"e f\" \\\n # g\n H='i'\nRUN <<EOF\nj\nEOF\nCMD [\"k\"]\n",
    "v \"w\" \"x\" {\n a = \"${b.c[0]}\"\n d = f({e = [<<-E\n g\n E\n]})\n}\n",
    "server {\n listen 80;\n a \"$b ${c}\" 'd';\n}\n:80 {\n x {$Y:z}\n}\n",
    "module a\nrequire (\n b v1 // c\n)\nd[e]>=1 ; f # g\n-r h \\\n i\n",
    "<?xml?><a b=\"c&amp;\"><!-- d --><e><![CDATA[f]]></e>g</a><script>h</script>",
    "---\na: b\n---\n# c `d` <!-- e\nf -->\n```js\ng\n```\n.. code:: py\n\n  h\n[source,sh]\n----\ni\n----\n",
    "\u{feff}🙂 é\r\n\tä=ö\r\n",
];

fn read_all(source: &str) {
    for language in LANGUAGES {
        assert_sound(&outline(source, language).0);
        assert_sound(&deep_outline(source, language));
    }
}

/// What a random run once broke on, kept so that it cannot come back.
const BROKE_ONCE: [&str; 4] =
    ["a:\n  - {e: [f, \"g\t\n  - b\n", "\r|\n- [ # ", "ENV :\\\n#|\n:", "a:\n  - b\n &   d: {e: f}\n"];

#[test]
fn what_broke_a_reader_once_is_read() {
    for source in BROKE_ONCE {
        read_all(source);
    }
}

#[test]
fn every_start_of_a_sample_is_read() {
    for sample in SAMPLES {
        for (end, _) in sample.char_indices() {
            read_all(sample.get(..end).unwrap());
        }
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_sound_outline(text in ".{0,80}") {
        read_all(&text);
    }

    #[test]
    fn marks_in_any_order_give_a_sound_outline(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "a", "K", "é", "🙂", "1", " ", "  ", "\t", "\n", "\r\n", "\r", ":", ": ", "=", "- ", "-", "#", " # ", "\"", "'",
                "`", "```", "{", "}", "[", "]", "(", ")", "<", ">", "</", "<!--", "-->", "$", "${", "{{", "}}", "${{", "\\",
                "\\\n", "|", "|\n", ">\n", ",", ";", "//", "/*", "*/", "<<E", "E\n", "---", "...", "&a", "!t", "*a", "env",
                "run", "name", "value", "ENV ", "RUN ", "script", "%", "?", "~~~", "<a b=", "/>", "secrets.", "..", "::", "\u{feff}",
            ]),
            0..40,
        ),
    ) {
        read_all(&parts.concat());
    }

    #[test]
    fn a_changed_sample_gives_a_sound_outline(
        sample in prop::sample::select(SAMPLES.to_vec()),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), "[\\PC\n\r\t]{0,2}", 0..4_usize), 1..6),
    ) {
        let mut characters: Vec<char> = sample.chars().collect();
        for (place, text, removed) in changes {
            let at = place.index(characters.len() + 1);
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, text.chars());
        }
        read_all(&characters.into_iter().collect::<String>());
    }

    #[test]
    fn crlf_gives_the_same_nodes(sample in prop::sample::select(SAMPLES.get(..11).unwrap().to_vec())) {
        let windows = sample.replace('\n', "\r\n");
        for language in LANGUAGES {
            let kinds = |source: &str| {
                outline(source, language).0.nodes().map(|(_, node)| std::mem::discriminant(&node.kind)).collect::<Vec<_>>()
            };
            prop_assert_eq!(kinds(sample), kinds(&windows), "{:?} {}", language, sample);
        }
    }
}

/// Long inputs that make a reader slow if it looks back or ahead without a bound.
#[test]
fn time_grows_with_the_length() {
    let units = [
        "{",
        "[",
        "(",
        "\"",
        "'",
        "`",
        "${",
        "${a:-",
        "{\"a\":",
        "- ",
        "- a: ",
        "a: ",
        "a: \"",
        "a: '",
        "a: [",
        "a: |\n",
        "<a>",
        "</a>",
        "<a b=\"",
        "<!--",
        "<!-- -->",
        "<script>",
        "`` ` ",
        "# ",
        " #",
        "\\",
        "\\ ",
        "a=\"\n",
        "a = <<E\n",
        "RUN <<E\n",
        "ENV a=",
        "a b c ",
        "a b ",
        "\n",
        "\r",
        " ",
        "\t",
        "a",
        "🙂",
        "/*",
        "//",
        "a.b[\"",
        "<<A ",
        "$(",
        "&a ",
        "!t ",
        "? ",
        "[a]\n",
        "```\n",
        "~~~~",
        "a:\n",
        " a:\n",
        "```a\n",
        "..code::\n",
        "[source,a]\n----\n",
        "KEY='\n",
        "KEY=\"a\nb",
        ",",
        "[,",
        "{a,",
        "}",
        "]",
        ";",
        "{;",
        "<![CDATA[",
        "<?",
        "\"\"\"",
        "'''",
        "a = \"\"\"\n",
        "e(",
        "%{",
        "\"${",
        "- |\n",
        "{{",
        "}}",
        "---\n",
        "environment=a=b,",
        "[\"a=b\",",
        "=\\",
        "a=\\\n",
    ];
    for unit in units {
        let source = unit.repeat(LONG / unit.len());
        for language in LANGUAGES {
            #[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
            let began = std::time::Instant::now();
            let troubles = outline(&source, language).0.troubles().len();
            assert!(began.elapsed().as_secs() < 2, "{language:?} of {unit:?} takes {:?}", began.elapsed());
            assert!(troubles < 100, "{language:?} of {unit:?} has {troubles} troubles");
        }
    }
}

/// So long that a reader with quadratic time takes many seconds, and one with linear time some milliseconds.
const LONG: usize = 60_000;
