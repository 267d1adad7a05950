//! Addresses as curl makes them: the scheme it guesses, the query it adds to, the encoding it uses.
//! Not a URL parser: what a person wrote stays as it is.

/// What curl would connect to: without a scheme it is HTTP. A variable at the beginning may hold one.
pub(super) fn with_scheme(url: &str) -> String {
    let before_path = url.split(['/', '?', '#']).next().unwrap_or_default();
    let has_scheme = url.contains("://")
        && url.split("://").next().is_some_and(|scheme| {
            !scheme.is_empty()
                && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
        });
    if has_scheme || before_path.starts_with(['$', '%', '`', '<', '{']) {
        url.to_owned()
    } else {
        format!("http://{url}")
    }
}

/// The address with more of a query. An empty path becomes `/`, as a request needs one.
pub(super) fn with_query(url: &str, query: &str) -> String {
    if query.is_empty() {
        return url.to_owned();
    }
    let (url, fragment) = match url.find('#').and_then(|at| url.split_at_checked(at)) {
        Some((url, fragment)) => (url, fragment),
        None => (url, ""),
    };
    let has_path = url.split_once("://").is_none_or(|(_, rest)| rest.contains('/'));
    let (start, end) = match url.split_once('?') {
        Some((start, end)) => (start, Some(end)),
        None => (url, None),
    };
    let slash = if has_path { "" } else { "/" };
    match end {
        Some(end) if !end.is_empty() => format!("{start}{slash}?{end}&{query}{fragment}"),
        _ => format!("{start}{slash}?{query}{fragment}"),
    }
}

/// `--data-urlencode` and `--url-query`: `content`, `=content`, `name=content` become text; of `@file` and `name@file`
/// the name of the file comes back.
pub(super) fn encoded(argument: &str) -> Result<String, (&str, &str)> {
    let at = argument.find('=').or_else(|| argument.find('@'));
    let Some((name, rest)) = at.and_then(|at| argument.split_at_checked(at)) else {
        return Ok(percent_encoded(argument));
    };
    let mut content = rest.chars();
    if content.next() == Some('@') {
        return Err((name, content.as_str()));
    }
    Ok(named(name, content.as_str()))
}

/// A pair of a query, its content encoded.
pub(super) fn named(name: &str, content: &str) -> String {
    let content = percent_encoded(content);
    if name.is_empty() { content } else { format!("{name}={content}") }
}

/// As curl encodes a text: all but letters, digits and `-._~`, a space as `+`.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_added_to() {
        for (url, query, whole) in [
            ("https://a.example/x", "q=1", "https://a.example/x?q=1"),
            ("https://a.example/x?a", "q=1", "https://a.example/x?a&q=1"),
            ("https://a.example/x?", "q=1", "https://a.example/x?q=1"),
            ("https://a.example", "q=1", "https://a.example/?q=1"),
            ("https://a.example/x#part", "q=1", "https://a.example/x?q=1#part"),
            ("https://a.example/x", "", "https://a.example/x"),
        ] {
            assert_eq!(with_query(url, query), whole);
        }
    }

    #[test]
    fn schemes_are_guessed() {
        assert_eq!(with_scheme("localhost:9101/v1"), "http://localhost:9101/v1");
        assert_eq!(with_scheme("HTTPS://A.example"), "HTTPS://A.example");
        assert_eq!(with_scheme("$BASE/chat"), "$BASE/chat");
        assert_eq!(with_scheme("a.example/?u=https://b.example"), "http://a.example/?u=https://b.example");
    }
}
