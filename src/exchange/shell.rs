//! Commands as shells see them: words with their quotes resolved, and what each command reads.
//! Not a shell: nothing is run, and only what a text itself says is put in place of a variable.
//! **Invariant:** a reader takes any text and ends; it goes forward with every step.

mod bash;
mod cmd;
mod powershell;

use crate::diagnostic::Diagnostic;

/// A shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// bash, zsh and sh.
    Bash,
    /// The Windows command prompt, `cmd.exe`.
    Cmd,
    /// PowerShell, Windows' own or the newer one.
    PowerShell,
}

impl Dialect {
    /// All, in the order of choice.
    pub const ALL: [Dialect; 3] = [Dialect::Bash, Dialect::Cmd, Dialect::PowerShell];

    /// The name shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Dialect::Bash => "bash, zsh, sh",
            Dialect::Cmd => "Windows cmd",
            Dialect::PowerShell => "PowerShell",
        }
    }
}

/// A word of a command. It may hold a key, so that it has no `Debug`.
#[derive(Clone, Default)]
pub(super) struct Word {
    /// Its text, with variables as they are written.
    pub text: String,
    /// The variables in it, as they are written.
    pub variables: Vec<String>,
}

impl Word {
    pub(super) fn plain(text: impl Into<String>) -> Word {
        Word { text: text.into(), variables: Vec::new() }
    }

    fn push(&mut self, character: char) {
        self.text.push(character);
    }

    fn push_word(&mut self, word: &Word) {
        self.text.push_str(&word.text);
        self.variables.extend(word.variables.iter().cloned());
    }

    fn push_variable(&mut self, written: &str) {
        self.text.push_str(written);
        self.variables.push(written.to_owned());
    }
}

/// What a command reads from its standard input.
#[derive(Clone, Default)]
pub(super) enum Input {
    /// Nothing that is known of.
    #[default]
    None,
    /// This text.
    Text(Word),
    /// This file.
    File(String),
    /// The output of a command that is not run.
    Unread,
}

/// A command.
#[derive(Clone, Default)]
pub(super) struct Command {
    pub words: Vec<Word>,
    pub input: Input,
}

/// What a text holds.
#[derive(Default)]
pub(super) struct Script {
    pub commands: Vec<Command>,
    pub notes: Vec<Diagnostic>,
}

/// Reads a text as a shell would.
pub(super) fn read(text: &str, dialect: Dialect) -> Script {
    let text = without_prompt(text);
    match dialect {
        Dialect::Bash => bash::read(text),
        Dialect::Cmd => cmd::read(text),
        Dialect::PowerShell => powershell::read(text),
    }
}

/// What a person copied along with the command: `$ `, `C:\Users\me>`, `PS C:\>`.
fn without_prompt(text: &str) -> &str {
    let text = text.trim_start();
    let prompts = ["$ ", "% ", "# curl", "> curl"];
    if let Some(prompt) = prompts.iter().find(|prompt| text.starts_with(**prompt)) {
        return text.get(prompt.trim_end_matches("curl").len()..).unwrap_or(text);
    }
    let line = text.lines().next().unwrap_or_default();
    let has_path = line.starts_with("PS ") || line.get(1..3) == Some(":\\");
    match line.find('>').filter(|_| has_path) {
        Some(at) => text.get(at + 1..).unwrap_or(text).trim_start_matches(['>', ' ']),
        None => text,
    }
}

/// The shell that a text is most likely for.
pub(super) fn dialect_of(text: &str) -> Dialect {
    let text = text.trim_start();
    let line_ends_with = |end: &str| text.lines().any(|line| line.trim_end().ends_with(end));
    let line_starts_with = |start: &str| text.lines().any(|line| line.trim_start().starts_with(start));
    let is_exe = text.contains("curl.exe");
    // A backslash at the end of a line goes on in bash alone, and so does an apostrophe passed through its quotes.
    let is_bash = line_ends_with("\\") || text.contains("'\\''") || text.contains("$'");
    let here_string =
        (line_ends_with("@'") && line_starts_with("'@")) || (line_ends_with("@\"") && line_starts_with("\"@"));
    // A backtick behind a space at the end of a line goes on in PowerShell alone.
    if text.starts_with("PS ")
        || here_string
        || text.contains("$env:")
        || text.contains("${env:")
        || text.lines().any(assigns_in_powershell)
        || (line_ends_with(" `") && !is_bash)
    {
        return Dialect::PowerShell;
    }
    if is_bash {
        return Dialect::Bash;
    }
    let sets =
        text.lines().any(|line| line.trim_start().get(..4).is_some_and(|start| start.eq_ignore_ascii_case("set ")));
    let has_variable = !text.contains(['\'', '$']) && text.split('%').skip(1).any(is_plain_variable);
    if text.get(1..3) == Some(":\\")
        || text.contains("curl ^\"")
        || text.contains("curl.exe ^\"")
        || line_ends_with("^")
        || text.contains("\"{\"\"")
        || has_variable
        || sets
    {
        return Dialect::Cmd;
    }
    match (is_exe, text.contains(" '")) {
        (true, true) => Dialect::PowerShell,
        (true, false) => Dialect::Cmd,
        (false, _) => Dialect::Bash,
    }
}

/// `$name = …`, `$env:NAME = …`
fn assigns_in_powershell(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('$') else { return false };
    let end = rest.find(|character: char| !(character.is_ascii_alphanumeric() || "_:".contains(character)));
    end.is_some_and(|end| end > 0 && rest.get(end..).is_some_and(|rest| rest.trim_start().starts_with('=')))
}

/// What stands between percent signs, if it is a name as variables of Windows have, and no encoded byte.
fn is_plain_variable(name: &str) -> bool {
    name.len() > 2
        && name.starts_with(super::cursor::begins_name)
        && name
            .chars()
            .all(|character| character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_')
}
