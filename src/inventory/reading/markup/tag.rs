//! One start tag with its attributes.
//! Not the nesting of elements.
//!
//! **Invariant:** a tag ends at its bracket; a quoted value ends at the latest before the next tag's line, and what is no
//! tag is given back as text.

use std::ops::Range;

use crate::inventory::reading::config::scan::Scan;

/// A start tag.
pub(super) struct Tag {
    pub name: Range<usize>,
    pub start: usize,
    pub end: usize,
    pub attributes: Vec<Attribute>,
    /// Whether it ends with `/>`.
    pub closed: bool,
}

/// An attribute, with its value without quotes.
pub(super) struct Attribute {
    pub name: Range<usize>,
    /// Its end with the quotes.
    pub end: usize,
    pub value: Option<Range<usize>>,
    pub quoted: bool,
}

/// A byte of a name of elements and attributes.
pub(super) fn is_name(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"<>=/\"'".contains(&byte)
}

/// The tag that starts at a place.
pub(super) fn read(scan: Scan<'_>, start: usize) -> Option<Tag> {
    let first = scan.byte(start + 1)?;
    if !(first.is_ascii_alphabetic() || first == b'_') {
        return None;
    }
    let name = start + 1..scan.skip(start + 1, is_name);
    let mut attributes = Vec::new();
    let mut at = name.end;
    loop {
        at = scan.skip(at, |byte| byte.is_ascii_whitespace());
        match scan.byte(at) {
            Some(b'>') => return Some(Tag { name, start, end: at + 1, attributes, closed: false }),
            Some(b'/') if scan.is(at + 1, b'>') => {
                return Some(Tag { name, start, end: at + 2, attributes, closed: true });
            }
            // A tag that is not closed ends before the next.
            Some(b'<') | None => return Some(Tag { name, start, end: at, attributes, closed: false }),
            Some(byte) if is_name(byte) => {
                let attribute = attribute(scan, at);
                at = attribute.end;
                attributes.push(attribute);
            }
            Some(_) => at += 1,
        }
    }
}

fn attribute(scan: Scan<'_>, at: usize) -> Attribute {
    let name = at..scan.skip(at, is_name);
    let equals = scan.skip(name.end, |byte| byte.is_ascii_whitespace());
    if !scan.is(equals, b'=') {
        return Attribute { end: name.end, name, value: None, quoted: false };
    }
    let start = scan.skip(equals + 1, |byte| byte.is_ascii_whitespace());
    if let Some(quote @ (b'"' | b'\'')) = scan.byte(start) {
        let close = scan.skip(start + 1, |byte| byte != quote && byte != b'<');
        if scan.is(close, quote) {
            return Attribute { name, end: close + 1, value: Some(start + 1..close), quoted: true };
        }
        // HTML takes a tag's mark in a value; then the quote decides, if it comes on the same line.
        let close = scan.skip(start + 1, |byte| byte != quote && byte != b'\n');
        if scan.is(close, quote) {
            return Attribute { name, end: close + 1, value: Some(start + 1..close), quoted: true };
        }
        return Attribute { name, end: start + 1, value: None, quoted: false };
    }
    let end = scan.skip(start, |byte| !byte.is_ascii_whitespace() && byte != b'>' && byte != b'<');
    let end = if end > start && scan.is(end - 1, b'/') && scan.is(end, b'>') { end - 1 } else { end };
    Attribute { name, end, value: (end > start).then_some(start..end), quoted: false }
}
