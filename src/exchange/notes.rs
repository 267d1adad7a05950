//! What is said about a request that was read from elsewhere.
//! **Invariant:** no note holds a text that came with the request but names: of headers, options, files, variables.

use super::credential::{self, Credential};
use crate::diagnostic::Diagnostic;

/// Adds a note unless it was said already.
pub(super) fn push(notes: &mut Vec<Diagnostic>, note: Diagnostic) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

/// A name from the text, cleaned and of a length that can be shown.
pub(super) fn name(text: &str) -> String {
    // What is not shown goes first: without it, two halves of a key would be a key again.
    let visible: String = text.chars().filter(|character| !character.is_control()).collect();
    let (text, _) = credential::without_keys(&visible);
    let mut shown: String = text.chars().take(60).collect();
    if text.chars().count() > 60 {
        shown.push('…');
    }
    // Backticks mark code in a note.
    shown.replace('`', "'")
}

fn list(names: &[String]) -> String {
    names.iter().map(|one| format!("`{}`", name(one))).collect::<Vec<_>>().join(", ")
}

pub(super) fn credential(credential: &Credential) -> Diagnostic {
    let place = match credential.place.as_str() {
        "address" => "The address".to_owned(),
        header => format!("The header `{}`", name(header)),
    };
    match &credential.variable {
        Some(variable) => Diagnostic::new(
            format!("{place} was left out; its key is in the variable `{}`.", name(variable)),
            "The page cannot read variables of your machine, and adds the key of each gateway by itself.",
            "Enter the key in the field \"API key\" of its gateway on the Connect page.",
        ),
        None => Diagnostic::new(
            format!("{place} had a credential, and it was taken out."),
            "A key is kept nowhere but in the field of its own gateway, and is sent nowhere else.",
            "Enter the key in the field \"API key\" of its gateway on the Connect page.",
        ),
    }
}

pub(super) fn key_in(place: &str) -> Diagnostic {
    Diagnostic::new(
        format!("A text in the form of a key was taken out of {place}."),
        "The request goes to both gateways, and a key may reach only its own.",
        "Enter the key in the field \"API key\" of its gateway on the Connect page.",
    )
}

/// Headers that the page does not send on, if there are any.
pub(super) fn gateway_headers(headers: &[(String, String)]) -> Option<Diagnostic> {
    let is_theirs = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-openrouter-") || matches!(name.as_str(), "http-referer" | "x-title")
    };
    let names: Vec<String> = headers.iter().map(|(name, _)| name.clone()).filter(|name| is_theirs(name)).collect();
    (!names.is_empty()).then(|| {
        Diagnostic::new(
            format!("Headers that only OpenRouter reads were not taken over: {}.", list(&names)),
            "They name an application in OpenRouter's rankings and change no answer.",
            "Nothing for this comparison. The Migrate page says what becomes of each in your code.",
        )
    })
}

pub(super) fn variables(names: &[String]) -> Diagnostic {
    Diagnostic::new(
        format!("Variables are left as they are written: {}.", list(names)),
        "Their values are known only where the command is run.",
        "Put the values into the request.",
    )
}

pub(super) fn not_run(what: &str) -> Diagnostic {
    Diagnostic::new(
        format!("`{}` is left as it is written.", name(what)),
        "It is a command of its own, and nothing is run here.",
        "Put its output into the request.",
    )
}

pub(super) fn file(option: &str, file: &str) -> Diagnostic {
    Diagnostic::new(
        format!("The file `{}` of `{option}` was not read.", name(file)),
        "A page cannot read files by their names.",
        "Open the file and paste its content into \"Request body\".",
    )
}

pub(super) fn no_input(option: &str) -> Diagnostic {
    Diagnostic::new(
        format!("What `{option}` would have read from its standard input is not known."),
        "The command that writes it is not run here, or the text was typed by hand.",
        "Paste the content into \"Request body\".",
    )
}

pub(super) fn unknown_option(option: &str) -> Diagnostic {
    Diagnostic::new(
        format!("The option `{}` is not known, and was left out.", name(option)),
        "curl has no option of that name, or a newer version of it has.",
        "Check the request for what the option would have changed.",
    )
}

pub(super) fn ambiguous_option(option: &str) -> Diagnostic {
    Diagnostic::new(
        format!("The option `{}` could be several, and was left out.", name(option)),
        "It is the beginning of more than one name.",
        "Write its whole name.",
    )
}

pub(super) fn no_argument(option: &str) -> Diagnostic {
    Diagnostic::new(
        format!("The option `{}` has no value.", name(option)),
        "The command ends where its value should stand: a part of it was not copied.",
        "Copy the command again, to its end.",
    )
}

pub(super) fn equals(option: &str) -> Diagnostic {
    Diagnostic::new(
        format!("`{}` was read with its value behind the sign.", name(option)),
        "curl itself takes no value behind an equals sign; it wants a space.",
        "Correct the command where it comes from.",
    )
}

pub(super) fn left_out(options: &[String]) -> Diagnostic {
    Diagnostic::new(
        format!("Options about the connection were left out: {}.", list(options)),
        "A page can only ask its browser to connect, with no proxy, certificate or address of its own.",
        "Nothing, unless the gateway can be reached only that way.",
    )
}

pub(super) fn globbing() -> Diagnostic {
    Diagnostic::new(
        "The address has braces or brackets and was read as it is.",
        "curl would make several addresses of it, one for each value.",
        "Write the addresses out if you need them all.",
    )
}

pub(super) fn no_address() -> Diagnostic {
    Diagnostic::new(
        "The command has no address.",
        "It is cut off, or a quote swallowed the rest of it.",
        "Copy the whole command.",
    )
}

pub(super) fn open_quote() -> Diagnostic {
    Diagnostic::new(
        "A quote is opened and not closed.",
        "The command is cut off, or its quotes are those of another shell.",
        "Copy the whole command, or choose its shell.",
    )
}

pub(super) fn typographic() -> Diagnostic {
    Diagnostic::new(
        "The command has typographic quotes, which no shell takes for quotes.",
        "A text program changed them on the way.",
        "Replace them by plain quotes and import it again.",
    )
}

pub(super) fn blank_after_backslash() -> Diagnostic {
    Diagnostic::new(
        "A line ends with a backslash and blanks, and was read as going on.",
        "A shell would end the command there.",
        "Remove the blanks where the command comes from.",
    )
}

pub(super) fn powershell_alias() -> Diagnostic {
    Diagnostic::new(
        "In Windows PowerShell `curl` is another command.",
        "There it is short for Invoke-WebRequest, which takes none of these options. It was read as curl.",
        "Write `curl.exe` where the command is run.",
    )
}

pub(super) fn unescaped() -> Diagnostic {
    Diagnostic::new(
        "Backslashes before the quotes of the body were taken away.",
        "Windows PowerShell needs them to pass quotes on; newer versions would send them.",
        "Nothing, if the body looks right.",
    )
}

pub(super) fn nothing_found(text: &str) -> Diagnostic {
    let other = ["Invoke-RestMethod", "Invoke-WebRequest", "wget ", "http POST", "axios", "requests.post"]
        .into_iter()
        .find(|other| text.contains(other));
    match other {
        Some(other) => Diagnostic::new(
            format!("This is a call with `{}`, which is not read here.", other.trim()),
            "cURL commands, HAR files, `fetch` calls and JSON bodies are.",
            "Paste the JSON of its body instead.",
        ),
        None => Diagnostic::new(
            "No request was found in the text.",
            "It has no cURL command, is no HAR file, calls no `fetch`, and is no JSON.",
            "Copy the request as cURL from your browser or your documentation.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_a_name_is_not_shown_whatever_stands_within_it() {
        for between in ["", "\u{1f}", "\u{0}", "\n", "\u{85}"] {
            let shown = name(&format!("sk-or-v1-01{between}23456789abcdef0123456789abcdef"));
            assert!(!shown.contains("0123456789abcdef"), "{between:?}: {shown}");
        }
    }
}
