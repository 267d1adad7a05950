//! The server's own times: the `Server-Timing` header, or what the browser's resource timing says of it.
//! **Invariant:** what a browser may not read is `None`, never an empty list.

/// Reads the value of the header: names with their durations in milliseconds. Entries without a duration are left out.
#[must_use]
pub fn read(header: &str) -> Vec<(String, f64)> {
    header.split(',').filter_map(entry).collect()
}

fn entry(text: &str) -> Option<(String, f64)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let duration = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("dur").then(|| value.trim().trim_matches('"').parse::<f64>().ok())?
    });
    Some((name.to_owned(), duration.filter(|duration| duration.is_finite())?))
}

/// The words for tables.
#[must_use]
pub fn words(entries: Option<&[(String, f64)]>) -> String {
    match entries {
        None => "n/r: not readable from a browser".to_owned(),
        Some([]) => "readable, without durations".to_owned(),
        Some(entries) => {
            let all: Vec<String> = entries.iter().map(|(name, took)| format!("{name} {took} ms")).collect();
            all.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        let one = |name: &str, took: f64| (name.to_owned(), took);
        for (header, expected) in [
            ("guardAuth;dur=4.120, guardContext;dur=18.300", vec![one("guardAuth", 4.12), one("guardContext", 18.3)]),
            ("db;desc=\"a b\";dur=\"3\"", vec![one("db", 3.0)]),
            ("cache;desc=hit", vec![]),
            ("x;DUR=1", vec![one("x", 1.0)]),
            ("x;dur=abc, ;dur=1, y;dur=2", vec![one("y", 2.0)]),
            ("", vec![]),
        ] {
            assert_eq!(read(header), expected, "{header}");
        }
    }

    #[test]
    fn unreadable_is_not_absent() {
        assert!(words(None).starts_with("n/r"));
        assert!(words(Some(&[])).starts_with("readable"));
        assert_eq!(words(Some(&read("a;dur=4.120"))), "a 4.12 ms");
    }
}
