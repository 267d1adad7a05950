//! Flow collections of YAML: `{a: b, c: [d]}`.
//! Not block collections.
//!
//! **Invariant:** a line that is not deeper than what holds the collection ends it, so that a missing bracket does not
//! take the rest of the file.

use crate::inventory::outline::TextForm;
use crate::inventory::reading::config::bracketed::{Dialect, Scalar};
use crate::inventory::reading::config::escape::Escapes;
use crate::inventory::reading::config::json;
use crate::inventory::reading::config::references::{References, Written};
use crate::inventory::reading::config::scan::{Scan, is_blank};

/// Flow collections below a key or dash in a column.
pub(super) struct Flow {
    pub parent: Option<usize>,
}

impl Dialect for Flow {
    fn comment(&self, scan: Scan<'_>, at: usize) -> Option<usize> {
        let free = at == 0 || at == scan.start() || scan.byte(at - 1).is_some_and(|byte| byte.is_ascii_whitespace());
        (scan.is(at, b'#') && free).then(|| scan.line_end(at))
    }

    fn separator(&self, scan: Scan<'_>, at: usize) -> Option<usize> {
        let quoted = at > 0 && matches!(scan.byte(at - 1), Some(b'"' | b'\''));
        (scan.is(at, b':') && (quoted || ends_key(scan, at))).then_some(at + 1)
    }

    fn scalar(&self, scan: Scan<'_>, at: usize, _key: bool) -> Scalar {
        match scan.byte(at) {
            Some(b'"') => match json::quoted(scan, at, b'"') {
                Scalar::Text(written) => Scalar::Text(Written { escapes: Escapes::YamlDouble, ..written }),
                other => other,
            },
            Some(b'\'') => single(scan, at),
            Some(b'*' | b'&' | b'!') => {
                let end = scan.skip(at, |byte| !byte.is_ascii_whitespace() && !b",[]{}".contains(&byte));
                Scalar::Other(at..end.max(at + 1))
            }
            _ => plain(scan, at),
        }
    }

    fn references(&self, _text: &str) -> References {
        References::YAML
    }

    fn stops(&self, scan: Scan<'_>, line: usize) -> bool {
        let at = scan.skip_blank(line);
        let empty = matches!(scan.byte(at), None | Some(b'\n' | b'\r'));
        let closes = matches!(scan.byte(at), Some(b']' | b'}' | b',' | b'#'));
        self.parent.is_some_and(|column| at - line <= column) && !empty && !closes
    }
}

/// Whether a colon ends a key.
fn ends_key(scan: Scan<'_>, colon: usize) -> bool {
    scan.byte(colon + 1).is_none_or(|byte| is_blank(byte) || b"\r\n,[]{}".contains(&byte))
}

/// The place after the brace that closes the one at a place, at the latest the line's end.
fn after_braces(scan: Scan<'_>, opening: usize) -> usize {
    let mut open = 0_usize;
    let mut at = opening;
    loop {
        at = scan.skip(at, |byte| !matches!(byte, b'{' | b'}' | b'\n'));
        match scan.byte(at) {
            Some(b'{') => open += 1,
            Some(b'}') if open > 1 => open -= 1,
            Some(b'}') => return at + 1,
            _ => return at,
        }
        at += 1;
    }
}

fn single(scan: Scan<'_>, at: usize) -> Scalar {
    let mut end = at + 1;
    loop {
        end = scan.skip(end, |byte| byte != b'\'' && byte != b'\n');
        if scan.starts(end, "''") {
            end += 2;
            continue;
        }
        let closed = scan.is(end, b'\'');
        let outer = at..if closed { end + 1 } else { end };
        let written = Written { outer, inner: at + 1..end, form: TextForm::Raw, escapes: Escapes::YamlSingle };
        return if closed { Scalar::Text(written) } else { Scalar::Unclosed(written) };
    }
}

fn plain(scan: Scan<'_>, at: usize) -> Scalar {
    let mut end = at;
    loop {
        end = scan.skip(end, |byte| !b"\r\n,[]{}:#$".contains(&byte));
        match scan.byte(end) {
            Some(b':') if end == at || !ends_key(scan, end) => end += 1,
            Some(b'#') if end == at || !scan.byte(end - 1).is_some_and(is_blank) => end += 1,
            // The braces of a reference are part of the text.
            Some(b'$') if scan.is(end + 1, b'{') => {
                end = after_braces(scan, end + 1);
            }
            Some(b'$') => end += 1,
            _ => break,
        }
    }
    let end = scan.trim(at..end).end.max(scan.after_character(at));
    let text = scan.slice(at..end);
    if is_number(text) { Scalar::Number(at..end) } else { Scalar::Text(Written::plain(at..end)) }
}

/// Whether a plain scalar is a number.
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'))
        && text.len() < 40
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.parse::<f64>().is_ok()
}
