//! The names of a file in the headers of a patch, written as git writes them.
//! Not a check of the path: where a file may lie is decided before.
//!
//! **Invariant:** git reads back exactly the path that was given, and no path can start a new line of the patch.

/// The three places in which a header names a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HeaderNames {
    /// `diff --git` with both names, without a line end.
    pub title: String,
    /// What follows `--- `.
    pub old: String,
    /// What follows `+++ `.
    pub new: String,
}

/// Writes the names of a path. A leading slash is left out, as git does.
pub(super) fn header_names(path: &str) -> HeaderNames {
    let path = path.trim_start_matches('/');
    let (old, new) = (quoted("a/", path), quoted("b/", path));
    let title = format!("diff --git {old} {new}");
    // A tab says where a name with spaces ends, since other programs put a time behind it.
    let tab = if path.contains(' ') { "\t" } else { "" };
    HeaderNames { title, old: format!("{old}{tab}"), new: format!("{new}{tab}") }
}

/// Quotes a name like a C string if it holds anything but printable ASCII, or a quote or backslash.
fn quoted(side: &str, path: &str) -> String {
    let is_plain = |byte: u8| (b' '..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    if path.bytes().all(is_plain) {
        return format!("{side}{path}");
    }
    let mut name = format!("\"{side}");
    for byte in path.bytes() {
        let short = match byte {
            0x07 => 'a',
            0x08 => 'b',
            b'\t' => 't',
            b'\n' => 'n',
            0x0b => 'v',
            0x0c => 'f',
            b'\r' => 'r',
            b'"' => '"',
            b'\\' => '\\',
            _ if is_plain(byte) => {
                name.push(char::from(byte));
                continue;
            }
            _ => {
                name.push_str(&format!("\\{byte:03o}"));
                continue;
            }
        };
        name.push('\\');
        name.push(short);
    }
    name.push('"');
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_git_writes_them() {
        for (path, old, new) in [
            ("src/main.rs", "a/src/main.rs", "b/src/main.rs"),
            ("my file.txt", "a/my file.txt\t", "b/my file.txt\t"),
            ("/rooted", "a/rooted", "b/rooted"),
            ("ü.py", r#""a/\303\274.py""#, r#""b/\303\274.py""#),
            ("say \"hi\".md", "\"a/say \\\"hi\\\".md\"\t", "\"b/say \\\"hi\\\".md\"\t"),
            ("a\\b\tc\nd\u{7f}\u{1}", r#""a/a\\b\tc\nd\177\001""#, r#""b/a\\b\tc\nd\177\001""#),
        ] {
            let names = header_names(path);
            assert_eq!((names.old.as_str(), names.new.as_str()), (old, new));
            assert_eq!(names.title, format!("diff --git {} {}", old.trim_end(), new.trim_end()));
        }
    }
}
