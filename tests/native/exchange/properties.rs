//! Any text is read without a panic, and quickly; what another program would do with it is not known.

use proptest::prelude::*;
use switchyard::exchange::imported::Body;
use switchyard::exchange::{Dialect, import, import_as};

/// Pieces of commands in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "curl ",
            "curl.exe ",
            "-d ",
            "-H ",
            "--json ",
            "--next ",
            "-X",
            "@-",
            "'",
            "\"",
            "\\",
            "\\\n",
            "^",
            "^\n",
            "`",
            "`\n",
            "$(",
            ")",
            "${A",
            "}",
            "$'",
            "<<E\n",
            "\nE\n",
            "<<<",
            "@'\n",
            "\n'@",
            "@\"\n",
            "\n\"@",
            "|",
            ";",
            "&",
            ">",
            "<",
            "%A%",
            "{",
            "fetch(",
            "JSON.stringify(",
            "https://a.example/",
            "=",
            ":",
            " ",
            "\n",
            "#",
            "\r\n",
            "'' ",
            "\"\"",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,6}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_panics(text in pieces()) {
        let _ = import(&text);
        for dialect in Dialect::ALL {
            let _ = import_as(&format!("curl {text}"), Some(dialect));
        }
        let _ = import(&format!("fetch({text}"));
        let _ = import(&format!("{{{text}"));
    }

    /// What PowerShell and cmd quote by their plainest rules comes back.
    #[test]
    fn quoted_words_come_back(text in "[ -~äß→\n\t]{1,40}") {
        let powershell = format!("curl.exe https://a.example/ --data-raw '{}'", text.replace('\'', "''"));
        let read = |command: &str, dialect| match import_as(command, Some(dialect)).0.remove(0).body {
            Body::Json(text) | Body::Text(text) => text,
            other => panic!("{other:?}"),
        };
        // Words in the form of JSON behind backslashes are read as the older version wrote them.
        if !text.contains("\\\"") {
            prop_assert_eq!(read(&powershell, Dialect::PowerShell), text.clone());
        }
        // Every sign that cmd knows behind a caret, and the quotes and backslashes as the C runtime wants them.
        let mut argument = String::from("\"");
        let mut slashes = 0;
        for sign in text.chars() {
            match sign {
                '\\' => slashes += 1,
                '"' => {
                    argument.push_str(&"\\".repeat(slashes * 2 + 1));
                    slashes = 0;
                }
                _ => {
                    argument.push_str(&"\\".repeat(slashes));
                    slashes = 0;
                }
            }
            if sign != '\\' {
                argument.push(sign);
            }
        }
        argument.push_str(&"\\".repeat(slashes * 2));
        argument.push('"');
        let line: String = argument.chars().map(|sign| if sign == '\n' { "^\n\n".to_owned() } else { format!("^{sign}") }).collect();
        let command = format!("curl https://a.example/ ^\n --data-raw {line}");
        prop_assert_eq!(read(&command, Dialect::Cmd), text);
    }
}

/// Texts that hurt naive readers end soon.
#[test]
fn long_and_deep_texts_end() {
    for piece in [
        "$(",
        "\"$(",
        "`",
        "'",
        "(",
        "{",
        "${",
        "<<A\n",
        "fetch(",
        "fetch({a:",
        "[",
        "{\"a\":",
        "a=1 ",
        "\\",
        "^",
        "%A%",
        "@'\n",
        "-d a ",
        "$A",
        "new URL(",
        "'a'+",
        "JSON.stringify(",
    ] {
        let text = piece.repeat(20_000);
        let _ = import(&text);
        for dialect in Dialect::ALL {
            let _ = import_as(&format!("curl https://a.example/ {text}"), Some(dialect));
        }
        let _ = import(&format!("fetch({text}"));
    }
}
