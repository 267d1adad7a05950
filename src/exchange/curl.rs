//! cURL commands: which of the commands of a text are curl's, and the requests that each would make.
//! Not a shell (that is `shell`) and not curl: nothing is sent, no file is read.
//!
//! Source of the facts: curl's manual and source, versions 7.88 and 8.13 (2023 and 2025); where a curl is on the machine,
//! the tests compare with what it really sends.
//! **Invariant:** what an option asks for is in the request, or it is said that it is not.

mod address;
mod arguments;
mod options;
mod transfer;

use super::imported::ImportedRequest;
use super::notes;
use super::shell::{self, Command, Dialect, Word};
use crate::diagnostic::Diagnostic;

/// Reads the curl commands of a text. The shell is found out unless it is given.
pub(super) fn read(text: &str, dialect: Option<Dialect>) -> (Vec<ImportedRequest>, Vec<Diagnostic>) {
    if !text.to_ascii_lowercase().contains("curl") {
        return (Vec::new(), Vec::new());
    }
    let dialect = dialect.unwrap_or_else(|| shell::dialect_of(text));
    let script = shell::read(text, dialect);
    let mut diagnostics = script.notes;
    let mut requests = Vec::new();
    for Command { words, input } in script.commands {
        let Some((program, rest)) = curl_of(&words) else { continue };
        if dialect == Dialect::PowerShell && program.text.eq_ignore_ascii_case("curl") {
            notes::push(&mut diagnostics, notes::powershell_alias());
        }
        for transfer in arguments::read(rest, &input) {
            requests.extend(transfer.requests());
        }
    }
    (requests, diagnostics)
}

/// The program and its arguments, if the command calls curl, be it through another program.
fn curl_of(words: &[Word]) -> Option<(&Word, &[Word])> {
    /// Programs that call another, and words of the shell before a command.
    const BEFORE: [&str; 20] = [
        "sudo", "time", "command", "exec", "env", "nohup", "winpty", "then", "do", "else", "if", "while", "until", "!",
        "{", "call", "xargs", "watch", "$", "builtin",
    ];
    let mut rest = words;
    loop {
        let (word, after) = rest.split_first()?;
        let name = word.text.trim_start_matches('@').rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if name == "curl" || name == "curl.exe" {
            return Some((word, after));
        }
        let is_assignment = word.text.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        });
        if !BEFORE.contains(&name.as_str()) && !is_assignment {
            return None;
        }
        rest = after;
    }
}
