//! What the safe hunks make of small files: one table, before and after.

use switchyard::inventory::intake::Intake;
use switchyard::inventory::settings::{KeyMove, Settings};
use switchyard::inventory::workbench::Workbench;

/// The file after its safe hunks.
fn rewritten(path: &str, before: &str, settings: Settings) -> String {
    let mut bench = Workbench::new(settings);
    bench.add(path, before);
    bench.scan(Intake::new(0), |_| {});
    let changed = bench.changed(&bench.accept(false));
    changed.into_iter().next().map_or(before.to_owned(), |(_, text)| text)
}

#[track_caller]
fn check(path: &str, before: &str, after: &str) {
    assert_eq!(rewritten(path, before, Settings::default()), after, "{path}");
}

#[track_caller]
fn check_cut(path: &str, before: &str, after: &str) {
    let settings = Settings { key_move: KeyMove::HardCut, ..Settings::default() };
    assert_eq!(rewritten(path, before, settings), after, "{path}");
}

#[test]
fn a_value_is_never_given_to_the_new_name() {
    check(".env", "OPENROUTER_API_KEY=short\n", "AI_STATS_API_KEY=\nOPENROUTER_API_KEY=short\n");
    check(".env", "OPENROUTER_API_KEY=\"a b\"\r\n", "AI_STATS_API_KEY=\"\"\r\nOPENROUTER_API_KEY=\"a b\"\r\n");
    check(".env", "A=1\nOPENROUTER_API_KEY=x", "A=1\nAI_STATS_API_KEY=\nOPENROUTER_API_KEY=x");
    check(
        "compose.yaml",
        "services:\n  app:\n    environment:\n      OPENROUTER_API_KEY: secret\n",
        "services:\n  app:\n    environment:\n      AI_STATS_API_KEY: \n      OPENROUTER_API_KEY: secret\n",
    );
    check(
        "compose.yaml",
        "services:\n  app:\n    environment:\n      - OPENROUTER_API_KEY=${OPENROUTER_API_KEY}\n",
        "services:\n  app:\n    environment:\n      - AI_STATS_API_KEY=${AI_STATS_API_KEY}\n      - OPENROUTER_API_KEY=${OPENROUTER_API_KEY}\n",
    );
}

#[test]
fn reads_fall_back_or_are_cut() {
    check(
        "a.ts",
        "const key = process.env.OPENROUTER_API_KEY!;\n",
        "const key = (process.env.AI_STATS_API_KEY ?? process.env.OPENROUTER_API_KEY)!;\n",
    );
    check(
        "a.py",
        "import os\nkey = os.environ[\"OPENROUTER_API_KEY\"]\n",
        "import os\nkey = (os.environ.get(\"AI_STATS_API_KEY\") or os.environ[\"OPENROUTER_API_KEY\"])\n",
    );
    check("a.sh", "run \"$OPENROUTER_API_KEY\"\n", "run \"${AI_STATS_API_KEY:-$OPENROUTER_API_KEY}\"\n");
    check_cut("a.ts", "f(process.env.OPENROUTER_API_KEY);\n", "f(process.env.AI_STATS_API_KEY);\n");
    check_cut(
        "compose.yaml",
        "x:\n  env:\n    OPENROUTER_API_KEY: ${OPENROUTER_API_KEY}\n",
        "x:\n  env:\n    AI_STATS_API_KEY: ${AI_STATS_API_KEY}\n",
    );
    // The value is still the source's key, so that a person has to look.
    check_cut(".env", "OPENROUTER_API_KEY=x\n", "OPENROUTER_API_KEY=x\n");
    check_cut(".env", "OPENROUTER_API_KEY=\n", "AI_STATS_API_KEY=\n");
}

#[test]
fn addresses_keep_their_shape() {
    for (before, after) in [
        ("https://openrouter.ai/api/v1", "https://api.phaseo.app/v1"),
        ("https://openrouter.ai/api/v1/", "https://api.phaseo.app/v1/"),
        ("https://openrouter.ai/api", "https://api.phaseo.app"),
        ("https://openrouter.ai/api/v1/chat/completions", "https://api.phaseo.app/v1/chat/completions"),
        ("https://notopenrouter.ai/api/v1", "https://notopenrouter.ai/api/v1"),
        ("https://openrouter.ai/keys", "https://openrouter.ai/keys"),
    ] {
        check("a.ts", &format!("const url = '{before}' // x\n"), &format!("const url = '{after}' // x\n"));
        check("a.go", &format!("url := `{before}`\n"), &format!("url := `{after}`\n"));
    }
}
