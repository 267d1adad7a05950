//! The trees of command lines, and that they are sound for any text.
//! Not PowerShell's; those are with the lexed languages.
//!
//! **Invariant:** every tree that a table looks at is checked for soundness too.

use super::read;
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, OutlineBuilder};
use crate::inventory::reading::lexed::dump::{assert_sound, dump};
use proptest::prelude::*;

/// Fails unless a source reads as the expected tree.
fn check(language: Language, cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        let mut builder = OutlineBuilder::new(source);
        read(&mut builder, 0..source.len(), language);
        let outline = builder.finish();
        assert_sound(&outline, 0..source.len());
        assert_eq!(dump(&outline), *expected, "\n{source}");
    }
}

#[test]
fn a_bourne_shell_reads_as_its_tree() {
    check(
        Language::Shell,
        &[
            ("#!/bin/sh\na # \"x\n", "comment \"#!/bin/sh\"\ncall a\ncomment \"# \\\"x\""),
            ("export KEY=\"sk-or\" # c", "call export [variable KEY [text \"sk-or\"]]\ncomment \"# c\""),
            ("BASE=https://x/v1;URL=$BASE", "variable BASE [plain \"https://x/v1\"]\nvariable URL [env BASE]"),
            ("KEY='a b' cmd arg", "variable KEY [raw \"a b\"]\ncall cmd [plain \"arg\"]"),
            ("A=\"${B}/x\" C=$'a\\n'", "variable A [template [env B, piece \"/x\"]]\nvariable C [text \"a\\n\"]"),
            (
                "curl -s \"$B/x\" \\\n  -H \"A: Bearer $KEY\" -d '{\"m\": \"n\"}' | jq .a",
                "call curl [plain \"-s\", template [env B, piece \"/x\"], plain \"-H\", template [piece \"A: Bearer \", \
                 env KEY], plain \"-d\", raw \"{\\\"m\\\": \\\"n\\\"}\"]\ncall jq [plain \".a\"]",
            ),
            ("curl --header=\"X-Title: y\" a\\ b", "call curl [plain \"--header=X-Title: y\", plain \"a b\"]"),
            (
                "K=${A:-b c} ; J=${A:?no $X} ; L=${A%/*}",
                "variable K [env A [plain \"b c\"]]\nvariable J [env A [template [piece \"no \", env X]]]\n\
                 variable L [env A]",
            ),
            (
                "echo \"a$(cat x | grep \"y\")b\" `date` $? $1",
                "call echo [template [piece \"a\", other [call cat [plain \"x\"], call grep [text \"y\"]], piece \"b\"], \
                 template [other [call date]], env ?, env 1]",
            ),
            (
                "cat <<EOF > f\n{\"m\": \"$M\", \"x\": \"\\$y\"}\nEOF\nb",
                "call cat [plain \"f\", template [piece \"{\\\"m\\\": \\\"\", env M, piece \"\\\", \\\"x\\\": \
                 \\\"$y\\\"}\\n\"]]\ncall b",
            ),
            ("cat <<-'EOF'\n\traw $x\n\tEOF\nb", "call cat [raw \"\\traw $x\\n\"]\ncall b"),
            ("cat <<EOF\nplain\nEOF\n", "call cat [raw \"plain\\n\"]"),
            (
                "if [ \"$H\" = \"openrouter.ai\" ]; then foo; fi",
                "compare [template [env H], text \"openrouter.ai\"]\ncall foo",
            ),
            ("for m in a \"b c\"; do echo x; done", "plain \"m\"\nplain \"a\"\ntext \"b c\"\ncall echo [plain \"x\"]"),
            (
                "case \"$m\" in\n  \"a\"|b) foo;;\nesac\nbar",
                "template [env m]\ncompare [text \"a\"]\ncompare [plain \"b\"]\ncall foo\ncall bar",
            ),
            (
                "ARR=(\"a\" $b)\nf() { local z=\"1\"; }",
                "variable ARR [list [text \"a\", env b]]\ncall local [variable z [text \"1\"]]",
            ),
            ("docker run -e KEY=\"$K\"", "call docker [plain \"run\", plain \"-e\", template [piece \"KEY=\", env K]]"),
            ("\"$CURL\" -x", "call  [template [env CURL], plain \"-x\"]"),
        ],
    );
}

#[test]
fn a_windows_command_file_reads_as_its_tree() {
    check(
        Language::Batch,
        &[
            ("@echo off\r\nrem \"x\r\n:: y", "call echo [plain \"off\"]\ncomment \"rem \\\"x\"\ncomment \":: y\""),
            ("set KEY=sk-or & a", "variable KEY [plain \"sk-or\"]\ncall a"),
            ("set \"B=https://x/%Y%/v1\"", "variable B [template [piece \"https://x/\", env Y, piece \"/v1\"]]"),
            (
                "curl %B%/c ^\n  -H \"A: %K%\" -d \"{\\\"a\\\": 1}\" & echo d",
                "call curl [template [env B, piece \"/c\"], plain \"-H\", template [piece \"A: \", env K], plain \"-d\", \
                 text \"{\\\"a\\\": 1}\"]\ncall echo [plain \"d\"]",
            ),
            ("if \"%X%\"==\"y\" goto end\n:end", "compare [template [env X], text \"y\"]\ncall goto [plain \"end\"]"),
        ],
    );
}

#[test]
fn a_deleted_variable_takes_its_line_or_only_itself() {
    let table = [
        (Language::Shell, "a\n  export X=\"b\"\nc\n", "a\nc\n"),
        (Language::Shell, "X=b;\nc", "c"),
        (Language::Shell, "X=b cmd", "cmd"),
        (Language::Shell, "export A=1 X=2", "export A=1 "),
        (Language::Shell, "X=(\n  a\n)\nb", "b"),
        (Language::Batch, "a\r\n@set X=b\r\nc", "a\r\nc"),
    ];
    for (language, source, expected) in table {
        let mut builder = OutlineBuilder::new(source);
        read(&mut builder, 0..source.len(), language);
        let outline = builder.finish();
        let whole = outline.nodes().find_map(|(_, node)| match &node.kind {
            Kind::Entry(entry) if outline.slice(entry.key) == "X" => Some(entry.whole.range()),
            _ => None,
        });
        let whole = whole.unwrap();
        let left = format!("{}{}", source.get(..whole.start).unwrap(), source.get(whole.end..).unwrap());
        assert_eq!(left, expected, "{source}");
    }
}

/// Pieces of syntax of command lines.
const PIECES: &[&str] = &[
    "\"", "'", "$'", "`", "$(", "${", "$((", ")", "}", "(", "{", "[", "]", "$X", "${X:-", "X=", "export ", "for ",
    "in ", "case ", "esac", "do", "[ ", "[[ ", "= ", "<<EOF", "<<-'E'", "\nEOF\n", "\nE\n", "\n", "\r\n", " ", "\\",
    "\\\n", "#", ";", ";;", "|", "&", "<", ">", "a", "-H ", "--b=", "é", "😀", "\u{0}", "%", "%X%", "!X!", "set ",
    "set \"", "rem ", "::", "^\n", "if ", "==", "()", "=(", "env ", "+=",
];

const LANGUAGES: [Language; 3] = [Language::Shell, Language::Batch, Language::PowerShell];

fn sound(source: &str, range: std::ops::Range<usize>) {
    for language in LANGUAGES {
        let mut builder = OutlineBuilder::new(source);
        read(&mut builder, range.clone(), language);
        assert_eq!(builder.depth(), 0, "nodes are left open in {source:?}");
        assert_sound(&builder.finish(), range.clone());
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_sound_tree(source in any::<String>()) {
        sound(&source, 0..source.len());
    }

    #[test]
    fn any_pieces_of_syntax_give_a_sound_tree(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
        skipped in 0usize..4,
    ) {
        let source = pieces.join("");
        let start = pieces.iter().take(skipped).map(|piece| piece.len()).sum();
        sound(&source, start..source.len());
    }
}

#[test]
fn deep_nesting_and_long_lines_take_no_stack_and_leave_nothing_open() {
    for piece in PIECES {
        for unit in [
            (*piece).to_owned(),
            format!("{piece} "),
            format!("{piece}a "),
            format!("\"{piece}"),
            format!("${{{piece}"),
        ] {
            let source = unit.repeat(4_000 / unit.len());
            sound(&source, 0..source.len());
        }
    }
}
