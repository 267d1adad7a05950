//! Names in an expression of a template: `secrets.KEY || 'default'`, `var.base_url`.
//! Not a reading of operators and calls.
//!
//! **Invariant:** every byte is looked at once; what is neither a name nor a quoted text is passed over.

use std::ops::Range;

use super::escape::Escapes;
use super::references::text;
use super::scan::{Scan, span};
use crate::inventory::outline::{Kind, OutlineBuilder, Span, TextForm};

/// Whose members are variables of the environment or stand for one.
const ENVIRONMENTS: [&str; 3] = ["secrets", "env", "vars"];

/// Adds the names and texts of the expression `inner`. `outer` is the whole reference: it is the span of a variable that
/// is alone in it. With `environments`, members of `secrets`, `env` and `vars` are variables.
pub(super) fn read(
    builder: &mut OutlineBuilder<'_>,
    scan: Scan<'_>,
    outer: Range<usize>,
    inner: Range<usize>,
    environments: bool,
) {
    let alone = scan.trim(inner.clone());
    let mut at = inner.start;
    while at < inner.end {
        let Some(byte) = scan.byte(at) else { break };
        if is_name_start(byte) {
            let (names, end) = path(scan, at, inner.end);
            let whole = if alone == (at..end) { outer.clone() } else { at..end };
            at = end;
            if scan.is(end, b'(') {
                continue;
            }
            match names.as_slice() {
                [root, name] if environments && ENVIRONMENTS.contains(&scan.slice(root.range())) => {
                    builder.leaf(Kind::Variable(*name), span(&whole));
                }
                _ => {
                    let last = names.last().map_or(end, |name| name.range().end);
                    let start = names.first().map_or(end, |name| name.range().start);
                    let segments = builder.segments(names);
                    builder.leaf(Kind::Path(segments), Span::new(start, last.max(end)));
                }
            }
        } else if matches!(byte, b'\'' | b'"') {
            let close = scan.skip(at + 1, |other| other != byte);
            if close >= inner.end {
                break;
            }
            text(builder, scan, at..close + 1, at + 1..close, TextForm::Raw, Escapes::None);
            at = close + 1;
        } else if byte.is_ascii_digit() {
            at = scan.skip(at, |byte| byte.is_ascii_alphanumeric() || byte == b'.');
        } else {
            at = scan.after_character(at);
        }
    }
}

/// The names of the path at a place and its end: `a.b["c"].d[0]`. Numeric indexes are passed over.
pub(super) fn path(scan: Scan<'_>, start: usize, limit: usize) -> (Vec<Span>, usize) {
    let name_at = |at: usize| scan.skip(at, is_name).min(limit);
    let mut end = name_at(start);
    let mut names = vec![Span::new(start, end)];
    loop {
        match scan.byte(end).filter(|_| end < limit) {
            Some(b'.') if scan.byte(end + 1).is_some_and(|byte| is_name_start(byte) || byte == b'*') => {
                let next = if scan.is(end + 1, b'*') { end + 2 } else { name_at(end + 1) };
                if next > limit {
                    break;
                }
                if scan.byte(end + 1) != Some(b'*') {
                    names.push(Span::new(end + 1, next));
                }
                end = next;
            }
            Some(b'[') => match scan.byte(end + 1) {
                Some(quote @ (b'\'' | b'"')) => {
                    let close = scan.skip(end + 2, |byte| byte != quote && byte != b'\n');
                    if !scan.is(close, quote) || !scan.is(close + 1, b']') || close + 2 > limit {
                        break;
                    }
                    names.push(Span::new(end + 2, close));
                    end = close + 2;
                }
                Some(b'0'..=b'9' | b'*') => {
                    let close = scan.skip(end + 1, |byte| byte.is_ascii_digit() || byte == b'*');
                    if !scan.is(close, b']') || close + 1 > limit {
                        break;
                    }
                    end = close + 1;
                }
                _ => break,
            },
            _ => break,
        }
    }
    (names, end)
}

/// A letter or underscore.
pub(super) fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
