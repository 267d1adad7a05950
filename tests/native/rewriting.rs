//! What the safe hunks make of small files: one table, before and after.

use switchyard::inventory::intake::Intake;
use switchyard::inventory::settings::{KeyMove, Settings};
use switchyard::inventory::workbench::Workbench;
use switchyard::migrate::change::Safety;

/// The file after its safe hunks.
pub fn rewritten(path: &str, before: &str, settings: Settings) -> String {
    accepted(path, before, settings, Safety::Safe)
}

/// The file after its hunks of that safety and safer.
fn accepted(path: &str, before: &str, settings: Settings, safety: Safety) -> String {
    let mut bench = Workbench::new(settings);
    bench.add(path, before);
    bench.scan(Intake::new(0), |_| {});
    let changed = bench.changed(&bench.accept(safety));
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
        "const key = (process.env.AI_STATS_API_KEY || process.env.OPENROUTER_API_KEY)!;\n",
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

#[test]
fn a_form_that_a_shell_does_not_know_is_not_written() {
    // `${NAME:-default}` is an error in all of these, and each says what it is by its ending, its name or its first line.
    for (path, set, read) in [
        ("a.fish", "set -gx", "run $OPENROUTER_API_KEY"),
        ("a.csh", "setenv", "run $OPENROUTER_API_KEY"),
        (".tcshrc", "setenv", "run \"$OPENROUTER_API_KEY\""),
        ("run", "#!/usr/bin/env fish\nset -x", "run $OPENROUTER_API_KEY"),
        ("run", "#!/bin/tcsh\nsetenv", "run $OPENROUTER_API_KEY"),
    ] {
        let before = format!("{set} OPENROUTER_API_KEY x\n{read}\n");
        check(path, &before, &before);
        let reviewed = accepted(path, &before, Settings::default(), Safety::NeedsReview);
        assert_eq!(
            reviewed,
            before.replace("OPENROUTER_API_KEY", "AI_STATS_API_KEY"),
            "{path}: the setter with the read"
        );
    }
    let nushell = "$env.OPENROUTER_API_KEY = (open key)\nrun $env.OPENROUTER_API_KEY\n";
    let reviewed = accepted("a.nu", nushell, Settings::default(), Safety::NeedsReview);
    assert_eq!(reviewed, nushell.replace("OPENROUTER_API_KEY", "AI_STATS_API_KEY"));
}

#[test]
fn a_key_within_an_address_does_not_go_along() {
    let key = format!("sk-or-v1-{}", "0a1b2c3d4e5f6071".repeat(4));
    for (path, before) in [
        ("a.ts", format!("const r = fetch(\"https://openrouter.ai/api/v1/models?key={key}\");\n")),
        ("a.hurl", format!("GET https://openrouter.ai/api/v1/models?key={key}\n")),
    ] {
        let after = accepted(path, &before, Settings::default(), Safety::TakenAlone);
        assert!(!(after.contains("phaseo") && after.contains(&key)), "{path}: {after}");
    }
}

#[test]
fn a_file_of_an_unknown_kind_is_changed_only_by_a_person() {
    let before = "POST https://openrouter.ai/api/v1/chat/completions\nAuthorization: Bearer {{OPENROUTER_API_KEY}}\n";
    check("a.hurl", before, before);
    let reviewed = accepted("a.hurl", before, Settings::default(), Safety::NeedsReview);
    assert_eq!(
        reviewed,
        "POST https://api.phaseo.app/v1/chat/completions\nAuthorization: Bearer {{AI_STATS_API_KEY}}\n"
    );
    // A region is a promise: no patch gives it up along with others.
    let regional = "POST https://eu.openrouter.ai/api/v1/chat/completions\n";
    assert_eq!(accepted("a.hurl", regional, Settings::default(), Safety::NeedsReview), regional);
    // A text for people is no request.
    assert_eq!(accepted("a.txt", before, Settings::default(), Safety::NeedsReview), before);
}

#[test]
fn every_language_skips_an_empty_value() {
    for (path, before, after) in [
        (
            "a.rb",
            "key = ENV[\"OPENROUTER_API_KEY\"]\n",
            "key = (ENV[\"AI_STATS_API_KEY\"].to_s.empty? ? ENV[\"OPENROUTER_API_KEY\"] : ENV[\"AI_STATS_API_KEY\"])\n",
        ),
        (
            "a.rb",
            "key = ENV.fetch(\"OPENROUTER_API_KEY\")\n",
            "key = (ENV[\"AI_STATS_API_KEY\"].to_s.empty? ? ENV.fetch(\"OPENROUTER_API_KEY\") : ENV[\"AI_STATS_API_KEY\"])\n",
        ),
        (
            "a.php",
            "<?php\n$key = $_ENV['OPENROUTER_API_KEY'];\n",
            "<?php\n$key = (($_ENV['AI_STATS_API_KEY'] ?? '') ?: $_ENV['OPENROUTER_API_KEY']);\n",
        ),
        (
            "config/a.php",
            "<?php\nreturn ['key' => env('OPENROUTER_API_KEY', 'none')];\n",
            "<?php\nreturn ['key' => (env('AI_STATS_API_KEY') ?: env('OPENROUTER_API_KEY', 'none'))];\n",
        ),
        (
            "a.cs",
            "var key = Environment.GetEnvironmentVariable(\"OPENROUTER_API_KEY\");\n",
            "var key = (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(\"AI_STATS_API_KEY\")) ? Environment.GetEnvironmentVariable(\"OPENROUTER_API_KEY\") : Environment.GetEnvironmentVariable(\"AI_STATS_API_KEY\"));\n",
        ),
        (
            "a.kt",
            "val key = System.getenv(\"OPENROUTER_API_KEY\")\n",
            "val key = (System.getenv(\"AI_STATS_API_KEY\")?.takeIf { it.isNotEmpty() } ?: System.getenv(\"OPENROUTER_API_KEY\"))\n",
        ),
        (
            "a.exs",
            "key = System.get_env(\"OPENROUTER_API_KEY\")\n",
            "key = (if System.get_env(\"AI_STATS_API_KEY\") in [nil, \"\"], do: System.get_env(\"OPENROUTER_API_KEY\"), else: System.get_env(\"AI_STATS_API_KEY\"))\n",
        ),
        (
            "a.swift",
            "let key = ProcessInfo.processInfo.environment[\"OPENROUTER_API_KEY\"]\n",
            "let key = ([ProcessInfo.processInfo.environment[\"AI_STATS_API_KEY\"], ProcessInfo.processInfo.environment[\"OPENROUTER_API_KEY\"]].compactMap { $0 }.first { !$0.isEmpty })\n",
        ),
        // Placeholders of Spring take an empty value for one, so that a person has to look.
        (
            "src/main/resources/application.yml",
            "spring:\n  ai:\n    openai:\n      api-key: ${OPENROUTER_API_KEY}\n",
            "spring:\n  ai:\n    openai:\n      api-key: ${OPENROUTER_API_KEY}\n",
        ),
    ] {
        check(path, before, after);
    }
}

#[test]
fn a_declaration_beside_the_old_one_asks_for_nothing_that_is_not_there() {
    check(
        "compose.yaml",
        "services:\n  app:\n    environment:\n      OPENROUTER_API_KEY: ${OPENROUTER_API_KEY:?missing}\n",
        "services:\n  app:\n    environment:\n      AI_STATS_API_KEY: ${AI_STATS_API_KEY:-}\n      OPENROUTER_API_KEY: ${OPENROUTER_API_KEY:?missing}\n",
    );
    check(
        "values.env.yaml",
        "env:\n  OPENROUTER_API_KEY: {{ .Values.openrouterApiKey | quote }}\n",
        "env:\n  AI_STATS_API_KEY: {{ .Values.aiStatsApiKey | quote }}\n  OPENROUTER_API_KEY: {{ .Values.openrouterApiKey | quote }}\n",
    );
    // Another variable that is given on holds the source's key.
    check(
        ".env",
        "OPENROUTER_API_KEY=${OPENAI_API_KEY}\n",
        "AI_STATS_API_KEY=\nOPENROUTER_API_KEY=${OPENAI_API_KEY}\n",
    );
    for (path, text) in [
        (
            "deployment.yaml",
            "env:\n  - name: OPENROUTER_API_KEY\n    valueFrom:\n      secretKeyRef:\n        name: llm\n        key: OPENROUTER_API_KEY\n",
        ),
        ("main.tf", "variable \"openrouter_api_key\" {\n  type = string\n}\n"),
        ("vercel.json", "{\n  \"env\": {\n    \"OPENROUTER_API_KEY\": \"@openrouter-api-key\"\n  }\n}\n"),
    ] {
        check(path, text, text);
    }
}

#[test]
fn key_and_address_of_a_file_wait_for_each_other() {
    // The list has another shape, so that its address waits; the key would go to the source.
    let text = "const headers = { Authorization: `Bearer ${process.env.OPENROUTER_API_KEY}` };\nfetch(\"https://openrouter.ai/api/v1/models\", { headers });\nfetch(\"https://openrouter.ai/api/v1/chat/completions\", { headers });\n";
    check("a.ts", text, text);
    // The package speaks to the source until it is rewritten.
    let text = "import { OpenRouter } from \"@openrouter/sdk\";\nconst client = new OpenRouter({ apiKey: process.env.OPENROUTER_API_KEY });\n";
    check("a.ts", text, text);
    // The settings class reads one variable, so that its key waits, and the address with it.
    let text = "from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    openrouter_api_key: str\n    url: str = \"https://openrouter.ai/api/v1\"\n";
    check("config.py", text, text);
    check_cut(
        "config.py",
        text,
        "from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    ai_stats_api_key: str\n    url: str = \"https://api.phaseo.app/v1\"\n",
    );
}

#[test]
fn a_local_name_stays_where_the_variable_is_one() {
    check_cut(
        "a.ts",
        "const { OPENROUTER_API_KEY } = process.env;\nf(OPENROUTER_API_KEY);\n",
        "const { AI_STATS_API_KEY: OPENROUTER_API_KEY } = process.env;\nf(OPENROUTER_API_KEY);\n",
    );
}

#[test]
fn an_address_has_the_targets_for_a_default() {
    let base = "https://api.phaseo.app/v1";
    for (path, before, after) in [
        (
            "a.ts",
            "f(process.env.OPENROUTER_BASE_URL);\n".to_owned(),
            format!("f((process.env.AI_STATS_BASE_URL || \"{base}\"));\n"),
        ),
        (
            "a.ts",
            "f(process.env.OPENROUTER_BASE_URL ?? \"https://openrouter.ai/api/v1\");\n".to_owned(),
            format!("f(process.env.AI_STATS_BASE_URL ?? \"{base}\");\n"),
        ),
        (
            "a.py",
            "import os\nf(os.environ['OPENROUTER_BASE_URL'])\n".to_owned(),
            format!("import os\nf((os.environ.get('AI_STATS_BASE_URL') or '{base}'))\n"),
        ),
        (
            "a.sh",
            "curl \"$OPENROUTER_BASE_URL/models\"\n".to_owned(),
            format!("curl \"${{AI_STATS_BASE_URL:-{base}}}/models\"\n"),
        ),
        (
            // What reads it elsewhere may wait for a person, and then reads the old name.
            ".env",
            "OPENROUTER_BASE_URL=https://openrouter.ai/api/v1\n".to_owned(),
            "OPENROUTER_BASE_URL=https://openrouter.ai/api/v1\n".to_owned(),
        ),
        // What a host or a path is called says nothing of the shape of its default.
        ("a.ts", "f(process.env.OPENROUTER_HOST);\n".to_owned(), "f(process.env.OPENROUTER_HOST);\n".to_owned()),
    ] {
        check(path, &before, &after);
    }
}

#[test]
fn an_answer_of_another_shape_is_never_moved_by_itself() {
    for path in [
        "/models",
        "/credits",
        "/key",
        "/models/a/b/endpoints",
        "/models/user",
        "/images",
        "/generation?id=1",
        "/generation/feedback",
    ] {
        let text = format!("fetch(\"https://openrouter.ai/api/v1{path}\");\n");
        check("a.ts", &text, &text);
    }
    let eu = "const url = \"https://eu.openrouter.ai/api/v1\";\n";
    check("a.ts", eu, eu);
}

#[test]
fn host_and_path_go_together_or_not_at_all() {
    check(
        "a.mjs",
        "request({ hostname: \"openrouter.ai\", path: \"/api/v1/chat/completions\" });\n",
        "request({ hostname: \"api.phaseo.app\", path: \"/v1/chat/completions\" });\n",
    );
    // One of the paths needs review: then all of them wait.
    let text = "const HOST = \"https://openrouter.ai\";\nconst CHAT = \"/api/v1/chat/completions\";\nconst LIST = \"/api/v1/models\";\n";
    check("a.ts", text, text);
    let files = [
        ("config.ts", "export const HOST = \"https://openrouter.ai\";\n"),
        (
            "chat.ts",
            "import { HOST } from \"./config\";\nfetch(HOST + \"/api/v1/chat/completions\");\nfetch(HOST + \"/api/v1/models\");\n",
        ),
    ];
    let mut bench = Workbench::new(Settings::default());
    for (path, text) in files {
        bench.add(path, text);
    }
    bench.scan(Intake::new(0), |_| {});
    assert_eq!(bench.changed(&bench.accept(Safety::Safe)), [], "host and path are in two files");
    let changed = bench.changed(&bench.accept(Safety::NeedsReview));
    assert_eq!(changed.len(), 2);
    assert!(
        changed.iter().all(|(_, text)| !text.contains("openrouter.ai") && !text.contains("/api/v1")),
        "{changed:?}"
    );
}

#[test]
fn a_stand_in_is_taken_alone() {
    let mut bench = Workbench::new(Settings::default());
    bench.add("a.ts", "location.href = \"https://openrouter.ai/auth?callback_url=\" + here;\n");
    bench.scan(Intake::new(0), |_| {});
    assert_eq!(bench.changed(&bench.accept(Safety::NeedsReview)), []);
    assert!(bench.changed(&bench.accept(Safety::TakenAlone))[0].1.contains("no-equivalent.invalid"));
}

#[test]
fn what_a_package_brings_ready_made_is_made_anew() {
    let settings = Settings { key_move: KeyMove::HardCut, ..Settings::default() };
    for (before, after) in [
        (
            "import { openrouter } from \"@openrouter/ai-sdk-provider\";\n\ngenerateText({ model: openrouter(\"a/b\") });\n",
            "import { createOpenAICompatible } from \"@ai-sdk/openai-compatible\";\nconst openrouter = createOpenAICompatible({ name: \"phaseo\", baseURL: \"https://api.phaseo.app/v1\", apiKey: process.env.AI_STATS_API_KEY });\n\ngenerateText({ model: openrouter(\"a/b\") });\n",
        ),
        (
            "import { createOpenRouter, openrouter as or } from \"@openrouter/ai-sdk-provider\";\nconst own = createOpenRouter({ apiKey: k });\nf(own(\"a/b\"), or.chat(\"c/d\"));\n",
            "import { createOpenAICompatible } from \"@ai-sdk/openai-compatible\";\nconst or = createOpenAICompatible({ name: \"phaseo\", baseURL: \"https://api.phaseo.app/v1\", apiKey: process.env.AI_STATS_API_KEY });\nconst own = createOpenAICompatible({ name: \"phaseo\", baseURL: \"https://api.phaseo.app/v1\", apiKey: k });\nf(own(\"a/b\"), or.chatModel(\"c/d\"));\n",
        ),
    ] {
        let mut bench = Workbench::new(settings.clone());
        bench.add("a.ts", before);
        bench.scan(Intake::new(0), |_| {});
        let changed = bench.changed(&bench.accept(Safety::NeedsReview));
        assert_eq!(changed.first().map(|(_, text)| text.as_str()), Some(after), "{before}");
    }
    // As a value it may be called in any way: a person writes that.
    let mut bench = Workbench::new(settings);
    bench.add("a.ts", "import { openrouter } from \"@openrouter/ai-sdk-provider\";\nregister(openrouter);\n");
    bench.scan(Intake::new(0), |_| {});
    assert_eq!(bench.changed(&bench.accept(Safety::NeedsReview)), []);
}

#[test]
fn headers_set_by_calls_go_by_the_profile() {
    for (path, before, after) in [
        (
            "a.go",
            "func f(req *http.Request) {\n\treq.Header.Set(\"X-OpenRouter-Categories\", \"cli\")\n\tsend(req, \"https://openrouter.ai/api/v1\")\n}\n",
            "func f(req *http.Request) {\n\tsend(req, \"https://api.phaseo.app/v1\")\n}\n",
        ),
        (
            "a.rs",
            "let r = client.post(\"https://openrouter.ai/api/v1\").header(\"X-OpenRouter-Title\", \"a\").send();\n",
            "let r = client.post(\"https://api.phaseo.app/v1\").send();\n",
        ),
        (
            "a.php",
            "<?php\n$c = OpenAI::factory()->withHttpHeader('X-OpenRouter-Title', 'a')->withBaseUri('openrouter.ai/api/v1')->make();\n",
            "<?php\n$c = OpenAI::factory()->withBaseUri('api.phaseo.app/v1')->make();\n",
        ),
        (
            "a.sh",
            "curl https://openrouter.ai/api/v1/chat/completions \\\n  -H \"X-OpenRouter-Title: a\" \\\n  -d x\n",
            "curl https://api.phaseo.app/v1/chat/completions \\\n  -d x\n",
        ),
        (
            "a.sh",
            "curl https://openrouter.ai/api/v1/chat/completions \\\n  -H \"X-OpenRouter-Title: a\"\n",
            "curl https://api.phaseo.app/v1/chat/completions\n",
        ),
        (
            "a.sh",
            "curl -H 'X-OpenRouter-Metadata: enabled' https://openrouter.ai/api/v1/chat/completions\n",
            "curl https://api.phaseo.app/v1/chat/completions\n",
        ),
        // The only statement of a branch stays.
        (
            "A.java",
            "if (named)\n    request.setHeader(\"X-OpenRouter-Title\", \"a\");\nsend();\n",
            "if (named)\n    request.setHeader(\"X-OpenRouter-Title\", \"a\");\nsend();\n",
        ),
    ] {
        check(path, before, after);
    }
}
