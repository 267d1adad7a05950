//! The ways in which one secret can be written down: as it is, in JSON, in a URL, in base64.
//! Not a decoder: the forms are made once from the secret and then searched for as plain bytes.
//! **Invariant:** every form is long enough to say the secret; no form is a mere part of it, except that base64
//! loses up to a character at either end where the secret shares that character with its neighbours.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// All distinct forms of a secret; empty if the secret is blank.
pub(super) fn written_forms(secret: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    let mut add = |form: String| {
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    };
    // A key that was pasted with a line break around it is sent, and echoed, without.
    for secret in [secret.trim(), secret] {
        if secret.trim().is_empty() {
            continue;
        }
        add(secret.to_owned());
        let json = json_escaped(secret, false);
        // JSON inside JSON, as in a tool call's arguments, escapes the escapes.
        add(json_escaped(&json, false));
        add(json.replace('/', "\\/"));
        add(json);
        add(json_escaped(secret, true));
        for keep in ["-_.~", "-_.~!'()*"] {
            for upper in [true, false] {
                let form = percent_encoded(secret, keep, upper);
                add(form.replace("%20", "+"));
                add(form);
            }
        }
        for alignment in 0..3 {
            if let Some(form) = base64_inside(secret, alignment) {
                add(form.replace('+', "-").replace('/', "_"));
                add(form);
            }
        }
    }
    forms
}

/// The secret as it stands between the quotes of a JSON string; with `ascii`, everything else as `\u` escapes.
fn json_escaped(secret: &str, ascii: bool) -> String {
    let mut escaped = String::with_capacity(secret.len());
    for character in secret.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{c}' => escaped.push_str("\\f"),
            _ if character < ' ' || (ascii && !character.is_ascii()) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    escaped.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

fn percent_encoded(secret: &str, keep: &str, upper: bool) -> String {
    let mut encoded = String::with_capacity(secret.len());
    for byte in secret.bytes() {
        let character = char::from(byte);
        if byte.is_ascii_alphanumeric() || keep.contains(character) {
            encoded.push(character);
        } else if upper {
            encoded.push_str(&format!("%{byte:02X}"));
        } else {
            encoded.push_str(&format!("%{byte:02x}"));
        }
    }
    encoded
}

/// The base64 characters that the secret alone decides when `alignment` bytes (modulo 3) stand before it,
/// as in `Basic base64(user:secret)`.
fn base64_inside(secret: &str, alignment: usize) -> Option<String> {
    let mut bytes = vec![0; alignment];
    bytes.extend_from_slice(secret.as_bytes());
    let first = (alignment * 8).div_ceil(6);
    let last = bytes.len() * 8 / 6;
    STANDARD_NO_PAD.encode(&bytes).get(first..last).map(str::to_owned)
}
