//! Names, first lines and words of fences, each with the language that it tells.
//! Not the reading of any language. **Invariant:** the tables are the same for Windows' slashes.

use super::*;

#[test]
fn names_tell_the_language() {
    for (language, names) in [
        (Language::TypeScript, "a.ts a.tsx a.mts a.cts src/a.d.ts A.TS"),
        (Language::JavaScript, "a.js a.jsx a.mjs a.cjs next.config.mjs"),
        (Language::Vue, "App.vue"),
        (Language::Svelte, "a.svelte a.astro"),
        (Language::Python, "a.py a.pyi a.pyw Tiltfile"),
        (Language::Go, "main.go"),
        (Language::Rust, "src/lib.rs"),
        (Language::Java, "A.java"),
        (Language::Kotlin, "a.kt build.gradle.kts build.gradle Jenkinsfile a.groovy"),
        (Language::CSharp, "A.cs a.csx"),
        (Language::Ruby, "a.rb Gemfile Rakefile a.rake a.gemspec config.ru"),
        (Language::Php, "a.php a.phtml"),
        (Language::Swift, "a.swift"),
        (Language::Elixir, "a.ex config/runtime.exs"),
        (Language::Shell, "a.sh a.bash a.zsh a.fish .envrc .bashrc .zshrc .profile Makefile rules.mk justfile"),
        (Language::PowerShell, "a.ps1 a.psm1"),
        (Language::Batch, "a.bat a.cmd"),
        (Language::OtherCode, "a.dart a.scala a.c a.h a.cc a.cpp a.zig a.lua a.r a.R a.el a.nix a.jl a.pl"),
        (
            Language::DotEnv,
            ".env .env.local .env.example prod.env .env-sample env.example .dev.vars .env.production.j2 .Renviron .secrets .vars env dotenv example.env.txt",
        ),
        (Language::Yaml, "a.yml a.yaml docker-compose.yml .aider.conf.yml values.yaml.example config.yaml.j2"),
        (Language::Toml, "a.toml Pipfile Cargo.lock config.toml.sample"),
        (Language::Json, "a.json tsconfig.json a.jsonc a.json5 a.ipynb x.code-workspace a.webmanifest Pipfile.lock"),
        (Language::Ini, "a.ini setup.cfg application.properties .editorconfig a.conf app.service"),
        (Language::Dockerfile, "Dockerfile Dockerfile.dev dev.dockerfile Containerfile a/b/Dockerfile-prod"),
        (Language::Hcl, "main.tf prod.tfvars a.hcl"),
        (Language::Nginx, "nginx.conf Caddyfile site.nginx"),
        (Language::Markdown, "README.md a.mdx a.markdown a.rst a.adoc .cursorrules"),
        (
            Language::Requirements,
            "requirements.txt requirements-dev.txt dev-requirements.txt constraints.txt requirements/base.txt",
        ),
        (Language::GoModule, "go.mod"),
        (Language::Markup, "pom.xml a.html a.htm A.csproj A.fsproj a.props App.config Info.plist a.svg"),
        (Language::Plain, "a.txt LICENSE yarn.lock go.sum notes.org a.po"),
        (Language::Unknown, "a.unknown requests.http a.hurl notes"),
    ] {
        for name in names.split(' ') {
            assert_eq!(language_of(name, ""), language, "{name}");
            let windows = format!(r"C:\code\{}", name.replace('/', r"\"));
            assert_eq!(language_of(&windows, ""), language, "{windows}");
        }
    }
}

#[test]
fn the_source_decides_where_the_name_does_not() {
    for (path, source, language) in [
        ("proxy.conf", "# x\nserver {\n}\n", Language::Nginx),
        ("proxy.conf", "  proxy_pass https://openrouter.ai;\n", Language::Nginx),
        ("proxy.conf", "location /x {\n", Language::Nginx),
        ("app.conf", "[server]\nlocation = x\n", Language::Ini),
        ("run", "#!/usr/bin/env bash\n", Language::Shell),
        ("run", "\u{feff}#!/usr/bin/env -S python3.12 -u\r\n", Language::Python),
        ("run", "#!/usr/bin/node", Language::JavaScript),
        ("run", "#!/usr/bin/env X=1 ruby", Language::Ruby),
        ("run", "#!/opt/unknown", Language::Unknown),
        ("feed", "<?xml version=\"1.0\"?>", Language::Markup),
        (".babelrc", "{}", Language::Json),
        (".prettierrc", "semi: false", Language::Yaml),
        ("notes", "", Language::Unknown),
    ] {
        assert_eq!(language_of(path, source), language, "{path} {source}");
    }
}

#[test]
fn words_of_fences_tell_the_language() {
    for (words, language) in [
        ("js javascript jsx", Some(Language::JavaScript)),
        ("ts tsx typescript", Some(Language::TypeScript)),
        ("py python Python", Some(Language::Python)),
        ("bash sh shell console zsh", Some(Language::Shell)),
        ("powershell ps1", Some(Language::PowerShell)),
        ("csharp cs", Some(Language::CSharp)),
        ("env dotenv", Some(Language::DotEnv)),
        ("yaml yml", Some(Language::Yaml)),
        ("hcl terraform", Some(Language::Hcl)),
        ("nginx", Some(Language::Nginx)),
        ("dockerfile", Some(Language::Dockerfile)),
        ("diff text", Some(Language::Plain)),
        ("mermaid", None),
    ] {
        for word in words.split(' ') {
            assert_eq!(language_of_word(word), language, "{word}");
        }
    }
    for (word, language) in [("go", Language::Go), ("rust", Language::Rust), ("java", Language::Java)] {
        assert_eq!(language_of_word(word), Some(language));
    }
    for (word, language) in [("kotlin", Language::Kotlin), ("php", Language::Php), ("swift", Language::Swift)] {
        assert_eq!(language_of_word(word), Some(language));
    }
}
