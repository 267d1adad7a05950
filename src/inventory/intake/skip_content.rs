//! Judges a file by its bytes: binary, another encoding, minified or bundled.
//! Not a parser and not a measure of quality: a long line alone is no reason, except in JavaScript, CSS and HTML.
//! **Invariant:** each question is at most one pass over the bytes; a file is never skipped for its content unless this file's rules say why.

use super::skip::SkipReason;

/// How far a NUL byte is looked for. Git looks as far.
const BINARY_PROBE_BYTES: usize = 8_000;

/// How far a bundler's banner is looked for.
const BANNER_PROBE_BYTES: usize = 2_000;

/// Below this size nothing counts as minified: a short page on one line is read in no time.
const MINIFIED_FROM_BYTES: usize = 2_000;

/// The average length of a line, in bytes, above which a file counts as minified. Hand-written code has 30 to 40.
const MINIFIED_LINE_BYTES: usize = 500;

/// So many lines of code beside the longest line say that a person wrote the file and embedded something in it.
const AUTHORED_LINES: usize = 10;

/// Extensions of what minifiers and bundlers write.
const MINIFIABLE: [&str; 8] = ["js", "mjs", "cjs", "jsx", "css", "html", "htm", "xhtml"];

/// What a line starts with, near the start of a file, if a bundler wrote it.
const BANNERS: [&str; 14] = [
    // webpack: the comment frame of its runtime, and its chunks.
    "/******/",
    "(self[\"webpackChunk",
    "(self.webpackChunk",
    "(globalThis.webpackChunk",
    "(window.webpackJsonp",
    "webpackJsonp(",
    // The comment that webpack's minifier puts where licences were.
    "/*! For license information please see ",
    // esbuild, and the tools that stand on it.
    "var __defProp = Object.defineProperty;",
    "var __create = Object.create;",
    "var __getOwnPropNames = Object.getOwnPropertyNames;",
    // Parcel.
    "parcelRequire=",
    "// modules are defined as an array",
    // Browserify.
    "(function(){function r(e,n,t){function o(i,f)",
    "require=(function(){function r(e,n,t){function o(i,f)",
];

/// The text of a file whose path has passed.
///
/// # Errors
/// Why its content is not read.
pub fn text_of<'bytes>(path: &str, bytes: &'bytes [u8]) -> Result<&'bytes str, SkipReason> {
    if has_utf16_mark(bytes) {
        return Err(SkipReason::Utf16);
    }
    if memchr::memchr(0, bytes.get(..BINARY_PROBE_BYTES).unwrap_or(bytes)).is_some() {
        return Err(SkipReason::Binary);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| SkipReason::NotText)?;
    if is_minifiable(path) && (has_bundler_banner(bytes) || is_minified(bytes)) {
        return Err(SkipReason::Minified);
    }
    Ok(text)
}

/// A byte order mark of UTF-16 or UTF-32. No UTF-8 text starts with these bytes.
fn has_utf16_mark(bytes: &[u8]) -> bool {
    matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 0, 0xFE, 0xFF, ..])
}

fn is_minifiable(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    MINIFIABLE.iter().any(|minifiable| minifiable.eq_ignore_ascii_case(extension))
}

fn has_bundler_banner(bytes: &[u8]) -> bool {
    let start = bytes.get(..BANNER_PROBE_BYTES).unwrap_or(bytes);
    start.split(|byte| *byte == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        // A chunk's directive and its first call stand on one line.
        let line = line.strip_prefix(b"\"use strict\";").unwrap_or(line);
        BANNERS.iter().any(|banner| line.starts_with(banner.as_bytes()))
    })
}

/// Whether the lines are so long that no person wrote them.
///
/// One giant line among ordinary ones is an image or a table that somebody embedded, so the longest line does not
/// count where at least `AUTHORED_LINES` other lines of code exist. Blank lines and comments prove nothing: a minifier
/// keeps the licences.
fn is_minified(bytes: &[u8]) -> bool {
    if bytes.len() < MINIFIED_FROM_BYTES {
        return false;
    }
    let mut lines = 0usize;
    let mut longest = 0usize;
    let mut code_lines = 0usize;
    let mut code_bytes = 0usize;
    for line in bytes.split(|byte| *byte == b'\n') {
        lines += 1;
        longest = longest.max(line.len());
        let text = line.trim_ascii();
        let is_comment = [b"//".as_slice(), b"/*", b"*", b"<!--"].iter().any(|start| text.starts_with(start));
        if !text.is_empty() && (!is_comment || text.len() > MINIFIED_LINE_BYTES) {
            code_lines += 1;
            code_bytes += line.len();
        }
    }
    let (bytes, lines) = if code_lines > AUTHORED_LINES {
        (code_bytes.saturating_sub(longest), code_lines - 1)
    } else {
        (bytes.len(), lines)
    };
    bytes > lines * MINIFIED_LINE_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skip_by_content(path: &str, bytes: &[u8]) -> Option<SkipReason> {
        text_of(path, bytes).err()
    }

    fn lines(count: usize, line: &str) -> String {
        format!("{line}\n").repeat(count)
    }

    #[test]
    fn bytes_that_are_no_utf8_text_are_told_apart() {
        for (bytes, reason) in [
            (b"".as_slice(), None),
            (b"print('hi')\n", None),
            ("# größe\n".as_bytes(), None),
            (b"\xEF\xBB\xBFusing System;", None),
            (b"abc\0def", Some(SkipReason::Binary)),
            (b"\x7FELF\x02\x01\x01\0", Some(SkipReason::Binary)),
            (b"a\0b\0c\0", Some(SkipReason::Binary)),
            (b"\xFF\xFEa\0b\0", Some(SkipReason::Utf16)),
            (b"\xFE\xFF\0a\0b", Some(SkipReason::Utf16)),
            (b"\xFF\xFE\0\0a\0\0\0", Some(SkipReason::Utf16)),
            (b"\0\0\xFE\xFF\0\0\0a", Some(SkipReason::Utf16)),
            (b"gr\xF6\xDFe", Some(SkipReason::NotText)),
            (b"\x89PNG\r\n", Some(SkipReason::NotText)),
        ] {
            assert_eq!(skip_by_content("a.py", bytes), reason, "{bytes:?}");
        }
    }

    #[test]
    fn a_nul_byte_counts_only_near_the_start() {
        let mut bytes = vec![b'a'; BINARY_PROBE_BYTES];
        bytes.push(0);
        assert_eq!(skip_by_content("a.txt", &bytes), None);
        bytes.remove(0);
        assert_eq!(skip_by_content("a.txt", &bytes), Some(SkipReason::Binary));
    }

    #[test]
    fn a_megabyte_on_one_line_is_read_unless_a_minifier_writes_such_files() {
        let line = "x=1;".repeat(250_000);
        for path in ["a.json", "a.py", "a.ts", "a.tsx", "a.vue", "Makefile", "js"] {
            assert_eq!(skip_by_content(path, line.as_bytes()), None, "{path}");
        }
        for path in ["a.js", "a.JS", "b.mjs", "b.cjs", "a.css", "index.html"] {
            assert_eq!(skip_by_content(path, line.as_bytes()), Some(SkipReason::Minified), "{path}");
        }
    }

    #[test]
    fn minified_is_judged_by_the_lines_of_code() {
        let giant = "a".repeat(100_000);
        let long = "b".repeat(900);
        for (text, minified) in [
            (lines(300, "const a = await ask(b);"), false),
            ("x".repeat(MINIFIED_FROM_BYTES - 1), false),
            (giant.clone(), true),
            // An embedded image in a program.
            (format!("{}const logo = \"{giant}\";\n{}", lines(20, "call();"), lines(20, "call();")), false),
            // Licences before a bundle are no code.
            (format!("{}{}{giant}", lines(30, "// licence"), lines(30, " * licence")), true),
            (format!("{}{giant}", "\n".repeat(30)), true),
            // A few short lines between are not enough.
            (format!("{}{giant}", lines(5, "call();")), true),
            (lines(200, &long), true),
            // All on one line behind a comment's start.
            (format!("/* {giant}"), true),
        ] {
            let reason = minified.then_some(SkipReason::Minified);
            assert_eq!(skip_by_content("a.js", text.as_bytes()), reason, "{}", text.get(..40).unwrap());
        }
    }

    #[test]
    fn a_bundlers_banner_counts_at_the_start_of_a_line_near_the_top() {
        for banner in BANNERS {
            let text = format!("{banner} rest");
            assert_eq!(skip_by_content("a.js", text.as_bytes()), Some(SkipReason::Minified), "{banner}");
            assert_eq!(skip_by_content("a.js", format!("x {text}").as_bytes()), None, "{banner} inside a line");
            assert_eq!(skip_by_content("a.ts", text.as_bytes()), None, "{banner} in TypeScript");
        }
        let chunk = "\"use strict\";(self[\"webpackChunkapp\"] = []).push();";
        assert_eq!(skip_by_content("a.js", chunk.as_bytes()), Some(SkipReason::Minified));
        let far = format!("{}/******/ (() => {{", lines(200, "const a = 1; "));
        assert_eq!(skip_by_content("a.js", far.as_bytes()), None);
    }

    #[test]
    fn a_generated_mark_does_not_skip_source() {
        assert_eq!(skip_by_content("client.js", b"// @generated\nexport const a = 1;\n"), None);
        assert_eq!(skip_by_content("client.py", b"# @generated\nx = 1\n"), None);
    }
}
