//! Which language a file is in: by its name, then by its first line, in few cases by what it holds.
//! Not the reading of it, and no look into a file beyond its start.
//!
//! **Invariant:** every path has an answer; the case of its letters and the kind of its slashes do not matter.

use super::language::Language;

/// The language of a file with this path and source. The source may be cut or empty.
#[must_use]
pub fn language_of(path: &str, source: &str) -> Language {
    let name = file_name(path).to_ascii_lowercase();
    let in_requirements = folders(path).last().is_some_and(|folder| folder.eq_ignore_ascii_case("requirements"));
    if in_requirements && (name.ends_with(".txt") || name.ends_with(".in")) {
        return Language::Requirements;
    }
    let found = by_name(&name, source).or_else(|| {
        // An example of a file, or the template of one, is written in the file's language.
        let (stem, _) = EXAMPLE_ENDINGS.iter().find_map(|ending| Some((name.strip_suffix(ending)?, ending)))?;
        by_name(stem, source)
    });
    found.or_else(|| by_first_line(source)).unwrap_or(Language::Unknown)
}

const EXAMPLE_ENDINGS: [&str; 14] = [
    ".example",
    ".sample",
    ".template",
    ".tmpl",
    ".tpl",
    ".dist",
    ".default",
    ".local",
    ".j2",
    ".jinja",
    ".jinja2",
    ".bak",
    ".orig",
    ".erb",
];

/// The language that a fenced block of a document names, by a name or an ending of files.
#[must_use]
pub fn language_of_word(word: &str) -> Option<Language> {
    let word = word.to_ascii_lowercase();
    let language = match word.as_str() {
        "javascript" | "node" | "nodejs" => Language::JavaScript,
        "typescript" => Language::TypeScript,
        "python" | "python3" | "pycon" | "ipython" | "ipython3" => Language::Python,
        "golang" => Language::Go,
        "rust" => Language::Rust,
        "kotlin" | "groovy" => Language::Kotlin,
        "csharp" | "c#" | "dotnet" => Language::CSharp,
        "ruby" => Language::Ruby,
        "elixir" | "iex" => Language::Elixir,
        "shell" | "console" | "shellsession" | "shell-session" | "sh-session" | "terminal" | "curl" | "make"
        | "makefile" | "nushell" => Language::Shell,
        "powershell" | "pwsh" => Language::PowerShell,
        "batch" | "dos" => Language::Batch,
        "dotenv" | "env" => Language::DotEnv,
        "terraform" => Language::Hcl,
        "nginx" | "caddy" | "caddyfile" => Language::Nginx,
        "dockerfile" | "docker" | "containerfile" => Language::Dockerfile,
        "jsonl" | "json-with-comments" => Language::Json,
        "haskell" | "dart" | "scala" | "perl" | "julia" | "lisp" | "elisp" | "emacs-lisp" | "clojure" | "cpp"
        | "c++" | "objective-c" | "nix" | "lua" | "zig" => Language::OtherCode,
        "diff" | "patch" | "text" | "txt" | "plain" | "plaintext" | "md" | "markdown" | "mdx" | "conf" | "config" => {
            return Some(Language::Plain);
        }
        ending => return by_ending(ending),
    };
    Some(language)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The folders of a path, without the file's name.
fn folders(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    let mut parts = path.split(['/', '\\']);
    parts.next_back();
    parts
}

fn by_name(name: &str, source: &str) -> Option<Language> {
    if name == ".envrc" {
        return Some(Language::Shell);
    }
    let env =
        name == ".env" || name.ends_with(".env") || [".env.", ".env-", ".env_"].iter().any(|it| name.starts_with(it));
    let same_form = [
        "env",
        "dotenv",
        "env.example",
        "env.sample",
        "env.template",
        "env.local",
        ".dev.vars",
        ".flaskenv",
        ".renviron",
        ".secrets",
        ".vars",
    ];
    if env || name.ends_with(".env.txt") || same_form.contains(&name) {
        return Some(Language::DotEnv);
    }
    let docker =
        |stem: &str| name.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']));
    if docker("dockerfile") || docker("containerfile") {
        return Some(Language::Dockerfile);
    }
    if name.ends_with(".txt") && (name.contains("requirements") || name.contains("constraints")) {
        return Some(Language::Requirements);
    }
    let language = match name {
        "requirements.in" | "constraints.in" | "requirements-dev.in" => Language::Requirements,
        "go.mod" | "go.work" => Language::GoModule,
        "makefile" | "gnumakefile" | "justfile" | "procfile" | ".bashrc" | ".bash_profile" | ".bash_aliases"
        | ".zshrc" | ".zshenv" | ".zprofile" | ".profile" | ".kshrc" | ".cshrc" | ".tcshrc" | ".login" | "pkgbuild" => {
            Language::Shell
        }
        "gemfile" | "rakefile" | "podfile" | "fastfile" | "brewfile" | "vagrantfile" | "guardfile" | "capfile"
        | "dangerfile" => Language::Ruby,
        "jenkinsfile" => Language::Kotlin,
        "tiltfile" | "sconstruct" | "wscript" => Language::Python,
        "caddyfile" | "nginx.conf" => Language::Nginx,
        "pipfile" | "poetry.lock" | "cargo.lock" | "uv.lock" | "pdm.lock" => Language::Toml,
        "pipfile.lock" | "composer.lock" | ".lintstagedrc" | ".firebaserc" | "deno.lock" => Language::Json,
        ".babelrc" | ".eslintrc" | ".prettierrc" | ".swcrc" | ".stylelintrc" | ".mocharc" => {
            let json = source.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '/']);
            if json { Language::Json } else { Language::Yaml }
        }
        ".clinerules" | ".cursorrules" | ".windsurfrules" | "readme" | "changelog" | "contributing" => {
            Language::Markdown
        }
        "license" | "licence" | "notice" | "authors" | "copying" | "codeowners" => Language::Plain,
        ".editorconfig" | ".npmrc" | ".pypirc" | ".flake8" | ".pylintrc" | ".gitconfig" | ".gitmodules"
        | ".coveragerc" => Language::Ini,
        _ => {
            let (_, ending) = name.rsplit_once('.')?;
            if ending == "conf" && is_nginx(source) {
                return Some(Language::Nginx);
            }
            return by_ending(ending);
        }
    };
    Some(language)
}

/// How much of a file is looked into.
const START: usize = 20_000;

fn is_nginx(source: &str) -> bool {
    let lines = source.bytes().take(START).filter(|byte| *byte == b'\n').count() + 1;
    source.lines().take(lines).map(str::trim_start).any(|line| {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("server" | "http" | "events"), Some("{")) | (Some("server{" | "http{"), _) => true,
            (Some("proxy_pass" | "proxy_set_header" | "server_name"), Some(_)) => line.trim_end().ends_with(';'),
            (Some("location" | "upstream"), Some(_)) => line.contains('{'),
            _ => false,
        }
    })
}

fn by_ending(ending: &str) -> Option<Language> {
    let language = match ending {
        "ts" | "mts" | "cts" | "tsx" => Language::TypeScript,
        "js" | "mjs" | "cjs" | "jsx" | "es6" => Language::JavaScript,
        "vue" => Language::Vue,
        "svelte" | "astro" => Language::Svelte,
        "py" | "pyi" | "pyw" | "bzl" | "ipy" => Language::Python,
        "go" => Language::Go,
        "rs" => Language::Rust,
        "java" => Language::Java,
        "kt" | "kts" | "gradle" | "groovy" => Language::Kotlin,
        "cs" | "csx" => Language::CSharp,
        "rb" | "rake" | "gemspec" | "ru" | "podspec" | "cr" => Language::Ruby,
        "php" | "phtml" => Language::Php,
        "swift" => Language::Swift,
        "ex" | "exs" => Language::Elixir,
        "sh" | "bash" | "zsh" | "fish" | "ksh" | "csh" | "tcsh" | "nu" | "mk" | "bats" | "command" => Language::Shell,
        "ps1" | "psm1" | "psd1" => Language::PowerShell,
        "bat" | "cmd" => Language::Batch,
        "dart" | "scala" | "sc" | "c" | "h" | "cc" | "cpp" | "cxx" | "hh" | "hpp" | "m" | "mm" | "zig" | "lua"
        | "r" | "el" | "nix" | "jl" | "pl" | "pm" | "fs" | "fsx" | "vb" | "hs" | "ml" | "clj" | "cljs" | "erl"
        | "nim" | "sol" | "v" | "gd" | "proto" | "sql" | "graphql" | "lisp" | "rkt" | "vim" | "css" | "scss"
        | "less" | "applescript" => Language::OtherCode,
        "yml" | "yaml" => Language::Yaml,
        "toml" => Language::Toml,
        "json" | "jsonc" | "json5" | "jsonl" | "ndjson" | "ipynb" | "code-workspace" | "webmanifest" | "har"
        | "geojson" | "avsc" | "tfstate" | "code-snippets" => Language::Json,
        "ini" | "cfg" | "xcconfig" | "conf" | "properties" | "service" | "timer" | "desktop" | "inf" => Language::Ini,
        "dockerfile" | "containerfile" => Language::Dockerfile,
        "tf" | "tfvars" | "hcl" | "nomad" => Language::Hcl,
        "nginx" | "caddyfile" | "vhost" => Language::Nginx,
        "md" | "mdx" | "markdown" | "mdc" | "rst" | "adoc" | "asciidoc" | "qmd" | "rmd" => Language::Markdown,
        "xml" | "html" | "htm" | "xhtml" | "csproj" | "fsproj" | "vbproj" | "props" | "targets" | "config"
        | "plist" | "svg" | "nuspec" | "resx" | "xaml" | "entitlements" | "xib" | "storyboard" | "hbs"
        | "handlebars" | "mustache" | "ejs" | "liquid" | "twig" | "njk" | "cshtml" | "razor" | "heex" | "jsp" => {
            Language::Markup
        }
        "txt" | "text" | "log" | "csv" | "tsv" | "lock" | "sum" | "diff" | "patch" | "org" | "tex" | "wiki" | "po"
        | "pot" | "srt" | "vtt" | "eml" => Language::Plain,
        _ => return None,
    };
    Some(language)
}

fn by_first_line(source: &str) -> Option<Language> {
    let line = source.trim_start_matches('\u{feff}').lines().next()?.get(..).filter(|line| line.len() < 1000)?;
    if line.starts_with("<?xml") || line.to_ascii_lowercase().starts_with("<!doctype") {
        return Some(Language::Markup);
    }
    if line.starts_with("<?php") {
        return Some(Language::Php);
    }
    let command = line.strip_prefix("#!")?;
    let program = command
        .split_whitespace()
        .map(file_name)
        .find(|word| !word.is_empty() && *word != "env" && !word.starts_with('-') && !word.contains('='))?;
    let program = program.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let language = match program {
        "sh" | "bash" | "zsh" | "dash" | "ksh" | "ash" | "fish" | "csh" | "tcsh" | "nu" | "make" | "just" => {
            Language::Shell
        }
        "python" | "uv" | "pypy" => Language::Python,
        "node" | "bun" | "zx" => Language::JavaScript,
        "deno" | "tsx" | "ts-node" => Language::TypeScript,
        "ruby" => Language::Ruby,
        "php" => Language::Php,
        "pwsh" | "powershell" => Language::PowerShell,
        "elixir" => Language::Elixir,
        "swift" => Language::Swift,
        "kotlin" | "groovy" => Language::Kotlin,
        "perl" | "lua" | "Rscript" | "julia" | "scala" | "dart" => Language::OtherCode,
        _ => return None,
    };
    Some(language)
}

#[cfg(test)]
mod tests;
