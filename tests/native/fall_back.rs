//! Programs with their safe hunks applied, run by the language itself: the new variable unset, empty and set.
//! Not a test of how the hunks look, which `rewriting` has.
//!
//! Node.js, Python 3, Bash and the Rust compiler are there wherever the tests run; a language that is not is named in the
//! output, and its forms are only compared as texts.
//! **Invariant:** an empty new variable never wins, since the patch declares it without a value.

use std::path::Path;
use std::process::Command;

use switchyard::inventory::settings::Settings;

use crate::corpus_patch::Folder;
use crate::rewriting::rewritten;

const OLD: &str = "OPENROUTER_API_KEY";
const NEW: &str = "AI_STATS_API_KEY";
const OLD_ADDRESS: &str = "OPENROUTER_BASE_URL";
const NEW_ADDRESS: &str = "AI_STATS_BASE_URL";

/// Builds and runs a program in a folder, and gives what it prints.
struct Language {
    file: &'static str,
    /// What has to be there.
    needs: &'static str,
    /// Whether the tests are sure to have it.
    sure: bool,
    build: &'static [&'static str],
    run: &'static [&'static str],
}

const NODE: Language = Language { file: "main.mjs", needs: "node", sure: true, build: &[], run: &["node", "main.mjs"] };
const PYTHON: Language =
    Language { file: "main.py", needs: "python3", sure: true, build: &[], run: &["python3", "main.py"] };
const BASH: Language = Language { file: "main.sh", needs: "bash", sure: true, build: &[], run: &["bash", "main.sh"] };
const RUST: Language = Language {
    file: "main.rs",
    needs: "rustc",
    sure: true,
    build: &["rustc", "-o", "main", "main.rs"],
    run: &["./main"],
};
const JAVA: Language = Language {
    file: "Main.java",
    needs: "javac",
    sure: false,
    build: &["javac", "Main.java"],
    run: &["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "Main"],
};
const GO: Language = Language {
    file: "main.go",
    needs: "go",
    sure: false,
    build: &["go", "build", "-o", "main", "main.go"],
    run: &["./main"],
};
const RUBY: Language = Language { file: "main.rb", needs: "ruby", sure: false, build: &[], run: &["ruby", "main.rb"] };
const PHP: Language = Language { file: "main.php", needs: "php", sure: false, build: &[], run: &["php", "main.php"] };
const ELIXIR: Language =
    Language { file: "main.exs", needs: "elixir", sure: false, build: &[], run: &["elixir", "main.exs"] };

/// Programs that print the key.
const KEYS: [(&Language, &str); 15] = [
    (&NODE, "console.log(process.env.OPENROUTER_API_KEY);\n"),
    (&NODE, "console.log(process.env[\"OPENROUTER_API_KEY\"]);\n"),
    (&NODE, "const { OPENROUTER_API_KEY } = process.env;\nconsole.log(OPENROUTER_API_KEY);\n"),
    (&NODE, "const { PATH, OPENROUTER_API_KEY, HOME } = process.env;\nconsole.log(PATH && OPENROUTER_API_KEY);\n"),
    (&PYTHON, "import os\nprint(os.environ[\"OPENROUTER_API_KEY\"])\n"),
    (&PYTHON, "import os\nprint(os.environ.get('OPENROUTER_API_KEY', 'none'))\n"),
    (&PYTHON, "from os import getenv\nprint(getenv(\"OPENROUTER_API_KEY\"))\n"),
    (&BASH, "echo \"$OPENROUTER_API_KEY\"\n"),
    (&BASH, "echo \"${OPENROUTER_API_KEY:?has to be set}\"\n"),
    (&RUST, "fn main() {\n    println!(\"{}\", std::env::var(\"OPENROUTER_API_KEY\").expect(\"set\"));\n}\n"),
    (
        &JAVA,
        "class Main {\n    public static void main(String[] arguments) {\n        System.out.println(System.getenv(\"OPENROUTER_API_KEY\"));\n    }\n}\n",
    ),
    (
        &GO,
        "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() {\n\tfmt.Println(os.Getenv(\"OPENROUTER_API_KEY\"))\n}\n",
    ),
    (&RUBY, "puts ENV[\"OPENROUTER_API_KEY\"]\nabort unless ENV.fetch(\"OPENROUTER_API_KEY\").size > 2\n"),
    (&PHP, "<?php\necho getenv('OPENROUTER_API_KEY'), \"\\n\";\n"),
    (&ELIXIR, "IO.puts(System.fetch_env!(\"OPENROUTER_API_KEY\"))\n"),
];

/// Programs that print the address.
const ADDRESSES: [(&Language, &str); 8] = [
    (&NODE, "console.log(process.env.OPENROUTER_BASE_URL);\n"),
    (&NODE, "const { OPENROUTER_BASE_URL } = process.env;\nconsole.log(OPENROUTER_BASE_URL);\n"),
    (&NODE, "console.log(process.env.OPENROUTER_BASE_URL || \"https://openrouter.ai/api/v1\");\n"),
    (&PYTHON, "import os\nprint(os.environ[\"OPENROUTER_BASE_URL\"])\n"),
    (&PYTHON, "import os\nprint(os.getenv('OPENROUTER_BASE_URL') or 'https://openrouter.ai/api/v1')\n"),
    (&BASH, "echo \"$OPENROUTER_BASE_URL\"\n"),
    (&BASH, "echo \"${OPENROUTER_BASE_URL:-https://openrouter.ai/api/v1}\"\n"),
    (&RUST, "fn main() {\n    println!(\"{}\", std::env::var(\"OPENROUTER_BASE_URL\").expect(\"set\"));\n}\n"),
];

fn is_there(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// The patched program's output in three environments: the new variable unset, empty, set. The old one is always set.
#[track_caller]
fn outputs(
    language: &Language,
    program: &str,
    [old, new]: [&str; 2],
    [old_value, new_value]: [&str; 2],
) -> Option<[String; 3]> {
    let patched = rewritten(language.file, program, Settings::default());
    assert!(patched.contains(new), "{}: no safe hunk reads {new}:\n{patched}", language.file);
    if !is_there(language.needs) {
        assert!(!language.sure, "{} is a prerequisite of the tests", language.needs);
        println!("{} is not here: its form is not run: {}", language.needs, patched.trim());
        return None;
    }
    let folder = Folder::new(&format!(
        "fall-back-{}-{}",
        language.needs,
        std::thread::current().name().unwrap_or_default().replace(':', "-")
    ));
    folder.write(language.file, patched.as_bytes());
    if !language.build.is_empty() {
        run(&folder.0, language.build, &[], &patched);
    }
    Some([None, Some(""), Some(new_value)].map(|value| {
        let mut environment = vec![(old, old_value)];
        environment.extend(value.map(|value| (new, value)));
        run(&folder.0, language.run, &environment, &patched)
    }))
}

#[track_caller]
fn run(folder: &Path, command: &[&str], environment: &[(&str, &str)], program: &str) -> String {
    let output = Command::new(command[0])
        .args(&command[1..])
        .current_dir(folder)
        .env_remove(OLD)
        .env_remove(NEW)
        .env_remove(OLD_ADDRESS)
        .env_remove(NEW_ADDRESS)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} with {environment:?}: {error}\n{program}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_key_is_read_from_the_new_variable_unless_it_is_unset_or_empty() {
    for (language, program) in KEYS {
        let Some(outputs) = outputs(language, program, [OLD, NEW], ["the-old", "the-new"]) else { continue };
        assert_eq!(outputs, ["the-old", "the-old", "the-new"], "{program}");
    }
}

#[test]
fn an_address_is_never_read_from_the_old_variable() {
    let target = Settings::default().base_url;
    for (language, program) in ADDRESSES {
        let values = ["https://openrouter.ai/api/v1", "https://mine.example/v1"];
        let Some(outputs) = outputs(language, program, [OLD_ADDRESS, NEW_ADDRESS], values) else { continue };
        assert_eq!(outputs, [target.as_str(), target.as_str(), "https://mine.example/v1"], "{program}");
    }
}
