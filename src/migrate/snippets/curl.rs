//! A request for the command line program `curl`, to paste into a POSIX shell.
//! Not for `cmd` or PowerShell: their quoting differs.
//! **Invariant:** the shell expands one thing, the variable of the key; the body reaches `curl` byte for byte.

use serde_json::Value;

use super::Checked;
use super::quote::shell_quoted;

pub(super) fn write(context: &Checked<'_>) -> String {
    let url = format!("{}{}", context.base_url, context.endpoint.path());
    let mut code = String::from("curl");
    if context.stream {
        // Otherwise curl holds the stream back in a buffer.
        code.push_str(" -N");
    }
    if url.contains(['[', ']', '{', '}']) {
        // Otherwise curl takes brackets for a range of addresses.
        code.push_str(" --globoff");
    }
    code.push_str(&format!(" {} \\\n", url_word(&url)));
    code.push_str(&format!("  -H \"Authorization: Bearer ${}\" \\\n", context.key_variable));
    code.push_str("  -H \"Content-Type: application/json\" \\\n");
    for (name, value) in &context.headers {
        // `Name:` would make curl leave the header out; `Name;` sends it empty.
        let header = if value.trim().is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        code.push_str(&format!("  -H {} \\\n", shell_quoted(&header)));
    }
    let body = format!("{:#}", Value::Object(context.body.clone()));
    code.push_str(&format!("  -d {}\n", shell_quoted(&body)));
    code
}

/// The address as a word of the shell; bare if nothing in it is special there.
fn url_word(url: &str) -> String {
    let is_bare = |character: char| character.is_ascii_alphanumeric() || "-._~:/%+@".contains(character);
    if url.chars().all(is_bare) { url.to_owned() } else { shell_quoted(url) }
}
