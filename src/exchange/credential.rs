//! Where requests hold keys: headers, the address, and anything that has the form of one.
//! Not a place for keys: what was taken out is forgotten; only where it stood, and the variable it stood for, is kept.
//! **Invariant:** a [`Credential`] has no field for the text of a key.

use crate::share::redaction::Redactor;

/// Something that was taken out because it proves who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Where it stood: the name of a header, or `address`.
    pub place: String,
    /// The variable that would have held it, if it was none itself.
    pub variable: Option<String>,
}

impl Credential {
    /// Of a header with that value.
    pub fn of_header(name: String, value: &str) -> Credential {
        let value = value.trim();
        let token = ["bearer ", "basic ", "token "]
            .iter()
            .find_map(|scheme| value.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)))
            .and_then(|start| value.get(start.len()..))
            .unwrap_or(value);
        let (name, _) = without_keys(&name);
        Credential { place: name, variable: variable(token.trim()) }
    }
}

/// Whether a header of that name proves who is asking.
pub fn is_credential(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name.contains("authorization")
        || name.contains("api-key")
        || name.contains("apikey")
        || name.contains("api_key")
        || name.contains("cookie")
        || name.contains("secret")
        || name.contains("password")
        || name.ends_with("-token")
        || name.ends_with("-auth")
        || name.ends_with("subscription-key")
}

/// Parameters of an address that hold keys.
const KEY_PARAMETERS: [&str; 8] =
    ["key", "api_key", "apikey", "api-key", "access_token", "token", "auth", "client_secret"];

/// The address without user, password and key parameters.
pub fn clean_url(url: &str, credentials: &mut Vec<Credential>) -> String {
    let mut taken = None;
    let (start, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at_checked(host_end).unwrap_or((rest, ""));
    let host = match authority.rsplit_once('@') {
        Some((user, host)) => {
            taken = Some(variable(user.rsplit(':').next().unwrap_or_default()));
            host
        }
        None => authority,
    };
    let (path, fragment) = match tail.find('#').and_then(|at| tail.split_at_checked(at)) {
        Some((path, fragment)) => (path, fragment),
        None => (tail, ""),
    };
    let path = match path.split_once('?') {
        None => path.to_owned(),
        Some((path, query)) => {
            let mut kept = Vec::new();
            for pair in query.split('&') {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                if !value.is_empty() && KEY_PARAMETERS.iter().any(|key| key.eq_ignore_ascii_case(name)) {
                    taken = Some(variable(value));
                } else {
                    kept.push(pair);
                }
            }
            if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
        }
    };
    if let Some(variable) = taken {
        credentials.push(Credential { place: "address".to_owned(), variable });
    }
    format!("{start}{host}{path}{fragment}")
}

/// The text without what has the form of a key, and whether there was any.
pub fn without_keys(text: &str) -> (String, bool) {
    let redacted = Redactor::default().redact(text).into_owned();
    let changed = redacted != text;
    (redacted, changed)
}

/// The variable that a text stands for, if it is nothing else: `$NAME`, `${NAME}`, `%NAME%`, `$env:NAME`, and what
/// JavaScript has, `${process.env.NAME}`.
fn variable(text: &str) -> Option<String> {
    let inner = if let Some(inner) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        inner
    } else if let Some(inner) = text.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')) {
        inner
    } else {
        text.strip_prefix('$')?
    };
    let inner = inner.trim_end_matches(['!', '"', '\'', ')', ']', '}']);
    let name = inner.rsplit(['.', ':', '"', '\'', '[', '(']).next().unwrap_or(inner);
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    // A name in the form of a key is a key.
    (is_name && !without_keys(name).1).then(|| name.to_owned())
}
