//! Which language a file is in, by its name and, failing that, its first line.
//! Not the reading of it.
//! **Invariant:** a file of no known kind still gets a language: `Unknown`, whose lines are looked at as text.

/// A language or format that has a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// TypeScript, also with JSX.
    TypeScript,
    /// JavaScript, also with JSX.
    JavaScript,
    /// A Vue component: its script blocks and its template's text.
    Vue,
    /// A Svelte or Astro component: its script blocks and its markup's text.
    Svelte,
    /// Python.
    Python,
    /// Go.
    Go,
    /// Rust.
    Rust,
    /// Java.
    Java,
    /// Kotlin, Gradle's Kotlin script and Groovy.
    Kotlin,
    /// C#.
    CSharp,
    /// Ruby.
    Ruby,
    /// PHP.
    Php,
    /// Swift.
    Swift,
    /// Elixir.
    Elixir,
    /// Bourne shells: sh, bash, zsh, and the like.
    Shell,
    /// PowerShell.
    PowerShell,
    /// Windows command files.
    Batch,
    /// Other languages with C-like strings and comments: Dart, Scala, C, C++, Zig, Lua, R, and the like.
    OtherCode,
    /// `.env` files.
    DotEnv,
    /// YAML: compose, workflows, Kubernetes, Helm, LiteLLM.
    Yaml,
    /// TOML.
    Toml,
    /// JSON, also with comments, and notebooks.
    Json,
    /// INI, properties.
    Ini,
    /// Dockerfile.
    Dockerfile,
    /// Terraform and other HCL.
    Hcl,
    /// nginx and Caddy configuration.
    Nginx,
    /// Markdown, MDX, reStructuredText, AsciiDoc.
    Markdown,
    /// XML and HTML.
    Markup,
    /// `requirements.txt`: one package a line.
    Requirements,
    /// `go.mod`.
    GoModule,
    /// Text for people, and data: logs, tables, patches.
    Plain,
    /// Text of a kind that neither its name nor its first line tells.
    Unknown,
}
